"""The command line as others run it: a process of its own."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import aiohttp

COMMAND = (sys.executable, "-m", "aicore_tray")
REPOSITORY = Path(__file__).resolve().parents[2]
START_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Ended:
    """What a command left."""

    code: int
    out: str
    err: str

    @property
    def errors(self) -> list[str]:
        return self.err.splitlines()


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(REPOSITORY), "NO_COLOR": "1", **(more or {})}


async def command(
    *arguments: object, env: Mapping[str, str] | None = None, typed: str | None = None, seconds: float = 30.0
) -> Ended:
    """Run a command to its end."""
    process = await asyncio.create_subprocess_exec(
        *COMMAND,
        *map(str, arguments),
        stdin=asyncio.subprocess.DEVNULL if typed is None else asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment(env),
    )
    given = None if typed is None else typed.encode()
    try:
        out, err = await asyncio.wait_for(process.communicate(given), seconds)
    except TimeoutError:
        process.kill()
        await process.wait()
        raise
    assert process.returncode is not None
    return Ended(process.returncode, out.decode(), err.decode())


@dataclass(slots=True)
class Serving:
    """A `serve` that accepts requests.

    Attributes:
        url: what it printed.
        out: the lines on stdout so far.
    """

    process: asyncio.subprocess.Process
    url: str
    out: list[str]
    stderr_file: Path

    @property
    def err(self) -> str:
        return self.stderr_file.read_text(encoding="utf-8")

    async def wait_for_error(self, *texts: str, seconds: float = 10.0) -> str:
        """Wait until stderr has a line with all these texts, and return that line."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for line in self.err.splitlines():
                if all(text in line for text in texts):
                    return line
            await asyncio.sleep(0.05)
        raise AssertionError(f"no line with {texts} on stderr:\n{self.err}")

    async def stop(self, number: signal.Signals = signal.SIGTERM, seconds: float = 15.0) -> int:
        """Send a signal and return the exit code."""
        self.process.send_signal(number)
        return await self.ended(seconds)

    async def ended(self, seconds: float = 15.0) -> int:
        assert self.process.stdout is not None
        rest, code = await asyncio.wait_for(asyncio.gather(self.process.stdout.read(), self.process.wait()), seconds)
        self.out += rest.decode().splitlines()
        return code

    async def get(self, path: str, key: str = "") -> tuple[int, Any]:
        async with aiohttp.ClientSession() as session, session.get(self.url + path, headers=_key(key)) as answer:
            return answer.status, await answer.json()

    async def ask(self, key: str, model: str, text: str = "hello", seconds: float = 10.0) -> tuple[int, Any]:
        """Ask a model through Chat Completions without streaming."""
        body = {"model": model, "messages": [{"role": "user", "content": text}]}
        timeout = aiohttp.ClientTimeout(total=seconds)
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.post(f"{self.url}/v1/chat/completions", json=body, headers=_key(key)) as answer,
        ):
            return answer.status, await answer.json()


def _made(file: Path) -> BinaryIO:
    file.parent.mkdir(parents=True, exist_ok=True)
    return file.open("wb")


def _key(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"} if key else {}


@asynccontextmanager
async def serving(
    folder: Path,
    *arguments: object,
    env: Mapping[str, str] | None = None,
    port: bool = True,
    before: Callable[[], None] | None = None,
) -> AsyncIterator[Serving]:
    """Run `serve` with its data in `folder`; it is ended with the block if it has not ended before.

    Args:
        port: let it pick a free one.
        before: called in the new process before the command begins; POSIX alone has that.
    """
    file = folder / f"stderr-{time.monotonic_ns()}.txt"
    more = ("--port", "0") if port else ()
    with _made(file) as stderr:
        process = await asyncio.create_subprocess_exec(
            *COMMAND,
            *("serve", "--data-dir", str(folder), *more),
            *map(str, arguments),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=stderr,
            env=environment(env),
            preexec_fn=before,
        )
    assert process.stdout is not None
    try:
        first = (await asyncio.wait_for(process.stdout.readline(), START_SECONDS)).decode().rstrip("\n")
        assert first.startswith("Listening on "), (first, file.read_text(encoding="utf-8"))
        yield Serving(process, first.removeprefix("Listening on "), [first], file)
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()
