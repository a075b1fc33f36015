"""Every window and its main tasks by keyboard alone: what Tab reaches, in which order, by which name."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from aicore_tray.chat.conversation import State
from aicore_tray.gui.chat.view import ChatView
from aicore_tray.gui.help import topics
from aicore_tray.gui.onboarding.first_run import ADDRESS, CONNECTION, HELLO, KEY, MODELS, TOOL
from aicore_tray.gui.pages.accounts import AccountsPage
from aicore_tray.gui.pages.api_keys import ApiKeysPage
from aicore_tray.gui.pages.chat import ChatPage
from aicore_tray.gui.pages.connect import ConnectPage
from aicore_tray.gui.pages.diagnostics import DiagnosticsPage
from aicore_tray.gui.pages.models import ModelsPage
from aicore_tray.gui.pages.page import Page
from aicore_tray.gui.pages.requests import RequestsPage
from aicore_tray.gui.pages.settings import SettingsPage
from aicore_tray.gui.sheets.new_key import ChangeKeySheet, NewKeySheet
from aicore_tray.gui.snapshots import ProxyState
from aicore_tray.gui.widgets.sheet import Sheet
from aicore_tray.gui.windows.about import About
from aicore_tray.gui.windows.chat_window import ChatWindow
from aicore_tray.gui.windows.help_window import HelpWindow
from aicore_tray.gui.windows.main_window import MINIMUM
from tests.gui.conftest import World, played
from tests.gui.walking import about, problems, spoken, tab_to, walk

PAGES = tuple(topics.OF_PAGES)
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
HELLO_BODY = {"model": "gpt-5", "messages": [{"role": "user", "content": "hello"}]}


async def ready(world: World, *, asked: int = 0) -> str:
    """Set up a world that has an account, a key and some requests; the window is in front."""
    await world.add_account()
    key = await world.make_key()
    for _ in range(asked):
        status, _answer = await world.ask("/v1/chat/completions", key, HELLO_BODY)
        assert status == 200
    await world.until(lambda: len(world.now.recent) >= asked, "they are shown")
    await front(world, world.window)
    return key


async def front(world: World, window: QWidget) -> None:
    window.activateWindow()
    await world.until(window.isActiveWindow, "it is in front")


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    """Press a key where the focus is, in whatever window that is."""
    target = QApplication.activePopupWidget() or QApplication.focusWidget() or QApplication.activeWindow()
    assert target is not None
    QTest.keyClick(target, key, modifier)


def write(text: str) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClicks(focus, text)


def is_answered(view: ChatView) -> bool:
    conversation = view.pane.current
    said = (view.desk.messages(conversation.id) or ()) if conversation is not None else ()
    whole = bool(said) and said[-1].state is State.COMPLETE
    return whole and not view.pane.running and view.pane.transcript.settled


def choose_first(page: Page) -> None:
    """Choose a row, as Tab does when it comes to a table: what that brings is there before the walk, then."""
    if isinstance(page, ModelsPage | ApiKeysPage | RequestsPage):
        page.table.selectRow(0)
        laid_out()


def laid_out() -> None:
    """Let Qt lay out what was made just now."""
    for _ in range(8):
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)


async def settled(world: World) -> None:
    """Wait until a page shows all that is known."""
    page = world.window.page
    await world.until(lambda: getattr(page, "settled", True), "all is shown")
    laid_out()


# ---- the walk itself


@pytest.fixture
def small(qtbot: QtBot) -> QWidget:
    """A window with three buttons, one under the other."""
    window = QWidget()
    column = QVBoxLayout(window)
    for name in ("one", "two", "three"):
        button = QPushButton(name)
        button.setObjectName(name)
        column.addWidget(button)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def test_a_good_window_has_no_problems(small: QWidget) -> None:
    assert problems(small) == []


def test_a_name_that_is_missing_is_seen(small: QWidget) -> None:
    small.findChild(QPushButton, "two").setText("")  # type: ignore[union-attr]
    assert any("no name" in each and "two" in each for each in problems(small))


def test_what_tab_leaves_out_is_seen(small: QWidget) -> None:
    small.findChild(QPushButton, "two").setFocusPolicy(Qt.FocusPolicy.NoFocus)  # type: ignore[union-attr]
    assert any("not reached" in each and "two" in each for each in problems(small))


def test_a_wrong_order_is_seen(small: QWidget) -> None:
    one, two, three = (small.findChild(QPushButton, name) for name in ("one", "two", "three"))
    assert one is not None
    assert two is not None
    assert three is not None
    QWidget.setTabOrder(one, three)
    QWidget.setTabOrder(three, two)
    assert any("backwards" in each for each in problems(small, start=one))


def test_what_lies_outside_the_window_is_seen(small: QWidget) -> None:
    lost = QPushButton("lost", small)
    lost.move(-500, 40)
    lost.show()
    assert any("not seen" in each for each in problems(small))


# ---- every window


@played
async def test_every_page_is_walked(world: World) -> None:
    await ready(world, asked=3)
    found: list[str] = []
    for key in PAGES:
        world.page(key)
        page = world.window.page
        await settled(world)
        choose_first(page)
        found += [f"{key}: {each}" for each in problems(world.window)]
        page.banner.show_message("warn", "A fact.", "And what to do.", "Do it", closable=True)
        found += [f"{key} with a banner: {each}" for each in problems(world.window)]
        page.banner.clear()
    assert found == []


@played
async def test_every_page_is_walked_before_there_is_anything(world: World) -> None:
    await front(world, world.window)
    found: list[str] = []
    for key in PAGES:
        world.page(key)
        await settled(world)
        found += [f"{key}: {each}" for each in problems(world.window)]
    assert found == []


@played
async def test_every_page_is_walked_in_the_smallest_window(world: World) -> None:
    await ready(world, asked=1)
    world.window.resize(MINIMUM)
    found: list[str] = []
    for key in PAGES:
        world.page(key)
        await settled(world)
        await world.until(lambda: world.window.list.collapsed)
        choose_first(world.window.page)
        found += [f"{key}: {each}" for each in problems(world.window)]
    assert found == []


@played
async def test_every_group_of_settings_and_the_catalogue_are_walked(world: World) -> None:
    await ready(world)
    found: list[str] = []
    # Each is made when it is wanted: in another order than they stand in.
    for group in ("network", "advanced", *topics.OF_GROUPS):
        world.window.show_place(f"settings/{group}")
        laid_out()
        found += [f"{group}: {each}" for each in problems(world.window)]
    page = world.window.page
    assert isinstance(page, SettingsPage)
    page.filter.setText("certificate")
    laid_out()
    found += [f"a search: {each}" for each in problems(world.window)]
    page.filter.clear()
    world.window.show_place("catalogue")
    await world.until(lambda: world.now.catalogue, "the catalogue is known")
    models = world.window.page
    assert isinstance(models, ModelsPage)
    models.catalogue.table.selectRow(0)
    found += [f"catalogue: {each}" for each in problems(world.window)]
    assert found == []


@played
async def test_details_and_checks_are_walked(world: World) -> None:
    await ready(world, asked=2)
    found: list[str] = []
    world.page("requests")
    page = world.window.page
    assert isinstance(page, RequestsPage)
    await world.until(lambda: page.rows.rowCount() >= 2, "the requests are shown")
    for width in (900, 1500):
        world.window.resize(width, 720)
        page.table.selectRow(0)
        await world.until(page.pane.isVisible, "its details are shown")
        for part in ("route", "request"):
            page.pane.turn_to(part)
            found += [f"{part} at {width}: {each}" for each in problems(world.window)]
    page.close_details()
    world.page("accounts")
    accounts = world.window.page
    assert isinstance(accounts, AccountsPage)
    accounts.test.click()
    await world.until(lambda: len(accounts.check.stages) > 5 and not accounts.check.running, "it is tested")
    found += [f"accounts: {each}" for each in problems(world.window)]
    world.page("diagnostics")
    diagnostics = world.window.page
    assert isinstance(diagnostics, DiagnosticsPage)
    diagnostics.check_now()
    await world.until(lambda: len(diagnostics.panel.stages) > 5 and not diagnostics.panel.running, "it is checked")
    found += [f"diagnostics: {each}" for each in problems(world.window)]
    world.page("connect")
    connect = world.window.page
    assert isinstance(connect, ConnectPage)
    for tool in ("claude-code", "cline", "curl"):
        connect.show_tool(tool)
        await world.until(lambda: connect.grid.height() == connect.grid.sizeHint().height(), "it is laid out")
        found += [f"{tool}: {each}" for each in problems(world.window)]
    assert found == []


@played
async def test_every_step_of_first_run_is_walked(world: World) -> None:
    await ready(world)
    world.window.begin_first_run()
    run = world.window.first_run
    found: list[str] = []
    for step in (KEY, MODELS, ADDRESS, TOOL, HELLO):
        run._enter(step)
        await asyncio.sleep(0.05)
        found += [f"{step}: {each}" for each in problems(world.window)]
    run._enter(KEY)
    run.bring.bring_text(world.key_text("dev"))
    await world.until(lambda: run.step == CONNECTION and not run.bring.check.running and run.bring.check.stages)
    found += [f"{CONNECTION}: {each}" for each in problems(world.window)]
    assert found == []


async def choose_in_menu(world: World, name: str) -> None:
    """Open the menu of the first deployment and choose an entry, with keys."""
    world.page("models")
    page = world.window.page
    assert isinstance(page, ModelsPage)
    page.table.selectRow(0)
    await front(world, world.window)
    page.manage.setFocus(Qt.FocusReason.TabFocusReason)
    press(Qt.Key.Key_Return)
    await world.until(lambda: QApplication.activePopupWidget() is not None, "the menu is open")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    for _ in menu.actions():
        press(Qt.Key.Key_Down)
        active = menu.activeAction()
        if active is not None and active.objectName() == name:
            break
    press(Qt.Key.Key_Return)
    await world.until(lambda: world.sheet() is not None, f"{name} asks")
    await front(world, world.window)


async def open_new_key(world: World) -> None:
    world.page("keys")
    await world.click("new-key-button")


async def open_key_terms(world: World) -> None:
    """Open all that the sheet of a new key has."""
    await open_new_key(world)
    sheet = world.sheet()
    assert isinstance(sheet, NewKeySheet)
    before = sheet.terms.height()
    sheet.terms.folded.set_open(True)
    sheet.terms.scope.set_current("some")
    sheet.terms.scope.changed.emit("some")
    assert sheet.terms.models is not None
    sheet.terms.models.item(0).setCheckState(Qt.CheckState.Checked)
    sheet.name.setText("x")
    await world.until(lambda: sheet.terms.height() > before + 100, "it is laid out")


async def open_shown_key(world: World) -> None:
    await open_new_key(world)
    await world.write("key-name", "shown", enter=False)
    await world.click("create-key")
    await world.see("key-shown-sheet")


async def open_selected(world: World, button: str) -> None:
    world.page("keys")
    page = world.window.page
    assert isinstance(page, ApiKeysPage)
    page.table.selectRow(0)
    await world.click(button)


async def open_model(world: World) -> None:
    world.page("models")
    page = world.window.page
    assert isinstance(page, ModelsPage)
    page.table.selectRow(0)
    await world.click("model-names")


async def open_of_account(world: World, button: str) -> None:
    world.page("accounts")
    await world.click(button)


async def open_added_key(world: World) -> None:
    world.window.mending.bring_text(world.key_text("dev"))
    await world.see("add-key-sheet")
    await world.until(lambda: world.is_visible("keep-key"))


async def open_about(world: World) -> None:
    About(world.window).open_once()


async def open_rename(world: World) -> None:
    world.page("chat")
    page = world.window.page
    assert isinstance(page, ChatPage)
    page.ask("hello")
    await world.until(lambda: page.view._current, "it has begun")
    page.view.rename(page.view._current)
    await world.see("rename-conversation-sheet")


async def open_setup(world: World) -> None:
    world.page("connect")
    page = world.window.page
    assert isinstance(page, ConnectPage)
    page.show_tool("claude-code")
    page.panel.show_way("apply")
    await world.click("apply-setup")
    await world.see("write-setup-sheet")


SHEETS: dict[str, Callable[[World], object]] = {
    "new-key-sheet": open_new_key,
    "new-key-sheet with all of it": open_key_terms,
    "key-shown-sheet": open_shown_key,
    "change-key-sheet": lambda world: open_selected(world, "change-key"),
    "revoke-sheet": lambda world: open_selected(world, "revoke-key"),
    "model-sheet": open_model,
    "ask-quota-sheet": lambda world: choose_in_menu(world, "ask-quota"),
    "change-deployment-sheet": lambda world: choose_in_menu(world, "stop-deployment"),
    "remove-account-sheet": lambda world: open_of_account(world, "remove-account"),
    "rename-account-sheet": lambda world: open_of_account(world, "rename-account"),
    "add-key-sheet": open_added_key,
    "rename-conversation-sheet": open_rename,
    "write-setup-sheet": open_setup,
    "about": open_about,
}


def test_every_sheet_is_walked_below() -> None:
    assert {name.split()[0] for name in SHEETS} == topics.OF_SHEETS.keys()


@played
async def test_every_sheet_is_walked_and_closed_with_escape(world: World) -> None:
    await ready(world)
    found: list[str] = []
    for name, opening in SHEETS.items():
        await opening(world)  # type: ignore[misc]
        sheet = world.sheet()
        assert sheet is not None, name
        assert sheet.objectName() == name.split()[0]
        sheet.settle()
        focus = QApplication.focusWidget()
        if focus is None or not sheet.isAncestorOf(focus):
            found.append(f"{name}: has not the focus, but {about(focus)}")
        found += [f"{name}: {each}" for each in problems(world.window, sheet)]
        press(Qt.Key.Key_Escape)
        await world.no_sheet()
        focus = QApplication.focusWidget()
        if focus is None or not focus.isVisible():
            found.append(f"{name}: gives the focus back to {about(focus)}")
    assert found == []


@played
async def test_a_sheet_in_a_small_window_shows_what_has_the_focus(world: World) -> None:
    await ready(world)
    world.window.resize(MINIMUM)
    await open_key_terms(world)
    sheet = world.sheet()
    assert sheet is not None
    sheet.settle()
    assert [each for each in problems(world.window, sheet) if "not seen" in each] == []


@played
async def test_a_sheet_that_is_closed_in_the_midst_of_its_check_leaves_no_error(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await ready(world)
    for _ in range(3):
        world.window.mending.bring_text(world.key_text("dev"))
        await world.see("add-key-sheet")
        press(Qt.Key.Key_Escape)
        await world.no_sheet()
        await asyncio.sleep(0.1)
    assert [each.getMessage() for each in caplog.records if each.levelname == "ERROR"] == []


@played
async def test_chat_window_and_help_are_walked(world: World) -> None:
    await ready(world)
    found: list[str] = []
    chat = ChatWindow(world.bridge, world.window.desk)
    chat.come_up()
    await front(world, chat)
    found += [f"chat: {each}" for each in problems(chat)]
    chat.view.ask("Write a list of three things.")
    await world.until(lambda: is_answered(chat.view), "it is answered")
    found += [f"chat with an answer: {each}" for each in problems(chat)]
    chat.hide()
    guide = HelpWindow(world.bridge)
    guide.come_up()
    await front(world, guide)
    await world.until(lambda: guide.book is not None)
    for topic in ("first-steps", "shortcuts"):
        guide.show_topic(topic)
        found += [f"help, {topic}: {each}" for each in problems(guide)]
    guide.contents.filter.setText("quota")
    found += [f"help, a search: {each}" for each in problems(guide)]
    guide.hide()
    for window in (chat, guide):
        window.deleteLater()
    assert found == []


# ---- every task


@played
async def test_a_key_is_made_by_keyboard(world: World) -> None:
    await ready(world)
    press(Qt.Key.Key_7, CONTROL)
    tab_to(world.window, "new-key-button")
    press(Qt.Key.Key_Return)
    await world.until(lambda: world.sheet() is not None, "it asks")
    write("Keyboard")
    press(Qt.Key.Key_Return)  # the default button
    await world.see("key-shown-sheet")
    press(Qt.Key.Key_Return)
    assert QApplication.clipboard().text().startswith("act-"), "the first stop copies it"
    press(Qt.Key.Key_Escape)
    await world.no_sheet()
    assert "Keyboard" in [view.key.name for view in world.now.keys]


@played
async def test_a_key_is_revoked_by_keyboard(world: World) -> None:
    await ready(world)
    press(Qt.Key.Key_7, CONTROL)
    tab_to(world.window, "api-keys")
    press(Qt.Key.Key_Delete)
    await world.until(lambda: world.sheet() is not None, "it asks")
    press(Qt.Key.Key_Return)
    await world.no_sheet()
    assert world.now.keys, "the safe button has the focus"
    press(Qt.Key.Key_Delete)
    await world.until(lambda: world.sheet() is not None, "it asks")
    tab_to(world.window, "revoke-confirm")
    press(Qt.Key.Key_Return)
    await world.until(lambda: not world.now.keys, "it is revoked")


@played
async def test_a_model_is_deployed_by_keyboard(world: World) -> None:
    await ready(world)
    world.session.engine.deploying._poll = 0.02
    press(Qt.Key.Key_5, CONTROL)
    await world.until(lambda: world.now.catalogue, "the catalogue is known")
    tab_to(world.window, "open-catalogue")
    press(Qt.Key.Key_Space)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.objectName() == "filter-offers"
    write("openai o3")
    tab_to(world.window, "offers")
    tab_to(world.window, "deploy-model")
    press(Qt.Key.Key_Return)
    await world.until(lambda: any(row.model == "o3" for row in world.now.models), "it is deployed")
    # Ctrl+F goes to the field that is seen.
    press(Qt.Key.Key_F, CONTROL)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.objectName() == "filter"


@played
async def test_a_message_is_sent_by_keyboard(world: World) -> None:
    await ready(world)
    press(Qt.Key.Key_3, CONTROL)
    page = world.window.page
    assert isinstance(page, ChatPage)
    tab_to(world.window, "chat-entry")
    write("Hello")
    press(Qt.Key.Key_Return, SHIFT)
    write("there")
    press(Qt.Key.Key_Return)
    await world.until(lambda: is_answered(page.view), "it is answered")
    conversation = page.view.pane.current
    assert conversation is not None
    said = page.desk.messages(conversation.id) or ()
    assert said[0].text == "Hello\nthere"
    tab_to(world.window, "copy-answer")
    press(Qt.Key.Key_Return)
    assert QApplication.clipboard().text() == said[-1].text


@played
async def test_requests_are_filtered_and_read_by_keyboard(world: World) -> None:
    await ready(world, asked=2)
    press(Qt.Key.Key_2, CONTROL)
    page = world.window.page
    assert isinstance(page, RequestsPage)
    await world.until(lambda: page.rows.rowCount() == 2, "the requests are shown")
    press(Qt.Key.Key_F, CONTROL)
    write("nothing has this")
    await world.until(lambda: page.rows.rowCount() == 0, "nothing matches")
    press(Qt.Key.Key_A, CONTROL)
    write("gpt")
    await world.until(lambda: page.rows.rowCount() == 2, "both match")
    tab_to(world.window, "requests")
    press(Qt.Key.Key_Down)
    await world.until(page.pane.isVisible, "its details are shown")
    press(Qt.Key.Key_F6)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert page.pane.isAncestorOf(focus)
    QApplication.clipboard().setText("")
    tab_to(world.window, "copy-as-curl")
    press(Qt.Key.Key_Return)
    await world.until(lambda: QApplication.clipboard().text().startswith("curl"), "it is copied")
    press(Qt.Key.Key_Escape)
    assert not page.pane.isVisible()
    assert page.table.hasFocus()


@played
async def test_a_setting_is_changed_by_keyboard(world: World) -> None:
    await ready(world)
    press(Qt.Key.Key_Comma, CONTROL)
    assert world.window.page.key == "settings"
    tab_to(world.window, "group-general")
    for _ in range(3):
        press(Qt.Key.Key_Down)
    assert world.window.topic == "logging"
    for stop in walk(world.window):
        if spoken(stop)[0] == "Keep reasoning":
            break
    press(Qt.Key.Key_Space)
    await world.until(lambda: not world.now.settings.keep_reasoning, "it is off")


@played
async def test_the_proxy_is_turned_off_and_on_by_keyboard(world: World) -> None:
    await ready(world)
    world.window.list.focus_current()
    for stop in walk(world.window, back=True):
        if spoken(stop)[0] == "Proxy":
            break
    press(Qt.Key.Key_Space)
    await world.until(lambda: world.now.proxy.state is ProxyState.OFF, "it is off")
    press(Qt.Key.Key_Space)
    await world.until(lambda: world.now.proxy.state is ProxyState.RUNNING, "it runs")


@played
async def test_arrows_go_through_lists_and_choices(world: World) -> None:
    """What is one stop of Tab has all its parts by arrow."""
    await ready(world)
    world.page("dashboard")
    world.window.list.focus_current()
    for key in PAGES[1:]:
        press(Qt.Key.Key_Down)
        assert world.window.page.key == key
    press(Qt.Key.Key_Home)
    page = world.window.page
    span = page.findChild(QWidget, "span")
    assert span is not None
    for stop in walk(world.window):
        if span.isAncestorOf(stop):
            break
    press(Qt.Key.Key_Right)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert span.isAncestorOf(focus)
    assert world.session.remembered.memory.span == "week"


@played
async def test_what_a_sheet_says_is_wrong_is_told_of_its_field(world: World) -> None:
    await ready(world)
    await open_selected(world, "change-key")
    sheet = world.sheet()
    assert isinstance(sheet, ChangeKeySheet)
    sheet.reject()
    await open_new_key(world)
    write("test")  # there is one of this name
    press(Qt.Key.Key_Return)
    field = world.find(QLineEdit, "key-name")
    await world.until(lambda: field.accessibleDescription(), "it says why")
    assert field.hasFocus()
    shown = world.sheet()
    assert isinstance(shown, Sheet)
    shown.reject()
