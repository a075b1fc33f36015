"""What windows are told of the deployments, and the check of an account through the engine."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from aicore_tray.config.settings import Settings
from aicore_tray.errors import AicoreTrayError
from aicore_tray.sandbox.faults import Fault
from tests.gateway.proxy import Proxy, running_proxy

CLAUDE = "anthropic--claude-4.5-sonnet"


async def test_every_deployment_with_what_is_known(tmp_path: Path) -> None:
    settings = Settings(aliases={"best": CLAUDE}, hidden_models=("gpt-4o",))
    async with running_proxy(tmp_path, settings=settings) as proxy:
        sent = len(proxy.sandbox.requests)
        rows = proxy.engine.models()
        assert len(proxy.sandbox.requests) == sent, "nothing is sent"
        assert await proxy.engine.fresh_models() == rows
        assert len(proxy.sandbox.requests) > sent
    told = [row.model for row in rows]
    claude = next(row for row in rows if row.model == CLAUDE)
    assert (claude.account, claude.resource_group, claude.status) == ("demo", "default", "RUNNING")
    assert (claude.familiar, claude.aliases, claude.served) == ("claude-sonnet-4-5", ("best",), True)
    assert claude.context > 100_000
    assert claude.input_cost
    assert claude.output_cost
    hidden = next(row for row in rows if row.model == "gpt-4o")
    assert (hidden.hidden, hidden.served) == (True, False)
    assert told == sorted(told)


async def test_every_state(proxy: Proxy) -> None:
    known = proxy.engine.discovery._known["demo"]
    first, *rest = known.groups["default"]
    known.groups["default"] = (replace(first, status="STOPPED", status_detail="on its way to RUNNING"), *rest)
    proxy.engine.discovery._publish(proxy.engine.discovery._compose(1.0))
    row = next(row for row in proxy.engine.models() if row.id == first.id)
    assert (row.status, row.status_detail, row.served) == ("STOPPED", "on its way to RUNNING", False)


async def test_one_that_rests(proxy: Proxy) -> None:
    proxy.sandbox.faults.add(Fault("status", model=CLAUDE, status=429, retry_after=60))
    await proxy.ask("/v1/messages", {"model": CLAUDE, "max_tokens": 9, "messages": [{"role": "user", "content": "Hi"}]})
    resting = [row.resting_until for row in proxy.engine.models() if row.resting_until]
    assert len(resting) == 1
    assert 50 < resting[0] - time.time() < 61


async def test_rows_are_made_again_where_something_is_different(proxy: Proxy) -> None:
    engine = proxy.engine
    rows = engine.models()
    assert all(again is row for again, row in zip(engine.models(), rows, strict=True)), "else they would be compared"
    await engine.apply(replace(engine._configuration, settings=replace(Settings(), hidden_models=(CLAUDE,))))
    assert {row.model for row in engine.models() if row.hidden} == {CLAUDE}
    engine._router.update(replace(engine.landscape, deployments=()))
    assert not any(row.served for row in engine.models())


async def test_pinned_names(tmp_path: Path) -> None:
    """SAP has not told of the deployment: it is tried all the same."""
    async with running_proxy(tmp_path, pinned={CLAUDE: ("dunknown",)}) as proxy:
        [row] = [row for row in proxy.engine.models() if row.served]
    assert (row.model, row.id, row.familiar) == (CLAUDE, "dunknown", "claude-sonnet-4-5")


async def test_the_check(proxy: Proxy) -> None:
    names = [stage.name async for stage in proxy.engine.check("demo") if stage.state == "ok"]
    assert names == ["key", "proxy", "dns", "tls", "token", "api", "resource groups", "deployments", "models"]
    assert (proxy.engine.token_expires_at("demo") or 0) > time.time()
    assert proxy.engine.token_expires_at("nobody") is None
    with pytest.raises(AicoreTrayError, match="no account"):
        [stage async for stage in proxy.engine.check("nobody")]
