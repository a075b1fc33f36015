"""All that is known of one request: the way it took, its headers, its bodies where they are recorded."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from aicore_tray.gateway.journal import BodyText, RequestDetail
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.models.request_words import CANCELLED, Row, api_of, client_of, clock, state_of
from aicore_tray.gui.requests.body_view import BodyView
from aicore_tray.gui.requests.curl_maker import CurlMaker
from aicore_tray.gui.requests.explained import explained
from aicore_tray.gui.requests.overview import Overview
from aicore_tray.gui.snapshots import RunningView
from aicore_tray.gui.theme import Text
from aicore_tray.gui.widgets.banner import Banner
from aicore_tray.gui.widgets.button import IconButton
from aicore_tray.gui.widgets.card import Card, hairline
from aicore_tray.gui.widgets.copy_button import CopyButton
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.segments import Segments
from aicore_tray.gui.widgets.tab_order import follow
from aicore_tray.usage.costs import Money

ROUTE, REQUEST, ANSWER = "route", "request", "answer"
_PLACES = (ROUTE, REQUEST, ANSWER)
_ONE_LINE = 700


class DetailPane(Card):
    """Shows a request, while it runs and afterwards.

    Signals:
        closed: its close button was pressed.
        wants_setting: a setting's name.
    """

    closed = Signal()
    wants_setting = Signal(str)

    def __init__(self, bridge: Bridge, *, parent: QWidget | None = None) -> None:
        super().__init__(padding=0, spacing=0, parent=parent)
        self._bridge = bridge
        self.row: Row | None = None
        self.detail: RequestDetail | None = None
        self.setAccessibleName(self.tr("Details of the request"))
        self.body.setContentsMargins(1, 1, 1, 1)
        self._client = Label("", Text.HEADING)
        self._about = Label("", Text.BODY, "text_2", elide=Qt.TextElideMode.ElideRight, tabular=True)
        self.segments = Segments(
            [(ROUTE, self.tr("Route")), (REQUEST, self.tr("Request")), (ANSWER, self.tr("Answer"))],
            self.tr("What is shown of the request"),
        )
        self.segments.setObjectName("request-part")
        self.segments.changed.connect(self._turn_to)
        self.curl = CopyButton(
            self.tr("Copy the request as a curl command"), word=self.tr("Copy as curl"), kind="plain", icon="terminal"
        )
        self.curl.setObjectName("copy-as-curl")
        self.curl.clicked.connect(lambda _checked=False: self._copy_curl())
        self.close_button = IconButton("close", self.tr("Close details"))
        self.close_button.setObjectName("close-request")
        self.close_button.clicked.connect(lambda _checked=False: self.closed.emit())
        self._head = QVBoxLayout()
        self._upper, self._lower = QHBoxLayout(), QHBoxLayout()
        self._make_head()
        self.body.addLayout(self._head)
        self.body.addWidget(hairline())
        self.trouble = Banner()
        self.trouble.setObjectName("request-error")
        self._said = Label("", Text.CAPTION, "text_2", wrap=True, selectable=True)
        self._trouble_place = QWidget()
        trouble = QVBoxLayout(self._trouble_place)
        trouble.setContentsMargins(12, 10, 12, 4)
        trouble.setSpacing(4)
        trouble.addWidget(self.trouble)
        trouble.addWidget(self._said)
        self._said.setContentsMargins(4, 0, 4, 0)
        self.body.addWidget(self._trouble_place)
        self.overview = Overview()
        self.asked = BodyView(self.tr("Request body"))
        self.answer = BodyView(self.tr("Answer body"))
        self._stack = QStackedWidget()
        for part in (self.overview, self.asked, self.answer):
            self._stack.addWidget(part)
        for view in (self.asked, self.answer):
            view.wants_setting.connect(lambda: self.wants_setting.emit("log_bodies"))
        self.body.addWidget(self._stack, 1)

    def _make_head(self) -> None:
        self._head.setContentsMargins(16, 5, 10, 5)
        self._head.setSpacing(4)
        self._upper.setSpacing(8)
        self._lower.setSpacing(8)
        self._upper.addWidget(self._client)
        self._upper.addWidget(self._about, 1)
        self._upper.addWidget(self.close_button)
        self._lower.addWidget(self.segments)
        self._lower.addWidget(self.curl)
        self._lower.addStretch(1)
        self._head.addLayout(self._upper)
        self._head.addLayout(self._lower)
        self._two_lines = True

    # ---- room

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        two = self.width() < _ONE_LINE
        if two == self._two_lines:
            return
        self._two_lines = two
        # In reading order either way.
        for widget in (self.segments, self.curl):
            (self._upper if two else self._lower).removeWidget(widget)
        if two:
            self._lower.insertWidget(0, self.segments)
            self._lower.insertWidget(1, self.curl)
        else:
            self._upper.insertWidget(2, self.segments)
            self._upper.insertWidget(3, self.curl)
        self._head.setSpacing(4 if two else 0)
        follow(self.close_button, self.segments, self.curl, *(() if two else (self.close_button,)))

    # ---- showing

    def show_request(self, row: Row) -> None:
        """Show a request, or what has become of it."""
        other = self.row is None or self.row.id != row.id
        before, self.row = self.row, row
        detail = self._bridge.session.detail(row.id)
        if not other and before == row and detail == self.detail and not isinstance(row, RunningView):
            return
        self.detail = detail
        self._client.set_text(client_of(row))
        self._about.set_text(self._told_of(row))
        fact, way = explained(row)
        self._trouble_place.setVisible(bool(fact))
        if fact:
            # A client that goes away is no error of anybody's.
            self.trouble.show_message("info" if state_of(row) == CANCELLED else "error", fact, way)
            self._said.set_text(detail.said if detail is not None else "")
            self._said.setVisible(bool(self._said.text()))
        self.overview.show_request(row, detail, self._money())
        if other:
            self.overview.verticalScrollBar().setValue(0)
        if self.segments.current != ROUTE:
            self._show_bodies()

    def tick(self) -> None:
        """Let the seconds of a request that runs go on."""
        if self.row is not None and isinstance(self.row, RunningView):
            self.show_request(self.row)

    def _money(self) -> Money:
        settings = self._bridge.snapshot.settings
        return Money(currency=settings.currency, unit_price=settings.unit_price)

    def _told_of(self, row: Row) -> str:
        api = api_of(row.api if isinstance(row, RunningView) else row.dialect)
        if self.detail is None:
            return self.tr("{time} · {api} API").format(time=clock(row.started), api=api)
        return self.tr("{time} · {api} API · {method} {path}").format(
            time=clock(row.started), api=api, method=self.detail.method, path=self.detail.path
        )

    def turn_to(self, part: str) -> None:
        """Show the route or one of the bodies."""
        self.segments.set_current(part)
        self._turn_to(part)

    def _turn_to(self, part: str) -> None:
        self._stack.setCurrentIndex(_PLACES.index(part))
        self._show_bodies()

    def _show_bodies(self) -> None:
        row, detail, part = self.row, self.detail, self.segments.current
        if row is None or part == ROUTE:
            return
        view, answer = (self.answer, True) if part == ANSWER else (self.asked, False)
        size = None if detail is None else detail.answer_size if answer else detail.asked_size
        if not size:
            self._say_why(view, recorded=size == 0, answer=answer)
            return
        self._bridge.run(
            self._bridge.session.body(row.id, answer=answer),
            "read a body",
            done=lambda body: self._show_body(view, row, body),
        )

    def _show_body(self, view: BodyView, row: Row, body: BodyText | None) -> None:
        if self.row is None or self.row.id != row.id:
            return  # another one is looked at by now
        if body is None:
            self._say_why(view, recorded=False, answer=view is self.answer)
        else:
            view.show_body(body)

    def _say_why(self, view: BodyView, *, recorded: bool, answer: bool) -> None:
        on = self._bridge.snapshot.settings.log_bodies
        if recorded and answer:
            running = isinstance(self.row, RunningView)
            why = self.tr("No answer yet.") if running else self.tr("The model sent nothing.")
        elif on:
            why = self.tr("This body was not recorded. The bodies of new requests are, as far as there is room.")
        else:
            why = self.tr(
                "Bodies are not recorded. Once you switch that on, prompts and answers of new requests are kept in "
                "memory, and stand in the log as well."
            )
        view.show_nothing(why, setting=not on)

    # ---- curl

    def _copy_curl(self) -> None:
        if self.row is not None:
            CurlMaker(self._bridge).request(self.row, self.curl.copy)
