"""A brake on guessing: an address that showed many wrong keys gets one look a second; clients known there go on."""

from __future__ import annotations

import asyncio
import ipaddress
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from aicore_tray.dialects.errors import ApiError, ErrorKind

_MINUTE = 60.0
_FREE = 10
_STEP = 1.0
_LONGEST_QUEUE = 10.0
# So many addresses are remembered; the one that was quiet for longest is forgotten first.
_ADDRESSES = 4096


@dataclass(slots=True)
class _Address:
    """What is known of an address.

    Attributes:
        wrong: when it showed wrong keys, in the last minute.
        next: when the next of its keys is looked at.
        known: hashes of the right keys that it showed.
    """

    wrong: deque[float] = field(default_factory=lambda: deque(maxlen=_FREE + 1))
    next: float = 0.0
    known: set[str] = field(default_factory=set)


class Brake:
    """Slows down whoever tries keys.

    Args:
        clock: seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._addresses: OrderedDict[str, _Address] = OrderedDict()

    async def look(self, address: str, sha256: str) -> None:
        """Wait until a key from an address may be looked at.

        Args:
            sha256: of the key; one that was right before is no guess.

        Raises:
            ApiError: too many wait already.
        """
        known = self._addresses.get(address)
        if known is None or sha256 in known.known:
            return
        now = self._clock()
        while known.wrong and known.wrong[0] <= now - _MINUTE:
            known.wrong.popleft()
        if len(known.wrong) <= _FREE:
            return
        wait = max(0.0, known.next - now)
        if wait > _LONGEST_QUEUE:
            raise ApiError(ErrorKind.RATE_LIMIT, "Too many wrong API keys came from this address", retry_after=wait)
        known.next = max(known.next, now) + _STEP
        await asyncio.sleep(wait)

    def wrong(self, address: str) -> None:
        """Note a wrong key."""
        self._of(address).wrong.append(self._clock())

    def right(self, address: str, sha256: str) -> None:
        """Note a right key."""
        known = self._addresses.get(address)
        if known is None or sha256 not in known.known:
            self._of(address).known.add(sha256)

    def _of(self, address: str) -> _Address:
        known = self._addresses.pop(address, None) or _Address()
        self._addresses[address] = known
        if len(self._addresses) > _ADDRESSES:
            self._addresses.popitem(last=False)
        return known


def caller(remote: str | None) -> str:
    """Return whom an address belongs to: of IPv6 the network, since one caller has all addresses in it."""
    if remote is None or ":" not in remote:
        return remote or ""
    try:
        return str(ipaddress.ip_network((remote.partition("%")[0], 64), strict=False))
    except ValueError:
        return remote
