"""The whole chat: the conversations at the left, one of them at the right; in the main window and in one of its own."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from aicore_tray.chat.conversation import as_markdown
from aicore_tray.errors import AicoreTrayError
from aicore_tray.gui import theme
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.chat.conversations import ConversationList
from aicore_tray.gui.chat.desk import ChatDesk
from aicore_tray.gui.chat.head import Head, SystemPrompt
from aicore_tray.gui.chat.pane import ChatPane
from aicore_tray.gui.help.shortcuts import Place, bind
from aicore_tray.gui.snapshots import Snapshot
from aicore_tray.gui.turns import TurnTimer
from aicore_tray.gui.widgets.announce import announce
from aicore_tray.gui.widgets.banner import Banner
from aicore_tray.gui.widgets.field import Field
from aicore_tray.gui.widgets.sheet import Sheet
from aicore_tray.gui.wording import sentence
from aicore_tray.system.files import write_whole
from aicore_tray.usage.costs import Money

_NARROW = 760  # of the view itself: the main window's list takes the rest


class RenameSheet(Sheet):
    """Asks for another title.

    Signals:
        renamed: the title.
    """

    renamed = Signal(str)

    def __init__(self, window: QWidget, title: str) -> None:
        super().__init__(window, self.tr("Rename the conversation"))
        self.setObjectName("rename-conversation-sheet")
        self.title = QLineEdit(title)
        self.title.setObjectName("conversation-title")
        self.title.selectAll()
        self.body.addWidget(Field(self.tr("Title"), self.title))
        self.add_button(self.tr("Cancel"), "plain", "reject")
        save = self.add_button(self.tr("Rename"), "default", "accept")
        save.setObjectName("conversation-rename")
        self.accepted.connect(self._save)
        self.set_first_focus(self.title)

    def _save(self) -> None:
        self.close_sheet()
        self.renamed.emit(self.title.text())


class ChatView(QWidget):
    """The chat.

    Signals:
        wants_models: the user wants to see why nothing is deployed.
        brought_key: a service key was dropped; carries its path.

    Attributes:
        banner: for what is told beside the conversation.

    Args:
        hint: stands in the banner's place while that tells nothing.
    """

    wants_models = Signal()
    brought_key = Signal(Path)

    def __init__(
        self,
        bridge: Bridge,
        desk: ChatDesk,
        *,
        banner: Banner,
        hint: Banner | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("chat-view")
        self.bridge = bridge
        self.desk = desk
        self.banner = banner
        self._deleted = ""
        self._replaced = ""
        self._narrow = False
        self._told: AicoreTrayError | None = None
        self.list = ConversationList(desk, parent=self)
        self.list.chosen.connect(self._open)
        self.list.wants_new.connect(self.new)
        self.list.wants_rename.connect(self.rename)
        self.list.wants_delete.connect(self.delete)
        self.head = Head()
        self.system = SystemPrompt()
        self.system.hide()
        self.pane = ChatPane(bridge, desk)
        self.pane.shown.connect(self._show_facts)
        self.pane.wants_models.connect(self.wants_models)
        self.pane.brought_key.connect(self.brought_key)
        self.pane.told.connect(lambda level, fact, what: self.banner.show_message(level, fact, what, "", closable=True))
        self.pane.replaced.connect(self._tell_replaced)
        self._connect()
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.head)
        right.addWidget(self.system)
        self._place = QHBoxLayout()
        self._banners = [each for each in (banner, hint) if each is not None]
        for each in self._banners:
            self._place.addWidget(each)
            each.installEventFilter(self)
        self._make_room()
        right.addLayout(self._place)
        right.addWidget(self.pane, 1)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self.list)
        self._row.addLayout(right, 1)
        bind(self, Place.CHAT, {"new": self.new}, Qt.ShortcutContext.WidgetWithChildrenShortcut)
        # As an answer ends, it has much to paint already.
        self._soon = TurnTimer(self, self._show_facts, once=True)
        desk.listed.connect(self._listed)
        desk.troubled.connect(lambda _: self._tell_trouble())
        self._show_facts()

    def _connect(self) -> None:
        head, pane = self.head, self.pane
        head.model_chosen.connect(pane.set_model)
        head.system_toggled.connect(self._show_system)
        head.wants_list.connect(self._unfold_list)
        head.wants_new.connect(self.new)
        head.wants_rename.connect(lambda: self.rename(self._current))
        head.wants_delete.connect(lambda: self.delete(self._current))
        head.wants_copy.connect(self._copy)
        head.wants_save.connect(self._save)
        self.system.changed.connect(self._set_system)
        self.system.done.connect(lambda: self.head.system.setChecked(False))
        self.banner.clicked.connect(self._undo)
        self.banner.closed.connect(self._forget_undo)

    # ---- showing

    @property
    def _current(self) -> str:
        conversation = self.pane.current
        return conversation.id if conversation is not None else ""

    @property
    def tells_deletion(self) -> bool:
        """Whether the banner tells of something that can be taken back."""
        return bool(self._deleted or self._replaced)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show which models there are now."""
        self.head.show_models(self.desk.models, self.pane.model, snapshot)

    def _show_facts(self) -> None:
        conversation = self.pane.current
        settings = self.bridge.snapshot.settings
        self.head.show_conversation(conversation, Money(currency=settings.currency, unit_price=settings.unit_price))
        self.head.show_models(self.desk.models, self.pane.model, self.bridge.snapshot)
        self.list.set_current(self._current)

    def _listed(self) -> None:
        if self.isVisible():
            self._soon.start()

    def _tell_trouble(self) -> None:
        error = self.desk.trouble
        if error is None or error is self._told or not self.isVisible():
            return
        self._told = error
        lost = self.tr("You can chat all the same, for this run of the app alone.")
        what = sentence(error.hint) if self.desk.keeps else lost
        fact = (
            sentence(error.user_message)
            if self.desk.keeps
            else self.tr("Conversations are not kept. {reason}").format(reason=sentence(error.user_message))
        )
        self.banner.show_message("warn", fact, what, "", closable=True)

    def _open(self, which: str) -> None:
        if which != self._current:
            self.system.flush()
            self.pane.show_conversation(which)
            self._show_system_text()
        self._fold_list()

    def go_on_from(self, other: ChatView) -> None:
        """Show the conversation that another view shows, which this one is in place of."""
        if other._current:
            self._open(other._current)

    def new(self) -> None:
        """Begin a conversation."""
        self.system.flush()
        self.pane.new()
        self._show_system_text()
        self._fold_list()
        self.pane.composer.entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask(self, text: str) -> None:
        """Ask at once, in a conversation of its own."""
        self.new()
        self.pane.ask(text)

    # ---- the system prompt

    def _show_system(self, shown: bool) -> None:
        self._show_system_text()
        self.system.setVisible(shown)
        if shown:
            self.system.entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_system_text(self) -> None:
        conversation = self.pane.current
        self.system.set_text(conversation.system if conversation is not None else "")

    def _set_system(self, text: str) -> None:
        self.desk.set_system(self._current, text)
        self._show_facts()

    # ---- what the menus do

    def rename(self, which: str) -> None:
        """Ask for another title."""
        conversation = self.desk.conversation(which)
        if conversation is None or not conversation.title:
            return
        sheet = RenameSheet(self.window(), conversation.title)
        sheet.renamed.connect(lambda title: self.desk.rename(which, title))
        sheet.open_once()

    def delete(self, which: str) -> None:
        """Delete a conversation at once; a banner takes it back."""
        conversation = self.desk.conversation(which)
        if conversation is None or not conversation.title:
            return
        shown = which == self._current
        self.desk.delete(which)
        self._deleted, self._replaced = which, ""
        if shown:
            self.new()
        fact = self.tr("“{title}” is deleted.").format(title=conversation.title)
        self.banner.show_message("info", fact, "", self.tr("Undo"), closable=True)

    def _tell_replaced(self, count: int) -> None:
        self._deleted, self._replaced = "", self._current
        words = (
            self.tr("{count} messages were replaced by the edited one.")
            if count > 1
            else self.tr("The message was replaced by the edited one.")
        )
        fact = words.format(count=count)
        self.banner.show_message("info", fact, "", self.tr("Undo"), closable=True)

    def _undo(self) -> None:
        deleted, replaced = self._deleted, self._replaced
        self._forget_undo()
        if deleted or replaced:
            self.banner.clear()
        if deleted:
            self.desk.undo_delete(deleted)
            self._open(deleted)
        elif replaced:
            self._open(replaced)
            self.pane.undo_change()

    def _forget_undo(self) -> None:
        self._deleted = self._replaced = ""

    def _markdown(self) -> str:
        conversation = self.pane.current
        if conversation is None:
            return ""
        said = self.desk.messages(conversation.id) or ()
        return as_markdown(conversation, said, you=self.tr("You"), system=self.tr("System prompt"))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._markdown())
        self.banner.show_message("ok", self.tr("The conversation is copied."))
        announce(self, self.tr("Copied"))

    def _save(self) -> None:
        conversation = self.pane.current
        if conversation is None:
            return
        name = "".join(letter if letter.isalnum() or letter in " -_" else " " for letter in conversation.title)
        dialog = QFileDialog(self, self.tr("Save the conversation"), f"{' '.join(name.split()) or 'chat'}.md")
        dialog.setObjectName("save-conversation")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("md")
        dialog.setNameFilter(self.tr("Markdown (*.md)"))
        dialog.selectFile(f"{' '.join(name.split()) or 'chat'}.md")
        dialog.fileSelected.connect(lambda file: self.save_to(Path(file)))
        dialog.open()

    def save_to(self, file: Path) -> None:
        """Write the conversation that is shown into a file."""
        self.bridge.run(
            _save_file(file, self._markdown()),
            "save a conversation",
            done=lambda _: self.banner.show_message("ok", self.tr("Saved as {file}.").format(file=file.name)),
            failed=lambda error: self.banner.show_message(
                "error", sentence(error.user_message), sentence(error.hint), "", closable=True
            ),
        )

    # ---- where there is little room

    def _unfold_list(self) -> None:
        if self._narrow:
            self.list.setGeometry(0, 0, min(self.list.sizeHint().width() + 20, self.width() - 40), self.height())
            self.list.show()
            self.list.raise_()
            theme.set_keyboard_focus(self.list.filter)

    def _fold_list(self) -> None:
        if self._narrow and self.list.isVisible():
            self.list.hide()
            self.pane.composer.entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_narrow(self, narrow: bool) -> None:
        if narrow == self._narrow:
            return
        self._narrow = narrow
        self.head.set_narrow(narrow)
        if narrow:
            self._row.removeWidget(self.list)
            self.list.hide()
        else:
            self._row.insertWidget(0, self.list)
            self.list.show()

    def focus_search(self) -> None:
        """Let the keyboard search, also where the list is folded away."""
        self._unfold_list()
        theme.set_keyboard_focus(self.list.filter)

    # ---- Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched in self._banners and event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._make_room()
        return super().eventFilter(watched, event)

    def _make_room(self) -> None:
        gap = 0 if all(each.isHidden() for each in self._banners) else 12
        self._place.setContentsMargins(24, gap, 24, gap)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._narrow and self.list.isVisible():
            self._fold_list()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_narrow(event.size().width() < _NARROW)
        if self._narrow and self.list.isVisible():
            self._unfold_list()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.desk.begin()
        self._show_facts()
        self._tell_trouble()


async def _save_file(file: Path, text: str) -> None:
    try:
        await asyncio.to_thread(write_whole, file, text.encode())
    except OSError as error:
        raise AicoreTrayError(
            f"{file.name} cannot be written: {error.strerror or type(error).__name__}", hint="Choose another folder."
        ) from error
