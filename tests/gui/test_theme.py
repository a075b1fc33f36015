"""Colours hold the contrasts they promise, follow the system, and are named in one file; marks are really cut out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QImage, QPalette
from PySide6.QtWidgets import QApplication, QWidget

import aicore_tray.gui
from aicore_tray.gui import theme
from aicore_tray.system.paths import resources

ICONS = sorted(file.stem for file in (resources() / "icons").glob("*.svg"))
GROUNDS = ("base", "window", "sidebar", "sunken", "accent_soft")
# Role: contrast claimed for light, for dark, each over all five grounds.
CLAIMED = {
    "text": (14.2, 10.2),
    "text_2": (5.8, 5.9),
    "text_3": (4.8, 4.8),
    "accent": (5.4, 5.9),
    "ok": (5.0, 6.0),
    "warn": (5.5, 6.4),
    "error": (5.0, 5.7),
}


@pytest.fixture(scope="session")
def app() -> QCoreApplication:
    return QApplication.instance() or QApplication(["test"])


@pytest.fixture
def dressed(app: QApplication) -> Iterator[QApplication]:
    theme.install(app, Qt.ColorScheme.Light)
    yield app
    theme.install(app, Qt.ColorScheme.Light)


def roles_of(*, dark: bool, accent: str = "") -> theme.Roles:
    palette = QPalette(QColor("#111111" if dark else "#eeeeee"))
    palette.setColor(QPalette.ColorRole.Window, QColor("#111111" if dark else "#eeeeee"))
    palette.setColor(QPalette.ColorRole.Accent, QColor(accent or "#3b5bdb"))
    return theme.roles(palette)


@pytest.mark.parametrize("dark", [False, True])
def test_every_text_can_be_read_on_every_ground(app: QApplication, dark: bool) -> None:
    colors = roles_of(dark=dark)
    assert colors.dark is dark
    for role, claimed in CLAIMED.items():
        lowest = min(theme.contrast(colors.named(role), colors.named(ground)) for ground in GROUNDS)
        assert lowest >= 4.5
        assert lowest >= claimed[dark] - 0.1, role
    assert theme.contrast(colors.accent_fill, colors.on_accent) >= 4.5
    for role in ("ok", "warn", "error"):
        assert theme.contrast(colors.named(role), colors.named(f"{role}_soft")) >= 5.0 - 0.05


@pytest.mark.parametrize("dark", [False, True])
def test_outlines_and_graphics_stand_out(app: QApplication, dark: bool) -> None:
    colors = roles_of(dark=dark)
    for ground in GROUNDS:
        assert theme.contrast(colors.line_strong, colors.named(ground)) >= (3.0 if ground != "accent_soft" else 2.7)
    # On dark accent-soft the accent is used in its place.
    for ground in GROUNDS if not dark else GROUNDS[:-1]:
        assert theme.contrast(colors.accent_fill, colors.named(ground)) >= 3.0


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(
    "accent", ["#ffb900", "#00cc6a", "#e3008c", "#0078d4", "#8e8cd8", "#767676", "#000000", "#ffffff"]
)
def test_the_systems_accent_is_made_readable(app: QApplication, dark: bool, accent: str) -> None:
    colors = roles_of(dark=dark, accent=accent)
    assert min(theme.contrast(colors.accent, colors.named(ground)) for ground in GROUNDS) >= 4.5
    assert theme.contrast(colors.accent_fill, colors.on_accent) >= 4.5
    if QColor(accent).hslSaturationF() > 0.2:
        assert abs(colors.accent.hslHueF() - QColor(accent).hslHueF()) < 0.05


def test_an_adjusted_accent_is_found_again_in_the_palette(app: QApplication) -> None:
    colors = roles_of(dark=False, accent="#ffb900")
    again = theme.roles(theme.palette_of(colors))
    for role in ("accent", "accent_fill", "accent_soft"):
        assert again.named(role).name() == colors.named(role).name()


def test_installing_sets_the_palette_of_the_wanted_scheme(dressed: QApplication) -> None:
    widget = QWidget()
    assert not theme.roles(widget).dark
    theme.install(dressed, Qt.ColorScheme.Dark)
    dressed.sendPostedEvents()
    assert theme.roles(widget).dark
    assert dressed.palette().window().color() == theme.roles(widget).window
    theme.install(dressed, None)
    dressed.sendPostedEvents()
    assert theme.roles(widget).dark is (dressed.styleHints().colorScheme() == Qt.ColorScheme.Dark)


def test_high_contrast_draws_borders_in_place_of_soft_grounds(app: QApplication) -> None:
    colors = theme._roles(False, "#3b5bdb", True)
    assert colors.high_contrast
    assert colors.line == colors.line_strong
    assert {color.name() for color in (colors.ok_soft, colors.warn_soft, colors.error_soft)} == {colors.base.name()}


def test_no_other_file_of_the_window_names_a_colour() -> None:
    folder = Path(aicore_tray.gui.__file__).parent
    named = re.compile(r"""["']#[0-9A-Fa-f]{3,8}["']|QColor\(|#[0-9A-Fa-f]{6}\b""")
    found = [
        f"{file.relative_to(folder)}:{number}"
        for file in folder.rglob("*.py")
        if file.name != "theme.py"
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if named.search(line)
    ]
    assert found == []


def test_fonts_follow_the_users_size(dressed: QApplication) -> None:
    before = QFont(dressed.font())
    try:
        for size in (10.0, 20.0):
            font = QFont(before)
            font.setPointSizeF(size)
            dressed.setFont(font)
            assert theme.font(theme.Text.PAGE).pointSizeF() == pytest.approx(size * 1.55)
            assert theme.font(theme.Text.CAPTION).pointSizeF() == pytest.approx(size * 0.92)
            assert theme.font(theme.Text.BODY).family() == before.family()
        small = QFont(before)
        small.setPointSizeF(8.0)
        dressed.setFont(small)
        assert theme.font(theme.Text.CAPTION).pointSizeF() == 8.0
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        assert theme.font(theme.Text.MONO).family() == fixed.family()
        assert theme.font(theme.Text.HEADING).weight() == QFont.Weight.DemiBold
        assert theme.font(theme.Text.BODY, tabular=True).featureTags()
    finally:
        dressed.setFont(before)


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_is_drawn_inside_its_safe_area_in_the_wanted_colour(app: QApplication, name: str) -> None:
    image = theme.pixmap(name, QColor("#ff0000"), 40, 1.0).toImage()
    opaque = [image.pixelColor(x, y) for x in range(40) for y in range(40) if image.pixelColor(x, y).alpha() > 250]
    assert opaque
    assert all(image.pixelColor(x, y).alpha() == 0 for x in range(40) for y in (0, 39) if not name.startswith("app-"))
    if not name.startswith("app-icon"):
        assert {color.name() for color in opaque} == {"#ff0000"}


def test_an_icon_has_the_pixels_of_the_screen(app: QApplication) -> None:
    assert theme.pixmap("copy", QColor("#000000"), 16, 2.0).width() == 32
    assert theme.pixmap("copy", QColor("#000000"), 16, 2.0).devicePixelRatio() == 2.0
    with pytest.raises(FileNotFoundError):
        theme.pixmap("nothing-of-this-name", QColor("#000000"), 16, 1.0)


def mark(state: str) -> QImage:
    """Return a mark with ten pixels for each unit of its grid."""
    return theme.pixmap(f"mark-{state}", QColor("#000000"), 160, 1.0).toImage()


@pytest.mark.parametrize(
    ("state", "solid", "clear"),
    [
        ("off", [(8.0, 1.7), (13.7, 8.0), (9.2, 8.0)], [(8.0, 4.0), (5.0, 8.0), (12.0, 8.0), (15.5, 8.0)]),
        ("on", [(4.0, 8.0), (12.0, 8.0), (8.0, 2.0)], [(6.7, 5.2), (9.6, 8.0), (6.7, 10.8), (8.1, 6.6)]),
        ("busy", [(12.75, 12.75), (4.0, 10.0), (10.0, 4.0)], [(8.3, 6.9), (5.5, 4.3), (9.3, 12.75), (12.75, 9.3)]),
        ("attention", [(4.0, 8.0), (8.0, 9.8), (8.0, 2.0)], [(8.0, 4.3), (8.0, 8.0), (8.0, 11.3)]),
    ],
)
def test_cut_outs_of_the_mark_are_transparent(
    app: QApplication, state: str, solid: list[tuple[float, float]], clear: list[tuple[float, float]]
) -> None:
    image = mark(state)
    for x, y in solid:
        assert image.pixelColor(round(x * 10), round(y * 10)).alpha() == 255, (x, y)
    for x, y in clear:
        assert image.pixelColor(round(x * 10), round(y * 10)).alpha() == 0, (x, y)


def test_tray_icons_come_as_masks_or_in_the_colour_of_the_bar(app: QApplication) -> None:
    assert theme.tray_icon("on", light=False, mask=True).isMask()
    for state in ("off", "on", "busy", "attention"):
        shades = {
            light: theme.tray_icon(state, light=light, mask=False).pixmap(64, 64).toImage() for light in (False, True)
        }
        spots = [(x, y) for x in range(64) for y in range(64) if shades[True].pixelColor(x, y).alpha() == 255]
        assert all(shades[True].pixelColor(*spot).lightness() > 200 for spot in spots)
        assert all(shades[False].pixelColor(*spot).lightness() < 80 for spot in spots)
    amber = theme.tray_icon("attention", light=False, mask=False, amber=True).pixmap(64, 64).toImage()
    assert amber.pixelColor(16, 32).name() == "#a86500"
    assert not theme.app_icon().isNull()
