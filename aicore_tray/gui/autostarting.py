"""The switch that starts the app at login: it shows what the system says, and changes that."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent

from aicore_tray.errors import AicoreTrayError
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.widgets.switch import Switch
from aicore_tray.system.autostart import Autostart, autostart_for


class AutostartSwitch(Switch):
    """Start at login, as the operating system has it; asked anew each time it is shown.

    Attributes:
        failed: why it could not be changed, a sentence; "" once it could.
    """

    failed = Signal(str)

    def __init__(self, bridge: Bridge, autostart: Autostart | None = None) -> None:
        super().__init__()
        self.setObjectName("start-at-login")
        self._bridge = bridge
        self._autostart = autostart or autostart_for()
        self.clicked.connect(self._set)

    def _set(self, on: bool) -> None:
        change = self._autostart.turn_on if on else self._autostart.turn_off
        self._bridge.run(
            asyncio.to_thread(change), "start at login", done=lambda _: self._done(), failed=self._not_done
        )

    def _done(self) -> None:
        self.failed.emit("")
        self._look()

    def _not_done(self, error: AicoreTrayError) -> None:
        self.failed.emit(error.line())
        self._look()

    def _look(self) -> None:
        self._bridge.run(asyncio.to_thread(self._autostart.is_on), "look at autostart", done=self.setChecked)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look()
