"""Settings go to another computer without secrets, and wrong ones are refused line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from aicore_tray.config.exchange import export_settings, import_settings
from aicore_tray.config.settings_file import load_settings
from aicore_tray.errors import ConfigurationError

THEIRS = """
# ours
port = 4000
proxy = "http://me:s3cret@proxy.corp:8080"
no_proxy = ["*.corp"]
[aliases]
fast = "gpt-5"
[accounts.work]
resource_groups = ["team"]
[accounts.filed]
service_key_file = "key.json"
"""


def test_there_and_back(tmp_path: Path) -> None:
    there, here = tmp_path / "there.toml", tmp_path / "here.toml"
    there.write_text(THEIRS)
    here.write_text(
        '# mine\nhost = "::1"\nport = 5000\n[accounts.mine]\n[accounts.work]\nservice_key_file = "w.json"\n'
    )
    text = export_settings(there)
    assert "s3cret" not in text
    assert "# ours" in text
    assert text.startswith("# Settings of AI Core Tray. No secret")
    before = here.read_text()
    lines = import_settings(here, text, write=False)
    assert here.read_text() == before
    assert import_settings(here, text) == lines
    assert lines[:2] == (
        "port: 4000, was 5000",
        "proxy: http://proxy.corp:8080, was system",
    )
    assert lines[-2].startswith("account work: changed")
    assert lines[-1].startswith("account filed: added")
    now = load_settings(here, env={})
    assert (now.port, now.host, now.no_proxy, now.aliases) == (4000, "::1", ("*.corp",), {"fast": "gpt-5"})
    assert list(now.accounts) == ["mine", "work", "filed"]
    assert (now.accounts["work"].service_key_file, now.accounts["work"].resource_groups) == (Path("w.json"), ("team",))
    assert now.accounts["filed"].service_key_file == Path("key.json")
    assert "# mine" in here.read_text()
    assert import_settings(here, text) == (), "a second time changes nothing"


def test_an_export_of_an_import_has_one_head(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_text("port = 1\n")
    text = export_settings(file)
    file.write_text(text)
    assert export_settings(file) == text
    assert export_settings(tmp_path / "none.toml").strip().startswith("#")


def test_what_is_wrong_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    with pytest.raises(ConfigurationError) as caught:
        import_settings(file, 'port = 70000\nprot = 1\nlanguage = "xx"\nhost = "::1"')
    assert len(caught.value.problems) == 3
    with pytest.raises(ConfigurationError, match="not valid TOML"):
        import_settings(file, "<html>")
    assert not file.exists()
