"""The commands against a running demo, each as a process of its own."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shlex
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest

from aicore_tray.system.paths import Paths
from tests.cli.configs import write
from tests.cli.demo_process import Demo, running_demo
from tests.cli.processes import COMMAND, Ended, command, environment

SONNET = "anthropic--claude-4.5-sonnet"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with running_demo(tmp_path_factory.mktemp("demo")) as running:
        yield running


async def run(demo: Demo, *arguments: str, typed: str | None = None) -> Ended:
    return await command(*arguments, "--data-dir", demo.home, typed=typed)


async def test_demo_tells_a_request_that_can_be_pasted(demo: Demo) -> None:
    line = next(line for line in demo.err if line.startswith("curl "))
    words = shlex.split(line)
    assert words[:2] == ["curl", f"{demo.url}/v1/messages"]
    assert words[3] == "x-api-key: demo"
    assert json.loads(words[-1])["model"] == "claude-sonnet-4-5"


async def test_models(demo: Demo) -> None:
    ended = await run(demo, "models")
    assert (ended.code, ended.err) == (0, "")
    lines = [line.split() for line in ended.out.splitlines()]
    assert lines[0] == ["MODEL", "OWNER", "CONTEXT", "MAX", "OUTPUT", "SERVED", "BY"]
    assert ["claude-sonnet-4-5", "anthropic", "200,000", "64,000", "deployment"] in lines
    assert ["claude-opus-4-5", "anthropic", "200,000", "64,000", "orchestration"] in lines
    rows = json.loads((await run(demo, "models", "--json")).out)
    assert {"id", "owned_by", "context_window"} <= rows[0].keys()


async def test_options_may_stand_before_the_command(demo: Demo) -> None:
    ended = await command("--data-dir", demo.home, "models")
    assert ended.code == 0
    assert SONNET in ended.out


async def test_url_and_key_may_be_given(demo: Demo, tmp_path: Path) -> None:
    elsewhere = ("--data-dir", tmp_path)
    ended = await command("models", "--url", f"{demo.url}/v1/", "--api-key", "demo", *elsewhere)
    assert ended.code == 0
    ended = await command("models", "--url", demo.url, *elsewhere, env={"AICORE_TRAY_KEY": "demo"})
    assert ended.code == 0
    ended = await command("models", "--url", demo.url, *elsewhere)
    assert ended.code == 1
    assert ended.err == (
        "aicore-tray: No API key is known here. Give one with --api-key or AICORE_TRAY_KEY; "
        "`aicore-tray keys create NAME` makes one\n"
    )
    ended = await command("models", "--url", demo.url, "--api-key", "wrong", *elsewhere)
    assert ended.code == 1
    assert len(ended.errors) == 1
    assert "not known" in ended.err


async def test_deployments_and_configurations(demo: Demo) -> None:
    ended = await run(demo, "deployments")
    assert (ended.code, ended.err) == (0, "")
    heads = re.split(r" {2,}", ended.out.splitlines()[0])
    assert heads == ["ID", "MODEL", "VERSION", "STATUS", "RESOURCE GROUP", "ACCOUNT", "CREATED"]
    assert re.search(rf"^d\w+ +{SONNET} +latest +RUNNING +default +sandbox +2026-", ended.out, re.MULTILINE)
    assert " STOPPED " in ended.out
    answer = json.loads((await run(demo, "deployments", "--json")).out)
    assert answer["problems"] == []
    assert len(answer["deployments"]) == len(ended.out.splitlines()) - 1
    ended = await run(demo, "configurations")
    assert (ended.code, ended.err) == (0, "")
    assert re.search(rf" {SONNET} +latest +aws-bedrock +default +sandbox +2026-", ended.out)
    assert json.loads((await run(demo, "configurations", "--json")).out)["configurations"][0]["parameterBindings"]


@pytest.mark.parametrize(
    ("api", "streamed"), [("chat", True), ("messages", True), ("responses", True), ("responses", False)]
)
async def test_request_is_shown_in_full(demo: Demo, api: str, streamed: bool) -> None:
    ended = await run(demo, "request", "How do you do?", "--api", api, *([] if streamed else ["--no-stream"]))
    assert (ended.code, ended.err) == (0, "")
    path = {"chat": "/v1/chat/completions", "messages": "/v1/messages", "responses": "/v1/responses"}[api]
    head, body, answer = ended.out.split("\n\n", 2)
    assert head.startswith(f"POST {path} HTTP/1.1\n")
    assert "[redacted]" in head
    assert ": demo" not in head
    assert "Bearer demo" not in head
    assert json.loads(body)["model"] == "claude-sonnet-4-5"
    assert answer.startswith("HTTP/1.1 200 OK\n")
    assert ("text/event-stream" in answer) == streamed
    assert re.search(r"\n\d+ tokens in, [1-9]\d* out, first byte after \d\.\d\d s, \d\.\d\d s in all\n$", answer)
    assert "sandbox" in answer


async def test_request_that_fails(demo: Demo) -> None:
    ended = await run(demo, "request", "hello", "--model", "claude-9")
    assert ended.code == 1
    assert "HTTP/1.1 404 Not Found" in ended.out
    assert "no running deployment of the model 'claude-9'" in ended.out


@pytest.mark.parametrize("options", [("--at-once", "4"), ("--api", "messages", "--no-stream")])
async def test_requests_by_the_dozen(demo: Demo, options: tuple[str, ...]) -> None:
    ended = await run(demo, "request", "Please repeat: blue", "--times", "12", *options)
    assert (ended.code, ended.err) == (0, "")
    head, result, first, whole, tokens = ended.out.splitlines()
    assert head.endswith(f": 12 requests to claude-sonnet-4-5, {4 if '--at-once' in options else 1} at once")
    assert re.fullmatch(r"12 answered, 0 failed in \d+\.\d\d s, \d+\.\d a second", result)
    for line, name in ((first, "First byte"), (whole, "Whole answer")):
        middle, slow, most = map(float, re.findall(r"\d+\.\d{3}", line))
        assert line.startswith(f"{name}: ")
        assert 0 < middle <= slow <= most
    assert re.fullmatch(r"Tokens: [1-9][\d,]* in, [1-9][\d,]* out", tokens)


async def test_requests_by_the_dozen_that_fail(demo: Demo) -> None:
    ended = await run(demo, "request", "hello", "--model", "claude-9", "--times", "3", "--at-once", "8")
    assert ended.code == 1
    head, result, failure = ended.out.splitlines()
    assert head.endswith("3 requests to claude-9, 3 at once")
    assert result.startswith("0 answered, 3 failed in ")
    assert failure.startswith("3 x HTTP 404: There is no running deployment of the model 'claude-9'")
    for option in ("--times", "--at-once"):
        wrong = await run(demo, "request", "hello", option, "0")
        assert (wrong.code, wrong.errors) == (2, [f"aicore-tray: {option}: must be at least 1"])


async def test_chat_through_a_pipe(demo: Demo) -> None:
    typed = "Please repeat: blue\n/model gpt-5\nPlease repeat: green\n\n/nonsense\n/clear\n/models\n/quit\nnever\n"
    ended = await run(demo, "chat", typed=typed)
    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.splitlines()
    assert "blue" in lines[0]
    assert lines[1] == "gpt-5 answers."
    assert "green" in ended.out
    assert "There is no /nonsense; /help shows what there is." in lines
    assert "Forgotten." in lines
    assert "claude-sonnet-4-5" in lines
    assert "never" not in ended.out
    assert "you> " not in ended.out


async def test_chat_remembers_and_tells_errors_in_one_line(demo: Demo) -> None:
    typed = "hello\n/model nope\nhello\n/model gpt-5\nagain\n"
    ended = await run(demo, "chat", typed=typed)
    assert ended.code == 1
    assert len(ended.errors) == 1
    assert "no running deployment of the model 'nope'" in ended.err
    assert "again" in ended.out


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
async def test_chat_at_a_terminal(demo: Demo) -> None:
    """Ctrl+C stops a running answer and not the chat; Ctrl+D leaves."""
    import pty

    ours, theirs = pty.openpty()
    process = await asyncio.create_subprocess_exec(
        *COMMAND, "chat", "--data-dir", str(demo.home), stdin=theirs, stdout=theirs, stderr=theirs,
        env=environment({"TERM": "xterm"}), start_new_session=True,
        # A job that runs in the background passes on that Ctrl+C is ignored; at a terminal it never is.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    os.close(theirs)
    os.set_blocking(ours, False)
    seen = ""

    async def until(text: str) -> str:
        nonlocal seen
        async with asyncio.timeout(10):
            while text not in seen:
                try:
                    seen += os.read(ours, 65536).decode(errors="replace")
                except BlockingIOError:
                    await asyncio.sleep(0.02)
        before, _, seen = seen.partition(text)
        return before

    try:
        await until("you> ")
        os.write(ours, b"Write 2000 words\n")
        await until("words\r\n")
        while len(seen) < 40:
            seen += await until(" ") + " "
        process.send_signal(signal.SIGINT)
        await until("(stopped)")
        await until("you> ")
        os.write(ours, b"Please repeat: blue\n")
        await until("blue\r\n")
        await until("blue")
        assert "tokens in" in await until("out") + " out"
        await until("you> ")
        process.send_signal(signal.SIGINT)
        await until("(Ctrl+D or /quit leaves)")
        await until("you> ")
        os.write(ours, b"\x04")
        assert await asyncio.wait_for(process.wait(), 10) == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
        os.close(ours)


async def test_usage_of_the_demo(demo: Demo) -> None:
    assert (await run(demo, "request", "hello", "--model", "gpt-5", "--no-stream")).code == 0
    await asyncio.sleep(0.5)
    ended = await run(demo, "usage")
    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.splitlines()
    assert lines[0].split()[:3] == ["MODEL", "REQUESTS", "ERRORS"]
    assert any(line.startswith("gpt-5 ") for line in lines)
    assert set(lines[-2]) <= {"-", " "}
    assert lines[-1].startswith("total ")
    assert (await run(demo, "usage", "--demo")).out == ended.out
    for group, name in (("key", "demo"), ("account", "sandbox")):
        rows = json.loads((await run(demo, "usage", "--json", "--days", "1", "--by", group)).out)
        assert [row["group"] for row in rows if row["output"]] == [name]
    assert len((await run(demo, "usage", "--by", "day")).out.splitlines()) in (4, 5)


async def test_usage_without_any(tmp_path: Path) -> None:
    ended = await command("usage", "--data-dir", tmp_path)
    assert (ended.code, ended.out) == (0, "Nothing was used.\n")
    assert (await command("usage", "--json", "--data-dir", tmp_path)).out == "[]\n"
    ended = await command("usage", "--days", "0", "--data-dir", tmp_path)
    assert (ended.code, ended.err) == (2, "aicore-tray: --days 0: must be 1 or more\n")


async def test_keys_of_the_demo(demo: Demo) -> None:
    real = await run(demo, "keys", "create", "one")
    assert "The demo that runs does not know it" in real.err
    made = await run(demo, "keys", "create", "one", "--demo")
    assert (await run(demo, "models", "--api-key", made.out.strip())).code == 0
    assert (await run(demo, "keys", "--demo")).out.splitlines()[1].startswith(f"one   {made.out[:10]}…")
    assert (await run(demo, "keys", "create", "one", "--demo")).code == 1
    assert (await run(demo, "keys", "create")).code == 2


async def test_doctor(demo: Demo, tmp_path: Path) -> None:
    ended = await command("doctor", "--demo", "--data-dir", tmp_path)
    assert (ended.code, ended.err) == (0, "")
    stages = re.findall(r"^  ✓ (\w+(?:[ -]\w+)?) +ok +\d+\.\d\d s  \S", ended.out, re.MULTILINE)
    assert stages == [
        "key", "proxy", "dns", "tls", "token", "api", "resource groups", "deployments", "models",
    ]  # fmt: skip
    assert "\x1b" not in ended.out
    config = tmp_path / "key.json"
    write(config, {
        "clientid": "sb-1", "clientsecret": "s3cret", "url": "http://127.0.0.1:9",
        "serviceurls": {"AI_API_URL": "http://127.0.0.1:9"},
    })  # fmt: skip
    ended = await command("doctor", "--config", config, "--data-dir", tmp_path)
    assert ended.code == 1
    assert re.search(r"^  ✗ tls +failed +\d+\.\d\d s  127.0.0.1 refused the connection$", ended.out, re.MULTILINE)
    assert "\n    → Check the address and its port" in ended.out
    assert "  - token            skipped" in ended.out
    assert "s3cret" not in ended.out
    ended = await command("doctor", "--json", "--config", config, "--data-dir", tmp_path)
    assert ended.code == 1
    states = [json.loads(line)["state"] for line in ended.out.splitlines()]
    assert states == ["ok", "ok", "ok", "failed", *["skipped"] * 5]
    ended = await command("doctor", "nobody", "--config", config, "--data-dir", tmp_path)
    assert (ended.code, ended.err) == (2, "aicore-tray: There is no account 'nobody'; there are: key\n")


async def test_doctor_tells_what_is_left_out_of_requests(demo: Demo) -> None:
    body = {"model": "gpt-4o", "messages": [{"role": "user", "content": "Hi."}], "quince": 1}
    async with aiohttp.ClientSession() as session:
        answer = await session.post(f"{demo.url}/v1/chat/completions", json=body, headers={"x-api-key": "demo"})
        assert answer.status == 200
    memory = Paths.locate(demo.home).demo.refused_file
    async with asyncio.timeout(20):
        while not memory.exists():  # noqa: ASYNC110 - another process writes it
            await asyncio.sleep(0.05)
    ended = await run(demo, "doctor", "--demo")
    assert ended.code == 0
    heading, told = ended.out.rstrip().splitlines()[-2:]
    assert "since SAP refused it" in heading
    assert re.fullmatch(r"  d\w+  quince", told)
    ended = await run(demo, "doctor", "--demo", "--json")
    assert list(json.loads(ended.out.splitlines()[-1])["refused"].values()) == [["quince"]]


@pytest.mark.parametrize("arguments", [("chat",), ("request", "hello"), ("models",)])
async def test_without_a_proxy(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    ended = await command(*arguments, "--data-dir", tmp_path, typed="")
    assert ended.code == 1
    assert len(ended.errors) == 1
    assert ended.err.startswith("aicore-tray: No proxy is running")
    assert "Start one with `aicore-tray serve`" in ended.err


async def test_a_stale_state_file_counts_as_none(tmp_path: Path) -> None:
    state = {"url": "http://127.0.0.1:9", "demo": True, "started": 0.0}
    ended_process = await asyncio.create_subprocess_exec(sys.executable, "-c", "")
    await ended_process.wait()
    for pid, words in ((ended_process.pid, "the last one ended without a word"), (os.getpid(), "does not answer")):
        write(tmp_path / "data" / "running.json", {**state, "pid": pid})
        ended = await command("request", "hello", "--data-dir", tmp_path)
        assert ended.code == 1
        assert words in ended.err
        assert "Start one with `aicore-tray serve`" in ended.err


async def test_help_and_version() -> None:
    ended = await command("--help")
    assert ended.code == 0
    for name in ("serve", "chat", "models", "deployments", "configurations", "keys", "usage", "doctor", "request"):
        assert re.search(rf"^ +{name} ", ended.out, re.MULTILINE)
    assert (await command("--version")).out.startswith("aicore-tray ")
    assert (await command("serve", "--nonsense")).code == 2


async def test_connect_lists_the_tools(demo: Demo) -> None:
    ended = await run(demo, "connect")
    assert ended.code == 0
    assert ended.out.splitlines()[0].split() == ["TOOL", "NAME", "HERE", "APPLIED"]
    assert "claude-code" in ended.out


async def test_connect_writes_what_can_be_pasted(demo: Demo) -> None:
    ended = await run(demo, "connect", "claude-code", "--shell", "fish")
    assert ended.code == 0
    assert f"set -gx ANTHROPIC_BASE_URL '{demo.url}'" in ended.out
    assert "set -gx ANTHROPIC_AUTH_TOKEN 'demo'" in ended.out
    assert "Paste this into a terminal" in ended.err
    ended = await run(demo, "connect", "codex", "--shell", "bash", "--model", "anthropic--claude-4.5-sonnet")
    assert "codex -m claude-sonnet-4-5 " in ended.out
    ended = await run(demo, "connect", "cursor")
    assert "Cursor's own servers make the call" in ended.err
    assert demo.url not in ended.out + ended.err
    ended = await run(demo, "connect", "no-tool")
    assert (ended.code, len(ended.errors)) == (2, 1)
    ended = await run(demo, "connect", "codex", "--model", "llama")
    assert ended.code == 1
    assert "There is no model llama" in ended.err


@pytest.mark.skipif(sys.platform == "win32", reason="a script of POSIX systems")
async def test_connect_launches_with_the_environment_alone(demo: Demo, tmp_path: Path) -> None:
    tool = tmp_path / "claude"
    tool.write_text('#!/bin/sh\necho "$ANTHROPIC_BASE_URL $ANTHROPIC_MODEL ${ANTHROPIC_API_KEY-unset} $*"\nexit 7\n')
    tool.chmod(0o755)
    env = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "ANTHROPIC_API_KEY": "somebody's"}
    ended = await command("connect", "claude-code", "--launch", "--data-dir", demo.home, "--", "-p", "--undo", env=env)
    assert (ended.code, ended.out.split()[0], ended.out.split()[2:]) == (7, demo.url, ["unset", "-p", "--undo"])
    ended = await command("connect", "claude-code", "--data-dir", demo.home, "--", "-p", env=env)
    assert (ended.code, "started with --launch" in ended.err) == (2, True)
