"""Requests: every one of them live, narrowed to what is looked for, and all that is known of the one that is chosen."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QSplitter, QWidget

from aicore_tray.errors import AicoreTrayError
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.help.shortcuts import Place, bind
from aicore_tray.gui.mending import Mending
from aicore_tray.gui.models.request_log import RequestLog
from aicore_tray.gui.models.request_words import FAILED
from aicore_tray.gui.numbers import short_count
from aicore_tray.gui.pages.page import Page
from aicore_tray.gui.requests.criteria import Criteria
from aicore_tray.gui.requests.detail_pane import DetailPane
from aicore_tray.gui.requests.filter_bar import FilterBar
from aicore_tray.gui.requests.log_table import LogTable
from aicore_tray.gui.snapshots import RunningView, Snapshot
from aicore_tray.gui.theme import Text
from aicore_tray.gui.turns import Turns, TurnTimer
from aicore_tray.gui.widgets.empty import EmptyState
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.wording import told, tr_page
from aicore_tray.system import garbage
from aicore_tray.usage.export import Format
from aicore_tray.usage.record import RequestRecord

_WIDE = 1130  # of the page, in a window of 1400
_DETAIL_WIDTH, _DETAIL_HEIGHT = 380, 256
_LEAST_TABLE = 130
_TICK_MS = 1000
_NOTE_MS = 400
# As often as the table is painted.
_REST = 0.1
_BELOW, _BESIDE = "below", "beside"


class RequestsPage(Page):
    """The table, and the details below it or beside it."""

    def __init__(self, bridge: Bridge, mending: Mending) -> None:
        super().__init__("requests", tr_page("Requests"), bridge, needs_proxy=True)
        self._mending = mending
        self._memory = bridge.session.remembered.memory
        self._turns = Turns(self)
        self._seen = 0
        self._follows = self._memory.follow
        self._filled = False
        self._wanted = ""
        self._chosen = ""
        self.kept = Label("", Text.CAPTION, "text_2", elide=Qt.TextElideMode.ElideRight)
        self.add_action(self.kept)
        self.rows = RequestLog(self)
        self.bar = FilterBar()
        self.table = LogTable(self.rows)
        self.table.setObjectName("requests")
        self.table.setAccessibleName(self.tr("Requests"))
        self._empty = EmptyState("requests", "", "")
        self._empty.clicked.connect(self._fill_empty)
        self.table.set_empty(self._empty)
        self.pane = DetailPane(bridge)
        self.pane.setObjectName("request-details")
        self.pane.hide()
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(12)
        self.split.addWidget(self.table)
        self.split.addWidget(self.pane)
        self.split.setStretchFactor(0, 1)
        self.split.setStretchFactor(1, 0)
        self.table.setMinimumHeight(_LEAST_TABLE)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.split, 1)
        self._tick = TurnTimer(self, self._go_on, every=_TICK_MS)
        self._soon = QTimer(self, singleShot=True, interval=_NOTE_MS)
        self._soon.timeout.connect(self._note)
        self._connect()
        self._recall()
        self.show_snapshot(bridge.snapshot)

    def _connect(self) -> None:
        self.bar.changed.connect(self._narrow)
        self.bar.followed.connect(self.table.follow)
        # What scrolling away did is not remembered.
        self.bar.follow.clicked.connect(self._keep_follow)
        self.bar.paused.connect(lambda _on: self._take())
        self.bar.wants_export.connect(self._export)
        self.rows.named.connect(lambda: self._turns.ask("names", self._offer, rest=1.0))
        self.rows.modelReset.connect(self._choose_again)
        self.table.left.connect(lambda: self.bar.follow.setChecked(False))
        self.table.columns_chosen.connect(self._soon.start)
        self.table.selectionModel().currentRowChanged.connect(self._selected)
        self.table.activated.connect(self._activated)
        self.pane.closed.connect(self.close_details)
        self.pane.wants_setting.connect(self._mending.open_setting)
        self.split.splitterMoved.connect(lambda *_: self._soon.start())
        bind(
            self,
            Place.REQUESTS,
            {"close-details": self.close_details},
            Qt.ShortcutContext.WidgetWithChildrenShortcut,
        )

    # ---- what is remembered

    def _recall(self) -> None:
        self.table.choose_columns(self._memory.columns)
        self.bar.remember(self._memory.requests_filter)
        self.bar.follow.setChecked(self._follows)

    def _note(self) -> None:
        criteria = {name: value for name, value in asdict(self.bar.criteria).items() if value}
        splits = dict(self._memory.splits)
        if self.pane.isVisible():
            splits[self._place] = self.split.sizes()[1]
        self.bridge.session.remembered.note(
            columns=self.table.chosen_columns(),
            requests_filter=criteria,
            follow=self._follows,
            splits=splits,
        )

    # ---- room

    @property
    def _place(self) -> str:
        return _BESIDE if self.split.orientation() == Qt.Orientation.Horizontal else _BELOW

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = Qt.Orientation.Horizontal if self.width() >= _WIDE else Qt.Orientation.Vertical
        if wide != self.split.orientation():
            self.split.setOrientation(wide)
            self._share_room()

    def _share_room(self) -> None:
        """Give the details what they had the last time."""
        beside = self._place == _BESIDE
        whole = self.split.width() if beside else self.split.height()
        wanted = self._memory.splits.get(self._place) or (_DETAIL_WIDTH if beside else _DETAIL_HEIGHT)
        self.pane.setMinimumSize(300 if beside else 0, 0 if beside else 150)
        self.split.setSizes([max(_LEAST_TABLE, whole - wanted), wanted])

    def parts(self) -> list[QWidget]:
        return [self, self.pane] if self.pane.isVisible() else [self]

    # ---- showing

    def show_snapshot(self, snapshot: Snapshot) -> None:
        super().show_snapshot(snapshot)
        if not self.isVisible():
            # Nobody looks: what ends meanwhile waits in the feed.
            self._show_words(snapshot)
            return
        self._turns.ask("rows", self._take, rest=_REST)
        self._turns.ask("words", lambda: self._show_words(self.bridge.snapshot), rest=1.0)
        self._read_earlier(snapshot)

    @property
    def settled(self) -> bool:
        """Whether all that is known is shown."""
        return self._turns.settled

    def _take(self) -> None:
        """Take over what came; while the table stands still, say only how much that is."""
        feed, running = self.bridge.session.feed, self.bridge.snapshot.running
        if self.bar.pause.isChecked():
            self.bar.tell_waiting(feed.count - self._seen)
            return
        ended, self._seen = feed.since(self._seen), feed.count
        self.rows.take(running, ended)
        self._run_clock(bool(running))
        self._show_empty()
        if self._wanted:
            self.open_request(self._wanted)
        elif self._chosen:
            self._show_chosen()

    def _show_words(self, snapshot: Snapshot) -> None:
        today, settings = snapshot.today.requests, snapshot.settings
        self.subtitle.set_text(self.tr("{count} today").format(count=short_count(today)) if today else "")
        days = settings.usage_days
        kept = self.tr("kept for %n days", "", days) if days > 1 else self.tr("kept for one day")
        kept = kept if days else self.tr("kept for good")
        bodies = self.tr("bodies are recorded") if settings.log_bodies else self.tr("bodies are not recorded")
        self.kept.set_text(self.tr("{kept} · {bodies}").format(kept=kept, bodies=bodies) if snapshot.loaded else "")

    def _read_earlier(self, snapshot: Snapshot) -> None:
        """Read what the books hold of earlier runs, once."""
        if self._filled or not snapshot.loaded:
            return
        self._filled = True
        self.bridge.run(
            self.bridge.session.earlier_requests(),
            "read earlier requests",
            done=self._fill,
            failed=lambda error: self.banner.show_message("warn", told(error), closable=True),
        )

    def _fill(self, records: list[RequestRecord]) -> None:
        self._take()
        self.rows.fill(records)
        # They last as long as the window; looked through for garbage they would hold up the streams.
        garbage.settle()
        self._show_empty()
        if self._wanted:
            self.open_request(self._wanted)

    def _show_empty(self) -> None:
        if self.rows.rowCount():
            return
        if self.rows.criteria.any:
            self._empty.set_texts(
                self.tr("Nothing matches"),
                self.tr("None of the requests that are kept fits the filter."),
                self.tr("Clear the filter"),
            )
        elif not self.bridge.snapshot.loaded:
            self._empty.set_texts("", "")
        elif not self.bridge.snapshot.accounts:
            self._empty.set_texts(
                self.tr("No requests yet"),
                self.tr("Bring the service key of your SAP AI Core instance first."),
                self.tr("Add service key…"),
            )
        else:
            url = self.bridge.snapshot.proxy.url or "…"
            self._empty.set_texts(
                self.tr("No requests yet"),
                self.tr("Your tools reach the proxy at {url}.").format(url=url),
                self.tr("Connect a tool"),
            )

    def _offer(self) -> None:
        self.bar.offer(self.rows.clients, self.rows.models)

    # ---- the table

    def _narrow(self) -> None:
        self.rows.narrow(self.bar.criteria)
        self._show_empty()
        self._soon.start()

    def show_failed(self) -> None:
        """Show the requests that failed, and no others."""
        self.bar.set_criteria(Criteria(state=FAILED))

    def _fill_empty(self) -> None:
        if self.rows.criteria.any:
            self.bar.set_criteria(Criteria())
            self.bar.words.setFocus()
        elif not self.bridge.snapshot.accounts:
            self._mending.choose_key()
        else:
            self._mending.shows_page.emit("connect")

    def _keep_follow(self, on: bool) -> None:
        self._follows = on
        self._soon.start()

    # ---- the one that is chosen

    def open_request(self, request_id: str) -> None:
        """Choose a request and show all that is known of it, as soon as it is there."""
        index = self.rows.place_of(request_id)
        if not index.isValid() and self.rows.criteria.any and not self._wanted:
            self.bar.set_criteria(Criteria())
            index = self.rows.place_of(request_id)
        self._wanted = "" if index.isValid() else request_id
        if index.isValid():
            self.table.setCurrentIndex(index)
            self.table.scrollTo(index)

    def _selected(self, current: QModelIndex, _before: QModelIndex) -> None:
        row = self.rows.at(current)
        if row is not None:
            self._chosen = row.id
            self._show_chosen()

    def _activated(self, index: QModelIndex) -> None:
        self._selected(index, index)

    def _show_chosen(self) -> None:
        row = self.rows.at(self.table.currentIndex())
        if row is None or row.id != self._chosen:
            return
        if self.pane.isHidden():
            self.know()
            self.pane.show()
            self._share_room()
            # It shall not lie below the edge that the table has from now on.
            QTimer.singleShot(0, self, lambda: self.table.scrollTo(self.table.currentIndex()))
        self.pane.show_request(row)

    def _choose_again(self) -> None:
        """Find the request that was chosen among rows that are all new."""
        if self._chosen and (index := self.rows.place_of(self._chosen)).isValid():
            self.table.setCurrentIndex(index)

    def close_details(self) -> None:
        """Give the table all the room."""
        if self.pane.isHidden():
            return
        within = self.pane.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        self._chosen = ""
        self.pane.hide()
        self.table.clearSelection()
        self.table.setCurrentIndex(QModelIndex())
        if within:
            self.table.setFocus()

    # ---- saving

    def _export(self, form: str, everything: bool) -> None:
        dialog = QFileDialog(self.window(), self.tr("Save requests"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        csv = form == Format.CSV
        dialog.setNameFilters([self.tr("Spreadsheet (*.csv)") if csv else self.tr("JSON lines (*.jsonl)")])
        dialog.setDefaultSuffix(form)
        dialog.selectFile(f"requests.{form}")
        dialog.finished.connect(dialog.deleteLater)
        dialog.fileSelected.connect(lambda name: self.save(Path(name), Format(form), everything=everything))
        dialog.open()

    def save(self, file: Path, form: Format, *, everything: bool) -> None:
        """Write requests into a file.

        Args:
            everything: all that the books hold; else those that are shown and have ended.
        """
        shown = [row for row in self.rows.shown() if isinstance(row, RequestRecord)]
        self.bridge.run(
            self.bridge.session.save_requests(file, form, None if everything else shown),
            "save requests",
            done=lambda _: self.banner.show_message("ok", self.tr("Saved to {file}.").format(file=file.name)),
            failed=self._not_saved,
        )

    def _not_saved(self, error: AicoreTrayError) -> None:
        self.banner.show_message("error", told(error), closable=True)

    # ---- only while it is seen

    def _run_clock(self, running: bool) -> None:
        if running and self.isVisible() and not self._tick.isActive():
            self._tick.start()
        elif not running:
            self._tick.stop()

    def _go_on(self) -> None:
        if not self.bar.pause.isChecked():
            self.rows.tick()
        if isinstance(self.pane.row, RunningView) and self.pane.isVisible():
            self.pane.tick()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        snapshot = self.bridge.snapshot
        self._read_earlier(snapshot)
        self._turns.ask("rows", self._take)
        self._run_clock(bool(snapshot.running))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tick.stop()
