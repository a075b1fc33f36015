"""Which of several deployments comes first, and how deployments are doing: rests, back-off, and the try after a rest.

A deployment that fails rests: as long as the upstream says, else longer each time, and never exactly as long as others.
After its rest one request tries it while the others go elsewhere, if they can.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import random
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from aicore_tray.aicore.deployment import Deployment
from aicore_tray.config.settings import BALANCINGS
from aicore_tray.gateway.detail import Why

LEAST_BUSY, ROUND_ROBIN, PRIORITY = BALANCINGS
# A deployment that failed rests so many seconds when the upstream does not say how long; doubled with each failure.
_FIRST_REST = 2.0
_LONGEST_REST = 60.0
# The same conversation stays with its deployment (prompt caches) unless that one has so many more requests to serve.
_AFFINITY_SLACK = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class BalancingRules:
    """What the user says of several deployments; settings.py tells what each means.

    Attributes:
        strategy: one of BALANCINGS.
        weights: account or deployment id -> share; 1 for those that are not named.
        priorities: accounts and deployment ids, the first choice first.
    """

    strategy: str = LEAST_BUSY
    weights: Mapping[str, float] = field(default_factory=dict)
    priorities: Sequence[str] = ()

    def weight(self, deployment: Deployment) -> float:
        return self.weights.get(deployment.id, self.weights.get(deployment.account, 1.0))

    def priority(self, deployment: Deployment) -> int:
        """Return the deployment's place in the order, 0 being the first; all are first under other strategies."""
        if self.strategy != PRIORITY:
            return 0
        named = (deployment.id, deployment.account)
        return min((index for index, name in enumerate(self.priorities) if name in named), default=len(self.priorities))


@dataclass(slots=True)
class _Health:
    """How a deployment, or an account as a whole, is doing.

    Attributes:
        turn: how much it has served, by its weight; the least comes first among equals.
        throttled: it rests because the upstream wants fewer requests, not because it is broken.
        emptied: it is about to be stopped, so that others are asked first; set when its last request has ended.
        settled: set when the try after a rest has ended, however it did.
    """

    in_flight: int = 0
    turn: float = 0.0
    failures: int = 0
    rests_until: float = 0.0
    throttled: bool = False
    trying: bool = False
    emptied: asyncio.Event | None = None
    settled: asyncio.Event = field(default_factory=asyncio.Event)

    def settle(self) -> None:
        """Note that no try is under way."""
        self.trying = False
        self.settled.set()


class _Use:
    """A request at a deployment; one that comes first after a failure is the try whose end others wait for."""

    __slots__ = ("_health", "_tries")

    def __init__(self, health: _Health) -> None:
        self._health = health
        self._tries = False

    def __enter__(self) -> None:
        health = self._health
        health.in_flight += 1
        if health.failures > 0 and not health.trying:
            self._tries = health.trying = True
            health.settled.clear()

    def __exit__(self, *_: object) -> None:
        health = self._health
        health.in_flight -= 1
        if health.emptied is not None and not health.in_flight:
            health.emptied.set()
        if self._tries:
            health.settle()


@dataclass(frozen=True, slots=True)
class Choice:
    """The order in which deployments are to be tried.

    Attributes:
        why: why the first one comes before the second.
        resting: those that rest, with the seconds for which they still do.
    """

    order: list[Deployment]
    why: Why = Why.ONLY
    resting: tuple[tuple[Deployment, float], ...] = ()


class Balancer:
    """Orders deployments and remembers how they are doing.

    Args:
        spent: whether the quota behind a deployment is used up for now.
        clock: seconds that only grow.
        chance: a number from 0 to 1, by which rests differ.
    """

    def __init__(
        self,
        rules: BalancingRules | None = None,
        *,
        spent: Callable[[Deployment], bool] = lambda _: False,
        clock: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.rules = rules or BalancingRules()
        self._spent = spent
        self._clock = clock
        self._chance = chance
        self._health: dict[str, _Health] = {}
        self._accounts: dict[str, _Health] = {}

    def ordered(self, deployments: Sequence[Deployment], affinity: str = "") -> list[Deployment]:
        """Return deployments in the order in which they are to be tried; those that rest come last."""
        return self.choose(deployments, affinity).order

    def choose(self, deployments: Sequence[Deployment], affinity: str = "") -> Choice:
        """Return deployments in the order in which they are to be tried, and why the first one comes first.

        Args:
            affinity: what requests of one conversation have in common, "" where nothing is known.
        """
        if len(deployments) == 1:
            return Choice(list(deployments))
        now = self._clock()
        if self.rules.strategy == ROUND_ROBIN:
            affinity = ""

        def order(deployment: Deployment) -> _Rank:
            health = self._of(deployment)
            rest = self._rests_until(deployment)
            resting = rest > now or health.emptied is not None
            load = 0.0 if self.rules.strategy == ROUND_ROBIN else health.in_flight / self.rules.weight(deployment)
            if affinity:
                load, turn = load // _AFFINITY_SLACK, -float(_score(affinity, deployment.url))
            else:
                turn = health.turn
            return (
                resting,
                deployment.through_orchestration,
                rest if resting else 0.0,
                health.trying,
                self._spent(deployment),
                self.rules.priority(deployment),
                load,
                turn,
            )

        ranked = sorted([(order(each), number, each) for number, each in enumerate(deployments)], key=_rank)
        resting = tuple((each, rank[2] - now) for rank, _, each in ranked if rank[0])
        return Choice([each for _, _, each in ranked], _why(ranked[0][0], ranked[1][0], bool(affinity)), resting)

    def using(self, deployment: Deployment, among: Sequence[Deployment] = ()) -> _Use:
        """Count a request at a deployment for the length of a `with` block.

        Args:
            among: the deployments of its model: one that has served little, because it is new or rested, gets no more
                than its share of what is to come.
        """
        health = self._of(deployment)
        ahead = max((self._of(other).turn for other in among), default=0.0) if len(among) > 1 else health.turn
        step = 1.0 / self.rules.weight(deployment)
        health.turn = max(health.turn, ahead - 2 * max(1.0, step)) + step
        return _Use(health)

    def succeeded(self, deployment: Deployment) -> None:
        """A deployment answers: it and its account are well."""
        for health in (self._of(deployment), self._account(deployment)):
            health.failures, health.rests_until, health.throttled = 0, 0.0, False
            health.settle()

    def begins_to_answer(self, deployment: Deployment) -> None:
        """A deployment takes requests; whether its answer comes to an end is still to be seen."""
        health = self._of(deployment)
        if health.throttled:
            health.failures, health.throttled = 0, False
        health.settle()

    def failed(
        self, deployment: Deployment, retry_after: float | None, *, throttled: bool = False, account: bool = False
    ) -> float:
        """Let a deployment rest, as long as the upstream said or longer each time; return the seconds.

        Args:
            throttled: the upstream wants fewer requests.
            account: nothing of the deployment's account can be reached.
        """
        affected = (self._of(deployment), self._account(deployment)) if account else (self._of(deployment),)
        return max(self._rest(health, retry_after, throttled=throttled) for health in affected)

    def _rest(self, health: _Health, retry_after: float | None, *, throttled: bool) -> float:
        now = self._clock()
        # Of many that were on their way when the first of them was refused the others tell nothing new.
        if retry_after is not None or health.rests_until <= now:
            health.failures += 1
            backed_off = min(_LONGEST_REST, _FIRST_REST * 2 ** (health.failures - 1)) * (0.5 + self._chance() / 2)
            health.throttled = throttled
            health.rests_until = now + (backed_off if retry_after is None else retry_after)
        health.settle()
        return health.rests_until - now

    @contextlib.asynccontextmanager
    async def retiring(self, deployment: Deployment, patience: float) -> AsyncIterator[None]:
        """Prefer others to a deployment for the length of a block, which begins when no request is under way there.

        Args:
            patience: seconds after which it begins all the same.
        """
        health = self._of(deployment)
        emptied = health.emptied = asyncio.Event()
        try:
            if health.in_flight:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(patience):
                        await emptied.wait()
            yield
        finally:
            health.emptied = None

    def is_well(self, deployment: Deployment) -> bool:
        """Whether nothing is known against a deployment."""
        return self._of(deployment).failures == 0

    def resting(self, deployment: Deployment) -> float:
        """Return for how many seconds more a deployment rests, 0 if it does not."""
        return max(0.0, self._rests_until(deployment) - self._clock())

    def held(self, deployment: Deployment) -> float:
        """Return for how many seconds more the upstream wants no request to a deployment, 0 if it takes them."""
        health = self._of(deployment)
        return max(0.0, health.rests_until - self._clock()) if health.throttled else 0.0

    async def taken_again(self, deployment: Deployment, patience: float) -> float:
        """Wait while another request tries whether a deployment that was throttled takes requests again.

        Returns:
            The seconds that it took.
        """
        health = self._of(deployment)
        if not (health.throttled and health.trying) or patience <= 0:
            return 0.0
        began = self._clock()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await health.settled.wait()
        return self._clock() - began

    def _of(self, deployment: Deployment) -> _Health:
        if (known := self._health.get(deployment.place)) is None:
            known = self._health[deployment.place] = _Health()
        return known

    def _account(self, deployment: Deployment) -> _Health:
        if (known := self._accounts.get(deployment.account)) is None:
            known = self._accounts[deployment.account] = _Health()
        return known

    def _rests_until(self, deployment: Deployment) -> float:
        return max(self._of(deployment).rests_until, self._account(deployment).rests_until)


_Rank = tuple[bool, bool, float, bool, bool, int, float, float]
# What tells two deployments apart, in the order of their ranks.
_WHY = (Why.OTHERS_REST, Why.OWN, Why.SOONEST, Why.OTHERS_TRIED, Why.QUOTA, Why.PRIORITY, Why.LEAST_BUSY, Why.TURN)


def _rank(ranked: tuple[_Rank, int, Deployment]) -> _Rank:
    return ranked[0]


def _why(first: _Rank, second: _Rank, conversation: bool) -> Why:
    """Return in what the first one is ahead."""
    found = next((why for why, one, other in zip(_WHY, first, second, strict=True) if one != other), Why.TURN)
    return Why.CONVERSATION if found is Why.TURN and conversation else found


def _score(affinity: str, url: str) -> int:
    """Rendezvous hashing: a conversation keeps its deployment when others come and go."""
    # The affinity may be a header's bytes that are no text.
    mixed = f"{affinity}\0{url}".encode(errors="surrogatepass")
    return int.from_bytes(hashlib.blake2b(mixed, digest_size=6).digest(), "big")
