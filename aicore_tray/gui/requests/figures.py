"""The figures of a request: tokens, cost, and why it ended."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from aicore_tray.gateway.journal import RequestDetail
from aicore_tray.gui.models.request_words import CANCELLED, Row, reason, state_of
from aicore_tray.gui.numbers import UNKNOWN
from aicore_tray.gui.snapshots import RunningView
from aicore_tray.usage.costs import Money


def tr(text: str) -> str:
    return QCoreApplication.translate("Figures", text)


def figures_of(row: Row, detail: RequestDetail | None, money: Money) -> tuple[tuple[str, str], ...]:
    """Return names and values; what nobody knows is a dash and never a zero."""
    if isinstance(row, RunningView):
        names = (tr("In, new"), tr("In, from cache"), tr("Out"), tr("Cost"), tr("Ended because"))
        return tuple((name, UNKNOWN) for name in names)
    usage = row.usage
    known = usage.total > 0
    found = [
        (tr("In, new"), _count(usage.input) if known else UNKNOWN),
        (tr("In, from cache"), _count(usage.cache_read) if known else UNKNOWN),
    ]
    if usage.cache_write:
        found.append((tr("In, into cache"), _count(usage.cache_write)))
    found.append((tr("Out"), _count(usage.output) if known else UNKNOWN))
    if usage.reasoning:
        found.append((tr("of it thinking"), _count(usage.reasoning)))
    found.append((tr("Cost"), _cost(row.units, money)))
    found.append((tr("Ended because"), _ended(row, detail)))
    return tuple(found)


def _count(number: int) -> str:
    return QLocale().toString(number)


def _cost(units: float | None, money: Money) -> str:
    """Return 0.025 CU, with what that is in the user's currency where they told a price."""
    if units is None:
        return UNKNOWN
    text = tr("{units} CU").format(units=_small(units))
    cost = money.of(units)
    return text if cost is None else tr("{units} ({cost} {currency})").format(
        units=text, cost=_small(cost), currency=money.currency
    )  # fmt: skip


def _small(number: float) -> str:
    """Return a number with three figures that tell something: 0.025, 1.27, 12.7."""
    digits = 1 if number >= 10 else 2 if number >= 1 else 3
    if 0 < number < 0.0005:
        return tr("under {number}").format(number=QLocale().toString(0.001, "f", 3))
    return QLocale().toString(number, "f", digits)


def _ended(row: Row, detail: RequestDetail | None) -> str:
    if isinstance(row, RunningView):
        return UNKNOWN
    if state_of(row) == CANCELLED:
        return tr("client went away")
    if row.error:
        return reason(row.error) or row.error
    if detail is not None and detail.finish:
        return detail.finish
    return UNKNOWN
