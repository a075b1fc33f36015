"""The scenes of deploying: the catalogue, the jobs, the sheets before and the sheet of a deployment."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QMenu

from aicore_tray.aicore.deploying import Job, Step, Work
from aicore_tray.aicore.landscape import OfferedModel, OfferedVersion
from aicore_tray.aicore.quota_wishes import QuotaWish
from aicore_tray.gui.snapshots import ModelView, Snapshot
from aicore_tray.gui.windows.main_window import MINIMUM
from tests.gui import staged
from tests.gui.stage import POINTS, Play, Scene, Set, settle

_CHAT = ("text-generation", "image-recognition", "reasoning")
_PRICES = {
    "anthropic--claude-4.8-opus": ("0.0051", "0.0254"),
    "anthropic--claude-4.6-sonnet": ("0.0031", "0.0153"),
    "anthropic--claude-4.5-haiku": ("0.0010", "0.0051"),
    "gpt-4o": ("0.0020", "0.0074"),
    "gpt-5-mini": ("0.0002", "0.0015"),
    "gemini-2.5-pro": ("0.0010", "0.0073"),
    "gemini-3.5-flash": ("0.0003", "0.0026"),
    "text-embedding-3-large": ("0.0001", ""),
}


def catalogue() -> tuple[OfferedModel, ...]:
    """Return some models as SAP offers them."""
    rows = (
        ("anthropic--claude-4-sonnet", "Claude 4 Sonnet", "Anthropic", 200_000, "1", "2026-12-14", True),
        ("anthropic--claude-4.5-haiku", "Claude 4.5 Haiku", "Anthropic", 200_000, "1", "", False),
        ("anthropic--claude-4.6-sonnet", "Claude 4.6 Sonnet", "Anthropic", 1_000_000, "1", "", False),
        ("anthropic--claude-4.8-opus", "Claude 4.8 Opus", "Anthropic", 1_000_000, "1", "", False),
        ("gemini-2.5-pro", "Gemini 2.5 Pro", "Google", 1_048_576, "001", "", False),
        ("gemini-3.5-flash", "Gemini 3.5 Flash", "Google", 1_048_576, "001", "", False),
        ("gpt-4o", "GPT-4o", "OpenAI", 128_000, "2024-11-20", "2027-01-15", False),
        ("gpt-5-mini", "GPT-5 mini", "OpenAI", 400_000, "2025-08-07", "", False),
        ("gpt-5.5", "GPT-5.5", "OpenAI", 1_050_000, "2026-04-24", "", False),
        ("sap-abap-1", "SAP ABAP 1", "SAP", 32_768, "1", "", False),
        ("text-embedding-3-large", "Text Embedding 3 Large", "OpenAI", None, "1", "", False),
    )
    made = []
    for name, title, provider, context, version, retires, deprecated in rows:
        price_in, price_out = _PRICES.get(name, ("", ""))
        cost = {kind: price for kind, price in (("inputCost", price_in), ("outputCost", price_out)) if price}
        if provider == "Anthropic" and cost:
            cost |= {"cacheReadInputCost": "0.00031", "cacheCreationInputCost": "0.0039"}
        versions = [OfferedVersion(name=version, latest=True, retirement_date=retires, deprecated=deprecated)]
        if name == "gpt-4o":
            versions.append(OfferedVersion(name="2024-08-06", deprecated=True, retirement_date="2027-01-15"))
        made.append(
            OfferedModel(
                name=name,
                executable="azure-openai",
                display_name=title,
                provider=provider,
                context_length=context,
                versions=tuple(versions),
                deprecated=deprecated,
                retirement_date=retires,
                cost=cost,
                capabilities=("embedding",) if "embedding" in name else _CHAT if provider != "SAP" else _CHAT[:1],
                replacements={
                    "gpt-4o": ("gpt-5-mini", "gpt-5.5"),
                    "anthropic--claude-4-sonnet": ("anthropic--claude-4.6-sonnet",),
                }.get(name, ()),
                deployable=provider != "SAP",
                orchestration=True,
            )
        )
    return tuple(made)


def offering() -> Snapshot:
    """Return a good day with a catalogue, quotas and a model that has a newer version."""
    day = staged.day()
    models = list(day.models)
    models[1] = replace(models[1], quota_used=61, quota=78, executable="aws-bedrock")
    models[5] = replace(models[5], version="2026-02-01", newer="2026-04-24", quota_used=4, quota=120)
    models[8] = replace(models[8], replacements=("mistralai--mistral-small",))
    return replace(day, models=tuple(models), catalogue=catalogue())


def _job(number: int, **values: object) -> Job:
    job = Job(number=number, work=Work.DEPLOY, account="prod-eu10", group="default", model="gpt-5-mini")
    return replace(job, **{"version": "latest", "began": staged.NOW - 47, **values})  # type: ignore[arg-type]


def at_work() -> Snapshot:
    """Return the same with three jobs."""
    failed = _job(
        1,
        model="gpt-4o",
        step=Step.FAILED,
        ended=staged.NOW - 3,
        message="SAP AI Core refused with HTTP 400: The Configuration you've provided is invalid",
        hint="Choose another version.",
    )
    done = _job(2, work=Work.UPGRADE, model="gpt-5.5", version="2026-04-24", step=Step.DONE, ended=staged.NOW - 1)
    running = _job(3, step=Step.STARTING, status="PENDING", deployment="d9")
    return replace(offering(), jobs=(running, done, failed))


def catalogue_at(name: str = "") -> Play:
    """Return a scene that shows the catalogue, and a model of it."""

    async def play(on: Set) -> None:
        page = on.models()
        page.show_catalogue()
        await settle()
        if name:
            page.catalogue.show_model(name)
        await settle()

    return play


async def _jobs(on: Set) -> None:
    on.models()
    await settle()


def _row(on: Set, row: int) -> None:
    on.models().table.selectRow(row)


async def _details(on: Set) -> None:
    _row(on, 5)
    on.models().names.click()
    await settle()


async def _menu(on: Set) -> None:
    _row(on, 5)
    view = on.models().current
    assert view is not None
    on.menu = QMenu()
    on.models()._menu.fill(on.menu, view)
    on.menu.show()
    await settle()


def _sheet(action: str, row: int) -> Play:
    async def play(on: Set) -> None:
        _row(on, row)
        page = on.models()
        view = page.current
        assert view is not None
        menu = QMenu()
        page._menu.fill(menu, view)
        next(each for each in menu.actions() if each.objectName() == action).trigger()
        await settle()

    return play


async def _quota(on: Set) -> None:
    async def wishes(view: ModelView) -> tuple[QuotaWish, ...]:
        return (
            QuotaWish(
                model="anthropic--claude-4.6-sonnet", limit=150, status="PENDING", created="2026-11-23T10:00:00Z"
            ),
        )

    on.commands.deploying.quota_wishes = wishes  # type: ignore[method-assign]
    _row(on, 1)
    view = on.models().current
    assert view is not None
    on.models()._menu.ask_quota(view)
    await settle()


SCENES: dict[str, Scene] = {
    "catalogue": Scene(catalogue_at(), offering),
    "catalogue-model": Scene(catalogue_at("gpt-4o"), offering),
    "catalogue-orchestrated": Scene(catalogue_at("sap-abap-1"), offering),
    "catalogue-empty": Scene(catalogue_at(), lambda: replace(offering(), catalogue=())),
    "models-jobs": Scene(_jobs, at_work),
    "model-details": Scene(_details, offering),
    "model-menu": Scene(_menu, offering),
    "model-stop": Scene(_sheet("stop-deployment", 3), offering),
    "model-delete": Scene(_sheet("delete-deployment", 3), offering),
    "model-upgrade": Scene(_sheet("upgrade-deployment", 5), offering),
    "model-quota": Scene(_quota, offering),
    "narrow-catalogue": Scene(catalogue_at("gpt-4o"), offering, size=MINIMUM),
    "large-font-catalogue": Scene(catalogue_at("gpt-4o"), offering, points=POINTS * 1.5),
}
