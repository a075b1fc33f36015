"""Names that the user gives: aliases, tiers, hidden models and pools, in their order, asked over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from aicore_tray.config.key_store import KeyStore
from aicore_tray.config.settings import Settings
from aicore_tray.sandbox.server import Tenant
from aicore_tray.sandbox.tenants import deployment
from tests.gateway.proxy import KEY, Proxy, running_proxy

SONNET = "anthropic--claude-4.5-sonnet"
HAIKU = "anthropic--claude-4.5-haiku"
GPT = "gpt-4.1"


@asynccontextmanager
async def proxy_with(folder: Path, **rules: Any) -> AsyncIterator[Proxy]:
    async with running_proxy(folder, settings=Settings(**rules)) as proxy:
        yield proxy


async def served_by(proxy: Proxy, name: str) -> str:
    """Return the model that answers under a name, or what is said in its place."""
    body = {"model": name, "max_tokens": 20, "messages": [{"role": "user", "content": "hello"}]}
    status, answer = await proxy.ask("/v1/chat/completions", body)
    if status != 200:
        return f"{status}: {answer['error']['message']}"
    sent = proxy.sandbox.requests[-1]
    found = proxy.engine.landscape.deployments
    return next(deployment.model for deployment in found if f"/{deployment.id}/" in sent.path)


async def listed(proxy: Proxy, key: str = KEY) -> list[str]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{proxy.url}/v1/models", headers={"x-api-key": key}) as response,
    ):
        return [row["id"] for row in (await response.json())["data"]]


async def test_the_order_of_precedence(tmp_path: Path) -> None:
    """Exact name, alias, spelling, tier, and nothing."""
    aliases = {GPT: SONNET, "claude-sonnet-4-5": GPT, "fast": HAIKU}
    async with proxy_with(tmp_path, aliases=aliases, tiers={"gpt": GPT, "sonnet": SONNET}) as proxy:
        assert await served_by(proxy, GPT) == GPT, "a deployed model's own name comes first"
        assert await served_by(proxy, "claude-sonnet-4-5") == GPT, "an alias before spellings"
        assert await served_by(proxy, "claude-sonnet-4-5-20250929") == GPT, "also with a date"
        assert await served_by(proxy, "FAST[1m]") == HAIKU
        assert await served_by(proxy, "claude-haiku-4-5") == HAIKU, "a spelling before tiers"
        assert await served_by(proxy, "claude-sonnet-99") == SONNET
        assert await served_by(proxy, "my-GPT-of-tomorrow") == GPT
        assert (await served_by(proxy, "claude-opus-99")).startswith("404: There is no running deployment")
        assert (
            (await served_by(proxy, "anthropic--claude-4.5-hiku"))
            .partition(" Did you")[2]
            .startswith(f" mean {HAIKU} or ")
        )


async def test_patterns_and_aliases_of_aliases(tmp_path: Path) -> None:
    aliases = {
        "claude-*": "cheap",
        "claude-*-new": "best",
        "claude-o*": "claude-opus-of-mine",
        "cheap": "claude-haiku-4-5",
        "best": "BEST-2",
        "best-2": GPT,
        "round": "about",
        "about": "round",
    }
    async with proxy_with(tmp_path, aliases=aliases) as proxy:
        assert await served_by(proxy, "claude-x") == HAIKU
        assert await served_by(proxy, "claude-x-new") == GPT
        assert await served_by(proxy, "claude-omega") == HAIKU, "the pattern is taken once, then the next best"
        for name in ("round", "about"):
            assert (await served_by(proxy, name)).startswith(f"404: The alias '{name}' leads to ")


async def test_hidden_models(tmp_path: Path) -> None:
    rules = {"hidden_models": ("gpt-4*", "claude-haiku-*"), "tiers": {"haiku": "sonnet"}, "aliases": {"sonnet": SONNET}}
    async with proxy_with(tmp_path, **rules) as proxy:
        names = await listed(proxy)
        assert not [name for name in names if name.startswith("gpt-4") or "haiku-4-5" in name or name == HAIKU]
        assert (await served_by(proxy, GPT)).startswith("404")
        assert await served_by(proxy, HAIKU) == SONNET


async def test_aliases_are_listed(tmp_path: Path) -> None:
    aliases = {"fast": HAIKU, "star*": GPT, "lost": "nothing", "claude-sonnet-4-5": GPT}
    async with proxy_with(tmp_path, aliases=aliases) as proxy:
        names = await listed(proxy)
        assert names[:2] == ["claude-sonnet-4-5", "fast"]
        assert len(names) == len(set(names))
        assert {"claude-haiku-4-5", HAIKU, SONNET} <= set(names)
        assert not {"star*", "lost"} & set(names)
        key = KeyStore(proxy.paths.keys_file).create("few", models=("fast",))
        assert await listed(proxy, key) == ["fast", "claude-haiku-4-5", HAIKU]


async def test_pools_come_last(tmp_path: Path) -> None:
    pools = {"*": GPT, "opus": SONNET}
    async with running_proxy(tmp_path, settings=Settings(tiers={"opus": HAIKU}), pools=pools) as proxy:
        assert await served_by(proxy, "claude-opus-99") == HAIKU
        assert await served_by(proxy, "whatever") == GPT
    async with running_proxy(tmp_path, pools=pools) as proxy:
        assert await served_by(proxy, "claude-opus-99") == SONNET


@pytest.mark.parametrize(
    ("rules", "warnings"),
    [
        ({"aliases": {"fast": HAIKU, "a*": "fast"}, "tiers": {"gpt": "fast"}}, []),
        (
            {"aliases": {"fast": "claude-haiku-45", GPT: HAIKU}, "tiers": {"gpt": "zzz"}},
            [
                f"aliases.fast: no running deployment has the model 'claude-haiku-45'; did you mean {HAIKU}",
                f"aliases.{GPT}: is a deployed model's own name, which comes first",
                "tiers.gpt: no running deployment has the model 'zzz'",
            ],
        ),
    ],
)
async def test_what_leads_nowhere_is_told_once(tmp_path: Path, rules: dict[str, Any], warnings: list[str]) -> None:
    async with proxy_with(tmp_path, **rules) as proxy:
        await proxy.engine.discovery.refresh()
        await proxy.engine.discovery.refresh()
        assert len(proxy.warnings) == len(warnings)
        for told, expected in zip(proxy.warnings, warnings, strict=True):
            assert told.startswith(expected)


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("4.5-sonnet", SONNET),
        ("sonnet-4.5", SONNET),
        ("haiku-4-5", HAIKU),
        ("claude-sonnet-4-5-20250929", SONNET),
        ("claude-sonnet-4-5[1m]", SONNET),
        ("claude-sonnet-4-5-latest", SONNET),
        ("anthropic/claude-sonnet-4.5", SONNET),
        ("us.anthropic.claude-sonnet-4-5-20250929-v1:0", SONNET),
        ("bedrock/us.anthropic.claude-haiku-4-5-20251001-v1:0", HAIKU),
        ("openai/gpt-4.1-2025-04-14", GPT),
    ],
)
async def test_names_as_clients_have_them(proxy: Proxy, name: str, model: str) -> None:
    assert await served_by(proxy, name) == model


async def test_the_o_models_under_their_old_name(tmp_path: Path) -> None:
    tenant = Tenant(name="o", deployments=(deployment("o3-mini"),))
    async with running_proxy(tmp_path, tenants=(tenant,)) as proxy:
        assert await served_by(proxy, "gpt-o3-mini") == "o3-mini"


async def test_no_other_model_unless_it_is_wanted(tmp_path: Path) -> None:
    async with proxy_with(tmp_path / "strict") as proxy:
        for name in ("claude-sonnet-4-99", "gpt-4.2", "some-name"):
            assert (await served_by(proxy, name)).startswith("404: There is no running deployment")
    async with proxy_with(tmp_path / "nearest", nearest_version=True) as proxy:
        assert await served_by(proxy, "claude-sonnet-4-7") == "anthropic--claude-4.6-sonnet"
        assert await served_by(proxy, "claude-haiku-3-5") == HAIKU
        assert await served_by(proxy, "gpt-5.1-mini") == "gpt-5-mini"
        assert await served_by(proxy, "gemini-3-pro") == "gemini-2.5-pro"
        assert (await served_by(proxy, "some-name")).startswith("404")
        assert (await served_by(proxy, "claude-9-fable")).startswith("404"), "another family is another model"
    async with proxy_with(tmp_path / "default", default_model="claude-haiku-4-5") as proxy:
        assert await served_by(proxy, "some-name") == HAIKU
        assert await served_by(proxy, GPT) == GPT


async def test_a_default_that_nobody_deployed_is_told(tmp_path: Path) -> None:
    async with proxy_with(tmp_path, default_model="gpt-99") as proxy:
        assert any("default_model" in line for line in proxy.warnings)
        assert (await served_by(proxy, "some-name")).startswith("404")
