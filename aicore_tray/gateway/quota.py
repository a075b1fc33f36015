"""The quotas of SAP's: so many requests a minute for each tenant and model, shared out before SAP has to refuse any.

SAP counts requests by minute, tenant and model, over all versions and resource groups, and answers 429 to what is too
much. Here each of them has a bucket of as many tokens; a request takes one, which comes back a minute later. So never
more are sent in any sixty seconds than SAP allows, wherever its minute begins. A request for which none is left waits a
moment for its turn; of several keys the one that had least is the next.

Where SAP does not tell the limit (that needs the right to administer), it is learned from refusals.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from aicore_tray.aicore.deployment import Deployment
from aicore_tray.dialects.errors import ApiError, ErrorKind

MINUTE = 60.0
"""Seconds in a minute, for whoever wants to see it pass sooner."""
# Tokens are counted in so many slots a minute, and come back one slot later than after a minute: what was sent last may
# have been on its way for longer than what is sent next.
_SLOTS = 60
_BACK_AFTER = _SLOTS + 1
# A limit that was learned is tried out upwards by a quarter each minute, and forgotten after so many without a refusal.
_LEARNED_MINUTES = 15
# A refusal after fewer requests than this tells of something else: tokens, or others who use the tenant.
_FEWEST_LEARNED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaUse:
    """How much of a quota is used.

    Attributes:
        accounts: the accounts that share it.
        used: requests of the last sixty seconds.
        limit: how many SAP allows; None where nobody knows.
        learned: the limit comes from refusals.
        waiting: requests that wait for their turn.
    """

    model: str
    accounts: tuple[str, ...]
    used: int
    limit: int | None
    learned: bool
    waiting: int

    @property
    def text(self) -> str:
        """Return it for people: `gpt-5: 61 of 78 this minute`."""
        of = "" if self.limit is None else f" of {'about ' if self.learned else ''}{self.limit}"
        return f"{self.model}: {self.used}{of} this minute"


@dataclass(slots=True)
class _Slot:
    number: int
    taken: Counter[str] = field(default_factory=Counter)


class _Span:
    """What was taken within one minute, by key."""

    def __init__(self) -> None:
        self.slots: deque[_Slot] = deque()
        self.by_key: Counter[str] = Counter()
        self.all = 0

    def add(self, number: int, key: str, count: int) -> None:
        if not self.slots or self.slots[-1].number != number:
            self.slots.append(_Slot(number))
        taken, by_key = self.slots[-1].taken, self.by_key
        taken[key] = taken.get(key, 0) + count
        by_key[key] = by_key.get(key, 0) + count
        self.all += count

    def drop_before(self, number: int) -> Iterator[_Slot]:
        """Let go of what is older, and yield it."""
        while self.slots and self.slots[0].number < number:
            gone = self.slots.popleft()
            for key, count in gone.taken.items():
                self.all -= count
                self.by_key[key] -= count
                if not self.by_key[key]:
                    del self.by_key[key]
            yield gone


class _TwoMinutes:
    """What happened within the last minute, and in the one before, which tells who needs how much."""

    def __init__(self) -> None:
        self.last, self.before = _Span(), _Span()

    def turn(self, now: int) -> None:
        """Let time go on."""
        for slot in self.last.drop_before(now - _BACK_AFTER + 1):
            for key, count in slot.taken.items():
                self.before.add(slot.number, key, count)
        for _ in self.before.drop_before(now - 2 * _SLOTS + 1):
            pass


@dataclass(slots=True, eq=False)
class _Waiter:
    key: str
    turn: asyncio.Future[None]


class Bucket:
    """The tokens of one tenant and model; use it on one loop.

    Args:
        clock: seconds that only grow.

    Attributes:
        told: what SAP allows a minute; None where it does not tell.
        share: one of so many replicas that share it.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._minute = MINUTE
        self.told: int | None = None
        self.share = 1
        self._learned = 0
        self._learned_at = 0.0
        self._refused_at = 0.0
        self._taken, self._waits = _TwoMinutes(), _TwoMinutes()
        self._turned = -1
        self._waiting: deque[_Waiter] = deque()
        self._alarm: asyncio.TimerHandle | None = None

    @property
    def limit(self) -> int | None:
        """How many requests a minute may be sent; None for any number."""
        # What is learned is learned from this one's own requests.
        return self._learned or None if self.told is None else max(1, self.told // self.share)

    @property
    def learned(self) -> bool:
        return self.told is None and self._learned > 0

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    def tell(self, limit: int) -> None:
        """Take over what SAP allows; who waits may go sooner now."""
        self.told = limit
        if self._waiting:
            self._give()

    def share_with(self, replicas: int) -> None:
        """Take an equal share of what SAP allows; who waits may go sooner where it grows."""
        self.share = replicas
        if self._waiting:
            self._give()

    def used(self) -> int:
        """Return the tokens that have been taken and are not back."""
        self._turn()
        return self._taken.last.all

    def spent(self) -> bool:
        """Whether the next request would have to wait."""
        limit = self.limit
        return limit is not None and (bool(self._waiting) or self.used() >= limit)

    def count(self, key: str) -> None:
        """Take a token without asking, for a request that is sent in any case."""
        self._taken.last.add(self._turn(), key, 1)

    def took(self, key: str) -> bool:
        """Take a token if there is one for this key now; return whether there was."""
        if self._learned:
            self._grow()
        # Others may wait for tokens that are kept for this one.
        if self.limit is None or (all(each.key != key for each in self._waiting) and self._may(key)):
            self.count(key)
            return True
        return False

    async def take(self, key: str, patience: float) -> float:
        """Take a token, waiting for it if need be; return the seconds that it took.

        Args:
            key: who asks; the keys share what there is.
            patience: seconds; a wait that would be longer is refused at once.

        Raises:
            ApiError: there will be none for longer; it says when.
        """
        if self.took(key):
            return 0.0
        if (wait := self._wait(key)) > patience:
            raise _spent(wait)
        began = self._clock()
        waiter = _Waiter(key, asyncio.get_running_loop().create_future())
        self._waiting.append(waiter)
        self._set_alarm()
        try:
            async with asyncio.timeout(patience):
                await waiter.turn
        except TimeoutError:
            raise _spent(self._wait(key)) from None
        finally:
            if waiter in self._waiting:
                self._waiting.remove(waiter)
        return self._clock() - began

    def refused(self) -> None:
        """SAP refused one of the requests that were sent: where it tells no limit, this is how it is learned."""
        had, now = self.used() - 1, self._clock()
        if self.told is None and had >= _FEWEST_LEARNED:
            if self._learned and now - self._learned_at <= self._minute:
                # Many may be on their way as the first is refused: each that is takes one more from what got through.
                had = max(_FEWEST_LEARNED, min(had, self._learned - 1))
            self._learned = had
            self._learned_at = self._refused_at = now

    def _grow(self) -> None:
        if not self.learned:
            return
        now = self._clock()
        if now - self._refused_at > _LEARNED_MINUTES * self._minute:
            self._learned = 0
            self._give()
        elif now - self._learned_at > self._minute:
            self._learned += max(1, self._learned // 4)
            self._learned_at = now

    def _now(self) -> int:
        return int(self._clock() / self._minute * _SLOTS)

    def _until(self, slot: _Slot) -> float:
        """Return the seconds until the tokens of a slot are back."""
        return (slot.number + _BACK_AFTER) * self._minute / _SLOTS - self._clock()

    def _turn(self) -> int:
        """Let time go on; return the slot that it is."""
        now = self._now()
        if now != self._turned:
            self._turned = now
            self._taken.turn(now)
            self._waits.turn(now)
        return now

    def _free(self, key: str) -> int:
        """Return how many tokens a key may take: those that are there, without what others are known to need.

        A key needs what it took in the minute before, or twice that if it had to wait then; an equal share at most.
        """
        limit = self.limit
        assert limit is not None  # noqa: S101 - asked where there is a limit
        self._turn()
        last, before = self._taken.last, self._taken.before
        others = (last.by_key.keys() | before.by_key.keys()) - {key}
        share = limit // (len(others) + 1)
        waited = self._waits.before.by_key
        needs = {other: before.by_key[other] * (2 if other in waited else 1) for other in others}
        kept = sum(max(0, min(share, need) - last.by_key[other]) for other, need in needs.items())
        return limit - last.all - kept

    def _may(self, key: str) -> bool:
        return self._free(key) > 0

    def _wait(self, key: str) -> float:
        """Return in how many seconds a key can have a token, behind those that wait and have had no more."""
        had = self._taken.last.by_key
        ahead = sum(each.key == key or had[each.key] < had[key] for each in self._waiting)
        needed = ahead + 1 - self._free(key)
        back = 0
        for slot in self._taken.last.slots:
            back += sum(slot.taken.values())
            if back >= needed:
                return max(0.0, self._until(slot))
        return self._minute

    def _set_alarm(self) -> None:
        """Look at the waiting again when the next token comes back."""
        if self._alarm is not None or not self._waiting:
            return
        self._turn()
        comes = max(0.0, self._until(self._taken.last.slots[0])) if self._taken.last.slots else self._minute
        self._alarm = asyncio.get_running_loop().call_later(comes + 0.01, self._give)

    def _give(self) -> None:
        """Let those that wait have what there is, the key that had least first."""
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        while self._waiting:
            self._turn()
            able = [each for each in self._waiting if self.limit is None or self._may(each.key)]
            if not able:
                break
            chosen = min(able, key=lambda each: self._taken.last.by_key[each.key])
            self._waiting.remove(chosen)
            if not chosen.turn.done():
                self.count(chosen.key)
                self._waits.last.add(self._now(), chosen.key, 1)
                chosen.turn.set_result(None)
        self._set_alarm()


class Quotas:
    """The buckets of all tenants and models."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._tenants: Mapping[str, str] = {}
        self._buckets: dict[tuple[str, str], Bucket] = {}
        self._replicas = 1

    def apply(self, tenants: Mapping[str, str]) -> None:
        """Take other accounts.

        Args:
            tenants: account -> what identifies its tenant: accounts with the same one share their quotas.
        """
        self._tenants = tenants

    def share_with(self, replicas: int) -> None:
        """Share all quotas with other replicas.

        Args:
            replicas: how many there are, this one included.
        """
        if replicas != self._replicas:
            self._replicas = replicas
            for bucket in self._buckets.values():
                bucket.share_with(replicas)

    def update(self, limits: Mapping[str, Mapping[str, int]]) -> None:
        """Take over what SAP tells: account -> model -> requests a minute."""
        for account, models in limits.items():
            for model, limit in models.items():
                self._bucket(account, model).tell(limit)

    def of(self, deployment: Deployment) -> Bucket:
        """Return the bucket of a deployment's model.

        Calls through orchestration have their own: whether SAP counts them with the others is not documented.
        """
        model = deployment.place if deployment.through_orchestration else deployment.model
        return self._bucket(deployment.account, model)

    def spent(self, deployment: Deployment) -> bool:
        """Whether the next request to a deployment would have to wait."""
        return self.of(deployment).spent()

    def use(self) -> tuple[QuotaUse, ...]:
        """Return the quotas that are used now, the fullest first."""
        names: dict[str, list[str]] = {}
        for account, tenant in self._tenants.items():
            names.setdefault(tenant, []).append(account)
        rows = [
            QuotaUse(
                model=model.rpartition("#")[2],
                accounts=tuple(names.get(tenant, ())),
                used=used,
                limit=bucket.limit,
                learned=bucket.learned,
                waiting=bucket.waiting,
            )
            for (tenant, model), bucket in self._buckets.items()
            if (used := bucket.used()) or bucket.waiting
        ]
        return tuple(sorted(rows, key=lambda row: (-row.used / (row.limit or 1_000_000), row.model)))

    def _bucket(self, account: str, model: str) -> Bucket:
        place = (self._tenants.get(account, account), model)
        if (known := self._buckets.get(place)) is None:
            known = self._buckets[place] = Bucket(self._clock)
            known.share = self._replicas
        return known


def _spent(seconds: float) -> ApiError:
    return ApiError(
        ErrorKind.RATE_LIMIT,
        f"This minute's requests to the model are used up; the next one can go in {math.ceil(seconds)} s",
        retry_after=seconds,
    )
