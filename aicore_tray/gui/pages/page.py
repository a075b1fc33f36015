"""What every page has: a title bar, one banner under it, and a body."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.help.hints import HINTED, hint_of
from aicore_tray.gui.help.topics import OF_PAGES
from aicore_tray.gui.snapshots import ProxyState, Snapshot, Trouble
from aicore_tray.gui.theme import Text
from aicore_tray.gui.widgets.banner import Banner
from aicore_tray.gui.widgets.card_turns import CardTurns
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.still_label import StillLabel
from aicore_tray.gui.widgets.tab_order import follow
from aicore_tray.gui.wording import MILD, said

_TITLE_HEIGHT = 64
MARGIN = 24


class Page(QWidget):
    """One page of the main window.

    Attributes:
        mends: the banner's button was pressed; carries the `Trouble`.
        body: where the page puts its parts.
        card_turns: paints its cards one by one when it is shown, or uncovered.

    Args:
        bleeds: the body reaches the window's edges, for parts that scroll in `scrolling` and keep the margin inside.
        needs_proxy: nothing on it works while the proxy is off, so that the banner offers to start it.
    """

    mends = Signal(object)

    def __init__(
        self, key: str, title: str, bridge: Bridge, *, bleeds: bool = False, needs_proxy: bool = False
    ) -> None:
        super().__init__()
        self.key = key
        self.bridge = bridge
        self.setObjectName(f"page-{key}")
        self.setAccessibleName(title)
        self._trouble: Trouble | None = None
        self._dismissed: set[Trouble] = set()
        self._needs_proxy = needs_proxy
        self._off = self._offers_start = False
        self._actions: list[QWidget] = []
        self.card_turns = CardTurns(self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        head = QWidget()
        head.setMinimumHeight(_TITLE_HEIGHT)
        self.head = QHBoxLayout(head)
        self.head.setContentsMargins(MARGIN, 0, MARGIN, 0)
        self.head.setSpacing(12)
        self.title = Label(title, Text.PAGE)
        self.subtitle = StillLabel()
        self.head.addWidget(self.title)
        self.head.addWidget(self.subtitle, 1)
        whole.addWidget(head)
        inner = QWidget()
        column = QVBoxLayout(inner)
        edge = 0 if bleeds else MARGIN
        column.setContentsMargins(MARGIN, 0, edge, edge)
        column.setSpacing(16)
        self.banner = Banner()
        self.banner.setObjectName("banner")
        self.banner.clicked.connect(self._mend)
        self.banner.clicked.connect(self._start)
        self.banner.closed.connect(self._dismiss)
        place = QHBoxLayout()
        place.setContentsMargins(0, 0, MARGIN - edge, 0)
        place.addWidget(self.banner)
        self.hint = Banner()
        self.hint.setObjectName("hint")
        self.hint.clicked.connect(self.know)
        place.addWidget(self.hint)
        column.addLayout(place)
        self.banner.installEventFilter(self)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        column.addLayout(self.body, 1)
        whole.addWidget(inner, 1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.card_turns.begin()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.card_turns.finish()

    @property
    def topic(self) -> str:
        """The page of the guide that F1 opens here."""
        return OF_PAGES[self.key]

    def parts(self) -> list[QWidget]:
        """Return the parts that F6 goes to one after the other."""
        return [self]

    def add_action(self, widget: QWidget) -> None:
        """Put a control at the right of the title bar."""
        self.head.addWidget(widget)
        self._actions.append(widget)

    def order(self) -> None:
        """Let Tab go as one reads: the banner was made first, and stands below the title bar."""
        if self._actions:
            follow(self._actions[-1], self.banner, self.hint)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show what is so now; pages go on from here."""
        self._off = snapshot.proxy.state is ProxyState.OFF
        trouble = next((each for each in snapshot.troubles if each not in self._dismissed and self.cares(each)), None)
        if trouble != self._trouble:
            self._show_trouble(trouble)
        self._offer_start()
        self._show_hint()

    # ---- the hint for first use

    def has_learned(self, snapshot: Snapshot) -> bool:
        """Tell whether what the hint tells of was done already, by what is known."""
        return False

    def know(self) -> None:
        """Show the hint no more: it was read, or what it tells of was done."""
        memory = self.bridge.session.remembered.memory
        if self.key in HINTED and self.key not in memory.hints:
            self.bridge.session.remembered.note(hints=[*memory.hints, self.key])
        self.hint.hide()

    def _show_hint(self) -> None:
        """Show the hint while there is nothing else to tell: a banner goes before it."""
        snapshot = self.bridge.snapshot
        if self.key not in HINTED or self.key in self.bridge.session.remembered.memory.hints:
            self.hint.hide()
            return
        if self.has_learned(snapshot):
            self.know()
            return
        shown = snapshot.loaded and self.banner.isHidden()
        if shown and self.hint.isHidden():
            hint = hint_of(self.key)
            self.hint.show_message("info", hint.fact, hint.what, self.tr("Got it"))
        elif not shown:
            self.hint.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.banner and event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._show_hint()
        return super().eventFilter(watched, event)

    # ---- the banner

    def _show_trouble(self, trouble: Trouble | None) -> None:
        self._trouble = trouble
        if trouble is None:
            self.banner.hide()
            return
        words = said(trouble)
        self.banner.show_message(words.level, words.fact, words.what, words.button, closable=trouble.kind in MILD)

    def cares(self, trouble: Trouble) -> bool:
        """Tell whether this page shows a trouble in its banner."""
        return not (self._needs_proxy and self._off and trouble.kind in MILD)

    def _offer_start(self) -> None:
        offers = self._needs_proxy and self._off and self._trouble is None
        if offers == self._offers_start:
            return
        self._offers_start = offers
        if offers:
            self.banner.show_message(
                "warn", self.tr("The proxy is off."), self.tr("Tools get no answer."), self.tr("Start")
            )
        elif self._trouble is None:
            self.banner.hide()

    def _start(self) -> None:
        if self._offers_start:
            self.bridge.run(self.bridge.session.start_proxy(), "start")

    def _mend(self) -> None:
        if self._trouble is not None:
            self.mends.emit(self._trouble)

    def _dismiss(self) -> None:
        if self._trouble is not None:
            self._dismissed.add(self._trouble)
            self._trouble = None


def scrolling(widget: QWidget, *, right: int = MARGIN, grows: bool = False) -> QScrollArea:
    """Return an area in which a part of a page scrolls up to the window's edge; the part keeps its own height.

    Args:
        right: the margin at the right of the part.
        grows: the part grows all the time, and holds no text that is higher where it is narrower.
    """
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setSpacing(0)
    column.addWidget(widget)
    column.addStretch(1)
    # As soon as something on them grows, so do they: else all of it is squeezed for a moment, and painted like that.
    for layout in (column, widget.layout()):
        if grows and layout is not None:
            layout.setSizeConstraint(QLayout.SizeConstraint.SetMinimumSize)
    # They paint nothing themselves: where they grow, what lies on them is not painted anew.
    for ground in (holder, widget):
        ground.setAttribute(Qt.WidgetAttribute.WA_StaticContents)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    # It always has its place, and is painted only where there is something to scroll: else all of the part would be
    # laid out and painted anew when it comes. It lies in the margin: cards end where the title bar does.
    area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
    column.setContentsMargins(0, 0, right - area.verticalScrollBar().sizeHint().width(), MARGIN)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(holder)
    return area
