"""Reads what is pasted, dropped or chosen for a message, in threads; nothing of a picture is decoded on the window's.

A picture gets a small one of itself at once, which is all that is ever shown of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from aicore_tray.aicore.service_key import parse_service_key
from aicore_tray.chat.attachment import LIMITS, Attachment, AttachmentError, Kind, recognise
from aicore_tray.chat.conversation import new_id
from aicore_tray.errors import AicoreTrayError
from aicore_tray.gui.numbers import file_size

THUMBNAIL = QSize(440, 320)
_KEY_BYTES = 64 * 1024
_MOST_READ = max(LIMITS.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What was read.

    Attributes:
        problems: a sentence for each that cannot be sent.
        key: a file that is a service key of SAP AI Core, and no business of a model's.
    """

    attachments: tuple[Attachment, ...] = ()
    problems: tuple[str, ...] = ()
    key: Path | None = None


class Attaching(QObject):
    """Reads files and pictures."""

    async def files(self, paths: Iterable[Path]) -> Brought:
        """Read files from this computer."""
        return await asyncio.to_thread(self._read, tuple(paths))

    async def picture(self, image: QImage) -> Brought:
        """Take a picture from the clipboard."""
        return await asyncio.to_thread(self._encode, image)

    def _read(self, paths: tuple[Path, ...]) -> Brought:
        found: list[Attachment] = []
        problems: list[str] = []
        for path in paths:
            try:
                if path.is_dir():
                    problems.append(self.tr("{name} is a folder. Add its files.").format(name=path.name))
                    continue
                with path.open("rb") as file:
                    data = file.read(_MOST_READ + 1)
                if len(paths) == 1 and _is_key(data):
                    return Brought(key=path)
                found.append(self._made(lambda data=data, path=path: recognise(new_id(), path.name, data)))  # type: ignore[misc]
            except OSError as error:
                why = error.strerror or type(error).__name__
                problems.append(self.tr("{name} cannot be read: {reason}.").format(name=path.name, reason=why))
            except AttachmentError as error:
                problems.append(self.told(error))
        return Brought(attachments=tuple(found), problems=tuple(problems))

    def _encode(self, image: QImage) -> Brought:
        name = self.tr("Picture.png")
        data = _saved(image, "PNG")
        if len(data) > LIMITS[Kind.PICTURE]:
            name, data = self.tr("Picture.jpg"), _saved(image, "JPG", 88)
        try:
            return Brought(attachments=(self._made(lambda: recognise(new_id(), name, data)),))
        except AttachmentError as error:
            return Brought(problems=(self.told(error),))

    def _made(self, make: Callable[[], Attachment]) -> Attachment:
        made = make()
        return replace(made, thumbnail=thumbnail_of(made.data)) if made.kind is Kind.PICTURE else made

    def told(self, error: AttachmentError) -> str:
        """Return the sentence that says why a file cannot be sent."""
        if error.too_large is None:
            return self.tr(
                "{name} cannot be sent. A message takes pictures (PNG, JPEG, GIF, WebP), PDF and text."
            ).format(name=error.name)
        words = {
            Kind.PICTURE: self.tr("{name} is too large: a picture may have {limit}."),
            Kind.PDF: self.tr("{name} is too large: a PDF may have {limit}."),
            Kind.TEXT: self.tr("{name} is too large: a text may have {limit}."),
        }[error.too_large]
        return words.format(name=error.name, limit=file_size(LIMITS[error.too_large]))


def thumbnail_of(data: bytes) -> bytes:
    """Return a small PNG of a picture; nothing where Qt cannot read it."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and (size.width() > THUMBNAIL.width() or size.height() > THUMBNAIL.height()):
        # JPEG is decoded small at once then.
        reader.setScaledSize(size.scaled(THUMBNAIL, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        return b""
    if image.width() > THUMBNAIL.width() or image.height() > THUMBNAIL.height():
        image = image.scaled(THUMBNAIL, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    return _saved(image, "PNG")


def _saved(image: QImage, form: str, quality: int = -1) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, form, quality)  # type: ignore[call-overload]  # the stubs know bytes alone
    return bytes(buffer.data().data())


def _is_key(data: bytes) -> bool:
    """Tell whether a file is a service key: whoever drops one wants to add it, and never to send it."""
    if len(data) > _KEY_BYTES or not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[", b'"')):
        return False
    try:
        parse_service_key(data.decode("utf-8-sig"))
    except (AicoreTrayError, ValueError):
        return False
    return True
