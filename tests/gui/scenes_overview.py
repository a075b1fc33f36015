"""Scenes of the dashboard and of diagnostics."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSize

from aicore_tray.config.settings import Settings
from aicore_tray.diagnostics.lag import LagReport
from aicore_tray.gui import diagnosing
from aicore_tray.gui.pages.dashboard import DashboardPage
from aicore_tray.gui.pages.diagnostics import DiagnosticsPage
from aicore_tray.gui.snapshots import Kind, ProxyState, ProxyView, Snapshot, Trouble
from aicore_tray.gui.windows.main_window import MINIMUM
from aicore_tray.usage.statistics import Range, Slice, Statistics
from tests.gui import staged
from tests.gui.stage import POINTS, Play, Scene, Set, page, settle

_WIDE = QSize(1480, 900)


def _dashboard(on: Set) -> DashboardPage:
    on.window.show_page("dashboard")
    found = on.window.page
    assert isinstance(found, DashboardPage)
    return found


def _span(key: str) -> Play:
    async def play(on: Set) -> None:
        shown = _dashboard(on)
        shown.span.set_current(key)
        shown.span.changed.emit(key)
        await settle()

    return play


async def _hover(on: Set) -> None:
    shown = _dashboard(on)
    await settle()
    shown.chart.choose(46)
    await settle()


async def _scrolled(on: Set) -> None:
    shown = _dashboard(on)
    await settle()
    bar = shown._area.verticalScrollBar()
    bar.setValue(bar.maximum())
    await settle()


# ---- situations


def quiet() -> Snapshot:
    """Return the picture of a day on which nothing was asked yet."""
    full = staged.day()
    hour = tuple(Slice(each.start) for each in full.statistics.hour.slices)
    week = tuple(Slice(each.start) for each in full.statistics.week.slices)
    nothing = Statistics(hour=Range(slices=hour), week=Range(slices=week))
    full = replace(full, units_of_month=0.0)
    return replace(full, recent=(), today=staged.fresh().today, statistics=nothing)


def busy() -> Snapshot:
    """Return the picture of a good day on which two requests run."""
    found = staged.day()
    return replace(found, proxy=replace(found.proxy, in_flight=2), running=staged.running(staged.NOW))


def _spending() -> Snapshot:
    found = busy()
    settings = replace(found.settings, monthly_budget=60.0, currency="EUR", unit_price=0.9)
    return replace(found, settings=settings)


def _starting() -> Snapshot:
    return Snapshot(settings=Settings())


def _off() -> Snapshot:
    return replace(staged.day(), proxy=ProxyView(state=ProxyState.OFF, url=staged.URL))


def _taken() -> Snapshot:
    taken = Trouble(kind=Kind.PORT_TAKEN, subject="node (4711)", port=3001, other_port=3002)
    return staged.with_trouble(staged.day(), taken, failed=True)


def _refused() -> Snapshot:
    return staged.with_trouble(busy(), staged.trouble(Kind.UNTRUSTED))


def _diagnostics(*, check: bool = False, holder: str = "") -> Play:
    async def play(on: Set) -> None:
        async def look(_: object) -> diagnosing.Look:
            return _look()

        async def held(_: object) -> str:
            program = diagnosing.tr("held by {program} ({pid})")
            return program.format(program=holder, pid=4711) if holder else diagnosing.tr("free")

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(diagnosing, "look", look)
            patch.setattr(diagnosing, "port_holder", held)
            on.window.show_page("diagnostics")
            await settle()
        shown = on.window.page
        assert isinstance(shown, DiagnosticsPage)
        shown.lag.stop()
        shown._lag_tick.stop()
        shown.show_lag(LAG)
        if check:
            shown.run.click()
        await settle()

    return play


LAG = LagReport(
    samples=1180, p50=0.3, p99=2.4, longest=6.1, series=tuple(1.2 + 3.6 * abs(math.sin(n * n)) for n in range(60))
)


def _look() -> diagnosing.Look:
    """Return a computer that nobody has, named as the language wants it."""
    share = Path("/home/jane/.local/share/aicore-tray")
    tr, store = diagnosing.tr, diagnosing.tr("the system's store")
    return diagnosing.Look(
        versions={
            "AI Core Tray": "0.9.0",
            "Python": "3.13.1 (frozen)",
            "aiohttp": "3.14.5",
            "OpenSSL": "3.5.4",
            "System": "Ubuntu 26.04 LTS, x86_64",
            "Desktop": "KDE, wayland",
            "Qt": "6.11.3, PySide6 6.11.3, wayland",
            tr("Tray"): tr("available"),
            tr("Keyring"): "SecretService (Keyring)",
        },
        network={
            tr("Company proxy"): "proxy.corp.example:8080",
            tr("Trusted certificates"): f"{store}, corp-root.pem",
            tr("Variables that are set"): "HTTPS_PROXY, NO_PROXY",
        },
        places=(
            diagnosing.Place(name=tr("Settings"), path=Path("/home/jane/.config/aicore-tray/settings.toml")),
            diagnosing.Place(name=tr("Data"), path=share),
            diagnosing.Place(name=tr("Logs"), path=Path("/home/jane/.local/state/aicore-tray/log")),
            diagnosing.Place(name=tr("Statistics"), path=share / "usage.db", size="2.4 MB"),
            diagnosing.Place(name=tr("Chats"), path=share / "chats.db", size="480 KB"),
        ),
    )


SCENES: dict[str, Scene] = {
    "dashboard": Scene(page("dashboard"), busy),
    "dashboard-now": Scene(_span("now"), busy),
    "dashboard-week": Scene(_span("week"), busy),
    "dashboard-month": Scene(_span("month"), _spending),
    "dashboard-hover": Scene(_hover, busy),
    "dashboard-scrolled": Scene(_scrolled, busy),
    "dashboard-empty": Scene(page("dashboard"), quiet),
    "dashboard-starting": Scene(page("dashboard"), _starting),
    "dashboard-off": Scene(page("dashboard"), _off),
    "wide-dashboard": Scene(page("dashboard"), busy, size=_WIDE),
    "narrow-dashboard": Scene(page("dashboard"), busy, size=MINIMUM),
    "diagnostics": Scene(_diagnostics(check=True), busy, staged.stages()),
    "diagnostics-failed": Scene(_diagnostics(check=True), _refused, staged.stages("tls", staged.UNTRUSTED)),
    "diagnostics-port-taken": Scene(_diagnostics(holder="node"), _taken),
    "diagnostics-empty": Scene(_diagnostics(), staged.fresh),
    "narrow-diagnostics": Scene(_diagnostics(check=True), busy, staged.stages(), size=MINIMUM),
    "large-font-diagnostics": Scene(_diagnostics(check=True), busy, staged.stages(), points=POINTS * 1.5),
    "large-font-dashboard": Scene(page("dashboard"), busy, points=POINTS * 1.5),
}
