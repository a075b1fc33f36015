"""One conversation: what was said, and where one writes; without the list, so that it fits in other places, too."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from aicore_tray.chat.conversation import Conversation, Message, State
from aicore_tray.gui import theme
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.chat.composer import Composer
from aicore_tray.gui.chat.desk import ChatDesk
from aicore_tray.gui.chat.transcript import COLUMN, MARGIN, Transcript
from aicore_tray.gui.snapshots import ProxyState, Snapshot
from aicore_tray.gui.widgets.announce import announce
from aicore_tray.gui.widgets.button import Button
from aicore_tray.gui.widgets.icon_label import IconLabel
from aicore_tray.gui.widgets.label import Label


class ChatPane(QWidget):
    """The transcript and the composer.

    Signals:
        shown: another conversation is shown, or its facts are others.
        answered: an answer came to its end here; carries the seconds until its first token.
        wants_models: the user wants to see why nothing is deployed.

    Args:
        prompt: what stands in the composer at the beginning.
        model: the model that is asked; the usual one unless told.
        examples: whether an empty conversation shows prompts to begin with.
    """

    shown = Signal()
    answered = Signal(float)
    wants_models = Signal()

    def __init__(
        self,
        bridge: Bridge,
        desk: ChatDesk,
        *,
        prompt: str = "",
        model: str = "",
        examples: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("chat-pane")
        self.bridge = bridge
        self.desk = desk
        self._model = model
        self._current = ""
        self._pending = False
        self._writing = False
        self.transcript = Transcript()
        self.transcript.wants_again.connect(self.again)
        self.composer = Composer()
        self.composer.sent.connect(self._send)
        self.composer.stopped.connect(self.stop)
        self.composer.changed.connect(self._note_draft)
        self.composer.wants_way_out.connect(self._take_way_out)
        self._empty = self._make_empty(examples)
        self._which = QStackedWidget()
        self._which.addWidget(self.transcript)
        self._which.addWidget(self._empty)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.composer)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._which, 1)
        column.addLayout(self._foot)
        desk.loaded.connect(self._loaded)
        desk.message_added.connect(self._added)
        desk.grown.connect(self._grown)
        desk.ended.connect(self._ended)
        bridge.changed.connect(self.show_snapshot)
        self.new()
        if prompt:
            self.composer.set_text(prompt)
        self.show_snapshot(bridge.snapshot)

    def _make_empty(self, examples: bool) -> QWidget:
        widget = QWidget()
        widget.setObjectName("chat-empty")
        column = QVBoxLayout(widget)
        column.setContentsMargins(MARGIN, 16, MARGIN, 16)
        column.setSpacing(6)
        column.addStretch(2)
        column.addWidget(IconLabel("chat", size=32), 0, Qt.AlignmentFlag.AlignHCenter)
        words = self.tr("What would you like to know?") if examples else self.tr("Ask your first question")
        title = Label(words, theme.Text.PANE, wrap=True)
        title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(title)
        words = (
            self.tr("Conversations are kept on this computer alone.")
            if examples
            else self.tr("It is written below. Send it, or write one of your own.")
        )
        text = Label(words, role="text_2", wrap=True)
        text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(text)
        self.examples: list[Button] = []
        if not examples:
            column.addStretch(3)
            return widget
        column.addSpacing(10)
        for number, example in enumerate(self._examples()):
            button = Button(example)
            button.setObjectName(f"chat-example-{number}")
            button.clicked.connect(lambda _=False, text=example: self._take_example(text))
            self.examples.append(button)
        widest = max(button.sizeHint().width() for button in self.examples)
        for button in self.examples:
            button.setMinimumWidth(widest)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        return widget

    def _examples(self) -> tuple[str, ...]:
        return (
            self.tr("Explain a window function in SQL with an example"),
            self.tr("Write a Python function that retries with backoff"),
            self.tr("Summarise the release notes that I paste next"),
        )

    # ---- the conversation

    @property
    def current(self) -> Conversation | None:
        """The conversation that is shown."""
        return self.desk.conversation(self._current)

    @property
    def running(self) -> bool:
        """Whether an answer comes in it."""
        return self.desk.is_running(self._current)

    @property
    def model(self) -> str:
        """The model that is asked next; "" where there is none."""
        conversation, names = self.current, self.desk.models
        chosen = (conversation.model if conversation is not None else "") or self._model
        return chosen if chosen in names else self.desk.usual_model()

    def new(self) -> None:
        """Begin a conversation; the one before stays in the list."""
        conversation = self.current
        if conversation is not None and not conversation.title and self._current:
            self.show_conversation(self._current)  # nothing was said in it yet
        else:
            self.show_conversation(self.desk.new(model=self._model).id)

    def show_conversation(self, which: str) -> None:
        """Show a conversation; an answer that comes in another one goes on."""
        self._current = which
        self._writing = True
        self.composer.set_text(self.desk.drafts.get(which, ""))
        self._writing = False
        self.transcript.clear()
        self._pending = True
        if self.isVisible():
            self._fill()
        self.show_snapshot(self.bridge.snapshot)
        self.shown.emit()

    def _fill(self) -> None:
        """Show the messages once they are known and somebody sees them."""
        messages = self.desk.messages(self._current)
        if messages is None:
            self._which.setCurrentIndex(0)
            return
        self._pending = False
        self._which.setCurrentIndex(0 if messages else 1)
        self.transcript.show_messages(messages, self.desk.models)

    def _loaded(self, which: str) -> None:
        if which == self._current:
            self._pending = True
            if self.isVisible():
                self._fill()

    def _added(self, which: str, message: Message) -> None:
        if which != self._current:
            return
        if self._pending or not self.isVisible():
            self._pending = True
        else:
            self._which.setCurrentIndex(0)
            self.transcript.add_message(message)
        self._show_state()

    def _grown(self, which: str, _: str) -> None:
        if which == self._current and not self._pending and self.isVisible():
            self._show_last()

    def _show_last(self) -> None:
        if messages := self.desk.messages(self._current):
            self.transcript.show_message(messages[-1])

    def _ended(self, which: str, message: Message) -> None:
        if which != self._current:
            return
        if not self._pending and self.isVisible():
            self._show_last()
        if message.state is State.COMPLETE:
            announce(self, self.tr("The answer is complete."))
            self.answered.emit(message.first_token or message.duration or 0.0)
        elif message.state is State.FAILED:
            announce(self, self.tr("There is no whole answer: {reason}").format(reason=message.error))
        self._show_state()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Beneath the column of the text.
        side = max(MARGIN, (event.size().width() - COLUMN) // 2)
        self._foot.setContentsMargins(side, 0, side, 16)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.desk.begin()
        if self._pending:
            self._fill()
        else:
            self._show_last()
        self._show_state()

    # ---- asking

    def ask(self, text: str) -> None:
        """Ask at once, in a conversation of its own; where nothing can be asked now, the text waits in the composer."""
        self.new()
        self.composer.set_text(text)
        self.composer.button.click()

    def _send(self, text: str) -> None:
        if self.model and self.desk.send(self._current, text, self.model):
            self._writing = True
            self.composer.set_text("")
            self._writing = False
            self.shown.emit()

    def again(self, model: str = "") -> None:
        """Have the last question answered anew, by another model where one is named."""
        if self.desk.again(self._current, model or self.model):
            self.shown.emit()

    def stop(self) -> None:
        """Stop the answer; what came so far stays."""
        self.desk.stop(self._current)

    def set_model(self, model: str) -> None:
        """Let another model answer next."""
        self.desk.set_model(self._current, model)
        self.shown.emit()

    def _take_example(self, text: str) -> None:
        self.composer.set_text(text)
        self.composer.entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def _note_draft(self) -> None:
        if not self._writing:
            self.desk.drafts[self._current] = self.composer.text

    # ---- what stands in the way

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Say what stands in the way of a question now."""
        state = snapshot.proxy.state
        if not snapshot.loaded or state is ProxyState.STARTING:
            self.composer.set_reason(self.tr("The proxy starts."))
        elif state is ProxyState.ELSEWHERE:
            self.composer.set_reason(self.tr("The chat needs the proxy of this app, and another one holds its port."))
        elif state is not ProxyState.RUNNING:
            self.composer.set_reason(self.tr("The proxy is off."), self.tr("Start"))
        elif not self.desk.models:
            words = self.tr("Nothing is deployed that could answer.")
            self.composer.set_reason(words, self.tr("Show models"))
        else:
            self.composer.set_reason("")
        self._show_state()

    def _show_state(self) -> None:
        self.composer.set_running(self.running)

    def _take_way_out(self) -> None:
        if self.bridge.snapshot.proxy.state is ProxyState.RUNNING:
            self.wants_models.emit()
        else:
            self.bridge.run(self.bridge.session.start_proxy(), "start")
