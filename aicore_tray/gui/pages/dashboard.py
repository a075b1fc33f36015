"""The dashboard, first version: today's figures and the last requests."""

from __future__ import annotations

import time
from collections.abc import Hashable
from datetime import datetime
from typing import Any

from PySide6.QtCore import QLocale, QObject, Qt
from PySide6.QtWidgets import QHBoxLayout

from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.mending import Mending
from aicore_tray.gui.models.rows import RowsModel
from aicore_tray.gui.numbers import UNKNOWN, duration, short_count
from aicore_tray.gui.pages.page import Page
from aicore_tray.gui.snapshots import ProxyState, Snapshot
from aicore_tray.gui.widgets.empty import EmptyState
from aicore_tray.gui.widgets.stat import StatCard
from aicore_tray.gui.widgets.table import MEDIUM_ROLE, PILL_ROLE, Table
from aicore_tray.gui.wording import tr_page
from aicore_tray.usage.record import ABORTED, RequestRecord


class RecentModel(RowsModel[RequestRecord]):
    """The last requests, newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__([""] * 8, (4, 5, 6, 7), parent)
        self._titles = (
            self.tr("Last requests"),
            self.tr("Client"),
            self.tr("Model"),
            self.tr("Status"),
            self.tr("In"),
            self.tr("Out"),
            self.tr("First token"),
            self.tr("Total"),
        )

    def identity(self, row: RequestRecord) -> Hashable:
        return row.id

    def cell(self, row: RequestRecord, column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == PILL_ROLE and column == 3:
            return self._pill(row)
        if role == MEDIUM_ROLE:
            return column == 2
        if role == Qt.ItemDataRole.ToolTipRole and column == 1:
            return self.tr("{client}, with the key of {key}").format(client=row.client or UNKNOWN, key=row.key)
        return None

    def _text(self, record: RequestRecord, column: int) -> str:
        usage = record.usage
        first = UNKNOWN if record.first_token is None else duration(record.first_token)
        texts = (
            datetime.fromtimestamp(record.started).astimezone().strftime("%H:%M:%S"),
            record.client.partition("/")[0] or record.key,
            record.model or record.asked,
            self._pill(record)[1],
            short_count(usage.prompt) if usage.total else UNKNOWN,
            short_count(usage.output) if usage.total else UNKNOWN,
            first,
            duration(record.duration),
        )
        return texts[column]

    def _pill(self, record: RequestRecord) -> tuple[str, str]:
        if record.status == ABORTED:
            return "off", self.tr("Stopped")
        if record.status >= 400:
            return "error", self.tr("Error {status}").format(status=record.status)
        return ("ok", self.tr("OK")) if record.complete else ("warn", self.tr("Broke off"))


class DashboardPage(Page):
    """What happens now and what happened today."""

    def __init__(self, bridge: Bridge, mending: Mending) -> None:
        super().__init__("dashboard", tr_page("Dashboard"), bridge)
        self._mending = mending
        cards = QHBoxLayout()
        cards.setSpacing(12)
        self.requests = StatCard(self.tr("Requests today"))
        self.input = StatCard(self.tr("Tokens in"))
        self.output = StatCard(self.tr("Tokens out"))
        self.errors = StatCard(self.tr("Errors"))
        for card in (self.requests, self.input, self.output, self.errors):
            cards.addWidget(card, 1)
        self.body.addLayout(cards)
        self.recent = RecentModel(self)
        self.table = Table(row_height=32, hugs=True)
        self.table.setObjectName("recent-requests")
        self.table.setAccessibleName(self.tr("Last requests"))
        self.table.setModel(self.recent)
        self.table.set_stretch(2)
        self.table.hide_by_priority([6, 1, 4])
        self._empty = EmptyState("requests", self.tr("No requests yet"), "")
        self._empty.clicked.connect(self._help_to_begin)
        self.table.set_empty(self._empty)
        self.body.addWidget(self.table, 1)
        self.body.addStretch(0)
        self.show_snapshot(bridge.snapshot)

    def _help_to_begin(self) -> None:
        snapshot = self.bridge.snapshot
        if not snapshot.accounts:
            self._mending.choose_key()
        else:
            self._mending.shows_page.emit("keys")

    def show_snapshot(self, snapshot: Snapshot) -> None:
        super().show_snapshot(snapshot)
        proxy = snapshot.proxy
        self.subtitle.set_text(self._since(snapshot))
        if not snapshot.loaded:
            for card in (self.requests, self.input, self.output, self.errors):
                card.set_loading()
            self._empty.set_texts("", "")
            return
        self._show_figures(snapshot)
        if not snapshot.accounts:
            self._empty.set_texts(
                self.tr("No requests yet"),
                self.tr("Bring the service key of your SAP AI Core instance first."),
                self.tr("Add service key…"),
            )
        else:
            self._empty.set_texts(
                self.tr("No requests yet"),
                self.tr("Give a tool the address {url} and an API key.").format(url=proxy.url or "…"),
                self.tr("Show API keys"),
            )
        self.recent.take(snapshot.recent)

    def _show_figures(self, snapshot: Snapshot) -> None:
        today, flying = snapshot.today, snapshot.proxy.in_flight
        running = self.tr("{count} running now").format(count=flying) if flying else self.tr("none running now")
        if not today.requests:
            self.requests.set(UNKNOWN, "", running if flying else "")
            for card in (self.input, self.output, self.errors):
                card.set(UNKNOWN, "", "")
            return
        self.requests.set(short_count(today.requests), "", running)
        known = today.input + today.cache_read
        share = self.tr("{percent} % from cache").format(percent=round(100 * today.cache_read / known)) if known else ""
        self.input.set(*_unit(known), share)
        each = self.tr("{count} a request").format(count=short_count(today.output // today.requests))
        self.output.set(*_unit(today.output), each)
        rate = QLocale().toString(100 * today.errors / today.requests, "f", 1)
        self.errors.set(short_count(today.errors), "", self.tr("{percent} %").format(percent=rate))

    def _since(self, snapshot: Snapshot) -> str:
        if snapshot.proxy.state is ProxyState.RUNNING and snapshot.proxy.since is not None:
            seconds = time.time() - snapshot.proxy.since
            return self.tr("just started") if seconds < 60 else self.tr("up {time}").format(time=duration(seconds))
        return self.tr("off") if snapshot.proxy.state is ProxyState.OFF else ""


def _unit(number: int) -> tuple[str, str]:
    figure, _, unit = short_count(number).partition("\u2009")
    return figure, unit
