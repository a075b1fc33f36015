"""Deployments made, replaced and removed from the app, against the sandbox's AI API."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from aicore_tray.aicore import deploying
from aicore_tray.aicore.deploying import Job, Step, Work
from aicore_tray.aicore.deployment import Deployment
from aicore_tray.aicore.landscape import OfferedModel
from aicore_tray.aicore.quota_wishes import QuotaWish
from aicore_tray.config.settings import Settings
from aicore_tray.errors import AccountError, AicoreTrayError
from aicore_tray.sandbox.faults import Fault
from aicore_tray.sandbox.server import Tenant
from tests.gateway.proxy import Proxy, running_proxy

OLD, NEW = "2024-08-06", "2024-11-20"
CHAT = {"messages": [{"role": "user", "content": "Hi"}]}


@pytest.fixture
async def proxy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Proxy]:
    async with running_proxy(tmp_path, settings=Settings(quota_wait=0)) as running:
        monkeypatch.setattr(running.engine.deploying, "_poll", 0.02)
        yield running


def offered(proxy: Proxy, name: str) -> OfferedModel:
    return next(model for model in proxy.engine.landscape.offered if model.name == name)


def deployed(proxy: Proxy, name: str) -> Deployment:
    return next(each for each in proxy.engine.discovery.deployments if each.model == name)


async def until(proxy: Proxy, job: Job, fits: Callable[[Job], bool]) -> Job:
    """Wait until a job is as wanted."""
    deploying, changed = proxy.engine.deploying, asyncio.Event()
    before = deploying.on_change

    def tell() -> None:
        if before is not None:
            before()
        changed.set()

    deploying.on_change = tell
    try:
        async with asyncio.timeout(20):
            while not fits(now := next(each for each in deploying.jobs if each.number == job.number)):
                await changed.wait()
                changed.clear()
    finally:
        deploying.on_change = before
    return now


async def over(proxy: Proxy, job: Job) -> Job:
    """Wait until a job has ended and the list of deployments tells of it."""
    ended = await until(proxy, job, lambda now: now.over)
    await proxy.engine.discovery.refresh()
    return ended


async def test_a_model_is_deployed_and_answers(proxy: Proxy) -> None:
    told: list[tuple[Step, str]] = []
    proxy.engine.deploying.on_change = lambda: told.extend(
        (each.step, each.status) for each in proxy.engine.deploying.jobs
    )
    job = proxy.engine.deploying.deploy("demo", "default", offered(proxy, "gpt-5.2"))
    assert (job.work, job.model, job.over) == (Work.DEPLOY, "gpt-5.2", False)
    ended = await over(proxy, job)
    assert (ended.step, ended.status, ended.message) == (Step.DONE, "RUNNING", "")
    assert next(step for step, _ in told) is Step.CONFIGURING
    assert (Step.STARTING, "PENDING") in told
    status, _ = await proxy.ask("/v1/chat/completions", {"model": "gpt-5.2", **CHAT})
    assert status == 200
    assert proxy.sandbox.requests[-1].path.split("/")[4] == ended.deployment
    proxy.engine.deploying.forget(job.number)
    assert proxy.engine.deploying.jobs == ()


async def test_a_configuration_of_the_same_content_is_used_again(proxy: Proxy) -> None:
    made = await over(proxy, proxy.engine.deploying.deploy("demo", "default", offered(proxy, "gpt-5.2")))
    await over(proxy, proxy.engine.deploying.delete(deployed(proxy, "gpt-5.2")))
    again = await over(proxy, proxy.engine.deploying.deploy("demo", "default", offered(proxy, "gpt-5.2")))
    assert again.step is Step.DONE
    assert again.deployment != made.deployment
    posts = [request.path for request in proxy.sandbox.requests if request.method == "POST"]
    assert posts.count("/v2/lm/configurations") == 1


async def test_no_model_is_deployed_twice(proxy: Proxy) -> None:
    with pytest.raises(AicoreTrayError, match=r"gpt-4o is deployed in default already: d\w+ is RUNNING"):
        proxy.engine.deploying.deploy("demo", "default", offered(proxy, "gpt-4o"), OLD)
    with pytest.raises(AicoreTrayError, match="already") as stopped:
        proxy.engine.deploying.deploy("demo", "default", offered(proxy, "gpt-4.1-mini"))
    assert stopped.value.hint == "Start it instead."
    with pytest.raises(AicoreTrayError, match="already"):
        proxy.engine.deploying.deploy("demo", "default", None)
    job = proxy.engine.deploying.deploy("demo", "default", offered(proxy, "gpt-5.2"))
    with pytest.raises(AicoreTrayError, match=r"gpt-5\.2 is just being deployed in default"):
        proxy.engine.deploying.deploy("demo", "default", offered(proxy, "gpt-5.2"), "2025-12-11")
    assert (await over(proxy, job)).step is Step.DONE


async def test_what_sap_refuses_is_told(proxy: Proxy) -> None:
    job = proxy.engine.deploying.deploy("demo", "default", offered(proxy, "gpt-5.2"), "2019-01-01")
    ended = await over(proxy, job)
    assert ended.step is Step.FAILED
    assert "supply a valid Configuration" in ended.message
    # It is no reason not to try another version.
    assert (await over(proxy, proxy.engine.deploying.deploy("demo", "default", offered(proxy, "gpt-5.2")))).step is (
        Step.DONE
    )


async def test_stop_start_delete(proxy: Proxy) -> None:
    gemini = deployed(proxy, "gemini-2.5-pro")
    stopped = await over(proxy, proxy.engine.deploying.stop(gemini))
    assert (stopped.step, stopped.status) == (Step.DONE, "STOPPED")
    assert deployed(proxy, "gemini-2.5-pro").status == "STOPPED"
    started = await over(proxy, proxy.engine.deploying.start(deployed(proxy, "gemini-2.5-pro")))
    assert (started.step, started.status) == (Step.DONE, "RUNNING")
    # SAP deletes what is stopped alone: it is stopped first.
    gone = await over(proxy, proxy.engine.deploying.delete(deployed(proxy, "gemini-2.5-pro")))
    assert (gone.step, gone.status) == (Step.DONE, "DELETED")
    assert all(each.id != gemini.id for each in proxy.engine.discovery.deployments)


async def test_a_refused_delete_says_what_to_do(proxy: Proxy) -> None:
    """As when somebody started it meanwhile."""
    with pytest.raises(AccountError) as refused:
        await proxy.engine.ai_api("demo").delete_deployment("default", deployed(proxy, "gpt-4o").id)
    assert refused.value.status == 412
    assert refused.value.hint.startswith("Only a stopped deployment can be deleted")


async def test_nothing_is_changed_twice_at_once(proxy: Proxy) -> None:
    gpt = deployed(proxy, "gpt-4o")
    job = proxy.engine.deploying.stop(gpt)
    with pytest.raises(AicoreTrayError, match="is just being changed"):
        proxy.engine.deploying.delete(gpt)
    await over(proxy, job)


async def test_an_upgrade_keeps_the_old_one_until_the_new_one_answers(proxy: Proxy) -> None:
    old = deployed(proxy, "gpt-4o")
    assert old.version == OLD
    # The new one runs, and answers at the third try.
    steps: list[tuple[Step, str]] = []

    def note() -> None:
        job = proxy.engine.deploying.jobs[0]
        status = proxy.sandbox._landscape.find("demo", "default", old.id)
        steps.append((job.step, status.status if status is not None else "gone"))
        if job.step is Step.STARTING and not proxy.sandbox.faults.waiting():
            for _ in range(2):
                proxy.sandbox.faults.add(Fault("status", model="gpt-4o", status=503))

    proxy.engine.deploying.on_change = note
    ended = await over(proxy, proxy.engine.deploying.upgrade(old, offered(proxy, "gpt-4o"), NEW))
    assert (ended.step, ended.replaced, ended.message) == (Step.DONE, old.id, "")
    assert {status for step, status in steps if step is not Step.STOPPING} <= {"RUNNING", "STOPPED"}
    assert all(status == "RUNNING" for step, status in steps if step in (Step.STARTING, Step.ASKING, Step.WAITING))
    assert Step.ASKING in [step for step, _ in steps]
    assert {each.id: each.status for each in proxy.engine.discovery.deployments if each.model == "gpt-4o"} == {
        ended.deployment: "RUNNING",
        old.id: "STOPPED",
    }
    status, _ = await proxy.ask("/v1/chat/completions", {"model": "gpt-4o", **CHAT})
    assert status == 200
    assert proxy.sandbox.requests[-1].path.split("/")[4] == ended.deployment


async def test_requests_under_way_end_before_the_old_one_stops(tmp_path: Path) -> None:
    async with running_proxy(tmp_path, settings=Settings(quota_wait=0)) as proxy:
        proxy.engine.deploying._poll = 0.02
        old = deployed(proxy, "gpt-4o")
        proxy.sandbox.faults.add(Fault("silence", model="gpt-4o", after_events=4, delay=2.0))
        async with proxy.post("/v1/chat/completions", {"model": "gpt-4o", "stream": True, **CHAT}) as response:
            await response.content.readany()
            job = proxy.engine.deploying.upgrade(old, offered(proxy, "gpt-4o"), NEW)
            await until(proxy, job, lambda now: now.step is Step.WAITING)
            # What comes now goes to the new one.
            status, _ = await proxy.ask("/v1/chat/completions", {"model": "gpt-4o", **CHAT})
            assert status == 200
            assert old.id not in proxy.sandbox.requests[-1].path
            rest = await response.content.read()
        assert rest.rstrip().endswith(b"data: [DONE]")
        assert (await over(proxy, job)).step is Step.DONE


async def test_a_new_version_that_does_not_answer_leaves_the_old_one(
    proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deploying, "ANSWER_SECONDS", 0.1)
    old = deployed(proxy, "gpt-4o")
    for _ in range(50):
        proxy.sandbox.faults.add(Fault("status", model="gpt-4o", status=503))
    ended = await over(proxy, proxy.engine.deploying.upgrade(old, offered(proxy, "gpt-4o"), NEW))
    assert ended.step is Step.FAILED
    assert "runs and does not answer" in ended.message
    assert ended.hint.startswith("The old one still serves")
    assert next(each for each in proxy.engine.discovery.deployments if each.id == old.id).status == "RUNNING"


async def test_a_look_that_fails_is_made_again(proxy: Proxy) -> None:
    job = proxy.engine.deploying.deploy("demo", "default", offered(proxy, "gpt-5.2"))
    await until(proxy, job, lambda now: now.step is Step.STARTING)
    proxy.sandbox.faults.add(Fault("api", status=503))
    assert (await over(proxy, job)).step is Step.DONE


async def test_more_requests_a_minute_are_asked_for(proxy: Proxy) -> None:
    wish = QuotaWish(model="gpt-5", executable="azure-openai", limit=5000, reason="A team of forty")
    identity = await proxy.engine.ai_api("demo").wish_quota("default", wish)
    assert identity
    [listed] = await proxy.engine.ai_api("demo").quota_wishes()
    assert (listed.id, listed.model, listed.limit, listed.status) == (identity, "gpt-5", 5000, "PENDING")
    with pytest.raises(AccountError, match="reason"):
        await proxy.engine.ai_api("demo").wish_quota(
            "default", QuotaWish(model="gpt-5", executable="azure-openai", limit=5)
        )


async def test_quotas_need_the_admin_right(tmp_path: Path) -> None:
    async with running_proxy(tmp_path, tenants=(Tenant(name="plain", admin=False),)) as proxy:
        with pytest.raises(AccountError) as refused:
            await proxy.engine.ai_api("plain").quota_wishes()
        assert refused.value.status == 403
