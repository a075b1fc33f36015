"""Where keys, books and limits are kept: in files of our own, or in a database that replicas share."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aicore_tray.config.configuration import Configuration
from aicore_tray.config.key_store import Keys, KeyStore, LocalKey
from aicore_tray.config.shared_keys import SharedKeys
from aicore_tray.gateway.allowance import Allowances
from aicore_tray.gateway.quota import Quotas
from aicore_tray.gateway.replicas import Replicas
from aicore_tray.system.paths import Paths
from aicore_tray.system.postgres import Address, Postgres
from aicore_tray.usage.queries import spent_by_key
from aicore_tray.usage.reader import LocalUsage, UsageReader, UsageWriter
from aicore_tray.usage.shared_queries import SharedUsage
from aicore_tray.usage.shared_store import SharedUsageStore
from aicore_tray.usage.store import UsageStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """What an engine keeps.

    Attributes:
        keys: the local API keys.
        store: writes every request.
        books: reads them.
        admit: lets a request of a key begin, or raises ApiError.
        open: makes all of it ready, before the first request; raises AicoreTrayError.
        close: lets go of it, also where `open` failed halfway.
        replicas: the other replicas; None where there are none.
    """

    keys: Keys
    store: UsageWriter
    books: UsageReader
    admit: Callable[[LocalKey], Awaitable[None]]
    open: Callable[[], Awaitable[None]]
    close: Callable[[], Awaitable[None]]
    replicas: Replicas | None = None


def keeping(
    configuration: Configuration,
    paths: Paths,
    allowances: Allowances,
    quotas: Quotas,
    on_warning: Callable[[str], None],
    warn_from_thread: Callable[[str], None],
) -> Keeping:
    """Return what a configuration asks for.

    Raises:
        DatabaseError: it names a database, and the packages for it are not installed.
    """
    if configuration.database is None:
        return _in_files(configuration, paths, allowances, warn_from_thread)
    return _shared(configuration, configuration.database, paths, allowances, quotas, on_warning, warn_from_thread)


def _in_files(
    configuration: Configuration, paths: Paths, allowances: Allowances, warn_from_thread: Callable[[str], None]
) -> Keeping:
    store = UsageStore(paths.usage_db, on_warning=warn_from_thread)

    async def admit(key: LocalKey) -> None:
        allowances.admit(key)

    async def start() -> None:
        await asyncio.to_thread(store.open)
        allowances.load(await asyncio.to_thread(spent_by_key, paths.usage_db, time.time()))

    async def close() -> None:
        await asyncio.to_thread(store.close)

    return Keeping(
        keys=KeyStore(paths.keys_file, configuration.keys),
        store=store,
        books=LocalUsage(paths.usage_db),
        admit=admit,
        open=start,
        close=close,
    )


def _shared(
    configuration: Configuration,
    address: Address,
    paths: Paths,
    allowances: Allowances,
    quotas: Quotas,
    on_warning: Callable[[str], None],
    warn_from_thread: Callable[[str], None],
) -> Keeping:
    postgres = Postgres(address)
    # A name of this run alone: what an earlier one wrote is what another has used.
    replica = uuid.uuid4().hex
    keys = SharedKeys(postgres, configuration.keys)
    store = SharedUsageStore(postgres, replica, paths.waiting_db, on_warning=warn_from_thread)
    replicas = Replicas(postgres, replica, keys, allowances, quotas, on_warning=on_warning)

    async def start() -> None:
        await asyncio.to_thread(replicas.open)
        await asyncio.to_thread(store.open)
        await replicas.join()

    async def close() -> None:
        await asyncio.to_thread(store.close)
        await replicas.aclose()
        await asyncio.to_thread(postgres.close)

    return Keeping(
        keys=keys,
        store=store,
        books=SharedUsage(postgres),
        admit=replicas.admit,
        open=start,
        close=close,
        replicas=replicas,
    )
