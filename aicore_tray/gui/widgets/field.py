"""Form rows: a label above its editor, and a label beside its control."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from aicore_tray.gui import theme
from aicore_tray.gui.widgets.announce import announce
from aicore_tray.gui.widgets.icon_label import IconLabel
from aicore_tray.gui.widgets.label import Label


class _Problem(QWidget):
    """The sentence under a field."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._icon = IconLabel("error", "error", 14)
        self._text = Label("", theme.Text.CAPTION, "error", wrap=True)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        self.hide()

    def tell(self, editor: QWidget, text: str, fallback: str) -> None:
        """Show the sentence, or nothing, and give it to the editor's screen-reader description."""
        changed = text != self._text.text()
        self._text.set_text(text)
        self.setVisible(bool(text))
        editor.setAccessibleDescription(text or fallback)
        if bool(editor.property("error")) != bool(text):
            editor.setProperty("error", bool(text))
            editor.update()
        if text and changed:
            announce(editor, text)


class _Notes:
    """The line of help under a label or an editor, or the problem in its place.

    Both are made when there is something to say: forms are made all at once, and most fields never have a problem.

    Args:
        layout: they are put where it ends now.
    """

    def __init__(self, layout: QVBoxLayout, editor: QWidget, text: str) -> None:
        self._layout, self._place = layout, layout.count()
        self._editor = editor
        self._text = ""
        self._help: Label | None = None
        self._problem: _Problem | None = None
        editor.setAccessibleDescription(text)
        self.set_help(text)

    def set_error(self, text: str) -> None:
        if text and self._problem is None:
            self._problem = _Problem()
            self._layout.insertWidget(self._place, self._problem)
        if self._problem is not None:
            self._problem.tell(self._editor, text, self._text)
        self._show_help()

    def set_help(self, text: str) -> None:
        self._text = text
        if text and self._help is None:
            self._help = Label("", theme.Text.CAPTION, "text_2", wrap=True)
            self._layout.insertWidget(self._place, self._help)
        if self._help is not None:
            self._help.set_text(text)
        self._show_help()

    def _show_help(self) -> None:
        if self._help is not None:
            self._help.setVisible(bool(self._text) and (self._problem is None or self._problem.isHidden()))


class Field(QWidget):
    """A label, its editor beneath, and a line of help or a problem.

    Args:
        label: names the value.
        editor: the widget that edits it; the label becomes its buddy.
        help: a line under the editor.
    """

    def __init__(self, label: str, editor: QWidget, *, help: str = "", parent: QWidget | None = None) -> None:  # noqa: A002
        super().__init__(parent)
        self.editor = editor
        self.label = Label(label, theme.Text.CAPTION, "text_2")
        self.label.setBuddy(editor)
        if not editor.accessibleName():
            editor.setAccessibleName(label)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.label)
        layout.addWidget(editor)
        self._notes = _Notes(layout, editor, help)

    def set_error(self, text: str) -> None:
        """Say what is wrong with the value; an empty text takes it back."""
        self._notes.set_error(text)

    def set_help(self, text: str) -> None:
        """Write another line of help."""
        self._notes.set_help(text)


class Row(QWidget):
    """A setting: its label and help at the left, its control at the right.

    Args:
        label: names the setting.
        help: a line beneath the label, or nothing.
        editor: its control; the label becomes its buddy.
    """

    def __init__(self, label: str, help: str, editor: QWidget, *, parent: QWidget | None = None) -> None:  # noqa: A002
        super().__init__(parent)
        self.editor = editor
        self.label = Label(label, wrap=True)
        self.label.setBuddy(editor)
        if not editor.accessibleName():
            editor.setAccessibleName(label)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 10, 0, 10)
        row.setSpacing(16)
        row.addLayout(texts, 1)
        row.addWidget(editor, 0, Qt.AlignmentFlag.AlignVCenter)
        # Not by alignment: an aligned layout gets the height of its hint, however its texts wrap.
        texts.addStretch(1)
        texts.addWidget(self.label)
        self._notes = _Notes(texts, editor, help)
        texts.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def set_error(self, text: str) -> None:
        """Say what is wrong with the value; an empty text takes it back."""
        self._notes.set_error(text)

    def set_help(self, text: str) -> None:
        """Write another line of help."""
        self._notes.set_help(text)
