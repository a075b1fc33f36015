"""A finished block of an answer, or its open end: Markdown as Qt reads it, in our type and colours.

Nothing is ever loaded: images become links, and links lead to the web alone, by the system's browser.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QEvent, QRectF, QSizeF, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QDesktopServices,
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextLine,
    QTextTable,
    QTextTableFormat,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from aicore_tray.gui import theme

SCHEMES = frozenset({"http", "https", "mailto"})
_FEATURES = QTextDocument.MarkdownFeature(
    QTextDocument.MarkdownFeature.MarkdownDialectGitHub.value | QTextDocument.MarkdownFeature.MarkdownNoHTML.value
)
_HEADINGS = {1: 1.35, 2: 1.2, 3: 1.08}
_QUOTE = 14
_CARET = 2
_CHIP = 4
_AIR = 3
_CELL_PAD = 6
_CELL_AIR = 10  # in a column, for what its next rows have more
_BLOCKS_AT_ONCE = 8


def open_link(url: QUrl) -> bool:
    """Open a link of an answer in the system's browser or mail program; nothing else is opened."""
    return url.scheme().lower() in SCHEMES and QDesktopServices.openUrl(url)


class _Document(QTextDocument):
    """Loads nothing, neither from this computer nor from elsewhere."""

    def loadResource(self, type: int, name: QUrl | str) -> Any:  # noqa: A002 - Qt's own names
        return None


@dataclass(frozen=True, slots=True)
class TablePart:
    """How a part of a table is shown that goes on in other pieces.

    Attributes:
        columns: their shares of the width, which make up 1; () for what its own contents need.
        headless: leave out its head, which stands in its first part.
    """

    columns: tuple[float, ...] = ()
    headless: bool = False


class TextPiece(QTextBrowser):
    """Text that can be selected and copied, as high as its text needs.

    Args:
        line: the height of a line at the usual size; 20 in answers.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._markdown = ""
        self._plain = ""
        self._role = ""
        self._stale = False
        self._caret = False
        self._quotes = False
        self._table: TablePart | None = None
        self._codes: list[tuple[int, int]] = []
        self._chips: list[QRectF] = []
        self._chips_width = 0.0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # It is as large as its text; until it is given that size, Qt would lay it out anew for each range they tell.
        self.verticalScrollBar().blockSignals(True)
        self.horizontalScrollBar().blockSignals(True)
        # The width is told, and not that of a widget which may not be laid out yet.
        self.setLineWrapMode(QTextBrowser.LineWrapMode.FixedPixelWidth)
        self.viewport().setAutoFillBackground(False)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.anchorClicked.connect(open_link)
        self._dress_plain()
        self._reach()

    # ---- what it shows

    def set_markdown(self, text: str) -> None:
        """Show a Markdown text, in place of what was shown."""
        for _ in self.markdown_steps(text):
            pass

    def markdown_steps(self, text: str, table: TablePart | None = None) -> Iterator[None]:
        """Do what `set_markdown` does, a part a step; what was shown is there until the last one.

        Args:
            table: it is part of a table that goes on in another piece.
        """
        # Dressed before it is laid out, which takes longest.
        document = self._fresh()
        document.setMarkdown(text, _FEATURES)
        dresser = _Dresser(document, theme.roles(self), table)
        yield from dresser.steps()
        self._markdown, self._plain = text, ""
        self._codes, self._chips, self._quotes = dresser.codes, [], ">" in text
        self._table = dresser.table
        self._put(document)
        self._reach(dresser.links)

    @property
    def columns(self) -> tuple[float, ...]:
        """The shares of the width that the columns of a table have that goes on; () of all else."""
        return self._table.columns if self._table is not None else ()

    def set_plain(self, text: str) -> None:
        """Show a text as it is; one that only grew is appended to."""
        if self._markdown or not text.startswith(self._plain):
            self._markdown, self._plain = "", ""
            self._codes, self._quotes = [], False
            self._put(self._fresh())
        if added := text[len(self._plain) :]:
            cursor = QTextCursor(self.document())
            cursor.movePosition(QTextCursor.MoveOperation.End)
            if not self._plain:
                cursor.setBlockFormat(_lines(self.document()))
            cursor.insertText(added)
            self._plain = text

    def set_role(self, role: str) -> None:
        """Show plain text in another colour, by the name of its role."""
        self._role = role
        self._tint()

    def _tint(self) -> None:
        if not self._role:
            return
        color = theme.roles(self).named(self._role)
        if self.palette().color(QPalette.ColorRole.Text) != color:
            palette = QPalette()
            palette.setColor(QPalette.ColorRole.Text, color)
            self.setPalette(palette)

    def set_caret(self, shown: bool) -> None:
        """Show where the answer goes on."""
        if shown != self._caret:
            self._caret = shown
            self.viewport().update()

    @property
    def natural_width(self) -> int:
        """How far its longest line reaches in the width it was laid out for; all of it where text runs leftwards."""
        widest, block = 0.0, self.document().begin()
        while block.isValid():
            lines = block.layout()
            widest = max([widest, *(lines.lineAt(at).naturalTextRect().right() for at in range(lines.lineCount()))])
            block = block.next()
        return math.ceil(widest) + 1

    def height_for(self, width: int) -> int:
        """Return how high it is at a width."""
        if self.lineWrapColumnOrWidth() != width:
            self.setLineWrapColumnOrWidth(width)
        return math.ceil(self.document().size().height())

    def _dress_plain(self) -> None:
        """Let the document that Qt has made be one for plain text: another one would take its time."""
        document = self.document()
        document.setDocumentMargin(0)
        document.setDefaultFont(theme.font(theme.Text.BODY))

    def loadResource(self, type: int, name: QUrl | str) -> Any:  # noqa: A002 - Qt's own names
        return None

    def _put(self, document: QTextDocument) -> None:
        before = self.document()
        self.setDocument(document)
        # Qt lets go of none but its own.
        if isinstance(before, _Document):
            before.deleteLater()

    def _fresh(self) -> QTextDocument:
        document = _Document(self)
        document.setUndoRedoEnabled(False)
        document.setDocumentMargin(0)
        # Told before there is anything to lay out: else the text edit has all of it laid out for each of them.
        document.setPageSize(QSizeF(self.lineWrapColumnOrWidth(), -1))
        wrapping = document.defaultTextOption()
        wrapping.setWrapMode(self.wordWrapMode())
        document.setDefaultTextOption(wrapping)
        font = theme.font(theme.Text.BODY)
        document.setIndentWidth(_indent(font))
        document.setDefaultFont(font)
        return document

    def _reach(self, links: bool = False) -> None:
        flags = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        if links:
            flags |= Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        self.setTextInteractionFlags(flags)
        # Tab stops only where there is something to do.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if links else Qt.FocusPolicy.ClickFocus)

    # ---- Qt

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._stale = bool(self._markdown)
            self._tint()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._stale:
            # Only what is seen is dressed anew, and not in the midst of painting.
            self._stale = False
            QTimer.singleShot(0, self, self._dress_anew)
        if self._quotes:
            self._paint_quotes()
        if self._codes:
            self._paint_chips(QRectF(event.rect()))
        super().paintEvent(event)
        if self._caret:
            self._paint_caret()

    def _dress_anew(self) -> None:
        for _ in self.markdown_steps(self._markdown, self._table):
            pass

    def _paint_quotes(self) -> None:
        colors, layout = theme.roles(self), self.document().documentLayout()
        least = _lines(self.document()).lineHeight()
        with QPainter(self.viewport()) as painter:
            block = self.document().begin()
            while block.isValid():
                level = int(block.blockFormat().property(QTextFormat.Property.BlockQuoteLevel) or 0)
                place = layout.blockBoundingRect(block) if level else QRectF()
                place.setHeight(max(place.height(), block.layout().lineCount() * least))
                for depth in range(level):
                    bar = QRectF(depth * _QUOTE, place.top(), 3, place.height() + 1)
                    painter.fillRect(bar, colors.line_strong)
                block = block.next()

    def _paint_chips(self, area: QRectF) -> None:
        """Paint the ground beneath code within a sentence."""
        width = self.document().textWidth()
        if not self._chips or self._chips_width != width:
            self._chips, self._chips_width = [*self._find_chips()], width
        colors = theme.roles(self)
        with QPainter(self.viewport()) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(colors.base)
            painter.setPen(colors.line)
            for chip in self._chips:
                if chip.intersects(area):
                    painter.drawRoundedRect(chip, _CHIP, _CHIP)

    def _find_chips(self) -> Iterator[QRectF]:
        layout = self.document().documentLayout()
        height = QFontMetricsF(theme.font(theme.Text.MONO)).height()
        for place, length in self._codes:
            block = self.document().findBlock(place)
            origin = layout.blockBoundingRect(block).topLeft()
            begin, end = place - block.position(), place - block.position() + length
            lines = block.layout()
            for at in range(lines.lineCount()):
                line = lines.lineAt(at)
                first, last = max(begin, line.textStart()), min(end, line.textStart() + line.textLength())
                if first < last:
                    left, right = (_x(line, where) for where in (first, last))
                    right = min(right, line.x() + line.naturalTextWidth())  # without the space before a break
                    base = origin.y() + line.y() + line.ascent()
                    top = base - height * 0.78 - 1.5
                    # Beside the number of a list and the border of a cell there is less room.
                    before = _AIR if place > block.position() or block.blockFormat().textIndent() else 2
                    left = max(origin.x() + left - before, 0.5)
                    yield QRectF(left, round(top) + 0.5, origin.x() + right - left, round(height) + 1)

    def _paint_caret(self) -> None:
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        place = self.cursorRect(cursor)
        with QPainter(self.viewport()) as painter:
            painter.fillRect(place.left() + 1, place.top() + 1, _CARET, place.height() - 2, theme.roles(self).accent)


class _Dresser:
    """Gives a document that was read from Markdown our type, spaces and colours; nothing is laid out meanwhile.

    Attributes:
        links: whether there are any.
        codes: where there is code: begin and length.
        table: with the columns as they were chosen.
    """

    def __init__(self, document: QTextDocument, colors: theme.Roles, table: TablePart | None = None) -> None:
        self._document = document
        self._colors = colors
        self._mono = theme.font(theme.Text.MONO)
        self.table = table
        self.links = False
        self.codes: list[tuple[int, int]] = []

    def steps(self) -> Iterator[None]:
        """Dress it, a few blocks a step."""
        document = self._document
        self._dress_tables()
        usual = _lines(document)
        size = document.defaultFont().pointSizeF()
        block, count = document.begin(), 0
        while block.isValid():
            count += 1
            if count % _BLOCKS_AT_ONCE == 0:
                yield
            self._dress_block(block, usual, size)
            block = block.next()
        yield

    def _at(self, place: int, length: int) -> QTextCursor:
        cursor = QTextCursor(self._document)
        cursor.setPosition(place)
        cursor.setPosition(place + length, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _dress_block(self, block: QTextBlock, usual: QTextBlockFormat, size: float) -> None:
        changed = QTextBlockFormat()
        cursor = QTextCursor(block)
        known = block.blockFormat()
        level = known.headingLevel()
        last = not block.next().isValid()
        first = block == self._document.begin()
        in_table = cursor.currentTable() is not None
        listed = block.textList() is not None
        if not in_table:
            changed.merge(usual)
            changed.setTopMargin(0 if first or listed else 4 if level else 0)
            changed.setBottomMargin(0 if last else 4 if listed or level else 8)
        quoted = int(known.property(QTextFormat.Property.BlockQuoteLevel) or 0)
        if quoted:
            changed.setLeftMargin(quoted * _QUOTE)
        if level:
            for place, length, form in _fragments(block):
                # Qt's own factor would stand above any size.
                form.clearProperty(QTextFormat.Property.FontSizeAdjustment)
                form.setFontPointSize(size * _HEADINGS.get(level, 1.0))
                form.setFontWeight(600)
                self._at(place, length).setCharFormat(form)
        elif quoted:
            whole = QTextCharFormat()
            whole.setForeground(self._colors.text_2)
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            cursor.mergeCharFormat(whole)
            cursor = QTextCursor(block)
        cursor.mergeBlockFormat(changed)
        for place, length, form in _fragments(block):
            self._dress_fragment(place, length, form)

    def _dress_fragment(self, place: int, length: int, form: QTextCharFormat) -> None:
        if not (form.fontFixedPitch() or form.isAnchor() or form.isImageFormat()):
            return
        cursor = self._at(place, length)
        changed = QTextCharFormat()
        if form.isImageFormat():
            image = form.toImageFormat()
            told = str(image.property(QTextFormat.Property.ImageAltText) or "") or image.name()
            if QUrl(image.name()).scheme().lower() in SCHEMES:
                changed.setAnchor(True)
                changed.setAnchorHref(image.name())
                changed.setForeground(self._colors.accent)
                changed.setFontUnderline(True)
                self.links = True
            cursor.insertText(told, changed)
            return
        if form.fontFixedPitch():
            changed.setFontFamilies([self._mono.family()])
            changed.setFontPointSize(self._mono.pointSizeF())
            self.codes.append((place, length))
            self._give_air(place, length)
        if form.isAnchor():
            self.links = True
            changed.setForeground(self._colors.accent)
            changed.setFontUnderline(True)
        cursor.mergeCharFormat(changed)

    def _give_air(self, place: int, length: int) -> None:
        """Keep a chip's border off what stands before and after it; what is copied stays the same."""
        air = QTextCharFormat()
        air.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
        air.setFontLetterSpacing(_AIR)
        self._at(place + length - 1, 1).mergeCharFormat(air)
        block = self._document.findBlock(place)
        if place > block.position():
            self._at(place - 1, 1).mergeCharFormat(air)
        elif block.textList() is None and QTextCursor(block).currentTable() is None:
            begins = QTextBlockFormat()
            begins.setTextIndent(_AIR)
            QTextCursor(block).mergeBlockFormat(begins)

    def _dress_tables(self) -> None:
        # In one step: the document may be gone after it, and its tables with it, whoever still held on to them.
        for frame in self._document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                self._dress_table(frame)

    def _dress_table(self, table: QTextTable) -> None:
        form = QTextTableFormat(table.format().toTableFormat())
        form.setBorder(1)
        form.setBorderCollapse(True)
        form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        form.setBorderBrush(self._colors.line)
        form.setCellPadding(_CELL_PAD)
        form.setCellSpacing(0)
        form.setTopMargin(0)
        form.setBottomMargin(0)
        form.setWidth(QTextLength())
        if self.table is not None:
            if not self.table.columns:
                self.table = replace(self.table, columns=self._columns_of(table))
            form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
            form.setColumnWidthConstraints(
                [QTextLength(QTextLength.Type.PercentageLength, 100 * share) for share in self.table.columns]
            )
        table.setFormat(form)
        if self.table is not None and self.table.headless:
            table.removeRows(0, 1)
            return
        for column in range(table.columns()):
            cell = table.cellAt(0, column)
            head = cell.format()
            head.setBackground(self._colors.sunken)
            cell.setFormat(head)
            if table.rows() > 1:
                # Qt gives the alignment of a column to all but its head.
                aligned = QTextBlockFormat()
                aligned.setAlignment(table.cellAt(1, column).firstCursorPosition().blockFormat().alignment())
                cell.firstCursorPosition().mergeBlockFormat(aligned)

    def _columns_of(self, table: QTextTable) -> tuple[float, ...]:
        """Return shares of the width for the columns: what each needs, and of the rest the same for all."""
        metrics = QFontMetricsF(self._document.defaultFont())
        needs = [0.0] * table.columns()
        for row in range(table.rows()):
            for column in range(table.columns()):
                text = table.cellAt(row, column).firstCursorPosition().block().text()
                needs[column] = max(needs[column], metrics.horizontalAdvance(text) + 2 * _CELL_PAD + _CELL_AIR)
        return fair_shares(needs, self._document.pageSize().width())


def fair_shares(needs: Sequence[float], room: float) -> tuple[float, ...]:
    """Return each one's share of the room, which make up 1.

    Whoever needs less than others gets what it needs, as far as there is room; what is left over is the same for all.
    """
    given, left = [0.0] * len(needs), max(room, 1.0)
    order = sorted(range(len(needs)), key=lambda at: needs[at])
    for number, at in enumerate(order):
        given[at] = min(needs[at], left / (len(order) - number))
        left -= given[at]
    rest = left / max(1, len(needs))
    return tuple((each + rest) / max(room, 1.0) for each in given)


def _fragments(block: QTextBlock) -> list[tuple[int, int, QTextCharFormat]]:
    found = []
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        found.append((fragment.position(), fragment.length(), fragment.charFormat()))
        iterator += 1
    # From the end: what is put in place of one moves those behind it.
    return found[::-1]


def _x(line: QTextLine, place: int) -> float:
    found: Any = line.cursorToX(place)  # with the place that it settled on; the stubs do not know
    return float(found[0])


def _indent(font: QFont) -> float:
    """Return how far lists are set in."""
    return max(22.0, QFontMetricsF(font).height() * 1.4)


def _lines(document: QTextDocument) -> QTextBlockFormat:
    """Return the format of a block whose lines are as high as the chat's."""
    form = QTextBlockFormat()
    height = max(20.0, QFontMetricsF(document.defaultFont()).height() + 3)
    form.setLineHeight(height, QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
    return form
