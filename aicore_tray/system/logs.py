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


# Control characters, line ends of Unicode, and bytes that were no text.
_CONTROLS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def redact(text: str) -> str:
    """Return `text` without what looks like a secret."""
    return _SECRETS.sub(lambda found: f"{found['keep'] or ''}[redacted]", text)


class _Formatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        record.request = request_id.get()
        return redact(super().format(record))

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging calls it so
        """Keep a message on its line, whatever names clients send: nobody shall write lines of his own into the log."""
        record.message = _CONTROLS.sub(lambda found: ascii(found[0])[1:-1], record.message)
        return super().formatMessage(record)


class _Malformed(logging.Filter):
    """What is no HTTP is told in a line, without a traceback and without the bytes, which may hold a key."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if type(error).__module__ in ("aiohttp.http_exceptions", "aiohttp.web_protocol"):
            record.msg, record.args = "A request that is no HTTP was refused (%s)", (type(error).__name__,)
            record.exc_info = record.exc_text = None
            record.levelno, record.levelname = logging.WARNING, "WARNING"
        return True


def configure(*, debug: bool = False, folder: Path | None = None) -> None:
    """Send log lines to stderr (warnings, or everything with `debug`) and to a rotating file in `folder`."""
    terminal = logging.StreamHandler()
    terminal.setLevel(logging.DEBUG if debug else logging.WARNING)
    handlers: list[logging.Handler] = [terminal]
    if folder is not None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handlers.append(
            logging.handlers.RotatingFileHandler(
                folder / "aicore-tray.log", maxBytes=_MAX_BYTES, backupCount=_FILES, encoding="utf-8", errors="replace"
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
    http = logging.getLogger("aiohttp.server")
    if not any(isinstance(known, _Malformed) for known in http.filters):
        http.addFilter(_Malformed())
    root.setLevel(logging.WARNING)
    logging.getLogger("aicore_tray").setLevel(logging.DEBUG if debug else logging.INFO)
