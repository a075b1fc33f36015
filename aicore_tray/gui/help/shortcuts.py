"""The one table of keyboard shortcuts: windows make theirs of it, and Help lists it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from aicore_tray.gui.wording import tr_page

PAGES = (
    ("dashboard", "Dashboard"),
    ("requests", "Requests"),
    ("chat", "Chat"),
    ("connect", "Connect"),
    ("models", "Models"),
    ("accounts", "Accounts"),
    ("keys", "API keys"),
    ("diagnostics", "Diagnostics"),
    ("settings", "Settings"),
)
"""The pages of the main window in the order of the side list: key and title as it is translated."""


class Place(StrEnum):
    """Where a shortcut works."""

    MAIN = "main"
    CHAT = "chat"
    REQUESTS = "requests"
    MODELS = "models"
    KEYS = "keys"
    TABLES = "tables"
    SHEETS = "sheets"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Shortcut:
    """One shortcut.

    Attributes:
        name: what a window calls it.
        keys: as `QKeySequence` reads them, several in the order of preference.
        what: what it does, in the language that is spoken.
        own: a widget takes the key itself, as it has it from its kind; no `QShortcut` is made.
    """

    place: Place
    name: str
    keys: tuple[str, ...]
    what: str
    own: bool = False

    @property
    def sequences(self) -> list[QKeySequence]:
        return [QKeySequence(key) for key in self.keys]

    @property
    def shown(self) -> str:
        """The keys as this system writes them."""
        return self.sequences[0].toString(QKeySequence.SequenceFormat.NativeText)


def tr(text: str) -> str:
    return QCoreApplication.translate("Shortcut", text)


def shortcuts() -> tuple[Shortcut, ...]:
    """Return the whole table, in the language that is spoken."""
    main, chat, requests, tables, sheets = Place.MAIN, Place.CHAT, Place.REQUESTS, Place.TABLES, Place.SHEETS
    page = tr("Show {page}")
    return (
        Shortcut(main, "help", _help_keys(), tr("Help for what you are in")),
        *(
            Shortcut(main, f"page-{key}", (f"Ctrl+{number}",), page.format(page=tr_page(title)))
            for number, (key, title) in enumerate(PAGES, start=1)
        ),
        Shortcut(main, "settings", ("Ctrl+,",), page.format(page=tr_page("Settings"))),
        Shortcut(main, "find", ("Ctrl+F",), tr("Filter or search what is shown")),
        Shortcut(main, "part", ("F6",), tr("Next part: side list, page, details")),
        Shortcut(main, "paste", ("Ctrl+V",), tr("Add the service key that was copied")),
        Shortcut(main, "close", ("Ctrl+W",), tr("Close the window")),
        Shortcut(main, "quit", ("Ctrl+Q",), tr("Quit AI Core Tray")),
        Shortcut(chat, "send", ("Return",), tr("Send the message"), own=True),
        Shortcut(chat, "line", ("Shift+Return",), tr("New line in the message"), own=True),
        Shortcut(chat, "stop", ("Esc",), tr("Stop the answer"), own=True),
        Shortcut(chat, "new", ("Ctrl+N",), tr("New conversation")),
        Shortcut(chat, "find", ("Ctrl+F",), tr("Search all conversations")),
        Shortcut(chat, "rename", ("F2",), tr("Rename the conversation that is selected"), own=True),
        Shortcut(chat, "delete", ("Del",), tr("Delete the conversation that is selected"), own=True),
        Shortcut(requests, "close-details", ("Esc",), tr("Close the details")),
        Shortcut(Place.MODELS, "leave-catalogue", ("Esc",), tr("Leave the catalogue")),
        Shortcut(Place.KEYS, "revoke", ("Del",), tr("Revoke the API key that is selected")),
        Shortcut(tables, "open", ("Return",), tr("Open the row"), own=True),
        Shortcut(tables, "switch", ("Space",), tr("Turn the row's switch"), own=True),
        Shortcut(tables, "menu", ("Shift+F10",), tr("Menu of the row"), own=True),
        Shortcut(sheets, "default", ("Return",), tr("Press the highlighted button"), own=True),
        Shortcut(sheets, "cancel", ("Esc",), tr("Close the sheet and change nothing"), own=True),
        Shortcut(Place.HELP, "find", ("Ctrl+F",), tr("Search Help")),
        Shortcut(Place.HELP, "back", ("Alt+Left",), tr("Back to the page before")),
        Shortcut(Place.HELP, "close", ("Ctrl+W", "Esc"), tr("Close Help")),
    )


def places() -> dict[Place, str]:
    """Return the names of the places, in the order in which Help lists them."""
    return {
        Place.MAIN: tr("In the main window"),
        Place.CHAT: tr("In the chat"),
        Place.REQUESTS: tr("On the Requests page"),
        Place.MODELS: tr("On the Models page"),
        Place.KEYS: tr("On the API keys page"),
        Place.TABLES: tr("In tables"),
        Place.SHEETS: tr("In sheets"),
        Place.HELP: tr("In Help"),
    }


def bind(
    owner: QWidget,
    place: Place,
    slots: Mapping[str, Callable[[], object]],
    context: Qt.ShortcutContext = Qt.ShortcutContext.WindowShortcut,
) -> None:
    """Make shortcuts of the table for a widget.

    Args:
        slots: name -> what it does. A name that the table does not have is a `KeyError`.
    """
    known = {each.name: each for each in shortcuts() if each.place is place and not each.own}
    for name, slot in slots.items():
        shortcut = QShortcut(owner)
        shortcut.setObjectName(f"shortcut-{place}-{name}")
        shortcut.setKeys(known[name].sequences)
        shortcut.setContext(context)
        shortcut.activated.connect(slot)


def as_markdown() -> str:
    """Return the table for Help: a section a place, as lists, which are laid out in a tenth of the time of tables."""
    every = shortcuts()
    parts = []
    for place, title in places().items():
        rows = [f"- `{each.shown}` {each.what}" for each in every if each.place is place]
        parts.append("\n".join((f"## {title}", "", *rows)))
    return "\n\n".join(parts)


def _help_keys() -> tuple[str, ...]:
    usual = [each.toString() for each in QKeySequence.keyBindings(QKeySequence.StandardKey.HelpContents)]
    return tuple(dict.fromkeys((*usual, "F1")))
