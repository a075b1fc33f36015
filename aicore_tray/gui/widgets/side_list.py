"""The side list: the pages of the window, one of them current."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from aicore_tray.gui import theme
from aicore_tray.gui.widgets.label import Label

_WIDTH = 208
_COLLAPSED_WIDTH = 56
_ICON = 18


class SideList(QWidget):
    """A column of items with a header on top and items at the bottom; arrow keys move through it.

    Signals:
        activated: the key of the item that the user chose; it is current already.
    """

    activated = Signal(str)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: dict[str, _Item] = {}
        self._groups: dict[str, Label] = {}
        self._collapsed = False
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(8, 12, 9, 10)
        self._layout.setSpacing(2)
        self._header = QVBoxLayout()
        self._header.setContentsMargins(0, 0, 0, 14)
        self._upper = QVBoxLayout()
        self._upper.setSpacing(2)
        self._lower = QVBoxLayout()
        self._lower.setSpacing(2)
        self._layout.addLayout(self._header)
        self._layout.addLayout(self._upper)
        self._layout.addStretch(1)
        self._layout.addLayout(self._lower)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Pages"))

    def set_header(self, header: QWidget) -> None:
        """Put a widget on top; if it has `set_collapsed`, it folds with the list."""
        while self._header.count():
            old = self._header.takeAt(0)
            widget = old.widget() if old is not None else None
            if widget is not None:
                widget.deleteLater()
        self._header.addWidget(header)

    def add_item(self, key: str, label: str, icon: str, *, group: str = "") -> None:
        """Append an item; the first one of a group is preceded by the group's name."""
        if group and group not in self._groups:
            name = Label(group, theme.Text.CAPTION, "text_3")
            name.setContentsMargins(10, 10, 0, 4)
            self._groups[group] = name
            self._upper.addWidget(name)
        self._upper.addWidget(self._make(key, label, icon))

    def add_bottom_item(self, key: str, label: str, icon: str) -> None:
        """Append an item to those at the bottom."""
        self._lower.addWidget(self._make(key, label, icon))

    def set_current(self, key: str) -> None:
        """Mark an item as current, without telling `activated`."""
        for name, item in self._items.items():
            item.setChecked(name == key)
            # One stop for Tab; the arrows do the rest.
            item.setFocusPolicy(Qt.FocusPolicy.StrongFocus if name == key else Qt.FocusPolicy.NoFocus)

    @property
    def current(self) -> str:
        """The key of the current item, or nothing."""
        return next((key for key, item in self._items.items() if item.isChecked()), "")

    def set_count(self, key: str, count: int) -> None:
        """Show a number at the right of an item; 0 shows nothing."""
        self._items[key].set_count(count)

    def set_problem(self, key: str, tooltip: str) -> None:
        """Show a triangle at the right of an item, with what is wrong; an empty text takes it away."""
        self._items[key].set_problem(tooltip)

    def set_collapsed(self, collapsed: bool) -> None:
        """Fold to icons, or unfold."""
        self._collapsed = collapsed
        for item in self._items.values():
            item.set_collapsed(collapsed)
        for name in self._groups.values():
            name.setVisible(not collapsed)
        for position in range(self._header.count()):
            entry = self._header.itemAt(position)
            fold = getattr(entry.widget() if entry is not None else None, "set_collapsed", None)
            if fold is not None:
                fold(collapsed)
        margins = (4, 12, 5, 10) if collapsed else (8, 12, 9, 10)
        self._layout.setContentsMargins(*margins)
        self.updateGeometry()

    @property
    def collapsed(self) -> bool:
        return self._collapsed

    def focus_current(self) -> None:
        """Give the keyboard to the current item."""
        item = self._items.get(self.current)
        if item is not None:
            theme.set_keyboard_focus(item)

    def sizeHint(self) -> QSize:
        if self._collapsed:
            return QSize(_COLLAPSED_WIDTH, 300)
        # Grows with the font and in other languages, up to a limit that leaves room for the page.
        widest = max((item.sizeHint().width() for item in self._items.values()), default=0)
        widest = max(widest, self._header.sizeHint().width()) + 17
        return QSize(min(max(_WIDTH, widest), 320), 300)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width(), super().minimumSizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = list(self._items)
        position = keys.index(self.current) if self.current else -1
        target = {
            Qt.Key.Key_Up: position - 1,
            Qt.Key.Key_Down: position + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(keys) - 1,
        }.get(Qt.Key(event.key()))
        if target is None or not keys:
            super().keyPressEvent(event)
            return
        key = keys[min(max(target, 0), len(keys) - 1)]
        if key != self.current:
            self._choose(key)
        theme.set_keyboard_focus(self._items[key])

    def paintEvent(self, _: QPaintEvent) -> None:
        colors = theme.roles(self)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), colors.sidebar)
            edge = 0 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else self.width() - 1
            painter.fillRect(edge, 0, 1, self.height(), colors.line)

    def _make(self, key: str, label: str, icon: str) -> _Item:
        item = _Item(label, icon)
        item.clicked.connect(lambda: self._choose(key))
        item.set_collapsed(self._collapsed)
        self._items[key] = item
        if len(self._items) > 1:
            item.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.updateGeometry()
        return item

    def _choose(self, key: str) -> None:
        self.set_current(key)
        self.activated.emit(key)


class _Item(QPushButton):
    """One page."""

    def __init__(self, label: str, icon: str) -> None:
        super().__init__(label)
        self._icon = icon
        self._count = 0
        self._problem = ""
        self._collapsed = False
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFont(theme.font(theme.Text.BODY_MEDIUM, tabular=True))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._name()

    def set_count(self, count: int) -> None:
        if count != self._count:
            self._count = count
            self._name()

    def set_problem(self, problem: str) -> None:
        if problem != self._problem:
            self._problem = problem
            self._name()

    def set_collapsed(self, collapsed: bool) -> None:
        self._collapsed = collapsed
        self._name()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        height = max(32, metrics.height() + 12)
        if self._collapsed:
            return QSize(_COLLAPSED_WIDTH - 9, height)
        return QSize(metrics.horizontalAdvance(self.text()) + 10 + _ICON + 10 + 40, height)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.sizeHint().height())

    def nextCheckState(self) -> None:
        # The list decides which one is current.
        return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End):
            event.ignore()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _: QPaintEvent) -> None:
        colors = theme.roles(self)
        ratio = self.devicePixelRatioF()
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        current = self.isChecked()
        tint = colors.accent if current else colors.text_2
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(colors.accent if current and colors.high_contrast else Qt.PenStyle.NoPen)
            if current or self.underMouse():
                painter.setBrush(colors.accent_soft if current else colors.hover)
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(0, 0, 0, 0), 6, 6)
            if self.hasFocus() and theme.by_keyboard(self):
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(colors.accent if colors.dark else colors.accent_fill, 2))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
            left = (self.width() - _ICON) // 2 if self._collapsed else 10
            if mirrored:
                left = self.width() - left - _ICON
            top = (self.height() - _ICON) // 2
            painter.drawPixmap(left, top, theme.pixmap(self._icon, tint, _ICON, ratio))
            right = self._paint_problem(painter, colors, mirrored)
            if self._collapsed:
                return
            if self._count and not self._problem:
                text = self.locale().toString(self._count)
                painter.setFont(theme.font(theme.Text.CAPTION, tabular=True))
                painter.setPen(tint)
                room = self.rect().adjusted(10, 0, -10, 0)
                side = Qt.AlignmentFlag.AlignLeft if mirrored else Qt.AlignmentFlag.AlignRight
                painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter), text)
                right = painter.fontMetrics().horizontalAdvance(text) + 18
            painter.setFont(self.font())
            painter.setPen(tint)
            room = self.rect().adjusted(10 + _ICON + 10, 0, -right, 0)
            side = Qt.AlignmentFlag.AlignLeft
            if mirrored:
                room = QRect(right, 0, self.width() - right - 10 - _ICON - 10, self.height())
                side = Qt.AlignmentFlag.AlignRight
            shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter), shown)

    def _paint_problem(self, painter: QPainter, colors: theme.Roles, mirrored: bool) -> int:
        """Paint the triangle; return how much room the right side needs."""
        if not self._problem:
            return 8
        size = 12 if self._collapsed else 16
        x = self.width() - size - (4 if self._collapsed else 8)
        y = 3 if self._collapsed else (self.height() - size) // 2
        if mirrored:
            x = self.width() - x - size
        painter.drawPixmap(x, y, theme.pixmap("warning", colors.warn, size, self.devicePixelRatioF()))
        return size + 14

    def _name(self) -> None:
        name = self.text()
        if self._count:
            name = self.tr("{page}, {count}").format(page=name, count=self.locale().toString(self._count))
        if self._problem:
            name = self.tr("{page}: {problem}").format(page=name, problem=self._problem)
        self.setAccessibleName(name)
        self.setToolTip(self._problem if self._problem and not self._collapsed else name if self._collapsed else "")
        self.update()
