"""An answer: blocks one below the other, shown as they are finished, and the open end as it comes.

Its parts are placed by hand: a layout would ask hundreds of them for their height with each word that comes.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from aicore_tray.chat.blocks import Block, CodeEnd, CodeStart, CodeText, Kind, Piece, Splitter
from aicore_tray.chat.conversation import Message, State
from aicore_tray.gui.chat.code import CodeCard
from aicore_tray.gui.chat.foot import ErrorLine, Foot
from aicore_tray.gui.chat.text import TablePart, TextPiece
from aicore_tray.gui.chat.thinking import ThinkingView
from aicore_tray.usage.costs import Money

_GAP = 10
_ITEM_GAP = 4
_JOINED = -4  # the borders of two parts of a table lie over each other
_INDENT = 22
_BITE = 800  # characters that are split at once
_LINES = 40  # of code that are shown at once


class AnswerView(QWidget):
    """One answer of a model.

    Signals:
        resized: its height is another.
        busy: there is something to `pump`.
        wants_again: it is to be given anew, by the model that is named; "" for the same one.
        wants_curl: its question is wanted as a command; carries the id of the answer.
        wants_undo: what was there before it is to come back.
    """

    resized = Signal()
    busy = Signal()
    wants_again = Signal(str)
    wants_curl = Signal(str)
    wants_undo = Signal()

    def __init__(self, parent: QWidget, message: Message, models: tuple[str, ...], money: Money) -> None:
        super().__init__(parent)
        # It grows with each word and paints nothing itself.
        self.setAttribute(Qt.WidgetAttribute.WA_StaticContents)
        self.setObjectName("chat-answer")
        self.message = message
        self._models = models
        self._last = True
        self._splitter = Splitter()
        self._taken = 0  # characters of the text that were split
        self._closed = False
        self._ends = True  # the open end may be another
        self._todo: deque[Piece] = deque()
        self._making: Iterator[None] | None = None  # of the block that is shown next
        self._shown: Kind | None = None  # what the part before is
        self._columns: tuple[float, ...] = ()  # of the table that goes on
        self._parts: list[TextPiece | CodeCard] = []
        self._heights: list[int] = []
        self._indents: list[int] = []
        self._gaps: list[int] = []  # before each part
        self._open: TextPiece | None = None
        self._spare: TextPiece | None = None  # made, and not shown yet
        self._code: CodeCard | None = None
        self._dirty: set[int] = set()  # parts that have another height
        self._stale: list[int] = []  # parts that were laid out for another width, the first to do at the end
        self._urgent = 0  # so many of them are in sight
        self._changed = 0
        self._width = 0
        self._height = 0
        self._error: ErrorLine | None = None
        self.thinking: ThinkingView | None = None
        self.foot = Foot(self, models, money)
        self.foot.wants_copy.connect(self._copy)
        self.foot.wants_again.connect(self.wants_again)
        self.foot.wants_curl.connect(lambda: self.wants_curl.emit(self.message.id))
        self.foot.wants_undo.connect(self.wants_undo)
        self.show_message(message)

    # ---- what it shows

    def show_message(self, message: Message) -> None:
        """Take over how far the answer has come; what is new of it is shown by `pump`."""
        self.message = message
        self.setAccessibleName(self.tr("Answer of {model}").format(model=message.model))
        self.foot.show_message(message, last=self._last)
        if message.thinking:
            self._show_thinking(message)
        if message.state is State.FAILED and self._error is None:
            self._error = ErrorLine(self, message, tuple(name for name in self._models if name != message.model))
            self._error.wants_again.connect(lambda: self.wants_again.emit(""))
            self._error.wants_other.connect(self.wants_again)
            self._error.show()
            self._show_ways()
        self.busy.emit()

    def _show_thinking(self, message: Message) -> None:
        if self.thinking is None:
            self.thinking = ThinkingView(self)
            self.thinking.resized.connect(self._unfold)
            self.thinking.show()
        self.thinking.show_message(message)
        self._changed = 0

    def _unfold(self) -> None:
        self._changed = 0
        if not self._stale:
            self._place()
        self.busy.emit()

    def set_last(self, last: bool) -> None:
        """Say whether it is the last one, which alone can be given anew."""
        if last != self._last:
            self._last = last
            self.foot.show_message(self.message, last=last)
            self._show_ways()

    def _show_ways(self) -> None:
        if self._error is not None:
            self._error.retry.setVisible(self._last)
            self._error.other.setVisible(self._last and len(self._models) > 1)

    def _copy(self) -> None:
        self.foot.copy_button.copy(self.message.text)

    @property
    def text_shown(self) -> bool:
        """Whether all that came is shown."""
        return (
            not self._todo
            and self._making is None
            and not self._stale
            and not (self.thinking is not None and self.thinking.is_behind)
            and self._taken == len(self.message.text)
            and (self._closed or self._runs)
        )

    @property
    def _runs(self) -> bool:
        return self.message.state is State.RUNNING

    def pump(self, deadline: float) -> bool:
        """Show more of it until the time is up, at least a step; tell whether there is more."""
        more = True
        while more:
            more = self._step()
            if time.perf_counter() > deadline:
                break
        if not self._stale:
            self._place()
        return more or not self.text_shown

    def _step(self) -> bool:
        """Do the next small thing; tell whether there is more."""
        if self._stale:
            self._lay_out_stale()
        elif self.thinking is not None and self.thinking.is_behind:
            self.thinking.pump()
            self._changed = 0
        elif self._making is not None:
            if next(self._making, self) is self:
                self._making = None
        elif self._todo:
            self._ends = True
            if self._is_ready(self._todo[0]):
                self._show(self._todo.popleft())
        elif self._taken < len(self.message.text):
            bite = self.message.text[self._taken : self._taken + _BITE]
            self._taken += len(bite)
            self._ends = True
            self._todo.extend(self._splitter.feed(bite))
        elif not self._closed and not self._runs:
            self._closed = self._ends = True
            self._todo.extend(self._splitter.close())
        elif self._ends:
            self._ends = not self._show_tail()
        else:
            return False
        return True

    def _is_ready(self, piece: Piece) -> bool:
        """Tell whether there is a widget for a piece; else go on with making it, which is enough for a step."""
        if not isinstance(piece, Block) or not piece.markdown.strip():
            return True
        return self._is_open(_INDENT if piece.kind is Kind.ITEM_REST else 0)

    def _is_open(self, indent: int) -> bool:
        """Tell whether there is a widget for the open end; else make it, or show the one that was made."""
        if self._open is not None:
            return True
        if self._spare is None:
            self._spare = TextPiece(self)
        else:
            self._opened(indent)
        return False

    def _show(self, piece: Piece) -> None:
        if isinstance(piece, Block):
            self._show_block(piece)
        elif isinstance(piece, CodeStart):
            self._drop_open()
            self._shown = None
            self._making = self._begun(piece)
        elif isinstance(piece, CodeText) and self._code is not None:
            lines = [piece.text]
            while self._todo and isinstance(following := self._todo[0], CodeText) and len(lines) < _LINES:
                lines.append(following.text)
                self._todo.popleft()
            self._code.append("".join(lines))
            self._touch(self._code)
        elif isinstance(piece, CodeEnd) and self._code is not None:
            self._code.set_tail("")
            self._code.set_caret(False)
            self._touch(self._code)
            self._code = None

    def _begun(self, piece: CodeStart) -> Iterator[None]:
        """Begin a block of code, a step at a time."""
        card = CodeCard(self, piece.language, whole=False)
        yield
        steps = card.steps()
        next(steps)
        yield
        self._code = card
        self._add(card, _INDENT if piece.indented else 0)
        yield
        yield from steps

    def _show_block(self, block: Block) -> None:
        markdown = block.markdown.rstrip()
        if not markdown.strip():
            return
        part = self._opened(_INDENT if block.kind is Kind.ITEM_REST else 0)
        self._open = None
        part.set_caret(False)
        self._making = self._made(part, block, markdown)

    def _made(self, part: TextPiece, block: Block, markdown: str) -> Iterator[None]:
        """Let a part show a finished block, a step at a time."""
        goes_on = bool(block.head) and bool(self._columns)
        columns = self._columns if goes_on else ()
        yield from part.markdown_steps(markdown, TablePart(columns, headless=goes_on) if block.cut else None)
        self._columns = part.columns
        at = self._touch(part)
        self._gaps[at] = _gap(self._shown, block, joined=goes_on) if at else 0
        self._shown = block.kind

    def _show_tail(self) -> bool:
        """Show the open end; tell whether that is done."""
        tail = self._splitter.tail
        if self._code is not None:
            self._code.set_tail(tail if not self._closed else "")
            self._code.set_caret(self._runs)
            self._touch(self._code)
            return True
        text = tail.strip("\n")
        if self._closed or not (text.strip() or self._runs):
            self._drop_open()
            return True
        if not self._is_open(0):
            return False
        part = self._opened(0)
        part.set_plain(text)
        part.set_caret(self._runs)
        self._touch(part)
        return True

    def _opened(self, indent: int) -> TextPiece:
        if self._open is None:
            self._open, self._spare = self._spare or TextPiece(self), None
            self._open.setObjectName("chat-text")
            self._add(self._open, indent)
        self._indents[-1] = indent
        return self._open

    def _drop_open(self) -> None:
        if self._open is not None:
            at = len(self._parts) - 1
            self._dirty.discard(at)
            self._changed = min(self._changed, at)
            for rows in (self._parts, self._heights, self._indents, self._gaps):
                del rows[-1]
            self._open.hide()
            self._open.deleteLater()
            self._open = None

    def _add(self, part: TextPiece | CodeCard, indent: int) -> None:
        self._parts.append(part)
        self._heights.append(0)
        self._indents.append(indent)
        self._gaps.append(_GAP if len(self._parts) > 1 else 0)
        if self._width:
            # Laid out for the right width at once.
            part.height_for(self._width - indent)
        part.show()
        self._touch(part)

    def _touch(self, part: TextPiece | CodeCard) -> int:
        # What changes is at the end.
        at = len(self._parts) - 1
        while at > 0 and self._parts[at] is not part:
            at -= 1
        self._dirty.add(at)
        return at

    # ---- where it lies

    def set_width(self, width: int) -> int:
        """Lay it out in a column of a width, what is in sight first; return its height."""
        if width != self._width:
            self._width = width
            seen = self.visibleRegion().boundingRect()
            order = sorted(range(len(self._parts)), key=lambda at: self._parts[at].geometry().intersects(seen))
            self._urgent = sum(part.geometry().intersects(seen) for part in self._parts)
            self._stale = order
            if self._stale:
                self.busy.emit()
        if not self._stale:
            self._place()
        return self._height

    def _lay_out_stale(self) -> None:
        """Lay out one part for the new width."""
        at = self._stale.pop()
        self._measure(at)
        self._urgent -= 1
        if self._urgent == 0 or not self._stale:
            self._place()

    def _measure(self, at: int) -> None:
        if at < len(self._parts):
            self._heights[at] = self._parts[at].height_for(self._width - self._indents[at])
            self._changed = min(self._changed, at)

    def _place(self) -> None:
        """Place what changed and all below it."""
        if not self._width:
            return
        for at in self._dirty:
            self._measure(at)
        self._dirty.clear()
        first = min(self._changed, len(self._parts))
        top = sum(self._heights[:first]) + sum(self._gaps[:first])
        if self.thinking is not None:
            height = self.thinking.height_for(self._width)
            if first == 0:
                self.thinking.setGeometry(0, 0, self._width, height)
            top += height + _GAP
        for at in range(first, len(self._parts)):
            part, indent, height = self._parts[at], self._indents[at], self._heights[at]
            left = 0 if self.isRightToLeft() else indent
            top += self._gaps[at]
            part.setGeometry(left, top, self._width - indent, height)
            top += height
        self._changed = len(self._parts)
        top += _GAP if self._parts else 0
        if self._error is not None:
            height = self._error.height_for(self._width)
            self._error.setGeometry(0, top, self._width, height)
            top += height + _GAP
        height = self.foot.sizeHint().height()
        self.foot.setGeometry(0, top + 2, self._width, height)
        top += height + 2
        if top != self._height:
            self._height = top
            self.resized.emit()


def _gap(before: Kind | None, block: Block, *, joined: bool) -> int:
    """Return the room between a block and the one before it: what was cut for its length looks like one."""
    if joined:
        return _JOINED
    if block.continues:
        return 0
    return _ITEM_GAP if before is block.kind is Kind.LIST else _GAP
