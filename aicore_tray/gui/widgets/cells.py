"""The cells of a table: what stands in one, by the roles of its model, and how it is painted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QFontMetrics,
    QHelpEvent,
    QIcon,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from aicore_tray.gui import theme
from aicore_tray.gui.widgets.pill import paint_pill, pill_height, pill_width
from aicore_tray.gui.widgets.switch import SMALL_SIZE, paint_switch

if TYPE_CHECKING:
    from aicore_tray.gui.widgets.table import Table

Index = QModelIndex | QPersistentModelIndex

_USER = int(Qt.ItemDataRole.UserRole)
PILL_ROLE = _USER + 101  # tuple[str, str]: kind and word
SWITCH_ROLE = _USER + 102  # bool; set through the model's setData
MONO_ROLE = _USER + 103  # bool: fixed pitch
DIM_ROLE = _USER + 104  # bool: text-2
WARN_ROLE = _USER + 105  # bool: warn colour and a triangle
MEDIUM_ROLE = _USER + 106  # bool: weight 500, for names
CELL_ROLE = _USER + 107  # Cell: all of these at once, by models that have it; a question costs as much as a drawn text

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_DECORATION = int(Qt.ItemDataRole.DecorationRole)
ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
# As numbers: an enumeration's own operators cost more than a cell has time for.
_SELECTED = int(QStyle.StateFlag.State_Selected.value)
_ENABLED = int(QStyle.StateFlag.State_Enabled.value)
_RIGHT = int(Qt.AlignmentFlag.AlignRight.value)
_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter.value)
_MEASURED = 2000
PAD = 7
EDGE = 16
_TRIANGLE = 16


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell and how, by the roles above."""

    text: str
    pill: tuple[str, str] | None
    switch: bool | None
    mono: bool
    dim: bool
    warn: bool
    medium: bool
    align: int
    icon: Any

    @classmethod
    def read(cls, ask: Callable[[int], Any]) -> Cell:
        """Put a cell together from what is answered for each role."""
        text, pill = ask(_DISPLAY), ask(PILL_ROLE)
        return cls(
            "" if text is None else str(text),
            None if pill is None else (str(pill[0]), str(pill[1])),
            ask(SWITCH_ROLE),
            bool(ask(MONO_ROLE)),
            bool(ask(DIM_ROLE)),
            bool(ask(WARN_ROLE)),
            bool(ask(MEDIUM_ROLE)),
            horizontal(ask(ALIGNMENT)).value,
            ask(_DECORATION),
        )


class CellDelegate(QStyledItemDelegate):
    """Paints a cell by the roles above; the view tells it which row the mouse is over."""

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._table = table
        self._widths: dict[Cell, int] = {}

    def forget(self) -> None:
        """Measure texts anew: fonts are others."""
        self._widths.clear()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colors = theme.roles(self._table)
        item = self._item(option)
        rect, state = item.rect, item.state.value
        selected, enabled = bool(state & _SELECTED), bool(state & _ENABLED)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = self._table.row_ground(index.row(), selected=selected)
        if ground is not None:
            painter.fillRect(rect, ground)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), colors.line)
        self._paint_content(painter, self.content_rect(rect, index), cell_at(index), colors, selected, enabled)
        if self._table.focus_shown and index.row() == self._table.currentIndex().row():
            self._paint_focus(painter, rect, index, colors)
        painter.restore()

    def _paint_content(
        self, painter: QPainter, room: QRect, cell: Cell, colors: theme.Roles, selected: bool, enabled: bool
    ) -> None:
        if cell.switch is not None:
            place = QRectF(0, 0, SMALL_SIZE.width(), SMALL_SIZE.height())
            place.moveCenter(QRectF(room).center())
            place.moveLeft(room.left())
            painter.setOpacity(1.0 if enabled else 0.45)
            paint_switch(painter, place, 1.0 if cell.switch else 0.0, colors, selected=selected)
        elif cell.pill is not None:
            self._paint_pill(painter, room, cell.pill, colors, selected)
        else:
            self._paint_text(painter, room, cell, colors, enabled)

    def content_rect(self, rect: QRect, index: Index) -> QRect:
        """Return where the content of a cell lies, inside its padding."""
        left, right = self._padding(index.column())
        if self._table.isRightToLeft():
            left, right = right, left
        return rect.adjusted(left, 0, -right, -1)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        cell = cell_at(index)
        # Columns are fitted to their contents with each resize, several times over.
        width = self._widths.get(cell)
        if width is None:
            if len(self._widths) >= _MEASURED:
                self._widths.clear()
            width = self._widths[cell] = self._width(cell)
        return QSize(width + sum(self._padding(index.column())), self._table.cell_height)

    def _padding(self, column: int) -> tuple[int, int]:
        return EDGE if self._table.is_first(column) else PAD, EDGE if self._table.is_last(column) else PAD

    def _width(self, cell: Cell) -> int:
        if cell.switch is not None:
            return SMALL_SIZE.width()
        if cell.pill is not None:
            return pill_width(QFontMetrics(self._pill_font()), str(cell.pill[1])) + 2
        width = QFontMetrics(self._font(cell)).horizontalAdvance(cell.text) + 4
        return width + _TRIANGLE + 4 if cell.warn else width

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        if event.type() == QEvent.Type.ToolTip and index.isValid():
            tip = index.data(int(Qt.ItemDataRole.ToolTipRole))
            needed, cell = self.sizeHint(option, index).width(), cell_at(index)
            if not tip and needed > self._table.columnWidth(index.column()) and cell.switch is None:
                tip = str(cell.pill[1]) if cell.pill is not None else cell.text
            if tip:
                QToolTip.showText(event.globalPos(), str(tip), view)
                return True
            QToolTip.hideText()
            return True
        return super().helpEvent(event, view, option, index)

    @staticmethod
    def _item(option: QStyleOptionViewItem) -> Any:
        # The stubs do not know the fields that every style option has.
        return option

    def _paint_pill(
        self, painter: QPainter, room: QRect, pill: tuple[str, str], colors: theme.Roles, selected: bool
    ) -> None:
        kind, text = pill
        painter.setFont(self._pill_font())
        metrics = painter.fontMetrics()
        place = QRectF(0, 0, min(pill_width(metrics, text), room.width()), pill_height(metrics))
        place.moveCenter(QRectF(room).center())
        if painter.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            place.moveRight(room.right())
        else:
            place.moveLeft(room.left())
        paint_pill(painter, place, kind, text, colors, selected=selected)

    def _paint_text(self, painter: QPainter, room: QRect, cell: Cell, colors: theme.Roles, enabled: bool) -> None:
        text, warned = cell.text, cell.warn
        color = colors.warn if warned else colors.text_2 if cell.dim else colors.text
        painter.setFont(self._font(cell))
        painter.setPen(color)
        if not enabled:
            painter.setOpacity(0.45)
        align = cell.align
        metrics = painter.fontMetrics()
        mark = _TRIANGLE + 4 if warned else 0
        # Most were measured when their column was, and have room.
        fits = self._widths.get(cell, room.width() + 5) <= room.width() + 4
        shown = text if fits else metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room.width() - mark)
        if warned:
            width = metrics.horizontalAdvance(shown) + mark
            left = room.right() + 1 - width if align & _RIGHT else room.left()
            ratio = painter.device().devicePixelRatioF()
            top = room.center().y() - _TRIANGLE // 2 + 1
            painter.drawPixmap(left, top, theme.pixmap("warning", color, _TRIANGLE, ratio))
            room = QRect(left + mark, room.top(), width - mark + 2, room.height())
            align = Qt.AlignmentFlag.AlignLeft.value
        if isinstance(cell.icon, QIcon):
            cell.icon.paint(painter, QRect(room.left(), room.center().y() - 7, 16, 16))
            room = room.adjusted(24, 0, 0, 0)
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room.width())
        painter.drawText(room, align | _MIDDLE, shown)

    def _paint_focus(self, painter: QPainter, rect: QRect, index: Index, colors: theme.Roles) -> None:
        """Draw this cell's part of the ring around the row."""
        painter.setPen(QPen(colors.accent if colors.dark else colors.accent_fill, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        ring = QRectF(rect).adjusted(-6, 1, 6, -2)
        painter.setClipRect(rect)
        if self._table.is_first(index.column()):
            ring.setLeft(rect.left() + 1)
        if self._table.is_last(index.column()):
            ring.setRight(rect.right())
        painter.drawRoundedRect(ring, 3, 3)

    def _font(self, cell: Cell) -> Any:
        if cell.mono:
            return theme.font(theme.Text.MONO)
        if self._table.dense:
            style = theme.Text.CAPTION_MEDIUM if cell.medium else theme.Text.CAPTION
        else:
            style = theme.Text.BODY_MEDIUM if cell.medium else theme.Text.BODY
        return theme.font(style, tabular=True)

    @staticmethod
    def _pill_font() -> Any:
        return theme.font(theme.Text.CAPTION_MEDIUM, tabular=True)


def cell_at(index: Index) -> Cell:
    found = index.data(CELL_ROLE)
    return found if isinstance(found, Cell) else Cell.read(index.data)


def horizontal(given: object) -> Qt.AlignmentFlag:
    value = 0
    if isinstance(given, Qt.AlignmentFlag):
        value = given.value
    elif isinstance(given, int):
        value = given
    if value & Qt.AlignmentFlag.AlignRight.value:
        return Qt.AlignmentFlag.AlignRight
    if value & Qt.AlignmentFlag.AlignHCenter.value:
        return Qt.AlignmentFlag.AlignHCenter
    return Qt.AlignmentFlag.AlignLeft
