"""The user guide: its pages in one language, in their order, and the search in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from aicore_tray.system.paths import resources

ENGLISH = "en"
START, PAGES, SETTINGS, MORE = "start", "pages", "settings", "more"
ORDER: tuple[tuple[str, str], ...] = (
    ("first-steps", START),
    ("connect", START),
    ("apply", START),
    ("import", START),
    ("dashboard", PAGES),
    ("requests", PAGES),
    ("chat", PAGES),
    ("models", PAGES),
    ("deploy", PAGES),
    ("accounts", PAGES),
    ("api-keys", PAGES),
    ("costs", PAGES),
    ("settings", SETTINGS),
    ("server", SETTINGS),
    ("network", SETTINGS),
    ("logging", SETTINGS),
    ("limits", SETTINGS),
    ("diagnostics", MORE),
    ("trouble", MORE),
    ("privacy", MORE),
    ("install", MORE),
    ("headless", MORE),
    ("shortcuts", MORE),
)
"""Every page of the guide with its group; a page is the file of this name."""
HOME = ORDER[0][0]
SHORTCUTS = "{shortcuts}"
"""Stands in a page where the table of shortcuts belongs."""
_LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]+)\)")


@dataclass(frozen=True, slots=True)
class HelpPage:
    """A page.

    Attributes:
        key: its file's name without the ending.
        group: one of START, PAGES, SETTINGS, MORE.
        text: Markdown, with its title as the first line.
    """

    key: str
    group: str
    title: str
    text: str

    @property
    def links(self) -> list[str]:
        """Where its links lead."""
        return [found[2] for found in _LINK.finditer(self.text)]


@dataclass(frozen=True, slots=True)
class Hit:
    """A page in which all words of a search are.

    Attributes:
        line: the one that says most of them, without marks of Markdown; "" where the title says them all.
    """

    page: HelpPage
    line: str


class Book:
    """The pages, in the order in which they are listed."""

    def __init__(self, pages: Sequence[HelpPage], language: str) -> None:
        self.pages = tuple(pages)
        self.language = language
        self._by_key = {page.key: page for page in pages}

    def page(self, key: str) -> HelpPage | None:
        """Return a page by its key."""
        return self._by_key.get(key)

    def search(self, words: str) -> list[Hit]:
        """Return the pages that have all of the words, those with one in their title first."""
        wanted = words.casefold().split()
        if not wanted:
            return []
        found: list[tuple[int, Hit]] = []
        for page in self.pages:
            title, lines = page.title.casefold(), [*plain_lines(page.text)]
            whole = "\n".join((title, *(line.casefold() for line in lines)))
            if not all(word in whole for word in wanted):
                continue
            in_title = sum(word in title for word in wanted)
            best = max(lines, key=lambda line: sum(word in line.casefold() for word in wanted), default="")
            found.append((-in_title, Hit(page, "" if in_title == len(wanted) else best)))
        # Pages that fit as well as each other stay in their order.
        return [hit for _, hit in sorted(found, key=lambda each: each[0])]


def read_book(language: str, shortcuts: str = "", folder: Path | None = None) -> Book:
    """Read the guide; not on the window's thread.

    Args:
        language: a page that it lacks is read in English.
        shortcuts: Markdown that stands in place of SHORTCUTS.

    Raises:
        OSError: a page is missing in English, too.
    """
    place = folder or resources() / "help"
    pages = []
    for key, group in ORDER:
        file = place / language / f"{key}.md"
        if not file.is_file():
            file = place / ENGLISH / f"{key}.md"
        text = file.read_text(encoding="utf-8").replace(SHORTCUTS, shortcuts)
        pages.append(HelpPage(key, group, text.partition("\n")[0].removeprefix("# ").strip(), text))
    return Book(pages, language)


def plain_lines(text: str) -> Iterator[str]:
    """Yield the lines of a page below its title as people read them."""
    for line in text.splitlines()[1:]:
        plain = _LINK.sub(r"\1", line).replace("`", "").replace("**", "")
        plain = re.sub(r"^\s*(#+|[-*]|\d+\.)\s+", "", plain)
        if re.fullmatch(r"[|\s:-]*", plain):
            continue
        yield re.sub(r"\s*\|\s*", " ", plain).strip()
