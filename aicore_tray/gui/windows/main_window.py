"""The main window: the door and the list of pages on the left, the page on the right, first run over both."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QHideEvent,
    QMoveEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from aicore_tray.errors import AicoreTrayError
from aicore_tray.gui import theme
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.chat.desk import ChatDesk
from aicore_tray.gui.commands import Commands
from aicore_tray.gui.dropped import dropped_files, dropped_text
from aicore_tray.gui.help.shortcuts import Place, bind
from aicore_tray.gui.help.topics import OF_GROUPS, OF_STEPS, topic_of_sheet
from aicore_tray.gui.mending import Mending
from aicore_tray.gui.onboarding.first_run import FirstRun
from aicore_tray.gui.pages.accounts import AccountsPage
from aicore_tray.gui.pages.api_keys import ApiKeysPage
from aicore_tray.gui.pages.chat import ChatPage
from aicore_tray.gui.pages.connect import ConnectPage
from aicore_tray.gui.pages.dashboard import DashboardPage
from aicore_tray.gui.pages.diagnostics import DiagnosticsPage
from aicore_tray.gui.pages.models import ModelsPage
from aicore_tray.gui.pages.page import Page
from aicore_tray.gui.pages.requests import RequestsPage
from aicore_tray.gui.pages.settings import SettingsPage
from aicore_tray.gui.session import FIRST_RUN_DONE
from aicore_tray.gui.snapshots import Kind, ProxyState, Snapshot, Trouble
from aicore_tray.gui.widgets.door import Door
from aicore_tray.gui.widgets.sheet import Sheet
from aicore_tray.gui.widgets.side_list import SideList
from aicore_tray.gui.windows.no_tray import NoTrayStrip
from aicore_tray.gui.windows.pages import Pages
from aicore_tray.gui.windows.remembered_window import RememberedWindow
from aicore_tray.gui.wording import said, said_at_door, sentence, tr_page
from aicore_tray.system import garbage

OPENS_AT = QSize(1100, 720)
MINIMUM = QSize(760, 520)
_NARROW = 960
_NOTE_MS = 100
_PLACED_MS = 500
_MAKING_MS = 400
_BOTTOM = "bottom"
_ACCOUNT_TROUBLES = frozenset(
    {Kind.KEY_REFUSED, Kind.KEY_UNREADABLE, Kind.NO_GROUP, Kind.NO_DEPLOYMENT, Kind.ACCOUNT, Kind.CERTIFICATE_ENDS}
)


class MainWindow(RememberedWindow):
    """The one window.

    Attributes:
        closed: it was closed by its user; the app decides whether that ends anything.
        wants_quit: Ctrl+Q or the like.
        wants_help: F1 was pressed; carries the page of the guide.
    """

    closed = Signal()
    wants_quit = Signal()
    wants_help = Signal(str)

    def __init__(self, bridge: Bridge, commands: Commands, desk: ChatDesk | None = None) -> None:
        super().__init__(bridge, "window", opens_at=OPENS_AT, minimum=MINIMUM)
        self.setObjectName("main-window")
        self.setWindowTitle("AI Core Tray")
        self.setAcceptDrops(True)
        self.commands = commands
        self.desk = desk or ChatDesk(bridge, parent=self)
        self.mending = Mending(self, bridge, commands)
        self.mending.shows_page.connect(self.show_page)
        self.mending.brought.connect(lambda imported, replaces: self.accounts_page.bring(imported, replaces))
        self.mending.refused.connect(lambda error: self.accounts_page.refuse(error))
        self.door = Door()
        self.door.setObjectName("door")
        self.door.toggled.connect(self._toggle)
        self.door.copy_requested.connect(self.copy_address)
        self.door.clicked.connect(self._open_door_trouble)
        self.list = SideList()
        self.list.setObjectName("side-list")
        self.list.set_header(self.door)
        self._stack = QStackedWidget()
        self._fill()
        self.list.activated.connect(self.show_page)
        shell = QWidget()
        row = QHBoxLayout(shell)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        column = QVBoxLayout()
        column.setSpacing(0)
        self._no_tray = NoTrayStrip()
        self._no_tray.setObjectName("no-tray")
        self._no_tray.hide()
        column.addWidget(self._no_tray)
        column.addWidget(self._stack, 1)
        row.addLayout(column, 1)
        self._outer = QStackedWidget()
        self._outer.addWidget(shell)
        self.setCentralWidget(self._outer)
        # Written a moment after each move, so that a crash does not lose it.
        self._placed = QTimer(self, singleShot=True, interval=_PLACED_MS)
        self._placed.timeout.connect(self.remember)
        # Pages that nobody has opened are made one by one, while nothing else is to be done.
        self._making = QTimer(self, interval=_MAKING_MS)
        self._making.timeout.connect(self._make_another)
        self._shortcuts()
        bridge.changed.connect(self._show)
        self.restore()
        self.show_page(bridge.session.remembered.memory.page or "dashboard")
        self._show(bridge.snapshot)

    def _fill(self) -> None:
        rows: tuple[tuple[str, str, str, str, Callable[[], Page]], ...] = (
            ("dashboard", tr_page("Dashboard"), "dashboard", "", self._dashboard),
            ("requests", tr_page("Requests"), "requests", "", lambda: RequestsPage(self.bridge, self.mending)),
            ("chat", tr_page("Chat"), "chat", "", self._chat),
            ("connect", tr_page("Connect"), "connect", self.tr("Set up"), self._maker(ConnectPage)),
            ("models", tr_page("Models"), "models", self.tr("Set up"), self._maker(ModelsPage)),
            ("accounts", tr_page("Accounts"), "accounts", self.tr("Set up"), self._maker(AccountsPage)),
            ("keys", tr_page("API keys"), "key", self.tr("Set up"), self._maker(ApiKeysPage)),
            ("diagnostics", tr_page("Diagnostics"), "diagnostics", _BOTTOM, self._maker(DiagnosticsPage)),
            ("settings", tr_page("Settings"), "settings", _BOTTOM, self._maker(SettingsPage)),
        )
        self.pages = Pages({key: make for key, _, _, _, make in rows}, self._take_page)
        for key, title, icon, group, _ in rows:
            if group == _BOTTOM:
                self.list.add_bottom_item(key, title, icon)
            else:
                self.list.add_item(key, title, icon, group=group)

    def _maker(self, kind: Callable[[Bridge, Commands, Mending], Page]) -> Callable[[], Page]:
        return lambda: kind(self.bridge, self.commands, self.mending)

    def _take_page(self, page: Page) -> None:
        # As large as Qt makes it, it would have as much of the page that is shown painted anew.
        page.resize(0, 0)
        self._stack.addWidget(page)
        page.order()
        page.mends.connect(self.mending.mend)

    def _make_another(self) -> None:
        if not self.bridge.rests:
            return  # A page takes a tenth of a second on a slow computer, for which a stream would stand still.
        if unmade := self.pages.unmade:
            _ = self.pages[unmade[0]]
            garbage.settle()
        else:
            self._making.stop()

    @property
    def connect_page(self) -> ConnectPage:
        page = self.pages["connect"]
        assert isinstance(page, ConnectPage)  # noqa: S101 - its maker makes nothing else
        return page

    @property
    def accounts_page(self) -> AccountsPage:
        page = self.pages["accounts"]
        assert isinstance(page, AccountsPage)  # noqa: S101 - likewise
        return page

    @property
    def requests_page(self) -> RequestsPage:
        page = self.pages["requests"]
        assert isinstance(page, RequestsPage)  # noqa: S101 - likewise
        return page

    @property
    def chat_page(self) -> ChatPage:
        page = self.pages["chat"]
        assert isinstance(page, ChatPage)  # noqa: S101 - likewise
        return page

    def go_on_from(self, other: MainWindow) -> None:
        """Show what another window shows, which this one is in place of."""
        if "chat" not in other.pages.unmade:
            self.chat_page.view.go_on_from(other.chat_page.view)
        self.show_page(other.page.key)
        if other.in_first_run:
            self.begin_first_run()

    @cached_property
    def first_run(self) -> FirstRun:
        """First run, made when it is first wanted."""
        made = FirstRun(self.bridge, self.commands, self.mending, self.desk)
        made.finished.connect(self._first_run_over)
        self._outer.addWidget(made)
        return made

    def _dashboard(self) -> DashboardPage:
        page = DashboardPage(self.bridge, self.mending)
        page.wants_request.connect(self.show_request)
        page.wants_errors.connect(self._show_errors)
        return page

    def _chat(self) -> ChatPage:
        page = ChatPage(self.bridge, self.desk)
        page.view.wants_models.connect(lambda: self.show_page("models"))
        page.view.brought_key.connect(lambda file: self.mending.bring_file(file))
        return page

    def _shortcuts(self) -> None:
        bind(
            self,
            Place.MAIN,
            {
                **{f"page-{key}": self._opener(key) for key in self.pages},
                "help": lambda: self.wants_help.emit(self.topic),
                "settings": self._opener("settings"),
                "find": lambda: self._uncovered(self._focus_filter),
                "part": lambda: None if self.sheet is not None else self._next_part(),
                "paste": lambda: None if self.sheet is not None else self._paste(),
                "close": self._close,
                "quit": self.wants_quit.emit,
            },
        )

    def _close(self) -> None:
        self.close()

    def _opener(self, key: str) -> Callable[[], None]:
        return lambda: self._uncovered(lambda: self.show_page(key))

    def _uncovered(self, slot: Callable[[], None]) -> None:
        """Do something to the page, unless a sheet or first run lies over it."""
        if self.sheet is None and not self.in_first_run:
            slot()

    # ---- pages

    @property
    def page(self) -> Page:
        """The page that is shown."""
        page = self._stack.currentWidget()
        assert isinstance(page, Page)  # noqa: S101 - the stack holds nothing else
        return page

    def show_page(self, key: str) -> None:
        """Show a page; an unknown one is the dashboard."""
        page = self.pages.get(key) or self.pages["dashboard"]
        # Filled while it is hidden, it is laid out once.
        page.show_snapshot(self.bridge.snapshot)
        self._stack.setCurrentWidget(page)
        self.list.set_current(page.key)
        # A disk may be slow: the page is shown before that is written.
        QTimer.singleShot(_NOTE_MS, self, partial(self.bridge.session.remembered.note, page=page.key))

    def show_request(self, request_id: str) -> None:
        """Show a request with all that is known of it."""
        self.show_page("requests")
        self.requests_page.open_request(request_id)

    def _show_errors(self) -> None:
        self.show_page("requests")
        self.requests_page.show_failed()

    def show_trouble(self, trouble: Trouble) -> None:
        """Take the way out of a trouble, on the page that it belongs to."""
        if trouble.kind in _ACCOUNT_TROUBLES:
            self.show_page("accounts")
        self.mending.mend(trouble)

    def begin_first_run(self) -> None:
        """Show first run, at the step where it was left."""
        self.first_run.resume(self.bridge.session.remembered.memory.first_run)
        self._outer.setCurrentWidget(self.first_run)

    def _first_run_over(self) -> None:
        self.bridge.session.remembered.note(first_run=FIRST_RUN_DONE)
        self._outer.setCurrentIndex(0)
        self.show_page("dashboard")

    @property
    def in_first_run(self) -> bool:
        return self._outer.currentIndex() > 0

    # ---- help

    @property
    def topic(self) -> str:
        """The page of the guide for what one is in: the sheet, the step of first run, or the page."""
        of_sheet = topic_of_sheet(self.sheet)
        return of_sheet or (OF_STEPS[self.first_run.step] if self.in_first_run else self.page.topic)

    @property
    def sheet(self) -> Sheet | None:
        """The sheet that covers the window, the uppermost one; None where there is none."""
        return next((each for each in reversed(self.findChildren(Sheet)) if each.isVisible()), None)

    def show_place(self, place: str) -> bool:
        """Show what a link of Help leads to: a page's key, `settings/GROUP`, `catalogue` or `first-run`.

        Returns:
            Whether there is such a place.
        """
        key, _, group = place.partition("/")
        if key == "first-run":
            self.begin_first_run()
            return True
        page = "models" if key == "catalogue" else key
        if page not in self.pages or (group and (page != "settings" or group not in OF_GROUPS)):
            return False
        self._outer.setCurrentIndex(0)
        self.show_page(page)
        shown = self.page
        if isinstance(shown, ModelsPage) and key == "catalogue":
            shown.show_catalogue()
        elif isinstance(shown, SettingsPage) and group:
            shown.show_group(group)
        return True

    # ---- showing

    def _show(self, snapshot: Snapshot) -> None:
        proxy = snapshot.proxy
        kind, word = {
            ProxyState.OFF: ("off", self.tr("Off")),
            ProxyState.STARTING: ("warn", self.tr("Starting")),
            ProxyState.RUNNING: ("busy", self.tr("Busy")) if proxy.in_flight else ("ok", self.tr("Running")),
            ProxyState.STOPPING: ("warn", self.tr("Stopping")),
            ProxyState.FAILED: ("error", self.tr("Cannot start")),
            ProxyState.ELSEWHERE: ("ok", self.tr("In a terminal")),
        }[proxy.state]
        failed = proxy.state is ProxyState.FAILED and bool(snapshot.troubles)
        reason = said_at_door(snapshot.troubles[0]) if failed else ""
        self.door.set_state(kind, word, proxy.address, reason)
        wrong = next((each for each in snapshot.troubles if each.kind in _ACCOUNT_TROUBLES), None)
        self.list.set_count("requests", proxy.in_flight)
        self.list.set_problem("accounts", said(wrong).fact if wrong is not None else "")
        self.page.show_snapshot(snapshot)
        if self.in_first_run:
            self.first_run.show_snapshot(snapshot)

    def _toggle(self, on: bool) -> None:
        session = self.bridge.session
        self.bridge.run(session.start_proxy() if on else session.stop_proxy(), "toggle")

    def _open_door_trouble(self) -> None:
        if self.bridge.snapshot.troubles:
            self.show_trouble(self.bridge.snapshot.troubles[0])

    def copy_address(self) -> None:
        """Put the proxy's address on the clipboard."""
        if url := self.bridge.snapshot.proxy.url:
            QGuiApplication.clipboard().setText(url)

    # ---- keyboard

    def _next_part(self) -> None:
        parts = [*self.first_run.parts()] if self.in_first_run else [self.list, *self.page.parts()]
        focus = QGuiApplication.focusObject()
        inside = [i for i, part in enumerate(parts) if isinstance(focus, QWidget) and part.isAncestorOf(focus)]
        # A part of a page lies in the page.
        part = parts[((inside or [0])[-1] + 1) % len(parts)]
        first = part if _is_stop(part) else part.nextInFocusChain()
        while first is not None and first is not part and not (part.isAncestorOf(first) and _is_stop(first)):
            first = first.nextInFocusChain()
        if first is not None:
            theme.set_keyboard_focus(first)

    def _focus_filter(self) -> None:
        if isinstance(page := self.page, ChatPage):
            page.view.focus_search()
            return
        fields = (each for each in self.page.findChildren(QLineEdit) if each.objectName().startswith("filter"))
        if (field := next((each for each in fields if each.isVisible()), None)) is not None:
            theme.set_keyboard_focus(field)

    def _paste(self) -> None:
        text = QGuiApplication.clipboard().text()
        if text.strip().startswith(("{", '"{')):
            self._brought_text(text)

    # ---- drops: a service key may be dropped anywhere

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event.mimeData()) or dropped_text(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        if files := dropped_files(event.mimeData()):
            if self.in_first_run:
                self.first_run.brought_file(files[0])
            else:
                self.mending.bring_file(files[0])
        elif text := dropped_text(event.mimeData()):
            self._brought_text(text)

    def _brought_text(self, text: str) -> None:
        if self.in_first_run:
            self.first_run.brought_text(text)
        else:
            self.mending.bring_text(text)

    # ---- the window itself

    def show_tray(self, available: bool) -> None:
        """Say on every page that closing ends the app, where no tray would show that it goes on."""
        self._no_tray.setVisible(not available)

    def show_error(self, error: AicoreTrayError) -> None:
        """Tell of a command that did not work."""
        self.page.banner.show_message("error", sentence(error.user_message), sentence(error.hint), "", closable=True)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.bridge.watch(True)
        self._making.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.bridge.watch(False)
        self._making.stop()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._placed.stop()
        super().closeEvent(event)
        self.closed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < _NARROW
        self.list.set_collapsed(narrow)
        self.door.set_collapsed(narrow)
        self._place_changed()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._place_changed()

    def _place_changed(self) -> None:
        if self.isVisible():
            self._placed.start()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange and self.isMinimized():
            self.bridge.watch(False)


def _is_stop(widget: QWidget) -> bool:
    takes = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return takes and widget.isVisible() and widget.isEnabled()
