"""Turns what engine and configuration know into what the windows show, and into the troubles that they name."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

from aicore_tray.aicore.account import Account
from aicore_tray.aicore.deploying import LATEST
from aicore_tray.aicore.landscape import AccountProblem, Landscape, OfferedModel
from aicore_tray.config.configuration import Configuration, UnusableAccount
from aicore_tray.config.settings import Settings
from aicore_tray.engine import Engine
from aicore_tray.gateway.model_rows import ModelRow
from aicore_tray.gateway.quota import QuotaUse
from aicore_tray.gui.snapshots import AccountView, Kind, ModelView, RunningView, Trouble
from aicore_tray.usage.statistics import Sums

EXPIRY_DAYS = 90
_THOUSAND = 1000
_UNUSABLE = {
    "vault_locked": Kind.KEYRING_LOCKED,
    "vault_absent": Kind.KEYRING_ABSENT,
    "vault_damaged": Kind.VAULT_DAMAGED,
}
_REMEDIES = {
    "set_proxy": Kind.PROXY_PASSWORD,
    "windows_proxy": Kind.PROXY_WINDOWS,
    "add_ca": Kind.UNTRUSTED,
    "replace_key": Kind.KEY_REFUSED,
    "choose_group": Kind.NO_GROUP,
    "check_network": Kind.OFFLINE,
}
# The same for every account, so that one banner tells of all of them.
_SHARED = frozenset({Kind.OFFLINE, Kind.UNTRUSTED, Kind.PROXY_PASSWORD, Kind.PROXY_WINDOWS})


def account_views(configuration: Configuration, engine: Engine, today: Mapping[str, Sums]) -> tuple[AccountView, ...]:
    """Return every account: those that serve, those that rest, those whose key cannot be had."""
    landscape, settings = engine.landscape, configuration.settings
    running = _running(landscape)
    views = [
        _account_view(account, engine, settings, running.get(account.name, 0), today)
        for account in configuration.accounts
    ]
    present = {view.name for view in views}
    for name, entry in settings.accounts.items():
        if name in present:
            continue
        unusable = configuration.unusable.get(name)
        views.append(
            AccountView(
                name=name,
                state="unreadable" if unusable is not None else "off",
                enabled=entry.enabled,
                groups=entry.resource_groups,
                trouble=_unusable_trouble(unusable) if unusable is not None else None,
                requests_today=today[name].requests if name in today else 0,
            )
        )
    order = list(settings.accounts)
    return tuple(sorted(views, key=lambda view: order.index(view.name) if view.name in order else -1))


def _running(landscape: Landscape) -> dict[str, int]:
    counts: dict[str, int] = {}
    every = {(each.account, each.id) for each in landscape.deployments}
    every |= {(each.account, each.id) for pinned in landscape.pinned.values() for each in pinned}
    for account, _ in every:
        counts[account] = counts.get(account, 0) + 1
    return counts


def _account_view(
    account: Account, engine: Engine, settings: Settings, deployments: int, today: Mapping[str, Sums]
) -> AccountView:
    landscape, key = engine.landscape, account.key
    ends = key.certificate_expiry()
    trouble = account_trouble(account, landscape, deployments)
    if trouble is not None:
        refused = trouble.kind is Kind.KEY_REFUSED
        state = "refused" if refused else "problem"
    else:
        state = "checking" if landscape.refreshed_at is None and not deployments else "ready"
    return AccountView(
        name=account.name,
        state=state,
        groups=account.resource_groups,
        trouble=trouble,
        sign_in="certificate" if key.certificate else "secret",
        certificate_ends=ends if key.certificate else None,
        subaccount=key.identity_zone,
        region=key.region,
        api_host=urlsplit(key.api_url).netloc,
        token_until=engine.token_expires_at(account.name),
        deployments=deployments,
        requests_today=today[account.name].requests if account.name in today else 0,
        temporary=account.name not in settings.accounts,
    )


def account_trouble(account: Account, landscape: Landscape, deployments: int) -> Trouble | None:
    """Return what is wrong with an account, the gravest only."""
    problem = landscape.problems.get(account.name)
    if problem is not None:
        return _problem_trouble(account, problem)
    if landscape.refreshed_at is not None and not deployments:
        return Trouble(kind=Kind.NO_DEPLOYMENT, subject=account.name, others=account.resource_groups)
    return _expiry_trouble(account)


def _problem_trouble(account: Account, problem: AccountProblem) -> Trouble:
    kind = _REMEDIES.get(problem.remedy, Kind.ACCOUNT)
    return Trouble(
        kind=kind, subject=account.name, detail=problem.message, hint=problem.hint, others=account.resource_groups
    )


def _expiry_trouble(account: Account) -> Trouble | None:
    ends = account.key.certificate_expiry() if account.key.certificate else None
    if ends is None:
        return None
    days = (ends - datetime.now(UTC)).days
    return Trouble(kind=Kind.CERTIFICATE_ENDS, subject=account.name, days=days) if days < EXPIRY_DAYS else None


def _unusable_trouble(unusable: UnusableAccount) -> Trouble:
    kind = _UNUSABLE.get(unusable.reason, Kind.KEY_UNREADABLE)
    subject = unusable.name if kind is Kind.KEY_UNREADABLE else ""
    detail = unusable.message[:1].upper() + unusable.message[1:] if kind is Kind.KEY_UNREADABLE else ""
    return Trouble(kind=kind, subject=subject, detail=detail)


def troubles(
    configuration: Configuration, accounts: Sequence[AccountView], landscape: Landscape
) -> tuple[Trouble, ...]:
    """Return what stands in the way, the gravest first; a cause that several accounts share is told once."""
    found: list[Trouble] = []
    for view in accounts:
        trouble = view.trouble
        if trouble is None:
            continue
        if trouble.kind in _SHARED:
            trouble = Trouble(kind=trouble.kind, detail=trouble.detail, hint=trouble.hint)
            if any(other.kind is trouble.kind for other in found):
                continue
        if trouble not in found:
            found.append(trouble)
    if configuration.wrong_settings:
        lines = "; ".join(wrong.line for wrong in configuration.wrong_settings)
        found.append(Trouble(kind=Kind.SETTINGS_WRONG, detail=lines))
    if not accounts:
        found.append(Trouble(kind=Kind.NO_ACCOUNT))
    order = list(Kind)
    return tuple(sorted(found, key=lambda trouble: order.index(trouble.kind)))


def budget_troubles(settings: Settings, used: float) -> tuple[Trouble, ...]:
    """Return what is to be said of the month's budget.

    Args:
        used: capacity units since the month began.
    """
    if not settings.monthly_budget:
        return ()
    percent = int(100 * used / settings.monthly_budget)
    if percent >= 100:
        return (Trouble(kind=Kind.BUDGET_SPENT, percent=100),)
    return (Trouble(kind=Kind.BUDGET_NEAR, percent=percent),) if percent >= settings.budget_warning else ()


def model_views(engine: Engine) -> tuple[ModelView, ...]:
    """Return every deployment that serves a model, in whichever state, and what orchestration serves."""
    now = time.time()
    offered = {model.name: model for model in engine.landscape.offered}
    quotas = {(account, use.model): use for use in engine.quotas() for account in use.accounts}
    return tuple(
        _model_view(row, offered.get(row.model), quotas.get((row.account, row.model)), engine.landscape, now)
        for row in engine.models()
        if row.model
    )


def _model_view(
    row: ModelRow, offer: OfferedModel | None, use: QuotaUse | None, landscape: Landscape, now: float
) -> ModelView:
    told = landscape.quotas.get(row.account, {}).get(row.model)
    names = tuple(dict.fromkeys(name for name in (row.familiar, *row.aliases) if name))
    return ModelView(
        model=row.model,
        account=row.account,
        group=row.resource_group,
        id=row.id,
        version=row.version,
        names=names,
        on=not row.hidden,
        status=row.status or "RUNNING",
        detail=row.status_detail,
        context=row.context or None,
        price_in=price_of(row.input_cost),
        price_out=price_of(row.output_cost),
        retires=row.retirement_date,
        deprecated=row.deprecated,
        resting=max(0.0, round(row.resting_until - now)) if row.resting_until else 0.0,
        kind=row.kind,
        through_orchestration=row.through_orchestration,
        executable=row.executable,
        replacements=offer.replacements if offer is not None else (),
        newer=_newer(row, offer),
        quota_used=use.used if use is not None else 0,
        quota=use.limit if use is not None else told,
        quota_learned=use is not None and use.learned,
        facts=row.facts,
    )


def _newer(row: ModelRow, offer: OfferedModel | None) -> str:
    """Return the version that SAP calls the latest, of a deployment that has an older one."""
    newest = next((each.name for each in offer.versions if each.latest), "") if offer is not None else ""
    older = bool(row.version) and row.version not in (LATEST, newest)
    return newest if older and not row.through_orchestration else ""


def price_of(text: str) -> str:
    """Return capacity units a million tokens, of SAP's price for a thousand; "" where there is none to be read."""
    try:
        return f"{float(text) * _THOUSAND:.1f}" if text else ""
    except ValueError:
        return ""


def running_views(engine: Engine) -> tuple[RunningView, ...]:
    """Return the requests under way, the newest first."""
    return tuple(
        RunningView(
            number=each.number,
            id=each.id,
            started=each.started,
            key=each.key,
            client=each.client,
            api=each.api,
            asked=each.asked,
            model=each.model or each.asked,
            account=each.account,
            first_token=each.first_token,
        )
        for each in reversed(engine.meter.running)
    )


def would_be(settings: Settings) -> str:
    """Return the address that the proxy has when it is on; "" where a port is still to be picked."""
    if not settings.port:
        return ""
    host = settings.host
    shown = "127.0.0.1" if host in ("0.0.0.0", "") else "[::1]" if host == "::" else host  # noqa: S104 - compared
    return f"{'https' if settings.https else 'http'}://{shown}:{settings.port}"
