"""The app in another language: nothing is left in English, numbers and days are written as there; and right to left."""

from __future__ import annotations

import ast
import asyncio
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractListModel, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QMenu,
    QScrollArea,
    QWidget,
)

from aicore_tray.connect.registry import TOOLS
from aicore_tray.errors import AicoreTrayError, ServiceKeyError
from aicore_tray.gui import numbers, spans, theme
from aicore_tray.gui.language import ENGLISH, GERMAN, Language, translated_message
from aicore_tray.gui.loop import EventLoop
from aicore_tray.gui.windows.main_window import MINIMUM, OPENS_AT
from aicore_tray.gui.wording import refusal, said_of_file, sentence
from tests.gui import staged, studio
from tests.gui.stage import POINTS, Set, settle
from tests.gui.test_pages_everywhere import PAGES

ROOT = Path(__file__).parents[2]
WINDOWS = ROOT / "aicore_tray" / "gui"
# Every page, every sheet, and what stands in the way of something.
SCENES = (
    *("dashboard", "dashboard-month", "requests", "requests-detail", "requests-error"),
    *("chat", "chat-parameters", "chat-system-prompt", "chat-error", "chat-attached-refused"),
    *("connect", "connect-cursor", "connect-codex", "connect-failed", "connect-not-installed"),
    *("models", "models-jobs", "model-names", "model-details", "model-stop", "model-upgrade", "model-quota"),
    *("catalogue-model", "accounts", "accounts-failed", "accounts-adding", "accounts-remove", "accounts-wrong-file"),
    *("api-keys", "api-keys-new", "api-keys-shown", "api-keys-change", "api-keys-revoke"),
    *("settings-general", "settings-server", "settings-network", "settings-logging", "settings-limits"),
    *("settings-advanced", "diagnostics-port-taken", "about", "no-tray", "port-ours", "warning"),
    *("first-run", "first-run-problem", "first-run-address", "first-run-tool", "first-run-hello"),
    "tray-menu",
)
# What stands in a staged snapshot or scene as it is, and would come from elsewhere in life.
STAGED = frozenset({"Port 3000 is taken by node (4711). It goes on at port 3001."})


@pytest.fixture
def german(_application: Language, light_app: QApplication) -> Iterator[Language]:
    font = light_app.font()
    font.setPointSizeF(POINTS)
    light_app.setFont(font)
    _application.use(GERMAN)
    yield _application
    _application.use(ENGLISH)


# ---- the files


def test_everything_is_translated() -> None:
    """Missing, unfinished and obsolete texts, lost placeholders, and files that are older than the sources."""
    command = [sys.executable, str(ROOT / "packaging" / "translations.py"), "check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("", 0), done.stderr


# Calls that put words before people.
SHOWING = frozenset(
    {"Banner", "Button", "Card", "Choice", "CopyField", "CopyIconButton", "DisclosureButton", "DropZone", "EmptyState",
     "FactsCard", "Field", "IconButton", "Label", "QAction", "QCheckBox", "QLabel", "QMenu", "QPushButton",
     "QRadioButton", "Row", "SecretField", "StatCard", "addAction", "addItem", "addMenu", "addTab", "add_button",
     "announce", "drawText", "refuse", "setAccessibleDescription", "setAccessibleName", "setPlaceholderText",
     "setPrefix", "setSpecialValueText", "setSuffix", "setText", "setTitle", "setToolTip", "setWindowTitle",
     "set_caption", "set_detail", "set_empty", "set_error", "set_help", "set_hint", "set_problem", "set_text",
     "set_title", "set_unit", "showMessage", "show_message", "tell"}
)  # fmt: skip
# What is called the same in every language.
NAMES = frozenset({"AI Core Tray", "Qt  · Python  ·  "})


def _literals(value: ast.expr) -> Iterator[str]:
    match value:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr():
            yield "".join(str(part.value) for part in value.values if isinstance(part, ast.Constant))
        case ast.IfExp():
            yield from _literals(value.body)
            yield from _literals(value.orelse)


def _unspoken() -> Iterator[str]:
    for file in sorted(WINDOWS.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name not in SHOWING:
                continue
            for argument in (*node.args, *(each.value for each in node.keywords)):
                for text in _literals(argument):
                    # A lower-case word alone is the name of an icon, a kind or a role.
                    words = re.search(r"[A-Za-z]", text) and (" " in text.strip() or text[:1].isupper())
                    if words and text not in NAMES:
                        yield f"{file.relative_to(ROOT)}:{node.lineno}: {text!r}"


def test_no_window_says_anything_past_the_translations() -> None:
    assert list(_unspoken()) == []


# ---- the windows


@cache
def _english() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Return what must not be seen in German: texts, and patterns of those that have values in them."""
    texts, patterns, german = set(), [], set()
    root = ET.parse(ROOT / "resources" / "translations" / "aicore-tray_de.ts").getroot()  # noqa: S314 - our own file
    for message in root.iter("message"):
        source, translation = message.findtext("source", ""), message.find("translation")
        assert translation is not None
        forms = [each.text or "" for each in translation.iter("numerusform")] or [translation.text or ""]
        german.update(forms)
        if source in forms:
            german.add(source)
        elif re.search(r"\{\w+\}|%n", source):
            parts = re.split(r"\{\w+\}|%n", source)
            if sum(len(part) for part in parts) >= 12:
                patterns.append(re.compile(".+?".join(re.escape(part) for part in parts)))
        else:
            texts.add(source)
    return frozenset(texts - german), tuple(patterns)


def _still_english(text: str) -> bool:
    texts, patterns = _english()
    plain = re.sub(r"<[^>]+>|&(?!&)", "", text).strip()
    # A tool may be called as a button is.
    if not plain or plain in STAGED or plain in {tool.name for tool in TOOLS.values()}:
        return False
    known = plain in texts or plain.removesuffix(".") in texts or f"{plain}." in texts
    return known or any(pattern.fullmatch(plain) for pattern in patterns)


def _texts(root: QWidget) -> Iterator[str]:
    """Yield everything that a window says, to the eye and to screen readers."""
    yield root.windowTitle()
    for widget in (root, *root.findChildren(QWidget)):
        if not widget.isVisible():
            continue
        yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
        match widget:
            case QLabel() | QAbstractButton():
                yield widget.text()
            case QLineEdit():
                yield widget.placeholderText()
            case QComboBox():
                yield from (widget.itemText(row) for row in range(widget.count()))
            case QAbstractSpinBox():
                yield from (widget.text(), widget.specialValueText())
            case QMenu():
                yield from (action.text() for action in widget.actions())
            case QAbstractItemView():
                yield from _cells(widget)


def _cells(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    columns = 0 if model is None else 1 if isinstance(model, QAbstractListModel) else model.columnCount()
    for column in range(columns):
        yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        for row in range(min(12, model.rowCount())):
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
                yield str(model.index(row, column).data(role) or "")


def _menus(root: QWidget) -> Iterator[str]:
    for menu in (root, *root.findChildren(QMenu)):
        if isinstance(menu, QMenu):
            yield from (action.text() for action in menu.actions())


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("name", SCENES)
def test_nothing_is_left_in_english(
    loop: EventLoop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    scene = studio.SCENES[name]

    async def test() -> list[str]:
        on = Set(tmp_path, scene.snapshot(), scene.stages, scene.size)
        await settle(2)
        await scene.play(on)
        roots = [each for each in (on.window, on.menu, on.other) if each is not None]
        found = {text for root in roots for text in (*_texts(root), *_menus(root))}
        assert len(found) > 5
        await on.aclose()
        return sorted(text for text in found if _still_english(text))

    assert loop.run_until_complete(asyncio.wait_for(test(), 60)) == []


@pytest.mark.usefixtures("german")
def test_longer_words_find_room_in_the_smallest_window(loop: EventLoop, tmp_path: Path) -> None:
    """What is wider than its page would be cut at the right, since pages scroll downwards alone."""

    async def too_wide(name: str) -> list[str]:
        scene = studio.SCENES[name]
        on = Set(tmp_path / name, scene.snapshot(), scene.stages, MINIMUM)
        await settle(2)
        await scene.play(on)
        areas = [each for each in on.window.findChildren(QScrollArea) if each.isVisible()]
        widths = [(each.viewport().width(), inner) for each in areas if (inner := each.widget()) is not None]
        found = [
            f"{name}: {inner.minimumSizeHint().width()} in {room}"
            for room, inner in widths
            if inner.minimumSizeHint().width() > room
        ]
        await on.aclose()
        return found

    async def test() -> list[str]:
        names = ("dashboard", "settings-network", "settings-server", "accounts-failed", "connect", "first-run-problem")
        return [line for name in names for line in await too_wide(name)]

    assert loop.run_until_complete(asyncio.wait_for(test(), 120)) == []


@pytest.mark.usefixtures("german")
def test_qt_speaks_the_language_too() -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert [button.text() for button in box.buttons()] == ["Abbrechen"]


# ---- what the engine says


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("The system's keyring does not answer", "Der Schlüsselbund des Systems antwortet nicht."),
        ("Port 3001 is taken by another program", "Port 3001 ist von einem anderen Programm belegt."),
        (
            "The file /home/jane/key.json cannot be read (PermissionError)",
            "Die Datei /home/jane/key.json kann nicht gelesen werden (PermissionError).",
        ),
        # A value that is not there, one that is a message itself, and one with marks of thousands.
        (
            "The client ID or secret of the service key was refused",
            "Client-ID oder Secret des Service-Keys wurde abgelehnt.",
        ),
        (
            "The service key has no right to the administration, or there is no such resource group.",
            "Der Service-Key hat kein Recht auf die Verwaltung, oder es gibt keine solche Ressourcengruppe.",
        ),
        (
            "The API key 'x' may send 1,200 requests a minute",
            "Der API-Schlüssel „x“ darf 1.200 Anfragen pro Minute senden.",
        ),
        # Several in one.
        (
            "6 running: a, b and 4 more models; 2 more do not run",
            "6 laufen: a, b und 4 weitere Modelle; 2 weitere laufen nicht.",
        ),
        (
            "/x/settings.toml: port: 70000 is too much; the most is 65535",
            "/x/settings.toml: port: 70000 ist zu viel; höchstens 65535.",
        ),
        # What others say stays as it is.
        ("SAP AI Core refused with HTTP 403: No access.", "SAP AI Core hat mit HTTP 403 abgelehnt: No access."),
        ("Upstream is tired. It needs: sleep; much of it", "Upstream is tired. It needs: sleep; much of it."),
    ],
)  # fmt: skip
def test_messages_of_the_engine_are_translated_with_their_values(said: str, shown: str) -> None:
    assert sentence(said) == shown


def test_in_english_the_engine_speaks_for_itself(german: Language) -> None:
    german.use(ENGLISH)
    assert translated_message("Port 3001 is taken by another program") == "Port 3001 is taken by another program"


@pytest.mark.usefixtures("german")
def test_what_is_refused_is_told_without_its_place() -> None:
    error = AicoreTrayError("/x/settings.toml: proxy: is no address; use system, environment, none or http://host:port")
    assert refusal(error, "proxy") == "Keine Adresse; system, environment, none oder http://host:port verwenden."
    other = ServiceKeyError(
        "The service key is a BTP destination, not a service key of SAP AI Core: serviceurls.AI_API_URL is missing"
    )
    assert said_of_file(other)[0] == "Service-Key: Das ist eine BTP-Destination, kein Service-Key von SAP AI Core."


# ---- numbers and days


@pytest.mark.usefixtures("german")
def test_numbers_and_days_are_written_as_in_german() -> None:
    assert numbers.short_count(1204) == "1.204"
    assert numbers.short_count(1_804_000) == "1,80\u2009M"
    assert numbers.duration(0.4) == "0,4 s"
    assert numbers.file_size(3_565_158) == "3,4 MB"
    assert numbers.price_told("3.1") == "3,1"
    then = datetime(2027, 2, 3, 12).astimezone()
    assert numbers.day(then) == "3. Feb. 2027"
    assert numbers.day("2027-03-31") == "31. März 2027"
    assert numbers.day_of_year(then) == "3. Feb."
    assert numbers.day_of_week(then) == "Mi, 3. Feb."


def test_days_are_written_as_in_english() -> None:
    then = datetime(2027, 2, 3, 12).astimezone()
    assert (numbers.day(then), numbers.day_of_week(then)) == ("3 Feb 2027", "Wed 3 Feb")


# ---- right to left


def test_right_to_left_mirrors_the_window(loop: EventLoop, tmp_path: Path, light_app: QApplication) -> None:
    async def test() -> None:
        on = Set(tmp_path, staged.day(), (), OPENS_AT)
        await settle(2)
        side = on.window.list
        for key in PAGES:
            on.window.show_page(key)
            await settle(3)
            page = on.window.page
            assert not on.window.grab().isNull()
            assert side.mapTo(on.window, side.rect().topLeft()).x() > page.mapTo(on.window, page.rect().topLeft()).x()
            title = page.title
            assert title.mapTo(page, title.rect().topRight()).x() > page.width() / 2, key
        await on.aclose()

    light_app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        loop.run_until_complete(asyncio.wait_for(test(), 60))
    finally:
        light_app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        theme.install(light_app, Qt.ColorScheme.Light)


def test_spans_name_their_parts_in_the_language(german: Language) -> None:
    assert spans.tr("In, new") == "Eingabe, neu"
    german.use(ENGLISH)
    assert spans.tr("In, new") == "In, new"
