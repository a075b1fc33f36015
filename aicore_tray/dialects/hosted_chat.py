"""Chat Completions as Mistral, Perplexity and open models speak it: OpenAI's format with habits of their own.

Source: the vendors' API references. Mistral says "stop" beside its calls and has two more reasons; Perplexity tells its
sources in fields of their own, which must not be lost where a client has no place for them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import msgspec

from aicore_tray.dialects import chat_completions
from aicore_tray.dialects.answer import Answer, Event, Failed, Finished, TextDelta
from aicore_tray.dialects.conversation import Conversation, Json, Text
from aicore_tray.dialects.dialect import StreamReader
from aicore_tray.dialects.errors import ApiError, ErrorKind
from aicore_tray.dialects.reading import objects
from aicore_tray.dialects.sse import DONE

NAME = "hosted_chat"

_REASONS = {"model_length": "length"}
_ERROR = "error"
# What every whole answer of OpenAI's says, and strict readers of it insist on.
_SAID: Json = {"content": None, "refusal": None, "annotations": []}
_COUNTS = ("prompt_tokens_details", "completion_tokens_details")


@dataclass(frozen=True, slots=True)
class Source:
    """A page that an answer rests on."""

    url: str
    title: str = ""


def read_sources(body: Json) -> tuple[Source, ...]:
    """Return Perplexity's sources: its search results, or the bare addresses of older answers."""
    results = body.get("search_results")
    found = [
        Source(url=row["url"], title=str(row.get("title") or ""))
        for row in (results if isinstance(results, list) else ())
        if isinstance(row, dict) and isinstance(row.get("url"), str)
    ]
    addresses = body.get("citations")
    listed = [url for url in (addresses if isinstance(addresses, list) else ()) if isinstance(url, str)]
    return tuple(found) or tuple(Source(url=url) for url in listed)


def sources_text(sources: tuple[Source, ...]) -> str:
    """Return the list that follows an answer; its numbers are those in the text."""
    rows = [f"[{number}] {' – '.join(filter(None, (each.title, each.url)))}" for number, each in enumerate(sources, 1)]
    return "\n\nSources:\n" + "\n".join(rows)


def _annotations(sources: tuple[Source, ...]) -> list[Json]:
    """Return OpenAI's form; sources belong to the whole answer, not to a place in it."""
    return [
        {
            "type": "url_citation",
            "url_citation": {"start_index": 0, "end_index": 0, "title": each.title or each.url, "url": each.url},
        }
        for each in sources
    ]


def broke_off() -> ApiError:
    return ApiError(ErrorKind.UPSTREAM, "The model broke off its answer with an error")


class Mender:
    """Makes chunks, or one whole answer, what OpenAI's clients expect, and leaves everything else as it is."""

    def __init__(self) -> None:
        self._called: set[int] = set()
        self._sources: tuple[Source, ...] = ()

    def __call__(self, body: Json) -> Json:
        self._sources = read_sources(body) or self._sources
        for choice in body.get("choices") or ():
            said = choice.get("delta") or choice.get("message")
            said = said if isinstance(said, dict) else {}
            index = choice.get("index") or 0
            if said.get("tool_calls"):
                self._called.add(index)
            reason = choice.get("finish_reason")
            if reason == _ERROR:
                return {"error": {"message": broke_off().message, "code": "502"}}
            if reason:
                choice["finish_reason"] = mended(str(reason), called=index in self._called)
            if reason and self._sources and not said.get("annotations"):
                key = "message" if "message" in choice else "delta"
                choice[key] = said | {"annotations": _annotations(self._sources)}
            if isinstance(choice.get("message"), dict):
                choice["message"] = _SAID | choice["message"]
        if isinstance(usage := body.get("usage"), dict):
            # OpenAI leaves out what it did not count.
            body["usage"] = {key: count for key, count in usage.items() if count is not None or key not in _COUNTS}
        return body


def mended(reason: str, *, called: bool) -> str:
    """Return OpenAI's word for why an answer ended."""
    reason = _REASONS.get(reason, reason)
    return "tool_calls" if called and reason == "stop" else reason


class HostedChat:
    """The dialect.

    Attributes:
        shows_sources: what an answer rests on follows it as a list; not where a program reads it as JSON.
    """

    def __init__(self, *, shows_sources: bool = True) -> None:
        self.NAME = NAME
        self.shows_sources = shows_sources

    def read_request(self, body: Json) -> Conversation:
        return chat_completions.read_request(body)

    def write_request(self, conversation: Conversation) -> Json:
        return chat_completions.write_request(conversation)

    def read_answer(self, body: Json) -> Answer:
        """Return the neutral form of a chat.completion object.

        Raises:
            ApiError: the model broke off.
        """
        if any(choice.get("finish_reason") == _ERROR for _, choice in objects(body.get("choices"), "choices")):
            raise broke_off()
        answer = chat_completions.read_answer(Mender()(body))
        sources = read_sources(body) if self.shows_sources else ()
        if not sources:
            return answer
        *parts, last = answer.parts or (Text(text=""),)
        text = sources_text(sources)
        if isinstance(last, Text):  # one text, as a stream tells it
            return replace(answer, parts=(*parts, Text(text=last.text + text)))
        return replace(answer, parts=(*answer.parts, Text(text=text)))

    def stream_reader(self) -> StreamReader:
        return Reader(shows_sources=self.shows_sources)


class Reader:
    """Reads the stream as OpenAI's, with the sources at its end."""

    def __init__(self, *, shows_sources: bool) -> None:
        self._shows_sources = shows_sources
        self._mend = Mender()
        self._reader = chat_completions.stream_reader()
        self._sources: tuple[Source, ...] = ()

    def feed(self, payload: bytes) -> list[Event]:
        if payload == DONE:
            return self.end()
        body = msgspec.json.decode(payload)
        self._sources = read_sources(body) or self._sources
        return list(self._told(self._reader.feed(msgspec.json.encode(self._mend(body)))))

    def end(self) -> list[Event]:
        return list(self._told(self._reader.end()))

    def _told(self, events: list[Event]) -> Iterator[Event]:
        for event in events:
            if isinstance(event, Finished | Failed):
                if self._shows_sources and self._sources and isinstance(event, Finished):
                    yield TextDelta(sources_text(self._sources))
                self._sources = ()
            yield event
