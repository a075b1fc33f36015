"""The table of deployments over all accounts: what runs, under which names, and whether it is offered to tools."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from datetime import date
from typing import Any

from PySide6.QtCore import QCoreApplication, QLocale, QObject, Qt, Signal

from aicore_tray.gui.models.rows import Index, RowsModel
from aicore_tray.gui.numbers import UNKNOWN, day, prices_told, short_tokens
from aicore_tray.gui.snapshots import ModelView
from aicore_tray.gui.widgets.cells import DIM_ROLE, MEDIUM_ROLE, PILL_ROLE, SWITCH_ROLE, WARN_ROLE

ON, MODEL, NAMES, ACCOUNT, STATUS, QUOTA, CONTEXT, PRICE, RETIRES = range(9)
RUNNING = "RUNNING"
_SOON_DAYS = 120
_NEAR = 0.8
_KINDS = {
    "RUNNING": "ok",
    "PENDING": "busy",
    "STARTING": "busy",
    "UNKNOWN": "off",
    "STOPPING": "off",
    "STOPPED": "off",
    "DEAD": "error",
}


class DeploymentsModel(RowsModel[ModelView]):
    """The rows.

    Attributes:
        switched: the user wants a model to be offered or not; what is shown changes when it is so.
    """

    switched = Signal(str, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__([""] * 9, (QUOTA, CONTEXT, PRICE, RETIRES), parent)
        self._titles = (
            self.tr("On"),
            self.tr("Model"),
            self.tr("Also answers to"),
            self.tr("Account"),
            self.tr("Status"),
            self.tr("This minute"),
            self.tr("Context"),
            self.tr("CU in / out"),
            self.tr("Retires"),
        )

    def identity(self, row: ModelView) -> Hashable:
        return row.account, row.group, row.model, row.id

    def ages(self, row: ModelView) -> bool:
        return False

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.isValid() and index.column() == ON else flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row = self.row(index)
        if row is None or index.column() != ON or role not in (SWITCH_ROLE, Qt.ItemDataRole.CheckStateRole):
            return False
        wanted = value == Qt.CheckState.Checked.value if role == Qt.ItemDataRole.CheckStateRole else bool(value)
        self.switched.emit(row.model, wanted)
        return True

    def cell(self, row: ModelView, column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row, column)
        if role == SWITCH_ROLE and column == ON:
            return row.on
        if role == PILL_ROLE and column == STATUS:
            return self.status(row)
        if role == MEDIUM_ROLE:
            return column == MODEL
        if role == DIM_ROLE:
            return column in (NAMES, ACCOUNT) or not row.on or row.status != RUNNING
        if role == WARN_ROLE and column == RETIRES:
            return is_soon(row.retires)
        if role == WARN_ROLE and column == QUOTA:
            return row.quota is not None and row.quota_used >= _NEAR * row.quota > 0
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tooltip(row, column)
        return None

    def _text(self, row: ModelView, column: int) -> str:
        # Only the one that is asked for: all of them take a tenth of a millisecond.
        texts: dict[int, Callable[[], str]] = {
            MODEL: lambda: row.model or self.tr("orchestration"),
            NAMES: lambda: ", ".join(row.names) or UNKNOWN,
            ACCOUNT: lambda: row.account,
            STATUS: lambda: self.status(row)[1],
            QUOTA: lambda: quota_text(row),
            CONTEXT: lambda: short_tokens(row.context),
            PRICE: lambda: prices_told(row.price_in, row.price_out),
            RETIRES: lambda: day(row.retires),
        }
        return texts[column]() if column in texts else ""

    def _spoken(self, row: ModelView, column: int) -> str:
        if column == ON:
            return self.tr("{model}: on").format(model=row.model) if row.on else f"{row.model}: {self.tr('off')}"
        return self._text(row, column)

    def _tooltip(self, row: ModelView, column: int) -> str | None:
        if column == STATUS and row.detail:
            return row.detail
        if column == MODEL and row.id:
            if row.through_orchestration:
                return self.tr("{model}, through the orchestration deployment {id} in resource group {group}").format(
                    model=row.model, id=row.id, group=row.group
                )
            version = f" {row.version}" if row.version else ""
            return self.tr("{model}{version}, deployment {id} in resource group {group}").format(
                model=row.model, version=version, id=row.id, group=row.group
            )
        return None

    def status(self, row: ModelView) -> tuple[str, str]:
        """Return a row's pill: kind and word."""
        if row.status == RUNNING and row.resting > 0:
            return "warn", self.tr("Resting {seconds} s").format(seconds=round(row.resting))
        if row.status == RUNNING and row.through_orchestration:
            return "ok", self.tr("Through orchestration")
        words = {
            "RUNNING": self.tr("Running"),
            "PENDING": self.tr("Starting"),
            "STARTING": self.tr("Starting"),
            "STOPPING": self.tr("Stopping"),
            "STOPPED": self.tr("Stopped"),
            "DEAD": self.tr("Dead"),
            "UNKNOWN": self.tr("Unknown"),
        }
        return _KINDS.get(row.status, "off"), words.get(row.status, row.status.capitalize())


def quota_text(row: ModelView) -> str:
    """Return `61 of 78`, `61 of about 78` where the limit was learned, `61` where nobody knows one."""
    used = QLocale().toString(row.quota_used)
    if row.quota is None:
        return used if row.quota_used else UNKNOWN
    text = (
        QCoreApplication.translate("Quota", "{used} of about {limit}")
        if row.quota_learned
        else QCoreApplication.translate("Quota", "{used} of {limit}")
    )
    return text.format(used=used, limit=QLocale().toString(row.quota))


def is_soon(text: str) -> bool:
    """Whether a day that SAP names, as an ISO date, comes within some months, or is over."""
    try:
        return (date.fromisoformat(text[:10]) - date.fromtimestamp(time.time())).days < _SOON_DAYS  # noqa: DTZ012 - for people
    except ValueError:
        return False
