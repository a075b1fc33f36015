"""The AI API's paths and methods, and the faults that may strike there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from aicore_tray.sandbox import ai_api, quotas
from aicore_tray.sandbox.ai_api import AiApi, api_refusal
from aicore_tray.sandbox.faults import FaultQueue
from aicore_tray.sandbox.lifecycle import Lifecycle
from aicore_tray.sandbox.quotas import QuotaRequests
from aicore_tray.sandbox.refusals import Refusal
from aicore_tray.sandbox.tenants import Tenant

_API_FAULTS = frozenset({"api"})


class ApiRoutes:
    """Dispatches management requests."""

    def __init__(self, api: AiApi, lifecycle: Lifecycle, faults: FaultQueue) -> None:
        self._api = api
        self._lifecycle = lifecycle
        self._faults = faults
        self._quota_requests = QuotaRequests()

    def handle(
        self, method: str, path: str, query: dict[str, str], body: Any, tenant: Tenant, group: str
    ) -> web.Response:
        """Answer one management request."""
        if fault := self._faults.take(_API_FAULTS, path=path):
            raise _struck(fault.status or 500, fault.body, fault.retry_after, path)
        if path.startswith("/v2/admin/") and not tenant.admin:
            raise Refusal(
                403, {"error": {"code": "01570003", "message": "access denied", "requestId": "", "target": path}}
            )
        if method == "GET":
            return web.json_response(self._read(path, query, tenant, group))
        status, made = self._write(method, path, body, tenant, group)
        return web.json_response(made, status=status)

    def _read(self, path: str, query: dict[str, str], tenant: Tenant, group: str) -> Any:
        kind, _, rest = path.removeprefix("/v2/").removeprefix("lm/").partition("/")
        if kind == "deployments":
            return self._api.deployment(tenant, group, rest) if rest else self._api.deployments(tenant, group, query)
        if kind == "configurations":
            return self._configurations(tenant, group, query, rest)
        answers: Mapping[str, Callable[[], Any]] = {
            "scenarios": lambda: ai_api.scenarios(query),
            "scenarios/foundation-models/models": lambda: ai_api.foundation_models(query),
            "admin/resourceGroups": lambda: ai_api.resource_groups(tenant, query),
            "admin/quota/model": lambda: quotas.listed(tenant),
            "admin/quota/requests": lambda: self._quota_requests.listed(tenant),
        }
        answer = answers.get(f"{kind}/{rest}".rstrip("/"))
        if answer is None:
            raise api_refusal(404, "The requested resource was not found", path, "01510006")
        return answer()

    def _configurations(self, tenant: Tenant, group: str, query: dict[str, str], wanted: str) -> Any:
        page = self._api.configurations(tenant, group, {})
        known = {made["id"]: made for made in [*page["resources"], *self._lifecycle.configurations(tenant, group)]}
        if wanted:
            if wanted not in known:
                raise api_refusal(
                    404, "The requested resource was not found", f"/api/v2/configurations/{wanted}", "01510006"
                )
            return known[wanted]
        return ai_api.page(list(known.values()), query)

    def _write(self, method: str, path: str, body: Any, tenant: Tenant, group: str) -> tuple[int, Any]:
        kind, _, rest = path.removeprefix("/v2/lm/").partition("/")
        if method == "POST" and path == "/v2/admin/quota/requests":
            return 202, self._quota_requests.create(tenant, body)
        if method == "POST" and kind == "configurations":
            return 201, self._lifecycle.create_configuration(tenant, group, body)
        if method == "POST" and kind == "deployments" and not rest:
            return 202, self._lifecycle.create_deployment(tenant, group, body)
        if kind == "deployments" and rest and method in {"PATCH", "DELETE"}:
            if method == "DELETE":
                return 202, self._lifecycle.delete(tenant, group, rest)
            return 202, self._lifecycle.change(tenant, group, rest, body)
        raise api_refusal(405, "Method not allowed", path, "01510005")


def _struck(status: int, body: Any, retry_after: float | None, path: str) -> Refusal:
    if body is None:
        refusal = api_refusal(status, "The service is not available at the moment", path, "01510000")
    else:
        refusal = Refusal(status, body)
    if retry_after is not None:
        refusal.headers["Retry-After"] = f"{retry_after:g}"
    return refusal
