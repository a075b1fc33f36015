"""Costs in words: capacity units, or the user's currency where its price of a unit is known."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from aicore_tray.gui.numbers import UNKNOWN, short_count
from aicore_tray.usage.costs import Money

_MANY, _THOUSAND = 10_000, 1000
_EXACT = 10


def cost_parts(units: float | None, money: Money) -> tuple[str, str]:
    """Return figure and unit of what capacity units cost; a dash where nobody knows."""
    if units is None:
        return UNKNOWN, ""
    told = money.of(units)
    value, unit = (units, QCoreApplication.translate("Money", "CU")) if told is None else (told, money.currency)
    return _figure(value, 2 if told is not None else None), unit


def cost(units: float | None, money: Money) -> str:
    """Return what capacity units cost: `12.4 CU`, `3.40 EUR`; a dash where nobody knows."""
    figure, unit = cost_parts(units, money)
    return f"{figure} {unit}".strip()


def about(units: float, money: Money) -> str:
    """Return about what capacity units cost, as short as a foot has room for: `59 EUR`, `3.3 CU`."""
    told = money.of(units)
    value = units if told is None else told
    if abs(value) < _EXACT:
        return cost(units, money)
    return f"{_figure(value, 0)} {cost_parts(units, money)[1]}"


def _figure(value: float, digits: int | None) -> str:
    """Return a number with as many digits as tell something, so that a little is never shown as nothing."""
    if abs(value) >= _MANY:
        return short_count(round(value))
    if digits is None:
        whole = (value == round(value) and value >= 1) or abs(value) >= _THOUSAND
        digits = 0 if whole else 1 if abs(value) >= 1 else 2
    while 0 < abs(value) < 0.5 * 10**-digits and digits < 6:
        digits += 1
    if not digits:
        return QLocale().toString(round(value))
    return QLocale().toString(float(value), "f", digits)
