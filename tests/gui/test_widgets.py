"""The components do what their users need: clicks, keys, names for screen readers, states; and Qt is content."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QMimeData,
    QPoint,
    QPointF,
    Qt,
    QtMsgType,
    QUrl,
    qInstallMessageHandler,
)
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QFont,
    QGuiApplication,
    QHelpEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QSlider,
    QSpinBox,
    QToolTip,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from aicore_tray.gui import theme
from aicore_tray.gui.widgets.banner import Banner
from aicore_tray.gui.widgets.button import Button, IconButton, LinkButton
from aicore_tray.gui.widgets.card import Card
from aicore_tray.gui.widgets.cells import MEDIUM_ROLE, PILL_ROLE, SWITCH_ROLE
from aicore_tray.gui.widgets.choice import ChoiceList
from aicore_tray.gui.widgets.copy_field import CopyField, SecretField
from aicore_tray.gui.widgets.disclosure import Disclosure
from aicore_tray.gui.widgets.door import Door
from aicore_tray.gui.widgets.drop_zone import DropZone
from aicore_tray.gui.widgets.empty import EmptyState
from aicore_tray.gui.widgets.field import Field, Row
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.limit_bar import LimitBar
from aicore_tray.gui.widgets.pill import Pill
from aicore_tray.gui.widgets.segments import Segments
from aicore_tray.gui.widgets.sheet import Sheet
from aicore_tray.gui.widgets.side_list import SideList
from aicore_tray.gui.widgets.stat import StatCard
from aicore_tray.gui.widgets.steps import StepList
from aicore_tray.gui.widgets.switch import Switch
from aicore_tray.gui.widgets.table import Table
from tests.gui import gallery

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(scope="session")
def app() -> QCoreApplication:
    return QApplication.instance() or QApplication(["test"])


@pytest.fixture(autouse=True)
def dressed(app: QApplication) -> Iterator[QApplication]:
    """The application in its clothes; a warning of Qt fails the test."""
    told: list[str] = []

    def note(kind: QtMsgType, _: object, text: str) -> None:
        # The offscreen platform itself says that it has no window manager.
        if kind != QtMsgType.QtInfoMsg and "This plugin does not support" not in text:
            told.append(text)

    before = qInstallMessageHandler(note)
    theme.install(app, Qt.ColorScheme.Light)
    yield app
    theme.install(app, Qt.ColorScheme.Light)
    app.sendPostedEvents()
    qInstallMessageHandler(before)
    assert told == []


@pytest.fixture
def window(dressed: QApplication) -> Iterator[QWidget]:
    """A window that is shown and active."""
    result = QWidget()
    QVBoxLayout(result)
    result.resize(800, 600)
    result.show()
    result.activateWindow()
    QTest.qWaitForWindowActive(result, 1000)
    yield result
    result.close()
    result.deleteLater()
    dressed.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def put(window: QWidget, *widgets: QWidget) -> None:
    """Lay widgets out in the window."""
    layout = window.layout()
    assert layout is not None
    for widget in widgets:
        layout.addWidget(widget)
        widget.show()
    layout.activate()
    QCoreApplication.sendPostedEvents()


def name_of(widget: QWidget) -> str:
    """Return what a screen reader calls a widget."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name)


def role_of(widget: QWidget) -> QAccessible.Role:
    """Return what a screen reader takes a widget for."""
    return QAccessible.queryAccessibleInterface(widget).role()


def test_the_gallery_is_rendered(dressed: QApplication, tmp_path: Path) -> None:
    gallery.main(tmp_path)
    assert len(list(tmp_path.glob("*.png"))) == 6


def test_a_label_shows_markup_as_text_and_elides_with_a_tooltip(window: QWidget) -> None:
    label = Label("<b>anthropic--claude-4.6-sonnet</b>", elide=Qt.TextElideMode.ElideMiddle)
    put(window, label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    whole = label.elided
    label.setFixedWidth(60)
    assert (whole, label.elided) == (False, True)
    assert name_of(label) == "<b>anthropic--claude-4.6-sonnet</b>"
    label.resize(60, label.height())
    QTest.mouseMove(label)

    QCoreApplication.sendEvent(label, QHelpEvent(QEvent.Type.ToolTip, QPoint(5, 5), label.mapToGlobal(QPoint(5, 5))))
    assert QToolTip.text() == label.text()
    QToolTip.hideText()


def test_texts_take_the_colour_of_the_scheme(dressed: QApplication, window: QWidget) -> None:
    label = Label("text", role="text_2")
    put(window, label)
    for scheme in (Qt.ColorScheme.Dark, Qt.ColorScheme.Light):
        theme.install(dressed, scheme)
        dressed.sendPostedEvents()
        assert label.palette().windowText().color() == theme.roles(window).text_2
    label.set_role("error")
    assert label.palette().windowText().color() == theme.roles(window).error


def test_buttons_are_pressed_by_mouse_space_and_enter(window: QWidget) -> None:
    buttons: list[QPushButton] = [Button("Apply", kind="default"), IconButton("copy", "Copy it"), LinkButton("Show")]
    put(window, *buttons)
    for button in buttons:
        told: list[int] = []
        button.clicked.connect(lambda _=False, told=told: told.append(1))
        QTest.mouseClick(button, LEFT)
        QTest.keyClick(button, Qt.Key.Key_Space)
        QTest.keyClick(button, Qt.Key.Key_Return)
        button.setEnabled(False)
        QTest.mouseClick(button, LEFT)
        assert len(told) == 3, button
        assert role_of(button) == QAccessible.Role.Button
    assert [name_of(button) for button in buttons] == ["Apply", "Copy it", "Show"]
    assert buttons[1].toolTip() == "Copy it"


def test_buttons_have_the_heights_of_the_visual_language_and_grow_with_the_font(window: QWidget) -> None:
    small, large = Button("Test"), Button("Test", large=True)
    put(window, small, large)
    assert (small.sizeHint().height(), large.sizeHint().height()) == (28, 32)
    font = small.font()
    font.setPointSizeF(30)
    small.setFont(font)
    assert small.sizeHint().height() > small.fontMetrics().height()


def test_a_ring_shows_where_the_keyboard_is_and_not_where_the_mouse_was(window: QWidget) -> None:
    first, second = Button("First"), Button("Second")
    put(window, first, second)
    first.setFocus(Qt.FocusReason.OtherFocusReason)
    QTest.keyClick(first, Qt.Key.Key_Tab)
    rings = [ring for ring in window.findChildren(theme._FocusRing) if ring.isVisible()]
    assert [ring.widget() for ring in rings] == [second]
    assert rings[0].geometry().contains(second.geometry())
    QTest.mousePress(first, LEFT)
    assert not any(ring.isVisible() for ring in window.findChildren(theme._FocusRing))
    QTest.mouseRelease(first, LEFT)


def test_a_switch_is_a_check_box_that_space_toggles(window: QWidget) -> None:
    switch = Switch()
    switch.setAccessibleName("Proxy")
    put(window, switch)
    QTest.keyClick(switch, Qt.Key.Key_Space)
    assert switch.isChecked()
    QTest.mouseClick(switch, LEFT)
    assert not switch.isChecked()
    assert role_of(switch) == QAccessible.Role.CheckBox
    assert name_of(switch) == "Proxy"


def test_a_pill_tells_its_state_in_words(window: QWidget) -> None:
    pill = Pill("ok", "Running")
    put(window, pill)
    assert name_of(pill) == "Status: Running"
    narrow = pill.sizeHint().width()
    pill.set("warn", "Resting, 12 seconds left")
    assert name_of(pill) == "Status: Resting, 12 seconds left"
    assert pill.sizeHint().width() > narrow
    assert pill.sizeHint().height() >= 20


def test_a_clickable_card_is_chosen_with_mouse_and_keys(window: QWidget) -> None:
    card = Card()
    told: list[int] = []
    card.clicked.connect(lambda: told.append(1))
    put(window, card)
    QTest.mouseClick(card, LEFT)
    assert told == []
    card.set_clickable(True)
    QTest.mouseClick(card, LEFT)
    QTest.keyClick(card, Qt.Key.Key_Space)
    QTest.keyClick(card, Qt.Key.Key_Return)
    assert len(told) == 3


def test_a_copy_field_copies_and_says_so_in_place(window: QWidget) -> None:
    field = CopyField("http://127.0.0.1:3001/v1", "Base URL")
    told: list[int] = []
    field.copied.connect(lambda: told.append(1))
    put(window, field)
    button = field.findChildren(IconButton)[0]
    assert name_of(button) == "Copy Base URL"
    height = field.height()
    QTest.mouseClick(button, LEFT)
    assert QGuiApplication.clipboard().text() == "http://127.0.0.1:3001/v1"
    assert told == [1]
    assert not button.isVisible()
    assert [label for label in field.findChildren(Label) if label.text() == "Copied" and label.isVisible()]
    assert field.height() == height
    field._timer.timeout.emit()
    assert button.isVisible()


def test_a_secret_is_hidden_until_asked_for_and_after_the_focus_left(window: QWidget) -> None:
    secret = "act_7Kq9zzzzzzzzzzzzzzzzzz"
    field, other = SecretField(secret, "API key"), QLineEdit()
    put(window, field, other)
    texts = field.findChildren(Label)
    assert not any(secret in label.text() or secret in name_of(label) for label in texts)
    assert any(label.text().startswith("act_7Kq9•") for label in texts)
    eye = next(button for button in field.findChildren(IconButton) if name_of(button) == "Show API key")
    eye.setFocus()
    QTest.mouseClick(eye, LEFT)
    assert any(label.text() == secret for label in texts)
    assert name_of(eye) == "Hide API key"
    other.setFocus()
    QCoreApplication.sendPostedEvents()
    QTest.qWait(5)
    assert not field.revealed
    field.set_revealed(True)
    field._hide_timer.timeout.emit()
    assert not any(label.text() == secret for label in texts)
    field.copy()
    assert QGuiApplication.clipboard().text() == secret


def drop(zone: DropZone, data: QMimeData) -> None:
    """Drop something onto a zone."""
    action, button, none = Qt.DropAction.CopyAction, LEFT, Qt.KeyboardModifier.NoModifier
    # Qt delivers a drop only where a drag was accepted before.
    QCoreApplication.sendEvent(zone, QDragEnterEvent(QPoint(10, 10), action, data, button, none))
    assert zone.state == "over"
    QCoreApplication.sendEvent(zone, QDropEvent(QPointF(10, 10), action, data, button, none))


def test_a_drop_zone_takes_files_texts_clicks_and_pasting(window: QWidget, tmp_path: Path) -> None:
    zone = DropZone("Drop a service key", "or paste it")
    files: list[Path] = []
    texts: list[str] = []
    clicks: list[int] = []
    zone.file_dropped.connect(files.append)
    zone.text_dropped.connect(texts.append)
    zone.clicked.connect(lambda: clicks.append(1))
    put(window, zone)
    assert name_of(zone) == "Drop a service key"
    assert role_of(zone) == QAccessible.Role.Button
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "key.json"))])
    drop(zone, data)
    plain = QMimeData()
    plain.setText(' {"clientid": 1} ')
    drop(zone, plain)
    QGuiApplication.clipboard().setText("pasted")
    QTest.keyClick(zone, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(zone, Qt.Key.Key_Return)
    QTest.mouseClick(zone, LEFT)
    assert files == [tmp_path / "key.json"]
    assert texts == ['{"clientid": 1}', "pasted"]
    assert len(clicks) == 2


def test_a_drop_zone_says_what_a_wrong_file_is_until_the_next(window: QWidget) -> None:
    zone = DropZone("Drop a key", "or paste it")
    put(window, zone)
    zone.refuse("This is an XSUAA key.", "AI Core needs another one.")
    assert (zone.state, name_of(zone)) == ("refused", "This is an XSUAA key.")
    zone.set_over(True)
    assert name_of(zone) == "Let go to read it"
    zone.reset()
    assert name_of(zone) == "Drop a key"
    assert zone.height() >= 83


def test_steps_run_and_open_where_one_failed(window: QWidget) -> None:
    steps = StepList()
    steps.set_steps([("dns", "DNS"), ("tls", "TLS"), ("auth", "Sign-in")])
    put(window, steps)
    steps.update_step("dns", "ok", "found", 0.011)
    steps.update_step("tls", "running", "reading")
    names = [name_of(row) for row in steps.findChildren(QWidget) if name_of(row).startswith("DNS, ")]
    assert names == ["DNS, passed, found, 11 ms"]
    moved = [steps.animated]
    pressed: list[int] = []
    button = Button("Add certificate…", kind="default")
    button.clicked.connect(lambda: pressed.append(1))
    steps.update_step("tls", "failed", "not trusted")
    moved.append(steps.animated)
    steps.open_panel("tls", "This computer does not trust it.", "Add it once.", [button], "SSLError: 19")
    QCoreApplication.sendPostedEvents()
    panel = steps.panel("tls")
    assert panel is not None
    assert panel.isVisible()
    QTest.mouseClick(button, LEFT)
    assert pressed == [1]
    details = next(label for label in panel.findChildren(Label) if label.text() == "SSLError: 19")
    assert not details.isVisible()
    fold = next(button for button in panel.findChildren(QPushButton) if button.text() == "Details")
    QTest.mouseClick(fold, LEFT)
    assert details.isVisible()
    steps.update_step("tls", "running")
    assert steps.panel("tls") is None
    steps.hide()
    moved.append(steps.animated)
    steps.show()
    moved.append(steps.animated)
    assert moved == [True, False, False, True]


def test_a_banner_says_one_thing_and_leaves_if_all_is_well(window: QWidget) -> None:
    banner = Banner()
    told: list[str] = []
    banner.clicked.connect(lambda: told.append("clicked"))
    banner.closed.connect(lambda: told.append("closed"))
    put(window, banner)
    banner.show_message("error", "Port <3001> is taken.", "Choose another.", "Use 3002", closable=True)
    assert name_of(banner) == "Port <3001> is taken. Choose another."
    QTest.mouseClick(banner.button, LEFT)
    QTest.mouseClick(next(button for button in banner.findChildren(IconButton)), LEFT)
    assert told == ["clicked", "closed"]
    assert not banner.isVisible()
    banner.show_message("ok", "Done.")
    assert banner._timer.isActive()
    assert not banner.button.isVisible()
    banner._timer.timeout.emit()
    assert not banner.isVisible()


def test_an_empty_state_has_one_button(window: QWidget) -> None:
    empty = EmptyState("requests", "No requests yet", "Connect a tool.", "Connect a tool")
    told: list[int] = []
    empty.clicked.connect(lambda: told.append(1))
    put(window, empty)
    QTest.mouseClick(empty.findChildren(Button)[0], LEFT)
    empty.set_texts("Nothing matches", "Clear the filter.")
    assert not empty.findChildren(Button)[0].isVisible()
    assert told == [1]


def test_a_sheet_takes_the_focus_keeps_it_and_gives_it_back(window: QWidget) -> None:
    before = QLineEdit()
    put(window, before)
    before.setFocus()
    sheet = Sheet(window, "Add an account")
    name = QLineEdit()
    sheet.body.addWidget(Field("Name", name))
    cancel = sheet.add_button("Cancel", role="reject")
    add = sheet.add_button("Add", kind="default", role="accept")
    told: list[str] = []
    sheet.accepted.connect(lambda: told.append("accepted"))
    sheet.rejected.connect(lambda: told.append("rejected"))
    sheet.open()
    assert name.hasFocus()
    seen = set()
    for _ in range(6):
        focused = QApplication.focusWidget()
        assert focused is not None
        seen.add(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert seen == {name, cancel, add}
    QTest.keyClick(name, Qt.Key.Key_Tab)
    assert any(ring.isVisible() for ring in window.findChildren(theme._FocusRing))
    name.setFocus()
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert told == ["accepted"]
    assert sheet.isVisible()
    QTest.keyClick(name, Qt.Key.Key_Escape)
    assert told == ["accepted", "rejected"]
    assert not sheet.isVisible()
    assert before.hasFocus()


def test_a_sheet_covers_the_window_and_stays_inside_it(window: QWidget) -> None:
    sheet = Sheet(window, "Long", width=1000)
    sheet.body.addWidget(Label("word " * 3000, wrap=True))
    sheet.add_button("Close", role="reject")
    sheet.open()
    for size in ((900, 700), (500, 400)):
        window.resize(*size)
        QCoreApplication.sendPostedEvents()
        assert sheet.geometry() == window.rect()
        panel = sheet._panel.geometry()
        assert window.rect().contains(panel)
        assert panel.width() == min(560, size[0] - 48)
    sheet.close_sheet()


def test_a_long_sheet_is_read_by_keyboard(window: QWidget) -> None:
    sheet = Sheet(window, "Long")
    sheet.body.addWidget(Label("word " * 6000, wrap=True))
    close = sheet.add_button("Close", role="reject")
    sheet.open()
    sheet.settle()
    QCoreApplication.sendPostedEvents()
    bar = sheet._scroll.verticalScrollBar()
    assert bar.maximum() > 0, "it is longer than the window"
    for key, moved in ((Qt.Key.Key_PageDown, 1), (Qt.Key.Key_PageUp, -1)):
        before = bar.value()
        QTest.keyClick(close, key)
        assert (bar.value() - before) * moved > 0, key
    QTest.keyClick(close, Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    QTest.keyClick(close, Qt.Key.Key_Home)
    assert bar.value() == 0
    sheet.close_sheet()


def test_a_destructive_sheet_focuses_the_safe_button(window: QWidget) -> None:
    sheet = Sheet(window, "Revoke the key of Cline?")
    sheet.add_text("Cline stops working at once. Its statistics stay.")
    keep = sheet.add_button("Keep it", role="reject")
    sheet.add_button("Revoke key", kind="danger", role="accept")
    sheet.open()
    assert keep.hasFocus()
    told: list[str] = []
    sheet.accepted.connect(lambda: told.append("accepted"))
    QTest.keyClick(keep, Qt.Key.Key_Return)
    assert told == []
    assert not sheet.isVisible()


def side_list() -> SideList:
    """Return a side list of three pages."""
    side = SideList()
    side.add_item("dashboard", "Dashboard", "dashboard")
    side.add_item("models", "Models", "models", group="Set up")
    side.add_bottom_item("settings", "Settings", "settings")
    side.set_current("dashboard")
    return side


def test_the_side_list_moves_with_arrows_and_clicks(window: QWidget) -> None:
    side = side_list()
    told: list[str] = []
    side.activated.connect(told.append)
    put(window, side)
    assert told == []
    side.focus_current()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Home):
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key)
    assert told == ["models", "settings", "dashboard"]
    models = next(button for button in side.findChildren(QPushButton) if button.text() == "Models")
    QTest.mouseClick(models, LEFT)
    assert side.current == "models"
    assert models.isChecked()
    QTest.mouseClick(models, LEFT)
    assert models.isChecked()


def test_the_side_list_tells_counts_and_problems_and_folds(window: QWidget) -> None:
    side = side_list()
    door = Door()
    door.set_state("ok", "Running", "127.0.0.1:3001")
    side.set_header(door)
    put(window, side)
    models = next(button for button in side.findChildren(QPushButton) if button.text() == "Models")
    side.set_count("models", 2)
    assert name_of(models) == "Models, 2"
    side.set_problem("models", "One account did not answer")
    assert models.toolTip() == "One account did not answer"
    assert "One account did not answer" in name_of(models)
    assert side.sizeHint().width() >= 208
    side.set_collapsed(True)
    QCoreApplication.sendPostedEvents()
    assert side.width() == 56
    assert models.toolTip().startswith("Models")
    assert door.switch.isVisible()
    assert not any(label.isVisible() for label in side.findChildren(Label))
    side.set_collapsed(False)
    QCoreApplication.sendPostedEvents()
    assert side.width() >= 208
    assert any(label.text() == "127.0.0.1:3001" and label.isVisible() for label in side.findChildren(Label))


def test_the_doors_switch_asks_and_the_state_decides(window: QWidget) -> None:
    door = Door()
    asked: list[bool] = []
    copies: list[int] = []
    opened: list[int] = []
    door.toggled.connect(asked.append)
    door.copy_requested.connect(lambda: copies.append(1))
    door.clicked.connect(lambda: opened.append(1))
    put(window, door)
    door.set_state("off", "Off", "127.0.0.1:3001")
    assert asked == []
    QTest.mouseClick(door.switch, LEFT)
    assert asked == [True]
    door.set_state("off", "Off", "127.0.0.1:3001")
    assert not door.switch.isChecked()
    QTest.mouseClick(door.findChildren(IconButton)[0], LEFT)
    assert copies == [1]
    QTest.mouseClick(door, LEFT, pos=QPoint(20, 10))
    assert opened == []
    door.set_state("error", "Cannot start", "127.0.0.1:3001", "port 3001 taken")
    assert door.error
    assert name_of(door) == "Cannot start, port 3001 taken"
    QTest.mouseClick(door, LEFT, pos=QPoint(20, 10))
    assert opened == [1]
    door.set_state("warn", "Starting", "127.0.0.1:3001")
    assert door.switch.isChecked()
    assert asked == [True]


def rows(count: int = 3) -> QStandardItemModel:
    """Return a model with a switch, a long name, a pill and a number."""
    model = QStandardItemModel(0, 4)
    model.setHorizontalHeaderLabels(["On", "Model", "Status", "In"])
    for number in range(count):
        on, pill, tokens = QStandardItem(), QStandardItem(), QStandardItem("6,870")
        name = QStandardItem(f"anthropic--claude-{number}-sonnet-with-a-long-name")
        on.setData(True, SWITCH_ROLE)
        name.setData(True, MEDIUM_ROLE)
        pill.setData(("ok", "Running"), PILL_ROLE)
        tokens.setTextAlignment(Qt.AlignmentFlag.AlignRight)
        model.appendRow([on, name, pill, tokens])
    return model


def test_a_tables_switches_are_toggled_through_the_model(window: QWidget) -> None:
    table, model = Table(), rows()
    table.setModel(model)
    put(window, table)
    first = table.visualRect(model.index(0, 0)).center()
    QTest.mouseClick(table.viewport(), LEFT, pos=first)
    assert model.index(0, 0).data(SWITCH_ROLE) is False
    assert table.currentIndex().row() == 0
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert table.currentIndex().row() == 1
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert model.index(1, 0).data(SWITCH_ROLE) is False
    opened: list[int] = []
    table.activated.connect(lambda index: opened.append(index.row()))
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened == [1]


def test_a_table_hides_columns_by_priority_and_shows_them_again(window: QWidget, qtbot: QtBot) -> None:
    table = Table()
    table.setModel(rows())
    table.set_stretch(1)
    table.hide_by_priority([3, 2])
    put(window, table)

    def hides(*columns: int) -> None:
        # Columns are measured in turns.
        qtbot.waitUntil(lambda: [each for each in range(4) if table.isColumnHidden(each)] == list(columns))

    hides()
    window.resize(430, 400)
    hides(3)
    window.resize(300, 400)
    hides(2, 3)
    window.resize(900, 400)
    hides()
    table.set_column_wanted(2, False)
    assert table.isColumnHidden(2)


def test_a_table_without_rows_shows_what_to_do(window: QWidget) -> None:
    table, model = Table(), rows(0)
    empty = EmptyState("requests", "No requests yet", "", "Connect a tool")
    table.set_empty(empty)
    table.setModel(model)
    put(window, table)
    assert empty.isVisible()
    model.appendRow([QStandardItem("x")])
    assert not empty.isVisible()
    model.clear()
    assert empty.isVisible()


def test_a_tables_rows_are_told_apart_by_hover_and_selection(qtbot: QtBot, window: QWidget) -> None:
    table, model = Table(), rows()
    table.setModel(model)
    put(window, table)
    colors = theme.roles(table)
    qtbot.waitUntil(lambda: table.whole)
    QTest.mouseMove(table.viewport(), table.visualRect(model.index(2, 1)).center())
    QTest.qWait(5)
    table.selectRow(1)
    image = table.grab().toImage()

    def ground(row: int) -> QColor:
        place = table.visualRect(model.index(row, 3))
        header = table.horizontalHeader().height()
        return image.pixelColor(place.left() + 2, place.top() + header + 3)

    assert [ground(row).name() for row in range(3)] == [
        colors.base.name(), colors.accent_soft.name(), colors.sunken.name()
    ]  # fmt: skip


def test_segments_and_choices_tell_what_the_user_took(window: QWidget) -> None:
    segments = Segments([("now", "Now"), ("today", "Today")], "Time")
    choices = ChoiceList([("system", "As set", "uses http://proxy"), ("none", "None", "")], "Proxy")
    told: list[str] = []
    segments.changed.connect(told.append)
    choices.changed.connect(told.append)
    put(window, segments, choices)
    segments.set_current("today")
    choices.set_current("none")
    assert (segments.current, choices.current, told) == ("today", "none", [])
    now = segments._segments["now"]
    QTest.mouseClick(now, LEFT)
    QTest.keyClick(now, Qt.Key.Key_Right)
    QTest.mouseClick(choices._buttons["system"], LEFT, pos=QPoint(5, 8))
    assert told == ["now", "today", "system"]
    assert role_of(now) == QAccessible.Role.RadioButton
    assert choices._buttons["system"].accessibleDescription() == "uses http://proxy"


@pytest.mark.parametrize("made", [lambda editor: Field("Port", editor, help="1024 or more"),
                                  lambda editor: Row("Port", "1024 or more", editor)])  # fmt: skip
def test_a_field_names_its_editor_and_tells_what_is_wrong(window: QWidget, made: object) -> None:
    editor = QLineEdit("80")
    field = made(editor)  # type: ignore[operator]
    assert isinstance(field, Field | Row)
    put(window, field)
    assert name_of(editor) == "Port"
    assert editor.accessibleDescription() == "1024 or more"
    field.set_error("Use a port from 1024 to 65535.")
    assert editor.accessibleDescription() == "Use a port from 1024 to 65535."
    assert editor.property("error") is True
    assert any(label.text().startswith("Use a port") and label.isVisible() for label in field.findChildren(Label))
    field.set_error("")
    assert editor.accessibleDescription() == "1024 or more"
    assert editor.property("error") is False


def test_figures_are_unknown_rather_than_zero(window: QWidget) -> None:
    stat, limit = StatCard("Tokens in"), LimitBar(4, 5)
    put(window, stat, limit)
    assert name_of(stat) == "Tokens in: unknown"
    stat.set("1.80", "M", "today")
    assert name_of(stat) == "Tokens in: 1.80 M"
    stat.set_trend([1, 2, 3])
    stat.set_loading()
    assert name_of(limit) == "80 % of the limit"
    limit.set(1, 0)
    assert limit.share == 0


def test_details_are_folded_until_asked_for(window: QWidget) -> None:
    body = Label("the technical side")
    details = Disclosure("Details", body)
    put(window, details)
    assert not body.isVisible()
    QTest.keyClick(details.button, Qt.Key.Key_Space)
    assert body.isVisible()
    assert details.open


def test_fields_of_the_platform_wear_the_same_clothes(window: QWidget) -> None:
    combo, text, spin = QComboBox(), QPlainTextEdit("text\n" * 80), QSpinBox()
    combo.addItems(["one", "two"])
    put(window, combo, text, spin, QCheckBox("check"), QSlider(Qt.Orientation.Horizontal))
    assert combo.sizeHint().height() >= 28
    assert spin.sizeHint().height() >= 28
    bar = text.verticalScrollBar()
    assert bar.width() <= 12
    QTest.mouseClick(bar, LEFT, pos=QPoint(5, bar.height() - 4))
    assert bar.value() > 0
    QTest.mouseClick(spin, LEFT, pos=QPoint(spin.width() - 8, 6))
    assert spin.value() == 1
    menu = QMenu(window)
    menu.addAction("Copy").setCheckable(True)
    menu.addSeparator()
    menu.addAction("Quit")
    menu.popup(window.mapToGlobal(QPoint(0, 0)))
    menu.setActiveAction(menu.actions()[0])
    assert not menu.grab().isNull()
    menu.close()
    assert not window.grab().isNull()


def test_everything_can_be_painted_from_right_to_left_and_in_large_type(dressed: QApplication, window: QWidget) -> None:
    before = QFont(dressed.font())
    large = QFont(before)
    large.setPointSizeF(before.pointSizeF() * 1.5)
    try:
        dressed.setFont(large)
        dressed.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        for made in (gallery.components(), gallery.page()):
            made.resize(1500, 900)
            made.show()
            dressed.sendPostedEvents()
            assert not made.grab().isNull()
            for button in made.findChildren(QPushButton):
                if button.isVisible() and button.text():
                    assert button.height() >= button.fontMetrics().height(), button.text()
            made.close()
            made.deleteLater()
    finally:
        dressed.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        dressed.setFont(before)
