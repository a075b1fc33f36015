"""What admins are told of usage, over sockets: counts, sums as aicore-proxy has them, downloads."""

from __future__ import annotations

import asyncio
import contextlib
import csv
import io
import json
import socket
import sqlite3
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest

from aicore_tray.config.settings import Settings
from aicore_tray.sandbox.faults import Fault
from aicore_tray.usage.books import INSERT, row_of
from aicore_tray.usage.record import RequestRecord
from tests.gateway.proxy import ADMIN_KEY, KEY, Proxy, begun, running_proxy
from tests.usage.test_store import record

CLAUDE = "anthropic--claude-4.5-sonnet"
EURO = Settings(currency="EUR", unit_price=2.0)


def question(model: str = "gpt-4o", text: str = "Say hello.") -> dict[str, Any]:
    return {"model": model, "messages": [{"role": "user", "content": text}]}


async def told(proxy: Proxy, path: str) -> tuple[int, Any]:
    async with proxy.get(path, headers={"x-api-key": ADMIN_KEY}) as response:
        return response.status, await response.json()


async def downloaded(proxy: Proxy, path: str) -> tuple[bytes, Mapping[str, str]]:
    async with proxy.get(path, headers={"x-api-key": ADMIN_KEY}) as response:
        assert response.status == 200
        return await response.read(), response.headers


def booked(file: Path, *records: RequestRecord) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.executemany(INSERT, [row_of(each) for each in records])


def spoil(file: Path) -> None:
    """Overwrite every page of a database but the first."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = file.read_bytes()
    file.write_bytes(content[:4096] + b"no database " * (len(content) // 12))


def written(proxy: Proxy) -> None:
    assert proxy.engine._store.flush()


@pytest.mark.parametrize("path", ["/stats", "/metrics", "/admin/usage", "/admin/usage?format=csv"])
async def test_they_are_for_admins(proxy: Proxy, path: str) -> None:
    for key, status in ((KEY, 403), ("wrong", 401), (ADMIN_KEY, 200)):
        async with proxy.get(path, headers={"x-api-key": key}) as response:
            assert response.status == status
            assert response.headers["x-request-id"]


async def test_what_a_request_cost(tmp_path: Path) -> None:
    """By the prices of the sandbox's catalogue, which is read as SAP's is."""
    async with running_proxy(tmp_path, settings=EURO) as proxy:
        status, answer = await proxy.ask(
            "/v1/messages", {**question(CLAUDE), "max_tokens": 50}, headers={"User-Agent": "claude-cli/2.1 (x)"}
        )
        assert status == 200
        prices = {model.name: model.cost for model in proxy.engine.landscape.offered}[CLAUDE]
        usage = answer["usage"]
        units = usage["input_tokens"] * float(prices["inputCost"]) + usage["output_tokens"] * float(
            prices["outputCost"]
        )
        stats = (await told(proxy, "/stats"))[1]
        assert stats["cost"]["units"] == pytest.approx(units / 1000)
        assert stats["cost"]["cost"] == pytest.approx(units / 1000 * 2)
        assert (stats["cost"]["currency"], stats["cost"]["without_price"]) == ("EUR", 0)
        assert stats["by_client"]["claude-cli"]["units"] == stats["by_model"][CLAUDE]["units"] == stats["cost"]["units"]
        written(proxy)
        (row,) = (await told(proxy, "/admin/usage?group_by=model"))[1]
        assert (row["model"], row["units"], row["cost"]) == (CLAUDE, stats["cost"]["units"], stats["cost"]["cost"])


async def test_the_users_own_prices_count_at_once(proxy: Proxy) -> None:
    configuration = proxy.engine._configuration
    own = {"gpt-4o": {"input": 1000.0, "output": 0.0}}
    await proxy.engine.apply(replace(configuration, settings=replace(configuration.settings, prices=own)))
    answer = (await proxy.ask("/v1/chat/completions", question()))[1]
    stats = (await told(proxy, "/stats"))[1]
    assert stats["total"]["units"] == answer["usage"]["prompt_tokens"]
    assert "currency" not in stats["cost"]


async def test_what_runs_and_what_ended_of_late(proxy: Proxy) -> None:
    await proxy.ask("/v1/chat/completions", question())
    proxy.sandbox.faults.add(Fault("slow", model=CLAUDE, delay=60))
    running = asyncio.gather(proxy.ask("/v1/chat/completions", question(CLAUDE)))
    await begun(proxy)
    while CLAUDE not in proxy.engine.meter.in_flight_by_model:  # noqa: ASYNC110 - nothing tells of it
        await asyncio.sleep(0.01)
    stats = (await told(proxy, "/stats"))[1]
    assert (stats["in_flight"], stats["in_flight_by_model"]) == (1, {CLAUDE: 1})
    assert stats["last_hour"]["requests"] == stats["total"]["requests"] == 1
    assert stats["last_hour"]["tokens"] == stats["total"]["input"] + stats["total"]["output"]
    assert abs(stats["last_hour"]["minutes"][-1]["start"] - time.time()) < 120
    assert stats["accounts"] == {"configured": 1, "with_problems": 0}
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running


async def test_a_deployment_that_rests_is_told(proxy: Proxy) -> None:
    proxy.sandbox.faults.add(Fault("status", model="gpt-4o", status=503))
    assert (await proxy.ask("/v1/chat/completions", question()))[0] in (200, 503, 502)
    assert (await told(proxy, "/stats"))[1]["resting"] == {"gpt-4o": 1}


async def test_sums_as_aicore_proxy_tells_them(proxy: Proxy) -> None:
    now = time.time()
    booked(
        proxy.paths.usage_db,
        record(1, units=1.0, saved=0.5),
        record(2, key="other", duration=1.0),
        record(3, key="other", started=now - 3 * 86_400, model="gpt-6"),
    )
    status, rows = await told(proxy, "/admin/usage")
    assert status == 200
    assert rows[0] == {
        "api_key": "other", "requests": 2, "input_tokens": 20, "output_tokens": 10, "avg_duration_ms": 1500,
        "errors": 0, "cache_read_tokens": 4, "cache_write_tokens": 2, "reasoning_tokens": 6,
        "avg_first_token_ms": 500, "units": None, "saved": None, "without_price": 2,
    }  # fmt: skip
    assert [row["api_key"] for row in rows] == ["other", "mine"]
    assert (rows[1]["units"], rows[1]["saved"], rows[1]["without_price"]) == (1.0, 0.5, 0)
    rows = (await told(proxy, "/admin/usage?group_by=day"))[1]
    today, before = (time.strftime("%Y-%m-%d", time.localtime(moment)) for moment in (now, now - 3 * 86_400))
    assert [(row["date"], row["api_key"], row["requests"]) for row in rows] == [
        (today, "mine", 1), (today, "other", 1), (before, "other", 1),
    ]  # fmt: skip
    assert [row["requests"] for row in (await told(proxy, "/admin/usage?days=1&key=other"))[1]] == [1]
    assert [row["requests"] for row in (await told(proxy, "/admin/usage?days=999999&key="))[1]] == [2, 1]
    assert [row["api_key"] for row in (await told(proxy, "/v1/admin/usage/?model=gpt-6"))[1]] == ["other"]
    for group in ("model", "account", "deployment", "client", "dialect", "hour", "month"):
        assert group in (await told(proxy, f"/admin/usage?group_by={group}"))[1][0]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        *((f"days={text}", "days") for text in ("0", "-1", "x", "1.5", "%D9%A3", "9" * 5_000)),
        ("group_by=secret", "group_by"),
        ("group_by=rowid;drop", "group_by"),
        ("format=xml", "format"),
    ],
)
async def test_a_wrong_question_names_its_field(proxy: Proxy, query: str, field: str) -> None:
    status, answer = await told(proxy, f"/admin/usage?{query}")
    assert (status, answer["error"]["param"]) == (400, field)
    assert answer["error"]["message"].startswith(f"{field}: ")


@pytest.mark.parametrize("query", [b"key=\xff", b"key=%ff", b"key=%ED%A0%80", b"key=%00", b"model='%20OR%201=1--"])
async def test_whatever_is_asked_for_is_no_failure(proxy: Proxy, query: bytes) -> None:
    booked(proxy.paths.usage_db, record(1))
    place = urlsplit(proxy.url)

    def ask() -> bytes:
        with socket.create_connection((place.hostname, place.port or 0), 5) as connection:
            head = f" HTTP/1.1\r\nHost: {place.netloc}\r\nx-api-key: {ADMIN_KEY}\r\nConnection: close\r\n\r\n".encode()
            connection.sendall(b"GET /admin/usage?" + query + head)
            pieces = []
            while piece := connection.recv(65_536):
                pieces.append(piece)
            return b"".join(pieces)

    head, _, body = (await asyncio.to_thread(ask)).partition(b"\r\n\r\n")
    assert head.split(b" ")[1] in (b"200", b"400")
    assert head.split(b" ")[1] == b"400" or json.loads(body) == []


async def test_downloads(tmp_path: Path) -> None:
    async with running_proxy(tmp_path, settings=EURO) as proxy:
        many = [record(number, units=0.5) for number in range(2_300)]
        booked(proxy.paths.usage_db, *many, record(9_999, key="=other"))
        content, headers = await downloaded(proxy, "/admin/usage?format=csv")
        assert headers["Content-Type"] == "text/csv; charset=utf-8"
        assert headers["Content-Disposition"] == f'attachment; filename="usage-{time.strftime("%Y-%m-%d")}.csv"'
        assert headers["x-request-id"]
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        assert [row["id"] for row in rows] == [f"r{number}" for number in range(2_300)] + ["r9999"]
        assert (rows[0]["cost"], rows[0]["currency"], rows[-1]["key"]) == ("1.0", "EUR", "'=other")
        content, headers = await downloaded(proxy, "/admin/usage?format=jsonl&key=%3Dother&days=1")
        assert headers["Content-Type"] == "application/x-ndjson"
        (line,) = content.decode().splitlines()
        assert (json.loads(line)["id"], json.loads(line)["key"]) == ("r9999", "=other")
        assert (await downloaded(proxy, "/admin/usage?format=jsonl&key=nobody"))[0] == b""


async def test_a_download_that_breaks_does_not_look_whole(proxy: Proxy) -> None:
    booked(proxy.paths.usage_db, *(record(number, asked="a" * 300) for number in range(20_000)))
    async with proxy.get("/admin/usage?format=jsonl", headers={"x-api-key": ADMIN_KEY}) as response:
        await response.content.readline()
        spoil(proxy.paths.usage_db)
        with pytest.raises(aiohttp.ClientPayloadError):
            await response.read()


async def test_damaged_books_are_told_and_replaced(proxy: Proxy) -> None:
    booked(proxy.paths.usage_db, *(record(number) for number in range(400)))
    spoil(proxy.paths.usage_db)
    status, answer = await told(proxy, "/admin/usage")
    assert status == 503
    assert "cannot be read" in answer["error"]["message"]
    await asyncio.to_thread(written, proxy)
    assert (await told(proxy, "/admin/usage")) == (200, [])
    (warning,) = proxy.warnings
    assert warning.startswith("The usage database was damaged: it is kept as ")
    assert list(proxy.paths.usage_db.parent.glob("usage.damaged-*.db"))


async def test_books_damaged_before_the_start(tmp_path: Path) -> None:
    async with running_proxy(tmp_path) as proxy:
        file = proxy.paths.usage_db
    file.write_bytes(b"no database " * 1_000)
    async with running_proxy(tmp_path) as proxy:
        await proxy.ask("/v1/chat/completions", question())
        written(proxy)
        assert [row["requests"] for row in (await told(proxy, "/admin/usage"))[1]] == [1]
        assert [line.partition(":")[0] for line in proxy.warnings] == ["The usage database was damaged"]
