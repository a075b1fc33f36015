"""What still works is served: accounts without their key and settings with wrong values are left out and told."""

from __future__ import annotations

import json
from pathlib import Path

import keyring
import keyring.errors
import pytest
from keyring.backend import KeyringBackend

from aicore_tray.config.configuration import load_configuration, vault_name
from aicore_tray.config.settings import Settings
from aicore_tray.config.settings_file import WrongSetting, load_settings
from aicore_tray.config.vault import FileKey, Vault
from aicore_tray.errors import ConfigurationError
from aicore_tray.system.paths import Paths

KEY = json.dumps(
    {
        "clientid": "sb-1!b1",
        "clientsecret": "s3cret",
        "url": "https://a.example",
        "serviceurls": {"AI_API_URL": "https://b.example"},
    }
)


class CountingKeyring(KeyringBackend):
    priority = 1

    def __init__(self, error: Exception | None = None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.error = error
        self.text: str | None = None
        self.asked = 0

    def get_password(self, service: str, username: str) -> str | None:
        self.asked += 1
        if self.error:
            raise self.error
        return self.text

    def set_password(self, service: str, username: str, password: str) -> None:
        self.text = password


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    paths = Paths.locate(tmp_path)
    paths.config.mkdir(exist_ok=True)
    (paths.config / "key.json").write_text(KEY)
    (paths.config / "wrong.json").write_text("{}")
    return paths


def write(paths: Paths, text: str) -> None:
    paths.settings_file.write_text(text)


SETTINGS = """
[accounts.good]
service_key_file = "key.json"
[accounts.stored]
[accounts.forgotten]
[accounts.gone]
service_key_file = "gone.json"
[accounts.wrong]
service_key_file = "wrong.json"
"""


def test_each_account_by_itself(paths: Paths) -> None:
    backend = CountingKeyring()
    keyring.set_keyring(backend)
    from aicore_tray.config.vault import KeyringKey

    Vault(paths.vault_file, KeyringKey()).set(vault_name("stored"), KEY)
    backend.asked = 0
    write(paths, SETTINGS)
    found = load_configuration(paths, env={}, tolerant=True)
    assert [account.name for account in found.accounts] == ["good", "stored"]
    assert {name: each.reason for name, each in found.unusable.items()} == {
        "forgotten": "no_key",
        "gone": "file",
        "wrong": "wrong_key",
    }
    assert backend.asked == 1
    assert "s3cret" not in repr(found.unusable)
    with pytest.raises(ConfigurationError) as caught:
        load_configuration(paths, env={})
    assert len(caught.value.problems) == 3


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (keyring.errors.KeyringLocked("locked"), "vault_locked"),
        (keyring.errors.InitError("no bus"), "vault_absent"),
        (None, "vault_damaged"),
    ],
)
def test_a_vault_that_does_not_open(paths: Paths, error: Exception | None, reason: str) -> None:
    backend = CountingKeyring(error)
    keyring.set_keyring(backend)
    Vault(paths.vault_file, FileKey(paths.data / "other.key")).set(vault_name("stored"), KEY)
    write(paths, SETTINGS)
    found = load_configuration(paths, env={}, tolerant=True)
    assert [account.name for account in found.accounts] == ["good"]
    assert {found.unusable[name].reason for name in ("stored", "forgotten")} == {reason}
    assert backend.asked == 1


def test_a_keyring_that_is_not_asked(paths: Paths) -> None:
    backend = CountingKeyring()
    keyring.set_keyring(backend)
    Vault(paths.vault_file, FileKey(paths.data / "key")).set(vault_name("stored"), KEY)
    write(paths, SETTINGS)
    found = load_configuration(paths, env={}, tolerant=True, vault_locked=True)
    assert (found.unusable["stored"].reason, backend.asked) == ("vault_locked", 0)
    write(paths, f'vault_key_file = "{(paths.data / "key").as_posix()}"\n' + SETTINGS)
    found = load_configuration(paths, env={}, tolerant=True, vault_locked=True)
    assert "stored" in [account.name for account in found.accounts], "a key file needs nobody to unlock it"


def test_wrong_values_leave_the_default(paths: Paths) -> None:
    text = """
port = 70000
connect_timeout = "fast"
prot = 1
host = "10.0.0.1"
tiers = { opus = "a", sonet = "b" }
[accounts.good]
service_key_file = "key.json"
[accounts.bad]
resource_groups = 5
"""
    write(paths, text)
    wrong: list[WrongSetting] = []
    found = load_settings(paths.settings_file, env={}, wrong=wrong)
    assert (found.host, found.port, found.connect_timeout) == ("10.0.0.1", Settings().port, Settings().connect_timeout)
    assert (found.tiers, list(found.accounts)) == ({"opus": "a"}, ["good"])
    assert {each.name for each in wrong} == {"port", "connect_timeout", "prot", "tiers", "accounts"}
    assert all(str(paths.settings_file) in each.line for each in wrong)
    configuration = load_configuration(paths, env={}, tolerant=True)
    assert (len(configuration.wrong_settings), len(configuration.accounts)) == (5, 1)
    with pytest.raises(ConfigurationError):
        load_configuration(paths, env={})


def test_a_file_that_is_no_toml(paths: Paths) -> None:
    write(paths, "port = ")
    found = load_configuration(paths, env={}, tolerant=True)
    assert found.settings == Settings()
    assert [each.name for each in found.wrong_settings] == [""]


def test_a_wrong_key_in_the_environment_is_a_warning(paths: Paths) -> None:
    found = load_configuration(paths, env={"AICORE_SERVICE_KEY": "{}"}, tolerant=True)
    assert (found.accounts, len(found.warnings)) == ((), 1)
