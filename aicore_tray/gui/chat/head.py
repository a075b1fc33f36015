"""The head of a conversation: which model answers, how much was said, the system prompt, and what else can be done."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from aicore_tray.chat.conversation import Conversation
from aicore_tray.gui import theme
from aicore_tray.gui.money import cost
from aicore_tray.gui.numbers import short_count
from aicore_tray.gui.snapshots import Snapshot
from aicore_tray.gui.widgets.button import Button, IconButton
from aicore_tray.gui.widgets.card import hairline
from aicore_tray.gui.widgets.label import Label
from aicore_tray.usage.costs import Money

_HEIGHT = 56
_KEEP_MS = 600


class _SystemButton(IconButton):
    """Unfolds the system prompt; a dot tells that one is set."""

    def __init__(self) -> None:
        super().__init__("prompt", "")
        self.setCheckable(True)
        self._filled = False
        self.set_filled(False)

    def set_filled(self, filled: bool) -> None:
        self._filled = filled
        self.set_name(self.tr("System prompt: set") if filled else self.tr("System prompt: none"))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._filled:
            colors = theme.roles(self)
            with QPainter(self) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(colors.window)
                painter.setBrush(colors.accent)
                painter.drawEllipse(self.width() - 11, 3, 8, 8)


class SystemPrompt(QWidget):
    """The editor of the system prompt.

    Signals:
        changed: what it says now, a moment after the last key.
        done: it can be folded away.
    """

    changed = Signal(str)
    done = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("system-prompt")
        self.entry = QPlainTextEdit()
        self.entry.setObjectName("system-prompt-entry")
        self.entry.setTabChangesFocus(True)
        self.entry.setFixedHeight(4 * self.entry.fontMetrics().lineSpacing() + 14)
        self.entry.setPlaceholderText(self.tr("You answer briefly and name your sources."))
        self.entry.setAccessibleName(self.tr("System prompt"))
        title = Label(self.tr("System prompt"), theme.Text.BODY_MEDIUM)
        title.setBuddy(self.entry)
        about = Label(
            self.tr("The model gets it before each message of this conversation."),
            theme.Text.CAPTION,
            "text_2",
            wrap=True,
        )
        close = Button(self.tr("Done"))
        close.setObjectName("system-prompt-done")
        close.clicked.connect(self._finish)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(title)
        head.addWidget(about, 1)
        head.addWidget(close)
        column = QVBoxLayout()
        column.setContentsMargins(24, 12, 24, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.entry)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(column)
        whole.addWidget(hairline())
        self._soon = QTimer(self, singleShot=True, interval=_KEEP_MS)
        self._soon.timeout.connect(self._tell)
        self.entry.textChanged.connect(self._soon.start)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def set_text(self, text: str) -> None:
        """Show the prompt of another conversation."""
        self.flush()
        if text != self.entry.toPlainText():
            self.entry.setPlainText(text)
        self._soon.stop()

    def flush(self) -> None:
        """Tell at once what was typed a moment ago."""
        if self._soon.isActive():
            self._soon.stop()
            self._tell()

    def _tell(self) -> None:
        self.changed.emit(self.entry.toPlainText())

    def _finish(self) -> None:
        self.flush()
        self.done.emit()

    def hideEvent(self, _: object) -> None:
        self.flush()


class Head(QWidget):
    """The head.

    Signals:
        model_chosen: another model is to answer next.
        system_toggled: the editor of the system prompt is to be shown, or not.
        wants_list: the list of conversations is to be unfolded, where there is no room for it.
        wants_rename, wants_copy, wants_save, wants_delete: the entries of the menu.
    """

    model_chosen = Signal(str)
    system_toggled = Signal(bool)
    wants_list = Signal()
    wants_new = Signal()
    wants_rename = Signal()
    wants_copy = Signal()
    wants_save = Signal()
    wants_delete = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("chat-head")
        self.list_button = IconButton("chat", self.tr("Conversations"), outlined=True)
        self.list_button.setObjectName("show-conversations")
        self.list_button.clicked.connect(self.wants_list)
        self.list_button.hide()
        self.new_button = IconButton("pencil", self.tr("New conversation (Ctrl+N)"), outlined=True)
        self.new_button.setObjectName("new-conversation-here")
        self.new_button.clicked.connect(self.wants_new)
        self.new_button.hide()
        self.models = QComboBox()
        self.models.setObjectName("chat-model")
        self.models.setAccessibleName(self.tr("Model"))
        self.models.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.models.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.models.setMinimumWidth(140)
        self.models.setFont(theme.font(theme.Text.BODY_MEDIUM))
        self.models.activated.connect(lambda _: self.model_chosen.emit(self.models.currentData()))
        self.account = Label("", theme.Text.CAPTION, "text_2", elide=Qt.TextElideMode.ElideRight)
        self.counts = Label("", theme.Text.CAPTION, "text_2", elide=Qt.TextElideMode.ElideRight, tabular=True)
        self.counts.setObjectName("chat-counts")
        self.counts.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.system = _SystemButton()
        self.system.setObjectName("system-prompt-button")
        self.system.toggled.connect(self.system_toggled)
        self.save = IconButton("download", self.tr("Save as Markdown"))
        self.save.setObjectName("chat-save")
        self.save.clicked.connect(self.wants_save)
        self.more = IconButton("more", self.tr("More"))
        self.more.setObjectName("chat-more")
        self.more.clicked.connect(self._menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 1, 16, 1)
        row.setSpacing(8)
        for widget in (self.list_button, self.new_button, self.models):
            row.addWidget(widget)
        row.addWidget(self.account)
        row.addStretch(1)
        row.addWidget(self.counts)
        row.addWidget(self.system)
        row.addWidget(self.save)
        row.addWidget(self.more)
        self.setFixedHeight(max(_HEIGHT, self.fontMetrics().height() + 32))
        self._listed: tuple[str, ...] | None = None
        self._begun = self._narrow = False

    def paintEvent(self, _: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(0, self.height() - 1, self.width(), 1, theme.roles(self).line)

    def set_narrow(self, narrow: bool) -> None:
        """Offer what stands above the list, where that is folded away."""
        self.list_button.setVisible(narrow)
        self.new_button.setVisible(narrow)
        self._narrow = narrow
        self._fit()

    def _fit(self) -> None:
        """Show the accounts where there is room for their names."""
        others = (self.models, self.counts, self.system, self.save, self.more)
        taken = sum(each.sizeHint().width() for each in others) + 36 + 6 * 8
        self.account.setVisible(not self._narrow and taken + self.account.sizeHint().width() <= self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def show_models(self, names: tuple[str, ...], model: str, snapshot: Snapshot) -> None:
        """Show which models can be asked, and the one that is."""
        if names != self._listed:
            self._listed = names
            self.models.clear()
            for name in names:
                self.models.addItem(name, name)
            if not names:
                self.models.addItem(self.tr("No model"), "")
        self.models.setEnabled(bool(names))
        self.models.setToolTip("" if names else self.tr("Nothing is deployed that could answer."))
        row = self.models.findData(model)
        if row >= 0 and row != self.models.currentIndex():
            self.models.setCurrentIndex(row)
        accounts = dict.fromkeys(each.account for each in snapshot.models if each.model == model and each.on)
        self.account.set_text(", ".join(accounts))
        self._fit()

    def show_conversation(self, conversation: Conversation | None, money: Money) -> None:
        """Show the facts of a conversation."""
        self._begun = conversation is not None and bool(conversation.messages)
        self.system.set_filled(conversation is not None and bool(conversation.system))
        self.save.setEnabled(self._begun)
        if conversation is None or not conversation.messages:
            self.counts.set_text("")
            self.counts.setToolTip("")
        else:
            words = self.tr("{count} messages") if conversation.messages > 1 else self.tr("{count} message")
            parts = [words.format(count=short_count(conversation.messages))]
            if conversation.tokens:
                parts.append(self.tr("{count} tokens").format(count=short_count(conversation.tokens)))
            if conversation.tokens or conversation.units:
                parts.append(self._cost(conversation, money))
            self.counts.set_text(" · ".join(parts))
            missing = self.tr("The price of some answers is not known.") if conversation.unpriced else ""
            self.counts.setToolTip(missing)
        self._fit()

    def _cost(self, conversation: Conversation, money: Money) -> str:
        units = conversation.units
        if not units and conversation.unpriced:
            return self.tr("– CU")
        told = cost(units, money)
        return self.tr("{cost} and more").format(cost=told) if conversation.unpriced else told

    def _menu(self) -> None:
        menu = QMenu(self)
        menu.setObjectName("chat-menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        entries = (
            (self.tr("Rename…"), self.wants_rename),
            (self.tr("Copy conversation as Markdown"), self.wants_copy),
            (self.tr("Save as Markdown…"), self.wants_save),
            (self.tr("Delete"), self.wants_delete),
        )
        for words, signal in entries:
            action = menu.addAction(words)
            action.setEnabled(self._begun)
            action.triggered.connect(lambda _=False, signal=signal: signal.emit())
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))
