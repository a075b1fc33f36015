"""Ollama's API around the conversations: its lists, its embeddings, and what it says of a model.

Source: Ollama's API reference; tools that know nothing else look for it on 127.0.0.1:11434.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

import msgspec
from aiohttp import web

from aicore_tray.config.key_store import LocalKey
from aicore_tray.dialects import ollama
from aicore_tray.dialects.conversation import Json
from aicore_tray.dialects.dialect import ClientDialect
from aicore_tray.dialects.errors import ApiError, ErrorKind
from aicore_tray.dialects.reading import drop_nones, json_object, need, number, optional, strings, text_of
from aicore_tray.gateway.routing import Router, ServedModel

PORT = 11434
RUNNING = "Ollama is running"
# Clients ask it to know what the server can do; all that is said here exists since this one.
VERSION = "0.12.0"
_EPOCH = "1970-01-01T00:00:00Z"


class Asking(Protocol):
    """How one HTTP request is passed on."""

    async def converse(self, dialect: ClientDialect, raw: bytes) -> web.StreamResponse: ...

    async def embed(self, body: Json) -> Json:
        """Return OpenAI's answer to OpenAI's request for embeddings."""
        ...


Handler = Callable[[bytes, LocalKey, Asking], Awaitable[web.StreamResponse]]


class OllamaApi:
    """Answers the paths of Ollama's API."""

    def __init__(self, router: Router) -> None:
        self._router = router

    @property
    def table(self) -> Mapping[tuple[str, str], Handler]:
        """(method, path) -> what answers it."""
        return {
            ("POST", "/api/chat"): self._chat,
            ("POST", "/api/generate"): self._generate,
            ("POST", "/api/embed"): self._embed,
            ("POST", "/api/embeddings"): self._embed_one,
            ("POST", "/api/show"): self._show,
            ("POST", "/api/pull"): self._pull,
            ("GET", "/api/tags"): self._tags,
            ("GET", "/api/ps"): self._running,
            ("GET", "/api/version"): self._version,
        }

    async def _chat(self, raw: bytes, key: LocalKey, asking: Asking) -> web.StreamResponse:
        body = json_object(raw)
        if not body.get("messages"):
            return self._loaded(body, key, {"message": {"role": "assistant", "content": ""}})
        return await asking.converse(ollama.CHAT, _with_stream(body))

    async def _generate(self, raw: bytes, key: LocalKey, asking: Asking) -> web.StreamResponse:
        body = json_object(raw)
        if not body.get("prompt") and not body.get("images"):
            return self._loaded(body, key, {"response": ""})
        return await asking.converse(ollama.GENERATE, _with_stream(body))

    def _loaded(self, body: Json, key: LocalKey, empty: Json) -> web.Response:
        """Answer a request without a question: Ollama loads or unloads the model, which is always there here."""
        name = text_of(body, "model", "")
        self._router.find(name, key)
        reason = "unload" if body.get("keep_alive") in (0, "0") else "load"
        created = {"model": name, "created_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())}
        return web.json_response({**created, **empty, "done": True, "done_reason": reason})

    async def _embed(self, raw: bytes, key: LocalKey, asking: Asking) -> web.StreamResponse:
        body = json_object(raw)
        model = need(body.get("model"), str, "model")
        began = time.monotonic_ns()
        found = await self._vectors(body, strings(body.get("input"), "input"), asking)
        took = time.monotonic_ns() - began
        return web.json_response(
            {
                "model": model,
                "embeddings": [row["embedding"] for row in found["data"]],
                "total_duration": took,
                "load_duration": 0,
                "prompt_eval_count": (found.get("usage") or {}).get("prompt_tokens", 0),
            }
        )

    async def _embed_one(self, raw: bytes, key: LocalKey, asking: Asking) -> web.StreamResponse:
        body = json_object(raw)
        found = await self._vectors(body, (text_of(body, "prompt", ""),), asking)
        return web.json_response({"embedding": found["data"][0]["embedding"]})

    @staticmethod
    async def _vectors(body: Json, texts: tuple[str, ...], asking: Asking) -> Json:
        if not texts:
            return {"data": []}
        dimensions = number(body, "dimensions")
        asked = {
            "model": text_of(body, "model", ""),
            "input": list(texts),
            "dimensions": None if dimensions is None else int(dimensions),
            "encoding_format": "float",
        }
        return await asking.embed(drop_nones(asked))

    async def _show(self, raw: bytes, key: LocalKey, asking: Asking) -> web.StreamResponse:
        body = json_object(raw)
        name = optional(body, "model", str) or text_of(body, "name", "")
        model = self._router.find(name, key)
        facts = model.facts
        family = facts.family or "sap"
        has = {"completion": facts.kind == "chat", "tools": facts.kind == "chat", "vision": facts.vision}
        has |= {"thinking": facts.thinking != "none", "embedding": facts.kind == "embedding"}
        limits = {f"{family}.context_length": facts.context} if facts.context else {}
        return web.json_response(
            {
                "modelfile": f"# {model.name} in SAP AI Core\nFROM {model.name}\n",
                "parameters": "",
                "template": "{{ .Prompt }}",
                "details": _details(model),
                "model_info": {"general.architecture": family, "general.basename": model.name, **limits},
                "capabilities": [word for word, held in has.items() if held],
                "modified_at": _modified(model),
            }
        )

    async def _pull(self, raw: bytes, key: LocalKey, asking: Asking) -> web.StreamResponse:
        """Tell a client that fetches a model before it asks that the model is there, if it is."""
        body = json_object(raw)
        name = optional(body, "model", str) or text_of(body, "name", "")
        try:
            self._router.find(name, key)
        except ApiError as error:
            hint = "nothing can be pulled; models come from the deployments in SAP AI Core"
            raise ApiError(ErrorKind.NOT_FOUND, f"{error.message} Here {hint}", param="model") from error
        done = {"status": "success"}
        if body.get("stream") is False:
            return web.json_response(done)
        return web.Response(body=msgspec.json.encode(done) + b"\n", content_type=ollama.CHAT.STREAM_TYPE)

    async def _tags(self, raw: bytes, key: LocalKey, asking: Asking) -> web.StreamResponse:
        models = [
            {
                "name": name,
                "model": name,
                "modified_at": _modified(model),
                "size": 0,
                "digest": hashlib.sha256(name.encode()).hexdigest(),
                "details": _details(model),
            }
            for name, model in self._router.listed(key)
        ]
        return web.json_response({"models": models})

    async def _running(self, raw: bytes, key: LocalKey, asking: Asking) -> web.StreamResponse:
        return web.json_response({"models": []})

    async def _version(self, raw: bytes, key: LocalKey, asking: Asking) -> web.StreamResponse:
        return web.json_response({"version": VERSION})


def _with_stream(body: Json) -> bytes:
    """Return a body that says whether it is to be streamed: Ollama streams unless told otherwise."""
    return msgspec.json.encode({**body, "stream": body.get("stream") is not False})


def _modified(model: ServedModel) -> str:
    return (model.deployments[0].created_at if model.deployments else "") or _EPOCH


def _details(model: ServedModel) -> Json:
    family = model.facts.family or "sap"
    return {
        "parent_model": "",
        "format": "remote",
        "family": family,
        "families": [family],
        "parameter_size": "",
        "quantization_level": "",
    }
