"""What all accounts together offer, as an immutable snapshot, and how it is read from the AI API's untidy rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, ClassVar

from aicore_tray.aicore.account import Account
from aicore_tray.aicore.deployment import FOUNDATION_MODELS, ORCHESTRATION, RUNNING, Deployment

# Older landscapes and one page of SAP's documentation call it otherwise.
_ORCHESTRATION_NAMES = (ORCHESTRATION, "llm-orchestration")
_DETAIL_LENGTH = 300
_INFERENCE = "/v2/inference/deployments/"
_PIN = re.compile(r"^(?P<base>https?://\S+?/deployments/(?P<id>[\w-]+))(?:[/?#].*)?$")
# The beginnings and key words that tell an executable from a name, tried in this order; names in old configurations
# are as short as `4.5-sonnet`, and even misspelt.
_EXECUTABLES: tuple[tuple[str, str], ...] = (
    (r"anthropic--|.*(?:claud|sonnet|opus|haiku)|amazon--|.*(?:nova-|titan-)", "aws-bedrock"),
    (r"gpt|o[1345](?:$|-)|text-embedding-|.*\bgpt-", "azure-openai"),
    (r".*gemini|text-?bison|chat-bison|textembedding-gecko", "gcp-vertexai"),
    (r".*mistral|.*mixtral", "aicore-mistralai"),
    (r".*sonar|perplexity", "perplexity-ai"),
    (r"cohere", "aicore-cohere"),
    (r"nvidia--", "aicore-nvidia"),
    (r"sap-", "aicore-sap"),
    (r"meta--|llama", "aicore-opensource"),
    (r"ibm--", "aicore-ibm"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedVersion:
    """One version of a model.

    Attributes:
        name: as a configuration names it, such as `2025-08-07`.
        latest: the one that `latest` means.
        retirement_date: as SAP writes it, or "".
    """

    name: str
    latest: bool = False
    deprecated: bool = False
    retirement_date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedModel:
    """A row of SAP's model catalogue: what may be deployed, not what is.

    Attributes:
        context_length: tokens, or None where SAP does not tell.
        versions: as SAP orders them.
        deprecated: whether the newest version is.
        retirement_date: of the newest version, or "".
        cost: such as `inputCost` -> capacity units per 1,000 tokens, as SAP's own decimal text; may be empty.
        capabilities: such as `text-generation`, `image-recognition`, `reasoning`, `embedding`.
        inputs: such as `text`, `image`; empty where SAP does not tell.
        replacements: the models that SAP suggests in its place.
        deployable: whether it can have a deployment of its own.
        orchestration: whether the orchestration service can call it.
    """

    # What clients of chat and embedding APIs can ask for, in SAP's words.
    _USABLE: ClassVar[Mapping[str, str]] = MappingProxyType({"text-generation": "chat", "embedding": "embedding"})

    name: str
    executable: str = ""
    display_name: str = ""
    provider: str = ""
    context_length: int | None = None
    versions: tuple[OfferedVersion, ...] = ()
    deprecated: bool = False
    retirement_date: str = ""
    cost: Mapping[str, str] = field(default_factory=dict)
    capabilities: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    replacements: tuple[str, ...] = ()
    deployable: bool = True
    orchestration: bool = False

    @property
    def kind(self) -> str:
        """Return `chat` or `embedding`; "" for a model that does something else."""
        if not self.capabilities:
            return "chat"
        return next((kind for word, kind in self._USABLE.items() if word in self.capabilities), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountProblem:
    """Why an account is not, or only partly, up to date.

    Attributes:
        stage: `token`, `network`, `resource group`, `deployments` or `models`.
        remedy: what mends it: `set_proxy`, `windows_proxy`, `add_ca`, `replace_key`, `choose_group`, `check_network`,
            or "" where nobody can tell.
    """

    message: str
    hint: str = ""
    stage: str = "network"
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Landscape:
    """What all accounts offer at one moment.

    Attributes:
        deployments: running deployments of foundation models and of orchestration, newest first.
        offered: the model catalogue, merged over the accounts, by name.
        problems: account name -> what is wrong with it.
        pinned: name -> the deployments that a configuration lists under it by hand.
        quotas: account name -> model -> requests a minute that SAP allows, where the account's key may ask for it.
        refreshed_at: seconds of the wall clock; None before the first refresh.
    """

    deployments: tuple[Deployment, ...] = ()
    offered: tuple[OfferedModel, ...] = ()
    problems: Mapping[str, AccountProblem] = field(default_factory=dict)
    pinned: Mapping[str, tuple[Deployment, ...]] = field(default_factory=dict)
    quotas: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    refreshed_at: float | None = None


def executable_from_name(name: str) -> str:
    """Return the executable that serves models of such a name, or "" where the name does not tell."""
    plain = name.strip().lower()
    return next((executable for pattern, executable in _EXECUTABLES if re.match(pattern, plain)), "")


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return value.strip() if isinstance(value, str) else ""


def _dig(value: object, *path: str) -> object:
    for name in path:
        if not isinstance(value, Mapping):
            return None
        value = value.get(name)
    return value


def read_deployment(
    row: object, *, account: str, resource_group: str, api_url: str, executables: Mapping[str, str]
) -> Deployment | None:
    """Return a row of `/v2/lm/deployments`, or None where it is malformed or serves no inference of ours.

    Args:
        executables: model name -> executable from the model catalogue, for rows that leave theirs out.
    """
    if not isinstance(row, Mapping) or not (identity := _text(row, "id")):
        return None
    model: object = None
    for spelling in ("backendDetails", "backend_details"):  # either may be there, or both, or one of them empty
        model = model or _dig(row, "details", "resources", spelling, "model")
    name = _text(model, "name") if isinstance(model, Mapping) else ""
    version = _text(model, "version") if isinstance(model, Mapping) else ""
    scenario = _text(row, "scenarioId")
    executable = _text(row, "executableId")
    if scenario in _ORCHESTRATION_NAMES or (not scenario and executable in _ORCHESTRATION_NAMES):
        scenario, executable, name = ORCHESTRATION, ORCHESTRATION, ""
    elif scenario == FOUNDATION_MODELS or (not scenario and name):
        scenario = FOUNDATION_MODELS
        executable = executable or executables.get(name, "") or executable_from_name(name)
    else:
        return None
    status = _text(row, "status")
    url = _text(row, "deploymentUrl").rstrip("/")
    if not url.startswith(("https://", "http://")):
        url = f"{api_url}{_INFERENCE}{identity}" if status == RUNNING else ""
    return Deployment(
        id=identity,
        url=url,
        account=account,
        resource_group=resource_group,
        model=name,
        version=version,
        scenario=scenario,
        executable=executable,
        status=status,
        created_at=_text(row, "createdAt"),
        configuration_id=_text(row, "configurationId"),
        status_detail=_status_detail(row, status),
    )


def _status_detail(row: Mapping[str, Any], status: str) -> str:
    """Return what SAP says of a status that is not the wanted one."""
    said = " ".join(_text(row, "statusMessage").split())
    target = _text(row, "targetStatus")
    if not said and target and target != status:
        said = f"on its way to {target}"
    return said[:_DETAIL_LENGTH]


def read_offered(row: object) -> OfferedModel | None:
    """Return a row of the model catalogue, or None where it is malformed."""
    if not isinstance(row, Mapping) or not (name := _text(row, "model")):
        return None
    rows = row.get("versions")
    versions = [entry for entry in rows if isinstance(entry, Mapping)] if isinstance(rows, list) else []
    newest = next((entry for entry in versions if entry.get("isLatest") is True), versions[-1] if versions else {})
    scenarios = row.get("allowedScenarios")
    context = newest.get("contextLength")
    return OfferedModel(
        name=name,
        executable=_text(row, "executableId") or executable_from_name(name),
        display_name=_text(row, "displayName"),
        provider=_text(row, "provider"),
        context_length=context if isinstance(context, int) and context > 0 else None,
        versions=tuple(_read_version(entry, newest) for entry in versions if _text(entry, "name")),
        deprecated=newest.get("deprecated") is True,
        retirement_date=_text(newest, "retirementDate"),
        cost=_read_prices(newest.get("cost")),
        capabilities=_words(newest.get("capabilities")),
        inputs=_words(newest.get("inputTypes")),
        replacements=_words(newest.get("suggestedReplacements")),
        deployable=not isinstance(scenarios, list)
        or any(_dig(entry, "scenarioId") == FOUNDATION_MODELS for entry in scenarios),
        orchestration=isinstance(scenarios, list)
        and any(_dig(entry, "scenarioId") in _ORCHESTRATION_NAMES for entry in scenarios),
    )


def _read_version(row: Mapping[str, Any], newest: Mapping[str, Any]) -> OfferedVersion:
    return OfferedVersion(
        name=_text(row, "name"),
        latest=row is newest,
        deprecated=row.get("deprecated") is True,
        retirement_date=_text(row, "retirementDate"),
    )


def _words(rows: object) -> tuple[str, ...]:
    """Return a list's texts; of objects, which SAP may make of them, the name of the model."""
    found = []
    for row in rows if isinstance(rows, list) else ():
        word = (
            row if isinstance(row, str) else _text(row, "model") or _text(row, "name") if isinstance(row, dict) else ""
        )
        if word:
            found.append(word)
    return tuple(found)


def _read_prices(rows: object) -> dict[str, str]:
    """Return the prices of a model: a list of objects with one entry each, whose values are texts."""
    prices: dict[str, str] = {}
    for row in rows if isinstance(rows, list) else [rows]:
        for kind, price in row.items() if isinstance(row, Mapping) else ():
            if isinstance(price, str | int | float):
                known = prices.get(str(kind), str(price))
                # A price that is told twice is one in tiers: none of them is the price.
                prices[str(kind)] = known if known == str(price) else f"{known} / {price}"
    return prices


def merge_offered(models: Iterable[OfferedModel]) -> tuple[OfferedModel, ...]:
    """Return one row a model, by name; the first one wins, and orchestration counts wherever one account has it."""
    merged: dict[str, OfferedModel] = {}
    for model in models:
        known = merged.setdefault(model.name, model)
        if model.orchestration and not known.orchestration:
            merged[model.name] = replace(known, orchestration=True)
    return tuple(merged[name] for name in sorted(merged))


def pin_parts(pin: str, api_url: str) -> tuple[str, str]:
    """Return id and inference URL of a deployment that a configuration names by URL or by id."""
    pin = pin.strip()
    if match := _PIN.match(pin):
        return match["id"], match["base"]
    if pin.startswith(("https://", "http://")):
        url = pin.rstrip("/")
        return url.rpartition("/")[2], url
    return pin, f"{api_url}{_INFERENCE}{pin}"


def resolve_pins(account: Account, known: Mapping[str, Deployment]) -> dict[str, tuple[Deployment, ...]]:
    """Return the account's pinned names with their deployments, running ones first.

    Args:
        known: id -> deployment, as far as the API told; the others are guessed from the pinned name.
    """
    result: dict[str, tuple[Deployment, ...]] = {}
    for name, pins in account.pinned.items():
        found = []
        for pin in pins:
            identity, url = pin_parts(pin, account.key.api_url)
            deployment = known.get(identity)
            if deployment is None:
                executable = executable_from_name(name)
                deployment = Deployment(
                    id=identity,
                    url=url,
                    account=account.name,
                    resource_group=account.resource_groups[0],
                    model=name,
                    executable=executable,
                )
            # The configured URL holds: it may lead through a gateway that the API knows nothing of.
            found.append(replace(deployment, url=url))
        result[name] = tuple(sorted(found, key=lambda deployment: deployment.status != RUNNING))
    return result


def read_quotas(rows: object) -> dict[str, int]:
    """Return model -> requests a minute from SAP's list of quotas, the least where there are several for a model."""
    found: dict[str, int] = {}
    for row in rows if isinstance(rows, list) else ():
        details = row.get("quotaDetails") if isinstance(row, Mapping) else None
        for detail in details if isinstance(details, list) else ():
            model, limit = _dig(detail, "descriptors", "modelName"), _dig(detail, "limit")
            if _dig(detail, "unit") != "requestPerMinute" or not isinstance(model, str):
                continue
            if isinstance(limit, int) and limit >= 0:
                found[model] = min(limit, found.get(model, limit))
    return found
