"""A token service and an AI API of a few dozen lines, as untidy as a test wants them."""

from __future__ import annotations

import asyncio
import ssl
from typing import Any, Self

from aiohttp import web

from aicore_tray.aicore.service_key import ServiceKey


def row(identity: str, model: str = "", **fields: Any) -> dict[str, Any]:
    """Return a deployment as the AI API lists it."""
    backend = {"model": {"name": model, "version": "latest"}} if model else {}
    return {
        "id": identity,
        "deploymentUrl": f"https://api.example/v2/inference/deployments/{identity}",
        "configurationId": f"c-{identity}",
        "scenarioId": "foundation-models",
        "status": "RUNNING",
        "createdAt": "2026-01-01T00:00:00Z",
        "details": {"resources": {"backendDetails": backend}},
        **fields,
    }


class FakeSap:
    """Serves on loopback; use it with `async with`.

    Attributes:
        groups: resource group -> deployment rows.
        admin: the groups that `/v2/admin/resourceGroups` tells, or None for a 403.
        models: rows of the model catalogue.
        page_limit: a larger $top is answered with 413.
        answers: path -> answers (status, body) that are used up first; "*" is for every path of the AI API.
        token_answers: answers of the token service that are used up first.
        requests: "METHOD path" of what came in.
    """

    def __init__(self, *, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> None:
        self.groups: dict[str, list[Any]] = {"default": []}
        self.admin: list[str] | None = None
        self.models: list[Any] = []
        self.page_limit = 100_000
        self.answers: dict[str, list[tuple[int, str]]] = {}
        self.token_answers: list[tuple[int, str]] = []
        self.token_delay = 0.0
        self.lifetime: Any = 43199
        self.tokens_given = 0
        self.valid_tokens: set[str] = set()
        self.requests: list[str] = []
        self.forms: list[dict[str, str]] = []
        self.sizes: list[int] = []
        self.pages: list[tuple[int, int]] = []
        self.peer_certificates: list[Any] = []
        self._tls = tls
        self._host = host
        self._port = 0
        app = web.Application(client_max_size=2**24)
        app.router.add_post("/oauth/token", self._token)
        app.router.add_get("/v2/{path:.*}", self._api)
        self._runner = web.AppRunner(app, access_log=None)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=self._tls)
        await site.start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    @property
    def port(self) -> int:
        return self._port

    @property
    def url(self) -> str:
        return f"{'https' if self._tls else 'http'}://{self._host}:{self._port}"

    def key(self, secret: str = "right$+=", **fields: str) -> ServiceKey:
        return ServiceKey(
            **{"client_id": "sb-1!b1", "auth_url": self.url, "api_url": self.url, "client_secret": secret, **fields}
        )

    async def _token(self, request: web.Request) -> web.Response:
        self.requests.append("POST /oauth/token")
        self.sizes.append(len(await request.read()))
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.forms.append(form)
        self.peer_certificates.append(
            request.transport.get_extra_info("peercert") if request.transport is not None else None
        )
        if self.token_delay:
            await asyncio.sleep(self.token_delay)
        if self.token_answers:
            status, text = self.token_answers.pop(0)
            return web.Response(status=status, text=text)
        if "client_secret" in form and form["client_secret"] != "right$+=":
            return web.json_response(
                {"error": "invalid_client", "error_description": f"Bad credentials {form['client_secret']}"},
                status=401,
            )
        self.tokens_given += 1
        token = f"token-{self.tokens_given}"
        self.valid_tokens.add(token)
        return web.json_response({"access_token": token, "token_type": "bearer", "expires_in": self.lifetime})

    async def _api(self, request: web.Request) -> web.Response:
        path = request.path
        self.requests.append(f"GET {path}")
        for name in (path, "*"):
            if self.answers.get(name):
                status, text = self.answers[name].pop(0)
                return web.Response(status=status, text=text)
        if request.headers.get("Authorization", "").removeprefix("Bearer ") not in self.valid_tokens:
            return web.Response(status=401, text="Jwt is expired")
        if path == "/v2/admin/resourceGroups":
            if self.admin is None:
                return web.json_response({"error": {"message": "no right"}}, status=403)
            return self._page(request, [{"resourceGroupId": group} for group in self.admin])
        group = request.headers.get("AI-Resource-Group", "")
        if group not in self.groups:
            return web.json_response({"error": {"code": "0108", "message": "group not found"}}, status=404)
        if path == "/v2/lm/deployments":
            return self._page(request, self.groups[group])
        if path.startswith("/v2/lm/deployments/"):
            for entry in self.groups[group]:
                if isinstance(entry, dict) and entry.get("id") == path.rpartition("/")[2]:
                    return web.json_response(entry)
            return web.json_response({"error": {"message": "no such deployment"}}, status=404)
        if path == "/v2/lm/scenarios/foundation-models/models":
            return self._page(request, self.models)
        return web.Response(status=404)

    def _page(self, request: web.Request, rows: list[Any]) -> web.Response:
        top, skip = int(request.query.get("$top", "10000")), int(request.query.get("$skip", "0"))
        self.pages.append((top, skip))
        if top > self.page_limit:
            message = f"Result set exceeds the maximum of {self.page_limit} rows."
            return web.json_response({"request_id": "1", "message": message}, status=413)
        return web.json_response({"count": len(rows), "resources": rows[skip : skip + top]})
