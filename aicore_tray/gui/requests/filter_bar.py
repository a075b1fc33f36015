"""What stands above the table of requests: the filter, and how the table goes on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QMenu, QSizePolicy, QWidget

from aicore_tray.gui.models.request_words import CANCELLED, FAILED, RUNNING, WELL
from aicore_tray.gui.requests.criteria import Criteria
from aicore_tray.gui.widgets.button import Button, IconButton
from aicore_tray.gui.widgets.search_field import SearchField

_TYPING_MS = 120
_SHORTEST = 7


class FilterBar(QWidget):
    """Filter, menus, Follow, Pause and download.

    Signals:
        changed: the criteria are others.
        followed: whether the newest row is to stay in sight.
        paused: whether the table is to stand still.
        wants_export: the form (`csv` or `jsonl`), and whether all that is kept is meant in place of what is shown.
    """

    changed = Signal()
    followed = Signal(bool)
    paused = Signal(bool)
    wants_export = Signal(str, bool)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.words = SearchField(
            self.tr("Model, client, error, request id"),
            self.tr("Filter requests by model, client, error or request id"),
        )
        self.words.setObjectName("filter")
        self.words.setMinimumWidth(88)
        self.words.setMaximumWidth(248)
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typing.timeout.connect(self.changed)
        self.words.textChanged.connect(lambda: self._typing.start())
        row.addWidget(self.words, 10)
        self.client = self._menu("client-filter", self.tr("Client"), self.tr("Any client"))
        self.model = self._menu("model-filter", self.tr("Model"), self.tr("Any model"))
        self.state = self._menu("status-filter", self.tr("Status"), self.tr("Any status"))
        for key, word in (
            (RUNNING, self.tr("Running")),
            (WELL, self.tr("OK")),
            (FAILED, self.tr("Failed")),
            (CANCELLED, self.tr("Cancelled")),
        ):
            self.state.addItem(word, key)
        for combo in (self.client, self.model, self.state):
            row.addWidget(combo)
        row.addStretch(1)
        self.follow = QCheckBox(self.tr("Follow"))
        self.follow.setObjectName("follow")
        self.follow.setToolTip(self.tr("Keep the newest request in sight."))
        self.follow.setChecked(True)
        self.follow.toggled.connect(self.followed)
        row.addWidget(self.follow)
        self.pause = Button(self.tr("Pause"), icon="pause")
        self.pause.setObjectName("pause")
        self.pause.setCheckable(True)
        self.pause.toggled.connect(self._pause)
        row.addWidget(self.pause)
        self.download = IconButton("download", self.tr("Save requests to a file"), outlined=True, role="text")
        self.download.setObjectName("save-requests")
        self.download.clicked.connect(lambda _checked=False: self.choose_export())
        row.addWidget(self.download)

    def _menu(self, name: str, title: str, any_one: str) -> QComboBox:
        combo = QComboBox()
        combo.setObjectName(name)
        combo.setAccessibleName(title)
        combo.addItem(any_one, "")
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        # Long names are shortened; the list that opens has room for them.
        combo.setMinimumContentsLength(_SHORTEST)
        combo.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        combo.view().setTextElideMode(Qt.TextElideMode.ElideNone)
        combo.currentIndexChanged.connect(lambda _index: self.changed.emit())
        return combo

    # ---- the criteria

    @property
    def criteria(self) -> Criteria:
        """What is chosen."""
        return Criteria(
            words=self.words.text().strip(),
            client=self.client.currentData() or "",
            model=self.model.currentData() or "",
            state=self.state.currentData() or "",
        )

    def set_criteria(self, criteria: Criteria) -> None:
        """Choose something else, and tell it once."""
        self.blockSignals(True)
        self.words.setText(criteria.words)
        for combo, value in (
            (self.client, criteria.client),
            (self.model, criteria.model),
            (self.state, criteria.state),
        ):
            if value and combo.findData(value) < 0:
                # What was chosen before counts, although no such request is there yet.
                combo.addItem(value, value)
            combo.setCurrentIndex(max(0, combo.findData(value)))
        self._typing.stop()
        self.blockSignals(False)
        self.changed.emit()

    def remember(self, remembered: Mapping[str, str]) -> None:
        """Choose what was chosen before."""
        known = {name: remembered.get(name, "") for name in ("words", "client", "model", "state")}
        self.set_criteria(Criteria(**known))

    def offer(self, clients: Iterable[str], models: Iterable[str]) -> None:
        """Offer these clients and models to choose from."""
        for combo, names in ((self.client, clients), (self.model, models)):
            chosen = combo.currentData() or ""
            wanted = sorted({*names, *([chosen] if chosen else [])} - {""}, key=str.lower)
            if [combo.itemData(number) for number in range(1, combo.count())] == wanted or combo.view().isVisible():
                continue
            combo.blockSignals(True)
            while combo.count() > 1:
                combo.removeItem(combo.count() - 1)
            for name in wanted:
                combo.addItem(name, name)
            combo.setCurrentIndex(max(0, combo.findData(chosen)))
            combo.blockSignals(False)

    # ---- how it goes on

    def _pause(self, on: bool) -> None:
        self.pause.set_icon("play" if on else "pause")
        self.tell_waiting(0)
        self.paused.emit(on)

    def tell_waiting(self, count: int) -> None:
        """Say how many requests came while the table stands still."""
        if not self.pause.isChecked():
            word = self.tr("Pause")
        elif count:
            word = self.tr("Go on, {count} new").format(count=self.locale().toString(count))
        else:
            word = self.tr("Go on")
        if word != self.pause.text():
            self.pause.setText(word)

    def choose_export(self) -> None:
        """Let the user choose what is saved."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, form, everything in (
            (self.tr("What is shown, as CSV…"), "csv", False),
            (self.tr("What is shown, as JSON lines…"), "jsonl", False),
            (self.tr("All that is kept, as CSV…"), "csv", True),
            (self.tr("All that is kept, as JSON lines…"), "jsonl", True),
        ):
            action = menu.addAction(text)
            action.triggered.connect(
                lambda _checked=False, form=form, everything=everything: self.wants_export.emit(form, everything)
            )
        menu.popup(self.download.mapToGlobal(self.download.rect().bottomLeft()))
