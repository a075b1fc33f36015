"""The order of Tab: what is made later, or moved in its layout, is put where it is read."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractSpinBox, QWidget


def follow(first: QWidget, *parts: QWidget) -> None:
    """Let Tab go from a widget through these parts, one after the other, and on to what came after it before.

    They have to lie in their window already: Qt takes the last one of a chain and its first one for neighbours.

    Args:
        first: a widget; it may be one of the parts as well, which keeps the place of all of them.
        parts: widgets, each with all that lies in it in the order it has there.
    """
    last = (_stops(first) or [first])[-1]
    for part in parts:
        for stop in _stops(part):
            if stop is not last:
                QWidget.setTabOrder(last, stop)
                last = stop


def inside(part: QWidget) -> Iterator[QWidget]:
    """Yield what lies in a part, in the order of Tab, whether it takes the focus or not."""
    # Going round the whole window for each part takes long; what lies in one mostly comes at once.
    left = len(part.findChildren(QWidget))
    widget = part.nextInFocusChain()
    while left and widget is not None and widget is not part:
        if part.isAncestorOf(widget):
            left -= 1
            yield widget
        widget = widget.nextInFocusChain()


def _stops(part: QWidget) -> list[QWidget]:
    """Return what takes the focus in a part, shown or not."""
    return [widget for widget in (part, *inside(part)) if _takes(widget)]


def _takes(widget: QWidget) -> bool:
    # One of a choice that is not taken is no stop now, but may be one later. Fields in spin boxes hand the focus on.
    return widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not isinstance(widget.parentWidget(), QAbstractSpinBox)
