"""The status pill: a shape and a word."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from aicore_tray.gui import theme
from aicore_tray.gui.widgets.announce import announce
from aicore_tray.gui.widgets.shapes import SIZE as SHAPE
from aicore_tray.gui.widgets.shapes import paint_shape, shape_color

_BEFORE, _BETWEEN, _AFTER = 7, 6, 9


class Pill(QLabel):
    """Tells a state: `kind` is ok, busy, warn, error or off, `text` the word for it."""

    def __init__(self, kind: str = "off", text: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self._on_selected = False
        self.setFont(theme.font(theme.Text.CAPTION_MEDIUM, tabular=True))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set(kind, text)

    @property
    def kind(self) -> str:
        return self._kind

    @property
    def on_selected(self) -> bool:
        """Whether it lies on a selected card or row, whose ground its own would not stand out from."""
        return self._on_selected

    @on_selected.setter
    def on_selected(self, selected: bool) -> None:
        self._on_selected = selected
        self.update()

    def set(self, kind: str, text: str) -> None:
        """Tell another state."""
        changed = (kind, text) != (self._kind, self.text())
        self._kind = kind
        self.setText(text)
        self.setAccessibleName(self.tr("Status: {status}").format(status=text))
        if changed:
            if self.isVisible() and kind != "busy":
                announce(self, self.accessibleName())
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(pill_width(self.fontMetrics(), self.text()), pill_height(self.fontMetrics()))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setFont(self.font())
            colors = theme.roles(self)
            paint_pill(painter, QRectF(self.rect()), self._kind, self.text(), colors, selected=self._on_selected)


def pill_width(metrics: QFontMetrics, text: str) -> int:
    """Return how wide a pill with this text is."""
    return _BEFORE + SHAPE + _BETWEEN + metrics.horizontalAdvance(text) + _AFTER


def pill_height(metrics: QFontMetrics) -> int:
    """Return how high a pill is."""
    return max(20, metrics.height() + 4)


def paint_pill(
    painter: QPainter, rect: QRectF, kind: str, text: str, colors: theme.Roles, *, selected: bool = False
) -> None:
    """Paint a pill in the painter's font; the word is shortened if the rect is too narrow."""
    color = shape_color(kind, colors)
    grounds = {
        "ok": colors.ok_soft,
        "busy": colors.accent_soft,
        "warn": colors.warn_soft,
        "error": colors.error_soft,
    }
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(colors.base if selected else grounds.get(kind, colors.sunken))
    painter.setPen(color if colors.high_contrast else Qt.PenStyle.NoPen)
    edge = 0.5 if colors.high_contrast else 0.0
    radius = rect.height() / 2
    painter.drawRoundedRect(rect.adjusted(edge, edge, -edge, -edge), radius, radius)
    shape = QRectF(rect.left() + _BEFORE, rect.center().y() - SHAPE / 2, SHAPE, SHAPE)
    words = rect.adjusted(_BEFORE + SHAPE + _BETWEEN, 0, -_AFTER + 1, 0)
    align = Qt.AlignmentFlag.AlignLeft
    if painter.layoutDirection() == Qt.LayoutDirection.RightToLeft:
        shape.moveRight(rect.right() - _BEFORE)
        words = rect.adjusted(_AFTER - 1, 0, -_BEFORE - SHAPE - _BETWEEN, 0)
        align = Qt.AlignmentFlag.AlignRight
    paint_shape(painter, shape, kind, colors)
    painter.setPen(color)
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(words.width()) + 1)
    painter.drawText(words, int(align | Qt.AlignmentFlag.AlignVCenter), shown)
    painter.restore()
