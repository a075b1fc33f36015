"""Requests of every wrong kind for every route, and what may come of them: a proxy in a thread, asked over sockets."""

from __future__ import annotations

import asyncio
import copy
import gzip
import http.client
import json
import math
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from hypothesis import note
from hypothesis import strategies as st

from aicore_tray.config.settings import Settings
from aicore_tray.sandbox.server import Tenant
from aicore_tray.sandbox.tenants import deployment
from tests.gateway.every_api import CLAUDE, GEMINI, GPT, MODELS, RESPONSES, SMALL, WAYS, Json, error_message
from tests.gateway.proxy import ADMIN_KEY, KEY, running_proxy

HANG_SECONDS = 10.0
# What tells of an upstream's failure, which nobody injects here.
UPSTREAM_FAILED = (502, 503, 504, 529)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is sent; `headers` are lines as they stand, without a length."""

    method: str
    path: str
    headers: tuple[bytes, ...] = ()
    body: bytes = b""

    def wire(self) -> bytes:
        head = f"{self.method} {self.path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n".encode()
        lines = b"".join(line + b"\r\n" for line in (*self.headers, f"Content-Length: {len(self.body)}".encode()))
        return head + lines + b"\r\n" + self.body


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Target:
    """A running proxy.

    Attributes:
        troubles: what its loop complained of.
    """

    port: int = 0
    troubles: list[str] = field(default_factory=list)

    def send(self, wire: bytes, *, method: str = "POST", half_closed: bool = False) -> Answer | None:
        """Send bytes and return what is answered, None where the connection is closed without an answer.

        Raises:
            TimeoutError: nothing came for too long.
        """
        with socket.create_connection(("127.0.0.1", self.port), HANG_SECONDS) as connection:
            try:
                connection.sendall(wire)
                if half_closed:
                    connection.shutdown(socket.SHUT_WR)
            except ConnectionError:
                half_closed = True  # it was refused before all of it was sent; the answer may be there
            with http.client.HTTPResponse(connection, method=method) as response:
                try:
                    response.begin()
                    body = response.read()
                except (http.client.RemoteDisconnected, http.client.BadStatusLine, ConnectionError):
                    return None
                except http.client.IncompleteRead:
                    assert half_closed, "an answer ends before its end"
                    return None
                headers = {name.lower(): value for name, value in response.getheaders()}
                return Answer(response.status, headers, body)


@contextmanager
def target(folder: Path) -> Iterator[Target]:
    """Run a proxy and the sandbox in a thread of their own."""
    found, ready, stop = Target(), threading.Event(), threading.Event()
    left: list[int] = []

    async def serve() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: found.troubles.append(str(context)))
        models = (*MODELS, "amazon--nova-pro", "mistralai--mistral-small", "cohere--command-a-reasoning")
        tenant = Tenant(
            name="one",
            deployments=(*map(deployment, models), deployment(None)),
            quotas=dict.fromkeys(models, 1_000_000),
        )
        async with running_proxy(folder, tenants=(tenant,), settings=Settings(quota_wait=0)) as proxy:
            found.port = int(proxy.url.rpartition(":")[2])
            ready.set()
            while not stop.is_set():
                await asyncio.sleep(0.05)
                proxy.sandbox.requests.clear()
            for _ in range(100):
                if not proxy.engine.meter.in_flight:
                    break
                await asyncio.sleep(0.02)
            left.append(proxy.engine.meter.in_flight)

    thread = threading.Thread(target=lambda: asyncio.run(serve()), name="fuzzed")
    thread.start()
    try:
        assert ready.wait(30), "the proxy did not start"
        yield found
    finally:
        stop.set()
        thread.join()
    assert left == [0], "requests are still under way"
    assert not found.troubles


def judge(target: Target, request: Request) -> None:
    """Send a request and check that what comes is an answer: no failure of ours, no hang, errors in their own shape."""
    note(f"{request.method} {request.path} {request.headers} {request.body[:2000]!r}")
    found = target.send(request.wire(), method=request.method)
    assert found is not None, "closed without an answer"
    note(f"{found.status} {found.body[:1000]!r}")
    assert found.status != 500
    assert found.status not in UPSTREAM_FAILED
    assert found.headers.get("x-request-id"), found.headers
    if found.status >= 400 and request.method != "HEAD":
        assert found.headers["content-type"].startswith("application/json")
        _check_shape(request, json.loads(found.body))
    elif found.body and found.headers.get("content-type", "").startswith("application/json"):
        json.loads(found.body, parse_constant=_no_json)


def judge_bytes(target: Target, wire: bytes) -> None:
    """Send what is no HTTP: it is refused with 400 or closed, unless it happened to be a request."""
    note(repr(wire))
    found = target.send(wire, half_closed=True)
    if found is not None:
        note(repr(found))
        assert found.status not in (500, *UPSTREAM_FAILED)


def _no_json(word: str) -> None:
    raise AssertionError(f"{word} is no JSON")


def _check_shape(request: Request, body: Any) -> None:
    path = request.path.partition("?")[0]
    if body["error"] and "no HTTP" in str(body["error"]):
        error_message("chat", body)  # nobody knows the path of what cannot be read
        return
    own = {("POST", way.path): way.api for way in WAYS} | {("POST", "/api/embed"): "ollama"}
    if (api := own.get((request.method, path))) is not None:
        error_message(api, body)
        return
    for api in ("messages", "chat", "gemini", "ollama"):
        try:
            error_message(api, body)
        except (AssertionError, KeyError, TypeError, AttributeError):
            continue
        return
    raise AssertionError(f"no API has such an error: {body}")


# ---------------------------------------------------------------------------------------------------------------------
# Bodies

_PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
_SCHEMA = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
_TOOL = {"name": "get_weather", "description": "Tells the weather.", "parameters": _SCHEMA}
_CHAT: Json = {
    "model": GPT,
    "messages": [
        {"role": "system", "content": "Be brief."},
        {
            "role": "user",
            "content": [
                {"type": "text", "text": "Hello."},
                {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{_PICTURE}"}},
            ],
        },
        {
            "role": "assistant",
            "content": None,
            "tool_calls": [
                {
                    "id": "call_1",
                    "type": "function",
                    "function": {"name": "get_weather", "arguments": '{"city":"Rome"}'},
                }
            ],
        },
        {"role": "tool", "tool_call_id": "call_1", "content": "30 degrees"},
    ],
    "tools": [{"type": "function", "function": _TOOL}],
    "tool_choice": "auto",
    "response_format": {"type": "json_schema", "json_schema": {"name": "a", "schema": _SCHEMA}},
    "temperature": 0.5,
    "max_tokens": 200,
    "stop": ["END"],
    "stream": False,
    "stream_options": {"include_usage": True},
}
_MESSAGES: Json = {
    "model": CLAUDE,
    "max_tokens": 2000,
    "system": [{"type": "text", "text": "Be brief.", "cache_control": {"type": "ephemeral"}}],
    "messages": [
        {
            "role": "user",
            "content": [
                {"type": "text", "text": "Hello."},
                {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": _PICTURE}},
            ],
        },
        {
            "role": "assistant",
            "content": [{"type": "tool_use", "id": "toolu_1", "name": "get_weather", "input": {"city": "Rome"}}],
        },
        {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "toolu_1", "content": "30 degrees"}]},
    ],
    "tools": [{"name": "get_weather", "description": "Tells the weather.", "input_schema": _SCHEMA}],
    "tool_choice": {"type": "auto"},
    "thinking": {"type": "enabled", "budget_tokens": 1024},
    "metadata": {"user_id": "1"},
    "stop_sequences": ["END"],
    "stream": False,
}
_RESPONSES: Json = {
    "model": RESPONSES,
    "instructions": "Be brief.",
    "input": [
        {
            "type": "message",
            "role": "user",
            "content": [
                {"type": "input_text", "text": "Hello."},
                {"type": "input_image", "image_url": f"data:image/png;base64,{_PICTURE}"},
            ],
        },
        {"type": "function_call", "call_id": "call_1", "name": "get_weather", "arguments": '{"city":"Rome"}'},
        {"type": "function_call_output", "call_id": "call_1", "output": "30 degrees"},
        {"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "abc"},
    ],
    "tools": [{"type": "function", "strict": False, **_TOOL}, {"type": "custom", "name": "patch"}],
    "tool_choice": "auto",
    "reasoning": {"effort": "low", "summary": "auto"},
    "text": {"format": {"type": "json_schema", "name": "a", "schema": _SCHEMA}},
    "store": False,
    "include": ["reasoning.encrypted_content"],
    "max_output_tokens": 2000,
    "stream": False,
}
_GEMINI: Json = {
    "systemInstruction": {"parts": [{"text": "Be brief."}]},
    "contents": [
        {
            "role": "user",
            "parts": [{"text": "Hello."}, {"inlineData": {"mimeType": "image/png", "data": _PICTURE}}],
        },
        {"role": "model", "parts": [{"functionCall": {"name": "get_weather", "args": {"city": "Rome"}}}]},
        {"role": "user", "parts": [{"functionResponse": {"name": "get_weather", "response": {"output": "30"}}}]},
    ],
    "tools": [{"functionDeclarations": [_TOOL]}],
    "toolConfig": {"functionCallingConfig": {"mode": "AUTO"}},
    "generationConfig": {
        "temperature": 0.5,
        "maxOutputTokens": 2000,
        "stopSequences": ["END"],
        "responseMimeType": "application/json",
        "responseJsonSchema": _SCHEMA,
        "thinkingConfig": {"includeThoughts": True, "thinkingBudget": 1024},
    },
}
_OLLAMA: Json = {
    "model": GPT,
    "messages": [
        {"role": "user", "content": "Hello.", "images": [_PICTURE]},
        {
            "role": "assistant",
            "content": "",
            "tool_calls": [{"function": {"name": "get_weather", "arguments": {"city": "Rome"}}}],
        },
        {"role": "tool", "tool_name": "get_weather", "content": "30 degrees"},
    ],
    "tools": [{"type": "function", "function": _TOOL}],
    "format": _SCHEMA,
    "options": {"num_predict": 100, "stop": ["END"], "temperature": 0.5},
    "think": True,
    "keep_alive": "5m",
    "stream": False,
}
_LEGACY: Json = {
    "model": GPT,
    "prompt": "Hello",
    "suffix": "end",
    "max_tokens": 50,
    "stop": ["END"],
    "echo": False,
    "n": 1,
    "stream": False,
}
_EMBEDDINGS: Json = {"model": SMALL, "input": ["a", "b"], "encoding_format": "float", "dimensions": 8, "user": "u"}
_GOOGLE_EMBED: Json = {"content": {"parts": [{"text": "a"}]}, "outputDimensionality": 8, "taskType": "RETRIEVAL_QUERY"}

# Paths with a body that is right for them.
BODIES: tuple[tuple[str, Json], ...] = (
    ("/v1/messages", _MESSAGES),
    ("/v1/messages/count_tokens", _MESSAGES),
    ("/v1/chat/completions", _CHAT),
    ("/v1/responses", _RESPONSES),
    ("/v1/responses/compact", _RESPONSES),
    (f"/v1beta/models/{GEMINI}:generateContent", _GEMINI),
    (f"/v1beta/models/{GEMINI}:streamGenerateContent?alt=sse", _GEMINI),
    (f"/v1beta/models/{GPT}:generateContent", _GEMINI),
    (f"/v1beta/models/{GEMINI}:countTokens", {"generateContentRequest": _GEMINI}),
    (f"/v1beta/models/{SMALL}:embedContent", _GOOGLE_EMBED),
    (f"/v1beta/models/{SMALL}:batchEmbedContents", {"requests": [_GOOGLE_EMBED, _GOOGLE_EMBED]}),
    ("/api/chat", _OLLAMA),
    (
        "/api/generate",
        {"model": GPT, "prompt": "Hello.", "system": "Be brief.", "images": [_PICTURE], "stream": False, "raw": False},
    ),
    ("/api/embed", {"model": SMALL, "input": ["a"], "dimensions": 8}),
    ("/api/embeddings", {"model": SMALL, "prompt": "a"}),
    ("/api/show", {"model": GPT, "verbose": True}),
    ("/api/pull", {"model": GPT, "stream": False}),
    ("/v1/completions", _LEGACY),
    ("/v1/embeddings", _EMBEDDINGS),
    (f"/openai/deployments/{GPT}/chat/completions?api-version=x", _CHAT),
    (f"/openai/deployments/{SMALL}/embeddings", _EMBEDDINGS),
    (
        "/admin/keys",
        {
            "name": "fuzz",
            "models": ["gpt*"],
            "limits": {"requests_per_minute": 5, "tokens_per_day": 5},
            "expires": "1d",
        },
    ),
)
FAMILIES = (*MODELS, "amazon--nova-pro", "mistralai--mistral-small", "cohere--command-a-reasoning")

JUNK: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 2**31, 2**63, 2**64, -(2**70), 10**400, 0.5, -0.0, 1e308, math.nan, math.inf,
    -math.inf, "", " ", "x", "\x00", "\ud800", "a\udfffb", "𝒳" * 3, "\u2028", "data:image/png;base64,!!!!",
    "data:,", "{", "null", "0" * 5000, [], {}, [[]], [None], [{}], {"": None}, {"type": "text"}, {"type": None}, [1,
    "2", None, {"a": []}], {"$ref": "#"}, {"role": 5},
)  # fmt: skip


def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every node of a JSON value."""
    yield path
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in children:
        yield from places(child, (*path, key))


def _deep(depth: int, *, objects: bool) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = {"a": value} if objects else [value]
    return value


def _changed(body: Any, path: tuple[Any, ...], change: Callable[[Any, Any], None]) -> Any:
    made = copy.deepcopy(body)
    if not path:
        holder = [made]
        change(holder, 0)
        return holder[0] if holder else None
    parent = made
    for key in path[:-1]:
        parent = parent[key]
    change(parent, path[-1])
    return made


def _drop(parent: Any, key: Any) -> None:
    del parent[key]


def _double(parent: Any, key: Any) -> None:
    if isinstance(parent, list):
        parent.insert(key, copy.deepcopy(parent[key]))
    else:
        parent[key] = [parent[key], copy.deepcopy(parent[key])]


def _wrap(parent: Any, key: Any) -> None:
    parent[key] = {"type": "text", "text": parent[key]}


def _text(parent: Any, key: Any) -> None:
    parent[key] = str(parent[key])


@st.composite
def mutated(draw: st.DrawFn, body: Any) -> Any:
    """Return a body with one to three of its nodes changed."""
    for _ in range(draw(st.integers(0, 3))):
        spots = list(places(body))
        path = draw(st.sampled_from(spots))
        junk = draw(st.sampled_from(JUNK) | st.builds(_deep, st.sampled_from([20, 150]), objects=st.booleans()))

        def put(parent: Any, key: Any, junk: Any = junk) -> None:
            parent[key] = junk

        def rename(parent: Any, key: Any, junk: Any = junk) -> None:
            if isinstance(parent, dict):
                parent[f"{key}{str(junk)[:9]}"] = parent.pop(key)

        body = _changed(body, path, draw(st.sampled_from([put, put, put, _drop, _drop, _double, _wrap, _text, rename])))
    return body


def written(body: Any) -> bytes:
    """Write JSON as careless clients do: with NaN, lone surrogates and whatever there is."""
    text = json.dumps(body)
    return text.encode()


any_json = st.recursive(
    st.sampled_from(JUNK) | st.text(max_size=20) | st.integers() | st.floats(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
DEEP = (b"[" * 100_000, b'{"a":' * 50_000, b'{"model":"gpt-4o","messages":' + b"[" * 5_000 + b"]" * 5_000 + b"}")


@st.composite
def spoiled(draw: st.DrawFn, raw: bytes) -> tuple[bytes, tuple[bytes, ...]]:
    """Return a body's bytes, spoiled or not, with the headers that go with it."""
    kind = draw(st.sampled_from(["as it is"] * 6 + ["cut", "bytes", "text", "gzip", "no gzip", "deflate", "utf-16"]))
    at = draw(st.integers(0, len(raw)))
    match kind:
        case "cut":
            return raw[:at], ()
        case "bytes":
            return raw[:at] + draw(st.binary(min_size=1, max_size=4)) + raw[at:], ()
        case "text":
            return raw[:at] + draw(st.sampled_from([b"\xff\xfe", b"\xed\xa0\x80", b"\x00", b"//", b"NaN", b'"'])) + raw[
                at:
            ], ()
        case "gzip":
            return gzip.compress(raw, 1), (b"Content-Encoding: gzip",)
        case "no gzip":
            return raw, (draw(st.sampled_from([b"Content-Encoding: gzip", b"Content-Encoding: br"])),)
        case "deflate":
            return gzip.compress(raw, 1), (b"Content-Encoding: deflate",)
        case "utf-16":
            return raw.decode().encode("utf-16"), (b"Content-Type: application/json; charset=utf-16",)
        case _:
            return raw, ()


@st.composite
def conversations(draw: st.DrawFn) -> Request:
    """Requests whose bodies are nearly right."""
    path, body = draw(st.sampled_from(BODIES))
    if "model" in body and "input" not in body and draw(st.booleans()):
        body = {**body, "model": draw(st.sampled_from(FAMILIES))}
    if body.get("stream") is False and draw(st.booleans()):
        body = {**body, "stream": True}
    if draw(st.integers(0, 9)) == 0:
        raw = draw(st.sampled_from(DEEP) | any_json.map(written))
    else:
        raw = written(draw(mutated(body)))
    content, headers = draw(spoiled(raw))
    key = ADMIN_KEY if path.startswith("/admin") else KEY
    return Request(method="POST", path=path, headers=(f"x-api-key: {key}".encode(), *headers), body=content)


# ---------------------------------------------------------------------------------------------------------------------
# Surfaces

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "FOO", "get")
PATHS = (
    "/", "/health", "/metrics", "/stats", "/v1/models", "/v1/models/gpt-4o", "/v1/models/",
    "/models?client_version=1", "/v1beta/models", "/v1beta/models/gpt-4o", "/v1beta/models/x:y",
    "/v1beta/models/:generateContent", "/v1beta/openai/x", "/api/tags", "/api/ps", "/api/version", "/api/nothing",
    "/admin/usage", "/admin/keys", "/admin/keys/x", "/admin/deployments", "/admin/configurations", "/v1/responses",
    "/openai/deployments//x", "/openai/deployments/%2f/y", "/v1/v1/models", "//v1//models//",
    "/v1/messages/batches", "*",
)  # fmt: skip
QUERIES = (
    "days=7", "days=x", "days=-1", "days=1e9", "days=99999999999999999999", "group_by=key", "group_by=key,model",
    "group_by=;drop", "key=", "key=%00", "key=%ff", "format=csv", "format=jsonl", "format=xml", "format=",
    "limit=0", "limit=-5", "limit=99999999999999999999", "offset=x", "page=2", "model=%ed%a0%80", "since=now",
    "until=x", "alt=sse", "beta=true", "client_version=%00", "a=b&a=c", "%", "%zz", "=", "&&&", "x" * 5000,
)  # fmt: skip
HEADERS = (
    b"anthropic-version: 2023-06-01", b"anthropic-beta: a,b,,c", b"anthropic-beta: \xff\xfe",
    b"x-goog-api-client: x", b"User-Agent: \xff\x80", b"User-Agent: " + b"a" * 7000, b"Accept: text/event-stream",
    b"Accept: */*;q=x", b"Content-Type: text/plain", b"Content-Type: multipart/form-data", b"Content-Type: \xff",
    b"Content-Type:", b"session-id: \xed\xa0\x80", b"session-id: a\r\nsession-id: b", b"Cookie: a=b",
    b"Origin: null", b"Origin: https://x", b"Expect: 100-continue", b"Expect: 200", b"Range: bytes=0-5",
    b"If-None-Match: *", b"Upgrade: websocket", b"Accept-Encoding: gzip, br", b"X-Forwarded-For: 1.2.3.4",
    b"Authorization: Basic x", b"Authorization: Bearer", b"Authorization:", b"x-stainless-retry-count: 5",
    b"Transfer-Encoding: identity", b"X-HTTP-Method-Override: DELETE",
)  # fmt: skip


@st.composite
def surfaces(draw: st.DrawFn) -> Request:
    """Requests of any method to any path, with any query and headers."""
    known = (*PATHS, *(path.partition("?")[0] for path, _ in BODIES))
    path = draw(
        st.sampled_from(known) | st.text(max_size=30).map(lambda text: "/" + quote(text.encode("utf-8", "replace")))
    )
    path += draw(st.sampled_from(["", "", "/", "//", "%20", "/..", "%00", "%ff", ";x"]))
    if queries := draw(st.lists(st.sampled_from(QUERIES), max_size=3)):
        path += "?" + "&".join(queries)
    key = draw(st.sampled_from([KEY, ADMIN_KEY]))
    headers = draw(st.lists(st.sampled_from(HEADERS), max_size=4))
    body = draw(st.sampled_from([b"", b"{}", b"[]", b"null", b"x", b'{"model":"gpt-4o"}']))
    return Request(
        method=draw(st.sampled_from(METHODS)), path=path, headers=(f"x-api-key: {key}".encode(), *headers), body=body
    )


_PIECES = (
    b"GET / HTTP/1.1\r\n", b"POST /v1/messages HTTP/1.1\r\n", b"GET /\r\n", b"GET / HTTP/9.9\r\n",
    b"G\x00T / HTTP/1.1\r\n", b"GET http://x.invalid/ HTTP/1.1\r\n", b"GET  /  HTTP/1.1\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"\x16\x03\x01\x02", b"Host: localhost\r\n",
    b"Host: localhost\r\nHost: evil\r\n", b"Host:\r\n", b"Content-Length: 5\r\n", b"Content-Length: -1\r\n",
    b"Content-Length: 5, 5\r\n", b"Content-Length: 5\r\nContent-Length: 6\r\n",
    b"Content-Length: 99999999999999999999\r\n", b"Content-Length: +5\r\n", b"Content-Length: \xd9\xa1\r\n",
    b"Transfer-Encoding: chunked\r\n", b"Transfer-Encoding: chunked, chunked\r\n", b"Transfer-Encoding: gzip\r\n",
    b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", b"x-api-key: act-test-key\r\n",
    b"Connection: close\r\n", b" folded: x\r\n", b"no colon\r\n", b"a\x00b: c\r\n", b"a: b\x00\r\n", b": x\r\n",
    b"\r\n", b"\r\n\r\n", b"\n", b"\r", b"5\r\nhello\r\n", b"0\r\n\r\n", b"fffffffffffffffff\r\n", b"-5\r\n",
    b"zz\r\n", b"5;ext=\"\r\nhello\r\n", b"{}", b"hello", b"X: " + b"a" * 9000 + b"\r\n", b"GET /" + b"a" * 9000 +
    b" HTTP/1.1\r\n", b"A: b\r\n" * 500,
)  # fmt: skip
below_http = st.lists(st.sampled_from(_PIECES) | st.binary(max_size=12), min_size=1, max_size=8).map(b"".join)
