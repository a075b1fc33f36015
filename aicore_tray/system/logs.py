"""Logging: one rotating file or stderr, every line with its request's id, every secret taken out."""

from __future__ import annotations

import logging
import logging.handlers
import re
from contextvars import ContextVar
from pathlib import Path

request_id: ContextVar[str] = ContextVar("request_id", default="-")
"""The id of the request that is being served, for every log line on its way."""

_MAX_BYTES = 10 * 1024 * 1024
_FILES = 5
_FORMAT = "%(asctime)s %(levelname)-7s %(request)s %(name)s: %(message)s"
# Bearer and local keys, key-like query values, and what service keys and token answers hold.
_SECRETS = re.compile(
    r"(?P<keep>(?:Bearer|Basic)\s+|[?&]key=|\"?(?:client_?secret|access_token|api[-_]?key|password|private_key|key)\"?"
    r"\s*[=:]\s*\"?)(?P<secret>[^\s\"'&,}]{6,})|\bact-[\w-]{20,}|\beyJ[\w-]{10,}\.[\w-]+\.?[\w-]*"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----",
    re.IGNORECASE,
)


def redact(text: str) -> str:
    """Return `text` without what looks like a secret."""
    return _SECRETS.sub(lambda found: f"{found['keep'] or ''}[redacted]", text)


class _Formatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        record.request = request_id.get()[:8]
        return redact(super().format(record))


def configure(*, debug: bool = False, folder: Path | None = None) -> None:
    """Send log lines to stderr (warnings, or everything with `debug`) and to a rotating file in `folder`."""
    terminal = logging.StreamHandler()
    terminal.setLevel(logging.DEBUG if debug else logging.WARNING)
    handlers: list[logging.Handler] = [terminal]
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        handlers.append(
            logging.handlers.RotatingFileHandler(
                folder / "aicore-tray.log", maxBytes=_MAX_BYTES, backupCount=_FILES, encoding="utf-8", delay=True
            )
        )
    root = logging.getLogger()
    for old in tuple(root.handlers):
        if isinstance(old.formatter, _Formatter):
            root.removeHandler(old)
            old.close()
    for handler in handlers:
        handler.setFormatter(_Formatter(_FORMAT))
        root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger("aicore_tray").setLevel(logging.DEBUG if debug else logging.INFO)
