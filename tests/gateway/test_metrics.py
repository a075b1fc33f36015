"""What Prometheus reads, over sockets: its names, its numbers, and what it must never hold."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import prometheus_client
import pytest
from msgspec.structs import replace
from prometheus_client.metrics_core import Metric
from prometheus_client.openmetrics import parser as openmetrics
from prometheus_client.parser import text_string_to_metric_families

from aicore_tray.config.settings import Settings
from aicore_tray.gateway.metrics import Metrics, Standing
from aicore_tray.gateway.quota import QuotaUse
from aicore_tray.sandbox.faults import Fault
from aicore_tray.usage.meter import Meter, Running
from tests.gateway.proxy import ADMIN_KEY, Proxy, begun, running_proxy
from tests.usage.test_store import record

CLAUDE = "anthropic--claude-4.5-sonnet"
Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


def samples(text: str) -> Samples:
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def value(found: Samples, name: str, **labels: str) -> float:
    """Return the one sample that has these labels, whatever others it has."""
    (matching,) = [
        number for (known, those), number in found.items() if known == name and frozenset(labels.items()) <= those
    ]
    return matching


async def scraped(proxy: Proxy) -> Samples:
    async with proxy.get("/metrics", headers={"x-api-key": ADMIN_KEY}) as response:
        assert response.status == 200
        assert response.headers["Content-Type"].startswith("text/plain; version=")
        return samples(await response.text())


async def test_requests_are_counted(tmp_path: Path) -> None:
    async with running_proxy(tmp_path) as proxy:
        body = {"model": CLAUDE, "max_tokens": 50, "messages": [{"role": "user", "content": "Say hello."}]}
        usage = (await proxy.ask("/v1/messages", body))[1]["usage"]
        embedded = (await proxy.ask("/v1/embeddings", {"model": "text-embedding-3-small", "input": "hello"}))[1]
        found = await scraped(proxy)
    chat = {"gen_ai_operation_name": "chat", "gen_ai_response_model": CLAUDE, "dialect": "messages"}
    tokens = "gen_ai_client_token_usage_sum"
    assert value(found, tokens, **chat, gen_ai_token_type="input") == usage["input_tokens"]
    assert value(found, tokens, **chat, gen_ai_token_type="output") == usage["output_tokens"]
    assert value(found, tokens, gen_ai_operation_name="embeddings") == embedded["usage"]["prompt_tokens"]
    assert value(found, "gen_ai_server_request_duration_seconds_count", **chat, status="2xx") == 1
    assert 0 < value(found, "gen_ai_server_time_to_first_token_seconds_sum", **chat) < 60
    assert value(found, "aicore_tray_requests_total", model=CLAUDE, dialect="messages", status="2xx", key="test") == 1
    assert value(found, "aicore_tray_tokens_total", model=CLAUDE, key="test", type="output") == usage["output_tokens"]
    assert value(found, "aicore_tray_capacity_units_total", model=CLAUDE) == pytest.approx(
        proxy.engine.meter.by_model[CLAUDE].units
    )
    assert (value(found, "aicore_tray_accounts"), value(found, "aicore_tray_accounts_with_problems")) == (1, 0)


async def test_failures_and_what_is_under_way(proxy: Proxy) -> None:
    body = {"model": CLAUDE, "messages": [{"role": "user", "content": "Say hello."}]}
    assert (await proxy.ask("/v1/chat/completions", {**body, "model": "no-such-model"}))[0] == 404
    proxy.sandbox.faults.add(Fault("status", model="gpt-4o", status=503))
    await proxy.ask("/v1/chat/completions", {**body, "model": "gpt-4o"})
    proxy.sandbox.faults.add(Fault("slow", model=CLAUDE, delay=60))
    running = asyncio.gather(proxy.ask("/v1/chat/completions", body))
    await begun(proxy)
    while CLAUDE not in proxy.engine.meter.in_flight_by_model:  # noqa: ASYNC110 - nothing tells of it
        await asyncio.sleep(0.01)
    found = await scraped(proxy)
    assert value(found, "aicore_tray_requests_total", model="none", status="4xx") == 1
    assert value(found, "gen_ai_server_request_duration_seconds_count", error_type="not_found") == 1
    assert value(found, "aicore_tray_requests_in_flight", model=CLAUDE) == 1
    assert value(found, "aicore_tray_deployments_resting", model="gpt-4o") == 1
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running


async def test_no_name_of_a_client_and_no_id_gets_in(proxy: Proxy) -> None:
    planted = "planted-s3cret"
    deployments = [deployment.id for deployment in proxy.engine.landscape.deployments]
    for model in (f"{planted}-model", "gpt-4o"):
        body = {"model": model, "user": planted, "messages": [{"role": "user", "content": planted}]}
        await proxy.ask("/v1/chat/completions", body, headers={"User-Agent": f"{planted}/1"})
    async with proxy.get("/metrics", headers={"x-api-key": ADMIN_KEY}) as response:
        text = await response.text()
    secret = json.loads(json.dumps(proxy.sandbox.service_key("demo")))["clientsecret"]
    assert not [word for word in (planted, secret, ADMIN_KEY, *deployments) if word in text]


async def test_the_newer_format_is_had_by_asking(proxy: Proxy) -> None:
    await proxy.ask("/v1/chat/completions", {"model": "gpt-4o", "messages": [{"role": "user", "content": "Hi."}]})
    accept = "application/openmetrics-text; version=1.0.0; charset=utf-8"
    async with proxy.get("/metrics", headers={"x-api-key": ADMIN_KEY, "Accept": accept}) as response:
        assert response.headers["Content-Type"].startswith("application/openmetrics-text")
        read: Iterator[Metric] = openmetrics.text_string_to_metric_families(await response.text())  # type: ignore[no-untyped-call]  # the library's
    assert "gen_ai_client_token_usage" in [family.name for family in read]


def counted(*records: Any, standing: Standing | None = None) -> Samples:
    meter = Meter()
    metrics = Metrics(meter, lambda: standing or Standing())
    for each in records:
        meter.ended(each, meter.began(Running()))
    return samples(metrics.written("")[0].decode())


def test_kinds_of_tokens_and_costs() -> None:
    one = record(1, units=1.5, saved=-0.5, retries=2)
    found = counted(one, replace(one, saved=0.25), record(2, status=499, first_token=None))
    for kind, tokens in (("input", 30), ("cache_read", 6), ("cache_write", 3), ("output", 15)):
        assert value(found, "aicore_tray_tokens_total", type=kind) == tokens
    assert value(found, "gen_ai_client_token_usage_sum", gen_ai_token_type="input") == 39, "with what was cached"
    assert value(found, "aicore_tray_capacity_units_total", key="mine") == 3.0
    assert value(found, "aicore_tray_capacity_units_saved") == -0.25
    assert value(found, "aicore_tray_requests_without_price_total") == 1
    assert value(found, "aicore_tray_retries_total") == 4
    assert value(found, "gen_ai_server_time_to_first_token_seconds_count") == 2
    assert value(found, "aicore_tray_requests_total", status="4xx") == 1


def test_how_things_stand() -> None:
    standing = Standing(
        accounts=3, with_problems=1, resting={"gpt-5": 2},
        quota=(QuotaUse(accounts=("work",), model="gpt-5", used=61, limit=78, learned=False, waiting=0),),
    )  # fmt: skip
    found = counted(standing=standing)
    assert value(found, "aicore_tray_accounts_with_problems") == 1
    assert value(found, "aicore_tray_deployments_resting", model="gpt-5") == 2
    assert value(found, "aicore_tray_quota_used", account="work", model="gpt-5") == 61
    assert value(found, "aicore_tray_quota_limit", account="work", model="gpt-5") == 78


async def test_two_engines_do_not_share_their_counts(tmp_path: Path) -> None:
    body = {"model": "gpt-4o", "messages": [{"role": "user", "content": "Hi."}]}
    async with (
        running_proxy(tmp_path / "one", settings=Settings()) as one,
        running_proxy(tmp_path / "other", settings=Settings()) as other,
    ):
        await one.ask("/v1/chat/completions", body)
        name = "aicore_tray_requests_total"
        assert value(await scraped(one), name, model="gpt-4o") == 1
        assert not [known for known, _ in await scraped(other) if known == name]
    assert b"aicore_tray" not in prometheus_client.generate_latest(prometheus_client.REGISTRY)
