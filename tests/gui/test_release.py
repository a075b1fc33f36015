"""A newer version, as the tray and About tell of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from aicore_tray.gui import theme
from aicore_tray.gui.tray import Tray
from aicore_tray.gui.windows.about import About
from aicore_tray.updates import Release
from tests.gui import staged
from tests.gui.conftest import World, played

RELEASE = Release(version="9.1.0", page="https://github.com/acme/tray/releases/tag/v9.1.0")


@pytest.fixture
def tray(qapp: QApplication) -> Iterator[Tray]:
    theme.install(qapp)
    made = Tray()
    yield made
    made.hide()
    made.deleteLater()


def row(tray: Tray) -> QAction:
    return next(each for each in tray.menu.actions() if each.objectName() == "tray-release")


def test_the_tray_has_a_row_while_there_is_a_newer_version(qtbot: QtBot, tray: Tray) -> None:
    asked: list[bool] = []
    tray.wants_release.connect(lambda: asked.append(True))
    assert not row(tray).isVisible()
    tray.update_from(replace(staged.day(), release=RELEASE))
    qtbot.waitUntil(lambda: row(tray).isVisible())
    assert row(tray).text() == "Update to 9.1.0 available…"
    row(tray).trigger()
    assert asked == [True]
    tray.update_from(staged.day())
    qtbot.waitUntil(lambda: not row(tray).isVisible())


def news(world: World) -> str:
    return next(label.text() for label in world.window.findChildren(QLabel, "about-release") if label.isVisible())


@played
@pytest.mark.parametrize(
    ("off", "said"),
    [
        ("", "A newer version is told of here and in the tray."),
        ("check_updates", "New versions are not looked for."),
        ("/etc/aicore-tray/policy.toml", "An administrator has switched off looking for new versions."),
    ],
)
async def test_about_says_whether_it_looks(world: World, off: str, said: str) -> None:
    About(world.window, off=off).open_once()
    await world.until(lambda: news(world) == said, said)


@played
async def test_about_leads_to_the_newer_version(world: World) -> None:
    asked: list[QUrl] = []
    about = About(world.window, RELEASE)
    about.wants_page.disconnect()  # no browser in a test
    about.wants_page.connect(asked.append)
    about.open_once()
    await world.click("about-page")
    assert news(world) == "Version 9.1.0 is available."
    assert asked == [QUrl(RELEASE.page)]


@played
async def test_about_shows_the_licences_of_what_is_bundled(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    asked: list[QUrl] = []
    about = About(world.window)
    about.wants_page.disconnect()
    about.wants_page.connect(asked.append)
    about.open_once()
    await world.click("about-licences")
    assert asked == [QUrl.fromLocalFile(str(tmp_path / "licenses"))]
