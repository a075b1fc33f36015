"""Settings: generated from their declarations, applied at once, found by their words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from aicore_tray.config.settings import Declared, declared
from aicore_tray.errors import AicoreTrayError
from aicore_tray.gui.autostarting import AutostartSwitch
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.commands import Commands
from aicore_tray.gui.help.topics import OF_GROUPS
from aicore_tray.gui.mending import Mending, open_folder
from aicore_tray.gui.pages.page import Page, scrolling
from aicore_tray.gui.proxy_card import ProxyCard
from aicore_tray.gui.setting_rows import SettingRow, editor_for
from aicore_tray.gui.snapshots import Snapshot
from aicore_tray.gui.theme import Text
from aicore_tray.gui.widgets.button import Button
from aicore_tray.gui.widgets.card import Card, hairline
from aicore_tray.gui.widgets.copy_field import CopyField
from aicore_tray.gui.widgets.empty import EmptyState
from aicore_tray.gui.widgets.field import Row
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.navigation import NavigationList
from aicore_tray.gui.widgets.search_field import SearchField
from aicore_tray.gui.wording import sentence, tr_page

_AUTHORITY = "authority-card"
_FORM = 600
# These have a card of their own, which says more than rows can.
_IN_PROXY_CARD = frozenset({"proxy", "no_proxy", "proxy_user"})


class SettingsPage(Page):
    """Groups at the left, their settings at the right."""

    def __init__(self, bridge: Bridge, commands: Commands, mending: Mending) -> None:
        super().__init__("settings", tr_page("Settings"), bridge, bleeds=True)
        self._commands = commands
        self.subtitle.set_text(self.tr("changes apply at once"))
        self.filter = SearchField(self.tr("Find a setting"))
        self.filter.setObjectName("filter")
        self.filter.setFixedWidth(200)
        self.filter.textChanged.connect(self._find)
        self.add_action(self.filter)
        self.rows: dict[str, SettingRow] = {}
        self._group = "general"
        self._sections: dict[str, list[QWidget]] = {}
        self._lines: dict[QWidget, QWidget] = {}
        self.groups = NavigationList(self.tr("Groups of settings"))
        self.groups.setObjectName("setting-groups")
        self.groups.chosen.connect(self.show_group)
        column = QWidget()
        self._column = QVBoxLayout(column)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        share = max(1.0, self.fontMetrics().height() / 18)
        column.setMaximumWidth(round(_FORM * share))
        self._nothing = EmptyState("search", self.tr("Nothing matches"), self.tr("No setting fits these words."))
        self._nothing.hide()
        self._column.addWidget(self._nothing)
        self._titles = {
            "general": self.tr("General"),
            "server": self.tr("Server"),
            "network": self.tr("Network"),
            "logging": self.tr("Logging and privacy"),
            "limits": self.tr("Limits"),
            "advanced": self.tr("Advanced"),
        }
        for group, title in self._titles.items():
            self.groups.add(group, title)
        self._area = area = scrolling(column)
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addWidget(self.groups, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(area, 1)
        self.body.addLayout(row, 1)
        mending.opens_setting.connect(self.open_setting)
        self.show_group("general")
        self.show_snapshot(bridge.snapshot)

    # ---- the cards

    def _make(self, group: str) -> None:
        """Make the cards of a group, unless they are there: all groups at once take too long."""
        if group in self._sections:
            return
        self._sections[group] = []
        title = self._titles[group]
        settings = [each for each in declared() if each.group == group and each.name not in _IN_PROXY_CARD]
        if group == "network":
            self.proxy = ProxyCard(self.bridge, self._commands)
            self._add(group, self.proxy)
            first = [each for each in settings if each.name == "ca_file"]
            self._add(group, self._card(self.tr("Certificates"), first))
            settings = [each for each in settings if each.name != "ca_file"]
            title = self.tr("Connections")
        after = (self._hints(),) if group == "general" else ()
        extra = {"general": self._general, "advanced": self._advanced, "logging": self._logging}.get(group)
        self._add(group, self._card(title, settings, before=extra() if extra is not None else (), after=after))
        if group == "server":
            self._add(group, self._authority_card())
        for later in list(self._titles)[list(self._titles).index(group) + 1 :]:
            for widget in self._sections.get(later, ()):
                # Tab goes in the order in which they came: those that stand below come once more.
                widget.setParent(None)
                self._column.addWidget(widget)
        self._show_values(self.bridge.snapshot)

    def _add(self, group: str, widget: QWidget) -> None:
        """Put a card behind those of its group and of the groups before it."""
        order = list(self._titles)
        before = [name for name in self._sections if order.index(name) <= order.index(group)]
        place = 1 + sum(len(self._sections[name]) for name in before)  # what is said where nothing matches comes first
        self._sections[group].append(widget)
        self._column.insertWidget(place, widget)

    def _card(
        self,
        title: str,
        settings: Sequence[Declared],
        *,
        before: Sequence[QWidget] = (),
        after: Sequence[QWidget] = (),
    ) -> Card:
        card = Card(padding=20, spacing=0)
        card.body.setContentsMargins(20, 16, 20, 6)
        card.body.addWidget(Label(title, Text.HEADING))
        card.body.addSpacing(10)
        widgets = list(before)
        for each in settings:
            row = SettingRow(each, editor_for(each), self.bridge, self._commands)
            self.rows[each.name] = row
            widgets.append(row)
        widgets += after
        for widget in widgets:
            line = hairline()
            self._lines[widget] = line
            card.body.addWidget(line)
            card.body.addWidget(widget)
        return card

    def _authority_card(self) -> Card:
        """Return the card that is there while HTTPS shows a certificate of ours."""
        self.authority = Card(padding=20, spacing=8)
        self.authority.setObjectName(_AUTHORITY)
        self.authority.body.addWidget(Label(self.tr("Let your tools trust this certificate"), Text.HEADING))
        text = self.tr(
            "Claude Code and everything on Node: NODE_EXTRA_CA_CERTS. curl: --cacert. Or your system's store."
        )
        self.authority.body.addWidget(Label(text, Text.CAPTION, "text_2", wrap=True))
        self.authority_file = CopyField("", self.tr("File of the certificate authority"))
        self.authority.body.addWidget(self.authority_file)
        return self.authority

    def _general(self) -> Sequence[QWidget]:
        self.autostart = AutostartSwitch(self.bridge)
        row = Row(
            self.tr("Start at login"),
            self.tr("Your tools find the proxy running when you begin to work."),
            self.autostart,
        )
        self.autostart.failed.connect(row.set_error)
        return (row,)

    def _hints(self) -> QWidget:
        again = Button(self.tr("Show hints again"))
        again.setObjectName("hints-again")
        again.clicked.connect(lambda _checked=False: self._show_hints())
        return Row(self.tr("Hints"), self.tr("One line on a page, for its first use."), again)

    def _show_hints(self) -> None:
        self.bridge.session.remembered.note(hints=[])
        self.banner.show_message("ok", self.tr("Each page shows its hint again."))

    def _logging(self) -> Sequence[QWidget]:
        logs = Button(self.tr("Open folder"))
        logs.setObjectName("open-logs")
        logs.clicked.connect(lambda: open_folder(self.bridge.session.paths.logs))
        text = self.tr("What is asked and answered is never written down, and no key ever.")
        return (Row(self.tr("Log files"), text, logs),)

    def _advanced(self) -> Sequence[QWidget]:
        out = Button(self.tr("Export…"))
        out.setObjectName("export-settings")
        out.clicked.connect(self._ask_export)
        into = Button(self.tr("Import…"))
        into.setObjectName("import-settings")
        into.clicked.connect(self._ask_import)
        folder = Button(self.tr("Open folder"))
        folder.clicked.connect(lambda: open_folder(self.bridge.session.paths.config))
        again = Button(self.tr("Set up again"))
        again.setObjectName("first-run-again")
        again.clicked.connect(lambda: self.window().begin_first_run())  # type: ignore[attr-defined]
        return (
            Row(self.tr("Export settings"), self.tr("Everything but keys and passwords, as one file."), out),
            Row(self.tr("Import settings"), self.tr("Takes over what the file says; accounts are added."), into),
            Row(self.tr("Settings file"), self.tr("Plain text; changes are read at the next start."), folder),
            Row(self.tr("First run"), self.tr("Walk through the set-up once more; nothing is lost."), again),
        )

    # ---- showing

    def show_snapshot(self, snapshot: Snapshot) -> None:
        super().show_snapshot(snapshot)
        if self._show_values(snapshot):
            self._find(self.filter.text())

    def _show_values(self, snapshot: Snapshot) -> bool:
        """Show what is in force; return whether a card comes or goes for it."""
        for row in self.rows.values():
            row.show_value()
        if "network" in self._sections:
            self.proxy.show_snapshot(snapshot)
        if "server" not in self._sections or snapshot.authority == self.authority_file.text:
            return False
        self.authority_file.set_text(snapshot.authority)
        return True

    @property
    def topic(self) -> str:
        return OF_GROUPS[self._group]

    def show_group(self, group: str) -> None:
        """Show one group of settings."""
        self._group = group
        self._make(group)
        if self.filter.text():
            self.filter.clear()
        else:
            self._find("")
        self._area.verticalScrollBar().setValue(0)

    def open_setting(self, name: str) -> None:
        """Show a setting and put the cursor into it."""
        self.filter.clear()
        if name in _IN_PROXY_CARD:
            self.show_group("network")
            self.proxy.setFocus()
            self.proxy.focus_address()
            return
        group = next((each.group for each in declared() if each.name == name), "")
        if group in self._titles:
            self.show_group(group)
            self.rows[name].editor.setFocus()
            self._area.ensureWidgetVisible(self.rows[name])

    def _find(self, words: str) -> None:
        """Show the settings that fit, of all groups; without words those of the group."""
        words = words.strip()
        for group in self._titles if words else ():
            self._make(group)
        self.groups.set_current("" if words else self._group)
        found = False
        for group, widgets in self._sections.items():
            for widget in widgets:
                if isinstance(widget, ProxyCard) or widget.objectName() == _AUTHORITY:
                    # They are shown as a whole: their parts make no sense alone.
                    shown = _says(widget, words) if words else group == self._group
                    shown = shown and (isinstance(widget, ProxyCard) or bool(self.authority_file.text))
                else:
                    rows = [row for row in widget.findChildren(Row) if isinstance(row, Row)]
                    for row in rows:
                        fits = not words or _fits(row, words)
                        row.setVisible(fits)
                        self._lines[row].setVisible(fits)
                    shown = any(_fits(row, words) for row in rows) if words else group == self._group
                widget.setVisible(shown)
                found = found or shown
        self._nothing.setVisible(not found)

    # ---- export and import

    def _ask_export(self) -> None:
        dialog = QFileDialog(self, self.tr("Export settings"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("toml")
        dialog.selectFile("aicore-tray-settings.toml")
        dialog.finished.connect(dialog.deleteLater)
        dialog.fileSelected.connect(lambda name: self.export_to(Path(name)))
        dialog.open()

    def export_to(self, file: Path) -> None:
        """Write the settings to a file."""
        self.bridge.run(
            self._commands.export_settings(file),
            "export",
            done=lambda _: self.banner.show_message(
                "ok", self.tr("The settings are in {file}.").format(file=file.name)
            ),
            failed=self._failed,
        )

    def _ask_import(self) -> None:
        dialog = QFileDialog(self, self.tr("Import settings"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Settings (*.toml)"), self.tr("All files (*)")])
        dialog.finished.connect(dialog.deleteLater)
        dialog.fileSelected.connect(lambda name: self.import_from(Path(name)))
        dialog.open()

    def import_from(self, file: Path) -> None:
        """Take over the settings of a file."""
        self.bridge.run(self._commands.import_settings(file), "import", done=self._imported, failed=self._failed)

    def _imported(self, lines: tuple[str, ...]) -> None:
        if lines:
            fact = self.tr("{count} settings were taken over.").format(count=len(lines))
            self.banner.show_message("ok", fact, "; ".join(lines))
        else:
            self.banner.show_message("info", self.tr("Nothing has changed: these settings are in force already."))

    def _failed(self, error: AicoreTrayError) -> None:
        self.banner.show_message("error", sentence(error.user_message), sentence(error.hint), closable=True)


def _fits(row: Row, words: str) -> bool:
    if isinstance(row, SettingRow):
        return row.fits(words)
    return _says(row, words)


def _says(widget: QWidget, words: str) -> bool:
    shown = [label.text() for label in widget.findChildren(Label)]
    shown += [button.text() for button in widget.findChildren(QAbstractButton)]
    texts = " ".join(shown).lower()
    return all(word in texts for word in words.lower().split())
