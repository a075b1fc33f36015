"""One recipe, as a part of a tool's panel: what to do, and what to copy."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aicore_tray.connect.tool import Entry, Recipe, Snippet
from aicore_tray.gui.theme import Text
from aicore_tray.gui.tool_states import tr_recipe
from aicore_tray.gui.widgets.copy_button import CopyButton
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.snippet import SnippetBox

Pick = Callable[[tuple[Recipe, ...]], str]


class RecipePart(QWidget):
    """The steps of a recipe, its texts and its fields; what is shown has no key in it.

    Signals:
        copy_wanted: something is to be copied; carries the button that tells when it is, and what picks the text out of
            the recipes with their key.
    """

    copy_wanted = Signal(object, object)

    def __init__(self, recipe: Recipe, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for number, step in enumerate(recipe.steps, start=1):
            text = tr_recipe(step) if len(recipe.steps) == 1 else f"{number}. {tr_recipe(step)}"
            column.addWidget(Label(text, role="text_2", wrap=True))
        for place, snippet in enumerate(recipe.snippets):
            column.addWidget(self._snippet(recipe.key, place, snippet))
        for place, entry in enumerate(recipe.entries):
            column.addWidget(self._entry(recipe.key, place, entry))

    def _snippet(self, key: str, place: int, snippet: Snippet) -> SnippetBox:
        box = SnippetBox(tr_recipe(snippet.title), snippet.text, snippet.file)
        box.setObjectName(f"snippet-{place}")
        box.copy.setObjectName(f"copy-snippet-{place}")
        pick: Pick = lambda recipes: _of(recipes, key).snippets[place].text  # noqa: E731 - it is handed on
        box.wanted.connect(lambda: self.copy_wanted.emit(box.copy, pick))
        return box

    def _entry(self, key: str, place: int, entry: Entry) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        label = Label(tr_recipe(entry.label), role="text_2")
        label.setMinimumWidth(170)
        value = Label(entry.value, Text.MONO, elide=Qt.TextElideMode.ElideMiddle)
        copy = CopyButton(self.tr("Copy: {title}").format(title=tr_recipe(entry.label)))
        copy.setObjectName(f"copy-entry-{place}")
        pick: Pick = lambda recipes: _of(recipes, key).entries[place].value  # noqa: E731 - it is handed on
        copy.clicked.connect(lambda _checked=False: self.copy_wanted.emit(copy, pick))
        line.addWidget(label)
        line.addWidget(value, 1)
        line.addWidget(copy)
        return row


def _of(recipes: tuple[Recipe, ...], key: str) -> Recipe:
    return next(recipe for recipe in recipes if recipe.key == key)
