"""Details that are folded away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from aicore_tray.gui import theme


class DisclosureButton(QPushButton):
    """A chevron and a word; checked means unfolded."""

    def __init__(self, title: str, *, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setProperty("focusRing", True)
        self.setFont(theme.font(theme.Text.BODY_MEDIUM))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + 16 + 6 + 6, max(28, metrics.height() + 8))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

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
        colors = theme.roles(self)
        tint = colors.text if self.underMouse() else colors.text_2
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        with QPainter(self) as painter:
            painter.setFont(self.font())
            painter.setPen(tint)
            mark = theme.pixmap(
                "chevron-down" if self.isChecked() else "chevron-right", tint, 14, self.devicePixelRatioF()
            )
            y = (self.height() - 14) // 2
            if mirrored:
                painter.save()
                painter.translate(self.width() - 3, 0)
                painter.scale(-1, 1)
                painter.drawPixmap(0, y, mark)
                painter.restore()
                room = self.rect().adjusted(0, 0, -23, 0)
                side = Qt.AlignmentFlag.AlignRight
            else:
                painter.drawPixmap(3, y, mark)
                room = self.rect().adjusted(23, 0, 0, 0)
                side = Qt.AlignmentFlag.AlignLeft
            painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter), self.text())


class Disclosure(QWidget):
    """A title that folds and unfolds a widget.

    Signals:
        toggled: whether it is unfolded now.
    """

    toggled = Signal(bool)

    def __init__(self, title: str, body_widget: QWidget, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = DisclosureButton(title)
        self._body = body_widget
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.button)
        layout.addWidget(body_widget)
        body_widget.hide()
        self.button.toggled.connect(self._fold)

    @property
    def open(self) -> bool:
        return self.button.isChecked()

    def set_open(self, unfolded: bool) -> None:
        """Unfold it, or fold it."""
        self.button.setChecked(unfolded)

    def _fold(self, unfolded: bool) -> None:
        self._body.setVisible(unfolded)
        self.toggled.emit(unfolded)
