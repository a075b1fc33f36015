"""Everything that helps to understand a problem, as one text that may be shown to anybody: no secret is in it."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aicore_tray.config.settings import Settings, declared
from aicore_tray.diagnostics import computer
from aicore_tray.diagnostics.doctor import STATE_RUNNING, Stage
from aicore_tray.diagnostics.lag import LagReport
from aicore_tray.diagnostics.redaction import Redactor
from aicore_tray.system.paths import Paths

LOG_LINES = 60
_LOG = "aicore-tray.log"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFacts:
    """An account without what identifies it at SAP: its own name stays, since troubles name it."""

    name: str
    state: str
    region: str = ""
    groups: tuple[str, ...] = ()
    sign_in: str = ""
    deployments: int = 0
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFacts:
    """One of the last requests, without its content."""

    started: float
    client: str
    dialect: str
    model: str
    status: int
    complete: bool
    input: int
    output: int
    first_token: float | None
    duration: float
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What only those know who run the proxy; all of it may be missing.

    Attributes:
        proxy: facts of the proxy by name, such as its address and state.
        versions: facts of the window, beside what can be found out here.
        secrets: values that must not be seen, wherever they come from.
        checks: account -> the steps of a check that was run.
    """

    paths: Paths
    proxy: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    network: Mapping[str, str] = field(default_factory=dict)
    settings: Settings | None = None
    accounts: tuple[AccountFacts, ...] = ()
    troubles: tuple[str, ...] = ()
    requests: tuple[RequestFacts, ...] = ()
    checks: Mapping[str, tuple[Stage, ...]] = field(default_factory=dict)
    lag: LagReport | None = None
    secrets: tuple[str, ...] = ()


async def collect(material: Material) -> str:
    """Return the whole text; what cannot be found out is said in it, and nothing is raised."""
    found = await asyncio.to_thread(_found, material.paths)
    sections = [
        _facts("Proxy", material.proxy),
        _facts("Versions", {**found.versions, **material.versions, "Keyring": found.keyring}),
        _facts("Network", {**material.network, "Variables that are set": ", ".join(found.variables) or "none"}),
        _facts("Files", found.files),
        _lag(material.lag),
        _list("Troubles", material.troubles, "none"),
        _list("Accounts", (_account(each) for each in material.accounts), "none"),
        *(_list(f"Check of {name}", map(_step, stages), "") for name, stages in material.checks.items()),
        _list("Settings that differ from their defaults", changed_settings(material.settings), "none"),
        _list("Last requests", (_request(each) for each in material.requests), "none"),
        _last_lines(found.log),
    ]
    moment = datetime.fromtimestamp(time.time(), UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    text = f"# AI Core Tray diagnostics\n\n{moment}\n\n" + "\n".join(sections)
    redactor = Redactor(
        (*material.secrets, *_secret_variables(os.environ)), home=Path.home(), user=found.user, host=found.host
    )
    return redactor.clean(text)


@dataclass(frozen=True, slots=True)
class _Found:
    versions: Mapping[str, str]
    keyring: str
    variables: tuple[str, ...]
    files: Mapping[str, str]
    log: tuple[str, ...]
    user: str
    host: str


def _found(paths: Paths) -> _Found:
    user, host = computer.user_and_host()
    files = {
        "Settings": str(paths.settings_file),
        "Data": str(paths.data),
        "Logs": str(paths.logs),
        "usage.db": computer.size_of(paths.usage_db),
        "chats.db": computer.size_of(paths.chats_db),
    }
    log = computer.last_lines(paths.logs / _LOG, LOG_LINES)
    return _Found(computer.versions(), computer.keyring_name(), computer.variables(os.environ), files, log, user, host)


def _secret_variables(env: Mapping[str, str]) -> Iterable[str]:
    words = ("KEY", "TOKEN", "SECRET", "PASSW", "CREDENTIAL", "_DATABASE")
    return (value for name, value in env.items() if len(value) >= 8 and any(word in name.upper() for word in words))


def changed_settings(settings: Settings | None) -> tuple[str, ...]:
    """Return a line for each setting that is not at its default; of tables only how many entries they have."""
    if settings is None:
        return ("The settings could not be read",)
    lines = []
    for each in declared():
        value: Any = getattr(settings, each.name)
        if value == each.default:
            continue
        shown = f"{len(value)} entries" if isinstance(value, dict) else str(value)
        if isinstance(value, tuple):
            shown = ", ".join(map(str, value))
        lines.append(f"{each.name} = {'(set)' if each.name == 'proxy_user' else shown}")
    return tuple(lines)


def _facts(title: str, facts: Mapping[str, str]) -> str:
    rows = "".join(f"- {name}: {value}\n" for name, value in facts.items() if value)
    return f"## {title}\n\n{rows or '- unknown' + chr(10)}"


def _list(title: str, lines: Iterable[str], nothing: str) -> str:
    rows = "".join(f"- {line}\n" for line in lines)
    return f"## {title}\n\n{rows or f'- {nothing}' + chr(10)}"


def _lag(lag: LagReport | None) -> str:
    if lag is None or not lag.samples:
        return _facts("Loop", {"Lag": "not measured"})
    told = f"p50 {lag.p50:.1f} ms, p99 {lag.p99:.1f} ms, longest {lag.longest:.1f} ms, {lag.samples} samples"
    return _facts("Loop", {"Lag": told})


def _account(account: AccountFacts) -> str:
    parts = [
        account.state,
        account.region,
        f"groups {', '.join(account.groups)}" if account.groups else "",
        f"signs in by {account.sign_in}" if account.sign_in else "",
        f"{account.deployments} deployments",
        account.trouble,
    ]
    return f"{account.name} - {'; '.join(part for part in parts if part)}"


def _step(stage: Stage) -> str:
    state = "did not end" if stage.state == STATE_RUNNING else stage.state
    told = " ".join(part for part in (stage.detail, stage.hint) if part)
    return f"{stage.name} - {state}, {stage.seconds:.2f} s{': ' if told else ''}{told}"


def _request(request: RequestFacts) -> str:
    started = datetime.fromtimestamp(request.started, UTC).strftime("%H:%M:%S")
    first = "no content" if request.first_token is None else f"first content after {request.first_token:.1f} s"
    broken = "" if request.complete or request.status >= 400 else ", broke off"
    error = f", {request.error}" if request.error else ""
    return (
        f"{started} {request.client} {request.dialect} {request.model} - {request.status}{broken}{error}, "
        f"{request.input} in, {request.output} out, {first}, {request.duration:.1f} s in all"
    )


def _last_lines(lines: tuple[str, ...]) -> str:
    return "## Log\n\n" + ("```\n" + "\n".join(lines) + "\n```\n" if lines else "- no log file\n")
