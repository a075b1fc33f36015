"""What goes with the message that is being written: brought in, shown, taken away, and whether it can be sent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from aicore_tray.chat.attachment import MOST, Attachment, Kind
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.chat.attaching import Attaching, Brought
from aicore_tray.gui.chat.desk import ChatDesk
from aicore_tray.gui.dropped import dropped_files


class Attached(QObject):
    """The attachments of one pane's composer; they stay with their conversation.

    Signals:
        changed: there are others.
        refused: a sentence for each file that cannot be sent, in one text.
        brought_key: a service key was dropped; carries its path.

    Args:
        current: tells the conversation that is shown.
    """

    changed = Signal()
    refused = Signal(str)
    brought_key = Signal(Path)

    def __init__(self, bridge: Bridge, desk: ChatDesk, current: Callable[[], str], *, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._bridge = bridge
        self._desk = desk
        self._current = current
        self._reading = Attaching(self)

    @property
    def now(self) -> tuple[Attachment, ...]:
        """What goes with the message."""
        return self._desk.attached.get(self._current(), ())

    def choose(self) -> None:
        """Let the user choose files."""
        dialog = QFileDialog(self._window, self.tr("Attach files"))
        dialog.setObjectName("attach-files")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.bring_files([Path(name) for name in names]))
        dialog.finished.connect(lambda _: dialog.deleteLater())
        dialog.open()

    @staticmethod
    def takes(mime: QMimeData) -> bool:
        """Tell whether something dropped or pasted can go with a message."""
        return bool(dropped_files(mime)) or mime.hasImage()

    def bring(self, mime: QMimeData) -> None:
        """Take what was pasted or dropped."""
        if files := dropped_files(mime):
            self.bring_files(files)
        elif mime.hasImage() and isinstance(image := mime.imageData(), QImage) and not image.isNull():
            self._read(self._reading.picture(image))

    def bring_files(self, files: list[Path]) -> None:
        """Take files from this computer."""
        if files:
            self._read(self._reading.files(files))

    def _read(self, reading: Any) -> None:
        which = self._current()
        self._bridge.run(reading, "attach", done=lambda brought: self._add(which, brought))

    def _add(self, which: str, brought: Brought) -> None:
        problems = list(brought.problems)
        known = self._desk.attached.get(which, ())
        if len(known) + len(brought.attachments) > MOST:
            problems.append(self.tr("A message takes {count} files at most.").format(count=MOST))
        if both := (*known, *brought.attachments)[:MOST]:
            self._desk.attached[which] = both
        if brought.key is not None:
            self.brought_key.emit(brought.key)
        if problems:
            self.refused.emit(" ".join(problems))
        self.changed.emit()

    def remove(self, which: str) -> None:
        """Take one away."""
        self._desk.attached[self._current()] = tuple(each for each in self.now if each.id != which)
        self.changed.emit()

    def problems(self, model: str) -> dict[str, str]:
        """Return why a model cannot be sent some of them, by id."""
        ability = self._desk.ability(model)
        return {each.id: self.tr("Not for this model") for each in self.now if not ability.takes(each)}

    def reason(self, model: str) -> str:
        """Return why nothing can be sent to a model; "" where something can."""
        short, ability = model.rpartition("--")[2], self._desk.ability(model)
        if refused := [each for each in self.now if not ability.takes(each)]:
            if refused[0].kind is Kind.PICTURE:
                return self.tr("{model} takes no pictures. Remove them.").format(model=short)
            return self.tr("{model} takes no PDF. Remove it.").format(model=short)
        said = (each for message in self._desk.known(self._current()) for each in message.attachments)
        if old := next((each for each in said if not ability.takes(each)), None):
            if old.kind is Kind.PICTURE:
                return self.tr("{model} takes no pictures, and there are some above.").format(model=short)
            return self.tr("{model} takes no PDF, and there is one above.").format(model=short)
        return ""
