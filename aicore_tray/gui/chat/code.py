"""A block of code: a sunken card with its language and a button that copies it; it grows line by line."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import (
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextEdit, QWidget

from aicore_tray.gui import theme
from aicore_tray.gui.chat.highlighter import Highlighter
from aicore_tray.gui.widgets.copy_button import CopyButton
from aicore_tray.gui.widgets.label import Label

_HEAD = 30
_LINES_AT_ONCE = 60
_PAD = 12
_RADIUS = 8


class _Lines(QTextEdit):
    """The code itself: it scrolls sideways alone."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.caret = False
        self.line_height = 0
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setLineWrapMode(QTextEdit.LineWrapMode.NoWrap)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # It is as high as its lines; until it is given that height, Qt would lay it out anew for each range it tells.
        self.verticalScrollBar().blockSignals(True)
        self.viewport().setAutoFillBackground(False)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def dress(self) -> None:
        """Take over the font and what follows from it; once, before there is any text."""
        self.setFont(theme.font(theme.Text.MONO))
        metrics = QFontMetricsF(self.font())
        self.line_height = round(max(18.0, metrics.height() + 3))
        # Not the one that Qt has made: it would take that away with Python still holding on to it.
        self.setDocument(self.fresh_document())
        self.setTabStopDistance(4 * metrics.horizontalAdvance(" "))
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)

    def fresh_document(self) -> QTextDocument:
        """Return an empty document whose lines are as high as code's."""
        document = QTextDocument(self)
        document.setUndoRedoEnabled(False)
        document.setDefaultFont(self.font())
        document.setDocumentMargin(0)
        form = QTextBlockFormat()
        form.setLineHeight(self.line_height, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        # Every line that is added takes it over.
        QTextCursor(document).setBlockFormat(form)
        return document

    def wheelEvent(self, event: QWheelEvent) -> None:
        across = event.angleDelta().x() or event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if across:
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.caret:
            cursor = QTextCursor(self.document())
            cursor.movePosition(QTextCursor.MoveOperation.End)
            place = self.cursorRect(cursor)
            with QPainter(self.viewport()) as painter:
                painter.fillRect(place.left(), place.top() + 1, 2, place.height() - 2, theme.roles(self).accent)


class CodeCard(QWidget):
    """A block of code.

    Args:
        language: as the fence names it; "" for unknown.
        whole: complete it at once; else `steps` does so, before there is any text.
    """

    def __init__(self, parent: QWidget, language: str, *, whole: bool = True) -> None:
        super().__init__(parent)
        self._text: list[str] = []
        self._tail = ""
        self._owed = False
        self._longest = 0
        self._lines = _Lines(self)
        self._lines.setObjectName("chat-code")
        self._lines.setAccessibleName(self.tr("Code, {language}").format(language=language or self.tr("plain")))
        self._colors: Highlighter | None = None
        self._language = language
        self._stale = False
        self._fresh: QTextDocument | None = None
        self._fresh_colors: Highlighter | None = None
        self._head: QWidget | None = None
        if whole:
            for _ in self.steps():
                pass

    def steps(self) -> Iterator[None]:
        """Give it what it lacks, a part a step; after the first one it knows how high it is."""
        self._lines.dress()
        yield
        if Highlighter.knows(self._language):
            self._colors = Highlighter(self._lines.document(), self._language, theme.roles(self))
            yield
        yield from self._make_head()

    def _make_head(self) -> Iterator[None]:
        """Make the language, and the button in a step of its own."""
        language = self._language
        self._head = QWidget(self)
        row = QHBoxLayout(self._head)
        row.setContentsMargins(_PAD, 0, 4, 0)
        row.setSpacing(8)
        self.language = Label(
            language or self.tr("Code"), theme.Text.CAPTION, "text_2", elide=Qt.TextElideMode.ElideRight
        )
        row.addWidget(self.language, 1)
        yield
        self.copy_button = CopyButton(self.tr("Copy code"))
        self.copy_button.setObjectName("copy-code")
        self.copy_button.setFont(theme.font(theme.Text.CAPTION_MEDIUM))
        self.copy_button.clicked.connect(lambda: self.copy_button.copy(self.text))
        row.addWidget(self.copy_button)
        self._head.setGeometry(0, 0, self.width(), self._head_height())
        self._head.show()

    @property
    def text(self) -> str:
        """The code, without the end of its last line."""
        return "".join([*self._text, self._tail]).removesuffix("\n")

    def append(self, text: str) -> None:
        """Take whole lines; what was shown of the first one as the tail is part of them."""
        self._text.append(text)
        self._show(text)
        self._tail = ""
        # A line's end is shown with what comes after it: an empty line at the end would be one too many.
        self._owed = text.endswith("\n")

    def set_tail(self, text: str) -> None:
        """Show the last line as far as it came."""
        self._show(text)
        self._tail = text

    def _show(self, text: str) -> None:
        cursor = QTextCursor(self._lines.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        if not text.startswith(self._tail):
            cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(self._tail))
            cursor.removeSelectedText()
            self._tail = ""
        added = text[len(self._tail) :].removesuffix("\n")
        if self._owed and not self._tail and text:
            added, self._owed = "\n" + added, False
        if added:
            cursor.insertText(added)
            self._longest = max(self._longest, *(len(line) + 3 * line.count("\t") for line in text.split("\n")))

    def set_caret(self, shown: bool) -> None:
        """Show where the answer goes on."""
        if shown != self._lines.caret:
            self._lines.caret = shown
            self._lines.viewport().update()

    # ---- size

    def height_for(self, width: int) -> int:
        """Return how high it is at a width."""
        metrics = QFontMetricsF(self._lines.font())
        count = self._lines.document().blockCount()
        wide = self._longest * metrics.averageCharWidth() > width - 2 * _PAD - 4
        bar = self._lines.horizontalScrollBar().sizeHint().height() if wide else 0
        return self._head_height() + count * self._lines.line_height + 2 * _PAD - 2 + bar

    def _head_height(self) -> int:
        return max(_HEAD, self.fontMetrics().height() + 13)

    def resizeEvent(self, _: object) -> None:
        head = self._head_height()
        if self._head is not None:
            self._head.setGeometry(0, 0, self.width(), head)
        place = QRect(_PAD, head + _PAD - 2, self.width() - 2 * _PAD, self.height() - head - _PAD)
        if self._lines.geometry() != place:
            self._lines.setGeometry(place)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._stale = self._colors is not None
        super().changeEvent(event)

    def _colour_anew(self) -> None:
        """Begin a second document in other colours; it takes the first one's place when it is complete.

        Colouring a line that is laid out would lay out all below it.
        """
        self._fresh = self._lines.fresh_document()
        self._fresh_colors = Highlighter(self._fresh, self._language, theme.roles(self))
        self._fill(self.text.split("\n"), 0)

    def _fill(self, lines: list[str], at: int) -> None:
        document, colors = self._fresh, self._fresh_colors
        if document is None:
            return
        cursor = QTextCursor(document)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        part = "\n".join(lines[at : at + _LINES_AT_ONCE])
        cursor.insertText(f"\n{part}" if at else part)
        at += _LINES_AT_ONCE
        if at < len(lines):
            QTimer.singleShot(0, self, lambda: self._fill(lines, at))
            return
        self._fresh = self._fresh_colors = None
        if "\n".join(lines) == self.text:
            self._colors = colors
            before = self._lines.document()
            self._lines.setDocument(document)
            before.deleteLater()  # with what coloured it
        else:
            self._colour_anew()  # it grew meanwhile

    def paintEvent(self, _: QPaintEvent) -> None:
        colors = theme.roles(self)
        if self._stale:
            # Only what is seen, and not in the midst of painting.
            self._stale = False
            QTimer.singleShot(0, self, self._colour_anew)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(colors.sunken)
            painter.setPen(colors.line)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
            painter.fillRect(QRectF(1, self._head_height(), self.width() - 2, 1), colors.line)
