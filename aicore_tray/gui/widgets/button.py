"""Push buttons with a word, with an icon alone, and links."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QIcon, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from aicore_tray.gui import theme

KINDS = ("default", "plain", "quiet", "danger")


class Button(QPushButton):
    """A push button, drawn by the platform; the kind decides its weight.

    Args:
        text: a verb and its object.
        kind: "default" (the one accent of a view), "plain", "quiet" (no outline) or "danger".
        icon: the name of a line icon before the text.
        large: 32 high, for sheets and footers.
    """

    def __init__(
        self, text: str, *, kind: str = "plain", icon: str = "", large: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._icon = icon
        self.setAutoDefault(False)
        self.setFont(theme.font(theme.Text.BODY_MEDIUM))
        self.setProperty("large", large)
        self.setProperty("focusRing", True)
        self.setIconSize(QSize(16, 16))
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.set_kind(kind)

    @property
    def kind(self) -> str:
        return str(self.property("kind"))

    def set_kind(self, kind: str, *, icon: str | None = None) -> None:
        """Give the button another weight, and with `icon` at once another line icon."""
        self._icon = self._icon if icon is None else icon
        self.setProperty("kind", kind)
        # What native styles understand of it.
        self.setFlat(kind == "quiet")
        self.setDefault(kind == "default")
        self._tint()
        self.update()

    def set_icon(self, icon: str) -> None:
        """Show another line icon, or none for an empty name."""
        if icon != self._icon:
            self._icon = icon
            self._tint()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

    def _tint(self) -> None:
        colors = theme.roles(self)
        role = {"default": "on_accent", "danger": "error", "quiet": "text_2"}.get(self.kind, "text")
        self.setIcon(theme.icon(self._icon, colors.named(role)) if self._icon else QIcon())
        label = colors.error if self.kind == "danger" else colors.text
        if self.palette().color(QPalette.ColorGroup.Active, QPalette.ColorRole.ButtonText) != label:
            palette = QPalette()
            palette.setColor(QPalette.ColorGroup.Active, QPalette.ColorRole.ButtonText, label)
            palette.setColor(QPalette.ColorGroup.Inactive, QPalette.ColorRole.ButtonText, label)
            self.setPalette(palette)


class IconButton(QPushButton):
    """A square button with an icon alone.

    Args:
        icon: the name of the line icon.
        name: what it does: its tooltip and accessible name.
        size: its width and height; 24 inside fields.
        outlined: draw the outline of a plain button.
        role: the colour of the icon.
    """

    def __init__(
        self,
        icon: str,
        name: str,
        *,
        size: int = 28,
        outlined: bool = False,
        role: str = "text_2",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._size = size
        self._outlined = outlined
        self._role = role
        self.setAutoDefault(False)
        self.setProperty("focusRing", True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_name(name)

    def set_icon(self, icon: str) -> None:
        """Show another icon."""
        if icon != self._icon:
            self._icon = icon
            self.update()

    def set_name(self, name: str) -> None:
        """Tell what it does now."""
        self.setToolTip(name)
        self.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _: QPaintEvent) -> None:
        colors = theme.roles(self)
        ratio = self.devicePixelRatioF()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setOpacity(1.0 if self.isEnabled() else 0.45)
            lit = self.isEnabled() and (self.underMouse() or self.isChecked() or self.isDown())
            if lit or self._outlined:
                painter.setBrush(colors.line if self.isDown() else colors.hover if lit else colors.base)
                painter.setPen(colors.line_strong if self._outlined else Qt.PenStyle.NoPen)
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
            place = QRect(0, 0, 16, 16)
            place.moveCenter(self.rect().center())
            painter.drawPixmap(place.topLeft(), theme.pixmap(self._icon, colors.named(self._role), 16, ratio))


class LinkButton(QPushButton):
    """A word in the accent that leads somewhere."""

    def __init__(self, text: str, *, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setAutoDefault(False)
        self.setProperty("focusRing", True)
        self.setFont(theme.font(theme.Text.BODY_MEDIUM))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text().replace("&", "")) + 4, max(24, metrics.height() + 4))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _: QPaintEvent) -> None:
        font = self.font()
        font.setUnderline(self.isEnabled() and self.underMouse())
        with QPainter(self) as painter:
            painter.setOpacity(1.0 if self.isEnabled() else 0.45)
            painter.setFont(font)
            painter.setPen(theme.roles(self).accent)
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextHideMnemonic
            painter.drawText(self.rect().adjusted(2, 0, -2, 0), int(flags), self.text())
