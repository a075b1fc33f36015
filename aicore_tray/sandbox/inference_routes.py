"""One inference request's way: deployment, faults, endpoint, answer."""

from __future__ import annotations

import asyncio
import logging
import random
from contextlib import nullcontext
from typing import Any

from aiohttp import web

from aicore_tray.sandbox import orchestration
from aicore_tray.sandbox.delivery import Delivery, answer_headers, framing_for, hang
from aicore_tray.sandbox.endpoint import Desk, Endpoint, InferenceCall, Reply, Whole
from aicore_tray.sandbox.estimates import counting_as
from aicore_tray.sandbox.faults import BEFORE_ANSWER, IN_STREAM, Fault, FaultQueue
from aicore_tray.sandbox.framing import Splitter
from aicore_tray.sandbox.inference import endpoint_of
from aicore_tray.sandbox.model_facts import facts_of
from aicore_tray.sandbox.quotas import Quotas
from aicore_tray.sandbox.refusals import Refusal, gateway_refusal
from aicore_tray.sandbox.tenants import Deployment, Landscape, Tenant

_MESH_STATUSES = frozenset({502, 503, 504})
_MESH_TEXT = "upstream connect error or disconnect/reset before headers. reset reason: connection termination"
_MESSAGES = {
    429: "Too many requests, please wait before trying again.",
    500: "The system encountered an unexpected error during processing. Try your request again.",
}
_log = logging.getLogger(__name__)


class InferenceRoutes:
    """Answers requests to deployments."""

    def __init__(
        self, landscape: Landscape, faults: FaultQueue, closing: asyncio.Event,
        *, pace: float, rng: random.Random, split: bool, skewed: bool = False,
        minute: float = 60.0,
    ) -> None:  # fmt: skip
        self._landscape = landscape
        self._faults = faults
        self._closing = closing
        self._pace = pace
        self._rng = rng
        self._split = split
        self._skewed = skewed
        self._desk = Desk()
        self._quotas = Quotas(minute)

    async def handle(self, request: web.Request, body: Any, tenant: Tenant, group: str) -> web.StreamResponse:
        """Answer one request to one deployment."""
        deployment = self._landscape.find(tenant.name, group, request.match_info["id"])
        model = deployment.model if deployment is not None and self._skewed else None
        with counting_as(model) if model else nullcontext():
            return await self._answer(request, body, tenant, group)

    async def _answer(self, request: web.Request, body: Any, tenant: Tenant, group: str) -> web.StreamResponse:
        path = request.match_info["path"]
        deployment = self._landscape.find(tenant.name, group, request.match_info["id"])
        if deployment is None or deployment.status not in {"RUNNING", "PENDING"}:
            raise gateway_refusal(f"Deployment {request.match_info['id']} not found.", status=404, label="NotFound")
        if deployment.status == "PENDING":
            raise Refusal(503, "no healthy upstream")
        facts = facts_of(deployment.model) if deployment.model else None
        endpoint = endpoint_of(deployment, facts, request.method, path)
        model = deployment.model
        if deployment.executable == "orchestration":
            facts, model = orchestration.SERVICE, orchestration.asked_model(body)
        if fault := self._faults.take(BEFORE_ANSWER, path=request.path, model=model):
            await self._strike(request, fault, endpoint)
        if model is not None and not self._quotas.admits(tenant, model):
            raise Refusal(429, endpoint.failure(429, _MESSAGES[429]))
        assert facts is not None  # noqa: S101 - endpoint_of refuses what has no facts
        call = InferenceCall(
            method=request.method, owner=f"{tenant.name} {deployment.id}", facts=facts, path=path,
            query=dict(request.query), body=body, desk=self._desk,
        )  # fmt: skip
        reply = _answered(endpoint, call)
        if isinstance(reply, Whole):
            return web.json_response(reply.body, headers=answer_headers())
        spoiled = self._faults.take(IN_STREAM, path=request.path, model=model)
        mended = spoiled is not None and spoiled.kind == "json"
        delivery = self._delivery(request.headers.get("Accept", ""), deployment, named=reply.named, mended=mended)
        return await delivery.send(request, reply, spoiled, endpoint.stream_failure)

    def _delivery(self, accept: str, deployment: Deployment, *, named: bool, mended: bool) -> Delivery:
        bedrock = deployment.executable == "aws-bedrock"
        framing = framing_for(accept, bedrock=bedrock, rng=self._rng, untidy=self._split, named=named, mended=mended)
        return Delivery(framing, Splitter(self._rng, active=self._split), self._pace)

    async def _strike(self, request: web.Request, fault: Fault, endpoint: Endpoint) -> None:
        if fault.kind == "slow":
            await asyncio.sleep(fault.delay)
            return
        if fault.kind == "no_answer":
            await hang(self._closing)
            if request.transport is not None:
                request.transport.abort()
            raise ConnectionResetError("Nobody answered")
        status = fault.status or 429
        if fault.body is not None:
            refusal = Refusal(status, fault.body)
        elif status in _MESH_STATUSES:
            refusal = Refusal(status, _MESH_TEXT)
        else:
            refusal = Refusal(status, endpoint.failure(status, _MESSAGES.get(status, f"Injected failure {status}.")))
        if fault.retry_after is not None:
            refusal.headers["Retry-After"] = f"{fault.retry_after:g}"
        raise refusal


def _answered(endpoint: Endpoint, call: InferenceCall) -> Reply:
    try:
        return endpoint.answer(call)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        # A body so wrong that no rule has words for it; the real service would not survive it silently either.
        _log.warning("No rule for this request body", exc_info=True)
        text = f"Malformed input request: {type(error).__name__}"
        raise Refusal(400, endpoint.failure(400, text)) from error
