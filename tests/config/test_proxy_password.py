"""The password for the company's proxy comes from the vault, and only where there is a user."""

from __future__ import annotations

from pathlib import Path

import pytest

from aicore_tray.config.configuration import PROXY_PASSWORD, load_configuration
from aicore_tray.config.vault import FileKey, Vault
from aicore_tray.errors import ConfigurationError
from aicore_tray.system.paths import Paths


def test_from_the_vault(tmp_path: Path) -> None:
    paths = Paths.locate(tmp_path)
    key = tmp_path / "key"
    Vault(paths.vault_file, FileKey(key)).set(PROXY_PASSWORD, "s3cret")
    paths.settings_file.write_text(f'vault_key_file = "{key.as_posix()}"\nproxy_user = "me"\nproxy = "http://p:1"\n')
    found = load_configuration(paths, env={})
    assert (found.network.proxy_user, found.network.proxy_password) == ("me", "s3cret")
    assert "s3cret" not in repr(found) + repr(found.network)
    paths.settings_file.write_text(f'vault_key_file = "{key.as_posix()}"\n')
    assert load_configuration(paths, env={}).network.proxy_password == ""


def test_a_vault_that_does_not_open(tmp_path: Path) -> None:
    paths = Paths.locate(tmp_path)
    Vault(paths.vault_file, FileKey(tmp_path / "key")).set(PROXY_PASSWORD, "s3cret")
    paths.settings_file.write_text('proxy_user = "me"\n')
    with pytest.raises(ConfigurationError, match="proxy_user"):
        load_configuration(paths, env={})
    found = load_configuration(paths, env={}, tolerant=True)
    assert "proxy_user" in found.warnings[0]
