"""The state file: how other commands find the proxy that runs."""

from __future__ import annotations

import json
import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from aicore_tray.system.files import write_whole


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningProxy:
    """Where a proxy listens.

    Attributes:
        started: Unix seconds.
        certificate: the PEM file of the certificate that it shows, "" without HTTPS.
    """

    url: str
    pid: int
    demo: bool
    started: float
    certificate: str = ""

    @classmethod
    def of(cls, url: str, *, demo: bool, certificate: Path | None = None) -> RunningProxy:
        shown = "" if certificate is None else str(certificate)
        return cls(url=url, pid=os.getpid(), demo=demo, started=time.time(), certificate=shown)


def remember(file: Path, proxy: RunningProxy) -> None:
    """Write the state file; the newest proxy is the one that is found."""
    write_whole(file, json.dumps(asdict(proxy)).encode())


def forget(file: Path, proxy: RunningProxy) -> None:
    """Remove the state file if it still tells of this proxy."""
    if running(file) == proxy:
        file.unlink(missing_ok=True)


def running(file: Path) -> RunningProxy | None:
    """Return the proxy that the state file tells of, None where there is none or it cannot be read."""
    try:
        return RunningProxy(**json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
