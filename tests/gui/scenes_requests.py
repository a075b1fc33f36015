"""Scenes of the Requests page."""

from __future__ import annotations

from dataclasses import replace

import msgspec
from PySide6.QtCore import QSize

from aicore_tray.gui.pages.requests import RequestsPage
from aicore_tray.gui.requests.criteria import Criteria
from aicore_tray.gui.requests.detail_pane import ANSWER, REQUEST
from aicore_tray.gui.snapshots import Snapshot
from aicore_tray.gui.windows.main_window import MINIMUM
from tests.gui import staged, staged_requests
from tests.gui.stage import POINTS, Play, Scene, Set, settle

_WIDE = QSize(1440, 860)


def requests(on: Set, *, filled: bool = True) -> RequestsPage:
    """Show the page, with the requests of the day."""
    if filled:
        for record in reversed(staged_requests.ended(staged.NOW)):
            on.session.feed.add(record)
    on.window.show_page("requests")
    return on.window.requests_page


def _page(chosen: str = "", part: str = "") -> Play:
    async def play(on: Set) -> None:
        shown = requests(on)
        await settle(20)
        if chosen:
            shown.open_request(chosen)
            await settle(12)
        if part:
            shown.pane.turn_to(part)
        await settle(12)

    return play


async def _empty(on: Set) -> None:
    requests(on, filled=False)
    await settle(20)


async def _no_match(on: Set) -> None:
    shown = requests(on)
    await settle()
    shown.bar.set_criteria(Criteria(words="llama"))
    await settle(20)


async def _paused(on: Set) -> None:
    shown = requests(on)
    await settle(20)
    shown.bar.pause.click()
    for number, record in enumerate(staged_requests.ended(staged.NOW)):
        on.session.feed.add(msgspec.structs.replace(record, id=f"later-{number}"))
    shown._take()
    await settle()


def busy() -> Snapshot:
    """Return the picture of a good day on which two requests run."""
    found = staged.day()
    settings = replace(found.settings, usage_days=30)
    return replace(
        found,
        proxy=replace(found.proxy, in_flight=2),
        running=staged_requests.running(staged.NOW),
        settings=settings,
    )


def _recording() -> Snapshot:
    found = busy()
    return replace(found, settings=replace(found.settings, log_bodies=True))


def _quiet() -> Snapshot:
    return replace(staged.day(), recent=())


SCENES: dict[str, Scene] = {
    "requests": Scene(_page(), busy),
    "requests-detail": Scene(_page(staged_requests.RETRIED), busy),
    "requests-running": Scene(_page("run-216"), busy),
    "requests-error": Scene(_page(staged_requests.TOO_LONG), busy),
    "requests-body": Scene(_page(staged_requests.RETRIED, REQUEST), _recording),
    "requests-no-body": Scene(_page(staged_requests.RETRIED, ANSWER), busy),
    "requests-empty": Scene(_empty, _quiet),
    "requests-filter-empty": Scene(_no_match, busy),
    "requests-paused": Scene(_paused, busy),
    "narrow-requests": Scene(_page(staged_requests.RETRIED), busy, size=MINIMUM),
    "wide-requests": Scene(_page(staged_requests.RETRIED), busy, size=_WIDE),
    "large-font-requests": Scene(_page(staged_requests.RETRIED), busy, points=POINTS * 1.5),
}
