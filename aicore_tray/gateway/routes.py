"""The HTTP surface: paths, and what each of them answers.

Paths work with and without /v1, with /v1 doubled and with a trailing slash: users paste all of these into their tools.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import cast

import msgspec
from aiohttp import web

from aicore_tray import __version__
from aicore_tray.aicore.families.family import ClientRequest
from aicore_tray.config.key_store import LocalKey
from aicore_tray.dialects import chat_completions, completions, gemini, messages, ollama, responses
from aicore_tray.dialects.conversation import Json
from aicore_tray.dialects.dialect import Asked, ClientDialect
from aicore_tray.dialects.errors import ApiError, ErrorKind, invalid
from aicore_tray.gateway import key_routes
from aicore_tray.gateway.alarm import Alarm
from aicore_tray.gateway.azure_paths import read_path, with_model
from aicore_tray.gateway.call import Call
from aicore_tray.gateway.compact import compacted, expanded, summary_request
from aicore_tray.gateway.counting import Counting
from aicore_tray.gateway.google import (
    COUNT,
    EMBED,
    EMBED_MANY,
    GENERATE,
    STREAM,
    GoogleCall,
    embedding_answer,
    embedding_request,
    google_list,
    google_model,
    read_call,
    read_list,
    with_path,
)
from aicore_tray.gateway.key_routes import KeyRoutes
from aicore_tray.gateway.listing import anthropic_list, anthropic_model, codex_models, openai_list, openai_model
from aicore_tray.gateway.media import Media
from aicore_tray.gateway.names import LONG_CONTEXT_BETA, LONG_CONTEXT_SUFFIX
from aicore_tray.gateway.ollama import RUNNING, OllamaApi
from aicore_tray.gateway.ollama import Handler as OllamaHandler
from aicore_tray.gateway.peek import Peek, affinity, read_peek
from aicore_tray.gateway.recall import Recall
from aicore_tray.gateway.relay import Relay
from aicore_tray.gateway.reports import Handler as ReportHandler
from aicore_tray.gateway.reports import Reports
from aicore_tray.gateway.routing import Router

PIECE_SECONDS = 30.0
"""How long the next piece of a request's body may take."""
BODY_SECONDS = 600.0
"""How long all of it may take."""
_SLASHES = re.compile(r"/{2,}")
_PREFIX = re.compile(r"^(?:/(?:v1|openai/v1|anthropic))+(?=/|$)")


# What Azure's clients ask of a deployment in the path.
_AZURE: Mapping[str, tuple[ClientDialect, str]] = {
    "/chat/completions": (chat_completions, "chat"),
    "/completions": (completions, "chat"),
    "/embeddings": (chat_completions, "embedding"),
}


@dataclass(slots=True, kw_only=True)
class Context:
    """What belongs to one HTTP request: its id, its key, the headers of its answer, and how long its body may be."""

    request_id: str
    key: LocalKey
    client: str
    headers: dict[str, str]
    max_body: int

    async def body(self, request: web.BaseRequest) -> bytes:
        """Return the body of the request.

        Raises:
            web.HTTPRequestEntityTooLarge: it is longer than it may be.
            ApiError: it comes too slowly.
        """
        if request.headers.get("Expect", "").lower() == "100-continue":
            await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            request.writer.output_size = 0
        if request.content.is_eof():  # nearly always the body is there with the head
            body = request.content.read_nowait()
            self._check(len(body))
            return body
        pieces: list[bytes] = []
        length = 0
        alarm = Alarm()
        latest = time.monotonic() + BODY_SECONDS
        try:
            while True:
                alarm.set(min(PIECE_SECONDS, latest - time.monotonic()))
                if not (piece := await request.content.readany()):
                    return b"".join(pieces)
                length += len(piece)
                self._check(length)
                pieces.append(piece)
        except asyncio.CancelledError:
            if alarm.rang():
                raise ApiError(
                    ErrorKind.INVALID, "The request body came too slowly, or stopped before its end", status=408
                ) from None
            raise
        finally:
            alarm.close()

    def _check(self, length: int) -> None:
        if length > self.max_body:
            raise web.HTTPRequestEntityTooLarge(self.max_body, length)


Handler = Callable[[web.BaseRequest, Context], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Route:
    """One entry of the surface; `dialect` is the one in which errors are told, None leaves it to the headers."""

    handler: Handler
    dialect: ClientDialect | None = None
    admin: bool = False


def bare_path(path: str) -> str:
    """Return a path without /v1, doubled /v1, doubled and trailing slashes."""
    return _PREFIX.sub("", _SLASHES.sub("/", path)).rstrip("/") or "/"


class Routes:
    """Answers requests whose host and key have been checked."""

    def __init__(
        self,
        router: Router,
        relay: Relay,
        recall: Recall,
        media: Media,
        counting: Counting,
        reports: Reports,
        keys: KeyRoutes,
        health: Callable[[], Json],
        admin: Mapping[str, Callable[[], Awaitable[Json]]],
    ) -> None:
        self._router = router
        self._relay = relay
        self._recall = recall
        self._media = media
        self._counting = counting
        self._reports = reports
        self._keys = keys
        self._health = health
        self._admin = admin
        self._ollama = OllamaApi(router)

    @cached_property
    def table(self) -> Mapping[tuple[str, str], Route]:
        """(method, bare path) -> route."""
        table = {
            ("POST", "/messages"): Route(self._messages, messages),
            ("POST", "/messages/count_tokens"): Route(self._count_tokens, messages),
            ("POST", "/chat/completions"): Route(self._chat, chat_completions),
            ("POST", "/chat/completion"): Route(self._chat, chat_completions),  # as sap-ai-core-llm-proxy has it
            ("POST", "/responses"): Route(self._responses, responses),
            ("POST", "/responses/compact"): Route(self._compact, responses),
            ("GET", "/responses"): Route(self._no_websocket, responses),
            ("POST", "/completions"): Route(self._complete, completions),
            ("POST", "/embeddings"): Route(self._embed, chat_completions),
            ("GET", "/models"): Route(self._models),
            ("GET", key_routes.LIST): Route(self._list_keys, admin=True),
            ("POST", key_routes.LIST): Route(self._create_key, admin=True),
        }
        table |= {place: Route(partial(self._report, each), admin=True) for place, each in self._reports.table.items()}
        for place, handler in self._ollama.table.items():
            table[place] = Route(partial(self._as_ollama, handler), ollama.CHAT)
        for name, source in self._admin.items():
            table["GET", f"/admin/{name}"] = Route(_json_route(source), admin=True)
        return table

    def open(self, request: web.BaseRequest, *, as_ollama: bool = False) -> web.Response | None:
        """Answer what needs no key, None for everything else.

        Args:
            as_ollama: say what tools look for that know Ollama alone.
        """
        path = request.path.rstrip("/") or "/"
        if path == "/health" and request.method in ("GET", "HEAD"):
            return web.json_response(self._health())
        # Claude Code and others look whether anything answers at all.
        if request.method == "HEAD" or (path == "/" and request.method == "GET"):
            if as_ollama and path == "/":
                return web.Response(text=RUNNING)
            return web.json_response({"name": "AI Core Tray", "version": __version__, "status": "ok"})
        return None

    def find(self, request: web.BaseRequest) -> Route:
        """Return the route of a request.

        Raises:
            ApiError: there is none.
        """
        if (
            request.method == "POST"
            and (plain := self.table.get(("POST", request.path.removeprefix("/v1")))) is not None
        ):
            return plain  # as nearly all ask
        if (google := self._find_google(request)) is not None:
            return google
        if (azure := self._find_azure(request)) is not None:
            return azure
        path = bare_path(request.path)
        if (route := self.table.get((request.method, path))) is not None:
            return route
        if path.startswith("/models/") and request.method == "GET":
            return Route(self._model)
        if (name := key_routes.name_in(path)) and request.method in ("PATCH", "DELETE"):
            return Route(partial(self._one_key, name), admin=True)
        methods = sorted({method for method, known in self.table if known == path})
        hint = f"use {' or '.join(methods)}" if methods else "see the README for the paths that exist"
        raise ApiError(
            ErrorKind.NOT_FOUND,
            f"{request.method} {path} is not served here; {hint}",
            code="not_found",
            status=405 if methods else None,
        )

    def dialect_of(self, request: web.BaseRequest) -> ClientDialect:
        """Return the dialect in which an error is told before it is known whether the caller may ask at all."""
        if "anthropic-version" in request.headers:
            return messages
        if request.path.startswith("/api/"):
            return ollama.CHAT
        google = self._find_google(request) is not None or "x-goog-api-key" in request.headers
        return gemini if google else chat_completions

    def _find_azure(self, request: web.BaseRequest) -> Route | None:
        """Return the route of a path of Azure's, in which the deployment stands."""
        azure = read_path(request.path)
        served = _AZURE.get(azure.rest) if azure is not None and request.method == "POST" else None
        if azure is None or served is None:
            return None
        dialect, kind = served
        return Route(partial(self._azure, azure.model, dialect, kind), dialect)

    def _find_google(self, request: web.BaseRequest) -> Route | None:
        """Return the route of a path of the Gemini API, in which the model stands."""
        if request.method == "GET":
            name = read_list(request.path, request.headers)
            return None if name is None else Route(partial(self._google_models, name), gemini)
        call = read_call(request.path) if request.method == "POST" else None
        if call is None:
            return None
        handlers = {GENERATE: self._google, STREAM: self._google, COUNT: self._count_google}
        handlers |= {EMBED: self._embed_google, EMBED_MANY: self._embed_google}
        return Route(partial(handlers.get(call.verb, self._no_google), call), gemini)

    # ------------------------------------------------------------------------------------------------------------------
    # Conversations

    async def _messages(self, request: web.BaseRequest, context: Context) -> web.StreamResponse:
        return await self.converse(request, context, messages)

    @staticmethod
    def _refuse_to_continue(peek: Peek) -> None:
        """Anthropic's SDK lets the server hold a conversation and then sends only what is new; nothing is held here.

        Raises:
            ApiError: on which the SDK sends the whole conversation again.
        """
        if isinstance(peek.thread, dict) and peek.thread.get("type") == "continue":
            raise ApiError(
                ErrorKind.NOT_FOUND,
                "thread: conversations are not held here; send all messages again",
                param="thread",
                details={"error_code": "thread_not_found"},
            )

    async def _chat(self, request: web.BaseRequest, context: Context) -> web.StreamResponse:
        return await self.converse(request, context, chat_completions)

    async def _responses(self, request: web.BaseRequest, context: Context) -> web.StreamResponse:
        return await self.converse(request, context, responses, raw=expanded(await context.body(request)))

    async def _compact(self, request: web.BaseRequest, context: Context) -> web.StreamResponse:
        asked, kept = summary_request(expanded(await context.body(request)))
        answer = await self.converse(request, context, responses, raw=asked)
        return web.json_response(compacted(_body_of(answer), kept))

    async def _complete(self, request: web.BaseRequest, context: Context) -> web.StreamResponse:
        return await self.converse(request, context, completions)

    async def _as_ollama(
        self, handler: OllamaHandler, request: web.BaseRequest, context: Context
    ) -> web.StreamResponse:
        return await handler(await context.body(request), context.key, _Asking(self, request, context))

    async def _azure(
        self, model: str, dialect: ClientDialect, kind: str, request: web.BaseRequest, context: Context
    ) -> web.StreamResponse:
        raw = with_model(await context.body(request), model)
        return await self.converse(request, context, dialect, kind=kind, raw=raw)

    async def _google(self, call: GoogleCall, request: web.BaseRequest, context: Context) -> web.StreamResponse:
        raw = with_path(await context.body(request), call)
        return await self.converse(request, context, gemini, raw=raw)

    async def _embed_google(self, call: GoogleCall, request: web.BaseRequest, context: Context) -> web.StreamResponse:
        asked = embedding_request(await context.body(request), call)
        if not asked["input"]:
            return web.json_response({"embeddings": []})
        found = await _Asking(self, request, context).embed(asked)
        return web.json_response(embedding_answer(found, call))

    async def _no_google(self, call: GoogleCall, request: web.BaseRequest, context: Context) -> web.StreamResponse:
        raise ApiError(ErrorKind.NOT_FOUND, f"{call.verb} is not served here", code="not_found")

    async def _embed(self, request: web.BaseRequest, context: Context) -> web.StreamResponse:
        return await self.converse(request, context, chat_completions, kind="embedding")

    async def converse(
        self,
        request: web.BaseRequest,
        context: Context,
        dialect: ClientDialect,
        *,
        kind: str = "chat",
        raw: bytes | None = None,
    ) -> web.StreamResponse:
        """Answer a request for a model.

        Args:
            dialect: in which it is asked and answered.
            kind: "chat" or "embedding".
            raw: its body, where it is another than the request's own.
        """
        if raw is None:
            raw = await context.body(request)
        raw = await self._media.inlined(raw)
        peek = read_peek(raw)
        if dialect is messages:
            self._refuse_to_continue(peek)
            if not bytes(peek.max_tokens):
                raise invalid("max_tokens: Field required", param="max_tokens")
        # Cursor's agent posts bodies of the Responses API here and reads Chat Completions.
        cursor = kind == "chat" and dialect is chat_completions and bytes(peek.input) and not bytes(peek.messages)
        flags = request.headers.get("anthropic-beta", "")
        betas = [flag.strip() for flag in flags.split(",") if flag.strip()] if flags else []
        if peek.model.endswith(LONG_CONTEXT_SUFFIX):
            betas.append(LONG_CONTEXT_BETA)
        client_request = ClientRequest(
            dialect,
            raw,
            kind=kind,
            betas=tuple(dict.fromkeys(betas)),
            recall=self._recall.complete,
            read_as=responses if cursor else dialect,
        )
        call = Call(
            id=context.request_id,
            request=client_request,
            asked=Asked(
                model=peek.model,
                conversation=lambda: client_request.conversation,
                stream_usage=bool((peek.stream_options or {}).get("include_usage")),
            ),
            stream=peek.stream is True and kind == "chat",
            key=context.key,
            client=context.client,
            headers=context.headers,
            affinity=(lambda: affinity(request, peek)) if kind == "chat" else str,
        )
        return await self._relay.serve(request, call)

    async def _count_tokens(self, request: web.BaseRequest, context: Context) -> web.StreamResponse:
        raw = await context.body(request)
        return self._counted("input_tokens", messages, raw, context)

    async def _count_google(self, call: GoogleCall, request: web.BaseRequest, context: Context) -> web.StreamResponse:
        return self._counted("totalTokens", gemini, with_path(await context.body(request), call), context)

    def _counted(self, word: str, dialect: ClientDialect, raw: bytes, context: Context) -> web.Response:
        model = self._router.find(read_peek(raw).model, context.key)
        tokens = self._counting.count(ClientRequest(dialect, raw).conversation, model.facts)
        return web.json_response({word: tokens}, headers={"x-token-count": "estimate"})

    async def _no_websocket(self, request: web.BaseRequest, context: Context) -> web.StreamResponse:
        """Codex tries WebSockets first when told nothing else, and falls back on this status."""
        raise ApiError(
            ErrorKind.INVALID,
            "Responses are served by POST here, without WebSockets",
            code="upgrade_required",
            status=426,
        )

    # ------------------------------------------------------------------------------------------------------------------
    # Lists and counts

    async def _models(self, request: web.BaseRequest, context: Context) -> web.StreamResponse:
        served = self._router.listed(context.key)
        if "anthropic-version" in request.headers:
            return web.json_response(anthropic_list(served))
        body = openai_list(served)
        if "client_version" in request.query:
            body["models"] = codex_models(served)
        return web.json_response(body)

    async def _model(self, request: web.BaseRequest, context: Context) -> web.StreamResponse:
        name = bare_path(request.path).removeprefix("/models/")
        model = self._router.find(name, context.key)
        make = anthropic_model if "anthropic-version" in request.headers else openai_model
        return web.json_response(make(name, model))

    async def _google_models(self, name: str, request: web.BaseRequest, context: Context) -> web.StreamResponse:
        if name:
            return web.json_response(google_model(name, self._router.find(name, context.key)))
        return web.json_response(google_list(self._router.listed(context.key)))

    async def _report(self, handler: ReportHandler, request: web.BaseRequest, context: Context) -> web.StreamResponse:
        return await handler(request, context.headers)

    async def _list_keys(self, request: web.BaseRequest, context: Context) -> web.StreamResponse:
        return await self._keys.list()

    async def _create_key(self, request: web.BaseRequest, context: Context) -> web.StreamResponse:
        return await self._keys.create(await context.body(request))

    async def _one_key(self, name: str, request: web.BaseRequest, context: Context) -> web.StreamResponse:
        if request.method == "DELETE":
            return await self._keys.revoke(name)
        return await self._keys.change(name, await context.body(request))


@dataclass(frozen=True, slots=True)
class _Asking:
    """Passes on what another API's request comes down to."""

    routes: Routes
    request: web.BaseRequest
    context: Context

    async def converse(self, dialect: ClientDialect, raw: bytes) -> web.StreamResponse:
        return await self.routes.converse(self.request, self.context, dialect, raw=raw)

    async def embed(self, body: Json) -> Json:
        raw = msgspec.json.encode(body)
        response = await self.routes.converse(self.request, self.context, chat_completions, kind="embedding", raw=raw)
        return _body_of(response)


def _body_of(response: web.StreamResponse) -> Json:
    """Return the body of an answer that was asked for without a stream, and so is a whole one."""
    found: Json = msgspec.json.decode(cast(bytes, cast(web.Response, response).body))
    return found


def _json_route(source: Callable[[], Awaitable[Json]]) -> Handler:
    async def handler(request: web.BaseRequest, context: Context) -> web.StreamResponse:
        return web.json_response(await source())

    return handler
