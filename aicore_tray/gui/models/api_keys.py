"""The table of local API keys."""

from __future__ import annotations

import time
from collections.abc import Hashable
from typing import Any

from PySide6.QtCore import QObject, Qt

from aicore_tray.gui.key_words import fullest, is_stopped, limit_text, limits_line, used_line
from aicore_tray.gui.models.rows import RowsModel
from aicore_tray.gui.numbers import day, moment, short_count
from aicore_tray.gui.snapshots import KeyView
from aicore_tray.gui.widgets.cells import BAR_ROLE, DIM_ROLE, MEDIUM_ROLE, MONO_ROLE, PILL_ROLE, WARN_ROLE

NAME, KEY, MAY_USE, STATUS, EXPIRES, LAST_USED, TODAY, LIMIT = range(8)
_NEAR = 0.8
_SOON = 14 * 86_400.0


class ApiKeysModel(RowsModel[KeyView]):
    """The rows, the oldest key first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__([""] * 8, (TODAY, LIMIT), parent)
        self._titles = (
            self.tr("Name"),
            self.tr("Key"),
            self.tr("May use"),
            self.tr("Status"),
            self.tr("Expires"),
            self.tr("Last used"),
            self.tr("Today"),
            self.tr("Limit"),
        )

    def identity(self, row: KeyView) -> Hashable:
        return row.key.sha256

    def cell(self, row: KeyView, column: int, role: int) -> Any:
        ended = row.key.expires is not None and row.key.expires <= time.time()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == PILL_ROLE and column == STATUS:
            return self.status(row)
        if role == MEDIUM_ROLE:
            return column == NAME and not ended
        if role == MONO_ROLE:
            return column == KEY
        if role == DIM_ROLE:
            return column in (KEY, MAY_USE, EXPIRES, LAST_USED) or ended or (column == LIMIT and not row.key.limits)
        if role in (WARN_ROLE, BAR_ROLE) and column == LIMIT:
            found = fullest(row)
            share = None if found is None else min(found[1] / found[2], 1.0)
            return share if role == BAR_ROLE else share is not None and share >= _NEAR
        if role == WARN_ROLE and column == EXPIRES and row.key.expires is not None:
            return 0 < row.key.expires - time.time() < _SOON
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tooltip(row, column)
        return None

    def _text(self, row: KeyView, column: int) -> str:
        key = row.key
        return (
            key.name,
            f"{key.shown}…" if key.shown else "",
            self.may_use(row),
            self.status(row)[1],
            day(key.expires) if key.expires is not None else self.tr("never"),
            moment(key.last_used),
            short_count(row.requests_today),
            limit_text(row),
        )[column]

    def may_use(self, row: KeyView) -> str:
        """Return which models a key may use, in a few words."""
        models = row.key.models
        if not models:
            return self.tr("all models")
        return models[0] if len(models) == 1 else self.tr("{count} models").format(count=len(models))

    def status(self, row: KeyView) -> tuple[str, str]:
        """Return a key's pill: kind and word."""
        if row.key.expires is not None and row.key.expires <= time.time():
            return "off", self.tr("Expired")
        if is_stopped(row):
            return "error", self.tr("Stopped")
        return ("ok", self.tr("Active")) if row.stored else ("ok", self.tr("Set elsewhere"))

    def _tooltip(self, row: KeyView, column: int) -> str | None:
        if column == MAY_USE and len(row.key.models) > 1:
            return "\n".join(row.key.models)
        if column in (LIMIT, STATUS) and row.key.limits:
            return used_line(row) or limits_line(row.key.limits)
        if column == STATUS and not row.stored:
            return self.tr("It comes from the environment, a configuration file or the demo, and is changed there.")
        if column == NAME:
            admin = self.tr(", opens the administration") if row.key.admin else ""
            made = day(row.key.created) if row.key.created else ""
            return self.tr("{name}, made {day}").format(name=row.key.name, day=made) + admin if made else None
        return None
