"""The sheet that shows what is to be written into tools' files, or taken out of them, before it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aicore_tray.connect.computer import Computer
from aicore_tray.connect.difference import Difference
from aicore_tray.connect.patches import ChangedSinceError, Left
from aicore_tray.connect.registry import TOOLS
from aicore_tray.errors import AicoreTrayError
from aicore_tray.gui.applying import Applying, Ready
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.widgets.banner import Banner
from aicore_tray.gui.widgets.difference_view import DifferenceView
from aicore_tray.gui.widgets.sheet import Sheet
from aicore_tray.gui.wording import told

_WIDTH = 560


class WriteSetupSheet(Sheet):
    """Plans for one tool or several, all of them setups or all of them undone.

    Signals:
        written: all of it was written.
    """

    written = Signal()

    def __init__(self, window: QWidget, bridge: Bridge, applying: Applying, ready: Sequence[Ready]) -> None:
        plans = [each.plan for each in ready]
        self._undo = all(plan.undo for plan in plans)
        names = ", ".join(TOOLS[plan.tool].name for plan in plans)
        title = self.tr("Undo the setup of {tools}") if self._undo else self.tr("Set up {tools}")
        super().__init__(window, title.format(tools=names), width=_WIDTH)
        self.setObjectName("write-setup-sheet")
        self._bridge, self._applying, self._plans = bridge, applying, plans
        self.add_text(
            self.tr("This is taken out of the files. Everything else in them stays as it is.")
            if self._undo
            else self.tr("This is written. All else in the files stays as it is, and it can be undone at any time.")
        )
        self.banner = Banner()
        self.body.addWidget(self.banner)
        home = applying.computer
        for number, shown in enumerate(shown for each in ready for shown in each.differences):
            view = DifferenceView(home.short(shown.file), self._what(shown), shown.lines)
            view.setObjectName(f"difference-{number}")
            self.body.addWidget(view)
        for left in (left for plan in plans for left in plan.left):
            self.add_text(self._stays(left, home))
        for problem in (problem for plan in plans for problem in plan.problems):
            self.add_text(f"{home.short(Path(problem.file))}: {told(problem)}")
        self.add_button(self.tr("Cancel"), "plain", "reject")
        text = self.tr("Take it out") if self._undo else self.tr("Write it")
        self.write = self.add_button(text, "default", "accept")
        self.write.setObjectName("write-setup")
        self.write.clicked.connect(self._write)
        self.write.setEnabled(not self._undo or any(plan.files or plan.left for plan in plans))

    def _what(self, shown: Difference) -> str:
        if shown.made:
            return self.tr("new")
        return self.tr("goes away") if shown.gone else ""

    def _stays(self, left: Left, home: Computer) -> str:
        if left.name:
            text = self.tr("{name} in {file} was changed since, and stays.")
        else:
            text = self.tr("{file} was changed since, and stays.")
        return text.format(name=left.name, file=home.short(left.file))

    def _write(self) -> None:
        self.write.setEnabled(False)
        self._bridge.run(
            self._applying.write(self._plans, self._bridge.snapshot),
            "write a setup",
            done=self._done,
            failed=self._failed,
        )

    def _done(self, _: None) -> None:
        self.close_sheet()
        self.written.emit()

    def _failed(self, error: AicoreTrayError) -> None:
        # What was shown is no longer so: it has to be looked at again before anything can be written.
        self.write.setEnabled(not isinstance(error, ChangedSinceError))
        self.banner.show_message("error", told(error))
