"""Requests a minute: what each tenant may ask of each model, the refusal of what is too much, and wishes for more."""

from __future__ import annotations

import time
import uuid
from collections import Counter
from datetime import UTC, datetime
from typing import Any

from aicore_tray.sandbox.ai_api import api_refusal, instant
from aicore_tray.sandbox.model_facts import KNOWN
from aicore_tray.sandbox.tenants import Tenant

_LEAST = 600
_STEP = 60


def limit_of(tenant: Tenant, model: str) -> int:
    """How many requests a minute the tenant may send to a model, over all its deployments and resource groups."""
    if model in tenant.quotas:
        return tenant.quotas[model]
    names = list(KNOWN)
    return _LEAST + _STEP * (names.index(model) if model in names else 0)


def listed(tenant: Tenant) -> list[dict[str, Any]]:
    """What `/v2/admin/quota/model` answers."""
    details = [
        {
            "unit": "requestPerMinute",
            "limit": limit_of(tenant, facts.name),
            "descriptors": {"modelName": facts.name, "modelVersion": "*", "providerName": facts.executable},
        }
        for facts in KNOWN.values()
    ]
    return [{"resourceType": "model", "quotaDetails": details}]


class QuotaRequests:
    """Takes wishes for higher limits, which people at SAP decide upon; here nobody ever does."""

    def __init__(self) -> None:
        self._made: dict[str, list[dict[str, Any]]] = {}

    def listed(self, tenant: Tenant) -> dict[str, Any]:
        """GET /v2/admin/quota/requests, the latest first. What it looks like is nowhere told: this is a guess."""
        made = self._made.get(tenant.name, [])
        return {"count": len(made), "resources": list(reversed(made))}

    def create(self, tenant: Tenant, body: Any) -> dict[str, Any]:
        """POST /v2/admin/quota/requests."""
        given = body if isinstance(body, dict) else {}
        details: dict[str, Any] = given["quotaDetails"] if isinstance(given.get("quotaDetails"), dict) else {}
        asked: dict[str, Any] = details["descriptors"] if isinstance(details.get("descriptors"), dict) else {}
        model, limit, provider = KNOWN.get(asked.get("modelName", "")), details.get("limit"), asked.get("providerName")
        wrong = {
            "resourceType": given.get("resourceType") != "model",
            "quotaDetails.unit": details.get("unit") != "requestPerMinute",
            "quotaDetails.descriptors.modelName": model is None,
            "quotaDetails.descriptors.providerName": model is not None and provider != model.executable,
            "quotaDetails.limit": not isinstance(limit, int) or limit <= 0,
            "reason": not isinstance(given.get("reason"), str) or not given["reason"].strip(),
        }
        if names := [name for name, bad in wrong.items() if bad]:
            raise api_refusal(400, f"Invalid Request, {', '.join(names)}", "/v2/admin/quota/requests", "01510001")
        made = {"requestId": str(uuid.uuid4()), "status": "PENDING", "createdAt": instant(datetime.now(UTC)), **given}
        self._made.setdefault(tenant.name, []).append(made)
        return {"requestId": made["requestId"], "message": "The request has been submitted for approval."}


class Quotas:
    """Counts requests in minutes that begin for everybody at once."""

    def __init__(self, minute: float) -> None:
        self._minute = minute
        self._now = -1
        self._counts: Counter[tuple[str, str]] = Counter()

    def admits(self, tenant: Tenant, model: str) -> bool:
        """Count a request; False where it is one too many."""
        if (now := int(time.monotonic() // self._minute)) != self._now:
            self._now = now
            self._counts.clear()
        self._counts[tenant.name, model] += 1
        return self._counts[tenant.name, model] <= limit_of(tenant, model)
