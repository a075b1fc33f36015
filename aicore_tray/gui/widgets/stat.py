"""The stat card: one figure, its unit and what to compare it with."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from aicore_tray.gui import theme
from aicore_tray.gui.widgets.card import Card
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.loading import Bar
from aicore_tray.gui.widgets.sparkline import Sparkline

UNKNOWN = "–"


class StatCard(Card):
    """A figure with a title; "–" until it is known."""

    def __init__(self, title: str, *, parent: QWidget | None = None) -> None:
        super().__init__(padding=12, spacing=4, parent=parent)
        self.body.setContentsMargins(14, 12, 14, 12)
        self._title_text = title
        self._shown: tuple[str, str, str] | None = None
        self._title = Label(title, theme.Text.CAPTION, "text_2", elide=Qt.TextElideMode.ElideRight)
        self._figure = Label(UNKNOWN, theme.Text.FIGURE)
        self._unit = Label("", theme.Text.BODY_MEDIUM, "text_2")
        self._foot = Label("", theme.Text.CAPTION, "text_2", elide=Qt.TextElideMode.ElideRight, tabular=True)
        self._bar = Bar(72)
        self._bar.hide()
        self._trend = Sparkline()
        self._trend.hide()
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self._figure)
        row.addWidget(self._bar)
        row.addWidget(self._unit, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch()
        row.addWidget(self._trend, 0, Qt.AlignmentFlag.AlignVCenter)
        self._figure.setMinimumHeight(28)
        # Cards side by side are as high as each other, with a foot or without.
        self._foot.setMinimumHeight(self._foot.fontMetrics().height())
        self.body.addWidget(self._title)
        self.body.addLayout(row)
        self.body.addWidget(self._foot)
        self.setMinimumWidth(150)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set(UNKNOWN, "", "")

    def set(self, figure: str, unit: str, foot: str) -> None:
        """Show a figure; an empty one is unknown, which is not zero."""
        if (figure, unit, foot) == self._shown:
            return
        self._shown = (figure, unit, foot)
        known = bool(figure) and figure != UNKNOWN
        self._bar.hide()
        self._figure.show()
        self._figure.set_text(figure or UNKNOWN)
        self._figure.set_role("text" if known else "text_2")
        self._unit.set_text(unit if known else "")
        self._foot.set_text(foot)
        spoken = f"{figure} {unit}".strip() if known else self.tr("unknown")
        name = self.tr("{title}: {figure}").format(title=self._title_text, figure=spoken)
        self.setAccessibleName(name)
        self.setAccessibleDescription(foot)

    def set_trend(self, values: Sequence[float]) -> None:
        """Show the course of the figure; no values hide it."""
        self._trend.set_values(values)
        if self._trend.isHidden() == bool(values):
            self._trend.setVisible(bool(values))

    def set_loading(self) -> None:
        """Hold the place of a figure that is on its way."""
        self._shown = None
        self._figure.hide()
        self._unit.set_text("")
        self._bar.show()
