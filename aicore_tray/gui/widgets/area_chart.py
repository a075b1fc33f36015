"""The area chart: stacked parts over time, as areas or as columns, with the values of one moment on demand."""

from __future__ import annotations

import time
from collections.abc import Iterator

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from aicore_tray.gui import theme
from aicore_tray.gui.numbers import short_count
from aicore_tray.gui.turns import TURN_MS, TurnTimer
from aicore_tray.gui.widgets.announce import announce
from aicore_tray.gui.widgets.chart_picture import TOP, ChartData, ChartDrawing, ChartPicture, Moment

_REST_MS = 1000
_TIP_PAD = 9


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
        self._picture: ChartPicture | None = None
        self._painted_with: object = None
        self._drawn_with: object = None
        # What is drawn of the next picture, a part a turn: all of it at once would hold up the streams.
        self._steps: Iterator[ChartPicture | None] = iter(())
        self._turn = TurnTimer(self, self._draw_on, every=TURN_MS)
        self._rest = TurnTimer(self, self._take, once=True)
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
            self._forget()
            self._take()
        elif self.isVisible() and not self._rest.isActive():
            self._rest.start(max(0, round(_REST_MS - (time.monotonic() - self._taken_at) * 1000)))

    def _take(self) -> None:
        self._rest.stop()
        if self._next is None:
            return
        self._data, self._next = self._next, None
        self._taken_at = time.monotonic()
        if self._chosen >= len(self._data.moments):
            self._chosen = -1
        self.setAccessibleName(self._data.summary)
        self.setAccessibleDescription("; ".join(self._said(each) for each in self._data.moments if any(each.values)))
        # Until it is drawn, the picture before it is shown.
        self._drawn_with = self._look()
        self._steps = self._drawing().steps()
        self._turn.start()

    def _draw_on(self) -> None:
        picture = next(self._steps, None) if self.isVisible() else None
        if picture is not None or not self.isVisible():
            self._turn.stop()
            self._picture, self._painted_with = picture, self._drawn_with
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
        at, tops = event.position().x(), self._ready().tops
        near = min(range(len(tops)), key=lambda number: abs(tops[number].x() - at), default=-1)
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
        if self._turn.isActive():
            self._forget()
        super().hideEvent(event)

    def _forget(self) -> None:
        self._turn.stop()
        self._picture = None

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._forget()
            self.update()
        super().changeEvent(event)

    # ---- painting

    def paintEvent(self, _: QPaintEvent) -> None:
        picture = self._ready()
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, picture.pixmap)
            if (chosen := self.chosen) is not None and self._chosen < len(picture.tops):
                self._paint_chosen(painter, chosen, picture.tops[self._chosen])

    def _ready(self) -> ChartPicture:
        """Return the picture without what the mouse shows; it is drawn at once where there is none that fits."""
        if self._picture is None or self._painted_with != self._look():
            self._turn.stop()
            self._painted_with = self._look()
            self._picture = self._drawing().whole()
        return self._picture

    def _look(self) -> tuple[QSize, float, int]:
        # A layout that is on its way to another one may give it two sizes within a turn, the last one as before.
        return self.size(), self.devicePixelRatioF(), id(theme.roles(self))

    def _drawing(self) -> ChartDrawing:
        return ChartDrawing(self._data, self.size(), self.devicePixelRatioF(), self.font(), theme.roles(self))

    def _paint_chosen(self, painter: QPainter, moment: Moment, top: QPointF) -> None:
        colors = theme.roles(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room_bottom = self.height() - self.fontMetrics().height() - 8
        pen = QPen(colors.text, 1)
        pen.setDashPattern([2, 2])
        painter.setPen(pen)
        x = round(top.x()) + 0.5
        painter.drawLine(QPointF(x, TOP), QPointF(x, room_bottom))
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
        tip = QRectF(left, TOP + 2, width, height)
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
