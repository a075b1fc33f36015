"""Requests a minute: what each tenant may ask of each model, and the refusal of what is too much."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any

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
