"""Makes the icon files of the systems from the SVG: PNGs in one file for Windows and macOS, in a folder for Linux.

python packaging/icons.py SVG FOLDER NAME    fills an icon theme's folder, such as share/icons/hicolor
"""

from __future__ import annotations

import os
import shutil
import struct
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

_ICO_SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
_THEME_SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
_ICNS_TYPES = {"icp4": 16, "icp5": 32, "ic11": 32, "ic12": 64, "ic07": 128, "ic13": 256, "ic08": 256, "ic14": 512,
               "ic09": 512, "ic10": 1024}  # fmt: skip


def _png(renderer: QSvgRenderer, size: int) -> bytes:
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def write_ico(svg: Path, file: Path) -> Path:
    """Write an .ico with every size that Windows shows; returns it."""
    renderer = QSvgRenderer(str(svg))
    pictures = [(size, _png(renderer, size)) for size in _ICO_SIZES]
    offset = 6 + 16 * len(pictures)
    head = struct.pack("<HHH", 0, 1, len(pictures))
    for size, png in pictures:
        head += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(png), offset)
        offset += len(png)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(head + b"".join(png for _, png in pictures))
    return file


def write_icns(svg: Path, file: Path) -> Path:
    """Write an .icns with every size that macOS shows; returns it."""
    renderer = QSvgRenderer(str(svg))
    parts = b""
    for kind, size in _ICNS_TYPES.items():
        png = _png(renderer, size)
        parts += kind.encode("ascii") + struct.pack(">I", 8 + len(png)) + png
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"icns" + struct.pack(">I", 8 + len(parts)) + parts)
    return file


def fill_theme(svg: Path, folder: Path, name: str) -> None:
    """Write an application's icon in every size, and the SVG itself, into an icon theme."""
    renderer = QSvgRenderer(str(svg))
    for size in _THEME_SIZES:
        place = folder / f"{size}x{size}" / "apps"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{name}.png").write_bytes(_png(renderer, size))
    scalable = folder / "scalable" / "apps"
    scalable.mkdir(parents=True, exist_ok=True)
    shutil.copy(svg, scalable / f"{name}.svg")


if __name__ == "__main__":
    fill_theme(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
