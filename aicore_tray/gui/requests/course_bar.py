"""A bar that shows to scale how time was spent, with the two longest parts in words under it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from aicore_tray.gui import theme
from aicore_tray.gui.requests.course import Part, told

_BAR, _GAP = 12, 6
_BETWEEN = 2.0


class CourseBar(QWidget):
    """Painted, so that one that runs costs next to nothing a second."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parts: tuple[Part, ...] = ()
        self.setFont(theme.font(theme.Text.CAPTION, tabular=True))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_parts(self, parts: tuple[Part, ...]) -> None:
        """Show these parts, in their order."""
        if parts == self.parts:
            return
        self.parts = parts
        words = ", ".join(told(part) for part in parts)
        self.setAccessibleName(self.tr("Time: {parts}").format(parts=words or self.tr("unknown")))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, _BAR + _GAP + self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and self.parts:
            QToolTip.showText(self.mapToGlobal(self.rect().bottomLeft()), "\n".join(map(told, self.parts)), self)
            return True
        return super().event(event)

    def paintEvent(self, _: QPaintEvent) -> None:
        colors = theme.roles(self)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            if not self.parts:
                painter.setBrush(colors.sunken)
                painter.drawRoundedRect(QRectF(0, 0, self.width(), _BAR), 2, 2)
                return
            whole = sum(part.seconds for part in self.parts)
            room = self.width() - _BETWEEN * (len(self.parts) - 1)
            # A part that is hardly there is still seen.
            widths = [max(1.5, room * part.seconds / whole) for part in self.parts]
            widths[widths.index(max(widths))] -= sum(widths) - room
            mirrored = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
            left = 0.0
            for part, width in zip(self.parts, widths, strict=True):
                painter.setBrush(theme.mixed(colors.accent_fill, colors.base, part.share))
                at = self.width() - left - width if mirrored else left
                painter.drawRoundedRect(QRectF(at, 0, width, _BAR), 1.5, 1.5)
                left += width + _BETWEEN
            self._write(painter, colors, mirrored)

    def _write(self, painter: QPainter, colors: theme.Roles, mirrored: bool) -> None:
        painter.setPen(colors.text_2)
        metrics = QFontMetrics(self.font())
        top = _BAR + _GAP - 1
        shown = sorted(sorted(self.parts, key=lambda part: -part.seconds)[:2], key=self.parts.index)
        sides = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight)
        for part, side in zip(shown, reversed(sides) if mirrored else sides, strict=False):
            text = metrics.elidedText(told(part), Qt.TextElideMode.ElideRight, self.width() // len(shown))
            painter.drawText(QRectF(0, top, self.width(), metrics.height()), int(side), text)
