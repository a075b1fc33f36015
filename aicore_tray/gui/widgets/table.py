"""The table: hairlines between rows, a quiet header, pills and switches in cells."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetrics,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QMenu,
    QTableView,
    QWidget,
)

from aicore_tray.gui import theme
from aicore_tray.gui.turns import TURN_MS, TurnTimer
from aicore_tray.gui.widgets.card import RADIUS
from aicore_tray.gui.widgets.cells import (
    ALIGNMENT,
    EDGE,
    PAD,
    SWITCH_ROLE,
    CellDelegate,
    Column,
    Look,
    cells_of,
    horizontal,
)
from aicore_tray.gui.widgets.empty import EmptyState
from aicore_tray.gui.widgets.switch import SMALL_SIZE

_LONGEST_NAME = 220
_NO_LIMIT = 16_777_215
_SLICE_SECONDS = 0.002
_MEASURED_ROWS = 1000
_ROWS_A_TURN = 4
_CORNER = RADIUS + 1


class Table(QTableView):
    """A read-only table that chooses whole rows.

    Signals:
        columns_chosen: the user showed or hid a column by the header's menu.

    Args:
        row_height: 32, or 28 for dense tables, 40 for roomy ones; grows with the font.
        dense: texts in caption size.
        framed: draw the border and the corners of a card around it; False inside a card without padding.
        hugs: be no higher than the rows, so that the card ends with the last one; without rows it takes all room.
    """

    columns_chosen = Signal()

    def __init__(
        self,
        *,
        row_height: int = 32,
        dense: bool = False,
        framed: bool = True,
        hugs: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._insisted: set[int] = set()
        self._selected_rows: frozenset[int] = frozenset()
        self._hugs = hugs
        self.row_height = row_height
        self.dense = dense
        self.focus_shown = False
        self._hovered = -1
        self._measurable = False
        self._had_none = True
        self._revealed = _NO_LIMIT
        self._reveal = TurnTimer(self, self._go_on, every=TURN_MS)
        self._priority: list[int] = []
        self._stretch = -1
        self._unwanted: set[int] = set()
        self._dropped: set[int] = set()
        self._hints: dict[int, int] = {}
        self._unmeasured: Iterator[None] = iter(())
        self._empty: EmptyState | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._cells = CellDelegate(self)
        self.setItemDelegate(self._cells)
        self._header = _Header(self)
        self.setHorizontalHeader(self._header)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        height = max(row_height, QFontMetrics(theme.font(theme.Text.BODY)).height() + 10) + 1
        rows.setMinimumSectionSize(height)
        rows.setDefaultSectionSize(height)
        self.cell_height = height - 1
        self._frame = _Frame(self) if framed else None

    def setModel(self, model: QAbstractItemModel | None) -> None:
        old = self.model()
        if old is not None:
            old.dataChanged.disconnect(self._measure_anew)
            for signal in (old.rowsInserted, old.rowsRemoved, old.modelReset, old.layoutChanged):
                signal.disconnect(self._show_emptiness)
        super().setModel(model)
        if model is not None:
            model.dataChanged.connect(self._measure_anew)
            for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset, model.layoutChanged):
                signal.connect(self._show_emptiness)
        self._show_emptiness()
        self._fit_columns()

    def set_empty(self, empty: EmptyState | None) -> None:
        """Show this in place of rows while there are none."""
        if self._empty is not None:
            self._empty.deleteLater()
        self._empty = empty
        if empty is not None:
            empty.setParent(self.viewport())
        self._show_emptiness()

    def hide_by_priority(self, columns: Sequence[int]) -> None:
        """Hide these columns, the first one first, as room shrinks below what the contents need."""
        self._priority = list(columns)
        self._fit_columns()

    def set_column_wanted(self, column: int, wanted: bool) -> None:
        """Show or hide a column as the user chose in the header's menu."""
        (self._unwanted.discard if wanted else self._unwanted.add)(column)
        # Whoever asks for a column sees it, whatever room there is.
        (self._insisted.add if wanted else self._insisted.discard)(column)
        self._fit_columns()

    @property
    def choices(self) -> dict[int, bool]:
        """The columns that the user chose to see or not to see."""
        return dict.fromkeys(self._insisted, True) | dict.fromkeys(self._unwanted, False)

    def set_stretch(self, column: int) -> None:
        """Let this column take the room that the others leave; those fit their contents."""
        self._stretch = column
        self._header.setStretchLastSection(False)
        self._header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self._header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    @property
    def whole(self) -> bool:
        """Whether every row is painted; after it was shown they come a few at a time."""
        return self._revealed == _NO_LIMIT

    def content_height(self) -> int:
        """Return the height at which every row and the header is visible."""
        model = self.model()
        count = model.rowCount() if model is not None else 0
        return self._header.sizeHint().height() + count * self.verticalHeader().defaultSectionSize()

    def row_ground(self, row: int, *, selected: bool) -> str:
        """Return the role of the colour under a row."""
        return "accent_soft" if selected else "sunken" if row == self._hovered else "base"

    def is_first(self, column: int) -> bool:
        """Whether a column is the first that is visible."""
        return column == self._outer(range(self._header.count()))

    def is_last(self, column: int) -> bool:
        """Whether a column is the last that is visible."""
        return column == self._outer(range(self._header.count() - 1, -1, -1))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        super().mouseReleaseEvent(event)
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        room = self.visualRect(index)
        room.setWidth(SMALL_SIZE.width() + 2 * EDGE)
        if room.contains(event.position().toPoint()):
            self._toggle(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if index.isValid() and event.key() == Qt.Key.Key_Space and not event.modifiers():
            for column in range(self.model().columnCount()):
                if self._toggle(index.siblingAtColumn(column)):
                    return
        if index.isValid() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.activated.emit(index)
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: Any) -> None:
        self.focus_shown = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        super().focusInEvent(event)
        if self.focus_shown and not self.currentIndex().isValid() and self.model() is not None:
            self.setCurrentIndex(self.model().index(0, self._outer(range(self._header.count()))))
        self.viewport().update()

    def focusOutEvent(self, event: Any) -> None:
        self.focus_shown = False
        super().focusOutEvent(event)
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._cells.forget()
            self._measure_anew()
        super().changeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.reappear()

    def reappear(self) -> None:
        """Let the rows be measured in a turn after what is around them, and painted in others.

        Together they would hold up the streams.
        """
        self._revealed = 0
        self._unmeasured = self._measure()
        self._reveal.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._reveal.stop()
        self._measurable = False

    def _go_on(self) -> None:
        """Measure for a few milliseconds, then let the next few rows be painted."""
        deadline = time.perf_counter() + _SLICE_SECONDS
        for _ in self._unmeasured:
            if time.perf_counter() > deadline:
                return
        if not self._measurable:
            self._measurable = True
            self._header.resizeSections()
            self._fit_columns()
            return
        self._reveal_rows()

    def _measure(self) -> Iterator[None]:
        """Read and measure the cells, a row a step; what they need is known from then on."""
        model, row = self.model(), 0
        while model is not None and row < min(model.rowCount(), _MEASURED_ROWS):
            for cell in cells_of(model, row):
                self._cells.width(cell)
            row += 1
            yield

    def _reveal_rows(self) -> None:
        shown, height = self.viewport().rect(), _ROWS_A_TURN * self.verticalHeader().defaultSectionSize()
        self.viewport().update(0, self._revealed, shown.width(), height)
        self._revealed += height
        if self._revealed >= shown.height():
            self._revealed = _NO_LIMIT
            self._reveal.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        model, area = self.model(), event.rect()
        # Rows further down have their turn later.
        bottom = min(area.bottom(), self._revealed - 1)
        row = self.rowAt(max(area.top(), 0))
        if model is None or row < 0:
            return
        columns = self._columns_in(area)
        top, height, count = self.rowViewportPosition(row), self.verticalHeader().defaultSectionSize(), model.rowCount()
        focused = self.currentIndex().row() if self.focus_shown else -1
        self._selected_rows = frozenset(index.row() for index in self.selectionModel().selectedRows())
        with QPainter(self.viewport()) as painter:
            self._cells.begin(self.viewport().devicePixelRatioF())
            while row < count and top <= bottom:
                cells, look = cells_of(model, row), self._look(row)
                for column in columns:
                    self._cells.paint_cell(painter, top, column, cells[column.number], look)
                    if row == focused:
                        self._cells.paint_focus(painter, top, column)
                row += 1
                top += height

    def _columns_in(self, area: QRect) -> list[Column]:
        """Return the columns of which something is in an area."""
        header, found = self._header, []
        first, last = self._outer(range(header.count())), self._outer(range(header.count() - 1, -1, -1))
        for number in range(header.count()):
            if header.isSectionHidden(number):
                continue
            left, width = header.sectionViewportPosition(number), header.sectionSize(number)
            if left <= area.right() and left + width > area.left():
                found.append(Column(number, left, width, number == first, number == last))
        return found

    def _look(self, row: int) -> Look:
        index = self.model().index(row, 0)
        selected = row in self._selected_rows
        enabled = self.isEnabled() and bool(self.model().flags(index) & Qt.ItemFlag.ItemIsEnabled)
        return Look(self.row_ground(row, selected=selected), selected, enabled)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()
        if self._empty is not None:
            self._empty.setGeometry(self.viewport().rect())
        if self._frame is not None:
            self._frame.setGeometry(self.rect())
            self._frame.raise_()

    def _outer(self, order: range) -> int:
        for visual in order:
            logical = self._header.logicalIndex(visual)
            if not self._header.isSectionHidden(logical):
                return logical
        return -1

    def _hover(self, row: int) -> None:
        if row == self._hovered:
            return
        self._hovered = row
        self.viewport().update()

    def _toggle(self, index: QModelIndex) -> bool:
        value = index.data(SWITCH_ROLE)
        if value is None or not index.flags() & Qt.ItemFlag.ItemIsEnabled:
            return False
        return self.model().setData(index, not value, SWITCH_ROLE)

    def sizeHintForColumn(self, column: int) -> int:
        # A page that is laid out asks for it several times over.
        if column not in self._hints:
            if not self._measurable:
                return 0
            self._hints[column] = self._widest(column)
        return self._hints[column]

    def _widest(self, column: int) -> int:
        model = self.model()
        rows = range(min(model.rowCount(), _MEASURED_ROWS)) if model is not None else ()
        widest = max((self._cells.width(cells_of(model, row)[column]) for row in rows), default=0)
        return widest + self._cells.padding(column) if rows else 0

    def _measure_anew(self) -> None:
        self._hints.clear()

    def _show_emptiness(self) -> None:
        self._measure_anew()
        empty = self.model() is None or self.model().rowCount() == 0
        if self._empty is not None:
            self._empty.setGeometry(self.viewport().rect())
            self._empty.setVisible(empty)
        if self._hugs:
            self.setMaximumHeight(_NO_LIMIT if empty else self.content_height())
        if self._had_none and not empty and self.isVisible():
            self.reappear()
        self._had_none = empty
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Hide what there is no room for; what a column needs is asked of its contents."""
        if self.model() is None or not self._measurable:
            return
        columns = range(self.model().columnCount())
        need = {column: self._need(column) for column in columns if column not in self._unwanted}
        hidden = set(self._unwanted)
        room = self.viewport().width()
        for column in self._priority:
            if column in need and column not in self._insisted and sum(need.values()) > room:
                del need[column]
                hidden.add(column)
        if hidden == self._dropped:
            return
        self._dropped = hidden
        self._measure_anew()
        for column in columns:
            self.setColumnHidden(column, column in hidden)

    def _need(self, column: int) -> int:
        need = self.sizeHintForColumn(column)
        if column == self._stretch:
            # Long names may be shortened before other columns go.
            need = min(need, _LONGEST_NAME)
        return max(need, self._header.sectionSizeFromContents(column).width())


class _Header(QHeaderView):
    """The header: captions in weight 500, and a menu that chooses columns."""

    def __init__(self, table: Table) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table = table
        self._picture: QPixmap | None = None
        self._shown: object = None
        self._widths: dict[tuple[str, bool, bool, bool], int] = {}
        self._hint: QSize | None = None
        self.setFont(theme.font(theme.Text.CAPTION_MEDIUM))
        self.setHighlightSections(False)
        self.setSectionsClickable(True)
        self.setMinimumSectionSize(28)
        self.setStretchLastSection(True)

    def sizeHint(self) -> QSize:
        # Asked for with each row that comes, by whom its height alone matters; Qt's own asks for all sections.
        if self._hint is None:
            self._hint = QSize(super().sizeHint().width(), max(29, self.fontMetrics().height() + 12))
        return self._hint

    def sectionSizeFromContents(self, logicalIndex: int) -> QSize:
        first, last = self._table.is_first(logicalIndex), self._table.is_last(logicalIndex)
        place = self._title(logicalIndex), first, last, self.isSortIndicatorShown()
        width = self._widths.get(place)
        if width is None:
            width = self.fontMetrics().horizontalAdvance(place[0]) + 2 + (16 if place[3] else 0)
            width += (EDGE if first else PAD) + (EDGE if last else PAD)
            self._widths[place] = width
        return QSize(width, max(29, self.fontMetrics().height() + 12))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._widths.clear()
            self._hint = None
        super().changeEvent(event)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        colors = theme.roles(self)
        painter.save()
        painter.fillRect(rect, colors.base)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), colors.line)
        left = EDGE if self._table.is_first(logicalIndex) else PAD
        right = EDGE if self._table.is_last(logicalIndex) else PAD
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            left, right = right, left
        room = rect.adjusted(left, 0, -right, -1)
        sorted_by = self.isSortIndicatorShown() and self.sortIndicatorSection() == logicalIndex
        align = self._alignment(logicalIndex)
        text = self.fontMetrics().elidedText(
            self._title(logicalIndex), Qt.TextElideMode.ElideRight, room.width() - (16 if sorted_by else 0)
        )
        painter.setFont(self.font())
        painter.setPen(colors.text if sorted_by else colors.text_2)
        if sorted_by:
            self._paint_arrow(painter, room, text, align, colors)
            if align & Qt.AlignmentFlag.AlignRight:
                room = room.adjusted(0, 0, -16, 0)
        painter.drawText(room, int(align | Qt.AlignmentFlag.AlignVCenter), text)
        painter.restore()

    def paintEvent(self, e: QPaintEvent) -> None:
        colors, ratio, size = theme.roles(self), self.devicePixelRatioF(), self.viewport().size()
        places = tuple(
            (number, self._title(number), self.sectionViewportPosition(number), self.sectionSize(number))
            for number in map(self.logicalIndex, range(self.count()))
            if not self.isSectionHidden(number)
        )
        sorting = self.isSortIndicatorShown(), self.sortIndicatorSection(), self.sortIndicatorOrder()
        # Alignment may be that of the first row.
        known = self.model() is not None and self.model().rowCount() > 0
        shown = places, sorting, known, id(colors), ratio, size, self.font().key(), self.layoutDirection()
        if self._picture is None or shown != self._shown:
            self._shown = shown
            self._picture = self._painted(colors, ratio, [(number, left, width) for number, _, left, width in places])
        with QPainter(self.viewport()) as painter:
            painter.drawPixmap(0, 0, self._picture)

    def _painted(self, colors: theme.Roles, ratio: float, places: list[tuple[int, int, int]]) -> QPixmap:
        """Return the whole header's picture: it is there with each row that comes or goes, and hardly ever another."""
        width, height = self.viewport().width(), self.viewport().height()
        picture = QPixmap(math.ceil(width * ratio), math.ceil(height * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(colors.base)
        with QPainter(picture) as painter:
            painter.setLayoutDirection(self.layoutDirection())
            painter.fillRect(0, height - 1, width, 1, colors.line)
            for number, left, across in places:
                self.paintSection(painter, QRect(left, 0, across, height), number)
        return picture

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for column in range(self.count()):
            title = self._title(column)
            if not title:
                continue
            action = menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(not self.isSectionHidden(column))
            action.setEnabled(column > 0)
            action.toggled.connect(lambda wanted, column=column: self._choose(column, wanted))
        menu.popup(event.globalPos())

    def _choose(self, column: int, wanted: bool) -> None:
        self._table.set_column_wanted(column, wanted)
        self._table.columns_chosen.emit()

    def _paint_arrow(
        self, painter: QPainter, room: QRect, text: str, align: Qt.AlignmentFlag, colors: theme.Roles
    ) -> None:
        width = self.fontMetrics().horizontalAdvance(text)
        x = room.right() - 12 if align & Qt.AlignmentFlag.AlignRight else room.left() + width + 4
        ratio = self.devicePixelRatioF()
        arrow = theme.pixmap("chevron-down", colors.text_2, 12, ratio)
        painter.save()
        painter.translate(x + 6, room.center().y() + 1)
        if self.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder:
            painter.rotate(180)
        painter.drawPixmap(-6, -6, arrow)
        painter.restore()

    def _title(self, column: int) -> str:
        model = self.model()
        text = model.headerData(column, Qt.Orientation.Horizontal) if model is not None else None
        return "" if text is None else str(text)

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        role = int(Qt.ItemDataRole.TextAlignmentRole)
        given = self.model().headerData(column, Qt.Orientation.Horizontal, role)
        if given is None and self.model().rowCount() > 0:
            return horizontal(self.model().index(0, column).data(ALIGNMENT))
        return horizontal(given)


class _Frame(QWidget):
    """The border of the card, over the table: it hides the corners that rows would fill."""

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # Of the smallest frame: one of any size has the same corners, with lines between them.
        whole = QRectF(0, 0, 2 * _CORNER, 2 * _CORNER)
        outside = QPainterPath()
        outside.addRect(whole)
        self._inside = QPainterPath()
        self._inside.addRoundedRect(whole.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        self._outside = outside.subtracted(self._inside)

    def paintEvent(self, event: QPaintEvent) -> None:
        line, width, height, area = theme.roles(self).line, self.width(), self.height(), event.rect()
        with QPainter(self) as painter:
            for y in (0, height - 1):
                painter.fillRect(_CORNER, y, width - 2 * _CORNER, 1, line)
            for x in (0, width - 1):
                painter.fillRect(x, _CORNER, 1, height - 2 * _CORNER, line)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for right in (False, True):
                for down in (False, True):
                    corner = QRect(0, 0, _CORNER, _CORNER)
                    corner.translate((width - _CORNER) * right, (height - _CORNER) * down)
                    # Rows that change hardly ever reach one.
                    if corner.intersects(area):
                        self._paint_corner(painter, corner, right=right, down=down)

    def _paint_corner(self, painter: QPainter, corner: QRect, *, right: bool, down: bool) -> None:
        colors = theme.roles(self)
        painter.save()
        painter.setClipRect(corner)
        painter.translate(corner.left() - _CORNER * right, corner.top() - _CORNER * down)
        painter.fillPath(self._outside, colors.window)
        painter.setPen(colors.line)
        painter.drawPath(self._inside)
        painter.restore()
