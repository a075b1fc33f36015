"""Help: the user guide in a window of its own, searched, with links to its pages and into the app."""

from __future__ import annotations

import asyncio

import shiboken6
from PySide6.QtCore import QEvent, QLocale, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aicore_tray.errors import AicoreTrayError
from aicore_tray.gui import theme
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.help.book import HOME, Book, read_book
from aicore_tray.gui.help.contents import rows_of, rows_of_hits
from aicore_tray.gui.help.contents_view import ContentsView
from aicore_tray.gui.help.reader import Reader
from aicore_tray.gui.help.shortcuts import Place, as_markdown, bind
from aicore_tray.gui.widgets.banner import Banner
from aicore_tray.gui.windows.remembered_window import RememberedWindow
from aicore_tray.gui.wording import sentence

_OPENS_AT = QSize(960, 720)
_MINIMUM = QSize(560, 400)
APP = "app:"


class HelpWindow(RememberedWindow):
    """The guide.

    Signals:
        wants_place: a link leads into the app; carries the place as `MainWindow.show_place` takes it.
    """

    wants_place = Signal(str)

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge, "help_window", opens_at=_OPENS_AT, minimum=_MINIMUM)
        self.setObjectName("help-window")
        self.setWindowTitle(self.tr("Help"))
        self._before: list[str] = []
        self._searching = False
        self.book: Book | None = None
        self.current = HOME
        self.contents = ContentsView()
        self.contents.chosen.connect(self._choose)
        self.contents.entered.connect(self._read)
        self.contents.searched.connect(lambda _: self._search())
        self.banner = Banner()
        self.reader = Reader()
        self.reader.followed.connect(self._follow)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.contents)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.banner)
        right.addWidget(self.reader, 1)
        row.addLayout(right, 1)
        self.setCentralWidget(whole)
        bind(
            self,
            Place.HELP,
            {"find": self.contents.focus_search, "back": self.go_back, "close": self._leave},
        )
        self.restore()
        reading = asyncio.to_thread(read_book, QLocale().name().partition("_")[0], as_markdown())
        bridge.run(reading, "read the guide", done=self._take, failed=self._not_read)

    # ---- going

    def show_topic(self, key: str) -> None:
        """Show a page; one that there is not is the first."""
        if not self.isVisible():
            self._before.clear()
        elif key != self.current:
            self._before.append(self.current)
        if self.contents.filter.text():
            self.contents.filter.clear()
        self._open(key)

    def go_back(self) -> None:
        """Show the page that was shown before."""
        if self._before:
            self._open(self._before.pop())

    def come_up(self) -> None:
        """Show the window above the others, ready for reading."""
        super().come_up()
        self.reader.piece.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, book: Book) -> None:
        if not shiboken6.isValid(self):
            return  # another language is spoken meanwhile
        self.book = book
        self._search()
        self._open(self.current)

    def _not_read(self, error: AicoreTrayError) -> None:
        self.banner.show_message("error", sentence(error.user_message), error.hint)

    def _open(self, key: str) -> None:
        self.current = key
        if self.book is None:
            return  # it comes as soon as the pages are read
        page = self.book.page(key) or self.book.pages[0]
        self.current = page.key
        self.contents.set_current(page.key)
        self.setWindowTitle(self.tr("{page} – Help").format(page=page.title))
        self.reader.show_page(page.title, page.text, self.contents.filter.text())

    def _choose(self, key: str) -> None:
        if key != self.current:
            self._before.append(self.current)
        self._open(key)

    def _read(self) -> None:
        theme.set_keyboard_focus(self.reader.piece)

    def _follow(self, link: str) -> None:
        if link.startswith(APP):
            self.wants_place.emit(link.removeprefix(APP))
        else:
            self._choose(link.removesuffix(".md"))

    def _search(self) -> None:
        if self.book is None:
            return
        words = self.contents.filter.text()
        hits = self.book.search(words)
        rows = rows_of_hits(hits) if words.strip() else rows_of(self.book)
        self.contents.take(rows, self.current)
        begins, self._searching = bool(words.strip()) and not self._searching, bool(words.strip())
        if begins:
            self._before.append(self.current)
        found = any(hit.page.key == self.current for hit in hits)
        self._open(hits[0].page.key if hits and not found else self.current)

    def _leave(self) -> None:
        """Let Esc end a search first, and then the window."""
        if self.contents.filter.text():
            self.contents.filter.clear()
        else:
            self.close()

    # ---- the window itself

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.remember()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange) and hasattr(self, "reader"):
            self.reader.show_again()
