"""The rows of the list of conversations: groups by day, and under each its conversations, the newest first."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from aicore_tray.chat.conversation import Conversation
from aicore_tray.gui.numbers import day, day_of_year, weekday

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A conversation, or the name of a group where there is none.

    Attributes:
        hit: the line in which a search found its words; "" without one.
    """

    title: str
    about: str = ""
    hit: str = ""
    conversation: Conversation | None = None
    running: bool = False


def tr(text: str) -> str:
    return QCoreApplication.translate("Conversations", text)


def rows_of(
    conversations: Iterable[Conversation], running: frozenset[str], hits: Mapping[str, str] | None = None
) -> list[Row]:
    """Return the rows of conversations that are in their order already.

    Args:
        hits: id -> the line in which a search found its words.
    """
    hits = hits or {}
    today = datetime.fromtimestamp(time.time()).astimezone().date()
    found: list[Row] = []
    group = ""
    for each in conversations:
        then = datetime.fromtimestamp(each.changed).astimezone()
        name = _group(then.date(), today)
        if name != group:
            group = name
            found.append(Row(title=name))
        when = _when(then, today)
        model = each.model.rpartition("--")[2]
        about = f"{model} · {when}" if model else when
        found.append(
            Row(
                title=each.title,
                about=about,
                hit=hits.get(each.id, ""),
                conversation=each,
                running=each.id in running,
            )
        )
    return found


def _group(day: date, today: date) -> str:
    if day >= today:
        return tr("Today")
    if day == today - timedelta(days=1):
        return tr("Yesterday")
    return tr("This week") if today - day < timedelta(days=7) else tr("Older")


def _when(then: datetime, today: date) -> str:
    if then.date() >= today - timedelta(days=1):
        return then.strftime("%H:%M")
    if today - then.date() < timedelta(days=7):
        return weekday(then)
    return day_of_year(then) if then.year == today.year else day(then)


class ConversationsModel(QAbstractListModel):
    """The rows; groups can be neither chosen nor reached by key."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def take(self, rows: list[Row]) -> None:
        """Show other rows; where only their texts are others, they stay where they are."""
        if rows == self.rows:
            return
        if [_key(row) for row in rows] == [_key(row) for row in self.rows]:
            for number, (new, old) in enumerate(zip(rows, self.rows, strict=True)):
                if new != old:
                    self.rows[number] = new
                    self.dataChanged.emit(self.index(number), self.index(number))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def index_of(self, which: str) -> QModelIndex:
        """Return where a conversation stands; an invalid index where it is not shown."""
        for number, row in enumerate(self.rows):
            if row.conversation is not None and row.conversation.id == which:
                return self.index(number)
        return QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(each for each in (row.title, row.hit, row.about) if each)
        if role == Qt.ItemDataRole.ToolTipRole and row.conversation is not None:
            return row.title
        return row if role == ROW else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.rows[index.row()].conversation is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def _key(row: Row) -> str:
    # One with a hit is higher.
    return f"{row.conversation.id} {bool(row.hit)}" if row.conversation is not None else f"group {row.title}"
