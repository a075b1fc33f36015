"""One request while it lives, with what the books need of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import msgspec

from aicore_tray.aicore.catalogue import ModelFacts
from aicore_tray.aicore.deployment import Deployment
from aicore_tray.aicore.families.family import ClientRequest
from aicore_tray.config.key_store import LocalKey
from aicore_tray.dialects.answer import Usage
from aicore_tray.dialects.dialect import Asked
from aicore_tray.dialects.errors import ApiError
from aicore_tray.gateway.detail import Detail, Step, StepKind
from aicore_tray.usage.meter import Running
from aicore_tray.usage.record import RequestRecord

WAITED_HEADER = "x-aicore-tray-waited"
"""Tells a client for how many seconds its request was held back, since the model's quota was used up."""
_LONGEST_OUTCOME = 120


class Hop(msgspec.Struct):
    """A deployment on a call's way, what became of the call there, and after how many seconds."""

    account: str
    deployment: str
    outcome: str
    seconds: float


@dataclass(slots=True, kw_only=True)
class Call:
    """One request while it lives, with what the books need of it.

    Attributes:
        id: the x-request-id.
        key: the local key that was shown.
        client: the user agent's first product.
        headers: what every answer to this request carries.
        affinity: finds what requests of one conversation have in common, "" if nothing is known; where it is needed.
        down: accounts that could not be reached for this call.
        waited: seconds for which it was held back.
        sent: how many requests to the upstream it took so far.
        granted: how many of them a quota has room for.
        refusal: why a deployment was not asked, of several the one that takes requests again first.
        hops: what was tried, as the books hold it.
        committed: the answer's head has gone out.
        running: what others see of it while it lives; given to it before anything else happens.
        detail: what the journal keeps of it, likewise.
    """

    id: str
    request: ClientRequest
    asked: Asked
    stream: bool
    key: LocalKey
    client: str
    headers: dict[str, str] = field(default_factory=dict)
    affinity: Callable[[], str] = str
    down: set[str] = field(default_factory=set)
    waited: float = 0.0
    sent: int = 0
    granted: int = 0
    refusal: ApiError | None = None
    hops: list[Hop] = field(default_factory=list)
    started: float = field(default_factory=time.time)
    clock: float = field(default_factory=time.monotonic)
    committed: bool = False
    model: str = ""
    deployment: Deployment | None = None
    facts: ModelFacts | None = None
    usage: Usage = field(default_factory=Usage)
    first_token: float | None = None
    complete: bool = False
    error: str = ""
    running: Running = field(init=False)
    detail: Detail = field(init=False)

    @property
    def api(self) -> str:
        """The API that the client speaks, as the books name it."""
        return self.request.dialect.NAME if self.request.kind == "chat" else "embeddings"

    def begin(self, model: str, deployment: Deployment) -> None:
        """Start with a deployment: what one that failed before it has told no longer counts."""
        self.model, self.deployment = model, deployment
        self.usage, self.first_token, self.error = Usage(), None, ""
        self.running.served_by(model, deployment.account)

    def chosen(self, first: Deployment, why: str, candidates: int, resting: Iterable[tuple[Deployment, float]]) -> None:
        """Note how many deployments could answer, which comes first and why, and which of them rest for how long."""
        self._step(StepKind.CHOSEN, first, said=why, candidates=candidates)
        for deployment, seconds in resting:
            self._step(StepKind.RESTING, deployment, seconds=seconds)

    def wait(self, seconds: float, deployment: Deployment) -> None:
        """Note that the call was held back for a deployment; its answer's head tells how long in all."""
        if seconds:
            self.waited += seconds
            self.headers[WAITED_HEADER] = f"{self.waited:.2f}"
            self._step(StepKind.WAITED, deployment, seconds=seconds)

    def passed_over(self, deployment: Deployment, error: ApiError) -> None:
        """Note a deployment that was not asked, since it would have made the call wait for too long."""
        self._hop(deployment, f"not asked: {error.message}"[:_LONGEST_OUTCOME])
        self._step(StepKind.SKIPPED, deployment, said=error.kind, seconds=error.retry_after or 0.0)
        if self.refusal is None or (error.retry_after or 0) < (self.refusal.retry_after or 0):
            self.refusal = error

    def tried(self, deployment: Deployment, outcome: str) -> None:
        """Note what became of the call at a deployment: the HTTP status where it answered, else what went wrong."""
        self._hop(deployment, outcome)
        self._step(StepKind.ANSWERED if outcome.isdigit() else StepKind.FAILED, deployment, said=outcome)

    def rests(self, seconds: float, *, told: bool) -> None:
        """Note for how long the deployment rests that was tried last.

        Args:
            told: the upstream said so itself.
        """
        steps = self.detail.steps
        if steps:
            steps[-1] = msgspec.structs.replace(steps[-1], seconds=seconds, told=told)

    def _hop(self, deployment: Deployment, outcome: str) -> None:
        self.hops.append(Hop(deployment.account, deployment.id, outcome, round(self._seconds(), 3)))

    def _step(
        self, kind: StepKind, deployment: Deployment, *, said: str = "", seconds: float = 0.0, candidates: int = 0
    ) -> None:
        self.detail.steps.append(
            Step(
                kind=kind,
                at=self._seconds(),
                account=deployment.account,
                group=deployment.resource_group,
                deployment=deployment.id,
                said=said,
                seconds=seconds,
                candidates=candidates,
            )
        )

    def _seconds(self) -> float:
        return time.monotonic() - self.clock

    def content_came(self) -> None:
        if self.first_token is None:
            self.first_token = time.monotonic() - self.clock
            self.running.content_came(self.first_token)

    def record(self, status: int, units: float | None = None, saved: float | None = None) -> RequestRecord:
        """Return the entry for the books.

        Args:
            units: what it cost.
            saved: what caches saved.
        """
        return RequestRecord(
            id=self.id,
            started=self.started,
            key=self.key.name,
            client=self.client,
            dialect=self.api,
            asked=self.asked.model,
            model=self.model,
            account=self.deployment.account if self.deployment else "",
            deployment=self.deployment.id if self.deployment else "",
            status=status,
            stream=self.stream,
            complete=self.complete,
            usage=self.usage,
            first_token=self.first_token,
            duration=time.monotonic() - self.clock,
            error=self.error,
            retries=max(0, self.sent - 1),
            route=msgspec.json.encode(self.hops).decode(),
            waited=self.waited,
            units=units,
            saved=saved,
        )
