"""The list of conversations at the left of the chat: searched, opened, renamed, deleted."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from aicore_tray.gui import theme
from aicore_tray.gui.chat.desk import ChatDesk
from aicore_tray.gui.models.conversations import ROW, ConversationsModel, Row, rows_of
from aicore_tray.gui.turns import TurnTimer
from aicore_tray.gui.widgets.button import IconButton
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.search_field import SearchField
from aicore_tray.gui.widgets.shapes import SIZE, paint_shape
from aicore_tray.gui.widgets.side_panel import SidePanel

WIDTH = 212
_EDGE = 8
_PAD = 10
_TYPED_MS = 150
Index = QModelIndex | QPersistentModelIndex


class _Delegate(QStyledItemDelegate):
    """Paints a group's name, or a conversation in two lines."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self._title = theme.font(theme.Text.BODY)
        self._caption = theme.font(theme.Text.CAPTION, tabular=True)

    def sizeHint(self, _: QStyleOptionViewItem, index: Index) -> QSize:
        row: Row = index.data(ROW)
        metrics = self._view.fontMetrics()
        lines = 3 if row.hit else 2
        return QSize(40, metrics.height() + 20 if row.conversation is None else lines * metrics.height() + 18)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        fields: object = option
        rect: QRect = fields.rect  # type: ignore[attr-defined]  # the stubs do not know the fields of style options
        state: QStyle.StateFlag = fields.state  # type: ignore[attr-defined]
        row: Row = index.data(ROW)
        colors = theme.roles(self._view)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = rect.adjusted(_EDGE, 1, -_EDGE, -1)
        if row.conversation is None:
            painter.setFont(self._caption)
            painter.setPen(colors.text_3)
            align = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeading
            painter.drawText(place.adjusted(_PAD, 0, -_PAD, -5), int(align), row.title)
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
        inner = place.adjusted(_PAD, 6, -_PAD, -6)
        height = inner.height() // (3 if row.hit else 2)
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        top = QRect(inner.left(), inner.top(), inner.width(), height)
        whole = top.width()
        if row.running:
            mark = QRectF(top.right() - SIZE + 1, top.center().y() - SIZE / 2, SIZE, SIZE)
            paint_shape(painter, mark, "busy", colors)
            top.setWidth(whole - SIZE - 6)
        lines = [(self._title, colors.accent if selected else colors.text, row.title)]
        if row.hit:
            lines.append((self._caption, colors.text, row.hit))
        lines.append((self._caption, colors.text_2, row.about))
        for font, color, text in lines:
            painter.setFont(font)
            painter.setPen(color)
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, top.width())
            painter.drawText(top, int(align), shown)
            top = QRect(inner.left(), top.bottom() + 1, whole, height)
        painter.restore()


class _View(QListView):
    """The rows; Enter opens, F2 renames, Delete deletes.

    Signals:
        renames, deletes: the keys for it were pressed.
    """

    renames = Signal()
    deletes = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_F2:
            self.renames.emit()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.deletes.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class ConversationList(SidePanel):
    """Search field, button for a new one, and the conversations.

    Signals:
        chosen: the id of the conversation to open.
        wants_new: another one is to begin.
        wants_rename, wants_delete: of the conversation that is named.
    """

    chosen = Signal(str)
    wants_new = Signal()
    wants_rename = Signal(str)
    wants_delete = Signal(str)

    def __init__(self, desk: ChatDesk, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("conversation-list")
        self._desk = desk
        self._current = ""
        self.filter = SearchField(self.tr("Search"), self.tr("Search conversations"))
        self.filter.setObjectName("filter")
        self.filter.textChanged.connect(self._searched)
        self._typed = QTimer(self, singleShot=True, interval=_TYPED_MS)
        self._typed.timeout.connect(lambda: desk.finder.search(self.filter.text()))
        self.new_button = IconButton("pencil", self.tr("New conversation (Ctrl+N)"), outlined=True)
        self.new_button.setObjectName("new-conversation")
        self.new_button.clicked.connect(self.wants_new)
        self.rows = ConversationsModel(self)
        self.view = _View()
        self.view.setObjectName("conversations")
        self.view.setAccessibleName(self.tr("Conversations"))
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setModel(self.rows)
        self.view.setItemDelegate(_Delegate(self.view))
        self.view.setMouseTracking(True)
        self.view.viewport().setAutoFillBackground(False)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._menu)
        self.view.clicked.connect(self._choose)
        self.view.activated.connect(self._choose)
        self.view.renames.connect(lambda: self._on_current(self.wants_rename))
        self.view.deletes.connect(lambda: self._on_current(self.wants_delete))
        self._nothing = Label("", role="text_2", wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._nothing.setContentsMargins(16, 24, 16, 0)
        head = QHBoxLayout()
        head.setContentsMargins(10, 14, 10, 4)
        head.setSpacing(8)
        head.addWidget(self.filter, 1)
        head.addWidget(self.new_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._nothing)
        column.addWidget(self.view, 1)
        self._soon = TurnTimer(self, self.refresh, once=True)
        desk.listed.connect(self._news)
        desk.finder.found.connect(lambda _: self._news())
        self.refresh()

    def _news(self) -> None:
        # Several changes of one moment are shown at once.
        if self.isVisible() and not self._soon.isActive():
            self._soon.start()

    def _searched(self) -> None:
        self._typed.start()
        self.refresh()

    def refresh(self) -> None:
        """Show what there is now."""
        words = self.filter.text()
        found = self._desk.conversations(words)
        running = frozenset(each.id for each in found if self._desk.is_running(each.id))
        self.rows.take(rows_of(found, running, self._desk.finder.lines(words) if words.strip() else {}))
        self.set_current(self._current)
        nothing = self.tr("Nothing matches.") if words else self.tr("No conversations yet")
        self._nothing.set_text(nothing if self._desk.ready and not found else "")
        self._nothing.setVisible(bool(self._nothing.text()))

    def set_current(self, which: str) -> None:
        """Mark the conversation that is shown."""
        self._current = which
        index = self.rows.index_of(which)
        if index != self.view.currentIndex() or not self.view.selectionModel().isSelected(index):
            self.view.setCurrentIndex(index)

    def _choose(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        if row is not None and row.conversation is not None:
            self.chosen.emit(row.conversation.id)

    def _on_current(self, signal: object) -> None:
        row = self.view.currentIndex().data(ROW)
        if row is not None and row.conversation is not None:
            signal.emit(row.conversation.id)  # type: ignore[attr-defined]

    def _menu(self, place: QPoint) -> None:
        row = self.view.indexAt(place).data(ROW)
        if row is None or row.conversation is None:
            return
        which = row.conversation.id
        menu = QMenu(self.view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        rename = menu.addAction(self.tr("Rename…"))
        rename.triggered.connect(lambda: self.wants_rename.emit(which))
        delete = menu.addAction(self.tr("Delete"))
        delete.triggered.connect(lambda: self.wants_delete.emit(which))
        menu.popup(self.view.viewport().mapToGlobal(place))

    # ---- Qt

    def sizeHint(self) -> QSize:
        return QSize(max(WIDTH, self.fontMetrics().averageCharWidth() * 28), 300)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width(), 100)

    def showEvent(self, event: object) -> None:
        self.refresh()
