"""Configuration files of every format, for accounts of a sandbox."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from aicore_tray.sandbox.server import Sandbox


def write(file: Path, content: Any) -> Path:
    """Write text as it is, anything else as JSON."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content if isinstance(content, str) else json.dumps(content, indent=1), encoding="utf-8")
    return file


def deployment_id(sandbox: Sandbox, model: str, tenant: str = "demo") -> str:
    found = sandbox._landscape.deployments(tenant, "default")
    return next(deployment.id for deployment in found if deployment.model == model)


def toml(folder: Path, sandbox: Sandbox, *tenants: str, more: str = "") -> Path:
    """Our own settings with one account for each tenant."""
    lines = [more]
    for tenant in tenants or ("demo",):
        write(folder / f"{tenant}.json", sandbox.service_key(tenant))
        lines.append(f'[accounts.{tenant}]\nservice_key_file = "{tenant}.json"\n')
    return write(folder / "own.toml", "\n".join(lines))


def sub_accounts(folder: Path, sandbox: Sandbox, *tenants: str, **more: Any) -> Path:
    """The newer form of sap-ai-core-llm-proxy, with discovery."""
    accounts: dict[str, Any] = {}
    for tenant in tenants or ("demo",):
        write(folder / f"{tenant}.json", sandbox.service_key(tenant))
        accounts[tenant] = {"resource_group": "default", "service_key_json": f"{tenant}.json"}
    content = {"subAccounts": accounts, "secret_authentication_tokens": ["seed-key"], **more}
    return write(folder / "config.json", content)


def aicore_proxy(folder: Path, sandbox: Sandbox, deployments: object) -> Path:
    key = sandbox.service_key("demo")
    content = {
        "sap_client_id": key["clientid"],
        "sap_client_secret": key["clientsecret"],
        "sap_auth_url": f"{key['url']}/oauth/token",
        "sap_ai_api_url": key["serviceurls"]["AI_API_URL"],
        "sap_deployment_id": deployments,
        "sap_resource_group": "default",
        "api_keys": ["proxy-key"],
        "admin_token": "admin-token",
    }
    return write(folder / "config.json", content)


def sdk(folder: Path, sandbox: Sandbox) -> Path:
    """The file of SAP's SDKs, as in ~/.aicore."""
    key = sandbox.service_key("demo")
    content = {
        "AICORE_CLIENT_ID": key["clientid"],
        "AICORE_CLIENT_SECRET": key["clientsecret"],
        "AICORE_AUTH_URL": key["url"],
        "AICORE_BASE_URL": f"{key['serviceurls']['AI_API_URL']}/v2",
        "AICORE_RESOURCE_GROUP": "default",
    }
    return write(folder / "config.json", content)
