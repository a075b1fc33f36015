"""What is read in Help: one page, in the chat's type, as wide as lines are read well."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QTextEdit, QWidget

from aicore_tray.gui import theme
from aicore_tray.gui.chat.text import TextPiece

_MARGIN = 32
_WIDEST = 632
_LEAST = 240
_STEP = 40
_PAD = 12
_ABOVE_HEADING, _BELOW_HEADING, _BELOW_LIST = 18, 6, 8
_PAGE_KEYS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_LINE_KEYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class Reader(QScrollArea):
    """Shows a page and scrolls in it.

    Signals:
        followed: a link that leads elsewhere than to the web was chosen; carries where to.
    """

    followed = Signal(str)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("help-reader")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = QWidget()
        self.piece = TextPiece(holder)
        self.piece.setObjectName("help-text")
        # Also a page without links is scrolled by keyboard.
        self.piece.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.piece.setProperty("focusRing", True)
        # Room between the text and the ring around it.
        self.piece.setViewportMargins(_PAD, _PAD, _PAD, _PAD)
        self.piece.anchorClicked.connect(self._follow)
        self.piece.installEventFilter(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(_MARGIN - _PAD, 24 - _PAD, _MARGIN - _PAD, _MARGIN - _PAD)
        row.addWidget(self.piece, 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        self.setWidget(holder)
        self._markdown = ""

    def show_page(self, title: str, markdown: str, words: str = "") -> None:
        """Show a page from its top, or from the first of the words that were looked for."""
        if markdown != self._markdown:
            self._markdown = markdown
            self._set()
            self.piece.setAccessibleName(title)
        self.verticalScrollBar().setValue(0)
        self._mark(words)

    def show_again(self) -> None:
        """Show the page in another type or other colours."""
        if self._markdown:
            self._set()

    def _set(self) -> None:
        self.piece.set_markdown(self._markdown)
        self.piece.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.piece.setCursorWidth(0)  # there is nothing to type
        self._give_air()
        self._fit()

    def _give_air(self) -> None:
        """Set sections apart: a guide is looked through, an answer is read in one go."""
        block, after_list = self.piece.document().begin(), False
        while block.isValid():
            level, listed = block.blockFormat().headingLevel(), block.textList() is not None
            changed = QTextBlockFormat()
            if level > 1:
                changed.setTopMargin(_ABOVE_HEADING)
            if level:
                changed.setBottomMargin(_BELOW_HEADING)
            elif after_list and not listed:
                changed.setTopMargin(_BELOW_LIST)
            QTextCursor(block).mergeBlockFormat(changed)
            after_list = listed
            block = block.next()

    def _mark(self, words: str) -> None:
        """Mark what was looked for, wherever it stands."""
        found: list[QTextEdit.ExtraSelection] = []
        wanted = [re.escape(word) for word in words.casefold().split()]
        if wanted:
            form = QTextCharFormat()
            form.setBackground(theme.roles(self).accent_soft)
            text = self.piece.document().toPlainText()
            for match in re.finditer("|".join(wanted), text, re.IGNORECASE):
                cursor = QTextCursor(self.piece.document())
                cursor.setPosition(match.start())
                cursor.setPosition(match.end(), QTextCursor.MoveMode.KeepAnchor)
                selection = QTextEdit.ExtraSelection()
                selection.cursor, selection.format = cursor, form
                found.append(selection)
        self.piece.setExtraSelections(found)
        if found:
            place = self.piece.cursorRect(found[0].cursor)
            top = self.piece.y() + place.top()
            if top > self.viewport().height() - 2 * _STEP:
                self.verticalScrollBar().setValue(top - self.viewport().height() // 3)

    def _follow(self, url: QUrl) -> None:
        if url.scheme() in ("", "app"):
            self.followed.emit(url.toString())

    def _fit(self) -> None:
        share = max(1.0, self.fontMetrics().height() / 18)
        width = max(_LEAST, min(round(_WIDEST * share), self.viewport().width() - 2 * _MARGIN))
        self.piece.setFixedSize(QSize(width + 2 * _PAD, self.piece.height_for(width) + 2 * _PAD))

    # ---- Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not event.modifiers():
            bar, key = self.verticalScrollBar(), Qt.Key(event.key())
            if key in _LINE_KEYS:
                bar.setValue(bar.value() + _LINE_KEYS[key] * _STEP)
                return True
            if key in _PAGE_KEYS:
                bar.setValue(bar.value() + _PAGE_KEYS[key] * (self.viewport().height() - _STEP))
                return True
            if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
                bar.setValue(bar.maximum() if key == Qt.Key.Key_End else 0)
                return True
        if event.type() == QEvent.Type.FocusIn:
            self._show_link()
        return super().eventFilter(watched, event)

    def _show_link(self) -> None:
        """Let the link that Tab has come to be seen."""
        place = self.piece.cursorRect()
        self.ensureVisible(self.piece.x() + place.x(), self.piece.y() + place.y(), 0, 2 * _STEP)
