"""What was dropped on a window: files or text that may be a service key."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData


def dropped_files(mime: QMimeData) -> list[Path]:
    """Return the local files of a drop."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


def dropped_text(mime: QMimeData) -> str:
    """Return the text of a drop that could be JSON, else ""."""
    text = mime.text().strip() if mime.hasText() and not mime.hasUrls() else ""
    return text if text.startswith(("{", '"', "[")) else ""
