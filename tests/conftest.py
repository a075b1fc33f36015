"""Keeps every test away from the real home folder, environment and keyring."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.backends.fail
import pytest

# Before Qt is imported; a run on a real desktop sets it otherwise.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# What would reach into a test from outside: keys, accounts, proxies, settings.
_PREFIXES = ("AICORE_", "ANTHROPIC_", "OPENAI_", "GEMINI_", "VCAP_")
_NAMES = {"API_KEYS", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"}
_FOLDERS = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "APPDATA", "LOCALAPPDATA")


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home folder of the test's own, a clean environment, and a keyring that refuses everything."""
    folder = tmp_path_factory.mktemp("home")
    for name in tuple(os.environ):
        if name.startswith(_PREFIXES) or name.upper() in _NAMES:
            monkeypatch.delenv(name)
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(folder))
    for name in _FOLDERS:
        monkeypatch.setenv(name, str(folder / name.lower()))
    monkeypatch.setenv("AICORE_TRAY_HOME", str(folder / "aicore-tray"))
    # No test asks the internet for a new version.
    monkeypatch.setenv("AICORE_TRAY_NO_UPDATE_CHECK", "1")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    before = keyring.get_keyring()
    keyring.set_keyring(keyring.backends.fail.Keyring())  # type: ignore[no-untyped-call]
    yield folder
    keyring.set_keyring(before)
