"""What stands below an answer: how it goes or went, its figures, what can be done with it, and what went wrong."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from aicore_tray.chat.conversation import Message, State
from aicore_tray.gui import theme
from aicore_tray.gui.money import cost
from aicore_tray.gui.numbers import duration, short_count
from aicore_tray.gui.widgets.button import Button, IconButton
from aicore_tray.gui.widgets.copy_button import CopyButton
from aicore_tray.gui.widgets.icon_label import IconLabel
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.pill import Pill
from aicore_tray.gui.wording import sentence
from aicore_tray.usage.costs import Money

_RADIUS = 8
_GAP = "   "


class Foot(QWidget):
    """The line below an answer.

    Signals:
        wants_copy: the answer's text is to be copied.
        wants_again: another answer, by the model that is named; "" for the same one.
        wants_curl: the question as a command.
        wants_undo: what was there before this answer.

    Args:
        models: those that could answer in its place.
        money: tells costs in a currency, too.
    """

    wants_copy = Signal()
    wants_again = Signal(str)
    wants_curl = Signal()
    wants_undo = Signal()

    def __init__(self, parent: QWidget, models: tuple[str, ...], money: Money) -> None:
        super().__init__(parent)
        self._models = models
        self._last = self._can_undo = False
        self._money = money
        self.pill = Pill()
        self.pill.setObjectName("chat-state")
        self.figures = Label("", theme.Text.CAPTION, "text_2", elide=Qt.TextElideMode.ElideRight, tabular=True)
        self.figures.setObjectName("chat-figures")
        self.copy_button = CopyButton(self.tr("Copy answer"))
        self.copy_button.setObjectName("copy-answer")
        self.copy_button.clicked.connect(self.wants_copy)
        self.again = IconButton("refresh", self.tr("Regenerate"), size=24)
        self.again.setObjectName("regenerate")
        self.again.clicked.connect(lambda: self.wants_again.emit(""))
        self.more = IconButton("more", self.tr("More for this answer"), size=24)
        self.more.setObjectName("answer-more")
        self.more.clicked.connect(self._menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.pill)
        row.addWidget(self.figures, 1)
        self.copy_button.setFont(theme.font(theme.Text.CAPTION_MEDIUM))
        for button in (self.copy_button, self.again, self.more):
            row.addWidget(button)

    def set_undo(self, possible: bool) -> None:
        """Say whether what was there before the answer can come back."""
        self._can_undo = possible

    def _menu(self) -> None:
        menu = QMenu(self)
        menu.setObjectName("answer-menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self._last and self._models:
            others = menu.addMenu(self.tr("Regenerate with"))
            for name in self._models:
                action = others.addAction(name)
                action.triggered.connect(lambda _=False, name=name: self.wants_again.emit(name))
        if self._last and self._can_undo:
            menu.addAction(self.tr("Bring back what was here before")).triggered.connect(
                lambda _=False: self.wants_undo.emit()
            )
        menu.addAction(self.tr("Copy as curl")).triggered.connect(lambda _=False: self.wants_curl.emit())
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def show_message(self, message: Message, *, last: bool) -> None:
        """Show how an answer goes or went.

        Args:
            last: whether it is the last one, which alone can be given anew.
        """
        running = message.state is State.RUNNING
        self._last = last
        came = self.tr("Streaming") if message.text or not message.thinking else self.tr("Thinking")
        kind, word = {
            State.RUNNING: ("busy", came if message.first_token is not None else self.tr("Waiting")),
            State.STOPPED: ("off", self.tr("Stopped")),
            State.FAILED: ("error", self.tr("Broke off") if message.text else self.tr("No answer")),
            State.COMPLETE: ("warn", self.tr("Cut at the model's limit")),
        }[message.state]
        self.pill.set(kind, word)
        self.pill.setVisible(message.state is not State.COMPLETE or message.cut)
        self.figures.set_text(_GAP.join(self._figures(message)))
        self.copy_button.setVisible(not running and bool(message.text))
        self.more.setVisible(not running)
        self.again.setVisible(not running and last and message.state is not State.FAILED)

    def _figures(self, message: Message) -> list[str]:
        found = []
        if message.first_token is not None:
            found.append(self.tr("first token {time}").format(time=duration(message.first_token)))
        if message.output and message.duration and message.first_token is not None:
            speed = message.output / max(message.duration - message.first_token, 0.05)
            found.append(self.tr("{count} tokens/s").format(count=short_count(round(speed))))
        if message.input is not None and message.output is not None:
            counts = self.tr("{input} in · {output} out")
            found.append(counts.format(input=short_count(message.input), output=short_count(message.output)))
        if message.cached:
            found.append(self.tr("{count} from the cache").format(count=short_count(message.cached)))
        if message.state is not State.RUNNING and (message.units is not None or message.output is not None):
            found.append(self._cost(message.units))
        return [*found, message.model.rpartition("--")[2]]

    def _cost(self, units: float | None) -> str:
        if units is None:
            return self.tr("– CU")
        told = cost(units, Money())
        return f"{told} · {cost(units, self._money)}" if self._money.told else told


class ErrorLine(QWidget):
    """What went wrong with an answer, and the two ways on.

    Signals:
        wants_again: with the same model.
        wants_other: with the model that is named.
    """

    wants_again = Signal()
    wants_other = Signal(str)

    def __init__(self, parent: QWidget, message: Message, models: tuple[str, ...]) -> None:
        super().__init__(parent)
        self.setObjectName("chat-error")
        self._models = models
        fact, hint = sentence(message.error), sentence(message.hint)
        self.setAccessibleName(f"{fact} {hint}".strip())
        texts = QVBoxLayout()
        texts.setSpacing(0)
        self.fact = Label(fact, theme.Text.BODY_MEDIUM, wrap=True, selectable=True)
        self.fact.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        texts.addWidget(self.fact)
        if hint:
            texts.addWidget(Label(hint, theme.Text.CAPTION, "text_2", wrap=True))
        self.retry = Button(self.tr("Retry"), icon="refresh")
        self.retry.setObjectName("chat-retry")
        self.retry.clicked.connect(self.wants_again)
        self.other = Button(self.tr("Other model"))
        self.other.setObjectName("chat-other-model")
        self.other.clicked.connect(self._choose)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(8)
        row.addWidget(IconLabel("error", "error", 20), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        row.addWidget(self.retry)
        row.addWidget(self.other)
        self.other.setVisible(bool(models))

    def height_for(self, width: int) -> int:
        """Return how high it is at a width."""
        layout = self.layout()
        return max(44, layout.totalHeightForWidth(width) if layout is not None else 0)

    def _choose(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in self._models:
            action = menu.addAction(name)
            action.triggered.connect(lambda _=False, name=name: self.wants_other.emit(name))
        menu.popup(self.other.mapToGlobal(self.other.rect().bottomLeft()))

    def paintEvent(self, _: QPaintEvent) -> None:
        colors = theme.roles(self)
        border = colors.error if colors.high_contrast else theme.mixed(colors.error, colors.error_soft, 0.4)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(colors.error_soft)
            painter.setPen(border)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
