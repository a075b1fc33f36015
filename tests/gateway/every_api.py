"""Every client API as one row: how it is asked, what its text is, how a whole answer ends and how an error looks."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from aicore_tray.sandbox.server import Tenant
from aicore_tray.sandbox.tenants import deployment

Json = dict[str, Any]

CLAUDE, GPT, RESPONSES, GEMINI = "anthropic--claude-4.5-sonnet", "gpt-4o", "gpt-5", "gemini-2.5-flash"
SMALL, TITAN = "text-embedding-3-small", "amazon--titan-embed-text"
MODELS = (CLAUDE, GPT, RESPONSES, GEMINI, SMALL, TITAN)
QUESTION = "Write a text of 60 words."


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to ask for an answer.

    Attributes:
        api: the client's API.
        model: one that is forwarded to, or translated for.
        path: with the model, where it stands there.
        body: what is sent.
        stream: whether the answer is a stream.
    """

    api: str
    model: str
    path: str
    body: Json
    stream: bool

    @property
    def id(self) -> str:
        return f"{self.api}-{self.model.rpartition('--')[2]}-{'stream' if self.stream else 'whole'}"

    def text(self, received: bytes) -> str:
        """Return the text of an answer, whole or streamed."""
        return "".join(_text(self.api, body) for body in self.bodies(received))

    def bodies(self, received: bytes) -> list[Json]:
        """Return the JSON objects of an answer: one, or one an event."""
        if not self.stream:
            return [json.loads(received)]
        lines = received.decode().splitlines()
        if self.api.startswith("ollama"):
            return [json.loads(line) for line in lines if line]
        told = [line.removeprefix("data:").strip() for line in lines if line.startswith("data:")]
        return [json.loads(line) for line in told if line != "[DONE]"]

    def check_whole(self, received: bytes) -> None:
        """Check that an answer came to its end, and tells of no error."""
        bodies = self.bodies(received)
        assert bodies, received
        assert not any(_failed(self.api, body) for body in bodies), received[-300:]
        assert self.text(received), received[-300:]
        assert self.ended(received), received[-300:]

    def ended(self, received: bytes) -> bool:
        """Whether an answer says that it is complete."""
        last = self.bodies(received)[-1]
        if not self.stream:
            return True
        match self.api:
            case "messages":
                return bool(last["type"] == "message_stop")
            case "chat" | "completions":
                return received.rstrip().endswith(b"data: [DONE]")
            case "responses":
                return bool(last["type"] == "response.completed")
            case "gemini":
                return bool(last["candidates"][0].get("finishReason"))
            case _:
                return bool(last["done"])

    def check_broken(self, received: bytes) -> str:
        """Check that a stream ends with the API's own error and never says that it is complete; return its message."""
        bodies = self.bodies(received)
        assert _failed(self.api, bodies[-1]), received[-300:]
        whole = ("message_stop", "[DONE]", "response.completed", '"done":true', '"finish_reason":"stop"')
        assert not any(word.encode() in received for word in whole), received[-300:]
        return self.check_error(_failed(self.api, bodies[-1]))

    def check_error(self, body: Any) -> str:
        """Check that an error has the API's own shape and return its message."""
        return error_message(self.api, body)


def error_message(api: str, body: Any) -> str:
    """Check that an error has the API's own shape and return its message."""
    if api == "messages":
        assert body["type"] == "error"
        assert body["error"]["type"].endswith(("_error", "_too_large")), body
    elif api == "gemini":
        assert isinstance(body["error"]["code"], int)
        assert body["error"]["status"].isupper(), body
    elif api.startswith("ollama"):
        assert body.keys() == {"error"}
        message: str = body["error"]
        assert message
        return message
    else:
        assert body["error"].keys() == {"message", "type", "param", "code"}
    message = body["error"]["message"]
    assert message
    return message


def _failed(api: str, body: Json) -> Json | None:
    """Return the error that an event tells, None where it tells none."""
    if api == "responses" and body.get("type") == "response.failed":
        error: Json = body["response"]["error"]
        return {"error": {"type": "server_error", "param": None, **error}}
    return body if body.get("error") and "id" not in body else None


def _text(api: str, body: Json) -> str:
    match api:
        case "messages" if "content" in body:
            return "".join(part.get("text", "") for part in body["content"])
        case "messages":
            return str(body.get("delta", {}).get("text", ""))
        case "chat":
            return "".join(
                (each.get("message") or each.get("delta") or {}).get("content") or ""
                for each in body.get("choices", ())
            )
        case "completions":
            return "".join(each["text"] for each in body.get("choices", ()))
        case "responses" if "output" in body:
            return "".join(part["text"] for item in body["output"] for part in item.get("content") or ())
        case "responses":
            return str(body["delta"]) if body["type"] == "response.output_text.delta" else ""
        case "gemini":
            parts = [part for each in body.get("candidates", ()) for part in each.get("content", {}).get("parts", ())]
            return "".join(part.get("text", "") for part in parts)
        case "ollama-chat":
            return str(body.get("message", {}).get("content", ""))
        case "ollama-generate":
            return str(body.get("response", ""))
        case _:
            return str(len(body["data"][0]["embedding"]))


def way(api: str, model: str, *, stream: bool = False, text: str = QUESTION) -> Way:
    """Return how a model is asked through an API."""
    turns = [{"role": "user", "content": text}]
    asked: dict[str, tuple[str, Json]] = {
        "messages": ("/v1/messages", {"messages": turns, "max_tokens": 1000}),
        "chat": ("/v1/chat/completions", {"messages": turns}),
        "responses": ("/v1/responses", {"input": text}),
        "gemini": (
            f"/v1beta/models/{model}:{'streamGenerateContent' if stream else 'generateContent'}",
            {"contents": [{"role": "user", "parts": [{"text": text}]}]},
        ),
        "ollama-chat": ("/api/chat", {"messages": turns}),
        "ollama-generate": ("/api/generate", {"prompt": text}),
        "completions": ("/v1/completions", {"prompt": text, "max_tokens": 1000}),
        "embeddings": ("/v1/embeddings", {"input": text}),
    }
    path, body = asked[api]
    named: Json = {} if api == "gemini" else {"model": model}
    if api not in ("gemini", "embeddings"):
        named["stream"] = stream
    return Way(api=api, model=model, path=path, body={**named, **body}, stream=stream)


FORWARDED = (("messages", CLAUDE), ("chat", GPT), ("responses", RESPONSES), ("gemini", GEMINI), ("embeddings", SMALL))
"""API and model where both sides speak the same."""
_PAIRS = (
    ("messages", CLAUDE), ("messages", RESPONSES), ("chat", GPT), ("chat", CLAUDE), ("responses", RESPONSES),
    ("responses", GEMINI), ("gemini", GEMINI), ("gemini", GPT), ("ollama-chat", CLAUDE), ("ollama-generate", GPT),
    ("completions", GPT),
)  # fmt: skip
STREAMS = tuple(way(api, model, stream=True) for api, model in _PAIRS)
"""Each API that streams, forwarded and translated."""
WHOLE = tuple(way(api, model) for api, model in (*_PAIRS, ("embeddings", SMALL), ("embeddings", TITAN)))
"""Each API without a stream."""
WAYS = (*WHOLE, *STREAMS)


def tenant(name: str = "one") -> Tenant:
    """Return a tenant with one deployment of each model and nobody to stand in for it."""
    return Tenant(name=name, deployments=tuple(deployment(model) for model in MODELS))
