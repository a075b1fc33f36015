"""What can be done to a deployment: the menu of its row, and the sheets and commands behind it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.commands import Commands
from aicore_tray.gui.requests.curl_maker import CurlMaker
from aicore_tray.gui.sheets.ask_quota import AskQuotaSheet
from aicore_tray.gui.sheets.change_deployment import DeleteSheet, StopSheet, UpgradeSheet
from aicore_tray.gui.snapshots import ModelView
from aicore_tray.gui.widgets.sheet import Sheet

_STOPPABLE = ("RUNNING", "PENDING")


class DeploymentMenu(QObject):
    """Makes the menu of a deployment and does what is chosen in it.

    Signals:
        asked: SAP was asked for more requests a minute for a model; carries its name.
    """

    asked = Signal(str)

    def __init__(self, owner: QWidget, bridge: Bridge, commands: Commands) -> None:
        super().__init__(owner)
        self._owner, self._bridge, self._commands = owner, bridge, commands

    def fill(self, menu: QMenu, view: ModelView) -> None:
        """Put what can be done to a deployment into a menu; what cannot be done now says why in its tip."""
        menu.setToolTipsVisible(True)
        deploying = self._commands.deploying
        own = not view.through_orchestration
        busy = self._changes(view)
        reason = self.tr("It is just being changed.") if busy else ""
        self._add(menu, "upgrade-deployment", self.tr("Upgrade…"), lambda: self._ask_upgrade(view)).setVisible(
            own and bool(view.newer) and view.status == "RUNNING"
        )
        start = self._add(
            menu, "start-deployment", self.tr("Start"), lambda: self._run(deploying.start(view), "start a deployment")
        )
        start.setVisible(own and view.status == "STOPPED")
        stop = self._add(menu, "stop-deployment", self.tr("Stop…"), lambda: self._ask_stop(view))
        stop.setVisible(own and view.status in _STOPPABLE)
        delete = self._add(menu, "delete-deployment", self.tr("Delete…"), lambda: self._ask_delete(view))
        delete.setVisible(own)
        for action in menu.actions():
            action.setEnabled(not busy)
            action.setToolTip(reason)
        menu.addSeparator()
        self._add(menu, "ask-quota", self.tr("Ask for more requests…"), lambda: self.ask_quota(view))
        self._add(
            menu,
            "copy-model-curl",
            self.tr("Copy as curl"),
            lambda: QApplication.clipboard().setText(CurlMaker(self._bridge).model(view)),
        )
        copy = self._add(
            menu, "copy-deployment", self.tr("Copy deployment id"), lambda: QApplication.clipboard().setText(view.id)
        )
        copy.setEnabled(bool(view.id))

    def _add(self, menu: QMenu, name: str, text: str, slot: Callable[[], object]) -> Any:
        action = menu.addAction(text)
        action.setObjectName(name)
        # At once: the menu, which deletes itself, would be gone with what waits for its turn.
        action.triggered.connect(lambda _checked=False: slot())
        return action

    def _changes(self, view: ModelView) -> bool:
        jobs = self._bridge.snapshot.jobs
        return any(not job.over and view.id and view.id in (job.deployment, job.replaced) for job in jobs)

    def ask_quota(self, view: ModelView) -> None:
        """Open the sheet that asks SAP for more requests a minute."""
        sheet = AskQuotaSheet(self._owner.window(), self._bridge, self._commands, view)
        sheet.sent.connect(lambda _: self.asked.emit(view.model))
        sheet.open_once()

    def _ask_stop(self, view: ModelView) -> None:
        sheet = StopSheet(self._owner.window(), view, self._bridge.snapshot)
        self._ask(sheet, lambda: self._commands.deploying.stop(view), "stop a deployment")

    def _ask_delete(self, view: ModelView) -> None:
        sheet = DeleteSheet(self._owner.window(), view, self._bridge.snapshot)
        self._ask(sheet, lambda: self._commands.deploying.delete(view), "delete a deployment")

    def _ask_upgrade(self, view: ModelView) -> None:
        sheet = UpgradeSheet(self._owner.window(), view)
        self._ask(sheet, lambda: self._commands.deploying.upgrade(view), "upgrade a deployment")

    def _ask(self, sheet: Sheet, command: Callable[[], Coroutine[Any, Any, object]], name: str) -> None:
        sheet.accepted.connect(lambda: self._run(command(), name))
        sheet.open_once()

    def _run(self, command: Coroutine[Any, Any, object], name: str) -> None:
        self._bridge.run(command, name)
