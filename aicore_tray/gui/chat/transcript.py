"""What was said in a conversation, the newest below: built from its end upwards, a few milliseconds at a time."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from aicore_tray.chat.conversation import Message, Role
from aicore_tray.gui.chat.answer import AnswerView
from aicore_tray.gui.chat.bubble import Bubble
from aicore_tray.gui.turns import TurnTimer
from aicore_tray.gui.widgets.button import IconButton, LinkButton
from aicore_tray.usage.costs import Money

COLUMN = 632
MARGIN = 24
_TOP, _BOTTOM = 20, 20
_GAP_BEFORE = {Role.USER: 28, Role.ASSISTANT: 18}
_SLICE_SECONDS = 0.0004
_AT_ONCE = 40_000  # characters that are shown of a long conversation until asked for more
_FEWEST = 6
_NEAR = 8  # pixels from the end that count as being there

Turn = Bubble | AnswerView


class Transcript(QScrollArea):
    """The messages of one conversation.

    Signals:
        wants_again: the last answer is to be given anew, by the model that is named; "" for the same one.
        wants_curl: the question of the answer of this id is wanted as a command.
        wants_undo: what was there before the last answer is to come back.
        edited: the message of this id is to have this text and these attachments.
        works: it is in the midst of showing something.
    """

    wants_again = Signal(str)
    wants_curl = Signal(str)
    wants_undo = Signal()
    edited = Signal(str, str, object)
    works = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("transcript")
        self.setAccessibleName(self.tr("Conversation"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # It always has its place, and is painted only where there is something to scroll: all there is would be painted
        # anew when it comes.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        # It moves with each word; else every ground below it would be painted, too.
        self.verticalScrollBar().setAutoFillBackground(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._content = QWidget()
        self._content.setObjectName("transcript-content")
        # It grows with each word; what lies on it stays where it is.
        self._content.setAttribute(Qt.WidgetAttribute.WA_StaticContents)
        self.setWidget(self._content)
        self._turns: list[Turn] = []
        self._roles: list[Role] = []
        self._heights: list[int] = []
        self._waiting: list[Message] = []
        self._coming: list[Message] = []
        self._made: Turn | None = None  # of the first that is coming
        self._allowed = 0
        self._models: tuple[str, ...] = ()
        self._follows = True
        self._changed = 0
        self._moving = False
        self._busy: list[Turn] = []
        self._sinks = False
        self._money = Money()
        self._undo = False
        self._editable = True
        self.earlier = LinkButton(self.tr("Show earlier messages"), parent=self._content)
        self.earlier.setObjectName("chat-earlier")
        self.earlier.hide()
        self.earlier.clicked.connect(self._show_earlier)
        self.to_end = IconButton("chevron-down", self.tr("Go to the end"), outlined=True, parent=self)
        self.to_end.setObjectName("chat-to-end")
        self.to_end.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # End does it, too
        self.to_end.hide()
        self.to_end.clicked.connect(self.go_to_end)
        self._pump = TurnTimer(self, self._work, once=True)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.verticalScrollBar().rangeChanged.connect(self._ranged)

    # ---- what it shows

    def show_messages(self, messages: tuple[Message, ...], models: tuple[str, ...]) -> None:
        """Show a conversation, at its end."""
        self.clear()
        self._models = models
        self._waiting = list(messages)
        self._allow()
        self._start()

    def clear(self) -> None:
        """Show nothing."""
        self._pump.stop()
        for turn in self._turns:
            turn.hide()
            turn.deleteLater()
        self._turns, self._roles, self._heights, self._busy, self._waiting = [], [], [], [], []
        self._coming = []
        if self._made is not None:
            self._made.deleteLater()
            self._made = None
        self._follows, self._changed = True, 0
        self.earlier.hide()
        self._lay_out()

    def add_message(self, message: Message) -> None:
        """Append a message, and go to it; it is there in a moment."""
        self._coming.append(message)
        self._follows = True
        self._start()

    def show_message(self, message: Message) -> None:
        """Show how far the answer has come; nothing is done while nobody sees it."""
        self._coming = [message if each.id == message.id else each for each in self._coming]
        for turn in reversed(self._turns):
            if isinstance(turn, AnswerView) and turn.message.id == message.id:
                turn.show_message(message)
                break

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The messages that are shown, the first first."""
        return tuple(self._turns)

    @property
    def settled(self) -> bool:
        """Whether all that can be shown now is shown."""
        return self._built and not self._sinks

    @property
    def _built(self) -> bool:
        return not self._busy and not self._coming and not self._to_build()

    def _make(self, message: Message) -> Turn:
        if message.role is Role.USER:
            return self._bubble(message)
        answer = AnswerView(self._content, message, self._models, self._money)
        answer.wants_again.connect(self.wants_again)
        answer.wants_curl.connect(self.wants_curl)
        answer.wants_undo.connect(self.wants_undo)
        return answer

    def _insert(self, at: int, message: Message, turn: Turn) -> None:
        # What went on since it was made.
        if isinstance(turn, Bubble):
            turn.set_editable(self._editable)
        else:
            turn.foot.set_undo(self._undo)
            if turn.message is not message:
                turn.show_message(message)
        self._turns.insert(at, turn)
        self._roles.insert(at, message.role)
        self._heights.insert(at, 0)
        turn.resized.connect(lambda: self._resized(turn))
        turn.busy.connect(lambda: self._work_on(turn))
        if isinstance(turn, AnswerView) or turn.is_empty:
            self._busy.append(turn)
        for number, each in enumerate(self._turns):
            if isinstance(each, AnswerView):
                each.set_last(number == len(self._turns) - 1)
        self._heights[at] = turn.set_width(self._column())
        self._changed = min(self._changed, at)
        self._lay_out(above=at < len(self._turns) - 1)
        turn.show()

    def _bubble(self, message: Message) -> Bubble:
        name = self.tr("You: {text}").format(text=message.text[:200])
        bubble = Bubble(self._content, message.text, name, attachments=message.attachments, was_edited=message.edited)
        bubble.wants_edit.connect(lambda: self._edit(bubble))
        bubble.edited.connect(lambda text, files: self.edited.emit(message.id, text, files))
        return bubble

    def _edit(self, bubble: Bubble) -> None:
        """Let one message be edited, and no other."""
        for turn in self._turns:
            if isinstance(turn, Bubble) and turn is not bubble:
                turn.end_edit()
        bubble.begin_edit(len(self._turns) - 1 - self._turns.index(bubble))

    def set_money(self, money: Money) -> None:
        """Tell costs in a currency, too, from the next message on."""
        self._money = money

    def set_state(self, *, running: bool, undo: bool) -> None:
        """Say what can be done with the messages now.

        Args:
            running: an answer comes, so that none can be edited.
            undo: what was there before the last answer can come back.
        """
        self._editable, self._undo = not running, undo
        for turn in self._turns:
            if isinstance(turn, Bubble):
                turn.set_editable(self._editable)
            else:
                turn.foot.set_undo(undo)

    # ---- in slices

    def _allow(self) -> None:
        """Say how many of the waiting messages are built by themselves."""
        size = count = 0
        for message in reversed(self._waiting):
            if count >= _FEWEST and size > _AT_ONCE:
                break
            size += len(message.text)
            count += 1
        self._allowed = count

    def _to_build(self) -> bool:
        return bool(self._waiting) and self._allowed > 0

    def _show_earlier(self) -> None:
        self._follows = False
        self._allow()
        self.earlier.hide()
        self._start()

    def _work_on(self, turn: Turn) -> None:
        if turn not in self._busy:
            self._busy.append(turn)
        self._start()

    def _start(self) -> None:
        if self.isVisible() and not self._pump.isActive():
            self._pump.start()

    def _work(self) -> None:
        if self._sinks:
            # What was done last is painted by now.
            self._sink()
            if not self._built:
                self._start()
            return
        self.works.emit()
        deadline = time.perf_counter() + _SLICE_SECONDS
        while time.perf_counter() < deadline:
            if self._coming and self._made is None:
                self._made = self._make(self._coming[0])
            elif self._coming and self._made is not None:
                self._insert(len(self._turns), self._coming.pop(0), self._made)
                self._made = None
            elif self._busy:
                turn = self._busy[0]
                if not turn.pump(deadline) and self._busy and self._busy[0] is turn:
                    del self._busy[0]
            elif self._to_build():
                self._allowed -= 1
                message = self._waiting.pop()
                self._insert(0, message, self._make(message))
            else:
                break
        if self._built:
            self.earlier.setVisible(bool(self._waiting))
            self._lay_out()
        else:
            self._start()

    # ---- where it lies

    def _column(self) -> int:
        # The scroll bar lies in the margin.
        return max(160, min(COLUMN, self.width() - 2 * MARGIN))

    def _resized(self, turn: Turn) -> None:
        if turn in self._turns:
            at = self._turns.index(turn)
            height = turn.set_width(self._column())
            if height != self._heights[at]:
                above = at < len(self._turns) - 1
                self._heights[at] = height
                self._changed = min(self._changed, at)
                self._lay_out(above=above)

    def _lay_out(self, *, above: bool = False) -> None:
        """Place the messages below what changed.

        Args:
            above: it changed above of what is looked at, which is to stay where it is.
        """
        column, bar = self._column(), self.verticalScrollBar()
        left = max(MARGIN, (self.width() - column) // 2)
        top = _TOP
        if not self.earlier.isHidden():
            size = self.earlier.sizeHint()
            self.earlier.setGeometry(left + (column - size.width()) // 2, top, size.width(), size.height())
            top += size.height() + 12
        for at, turn in enumerate(self._turns):
            top += _GAP_BEFORE[self._roles[at]] if at else 0
            height = self._heights[at]
            if turn.y() != top or turn.x() != left or turn.height() != height or turn.width() != column:
                turn.setGeometry(left, top, column, height)
            top += height
        self._changed = len(self._turns)
        before = self._content.height()
        height = max(top + _BOTTOM, self.viewport().height())
        self._moving = True
        self._content.resize(self.viewport().width(), height)
        if self._follows:
            self._sink_soon()
        elif above:
            bar.setValue(bar.value() + height - before)
        self._moving = False
        self._show_way_to_end()

    def _sink_soon(self) -> None:
        """Go to the end once what has grown is painted.

        Qt moves what is on the screen already, and only what comes into sight is painted; but not while anything there
        still has to be, then it paints all of it.
        """
        bar = self.verticalScrollBar()
        if not self.isVisible():
            bar.setValue(bar.maximum())
        elif bar.value() < bar.maximum():
            self._sinks = True
            self._start()

    def _sink(self) -> None:
        if self._sinks and self._follows:
            self._moving = True
            self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())
            self._moving = False
        self._sinks = False

    def _scrolled(self, *_: object) -> None:
        if not self._moving:
            bar = self.verticalScrollBar()
            self._follows = bar.value() >= bar.maximum() - _NEAR
            self._show_way_to_end()

    def _ranged(self, *_: int) -> None:
        if self._follows:
            self._sink_soon()

    def _show_way_to_end(self) -> None:
        self.to_end.setVisible(not self._follows)

    def go_to_end(self) -> None:
        """Go to the newest message, and follow it from now on."""
        self._follows = True
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())
        self._show_way_to_end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            for at, turn in enumerate(self._turns):
                self._heights[at] = turn.set_width(self._column())
        self._lay_out()
        size = self.to_end.sizeHint()
        self.to_end.setGeometry(
            (self.width() - size.width()) // 2, self.height() - size.height() - 8, size.width(), size.height()
        )
        self.to_end.raise_()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self.settled:
            self._start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._pump.stop()
        self._sink()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.viewport().update()
