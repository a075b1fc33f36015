"""The studio's scenes of Help and of the hints for first use."""

from __future__ import annotations

from aicore_tray.gui.windows.help_window import HelpWindow
from tests.gui.stage import POINTS, Play, Scene, Set, settle


def help_page(topic: str, words: str = "") -> Play:
    """Return the scene of a page of the guide, or of a search in it."""

    async def play(on: Set) -> None:
        found = HelpWindow(on.bridge)
        on.other = found
        found.show_topic(topic)
        found.come_up()
        while found.book is None:
            await settle(1)
        if words:
            found.contents.filter.setText(words)
        await settle()

    return play


SCENES: dict[str, Scene] = {
    "help": Scene(help_page("first-steps")),
    "help-trouble": Scene(help_page("trouble")),
    "help-search": Scene(help_page("models", "quota minute")),
    "help-nothing": Scene(help_page("models", "zebra")),
    "help-shortcuts": Scene(help_page("shortcuts")),
    "help-large-font": Scene(help_page("network"), points=POINTS * 1.5),
}
