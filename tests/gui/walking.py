"""A walk through a window by Tab alone, as somebody without a mouse and with a screen reader makes it.

`problems` goes round once in each direction and returns what is wrong, a line each: what is not reached, has no name or
role for a screen reader, is not seen when it has the focus, or comes before what stands above it or to its left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QSplitterHandle,
    QTextEdit,
    QWidget,
)

from aicore_tray.gui.widgets.area_chart import AreaChart
from aicore_tray.gui.widgets.navigation import NavigationList
from aicore_tray.gui.widgets.side_list import SideList
from aicore_tray.gui.widgets.tool_card import ToolGrid

_MOST_STOPS = 300
_KINDS = (QAbstractButton, QComboBox, QAbstractSpinBox, QLineEdit, QTextEdit, QPlainTextEdit, QAbstractItemView)
# Parts of Qt's own controls, and what only a mouse needs because keys scroll without it.
_PARTS = (QHeaderView, QScrollBar, QSplitterHandle, QAbstractSlider)
# What Qt tells of a widget that it does not know; a chart has its sentence, and for Python's classes there is no role.
_SILENT = (QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Grouping, QAccessible.Role.Pane)


def about(widget: QWidget | None) -> str:
    """Return a widget as a line of a report names it."""
    if widget is None:
        return "nothing"
    names: list[str] = []
    parent = widget.parentWidget()
    while parent is not None and len(names) < 3:
        if parent.objectName() and not parent.objectName().startswith("qt_"):
            names.append(parent.objectName())
        parent = parent.parentWidget()
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return f"{type(widget).__name__} {widget.objectName() or text!r} in {'/'.join(names)}"


def spoken(widget: QWidget) -> tuple[str, QAccessible.Role]:
    """Return name and role as a screen reader is told them."""
    told = QAccessible.queryAccessibleInterface(widget)
    return told.text(QAccessible.Text.Name).strip(), told.role()


def is_stop(widget: QWidget) -> bool:
    takes = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    # Not by `focusProxy`: PySide takes what that returns for a child of what it was asked of, and deletes it with it.
    handed_on = isinstance(widget.parentWidget(), QAbstractSpinBox)
    return takes and widget.isVisible() and widget.isEnabled() and not handed_on


def controls(inside: QWidget) -> list[QWidget]:
    """Return what can be used in a part of a window, each control once."""
    found = []
    for widget in inside.findChildren(QWidget):
        if not (widget.isVisible() and widget.isEnabled()) or isinstance(widget, _PARTS):
            continue
        parent = widget.parentWidget()
        if isinstance(parent, QLineEdit | QComboBox | QAbstractSpinBox):
            continue
        if widget.objectName().startswith("qt_") or widget.metaObject().className() == "QTableCornerButton":
            continue
        if not (isinstance(widget, _KINDS) or is_stop(widget)):
            continue
        if isinstance(widget, QTextEdit | QPlainTextEdit) and widget.isReadOnly() and not is_stop(widget):
            continue  # only text; a screen reader reads it where it stands
        found.append(widget)
    return found


def walk(window: QWidget, *, back: bool = False) -> Iterator[QWidget]:
    """Yield what has the focus, from where it is until it is there again; where Tab stays inside, it is one stop."""
    key = Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab
    first = QApplication.focusWidget()
    assert first is not None, "nothing has the focus"
    last = first
    yield first
    for _ in range(_MOST_STOPS):
        QTest.keyClick(last, key, Qt.KeyboardModifier.ShiftModifier if back else Qt.KeyboardModifier.NoModifier)
        now = QApplication.focusWidget()
        if now is None or now is first:
            return
        if now is not last:
            yield now
        last = now
    raise AssertionError(f"Tab does not come back to {about(first)}; it is at {about(last)}")


def _in_group(widget: QWidget, stops: Sequence[QWidget]) -> bool:
    """Tell whether arrows lead to a button: it is in a list or a choice of which another one is a stop."""
    parent = widget.parentWidget()
    if not isinstance(widget, QAbstractButton) or parent is None:
        return False
    chosen_one_of = widget.autoExclusive() or widget.group() is not None
    in_list = isinstance(parent, SideList | NavigationList | ToolGrid)
    beside = any(each.parentWidget() is parent and isinstance(each, QAbstractButton) for each in stops)
    return beside and (chosen_one_of or in_list)


def _is_seen(widget: QWidget) -> bool:
    """Tell whether some of a widget lies within all that it lies in; what is scrolled away does not."""
    room, parent = QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size()), widget.parentWidget()
    while parent is not None:
        room &= QRect(parent.mapTo(parent.window(), QPoint(0, 0)), parent.size())
        if parent.isWindow():
            break
        parent = parent.parentWidget()
    return widget.isVisible() and not room.isEmpty()


def _place(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def _backwards(one: QRect, other: QRect) -> bool:
    """Tell whether the second stands before the first; what stands in a column of its own at the right does not."""
    overlap = min(one.bottom(), other.bottom()) - max(one.top(), other.top())
    beside = overlap > min(one.height(), other.height()) / 2
    if beside:
        return other.right() <= one.left()
    return other.bottom() <= one.top() and other.left() < one.right()


def problems(window: QWidget, inside: QWidget | None = None, *, start: QWidget | None = None) -> list[str]:
    """Return what is wrong with a window, or with the part of it that is covered by nothing.

    Args:
        inside: what can be reached, such as an open sheet; the whole window unless given.
        start: the first stop; the first one in the chain unless given.
    """
    part = inside or window
    found: list[str] = []
    first = start or next((each for each in _chain(part) if is_stop(each)), None)
    if first is None:
        return [f"{about(part)}: nothing can have the focus"]
    first.setFocus(Qt.FocusReason.TabFocusReason)
    first = QApplication.focusWidget() or first
    there: list[QWidget] = []
    for stop in walk(window):
        # Both at this moment: what has the focus is scrolled into sight.
        if there and _backwards(_place(there[-1], window), _place(stop, window)):
            found.append(f"backwards: {about(there[-1])} then {about(stop)}")
        there.append(stop)
        if stop.window() is not window or not (part is stop or part.isAncestorOf(stop)):
            found.append(f"outside: {about(stop)}")
        if not _is_seen(stop):
            found.append(f"not seen: {about(stop)}")
        name, role = spoken(stop)
        if not name:
            found.append(f"no name: {about(stop)}")
        if role in _SILENT and not isinstance(stop, QAbstractScrollArea | AreaChart):
            found.append(f"no role ({role.name}): {about(stop)}")
    if len(there) != len(set(there)):
        twice = {about(each) for each in there if there.count(each) > 1}
        found.append(f"more than once: {sorted(twice)}")
    for widget in controls(part):
        if widget not in there and not _in_group(widget, there):
            found.append(f"not reached: {about(widget)}")
        if not spoken(widget)[0]:
            found.append(f"no name: {about(widget)}")
    first.setFocus(Qt.FocusReason.TabFocusReason)
    reverse = [*walk(window, back=True)]
    if reverse != [there[0], *there[:0:-1]]:
        lost = [about(each) for each in there if each not in reverse]
        found.append(f"Shift+Tab goes another way; it leaves out {lost}")
    return list(dict.fromkeys(found))


def _chain(part: QWidget) -> Iterator[QWidget]:
    widget = part.nextInFocusChain()
    while widget is not None and widget is not part:
        if part.isAncestorOf(widget):
            yield widget
        widget = widget.nextInFocusChain()


def tab_to(window: QWidget, name: str) -> QWidget:
    """Press Tab until a widget of this name has the focus."""
    for stop in walk(window):
        if stop.objectName() == name:
            return stop
    raise AssertionError(f"Tab does not reach {name}")
