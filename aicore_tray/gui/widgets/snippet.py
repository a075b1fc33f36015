"""A text to paste: what it is, the text itself, and the button that copies it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from aicore_tray.gui import theme
from aicore_tray.gui.widgets.copy_button import CopyButton
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.sunken_box import SunkenBox


class CodeText(QWidget):
    """Lines in fixed pitch, each wrapped with its rest set in, at a line height that can be read."""

    def __init__(self, text: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._laid_out: tuple[int, list[tuple[QTextLayout, float]], int] = (-1, [], 0)
        self.setFont(theme.font(theme.Text.MONO))
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_text(text)

    @property
    def text(self) -> str:
        return self._text

    def set_text(self, text: str) -> None:
        """Show another text."""
        if text == self._text:
            return
        self._text = text
        self._laid_out = (-1, [], 0)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, self.heightForWidth(max(self.width(), 400)))

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.fontMetrics().height())

    def heightForWidth(self, width: int) -> int:
        return self._lines(width)[1]

    def paintEvent(self, _: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setPen(theme.roles(self).text)
            for layout, top in self._lines(self.width())[0]:
                layout.draw(painter, QPointF(0, top))

    def _lines(self, width: int) -> tuple[list[tuple[QTextLayout, float]], int]:
        if self._laid_out[0] == width:
            return self._laid_out[1], self._laid_out[2]
        metrics = self.fontMetrics()
        pitch = max(19, round(metrics.height() * 1.35))
        set_in = metrics.averageCharWidth() * 4
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        found: list[tuple[QTextLayout, float]] = []
        top = 0.0
        for text in self._text.rstrip("\n").split("\n"):
            layout = QTextLayout(text, self.font())
            layout.setTextOption(option)
            layout.beginLayout()
            place = 0.0
            while (line := layout.createLine()).isValid():
                left = set_in if place else 0.0
                line.setLineWidth(max(width - left, 40))
                line.setPosition(QPointF(left, place + (pitch - line.height()) / 2))
                place += pitch
            layout.endLayout()
            found.append((layout, top))
            top += max(place, pitch)
        self._laid_out = (width, found, round(top))
        return found, round(top)


class SnippetBox(SunkenBox):
    """A sunken box with a head and a text in fixed pitch.

    Signals:
        wanted: the text is to be copied; what is shown hides the API key, so someone else has the text.

    Args:
        title: what it is.
        text: what is shown.
        place: the file that it belongs in, or "".
    """

    wanted = Signal()

    def __init__(self, title: str, text: str, place: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._text = CodeText(text)
        self.copy = CopyButton(self.tr("Copy: {title}").format(title=title))
        self.copy.clicked.connect(lambda _checked=False: self.wanted.emit())
        self.head.setContentsMargins(12, 2, 4, 2)
        self.head.addWidget(Label(title, theme.Text.CAPTION_MEDIUM, "text_2"))
        where = Label(place, theme.Text.MONO, "text_2", elide=Qt.TextElideMode.ElideMiddle, selectable=True)
        self.head.addWidget(where, 1)
        self.head.addWidget(self.copy)
        self.body.setContentsMargins(12, 8, 12, 10)
        self.body.addWidget(self._text)

    @property
    def text(self) -> str:
        """What is shown."""
        return self._text.text

    def set_text(self, text: str) -> None:
        """Show another text."""
        self._text.set_text(text)
