"""A picture or file that goes with a message: a small picture or an icon, its name and its size."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from aicore_tray.chat.attachment import Attachment, Kind
from aicore_tray.gui import theme
from aicore_tray.gui.numbers import file_size
from aicore_tray.gui.widgets.button import IconButton

_HEIGHT = 44
_WIDEST = 220
_PICTURE = 32
_PAD = 6
_RADIUS = 8


class Chip(QWidget):
    """One attachment.

    Signals:
        removed: its button was pressed.

    Args:
        removable: whether it has a button that removes it.
        problem: why it cannot be sent; it is shown in place of the size.
    """

    removed = Signal()

    def __init__(
        self, attachment: Attachment, *, removable: bool = False, problem: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("chat-attachment")
        self.attachment = attachment
        self._problem = problem
        self._picture: QPixmap | None = None
        self._name_font = theme.font(theme.Text.BODY_MEDIUM)
        self._about_font = theme.font(theme.Text.CAPTION, tabular=True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setToolTip(problem or attachment.name)
        words = self.tr("{name}, {about}").format(name=attachment.name, about=problem or self._about())
        self.setAccessibleName(words)
        self.button: IconButton | None = None
        if removable:
            name = self.tr("Remove {name}").format(name=attachment.name)
            self.button = IconButton("close", name, size=24, parent=self)
            self.button.setObjectName("remove-attachment")
            self.button.clicked.connect(self.removed)

    def _about(self) -> str:
        kind = {
            Kind.PICTURE: self.tr("Picture · {size}"),
            Kind.PDF: self.tr("PDF · {size}"),
            Kind.TEXT: self.tr("Text · {size}"),
        }[self.attachment.kind]
        return kind.format(size=file_size(self.attachment.size))

    def sizeHint(self) -> QSize:
        name, about = self._metrics()
        height = max(_HEIGHT, name.height() + about.height() + 8)
        text = max(
            name.horizontalAdvance(self.attachment.name), about.horizontalAdvance(self._problem or self._about())
        )
        width = _PAD + _PICTURE + 8 + text + 10 + (24 if self.button is not None else 0)
        return QSize(min(width, _WIDEST + 40 * bool(self._problem)), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _metrics(self) -> tuple[QFontMetrics, QFontMetrics]:
        return QFontMetrics(self._name_font), QFontMetrics(self._about_font)

    def resizeEvent(self, _: object) -> None:
        if self.button is not None:
            left = 4 if self.isRightToLeft() else self.width() - 28
            self.button.setGeometry(left, (self.height() - 24) // 2, 24, 24)

    def paintEvent(self, _: QPaintEvent) -> None:
        colors = theme.roles(self)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(colors.warn_soft if self._problem else colors.base)
            painter.setPen(colors.warn if self._problem and colors.high_contrast else colors.line)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
            place = QRect(_PAD, (self.height() - _PICTURE) // 2, _PICTURE, _PICTURE)
            if self.isRightToLeft():
                place.moveRight(self.width() - _PAD)
            self._paint_picture(painter, place, colors)
            room = self.rect().adjusted(_PAD + _PICTURE + 8, 4, -(30 if self.button is not None else 8), -4)
            if self.isRightToLeft():
                room = self.rect().adjusted(30 if self.button is not None else 8, 4, -(_PAD + _PICTURE + 8), -4)
            half = room.height() // 2
            lines = (
                (self._name_font, colors.text, self.attachment.name, Qt.TextElideMode.ElideMiddle),
                (
                    self._about_font,
                    colors.warn if self._problem else colors.text_2,
                    self._problem or self._about(),
                    Qt.TextElideMode.ElideRight,
                ),
            )
            for number, (font, color, text, elide) in enumerate(lines):
                painter.setFont(font)
                painter.setPen(color)
                line = QRect(room.left(), room.top() + number * half, room.width(), half)
                shown = painter.fontMetrics().elidedText(text, elide, line.width())
                painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading), shown)

    def _paint_picture(self, painter: QPainter, place: QRect, colors: theme.Roles) -> None:
        if self._picture is None:
            self._picture = square_of(self.attachment.thumbnail, _PICTURE, self.devicePixelRatioF())
        if self._picture.isNull():
            icon = theme.pixmap("file", colors.text_2, 20, self.devicePixelRatioF())
            painter.drawPixmap(place.center().x() - 9, place.center().y() - 9, icon)
            return
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(place), 4, 4)
        painter.save()
        painter.setClipPath(shape)
        painter.drawPixmap(place, self._picture)
        painter.restore()


def square_of(thumbnail: bytes, side: int, ratio: float) -> QPixmap:
    """Return the middle of a small picture as a square; an empty one where there is none."""
    image = QImage.fromData(thumbnail) if thumbnail else QImage()
    if image.isNull():
        return QPixmap()
    least = min(image.width(), image.height())
    image = image.copy((image.width() - least) // 2, (image.height() - least) // 2, least, least)
    pixels = round(side * ratio)
    smooth = Qt.TransformationMode.SmoothTransformation
    picture = QPixmap.fromImage(image.scaled(pixels, pixels, Qt.AspectRatioMode.IgnoreAspectRatio, smooth))
    picture.setDevicePixelRatio(ratio)
    return picture
