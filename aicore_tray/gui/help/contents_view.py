"""The list at the left of Help: a search field, and the pages or what was found in them."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from aicore_tray.gui import theme
from aicore_tray.gui.help.contents import ROW, ContentsModel, Row
from aicore_tray.gui.widgets.announce import announce
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.search_field import SearchField
from aicore_tray.gui.widgets.side_panel import SidePanel

_WIDTH = 240
_EDGE = 8
_PAD = 10
_LINES = 2
Index = QModelIndex | QPersistentModelIndex


class _Delegate(QStyledItemDelegate):
    """Paints a group's name, a page, or a page with the line in which a search found its words."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _: QStyleOptionViewItem, index: Index) -> QSize:
        row: Row = index.data(ROW)
        height = self._view.fontMetrics().height()
        if not row.key:
            return QSize(40, height + 18)
        return QSize(40, height + 12 + (_LINES * height + 4 if row.line else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        fields: object = option
        rect: QRect = fields.rect  # type: ignore[attr-defined]  # the stubs do not know the fields of style options
        state: QStyle.StateFlag = fields.state  # type: ignore[attr-defined]
        row: Row = index.data(ROW)
        colors = theme.roles(self._view)
        align = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading)
        place = rect.adjusted(_EDGE, 1, -_EDGE, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self._view.layoutDirection())
        if not row.key:
            painter.setFont(theme.font(theme.Text.CAPTION))
            painter.setPen(colors.text_3)
            below = int(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeading)
            painter.drawText(place.adjusted(_PAD, 0, -_PAD, -5), below, row.title)
            painter.restore()
            return
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(colors.accent_soft if selected else colors.hover)
            painter.setPen(colors.accent if selected and colors.high_contrast else Qt.PenStyle.NoPen)
            painter.drawRoundedRect(QRectF(place), 6, 6)
        if state & QStyle.StateFlag.State_HasFocus and theme.by_keyboard(self._view):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colors.accent if colors.dark else colors.accent_fill, 2))
            painter.drawRoundedRect(QRectF(place).adjusted(1, 1, -1, -1), 5, 5)
        inner = place.adjusted(_PAD, 0, -_PAD, 0)
        height = self._view.fontMetrics().height()
        top = QRect(inner.left(), inner.top(), inner.width(), height + 10) if row.line else inner
        painter.setFont(theme.font(theme.Text.BODY_MEDIUM if row.line else theme.Text.BODY))
        painter.setPen(colors.accent if selected else colors.text)
        title = painter.fontMetrics().elidedText(row.title, Qt.TextElideMode.ElideRight, top.width())
        painter.drawText(top, align, title)
        if row.line:
            painter.setPen(colors.text_2)
            self._paint_line(painter, QRect(inner.left(), top.bottom(), inner.width(), _LINES * height), row.line)
        painter.restore()

    def _paint_line(self, painter: QPainter, room: QRect, text: str) -> None:
        """Paint two lines of a text at most, the second one shortened."""
        font = theme.font(theme.Text.CAPTION)
        painter.setFont(font)
        layout = QTextLayout(text, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        layout.setTextOption(option)
        layout.beginLayout()
        first = layout.createLine()
        first.setLineWidth(room.width())
        layout.endLayout()
        cut = first.textStart() + first.textLength()
        metrics = painter.fontMetrics()
        rest = metrics.elidedText(text[cut:], Qt.TextElideMode.ElideRight, room.width())
        align = int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        painter.drawText(room, align, text[:cut])
        painter.drawText(room.adjusted(0, metrics.height(), 0, 0), align, rest)


class _View(QListView):
    """The rows; Enter goes to what is read."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class ContentsView(SidePanel):
    """The field and the rows.

    Signals:
        chosen: the key of the page that is current now.
        entered: the user wants to read it.
        searched: the words in the field.
    """

    chosen = Signal(str)
    entered = Signal()
    searched = Signal(str)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("help-contents")
        self.filter = SearchField(self.tr("Search"), self.tr("Search Help"))
        self.filter.setObjectName("filter")
        self.filter.textChanged.connect(self.searched)
        self.filter.returnPressed.connect(self._enter_rows)
        self.rows = ContentsModel(self)
        self.view = _View()
        self.view.setObjectName("help-pages")
        self.view.setAccessibleName(self.tr("Pages of Help"))
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setModel(self.rows)
        self.view.setItemDelegate(_Delegate(self.view))
        self.view.setMouseTracking(True)
        self.view.viewport().setAutoFillBackground(False)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.selectionModel().currentChanged.connect(self._moved)
        self.view.activated.connect(lambda _: self.entered.emit())
        self._nothing = Label(self.tr("Nothing matches."), role="text_2", wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._nothing.setContentsMargins(16, 24, 16, 0)
        self._nothing.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 8)
        column.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(10, 14, 10, 4)
        head.addWidget(self.filter)
        column.addLayout(head)
        column.addWidget(self._nothing)
        column.addWidget(self.view, 1)
        self._quiet = False

    def take(self, rows: list[Row], current: str) -> None:
        """Show rows, one of them as current, without telling `chosen`."""
        words = self.filter.text().strip()
        self._quiet = True
        self.rows.take(rows)
        self.set_current(current)
        self._quiet = False
        self._nothing.setVisible(bool(words) and not rows)
        if words:
            self._tell(sum(bool(row.key) for row in rows))

    def set_current(self, key: str) -> None:
        """Mark the page that is read, without telling `chosen`."""
        quiet, self._quiet = self._quiet, True
        self.view.setCurrentIndex(self.rows.index_of(key))
        self._quiet = quiet

    def focus_search(self) -> None:
        """Let the user type what to look for."""
        theme.set_keyboard_focus(self.filter)
        self.filter.selectAll()

    def _tell(self, count: int) -> None:
        announce(self, self.tr("%n pages found", "", count))

    def _moved(self, current: QModelIndex) -> None:
        row = current.data(ROW)
        if row is not None and row.key and not self._quiet:
            self.chosen.emit(row.key)

    def _enter_rows(self) -> None:
        if not self.rows.rowCount():
            return
        theme.set_keyboard_focus(self.view)
        first = next((at for at, row in enumerate(self.rows.rows) if row.key), 0)
        if not self.view.currentIndex().isValid():
            self.view.setCurrentIndex(self.rows.index(first))

    # ---- Qt

    def sizeHint(self) -> QSize:
        return QSize(max(_WIDTH, self.fontMetrics().averageCharWidth() * 32), 300)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), _WIDTH), 100)
