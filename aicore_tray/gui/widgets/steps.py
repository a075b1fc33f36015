"""The steps of a check: what runs, what passed, and the way out where one failed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLocale, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStyle, QVBoxLayout, QWidget

from aicore_tray.gui import theme
from aicore_tray.gui.numbers import duration
from aicore_tray.gui.widgets.announce import announce
from aicore_tray.gui.widgets.button import Button
from aicore_tray.gui.widgets.disclosure import DisclosureButton
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.shapes import paint_shape

STATES = ("waiting", "running", "ok", "warning", "failed", "skipped")
_ICON = 18
_NAME = 150
_FRAME_MS = 33
_TURN_MS = 1000
_WIDE_BUTTONS = 300


class StepList(QWidget):
    """Rows of steps. It has no ground of its own: put it into a card with no padding at its sides.

    Args:
        compact: lower rows that begin at the very left, for a part of a card or a sheet.
    """

    def __init__(self, *, compact: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._compact = compact
        self._rows: dict[str, _Row] = {}
        self._panels: dict[str, _Panel] = {}
        self._angle = 0
        self._layout = QVBoxLayout(self)
        edge = 0 if compact else 5
        self._layout.setContentsMargins(0, edge, 0, edge)
        self._layout.setSpacing(0)
        self._timer = QTimer(self)
        self._timer.setInterval(_FRAME_MS)
        self._timer.timeout.connect(self._turn)

    def set_steps(self, steps: Sequence[tuple[str, str]]) -> None:
        """Begin anew with these steps, all of them waiting."""
        while (item := self._layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._panels.clear()
        self._rows = {key: _Row(label, compact=self._compact) for key, label in steps}
        widest = max((row.name_width for row in self._rows.values()), default=0)
        for row in self._rows.values():
            row.share_width(widest)
            self._layout.addWidget(row)
        self._animate()

    def update_step(self, key: str, state: str, detail: str = "", seconds: float | None = None) -> None:
        """Show how far a step is.

        Args:
            key: of the step.
            state: waiting, running, ok, warning, failed or skipped.
            detail: what it found, in a few words.
            seconds: how long it took.
        """
        row = self._rows[key]
        changed = state != row.state
        row.tell(state, detail, seconds)
        if changed and state in ("ok", "warning", "failed") and self.isVisible():
            announce(self, row.accessibleName())
        if state not in ("warning", "failed"):
            self.close_panel(key)
        self._animate()

    def open_panel(
        self, key: str, sentence: str, explanation: str, buttons: Sequence[Button] = (), details: str = ""
    ) -> None:
        """Open a step into a panel in place of its row.

        Args:
            key: of the step.
            sentence: what is the matter.
            explanation: why, and the way out.
            buttons: the ways out; the panel takes them over.
            details: the technical side, folded.
        """
        self.close_panel(key)
        row = self._rows[key]
        panel = _Panel(row.state, sentence, explanation, buttons, details, rounded=self._compact)
        self._panels[key] = panel
        self._layout.insertWidget(self._layout.indexOf(row) + 1, panel)
        row.hide()
        announce(self, sentence)

    def close_panel(self, key: str) -> None:
        """Show the row again."""
        panel = self._panels.pop(key, None)
        if panel is not None:
            panel.hide()
            self._layout.removeWidget(panel)
            panel.deleteLater()
        self._rows[key].show()

    def state(self, key: str) -> str:
        """Return the state of a step."""
        return self._rows[key].state

    def panel(self, key: str) -> QWidget | None:
        """Return the open panel of a step."""
        return self._panels.get(key)

    @property
    def animated(self) -> bool:
        """Whether the arc turns now."""
        return self._timer.isActive()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._animate()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)

    def _animate(self) -> None:
        moving = self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0
        running = any(row.state == "running" for row in self._rows.values())
        for row in self._rows.values():
            row.mark.moving = moving
        if moving and running and self.isVisible():
            self._timer.start()
        else:
            self._timer.stop()

    def _turn(self) -> None:
        self._angle = (self._angle + 360 * _FRAME_MS // _TURN_MS) % 360
        for row in self._rows.values():
            if row.state == "running":
                row.mark.angle = self._angle
                row.mark.update()


class _Mark(QWidget):
    """The icon of a step."""

    def __init__(self, state: str) -> None:
        super().__init__()
        self.state = state
        self.angle = 0
        self.moving = True
        self.setFixedSize(_ICON, _ICON)

    def paintEvent(self, _: QPaintEvent) -> None:
        colors = theme.roles(self)
        ratio = self.devicePixelRatioF()
        icon, color = {
            "ok": ("ok", colors.ok),
            "warning": ("warning", colors.warn),
            "failed": ("error", colors.error),
        }.get(self.state, ("circle", colors.text_3))
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.state != "running":
                painter.drawPixmap(0, 0, theme.pixmap(icon, color, _ICON, ratio))
                return
            if not self.moving:
                paint_shape(painter, QRectF(2, 2, 14, 14), "busy", colors)
                return
            place = QRectF(2.5, 2.5, 13, 13)
            painter.setPen(QPen(colors.line, 1.5))
            painter.drawEllipse(place)
            pen = QPen(colors.accent, 1.5)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawArc(place, (90 - self.angle) * 16, -100 * 16)


class _Row(QWidget):
    """One step."""

    def __init__(self, label: str, *, compact: bool) -> None:
        super().__init__()
        self.state = "waiting"
        self._label = label
        self.mark = _Mark(self.state)
        self._name = Label(label, theme.Text.BODY_MEDIUM)
        self._name.setMinimumWidth(_NAME - 72)
        self._widest = 0
        self._detail = Label("", role="text_2", elide=Qt.TextElideMode.ElideMiddle)
        self._time = Label("", theme.Text.CAPTION, "text_2", tabular=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0 if compact else 13, 0, 0 if compact else 12, 0)
        row.setSpacing(8)
        row.addWidget(self.mark)
        row.addWidget(self._name)
        row.addWidget(self._detail, 1)
        row.addWidget(self._time)
        height = self._name.sizeHint().height()
        self.setMinimumHeight(max(24, height + 6) if compact else max(30, height + 10))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.tell("waiting", "", None)

    @property
    def name_width(self) -> int:
        """What its name takes."""
        return self._name.sizeHint().width()

    def share_width(self, widest: int) -> None:
        """Give the names of all rows one width."""
        self._widest = widest

    def sizeHint(self) -> QSize:
        return QSize(360, self.minimumHeight())

    def resizeEvent(self, event: object) -> None:
        # Narrow lists give less room to the name, so that the result stays readable.
        roomy = self.width() > 480
        self._name.setFixedWidth(max(_NAME if roomy else 84, self._widest + 12 if roomy else 0, self.name_width))

    def tell(self, state: str, detail: str, seconds: float | None) -> None:
        self.state = state
        self.mark.state = state
        self.mark.update()
        self._detail.set_text(detail)
        time = "" if seconds is None else _duration(seconds)
        self._time.set_text(time)
        self._name.set_role("text_2" if state in ("waiting", "skipped") else "text")
        word = {
            "waiting": self.tr("waits"),
            "running": self.tr("running"),
            "ok": self.tr("passed"),
            "warning": self.tr("warning"),
            "failed": self.tr("failed"),
            "skipped": self.tr("skipped"),
        }[state]
        self.setAccessibleName(", ".join(part for part in (self._label, word, detail, time) if part))


class _Panel(QWidget):
    """A step that needs attention, opened."""

    def __init__(
        self, state: str, sentence: str, explanation: str, buttons: Sequence[Button], details: str, *, rounded: bool
    ) -> None:
        super().__init__()
        self._state = state
        self._rounded = rounded
        self._mark = _Mark(state)
        self.setAccessibleName(sentence)
        texts = QVBoxLayout()
        texts.setSpacing(4)
        texts.addWidget(Label(sentence, theme.Text.HEADING, wrap=True))
        if explanation:
            body = Label(explanation, role="text_2", wrap=True, selectable=True)
            body.setMaximumWidth(640)
            texts.addWidget(body)
        below = False
        row = QHBoxLayout()
        row.setSpacing(8)
        row.setContentsMargins(0, 6, 0, 0)
        for button in buttons:
            row.addWidget(button)
        if details:
            self.disclosure = DisclosureButton(self.tr("Details"))
            self._details = Label(details, theme.Text.MONO, "text_2", wrap=True, selectable=True)
            self._details.hide()
            self.disclosure.toggled.connect(self._details.setVisible)
            # Beside the buttons, or where these are wide beneath them.
            below = sum(button.sizeHint().width() for button in buttons) > _WIDE_BUTTONS
            if not below:
                row.addSpacing(8)
                row.addWidget(self.disclosure)
        row.addStretch()
        if buttons or details:
            texts.addLayout(row)
        if details:
            if below:
                texts.addWidget(self.disclosure, 0, Qt.AlignmentFlag.AlignLeft)
            texts.addWidget(self._details)
        content = QHBoxLayout()
        content.setContentsMargins(13, 12, 16, 14)
        content.setSpacing(8)
        content.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        content.addLayout(texts, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 4, 1, 4)
        layout.setSpacing(0)
        layout.addLayout(content)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def paintEvent(self, _: QPaintEvent) -> None:
        colors = theme.roles(self)
        warned = self._state == "warning"
        ground, tint = (colors.warn_soft, colors.warn) if warned else (colors.error_soft, colors.error)
        line = tint if colors.high_contrast else theme.mixed(tint, ground, 0.35)
        place = self.rect().adjusted(1, 4, -1, -4)
        with QPainter(self) as painter:
            if self._rounded:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(line)
                painter.setBrush(ground)
                painter.drawRoundedRect(QRectF(place).adjusted(-0.5, 0.5, 0.5, -0.5), 8, 8)
                return
            painter.fillRect(place, ground)
            painter.fillRect(place.left(), place.top(), place.width(), 1, line)
            painter.fillRect(place.left(), place.bottom(), place.width(), 1, line)


def _duration(seconds: float) -> str:
    """Return a duration; a step of less than a second is told to the millisecond."""
    if seconds < 1:
        number = QLocale().toString(round(seconds * 1000))
        return QCoreApplication.translate("Numbers", "{number} ms").format(number=number)
    return duration(float(seconds))
