"""A list of choices with a line of help under each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from aicore_tray.gui import theme
from aicore_tray.gui.widgets.label import Label

_INDENT = 24


class ChoiceList(QWidget):
    """Radio buttons, one below the other.

    Signals:
        changed: the key that the user took.

    Args:
        choices: key, label and help (or nothing) of each; the first is taken at the beginning.
        name: what is chosen here, for screen readers.
    """

    changed = Signal(str)

    def __init__(
        self, choices: Sequence[tuple[str, str, str]], name: str = "", *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._buttons: dict[str, QRadioButton] = {}
        self._helps: dict[str, Label] = {}
        group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for position, (key, label, explanation) in enumerate(choices):
            if position:
                layout.addSpacing(8)
            button = QRadioButton(label)
            button.setFont(theme.font(theme.Text.BODY))
            button.setObjectName(f"choice-{key}")
            button.setProperty("focusRing", True)
            button.clicked.connect(lambda _=False, key=key: self.changed.emit(key))
            group.addButton(button)
            layout.addWidget(button)
            self._buttons[key] = button
            caption = Label("", theme.Text.CAPTION, "text_2", wrap=True)
            caption.setContentsMargins(_INDENT, 0, 0, 0)
            layout.addWidget(caption)
            self._helps[key] = caption
            self.set_help(key, explanation)
        if choices:
            self._buttons[choices[0][0]].setChecked(True)

    @property
    def current(self) -> str:
        """The key of the choice that is taken."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def set_current(self, key: str) -> None:
        """Take a choice without telling `changed`."""
        self._buttons[key].setChecked(True)

    def set_help(self, key: str, text: str) -> None:
        """Write another line under a choice."""
        self._helps[key].set_text(text)
        self._helps[key].setVisible(bool(text))
        self._buttons[key].setAccessibleDescription(text)

    def put_under(self, key: str, widget: QWidget) -> None:
        """Put what belongs to a choice beneath it."""
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(layout.indexOf(self._helps[key]) + 1, widget)
