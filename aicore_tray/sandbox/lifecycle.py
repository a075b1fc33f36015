"""The AI API's writing side: configurations are made, deployments start, stop and go, each after a short while."""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from aicore_tray.sandbox.ai_api import AiApi, api_refusal, configuration
from aicore_tray.sandbox.model_facts import KNOWN
from aicore_tray.sandbox.tenants import Deployment, Landscape, Tenant, deployment
from aicore_tray.tasks import TaskGroup

_DELETABLE = frozenset({"STOPPED", "UNKNOWN", "DEAD"})
_NEEDED = ("name", "executableId", "scenarioId")


class Lifecycle:
    """Changes a tenant's configurations and deployments.

    Attributes:
        step: seconds between two states of a deployment.
    """

    def __init__(self, landscape: Landscape, api: AiApi, tasks: TaskGroup, step: float) -> None:
        self._landscape = landscape
        self._api = api
        self._tasks = tasks
        self.step = step
        self._configurations: dict[tuple[str, str], list[dict[str, Any]]] = {}

    def configurations(self, tenant: Tenant, group: str) -> list[dict[str, Any]]:
        """What was created here, oldest first."""
        return self._configurations.get((tenant.name, group), [])

    def create_configuration(self, tenant: Tenant, group: str, body: Any) -> dict[str, Any]:
        """POST /v2/lm/configurations."""
        given = body if isinstance(body, dict) else {}
        if missing := [name for name in _NEEDED if not given.get(name)]:
            raise api_refusal(
                400, f"Invalid Request, missing {', '.join(missing)}", "/api/v2/configurations", "01510001"
            )
        made = configuration(
            str(uuid.uuid4()), given["name"], given["executableId"], given["scenarioId"],
            given.get("parameterBindings") or [], datetime.now(UTC),
        )  # fmt: skip
        self._configurations.setdefault((tenant.name, group), []).append(made)
        return {"id": made["id"], "message": "Configuration created"}

    def create_deployment(self, tenant: Tenant, group: str, body: Any) -> dict[str, Any]:
        """POST /v2/lm/deployments; the deployment runs some moments later."""
        wanted = (body if isinstance(body, dict) else {}).get("configurationId")
        made = self._from_configuration(tenant, group, wanted)
        self._landscape.put(tenant.name, made)
        self._tasks.spawn(self._walk(tenant, made, ("PENDING", "RUNNING")), name=f"start {made.id}")
        return {"id": made.id, "deploymentUrl": "", "message": "Deployment scheduled.", "status": "UNKNOWN"}

    def change(self, tenant: Tenant, group: str, deployment_id: str, body: Any) -> dict[str, Any]:
        """PATCH /v2/lm/deployments/{id}: stop it, start it, or give it another configuration."""
        found = self._api.find(tenant, group, deployment_id)
        given = body if isinstance(body, dict) else {}
        if given.get("configurationId"):
            other = self._from_configuration(tenant, group, given["configurationId"])
            changed = replace(other, id=found.id, created_at=found.created_at, status="PENDING")
            steps: tuple[str, ...] = ("RUNNING",)
        elif given.get("targetStatus") == "STOPPED":
            changed = replace(found, target_status="STOPPED", status="STOPPING")
            steps = ("STOPPED",)
        elif given.get("targetStatus") == "RUNNING":
            changed = replace(found, target_status="RUNNING", status="PENDING")
            steps = ("RUNNING",)
        else:
            target = f"/api/v2/deployments/{deployment_id}"
            raise api_refusal(400, "Invalid Request, targetStatus or configurationId is needed", target, "01510001")
        self._landscape.put(tenant.name, changed)
        self._tasks.spawn(self._walk(tenant, changed, steps), name=f"change {found.id}")
        return {"id": found.id, "message": "Deployment modification scheduled"}

    def delete(self, tenant: Tenant, group: str, deployment_id: str) -> dict[str, Any]:
        """DELETE /v2/lm/deployments/{id}; a running one has to be stopped first."""
        found = self._api.find(tenant, group, deployment_id)
        if found.status not in _DELETABLE:
            raise api_refusal(
                412, "Precondition Failed, the deployment must be STOPPED or UNKNOWN to be deleted",
                f"/api/v2/deployments/{deployment_id}", "01510012",
            )  # fmt: skip
        self._landscape.remove(tenant.name, deployment_id)
        return {"id": deployment_id, "message": "Deletion scheduled", "targetStatus": "DELETED"}

    def _from_configuration(self, tenant: Tenant, group: str, wanted: Any) -> Deployment:
        created = {made["id"]: made for made in self.configurations(tenant, group)}
        for existing in self._landscape.deployments(tenant.name, group):
            if existing.configuration_id == wanted:
                return replace(existing, id=f"d{uuid.uuid4().hex[:16]}", status="UNKNOWN", created_at=datetime.now(UTC))
        found = created.get(str(wanted))
        bindings = {b["key"]: b["value"] for b in found["parameterBindings"]} if found else {}
        model, version = bindings.get("modelName"), bindings.get("modelVersion") or "latest"
        facts = KNOWN.get(model or "")
        known = found is not None and (found["scenarioId"] == "orchestration" or (facts is not None and facts.native))
        if found is None or not known or (facts is not None and version not in facts.versions):
            raise api_refusal(
                400, f"Invalid Request, Runtime Adapter Exception; The Configuration {wanted} you've provided "
                "is invalid. "
                "Please ensure you supply a valid Configuration.", "/api/v2/deployments", "01510003",
            )  # fmt: skip
        made = deployment(
            model, status="UNKNOWN", resource_group=group, version=version, executable=found["executableId"],
            configuration_name=found["name"], created_at=datetime.now(UTC),
        )  # fmt: skip
        return replace(made, configuration_id=found["id"])

    async def _walk(self, tenant: Tenant, at_first: Deployment, states: tuple[str, ...]) -> None:
        for state in states:
            await asyncio.sleep(self.step)
            now = self._landscape.find(tenant.name, at_first.resource_group, at_first.id)
            if now is None or now.target_status != at_first.target_status:
                return  # deleted, or told otherwise meanwhile
            self._landscape.put(tenant.name, replace(now, status=state))
