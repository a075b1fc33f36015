"""Accounts: the service keys, how each is doing, and which resource groups it serves."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from aicore_tray.config.imported import Imported
from aicore_tray.diagnostics.doctor import STATE_FAILED
from aicore_tray.errors import AicoreTrayError
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.checking import CheckPanel
from aicore_tray.gui.commands import Commands, Undo
from aicore_tray.gui.mending import Mending
from aicore_tray.gui.numbers import UNKNOWN, day, duration, short_count
from aicore_tray.gui.pages.page import MARGIN, Page, scrolling
from aicore_tray.gui.sheets.add_key import AddKeySheet, RemoveAccountSheet, RenameAccountSheet
from aicore_tray.gui.snapshots import AccountView, Kind, Snapshot, Trouble
from aicore_tray.gui.theme import Text
from aicore_tray.gui.widgets.button import Button, IconButton
from aicore_tray.gui.widgets.card import Card, hairline
from aicore_tray.gui.widgets.drop_zone import DropZone
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.pill import Pill
from aicore_tray.gui.widgets.switch import Switch
from aicore_tray.gui.widgets.tab_order import follow
from aicore_tray.gui.wording import said_of_file, sentence, tr_page

_LIST_WIDTH = 256
_DETAIL_WIDTH = 460
_USUAL_HEIGHT = 18  # of a line of text at the usual size
_ANY = 16_777_215


class _AccountCard(Card):
    """One account in the list at the left."""

    def __init__(self, view: AccountView) -> None:
        super().__init__(padding=12, spacing=4)
        self.setObjectName(f"account-{view.name}")
        self.set_clickable(True)
        self.view = view
        head = QHBoxLayout()
        self._name = Label(view.name, Text.HEADING, elide=Qt.TextElideMode.ElideMiddle)
        self._pill = Pill()
        head.addWidget(self._name, 1)
        head.addWidget(self._pill)
        self.body.addLayout(head)
        self._group = Label("", Text.CAPTION, "text_2", elide=Qt.TextElideMode.ElideRight)
        self._counts = Label("", Text.CAPTION, "text_2", elide=Qt.TextElideMode.ElideRight)
        self.body.addWidget(self._group)
        self.body.addWidget(self._counts)
        self.show_view(view, selected=False)

    def show_view(self, view: AccountView, *, selected: bool) -> None:
        self.view = view
        self.selected = selected
        kind, word = pill_of(view)
        self._pill.set(kind, word)
        self._pill.on_selected = selected
        groups = ", ".join(view.groups)
        text = self.tr("resource groups {groups}") if len(view.groups) > 1 else self.tr("resource group {groups}")
        self._group.set_text(text.format(groups=groups))
        known = view.state not in ("unreadable", "off")
        counts = self.tr("{deployments} deployments · {requests} requests today")
        self._counts.set_text(
            (counts if known else self.tr("{requests} requests today")).format(
                deployments=view.deployments, requests=short_count(view.requests_today)
            )
        )
        self.setAccessibleName(f"{view.name}, {word}")


def pill_of(view: AccountView) -> tuple[str, str]:
    """Return an account's pill: kind and word."""
    if view.trouble is not None and view.trouble.kind is Kind.CERTIFICATE_ENDS:
        return "warn", tr_page("Ends soon")
    if view.trouble is not None and view.trouble.kind is Kind.OFFLINE:
        return "warn", tr_page("Not reached")
    if view.trouble is not None and view.trouble.kind is Kind.NO_DEPLOYMENT:
        return "warn", tr_page("Nothing deployed")
    if view.trouble is not None and view.trouble.kind is Kind.KEYRING_LOCKED:
        return "warn", tr_page("Locked")
    return {
        "ready": ("ok", tr_page("Ready")),
        "checking": ("busy", tr_page("Checking")),
        "refused": ("error", tr_page("Refused")),
        "problem": ("error", tr_page("Problem")),
        "unreadable": ("error", tr_page("No key")),
        "off": ("off", tr_page("Off")),
    }[view.state]


class AccountsPage(Page):
    """The list at the left, the account at the right."""

    def __init__(self, bridge: Bridge, commands: Commands, mending: Mending) -> None:
        super().__init__("accounts", tr_page("Accounts"), bridge, bleeds=True)
        self._commands = commands
        self._mending = mending
        self._current = ""
        self._tested = ""
        self._tested_at = 0.0
        self._undo: Undo | None = None
        self._groups_asked: set[str] = set()
        self._known_groups: dict[str, dict[str, int]] = {}
        self._groups_refused: set[str] = set()
        self._groups_shown: tuple[object, ...] = ()
        self._groups_of: tuple[str, ...] = ()
        self._group_rows: dict[str, tuple[QCheckBox, Label, Label]] = {}
        self.add = Button(self.tr("Add service key…"), kind="default", icon="plus")
        self.add.setObjectName("add-key")
        self.add.clicked.connect(lambda: mending.choose_key())
        self.add_action(self.add)
        self._cards: dict[str, _AccountCard] = {}
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.zone = DropZone(self.tr("Drop a service key anywhere in this window to add it"), "", compact=True)
        self.zone.setObjectName("accounts-drop-zone")
        self.zone.clicked.connect(lambda: mending.choose_key())
        self.zone.file_dropped.connect(lambda file: mending.bring_file(Path(file)))
        self.zone.text_dropped.connect(mending.bring_text)
        self._left = QWidget()
        left_column = QVBoxLayout(self._left)
        left_column.setContentsMargins(0, 0, 0, 0)
        left_column.setSpacing(8)
        left_column.addLayout(self._list)
        left_column.addWidget(self.zone)
        left_column.addStretch(1)
        self.detail = self._detail()
        self._empty = self._nothing()
        self._which = QStackedWidget()
        both = QWidget()
        self._sides = QHBoxLayout(both)
        self._sides.setContentsMargins(0, 0, 0, 0)
        self._sides.setSpacing(16)
        self._sides.addWidget(self._left)
        self._sides.addWidget(self.detail, 1)
        self._sides.setAlignment(self.detail, Qt.AlignmentFlag.AlignTop)
        self._area = scrolling(both)
        self._which.addWidget(self._area)
        self._which.addWidget(self._empty)
        self.body.addWidget(self._which, 1)
        self.show_snapshot(bridge.snapshot)

    def _nothing(self) -> QWidget:
        widget = QWidget()
        column = QVBoxLayout(widget)
        column.setContentsMargins(0, 0, MARGIN, MARGIN)
        zone = DropZone(
            self.tr("Drop your service key here"),
            self.tr(
                "The JSON file from BTP cockpit, instance aicore. It is kept in this computer's keyring, nowhere else."
            ),
        )
        zone.setObjectName("accounts-empty")
        zone.setMinimumHeight(240)
        choose = Button(self.tr("Choose file…"), kind="default", large=True)
        choose.clicked.connect(lambda: self._mending.choose_key())
        zone.add_button(choose)
        zone.clicked.connect(lambda: self._mending.choose_key())
        zone.file_dropped.connect(lambda file: self._mending.bring_file(Path(file)))
        zone.text_dropped.connect(self._mending.bring_text)
        self._empty_zone = zone
        column.addWidget(zone)
        column.addStretch(1)
        return widget

    def _detail(self) -> QWidget:
        card = Card(padding=0, spacing=0)
        top = QVBoxLayout()
        top.setContentsMargins(16, 14, 16, 14)
        top.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(8)
        self.name = Label("", Text.PANE, elide=Qt.TextElideMode.ElideMiddle)
        head.addWidget(self.name)
        self.rename = IconButton("pencil", self.tr("Rename"))
        self.rename.setObjectName("rename-account")
        self.rename.clicked.connect(self._ask_rename)
        head.addWidget(self.rename)
        head.addStretch(1)
        self.enabled = Switch()
        self.enabled.setObjectName("account-enabled")
        self.enabled.setAccessibleName(self.tr("Serve this account"))
        self.enabled.setToolTip(self.tr("Serve this account"))
        self.enabled.clicked.connect(self._enable)
        head.addWidget(self.enabled)
        self.test = Button(self.tr("Test"))
        self.test.setObjectName("test-account")
        self.test.clicked.connect(self._test)
        self.replace = Button(self.tr("Replace key…"))
        self.replace.setObjectName("replace-key")
        self.replace.clicked.connect(lambda: self._mending.choose_key(self._current))
        self.remove = Button(self.tr("Remove…"), kind="danger")
        self.remove.setObjectName("remove-account")
        self.remove.clicked.connect(self._ask_remove)
        for button in (self.test, self.replace, self.remove):
            head.addWidget(button)
        top.addLayout(head)
        facts = QGridLayout()
        facts.setHorizontalSpacing(24)
        facts.setVerticalSpacing(6)
        facts.setColumnMinimumWidth(0, 100)
        facts.setColumnStretch(1, 1)
        self._facts: dict[str, tuple[Label, Label]] = {}
        titles = {
            "subaccount": self.tr("Subaccount"),
            "region": self.tr("Region"),
            "api": self.tr("AI API"),
            "signs": self.tr("Signs in with"),
            "token": self.tr("Token"),
            "came": self.tr("Came"),
        }
        for number, (key, title) in enumerate(titles.items()):
            style = Text.MONO if key == "api" else Text.BODY
            value = Label("", style, selectable=True, elide=Qt.TextElideMode.ElideMiddle)
            value.setAccessibleName(title)
            self._facts[key] = (Label(title, Text.BODY, "text_2"), value)
            for column, label in enumerate(self._facts[key]):
                facts.addWidget(label, number, column, Qt.AlignmentFlag.AlignVCenter)
        top.addLayout(facts)
        card.body.addLayout(top)
        card.body.addWidget(hairline())
        test = QVBoxLayout()
        test.setContentsMargins(16, 12, 16, 12)
        self.check = CheckPanel(self.bridge, self._commands, self._mending, compact=True, quiet=True)
        self.check.title.set_text(self.tr("Last test"))
        self.check.caption.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.check.again.hide()
        self.check.finished.connect(self._tested_all)
        self.check.wants_group.connect(lambda group: self._use_groups((group,)))
        self.check.wants_key.connect(lambda: self._mending.choose_key(self._current))
        test.addWidget(self.check)
        card.body.addLayout(test)
        card.body.addWidget(hairline())
        head_of_groups = QWidget()
        row = _group_row(
            head_of_groups,
            Label(self.tr("Resource group"), Text.CAPTION_MEDIUM, "text_2"),
            Label(self.tr("Deployments"), Text.CAPTION_MEDIUM, "text_2"),
            Label(""),
        )
        head_of_groups.setMinimumHeight(max(29, row.sizeHint().height() + 12))
        card.body.addWidget(head_of_groups)
        self._groups = QVBoxLayout()
        self._groups.setSpacing(0)
        card.body.addLayout(self._groups)
        self._groups_note = Label("", Text.CAPTION, "text_2", wrap=True)
        self._groups_note.setContentsMargins(16, 2, 16, 10)
        card.body.addWidget(self._groups_note)
        return card

    # ---- showing

    @property
    def current(self) -> AccountView | None:
        """The account that is shown."""
        return next((view for view in self.bridge.snapshot.accounts if view.name == self._current), None)

    def show_account(self, name: str) -> None:
        """Show an account."""
        self._current = name
        self.show_snapshot(self.bridge.snapshot)

    def cares(self, trouble: Trouble) -> bool:
        return trouble.kind is not Kind.NO_ACCOUNT

    def show_snapshot(self, snapshot: Snapshot) -> None:
        if self._undo is None:
            super().show_snapshot(snapshot)
        accounts = snapshot.accounts
        self.subtitle.set_text(
            self.tr("{count} service keys").format(count=len(accounts))
            if len(accounts) > 1
            else self.tr("1 service key")
            if accounts
            else ""
        )
        self._which.setCurrentIndex(0 if accounts or not snapshot.loaded else 1)
        names = [view.name for view in accounts]
        if self._current not in names:
            wrong = next((view.name for view in accounts if view.trouble is not None), "")
            self._current = wrong or (names[0] if names else "")
        if list(self._cards) != names:
            for card in self._cards.values():
                self._list.removeWidget(card)
                card.deleteLater()
            self._cards = {}
            for view in accounts:
                card = _AccountCard(view)
                card.clicked.connect(lambda name=view.name: self.show_account(name))
                self._cards[view.name] = card
                self._list.addWidget(card)
            follow(self.zone, *self._cards.values(), self.zone)
        for view in accounts:
            self._cards[view.name].show_view(view, selected=view.name == self._current)
        current = self.current
        self.detail.setVisible(current is not None)
        if current is not None:
            self._show_detail(current)

    def _show_detail(self, view: AccountView) -> None:
        self.name.set_text(view.name)
        own = not view.temporary
        for widget in (self.rename, self.remove, self.replace, self.enabled):
            widget.setVisible(own)
        self.test.setEnabled(view.state not in ("unreadable", "off"))
        self.test.setToolTip("" if self.test.isEnabled() else self.tr("There is no key to test with."))
        if self.enabled.isChecked() != view.enabled:
            self.enabled.setChecked(view.enabled)
        self._show_facts(view)
        if self._tested != view.name:
            self._tested, self._tested_at = view.name, 0.0
            self.check.forget()
        if self._tested_at:
            self.check.caption.set_text(self._when_tested())
        elif not self.check.stages and self.check.steps.isHidden():
            self.check.caption.set_text(self.tr("not tested since the start"))
        self._show_groups(view)
        if view.name not in self._groups_asked and view.state not in ("unreadable", "off", "checking"):
            self._groups_asked.add(view.name)
            QTimer.singleShot(0, self, self._ask_groups)

    def _when_tested(self) -> str:
        good = not any(stage.state == STATE_FAILED for stage in self.check.stages.values())
        ago = time.time() - self._tested_at
        when = self.tr("just now") if ago < 60 else self.tr("{time} ago").format(time=duration(ago))
        return self.tr("{when}, all good").format(when=when) if good else when

    def _show_facts(self, view: AccountView) -> None:
        if view.sign_in == "certificate":
            signs = self.tr("X.509 certificate, valid until {day}").format(day=day(view.certificate_ends))
        else:
            signs = self.tr("a secret") if view.sign_in else UNKNOWN
        left = (view.token_until or 0) - time.time()
        token = self.tr("valid for {time}").format(time=duration(left)) if left > 0 else self.tr("none yet")
        came = self.tr("with the demo") if self.bridge.snapshot.demo else self.tr("from the environment")
        facts = {
            "subaccount": view.subaccount or UNKNOWN,
            "region": view.region or UNKNOWN,
            "api": view.api_host or UNKNOWN,
            "signs": signs,
            "token": token if view.sign_in else UNKNOWN,
            "came": came if view.temporary else "",
        }
        for key, (title, value) in self._facts.items():
            title.setVisible(bool(facts[key]))
            value.setVisible(bool(facts[key]))
            value.set_text(facts[key])

    def _show_groups(self, view: AccountView) -> None:
        known = self._known_groups.get(view.name, {})
        names = list(dict.fromkeys((*known, *view.groups)))
        state = [(name, known.get(name), name in view.groups) for name in names]
        refused = view.name in self._groups_refused and not known
        shown = (view.name, state, view.temporary, refused)
        if shown == self._groups_shown:
            return
        self._groups_shown = shown
        self._groups_note.set_text(
            self.tr("This key may not list the resource groups; add others in the settings file.") if refused else ""
        )
        self._groups_note.setVisible(refused)
        # Rows stay while they are about the same groups: else a click or the focus would get lost with one of them.
        if self._groups_of != (view.name, *names):
            self._groups_of = (view.name, *names)
            self._make_groups(names)
        for name, count, used in state:
            box, number, note = self._group_rows[name]
            box.setChecked(used)
            box.setEnabled(not view.temporary)
            number.set_text(UNKNOWN if count is None else short_count(count))
            note.set_text(self.tr("used for requests") if used else self.tr("nothing deployed") if count == 0 else "")

    def _make_groups(self, names: Sequence[str]) -> None:
        while (item := self._groups.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._group_rows = {}
        for name in names:
            box = QCheckBox(name)
            box.setObjectName(f"group-{name}")
            box.clicked.connect(self._choose_groups)
            number = Label("", tabular=True)
            note = Label("", role="text_2", elide=Qt.TextElideMode.ElideRight)
            self._group_rows[name] = (box, number, note)
            holder = QWidget()
            holder.setMinimumHeight(max(32, box.sizeHint().height() + 8))
            _group_row(holder, box, number, note)
            self._groups.addWidget(hairline())
            self._groups.addWidget(holder)

    # ---- doing

    def _ask_groups(self) -> None:
        name = self._current

        async def ask() -> None:
            groups = await self._commands.groups(name)
            self._known_groups[name] = groups
            self.show_snapshot(self.bridge.snapshot)

        def cannot(_: AicoreTrayError) -> None:
            self._groups_refused.add(name)
            self.show_snapshot(self.bridge.snapshot)

        self.bridge.run(ask(), "look for resource groups", failed=cannot)

    def _choose_groups(self) -> None:
        chosen = tuple(name for name, (box, *_) in self._group_rows.items() if box.isChecked())
        if not chosen:
            self._groups_not_chosen("info", self.tr("An account serves at least one resource group."))
            return
        self._use_groups(chosen)

    def _use_groups(self, groups: tuple[str, ...]) -> None:
        self.bridge.run(
            self._commands.set_groups(self._current, groups),
            "choose resource groups",
            failed=lambda error: self._groups_not_chosen("error", sentence(error.user_message), sentence(error.hint)),
        )

    def _groups_not_chosen(self, level: str, fact: str, what: str = "") -> None:
        """Show again what is so, and why it stays."""
        self.banner.show_message(level, fact, what, closable=True)
        self._groups_shown = ()
        self.show_snapshot(self.bridge.snapshot)

    def _enable(self, on: bool) -> None:
        self.bridge.run(self._commands.enable_account(self._current, on), "serve an account")

    def _test(self) -> None:
        account = self._commands.account(self._current)
        if account is not None:
            self.check.check(account)

    def _tested_all(self, _good: bool) -> None:
        self._tested_at = time.time()
        stage = self.check.stages.get("resource groups")
        if stage is not None and (groups := stage.facts.get("groups")):
            self._known_groups[self._current] = dict(groups)
        self.show_snapshot(self.bridge.snapshot)

    def _ask_rename(self) -> None:
        view = self.current
        if view is not None:
            sheet = RenameAccountSheet(self.window(), self.bridge, self._commands, view)
            sheet.renamed.connect(self.show_account)
            sheet.open_once()

    def _ask_remove(self) -> None:
        view = self.current
        if view is None:
            return
        sheet = RemoveAccountSheet(self.window(), view)
        sheet.accepted.connect(lambda: self._remove(view))
        sheet.accepted.connect(sheet.close_sheet)
        sheet.open_once()

    def _remove(self, view: AccountView) -> None:
        self.bridge.run(
            self._commands.remove_account(view.name), "remove an account", done=lambda undo: self._removed(view, undo)
        )

    def _removed(self, view: AccountView, undo: Undo) -> None:
        self._undo = undo
        self.banner.show_message(
            "info",
            self.tr("{account} is removed.").format(account=view.name),
            "",
            self.tr("Undo"),
            closable=True,
        )

    def _mend(self) -> None:
        if self._undo is not None:
            undo, self._undo = self._undo, None
            self.banner.hide()
            self.bridge.run(undo(), "undo")
            return
        super()._mend()

    def _dismiss(self) -> None:
        if self._undo is not None:
            self._undo = None
            return
        super()._dismiss()

    def bring(self, imported: Imported, replaces: str) -> None:
        """Take what was read of a file or text: a service key that waits for its user's word."""
        self._empty_zone.reset()
        self.zone.reset()
        self._mending.shows_page.emit("accounts")
        sheet = AddKeySheet(self.window(), self.bridge, self._commands, self._mending, imported, replaces=replaces)
        sheet.kept.connect(self._kept)
        sheet.open_once()

    def _kept(self, name: str) -> None:
        self._groups_asked.discard(name)
        self._groups_refused.discard(name)
        self.show_account(name)

    def refuse(self, error: AicoreTrayError) -> None:
        """Say why what was brought cannot be used."""
        self._mending.shows_page.emit("accounts")
        fact, what = said_of_file(error)
        if self._which.currentIndex() == 0:
            # The small zone has no room for it.
            self.zone.reset()
            self.banner.show_message("error", fact, what, closable=True)
        else:
            self._empty_zone.refuse(fact, what)

    # ---- as wide as it is

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        share = max(1.0, self.fontMetrics().height() / _USUAL_HEIGHT)
        beside = event.size().width() - MARGIN * 2 - 16 - _LIST_WIDTH * share >= _DETAIL_WIDTH * share
        self._sides.setDirection(QHBoxLayout.Direction.LeftToRight if beside else QHBoxLayout.Direction.TopToBottom)
        self._left.setFixedWidth(round(_LIST_WIDTH * share)) if beside else self._left.setMaximumWidth(_ANY)
        if not beside:
            self._left.setMinimumWidth(0)


def _group_row(holder: QWidget, name: QWidget, count: Label, note: Label) -> QHBoxLayout:
    """Lay out a row of the table of resource groups."""
    row = QHBoxLayout(holder)
    row.setContentsMargins(16, 0, 16, 0)
    row.setSpacing(16)
    count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    count.setFixedWidth(max(90, count.fontMetrics().horizontalAdvance("Deployments") + 12))
    row.addWidget(name, 3)
    row.addWidget(count)
    row.addWidget(note, 3)
    return row
