"""What replicas behind one load balancer tell each other, through the database that they share.

Each says that it lives, and looks twice a second at what the others have changed: keys, what keys have used, how many
replicas there are. Requests never wait for that. A key with a limit of requests a minute is the exception: its requests
are counted in the database as they come, off the loop's thread.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from aicore_tray.config.key_store import LocalKey
from aicore_tray.config.shared_keys import SharedKeys
from aicore_tray.gateway.allowance import Allowances, refused_minute
from aicore_tray.gateway.quota import Quotas
from aicore_tray.system.postgres import HASTE_SECONDS, DatabaseError, Postgres
from aicore_tray.usage.queries import Spent
from aicore_tray.usage.shared_books import spent_by_others

_Found = TypeVar("_Found")

LOOK_SECONDS = 0.5
"""How long others may not know what one replica changed."""
# A replica that has not said for so long that it lives is dead; a server that is busy answers late.
_DEAD_SECONDS = 5
_FORGOTTEN_SECONDS = 3_600
# How long a request waits to be counted before the count of its own replica holds.
_PATIENCE_SECONDS = 1.0
_COUNTING_THREADS = 4

_STEPS = (
    """
    CREATE TABLE aicore_tray_replicas (id TEXT PRIMARY KEY, seen TIMESTAMPTZ NOT NULL);
    CREATE TABLE aicore_tray_minutes (key TEXT PRIMARY KEY, times DOUBLE PRECISION[] NOT NULL);
    """,
)
_BEAT = """
    INSERT INTO aicore_tray_replicas VALUES (:id, now()) ON CONFLICT (id) DO UPDATE SET seen = excluded.seen
    """
_ALIVE = "SELECT count(*) FROM aicore_tray_replicas WHERE id = :id OR seen > now() - make_interval(secs => :dead)"
_BURY = "DELETE FROM aicore_tray_replicas WHERE seen < now() - make_interval(secs => :forgotten)"
_LEAVE = "DELETE FROM aicore_tray_replicas WHERE id = :id"
# The server's clock counts for all. Where the condition does not hold, no row comes back and nothing has changed.
_TAKE = """
    INSERT INTO aicore_tray_minutes AS known
    VALUES (:key, ARRAY[CAST(extract(epoch FROM clock_timestamp()) AS double precision)])
    ON CONFLICT (key) DO UPDATE SET times = array_append(
        ARRAY(SELECT at FROM unnest(known.times) AS at WHERE at > extract(epoch FROM clock_timestamp()) - 60),
        CAST(extract(epoch FROM clock_timestamp()) AS double precision)
    )
    WHERE :allowed > (
        SELECT count(*) FROM unnest(known.times) AS at WHERE at > extract(epoch FROM clock_timestamp()) - 60
    )
    RETURNING 1
    """
_WAIT = """
    SELECT at + 60 - extract(epoch FROM clock_timestamp()) FROM aicore_tray_minutes, unnest(times) AS at
    WHERE key = :key ORDER BY at DESC OFFSET :allowed - 1 LIMIT 1
    """


@dataclass(frozen=True, slots=True)
class _Seen:
    replicas: int
    spent: Mapping[str, Spent]


class Replicas:
    """This replica among the others.

    Args:
        replica: tells this run from all others.
        keys: told to look whenever others may have changed them.
        allowances: told what the others have used.
        quotas: told with how many they are shared.
        on_warning: told a line when the database is away and when it is back.

    Attributes:
        alive: how many replicas there are, this one included, as far as is known.
        away: the last look failed.
    """

    def __init__(
        self,
        postgres: Postgres,
        replica: str,
        keys: SharedKeys,
        allowances: Allowances,
        quotas: Quotas,
        *,
        on_warning: Callable[[str], None],
    ) -> None:
        self._postgres = postgres
        self._replica = replica
        self._keys = keys
        self._allowances = allowances
        self._quotas = quotas
        self._on_warning = on_warning
        # Threads of their own: others may be long at work in the loop's.
        self._looking = ThreadPoolExecutor(1, "replicas")
        self._counting = ThreadPoolExecutor(_COUNTING_THREADS, "requests a minute")
        self.alive = 1
        self.away = False
        self._count_again = 0.0

    def open(self) -> None:
        """Make the tables and read what is there; blocks.

        Raises:
            DatabaseError: the database cannot be used, or a newer release wrote it.
        """
        self._postgres.migrate("replicas", _STEPS)
        self._keys.open()

    async def join(self) -> None:
        """Say that this one lives and take over what the others did.

        Raises:
            DatabaseError: the database cannot be used.
        """
        self._take(await self._in(self._looking, self._look))

    async def run(self) -> None:
        """Go on doing so; what is known holds while the database is away."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                await self.join()
            except DatabaseError as error:
                if not self.away:
                    self._on_warning(f"{error.user_message}. Keys and limits are those that are known here")
                self.away = True
            else:
                if self.away:
                    self._on_warning("The PostgreSQL database is back, and replicas know of each other")
                self.away = False

    async def admit(self, key: LocalKey) -> None:
        """Let a request begin, as `Allowances.admit` does, by the count of all replicas.

        Raises:
            ApiError: the key has used all that it may, or all have used the budget; it says when they may go on.
        """
        self._allowances.check_budget()
        if not key.limits:
            return
        self._allowances.check_sums(key)
        if key.limits.requests_per_minute:
            if (wait := await self._minute_left(key)) is not None:
                raise refused_minute(key, wait)
            self._allowances.count_request(key)

    async def _minute_left(self, key: LocalKey) -> float | None:
        if not self.away and time.monotonic() >= self._count_again:
            try:
                async with asyncio.timeout(_PATIENCE_SECONDS):
                    return await self._in(self._counting, lambda: self._take_request(key))
            except (DatabaseError, TimeoutError):
                # Not every request shall wait for that; until then the count of this replica holds.
                self._count_again = time.monotonic() + _PATIENCE_SECONDS
        return self._allowances.minute_left(key)

    def _take_request(self, key: LocalKey) -> float | None:
        """Count a request; return the seconds until one may begin if none may now."""
        values = {"key": key.name, "allowed": key.limits.requests_per_minute}
        with self._postgres.begin(HASTE_SECONDS) as at:
            if at.run(_TAKE, values):
                return None
            wait = at.run(_WAIT, values)
            return max(0.0, float(wait[0][0])) if wait else 0.0

    def _look(self) -> _Seen:
        self._keys.look()
        with self._postgres.begin(HASTE_SECONDS) as at:
            at.run(_BEAT, {"id": self._replica})
            at.run(_BURY, {"forgotten": _FORGOTTEN_SECONDS})
            alive = at.run(_ALIVE, {"id": self._replica, "dead": _DEAD_SECONDS})[0][0]
            return _Seen(alive, spent_by_others(at, self._replica, time.time()))

    def _take(self, seen: _Seen) -> None:
        self.alive = seen.replicas
        self._allowances.take_others(seen.spent)
        self._quotas.share_with(seen.replicas)

    async def aclose(self) -> None:
        """Say that this one is gone, so that the others share its part at once."""
        with contextlib.suppress(DatabaseError):  # they will notice by themselves
            await self._in(self._looking, self._leave)
        for threads in (self._looking, self._counting):
            await asyncio.to_thread(threads.shutdown, cancel_futures=True)

    def _leave(self) -> None:
        with self._postgres.begin(HASTE_SECONDS) as at:
            at.run(_LEAVE, {"id": self._replica})

    @staticmethod
    async def _in(threads: ThreadPoolExecutor, work: Callable[[], _Found]) -> _Found:
        return await asyncio.get_running_loop().run_in_executor(threads, work)
