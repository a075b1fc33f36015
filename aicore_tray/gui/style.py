"""How Qt's own controls look where no platform draws them: Fusion, with our corners, sizes and focus ring."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import (
    QComboBox,
    QDialogButtonBox,
    QLineEdit,
    QPlainTextEdit,
    QProxyStyle,
    QPushButton,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QStyleOptionComplex,
    QStyleOptionMenuItem,
    QStyleOptionSlider,
    QStyleOptionSpinBox,
    QTextEdit,
    QWidget,
)

from aicore_tray.gui import theme

_RADIUS = 6
_HEIGHT = 28
_LARGE_HEIGHT = 32
_PADDING = 12
_INDICATOR = 16
_BAR = 10

_CE = QStyle.ControlElement
_PE = QStyle.PrimitiveElement
_CC = QStyle.ComplexControl
_SC = QStyle.SubControl
_State = QStyle.StateFlag
_Metric = QStyle.PixelMetric


class FusionStyle(QProxyStyle):
    """Draws buttons, fields, choices, scroll bars, menus and tooltips; leaves the rest to Fusion."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        if metric == _Metric.PM_DefaultFrameWidth and isinstance(widget, QPlainTextEdit | QTextEdit):
            return 3
        own = _METRICS.get(metric)
        return own if own is not None else super().pixelMetric(metric, option, widget)

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: QStyleHintReturn | None = None,
    ) -> int:
        # Asked hundreds of times for each control that is made.
        own = _HINTS.get(hint)
        return own if own is not None else super().styleHint(hint, option, widget, returnData)

    def sizeFromContents(
        self,
        type: QStyle.ContentsType,  # noqa: A002 - Qt's own name
        option: QStyleOption,
        size: QSize,
        widget: QWidget | None = None,
    ) -> QSize:
        result = super().sizeFromContents(type, option, size, _given(widget))
        if type == QStyle.ContentsType.CT_PushButton:
            large = widget is not None and bool(widget.property("large"))
            height = max(size.height() + 8, _LARGE_HEIGHT if large else _HEIGHT)
            return QSize(size.width() + 2 * _PADDING + 2, height)
        if type in (
            QStyle.ContentsType.CT_LineEdit,
            QStyle.ContentsType.CT_ComboBox,
            QStyle.ContentsType.CT_SpinBox,
        ):
            result.setHeight(max(result.height(), _HEIGHT))
        if type == QStyle.ContentsType.CT_ComboBox:
            result.setWidth(result.width() + 8)
        if type == QStyle.ContentsType.CT_ItemViewItem and widget is not None and widget.inherits("QComboBoxListView"):
            result.setHeight(max(result.height(), 26))
        if type == QStyle.ContentsType.CT_MenuItem:
            item: Any = option
            if item.menuItemType != QStyleOptionMenuItem.MenuItemType.Separator:
                result.setHeight(max(result.height(), 26))
                result.setWidth(result.width() + 12)
            else:
                result.setHeight(9)
        return result

    def subElementRect(self, element: QStyle.SubElement, option: QStyleOption, widget: QWidget | None = None) -> QRect:
        rect = super().subElementRect(element, option, _given(widget))
        if element == QStyle.SubElement.SE_LineEditContents and isinstance(widget, QLineEdit) and widget.hasFrame():
            return rect.adjusted(4, 0, -4, 0)
        return rect

    def subControlRect(
        self,
        cc: QStyle.ComplexControl,
        opt: QStyleOptionComplex,
        sc: QStyle.SubControl,
        widget: QWidget | None = None,
    ) -> QRect:
        rect = super().subControlRect(cc, opt, sc, _given(widget))
        if cc == _CC.CC_ScrollBar and isinstance(opt, QStyleOptionSlider):
            return _scroll_bar_part(self._rect(opt), rect, opt, sc)
        if cc == _CC.CC_ComboBox and sc == _SC.SC_ComboBoxEditField:
            return rect.adjusted(5, 0, 0, 0)
        if cc == _CC.CC_SpinBox and sc == _SC.SC_SpinBoxEditField:
            return rect.adjusted(4, 0, 0, 0)
        return rect

    def drawPrimitive(
        self, element: QStyle.PrimitiveElement, option: QStyleOption, painter: QPainter, widget: QWidget | None = None
    ) -> None:
        if element not in _OWN:
            super().drawPrimitive(element, option, painter, widget)
            return
        colors = _colors(option, widget)
        rect = QRectF(self._rect(option))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if element in (_PE.PE_PanelLineEdit, _PE.PE_FrameLineEdit):
            if isinstance(widget, QLineEdit) and widget.hasFrame():
                _paint_field(painter, rect, colors, self._state(option), error=bool(widget.property("error")))
        elif element in (_PE.PE_IndicatorCheckBox, _PE.PE_IndicatorItemViewItemCheck):
            _paint_check(painter, rect, colors, self._state(option))
        elif element == _PE.PE_IndicatorRadioButton:
            _paint_radio(painter, rect, colors, self._state(option))
        elif element == _PE.PE_FrameFocusRect:
            # The ring around the widget tells it.
            pass
        elif element == _PE.PE_PanelTipLabel:
            painter.setPen(colors.line_strong if colors.high_contrast else colors.line)
            painter.setBrush(colors.base)
            painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
        elif element in (_PE.PE_PanelMenu, _PE.PE_FrameMenu):
            painter.setPen(colors.line)
            painter.setBrush(colors.base if element == _PE.PE_PanelMenu else Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
        elif element == _PE.PE_FrameGroupBox:
            painter.setPen(colors.line)
            painter.setBrush(colors.base)
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        elif element == _PE.PE_Frame and isinstance(widget, QPlainTextEdit | QTextEdit):
            _paint_field(painter, rect, colors, self._state(option), error=bool(widget.property("error")))
        else:
            painter.restore()
            super().drawPrimitive(element, option, painter, widget)
            return
        painter.restore()

    def drawControl(
        self, element: QStyle.ControlElement, option: QStyleOption, painter: QPainter, widget: QWidget | None = None
    ) -> None:
        if element == _CE.CE_PushButton and isinstance(option, QStyleOptionButton):
            self._draw_button(option, painter, widget)
        elif element == _CE.CE_MenuItem and isinstance(option, QStyleOptionMenuItem):
            self._draw_menu_item(option, painter, widget)
        elif element == _CE.CE_ComboBoxLabel and isinstance(option, QStyleOptionComboBox):
            fields: Any = QStyleOptionComboBox(option)
            field = self.proxy().subControlRect(_CC.CC_ComboBox, option, _SC.SC_ComboBoxEditField, widget)
            room = field.width() - 4
            fields.currentText = fields.fontMetrics.elidedText(fields.currentText, Qt.TextElideMode.ElideMiddle, room)
            super().drawControl(element, fields, painter, widget)
        elif element == _CE.CE_FocusFrame:
            pass
        else:
            super().drawControl(element, option, painter, widget)

    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if control == _CC.CC_ScrollBar and isinstance(option, QStyleOptionSlider):
            self._draw_scroll_bar(option, painter, widget)
        elif control == _CC.CC_ComboBox and isinstance(option, QStyleOptionComboBox):
            self._draw_combo(option, painter, widget)
        elif control == _CC.CC_SpinBox and isinstance(option, QStyleOptionSpinBox):
            self._draw_spin(option, painter, widget)
        else:
            super().drawComplexControl(control, option, painter, widget)

    def _draw_button(self, option: QStyleOptionButton, painter: QPainter, widget: QWidget | None) -> None:
        colors = _colors(option, widget)
        fields: Any = option
        kind = str(widget.property("kind") or "") if widget is not None else ""
        if not kind:
            kind = "quiet" if fields.features & QStyleOptionButton.ButtonFeature.Flat else "plain"
            if isinstance(widget, QPushButton) and widget.isDefault():
                kind = "default"
        state = self._state(option)
        enabled = bool(state & _State.State_Enabled)
        hovered = enabled and bool(state & _State.State_MouseOver)
        pressed = enabled and bool(state & (_State.State_Sunken | _State.State_On))
        ground, border, label = _button_colors(kind, colors, hovered=hovered, pressed=pressed)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(1.0 if enabled else 0.45)
        painter.setBrush(ground if ground is not None else Qt.BrushStyle.NoBrush)
        painter.setPen(border if border is not None else Qt.PenStyle.NoPen)
        rect = QRectF(fields.rect)
        edge = 0.5 if border is not None else 0.0
        if ground is not None or border is not None:
            painter.drawRoundedRect(rect.adjusted(edge, edge, -edge, -edge), _RADIUS, _RADIUS)
        self._draw_button_label(fields, painter, label, widget)
        painter.restore()

    def _draw_button_label(self, fields: Any, painter: QPainter, color: QColor, widget: QWidget | None) -> None:
        metrics = fields.fontMetrics
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic | Qt.TextFlag.TextSingleLine
        if not self.proxy().styleHint(QStyle.StyleHint.SH_UnderlineShortcut, fields, widget):
            flags |= Qt.TextFlag.TextHideMnemonic
        has_icon = not fields.icon.isNull()
        menu = bool(fields.features & QStyleOptionButton.ButtonFeature.HasMenu)
        gap = 8 if has_icon and fields.text else 0
        icon_width = fields.iconSize.width() if has_icon else 0
        text_width = metrics.size(int(Qt.TextFlag.TextShowMnemonic), fields.text).width() if fields.text else 0
        chevron = 16 if menu else 0
        rect = fields.rect
        left = rect.left() + max(0, (rect.width() - icon_width - gap - text_width - chevron) // 2)
        icon_place = QRect(left, rect.center().y() - fields.iconSize.height() // 2 + 1, icon_width, icon_width)
        text_place = QRect(left + icon_width + gap, rect.top(), text_width + 2, rect.height())
        if fields.direction == Qt.LayoutDirection.RightToLeft:
            icon_place = QStyle.visualRect(fields.direction, rect, icon_place)
            text_place = QStyle.visualRect(fields.direction, rect, text_place)
        if has_icon:
            fields.icon.paint(painter, icon_place)
        painter.setPen(color)
        painter.drawText(text_place, int(flags.value), fields.text)
        if menu:
            ratio = painter.device().devicePixelRatioF()
            x = text_place.right() + 3 if fields.direction != Qt.LayoutDirection.RightToLeft else text_place.left() - 15
            painter.drawPixmap(x, rect.center().y() - 5, theme.pixmap("chevron-down", color, 12, ratio))

    def _draw_menu_item(self, option: QStyleOptionMenuItem, painter: QPainter, widget: QWidget | None) -> None:
        colors = _colors(option, widget)
        fields: Any = option
        if fields.menuItemType == QStyleOptionMenuItem.MenuItemType.Separator and not fields.text:
            painter.fillRect(fields.rect.left() + 8, fields.rect.center().y(), fields.rect.width() - 16, 1, colors.line)
            return
        state = self._state(option)
        selected = bool(state & _State.State_Selected) and bool(state & _State.State_Enabled)
        if isinstance(widget, QComboBox):
            super().drawControl(_CE.CE_MenuItem, option, painter, widget)
            return
        copy: Any = QStyleOptionMenuItem(option)
        if selected:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colors.accent_fill)
            painter.drawRoundedRect(QRectF(fields.rect).adjusted(4, 0, -4, 0), 4, 4)
            painter.restore()
            # Fusion would draw a square of its own around it.
            copy.state = state & ~_State.State_Selected
            palette = QPalette(copy.palette)
            for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
                palette.setColor(role, colors.on_accent)
            copy.palette = palette
        copy.rect = fields.rect.adjusted(6, 0, -6, 0)
        super().drawControl(_CE.CE_MenuItem, copy, painter, widget)

    def _draw_combo(self, option: QStyleOptionComboBox, painter: QPainter, widget: QWidget | None) -> None:
        colors = _colors(option, widget)
        fields: Any = option
        error = widget is not None and bool(widget.property("error"))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state = self._state(option)
        ground = colors.hover if state & _State.State_MouseOver and not fields.editable else None
        if not fields.editable and not state & _State.State_On and not _by_keyboard(widget):
            state &= ~_State.State_HasFocus
        if fields.frame:
            _paint_field(painter, QRectF(fields.rect), colors, state, error=error, ground=ground)
        painter.setOpacity(1.0 if state & _State.State_Enabled else 0.45)
        right = fields.direction != Qt.LayoutDirection.RightToLeft
        x = fields.rect.right() - 20 if right else fields.rect.left() + 7
        ratio = painter.device().devicePixelRatioF()
        mark = theme.pixmap("chevron-down", colors.text_2, 14, ratio)
        painter.drawPixmap(x, fields.rect.center().y() - 6, mark)
        painter.restore()

    def _draw_spin(self, option: QStyleOptionSpinBox, painter: QPainter, widget: QWidget | None) -> None:
        colors = _colors(option, widget)
        fields: Any = option
        error = widget is not None and bool(widget.property("error"))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state = self._state(option)
        if fields.frame:
            _paint_field(painter, QRectF(fields.rect), colors, state, error=error)
        if fields.subControls & _SC.SC_SpinBoxUp:
            for part, way in ((_SC.SC_SpinBoxUp, -1.0), (_SC.SC_SpinBoxDown, 1.0)):
                place = QRectF(self.proxy().subControlRect(_CC.CC_SpinBox, option, part, widget))
                lit = fields.activeSubControls == part and bool(state & _State.State_MouseOver)
                _paint_arrow(painter, place.center(), way, colors.text if lit else colors.text_2)
        painter.restore()

    def _draw_scroll_bar(self, option: QStyleOptionSlider, painter: QPainter, widget: QWidget | None) -> None:
        colors = _colors(option, widget)
        fields: Any = option
        if fields.maximum <= fields.minimum:
            return
        handle = QRectF(self.proxy().subControlRect(_CC.CC_ScrollBar, option, _SC.SC_ScrollBarSlider, widget))
        active = bool(self._state(option) & _State.State_MouseOver) or bool(self._state(option) & _State.State_Sunken)
        thin = 3.0 if not active else 2.0
        horizontal = fields.orientation == Qt.Orientation.Horizontal
        handle = handle.adjusted(2, thin, -2, -thin) if horizontal else handle.adjusted(thin, 2, -thin, -2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.faded(colors.line_strong, 1.0 if active or colors.high_contrast else 0.55))
        radius = min(handle.width(), handle.height()) / 2
        painter.drawRoundedRect(handle, radius, radius)
        painter.restore()

    @staticmethod
    def _rect(option: QStyleOption) -> QRect:
        fields: Any = option  # the stubs do not know the fields of style options
        rect: QRect = fields.rect
        return rect

    @staticmethod
    def _state(option: QStyleOption) -> QStyle.StateFlag:
        fields: Any = option
        state: QStyle.StateFlag = fields.state
        return state


# The elements that `drawPrimitive` draws; the others are asked for with every cell of a table.
_OWN = frozenset(
    {
        _PE.PE_PanelLineEdit,
        _PE.PE_FrameLineEdit,
        _PE.PE_IndicatorCheckBox,
        _PE.PE_IndicatorItemViewItemCheck,
        _PE.PE_IndicatorRadioButton,
        _PE.PE_FrameFocusRect,
        _PE.PE_PanelTipLabel,
        _PE.PE_PanelMenu,
        _PE.PE_FrameMenu,
        _PE.PE_FrameGroupBox,
        _PE.PE_Frame,
    }
)
_HINTS = {
    QStyle.StyleHint.SH_FocusFrame_AboveWidget: 1,
    QStyle.StyleHint.SH_DialogButtonLayout: int(QDialogButtonBox.ButtonLayout.GnomeLayout.value),
    # It would cut the round corners of the ring.
    QStyle.StyleHint.SH_FocusFrame_Mask: 0,
    QStyle.StyleHint.SH_EtchDisabledText: 0,
    QStyle.StyleHint.SH_ComboBox_Popup: 0,
    QStyle.StyleHint.SH_DialogButtonBox_ButtonsHaveIcons: 0,
}
_METRICS = {
    _Metric.PM_IndicatorWidth: _INDICATOR,
    _Metric.PM_IndicatorHeight: _INDICATOR,
    _Metric.PM_ExclusiveIndicatorWidth: _INDICATOR,
    _Metric.PM_ExclusiveIndicatorHeight: _INDICATOR,
    _Metric.PM_CheckBoxLabelSpacing: 8,
    _Metric.PM_RadioButtonLabelSpacing: 8,
    _Metric.PM_ScrollBarExtent: _BAR,
    _Metric.PM_ScrollView_ScrollBarSpacing: 0,
    _Metric.PM_ScrollView_ScrollBarOverlap: 0,
    _Metric.PM_ButtonShiftHorizontal: 0,
    _Metric.PM_ButtonShiftVertical: 0,
    _Metric.PM_FocusFrameHMargin: 3,
    _Metric.PM_FocusFrameVMargin: 3,
    _Metric.PM_MenuVMargin: 5,
    _Metric.PM_MenuHMargin: 0,
    _Metric.PM_MenuPanelWidth: 1,
    _Metric.PM_ToolTipLabelFrameWidth: 6,
    _Metric.PM_LayoutHorizontalSpacing: 8,
    _Metric.PM_LayoutVerticalSpacing: 8,
}


def _given(widget: QWidget | None) -> Any:
    # The stubs forget that there may be no widget.
    return widget


def _colors(option: QStyleOption, widget: QWidget | None) -> theme.Roles:
    fields: Any = option
    return theme.roles(widget if widget is not None else fields.palette)


def _by_keyboard(widget: QWidget | None) -> bool:
    return widget is None or theme.by_keyboard(widget)


def _button_colors(
    kind: str, colors: theme.Roles, *, hovered: bool, pressed: bool
) -> tuple[QColor | None, QColor | None, QColor]:
    """Return ground, border and label of a button."""
    if kind == "default":
        share = 0.82 if pressed else 0.9 if hovered else 1.0
        # Towards the text's colour in light, towards the ground in dark: white keeps its contrast in both.
        return theme.mixed(colors.accent_fill, colors.shadow, share), None, colors.on_accent
    ground = colors.line if pressed else colors.hover if hovered else colors.base
    label = colors.error if kind == "danger" else colors.text
    if kind == "quiet":
        return (ground if hovered or pressed else None), None, colors.text_2
    border = theme.mixed(colors.line_strong, colors.base, 0.6)
    if colors.high_contrast:
        border = colors.line_strong
    return ground, colors.error if kind == "danger" else border, label


def _paint_field(
    painter: QPainter,
    rect: QRectF,
    colors: theme.Roles,
    state: QStyle.StateFlag,
    *,
    error: bool,
    ground: QColor | None = None,
) -> None:
    enabled = bool(state & _State.State_Enabled)
    focused = enabled and bool(state & _State.State_HasFocus)
    painter.save()
    painter.setOpacity(1.0 if enabled else 0.45)
    painter.setBrush(ground if ground is not None else colors.base)
    if focused:
        color = colors.error if error else colors.accent if colors.dark else colors.accent_fill
        painter.setPen(QPen(color, 2))
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), _RADIUS - 1, _RADIUS - 1)
    else:
        painter.setPen(QPen(colors.error if error else colors.line_strong, 1))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
    painter.restore()


def _indicator(rect: QRectF) -> QRectF:
    place = QRectF(0, 0, _INDICATOR, _INDICATOR)
    place.moveCenter(rect.center())
    return place


def _paint_check(painter: QPainter, rect: QRectF, colors: theme.Roles, state: QStyle.StateFlag) -> None:
    place = _indicator(rect)
    painter.setOpacity(1.0 if state & _State.State_Enabled else 0.45)
    if not state & (_State.State_On | _State.State_NoChange):
        painter.setPen(QPen(colors.line_strong, 1))
        painter.setBrush(colors.base)
        painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colors.accent_fill)
    painter.drawRoundedRect(place, 4, 4)
    pen = QPen(colors.on_accent, 1.8)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    points = ((4.4, 8.4), (7, 11), (11.6, 5.6)) if state & _State.State_On else ((4.5, 8), (11.5, 8))
    painter.drawPolyline(QPolygonF([QPointF(place.left() + x, place.top() + y) for x, y in points]))


def _paint_radio(painter: QPainter, rect: QRectF, colors: theme.Roles, state: QStyle.StateFlag) -> None:
    place = _indicator(rect)
    painter.setOpacity(1.0 if state & _State.State_Enabled else 0.45)
    if not state & _State.State_On:
        painter.setPen(QPen(colors.line_strong, 1))
        painter.setBrush(colors.base)
        painter.drawEllipse(place.adjusted(0.5, 0.5, -0.5, -0.5))
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colors.accent_fill)
    painter.drawEllipse(place)
    painter.setBrush(colors.on_accent)
    painter.drawEllipse(place.center(), 3, 3)


def _paint_arrow(painter: QPainter, center: QPointF, way: float, color: QColor) -> None:
    pen = QPen(color, 1.3)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    points = ((-3, -1.5 * way), (0, 1.5 * way), (3, -1.5 * way))
    painter.drawPolyline(QPolygonF([QPointF(center.x() + x, center.y() + y) for x, y in points]))


def _scroll_bar_part(whole: QRect, fusion: QRect, option: QStyleOptionSlider, part: QStyle.SubControl) -> QRect:
    """Return where a part of a scroll bar lies: there are no buttons at its ends, the groove takes all of it."""
    fields: Any = option
    if part in (_SC.SC_ScrollBarAddLine, _SC.SC_ScrollBarSubLine):
        return QRect()
    horizontal = fields.orientation == Qt.Orientation.Horizontal
    length = whole.width() if horizontal else whole.height()
    span = fields.maximum - fields.minimum
    size = length
    if span > 0:
        size = max(int(fields.pageStep * length / (span + fields.pageStep)), 28)
    start = QStyle.sliderPositionFromValue(
        fields.minimum, fields.maximum, fields.sliderPosition, length - size, fields.upsideDown
    )
    before, after = start, length - start - size
    places = {
        _SC.SC_ScrollBarGroove: (0, length),
        _SC.SC_ScrollBarSlider: (start, size),
        _SC.SC_ScrollBarSubPage: (0, before),
        _SC.SC_ScrollBarAddPage: (start + size, after),
    }
    if part not in places:
        return fusion
    offset, extent = places[part]
    if horizontal:
        place = QRect(whole.left() + offset, whole.top(), extent, whole.height())
        return QStyle.visualRect(fields.direction, whole, place)
    return QRect(whole.left(), whole.top() + offset, whole.width(), extent)
