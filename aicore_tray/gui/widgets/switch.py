"""The switch: a check box that takes effect at once."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, QVariantAnimation
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QStyle, QWidget

from aicore_tray.gui import theme

SIZE = QSize(36, 20)
SMALL_SIZE = QSize(28, 16)
_MILLISECONDS = 120


class Switch(QCheckBox):
    """On or off, told by the place of the knob and by its filling. Its accessible name is for the owner to set."""

    def __init__(self, *, small: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = SMALL_SIZE if small else SIZE
        self._position = 0.0
        self._animation = QVariantAnimation(self)
        self._animation.setDuration(_MILLISECONDS)
        self._animation.valueChanged.connect(self._move)
        self.setProperty("focusRing", True)
        self.setProperty("focusRadius", 12)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.toggled.connect(self._slide)

    def sizeHint(self) -> QSize:
        return QSize(self._size)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._size)

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _: QPaintEvent) -> None:
        place = QRectF(0, 0, self._size.width(), self._size.height())
        place.moveCenter(QRectF(self.rect()).center())
        position = self._position if self.layoutDirection() != Qt.LayoutDirection.RightToLeft else 1 - self._position
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setOpacity(1.0 if self.isEnabled() else 0.45)
            paint_switch(painter, place, self._position, theme.roles(self), knob=position)

    def _slide(self, on: bool) -> None:
        end = 1.0 if on else 0.0
        self._animation.stop()
        if not self.isVisible() or self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) == 0:
            self._move(end)
            return
        self._animation.setStartValue(self._position)
        self._animation.setEndValue(end)
        self._animation.start()

    def _move(self, position: float) -> None:
        self._position = float(position)
        self.update()


def paint_switch(
    painter: QPainter,
    rect: QRectF,
    position: float,
    colors: theme.Roles,
    *,
    knob: float | None = None,
    selected: bool = False,
) -> None:
    """Paint a switch: `position` from 0 (off) to 1 (on); `knob` is where the knob lies if not there.

    `selected` says that the ground is accent-soft, on which the fill alone would not stand out in the dark.
    """
    half = rect.height() / 2
    place = position if knob is None else knob
    fill = colors.accent_fill
    painter.save()
    if position < 1:
        painter.setPen(QPen(colors.line_strong, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(0.75, 0.75, -0.75, -0.75), half - 0.75, half - 0.75)
    if position > 0:
        painter.setPen(QPen(colors.accent, 1) if selected and colors.dark else Qt.PenStyle.NoPen)
        painter.setBrush(theme.faded(fill, position))
        painter.drawRoundedRect(rect, half, half)
    off_radius, on_radius = half * 0.5, half - 2
    radius = off_radius + (on_radius - off_radius) * position
    x = rect.left() + half + (rect.width() - rect.height()) * place
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.mixed(colors.on_accent, colors.line_strong, position))
    painter.drawEllipse(QPointF(x, rect.center().y()), radius, radius)
    painter.restore()
