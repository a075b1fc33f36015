"""Logging: one rotating file or stderr, every line with its request's id, every secret taken out."""

from __future__ import annotations

import contextlib
import logging
import logging.handlers
import re
import threading
import time
from contextvars import ContextVar
from io import TextIOWrapper
from pathlib import Path

request_id: ContextVar[str] = ContextVar("request_id", default="-")
"""The id of the request that is being served, for every log line on its way."""

_MAX_BYTES = 10 * 1024 * 1024
_FILES = 20
_FILE = "aicore-tray.log"
_DAY_SECONDS = 86_400.0
_FLUSH_SECONDS = 0.2
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


# One of these is in every secret's neighbourhood; to look for them is much faster than for the secrets.
_HINTS = ("bearer", "basic", "key", "secret", "access_token", "password", "act-", "eyj")


def redact(text: str) -> str:
    """Return `text` without what looks like a secret."""
    lower = text.lower()
    for hint in _HINTS:
        if hint in lower:
            return _SECRETS.sub(lambda found: f"{found['keep'] or ''}[redacted]", text)
    return text


class _Formatter(logging.Formatter):
    def __init__(self) -> None:
        super().__init__(_FORMAT)
        self._second, self._time = 0, ""

    def format(self, record: logging.LogRecord) -> str:
        record.request = request_id.get()
        return redact(super().format(record))

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 - logging's name
        return self.time_of(record.created)

    def time_of(self, seconds: float) -> str:
        if (second := int(seconds)) != self._second:
            self._time = time.strftime(self.default_time_format, time.localtime(second))
            self._second = second
        return f"{self._time},{int(seconds % 1 * 1000):03d}"

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging calls it so
        record.message = _on_its_line(record.message)
        return super().formatMessage(record)

    def line(self, name: str, text: str) -> str:
        """Return a line of the level `info`, as `format` does."""
        told = f"{self.time_of(time.time())} INFO    {request_id.get()} {name}: {_on_its_line(text)}"
        return redact(told)


def _on_its_line(message: str) -> str:
    """Keep a message on its line, whatever names clients send: nobody shall write lines of his own into the log."""
    return message if message.isprintable() else _CONTROLS.sub(lambda found: ascii(found[0])[1:-1], message)


def tell_request(logger: logging.Logger, text: str) -> None:
    """Log a line on a request that has ended, at the level `info`.

    Every request has one: into the file it goes without what logging does for each, to make a record and to ask around.

    Args:
        logger: of the module that tells it.
    """
    if not logger.isEnabledFor(logging.INFO):
        return
    record: logging.LogRecord | None = None
    for handler in logging.getLogger().handlers:
        if isinstance(handler, _DailyFile):
            handler.write_line(logger.name, text)
        elif handler.level <= logging.INFO:
            record = record or logger.makeRecord(logger.name, logging.INFO, "", 0, text, (), None)
            handler.handle(record)


class _Malformed(logging.Filter):
    """What is no HTTP is told in a line, without a traceback and without the bytes, which may hold a key."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if type(error).__module__ in ("aiohttp.http_exceptions", "aiohttp.web_protocol"):
            record.msg, record.args = "A request that is no HTTP was refused (%s)", (type(error).__name__,)
            record.exc_info = record.exc_text = None
            record.levelno, record.levelname = logging.WARNING, "WARNING"
        return True


class _DailyFile(logging.handlers.RotatingFileHandler):
    """Begins a new file each day, too, so that old lines can be deleted with theirs.

    Lines are written in batches, a moment after they were told; what is a warning is written at once.
    """

    def __init__(self, file: Path) -> None:
        super().__init__(file, maxBytes=_MAX_BYTES, backupCount=_FILES, encoding="utf-8", errors="replace")
        self._told = threading.Event()
        self._closed_for_good = False
        threading.Thread(target=self._flush_in_time, name="log", daemon=True).start()

    def _open(self) -> TextIOWrapper:
        file = Path(self.baseFilename)
        state = file.stat() if file.exists() else None
        self._size = state.st_size if state is not None else 0
        self._day = _day(state.st_mtime if state is not None and state.st_size else time.time())
        self._until = 0.0
        return super()._open()

    def emit(self, record: logging.LogRecord) -> None:
        self._put(self.format(record) + self.terminator, record.created, at_once=record.levelno >= logging.WARNING)

    def write_line(self, name: str, text: str) -> None:
        """Write a line of the level `info`."""
        formatter = self.formatter
        assert isinstance(formatter, _Formatter)  # noqa: S101 - `configure` gives it
        with self.lock or contextlib.nullcontext():
            self._put(formatter.line(name, text) + self.terminator, time.time(), at_once=False)

    def _put(self, line: str, when: float, *, at_once: bool) -> None:
        try:
            if self._is_full(when, len(line)):
                self.doRollover()
            if self.stream is None:
                self.stream = self._open()
            self.stream.write(line)
            self._size += len(line)
            if at_once:
                self.flush()
            elif not self._told.is_set():
                self._told.set()
        except OSError:
            # A full disk: the log is the last that anybody needs then.
            return

    def close(self) -> None:
        self._closed_for_good = True
        self._told.set()
        super().close()

    def _is_full(self, when: float, length: int) -> bool:
        if self._size and self._size + length > self.maxBytes:
            return True
        if when < self._until:
            return False
        # Asked once a minute, and with the first line of a file.
        self._until = when - when % 60 + 60
        return _day(when) > self._day

    def _flush_in_time(self) -> None:
        while not self._closed_for_good:
            self._told.wait()
            time.sleep(_FLUSH_SECONDS)
            self._told.clear()
            with contextlib.suppress(OSError, ValueError):
                self.acquire()
                try:
                    self.flush()
                finally:
                    self.release()


def _day(seconds: float) -> tuple[int, ...]:
    return time.localtime(seconds)[:3]


def set_level(level: str) -> None:
    """Log as much as the settings say, from now on: `warning`, `info` or `debug`; `--debug` goes before."""
    ours = [handler for handler in logging.getLogger().handlers if isinstance(handler.formatter, _Formatter)]
    if ours and not any(handler.level == logging.DEBUG for handler in ours):
        logging.getLogger("aicore_tray").setLevel(level.upper())


def delete_old(folder: Path, days: int) -> None:
    """Delete log files that were last written more than so many days ago; the present one stays.

    Raises:
        OSError: one cannot be deleted.
    """
    oldest = time.time() - days * _DAY_SECONDS
    for file in folder.glob(f"{_FILE}.*"):
        if file.stat().st_mtime < oldest:
            file.unlink(missing_ok=True)


def configure(*, debug: bool = False, folder: Path | None = None) -> None:
    """Send log lines to stderr (warnings, or everything with `debug`) and to a rotating file in `folder`."""
    terminal = logging.StreamHandler()
    terminal.setLevel(logging.DEBUG if debug else logging.WARNING)
    handlers: list[logging.Handler] = [terminal]
    if folder is not None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handlers.append(_DailyFile(folder / _FILE))
    # None of these is told, and each costs something with every line. Source: logging's documentation, "Optimization".
    logging._srcfile = None  # noqa: SLF001 - as the documentation says
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    root = logging.getLogger()
    for old in tuple(root.handlers):
        if isinstance(old.formatter, _Formatter):
            root.removeHandler(old)
            old.close()
    for handler in handlers:
        handler.setFormatter(_Formatter())
        root.addHandler(handler)
    http = logging.getLogger("aiohttp.server")
    if not any(isinstance(known, _Malformed) for known in http.filters):
        http.addFilter(_Malformed())
    root.setLevel(logging.WARNING)
    logging.getLogger("aicore_tray").setLevel(logging.DEBUG if debug else logging.INFO)
