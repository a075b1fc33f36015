"""What holds on every page: names for screen readers, Tab, Esc, words for each trouble, and rules of Qt's models."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QHeaderView,
    QLineEdit,
    QMenu,
    QWidget,
)

from aicore_tray.gui.models.api_keys import ApiKeysModel
from aicore_tray.gui.models.deployments import DeploymentsModel
from aicore_tray.gui.notifications import Notifications
from aicore_tray.gui.pages.api_keys import ApiKeysPage
from aicore_tray.gui.pages.dashboard import RecentModel
from aicore_tray.gui.pages.models import ModelsPage
from aicore_tray.gui.snapshots import Kind, ProxyState, ProxyView, Snapshot, Trouble
from aicore_tray.gui.widgets.banner import Banner
from aicore_tray.gui.windows.about import About
from aicore_tray.gui.wording import Action, said, said_at_door
from tests.gui import staged
from tests.gui.conftest import World, played

PAGES = ("dashboard", "requests", "chat", "connect", "models", "accounts", "keys", "diagnostics", "settings")


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("kind", list(Kind))
def test_each_trouble_has_words_and_a_way_out(kind: Kind) -> None:
    trouble = Trouble(
        kind=kind, subject="prod", detail="It broke", hint="Mend it", port=3001, other_port=3002, days=5, others=("a",)
    )
    words = said(trouble)
    assert words.level in ("error", "warn", "info")
    assert words.fact.endswith(".")
    assert words.short
    assert words.button, "a problem has a button"
    assert words.action is not Action.NONE
    assert said_at_door(trouble)
    assert "{" not in f"{words.fact}{words.what}{words.button}{words.short}"


@played
async def test_each_action_is_known_to_mending(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each one does something: it runs a command, shows a page, opens a dialog or a folder."""
    done: list[str] = []
    mending, bridge = world.window.mending, world.bridge

    def run(coroutine: Any, name: str, **_: object) -> None:
        coroutine.close()
        done.append(name)

    monkeypatch.setattr(bridge, "run", run)
    monkeypatch.setattr(mending, "choose_key", lambda *_: done.append("key"))
    monkeypatch.setattr(mending, "choose_certificate", lambda *_: done.append("certificate"))
    monkeypatch.setattr(world.session, "leave_to_other", lambda: done.append("other"))
    monkeypatch.setattr(world.session, "dismiss", done.append)
    monkeypatch.setattr("aicore_tray.gui.mending.open_folder", lambda _: done.append("folder"))
    mending.shows_page.connect(done.append)
    for kind in Kind:
        done.clear()
        mending.mend(Trouble(kind=kind, subject="prod", detail="It broke", port=1, other_port=2))
        assert done, kind


@played
async def test_each_degraded_state_is_shown_with_its_button(world: World) -> None:
    shown = world.bridge
    for kind in Kind:
        trouble = Trouble(kind=kind, subject="prod", detail="It broke", port=3001, other_port=3002, days=5)
        picture = replace(world.session.snapshot(), troubles=(trouble,))
        for key in ("dashboard", "models"):
            world.page(key)
            page = world.window.page
            shown.snapshot = picture
            shown.changed.emit(picture)
            assert page.banner.isVisible(), (kind, key)
            assert page.banner.button.isVisible()
            assert page.banner.button.text() == said(trouble).button


# ---- access


def _nameless(window: QWidget) -> Iterator[str]:
    for widget in window.findChildren(QWidget):
        if not widget.isVisible():
            continue
        about = f"{type(widget).__name__} {widget.objectName()} in {_owner(widget)}"
        if isinstance(widget, QAbstractButton) and not isinstance(widget.parent(), QLineEdit):
            if not widget.text() and not widget.accessibleName():
                yield about
            if not widget.text() and isinstance(widget.parent(), Banner) and not widget.accessibleName():
                yield about
        elif isinstance(widget, QAbstractItemView) and not isinstance(widget, QHeaderView):
            if not widget.accessibleName() and type(widget).__name__ != "QComboBoxListView":
                yield about
        elif (isinstance(widget, QLineEdit) and not isinstance(widget.parent(), QWidget)) or (
            isinstance(widget, QLineEdit)
            and not widget.accessibleName()
            and widget.objectName() != "qt_spinbox_lineedit"
        ):
            yield about


def _owner(widget: QWidget) -> str:
    names = []
    parent = widget.parentWidget()
    while parent is not None:
        names.append(parent.objectName() or type(parent).__name__)
        parent = parent.parentWidget()
    return "/".join(names[:4])


@played
async def test_everything_without_a_word_has_a_name(world: World) -> None:
    await world.add_account()
    await world.make_key()
    for key in PAGES:
        world.page(key)
        await world.until(lambda: world.window.page.isVisible())
        assert list(_nameless(world.window)) == [], key
    for group in ("general", "server", "network", "logging", "limits", "advanced"):
        world.window.pages["settings"].show_group(group)  # type: ignore[attr-defined]
        assert list(_nameless(world.window)) == [], group
    world.window.begin_first_run()
    for step in ("key", "models", "address"):
        world.window.first_run._enter(step)
        assert list(_nameless(world.window)) == [], step


def _stops(window: QWidget, inside: QWidget) -> set[QWidget]:
    """Return what Tab reaches inside a part of the window, starting from the window's first widget."""
    reached: set[QWidget] = set()
    for _ in range(400):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        if now is None or now in reached:
            break
        reached.add(now)
    return {widget for widget in reached if inside.isAncestorOf(widget)}


def _controls(inside: QWidget) -> set[QWidget]:
    found = set()
    for widget in inside.findChildren(QWidget):
        takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        handed_on = isinstance(widget.parentWidget(), QAbstractSpinBox)
        if not (widget.isVisible() and widget.isEnabled() and takes_tab) or handed_on:
            continue
        if isinstance(widget, QAbstractButton) and widget.autoExclusive() and not widget.isChecked():
            continue  # one stop for a group of choices; the arrows move inside
        found.add(widget)
    return found


@played
async def test_tab_reaches_every_control_of_a_page(world: World) -> None:
    await world.add_account()
    await world.make_key()
    world.window.activateWindow()
    for key in PAGES:
        world.page(key)
        page = world.window.page
        world.window.list.focus_current()
        controls = _controls(page)
        reached = _stops(world.window, page)
        missed = {f"{type(widget).__name__} {widget.objectName()}" for widget in controls - reached}
        assert missed == set(), key


@played
async def test_f6_and_the_shortcuts_of_pages(world: World) -> None:
    await world.add_account()
    world.window.activateWindow()
    for number, key in enumerate(PAGES, start=1):
        QTest.keyClick(world.window, Qt.Key(Qt.Key.Key_0.value + number), Qt.KeyboardModifier.ControlModifier)
        assert world.window.page.key == key
    QTest.keyClick(world.window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    assert world.window.page.key == "settings"
    world.page("models")
    world.window.list.focus_current()
    QTest.keyClick(world.window, Qt.Key.Key_F6)
    now = QApplication.focusWidget()
    assert now is not None
    assert world.window.page.isAncestorOf(now)
    QTest.keyClick(world.window, Qt.Key.Key_F6)
    now = QApplication.focusWidget()
    assert now is not None
    assert world.window.list.isAncestorOf(now)


async def _open_names(world: World) -> None:
    world.page("models")
    page = world.window.page
    assert isinstance(page, ModelsPage)
    page.table.selectRow(0)
    await world.click("model-names")


async def _open_revoke(world: World) -> None:
    world.page("keys")
    page = world.window.page
    assert isinstance(page, ApiKeysPage)
    page.table.selectRow(0)
    await world.click("revoke-key")


async def _open_new_key(world: World) -> None:
    world.page("keys")
    await world.click("new-key-button")


async def _open_remove(world: World) -> None:
    world.page("accounts")
    await world.click("remove-account")


async def _open_rename(world: World) -> None:
    world.page("accounts")
    await world.click("rename-account")


async def _open_add(world: World) -> None:
    world.window.mending.bring_text(world.key_text("dev"))
    await world.see("add-key-sheet")


async def _open_about(world: World) -> None:
    About(world.window).open_once()


@played
async def test_escape_closes_each_sheet_and_nothing_has_changed(world: World) -> None:
    await world.add_account()
    await world.make_key()
    world.window.activateWindow()
    before = world.now
    assert before.keys
    for opening in (_open_names, _open_revoke, _open_new_key, _open_remove, _open_rename, _open_add, _open_about):
        await opening(world)
        sheet = world.sheet()
        assert sheet is not None, opening
        assert sheet.accessibleName(), opening
        focus = QApplication.focusWidget()
        assert focus is not None, opening
        assert sheet.isAncestorOf(focus), opening
        assert list(_nameless(sheet)) == [], opening
        QTest.keyClick(focus, Qt.Key.Key_Escape)
        await world.no_sheet()
    assert (world.now.keys, [view.name for view in world.now.accounts]) == (
        before.keys,
        [view.name for view in before.accounts],
    )


# ---- the window


@played
async def test_the_door_tells_and_toggles(world: World) -> None:
    door = world.window.door
    await world.until(lambda: "Running" in door.accessibleName())
    QTest.mouseClick(door.switch, Qt.MouseButton.LeftButton)
    await world.until(lambda: world.now.proxy.state is ProxyState.OFF, "it is off")
    assert "Off" in door.accessibleName()
    QTest.mouseClick(door.switch, Qt.MouseButton.LeftButton)
    await world.until(lambda: world.now.proxy.state is ProxyState.RUNNING, "it is on")
    world.window.copy_address()
    assert QApplication.clipboard().text() == world.session.engine.url


@played
async def test_a_narrow_window_clips_nothing_sideways(world: World) -> None:
    await world.add_account()
    world.window.resize(760, 520)

    def wide() -> list[str]:
        page = world.window.page
        return [
            f"{type(widget).__name__} {widget.objectName()} {widget.mapTo(page, widget.rect().topRight()).x()}"
            for widget in page.findChildren(QWidget)
            if widget.isVisible()
            and isinstance(widget, QAbstractButton | QLineEdit)
            and widget.mapTo(page, widget.rect().topRight()).x() > page.width()
        ]

    for key in PAGES:
        world.page(key)
        # What was put elsewhere for it is laid out a turn later.
        await world.until(lambda: world.window.page.width() < 760 and wide() == [], f"{key} fits")


@played
async def test_a_menu_is_freed_when_it_closes(world: World) -> None:
    await world.make_key()
    world.page("keys")
    page = world.window.page
    assert isinstance(page, ApiKeysPage)
    place = page.table.visualRect(page.rows.index(0, 0)).center()
    page.table.customContextMenuRequested.emit(place)
    menu = page.table.findChild(QMenu)
    assert menu is not None
    assert [action.text() for action in menu.actions()] == ["Change…", "Copy name", "Copy as curl", "Revoke…"]
    menu.actions()[1].trigger()
    assert QApplication.clipboard().text() == "test"
    menu.close()
    await world.until(lambda: page.table.findChild(QMenu) is None, "it is gone")


@pytest.mark.usefixtures("qapp")
def test_where_the_window_stood_is_remembered(tmp_path: Path) -> None:
    session = staged.StagedSession(tmp_path, staged.day())
    assert session.remembered.memory.page == ""
    session.remembered.note(first_run="done")
    assert not staged.StagedSession(tmp_path, staged.day()).is_first_time()


@played
async def test_a_new_window_forgets_nothing_of_first_run(world: World) -> None:
    world.session.remembered.note(first_run="done")
    await world.close()
    await world.open()
    assert world.session.remembered.memory.first_run == "done"


# ---- item models


def _models() -> list[tuple[Callable[[], QAbstractItemModel], str]]:
    return [(DeploymentsModel, "models"), (ApiKeysModel, "keys"), (RecentModel, "recent")]


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("make", "part"), _models(), ids=lambda value: value if isinstance(value, str) else "")
def test_item_models_keep_the_rules_while_snapshots_change(make: Callable[[], Any], part: str) -> None:
    model = make()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    rows = list(getattr(staged.day(), part))
    shapes = [[], rows, rows[:3], rows[::-1], rows[1:], [], rows[:1]]
    for one, other in itertools.permutations(shapes, 2):
        model.take(one)
        assert model.rowCount() == len(one)
        model.take(other)
        assert model.rowCount() == len(other)
        for row in range(model.rowCount()):
            for column in range(model.columnCount()):
                assert isinstance(model.index(row, column).data(), str)
    assert tester.model() is model


@pytest.mark.usefixtures("qapp")
def test_rows_that_only_changed_keep_their_selection() -> None:
    model = DeploymentsModel()
    model.take(staged.models())
    resets: list[object] = []
    changes: list[object] = []
    model.modelReset.connect(lambda: resets.append(1))
    model.dataChanged.connect(lambda *_: changes.append(1))
    model.take([replace(row, resting=5.0) if number == 1 else row for number, row in enumerate(staged.models())])
    assert not resets
    assert len(changes) == 1


# ---- notifications


def test_notifications_tell_once_and_only_what_is_worth_it(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    from PySide6.QtWidgets import QSystemTrayIcon

    told: list[str] = []
    notifications = Notifications(QSystemTrayIcon(qapp))
    monkeypatch.setattr(notifications, "_show", lambda title, *_: told.append(title))
    refused = Snapshot(troubles=(Trouble(kind=Kind.KEY_REFUSED, subject="prod"),))
    notifications.look_at(refused, seen=False)
    notifications.look_at(refused, seen=False)
    assert told == ["Credentials rejected"]
    notifications.look_at(Snapshot(troubles=(Trouble(kind=Kind.OFFLINE),)), seen=False)
    notifications.look_at(refused, seen=True)
    assert told == ["Credentials rejected"]
    notifications.look_at(
        Snapshot(proxy=ProxyView(state=ProxyState.FAILED), troubles=(Trouble(kind=Kind.PORT_TAKEN, port=3001),)),
        seen=False,
    )
    assert told[-1] == "The proxy cannot start"


def test_every_scene_of_the_studio_can_be_played() -> None:
    from tests.gui import studio

    assert {"first-run", "models", "accounts", "api-keys", "settings-network", "dashboard"} <= studio.SCENES.keys()
    for scene in studio.SCENES.values():
        assert isinstance(scene.snapshot(), Snapshot)
