"""The dashboard: what runs now, what was used in the last hour, today, in 7 and 30 days, and the last requests."""

from __future__ import annotations

import time

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QMenu, QWidget

from aicore_tray.gui import spans
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.mending import Mending
from aicore_tray.gui.models.requests import RecentModel, Row
from aicore_tray.gui.numbers import duration
from aicore_tray.gui.pages.month_card import MonthCard
from aicore_tray.gui.pages.page import MARGIN, Page, scrolling
from aicore_tray.gui.requests.curl_maker import CurlMaker
from aicore_tray.gui.snapshots import ProxyState, Snapshot
from aicore_tray.gui.theme import Text
from aicore_tray.gui.turns import Turns, TurnTimer
from aicore_tray.gui.widgets.area_chart import AreaChart
from aicore_tray.gui.widgets.card import Card
from aicore_tray.gui.widgets.chart_picture import TINTS, ChartData
from aicore_tray.gui.widgets.empty import EmptyState
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.legend import Legend
from aicore_tray.gui.widgets.recent_table import RecentTable
from aicore_tray.gui.widgets.segments import Segments
from aicore_tray.gui.widgets.share_list import ShareList
from aicore_tray.gui.widgets.stat import StatCard
from aicore_tray.gui.wording import tr_page
from aicore_tray.usage.costs import Money
from aicore_tray.usage.statistics import Range

__all__ = ["DashboardPage", "RecentModel"]

_GAP = 12
_WIDE = 1130  # of the page, in a window of 1400
_SHORT_ROW = 3
_KEY, _ACCOUNT = "key", "account"
# Where shares and requests stand in a narrow, a usual and a wide window: row, column, and how far they reach.
_PLACES = (
    ((3, 0, 1, 2), (4, 0, 1, 2), (5, 0, 1, 2)),
    ((3, 0, 1, 1), (3, 1, 1, 1), (4, 0, 1, 2)),
    ((3, 0, 1, 1), (4, 0, 1, 1), (3, 1, 3, 1)),
)
_ROWS = 12
_TICK_MS = 1000
# Between two looks at figures, and at what goes on for an hour.
_FIGURES, _COURSES = 0.25, 1.0


class DashboardPage(Page):
    """What happens now and what happened before.

    Signals:
        wants_request: the id of a request that the user wants to see.
        wants_errors: the user wants to see the requests that failed.
    """

    wants_request = Signal(str)
    wants_errors = Signal()

    def __init__(self, bridge: Bridge, mending: Mending) -> None:
        super().__init__("dashboard", tr_page("Dashboard"), bridge, bleeds=True, needs_proxy=True)
        self._mending = mending
        self._snapshot = bridge.snapshot
        self._shown_range: Range | None = None
        self._shown_chart: Range | None = None
        self._turns = Turns(self)
        self._at_once = False
        self.span = Segments(
            [
                (spans.NOW, self.tr("Now")),
                (spans.TODAY, self.tr("Today")),
                (spans.WEEK, self.tr("7 days")),
                (spans.MONTH, self.tr("30 days")),
            ],
            self.tr("Time"),
        )
        self.span.setObjectName("span")
        remembered = bridge.session.remembered.memory.span
        self.span.set_current(remembered if remembered in spans.SPANS else spans.TODAY)
        self.span.changed.connect(self._change_span)
        self.add_action(self.span)
        self.cards = {
            "requests": StatCard(self.tr("Requests")),
            "input": StatCard(self.tr("Tokens in")),
            "output": StatCard(self.tr("Tokens out")),
            "cost": StatCard(self.tr("Cost")),
            "errors": StatCard(self.tr("Errors")),
        }
        for name, card in self.cards.items():
            card.setObjectName(f"stat-{name}")
        self.cards["errors"].clicked.connect(self.wants_errors)
        self._build()
        self._tick = TurnTimer(self, self.recent.tick, every=_TICK_MS)
        self.show_snapshot(bridge.snapshot)

    # ---- parts

    def _build(self) -> None:
        whole = QWidget()
        self._grid = QGridLayout(whole)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        self._cards_place = QGridLayout()
        self._cards_place.setSpacing(_GAP)
        self._grid.addLayout(self._cards_place, 0, 0, 1, 2)
        self._grid.addWidget(self._chart_card(), 1, 0, 1, 2)
        self.month = MonthCard()
        self.month.wants_budget.connect(lambda: self._mending.open_setting("monthly_budget"))
        self._by_model_card, self.by_model = self._shares(self.tr("By model, tokens"), "by-model")
        self.group = Segments([(_KEY, self.tr("Key")), (_ACCOUNT, self.tr("Account"))], self.tr("Group by"))
        self.group.setObjectName("group")
        self.group.changed.connect(self._change_group)
        self._by_key_card, self.by_key = self._shares(self.tr("Requests"), "by-key", self.group)
        self.recent = RecentModel(self)
        self.table = RecentTable(self.recent)
        self.table.setObjectName("recent-requests")
        self.table.setAccessibleName(self.tr("Last requests"))
        # By double click or Enter.
        self.table.activated.connect(self._open)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._open_menu)
        self._empty = EmptyState("requests", "", "")
        self._empty.clicked.connect(self._help_to_begin)
        self.table.set_empty(self._empty)
        self._columns = self._wide = -1
        self._arrange(force=True)
        self._area = scrolling(whole, grows=True)
        self.body.addWidget(self._area, 1)

    def _chart_card(self) -> Card:
        card = Card()
        card.body.setContentsMargins(16, 12, 16, 10)
        head = QHBoxLayout()
        head.setSpacing(8)
        self._chart_title = Label("", Text.HEADING)
        self._chart_span = Label("", Text.CAPTION, "text_2", elide=Qt.TextElideMode.ElideRight)
        self._legend = Legend()
        head.addWidget(self._chart_title)
        head.addWidget(self._chart_span)
        head.addStretch(1)
        head.addWidget(self._legend)
        self.chart = AreaChart()
        self.chart.setObjectName("tokens-chart")
        card.body.addLayout(head)
        card.body.addWidget(self.chart)
        return card

    def _shares(self, title: str, name: str, choice: QWidget | None = None) -> tuple[Card, ShareList]:
        card, shares = Card(spacing=4), ShareList(title)
        card.body.setContentsMargins(16, 12, 16, 10)
        shares.setObjectName(name)
        head = QHBoxLayout()
        head.addWidget(Label(title, Text.HEADING), 1)
        if choice is not None:
            card.body.setContentsMargins(16, 8, 12, 10)
            head.addWidget(choice)
        card.body.addLayout(head)
        card.body.addWidget(shares)
        card.body.addStretch(1)
        return card, shares

    # ---- room

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self, *, force: bool = False) -> None:
        """Put cards in one row or two, and the tables beside each other where there is room for it."""
        room = self.width() - 2 * MARGIN
        needed = max(card.minimumSizeHint().width() for card in self.cards.values())
        columns = 5 if room >= 5 * max(needed, 150) + 4 * _GAP or force else _SHORT_ROW
        if columns != self._columns:
            self._columns = columns
            for number, card in enumerate(self.cards.values()):
                # Two rows are as wide as each other: three cards above, two below.
                row, at = divmod(number, columns)
                across = 2 if columns == _SHORT_ROW and row == 0 else 3 if columns == _SHORT_ROW else 1
                self._cards_place.addWidget(card, row, at * across, 1, across)
            for at in range(6):
                self._cards_place.setColumnStretch(at, 1 if at < (6 if columns == _SHORT_ROW else 5) else 0)
        wide = 2 if self.width() >= _WIDE else int(columns == 5)
        if wide != self._wide:
            self._wide = wide
            self._grid.addWidget(self.month, 2, 0, 1, 2)
            for widget, (row, column, down, across) in zip(
                (self._by_model_card, self._by_key_card, self.table), _PLACES[wide], strict=True
            ):
                self._grid.addWidget(widget, row, column, down, across)
            self._grid.setRowStretch(5, int(wide == 2))
            self._grid.setColumnStretch(0, 9 if wide == 2 else 5)
            self._grid.setColumnStretch(1, 20 if wide == 2 else 3)

    # ---- doing

    def _help_to_begin(self) -> None:
        if not self.bridge.snapshot.accounts:
            self._mending.choose_key()
        else:
            self._mending.shows_page.emit("connect")

    def _open(self, index: QModelIndex) -> None:
        row = self.recent.row(index)
        if row is not None:
            self._show(row.id)

    def _show(self, request_id: str) -> None:
        self.know()
        self.wants_request.emit(request_id)

    def _open_menu(self, place: QPoint) -> None:
        row = self.recent.row(self.table.indexAt(place))
        if row is None:
            return
        menu = QMenu(self.table)
        menu.setObjectName("recent-menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Show details")).triggered.connect(lambda _checked=False: self._show(row.id))
        curl = menu.addAction(self.tr("Copy as curl"))
        curl.triggered.connect(
            lambda _checked=False: CurlMaker(self.bridge).request(row, QApplication.clipboard().setText)
        )
        menu.popup(self.table.viewport().mapToGlobal(place))

    def _change_span(self, key: str) -> None:
        self.bridge.session.remembered.note(span=key)
        self._shown_range = self._shown_chart = None
        self._at_once = True
        self._show_figures(soon=True)

    def _change_group(self, _key: str) -> None:
        self._shown_range = None
        self._turns.ask("shares", self._show_shares)

    # ---- showing

    def show_snapshot(self, snapshot: Snapshot) -> None:
        super().show_snapshot(snapshot)
        self.subtitle.set_text(self._since(snapshot))
        if not snapshot.loaded:
            self._turns.finish()
        self._snapshot = snapshot
        if not snapshot.loaded:
            for card in self.cards.values():
                card.set_loading()
            for shares in (self.by_model, self.by_key):
                shares.set_rows((), "", loading=True)
            self._empty.set_texts("", "")
            self._show_chart(ChartData(), days=False)
            return
        self._turns.ask("requests", self._show_requests, rest=_FIGURES)
        self._show_figures()
        if not self.isVisible():
            self._turns.finish()

    @property
    def settled(self) -> bool:
        """Whether all that is known is shown."""
        return self._turns.settled

    def _show_figures(self, *, soon: bool = False) -> None:
        """Show cards, shares and courses, each in its turn.

        Args:
            soon: the user chose another span.
        """
        figures, courses = (0.0, 0.0) if soon else (_FIGURES, _COURSES)
        self._turns.ask("course", self._show_course, rest=courses)
        self._turns.ask("tokens", lambda: self._show_cards("requests", "input"), rest=figures)
        self._turns.ask("others", lambda: self._show_cards("output", "cost", "errors"), rest=figures)
        self._turns.ask("trends", self._show_trends, rest=courses)
        self._turns.ask("shares", self._show_shares, rest=courses)
        self._turns.ask("month", self._show_month, rest=courses)

    def _span(self) -> Range:
        statistics = self._snapshot.statistics
        return {
            spans.NOW: statistics.hour,
            spans.TODAY: statistics.today,
            spans.WEEK: statistics.week,
            spans.MONTH: statistics.month,
        }[self.span.current]

    def _money(self) -> Money:
        settings = self._snapshot.settings
        return Money(currency=settings.currency, unit_price=settings.unit_price)

    def _show_month(self) -> None:
        snapshot = self._snapshot
        some = bool(snapshot.statistics.month.total.requests) or snapshot.settings.monthly_budget > 0
        if some == self.month.isHidden():
            self.card_turns.begin()
            self.month.setVisible(some)
            self._move_table()
        self.month.show_month(
            snapshot.units_of_month, snapshot.settings.monthly_budget, snapshot.statistics.week, self._money()
        )

    def _show_cards(self, *names: str) -> None:
        figures = spans.figures(self._span().total, self._snapshot.proxy.in_flight, self._money())
        for name in names:
            self.cards[name].set(*figures[name])
        self.cards["errors"].set_clickable(self._span().total.errors > 0)

    def _show_shares(self) -> None:
        span = self._span()
        if span is self._shown_range:
            return
        self._shown_range = span
        tokens = [(name, sums.tokens) for name, sums in span.by_model.items()]
        groups = span.by_account if self.group.current == _ACCOUNT else span.by_key
        requests = [(name, sums.requests) for name, sums in groups.items()]
        before = self.by_model.sizeHint(), self.by_key.sizeHint()
        self.by_model.set_rows(tokens, self.tr("Nothing yet"))
        self.by_key.set_rows(requests, self.tr("Nothing yet"))
        if before != (self.by_model.sizeHint(), self.by_key.sizeHint()):
            self._move_table()

    def _move_table(self) -> None:
        """Let the table's rows be painted after what moves them."""
        if self.isVisible():
            self.table.reappear()

    def _drawn(self) -> Range:
        statistics = self._snapshot.statistics
        days = {spans.WEEK: statistics.week, spans.MONTH: statistics.month}
        return days.get(self.span.current, statistics.hour)

    def _show_trends(self) -> None:
        some = self._span().total.requests
        for name, values in spans.trends(self._drawn()).items():
            self.cards[name].set_trend(values if some else ())

    def _show_course(self) -> None:
        at_once, self._at_once = self._at_once, False
        drawn, days = self._drawn(), self.span.current in (spans.WEEK, spans.MONTH)
        if drawn is not self._shown_chart:
            self._shown_chart = drawn
            data = spans.days_chart(drawn) if days else spans.hour_chart(drawn)
            self._show_chart(data, days=days, at_once=at_once)

    def _show_chart(self, data: ChartData, *, days: bool, at_once: bool = False) -> None:
        self._chart_title.set_text(self.tr("Tokens a day") if days else self.tr("Tokens a minute"))
        spoken = {spans.WEEK: self.tr("last 7 days"), spans.MONTH: self.tr("last 30 days")}
        first = spans.first_token(self._drawn().total)
        parts = (spoken.get(self.span.current, self.tr("last hour")), first)
        self._chart_span.set_text(" · ".join(part for part in parts if part))
        if data.parts:
            self._legend.set_parts(tuple(zip(reversed(data.parts), reversed(TINTS), strict=True)))
        self.chart.set_data(data, at_once=at_once)

    def _show_requests(self) -> None:
        snapshot = self._snapshot
        rows: tuple[Row, ...] = (*snapshot.running, *snapshot.recent)
        if bool(rows) != bool(self.recent.rowCount()):
            # The table is of another height from now on.
            self.card_turns.begin()
        self.recent.take(rows[: max(_ROWS, len(snapshot.running))])
        if snapshot.running and self.isVisible() and not self._tick.isActive():
            self._tick.start()
        elif not snapshot.running:
            self._tick.stop()
        if rows:
            return
        if not snapshot.accounts:
            self._empty.set_texts(
                self.tr("No requests yet"),
                self.tr("Bring the service key of your SAP AI Core instance first."),
                self.tr("Add service key…"),
            )
        else:
            self._empty.set_texts(
                self.tr("No requests yet"),
                self.tr("Your tools reach the proxy at {url}.").format(url=snapshot.proxy.url or "…"),
                self.tr("Connect a tool"),
            )

    def _since(self, snapshot: Snapshot) -> str:
        if snapshot.proxy.state is ProxyState.RUNNING and snapshot.proxy.since is not None:
            seconds = time.time() - snapshot.proxy.since
            return self.tr("just started") if seconds < 60 else self.tr("up {time}").format(time=duration(seconds))
        return self.tr("off") if snapshot.proxy.state is ProxyState.OFF else ""

    # ---- only while it is seen

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._arrange()
        self.recent.tick()
        if self.bridge.snapshot.running:
            self._tick.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tick.stop()
