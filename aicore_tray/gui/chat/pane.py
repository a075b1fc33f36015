"""One conversation: what was said, and where one writes; without the list, so that it fits in other places, too."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from aicore_tray.chat.attachment import Attachment
from aicore_tray.chat.conversation import Conversation, Message, State
from aicore_tray.chat.curl import as_text, left_out
from aicore_tray.chat.parameters import Parameters
from aicore_tray.chat.question import PATH
from aicore_tray.connect.shells import CMD
from aicore_tray.gui import theme
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.chat.attached import Attached
from aicore_tray.gui.chat.composer import Composer
from aicore_tray.gui.chat.desk import ChatDesk
from aicore_tray.gui.chat.parameters_panel import ParametersPanel
from aicore_tray.gui.chat.transcript import COLUMN, MARGIN, Transcript
from aicore_tray.gui.requests.curl import VARIABLE
from aicore_tray.gui.requests.curl_maker import CurlMaker
from aicore_tray.gui.snapshots import ProxyState, Snapshot
from aicore_tray.gui.turns import TurnTimer
from aicore_tray.gui.widgets.announce import announce
from aicore_tray.gui.widgets.button import Button
from aicore_tray.gui.widgets.icon_label import IconLabel
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.wording import sentence
from aicore_tray.usage.costs import Money


class ChatPane(QWidget):
    """The transcript and the composer.

    Signals:
        shown: another conversation is shown, or its facts are others.
        answered: an answer came to its end here; carries the seconds until its first token.
        wants_models: the user wants to see why nothing is deployed.
        brought_key: a service key was dropped; carries its path.
        told: something was done or could not be: how grave it is, the sentence, what to do.
        replaced: an edit has taken messages away, which can come back.

    Args:
        prompt: what stands in the composer at the beginning.
        model: the model that is asked; the usual one unless told.
        examples: whether an empty conversation shows prompts to begin with.
    """

    shown = Signal()
    answered = Signal(float)
    wants_models = Signal()
    brought_key = Signal(Path)
    told = Signal(str, str, str)
    replaced = Signal(int)

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
        self.transcript.wants_curl.connect(self._copy_curl)
        self.transcript.wants_undo.connect(self.undo_change)
        self.transcript.edited.connect(self._edit)
        self.transcript.works.connect(bridge.note_work)
        self.attached = Attached(bridge, desk, lambda: self._current, parent=self)
        self.attached.changed.connect(self._show_way)
        self.attached.refused.connect(lambda text: self.told.emit("warn", text, ""))
        self.attached.brought_key.connect(self.brought_key)
        self.composer = Composer()
        self.composer.sent.connect(self._send)
        self.composer.stopped.connect(self.stop)
        self.composer.changed.connect(self._note_draft)
        self.composer.wants_way_out.connect(self._take_way_out)
        self.composer.brought.connect(self.attached.bring)
        self.composer.wants_files.connect(self.attached.choose)
        self.composer.removed.connect(self.attached.remove)
        self.parameters = ParametersPanel()
        self.parameters.hide()
        self.parameters.changed.connect(self._set_parameters)
        self.parameters.done.connect(lambda: self.composer.parameters.setChecked(False))
        self.composer.parameters_toggled.connect(self._show_panel)
        self.setAcceptDrops(True)
        self._empty = self._make_empty(examples)
        self._which = QStackedWidget()
        self._which.addWidget(self.transcript)
        self._which.addWidget(self._empty)
        self._foot = QVBoxLayout()
        self._foot.setSpacing(8)
        self._foot.addWidget(self.parameters)
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
        # The answer's end is painted before it.
        self._soon = TurnTimer(self, self._show_state, once=True)
        desk.priced.connect(self._priced)
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
        self._show_parameters()
        self._show_way()
        self.shown.emit()

    def _fill(self) -> None:
        """Show the messages once they are known and somebody sees them."""
        messages = self.desk.messages(self._current)
        if messages is None:
            self._which.setCurrentIndex(0)
            return
        self._pending = False
        settings = self.bridge.snapshot.settings
        self.transcript.set_money(Money(currency=settings.currency, unit_price=settings.unit_price))
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

    def _priced(self, which: str, message: Message) -> None:
        if which == self._current and not self._pending and self.isVisible():
            self.transcript.show_message(message)

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
        self._soon.start()

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
        if self.model and self.desk.send(self._current, text, self.model, self.attached.now):
            self._writing = True
            self.composer.set_text("")
            self._writing = False
            self._show_way()
            self.shown.emit()

    def _edit(self, message: str, text: str, attachments: tuple[Attachment, ...]) -> None:
        later = len(self.desk.known(self._current))
        later -= next((at for at, each in enumerate(self.desk.known(self._current)) if each.id == message), later)
        if self.model and self.desk.edit(self._current, message, text, attachments, self.model):
            self.replaced.emit(later)

    def undo_change(self) -> None:
        """Bring back what was there before the last edit or new answer."""
        self.desk.undo_change(self._current)
        self._show_state()
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
        self._show_parameters()
        self._show_way()
        self.shown.emit()

    # ---- parameters, files, commands

    def _show_panel(self, shown: bool) -> None:
        self._show_parameters()
        self.parameters.setVisible(shown)
        if shown:
            theme.set_keyboard_focus(self.parameters.tokens)

    def _show_parameters(self) -> None:
        conversation = self.current
        known = conversation.parameters if conversation is not None else Parameters()
        ability = self.desk.ability(self.model)
        self.parameters.show_parameters(known, self.model, ability)
        self.composer.show_parameters(ability.fitted(known).count)

    def _set_parameters(self, parameters: Parameters) -> None:
        self.desk.set_parameters(self._current, parameters)
        self._show_parameters()

    def _copy_curl(self, answer: str) -> None:
        self.bridge.run(
            self._curl(answer),
            "copy as curl",
            done=self._copied_curl,
            failed=lambda error: self.told.emit("warn", sentence(error.user_message), sentence(error.hint)),
        )

    async def _curl(self, answer: str) -> tuple[str, tuple[str, ...]] | None:
        question = await self.desk.question(self._current, answer)
        if question is None:
            return None
        maker = CurlMaker(self.bridge)
        text = await asyncio.to_thread(as_text, question, lines=maker.shell is not CMD)
        return await asyncio.to_thread(maker.sent, PATH, text), left_out(question)

    def _copied_curl(self, found: tuple[str, tuple[str, ...]] | None) -> None:
        if found is None:
            return
        command, missing = found
        QGuiApplication.clipboard().setText(command)
        announce(self, self.tr("Copied"))
        fact = self.tr("The command is copied. It reads your API key from the variable {name}.").format(name=VARIABLE)
        words = self.tr("Put the base64 of {files} where their names stand.").format(files=", ".join(missing))
        self.told.emit("ok" if not missing else "info", fact, words if missing else "")

    # ---- drops

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if Attached.takes(event.mimeData()):
            self.composer.set_over(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.composer.set_over(False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.composer.set_over(False)
        event.acceptProposedAction()
        self.attached.bring(event.mimeData())

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
            self.composer.set_reason(self.attached.reason(self.model))
        self._show_state()

    def _show_way(self) -> None:
        """Show what goes with the message, and whether it can."""
        self.composer.show_attachments(self.attached.now, self.attached.problems(self.model))
        self.show_snapshot(self.bridge.snapshot)

    def _show_state(self) -> None:
        self.composer.set_running(self.running)
        self.transcript.set_state(running=self.running, undo=self.desk.can_undo(self._current))

    def _take_way_out(self) -> None:
        if self.bridge.snapshot.proxy.state is ProxyState.RUNNING:
            self.wants_models.emit()
        else:
            self.bridge.run(self.bridge.session.start_proxy(), "start")
