"""A request's headers on sunken ground, a line each, shortened where there is no room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from aicore_tray.gui import theme

_PAD = 10


class HeaderBox(QWidget):
    """Names in the second colour, values in the first."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.headers: tuple[tuple[str, str], ...] = ()
        self.setFont(theme.font(theme.Text.MONO))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_headers(self, headers: tuple[tuple[str, str], ...]) -> None:
        """Show these headers."""
        if headers == self.headers:
            return
        self.headers = headers
        self.setAccessibleName(self.tr("Headers"))
        self.setAccessibleDescription("; ".join(f"{name}: {value}" for name, value in headers))
        self.updateGeometry()
        self.update()

    def _pitch(self) -> int:
        return max(19, self.fontMetrics().height() + 4)

    def sizeHint(self) -> QSize:
        return QSize(200, self._pitch() * max(1, len(self.headers)) + 10)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def paintEvent(self, _: QPaintEvent) -> None:
        colors, metrics, pitch = theme.roles(self), self.fontMetrics(), self._pitch()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(colors.sunken)
            painter.setPen(colors.line if colors.high_contrast else Qt.PenStyle.NoPen)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
            align = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            for number, (name, value) in enumerate(self.headers):
                room = QRectF(_PAD, 5 + number * pitch, self.width() - 2 * _PAD, pitch)
                start = f"{name.lower()}: "
                painter.setPen(colors.text_2)
                painter.drawText(room, align, metrics.elidedText(start, Qt.TextElideMode.ElideRight, int(room.width())))
                left = metrics.horizontalAdvance(start)
                if left < room.width():
                    painter.setPen(colors.text)
                    rest = metrics.elidedText(value, Qt.TextElideMode.ElideRight, int(room.width()) - left)
                    painter.drawText(room.adjusted(left, 0, 0, 0), align, rest)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            number = (event.pos().y() - 5) // self._pitch()
            if 0 <= number < len(self.headers):
                name, value = self.headers[number]
                QToolTip.showText(event.globalPos(), f"{name.lower()}: {value}", self)
            return True
        return super().event(event)
