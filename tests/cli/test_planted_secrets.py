"""Secrets are planted wherever one could travel, much goes wrong, and then every place is searched for them.

The prompts are among them: what people ask is in no file but the memory of reasoning, and in no report.
"""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp

from aicore_tray.diagnostics.bundle import Material, collect
from aicore_tray.sandbox.faults import Fault
from aicore_tray.sandbox.server import Sandbox, Tenant
from aicore_tray.sandbox.tenants import deployment
from aicore_tray.system.paths import Paths
from tests.cli.configs import write
from tests.cli.processes import Serving, command, serving
from tests.gateway.every_api import CLAUDE, GPT, MODELS, WAYS, way

# None of them has the form by which a secret could be known.
CLIENT_SECRET, WRONG_SECRET = "quincemarmalade/Kd+9Z=", "medlarjelly$Wx7"
DATABASE_PASSWORD = "medlarcordial31"
PROXY_PASSWORD, PRIVATE_KEY, CUT_SECRET = "loquatsyrup4711", "TUVETEFSUFJJVkFURUtFWQmulberry", "sorbuscompote88"
LOCAL_KEY, WRONG_KEY, QUERY_KEY = "damsonclient55", "bullacewrong66", "greengagequery77"
PROMPT, TOOL_ARGUMENT = "cloudberry confession of a prompt", "cranberrytoolargument"
HEADER, COOKIE = "lingonberryheader", "rowanberrycookie"
DEPLOYMENT = "d0123456789abcde"
SECRETS = (
    CLIENT_SECRET, WRONG_SECRET, DATABASE_PASSWORD, PROXY_PASSWORD, PRIVATE_KEY, CUT_SECRET, LOCAL_KEY, WRONG_KEY,
    QUERY_KEY, HEADER, COOKIE,
)  # fmt: skip
PROMPTS = (PROMPT, TOOL_ARGUMENT)


def configured(folder: Path, sandbox: Sandbox) -> Path:
    """Accounts that work and such that fail in every way, with secrets in all of them."""
    right = sandbox.service_key("demo")
    cut = json.dumps(right | {"clientsecret": CUT_SECRET})[:-30]
    certificate = {key: value for key, value in right.items() if key != "clientsecret"}
    pem = "-----BEGIN {0}-----\n{1}\n-----END {0}-----"
    certificate |= {
        "certificate": pem.format("CERTIFICATE", "TUlJ"),
        "key": pem.format("RSA PRIVATE KEY", PRIVATE_KEY),
        "certurl": right["url"],
        "credential-type": "x509",
    }
    keys: dict[str, Any] = {
        "demo": right,
        "wrong": right | {"clientsecret": WRONG_SECRET},
        "far": right | {"url": "https://token.invalid", "serviceurls": {"AI_API_URL": "https://api.invalid"}},
        "certificate": certificate,
    }
    lines = ['proxy = "environment"']
    for name, key in keys.items():
        write(folder / f"{name}.json", key)
        lines.append(f'[accounts.{name}]\nservice_key_file = "{name}.json"\n')
    write(folder / "cut.json", cut)
    return write(folder / "own.toml", "\n".join(lines))


class Asker:
    """Sends requests and keeps the errors that it is told."""

    def __init__(self, proxy: Serving) -> None:
        self._url = proxy.url
        self.port = int(proxy.url.rpartition(":")[2])
        self.errors: list[str] = []

    async def ask(self, path: str, body: Any = None, *, method: str = "POST", **headers: str) -> str:
        shown = {"x-api-key": LOCAL_KEY, "X-Custom": HEADER, "Cookie": f"a={COOKIE}"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        async with (
            aiohttp.ClientSession() as session,
            session.request(method, self._url + path, json=body, headers=shown) as answer,
        ):
            told = await answer.text()
            if answer.status >= 400:
                self.errors.append(f"{told} {dict(answer.headers)}")
            return told

    async def raw(self, wire: bytes) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(wire)
        self.errors.append((await reader.read()).decode(errors="replace"))
        writer.close()


def token_of(sandbox: Sandbox) -> str:
    return next(each.headers["authorization"] for each in sandbox.requests if "/inference/" in each.path)


def echo_of(sandbox: Sandbox) -> str:
    """What an upstream may repeat in an error."""
    return f"{token_of(sandbox)} for {DEPLOYMENT} said: Reply with: {PROMPT}"


async def trouble(asker: Asker, sandbox: Sandbox) -> None:
    """Ask everything through every API, well and in every wrong way."""
    for each in WAYS:
        await asker.ask(each.path, way(each.api, each.model, stream=each.stream, text=f"Reply with: {PROMPT}").body)
    tool = {"name": "look_up", "parameters": {"type": "object", "properties": {"word": {"type": "string"}}}}
    call = {"name": "look_up", "arguments": json.dumps({"word": TOOL_ARGUMENT})}
    turns = [
        {"role": "user", "content": f"{PROMPT}: look it up"},
        {"role": "assistant", "content": None, "tool_calls": [{"id": "call_1", "type": "function", "function": call}]},
        {"role": "tool", "tool_call_id": "call_1", "content": TOOL_ARGUMENT},
    ]
    for model in MODELS[:4]:
        chat = {"model": model, "messages": turns, "tools": [{"type": "function", "function": tool}]}
        await asker.ask("/v1/chat/completions", chat)
    echo, token = echo_of(sandbox), token_of(sandbox)
    for each in WAYS:
        body = way(each.api, each.model, stream=each.stream, text=f"Reply with: {PROMPT}").body
        for fault in (
            Fault("status", status=400, body={"error": {"message": echo, "code": "400"}}),
            Fault("status", status=500, body={"error": {"message": echo}}),
            Fault("status", status=500, body=echo),
            Fault("status", status=404, body={"message": echo}),
            Fault("stream_error", after_events=6, body={"type": "error", "error": {"type": "x", "message": echo}}),
        ):
            sandbox.faults.add(fault)
            await asker.ask(each.path, body)
            sandbox.faults.clear()
    sandbox.revoke_tokens()
    sandbox.faults.add(
        Fault("token", status=400, body={"error": "invalid", "error_description": f"{token} {CLIENT_SECRET}"})
    )
    await asker.ask("/v1/messages", way("messages", CLAUDE, text=PROMPT).body)
    sandbox.faults.clear()
    for path in ("/v1/chat/completions", "/v1beta/models", "/v1/models", "/admin/usage", "/api/chat", "/nothing"):
        await asker.ask(f"{path}?key={QUERY_KEY}", {"model": PROMPT, "messages": [PROMPT]}, x_api_key="")
        await asker.ask(path, {"model": GPT, "messages": PROMPT, "input": {PROMPT: 1}}, x_api_key=WRONG_KEY)
        await asker.ask(path, {"model": GPT, "messages": [{"role": PROMPT}], "tools": PROMPT})
    await asker.ask("/v1/models", method="GET", Host="foreign.example")
    await asker.ask(f"/v1beta/models?key={LOCAL_KEY}", method="GET", x_api_key="")
    await asker.raw(f"GET /v1/models HTTP/1.1\r\nx-api-key {LOCAL_KEY}\r\nHost: localhost\r\n\r\n".encode())
    await asker.raw(f"{LOCAL_KEY} {WRONG_KEY}\r\n\r\n".encode())
    wire = f"POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nx-api-key: {LOCAL_KEY}\r\nConnection: close\r\n"
    await asker.raw(f"{wire}Content-Encoding: gzip\r\nContent-Length: {len(PROMPT)}\r\n\r\n{PROMPT}".encode())
    await asker.raw(f"{wire}Transfer-Encoding: chunked\r\n\r\n{PROMPT}\r\n\r\n".encode())


async def test_no_secret_is_anywhere(tmp_path: Path) -> None:
    models = tuple(map(deployment, MODELS))
    tenant = Tenant(name="demo", client_secret=CLIENT_SECRET, deployments=models, quotas=dict.fromkeys(MODELS, 100_000))
    home = tmp_path / "home"
    reports: dict[str, str] = {}
    async with Sandbox((tenant,)) as sandbox:
        config = configured(tmp_path, sandbox)
        more = {
            "API_KEYS": LOCAL_KEY,
            "AICORE_TRAY_QUOTA_WAIT": "0",
            "HTTPS_PROXY": f"http://user:{PROXY_PASSWORD}@127.0.0.1:9",
            "NO_PROXY": "127.0.0.1",
        }
        async with serving(home, "--config", config, "--debug", env=more) as proxy:
            admin = (await command("keys", "create", "boss", "--admin", "--data-dir", home)).out.strip()
            asker = Asker(proxy)
            await trouble(asker, sandbox)
            write(tmp_path / "demo.json", (tmp_path / "cut.json").read_text())
            if sys.platform != "win32":  # which has no signal to read the configuration again
                proxy.process.send_signal(signal.SIGHUP)
                await proxy.wait_for_error("nothing was changed")
            sandbox.faults.add(Fault("api", status=403, body={"error": {"message": token_of(sandbox)}}, times=3))
            for path in (
                "/health", "/stats", "/metrics", "/admin/usage", "/admin/usage?format=csv", "/admin/usage?format=jsonl",
                "/admin/keys", "/admin/deployments", "/admin/configurations", "/v1/models",
            ):  # fmt: skip
                reports[path] = await asker.ask(path, method="GET", x_api_key=admin)
            write(tmp_path / "demo.json", sandbox.service_key("demo"))
            for words in (("doctor",), ("doctor", "--json"), ("keys", "list", "--json"), ("usage", "--csv", "-")):
                ended = await command(*words, "--config", config, "--data-dir", home, env=more)
                reports[" ".join(words)] = ended.out + ended.err
            # Nobody answers there, and the commands that need the database say so.
            away = more | {"AICORE_TRAY_DATABASE": f"postgresql://tray:{DATABASE_PASSWORD}@127.0.0.1:9/tray"}
            for word in ("serve", "keys", "usage", "doctor"):
                ended = await command(word, "--config", config, "--data-dir", tmp_path / "away", env=away)
                reports[f"{word} without its database"] = ended.out + ended.err
            assert "PostgreSQL" in reports["serve without its database"]
            write(tmp_path / "demo.json", (tmp_path / "cut.json").read_text())
            ended = await command("serve", "--config", config, "--data-dir", tmp_path / "other", env=more)
            assert ended.code == 2
            reports["serve with a file that is cut"] = ended.out + ended.err
            assert await proxy.stop() == 0
            reports["stderr"] = proxy.err
        reports["diagnostics"] = await collect(Material(paths=Paths.locate(home)))
        tokens = {
            each.headers["authorization"].removeprefix("Bearer ")
            for each in sandbox.requests
            if each.headers.get("authorization", "").startswith("Bearer ")
        }
        tokens |= {token.split(".")[1] for token in tokens}
    assert len(asker.errors) > 100
    secrets = (*SECRETS, admin, *tokens)
    found = [f"{name}: {secret}" for name, text in reports.items() for secret in leaks(text, (*secrets, *PROMPTS))]
    for error in asker.errors:
        found += [f"error {error[:200]}: {secret}" for secret in leaks(error, (*secrets, DEPLOYMENT))]
    for file in sorted((*home.rglob("*"), *(tmp_path / "away").rglob("*"))):
        # Reasoning may repeat what was asked; nothing else may.
        hidden = secrets if file.name.startswith("recall.db") else (*secrets, *PROMPTS)
        if file.is_file() and not file.name.startswith("stderr"):
            found += [f"{file.name}: {secret}" for secret in leaks(file.read_bytes().decode("latin-1"), hidden)]
    assert not found, "\n".join(sorted(set(found)))


def leaks(text: str, secrets: tuple[str, ...]) -> Iterator[str]:
    return (secret for secret in secrets if secret in text)
