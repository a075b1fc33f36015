"""The AI API of one account: deployments, configurations, resource groups, the model catalogue and quotas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

import aiohttp
import msgspec

from aicore_tray.aicore.account import Account
from aicore_tray.aicore.auth import TokenSource
from aicore_tray.aicore.deployment import FOUNDATION_MODELS, ORCHESTRATION, Deployment
from aicore_tray.aicore.landscape import OfferedModel, read_deployment, read_offered, read_quotas
from aicore_tray.aicore.quota_wishes import QuotaWish, read_wishes, wish_body
from aicore_tray.aicore.transport import Transport, explain
from aicore_tray.dialects.errors import parse_error_body, redacted, upstream_message
from aicore_tray.errors import AccountError, ConfigurationError

_PAGE_SIZES = (1000, 100, 10)
# No tenant has as many rows; a server that counts wrongly must not keep us asking for ever.
_MAX_PAGES = 1000
_READ_TIMEOUT_SECONDS = 60.0
_MESSAGE_LENGTH = 500


class AiApi:
    """Reads and changes the management side of one account.

    Every method raises AuthError when no token can be had, and AccountError with the HTTP status when SAP refuses, or
    without one when it cannot be reached.
    """

    def __init__(self, transport: Transport, tokens: TokenSource, account: Account) -> None:
        self._transport = transport
        self._tokens = tokens
        self._account = account

    async def deployments(
        self, resource_group: str, *, executables: Mapping[str, str] | None = None
    ) -> tuple[Deployment, ...]:
        """Return the deployments of a resource group in every status; entries that make no sense are left out.

        Args:
            executables: model name -> executable, for entries that leave theirs out.
        """
        rows = await self.rows("/lm/deployments", resource_group)
        found = (self._deployment(row, resource_group, executables or {}) for row in rows)
        return tuple(deployment for deployment in found if deployment is not None)

    async def deployment(
        self, resource_group: str, deployment_id: str, *, executables: Mapping[str, str] | None = None
    ) -> Deployment:
        """Return one deployment."""
        row = await self.call("GET", f"/lm/deployments/{quote(deployment_id, safe='')}", resource_group)
        deployment = self._deployment(row, resource_group, executables or {})
        if deployment is None:
            raise AccountError(f"SAP AI Core describes the deployment {deployment_id} in an unknown way")
        return deployment

    def _deployment(self, row: object, group: str, executables: Mapping[str, str]) -> Deployment | None:
        return read_deployment(
            row,
            account=self._account.name,
            resource_group=group,
            api_url=self._account.key.api_url,
            executables=executables,
        )

    async def configurations(self, resource_group: str) -> tuple[Mapping[str, Any], ...]:
        """Return the configurations of a resource group as SAP writes them."""
        rows = await self.rows("/lm/configurations", resource_group)
        return tuple(row for row in rows if isinstance(row, dict))

    async def resource_groups(self) -> tuple[str, ...]:
        """Return the ids of the tenant's resource groups; a key without admin rights gets AccountError 403."""
        rows = await self.rows("/admin/resourceGroups", None)
        ids = (row.get("resourceGroupId") for row in rows if isinstance(row, dict))
        return tuple(group for group in ids if isinstance(group, str) and group)

    async def models(self, resource_group: str) -> tuple[OfferedModel, ...]:
        """Return the models that may be deployed, from the foundation-models scenario."""
        rows = await self.rows("/lm/scenarios/foundation-models/models", resource_group)
        found = (read_offered(row) for row in rows)
        return tuple(model for model in found if model is not None)

    async def create_configuration(self, resource_group: str, *, model: str, executable: str, version: str) -> str:
        """Make a configuration for a model, or for orchestration where `model` is "", and return its id."""
        bindings = [{"key": "modelName", "value": model}, {"key": "modelVersion", "value": version}] if model else []
        body = {
            "name": f"{model or ORCHESTRATION}_aicore-tray",
            "executableId": executable,
            "scenarioId": FOUNDATION_MODELS if model else ORCHESTRATION,
            "versionId": "0.0.1",
            "parameterBindings": bindings,
            "inputArtifactBindings": [],
        }
        return _identity(await self.call("POST", "/lm/configurations", resource_group, body=body))

    async def create_deployment(self, resource_group: str, configuration_id: str) -> str:
        """Deploy a configuration and return the deployment's id; it runs some minutes later."""
        body = {"configurationId": configuration_id}
        return _identity(await self.call("POST", "/lm/deployments", resource_group, body=body))

    async def set_target(self, resource_group: str, deployment_id: str, target: str) -> None:
        """Have a deployment `STOPPED`, or `RUNNING` again."""
        path = f"/lm/deployments/{quote(deployment_id, safe='')}"
        await self.call("PATCH", path, resource_group, body={"targetStatus": target})

    async def delete_deployment(self, resource_group: str, deployment_id: str) -> None:
        """Delete a deployment; one that is not stopped gets AccountError 412."""
        await self.call("DELETE", f"/lm/deployments/{quote(deployment_id, safe='')}", resource_group)

    async def wish_quota(self, resource_group: str, wish: QuotaWish) -> str:
        """Ask SAP for another limit and return the id of the request; without admin rights AccountError 403."""
        answer = await self.call("POST", "/admin/quota/requests", resource_group, body=wish_body(wish))
        found = answer.get("requestId") if isinstance(answer, dict) else None
        return found if isinstance(found, str) else ""

    async def quota_wishes(self) -> tuple[QuotaWish, ...]:
        """Return what was asked for, the latest first as far as SAP tells when; AccountError 403 likewise."""
        return read_wishes(await self.call("GET", "/admin/quota/requests", None))

    async def quotas(self) -> Mapping[str, int]:
        """Return model -> requests a minute that SAP allows; a key without admin rights gets AccountError 403."""
        return read_quotas(await self.call("GET", "/admin/quota/model", None))

    async def rows(self, path: str, resource_group: str | None) -> list[Any]:
        """Return all rows of a list: page by page, in smaller pages where SAP finds them too large (413)."""
        sizes = iter(_PAGE_SIZES)
        size = next(sizes)
        rows: list[Any] = []
        for _ in range(_MAX_PAGES):
            try:
                page = await self.call("GET", path, resource_group, params={"$top": str(size), "$skip": str(len(rows))})
            except AccountError as error:
                if error.status != 413 or (smaller := next(sizes, None)) is None:
                    raise
                size = smaller
                continue
            found = page.get("resources") if isinstance(page, dict) else None
            if not isinstance(found, list):
                raise AccountError(f"SAP AI Core answered without a list ({path})", hint="Check the API URL.")
            count = page.get("count")
            if found and found == rows[-len(found) :]:
                break  # a list that knows no paging sends the same rows again
            rows += found
            if not found or (len(rows) >= count if isinstance(count, int) else len(found) < size):
                break
        return rows

    async def call(
        self,
        method: str,
        path: str,
        resource_group: str | None,
        *,
        params: Mapping[str, str] | None = None,
        body: object = None,
    ) -> Any:
        """Call the AI API and return the JSON that it answers with; a refused token is renewed once.

        Args:
            path: below `/v2`, with a leading slash.
            resource_group: None for `/admin` paths, which have none.
            body: sent as JSON unless None.
        """
        status, reason, content = await self._send(method, path, resource_group, params, body)
        if not 200 <= status < 300:
            raise self._refusal(status, reason, content, path, resource_group)
        try:
            return msgspec.json.decode(content)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            raise AccountError(
                f"{self._host} answered with something else than JSON",
                hint="A captive portal or a company proxy may have answered in its place.",
                status=status,
            ) from None

    async def _send(
        self,
        method: str,
        path: str,
        resource_group: str | None,
        params: Mapping[str, str] | None,
        body: object,
    ) -> tuple[int, str, bytes]:
        url = f"{self._account.key.api_url}/v2{path}"
        headers = {"Accept": "application/json", "AI-Client-Type": "AI Core Tray"}
        if resource_group is not None:
            headers["AI-Resource-Group"] = resource_group
        data = None
        if body is not None:
            data = msgspec.json.encode(body)
            headers["Content-Type"] = "application/json"
        for last in (False, True):
            token = await self._tokens.token(self._account.key)
            headers["Authorization"] = f"Bearer {token}"
            try:
                async with self._transport.request(
                    method, url, headers=headers, data=data, params=params, read_timeout=_READ_TIMEOUT_SECONDS
                ) as response:
                    content = await response.read()
                    if response.status != 401 or last:
                        return response.status, response.reason or "", content
            except (aiohttp.ClientError, OSError, ConfigurationError) as error:
                message, hint = explain(error, url)
                raise AccountError(message, hint=hint) from error
            self._tokens.invalidate(self._account.key, token)  # whatever the body says: texts differ by landscape
        raise AssertionError("unreachable")

    @property
    def _host(self) -> str:
        return urlsplit(self._account.key.api_url).hostname or ""

    def _refusal(self, status: int, reason: str, content: bytes, path: str, resource_group: str | None) -> AccountError:
        said = error_message(content) or reason or f"HTTP {status}"
        group = f"the resource group {resource_group}" if resource_group is not None else "the administration"
        match status:
            case 401:
                hint = (
                    "The token was refused although it is new: the API URL and the token service of the service key "
                    "may belong to different instances."
                )
            case 403:
                hint = f"The service key has no right to {group}, or there is no such resource group."
            case 412 if path.startswith("/lm/deployments/"):
                hint = "Only a stopped deployment can be deleted: stop it, and delete it when it has stopped."
            case 404 if path.startswith("/lm/deployments/"):
                hint = f"There is no such deployment in {group}."
            case 404:
                hint = f"Check the API URL of the service key, and {group}."
            case 429:
                hint = "Too many requests: try again in a minute."
            case _ if status >= 500:
                hint = "SAP AI Core has a problem of its own: try again later."
            case _:
                hint = ""
        return AccountError(f"SAP AI Core refused with HTTP {status}: {said}", hint=hint, status=status)


def _identity(answer: object) -> str:
    found = answer.get("id") if isinstance(answer, dict) else None
    if not isinstance(found, str) or not found:
        raise AccountError("SAP AI Core made something and did not tell its id", hint="Look for it in the list.")
    return found


def error_message(content: bytes) -> str:
    """Return the sentence for people in an error body, whichever of SAP's shapes it has; "" where there is none."""
    said = redacted(upstream_message(parse_error_body(content)))
    return " ".join(said.split())[:_MESSAGE_LENGTH].rstrip(".")
