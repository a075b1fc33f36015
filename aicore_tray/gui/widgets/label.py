"""A text in one of the styles of type and one of the roles of colour."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from aicore_tray.gui import theme


class Label(QLabel):
    """A plain text: what a server sent is shown as it is and never read as markup.

    Args:
        text: what to show.
        style: its size and weight.
        role: the name of its colour in `theme.Roles`.
        wrap: break it into lines.
        elide: shorten it where there is no room; the whole text is its tooltip then.
        selectable: let it be selected and copied with mouse and keyboard.
        tabular: give all digits one width, for numbers that change.
    """

    def __init__(
        self,
        text: str = "",
        style: theme.Text = theme.Text.BODY,
        role: str = "text",
        *,
        wrap: bool = False,
        elide: Qt.TextElideMode | None = None,
        selectable: bool = False,
        tabular: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._role = role
        self._elide = elide
        self._tip = ""
        # Hundreds of them are made at a time: what is told of the palette meanwhile is answered once, at the end.
        self._made = False
        self.setTextFormat(Qt.TextFormat.PlainText)
        # Else a label inside a button would take the button's colour.
        self.setForegroundRole(QPalette.ColorRole.WindowText)
        self.setFont(theme.font(style, tabular=tabular))
        self.setWordWrap(wrap)
        if elide is not None:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        if selectable:
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        self.setText(text)
        self._made = True
        self._tint()

    def set_text(self, text: str) -> None:
        """Show another text."""
        if text != self.text():
            self.setText(text)

    def set_role(self, role: str) -> None:
        """Show it in another colour, by the name of the role."""
        if role != self._role:
            self._role = role
            self._tint()

    @property
    def elided(self) -> bool:
        """Whether the text is shown shortened now."""
        needed = self.fontMetrics().horizontalAdvance(self.text())
        return self._elide is not None and needed > self.contentsRect().width()

    def heightForWidth(self, width: int) -> int:
        # Layouts ask for all the room they have, even where a label may not take it.
        return super().heightForWidth(min(width, self.maximumWidth()))

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        if self._elide is not None:
            hint.setWidth(min(hint.width(), self.fontMetrics().averageCharWidth() * 4))
        return hint

    def paintEvent(self, event: QPaintEvent) -> None:
        elided = self.elided
        if self._elide is not None:
            self._tell_whole(elided)
        if not elided or self._elide is None:
            super().paintEvent(event)
            return
        room = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), self._elide, room.width())
        with QPainter(self) as painter:
            self.style().drawItemText(
                painter,
                room,
                int(self.alignment().value),
                self.palette(),
                self.isEnabled(),
                text,
                QPalette.ColorRole.WindowText,
            )

    def _tell_whole(self, elided: bool) -> None:
        """Let the tip hold the whole of a text that is shown shortened, unless it holds something else."""
        tip = self.text() if elided else ""
        if tip != self._tip and self.toolTip() == self._tip:
            self._tip = tip
            self.setToolTip(tip)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and self._made:
            self._tint()
        super().changeEvent(event)

    def _tint(self) -> None:
        color = theme.roles(self).named(self._role)
        if self.palette().color(QPalette.ColorGroup.Active, QPalette.ColorRole.WindowText) == color:
            return
        self.setPalette(theme.text_palette(theme.roles(self), self._role))
