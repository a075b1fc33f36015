"""A row for each declared setting, generated from its declaration: title, help, the editor that its type asks for."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QSpinBox,
    QWidget,
)

from aicore_tray.config.settings import Declared
from aicore_tray.errors import AicoreTrayError
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.commands import Commands
from aicore_tray.gui.widgets.button import Button, IconButton
from aicore_tray.gui.widgets.field import Row
from aicore_tray.gui.widgets.switch import Switch
from aicore_tray.gui.wording import refusal, sentence, tr_setting

_WIDE = 240
_NARROW = 110
_MOST = 1_000_000
_PRICE_DECIMALS = 4


class SettingRow(Row):
    """One setting: shows the value in force, changes it at once, keeps the old one where the new one is refused.

    Attributes:
        wants: the user gave a value.
    """

    wants = Signal(object)

    def __init__(self, declared: Declared, editor: Editor, bridge: Bridge, commands: Commands) -> None:
        super().__init__(tr_setting(declared.title), sentence(tr_setting(declared.help)), editor)
        self.setObjectName(f"setting-{declared.name}")
        editor.setObjectName(declared.name)
        self.declared = declared
        self._editor = editor
        self._bridge, self._commands = bridge, commands
        editor.given.connect(self._give)

    def _give(self, value: object) -> None:
        self.set_error("")
        if value == self.value():
            return
        self._bridge.run(
            self._commands.set(self.declared.name, value), f"set {self.declared.name}", failed=self._refused
        )

    def _refused(self, error: AicoreTrayError) -> None:
        self.set_error(f"{refusal(error, self.declared.name)} {sentence(error.hint)}".strip())
        self.show_value(force=True)

    def value(self) -> object:
        """Return the value in force."""
        return getattr(self._bridge.snapshot.settings, self.declared.name)

    def show_value(self, *, force: bool = False) -> None:
        """Show the value in force, unless the user is typing another."""
        if force or not self._editor.is_being_edited():
            self._editor.show_value(self.value())

    def fits(self, words: str) -> bool:
        """Tell whether a search finds it."""
        shown = f"{tr_setting(self.declared.title)} {tr_setting(self.declared.help)}"
        text = f"{shown} {self.declared.title} {self.declared.name}".lower()
        return all(word in text for word in words.lower().split())


class Editor(QWidget):
    """Edits one value.

    Attributes:
        given: the user gave a value.
    """

    given = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(8)

    def hold(self, widget: QWidget) -> None:
        """Put the control in it that has the focus."""
        self.row.addWidget(widget)
        self.setFocusProxy(widget)

    @abstractmethod
    def show_value(self, value: Any) -> None:
        """Show the value that is in force."""

    def is_being_edited(self) -> bool:
        """Tell whether the user is in the middle of it."""
        return False

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        if (proxy := self.focusProxy()) is not None:
            proxy.setAccessibleName(name)

    def setAccessibleDescription(self, text: str) -> None:
        super().setAccessibleDescription(text)
        if (proxy := self.focusProxy()) is not None:
            proxy.setAccessibleDescription(text)


class SwitchEditor(Editor):
    """Yes or no."""

    def __init__(self) -> None:
        super().__init__()
        self.switch = Switch()
        self.switch.clicked.connect(lambda on: self.given.emit(on))
        self.hold(self.switch)

    def show_value(self, value: Any) -> None:
        self.switch.setChecked(bool(value))


class _Plain(QDoubleSpinBox):
    """Writes 15, not 15.0."""

    def textFromValue(self, value: float) -> str:
        return self.locale().toString(round(value)) if value == round(value) else super().textFromValue(value)


class NumberEditor(Editor):
    """A number with its unit; applied when it is left or Enter is pressed."""

    def __init__(self, declared: Declared, *, whole: bool) -> None:
        super().__init__()
        box: QSpinBox | QDoubleSpinBox = QSpinBox() if whole else _Plain()
        if isinstance(box, QDoubleSpinBox):
            box.setDecimals(_PRICE_DECIMALS if declared.kind == "price" else 1 if (declared.minimum or 1) < 1 else 0)
        least = declared.minimum if declared.minimum is not None else 0
        most = declared.maximum if declared.maximum is not None else 65535 if declared.kind == "port" else _MOST
        box.setRange(int(least), int(most)) if isinstance(box, QSpinBox) else box.setRange(least, most)
        if declared.unit:
            box.setSuffix(f" {tr_setting(declared.unit)}")
        box.setGroupSeparatorShown(declared.kind != "port")
        box.setFixedWidth(max(_NARROW, box.sizeHint().width()) if declared.unit else _NARROW)
        box.setKeyboardTracking(False)
        self._whole = whole
        self.box = box
        box.editingFinished.connect(lambda: self.given.emit(int(box.value()) if whole else float(box.value())))
        self.hold(box)

    def show_value(self, value: Any) -> None:
        if isinstance(self.box, QSpinBox):
            self.box.setValue(int(value))
        else:
            self.box.setValue(float(value))

    def is_being_edited(self) -> bool:
        return self.box.hasFocus()


class ChoiceEditor(Editor):
    """One of a few."""

    def __init__(self, declared: Declared) -> None:
        super().__init__()
        self.combo = QComboBox()
        self.combo.setMinimumWidth(_NARROW)
        for choice in declared.choices:
            self.combo.addItem(choice_title(declared.name, choice), choice)
        self.combo.activated.connect(lambda _: self.given.emit(self.combo.currentData()))
        self.hold(self.combo)

    def show_value(self, value: Any) -> None:
        self.combo.setCurrentIndex(self.combo.findData(value))


class _Line(QLineEdit):
    """A line of a usual width that gives way where the words beside it need the room."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self._width = width
        self.setMaximumWidth(width)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._width // 2, super().minimumSizeHint().height())


class TextEditor(Editor):
    """A line of text, or several entries with commas between them."""

    def __init__(self, *, several: bool) -> None:
        super().__init__()
        self._several = several
        self.line = _Line(_WIDE)
        self.line.editingFinished.connect(self._give)
        self.hold(self.line)

    def _give(self) -> None:
        text = self.line.text().strip()
        entries = tuple(entry.strip() for entry in text.split(",") if entry.strip())
        self.given.emit(entries if self._several else text)

    def show_value(self, value: Any) -> None:
        text = ", ".join(value) if self._several else str(value)
        if self.line.text() != text:
            self.line.setText(text)

    def is_being_edited(self) -> bool:
        return self.line.hasFocus() and self.line.isModified()


class FileEditor(Editor):
    """A file, chosen or typed; it can be left out again."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self.line = _Line(_WIDE - 60)
        self.line.setPlaceholderText(self.tr("none"))
        self.line.editingFinished.connect(self._give)
        self.choose = Button(self.tr("Choose…"))
        self.choose.clicked.connect(self._ask)
        self.clear = IconButton("close", self.tr("Use none"))
        self.clear.clicked.connect(lambda: self.given.emit(None))
        self.hold(self.line)
        self.row.addWidget(self.choose)
        self.row.addWidget(self.clear)

    def _give(self) -> None:
        text = self.line.text().strip()
        self.given.emit(Path(text).expanduser() if text else None)

    def _ask(self) -> None:
        dialog = QFileDialog(self, self._title)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.finished.connect(dialog.deleteLater)
        dialog.fileSelected.connect(lambda name: self.given.emit(Path(name)))
        dialog.open()

    def show_value(self, value: Any) -> None:
        self.line.setText(str(value) if value else "")
        self.line.setToolTip(self.line.text())
        self.clear.setVisible(bool(value))

    def is_being_edited(self) -> bool:
        return self.line.hasFocus() and self.line.isModified()


_EDITORS: dict[str, Callable[[Declared], Editor]] = {
    "switch": lambda _: SwitchEditor(),
    "port": lambda declared: NumberEditor(declared, whole=True),
    "whole": lambda declared: NumberEditor(declared, whole=True),
    "seconds": lambda declared: NumberEditor(declared, whole=False),
    "number": lambda declared: NumberEditor(declared, whole=False),
    "choice": ChoiceEditor,
    "file": lambda declared: FileEditor(tr_setting(declared.title)),
    "list": lambda _: TextEditor(several=True),
    "text": lambda _: TextEditor(several=False),
}


def editor_for(declared: Declared) -> Editor:
    """Return the editor that a setting's declaration asks for."""
    return _EDITORS[kind_of(declared)](declared)


def kind_of(declared: Declared) -> str:
    """Return which kind of editor a setting has: by its hint, else by its type."""
    if declared.choices:
        return "choice"
    if declared.kind in _EDITORS:
        return declared.kind
    if declared.type is bool:
        return "switch"
    if declared.type is int:
        return "whole"
    if declared.type is float:
        return "number"
    text = str(declared.type)
    return "file" if "Path" in text else "list" if "tuple" in text else "text"


def choice_title(name: str, choice: str) -> str:
    """Return what people read for a choice."""
    titles = {
        ("language", "system"): tr_setting("As this computer"),
        # Languages are called what their speakers call them.
        ("language", "en"): "English",
        ("language", "de"): "Deutsch",
        ("log_level", "warning"): tr_setting("Problems only"),
        ("log_level", "info"): tr_setting("Usual"),
        ("log_level", "debug"): tr_setting("Everything"),
        ("balancing", "least_busy"): tr_setting("The least busy"),
        ("balancing", "round_robin"): tr_setting("One after the other"),
        ("balancing", "priority"): tr_setting("By priority"),
    }
    return titles.get((name, choice), choice.capitalize())
