"""The card of the running month: what it has cost, what it will at this pace, and how much the budget has left."""

from __future__ import annotations

import time
from datetime import datetime

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from aicore_tray.gui.money import about, cost
from aicore_tray.gui.theme import Text
from aicore_tray.gui.widgets.button import Button
from aicore_tray.gui.widgets.card import Card
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.limit_bar import LimitBar
from aicore_tray.usage.costs import Money
from aicore_tray.usage.statistics import Range, month_forecast


class MonthCard(Card):
    """One line, with a bar where there is a budget.

    Signals:
        wants_budget: the user wants to set or change it.
    """

    wants_budget = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("month-card")
        self.body.setContentsMargins(16, 10, 12, 10)
        self._shown: tuple[object, ...] = ()
        row = QHBoxLayout()
        row.setSpacing(12)
        self._title = Label("", Text.HEADING)
        self.spent = Label("", Text.BODY, tabular=True)
        self._bar = LimitBar(0, 1)
        self._bar.setMaximumWidth(180)
        self.forecast = Label("", Text.BODY, "text_2", elide=Qt.TextElideMode.ElideRight, tabular=True)
        self.budget = Button("", kind="quiet")
        self.budget.setObjectName("set-budget")
        self.budget.clicked.connect(self.wants_budget)
        row.addWidget(self._title)
        row.addWidget(self.spent)
        row.addWidget(self._bar)
        row.addWidget(self.forecast, 1)
        row.addWidget(self.budget)
        self.body.addLayout(row)

    def show_month(self, units: float, budget: float, week: Range, money: Money) -> None:
        """Show the month.

        Args:
            units: capacity units since it began.
            budget: capacity units that may be used in it; 0 for any number.
            week: the last seven days, whose pace is taken.
        """
        now = time.time()
        forecast = month_forecast(units, week, now)
        shown = (round(units, 4), budget, None if forecast is None else round(forecast, 2), money, int(now // 3600))
        if shown == self._shown:
            return
        self._shown = shown
        today = datetime.fromtimestamp(now).astimezone()
        self._title.set_text(QLocale().standaloneMonthName(today.month))
        of = self.tr("{cost} of {budget}").format(cost=cost(units, money), budget=cost(budget, money))
        self.spent.set_text(of if budget else cost(units, money))
        self._bar.setVisible(budget > 0)
        self._bar.set(units, budget or 1)
        self.forecast.set_text(self._pace(forecast, budget, money))
        self.forecast.setAccessibleDescription(self.tr("The pace is that of the last 7 days."))
        self.forecast.setToolTip(self.tr("The pace is that of the last 7 days."))
        over = bool(budget) and forecast is not None and forecast > budget
        self.forecast.set_role("warn" if over else "text_2")
        self.budget.setText(self.tr("Change budget…") if budget else self.tr("Set a budget…"))

    def _pace(self, forecast: float | None, budget: float, money: Money) -> str:
        if forecast is None:
            return self.tr("no forecast before a whole day has passed")
        if budget and forecast > budget:
            return self.tr("at this pace about {cost}, over the budget").format(cost=about(forecast, money))
        return self.tr("about {cost} by its end at this pace").format(cost=about(forecast, money))
