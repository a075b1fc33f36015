"""Models through the window: switched off, mapped to short names, named, filtered; and what is shown where none are."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton

from aicore_tray.gui.models.deployments import MODEL, ON, STATUS
from aicore_tray.gui.pages.models import ModelsPage
from aicore_tray.gui.widgets.cells import SWITCH_ROLE
from aicore_tray.gui.widgets.empty import EmptyState
from tests.gui.conftest import World, played

SONNET, HAIKU = "anthropic--claude-4.6-sonnet", "anthropic--claude-4.5-haiku"


async def page_of(world: World, tenant: str = "prod") -> tuple[ModelsPage, str]:
    """Return the page with deployments on it, and a key for the proxy."""
    await world.add_account(tenant)
    world.page("models")
    page = world.window.page
    assert isinstance(page, ModelsPage)
    return page, await world.make_key()


def row_of(page: ModelsPage, model: str) -> int:
    shown = page.table.model()
    return next(row for row in range(shown.rowCount()) if shown.index(row, MODEL).data() == model)


async def answers_by(world: World, secret: str, asked: str) -> str:
    """Return the model that answers when a tool asks for this name."""
    body = {"model": asked, "messages": [{"role": "user", "content": "hello"}], "max_tokens": 50}
    status, answer = await world.ask("/v1/chat/completions", secret, body)
    assert status == 200, answer
    return str(world.session.engine.meter.recent[-1].model)


@played
async def test_a_model_that_is_off_is_not_listed(world: World) -> None:
    page, secret = await page_of(world)
    assert HAIKU in await world.listed(secret)
    place = page.table.visualRect(page.table.model().index(row_of(page, HAIKU), ON))
    QTest.mouseClick(
        page.table.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        place.topLeft() + QPoint(24, place.height() // 2),
    )
    await world.until(lambda: any(row.model == HAIKU and not row.on for row in world.now.models), "it is off")
    assert HAIKU not in await world.listed(secret)
    index = page.table.model().index(row_of(page, HAIKU), ON)
    assert index.data(SWITCH_ROLE) is False
    page.table.setCurrentIndex(index)
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    await world.until(lambda: all(row.on for row in world.now.models), "Space switches it on again")
    assert HAIKU in await world.listed(secret)


@played
async def test_a_tier_is_answered_by_the_model_that_is_chosen(world: World) -> None:
    _, secret = await page_of(world)
    await world.choose("tier-sonnet", HAIKU)
    await world.until(lambda: world.now.settings.tiers.get("sonnet") == HAIKU, "it is chosen")
    assert await answers_by(world, secret, "claude-sonnet-99") == HAIKU
    await world.choose("tier-sonnet", "")
    await world.until(lambda: "sonnet" not in world.now.settings.tiers, "nothing is chosen")
    status, _ = await world.ask("/v1/chat/completions", secret, {"model": "claude-sonnet-99", "messages": []})
    assert status == 404, "another model is never taken by itself"


@played
async def test_own_names_work_over_http(world: World) -> None:
    page, secret = await page_of(world)
    page.table.selectRow(row_of(page, "gpt-5"))
    await world.click("model-names")
    await world.write("own-names", "fast, team-*", enter=False)
    await world.click("save-names")
    await world.no_sheet()
    assert await answers_by(world, secret, "fast") == "gpt-5"
    assert await answers_by(world, secret, "team-blue") == "gpt-5"
    page.table.selectRow(row_of(page, HAIKU))
    await world.click("model-names")
    await world.write("own-names", "fast", enter=False)
    await world.click("save-names")
    field = world.find(QLineEdit, "own-names")
    await world.until(lambda: "gpt-5" in field.accessibleDescription(), "the name is another model's")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    await world.no_sheet()
    assert await answers_by(world, secret, "fast") == "gpt-5"


@played
async def test_the_filter_and_its_empty_state(world: World) -> None:
    page, _ = await page_of(world)
    await world.add_account("dev")
    await world.until(lambda: page.account.isVisible(), "accounts can be chosen")
    shown = page.table.model()
    await world.write("filter", "CLAUDE sonnet", enter=False)
    assert [shown.index(row, MODEL).data() for row in range(shown.rowCount())] == [SONNET]
    await world.write("filter", "llama", enter=False)
    empty = page.table.findChild(EmptyState)
    assert empty is not None
    assert empty.isVisible()
    empty.clicked.emit()
    assert page.filter.text() == ""
    assert shown.rowCount() == 5
    page.account.setCurrentIndex(page.account.findData("dev"))
    assert [shown.index(row, MODEL).data() for row in range(shown.rowCount())] == ["gpt-5-mini"]
    QTest.keyClick(world.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.filter.hasFocus()


@played
async def test_what_is_said_where_there_are_none(world: World) -> None:
    world.page("models")
    page = world.window.page
    assert isinstance(page, ModelsPage)
    empty = page.table.findChild(EmptyState)
    assert empty is not None

    def words() -> str:
        return " ".join(button.text() for button in empty.findChildren(QPushButton)) if empty is not None else ""

    await world.until(lambda: "Add service key…" in words())
    imported = await world.commands.read_text(world.key_text("bare"))
    await world.commands.add_account(imported.accounts[0].key, "bare", ("default",))
    await world.until(lambda: "Deploy…" in words(), "it tells what to do")
    empty.clicked.emit()
    await world.until(lambda: page.catalogue.isVisible(), "the catalogue is there")


@played
async def test_refresh_finds_what_was_deployed_meanwhile(world: World) -> None:
    page, _ = await page_of(world)
    before = world.now.looked_at
    await world.click("refresh-models")
    await world.until(lambda: page.refresh.isEnabled() and world.now.looked_at != before, "it has looked")
    assert page.refresh.text() == "Refresh"


@played
async def test_models_without_a_deployment_are_told_from_those_with_one(world: World) -> None:
    page, secret = await page_of(world, "orchestrated")
    shown = page.table.model()
    assert shown.index(row_of(page, "gpt-5-mini"), STATUS).data() == "Running"
    assert shown.index(row_of(page, SONNET), STATUS).data() == "Through orchestration"
    assert "through the orchestration deployment" in shown.index(row_of(page, SONNET), MODEL).data(
        Qt.ItemDataRole.ToolTipRole
    )
    assert page.subtitle.text().startswith("1 deployments, 1 accounts, ")
    assert page.subtitle.text().endswith(" models more through orchestration")
    assert await answers_by(world, secret, SONNET) == SONNET
    assert world.now.model_names[0] == "gpt-5-mini"
