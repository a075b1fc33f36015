"""Apply, as a part of a tool's panel: which files it writes, how they stand, and what is left to do afterwards."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aicore_tray.connect.computer import Computer
from aicore_tray.connect.setup import Setup
from aicore_tray.connect.shells import Shell
from aicore_tray.connect.standing import Standing, Status
from aicore_tray.connect.tool import Tool
from aicore_tray.gui.applying import Applying
from aicore_tray.gui.theme import Text
from aicore_tray.gui.tool_states import in_the_way, standing_of, tr_recipe
from aicore_tray.gui.widgets.button import Button
from aicore_tray.gui.widgets.icon_label import IconLabel
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.pill import Pill
from aicore_tray.gui.widgets.snippet import SnippetBox


class ApplyPart(QWidget):
    """What Apply does for one tool.

    Signals:
        apply_wanted: what is to be written is to be shown.
        undo_wanted: what is to be taken out is to be shown.
        copy_wanted: the variables are to be copied; carries the button that tells when they are.

    Args:
        setup: filled in for reading, without the key.
        variables: the lines that set what the shell has to hold; "" for none.
    """

    apply_wanted = Signal()
    undo_wanted = Signal()
    copy_wanted = Signal(object)

    def __init__(
        self,
        tool: Tool,
        setup: Setup,
        applying: Applying,
        shell: Shell,
        variables: str,
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        status = applying.status(tool) or Status(standing=Standing.NONE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        text = self.tr("Writes into {tool}'s own files what it needs, once you have seen it. All else in them stays.")
        column.addWidget(Label(text.format(tool=tool.name), role="text_2", wrap=True))
        column.addLayout(self._files(setup, applying.computer))
        column.addLayout(self._row(status))
        for conflict in applying.conflicts(tool):
            column.addLayout(_warned(in_the_way(tool, conflict)))
        if status.standing is Standing.OURS:
            self._left_to_do(column, setup, shell, variables)

    def _files(self, setup: Setup, home: Computer) -> QVBoxLayout:
        rows = QVBoxLayout()
        rows.setSpacing(4)
        for change in setup.changes:
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(IconLabel("file", "text_2", 16))
            name = home.short(change.file)
            row.addWidget(Label(name, Text.MONO, elide=Qt.TextElideMode.ElideMiddle, selectable=True), 1)
            rows.addLayout(row)
        return rows

    def _row(self, status: Status) -> QHBoxLayout:
        kind, words, sentence = standing_of(status)
        row = QHBoxLayout()
        row.setSpacing(10)
        pill = Pill()
        pill.setObjectName("apply-standing")
        pill.set(kind, words)
        row.addWidget(pill)
        told = Label(sentence, role="text_2", wrap=True)
        told.setObjectName("apply-told")
        row.addWidget(told, 1)
        if status.written:
            undo = Button(self.tr("Undo…"))
            undo.setObjectName("undo-setup")
            undo.clicked.connect(lambda _checked=False: self.undo_wanted.emit())
            row.addWidget(undo)
        ours = status.standing is Standing.OURS
        apply = Button(
            self.tr("Apply again…") if ours else self.tr("Review and apply…"), kind="plain" if ours else "default"
        )
        apply.setObjectName("apply-setup")
        apply.clicked.connect(lambda _checked=False: self.apply_wanted.emit())
        row.addWidget(apply)
        return row

    def _left_to_do(self, column: QVBoxLayout, setup: Setup, shell: Shell, variables: str) -> None:
        for step in setup.steps:
            column.addWidget(Label(tr_recipe(step), role="text_2", wrap=True))
        if variables:
            title = self.tr("Set this where {shell} sets its variables").format(shell=shell.name)
            box = SnippetBox(title, variables)
            box.setObjectName("apply-variables")
            box.copy.setObjectName("copy-variables")
            box.wanted.connect(lambda: self.copy_wanted.emit(box.copy))
            column.addWidget(box)
        if len(setup.start) > 1:
            line = shell.command(setup.start)
            start = SnippetBox(self.tr("Start it with"), line)
            start.copy.setObjectName("copy-start")
            start.wanted.connect(lambda: start.copy.copy(line))
            column.addWidget(start)


def _warned(text: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(IconLabel("warning", "warn", 16), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Label(text, role="text_2", wrap=True), 1)
    return row
