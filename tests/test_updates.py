"""The look for a newer version, against a GitHub of our own."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from aicore_tray import __version__
from aicore_tray.cli.main import main
from aicore_tray.config.configuration import Configuration
from aicore_tray.config.settings import Settings
from aicore_tray.errors import AicoreTrayError
from aicore_tray.system.paths import Paths
from aicore_tray.updates import DAY, NO_CHECK_VARIABLE, Release, Updates, api_address, forbidden, newer

NEWER = "99.2.0"


class GitHub:
    """Tells of the latest release of acme/tray.

    Attributes:
        asked: paths that were asked for, with what the asker says it is.
        answer: the answer's body.
        status: its status.
    """

    def __init__(self) -> None:
        self.url = ""
        self.asked: list[tuple[str, str]] = []
        self.answer: object = {}
        self.status = 200

    @property
    def repository(self) -> str:
        return f"{self.url}/acme/tray"

    def release(self, tag: str, **other: object) -> None:
        self.answer = {"tag_name": tag, "html_url": f"{self.repository}/releases/tag/{tag}", **other}

    async def serve(self, request: web.Request) -> web.Response:
        self.asked.append((request.path, request.headers["User-Agent"]))
        text = self.answer if isinstance(self.answer, str) else json.dumps(self.answer)
        return web.Response(text=text, status=self.status, content_type="application/json")


@pytest.fixture
async def github() -> AsyncIterator[GitHub]:
    made = GitHub()
    app = web.Application()
    app.router.add_get("/{path:.*}", made.serve)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    made.release(f"v{NEWER}")
    yield made
    await runner.cleanup()


class User:
    """One who has set things so, over several days and starts of the app."""

    def __init__(self, folder: Path, github: GitHub, *, check: bool = True, env: dict[str, str] | None = None) -> None:
        self.settings = Settings(check_updates=check, update_repository=github.repository)
        self.now = 1_000_000.0
        self.file = folder / "updates.json"
        self.policy = folder / "policy.toml"
        self.env = env or {}

    def start(self) -> Updates:
        configuration = Configuration(settings=self.settings, accounts=())
        return Updates(
            self.file, lambda: configuration, clock=lambda: self.now, env=self.env, policy=self.policy
        )  # fmt: skip


async def test_a_newer_release_is_told_with_its_page(tmp_path: Path, github: GitHub) -> None:
    updates = User(tmp_path, github).start()
    assert await updates.look()
    assert updates.release == Release(version=NEWER, page=f"{github.repository}/releases/tag/v{NEWER}")
    assert github.asked == [("/api/v3/repos/acme/tray/releases/latest", f"aicore-tray/{__version__}")]


async def test_it_asks_once_a_day_and_knows_over_a_restart(tmp_path: Path, github: GitHub) -> None:
    user = User(tmp_path, github)
    await user.start().look()
    user.now += DAY - 1
    again = user.start()
    assert not await again.look()
    assert again.release is not None
    assert len(github.asked) == 1
    user.now += 2
    await again.look()
    assert len(github.asked) == 2


@pytest.mark.parametrize("tag", [f"v{__version__}", "0.0.9", "99.0.0-rc1", "nightly", ""])
async def test_what_is_not_newer_is_not_told(tmp_path: Path, github: GitHub, tag: str) -> None:
    github.release(tag)
    updates = User(tmp_path, github).start()
    assert not await updates.look()
    assert updates.release is None


@pytest.mark.parametrize("kind", ["draft", "prerelease"])
async def test_drafts_and_previews_are_not_told(tmp_path: Path, github: GitHub, kind: str) -> None:
    github.release("v99.0.0", **{kind: True})
    updates = User(tmp_path, github).start()
    await updates.look()
    assert updates.release is None


async def test_the_page_lies_in_the_repository_whatever_the_answer_says(tmp_path: Path, github: GitHub) -> None:
    github.release("v99.0.0", html_url="https://evil.example/download.exe")
    updates = User(tmp_path, github).start()
    await updates.look()
    assert updates.release is not None
    assert updates.release.page == f"{github.repository}/releases"


@pytest.mark.parametrize(("status", "answer"), [(403, {}), (500, "oops"), (200, "no json"), (200, ["a", "list"])])
async def test_a_look_that_fails_keeps_what_is_known_and_waits_a_day(
    tmp_path: Path, github: GitHub, status: int, answer: object
) -> None:
    user = User(tmp_path, github)
    updates = user.start()
    await updates.look()
    github.status, github.answer = status, answer
    user.now += DAY
    assert not await updates.look()
    assert updates.release is not None
    await updates.look()
    assert len(github.asked) == 2


async def test_nobody_answers(tmp_path: Path, github: GitHub) -> None:
    user = User(tmp_path, github)
    user.settings = Settings(update_repository="http://127.0.0.1:9/acme/tray")
    updates = user.start()
    assert not await updates.look()
    assert updates.release is None


async def test_switched_off_it_asks_nobody_and_tells_nothing(tmp_path: Path, github: GitHub) -> None:
    user = User(tmp_path, github)
    await user.start().look()
    user.settings = Settings(check_updates=False, update_repository=github.repository)
    user.now += DAY
    updates = user.start()
    assert not await updates.look()
    assert updates.release is None
    assert updates.off(user.settings) == "check_updates"
    assert len(github.asked) == 1


async def test_the_environment_forbids_it(tmp_path: Path, github: GitHub) -> None:
    updates = User(tmp_path, github, env={NO_CHECK_VARIABLE: "1"}).start()
    assert not await updates.look()
    assert not github.asked
    assert updates.off(Settings()) == NO_CHECK_VARIABLE
    allowed = User(tmp_path, github, env={NO_CHECK_VARIABLE: "0"}).start()
    assert await allowed.look()


@pytest.mark.parametrize("text", ["check_updates = false\n", "check_updates = 'never'\n", "no toml at all"])
async def test_a_companys_policy_forbids_it_from_the_next_look_on(tmp_path: Path, github: GitHub, text: str) -> None:
    user = User(tmp_path, github)
    updates = user.start()
    await updates.look()
    user.policy.write_text(text)
    user.now += DAY
    await updates.look()
    assert len(github.asked) == 1
    assert updates.off(user.settings) == str(user.policy)
    assert updates.release is None


def test_a_policy_may_allow_it(tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text("check_updates = true\n")
    assert forbidden({}, policy) == ""


async def test_watching_tells_of_news(tmp_path: Path, github: GitHub) -> None:
    updates = User(tmp_path, github).start()
    told = asyncio.Event()
    watching = asyncio.get_running_loop().create_task(updates.watch(told.set, first=0))
    await asyncio.wait_for(told.wait(), 10)
    watching.cancel()
    with pytest.raises(asyncio.CancelledError):
        await watching


def test_addresses_of_repositories() -> None:
    assert api_address("https://github.com/a/b.git") == "https://api.github.com/repos/a/b/releases/latest"
    assert api_address("https://git.corp/a/b/") == "https://git.corp/api/v3/repos/a/b/releases/latest"
    for wrong in ("http://github.com/a/b", "https://github.com/a", "ftp://x/a/b", "github.com/a/b", ""):
        with pytest.raises(AicoreTrayError, match="names no repository"):
            api_address(wrong)


def test_versions_are_compared_by_numbers() -> None:
    assert newer("0.10.0", "0.9.3")
    assert newer("v1", "0.9")
    assert not newer("1.0.0", "1.0")
    assert not newer("1.0b2", "0.9")


def test_the_command_line_tells_of_what_is_known(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out == f"aicore-tray {__version__}\n"
    file = Paths.locate(tmp_path).updates_file
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps({"version": NEWER, "page": "https://github.com/a/b/releases"}))
    with pytest.raises(SystemExit):
        main(["--data-dir", str(tmp_path), "--version"])
    assert capsys.readouterr().out.splitlines()[1] == f"{NEWER} is available: https://github.com/a/b/releases"
