"""OpenAI Responses as a stream: read, written and forwarded.

Codex lives on `response.output_item.done` for every item and on `response.completed`; the AI SDK also wants every
item's added, delta and done events in order, numbered by `sequence_number`.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from aicore_tray.dialects.answer import (
    Event,
    Failed,
    Finished,
    FinishReason,
    Started,
    TextDelta,
    ThinkingDelta,
    ThinkingDone,
    ThinkingStarted,
    ToolCallDelta,
    ToolCallDone,
    ToolCallStarted,
    Usage,
    UsageReported,
)
from aicore_tray.dialects.conversation import Json, Origin, Thinking, Tool
from aicore_tray.dialects.dialect import Asked, new_id
from aicore_tray.dialects.errors import ApiError, ErrorKind, truncated, upstream_error
from aicore_tray.dialects.reading import counted
from aicore_tray.dialects.responses_items import call_item, message_item, reasoning_item, response_object, text_part
from aicore_tray.dialects.sse import DONE, as_list, named
from aicore_tray.dialects.sse import event as sse_event
from aicore_tray.dialects.tool_names import custom_text


def read_usage(usage: object) -> Usage:
    """Return OpenAI's counts; their input_tokens include what was read from the cache."""
    cached = counted(usage, "input_tokens_details", "cached_tokens")
    written = counted(usage, "input_tokens_details", "cache_write_tokens")
    return Usage(
        input=max(0, counted(usage, "input_tokens") - cached - written),
        cache_read=cached,
        cache_write=written,
        output=counted(usage, "output_tokens"),
        reasoning=counted(usage, "output_tokens_details", "reasoning_tokens"),
    )


def finish_reason(response: Json, *, called: bool, refused: bool) -> FinishReason:
    """Return why a finished response ended.

    Raises:
        ApiError: it failed.
    """
    if response.get("status") in ("failed", "cancelled"):
        raise failure(response)
    if response.get("status") == "incomplete":
        reason = (response.get("incomplete_details") or {}).get("reason")
        return FinishReason.CONTENT_FILTER if reason == "content_filter" else FinishReason.LENGTH
    if called:
        return FinishReason.TOOL_CALLS
    return FinishReason.REFUSAL if refused else FinishReason.STOP


def failure(response: Json) -> ApiError:
    """Return the error that a failed response tells, if it tells one."""
    if error := response.get("error"):
        return upstream_error(200, {"error": error})
    return ApiError(ErrorKind.UPSTREAM, "The model's answer failed without a reason")


def error_event(error: ApiError) -> bytes:
    """Return the stream's last event: Codex reads the error inside `response.failed`."""
    code = "rate_limit_exceeded" if error.kind is ErrorKind.RATE_LIMIT else error.code or "server_error"
    response: Json = {
        "id": new_id("resp_"),
        "object": "response",
        "status": "failed",
        "output": [],
        "error": {"code": code, "message": error.message},
    }
    return _encode({"type": "response.failed", "sequence_number": 0, "response": response})


def _encode(data: Json) -> bytes:
    return sse_event(msgspec.json.encode(data), data["type"])


class Reader:
    """Reads Azure's Responses stream; its terminal markers are completed, incomplete and failed."""

    def __init__(self) -> None:
        self._ended = False
        self._called = False
        self._refused = False
        self._arguments: dict[int, bool] = {}  # open calls -> whether argument deltas came
        self._summary = False  # the open reasoning item has shown text
        self._held = False  # a response failed without a reason: the `error` event behind it has it

    def feed(self, payload: bytes) -> list[Event]:
        if payload == DONE or self._ended:
            return []
        data: Json = msgspec.json.decode(payload)
        match data.get("type"):
            case "response.created":
                response = data.get("response") or {}
                return [Started(id=response.get("id") or "", model=response.get("model") or "")]
            case "response.output_text.delta":
                return [TextDelta(data["delta"])] if data["delta"] else []
            case "response.refusal.delta":
                self._refused = True
                return [TextDelta(data["delta"])] if data["delta"] else []
            case "response.reasoning_summary_text.delta" | "response.reasoning_text.delta":
                self._summary = True
                return [ThinkingDelta(data["delta"])] if data["delta"] else []
            case "response.reasoning_summary_part.added" if self._summary:
                return [ThinkingDelta("\n\n")]
            case "response.output_item.added":
                return self._item_added(data["output_index"], data["item"])
            case "response.function_call_arguments.delta" if data["delta"]:
                self._arguments[data["output_index"]] = True
                return [ToolCallDelta(data["output_index"], data["delta"])]
            case "response.output_item.done":
                return self._item_done(data["output_index"], data["item"])
            case "response.completed" | "response.incomplete" | "response.failed":
                return self._finish(data.get("response") or {})
            case "error":
                self._ended = True
                return [Failed(upstream_error(200, data))]
        return []

    def _item_added(self, index: int, item: Json) -> list[Event]:
        if item.get("type") == "reasoning":
            self._summary = False
            return [ThinkingStarted(item["id"])] if item.get("id") else []
        if item.get("type") != "function_call":
            return []
        self._called = True
        self._arguments[index] = False
        return [ToolCallStarted(index=index, id=item.get("call_id") or "", name=item.get("name") or "")]

    def _item_done(self, index: int, item: Json) -> list[Event]:
        match item.get("type"):
            case "reasoning":
                signature = item.get("encrypted_content") or ""
                origin = Origin.OPENAI if signature else None
                return [ThinkingDone(signature=signature, origin=origin, id=item.get("id") or "")]
            case "function_call":
                events: list[Event] = [] if index in self._arguments else self._item_added(index, item)
                if not self._arguments.pop(index) and item.get("arguments"):
                    events.append(ToolCallDelta(index, item["arguments"]))
                return [*events, ToolCallDone(index)]
        return []

    def _finish(self, response: Json) -> list[Event]:
        if response.get("status") == "failed" and not response.get("error"):
            self._held = True
            return []
        self._ended = True
        try:
            reason = finish_reason(response, called=self._called, refused=self._refused)
        except ApiError as error:
            return [Failed(error)]
        return [UsageReported(read_usage(response.get("usage"))), Finished(reason=reason)]

    def end(self) -> list[Event]:
        return [] if self._ended else [Failed(failure({}) if self._held else truncated())]


class Writer:
    """Writes a stream that Codex, OpenAI's SDKs and the AI SDK take for OpenAI's own."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._names = asked.tool_names
        self._sequence = 0
        self._response: Json = {}
        self._items: list[Json | None] = []  # None while an item is open
        self._open = ""  # the kind of the open text or reasoning item
        self._item_id = ""
        self._vendor_id = ""  # of the reasoning that begins: encrypted content is refused under another id
        self._text: list[str] = []
        self._calls: dict[int, _OpenCall] = {}
        self._usage = Usage()

    def feed(self, event: Event) -> bytes:
        match event:
            case Started():
                return self._start(event)
            case TextDelta():
                return self._text_delta(event.text) if event.text else b""
            case ThinkingStarted():
                self._vendor_id = event.id if event.id.startswith("rs_") else ""
                return b""
            case ThinkingDelta():
                return self._summary_delta(event.text)
            case ThinkingDone():
                return self._thinking_done(event)
            case ToolCallStarted():
                return self._call_started(event)
            case ToolCallDelta():
                return self._call_delta(self._calls[event.index], event.arguments)
            case ToolCallDone():
                return self._call_done(self._calls.pop(event.index))
            case UsageReported():
                self._usage = event.usage
                return b""
            case Finished():
                return self._finish(event)
            case Failed():
                return self._fail(event.error)

    def _emit(self, kind: str, **data: object) -> bytes:
        out = _encode({"type": kind, "sequence_number": self._sequence, **data})
        self._sequence += 1
        return out

    def _start(self, event: Started) -> bytes:
        if self._response:
            return b""
        self._response = response_object(self._asked, event.id, event.model, [])
        out = self._emit("response.created", response=self._response)
        return out + self._emit("response.in_progress", response=self._response)

    def _add_item(self, item: Json) -> bytes:
        out = self._start(Started()) + self._close()
        self._items.append(None)
        return out + self._emit("response.output_item.added", output_index=len(self._items) - 1, item=item)

    def _done_item(self, index: int, item: Json) -> bytes:
        self._items[index] = item
        return self._emit("response.output_item.done", output_index=index, item=item)

    def _text_delta(self, text: str) -> bytes:
        out = b""
        if self._open != "text":
            item_id = new_id("msg_")
            out = self._add_item(message_item(item_id, "", status="in_progress"))
            self._open, self._item_id = "text", item_id
            out += self._emit("response.content_part.added", **self._place(), content_index=0, part=text_part(""))
        self._text.append(text)
        return out + self._emit("response.output_text.delta", **self._place(), content_index=0, delta=text, logprobs=[])

    def _place(self) -> Json:
        return {"item_id": self._item_id, "output_index": len(self._items) - 1}

    def _summary_delta(self, text: str) -> bytes:
        out = b""
        if self._open != "reasoning":
            out = self._open_reasoning(self._vendor_id or new_id("rs_"))
            self._vendor_id = ""
            part = {"type": "summary_text", "text": ""}
            out += self._emit("response.reasoning_summary_part.added", **self._place(), summary_index=0, part=part)
        self._text.append(text)
        return out + self._emit("response.reasoning_summary_text.delta", **self._place(), summary_index=0, delta=text)

    def _open_reasoning(self, item_id: str) -> bytes:
        out = self._add_item({"type": "reasoning", "id": item_id, "summary": [], "status": "in_progress"})
        self._open, self._item_id = "reasoning", item_id
        return out

    def _thinking_done(self, event: ThinkingDone) -> bytes:
        text = "".join(self._text) if self._open == "reasoning" else ""
        part = Thinking(text=text, signature=event.signature, origin=event.origin, redacted=event.redacted, id=event.id)
        out = b""
        if self._open != "reasoning":
            item = reasoning_item(part, self._asked)
            if item is None:
                return b""
            out = self._open_reasoning(item["id"])
        return out + self._close_reasoning(part)

    def _close_reasoning(self, part: Thinking) -> bytes:
        place, out = self._place(), b""
        if part.text:
            out = self._emit("response.reasoning_summary_text.done", **place, summary_index=0, text=part.text)
            shown = {"type": "summary_text", "text": part.text}
            out += self._emit("response.reasoning_summary_part.done", **place, summary_index=0, part=shown)
        item = reasoning_item(part, self._asked, self._item_id)
        self._open, self._text = "", []
        if item is None:
            item = {"type": "reasoning", "id": place["item_id"], "summary": [], "status": "completed"}
        return out + self._done_item(place["output_index"], item)

    def _close(self) -> bytes:
        """Close the open text or reasoning item."""
        text, place = "".join(self._text), self._place()
        match self._open:
            case "reasoning":
                return self._close_reasoning(Thinking(text=text))
            case "text":
                self._open, self._text = "", []
                out = self._emit("response.output_text.done", **place, content_index=0, text=text, logprobs=[])
                out += self._emit("response.content_part.done", **place, content_index=0, part=text_part(text))
                return out + self._done_item(place["output_index"], message_item(place["item_id"], text))
        return b""

    def _call_started(self, event: ToolCallStarted) -> bytes:
        tool = self._names.offered(event.name)
        item = call_item(tool, event.id or new_id("call_"), "", status="in_progress")
        out = self._add_item(item)
        self._calls[event.index] = _OpenCall(tool, item["call_id"], item["id"], len(self._items) - 1)
        return out

    def _call_delta(self, call: _OpenCall, arguments: str) -> bytes:
        call.arguments += arguments
        if call.tool.custom:
            return b""  # the input is whole only with its closing quote
        kind = "response.function_call_arguments.delta"
        return self._emit(kind, item_id=call.item_id, output_index=call.position, delta=arguments)

    def _call_done(self, call: _OpenCall) -> bytes:
        place = {"item_id": call.item_id, "output_index": call.position}
        arguments = call.arguments or "{}"
        if call.tool.custom:
            text = custom_text(arguments)
            out = self._emit("response.custom_tool_call_input.delta", **place, delta=text)
            out += self._emit("response.custom_tool_call_input.done", **place, input=text)
        else:
            out = self._emit("response.function_call_arguments.done", **place, name=call.tool.name, arguments=arguments)
        item = call_item(call.tool, call.call_id, arguments, item_id=call.item_id)
        return out + self._done_item(call.position, item)

    def _finish(self, event: Finished) -> bytes:
        out = self._start(Started()) + self._close()
        for index in list(self._calls):
            out += self._call_done(self._calls.pop(index))
        items = [item for item in self._items if item is not None]
        final = response_object(
            self._asked, self._response["id"], self._response["model"], items, event.reason, self._usage
        )
        return out + self._emit(f"response.{final['status']}", response=final)

    def _fail(self, error: ApiError) -> bytes:
        failed = self._response | {
            "status": "failed",
            "error": {"code": error.code or "server_error", "message": error.message},
        }
        return self._emit("response.failed", response=failed) if self._response else error_event(error)


class _OpenCall:
    """A call whose arguments are still coming."""

    __slots__ = ("arguments", "call_id", "item_id", "position", "tool")

    def __init__(self, tool: Tool, call_id: str, item_id: str, position: int) -> None:
        self.tool = tool
        self.call_id = call_id
        self.item_id = item_id
        self.position = position
        self.arguments = ""


class _Typed(msgspec.Struct):
    type: str = ""


class _TextEvent(msgspec.Struct):
    type: Literal["response.output_text.delta"]


_CONTENT = (
    "response.output_text.delta",
    "response.refusal.delta",
    "response.reasoning_summary_text.delta",
    "response.function_call_arguments.delta",
    "response.output_item.done",
)


def _response(payload: bytes) -> Json:
    response = msgspec.json.decode(payload).get("response")
    return response if isinstance(response, dict) else {}


class Forwarder:
    """Forwards Azure's Responses stream: adds the `event:` lines that SAP leaves out."""

    _peek = msgspec.json.Decoder(_Typed)
    _texts = msgspec.json.Decoder(list[_TextEvent])

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._held = b""  # a response.failed without a reason: the `error` event behind it has it
        self.content = False
        self.usage = Usage()
        self.finished = False
        self.error: ApiError | None = None

    def feed(self, payload: bytes) -> bytes:
        if payload == DONE or self.finished or self.error is not None:
            return b""
        kind = self._peek.decode(payload).type
        if kind in _CONTENT:
            self.content = True
        elif kind in ("response.completed", "response.incomplete"):
            self.usage = read_usage(_response(payload).get("usage"))
            self.content = self.finished = True
        elif kind == "response.failed":
            response = _response(payload)
            if not response.get("error"):
                self._held = payload
                return b""
            self.error = failure(response)
            told = {"code": self.error.code or "server_error", "message": self.error.message}
            return _encode(msgspec.json.decode(payload) | {"response": response | {"error": told}})
        elif kind == "error":
            self.error = upstream_error(200, payload)
            return error_event(self.error)
        return sse_event(payload, kind)

    def feed_many(self, lines: bytes) -> bytes | None:
        try:
            self._texts.decode(as_list(lines))
        except msgspec.DecodeError:
            return None
        return named(lines, "response.output_text.delta")

    def end(self) -> bytes:
        if self.finished or self.error is not None:
            return b""
        self.error = failure({}) if self._held else truncated()
        return error_event(self.error)
