"""The list of facts: names at the left, values that can be copied at the right."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from aicore_tray.gui import theme
from aicore_tray.gui.widgets.button import IconButton
from aicore_tray.gui.widgets.card import Card
from aicore_tray.gui.widgets.copy_button import CopyIconButton
from aicore_tray.gui.widgets.label import Label

_ROW = 28


class FactsCard(Card):
    """A card of facts; its head copies all of them.

    Signals:
        opened: the folder button of a fact was pressed; carries the fact's name.

    Args:
        each: every fact has its own button for copying, as paths and addresses do.
        folders: every fact has a button that opens its folder.
    """

    opened = Signal(str)

    def __init__(self, title: str, *, each: bool = False, folders: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(spacing=4, parent=parent)
        self.body.setContentsMargins(16, 10, 12, 10)
        self._each, self._folders = each, folders
        self._title = title
        self._facts: dict[str, str] = {}
        self._values: dict[str, Label] = {}
        self._copies: dict[str, CopyIconButton] = {}
        head = QHBoxLayout()
        head.addWidget(Label(title, theme.Text.HEADING), 1)
        self._all = CopyIconButton(self.tr("Copy {name}").format(name=title))
        head.addWidget(self._all)
        self.body.addLayout(head)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)
        self.body.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    @property
    def facts(self) -> Mapping[str, str]:
        """What is shown, by name."""
        return self._facts

    def set_facts(self, facts: Mapping[str, str]) -> None:
        """Show facts; rows are made once for each name, and what is empty is left out."""
        shown = {name: value for name, value in facts.items() if value}
        if shown == self._facts:
            return
        self._facts = shown
        for name in facts:
            if name not in self._values:
                self._add_row(name)
        for name, value in shown.items():
            self._values[name].set_text(value)
            self._values[name].setAccessibleName(f"{name}: {value}")
            if name in self._copies:
                self._copies[name].text_to_copy = value
        for name in self._values:
            self._show_row(name, name in shown)
        self._all.text_to_copy = "\n".join(f"{name}: {value}" for name, value in shown.items())

    def _add_row(self, name: str) -> None:
        row = len(self._values)
        label = Label(name, theme.Text.BODY, "text_2")
        value = Label("", theme.Text.MONO if self._folders else theme.Text.BODY, tabular=True,
                      elide=Qt.TextElideMode.ElideMiddle)  # fmt: skip
        value.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        label.setBuddy(value)
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(value, row, 1)
        self._grid.setRowMinimumHeight(row, max(_ROW, label.fontMetrics().height() + 8))
        self._values[name] = value
        if self._folders:
            button = IconButton("folder", self.tr("Open the folder of {name}").format(name=name), size=24)
            button.setObjectName(f"open-{row}")
            button.clicked.connect(lambda _checked=False, name=name: self.opened.emit(name))
            self._grid.addWidget(button, row, 2)
        if self._each:
            copy = CopyIconButton(self.tr("Copy {name}").format(name=name))
            self._copies[name] = copy
            self._grid.addWidget(copy, row, 3)

    def _show_row(self, name: str, visible: bool) -> None:
        row = list(self._values).index(name)
        if self._values[name].isHidden() != visible:
            return
        for column in range(4):
            item = self._grid.itemAtPosition(row, column)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setVisible(visible)
        least = max(_ROW, self._values[name].fontMetrics().height() + 8)
        self._grid.setRowMinimumHeight(row, least if visible else 0)
