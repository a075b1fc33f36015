"""Scenes of the dashboard and of diagnostics."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize

from aicore_tray.config.settings import Settings
from aicore_tray.gui.pages.dashboard import DashboardPage
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
    return replace(full, recent=(), today=staged.fresh().today, statistics=nothing)


def busy() -> Snapshot:
    """Return the picture of a good day on which two requests run."""
    found = staged.day()
    return replace(found, proxy=replace(found.proxy, in_flight=2), running=staged.running(staged.NOW))


def _starting() -> Snapshot:
    return Snapshot(settings=Settings())


def _off() -> Snapshot:
    return replace(staged.day(), proxy=ProxyView(state=ProxyState.OFF, url=staged.URL))


def _taken() -> Snapshot:
    taken = Trouble(kind=Kind.PORT_TAKEN, subject="node (4711)", port=3001, other_port=3002)
    return staged.with_trouble(staged.day(), taken, failed=True)


def _refused() -> Snapshot:
    return staged.with_trouble(busy(), staged.trouble(Kind.UNTRUSTED))


SCENES: dict[str, Scene] = {
    "dashboard": Scene(page("dashboard"), busy),
    "dashboard-now": Scene(_span("now"), busy),
    "dashboard-week": Scene(_span("week"), busy),
    "dashboard-hover": Scene(_hover, busy),
    "dashboard-scrolled": Scene(_scrolled, busy),
    "dashboard-empty": Scene(page("dashboard"), quiet),
    "dashboard-starting": Scene(page("dashboard"), _starting),
    "dashboard-off": Scene(page("dashboard"), _off),
    "wide-dashboard": Scene(page("dashboard"), busy, size=_WIDE),
    "narrow-dashboard": Scene(page("dashboard"), busy, size=MINIMUM),
    "large-font-dashboard": Scene(page("dashboard"), busy, points=POINTS * 1.5),
}
