"""The door: whether the proxy runs, where, and the one switch for it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from aicore_tray.gui import theme
from aicore_tray.gui.widgets.announce import announce
from aicore_tray.gui.widgets.button import IconButton
from aicore_tray.gui.widgets.card import Card
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.shapes import SIZE, paint_shape
from aicore_tray.gui.widgets.switch import Switch

_RUNNING = ("ok", "busy", "warn")
_COPIED_MS = 1500


class Door(Card):
    """The card on top of the side list.

    Signals:
        toggled: the user wants the proxy on or off. The knob moves at once; the next `set_state` has the last word.
        copy_requested: the user wants the address in the clipboard.
        clicked: the card was chosen while it cannot start.
    """

    toggled = Signal(bool)
    copy_requested = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(padding=12, spacing=2, parent=parent)
        self.body.setContentsMargins(13, 9, 10, 7)
        self._kind = "off"
        self._state: tuple[str, str, str, str] | None = None
        self._collapsed = False
        self._shape = _Shape()
        self._word = Label("", theme.Text.BODY_MEDIUM, elide=Qt.TextElideMode.ElideRight)
        font = theme.font(theme.Text.HEADING)
        self._word.setFont(font)
        self._switch = Switch()
        self._switch.setAccessibleName(self.tr("Proxy"))
        self._switch.clicked.connect(self.toggled)
        self._address = Label("", theme.Text.MONO, "text_2", elide=Qt.TextElideMode.ElideMiddle)
        self._address.setMinimumHeight(24)
        self._copy = IconButton("copy", self.tr("Copy the address"), size=24)
        self._copy.clicked.connect(self._tell_copied)
        self._back = QTimer(self)
        self._back.setSingleShot(True)
        self._back.setInterval(_COPIED_MS)
        self._back.timeout.connect(self._show_copy)
        self._top = QHBoxLayout()
        self._top.setSpacing(8)
        self._top.addWidget(self._shape)
        self._top.addWidget(self._word, 1)
        self._top.addWidget(self._switch)
        self._bottom = QHBoxLayout()
        self._bottom.setSpacing(4)
        self._bottom.addWidget(self._address, 1)
        self._bottom.addWidget(self._copy)
        self.body.addLayout(self._top)
        self.body.addLayout(self._bottom)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_state(self, kind: str, word: str, address: str, reason: str = "") -> None:
        """Show a state.

        Args:
            kind: ok, busy, off, warn (starting) or error (cannot start).
            word: the word for it.
            address: host and port, in fixed pitch; it can be copied unless there is a `reason`.
            reason: why it cannot start, in place of the address.
        """
        if (kind, word, address, reason) == self._state:
            # But for the switch, which its user may have moved.
            self._switch.setChecked(kind in _RUNNING)
            return
        self._state = kind, word, address, reason
        changed = kind != self._kind or word != self._word.text()
        self._kind = kind
        # Starting is told by the ring that is half filled, as everywhere; "warn" is its name in the callers' terms.
        self._shape.set_kind("busy" if kind == "warn" else kind)
        self._word.set_text(word)
        self._address.set_text(reason or address)
        # A long reason is shortened; it must not widen the list.
        across = QSizePolicy.Policy.Ignored if reason else QSizePolicy.Policy.Preferred
        self._address.setSizePolicy(across, QSizePolicy.Policy.Preferred)
        self._address.setToolTip(reason)
        self._switch.setChecked(kind in _RUNNING)
        self._switch.setVisible(kind != "error" or self._collapsed)
        self._copy.setVisible(not reason and bool(address) and not self._collapsed)
        self.error = kind == "error"
        self.set_clickable(kind == "error")
        self.setCursor(Qt.CursorShape.PointingHandCursor if kind == "error" else Qt.CursorShape.ArrowCursor)
        name = ", ".join(part for part in (word, reason or address) if part)
        self.setAccessibleName(name)
        self.setToolTip(name if self._collapsed else "")
        if changed and self.isVisible():
            announce(self, name)

    def set_collapsed(self, collapsed: bool) -> None:
        """Show the shape and the switch only, one above the other."""
        if collapsed == self._collapsed:
            return
        self._collapsed = collapsed
        self._state = None
        self._word.setVisible(not collapsed)
        self._address.setVisible(not collapsed)
        self._copy.setVisible(not collapsed and self._kind != "error")
        self._switch.setVisible(self._kind != "error" or collapsed)
        if collapsed:
            self._top.removeWidget(self._switch)
            self.body.insertWidget(1, self._switch, 0, Qt.AlignmentFlag.AlignHCenter)
            self.body.setContentsMargins(4, 8, 4, 8)
            self.body.setSpacing(8)
        else:
            self.body.removeWidget(self._switch)
            self._top.addWidget(self._switch)
            self.body.setContentsMargins(13, 9, 10, 7)
            self.body.setSpacing(2)
        self._top.setAlignment(self._shape, Qt.AlignmentFlag.AlignHCenter if collapsed else Qt.AlignmentFlag.AlignLeft)
        self.setToolTip(self.accessibleName() if collapsed else "")

    @property
    def switch(self) -> Switch:
        """The switch, for shortcuts and the order of focus."""
        return self._switch

    def _tell_copied(self) -> None:
        self.copy_requested.emit()
        self._copy.set_icon("check")
        announce(self, self.tr("Copied"))
        self._back.start()

    def _show_copy(self) -> None:
        self._copy.set_icon("copy")


class _Shape(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._kind = "off"
        self.setFixedSize(QSize(SIZE, SIZE + 2))

    def set_kind(self, kind: str) -> None:
        if kind != self._kind:
            self._kind = kind
            self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_shape(painter, QRectF(0, 1, SIZE, SIZE), self._kind, theme.roles(self))
