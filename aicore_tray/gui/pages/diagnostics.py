"""Diagnostics: the check of an account, what this computer is like, how late the loop is, all of it as one text."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QLocale, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from aicore_tray.diagnostics.doctor import Stage
from aicore_tray.diagnostics.lag import LagReport, LagSampler
from aicore_tray.errors import AicoreTrayError
from aicore_tray.gui import diagnosing
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.checking import CheckPanel
from aicore_tray.gui.commands import Commands
from aicore_tray.gui.mending import Mending, open_folder
from aicore_tray.gui.pages.page import Page, scrolling
from aicore_tray.gui.snapshots import Kind, ProxyState, Snapshot, Trouble
from aicore_tray.gui.theme import Text
from aicore_tray.gui.widgets.button import Button
from aicore_tray.gui.widgets.card import Card
from aicore_tray.gui.widgets.copy_button import CopyButton
from aicore_tray.gui.widgets.facts import FactsCard
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.pill import Pill
from aicore_tray.gui.widgets.sparkline import Sparkline
from aicore_tray.gui.wording import sentence, tr_page
from aicore_tray.system.files import write_whole

_TWO_COLUMNS, _USUAL_LINE = 760, 17
_ACCOUNT_WIDTH = 280
_LAG_MS = 1000
_APART_SECONDS = 0.01
_UNUSABLE = ("off", "unreadable")
_TROUBLED = ("refused", "problem")
# What an open step says with the same words and buttons as the banner would.
_TOLD_BY_STEPS = frozenset(
    {
        *(Kind.PROXY_PASSWORD, Kind.PROXY_WINDOWS, Kind.OFFLINE, Kind.UNTRUSTED),
        *(Kind.KEY_REFUSED, Kind.NO_GROUP, Kind.NO_DEPLOYMENT),
    }
)


class DiagnosticsPage(Page):
    """Looks only while somebody looks at it."""

    def __init__(self, bridge: Bridge, commands: Commands, mending: Mending) -> None:
        super().__init__("diagnostics", tr_page("Diagnostics"), bridge, bleeds=True)
        self._commands = commands
        self._mending = mending
        self._look: diagnosing.Look | None = None
        self._holder = ""
        self._held_in: ProxyState | None = None
        self._checked: dict[str, tuple[Stage, ...]] = {}
        self._columns = 0
        self._step_tells = False
        self.lag = LagSampler()
        self.save = Button(self.tr("Save…"), icon="download")
        self.save.setObjectName("save-diagnostics")
        self.save.clicked.connect(self._choose_file)
        word = self.tr("Copy diagnostics")
        self.copy = CopyButton(word, word=word, kind="default")
        self.copy.setObjectName("copy-diagnostics")
        self.copy.clicked.connect(self._copy)
        self.add_action(self.save)
        self.add_action(self.copy)
        self._lag_tick = QTimer(self, interval=_LAG_MS)
        self._lag_tick.timeout.connect(self._show_lag)
        whole = QWidget()
        self._grid = QGridLayout(whole)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self._sides = (QVBoxLayout(), QVBoxLayout())
        for side in self._sides:
            side.setSpacing(12)
        self._check_card = self._build_check()
        self.proxy = FactsCard(self.tr("Proxy"), each=False)
        self.proxy.setObjectName("facts-proxy")
        self._lag_card = self._build_lag()
        self.versions = FactsCard(self.tr("Versions"))
        self.versions.setObjectName("facts-versions")
        self.network = FactsCard(self.tr("Network"))
        self.network.setObjectName("facts-network")
        self.files = FactsCard(self.tr("Files"), each=True, folders=True)
        self.files.setObjectName("facts-files")
        self.files.opened.connect(self._open_folder)
        self._arrange()
        self._area = scrolling(whole)
        self.body.addWidget(self._area, 1)
        self.show_snapshot(bridge.snapshot)

    # ---- parts

    def _build_check(self) -> Card:
        card = Card(spacing=8)
        card.body.setContentsMargins(16, 12, 16, 12)
        head = QHBoxLayout()
        head.setSpacing(8)
        self._account_label = label = Label(self.tr("Account"), Text.BODY, "text_2")
        self.account = QComboBox()
        self.account.setObjectName("check-account")
        self.account.setAccessibleName(self.tr("Account to check"))
        self.account.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.account.setMaximumWidth(max(_ACCOUNT_WIDTH, self.fontMetrics().averageCharWidth() * 40))
        self.account.activated.connect(lambda _row: self._forget_check())
        label.setBuddy(self.account)
        self.run = Button(self.tr("Check the connection"))
        self.run.setObjectName("run-check")
        self.run.clicked.connect(self.check_now)
        self._without = Label(self.tr("There is no account that could be checked."), Text.BODY, "text_2", wrap=True)
        head.addWidget(label)
        head.addWidget(self.account, 100)
        head.addWidget(self._without, 100)
        head.addStretch(1)
        head.addWidget(self.run)
        self.panel = CheckPanel(self.bridge, self._commands, self._mending, compact=True)
        self.panel.title.hide()
        self.panel.again.hide()
        self.panel.caption.hide()
        self.panel.finished.connect(self._check_ended)
        self.panel.wants_key.connect(lambda: self._mending.choose_key(self.account.currentText()))
        self.panel.wants_group.connect(lambda _group: self._mending.shows_page.emit("accounts"))
        card.body.addLayout(head)
        card.body.addWidget(self.panel)
        return card

    def _build_lag(self) -> Card:
        card = Card(spacing=4)
        card.body.setContentsMargins(16, 12, 16, 12)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(self.tr("Responsiveness"), Text.HEADING), 1)
        self.lag_pill = Pill("off", self.tr("Measuring"))
        head.addWidget(self.lag_pill)
        row = QHBoxLayout()
        row.setSpacing(12)
        self.lag_text = Label("", Text.BODY, tabular=True, wrap=True)
        self.lag_text.setObjectName("loop-lag")
        self._lag_line = Sparkline()
        self._lag_line.setMaximumWidth(120)
        self._lag_line.setMinimumWidth(90)
        row.addWidget(self.lag_text, 1)
        row.addWidget(self._lag_line)
        why = Label(
            self.tr(
                "How long streams and window wait for each other; under 16 ms nobody notices. Measured while you look."
            ),
            Text.CAPTION,
            "text_2",
            wrap=True,
        )
        card.body.addLayout(head)
        card.body.addLayout(row)
        card.body.addWidget(why)
        card.body.addStretch(1)
        return card

    # ---- room

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        columns = 2 if self.width() >= _TWO_COLUMNS * self.fontMetrics().height() / _USUAL_LINE else 1
        if columns == self._columns:
            return
        self._columns = columns
        self._grid.addWidget(self._check_card, 0, 0, 1, columns)
        for number, (side, cards) in enumerate(
            # As high as each other: five facts and what is told of the loop beside nine facts.
            zip(self._sides, ((self.proxy, self._lag_card), (self.versions,)), strict=True)
        ):
            if side.count() == 0:
                for card in cards:
                    side.addWidget(card, int(card is cards[-1]))
            self._grid.removeItem(side)
            self._grid.addLayout(side, 1 if columns == 2 else 1 + number, number if columns == 2 else 0)
        self._grid.addWidget(self.network, 3, 0, 1, columns)
        self._grid.addWidget(self.files, 4, 0, 1, columns)
        for column in range(2):
            self._grid.setColumnStretch(column, int(column < columns))

    # ---- the check

    def check_now(self) -> None:
        """Check the account that is chosen."""
        account = self._commands.account(self.account.currentText())
        if account is not None:
            self.run.setEnabled(False)
            self.panel.check(account)

    def _forget_check(self) -> None:
        self.panel.forget()
        self._step_tells = False
        self.show_snapshot(self.bridge.snapshot)
        self.run.setEnabled(True)

    def cares(self, trouble: Trouble) -> bool:
        return not (self._step_tells and trouble.kind in _TOLD_BY_STEPS) and super().cares(trouble)

    def _check_ended(self, good: bool) -> None:
        self._step_tells = not good
        self.show_snapshot(self.bridge.snapshot)
        self.run.setEnabled(True)
        self.run.setText(self.tr("Check again"))
        self._checked[self.account.currentText()] = tuple(self.panel.stages.values())

    def _check_by_itself(self) -> None:
        """Check an account that has a problem: that is what one comes for."""
        troubled = [view.name for view in self.bridge.snapshot.accounts if view.state in _TROUBLED]
        if troubled and not self.panel.stages and self.account.findText(troubled[0]) >= 0:
            self.account.setCurrentText(troubled[0])
            self.check_now()

    # ---- showing

    def show_snapshot(self, snapshot: Snapshot) -> None:
        super().show_snapshot(snapshot)
        self._show_accounts(snapshot)
        self.proxy.set_facts(diagnosing.proxy_facts(snapshot, self._holder))
        if self.isVisible() and snapshot.proxy.state is not self._held_in:
            self._ask_holder(snapshot)

    def _show_accounts(self, snapshot: Snapshot) -> None:
        names = [view.name for view in snapshot.accounts if view.state not in _UNUSABLE]
        if names == [self.account.itemText(row) for row in range(self.account.count())] and names:
            return
        chosen = self.account.currentText()
        self.account.clear()
        self.account.addItems(names)
        if chosen in names:
            self.account.setCurrentText(chosen)
        self.account.setVisible(bool(names))
        self._without.setVisible(not names)
        self._account_label.setVisible(bool(names))
        self.panel.setVisible(bool(names))
        self.run.setEnabled(bool(names) and not self.panel.running)

    def _ask_holder(self, snapshot: Snapshot) -> None:
        self._held_in = snapshot.proxy.state
        if snapshot.proxy.state in (ProxyState.RUNNING, ProxyState.STARTING, ProxyState.STOPPING):
            self._take_holder("")
        else:
            self.bridge.run(diagnosing.port_holder(self.bridge.session), "holder of the port", done=self._take_holder)

    def _take_holder(self, holder: str) -> None:
        self._holder = holder
        self.proxy.set_facts(diagnosing.proxy_facts(self.bridge.snapshot, holder))

    async def _look_around(self) -> None:
        self._look = look = await diagnosing.look(self.bridge.session)
        places = {each.name: f"{each.path} ({each.size})" if each.size else str(each.path) for each in look.places}
        for card, facts in ((self.versions, look.versions), (self.network, look.network), (self.files, places)):
            card.set_facts(facts)
            # Each with its layout in a turn of its own: streams come in between.
            await asyncio.sleep(_APART_SECONDS)

    def _show_lag(self) -> None:
        self.show_lag(self.lag.report())

    def show_lag(self, report: LagReport) -> None:
        """Show how late the loop was."""
        if not report.samples:
            return
        text = self.tr("Half under {p50} ms, 99 of 100 under {p99} ms, longest {longest} ms in the last minute")
        texts = {name: QLocale().toString(getattr(report, name), "f", 1) for name in ("p50", "p99", "longest")}
        self.lag_text.set_text(text.format(**texts))
        kind, word = ("ok", self.tr("Fine")) if report.fine else ("warn", self.tr("Late"))
        if (kind, word) != (self.lag_pill.kind, self.lag_pill.text()):
            self.lag_pill.set(kind, word)
        self._lag_line.set_values(report.series)

    def _open_folder(self, name: str) -> None:
        place = next((each for each in self._look.places if each.name == name), None) if self._look else None
        if place is not None:
            open_folder(place.path.parent if place.path.suffix else place.path)

    # ---- the text

    async def text(self) -> str:
        """Return everything as one text without secrets."""
        report = self.lag.report()
        return await diagnosing.diagnostics_text(self.bridge, checks=self._checked, lag=report)

    def _copy(self) -> None:
        self.copy.setEnabled(False)
        self.bridge.run(self.text(), "copy diagnostics", done=self._to_clipboard, failed=self._broke)

    def _to_clipboard(self, text: str) -> None:
        self.copy.setEnabled(True)
        self.copy.copy(text)

    def _broke(self, error: AicoreTrayError) -> None:
        self.copy.setEnabled(True)
        self.banner.show_message("error", sentence(error.user_message), sentence(error.hint), closable=True)

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Save diagnostics"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("Text (*.md *.txt)"), self.tr("All files (*)")])
        dialog.setDefaultSuffix("md")
        dialog.selectFile(f"ai-core-tray-{datetime.now().astimezone():%Y-%m-%d-%H%M}.md")
        dialog.fileSelected.connect(lambda name: self.save_to(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_to(self, file: Path) -> None:
        """Write the text into a file."""
        self.bridge.run(self._save(file), "save diagnostics", done=lambda _: self._saved(file), failed=self._broke)

    async def _save(self, file: Path) -> None:
        text = await self.text()
        try:
            await asyncio.to_thread(write_whole, file, text.encode())
        except OSError as error:
            raise AicoreTrayError(f"{file.name} cannot be written ({error.strerror})") from error

    def _saved(self, file: Path) -> None:
        self.banner.show_message("ok", self.tr("Saved as {name}.").format(name=file.name))

    # ---- only while it is seen

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.bridge.run(self.lag.run(), "loop lag")
        self._lag_tick.start()
        self.bridge.run(self._look_around(), "look at this computer")
        self._ask_holder(self.bridge.snapshot)
        self._check_by_itself()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.lag.stop()
        self._lag_tick.stop()
