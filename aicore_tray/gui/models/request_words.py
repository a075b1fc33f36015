"""How a request is told in a word or two, in tables and beside them."""

from __future__ import annotations

import functools
import time

from PySide6.QtCore import QCoreApplication

from aicore_tray.connect.registry import tool_of
from aicore_tray.gateway.detail import ErrorKind
from aicore_tray.gui.snapshots import RunningView
from aicore_tray.usage.record import ABORTED, RequestRecord

Row = RunningView | RequestRecord
RUNNING, WELL, FAILED, CANCELLED = "running", "ok", "failed", "cancelled"
STATES = (RUNNING, WELL, FAILED, CANCELLED)
"""What a request may be, for filters."""


def tr(text: str) -> str:
    return QCoreApplication.translate("Requests", text)


def state_of(row: Row) -> str:
    """Return which of STATES a request is in."""
    if isinstance(row, RunningView):
        return RUNNING
    if row.status == ABORTED:
        return CANCELLED
    return WELL if row.status < 400 and row.complete else FAILED


def pill_of(row: Row) -> tuple[str, str]:
    """Return kind and word of the pill that tells how a request is doing or how it ended."""
    if isinstance(row, RunningView):
        return "busy", tr("Waiting") if row.first_token is None else tr("Streaming")
    if row.status == ABORTED:
        return "off", tr("Cancelled")
    if row.status >= 400:
        word = reason(row.error)
        return "error", f"{row.status} {word}" if word else tr("Error {status}").format(status=row.status)
    return ("ok", tr("OK")) if row.complete else ("warn", tr("Broke off"))


def widest_words() -> tuple[str, ...]:
    """Return the words for which a column of pills is made; longer ones are rare and cut."""
    return tr("Streaming"), tr("Cancelled"), tr("Broke off"), f"400 {tr('Too long')}"


def reason(error: str) -> str:
    """Return an error's kind in a word or two, "" for one that has none."""
    return {
        ErrorKind.INVALID: tr("Not accepted"),
        ErrorKind.AUTHENTICATION: tr("Key refused"),
        ErrorKind.PERMISSION: tr("Not allowed"),
        ErrorKind.NOT_FOUND: tr("No model"),
        ErrorKind.TOO_LARGE: tr("Too large"),
        ErrorKind.CONTEXT_LENGTH: tr("Too long"),
        ErrorKind.CONTENT_FILTER: tr("Filtered"),
        ErrorKind.RATE_LIMIT: tr("At limit"),
        ErrorKind.OVERLOADED: tr("Overloaded"),
        ErrorKind.TIMEOUT: tr("Timed out"),
        ErrorKind.UPSTREAM: tr("SAP failed"),
        "internal": tr("Failed here"),
    }.get(error, "")


def tries(retries: int) -> str:
    """Return how often an upstream was asked, "" for once."""
    if not retries:
        return ""
    words = {1: tr("2nd try"), 2: tr("3rd try"), 3: tr("4th try")}
    return words.get(retries) or tr("{count} tries").format(count=retries + 1)


def api_of(name: str) -> str:
    """Return the short name of an API, as a column has room for it."""
    return {
        "messages": tr("Messages"),
        "chat_completions": tr("Chat Completions"),
        "responses": tr("Responses"),
        "gemini": tr("Gemini"),
        "completions": tr("Completions"),
        "embeddings": tr("Embeddings"),
        "ollama": tr("Ollama"),
    }.get(name, name)


def client_of(row: Row) -> str:
    """Return a tool by its own name, another client by what it calls itself."""
    return _client(row.client) or row.key


@functools.lru_cache(maxsize=512)
def _client(agent: str) -> str:
    tool = tool_of(agent)
    return tool.name if tool is not None else agent.partition("/")[0]


@functools.lru_cache(maxsize=512)
def _second(moment: int) -> str:
    return time.strftime("%H:%M:%S", time.localtime(moment))


def clock(moment: float) -> str:
    """Return 14:31:47."""
    return _second(int(moment))


def names_of(row: Row) -> tuple[str, str]:
    """Return what was asked for and what serves it; the first is "" where both are the same or one is not known."""
    served = row.model or row.asked
    return (row.asked if row.asked != served else "", served)
