"""Renders every component into pictures, in light and dark: `python -m tests.gui.gallery DIR`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from aicore_tray.gui import theme
from aicore_tray.gui.widgets.banner import Banner
from aicore_tray.gui.widgets.button import Button, IconButton, LinkButton
from aicore_tray.gui.widgets.card import Card, hairline
from aicore_tray.gui.widgets.cells import MEDIUM_ROLE, PILL_ROLE, SWITCH_ROLE, WARN_ROLE
from aicore_tray.gui.widgets.choice import ChoiceList
from aicore_tray.gui.widgets.copy_field import CopyField, SecretField
from aicore_tray.gui.widgets.door import Door
from aicore_tray.gui.widgets.drop_zone import DropZone
from aicore_tray.gui.widgets.empty import EmptyState
from aicore_tray.gui.widgets.field import Field, Row
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.limit_bar import LimitBar
from aicore_tray.gui.widgets.loading import LoadingRows
from aicore_tray.gui.widgets.pill import Pill
from aicore_tray.gui.widgets.segments import Segments
from aicore_tray.gui.widgets.sheet import Sheet
from aicore_tray.gui.widgets.side_list import SideList
from aicore_tray.gui.widgets.stat import StatCard
from aicore_tray.gui.widgets.steps import StepList
from aicore_tray.gui.widgets.switch import Switch
from aicore_tray.gui.widgets.table import Table

_SIZE = QSize(1100, 720)


def across(*widgets: QWidget, stretch: bool = True) -> QHBoxLayout:
    """Return a row of widgets."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget)
    if stretch:
        row.addStretch()
    return row


class Column(QVBoxLayout):
    """A column of captioned examples."""

    def __init__(self) -> None:
        super().__init__()
        self.setSpacing(8)

    def head(self, text: str) -> None:
        self.addWidget(Label(text, theme.Text.CAPTION, "text_2"))


def controls() -> Column:
    """Return the column of buttons, pills, switches and fields."""
    column = Column()
    column.head("Buttons")
    column.addLayout(
        across(
            Button("Apply", kind="default"),
            Button("Test"),
            Button("Cancel", kind="quiet"),
            Button("Remove…", kind="danger"),
        )
    )
    off = Button("Off")
    off.setEnabled(False)
    focused = Button("Focused", icon="copy")
    focused.setObjectName("focused")
    column.addLayout(
        across(focused, IconButton("download", "Download", outlined=True), IconButton("more", "More"), off)
    )
    column.head("Status: shape, word, colour")
    column.addLayout(across(Pill("ok", "Running"), Pill("busy", "Starting"), Pill("warn", "Resting 12 s")))
    column.addLayout(across(Pill("error", "Refused"), Pill("off", "Stopped")))
    column.head("Switch, check, choice")
    on, small, check, radio = Switch(), Switch(small=True), QCheckBox(), QRadioButton()
    for button in (on, small, check, radio):
        button.setChecked(True)
    column.addLayout(across(on, Switch(), small, Switch(small=True), check, QCheckBox(), radio, QRadioButton()))
    column.head("Fields")
    port = Field("Port", QLineEdit("80"))
    port.set_error("Use a port from 1024 to 65535.")
    column.addWidget(port)
    combo = QComboBox()
    combo.addItems(["All accounts", "prod-eu10"])
    spin = QSpinBox()
    spin.setValue(10)
    spin.setSuffix(" s")
    search = QLineEdit()
    search.setPlaceholderText("Filter models")
    column.addLayout(across(combo, spin, search, stretch=False))
    column.addWidget(CopyField("http://127.0.0.1:3001/v1", "Base URL"))
    column.addWidget(SecretField("act_7Kq9aaaaaaaaaaaaaaaaaa", "API key"))
    copied = CopyField("http://127.0.0.1:3001/v1", "Base URL")
    copied.copy()
    column.addWidget(copied)
    column.head("Segments, link")
    segments = Segments([("now", "Now"), ("today", "Today"), ("week", "7 days")], "Time")
    segments.set_current("today")
    column.addLayout(across(segments, LinkButton("Show them")))
    loading = LoadingRows(2)
    loading.appear()
    column.addWidget(loading)
    column.addStretch()
    return column


def surfaces() -> Column:
    """Return the column of steps, drop zones, figures and a table."""
    column = Column()
    column.head("Steps of the check")
    steps = StepList()
    steps.set_steps([("proxy", "Proxy"), ("tls", "TLS"), ("auth", "Sign-in"), ("api", "AI API"), ("d", "Deployments")])
    steps.update_step("proxy", "ok", "none needed", 0.002)
    steps.update_step("tls", "warning", "certificate ends in 9 days", 0.064)
    steps.update_step("auth", "failed", "key refused")
    steps.update_step("api", "running", "reading…")
    card = Card(padding=0)
    card.body.addWidget(steps)
    column.addWidget(card)
    column.head("Drop zone: idle, over, wrong file")
    idle, over, wrong = DropZone("Drop a key", "or paste it"), DropZone("Drop", ""), DropZone("Drop", "")
    over.set_over(True)
    wrong.refuse("XSUAA key", "need aicore")
    column.addLayout(across(idle, over, wrong, stretch=False))
    column.head("Stat, limit")
    stat = StatCard("Tokens in")
    stat.set("1.80", "M", "")
    stat.set_trend([1, 2, 1.6, 3, 2.4, 2.8, 4, 3.6, 4.8, 4.2])
    limit = QVBoxLayout()
    limit.addWidget(LimitBar(3.1, 5))
    limit.addWidget(Label("3.1 of 5 CU today", theme.Text.CAPTION, "text_2"))
    limit.addWidget(LimitBar(4.6, 5))
    row = across(stat, stretch=False)
    row.addLayout(limit)
    column.addLayout(row)
    column.head("Table: header 28, rows 28 or 32; hover, selected")
    table = Table()
    table.setModel(model())
    table.set_stretch(1)
    table.selectRow(2)
    table._hover(1)
    table.setFixedHeight(table.content_height())
    column.addWidget(table)
    column.addStretch()
    return column


def model() -> QStandardItemModel:
    """Return the rows of the example table."""
    rows = QStandardItemModel(0, 4)
    rows.setHorizontalHeaderLabels(["On", "Model", "Status", "In"])
    for name, kind, word, count in (
        ("gpt-5.5", "ok", "OK", "6,870"),
        ("gemini-3.5-flash", "ok", "OK", "4,406"),
        ("anthropic--claude-4.6-sonnet-with-a-long-name", "busy", "Streaming", "8,214"),
        ("sonar-pro", "off", "Stopped", "12 Jan 2027"),
    ):
        on, title, pill, number = QStandardItem(), QStandardItem(name), QStandardItem(), QStandardItem(count)
        on.setData(kind != "off", SWITCH_ROLE)
        title.setData(True, MEDIUM_ROLE)
        pill.setData((kind, word), PILL_ROLE)
        number.setTextAlignment(Qt.AlignmentFlag.AlignRight)
        number.setData(kind == "off", WARN_ROLE)
        rows.appendRow([on, title, pill, number])
    return rows


def messages() -> Column:
    """Return the column of empty states, banners, doors and rows."""
    column = Column()
    column.head("Empty state")
    card = Card(padding=0)
    empty = EmptyState("requests", "No requests yet", "Connect a tool, or say hello in Chat.", "Connect a tool")
    empty.add_button(Button("Open Chat"))
    card.body.addWidget(empty)
    column.addWidget(card)
    column.head("Banners: what, then what to do")
    for kind, fact, rest, button, closable in (
        ("error", "Port 3001 is taken by node (4711).", "", "Use 3002", False),
        ("warn", "Desktop shows no tray.", "The window stays open instead.", "", True),
        ("info", "1.4 is ready.", "Streams faster, fixes sleep.", "Restart", False),
        ("ok", "First answer from Codex", "after 0.8 s.", "", False),
    ):
        banner = Banner()
        banner.show_message(kind, fact, rest, button, closable=closable)
        column.addWidget(banner)
    column.head("Stopped: the door in its other states")
    off, error = Door(), Door()
    off.set_state("off", "Off", "127.0.0.1:3001")
    error.set_state("error", "Cannot start", "", "port 3001 taken")
    column.addLayout(across(off, error, stretch=False))
    column.head("Rows and choices")
    form = Card(spacing=0)
    spin = QSpinBox()
    spin.setValue(10)
    form.body.addWidget(Row("Give up connecting after", "A slow VPN may need more.", spin))
    form.body.addWidget(hairline())
    form.body.addWidget(Row("Add NO_PROXY to snippets", "Tools would use the proxy otherwise.", Switch()))
    form.body.addWidget(hairline())
    form.body.addSpacing(8)
    form.body.addWidget(ChoiceList([("system", "As this computer is set", "uses proxy.corp"), ("none", "None", "")]))
    column.addWidget(form)
    column.addStretch()
    return column


class Ground(QWidget):
    """The window."""

    def paintEvent(self, _: object) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.roles(self).window)


def components() -> QWidget:
    """Return a window like the picture of the components."""
    window = Ground()
    row = QHBoxLayout(window)
    row.setContentsMargins(24, 16, 24, 16)
    row.setSpacing(24)
    for column, share in ((controls(), 316), (surfaces(), 372), (messages(), 316)):
        row.addLayout(column, share)
    return window


def page() -> QWidget:
    """Return a window with a side list, an open panel and a sheet over it."""
    window = Ground()
    row = QHBoxLayout(window)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    side = SideList()
    door = Door()
    door.set_state("ok", "Running", "127.0.0.1:3001")
    side.set_header(door)
    for key, label, icon, group in (
        ("dashboard", "Dashboard", "dashboard", ""),
        ("requests", "Requests", "requests", ""),
        ("chat", "Chat", "chat", ""),
        ("connect", "Connect", "connect", "Set up"),
        ("models", "Models", "models", "Set up"),
        ("accounts", "Accounts", "accounts", "Set up"),
        ("keys", "API keys", "key", "Set up"),
    ):
        side.add_item(key, label, icon, group=group)
    side.add_bottom_item("diagnostics", "Diagnostics", "diagnostics")
    side.add_bottom_item("settings", "Settings", "settings")
    side.set_current("accounts")
    side.set_count("requests", 2)
    side.set_problem("models", "An account did not answer")
    row.addWidget(side)
    content = QVBoxLayout()
    content.setContentsMargins(24, 18, 24, 18)
    content.setSpacing(12)
    content.addWidget(Label("One thing stands in the way", theme.Text.WELCOME))
    steps = StepList()
    steps.set_steps([("proxy", "Proxy"), ("tls", "TLS"), ("auth", "Sign-in"), ("api", "AI API")])
    steps.update_step("proxy", "ok", "proxy.corp.example:8080, as this computer is set", 0.002)
    steps.update_step("tls", "failed", "not trusted")
    steps.update_step("auth", "waiting", "waits for TLS")
    steps.open_panel(
        "tls",
        "Your company's network opens encrypted connections, and this computer does not trust its certificate.",
        "The certificate shown was issued by “Zscaler Intermediate Root CA”, not by SAP's provider. Your IT has the "
        "root certificate as a .pem or .crt file; add it once and the check goes on by itself.",
        [Button("Add certificate…", kind="default"), Button("Copy text for IT", icon="copy")],
        "SSLCertVerificationError: self-signed certificate in certificate chain",
    )
    card = Card(padding=0)
    card.body.addWidget(steps)
    content.addWidget(card)
    chosen = Card()
    chosen.selected = True
    pill = Pill("ok", "Ready")
    pill.on_selected = True
    chosen.body.addLayout(across(Label("prod-eu10", theme.Text.HEADING), pill))
    chosen.body.addWidget(Label("resource group default", theme.Text.CAPTION, "text_2"))
    content.addWidget(chosen)
    narrow = SideList()
    folded = Door()
    folded.set_state("busy", "Busy", "127.0.0.1:3001")
    narrow.set_header(folded)
    narrow.add_item("dashboard", "Dashboard", "dashboard")
    narrow.add_item("models", "Models", "models")
    narrow.set_current("models")
    narrow.set_problem("dashboard", "Something")
    narrow.set_collapsed(True)
    lower = QHBoxLayout()
    lower.addWidget(narrow)
    lower.addStretch()
    content.addLayout(lower, 1)
    row.addLayout(content, 1)
    return window


def sheet(window: QWidget) -> Sheet:
    """Return an open sheet over a window."""
    result = Sheet(window, "Key for Cherry Studio", width=512)
    result.add_to_head(Pill("ok", "Active"))
    result.add_text("Copy it now. When this sheet closes it cannot be shown again; you can always make another.")
    result.body.addSpacing(4)
    result.body.addWidget(Field("API key", SecretField("act_Vh2nR8sYkLw5cJqT0pXe7DbM4uZf", "API key")))
    result.body.addWidget(Field("Base URL", CopyField("http://127.0.0.1:3001/v1", "Base URL")))
    result.add_button("Keep it", role="reject")
    result.add_button("Revoke key", kind="danger", role="accept")
    result.open()
    return result


def main(folder: Path) -> None:
    """Write the pictures into a folder, at the scale that Qt was started with."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    font = app.font()
    font.setPointSizeF(10)
    app.setFont(font)
    folder.mkdir(parents=True, exist_ok=True)
    ratio = round(app.devicePixelRatio())
    for scheme, name in ((Qt.ColorScheme.Light, "light"), (Qt.ColorScheme.Dark, "dark")):
        theme.install(app, scheme)
        for build, title in ((components, "components"), (page, "page")):
            window = build()
            window.resize(_SIZE)
            window.show()
            app.sendPostedEvents(None, int(QEvent.Type.LayoutRequest))
            focused = window.findChild(QWidget, "focused")
            if focused is not None:
                window.activateWindow()
                QTest.qWaitForWindowActive(window, 500)
                theme.set_keyboard_focus(focused)
            window.grab().save(str(folder / f"{title}-{name}@{ratio}.png"))
            if title == "page":
                over = sheet(window)
                over.settle()
                window.grab().save(str(folder / f"sheet-{name}@{ratio}.png"))
            window.hide()
            window.deleteLater()


if __name__ == "__main__":
    if "QT_SCALE_FACTOR" in os.environ:
        main(Path(sys.argv[1]))
    else:
        for scale in ("1", "2"):
            command = [sys.executable, "-m", "tests.gui.gallery", sys.argv[1]]
            subprocess.run(command, check=True, env={**os.environ, "QT_SCALE_FACTOR": scale})
