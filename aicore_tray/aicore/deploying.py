"""Deployments made, stopped, replaced and removed through the AI API, each followed to where it is going.

What SAP has begun goes on without us: a job whose process ends is found again as what the list of deployments shows.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from enum import StrEnum

from aicore_tray.aicore.deployment import FOUNDATION_MODELS, ORCHESTRATION, RUNNING, Deployment
from aicore_tray.aicore.discovery import Discovery
from aicore_tray.aicore.landscape import OfferedModel
from aicore_tray.aicore.management import AiApi
from aicore_tray.errors import AccountError, AicoreTrayError
from aicore_tray.tasks import TaskGroup

LATEST = "latest"
STOPPED = "STOPPED"
POLL_SECONDS = 3.0
PATIENCE_SECONDS = 1800.0
"""How long a deployment is followed; SAP mostly takes one to three minutes, and now and then much longer."""
ANSWER_SECONDS = 180.0
"""How long a new deployment that runs may take until it answers, before an old one is given up for it."""
_DEAD = "DEAD"
DELETABLE = frozenset({STOPPED, "UNKNOWN", _DEAD})
"""The statuses in which SAP deletes a deployment."""
_GONE = "DELETED"
_KEPT = 20


class Work(StrEnum):
    """What a job is about."""

    DEPLOY = "deploy"
    START = "start"
    STOP = "stop"
    DELETE = "delete"
    UPGRADE = "upgrade"


class Step(StrEnum):
    """How far it is."""

    CONFIGURING = "configuring"
    STARTING = "starting"
    ASKING = "asking"
    WAITING = "waiting"
    STOPPING = "stopping"
    DELETING = "deleting"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A change under way, or how it ended.

    Attributes:
        number: tells it from all others of this run.
        model: "" for orchestration.
        version: the one that is deployed, such as `latest`.
        deployment: SAP's id of the deployment that is made or changed, "" before it has one.
        replaced: the id of the deployment that an upgrade replaces.
        status: SAP's own word for how the deployment is.
        began: Unix seconds.
        ended: Unix seconds; None while it runs.
        message: why it failed.
        hint: what to do about that.
    """

    number: int
    work: Work
    account: str
    group: str
    model: str
    version: str = ""
    deployment: str = ""
    replaced: str = ""
    step: Step = Step.CONFIGURING
    status: str = ""
    began: float = 0.0
    ended: float | None = None
    message: str = ""
    hint: str = ""

    @property
    def over(self) -> bool:
        """Whether it has ended, well or not."""
        return self.ended is not None


class Deploying:
    """Runs the jobs.

    Args:
        api: the AI API of an account, by its name.
        answers: asks a deployment a short question; raises AicoreTrayError while it has no answer.
        retiring: the length of its block a deployment gets new requests only where no other can take them; the block
            begins when those under way have ended, or have had their time.
        poll: seconds between two looks at a deployment.

    Attributes:
        on_change: called whenever a job begins, is at another step, or has ended.
    """

    def __init__(
        self,
        api: Callable[[str], AiApi],
        discovery: Discovery,
        answers: Callable[[Deployment], Awaitable[None]],
        retiring: Callable[[Deployment], AbstractAsyncContextManager[None]],
        *,
        poll: float = POLL_SECONDS,
    ) -> None:
        self._api = api
        self._discovery = discovery
        self._answers = answers
        self._retiring = retiring
        self._poll = poll
        self._jobs: dict[int, Job] = {}
        self._numbers = 0
        self._tasks = TaskGroup("deploying")
        self.on_change: Callable[[], None] | None = None

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs of this run, the latest first."""
        return tuple(reversed(self._jobs.values()))

    def deploy(self, account: str, group: str, model: OfferedModel | None, version: str = LATEST) -> Job:
        """Begin to deploy a model, or the orchestration service for None.

        Raises:
            AicoreTrayError: it is deployed there already.
        """
        name = model.name if model is not None else ""
        self._refuse_twice(account, group, model, version)
        job = self._new(Work.DEPLOY, account, group, name, version=version if name else "")
        return self._start(job, self._deploy(job, model))

    def start(self, deployment: Deployment) -> Job:
        """Begin to start a stopped deployment."""
        job = self._of(deployment, Work.START, Step.STARTING)
        return self._start(job, self._to(job, RUNNING))

    def stop(self, deployment: Deployment) -> Job:
        """Begin to stop a deployment; requests under way end first."""
        job = self._of(deployment, Work.STOP, Step.WAITING)
        return self._start(job, self._stop(job, deployment))

    def delete(self, deployment: Deployment) -> Job:
        """Begin to delete a deployment; one that runs is stopped first, as SAP wants it."""
        job = self._of(deployment, Work.DELETE, Step.DELETING)
        return self._start(job, self._delete(job, deployment))

    def upgrade(self, deployment: Deployment, model: OfferedModel, version: str = LATEST) -> Job:
        """Begin to put another version in a deployment's place: the old one is stopped when the new one answers.

        Raises:
            AicoreTrayError: that version is deployed there already.
        """
        self._refuse_twice(deployment.account, deployment.resource_group, model, version)
        self._refuse_busy(deployment)
        job = self._new(Work.UPGRADE, deployment.account, deployment.resource_group, model.name, version=version)
        job = self._put(replace(job, replaced=deployment.id))
        return self._start(job, self._upgrade(job, deployment, model))

    def forget(self, number: int) -> None:
        """Show a job that is over no more."""
        if (job := self._jobs.get(number)) is not None and job.over:
            del self._jobs[number]
            self._tell()

    async def aclose(self) -> None:
        """Follow nothing any more; what SAP has begun goes on."""
        await self._tasks.aclose()

    # ---- beginning and ending

    def _refuse_twice(self, account: str, group: str, model: OfferedModel | None, version: str) -> None:
        """SAP has one deployment a model and version.

        Raises:
            AicoreTrayError: there is one, or it is just being made.
        """
        name = model.name if model is not None else ""
        same = _names_of(model, version)
        for job in self._jobs.values():
            here = not job.over and (job.account, job.group, job.model) == (account, group, name)
            if here and job.work in (Work.DEPLOY, Work.UPGRADE) and (not name or job.version in same):
                raise AicoreTrayError(f"{name or ORCHESTRATION} is just being deployed in {group}")
        for each in self._discovery.deployments:
            there = (each.account, each.resource_group, each.model) == (account, group, name)
            if not there or each.through_orchestration != (not name) or (name and each.version not in same):
                continue
            hint = "Start it instead." if each.status == STOPPED else "Use that one; another version can be deployed."
            raise AicoreTrayError(
                f"{name or ORCHESTRATION} is deployed in {group} already: {each.id} is {each.status}", hint=hint
            )

    def _refuse_busy(self, deployment: Deployment) -> None:
        for job in self._jobs.values():
            if not job.over and deployment.id in (job.deployment, job.replaced):
                raise AicoreTrayError(
                    f"The deployment {deployment.id} is just being changed", hint="Wait until that is done."
                )

    def _of(self, deployment: Deployment, work: Work, step: Step) -> Job:
        self._refuse_busy(deployment)
        job = self._new(work, deployment.account, deployment.resource_group, deployment.model, deployment.version)
        return self._put(replace(job, deployment=deployment.id, status=deployment.status, step=step))

    def _new(self, work: Work, account: str, group: str, model: str, version: str) -> Job:
        self._numbers += 1
        over = [number for number, job in self._jobs.items() if job.over]
        for number in over[: max(0, len(self._jobs) - _KEPT)]:
            del self._jobs[number]
        job = Job(
            number=self._numbers,
            work=work,
            account=account,
            group=group,
            model=model,
            version=version,
            began=time.time(),
        )
        return self._put(job)

    def _put(self, job: Job) -> Job:
        if self._jobs.get(job.number) != job:
            self._jobs[job.number] = job
            self._tell()
        return job

    def _note(self, job: Job, **changed: object) -> None:
        self._put(replace(self._jobs[job.number], **changed))  # type: ignore[arg-type]

    def _tell(self) -> None:
        if self.on_change is not None:
            self.on_change()

    def _start(self, job: Job, doing: Awaitable[None]) -> Job:
        self._tasks.spawn(self._run(job, doing), name=f"{job.work} {job.model or ORCHESTRATION}")
        return self._jobs[job.number]

    async def _run(self, job: Job, doing: Awaitable[None]) -> None:
        try:
            await doing
        except AicoreTrayError as error:
            self._note(job, step=Step.FAILED, ended=time.time(), message=error.user_message, hint=error.hint)
        except Exception:
            self._note(job, step=Step.FAILED, ended=time.time(), message="AI Core Tray failed with this; see its log")
            raise
        else:
            self._note(job, step=Step.DONE, ended=time.time())
        finally:
            self._discovery.refresh_soon()

    # ---- the works

    async def _deploy(self, job: Job, model: OfferedModel | None) -> None:
        api = self._api(job.account)
        configuration = await self._configuration(api, job, model)
        identity = await api.create_deployment(job.group, configuration)
        self._note(job, deployment=identity, step=Step.STARTING, status="UNKNOWN")
        self._discovery.refresh_soon()
        await self._follow(job, identity, RUNNING)

    async def _configuration(self, api: AiApi, job: Job, model: OfferedModel | None) -> str:
        """Return a configuration of the same content, which is made where there is none."""
        executable = model.executable if model is not None else ORCHESTRATION
        wanted = {"modelName": job.model, "modelVersion": job.version} if job.model else {}
        scenario = FOUNDATION_MODELS if job.model else ORCHESTRATION
        for row in await api.configurations(job.group):
            bindings = {each.get("key"): each.get("value") for each in row.get("parameterBindings") or ()}
            fits = (row.get("executableId"), row.get("scenarioId"), bindings) == (executable, scenario, wanted)
            if fits and isinstance(identity := row.get("id"), str):
                return identity
        return await api.create_configuration(job.group, model=job.model, executable=executable, version=job.version)

    async def _to(self, job: Job, target: str) -> None:
        await self._api(job.account).set_target(job.group, job.deployment, target)
        await self._follow(job, job.deployment, target)

    async def _stop(self, job: Job, deployment: Deployment) -> None:
        async with self._retiring(deployment):
            self._note(job, step=Step.STOPPING)
            await self._to(job, STOPPED)
            await self._discovery.refresh()

    async def _delete(self, job: Job, deployment: Deployment) -> None:
        if deployment.status not in DELETABLE:
            self._note(job, step=Step.WAITING)
            await self._stop(job, deployment)
            self._note(job, step=Step.DELETING)
        await self._api(job.account).delete_deployment(job.group, job.deployment)
        await self._follow(job, job.deployment, _GONE)

    async def _upgrade(self, job: Job, old: Deployment, model: OfferedModel) -> None:
        await self._deploy(job, model)
        self._note(job, step=Step.ASKING)
        identity = self._jobs[job.number].deployment
        executables = {model.name: model.executable}
        new = await self._api(job.account).deployment(job.group, identity, executables=executables)
        await self._until_it_answers(new)
        await self._discovery.refresh()  # from now on requests can go to the new one
        self._note(job, step=Step.WAITING)
        async with self._retiring(old):
            self._note(job, step=Step.STOPPING)
            await self._api(job.account).set_target(job.group, old.id, STOPPED)
            await self._follow(job, old.id, STOPPED)
            await self._discovery.refresh()

    async def _until_it_answers(self, deployment: Deployment) -> None:
        latest = time.monotonic() + ANSWER_SECONDS
        while True:
            try:
                return await self._answers(deployment)
            except AicoreTrayError as error:
                if time.monotonic() >= latest:
                    raise AicoreTrayError(
                        f"The new deployment {deployment.id} runs and does not answer: {error.user_message}",
                        hint="The old one still serves. Delete the new one, or stop the old one when it answers.",
                    ) from error
            await asyncio.sleep(self._poll)

    async def _follow(self, job: Job, identity: str, wanted: str) -> None:
        """Look at a deployment until it is as wanted.

        Raises:
            AicoreTrayError: it died, or it takes longer than anybody waits.
        """
        latest = time.monotonic() + PATIENCE_SECONDS
        while True:
            status, detail = await self._look(job, identity)
            if status:
                if status != self._jobs[job.number].status:
                    self._discovery.refresh_soon()
                self._note(job, status=status)
            if status == wanted:
                return
            if status == _DEAD or (status == _GONE and wanted != _GONE):
                how = f"ended as {status}" + (f": {detail}" if detail else "")
                raise AicoreTrayError(
                    f"The deployment {identity} {how}",
                    hint="Delete it, and try another version or resource group.",
                )
            if time.monotonic() >= latest:
                raise AicoreTrayError(
                    f"The deployment {identity} is still {status or 'on its way'} after half an hour",
                    hint="SAP AI Core goes on with it; the list of deployments shows how it ends.",
                )
            await asyncio.sleep(self._poll)

    async def _look(self, job: Job, identity: str) -> tuple[str, str]:
        """Return the status of a deployment and what SAP says of it; "" while that cannot be had."""
        try:
            found = await self._api(job.account).deployment(job.group, identity)
        except AccountError as error:
            if error.status == 404:
                return _GONE, ""
            if _passes(error.status):
                return "", ""
            raise
        return found.status, found.status_detail


def _passes(status: int | None) -> bool:
    """Whether a failure of a look may be over at the next one."""
    return status is None or status == 429 or status >= 500


def _names_of(model: OfferedModel | None, version: str) -> Collection[str]:
    """Return what else a version may be called: `latest` is the name of one of them."""
    newest = next((each.name for each in model.versions if each.latest), "") if model is not None else ""
    return {version, LATEST, newest} if version in (LATEST, newest) else {version}
