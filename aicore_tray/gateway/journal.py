"""Details of the last requests, in memory alone, for whoever looks at one: nothing of them outlives the process.

It is written on every request's way, so it keeps references and forms texts when somebody looks. What may be secret is
never taken: of headers only those are kept that are known to hold none.
"""

from __future__ import annotations

import re
from collections import OrderedDict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

import msgspec

from aicore_tray.gateway.detail import Body, Detail, Step
from aicore_tray.system.logs import redact

MOST = 1_000
"""Of so many requests details are kept."""
ROOM = 32 * 1024 * 1024
"""So many bytes of bodies are kept in all; the oldest give way."""
HIDDEN = "…"
"""Stands for a header's value that is not kept."""

_LONGEST_VALUE = 300
_MOST_HEADERS = 60
_MOST_NAMES = 1_000
_KEYS = frozenset({"authorization", "x-api-key", "api-key", "x-goog-api-key"})
_SHOWN = frozenset(
    {
        "accept", "accept-encoding", "accept-language", "anthropic-beta", "anthropic-dangerous-direct-browser-access",
        "anthropic-version", "connection", "content-encoding", "content-length", "content-type", "expect", "host",
        "openai-beta", "originator", "transfer-encoding", "user-agent", "version", "x-app", "x-goog-api-client",
        "x-request-id",
    }
)  # fmt: skip
_SHOWN_FAMILY = "x-stainless-"
_END = 4096
_QUERY = frozenset({"alt", "api-version", "beta"})
# Names of the field in which each API tells why an answer ended; of Responses' streams the last event's own name.
_FINISHES = (b'"stop_reason"', b'"finish_reason"', b'"finishReason"', b'"done_reason"')
_RESPONSES = (b"response.incomplete", b"response.completed", b'"status"')
_RESPONSE = re.compile(rb'"object"\s*:\s*"response"')
_VALUE = re.compile(rb'\s*:\s*"([A-Za-z_]{1,40})"')


class _Kind(Enum):
    """What is kept of a header."""

    SHOWN = "its value"
    KEY = "the first characters of a key"
    HIDDEN = "its name"


def _kind(name: str) -> _Kind:
    if name in _SHOWN or name.startswith(_SHOWN_FAMILY):
        return _Kind.SHOWN
    return _Kind.KEY if name in _KEYS else _Kind.HIDDEN


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestDetail:
    """A picture of what is kept of a request.

    Attributes:
        asked_size: bytes of the captured request's body, None where it was not captured.
        answer_size: bytes of the answer so far, likewise.
    """

    id: str
    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    size: int
    steps: tuple[Step, ...]
    finish: str
    said: str
    asked_size: int | None
    answer_size: int | None


@dataclass(frozen=True, slots=True)
class BodyText:
    """A captured body for people: indented where it is whole JSON, without what looks like a secret.

    Attributes:
        cut: so many bytes more there were.
        plain: the same, as it was sent.
    """

    text: str
    cut: int = 0
    plain: str = ""


class Journal:
    """Keeps details of the last requests.

    Args:
        capture: keep bodies, too.
    """

    def __init__(self, *, capture: bool = False) -> None:
        self._capture = capture
        self._details: OrderedDict[str, Detail] = OrderedDict()
        self._bodies: deque[Body] = deque()
        self._held = 0
        # Clients send the same headers each time, in the same letters.
        self._kinds: dict[str, _Kind] = {}

    @property
    def capture(self) -> bool:
        """Whether bodies are kept; once they are not to be, those that were are forgotten."""
        return self._capture

    @capture.setter
    def capture(self, on: bool) -> None:
        self._capture = on
        if not on:
            for detail in self._details.values():
                detail.asked = detail.answer = None
            self._bodies.clear()
            self._held = 0

    def begin(
        self,
        request_id: str,
        method: str,
        path: str,
        query: Mapping[str, str],
        headers: Iterable[tuple[str, str]],
        shown: str,
        body: bytes,
    ) -> Detail:
        """Keep what a request begins with.

        Args:
            shown: the first characters of its API key, which may be seen.
        """
        kept = tuple([(name, self._kept(name, value, shown)) for name, value in headers][:_MOST_HEADERS])
        if query:
            told = "&".join(f"{name}={value}" for name, value in query.items() if name in _QUERY and value.isascii())
            path = f"{path}?{told}" if told else path
        detail = Detail(id=request_id, method=method, path=path, headers=kept, size=len(body))
        self._details[request_id] = detail
        if len(self._details) > MOST:
            self._details.popitem(last=False)
        if self._capture:
            detail.asked, detail.answer = Body(), Body()
            self._bodies += (detail.asked, detail.answer)
            self._take(detail.asked, body)
        return detail

    def _kept(self, name: str, value: str, shown: str) -> str:
        """Return what is kept of a header's value."""
        if (kind := self._kinds.get(name)) is None:
            if len(self._kinds) >= _MOST_NAMES:
                self._kinds.clear()
            kind = self._kinds[name] = _kind(name.lower())
        if kind is _Kind.SHOWN:
            return value[:_LONGEST_VALUE]
        return _masked(value, shown) if kind is _Kind.KEY else HIDDEN

    def answered(self, detail: Detail, data: bytes) -> None:
        """Keep what a client is sent, where bodies are captured."""
        if detail.answer is not None:
            self._take(detail.answer, data)

    def _take(self, body: Body, data: bytes) -> None:
        self._held += body.take(data)
        while self._held > ROOM and self._bodies:
            self._held -= self._bodies.popleft().drop()

    def look(self, request_id: str) -> RequestDetail | None:
        """Return what is kept of a request, None where nothing is."""
        detail = self._details.get(request_id)
        if detail is None:
            return None
        return RequestDetail(
            id=detail.id,
            method=detail.method,
            path=redact(detail.path),
            headers=tuple((name, redact(value)) for name, value in detail.headers),
            size=detail.size,
            steps=tuple(detail.steps),
            finish=detail.finish,
            said=redact(detail.said),
            asked_size=_size(detail.asked),
            answer_size=_size(detail.answer),
        )

    def body(self, request_id: str, *, answer: bool = False) -> BodyText | None:
        """Return a captured body as a text, None where there is none. It takes a while where the body is long.

        Args:
            answer: the one that was sent to the client.
        """
        detail = self._details.get(request_id)
        body = None if detail is None else detail.answer if answer else detail.asked
        if body is None or not body.pieces:
            return None
        raw = b"".join(tuple(body.pieces))
        plain = raw.decode(errors="replace")
        cut = max(0, body.size - len(raw))
        try:
            text = msgspec.json.format(raw, indent=2).decode(errors="replace") if not cut else plain
        except msgspec.MsgspecError:
            text = plain
        return BodyText(redact(text), cut, redact(plain))


def finish_in(data: bytes) -> str:
    """Return why an answer ended, of its last bytes in the client's API; "" where they do not tell."""
    # Nearly always the very end tells it; an answer may be long.
    return (_finish_in(data[-_END:]) if len(data) > _END else "") or _finish_in(data)


def _finish_in(data: bytes) -> str:
    for name in _FINISHES:
        place = data.rfind(name)
        # The last events of a stream may hold the name with null.
        for _ in range(4):
            if place < 0:
                break
            if found := _VALUE.match(data, place + len(name)):
                return found[1].decode()
            place = data.rfind(name, 0, place)
    for name in _RESPONSES[:2]:
        if name in data:
            return name.decode().removeprefix("response.")
    if _RESPONSE.search(data) and (place := data.find(_RESPONSES[2])) >= 0:
        found = _VALUE.match(data, place + len(_RESPONSES[2]))
        return found[1].decode() if found else ""
    return ""


def _masked(value: str, shown: str) -> str:
    """Return the value of a header with a key, with its first characters where those may be seen."""
    scheme, space, token = value.partition(" ")
    if not space:
        scheme, token = "", value
    if not shown or not token.startswith(shown) or len(token) <= len(shown):
        token = ""
    known = scheme.lower() in ("bearer", "basic")
    return f"{scheme} {shown if token else ''}{HIDDEN}" if known else f"{shown if token else ''}{HIDDEN}"


def _size(body: Body | None) -> int | None:
    return None if body is None or body.dropped else body.size
