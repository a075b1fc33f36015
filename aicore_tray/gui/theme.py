"""Colours, fonts and icons: the one place that names a colour."""

from __future__ import annotations

import functools
import os
import sys
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

import shiboken6
from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QFocusFrame, QToolTip, QWidget

from aicore_tray.system import paths

# Role: light, dark. Contrasts are kept by tests/gui/test_theme.py.
_TABLE = MappingProxyType(
    {
        "sidebar": ("#ECEEF2", "#15171B"),
        "window": ("#F6F7F9", "#1A1C21"),
        "base": ("#FFFFFF", "#22252B"),
        "sunken": ("#F0F2F5", "#191B20"),
        "hover": ("#E3E6EB", "#25282E"),
        "line": ("#DEE1E7", "#353941"),
        "line_strong": ("#7E8593", "#7C8492"),
        "text": ("#1A1E26", "#E9EBEF"),
        "text_2": ("#545B69", "#AEB5C1"),
        "text_3": ("#5F6775", "#9BA3B0"),
        "accent": ("#3553CF", "#9DB1FF"),
        "accent_fill": ("#3B5BDB", "#4A68E0"),
        "on_accent": ("#FFFFFF", "#FFFFFF"),
        "accent_soft": ("#E7ECFD", "#2A335A"),
        "ok": ("#18743A", "#63CB80"),
        "ok_soft": ("#E2F4E7", "#1B3524"),
        "warn": ("#875300", "#E8B450"),
        "warn_soft": ("#FDF1D7", "#382C12"),
        "error": ("#BF2A2A", "#FF938A"),
        "error_soft": ("#FCE9E8", "#422323"),
        "scrim": ("#52141820", "#80000000"),
        "shadow": ("#40000000", "#70000000"),
    }
)
_MARK_DARK = "#1A1E26"
_MARK_LIGHT = "#F2F4F8"
_MARK_AMBER_ON_LIGHT = "#A86500"
_MARK_AMBER_ON_DARK = "#F0B94E"

_TEXT_CONTRAST = 4.5
_BY_KEYBOARD = "keyboardFocus"  # a property of the window: Qt forgets its own attribute with each setFocus
_TRAY_SIZES = (16, 18, 20, 22, 24, 32, 36, 44, 48, 64)
_ICON_RATIOS = (1.0, 1.5, 2.0, 3.0)
_PALETTES = 512


@dataclass(frozen=True, slots=True)
class Roles:
    """The colours of one appearance, by what they are for.

    `high_contrast` asks those who paint a soft ground to draw a border in its semantic colour.
    """

    sidebar: QColor
    window: QColor
    base: QColor
    sunken: QColor
    hover: QColor
    line: QColor
    line_strong: QColor
    text: QColor
    text_2: QColor
    text_3: QColor
    accent: QColor
    accent_fill: QColor
    on_accent: QColor
    accent_soft: QColor
    ok: QColor
    ok_soft: QColor
    warn: QColor
    warn_soft: QColor
    error: QColor
    error_soft: QColor
    scrim: QColor
    shadow: QColor
    dark: bool
    high_contrast: bool

    def named(self, role: str) -> QColor:
        """Return the colour of a role by its name.

        Raises:
            AttributeError: there is no such role.
        """
        color: QColor = getattr(self, role)
        return color


class Text(Enum):
    """The styles of type: factor of the user's size, weight, fixed pitch."""

    WELCOME = (1.7, QFont.Weight.DemiBold, False)
    PAGE = (1.55, QFont.Weight.DemiBold, False)
    FIGURE = (1.701, QFont.Weight.DemiBold, False)  # the same size as WELCOME; equal values would make it an alias
    PANE = (1.2, QFont.Weight.DemiBold, False)
    HEADING = (1.0, QFont.Weight.DemiBold, False)
    BODY = (1.0, QFont.Weight.Normal, False)
    BODY_MEDIUM = (1.0, QFont.Weight.Medium, False)
    CAPTION = (0.92, QFont.Weight.Normal, False)
    CAPTION_MEDIUM = (0.92, QFont.Weight.Medium, False)
    MONO = (0.92, QFont.Weight.Normal, True)


def roles(source: QWidget | QPalette) -> Roles:
    """Return the colours that fit a palette: dark where its window is dark, with the accent it carries."""
    palette = source.palette() if isinstance(source, QWidget) else source
    # Asked for by every cell that is painted: the same palette is not read again.
    key = palette.cacheKey()
    found = _roles_of.get(key)
    if found is None:
        window = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Window)
        accent = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Accent)
        found = _roles(window.lightness() < 128, accent.name(), _high_contrast())
        if len(_roles_of) >= _PALETTES:
            _roles_of.clear()
        _roles_of[key] = found
    return found


# A cache as `functools.cache` keeps one; by the palettes' own keys, as they cannot be hashed.
_roles_of: dict[int, Roles] = {}


def text_palette(colors: Roles, role: str) -> QPalette:
    """Return the palette of a text in the colour of a role."""
    key = id(colors), role  # roles are kept for good, see `_roles`
    found = _text_palettes.get(key)
    if found is None:
        color, found = colors.named(role), QPalette()
        found.setColor(QPalette.ColorRole.WindowText, color)
        found.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText, mixed(color, colors.base, 0.45))
        _text_palettes[key] = found
    return found


_text_palettes: dict[tuple[int, str], QPalette] = {}


def install(app: QApplication, scheme: Qt.ColorScheme | None = None) -> None:
    """Dress the application, now and whenever the system's appearance changes; call again to change the scheme.

    Args:
        app: the application.
        scheme: light or dark; None follows the system.
    """
    follower = app.findChild(_Follower) or _Follower(app)
    follower.follow(scheme)


def palette_of(colors: Roles) -> QPalette:
    """Return the palette from which `roles` finds these colours again."""
    role = QPalette.ColorRole
    palette = QPalette()
    for name, color in {
        role.Window: colors.window,
        role.WindowText: colors.text,
        role.Base: colors.base,
        role.AlternateBase: colors.sunken,
        role.Text: colors.text,
        role.Button: colors.base,
        role.ButtonText: colors.text,
        role.BrightText: colors.on_accent,
        role.Highlight: colors.accent_fill,
        role.HighlightedText: colors.on_accent,
        role.Accent: colors.accent_fill,
        role.Link: colors.accent,
        role.LinkVisited: colors.accent,
        role.PlaceholderText: colors.text_3,
        role.ToolTipBase: colors.base,
        role.ToolTipText: colors.text,
        role.Light: colors.base,
        role.Midlight: colors.line,
        role.Mid: colors.line,
        role.Dark: colors.line_strong,
        role.Shadow: colors.line_strong,
    }.items():
        palette.setColor(name, color)
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, mixed(colors.text, colors.base, 0.45))
    return palette


def by_keyboard(widget: QWidget) -> bool:
    """Tell whether the window's focus was last moved with the keyboard, so that its place must be seen."""
    window = widget.window()
    return window.testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange) or bool(window.property(_BY_KEYBOARD))


def set_keyboard_focus(widget: QWidget) -> None:
    """Move the focus as a key does that Qt does not know as one, such as an arrow in a list."""
    widget.window().setProperty(_BY_KEYBOARD, True)
    widget.setFocus(Qt.FocusReason.TabFocusReason)


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast of two opaque colours as WCAG 2 computes it, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def faded(color: QColor, share: float) -> QColor:
    """Return the colour with its opacity multiplied by `share`."""
    result = QColor(color)
    result.setAlphaF(color.alphaF() * share)
    return result


def mixed(over: QColor, under: QColor, share: float) -> QColor:
    """Return what `over` at an opacity of `share` looks like on `under`."""
    return QColor.fromRgbF(
        over.redF() * share + under.redF() * (1 - share),
        over.greenF() * share + under.greenF() * (1 - share),
        over.blueF() * share + under.blueF() * (1 - share),
    )


def font(text: Text, *, tabular: bool = False) -> QFont:
    """Return the font of a style of type, relative to the user's size; `tabular` gives all digits one width."""
    # A copy shares with the one that is kept what Qt has found for it.
    return QFont(_font(text, tabular, QApplication.font().key()))


@functools.lru_cache(maxsize=64)
def _font(text: Text, tabular: bool, _general: str) -> QFont:
    factor, weight, fixed = text.value
    general = QApplication.font()
    result = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont) if fixed else QFont(general)
    if general.pointSizeF() > 0:
        smallest = min(8.0, general.pointSizeF())
        result.setPointSizeF(max(general.pointSizeF() * factor, smallest))
    else:
        result.setPixelSize(round(max(general.pixelSize() * factor, min(10.5, general.pixelSize()))))
    result.setWeight(weight)
    if tabular or text is Text.FIGURE:
        result.setFeature(QFont.Tag("tnum"), 1)
    return result


def pixmap(name: str, color: QColor, size: int, ratio: float) -> QPixmap:
    """Return a line icon in one colour, `size` wide in device-independent pixels.

    Raises:
        FileNotFoundError: there is no such icon.
    """
    return _pixmap(name, color.name(QColor.NameFormat.HexArgb), size, ratio)


def icon(name: str, color: QColor, size: int = 16) -> QIcon:
    """Return a line icon for what takes a QIcon; its disabled look is the same at 45 %.

    Raises:
        FileNotFoundError: there is no such icon.
    """
    result = QIcon()
    for ratio in _ICON_RATIOS:
        result.addPixmap(pixmap(name, color, size, ratio))
        result.addPixmap(pixmap(name, faded(color, 0.45), size, ratio), QIcon.Mode.Disabled)
    return result


def app_icon() -> QIcon:
    """Return the icon of the application, with a bolder drawing for small sizes."""
    result = QIcon()
    for size in (16, 20, 22, 24, 32, 40, 48, 64, 96, 128, 256, 512):
        result.addPixmap(_pixmap("app-icon-small" if size < 25 else "app-icon", _MARK_DARK, size, 1.0))
    return result


def tray_icon(state: str, *, light: bool, mask: bool, amber: bool = False) -> QIcon:
    """Return the mark for the system's bar.

    Args:
        state: off, on, busy or attention.
        light: draw the light mark, for a dark bar.
        mask: the system tints it by itself (macOS); `light` and `amber` are ignored then.
        amber: draw attention in amber, where the bar allows colour.
    """
    color = _MARK_LIGHT if light else _MARK_DARK
    if amber and state == "attention":
        color = _MARK_AMBER_ON_DARK if light else _MARK_AMBER_ON_LIGHT
    result = QIcon()
    for size in _TRAY_SIZES:
        result.addPixmap(_pixmap(f"mark-{state}", _MARK_DARK if mask else color, size, 1.0))
    result.setIsMask(mask)
    return result


class _Follower(QObject):
    """Keeps the application's palette true to the system or the user's choice."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._scheme: Qt.ColorScheme | None = None
        self._fresh = True
        self._ring: _FocusRing | None = None
        self._rings = app.style().name() == "fusion"
        if self._rings:
            # Not above: the style takes its colours from here.
            from aicore_tray.gui.style import FusionStyle

            app.setStyle(FusionStyle())
        app.focusChanged.connect(self._move_ring)
        app.styleHints().colorSchemeChanged.connect(self._apply)
        accessibility = getattr(app.styleHints(), "accessibility", None)
        if accessibility is not None:
            accessibility().contrastPreferenceChanged.connect(self._apply)

    def follow(self, scheme: Qt.ColorScheme | None) -> None:
        self._scheme = scheme
        hints = self._app.styleHints()
        if scheme is None:
            hints.unsetColorScheme()
        else:
            # Native parts, such as title bars, follow this; where a platform cannot, the palette still does.
            hints.setColorScheme(scheme)
        self._apply()

    def _apply(self) -> None:
        scheme = self._app.styleHints().colorScheme() if self._scheme is None else self._scheme
        dark = scheme == Qt.ColorScheme.Dark
        palette = palette_of(_roles(dark, self._system_accent(dark), _high_contrast()))
        _roles_of.clear()
        _pixmap.cache_clear()
        self._app.setPalette(palette)
        QToolTip.setPalette(palette)

    def _system_accent(self, dark: bool) -> str:
        given = sys.platform in ("darwin", "win32") or "KDE" in os.environ.get("XDG_CURRENT_DESKTOP", "").split(":")
        if not given or self._app.platformName() in ("offscreen", "minimal"):
            return _TABLE["accent_fill"][dark].lower()
        if not self._fresh:
            # What we set last would answer instead of the system.
            self._app.setPalette(QPalette())
        self._fresh = False
        return self._app.palette().color(QPalette.ColorGroup.Active, QPalette.ColorRole.Accent).name()

    def _move_ring(self, _: QWidget | None, now: QWidget | None) -> None:
        if now is not None:
            keyboard = by_keyboard(now) and QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton
            now.window().setProperty(_BY_KEYBOARD, keyboard)
        wanted = self._rings and now is not None and bool(now.property("focusRing")) and by_keyboard(now)
        # It lies in the window and goes with it.
        if self._ring is not None and shiboken6.isValid(self._ring):
            self._ring.hide()
            self._ring.deleteLater()
        self._ring = None
        if wanted and now is not None:
            self._ring = _FocusRing(now)
            self._ring.setWidget(now)


class _FocusRing(QFocusFrame):
    """The ring around what has the keyboard's focus: outside of it, where its own painting cannot reach."""

    def __init__(self, target: QWidget) -> None:
        super().__init__(target)
        radius = target.property("focusRadius")
        self._radius = float(radius) if radius is not None else 8.0

    def paintEvent(self, _: object) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            pen = painter.pen()
            pen.setColor(roles(self).accent_fill if not roles(self).dark else roles(self).accent)
            pen.setWidthF(2)
            painter.setPen(pen)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), self._radius, self._radius)


def _high_contrast() -> bool:
    hints = QGuiApplication.styleHints()
    accessibility = getattr(hints, "accessibility", None)  # Qt 6.10 brought it
    if accessibility is None:
        return False
    return bool(accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast)


@functools.cache
def _roles(dark: bool, accent: str, high_contrast: bool) -> Roles:
    colors = {role: QColor(pair[dark]) for role, pair in _TABLE.items()}
    if accent not in {ours.lower() for ours in _TABLE["accent_fill"]}:
        _adopt(colors, QColor(accent), dark)
    if high_contrast:
        colors["line"] = colors["line_strong"]
        for role in ("accent_soft", "ok_soft", "warn_soft", "error_soft"):
            colors[role] = colors["base"]
    return Roles(**colors, dark=dark, high_contrast=high_contrast)


def _adopt(colors: dict[str, QColor], accent: QColor, dark: bool) -> None:
    """Put the system's accent in place of ours, in lightnesses that can be read."""
    fill = accent
    while contrast(fill, colors["on_accent"]) < _TEXT_CONTRAST:
        fill = _lighter(fill, -0.01)
    colors["accent_fill"] = fill
    colors["accent_soft"] = mixed(fill, colors["base"], 0.30 if dark else 0.12)
    grounds = [colors[role] for role in ("base", "window", "sidebar", "sunken", "accent_soft")]
    label, step = accent, 0.01 if dark else -0.01
    for _ in range(100):
        if min(contrast(label, ground) for ground in grounds) >= _TEXT_CONTRAST:
            break
        label = _lighter(label, step)
    colors["accent"] = label


def _lighter(color: QColor, by: float) -> QColor:
    hue = max(color.hslHueF(), 0.0)
    shade = QColor.fromHslF(hue, color.hslSaturationF(), min(max(color.lightnessF() + by, 0.0), 1.0))
    # Eight bits a channel, as palettes are compared.
    return QColor(shade.name())


def _luminance(color: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())


@functools.lru_cache(maxsize=1024)
def _pixmap(name: str, color: str, size: int, ratio: float) -> QPixmap:
    shade = QColor(color)
    source = _svg(name).replace("currentColor", shade.name())
    # Lines look equally strong at every size only if small ones are drawn bolder.
    stroke = "1.7" if size <= 16 else "1.5" if size <= 20 else "1.3"
    renderer = QSvgRenderer(QByteArray(source.replace('stroke-width="1.5"', f'stroke-width="{stroke}"').encode()))
    result = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    result.setDevicePixelRatio(ratio)
    result.fill(Qt.GlobalColor.transparent)
    with QPainter(result) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(shade.alphaF())
        renderer.render(painter, QRectF(0, 0, size, size))
    return result


@functools.cache
def _svg(name: str) -> str:
    return (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
