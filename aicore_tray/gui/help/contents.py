"""The rows at the left of Help: the pages under their groups, or what a search found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt

from aicore_tray.gui.help.book import MORE, PAGES, SETTINGS, START, Book, Hit

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A page, or the name of a group where there is no key.

    Attributes:
        key: the page's.
        line: what a search found in it; "" without one.
    """

    title: str
    key: str = ""
    line: str = ""


def tr(text: str) -> str:
    return QCoreApplication.translate("Help", text)


def rows_of(book: Book) -> list[Row]:
    """Return all pages, each group under its name."""
    names = {START: tr("Begin"), PAGES: tr("Pages"), SETTINGS: tr("Settings"), MORE: tr("More")}
    found: list[Row] = []
    group = ""
    for page in book.pages:
        if page.group != group:
            group = page.group
            found.append(Row(title=names[group]))
        found.append(Row(title=page.title, key=page.key))
    return found


def rows_of_hits(hits: Iterable[Hit]) -> list[Row]:
    """Return the pages that a search found."""
    return [Row(title=hit.page.title, key=hit.page.key, line=hit.line) for hit in hits]


class ContentsModel(QAbstractListModel):
    """The rows; groups can be neither chosen nor reached by key."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def take(self, rows: list[Row]) -> None:
        """Show other rows."""
        if rows != self.rows:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()

    def index_of(self, key: str) -> QModelIndex:
        """Return where a page stands; an invalid index where it is not listed."""
        return next((self.index(at) for at, row in enumerate(self.rows) if row.key == key), QModelIndex())

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.title}, {row.line}" if row.line else row.title
        return row if role == ROW else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or not self.rows[index.row()].key:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
