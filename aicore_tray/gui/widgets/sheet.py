"""The sheet: a question or a form over the window, which it dims."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import (
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QStyle,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from aicore_tray.gui import theme
from aicore_tray.gui.turns import TURN_MS, TurnTimer
from aicore_tray.gui.widgets.announce import announce
from aicore_tray.gui.widgets.button import Button
from aicore_tray.gui.widgets.card_turns import CardTurns
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.tab_order import inside

_NARROWEST, _WIDEST = 420, 560
_PADDING = 24
_MARGIN = 24
_RADIUS = 12
_RING = 4
_MILLISECONDS = 120
_BANDS = 5
_BARE = "uncovered"
_SCROLLING = {
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_Home: QAbstractSlider.SliderAction.SliderToMinimum,
    Qt.Key.Key_End: QAbstractSlider.SliderAction.SliderToMaximum,
}
_ROLES = {
    "accept": QDialogButtonBox.ButtonRole.AcceptRole,
    "reject": QDialogButtonBox.ButtonRole.RejectRole,
    "action": QDialogButtonBox.ButtonRole.ActionRole,
    # To the other side of the row, such as "Set up Cline…"
    "help": QDialogButtonBox.ButtonRole.ResetRole,
}


class Sheet(QWidget):
    """Covers its window and keeps the focus until it is answered; nothing waits for it.

    Signals:
        accepted: a button of role "accept" was pressed, or Enter; the sheet stays open, so that its owner can check
            what was entered and then call `close_sheet`.
        rejected: a button of role "reject" was pressed, or Esc; the sheet is closed already.
        closed: it is hidden, for whatever reason; an owner that is done with it calls `deleteLater`.

    Args:
        parent_window: any widget of the window to cover.
        title: names the thing it is about.
        width: its width while the window has the room, 420 to 560.
    """

    accepted = Signal()
    rejected = Signal()
    closed = Signal()

    def __init__(self, parent_window: QWidget, title: str, *, width: int = 480) -> None:
        super().__init__(parent_window.window())
        self._host = parent_window.window()
        self._width = min(max(width, _NARROWEST), _WIDEST)
        self._before: QWidget | None = None
        self._first: QWidget | None = None
        # It comes down over the window a band a turn: all below it painted at once would hold up the streams.
        self.setAttribute(Qt.WidgetAttribute.WA_StaticContents)
        self._depth = 0
        self._sink = TurnTimer(self, self._sink_further, every=TURN_MS)
        self._floor = _Floor(self._host)
        # What it uncovers is painted in turns as well; these outlive it.
        self._bare = self._host.findChild(CardTurns, _BARE) or CardTurns(self._host)
        self._bare.setObjectName(_BARE)
        self.destroyed.connect(self._floor.deleteLater)
        self.buttons: list[Button] = []
        self.hide()
        self.setAccessibleName(title)
        self._panel = _Panel(self)
        self._title = Label(title, theme.Text.PANE, wrap=True)
        self._head = QHBoxLayout()
        self._head.addWidget(self._title, 1)
        content = QWidget()
        self.body = QVBoxLayout(content)
        # Rings around what lies at the edge need room inside the scroll area.
        self.body.setContentsMargins(_RING, _RING, _RING, _RING)
        self.body.setSpacing(12)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(content)
        for ground in (self._scroll, self._scroll.viewport(), content):
            ground.setAutoFillBackground(False)
        self._box = QDialogButtonBox()
        self._box.hide()
        self._layout = QVBoxLayout(self._panel)
        self._layout.setContentsMargins(_PADDING - _RING, _PADDING - 4, _PADDING - _RING, _PADDING)
        self._layout.setSpacing(0)
        self._head.setContentsMargins(_RING, 0, _RING, 0)
        self._box.setContentsMargins(_RING, 0, _RING, 0)
        self._layout.addLayout(self._head)
        self._layout.addWidget(self._scroll, 1)
        self._layout.addSpacing(12)
        self._layout.addWidget(self._box)
        self._animation = QVariantAnimation(self)
        self._animation.setDuration(_MILLISECONDS)
        self._veil = _Veil(self._panel)
        self._animation.valueChanged.connect(self._veil.set_share)
        self._animation.finished.connect(self._end_fade)
        self._host.installEventFilter(self)
        content.installEventFilter(self)

    def add_to_head(self, widget: QWidget) -> None:
        """Put something, such as a pill, at the right of the title."""
        self._head.addWidget(widget)

    def add_text(self, text: str) -> Label:
        """Append a paragraph to the body."""
        label = Label(text, role="text_2", wrap=True)
        self.body.addWidget(label)
        return label

    def add_button(self, text: str, kind: str = "plain", role: str = "action") -> Button:
        """Append a button; the platform decides on the order.

        Args:
            text: a verb and its object.
            kind: as of `Button`; Enter presses the "default" one.
            role: "accept", "reject", "action" (for its owner to connect) or "help" (at the other side).
        """
        button = Button(text, kind=kind, large=True)
        self._box.addButton(button, _ROLES[role])
        self._box.show()
        self.buttons.append(button)
        button.setProperty("sheetRole", role)
        if role == "accept":
            button.clicked.connect(self.accepted)
        elif role == "reject":
            button.clicked.connect(self.reject)
        return button

    def set_first_focus(self, widget: QWidget) -> None:
        """Choose what has the focus when the sheet opens."""
        self._first = widget

    def open(self) -> None:
        """Show it over the window and take the focus."""
        if not self.isVisible():
            self._before = QApplication.focusWidget()
        self._depth = self._host.height() // _BANDS
        self._sink.start()
        self._hide_content()
        self._place()
        self.show()
        self.raise_()
        self._floor.stackUnder(self)
        self._floor.show()
        first = self._first or self._natural_focus()
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, self._title.text())

    def open_once(self) -> None:
        """Open it, and be gone for good once it is closed."""
        self.closed.connect(self.deleteLater)
        self.open()

    def settle(self) -> None:
        """Be there as a whole, without waiting for what moves."""
        self._sink.stop()
        self._cover()
        self._animation.stop()
        self._end_fade()

    def reject(self) -> None:
        """Close it as Esc does."""
        self.close_sheet()
        self.rejected.emit()

    def close_sheet(self) -> None:
        """Take it away and give the focus back."""
        if not self.isVisible():
            return
        self._animation.stop()
        self._sink.stop()
        self._floor.hide()
        # Before it hides: Qt would look for another place for the focus, all through the window.
        before, self._before = self._before, None
        if before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        self._bare.begin()
        self.closed.emit()

    @property
    def default_button(self) -> Button | None:
        """The button that Enter presses."""
        return next((button for button in self.buttons if button.kind == "default"), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.reject()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            button = self.default_button
            if button is not None and button.isEnabled():
                button.click()
        elif (step := _SCROLLING.get(Qt.Key(event.key()))) is not None:
            # What is too long for the window is read without a mouse as well.
            self._scroll.verticalScrollBar().triggerAction(step)
        # Anything else stays here, too: the window behind is out of reach.
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        now = QApplication.focusWidget()
        stops = self._stops()
        if not stops:
            return True
        position = stops.index(now) if now in stops else -1 if forward else 0
        target = stops[(position + (1 if forward else -1)) % len(stops)]
        theme.set_keyboard_focus(target)
        if self._scroll.isAncestorOf(target):
            self._scroll.ensureWidgetVisible(target)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self.isVisible() and event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            if watched is self._host and event.type() == QEvent.Type.Resize and self._sink.isActive():
                self._sink.stop()
                self._fade()
            self._place()
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: object) -> None:
        # Swallowed: what lies beneath must not be clicked through.
        return

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.roles(self)
        # The panel is opaque but for its corners: what lies beneath need not be painted.
        inside = self._inside()
        if inside.contains(event.rect()):
            return
        with QPainter(self) as painter:
            painter.setClipRegion(QRegion(self.rect()) - QRegion(inside))
            painter.fillRect(self.rect(), colors.scrim)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            # A soft shadow out of thin layers: Qt's own effect would blur the text.
            layers = 14
            painter.setBrush(theme.faded(colors.shadow, 1.0 / layers))
            for layer in range(layers):
                spread = 2.2 * layer - 8.0
                place = QRectF(self._panel.geometry()).translated(0, 12).adjusted(-spread, -spread, spread, spread)
                painter.drawRoundedRect(place, max(_RADIUS + spread, 4), max(_RADIUS + spread, 4))

    def _inside(self) -> QRect:
        """Return where the panel covers all below it."""
        return self._panel.geometry().adjusted(_RADIUS, _RADIUS, -_RADIUS, -_RADIUS)

    def _sink_further(self) -> None:
        self._depth += self._host.height() // _BANDS
        if self._depth >= self._host.height():
            self._sink.stop()
            self._fade()
        self._cover()

    def _cover(self) -> None:
        whole = self._host.rect()
        if self._sink.isActive():
            whole.setHeight(min(whole.height(), self._depth))
        self.setGeometry(whole)
        self._floor.setGeometry(self._inside() & whole)

    def _place(self) -> None:
        whole = self._host.rect()
        width = min(self._width, whole.width() - 2 * _MARGIN)
        inner = width - 2 * (_PADDING - _RING)
        layout = self.body
        layout.activate()
        body = layout.totalHeightForWidth(inner) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
        title = max(self._title.heightForWidth(inner - 2 * _RING), self._head.sizeHint().height())
        margins = self._layout.contentsMargins()
        height = margins.top() + title + body + margins.bottom()
        if not self._box.isHidden():
            height += 12 + self._box.sizeHint().height()
        height = min(height, whole.height() - 2 * _MARGIN)
        place = QRect(0, 0, width, height)
        place.moveCenter(whole.center())
        if self._panel.geometry() != place:
            self._panel.setGeometry(place)
            self._veil.setGeometry(self._panel.rect().adjusted(_RADIUS, _RADIUS, -_RADIUS, -_RADIUS))
            self.update()
        self._cover()

    def _natural_focus(self) -> QWidget | None:
        for stop in self._stops():
            if isinstance(stop, QLineEdit | QPlainTextEdit | QTextEdit) and not stop.isReadOnly():
                return stop
        if any(button.kind == "danger" for button in self.buttons):
            safe = [button for button in self.buttons if button.property("sheetRole") == "reject"]
            if safe:
                return safe[0]
        return self.default_button or next(iter(self._stops()), None)

    def _stops(self) -> list[QWidget]:
        """Return what Tab reaches inside the sheet, in order."""
        found: list[QWidget] = []
        for widget in inside(self._panel):
            tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            # The field in a spin box hands the focus on to it: Tab would never leave.
            own = not isinstance(widget.parentWidget(), QAbstractSpinBox)
            if tab and own and widget.isVisible() and widget.isEnabled():
                found.append(widget)
        return found

    def _hide_content(self) -> None:
        """Cover the content until the sheet is there, unless nothing is to move."""
        if self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) == 0:
            return
        self._animation.stop()
        self._veil.set_share(1.0)
        self._veil.raise_()
        self._veil.show()

    def _fade(self) -> None:
        if not self._veil.isHidden():
            self._animation.setStartValue(1.0)
            self._animation.setEndValue(0.0)
            self._animation.start()

    def _end_fade(self) -> None:
        self._veil.hide()


class _Panel(QWidget):
    def paintEvent(self, _: QPaintEvent) -> None:
        colors = theme.roles(self)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(colors.base)
            painter.setPen(colors.line if colors.dark or colors.high_contrast else Qt.PenStyle.NoPen)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)


class _Floor(QWidget):
    """Lies below the panel and lets nothing through: Qt looks at no grandchild to see what need not be painted."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), theme.roles(self).base)


class _Veil(QWidget):
    """Lies over the panel's content and goes: a graphics effect would paint and lay out all of the window each time."""

    def __init__(self, panel: QWidget) -> None:
        super().__init__(panel)
        self._share = 1.0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def set_share(self, share: float) -> None:
        self._share = share
        # What lies below is painted only once something of it is to be seen.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, share >= 1)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), theme.faded(theme.roles(self).base, self._share))
