"""The AI API's reading side: deployments, configurations, scenarios, the model catalogue, resource groups, quotas."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from aicore_tray.sandbox.model_facts import KNOWN, ModelFacts
from aicore_tray.sandbox.refusals import Refusal
from aicore_tray.sandbox.tenants import Deployment, Landscape, Tenant

Query = Mapping[str, str]
_DEFAULT_TOP = 10_000
_LARGEST_TOP = 100_000
_SCENARIOS = (
    ("foundation-models", "Foundation models by SAP and its partners"),
    ("orchestration", "Templating, filtering, masking and grounding around a model"),
)
_FILTERS: Mapping[str, Callable[[Deployment, str], bool]] = MappingProxyType(
    {
        "scenarioId": lambda d, wanted: d.scenario == wanted,
        "status": lambda d, wanted: d.status == wanted,
        "executableIds": lambda d, wanted: d.executable in wanted.split(","),
        "configurationId": lambda d, wanted: d.configuration_id == wanted,
    }
)


def api_refusal(status: int, message: str, target: str, code: str = "01510000") -> Refusal:
    """An error of the AI API, whose code is an opaque string."""
    error = {"code": code, "message": message, "requestId": str(uuid.uuid4()), "target": target, "details": {}}
    return Refusal(status, {"error": error})


def instant(moment: datetime) -> str:
    """A moment as the AI API writes it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


class AiApi:
    """Answers management requests; `base_url` is where the deployments are reached."""

    def __init__(self, landscape: Landscape, base_url: Callable[[], str], seed: int) -> None:
        self._landscape = landscape
        self._base_url = base_url
        self._seed = seed

    def deployments(self, tenant: Tenant, group: str, query: Query) -> dict[str, Any]:
        """One page of the deployments of a resource group."""
        found = self._landscape.deployments(tenant.name, group)
        for name, fits in _FILTERS.items():
            if query.get(name):
                found = [d for d in found if fits(d, query[name])]
        if query.get("$select") == "status":
            return page([{"id": d.id, "status": d.status} for d in found], query)
        return page([self.resource(d, complete=False) for d in found], query)

    def deployment(self, tenant: Tenant, group: str, deployment_id: str) -> dict[str, Any]:
        """One deployment in full."""
        return self.resource(self.find(tenant, group, deployment_id), complete=True)

    def find(self, tenant: Tenant, group: str, deployment_id: str) -> Deployment:
        """One deployment, or a refusal."""
        found = self._landscape.find(tenant.name, group, deployment_id)
        if found is None:
            raise api_refusal(404, f"The requested resource was not found: {deployment_id}",
                              f"/api/v2/deployments/{deployment_id}", "01510006")  # fmt: skip
        return found

    def resource(self, d: Deployment, *, complete: bool) -> dict[str, Any]:
        """A deployment as JSON, as untidy as the service's own lists are."""
        # The same deployment is untidy in the same way each time.
        rng = random.Random(f"{self._seed} {d.model} {d.created_at}")  # noqa: S311 - untidiness, no secret
        started = d.status in {"RUNNING", "STOPPED", "DEAD", "STOPPING"}
        running = d.status == "RUNNING"
        made: dict[str, Any] = {
            "id": d.id,
            "configurationId": d.configuration_id,
            "configurationName": d.configuration_name,
            "scenarioId": d.scenario,
            "status": d.status,
            "targetStatus": d.target_status,
            "lastOperation": "CREATE",
            "createdAt": instant(d.created_at),
            "modifiedAt": instant(d.created_at + timedelta(minutes=3)),
            "submissionTime": instant(d.created_at + timedelta(seconds=34)),
            "deploymentUrl": f"{self._base_url()}/v2/inference/deployments/{d.id}" if started else "",
        }
        if running:
            made["latestRunningConfigurationId"] = d.configuration_id
            made["startTime"] = instant(d.created_at + timedelta(seconds=97))
        if complete or rng.random() < 0.4:
            made["executableId"] = d.executable
            made["statusMessage"] = ""
        if started:
            made["details"] = _details(d, rng)
        return made

    def configurations(self, tenant: Tenant, group: str, query: Query) -> dict[str, Any]:
        """The configurations behind a resource group's deployments."""
        made = [
            configuration(
                d.configuration_id, d.configuration_name, d.executable, d.scenario, _bindings(d), d.created_at
            )
            for d in self._landscape.deployments(tenant.name, group)
        ]
        return page(made, query)


def configuration(
    id: str,  # noqa: A002 - the AI API's own word
    name: str,
    executable: str,
    scenario: str,
    bindings: Sequence[dict[str, str]],
    created_at: datetime,
) -> dict[str, Any]:
    """A configuration as JSON."""
    return {
        "id": id,
        "name": name,
        "executableId": executable,
        "scenarioId": scenario,
        "parameterBindings": list(bindings),
        "inputArtifactBindings": [],
        "createdAt": instant(created_at),
    }


def _bindings(d: Deployment) -> list[dict[str, str]]:
    if d.model is None:
        return []
    return [{"key": "modelName", "value": d.model}, {"key": "modelVersion", "value": d.version}]


def _details(d: Deployment, rng: random.Random) -> dict[str, Any]:
    model = {"model": {"name": d.model, "version": d.version}} if d.model else {}
    if not d.model:
        return {"resources": {"backend_details": {}}, "scaling": {"backend_details": {}}}
    spellings = rng.choice((("backendDetails", "backend_details"), ("backendDetails",), ("backend_details",)))
    return {
        "resources": dict.fromkeys(spellings, model),
        "scaling": {name: {} for name in spellings},
    }


def scenarios(query: Query) -> dict[str, Any]:
    """The scenarios of an extended plan."""
    made = [
        {"id": name, "name": name, "description": text, "createdAt": "2024-02-01T10:00:00Z", "labels": []}
        for name, text in _SCENARIOS
    ]
    return page(made, query)


def foundation_models(query: Query) -> dict[str, Any]:
    """The catalogue of everything that may be deployed."""
    return page([_model(facts) for facts in KNOWN.values()], query)


def _model(facts: ModelFacts) -> dict[str, Any]:
    inputs = ["text", "image"] if facts.images else ["text"]
    capabilities = ["embedding"] if facts.dimensions else ["text-generation"]
    if facts.images:
        capabilities.append("image-recognition")
    if facts.reasons and facts.provider != "Anthropic":
        capabilities.append("reasoning")
    version: dict[str, Any] = {
        "name": facts.version,
        "isLatest": True,
        "deprecated": False,
        "retirementDate": "" if facts.older else facts.retires,
        "inputTypes": inputs,
        "capabilities": capabilities,
        "metadata": [],
        "streamingSupported": not facts.dimensions,
        "orchestrationCapabilities": [] if facts.dimensions else ["streaming"],
        "suggestedReplacements": list(facts.replacements),
    }
    if facts.context:
        version["contextLength"] = facts.context
    if facts.prices:
        version["cost"] = [{name: price} for name, price in facts.prices]
    ended = {"isLatest": False, "deprecated": True, "retirementDate": facts.retires}
    return {
        "model": facts.name,
        "executableId": facts.executable,
        "displayName": facts.title,
        "description": f"{facts.provider} {facts.title}",
        "provider": facts.provider,
        "accessType": "Remote",
        "allowedScenarios": [
            *([{"scenarioId": "foundation-models", "executableId": facts.executable}] if facts.native else []),
            {"scenarioId": "orchestration", "executableId": "orchestration"},
        ],
        "versions": [version, *(version | ended | {"name": name} for name in facts.older)],
    }


def resource_groups(tenant: Tenant, query: Query) -> dict[str, Any]:
    """The tenant's resource groups; needs admin scope."""
    made = [
        {
            "resourceGroupId": group,
            "tenantId": tenant.zone_id,
            "zoneId": "",
            "createdAt": "2025-01-10T09:00:00Z",
            "labels": [],
            "status": "PROVISIONED",
            "statusMessage": "All onboarding steps are completed.",
        }
        for group in tenant.resource_groups
    ]
    return page(made, query)


def page(found: Sequence[dict[str, Any]], query: Query) -> dict[str, Any]:
    """The asked-for part of a list, with the count of all of it."""
    try:
        top, skip = int(query.get("$top") or _DEFAULT_TOP), int(query.get("$skip") or 0)
    except ValueError:
        raise api_refusal(400, "Invalid Request, $top and $skip must be integers", "", "01510001") from None
    if not 0 < top <= _LARGEST_TOP or skip < 0:
        raise api_refusal(400, "Invalid Request, $top or $skip is out of range", "", "01510001")
    return {"count": len(found), "resources": list(found[skip : skip + top])}
