"""The pages of a window, each made when it is first wanted: all at once would hold up every stream."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from aicore_tray.gui.pages.page import Page


class Pages(Mapping[str, Page]):
    """Key -> page.

    Args:
        makers: key -> what makes the page, in the order in which they are listed.
        made: told each page that was made.
    """

    def __init__(self, makers: Mapping[str, Callable[[], Page]], made: Callable[[Page], None]) -> None:
        self._makers = makers
        self._made = made
        self._pages: dict[str, Page] = {}

    def __getitem__(self, key: str) -> Page:
        if (page := self._pages.get(key)) is None:
            page = self._pages[key] = self._makers[key]()
            self._made(page)
        return page

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)

    @property
    def unmade(self) -> tuple[str, ...]:
        """The keys of the pages that nobody has wanted yet."""
        return tuple(key for key in self._makers if key not in self._pages)
