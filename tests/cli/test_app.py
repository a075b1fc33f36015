"""`aicore-tray` without a command, as a double-click or the login starts it."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from tests.cli.processes import COMMAND, Ended, Serving, command, environment

START_SECONDS = 30.0
OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}
NO_SCREEN = {"QT_QPA_PLATFORM": "", "DISPLAY": "", "WAYLAND_DISPLAY": ""}
# As where the wheel was installed without PySide6.
WITHOUT_QT = "import sys; sys.modules['PySide6'] = None; from aicore_tray.cli.main import main; sys.exit(main())"


@asynccontextmanager
async def started(
    folder: Path, *arguments: str, env: Mapping[str, str], program: tuple[str, ...] = COMMAND
) -> AsyncIterator[Serving]:
    """Run the app with the demo until it listens."""
    file = folder / "stderr.txt"
    with file.open("wb") as stderr:
        process = await asyncio.create_subprocess_exec(
            *program,
            *("--demo", "--port", "0", "--data-dir", str(folder), *arguments),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=stderr,
            env=environment(env),
        )
    assert process.stdout is not None
    try:
        line = (await asyncio.wait_for(process.stdout.readline(), START_SECONDS)).decode().rstrip("\n")
        assert line.startswith("Listening on http://127.0.0.1:"), (line, file.read_text(encoding="utf-8"))
        yield Serving(process, line.removeprefix("Listening on "), [line], file)
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def again(folder: Path, *arguments: str) -> Ended:
    return await command("--demo", "--data-dir", folder, *arguments, env=OFFSCREEN)


def state_file_in(folder: Path) -> Path:
    """Return the file by which the other commands find the proxy."""
    (file,) = [file for file in folder.rglob("*.json") if '"pid"' in file.read_text(encoding="utf-8")]
    return file


async def asked(app: Serving) -> str:
    status, answer = await app.ask("demo", "gpt-4o")
    assert status == 200, answer
    text = answer["choices"][0]["message"]["content"]
    assert isinstance(text, str)
    return text


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
@pytest.mark.parametrize("background", [False, True])
async def test_without_a_screen_the_proxy_runs_all_the_same(tmp_path: Path, background: bool) -> None:
    given = ["--background"] if background else []
    async with started(tmp_path, *given, env=NO_SCREEN) as app:
        assert await asked(app)
        assert await app.stop() == 0
    lines = [line for line in app.err.splitlines() if "without a window" in line]
    assert lines == ["There is no screen: the proxy runs here without a window, Ctrl+C ends it."]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
async def test_a_screen_that_is_gone(tmp_path: Path) -> None:
    """Qt would abort the process."""
    async with started(tmp_path, env={**NO_SCREEN, "DISPLAY": ":987"}) as app:
        assert await asked(app)
        assert await app.stop() == 0
    assert "The screen :987 cannot be reached" in app.err


async def test_without_qt_the_proxy_runs_all_the_same(tmp_path: Path) -> None:
    async with started(tmp_path, env=OFFSCREEN, program=(sys.executable, "-c", WITHOUT_QT)) as app:
        assert await asked(app)
        assert await app.stop() == 0
    lines = [line for line in app.err.splitlines() if "without a window" in line]
    assert lines == ["Qt is not installed: the proxy runs here without a window, Ctrl+C ends it."]


@pytest.mark.parametrize("background", [False, True])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_the_app_serves_and_is_found(tmp_path: Path, background: bool, number: signal.Signals) -> None:
    given = ["--background"] if background else []
    async with started(tmp_path, *given, env=OFFSCREEN) as app:
        assert await asked(app)
        state_file = state_file_in(tmp_path)
        state = json.loads(state_file.read_text(encoding="utf-8"))
        assert (state["url"], state["pid"], state["demo"]) == (app.url, app.process.pid, True)
        models = await command("models", "--data-dir", tmp_path)
        assert (models.code, "gpt-4o" in models.out) == (0, True), models
        assert await app.stop(number) == 0
        assert not state_file.exists()
    assert "Traceback" not in app.err
    assert "window" not in app.err


async def test_a_second_start_ends_at_once(tmp_path: Path) -> None:
    async with started(tmp_path, "--background", env=OFFSCREEN) as app:
        for arguments in (["--background"], []):
            ended = await again(tmp_path, *arguments)
            assert (ended.code, ended.out, ended.err) == (0, "", "")
        assert await asked(app)
        assert await app.stop() == 0


async def test_two_of_different_folders(tmp_path: Path) -> None:
    """The demo beside the real one, or two users: nobody answers for the other."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    async with started(tmp_path / "one", env=OFFSCREEN) as one, started(tmp_path / "two", env=OFFSCREEN) as two:
        assert one.url != two.url
        assert await asked(one)
        assert await asked(two)


async def test_after_a_crash(tmp_path: Path) -> None:
    async with started(tmp_path, "--background", env=OFFSCREEN) as app:
        app.process.kill()
        await app.process.wait()
    async with started(tmp_path, "--background", env=OFFSCREEN) as app:
        assert await asked(app)
        assert await app.stop() == 0


async def test_an_answer_that_runs_is_finished(tmp_path: Path) -> None:
    async with started(tmp_path, env=OFFSCREEN) as app:
        body = {
            "model": "claude-sonnet-4-5",
            "max_tokens": 900,
            "stream": True,
            "messages": [{"role": "user", "content": "Write a text of 120 words."}],
        }
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{app.url}/v1/messages", json=body, headers={"x-api-key": "demo"}) as answer,
        ):
            assert answer.status == 200
            first = await answer.content.readline()
            app.process.send_signal(signal.SIGTERM)
            text = first + await answer.content.read()
        assert b"message_stop" in text
        assert await app.ended() == 0


async def test_what_the_app_does_not_take(tmp_path: Path) -> None:
    ended = await command("--config", tmp_path / "other.toml", "--data-dir", tmp_path, env=OFFSCREEN)
    assert ended.code == 2
    assert ended.errors == [
        "aicore-tray: --config: the app keeps its own settings; `aicore-tray serve` takes another file"
    ]
    ended = await command("--demo", "--host", "0.0.0.0", "--data-dir", tmp_path, env=OFFSCREEN)  # noqa: S104
    assert ended.code == 2
    assert "serves loopback only" in ended.err


async def test_statistics_outlive_a_kill(tmp_path: Path) -> None:
    """What ended more than a moment before is in the books, and the next start counts on from there."""
    async with started(tmp_path, "--background", env=OFFSCREEN) as app:
        for _ in range(3):
            assert await asked(app)
        await asyncio.sleep(0.5)  # twice the time within which a row is written
        app.process.kill()
        await app.process.wait()
    async with started(tmp_path, "--background", env=OFFSCREEN) as app:
        assert await asked(app)
        await asyncio.sleep(0.5)
        usage = await command("usage", "--data-dir", tmp_path, "--json")
        assert await app.stop() == 0
    assert sum(row["requests"] for row in json.loads(usage.out)) == 4, usage.out
    assert "Traceback" not in app.err
