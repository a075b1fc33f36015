"""A user of sap-ai-core-llm-proxy keeps config.json and changes nothing else."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path
from typing import Any

import aiohttp
import trustme

from aicore_tray.sandbox.faults import Fault
from aicore_tray.sandbox.server import Sandbox
from tests.cli.configs import deployment_id, sub_accounts, write
from tests.cli.processes import Serving, serving
from tests.cli.test_serve_https import models

CLAUDE, GPT, EMBEDDING = "anthropic--claude-4.5-sonnet", "gpt-5", "text-embedding-3-small"
HELLO = [{"role": "user", "content": "hello"}]


async def post(proxy: Serving, path: str, body: dict[str, Any]) -> tuple[int, Any]:
    async with (
        aiohttp.ClientSession() as session,
        session.post(proxy.url + path, json=body, headers={"Authorization": "Bearer seed-key"}) as answer,
    ):
        return answer.status, await answer.json()


def inferences(sandbox: Sandbox) -> Counter[str]:
    return Counter(request.path.split("/")[4] for request in sandbox.requests if "/v2/inference/" in request.path)


async def test_every_path_of_it_serves_its_names(tmp_path: Path, sandbox: Sandbox) -> None:
    pins = {"4.5-sonnet": CLAUDE, "gpt": GPT, "embed": EMBEDDING}
    write(tmp_path / "key.json", sandbox.service_key("demo"))
    config = {
        "service_key_json": "key.json",
        "deployment_models": {name: [deployment_id(sandbox, model)] for name, model in pins.items()},
        "secret_authentication_tokens": ["seed-key"],
    }
    async with serving(tmp_path / "home", "--config", write(tmp_path / "config.json", config)) as proxy:
        for model in ("4.5-sonnet", "gpt"):
            for path in ("/v1/chat/completions", "/v1/chat/completion"):
                status, answer = await post(proxy, path, {"model": model, "messages": HELLO})
                assert (status, answer["choices"][0]["finish_reason"]) == (200, "stop")
            status, answer = await post(proxy, "/v1/messages", {"model": model, "max_tokens": 99, "messages": HELLO})
            assert (status, answer["stop_reason"]) == (200, "end_turn")
            assert (await post(proxy, "/v1/responses", {"model": model, "input": "hello"}))[0] == 200
        status, answer = await post(proxy, "/v1/embeddings", {"model": "embed", "input": ["a", "b"]})
        assert (status, len(answer["data"])) == (200, 2)
        status, listed = await proxy.get("/v1/models", "seed-key")
        assert (status, {row["id"] for row in listed["data"]}) == (200, set(pins))


async def test_sub_accounts_share_the_work(tmp_path: Path, sandbox: Sandbox) -> None:
    """Many at once reach a model in both of them, and one that fails is made good by the other."""
    async with serving(tmp_path / "home", "--config", sub_accounts(tmp_path, sandbox, "demo", "other")) as proxy:
        assert (await proxy.ask("seed-key", GPT))[0] == 200
        sandbox.requests.clear()
        sandbox.faults.add(Fault("slow", delay=0.5, times=8))
        asked = (proxy.ask("seed-key", GPT, f"question {number}") for number in range(8))
        assert {status for status, _ in await asyncio.gather(*asked)} == {200}
        one, other = (deployment_id(sandbox, GPT, tenant) for tenant in ("demo", "other"))
        assert inferences(sandbox) == {one: 4, other: 4}
        sandbox.faults.add(Fault("status", path=f"/{one}/", status=503, times=99))
        for number in range(4):
            assert (await proxy.ask("seed-key", GPT, f"another {number}"))[0] == 200


async def test_its_certificate_serves_https(tmp_path: Path, sandbox: Sandbox) -> None:
    theirs = trustme.CA()
    theirs.cert_pem.write_to_path(tmp_path / "ca.pem")
    made = theirs.issue_cert("127.0.0.1")
    made.cert_chain_pems[0].write_to_path(tmp_path / "cert.pem")
    made.private_key_pem.write_to_path(tmp_path / "key.pem")
    env = {f"AICORE_TRAY_TLS_{name}": str(tmp_path / f"{file}.pem") for name, file in
           (("CERTIFICATE", "cert"), ("KEY", "key"))}  # fmt: skip
    config = sub_accounts(tmp_path, sandbox, secret_authentication_tokens=["mine"])
    async with serving(tmp_path / "home", "--config", config, env=env) as proxy:
        assert proxy.url.startswith("https://")
        assert await models(proxy.url, tmp_path / "ca.pem") == 200


async def test_debug_tells_more(tmp_path: Path, sandbox: Sandbox) -> None:
    config, told = sub_accounts(tmp_path, sandbox), []
    for option in ((), ("--debug",)):
        async with serving(tmp_path / "home", "--config", config, *option) as proxy:
            assert (await proxy.ask("seed-key", CLAUDE))[0] == 200
            assert await proxy.stop() == 0
            told.append(proxy.err)
    plain, detailed = told
    assert plain == ""
    assert CLAUDE in detailed
    assert "seed-key" not in detailed
