"""What the window adds to the diagnostics: the session's state, Qt's versions; on the page and as one text to copy."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import PySide6
from PySide6.QtCore import QCoreApplication, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSystemTrayIcon

from aicore_tray.config.settings import Settings
from aicore_tray.diagnostics import computer
from aicore_tray.diagnostics.bundle import AccountFacts, Material, RequestFacts, collect
from aicore_tray.diagnostics.doctor import Stage
from aicore_tray.diagnostics.lag import LagReport, LagSampler
from aicore_tray.errors import AicoreTrayError
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.language import translated_message
from aicore_tray.gui.numbers import duration, file_size
from aicore_tray.gui.session import Session
from aicore_tray.gui.snapshots import ProxyState, Snapshot
from aicore_tray.gui.wording import said
from aicore_tray.system import ports
from aicore_tray.system.network import proxy_for

_REQUESTS = 20
# Where no account tells which host is meant; nothing is sent there.
_SAP = "https://api.ai.prod.eu-central-1.aws.ml.hana.ondemand.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A file or folder that people may want to open."""

    name: str
    path: Path
    size: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What was found out about this computer."""

    versions: Mapping[str, str]
    network: Mapping[str, str]
    places: tuple[Place, ...]


def tr(text: str) -> str:
    return QCoreApplication.translate("Diagnostics", text)


async def look(session: Session) -> Look:
    """Return what is so on this computer; files, keyring and the system's settings are asked in a thread."""
    paths, settings = session.paths, _settings(session)
    window = window_versions()

    def found() -> Look:
        return Look(
            versions={**computer.versions(), **window, tr("Keyring"): translated_message(computer.keyring_name())},
            network=_network(settings or Settings()),
            places=(
                Place(name=tr("Settings"), path=paths.settings_file),
                Place(name=tr("Data"), path=paths.data),
                Place(name=tr("Logs"), path=paths.logs),
                Place(name=tr("Statistics"), path=paths.usage_db, size=_size(paths.usage_db)),
                Place(name=tr("Chats"), path=paths.chats_db, size=_size(paths.chats_db)),
            ),
        )

    return await asyncio.to_thread(found)


def _size(file: Path) -> str:
    size = computer.bytes_of(file)
    return tr("not there yet") if size is None else file_size(size)


def window_versions() -> Mapping[str, str]:
    """Return what only the window knows."""
    tray = tr("available") if QSystemTrayIcon.isSystemTrayAvailable() else tr("none on this desktop")
    return {
        "Qt": f"{qVersion()}, PySide6 {PySide6.__version__}, {QGuiApplication.platformName()}",
        tr("Tray"): tray,
    }


def _network(settings: Settings) -> Mapping[str, str]:
    proxy = proxy_for(settings.network, _SAP)
    trust = [tr("the system's store")]
    if settings.ca_file is not None:
        trust.append(settings.ca_file.name)
    trust += [name for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS") if os.environ.get(name)]
    return {
        tr("Company proxy"): _host(proxy) if proxy else tr("none"),
        tr("Trusted certificates"): ", ".join(trust),
        tr("Variables that are set"): ", ".join(computer.variables(os.environ)) or tr("none"),
    }


def _host(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2]


def _settings(session: Session) -> Settings | None:
    try:
        return session.settings
    except AicoreTrayError:
        return None


# ---- the proxy


def proxy_facts(snapshot: Snapshot, holder: str) -> Mapping[str, str]:
    """Return what the local proxy does now.

    Args:
        holder: who holds the port, where somebody else does.
    """
    proxy = snapshot.proxy
    words = {
        ProxyState.OFF: tr("Off"),
        ProxyState.STARTING: tr("Starting"),
        ProxyState.RUNNING: tr("Running"),
        ProxyState.STOPPING: tr("Stopping"),
        ProxyState.FAILED: tr("Cannot start"),
        ProxyState.ELSEWHERE: tr("Runs in a terminal"),
    }
    running = proxy.state is ProxyState.RUNNING
    up = duration(time.time() - proxy.since) if running and proxy.since is not None else ""
    return {
        tr("State"): words[proxy.state],
        tr("Address"): proxy.url,
        tr("Port"): tr("held by this AI Core Tray") if running else holder,
        tr("Up"): up if not running or not proxy.since or time.time() - proxy.since >= 60 else tr("just started"),
        tr("Running requests"): str(proxy.in_flight),
    }


async def port_holder(session: Session) -> str:
    """Return who holds the port that the proxy wants, in words; it takes a few seconds at the worst."""
    settings = _settings(session)
    if settings is None or not settings.port:
        return tr("picked when it starts")
    holder = await ports.holder_of(settings.host, settings.port)
    if holder.kind == "ours":
        return tr("held by another AI Core Tray ({pid})").format(pid=holder.pid or "?")
    if holder.kind == "reserved":
        return tr("reserved by Windows")
    if holder.kind == "forbidden":
        return tr("not allowed for your account")
    if holder.program:
        return tr("held by {program} ({pid})").format(program=holder.program, pid=holder.pid or "?")
    return tr("free") if holder.detail else tr("held by a program of another user")


# ---- the text


async def diagnostics_text(
    bridge: Bridge, *, checks: Mapping[str, tuple[Stage, ...]] | None = None, lag: LagReport | None = None
) -> str:
    """Return everything that helps to understand a problem, without any secret; it always works.

    Args:
        checks: account -> the steps of a check that was run.
        lag: how late the loop was; measured for a moment where nobody has looked.
    """
    session, snapshot = bridge.session, bridge.snapshot
    if lag is None or not lag.samples:
        lag = await LagSampler().measured()
    holder = "" if snapshot.proxy.state is ProxyState.RUNNING else await port_holder(session)
    found = await look(session)
    return await collect(
        Material(
            paths=session.paths,
            proxy=proxy_facts(snapshot, holder),
            versions=window_versions(),
            network=found.network,
            settings=_settings(session),
            accounts=tuple(
                AccountFacts(
                    name=view.name,
                    state=view.state,
                    region=view.region,
                    groups=view.groups,
                    sign_in=view.sign_in,
                    deployments=view.deployments,
                    trouble=_told(view.trouble.detail, said(view.trouble).fact) if view.trouble is not None else "",
                )
                for view in snapshot.accounts
            ),
            troubles=tuple(_told(trouble.detail, said(trouble).fact) for trouble in snapshot.troubles),
            requests=tuple(
                RequestFacts(
                    started=record.started,
                    client=record.client,
                    dialect=record.dialect,
                    model=record.model or record.asked,
                    status=record.status,
                    complete=record.complete,
                    input=record.usage.prompt,
                    output=record.usage.output,
                    first_token=record.first_token,
                    duration=record.duration,
                    error=record.error,
                )
                for record in snapshot.recent[:_REQUESTS]
            ),
            checks=checks or {},
            lag=lag,
            secrets=secrets_of(session),
        )
    )


def _told(detail: str, fact: str) -> str:
    return f"{fact} ({detail})" if detail and detail not in fact else fact


def secrets_of(session: Session) -> tuple[str, ...]:
    """Return what is known here and must not be seen anywhere."""
    configuration = session.configuration
    found = [session.chat_key]
    if configuration is not None:
        found.append(configuration.proxy_password)
        found.append(configuration.settings.proxy_user)
        for account in configuration.accounts:
            key = account.key
            found += [key.client_id, key.client_secret, key.certificate, key.private_key]
    return tuple(secret for secret in found if secret)
