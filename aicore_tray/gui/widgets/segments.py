"""Segments: a few choices side by side, one of them taken."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QSizePolicy, QWidget

from aicore_tray.gui import theme


class Segments(QWidget):
    """Choices in one row; left and right move among them.

    Signals:
        changed: the key that the user took.

    Args:
        choices: pairs of key and label; the first is taken at the beginning.
        name: what is chosen here, for screen readers.
    """

    changed = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]], name: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._segments: dict[str, _Segment] = {}
        group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        for key, label in choices:
            segment = _Segment(label)
            segment.clicked.connect(lambda _=False, key=key: self.changed.emit(key))
            segment.toggled.connect(segment.take_tab)
            group.addButton(segment)
            row.addWidget(segment)
            self._segments[key] = segment
        if choices:
            self._segments[choices[0][0]].setChecked(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def current(self) -> str:
        """The key of the choice that is taken."""
        return next((key for key, segment in self._segments.items() if segment.isChecked()), "")

    def set_current(self, key: str) -> None:
        """Take a choice without telling `changed`."""
        self._segments[key].setChecked(True)

    def paintEvent(self, _: QPaintEvent) -> None:
        colors = theme.roles(self)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(colors.sunken if colors.dark else colors.sidebar)
            painter.setPen(colors.line)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)


class _Segment(QRadioButton):
    """A radio button in function and for screen readers, a segment to look at."""

    def __init__(self, label: str) -> None:
        super().__init__(label)
        self.setProperty("focusRing", True)
        self.setProperty("focusRadius", 7)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFont(theme.font(theme.Text.BODY_MEDIUM))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def take_tab(self, taken: bool) -> None:
        """Let Tab come to the choice that is taken; Qt itself stops at the first one."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if taken else Qt.FocusPolicy.ClickFocus)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + 24, max(24, metrics.height() + 6))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, _: QPaintEvent) -> None:
        colors = theme.roles(self)
        taken = self.isChecked()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setOpacity(1.0 if self.isEnabled() else 0.45)
            if taken:
                painter.setBrush(colors.hover if colors.dark else colors.base)
                painter.setPen(colors.line_strong if colors.high_contrast else colors.line)
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
            painter.setFont(self.font())
            painter.setPen(colors.text if taken or self.underMouse() else colors.text_2)
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self.text())
