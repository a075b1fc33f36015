"""The picture of an area chart: drawn a part a step, since all of it at once would hold up the streams."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from aicore_tray.gui import theme
from aicore_tray.gui.numbers import axis_count
from aicore_tray.gui.widgets.curve import nice_axis, sampled

# Of the accent, for the parts from the bottom to the top.
TINTS = (0.3, 0.6, 1.0)
TOP = 6
_SAMPLES = 4
_GAP = 8
_WIDEST_COLUMN = 44
_GRID = 0.27


@dataclass(frozen=True, slots=True)
class Moment:
    """A minute or a day: what it is called, what stands below the axis, and its parts from the bottom to the top."""

    title: str
    label: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartData:
    """What the chart shows.

    Attributes:
        parts: their names, from the bottom to the top.
        columns: a column for each moment in place of areas.
        summary: one sentence, for those who do not see it.
        empty: what is said where all values are 0.
    """

    parts: tuple[str, ...] = ()
    moments: tuple[Moment, ...] = ()
    columns: bool = False
    summary: str = ""
    empty: str = ""


@dataclass(frozen=True, slots=True)
class ChartPicture:
    """What was drawn, and where each moment's highest value is in it."""

    pixmap: QPixmap
    tops: tuple[QPointF, ...]


class ChartDrawing:
    """Draws one picture; it knows nothing of the widget, which may be gone meanwhile.

    Args:
        size: in pixels of the layout.
        ratio: physical pixels in each of them.
    """

    def __init__(self, data: ChartData, size: QSize, ratio: float, font: QFont, colors: theme.Roles) -> None:
        self._data, self._size, self._ratio, self._font, self._colors = data, size, ratio, font, colors
        self._metrics = QFontMetrics(font)

    def steps(self) -> Iterator[ChartPicture | None]:
        """Draw a part a step; the last one yields the picture, those before it None."""
        pixmap = QPixmap(self._size * self._ratio)
        pixmap.setDevicePixelRatio(self._ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        stacks = [tuple(accumulate(each.values)) for each in self._data.moments]
        axis = nice_axis(max((stack[-1] for stack in stacks if stack), default=0))
        room, tops = self._room(axis), tuple[QPointF, ...]()
        if axis:
            xs, scale = self._places(room), room.height() / axis[-1]
            tops = tuple(QPointF(x, room.bottom() - stack[-1] * scale) for x, stack in zip(xs, stacks, strict=True))
            if self._data.columns:
                with self._painter(pixmap) as painter:
                    self._paint_columns(painter, room, xs, stacks, scale)
            else:
                for edge, color, uppermost in self._areas(room, stacks, scale):
                    with self._painter(pixmap) as painter:
                        _paint_area(painter, room, edge, color, uppermost=uppermost)
                    yield None
        with self._painter(pixmap) as painter:
            if not axis:
                painter.setPen(self._colors.text_2)
                painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), self._data.empty)
            self._paint_grid(painter, room, axis)
            self._paint_labels(painter, room)
        yield ChartPicture(pixmap, tops)

    def whole(self) -> ChartPicture:
        """Draw it at once."""
        return next(picture for picture in self.steps() if picture is not None)

    def _painter(self, pixmap: QPixmap) -> QPainter:
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        return painter

    def _room(self, axis: tuple[float, ...]) -> QRectF:
        """Return where the values are, between the axes."""
        metrics = self._metrics
        width = max(metrics.horizontalAdvance(axis_count(value)) for value in (*axis, 10_000))
        bottom = metrics.height() + 8
        top = max(TOP, metrics.height() // 2 + 1)
        return QRectF(width + _GAP, top, self._size.width() - width - _GAP - 1, self._size.height() - top - bottom)

    def _places(self, room: QRectF) -> list[float]:
        count = len(self._data.moments)
        if self._data.columns:
            return [room.left() + room.width() * (number + 0.5) / count for number in range(count)]
        return [room.left() + room.width() * number / max(1, count - 1) for number in range(count)]

    def _paint_grid(self, painter: QPainter, room: QRectF, axis: tuple[float, ...]) -> None:
        """Paint the lines over the areas, so that values can be read off in them, too."""
        metrics = self._metrics
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for value in (0.0, *axis):
            y = round(room.bottom() - (room.height() * value / axis[-1] if axis else 0))
            painter.fillRect(QRectF(room.left(), y, room.width(), 1), theme.faded(self._colors.line_strong, _GRID))
            painter.setPen(self._colors.text_2)
            place = QRectF(0, y - metrics.height() / 2, room.left() - _GAP, metrics.height())
            painter.drawText(place, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), axis_count(value))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _areas(
        self, room: QRectF, stacks: list[tuple[int, ...]], scale: float
    ) -> Iterator[tuple[list[QPointF], QColor, bool]]:
        """Yield each area's upper edge and colour, the uppermost first, and whether it is that one."""
        lines = [sampled([stack[part] for stack in stacks], _SAMPLES) for part in range(len(self._data.parts))]
        step = room.width() / max(1, len(lines[0]) - 1)
        upper, left, bottom = lines[-1], room.left(), room.bottom()
        for part in range(len(lines) - 1, -1, -1):
            # Each curve is smoothed by itself; a lower one may not come above an upper one on the way.
            upper = [min(mine, above) for mine, above in zip(lines[part], upper, strict=True)]
            edge = [QPointF(left + step * n, bottom - value * scale) for n, value in enumerate(upper)]
            yield edge, theme.mixed(self._colors.accent_fill, self._colors.base, TINTS[part]), part == len(lines) - 1

    def _paint_columns(
        self,
        painter: QPainter,
        room: QRectF,
        xs: list[float],
        stacks: list[tuple[int, ...]],
        scale: float,
    ) -> None:
        width = min(_WIDEST_COLUMN, room.width() / max(1, len(xs)) * 0.6)
        painter.setPen(Qt.PenStyle.NoPen)
        for x, stack in zip(xs, stacks, strict=True):
            if not stack[-1]:
                continue
            height = max(2.0, stack[-1] * scale)
            column = QRectF(x - width / 2, room.bottom() - height, width, height + 4)
            shape = QPainterPath()
            shape.addRoundedRect(column, min(4.0, height), min(4.0, height))
            painter.save()
            bottom = round(room.bottom())
            for part, value in enumerate(stack):
                top = 0 if part == len(stack) - 1 else min(bottom, round(room.bottom() - value * scale))
                painter.setClipRect(QRectF(0, top, self._size.width(), bottom - top))
                painter.fillPath(shape, theme.mixed(self._colors.accent_fill, self._colors.base, TINTS[part]))
                bottom = top
            painter.restore()

    def _paint_labels(self, painter: QPainter, room: QRectF) -> None:
        painter.setPen(self._colors.text_2)
        metrics = self._metrics
        top, free_from = room.bottom() + 6, -1e9
        xs = self._places(room)
        for number, (moment, x) in enumerate(zip(self._data.moments, xs, strict=True)):
            if not moment.label:
                continue
            width = metrics.horizontalAdvance(moment.label) + 2
            left = x - width / 2
            if not self._data.columns:
                # The ends of the axis end with their labels.
                left = x if number == 0 else x - width if number == len(xs) - 1 else left
            left = min(left, room.right() - width)
            if left < free_from:
                continue
            painter.drawText(
                QRectF(left, top, width, metrics.height()), int(Qt.AlignmentFlag.AlignCenter), moment.label
            )
            free_from = left + width + 8


def _paint_area(painter: QPainter, room: QRectF, edge: list[QPointF], color: QColor, *, uppermost: bool) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawPolygon(QPolygonF([room.bottomLeft(), *edge, room.bottomRight()]))
    if uppermost:
        painter.setPen(QPen(color, 1.5))
        painter.drawPolyline(QPolygonF(edge))
