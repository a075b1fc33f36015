"""The sandbox's HTTP server: token endpoint, AI API, inference and the control of faults behind one address."""

from __future__ import annotations

import asyncio
import json
import logging
import random
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from typing import Any, Self

from aiohttp import web

from aicore_tray.sandbox.ai_api import AiApi, api_refusal
from aicore_tray.sandbox.api_routes import ApiRoutes
from aicore_tray.sandbox.faults import FaultQueue, fault_from_json
from aicore_tray.sandbox.inference_routes import InferenceRoutes
from aicore_tray.sandbox.lifecycle import Lifecycle
from aicore_tray.sandbox.refusals import Refusal
from aicore_tray.sandbox.tenants import Landscape, Tenant
from aicore_tray.sandbox.tokens import TokenOffice
from aicore_tray.tasks import TaskGroup

__all__ = ["RecordedRequest", "Sandbox", "Tenant"]
_LARGEST_BODY = 256 * 1024 * 1024
_log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class RecordedRequest:
    """One request that reached the sandbox.

    Attributes:
        headers: names in lower case.
        body: the parsed JSON, a form's fields, or None.
        tenant: whose token or client id it carried, as far as it was valid.
        status: what was answered, or None while it runs and after the client went away.
        aborted: whether the client went away before the answer was complete.
    """

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any
    tenant: str | None = None
    status: int | None = None
    aborted: bool = False


Handler = Callable[[web.Request, RecordedRequest], Awaitable[web.StreamResponse]]


class Sandbox:
    """A local SAP AI Core.

    Attributes:
        requests: everything that was asked of it, newest last.
        faults: what goes wrong next.
    """

    def __init__(
        self,
        tenants: tuple[Tenant, ...] | None = None,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        tls: ssl.SSLContext | None = None,
        mutual_tls: ssl.SSLContext | None = None,
        pace: float = 0.0,
        split: bool = True,
        seed: int = 0,
        token_lifetime: float = 43_199,
        deployment_step: float = 0.2,
        skewed: bool = False,
        minute: float = 60.0,
    ) -> None:
        self._host, self._port = host, port
        self._tls, self._mutual_tls = tls, mutual_tls
        self._landscape = Landscape(tenants if tenants is not None else (Tenant(name="demo"),))
        self._tokens = TokenOffice(self._landscape, token_lifetime)
        self._tasks = TaskGroup("sandbox")
        self._closing = asyncio.Event()
        self._runners: list[web.AppRunner] = []
        self.url = ""
        self.mutual_tls_url = ""
        self.requests: list[RecordedRequest] = []
        self.faults = FaultQueue()
        api = AiApi(self._landscape, lambda: self.url, seed)
        lifecycle = Lifecycle(self._landscape, api, self._tasks, deployment_step)
        self._api = ApiRoutes(api, lifecycle, self.faults)
        self._inference = InferenceRoutes(
            self._landscape, self.faults, self._closing,
            pace=pace, rng=random.Random(seed), split=split, skewed=skewed, minute=minute,  # noqa: S311 - awkward cuts, no secrets
        )  # fmt: skip

    async def start(self) -> None:
        """Listen; `url` (and `mutual_tls_url`) say where."""
        app = web.Application(client_max_size=_LARGEST_BODY)
        app.router.add_route("*", "/sandbox/faults", self._control_faults)
        app.router.add_route("*", "/sandbox/requests", self._control_requests)
        app.router.add_post("/oauth/token", self._recorded(self._token))
        app.router.add_route("*", "/v2/inference/deployments/{id}/{path:.*}", self._recorded(self._infer))
        app.router.add_route("*", "/v2/{path:(?:lm|admin)/.*}", self._recorded(self._manage))
        app.router.add_route("*", "/{path:.*}", self._recorded(self._nothing_here))
        self.url = await self._listen(app, self._port, self._tls)
        if self._mutual_tls is not None:
            tokens_only = web.Application()
            tokens_only.router.add_post("/oauth/token", self._recorded(self._token))
            self.mutual_tls_url = await self._listen(tokens_only, 0, self._mutual_tls)

    async def aclose(self) -> None:
        """Stop listening and end what still hangs."""
        self._closing.set()
        for runner in reversed(self._runners):
            await runner.cleanup()
        self._runners.clear()
        await self._tasks.aclose()

    async def __aenter__(self) -> Self:
        """Start for the length of a block."""
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close at its end."""
        await self.aclose()

    def revoke_tokens(self) -> None:
        """Make every token unknown, as after a change of keys."""
        self._tokens.revoke_all()

    def service_key(self, tenant: str) -> dict[str, Any]:
        """The tenant's service key with a client secret."""
        owner = self._landscape.tenants[tenant]
        return {
            "serviceurls": {"AI_API_URL": self.url},
            "appname": owner.client_id.removeprefix("sb-"),
            "clientid": owner.client_id,
            "clientsecret": owner.client_secret,
            "identityzone": owner.name,
            "identityzoneid": owner.zone_id,
            "url": self.url,
            "credential-type": "binding-secret",
        }

    def x509_service_key(self, tenant: str, certificate_pem: str, key_pem: str) -> dict[str, Any]:
        """The tenant's service key with a client certificate; tokens come from the mutual TLS listener."""
        key = self.service_key(tenant)
        del key["clientsecret"]
        return {
            **key,
            "certificate": certificate_pem,
            "certurl": self.mutual_tls_url,
            "credential-type": "x509",
            "key": key_pem,
        }

    async def _listen(self, app: web.Application, port: int, context: ssl.SSLContext | None) -> str:
        # Without cancellation a client that left would go on being answered, and nobody could test for it.
        runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.5)
        await runner.setup()
        self._runners.append(runner)
        await web.TCPSite(runner, self._host, port, ssl_context=context).start()
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"{'https' if context else 'http'}://{host}:{runner.addresses[0][1]}"

    def _recorded(self, handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def record_and_handle(request: web.Request) -> web.StreamResponse:
            record = RecordedRequest(
                method=request.method,
                path=request.path,
                query=dict(request.query),
                headers={name.lower(): value for name, value in request.headers.items()},
                body=await _body(request),
            )
            self.requests.append(record)
            try:
                response = await handler(request, record)
            except Refusal as refusal:
                response = _refused(refusal)
            except asyncio.CancelledError:
                record.aborted = True
                raise
            except ConnectionError:
                record.aborted = True
                return web.Response()  # nobody is there to read it
            record.status = response.status
            return response

        return record_and_handle

    async def _token(self, request: web.Request, record: RecordedRequest) -> web.StreamResponse:
        if fault := self.faults.take(frozenset({"token"}), path=request.path):
            status = fault.status or 503
            raise Refusal(
                status, "Service Unavailable" if fault.body is None else fault.body, **_retry(fault.retry_after)
            )
        form = {**record.query, **(record.body if isinstance(record.body, dict) else {})}
        certificate = bool(request.transport and request.transport.get_extra_info("peercert"))
        authorization = request.headers.get("Authorization", "")
        tenant, granted = self._tokens.issue(form, authorization, certificate=certificate)
        record.tenant = tenant.name
        return web.json_response(granted, headers={"Cache-Control": "no-store"})

    async def _manage(self, request: web.Request, record: RecordedRequest) -> web.StreamResponse:
        tenant = self._authorised(request, record)
        group = request.headers.get("AI-Resource-Group")
        if record.path.startswith("/v2/lm/"):
            if not group:
                raise api_refusal(400, "Invalid Request, header AI-Resource-Group is missing", record.path, "01510001")
            if group not in tenant.resource_groups:
                raise Refusal(403, "RBAC: access denied")
        return self._api.handle(record.method, record.path, record.query, record.body, tenant, group or "")

    async def _infer(self, request: web.Request, record: RecordedRequest) -> web.StreamResponse:
        tenant = self._authorised(request, record)
        group = request.headers.get("AI-Resource-Group")
        if not group:
            raise Refusal(400, "Missing Tenant Id")
        return await self._inference.handle(request, record.body, tenant, group)

    async def _nothing_here(self, request: web.Request, record: RecordedRequest) -> web.StreamResponse:
        self._authorised(request, record)
        raise Refusal(404, "")

    def _authorised(self, request: web.Request, record: RecordedRequest) -> Tenant:
        tenant = self._tokens.tenant(request.headers.get("Authorization", ""))
        record.tenant = tenant.name
        return tenant

    async def _control_faults(self, request: web.Request) -> web.StreamResponse:
        if request.method == "POST":
            body = await _body(request)
            try:
                for one in body if isinstance(body, list) else [body]:
                    self.faults.add(fault_from_json(one))
            except (TypeError, ValueError) as error:
                return web.json_response({"error": str(error)}, status=400)
        elif request.method == "DELETE":
            self.faults.clear()
        return web.json_response({"faults": self.faults.waiting()})

    async def _control_requests(self, request: web.Request) -> web.StreamResponse:
        if request.method == "DELETE":
            self.requests.clear()
        return web.json_response({"requests": [asdict(record) for record in self.requests]})


async def _body(request: web.Request) -> Any:
    raw = await request.read()
    if not raw:
        return None
    if request.content_type == "application/x-www-form-urlencoded":
        return {name: str(value) for name, value in (await request.post()).items()}
    try:
        return json.loads(raw)
    except ValueError:
        return None


def _refused(refusal: Refusal) -> web.Response:
    if isinstance(refusal.body, str):
        return web.Response(status=refusal.status, text=refusal.body, headers=refusal.headers)
    return web.json_response(refusal.body, status=refusal.status, headers=refusal.headers)


def _retry(seconds: float | None) -> dict[str, str]:
    return {} if seconds is None else {"Retry_After": f"{seconds:g}"}
