"""One tool's recipes: what to do, what to copy, and whether it has called."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QSizePolicy, QWidget

from aicore_tray.connect.edits import CannotEditError
from aicore_tray.connect.registry import TOOLS
from aicore_tray.connect.tool import Recipe, Tool
from aicore_tray.connect.trying import Tried
from aicore_tray.connect.ways import variable_lines
from aicore_tray.errors import AicoreTrayError
from aicore_tray.gui.apply_part import ApplyPart
from aicore_tray.gui.applying import Ready
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.commands import Commands
from aicore_tray.gui.connecting import Shown, offers_of
from aicore_tray.gui.launch_part import LaunchPart
from aicore_tray.gui.mending import Mending
from aicore_tray.gui.numbers import duration
from aicore_tray.gui.recipe_part import Pick, RecipePart
from aicore_tray.gui.sheets.write_setup import WriteSetupSheet
from aicore_tray.gui.snapshots import Snapshot, ToolView, Trouble
from aicore_tray.gui.theme import Text
from aicore_tray.gui.tool_states import APPLY, LAUNCH, sentence_of, tr_recipe
from aicore_tray.gui.widgets.banner import Banner
from aicore_tray.gui.widgets.button import Button
from aicore_tray.gui.widgets.card import Card, hairline
from aicore_tray.gui.widgets.copy_button import CopyButton
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.pill import Pill
from aicore_tray.gui.widgets.segments import Segments
from aicore_tray.gui.widgets.tab_order import follow
from aicore_tray.gui.wording import said, sentence

_MODEL_WIDTH = 240
_MODEL_LEAST = 190


class ToolPanel(Card):
    """What a person needs to connect one tool.

    Signals:
        set_up: something was copied, written or started; carries the tool's id.
        written: tools' files were written.
    """

    set_up = Signal(str)
    written = Signal()

    def __init__(self, bridge: Bridge, commands: Commands, mending: Mending) -> None:
        super().__init__(spacing=12)
        self.setObjectName("tool-panel")
        self._bridge = bridge
        self._connecting, self._applying = commands.connecting, commands.applying
        self._commands = commands
        self._mending = mending
        self.tool: Tool = next(iter(TOOLS.values()))
        self._way = ""
        self._drawn: tuple[object, ...] | None = None
        self._trouble: Trouble | None = None
        self._folder = Path.home()
        self._name = Label("", Text.PANE)
        self._ways_box = QWidget()
        self._ways = QHBoxLayout(self._ways_box)
        self._ways.setContentsMargins(0, 0, 0, 0)
        self._folded = False
        self.model = QComboBox()
        self.model.setObjectName("tool-model")
        self.model.setAccessibleName(self.tr("Model"))
        self.model.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.model.setMinimumContentsLength(8)
        self.model.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.model.setMaximumWidth(_MODEL_WIDTH)
        self.model.activated.connect(self._choose_model)
        self._model_label = Label(self.tr("Model"), Text.CAPTION, "text_2")
        self._model_label.setBuddy(self.model)
        self._head = head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._name)
        head.addWidget(self._ways_box)
        head.addStretch(1)
        head.addWidget(self._model_label)
        head.addWidget(self.model, 100)
        self.body.addLayout(head)
        self._below = QHBoxLayout()
        self.body.addLayout(self._below)
        self.banner = Banner()
        self.banner.setObjectName("tool-banner")
        self.banner.clicked.connect(self._mend)
        self.body.addWidget(self.banner)
        self._content = QWidget()
        self.body.addWidget(self._content)
        self._line = hairline()
        self.body.addWidget(self._line)
        self._pill = Pill()
        self._pill.setObjectName("tool-light")
        self._news = Label("", Text.BODY, "text_2", wrap=True)
        self._news.setObjectName("tool-news")
        self._foot = QWidget()
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(10)
        foot.addWidget(self._pill)
        foot.addWidget(self._news, 1)
        self.test = Button(self.tr("Test"))
        self.test.setObjectName("test-tool")
        self.test.setToolTip(self.tr("Ask the proxy once, as this tool would"))
        self.test.clicked.connect(lambda _checked=False: self._test())
        foot.addWidget(self.test)
        self.body.addWidget(self._foot)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    # ---- which tool, which way

    def show_tool(self, tool: Tool) -> None:
        """Show another tool, the recommended way first."""
        if tool is not self.tool or not self._way:
            self.tool, self._way = tool, ""
            self._folder = next((folder for each, folder in self._connecting.launched if each is tool), Path.home())
        self.show_snapshot(self._bridge.snapshot)

    def show_way(self, way: str) -> None:
        """Show another way to set the tool up: a recipe's key, LAUNCH or APPLY."""
        self._way = way
        self.show_snapshot(self._bridge.snapshot)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show what is so now; it is drawn anew only where something is different."""
        tool = self.tool
        shown = self._connecting.shown(tool, snapshot)
        ways = [(recipe.key, tr_recipe(recipe.title)) for recipe in shown.recipes]
        if tool.setup is not None:
            ways.insert(0, (APPLY, self.tr("Apply")))
        if tool.command is not None:
            ways.insert(0, (LAUNCH, self.tr("Launch once")))
        if self._way not in dict(ways):
            self._way = ways[0][0]
        offers = [offer.id for offer in offers_of(snapshot)]
        found = self._connecting.found.get(tool.id)
        seen = (self._applying.status(tool), self._applying.conflicts(tool))
        drawn = (tool, self._way, shown, offers, found, seen, self._folder, self._connecting.looked)
        if drawn != self._drawn:
            self._drawn = drawn
            self._draw(shown, ways, offers, snapshot)
        self.test.setVisible(bool(shown.model))
        view = next((each for each in snapshot.tools if each.id == tool.id), ToolView(id=tool.id))
        self._tell(view, snapshot)
        recipe = next((each for each in shown.recipes if each.key == self._way), None)
        useful = recipe is None or bool(recipe.snippets or recipe.entries)
        for widget in (self._line, self._foot):
            widget.setVisible(useful)

    def _tell(self, view: ToolView, snapshot: Snapshot) -> None:
        kind, words = sentence_of(self.tool, view)
        self._pill.setVisible(bool(kind))
        if kind:
            names = {"ok": self.tr("Connected"), "busy": self.tr("Waiting"), "warn": self.tr("Error")}
            if (kind, names[kind]) != (self._pill.kind, self._pill.text()):
                self._pill.set(kind, names[kind])
        key = self._connecting.key_name(self.tool, snapshot)
        made = self._connecting.has_key(self.tool, snapshot)
        if self._way == APPLY:
            ours = self.tr("Its API key is {name}.")
        elif made:
            ours = self.tr("It shows the API key {name}.")
        elif self.tool.command is None:
            ours = self.tr("Its own API key, {name}, is made when you copy.")
        else:
            ours = self.tr("Its own API key, {name}, is made when you copy or launch.")
        self._news.set_text(words or ours.format(name=f"“{key}”"))

    # ---- drawing

    def _draw(self, shown: Shown, ways: list[tuple[str, str]], offers: list[str], snapshot: Snapshot) -> None:
        tool = self.tool
        self._name.set_text(tool.name)
        self._clear_ways()
        if len(ways) > 1:
            segments = Segments(ways, self.tr("Way to set it up"))
            segments.setObjectName("tool-ways")
            segments.set_current(self._way)
            segments.changed.connect(self.show_way)
            self._ways.addWidget(segments)
        self._fill_models(shown, offers)
        if self._trouble is None:
            if tool.warning:
                self.banner.show_message("warn", tr_recipe(tool.warning))
            elif not shown.model:
                self.banner.show_message(
                    "warn", self.tr("No model is served yet."), self.tr("Bring in a service key and look at Models.")
                )
            else:
                self.banner.clear()
        content = self._part(shown, snapshot)
        old = self._content
        self.body.replaceWidget(old, content)
        self._content = content
        old.hide()
        old.deleteLater()
        content.show()
        self._order()

    def _order(self) -> None:
        """Let Tab go as one reads: much of it is made anew now and then, and some of it moves."""
        head = (self._ways_box,) if self._folded else (self._ways_box, self.model)
        follow(self.model, *head, self.banner, self._content)

    def _clear_ways(self) -> None:
        while (item := self._ways.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _fill_models(self, shown: Shown, offers: list[str]) -> None:
        texts = [snippet.text for recipe in shown.recipes for snippet in recipe.snippets]
        texts += [entry.value for recipe in shown.recipes for entry in recipe.entries]
        used = bool(shown.model) and any(shown.model in text for text in texts)
        self.model.setVisible(used)
        if [self.model.itemText(row) for row in range(self.model.count())] != offers:
            self.model.clear()
            self.model.addItems(offers)
            for row, name in enumerate(offers):
                self.model.setItemData(row, name)
        self.model.setCurrentText(shown.model)
        self._fold_head()

    def _fold_head(self) -> None:
        """Put the ways beneath the name where both and the model do not fit beside each other."""
        used = not self.model.isHidden()
        self._model_label.setVisible(used)
        model = self._model_label.sizeHint().width() + _MODEL_LEAST + 24 if used else 0
        needed = self._name.sizeHint().width() + 12 + self._ways_box.sizeHint().width() + model + 2 * 16
        folded = self._ways.count() > 0 and self.width() < needed
        if folded != self._folded:
            self._folded = folded
            if folded:
                self._head.removeWidget(self._ways_box)
                self._below.addWidget(self._ways_box)
                self._below.addStretch(1)
            else:
                while (item := self._below.takeAt(0)) is not None:
                    del item
                self._head.insertWidget(1, self._ways_box)
            self._order()

    def minimumSizeHint(self) -> QSize:
        # As if folded already: what does not fit folds then.
        head = self._name.sizeHint().width() + 12 + self.model.minimumSizeHint().width()
        least = max(head, self._ways_box.sizeHint().width()) + 2 * 16
        usual = super().minimumSizeHint()
        return QSize(min(usual.width(), least), usual.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold_head()

    def _part(self, shown: Shown, snapshot: Snapshot) -> QWidget:
        """Return what is shown of the way that is chosen."""
        tool = self.tool
        if self._way == LAUNCH:
            missing = self._connecting.looked and tool.id not in self._connecting.found
            launch = LaunchPart(tool, self._folder, missing=missing)
            launch.folder_wanted.connect(self.choose_folder)
            launch.launch_wanted.connect(lambda: self.launch(self._folder))
            return launch
        setup = self._applying.setup(tool, snapshot) if self._way == APPLY else None
        if setup is not None:
            lines = self._applying.variable_lines(setup, tool, snapshot)
            part = ApplyPart(tool, setup, self._applying, self._connecting.shell, lines)
            part.apply_wanted.connect(self._plan)
            part.undo_wanted.connect(self._plan_back)
            part.copy_wanted.connect(self._copy_variables)
            return part
        recipe = RecipePart(next(each for each in shown.recipes if each.key == self._way))
        recipe.copy_wanted.connect(self._copy)
        return recipe

    # ---- doing

    def _copy(self, button: CopyButton, pick: Pick) -> None:
        tool = self.tool

        def done(recipes: tuple[Recipe, ...]) -> None:
            button.copy(pick(recipes))
            self._after(tool)

        self._trouble = None
        self._bridge.run(
            self._connecting.recipes(tool, self._bridge.snapshot), "copy a setup", done=done, failed=self.show_error
        )

    def _plan(self) -> None:
        self._trouble = None
        planned = self._applying.plan(self.tool, self._bridge.snapshot)
        self._bridge.run(planned, "plan a setup", done=lambda ready: self.show_plans([ready]), failed=self.show_error)

    def _plan_back(self) -> None:
        planned = self._applying.plan_back(self.tool)
        self._bridge.run(planned, "plan an undo", done=lambda ready: self.show_plans([ready]), failed=self.show_error)

    def show_plans(self, ready: list[Ready]) -> None:
        """Show plans in a sheet, from which they are written; where there is nothing to write, that is told."""
        if not any(each.plan.files or each.plan.undo for each in ready):
            self.banner.show_message("ok", self.tr("Everything is written already."))
            return
        sheet = WriteSetupSheet(self, self._bridge, self._applying, ready)
        undo = all(each.plan.undo for each in ready)
        sheet.written.connect(lambda: self._written(undo))
        sheet.open_once()

    def _written(self, undo: bool) -> None:
        self._drawn = None
        self.show_snapshot(self._bridge.snapshot)
        self.written.emit()
        if not undo:
            self.set_up.emit(self.tool.id)

    def _copy_variables(self, button: CopyButton) -> None:
        tool = self.tool

        async def lines() -> str:
            target = await self._connecting.target(tool, self._bridge.snapshot)
            setup = tool.setup(target, self._applying.computer) if tool.setup is not None else None
            variables = setup.variables if setup is not None else {}
            return "\n".join(variable_lines(target, self._connecting.shell, variables))

        self._bridge.run(lines(), "copy variables", done=button.copy, failed=self.show_error)

    def _test(self) -> None:
        tool = self.tool
        self.test.setEnabled(False)

        def done(tried: Tried) -> None:
            self.test.setEnabled(True)
            text = self.tr("{model} answered after {time}.")
            fact = text.format(model=tried.model, time=duration(tried.seconds))
            self.banner.show_message("ok", fact, tried.words.partition("\n")[0][:90], closable=True)

        def failed(error: AicoreTrayError) -> None:
            self.test.setEnabled(True)
            self.show_error(error)

        self._trouble = None
        trying = self._applying.try_tool(tool, self._bridge.snapshot)
        self._bridge.run(trying, "test a tool", done=done, failed=failed)

    def _after(self, tool: Tool) -> None:
        self._connecting.waiting(tool)
        self._drawn = None  # a banner of what is over goes
        self.set_up.emit(tool.id)

    def choose_folder(self, *, then_launch: bool = False) -> None:
        """Let the user choose where the tool is to be started.

        Args:
            then_launch: start it there at once.
        """
        dialog = QFileDialog(self.window(), self.tr("Choose the folder to work in"), str(self._folder))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.finished.connect(dialog.deleteLater)
        dialog.fileSelected.connect(self._use_folder)
        if then_launch:
            dialog.fileSelected.connect(lambda name: self.launch(Path(name)))
        dialog.open()

    def _use_folder(self, name: str) -> None:
        self._folder = Path(name)
        self.show_snapshot(self._bridge.snapshot)

    def launch(self, folder: Path) -> None:
        """Start the tool in a terminal of its own."""
        tool = self.tool
        self._trouble = None
        self._bridge.run(
            self._connecting.launch(tool, folder, self._bridge.snapshot),
            "launch",
            done=lambda _: self._after(tool),
            failed=self.show_error,
        )

    def _choose_model(self, row: int) -> None:
        self._connecting.use_model(self.tool, self.model.itemText(row))
        self.show_snapshot(self._bridge.snapshot)

    def show_error(self, error: AicoreTrayError) -> None:
        """Say what went wrong; a vault that does not open can be opened from there."""
        self._trouble = self._commands.vault_trouble(error)
        if self._trouble is not None:
            words = said(self._trouble)
            self.banner.show_message(words.level, words.fact, words.what, words.button)
        else:
            place = Path(error.file).name if isinstance(error, CannotEditError) and error.file else ""
            fact = sentence(error.user_message)
            self.banner.show_message(
                "error", f"{place}: {fact}" if place else fact, sentence(error.hint), closable=True
            )

    def _mend(self) -> None:
        if self._trouble is not None:
            self._mending.mend(self._trouble)
            self._trouble = None
            self.banner.clear()
