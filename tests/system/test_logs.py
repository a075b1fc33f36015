"""The log: every line finds its request, nobody writes lines of his own into it, and no secret gets there."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from aicore_tray.system import logs
from aicore_tray.system.paths import Paths
from tests.gateway.proxy import KEY, Proxy, running_proxy


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    root = logging.getLogger()
    before = tuple(root.handlers), root.level
    logs.configure(debug=True, folder=tmp_path / "logs")
    yield tmp_path / "logs" / "aicore-tray.log"
    for handler in tuple(root.handlers):
        if handler not in before[0]:
            root.removeHandler(handler)
            handler.close()
    root.setLevel(before[1])
    logging.getLogger("aicore_tray").setLevel(logging.NOTSET)


def text_of(log: Path) -> str:
    for handler in logging.getLogger().handlers:
        handler.flush()
    return log.read_text(encoding="utf-8")


async def send(proxy: Proxy, request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(proxy.url.rpartition(":")[2]))
    writer.write(request)
    answer = await reader.read(65536)
    writer.close()
    return answer


async def test_the_request_id_finds_its_line(tmp_path: Path, log: Path) -> None:
    async with running_proxy(tmp_path) as proxy:
        body = {"model": "gpt-4o", "messages": [{"role": "user", "content": "Say hello."}]}
        async with proxy.post("/v1/chat/completions", body) as response:
            found = [line for line in text_of(log).splitlines() if response.headers["x-request-id"] in line]
    assert len(found) == 1
    assert "gpt-4o" in found[0]


async def test_nobody_writes_lines_of_his_own(tmp_path: Path, log: Path) -> None:
    async with running_proxy(tmp_path) as proxy:
        model = "x\n2026-01-01 00:00:00 ERROR forged\u2028\x1b[31m"
        await proxy.ask("/v1/chat/completions", {"model": model, "messages": []})
    told = text_of(log)
    assert "forged" in told
    assert all("forged" not in line or line.count("aicore_tray.gateway.relay") for line in told.splitlines())
    assert "\x1b" not in told


@pytest.mark.parametrize(
    "lines",
    [
        b"x-api-key: super-secret-1\x01",
        b"Authorization super-secret-1",
        b"x-api-key: super-secret-1" + b"a" * 20_000,
        f"x-api-key: {KEY}\r\nX-Other: super-secret-1\r\nContent-Encoding: gzip\r\nContent-Length: 5".encode(),
        b"Authorization: super-secret-1",
    ],
    ids=["control", "no colon", "too long", "not gzip", "no scheme"],
)
async def test_malformed_requests_leave_neither_tracebacks_nor_keys(tmp_path: Path, log: Path, lines: bytes) -> None:
    async with running_proxy(tmp_path) as proxy:
        answer = await send(proxy, b"POST /v1/messages HTTP/1.1\r\nHost: localhost\r\n" + lines + b"\r\n\r\nhello")
        assert answer.split()[1] in (b"400", b"401")
    told = text_of(log)
    assert "Traceback" not in told
    assert "super-secret" not in told


@pytest.mark.parametrize("stream", [False, True])
async def test_bodies_are_told_when_that_is_wanted(tmp_path: Path, log: Path, stream: bool) -> None:
    said = "quince-7 costs act-0123456789012345678901234567890"
    body = {"model": "gpt-4o", "stream": stream, "messages": [{"role": "user", "content": f"Say {said}."}]}
    async with running_proxy(tmp_path) as proxy:
        await proxy.ask("/v1/chat/completions", body | {"stream": False})
        assert "quince-7" not in text_of(log), "not unless it is wanted"
        configuration = proxy.engine._configuration
        settings = replace(configuration.settings, log_bodies=True)
        await proxy.engine.apply(replace(configuration, settings=settings))
        async with proxy.post("/v1/chat/completions", body) as response:
            await response.read()
        told = text_of(log)
    assert all(f"{who}: " in told for who in ("A client asked", "SAP is asked"))
    assert ("It is answered: data: " if stream else 'It was answered: {"') in told
    assert "quince-7" in told
    # The pieces of a stream are told as they come, and a secret that a model says may lie in two of them.
    assert stream or "act-0123456789" not in told, "secrets are taken out of bodies, too"


async def test_the_folder_is_for_its_user_alone(log: Path) -> None:
    assert log.parent.stat().st_mode & 0o077 == 0


async def test_how_much_is_told_changes_at_once(tmp_path: Path) -> None:
    root = logging.getLogger()
    before = tuple(root.handlers), root.level
    logs.configure(folder=tmp_path / "logs")
    try:
        async with running_proxy(tmp_path) as proxy:
            configuration = proxy.engine._configuration
            for level, told in (("debug", logging.DEBUG), ("warning", logging.WARNING), ("info", logging.INFO)):
                settings = replace(configuration.settings, log_level=level)
                await proxy.engine.apply(replace(configuration, settings=settings))
                assert logging.getLogger("aicore_tray").getEffectiveLevel() == told
            logs.configure(debug=True, folder=tmp_path / "logs")
            logs.set_level("warning")
            assert logging.getLogger("aicore_tray").getEffectiveLevel() == logging.DEBUG, "--debug goes before"
    finally:
        for handler in tuple(root.handlers):
            if handler not in before[0]:
                root.removeHandler(handler)
                handler.close()
        root.setLevel(before[1])
        logging.getLogger("aicore_tray").setLevel(logging.NOTSET)


def test_a_new_file_each_day(tmp_path: Path, log: Path) -> None:
    logger = logging.getLogger("aicore_tray.test")
    logger.warning("the first day")
    tomorrow = logging.LogRecord("aicore_tray.test", logging.WARNING, "", 1, "the second day", None, None)
    tomorrow.created += 86_400
    logger.handle(tomorrow)
    first = log.with_name(log.name + ".1")
    assert "the first day" in text_of(first)
    assert "the first day" not in text_of(log)


async def test_old_logs_are_deleted(tmp_path: Path) -> None:
    folder = Paths.locate(tmp_path).logs
    folder.mkdir(parents=True)
    for name, days in (("aicore-tray.log", 30), ("aicore-tray.log.1", 6), ("aicore-tray.log.2", 8), ("other.txt", 99)):
        (folder / name).touch()
        os.utime(folder / name, (time.time() - days * 86_400,) * 2)
    async with running_proxy(tmp_path):
        assert {file.name for file in folder.iterdir()} == {"aicore-tray.log", "aicore-tray.log.1", "other.txt"}
