"""The studio's scenes of Help and of the hints for first use."""

from __future__ import annotations

from aicore_tray.gui.help.hints import HINTED
from aicore_tray.gui.windows.help_window import HelpWindow
from aicore_tray.gui.windows.main_window import MINIMUM
from tests.gui import staged
from tests.gui.stage import POINTS, Play, Scene, Set, page, settle


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
    **{f"hint-{key}": Scene(page(key), staged.day, hints=True) for key in HINTED},
    "hint-narrow": Scene(page("models"), hints=True, size=MINIMUM),
    "help-large-font": Scene(help_page("network"), points=POINTS * 1.5),
}
