"""What stands in the cells of a request."""

from __future__ import annotations

import functools
import time

from PySide6.QtCore import QCoreApplication, Qt

from aicore_tray.gui.models.request_words import Row, api_of, client_of, clock, names_of, pill_of, tries
from aicore_tray.gui.numbers import UNKNOWN, duration, short_count
from aicore_tray.gui.snapshots import RunningView
from aicore_tray.gui.widgets.cells import Cell, Cells

COLUMNS = (
    "time",
    "client",
    "api",
    "model",
    "account",
    "status",
    "input",
    "cached",
    "output",
    "first",
    "total",
    "tries",
)
"""The columns by the names under which choices of them are remembered."""
TIME, CLIENT, API, MODEL, ACCOUNT, STATUS, INPUT, CACHED, OUTPUT, FIRST, TOTAL, TRIES = range(12)
ALIGNED = frozenset({INPUT, CACHED, OUTPUT, FIRST, TOTAL, TRIES})
"""Numbers, which stand at the right."""
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft.value, Qt.AlignmentFlag.AlignRight.value


def tr(text: str) -> str:
    return QCoreApplication.translate("Requests", text)


def titles() -> tuple[str, ...]:
    """Return the columns' titles."""
    return (
        tr("Time"), tr("Client"), tr("API"), tr("Asked → served"), tr("Account"), tr("Status"), tr("In"), tr("Cached"),
        tr("Out"), tr("First token"), tr("Total"), tr("Retries"),
    )  # fmt: skip


def cells_of_request(row: Row) -> Cells:
    """Return what stands in a row."""
    asked, served = names_of(row)
    first = UNKNOWN if row.first_token is None else duration(row.first_token)
    if isinstance(row, RunningView):
        # Tenths would only flicker: it goes on once a second.
        total = duration(max(1.0, float(round(time.time() - row.started))))
        account, numbers, retries = row.account, (UNKNOWN, UNKNOWN, UNKNOWN), 0
    else:
        usage, total, account, retries = row.usage, duration(row.duration), row.account, row.retries
        cached = short_count(usage.cache_read) if usage.cache_read else UNKNOWN
        known = (short_count(usage.prompt), cached, short_count(usage.output))
        numbers = known if usage.total else (UNKNOWN, UNKNOWN, UNKNOWN)
    return Cells(
        (
            _text(clock(row.started), dim=True),
            _text(client_of(row)),
            _text(api_of(row.api if isinstance(row, RunningView) else row.dialect), dim=True),
            _names(asked, served),
            _text(account or UNKNOWN, dim=True),
            _status(pill_of(row), tries(retries)),
            _number(numbers[0]),
            _number(numbers[1]),
            _number(numbers[2]),
            _number(first),
            _number(total),
            _number(str(retries) if retries else UNKNOWN),
        )
    )


def tip_of(row: Row, column: int) -> str | None:
    """Return what a cell tells beside what is seen of it."""
    if column == CLIENT:
        return tr("{client}, with the key of {key}").format(client=row.client or UNKNOWN, key=row.key)
    if column == MODEL:
        asked, served = names_of(row)
        return tr("{asked} was asked for, {served} served it").format(asked=asked, served=served) if asked else served
    return None


# Most of them are the same from row to row, and what is one object is quickly compared.


@functools.lru_cache(maxsize=1024)
def _names(asked: str, served: str) -> Cell:
    return Cell(served, None, None, False, False, False, False, _LEFT, None, asked, "")


@functools.lru_cache(maxsize=256)
def _status(pill: tuple[str, str], note: str) -> Cell:
    return Cell("", pill, None, False, False, False, False, _LEFT, None, "", note)


@functools.lru_cache(maxsize=1024)
def _text(text: str, *, dim: bool = False) -> Cell:
    return Cell(text, None, None, False, dim, False, False, _LEFT, None, "", "")


@functools.lru_cache(maxsize=4096)
def _number(text: str) -> Cell:
    return Cell(text, None, None, False, text == UNKNOWN, False, False, _RIGHT, None, "", "")
