"""The cells of a table: what stands in one, by the roles of its model, and how it is painted."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, cast

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QHelpEvent,
    QIcon,
    QPainter,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from aicore_tray.gui import theme
from aicore_tray.gui.widgets.limit_bar import paint_limit_bar
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
BAR_ROLE = _USER + 109  # float: how much of a limit is used, 0 to 1; the text stands at the right then
CELL_ROLE = _USER + 107  # Cell: all of these at once, by models that have it; a question costs as much as a drawn text
ROW_ROLE = _USER + 108  # Cells: those of a whole row, by models that have it

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_DECORATION = int(Qt.ItemDataRole.DecorationRole)
ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
# As numbers: an enumeration's own operators cost more than a cell has time for.
_RIGHT = int(Qt.AlignmentFlag.AlignRight.value)
_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter.value)
_MEASURED = 10_000
_MET = 2_000
_PICTURES = 400  # a window full of cells, and what was in it before
PAD = 7
EDGE = 16
_TRIANGLE = 16
_CHEVRON = 22
_BAR, _BAR_GAP, _BAR_HEIGHT = 75, 11, 6
_NOTE = 8
_LEAST_OF_TEXT = 0.7


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell and how, by the roles above.

    Attributes:
        before: what became the text, told before it with a chevron.
        after: a quiet word behind a pill.
        share: how much of a limit is used, from 0 to 1, as a bar before the text; negative for none.
    """

    text: str
    pill: tuple[str, str] | None
    switch: bool | None
    mono: bool
    dim: bool
    warn: bool
    medium: bool
    align: int
    icon: Any
    before: str = ""
    after: str = ""
    share: float = -1.0
    # Cells are looked up with each painting.
    _hash: int = field(init=False, repr=False, compare=False, default=0)

    def __hash__(self) -> int:
        if not self._hash:
            look = self.switch, self.dim, self.warn, self.medium
            parts = self.text, self.pill, self.before, self.after, self.share, look
            object.__setattr__(self, "_hash", hash(parts) or 1)
        return self._hash

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
            share=-1.0 if (share := ask(BAR_ROLE)) is None else round(float(share), 2),
        )


@dataclass(frozen=True, slots=True)
class Cells:
    """What stands in the cells of a row; a class of our own, as Qt would take a tuple apart."""

    each: tuple[Cell, ...]


class Rows(Protocol):
    """A model that can be asked for a row's cells without a way through Qt, which takes longer than to paint them."""

    def cells_of_row(self, row: int) -> tuple[Cell, ...]:
        """Return what stands in all cells of a row."""
        ...


@dataclass(frozen=True, slots=True)
class Column:
    """Where a column that is seen lies; padding and widths are those of its place."""

    number: int
    left: int
    width: int
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class Look:
    """What is the same for all cells of a row, beside what stands in them.

    Attributes:
        ground: the role of the colour under it.
    """

    ground: str
    selected: bool
    enabled: bool
    _hash: int = field(init=False, repr=False, compare=False, default=0)

    def __hash__(self) -> int:
        if not self._hash:
            object.__setattr__(self, "_hash", hash((self.ground, self.selected, self.enabled)) or 1)
        return self._hash


class CellDelegate(QStyledItemDelegate):
    """Paints cells by the roles above.

    Rows come, go and move all the time, and what stands in their cells is nearly always the same: a cell that is met
    again is painted into a picture, and the picture from then on.
    """

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._table = table
        self._widths: dict[Cell, int] = {}
        self._fonts: dict[theme.Text, tuple[QFont, QFontMetrics]] = {}
        self._pictures: OrderedDict[tuple[Cell, Look, int, bool, bool], QPixmap] = OrderedDict()
        self._met: set[tuple[Cell, Look, int, bool, bool]] = set()
        self._painted_with: object = None

    def forget(self) -> None:
        """Measure and paint texts anew: fonts are others."""
        self._widths.clear()
        self._fonts.clear()
        self._pictures.clear()

    def begin(self, ratio: float) -> None:
        """Begin to paint rows.

        Args:
            ratio: device pixels a pixel.
        """
        table = self._table
        painted_with = ratio, id(theme.roles(table)), table.layoutDirection(), table.cell_height
        if painted_with != self._painted_with:
            self._painted_with = painted_with
            self._pictures.clear()
            self._met.clear()

    def paint_cell(self, painter: QPainter, top: int, column: Column, cell: Cell, look: Look) -> None:
        """Paint a cell of the row that begins at `top`."""
        key = cell, look, column.width, column.first, column.last
        picture = self._pictures.get(key)
        if picture is None:
            if key not in self._met:
                # Most numbers of a table in which hundreds come a second are never seen again.
                if len(self._met) >= _MET:
                    self._met.clear()
                self._met.add(key)
                self._paint_once(painter, top, column, cell, look)
                return
            if len(self._pictures) >= _PICTURES:
                self._pictures.popitem(last=False)
            picture = self._pictures[key] = self._picture(column, cell, look, painter.device().devicePixelRatioF())
        elif len(self._pictures) > _PICTURES // 2:
            self._pictures.move_to_end(key)
        painter.drawPixmap(column.left, top, picture)

    def _paint_once(self, painter: QPainter, top: int, column: Column, cell: Cell, look: Look) -> None:
        colors, rect = theme.roles(self._table), QRect(column.left, top, column.width, self._table.cell_height + 1)
        painter.fillRect(rect, colors.named(look.ground))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, colors.line)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_content(painter, self._room(rect, column), cell, colors, look.selected, look.enabled)
        painter.setOpacity(1.0)

    def _room(self, rect: QRect, column: Column) -> QRect:
        """Return where in a cell its content stands."""
        left, right = _padding(column.first, column.last)
        if self._table.isRightToLeft():
            left, right = right, left
        return rect.adjusted(left, 0, -right, -1)

    def _picture(self, column: Column, cell: Cell, look: Look, ratio: float) -> QPixmap:
        colors = theme.roles(self._table)
        rect = QRect(0, 0, column.width, self._table.cell_height + 1)
        picture = QPixmap(math.ceil(rect.width() * ratio), math.ceil(rect.height() * ratio))
        picture.setDevicePixelRatio(ratio)
        # On an opaque ground, as texts may be smoothed for the colour below them.
        picture.fill(colors.named(look.ground))
        with QPainter(picture) as painter:
            painter.setLayoutDirection(self._table.layoutDirection())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(QRect(0, rect.bottom(), rect.width(), 1), colors.line)
            room = self._room(rect, column)
            self._paint_content(painter, room, cell, colors, look.selected, look.enabled)
        return picture

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
            if cell.after:
                self._paint_note(painter, room, cell, colors)
        else:
            if cell.before:
                room = self._paint_before(painter, room, cell, colors)
            if cell.share >= 0:
                self._paint_bar(painter, room, cell, colors, selected)
            self._paint_text(painter, room, cell, colors, enabled)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self.width(cell_at(index)) + self.padding(index.column()), self._table.cell_height)

    def width(self, cell: Cell) -> int:
        """Return how wide a cell's content is; columns are fitted to them with each resize, several times over."""
        width = self._widths.get(cell)
        if width is None:
            if len(self._widths) >= _MEASURED:
                self._widths.clear()
            width = self._widths[cell] = self._width(cell)
        return width

    def padding(self, column: int) -> int:
        """Return how wide the padding of a column is, at both sides together."""
        return sum(_padding(self._table.is_first(column), self._table.is_last(column)))

    def _width(self, cell: Cell) -> int:
        if cell.switch is not None:
            return SMALL_SIZE.width()
        if cell.pill is not None:
            width = pill_width(self._kept(theme.Text.CAPTION_MEDIUM)[1], cell.pill[1]) + 2
            return width + (
                _NOTE + self._kept(theme.Text.CAPTION)[1].horizontalAdvance(cell.after) if cell.after else 0
            )
        metrics = self._font(cell)[1]
        width = metrics.horizontalAdvance(cell.text) + 4
        if cell.before:
            width += metrics.horizontalAdvance(cell.before) + _CHEVRON
        if cell.share >= 0:
            width += _BAR
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

    def _paint_pill(
        self, painter: QPainter, room: QRect, pill: tuple[str, str], colors: theme.Roles, selected: bool
    ) -> None:
        kind, text = pill
        font, metrics = self._kept(theme.Text.CAPTION_MEDIUM)
        painter.setFont(font)
        place = QRectF(0, 0, min(pill_width(metrics, text), room.width()), pill_height(metrics))
        place.moveCenter(QRectF(room).center())
        if painter.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            place.moveRight(room.right())
        else:
            place.moveLeft(room.left())
        paint_pill(painter, place, kind, text, colors, selected=selected)

    def _paint_bar(self, painter: QPainter, room: QRect, cell: Cell, colors: theme.Roles, selected: bool) -> None:
        """Paint the bar before a text that stands at the far side, where there is room for both."""
        taken = self._width(cell) - _BAR
        place = QRectF(0, 0, _BAR - _BAR_GAP, _BAR_HEIGHT)
        if taken + _BAR > room.width() + 2:
            return
        mirrored = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
        place.moveCenter(QRectF(room).center())
        if mirrored:
            place.moveLeft(room.left() + taken + _BAR_GAP)
        else:
            place.moveRight(room.right() - taken - _BAR_GAP)
        paint_limit_bar(painter, place, cell.share, colors, selected=selected, mirrored=mirrored)

    def _paint_note(self, painter: QPainter, room: QRect, cell: Cell, colors: theme.Roles) -> None:
        """Paint the word behind a pill, where there is room for all of it."""
        if cell.pill is None:
            return
        taken = pill_width(self._kept(theme.Text.CAPTION_MEDIUM)[1], cell.pill[1]) + _NOTE - 2
        font, metrics = self._kept(theme.Text.CAPTION)
        if taken + metrics.horizontalAdvance(cell.after) > room.width() + 2:
            return
        mirrored = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
        place = room.adjusted(0, 0, -taken, 0) if mirrored else room.adjusted(taken, 0, 2, 0)
        painter.setFont(font)
        painter.setPen(colors.text_2)
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        painter.drawText(place, side.value | _MIDDLE, cell.after)

    def _paint_before(self, painter: QPainter, room: QRect, cell: Cell, colors: theme.Roles) -> QRect:
        """Paint what became the text, and the chevron; return the room that is left for the text.

        Where there is little, the text goes before: it is what served.
        """
        font, metrics = self._font(cell)
        shown, width = cell.before, metrics.horizontalAdvance(cell.before)
        if room.width() - width - _CHEVRON < _LEAST_OF_TEXT * metrics.horizontalAdvance(cell.text):
            return room
        mirrored = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
        painter.setFont(font)
        painter.setPen(colors.text_2)
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, side.value | _MIDDLE, shown)
        mark = theme.pixmap("chevron-right", colors.text_2, 12, painter.device().devicePixelRatioF())
        top = room.center().y() - 5
        if mirrored:
            painter.save()
            painter.translate(room.right() - width - 4, 0)
            painter.scale(-1, 1)
            painter.drawPixmap(0, top, mark)
            painter.restore()
            return room.adjusted(0, 0, -width - _CHEVRON, 0)
        painter.drawPixmap(room.left() + width + 5, top, mark)
        return room.adjusted(width + _CHEVRON, 0, 0, 0)

    def _paint_text(self, painter: QPainter, room: QRect, cell: Cell, colors: theme.Roles, enabled: bool) -> None:
        text, warned = cell.text, cell.warn
        color = colors.warn if warned else colors.text_2 if cell.dim else colors.text
        font, metrics = self._font(cell)
        painter.setFont(font)
        painter.setPen(color)
        if not enabled:
            painter.setOpacity(0.45)
        align = cell.align
        mark = _TRIANGLE + 4 if warned else 0
        # Most were measured when their column was, and have room.
        fits = not cell.before and self._widths.get(cell, room.width() + 5) <= room.width() + 4
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

    def paint_focus(self, painter: QPainter, top: int, column: Column) -> None:
        """Draw a cell's part of the ring around the row that begins at `top`."""
        colors = theme.roles(self._table)
        rect = QRect(column.left, top, column.width, self._table.cell_height + 1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colors.accent if colors.dark else colors.accent_fill, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        ring = QRectF(rect).adjusted(-6, 1, 6, -2)
        painter.setClipRect(rect)
        if column.first:
            ring.setLeft(rect.left() + 1)
        if column.last:
            ring.setRight(rect.right())
        painter.drawRoundedRect(ring, 3, 3)
        painter.restore()

    def _font(self, cell: Cell) -> tuple[QFont, QFontMetrics]:
        if cell.mono:
            return self._kept(theme.Text.MONO)
        if self._table.dense:
            return self._kept(theme.Text.CAPTION_MEDIUM if cell.medium else theme.Text.CAPTION)
        return self._kept(theme.Text.BODY_MEDIUM if cell.medium else theme.Text.BODY)

    def _kept(self, style: theme.Text) -> tuple[QFont, QFontMetrics]:
        found = self._fonts.get(style)
        if found is None:
            font = theme.font(style, tabular=style is not theme.Text.MONO)
            found = self._fonts[style] = font, QFontMetrics(font)
        return found


def _padding(first: bool, last: bool) -> tuple[int, int]:
    return EDGE if first else PAD, EDGE if last else PAD


def cells_of(model: QAbstractItemModel, row: int) -> tuple[Cell, ...]:
    """Return what stands in all cells of a row."""
    straight = getattr(model, "cells_of_row", None)
    if straight is not None:
        return cast(Rows, model).cells_of_row(row)
    found = model.index(row, 0).data(ROW_ROLE)
    if isinstance(found, Cells):
        return found.each
    return tuple(cell_at(model.index(row, column)) for column in range(model.columnCount()))


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
