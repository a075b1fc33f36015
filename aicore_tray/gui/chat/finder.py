"""What the last search found in the messages of all conversations."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from aicore_tray.gui.chat.shelf import Shelf


class Finder(QObject):
    """Looks for words; only the newest search counts.

    Signals:
        found: it is known what there is for these words.
    """

    found = Signal(str)

    def __init__(self, shelf: Shelf, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._words = ""
        self._lines: dict[str, str] = {}

    def search(self, words: str) -> None:
        """Look for words in all messages; `found` tells when that is done."""
        if words != self._words:
            self._words, self._lines = words, {}
            if words.strip():
                self._shelf.spawn(self._search(words), "search")

    async def _search(self, words: str) -> None:
        if words != self._words:
            return  # more was typed meanwhile
        hits = await self._shelf.read(lambda: self._shelf.store.find(words))
        if words == self._words:
            self._lines = {hit.conversation: hit.line for hit in hits}
            self.found.emit(words)

    def lines(self, words: str) -> dict[str, str]:
        """Return conversation -> the line that has the words, as far as it is known yet."""
        return self._lines if words == self._words else {}
