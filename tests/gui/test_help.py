"""Help: F1 from wherever one is, the guide whole in both languages, its links, its search, its language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt, QUrl
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from aicore_tray.config.settings import declared
from aicore_tray.gui.help import book, shortcuts, topics
from aicore_tray.gui.help.book import HOME, ORDER, Book, plain_lines, read_book
from aicore_tray.gui.help.hints import HINTED
from aicore_tray.gui.language import ENGLISH, GERMAN, LANGUAGES, Language
from aicore_tray.gui.loop import EventLoop
from aicore_tray.gui.pages.chat import ChatPage
from aicore_tray.gui.pages.dashboard import DashboardPage
from aicore_tray.gui.pages.models import ModelsPage
from aicore_tray.gui.pages.requests import RequestsPage
from aicore_tray.gui.widgets.sheet import Sheet
from aicore_tray.gui.windows.about import About
from aicore_tray.gui.windows.chat_window import ChatWindow
from aicore_tray.gui.windows.help_window import APP, HelpWindow
from aicore_tray.system.paths import Paths, resources
from tests.gui.conftest import World, played
from tests.gui.living import until
from tests.gui.test_whole_app import play, running, tray_there

__all__ = ["tray_there"]  # a fixture

GUIDE = resources() / "help"
TRANSLATIONS = resources() / "translations" / "aicore-tray_de.ts"
GUI = Path(shortcuts.__file__).parent.parent


def help_of(world: World) -> HelpWindow:
    """Return the guide's window, opened by F1 as the app does it."""
    made = HelpWindow(world.bridge)
    world.window.wants_help.connect(made.show_topic)
    world.window.wants_help.connect(lambda _: made.come_up())
    made.wants_place.connect(world.window.show_place)
    return made


async def press_f1(world: World, guide: HelpWindow) -> str:
    """Press F1 in the main window; return the page that is shown then."""
    await world.until(lambda: guide.book is not None, "the guide is read")
    guide.hide()
    world.window.activateWindow()
    await world.until(world.window.isActiveWindow, "the main window is in front")
    QTest.keyClick(world.window, Qt.Key.Key_F1)
    await world.until(guide.isActiveWindow, "it is in front")
    return guide.current


# ---- the guide itself


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_there_in_each_language(language: str) -> None:
    files = {file.stem for file in (GUIDE / language).iterdir()}
    assert files == {key for key, _ in ORDER}
    for page in read_book(language).pages:
        assert page.text.startswith("# "), page.key
        assert page.title, page.key
        lines = len(page.text.splitlines())
        assert lines <= 60, (page.key, lines)
        assert not re.search(r"(?<!\*)\*(?!\*)[^*\n`]+\*(?!\*)", page.text.replace("`*.corp`", "")), "no italics"


def test_both_languages_have_the_same_sections_and_links() -> None:
    english, german = read_book(ENGLISH), read_book(GERMAN)
    for one, other in zip(english.pages, german.pages, strict=True):
        assert one.key == other.key
        assert [line.count("#") for line in one.text.splitlines() if line.startswith("#")] == [
            line.count("#") for line in other.text.splitlines() if line.startswith("#")
        ], one.key
        assert sorted(one.links) == sorted(other.links), one.key
        assert (book.SHORTCUTS in one.text) == (book.SHORTCUTS in other.text)


def test_every_page_and_group_and_step_has_a_page_of_the_guide() -> None:
    known = {key for key, _ in ORDER}
    for table in (topics.OF_PAGES, topics.OF_GROUPS, topics.OF_STEPS, topics.OF_SHEETS):
        assert set(table.values()) <= known
    assert {each.group for each in declared() if each.group} <= topics.OF_GROUPS.keys()
    assert topics.OF_PAGES.keys() == {key for key, _ in shortcuts.PAGES}


@pytest.mark.usefixtures("qapp")
def test_every_sheet_has_a_page_of_the_guide() -> None:
    source = "\n".join(file.read_text("utf-8") for file in GUI.rglob("*.py"))
    named = {found[1] for found in re.finditer(r'class \w+\(Sheet\).*?setObjectName\("([^"]+)"\)', source, re.DOTALL)}
    assert len(named) >= 11
    assert named <= topics.OF_SHEETS.keys()


@played
async def test_every_link_of_the_guide_leads_somewhere(world: World) -> None:
    known = {key for key, _ in ORDER}
    for language in LANGUAGES:
        links = [(page.key, link) for page in read_book(language).pages for link in page.links]
        assert len(links) > 40
        for key, link in links:
            if link.startswith(APP):
                assert world.window.show_place(link.removeprefix(APP)), (language, key, link)
            else:
                assert link.endswith(".md"), (language, key, link)
                assert link.removesuffix(".md") in known, (language, key, link)
    assert not world.window.show_place("nowhere")
    assert not world.window.show_place("settings/nothing")
    assert not world.window.show_place("models/general")


@pytest.mark.usefixtures("qapp")
def test_what_the_guide_calls_by_name_is_in_the_window() -> None:
    """Words in bold are those of buttons and settings; a button that was renamed leaves its page stale."""
    sources = "\n".join(file.read_text("utf-8") for file in GUI.parent.rglob("*.py"))
    plain = re.sub(r"\s+", " ", sources).lower()
    buttons = {
        found[1] for page in read_book(ENGLISH).pages for found in re.finditer(r"[Pp]ress \*\*([^*]+)\*\*", page.text)
    }
    assert len(buttons) > 8
    missing = {name for name in buttons if f'"{name.lower()}' not in plain}
    assert missing == set()


def test_the_german_guide_calls_things_what_the_german_window_calls_them() -> None:
    told: dict[str, set[str]] = {}
    for message in ET.parse(TRANSLATIONS).getroot().iter("message"):  # noqa: S314 - our own file
        if translation := (message.findtext("translation") or "").strip():
            told.setdefault(message.findtext("source") or "", set()).add(translation)
    german = read_book(GERMAN)
    stale, looked_at = [], 0
    for page in read_book(ENGLISH).pages:
        other = german.page(page.key)
        assert other is not None
        for name in {found[1].rstrip(".") for found in re.finditer(r"\*\*([^*]+)\*\*", page.text)} & told.keys():
            looked_at += 1
            if not any(word in other.text for word in told[name]):
                stale.append((page.key, name, told[name]))
    assert looked_at > 60
    assert stale == []


# ---- search


def test_a_search_wants_all_words_and_shows_the_line() -> None:
    found = read_book(ENGLISH).search("Windows sign-in")
    assert [hit.page.key for hit in found] == ["network"]
    assert "NTLM" in found[0].line
    assert "`" not in found[0].line
    assert "**" not in found[0].line


def test_a_title_goes_before_a_text() -> None:
    found = read_book(ENGLISH).search("costs")
    assert found[0].page.key == "costs"
    assert found[0].line == "", "the title says it"
    assert len(found) > 1
    assert all(hit.line for hit in found[1:])


def test_a_search_finds_letters_of_either_case_and_nothing_where_nothing_is() -> None:
    german = read_book(GERMAN)
    assert german.search("ÜBERSICHT")
    assert german.search("zebra") == []
    assert german.search("   ") == []
    assert german.search("übersicht zebra") == []


def test_lines_are_read_without_marks() -> None:
    text = "# T\n\n## Head\n\n- **one** and `two` of [three](a.md)\n\n| a | b |\n| --- | --- |\n| c | d |\n"
    assert [line for line in plain_lines(text) if line] == ["Head", "one and two of three", "a b", "c d"]


def test_a_page_that_a_language_lacks_is_english(tmp_path: Path) -> None:
    for key, _ in ORDER:
        (tmp_path / ENGLISH).mkdir(exist_ok=True)
        (tmp_path / ENGLISH / f"{key}.md").write_text(f"# English {key}\n", "utf-8")
    (tmp_path / GERMAN).mkdir()
    (tmp_path / GERMAN / "costs.md").write_text("# Deutsch\n", "utf-8")
    for language, costs in ((GERMAN, "Deutsch"), ("fr", "English costs")):
        made = read_book(language, folder=tmp_path)
        titles = {page.key: page.title for page in made.pages}
        assert (titles["costs"], titles["chat"]) == (costs, "English chat")


@played
async def test_searching_in_the_window(world: World) -> None:
    guide = help_of(world)
    assert await press_f1(world, guide) == "dashboard"
    QTest.keyClick(guide, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert guide.contents.filter.hasFocus()
    QTest.keyClicks(guide.contents.filter, "keyring locked")
    rows = guide.contents.rows.rows
    assert rows
    assert all(row.key for row in rows), "no groups among hits"
    assert "trouble" in [row.key for row in rows]
    assert guide.current == rows[0].key, "the first one is shown at once"
    marked = guide.reader.piece.extraSelections()
    assert {each.cursor.selectedText().lower() for each in marked} >= {"keyring"}
    # Enter goes to the hits, the arrows through them, and Enter again to the text.
    QTest.keyClick(guide.contents.filter, Qt.Key.Key_Return)
    assert guide.contents.view.hasFocus()
    QTest.keyClick(guide.contents.view, Qt.Key.Key_End)
    assert guide.current == rows[-1].key
    QTest.keyClick(guide.contents.view, Qt.Key.Key_Return)
    assert guide.reader.piece.hasFocus()
    # Esc ends the search and not the window; the next one closes it.
    QTest.keyClick(guide.reader.piece, Qt.Key.Key_Escape)
    assert guide.isVisible()
    assert guide.contents.filter.text() == ""
    assert guide.current == rows[-1].key
    assert len(guide.contents.rows.rows) > len(ORDER)
    assert guide.reader.piece.extraSelections() == []
    QTest.keyClick(guide.reader.piece, Qt.Key.Key_Escape)
    assert not guide.isVisible()


@played
async def test_a_search_that_finds_nothing_says_so(world: World) -> None:
    guide = help_of(world)
    await press_f1(world, guide)
    guide.contents.filter.setText("zebra")
    assert guide.contents.rows.rowCount() == 0
    assert guide.contents._nothing.isVisible()
    assert guide.current == "dashboard", "what was read stays"
    guide.contents.filter.setFocus()
    QTest.keyClick(guide.contents.filter, Qt.Key.Key_Return)
    assert guide.contents.filter.hasFocus()


# ---- F1


@played
async def test_f1_opens_the_page_of_the_page(world: World) -> None:
    await world.add_account()
    guide = help_of(world)
    for key, topic in topics.OF_PAGES.items():
        world.page(key)
        assert await press_f1(world, guide) == topic
        page = guide.book.page(topic) if guide.book is not None else None
        assert page is not None
        assert page.title in guide.reader.piece.toPlainText()
        assert page.title in guide.windowTitle()


@played
async def test_f1_opens_the_page_of_the_group_and_of_the_catalogue(world: World) -> None:
    await world.add_account()
    guide = help_of(world)
    for group, topic in topics.OF_GROUPS.items():
        world.window.show_place(f"settings/{group}")
        assert await press_f1(world, guide) == topic
    world.window.show_place("catalogue")
    assert await press_f1(world, guide) == "deploy"
    page = world.window.page
    assert isinstance(page, ModelsPage)
    page.show_deployments()
    assert await press_f1(world, guide) == "models"


@played
async def test_f1_opens_the_page_of_the_step(world: World) -> None:
    guide = help_of(world)
    world.window.begin_first_run()
    for step, topic in topics.OF_STEPS.items():
        world.window.first_run._enter(step)
        assert await press_f1(world, guide) == topic


@played
async def test_f1_opens_the_page_of_the_sheet_and_leaves_it_open(world: World) -> None:
    guide = help_of(world)
    world.page("keys")
    await world.click("new-key-button")
    world.page("dashboard")
    assert await press_f1(world, guide) == "api-keys"
    sheet = world.sheet()
    assert sheet is not None
    assert sheet.objectName() == "new-key-sheet"
    sheet.reject()
    assert await press_f1(world, guide) == "dashboard"
    stranger = Sheet(world.window, "A sheet of no page")
    stranger.open_once()
    assert await press_f1(world, guide) == "dashboard", "what lies below it"


@played
async def test_f1_in_the_chat_window(world: World) -> None:
    asked: list[str] = []
    chat = ChatWindow(world.bridge, world.window.desk)
    chat.wants_help.connect(asked.append)
    chat.come_up()
    await world.until(chat.isActiveWindow, "it is in front")
    QTest.keyClick(chat.view.pane.composer.entry, Qt.Key.Key_F1)
    chat.hide()
    chat.deleteLater()
    assert asked == ["chat"]


@played
async def test_about_leads_to_the_guide(world: World) -> None:
    asked: list[str] = []
    about = About(world.window)
    about.wants_help.connect(asked.append)
    about.open_once()
    await world.click("about-help")
    assert asked == [HOME]
    await world.no_sheet()


# ---- links and the way back


@played
async def test_links_lead_to_pages_and_into_the_app(world: World) -> None:
    await world.add_account()
    guide = help_of(world)
    await press_f1(world, guide)
    guide.reader.piece.anchorClicked.emit(QUrl("costs.md"))
    assert guide.current == "costs"
    guide.reader.piece.anchorClicked.emit(QUrl("app:settings/network"))
    assert world.window.page.key == "settings"
    assert world.window.topic == "network"
    guide.reader.piece.anchorClicked.emit(QUrl("app:catalogue"))
    assert world.window.topic == "deploy"
    guide.reader.piece.anchorClicked.emit(QUrl("file:///etc/passwd"))
    assert guide.current == "costs", "nothing else is opened"
    QTest.keyClick(guide, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert guide.current == "dashboard"
    QTest.keyClick(guide, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert guide.current == "dashboard", "there is nothing before it"


@played
async def test_a_link_is_followed_by_keyboard(world: World) -> None:
    guide = help_of(world)
    world.page("settings")
    await press_f1(world, guide)
    piece = guide.reader.piece
    found = []
    for _ in range(12):
        QTest.keyClick(piece, Qt.Key.Key_Tab)
        found.append(piece.textCursor().selectedText())
        if found[-1] == "Network":
            break
    QTest.keyClick(piece, Qt.Key.Key_Return)
    assert guide.current == "network", found


@played
async def test_a_place_of_the_app_ends_first_run_for_now(world: World) -> None:
    world.window.begin_first_run()
    assert world.window.show_place("models")
    assert not world.window.in_first_run
    assert world.window.page.key == "models"
    assert world.window.show_place("first-run")
    assert world.window.in_first_run


@played
async def test_a_long_page_is_scrolled_by_keyboard(world: World) -> None:
    guide = help_of(world)
    guide.resize(700, 420)
    await press_f1(world, guide)
    bar, piece = guide.reader.verticalScrollBar(), guide.reader.piece
    await world.until(lambda: bar.maximum() > 100, "it is longer than the window")
    QTest.keyClick(piece, Qt.Key.Key_PageDown)
    assert bar.value() > 100
    QTest.keyClick(piece, Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    QTest.keyClick(piece, Qt.Key.Key_Home)
    QTest.keyClick(piece, Qt.Key.Key_Down)
    assert 0 < bar.value() < 100


# ---- the window


@played
async def test_where_help_stood_is_remembered(world: World) -> None:
    guide = help_of(world)
    await press_f1(world, guide)
    guide.resize(777, 555)
    QTest.keyClick(guide, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert not guide.isVisible()
    assert world.session.remembered.memory.help_window
    again = HelpWindow(world.bridge)
    assert (again.width(), again.height()) == (777, 555)
    again.deleteLater()


@played
async def test_a_guide_that_cannot_be_read_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> Book:
        raise OSError("gone")

    monkeypatch.setattr("aicore_tray.gui.windows.help_window.read_book", broken)
    guide = HelpWindow(world.bridge)
    guide.show_topic("costs")
    guide.come_up()
    await world.until(guide.banner.isVisible, "it says so")
    guide.contents.filter.setText("anything")
    guide.hide()
    guide.deleteLater()


@played
async def test_the_guide_grows_with_the_font(world: World) -> None:
    guide = help_of(world)
    await press_f1(world, guide)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    before, font = guide.reader.piece.height(), app.font()
    bigger = app.font()
    bigger.setPointSizeF(font.pointSizeF() * 1.6)
    app.setFont(bigger)
    try:
        await world.until(lambda: guide.reader.piece.height() > before, "it is higher")
    finally:
        app.setFont(font)


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    language = Language(qapp)
    language.use(GERMAN)
    yield
    language.use(ENGLISH)


@pytest.mark.usefixtures("german")
@played
async def test_the_guide_speaks_the_language_of_the_app(world: World) -> None:
    guide = help_of(world)
    assert await press_f1(world, guide) == "dashboard"
    assert "Übersicht" in guide.windowTitle()
    assert "Capacity Units von SAP" in guide.reader.piece.toPlainText()


def test_the_app_opens_help_and_speaks_another_language(loop: EventLoop, paths: Paths, tray_there: None) -> None:
    async def test() -> None:
        async with running(paths, text='port = 0\nlanguage = "en"\n') as run:
            await run.listens()
            run.entry("tray-help").trigger()
            guide = run.app.guide
            assert guide is not None
            await until(lambda: guide.book is not None)
            assert (guide.isVisible(), guide.current) == (True, HOME)
            guide.wants_place.emit("settings/limits")
            assert run.app.window is not None
            assert run.app.window.topic == "limits"
            run.app.show_help("costs")
            run.app.bridge.run(run.app.commands.set("language", "de"), "speak")
            await until(lambda: run.app.guide is not guide)
            other = run.app.guide
            assert other is not None
            await until(lambda: other.book is not None)
            assert (other.isVisible(), other.current) == (True, "costs")
            assert "Kosten" in other.windowTitle()
            # What an app speaks it speaks for all tests.
            run.app.language.use(ENGLISH)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    play(loop, test)


# ---- shortcuts


@played
async def test_windows_make_every_shortcut_of_the_table(world: World) -> None:
    """What Help lists is there: in the main window with its pages, in the chat's window, in Help."""
    guide, chat = help_of(world), ChatWindow(world.bridge, world.window.desk)
    for key in world.window.pages:
        world.page(key)  # each is made when it is wanted
    world.window.show_place("catalogue")
    made = {each.objectName() for owner in (world.window, guide, chat) for each in owner.findChildren(QShortcut)}
    table = {f"shortcut-{each.place}-{each.name}" for each in shortcuts.shortcuts() if not each.own}
    assert {name for name in made if name.startswith("shortcut-")} == table
    assert all(name.startswith("shortcut-") for name in made), "none is made beside the table"
    chat.deleteLater()


@pytest.mark.usefixtures("qapp")
def test_no_shortcut_is_made_beside_the_table() -> None:
    makers = [file.name for file in GUI.rglob("*.py") if re.search(r"\bQShortcut\(", file.read_text("utf-8"))]
    assert makers == ["shortcuts.py"]


@pytest.mark.usefixtures("qapp")
def test_help_lists_every_shortcut_as_this_system_writes_it() -> None:
    text = read_book(ENGLISH, shortcuts.as_markdown()).page("shortcuts")
    assert text is not None
    for each in shortcuts.shortcuts():
        keys = QKeySequence(each.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)
        assert f"- `{keys}` {each.what}" in text.text.splitlines()
    assert book.SHORTCUTS not in text.text


@pytest.mark.usefixtures("qapp")
def test_no_two_shortcuts_of_a_place_have_the_same_keys() -> None:
    for place in shortcuts.Place:
        keys = [key for each in shortcuts.shortcuts() if each.place is place for key in each.keys]
        assert len(keys) == len(set(keys)), place


@played
async def test_shortcuts_leave_alone_what_a_sheet_or_first_run_covers(world: World) -> None:
    world.page("keys")
    await world.click("new-key-button")
    focus = QApplication.focusWidget()
    for key, modifier in (
        (Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_F6, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier),
    ):
        QTest.keyClick(world.window, key, modifier)
        assert world.window.page.key == "keys"
        assert QApplication.focusWidget() is focus
    sheet = world.sheet()
    assert sheet is not None
    sheet.reject()
    world.window.begin_first_run()
    QTest.keyClick(world.window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert world.window.page.key == "keys"
    seen = set()
    for _ in range(4):
        QTest.keyClick(world.window, Qt.Key.Key_F6)
        now = QApplication.focusWidget()
        assert now is not None
        assert world.window.first_run.isAncestorOf(now)
        seen.add(world.window.first_run.rail.isAncestorOf(now))
    assert seen == {True, False}, "the rail and the step in turn"


@played
async def test_a_click_on_a_page_in_the_list_shows_it(world: World) -> None:
    guide = help_of(world)
    await press_f1(world, guide)
    view = guide.contents.view
    place = view.visualRect(guide.contents.rows.index_of("costs")).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(place))
    assert guide.current == "costs"
    group = view.visualRect(guide.contents.rows.index(0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(group))
    assert guide.current == "costs", "a group is no page"


# ---- hints for first use


def hint_on(world: World, key: str) -> bool:
    """Show a page; tell whether its hint is shown."""
    world.page(key)
    return world.window.page.hint.isVisible()


def hints(world: World) -> list[str]:
    return [key for key in world.window.pages if hint_on(world, key)]


async def told_nothing(world: World) -> None:
    """Wait until there is nothing that a banner would tell."""
    await world.add_account()
    await world.until(lambda: not world.now.troubles, "all is well")


@played
async def test_each_hint_is_shown_until_it_is_dismissed_for_good(world: World) -> None:
    await told_nothing(world)
    await world.until(lambda: hints(world) == [*HINTED], "each page has its own")
    for key in HINTED:
        world.page(key)
        hint = world.window.page.hint
        assert hint.button.text() == "Got it"
        assert hint.accessibleName()
        hint.button.click()
        assert not hint.isVisible()
    assert hints(world) == []
    await world.close()
    await world.open()
    await world.until(lambda: not world.now.troubles, "all is well")
    assert hints(world) == [], "not after a restart either"
    world.window.show_place("settings/general")
    await world.click("hints-again")
    # A page whose account is just looked at has something else to tell.
    await world.until(lambda: hints(world) == [*HINTED], "they are back")


@played
async def test_a_hint_gives_way_to_a_banner(world: World) -> None:
    await world.until(lambda: world.now.troubles, "there is no account")
    for key in world.window.pages:
        world.page(key)
        page = world.window.page
        assert not (page.hint.isVisible() and page.banner.isVisible()), key
    await told_nothing(world)
    world.page("models")
    page = world.window.page
    assert page.hint.isVisible()
    page.banner.show_message("warn", "A fact.", closable=True)
    assert not page.hint.isVisible()
    page.banner.clear()
    assert page.hint.isVisible()
    await world.session.stop_proxy()
    world.page("connect")
    await world.until(lambda: world.window.page.banner.isVisible(), "the proxy is off")
    assert not world.window.page.hint.isVisible()


@played
async def test_what_was_done_needs_no_hint(world: World) -> None:
    await told_nothing(world)
    key = await world.make_key()
    await world.ask("/v1/chat/completions", key, {"model": "gpt-5", "messages": [{"role": "user", "content": "hi"}]})
    await world.until(lambda: world.now.recent, "it is known")
    # The dashboard's: a request was opened from it, which does for the requests' as well.
    world.page("dashboard")
    dashboard = world.window.page
    assert isinstance(dashboard, DashboardPage)
    await world.until(lambda: dashboard.recent.rowCount() == 1 and dashboard.settled, "it is shown")
    dashboard.table.activated.emit(dashboard.recent.index(0, 0))
    requests = world.window.page
    assert isinstance(requests, RequestsPage)
    await world.until(requests.pane.isVisible, "its details are shown")
    # The models': one was opened.
    world.page("models")
    models = world.window.page
    assert isinstance(models, ModelsPage)
    models.table.selectRow(0)
    await world.click("model-names")
    QTest.keyClick(world.window, Qt.Key.Key_Escape)
    if (sheet := world.sheet()) is not None:
        sheet.reject()
    # The keys': one was made here.
    world.page("keys")
    await world.click("new-key-button")
    await world.write("key-name", "mine", enter=False)
    await world.click("create-key")
    await world.see("key-shown-sheet")
    await world.click("key-done")
    # The chat's: something was asked.
    world.page("chat")
    chat = world.window.page
    assert isinstance(chat, ChatPage)
    chat.ask("hello")
    await world.until(lambda: chat.desk.conversations(), "it is asked")
    assert hints(world) == ["connect"]
    # Connect's: a tool was answered.
    tool = replace(world.now.tools[0], answered=1.0)
    world.bridge.snapshot = replace(world.now, tools=(tool, *world.now.tools[1:]))
    assert not hint_on(world, "connect")
    assert set(world.session.remembered.memory.hints) == {*HINTED}
