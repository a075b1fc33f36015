"""Editing settings.toml: what its owner wrote stays, and what comes out is always right."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from aicore_tray.config.editing import SettingsEditor
from aicore_tray.config.settings_file import load_settings
from aicore_tray.errors import AicoreTrayError, ConfigurationError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "new" / "settings.toml"


def edited(file: Path, text: str) -> SettingsEditor:
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, newline="")
    return SettingsEditor(file)


def test_a_new_file(file: Path) -> None:
    editor = SettingsEditor(file)
    assert not editor.save()
    assert not file.exists()
    editor.set_account("a b.c", resource_groups=("x",), deployments={"claud": ("d1",)})
    editor.set("port", 5)
    editor.set("ca_file", Path("ca.pem"))
    editor.set("pools", {"opus": ("d1", "d2")})
    assert editor.save()
    assert not editor.save()
    found = load_settings(file, env={})
    assert (found.port, found.ca_file, found.pools) == (5, file.parent / "ca.pem", {"opus": ("d1", "d2")})
    assert found.accounts["a b.c"].deployments == {"claud": ("d1",)}
    assert sorted(entry.name for entry in file.parent.iterdir()) == ["settings.toml"]


@pytest.mark.parametrize(
    "text",
    [
        "# head\r\nport = 1 # one\r\n\r\n[accounts.a] # a\r\nservice_key_file = 'a.json'\r\n",
        "accounts = {a = {service_key_file = 'a.json'}} # inline\nport = 1\n",
        "port = 1\naccounts.a.service_key_file = 'a.json'\n",
        "port = 1\n[accounts]\n# mine\na.service_key_file = 'a.json'\n[models.x]\ncontext = 1\n",
        "port = 1\n[accounts.a]\nservice_key_file = 'a.json'\n[models.x]\ncontext = 1\n[accounts.b]\n# b\n",
    ],
)
def test_every_way_of_writing(file: Path, text: str) -> None:
    """Each change counts in the result, and the lines that it did not touch are as they were."""
    editor = edited(file, text)
    before = tomllib.loads(text)
    editor.set_account("new", resource_groups=("g",))
    editor.set_account("a", resource_groups=("h",), service_key_file=None)
    editor.set("host", "::1")
    assert editor.save()
    now = tomllib.loads(file.read_text())
    before["accounts"]["new"] = {"resource_groups": ["g"]}
    before["accounts"]["a"] = {"resource_groups": ["h"]}
    assert now == {**before, "host": "::1"}
    kept = [line for line in text.splitlines() if "accounts" not in line and "service_key" not in line]
    assert all(line in file.read_text().splitlines() for line in kept)
    assert (file.parent / "settings.toml.bak").read_bytes() == text.encode()
    editor = SettingsEditor(file)
    editor.remove_account("new")
    assert editor.save()
    del before["accounts"]["new"]
    assert tomllib.loads(file.read_text()) == {**before, "host": "::1"}


def test_what_would_be_wrong_is_not_written(file: Path) -> None:
    editor = edited(file, "port = 1\n")
    editor.set("port", 70000)
    with pytest.raises(ConfigurationError, match="no port"):
        editor.save()
    with pytest.raises(ConfigurationError, match="did you mean port"):
        editor.set("prot", 1)
    with pytest.raises(AicoreTrayError, match="no account called 'x'"):
        editor.remove_account("x")
    assert file.read_text() == "port = 1\n"
    for text in ("prot = 1", "port = ", "port = 'x'"):
        with pytest.raises(ConfigurationError):
            edited(file, text)


def test_a_change_of_somebody_else_is_not_lost(file: Path) -> None:
    editor = edited(file, "port = 1\n")
    editor.set("port", 2)
    file.write_text("port = 3\n")
    with pytest.raises(AicoreTrayError, match="changed by another program"):
        editor.save()
    assert file.read_text() == "port = 3\n"
