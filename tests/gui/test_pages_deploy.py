"""Deploying through the window: the catalogue, what SAP makes of it, and stopping, replacing and deleting again."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu, QPlainTextEdit

from aicore_tray.aicore.deploying import Step
from aicore_tray.gui.models.deployments import MODEL, QUOTA, STATUS
from aicore_tray.gui.models.offers import DEPLOYED
from aicore_tray.gui.models.offers import MODEL as OFFER
from aicore_tray.gui.pages.models import ModelsPage
from aicore_tray.gui.widgets.empty import EmptyState
from aicore_tray.sandbox.faults import Fault
from aicore_tray.sandbox.tenants import Deployment, deployment
from tests.gui.conftest import World, played

HAIKU, SONNET = "anthropic--claude-4.5-haiku", "anthropic--claude-4.6-sonnet"


async def page_of(world: World) -> tuple[ModelsPage, str]:
    await world.add_account("prod")
    world.session.engine.deploying._poll = 0.02
    world.page("models")
    page = world.window.page
    assert isinstance(page, ModelsPage)
    return page, await world.make_key()


def deployed(world: World, model: str) -> list[Deployment]:
    return [each for each in world.sandbox._landscape.deployments("prod", "default") if each.model == model]


def select(page: ModelsPage, model: str) -> None:
    shown = page.table.model()
    row = next(row for row in range(shown.rowCount()) if shown.index(row, MODEL).data() == model)
    page.table.selectRow(row)


async def choose(world: World, page: ModelsPage, action: str) -> None:
    """Choose an entry of the menu of the deployment that is selected."""
    await world.click("manage-deployment")
    menu = page.findChild(QMenu, "deployment-menu")
    assert menu is not None
    entry = next(each for each in menu.actions() if each.objectName() == action)
    assert entry.isVisible()
    assert entry.isEnabled()
    entry.trigger()
    menu.close()


async def asked(world: World) -> str:
    """Return the words of the sheet that comes up."""
    await world.until(lambda: world.sheet() is not None, "it asks")
    sheet = world.sheet()
    assert sheet is not None
    return " ".join(label.text() for label in sheet.findChildren(QLabel))


def told(page: ModelsPage) -> str:
    return " | ".join(label.text() for label in page.jobs.findChildren(QLabel) if label.isVisible())


async def over(world: World, step: Step = Step.DONE, *, jobs: int = 1) -> None:
    """Wait until the last of so many jobs has ended like this."""
    await world.until(
        lambda: len(world.now.jobs) == jobs and world.now.jobs[0].step is step, f"the last of {jobs} jobs is {step}"
    )


@played
async def test_a_model_is_deployed_from_the_catalogue(world: World) -> None:
    page, secret = await page_of(world)
    assert "o3" not in await world.listed(secret)
    await world.click("open-catalogue")
    await world.write("filter-offers", "openai o3", enter=False)
    offers = page.catalogue.table.model()
    assert [offers.index(row, OFFER).data() for row in range(offers.rowCount())] == ["o3"]
    page.catalogue.table.selectRow(0)
    await world.choose("deploy-version", "2025-04-16")
    await world.click("deploy-model")
    await world.until(lambda: page.jobs.isVisible(), "the job is shown beside the deployments")
    assert "Deploy o3 in default" in told(page)
    await over(world)
    assert "Done in" in told(page)
    assert "Tools can ask for it from now on." in told(page)
    await world.until(lambda: any(row.model == "o3" for row in world.now.models), "it is in the list")
    assert "o3" in await world.listed(secret)
    [made] = deployed(world, "o3")
    assert made.version == "2025-04-16"
    await world.click("job-forget")
    await world.until(lambda: not page.jobs.isVisible(), "it is shown no more")
    await world.click("open-catalogue")
    page.catalogue.show_model("o3")
    row = page.catalogue.table.currentIndex().row()
    assert offers.index(row, DEPLOYED).data() == "Running"


@played
async def test_an_entry_of_the_menu_is_clicked(world: World) -> None:
    """As people click it: the menu closes, and deletes itself, before it tells what was chosen."""
    page, _ = await page_of(world)
    select(page, HAIKU)
    await world.click("manage-deployment")
    menu = page.findChild(QMenu, "deployment-menu")
    assert menu is not None
    entry = next(each for each in menu.actions() if each.objectName() == "stop-deployment")
    place = menu.actionGeometry(entry).center()
    QTest.mouseMove(menu, place)
    await world.until(lambda: menu.activeAction() is entry, "the pointer is on it")
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert HAIKU in await asked(world)


@played
async def test_what_cannot_be_deployed_says_why(world: World) -> None:
    page, _ = await page_of(world)
    await world.click("open-catalogue")
    page.catalogue.show_model(HAIKU)
    await world.click("deploy-model")
    account = page.catalogue.card.account
    await world.until(lambda: "is deployed in default already" in account.accessibleDescription(), "it says so")
    assert page.catalogue.isVisible(), "another model or place can be chosen"
    page.catalogue.show_model("o3")
    assert account.accessibleDescription() == ""
    # Where SAP refuses, it can be tried again.
    world.sandbox.faults.add(Fault("api", path="/lm/deployments", status=503))
    await world.click("deploy-model")
    await over(world, Step.FAILED)
    assert "Not done" in told(page)
    assert "SAP AI Core refused with HTTP 503" in told(page)
    await world.click("job-again")
    await over(world)
    assert len(deployed(world, "o3")) == 1


@played
async def test_the_catalogue_tells_what_ends_and_what_comes_instead(world: World) -> None:
    page, _ = await page_of(world)
    await world.click("open-catalogue")
    page.catalogue.show_model("gpt-4o")
    card = page.catalogue.card
    assert "128 k" in card.facts.text().replace("\u2009", " ")
    assert "2.0 CU in, 7.4 CU out" in card.facts.text()
    assert card.version.itemText(0) == "Always the latest, now 2024-11-20"
    assert card.version.itemText(2) == "2024-08-06, until 15 Jan 2027"
    assert "suggests another model" in card.warning.text()
    card.suggested.emit("gpt-5.4")
    assert page.catalogue.current is not None
    assert page.catalogue.current.model.name == "gpt-5.4"
    page.catalogue.show_model("qwen3.7-plus")
    assert "no deployments of its own" in card.warning.text()
    await world.click("deploy-model")
    await over(world)
    found = world.session.engine.discovery
    await world.until(lambda: any(each.through_orchestration for each in found.deployments), "it is found")
    QTest.keyClick(page.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    await world.click("open-catalogue")
    await world.write("filter-offers", "no such model", enter=False)
    empty = page.catalogue.table.findChild(EmptyState)
    assert empty is not None
    empty.clicked.emit()
    assert page.catalogue.filter.text() == ""
    QTest.keyClick(page.catalogue.filter, Qt.Key.Key_Escape)
    await world.until(lambda: not page.catalogue.isVisible(), "Esc leaves")


@played
async def test_stop_start_delete(world: World) -> None:
    page, secret = await page_of(world)
    select(page, HAIKU)
    await choose(world, page, "stop-deployment")
    words = await asked(world)
    assert f"Tools that ask for {HAIKU} get an error from then on." in words
    await world.click("change-deployment")
    await over(world)
    await world.until(lambda: deployed(world, HAIKU)[0].status == "STOPPED", "SAP has stopped it")
    await world.until(lambda: any(row.status == "STOPPED" for row in world.now.models), "the list tells so")
    assert HAIKU not in await world.listed(secret)
    shown = page.table.model()
    select(page, HAIKU)
    assert shown.index(page.table.currentIndex().row(), STATUS).data() == "Stopped"
    await choose(world, page, "start-deployment")
    await over(world, jobs=2)
    await world.until(lambda: all(row.status == "RUNNING" for row in world.now.models), "it runs")
    assert HAIKU in await world.listed(secret)
    select(page, HAIKU)
    await choose(world, page, "delete-deployment")
    assert "deletes stopped deployments alone" in await asked(world)
    await world.click("change-deployment")
    await over(world, jobs=3)
    assert deployed(world, HAIKU) == []
    await world.until(lambda: all(row.model != HAIKU for row in world.now.models), "it is gone from the list")


@played
async def test_a_newer_version_takes_its_place(world: World) -> None:
    world.sandbox._landscape.put("prod", deployment("gpt-4o", version="2024-08-06"))
    page, _ = await page_of(world)
    select(page, "gpt-4o")
    assert page.current is not None
    assert page.current.newer == "2024-11-20"
    await choose(world, page, "upgrade-deployment")
    await world.click("change-deployment")
    await over(world)
    states = {each.version: each.status for each in deployed(world, "gpt-4o")}
    assert states == {"2024-08-06": "STOPPED", "2024-11-20": "RUNNING"}
    assert "The new version answers." in told(page)


@played
async def test_quotas_are_shown_and_more_is_asked_for(world: World) -> None:
    page, secret = await page_of(world)
    body = {"model": "gpt-5", "messages": [{"role": "user", "content": "Hi"}]}
    status, _ = await world.ask("/v1/chat/completions", secret, body)
    assert status == 200
    select(page, "gpt-5")
    index = page.table.currentIndex()
    await world.until(lambda: str(index.siblingAtColumn(QUOTA).data()).startswith("1 of "), "it counts")
    await choose(world, page, "ask-quota")
    await world.until(lambda: world.sheet() is not None, "it asks")
    reason = world.find(QPlainTextEdit, "quota-reason")
    assert not world.find(type(page.names), "send-quota").isEnabled(), "a reason is wanted"
    reason.setPlainText("Forty developers")
    await world.click("send-quota")
    await world.no_sheet()
    assert "SAP was asked for more requests for gpt-5." in page.banner.accessibleName()
    [wish] = await world.session.engine.ai_api("prod").quota_wishes()
    assert (wish.model, wish.reason, wish.status) == ("gpt-5", "Forty developers", "PENDING")
    await choose(world, page, "ask-quota")
    await asked(world)
    sheet = world.sheet()
    assert sheet is not None
    await world.until(
        lambda: any("Pending" in label.text() for label in sheet.findChildren(QLabel)), "what was asked is shown"
    )


@played
async def test_the_details_of_a_deployment(world: World) -> None:
    page, _ = await page_of(world)
    select(page, SONNET)
    await world.click("model-names")
    words = await asked(world)
    assert "Account prod, resource group default" in words
    assert "Capacity units a million tokens: 2.4 in, 11.0 out" in words
    assert "Requests this minute: 0 of " in words
    await world.click("more-quota")
    await world.until(lambda: world.is_visible("ask-quota-sheet"), "more can be asked for from here")
