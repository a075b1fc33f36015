"""The list of the steps that a request took: a shape, a line or two, and the time."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from aicore_tray.gui import theme
from aicore_tray.gui.requests.way import Line
from aicore_tray.gui.widgets.icon_label import IconLabel
from aicore_tray.gui.widgets.label import Label


class WayList(QWidget):
    """Rows are made when there are more, and say something else after that."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[Line, ...] = ()
        self._rows: list[tuple[IconLabel, Label, Label, Label]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(self.tr("Route"))

    def set_lines(self, lines: tuple[Line, ...]) -> None:
        """Show these steps."""
        if lines == self.lines:
            return
        self.lines = lines
        while len(self._rows) < len(lines):
            self._add_row()
        for number, (icon, title, text, time) in enumerate(self._rows):
            line = lines[number] if number < len(lines) else None
            for widget in (icon, title, text, time):
                widget.setVisible(line is not None)
            if line is None:
                continue
            icon.set_icon(line.icon, line.role)
            title.set_text(line.title)
            text.set_text(line.text)
            text.setVisible(bool(line.text))
            time.set_text(line.time)
        self.setAccessibleDescription("; ".join(f"{line.title}. {line.text}" for line in lines))

    def _add_row(self) -> None:
        row = 2 * len(self._rows)
        icon = IconLabel("circle")
        title = Label("", theme.Text.BODY, elide=Qt.TextElideMode.ElideMiddle)
        text = Label("", theme.Text.CAPTION, "text_2", wrap=True)
        text.setContentsMargins(0, 0, 0, 8)
        time = Label("", theme.Text.CAPTION, "text_2", tabular=True)
        middle = Qt.AlignmentFlag.AlignVCenter
        self._grid.addWidget(icon, row, 0, middle)
        self._grid.addWidget(title, row, 1, middle)
        self._grid.addWidget(time, row, 2, middle | Qt.AlignmentFlag.AlignRight)
        self._grid.addWidget(text, row + 1, 1, 1, 2)
        self._grid.setRowMinimumHeight(row, 24)
        self._rows.append((icon, title, text, time))
