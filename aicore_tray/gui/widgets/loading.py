"""Bars in the place of texts that are on their way."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from aicore_tray.gui import theme

_HEIGHT = 10
_ROW = 26
_AFTER_MS = 200
_SHAPES = ((70, 130), (88, 100), (60, 150))


class Bar(QWidget):
    """One bar."""

    def __init__(self, width: int, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._width = width
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._width, 28)

    def paintEvent(self, _: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.roles(self).line)
            place = QRectF(0, (self.height() - _HEIGHT) / 2, self.width(), _HEIGHT)
            painter.drawRoundedRect(place, _HEIGHT / 2, _HEIGHT / 2)


class LoadingRows(QWidget):
    """Rows of bars, which appear only if the wait is longer than a blink."""

    def __init__(self, rows: int, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._due = False
        self.setAccessibleName(self.tr("Loading"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER_MS)
        self._timer.timeout.connect(self.appear)

    def sizeHint(self) -> QSize:
        return QSize(240, self._rows * _ROW)

    def appear(self) -> None:
        """Show the bars without waiting."""
        self._due = True
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._due:
            self._timer.start()

    def hideEvent(self, event: object) -> None:
        self._timer.stop()
        self._due = False

    def paintEvent(self, _: QPaintEvent) -> None:
        if not self._due:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.roles(self).line)
            for row in range(self._rows):
                first, second = _SHAPES[row % len(_SHAPES)]
                y = row * _ROW + (_ROW - _HEIGHT) / 2
                for x, width in ((0, first), (first + 12, second), (self.width() - 40, 40)):
                    painter.drawRoundedRect(QRectF(x, y, width, _HEIGHT), _HEIGHT / 2, _HEIGHT / 2)
