"""The area chart: stacked parts over time, as areas or as columns, with the values of one moment on demand."""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import accumulate

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from aicore_tray.gui import theme
from aicore_tray.gui.numbers import axis_count, short_count
from aicore_tray.gui.widgets.announce import announce
from aicore_tray.gui.widgets.curve import nice_axis, sampled

# Of the accent, for the parts from the bottom to the top.
TINTS = (0.3, 0.6, 1.0)
_REST_MS = 1000
_SAMPLES = 4
_TOP, _GAP, _TIP_PAD = 6, 8, 9
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


class AreaChart(QWidget):
    """Shows `ChartData`; it is painted anew once a second at most, and never while hidden.

    Mouse and arrow keys choose a moment whose values are shown; Home and End go to the ends, Esc lets go.
    """

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data = ChartData()
        self._next: ChartData | None = None
        self._taken_at = 0.0
        self._chosen = -1
        self._picture: QPixmap | None = None
        self._painted_with: object = None
        self._tops: list[QPointF] = []
        self._rest = QTimer(self, singleShot=True)
        self._rest.timeout.connect(self._take)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("focusRing", True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setFont(theme.font(theme.Text.CAPTION, tabular=True))

    @property
    def data(self) -> ChartData:
        """What is shown now."""
        return self._data

    @property
    def chosen(self) -> Moment | None:
        """The moment whose values are shown."""
        return self._data.moments[self._chosen] if 0 <= self._chosen < len(self._data.moments) else None

    def set_data(self, data: ChartData, *, at_once: bool = False) -> None:
        """Show other data: as soon as it is visible and a second has passed, or at once since the user asked for it."""
        if data == (self._next or self._data):
            return
        self._next = data
        if at_once:
            self._chosen = -1
            self._take()
        elif self.isVisible() and not self._rest.isActive():
            self._rest.start(max(0, round(_REST_MS - (time.monotonic() - self._taken_at) * 1000)))

    def _take(self) -> None:
        self._rest.stop()
        if self._next is None:
            return
        self._data, self._next = self._next, None
        self._taken_at = time.monotonic()
        self._picture = None
        if self._chosen >= len(self._data.moments):
            self._chosen = -1
        self.setAccessibleName(self._data.summary)
        self.setAccessibleDescription("; ".join(self._said(each) for each in self._data.moments if any(each.values)))
        # Drawn in a turn of its own: what else is painted with it has waited long enough.
        QTimer.singleShot(0, self, self._draw)

    def _draw(self) -> None:
        if self.isVisible():
            self._ready()
        self.update()

    # ---- size

    def sizeHint(self) -> QSize:
        return QSize(480, self.minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(240, max(166, 9 * line))

    # ---- choosing a moment

    def choose(self, number: int) -> None:
        """Show the values of a moment; -1 shows none."""
        number = min(number, len(self._data.moments) - 1)
        if number != self._chosen and any(any(each.values) for each in self._data.moments):
            self._chosen = number
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._ready()
        at = event.position().x()
        near = min(range(len(self._tops)), key=lambda number: abs(self._tops[number].x() - at), default=-1)
        self.choose(near)

    def leaveEvent(self, event: QEvent) -> None:
        self.choose(-1)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._data.moments) - 1
        here = self._chosen
        targets = {
            Qt.Key.Key_Left.value: max(0, here - 1) if here >= 0 else last,
            Qt.Key.Key_Right.value: min(last, here + 1) if here >= 0 else last,
            Qt.Key.Key_Home.value: 0,
            Qt.Key.Key_End.value: last,
        }
        if event.key() == Qt.Key.Key_Escape and here >= 0:
            self.choose(-1)
        elif event.key() in targets:
            self.choose(targets[event.key()])
            if (chosen := self.chosen) is not None:
                announce(self, self._said(chosen))
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.choose(-1)
        super().focusOutEvent(event)

    def _said(self, moment: Moment) -> str:
        pairs = zip(reversed(self._data.parts), reversed(moment.values), strict=False)
        values = ", ".join(f"{name} {short_count(value)}" for name, value in pairs)
        return f"{moment.title}: {values}"

    # ---- only while it is seen

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._take()

    def hideEvent(self, event: QHideEvent) -> None:
        self._rest.stop()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._picture = None
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._picture = None
            self.update()
        super().changeEvent(event)

    # ---- painting

    def paintEvent(self, _: QPaintEvent) -> None:
        picture = self._ready()
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, picture)
            if (chosen := self.chosen) is not None and self._tops:
                self._paint_chosen(painter, chosen, self._tops[self._chosen])

    def _ready(self) -> QPixmap:
        """Return the picture without what the mouse shows; it is drawn only where something is different."""
        ratio, colors = self.devicePixelRatioF(), theme.roles(self)
        if self._picture is None or self._painted_with != (ratio, id(colors)):
            self._painted_with = (ratio, id(colors))
            picture = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            with QPainter(picture) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setFont(self.font())
                self._paint(painter, colors)
            self._picture = picture
        return self._picture

    def _paint(self, painter: QPainter, colors: theme.Roles) -> None:
        stacks = [tuple(accumulate(each.values)) for each in self._data.moments]
        highest = max((stack[-1] for stack in stacks if stack), default=0)
        axis = nice_axis(highest)
        room = self._room(axis)
        self._tops = []
        if axis:
            xs = self._places(room)
            scale = room.height() / axis[-1]
            if self._data.columns:
                self._paint_columns(painter, room, xs, stacks, scale, colors)
            else:
                self._paint_areas(painter, room, stacks, scale, colors)
            self._tops = [QPointF(x, room.bottom() - stack[-1] * scale) for x, stack in zip(xs, stacks, strict=True)]
        else:
            painter.setPen(colors.text_2)
            painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), self._data.empty)
        self._paint_grid(painter, room, axis, colors)
        self._paint_labels(painter, room, colors)

    def _room(self, axis: tuple[float, ...]) -> QRectF:
        """Return where the values are, between the axes."""
        metrics = self.fontMetrics()
        width = max(metrics.horizontalAdvance(axis_count(value)) for value in (*axis, 10_000))
        bottom = metrics.height() + 8
        top = max(_TOP, metrics.height() // 2 + 1)
        return QRectF(width + _GAP, top, self.width() - width - _GAP - 1, self.height() - top - bottom)

    def _places(self, room: QRectF) -> list[float]:
        count = len(self._data.moments)
        if self._data.columns:
            return [room.left() + room.width() * (number + 0.5) / count for number in range(count)]
        return [room.left() + room.width() * number / max(1, count - 1) for number in range(count)]

    def _paint_grid(self, painter: QPainter, room: QRectF, axis: tuple[float, ...], colors: theme.Roles) -> None:
        """Paint the lines over the areas, so that values can be read off in them, too."""
        metrics = self.fontMetrics()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for value in (0.0, *axis):
            y = round(room.bottom() - (room.height() * value / axis[-1] if axis else 0))
            painter.fillRect(QRectF(room.left(), y, room.width(), 1), theme.faded(colors.line_strong, _GRID))
            painter.setPen(colors.text_2)
            place = QRectF(0, y - metrics.height() / 2, room.left() - _GAP, metrics.height())
            painter.drawText(place, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), axis_count(value))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _paint_areas(
        self,
        painter: QPainter,
        room: QRectF,
        stacks: list[tuple[int, ...]],
        scale: float,
        colors: theme.Roles,
    ) -> None:
        lines = [sampled([stack[part] for stack in stacks], _SAMPLES) for part in range(len(self._data.parts))]
        step = room.width() / max(1, len(lines[0]) - 1)
        upper, left, bottom = lines[-1], room.left(), room.bottom()
        for part in range(len(lines) - 1, -1, -1):
            # Each curve is smoothed by itself; a lower one may not come above an upper one on the way.
            upper = [min(mine, above) for mine, above in zip(lines[part], upper, strict=True)]
            line = [QPointF(left + step * n, bottom - value * scale) for n, value in enumerate(upper)]
            color = theme.mixed(colors.accent_fill, colors.base, TINTS[part])
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
            painter.drawPolygon(QPolygonF([room.bottomLeft(), *line, room.bottomRight()]))
            if part == len(lines) - 1:
                painter.setPen(QPen(color, 1.5))
                painter.drawPolyline(QPolygonF(line))

    def _paint_columns(
        self,
        painter: QPainter,
        room: QRectF,
        xs: list[float],
        stacks: list[tuple[int, ...]],
        scale: float,
        colors: theme.Roles,
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
                painter.setClipRect(QRectF(0, top, self.width(), bottom - top))
                painter.fillPath(shape, theme.mixed(colors.accent_fill, colors.base, TINTS[part]))
                bottom = top
            painter.restore()

    def _paint_labels(self, painter: QPainter, room: QRectF, colors: theme.Roles) -> None:
        painter.setPen(colors.text_2)
        metrics = self.fontMetrics()
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

    def _paint_chosen(self, painter: QPainter, moment: Moment, top: QPointF) -> None:
        colors = theme.roles(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room_bottom = self.height() - self.fontMetrics().height() - 8
        pen = QPen(colors.text, 1)
        pen.setDashPattern([2, 2])
        painter.setPen(pen)
        x = round(top.x()) + 0.5
        painter.drawLine(QPointF(x, _TOP), QPointF(x, room_bottom))
        painter.setPen(QPen(colors.accent_fill, 2))
        painter.setBrush(colors.base)
        painter.drawEllipse(top, 4, 4)
        self._paint_tip(painter, moment, x, colors)

    def _paint_tip(self, painter: QPainter, moment: Moment, x: float, colors: theme.Roles) -> None:
        strong = theme.font(theme.Text.CAPTION_MEDIUM, tabular=True)
        metrics = self.fontMetrics()
        rows = [
            (name, short_count(value))
            for name, value in zip(reversed(self._data.parts), reversed(moment.values), strict=True)
        ]
        widest = max(metrics.horizontalAdvance(name) + metrics.horizontalAdvance(value) * 1.1 for name, value in rows)
        line = metrics.height() + 1
        width = max(widest + 18, metrics.horizontalAdvance(moment.title)) + 2 * _TIP_PAD
        height = line * (len(rows) + 1) + 2 * _TIP_PAD - 4
        left = x - width - 9 if x - width - 9 >= 0 else x + 9
        tip = QRectF(left, _TOP + 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.text)
        painter.drawRoundedRect(tip, 6, 6)
        inner = tip.adjusted(_TIP_PAD, _TIP_PAD - 2, -_TIP_PAD, 0)
        row = QRectF(inner.left(), inner.top(), inner.width(), line)
        painter.setFont(self.font())
        painter.setPen(theme.faded(colors.base, 0.75))
        painter.drawText(row, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), moment.title)
        painter.setPen(colors.base)
        for name, value in rows:
            row.translate(0, line)
            painter.setFont(self.font())
            painter.drawText(row, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), name)
            painter.setFont(strong)
            painter.drawText(row, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), value)
