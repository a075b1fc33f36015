"""Where things lie: settings, data, logs and the resources that ship with the product."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs

APP_NAME = "aicore-tray"
HOME_VARIABLE = "AICORE_TRAY_HOME"


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders of one installation; they are created when something is written, not before.

    Attributes:
        config: settings.toml lies here and holds no secret.
        data: usage.db, chats.db, the vault file, local key hashes and remembered state.
        logs: rotating log files.
        common: what the demo shares with the real accounts lies here, as it is about the user's own files; `data`
            unless given.
    """

    config: Path
    data: Path
    logs: Path
    common: Path | None = None

    @classmethod
    def locate(cls, data_dir: Path | None = None) -> Paths:
        """Return the folders: below `data_dir` or AICORE_TRAY_HOME where given, else the system's own places."""
        home = data_dir or (Path(os.environ[HOME_VARIABLE]) if os.environ.get(HOME_VARIABLE) else None)
        if home is not None:
            home = home.expanduser().absolute()
            return cls(config=home, data=home / "data", logs=home / "logs")
        return cls(
            config=platformdirs.user_config_path(APP_NAME, appauthor=False),
            data=platformdirs.user_data_path(APP_NAME, appauthor=False),
            logs=platformdirs.user_log_path(APP_NAME, appauthor=False),
        )

    @property
    def demo(self) -> Paths:
        """The folders of the demo, whose books and keys are kept apart from the real ones."""
        return Paths(config=self.config, data=self.data / "demo", logs=self.logs, common=self.data)

    @property
    def settings_file(self) -> Path:
        return self.config / "settings.toml"

    @property
    def usage_db(self) -> Path:
        return self.data / "usage.db"

    @property
    def waiting_db(self) -> Path:
        """Requests that wait for the database that replicas share."""
        return self.data / "usage-waiting.db"

    @property
    def recall_db(self) -> Path:
        """The reasoning of tool calls, for clients that cannot keep it."""
        return self.data / "recall.db"

    @property
    def refused_file(self) -> Path:
        """What deployments were seen to refuse."""
        return self.data / "refused.json"

    @property
    def counting_file(self) -> Path:
        """How models count tokens."""
        return self.data / "counting.json"

    @property
    def state_file(self) -> Path:
        """Tells other commands where the running proxy listens."""
        return self.data / "running.json"

    @property
    def discovery_file(self) -> Path:
        """The last known deployments, so that the proxy starts when SAP is slow."""
        return self.data / "deployments.json"

    @property
    def connected_file(self) -> Path:
        """What was written into tools' files."""
        return (self.common or self.data) / "connected.json"

    @property
    def backups(self) -> Path:
        """Tools' files as they were before something was written into them."""
        return (self.common or self.data) / "backups"

    @property
    def updates_file(self) -> Path:
        """When a newer release was looked for, and which one was seen."""
        return self.data / "updates.json"

    @property
    def keys_file(self) -> Path:
        return self.data / "keys.json"

    @property
    def chats_db(self) -> Path:
        """The conversations of the chat."""
        return self.data / "chats.db"

    @property
    def vault_file(self) -> Path:
        return self.data / "vault.bin"


def licences() -> Path | None:
    """Return the folder with the licences of all parts, which a frozen folder has; elsewhere each part has its own."""
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) / "licenses" if frozen is not None else None


def resources() -> Path:
    """Return the folder of shipped resources.

    It lies beside the package in a source tree or an editable install, inside it in a wheel, and where PyInstaller
    unpacked it in a frozen folder.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    package = Path(__file__).resolve().parent.parent
    frozen = getattr(sys, "_MEIPASS", None)
    candidates = [package / "resources", package.parent / "resources"]
    if frozen is not None:
        candidates.insert(0, Path(frozen) / "aicore_tray" / "resources")
    for candidate in candidates:
        if (candidate / "models.toml").is_file():
            return candidate
    raise FileNotFoundError(f"The shipped resources are missing; looked in {', '.join(map(str, candidates))}")
