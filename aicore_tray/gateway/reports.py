"""What admins are told of usage: live counts, sums and single requests from the books, Prometheus' metrics.

`/admin/usage` takes `key`, `days` and `group_by` and answers with rows as aicore-proxy does; its rows hold more.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from dataclasses import asdict
from itertools import chain
from typing import TypeVar

from aiohttp import web

from aicore_tray.dialects.conversation import Json
from aicore_tray.dialects.errors import ApiError, ErrorKind, invalid
from aicore_tray.errors import AicoreTrayError
from aicore_tray.gateway.metrics import Metrics, Standing
from aicore_tray.usage.books import DamagedBooksError
from aicore_tray.usage.costs import Money
from aicore_tray.usage.export import Format, written
from aicore_tray.usage.meter import Meter
from aicore_tray.usage.queries import GROUPS, Chosen, UsageRow
from aicore_tray.usage.reader import UsageReader

_log = logging.getLogger(__name__)

Handler = Callable[[web.BaseRequest, Mapping[str, str]], Awaitable[web.StreamResponse]]
_Found = TypeVar("_Found")

_JSON = "json"
# What aicore-proxy calls the columns of its groups.
_NAMES = {"key": "api_key", "day": "date"}
_MILLISECONDS = 1000


class Reports:
    """Answers the paths for admins.

    Args:
        books: what was written of all requests.
        standing: tells how accounts, deployments and quotas are.
        money: tells what a capacity unit costs the user.
        suspect: called when the books look damaged.
    """

    def __init__(
        self,
        meter: Meter,
        books: UsageReader,
        standing: Callable[[], Standing],
        money: Callable[[], Money],
        suspect: Callable[[], None],
    ) -> None:
        self._meter = meter
        self._books = books
        self._standing = standing
        self._money = money
        self._suspect = suspect
        self._metrics = Metrics(meter, standing)

    @property
    def table(self) -> Mapping[tuple[str, str], Handler]:
        """(method, bare path) -> what answers an admin's request; it gets the headers that every answer carries."""
        return {
            ("GET", "/stats"): self._stats,
            ("GET", "/metrics"): self._prometheus,
            ("GET", "/admin/usage"): self._usage,
        }

    async def _stats(self, request: web.BaseRequest, headers: Mapping[str, str]) -> web.StreamResponse:
        meter, money, now = self._meter, self._money(), self._standing()
        minutes = meter.minutes
        return web.json_response(
            {
                "since": meter.since,
                "in_flight": meter.in_flight,
                "in_flight_by_model": meter.in_flight_by_model,
                "total": asdict(meter.total),
                "by_model": {name: asdict(counts) for name, counts in meter.by_model.items()},
                "by_key": {name: asdict(counts) for name, counts in meter.by_key.items()},
                "by_client": {name: asdict(counts) for name, counts in meter.by_client.items()},
                "last_hour": {
                    "requests": sum(minute.requests for minute in minutes),
                    "tokens": sum(minute.tokens for minute in minutes),
                    "minutes": [asdict(minute) for minute in minutes],
                },
                "cost": {
                    "units": meter.total.units,
                    "saved": meter.total.saved,
                    "without_price": meter.total.without_price,
                    **_in_money(money, meter.total.units, meter.total.saved),
                },
                "accounts": {"configured": now.accounts, "with_problems": now.with_problems},
                "resting": dict(now.resting),
                "quota": [{**asdict(quota), "text": quota.text} for quota in now.quota],
                "replicas": now.replicas,
            }
        )

    async def _prometheus(self, request: web.BaseRequest, headers: Mapping[str, str]) -> web.StreamResponse:
        body, content_type = self._metrics.written(request.headers.get("Accept", ""))
        return web.Response(body=body, headers={"Content-Type": content_type})

    async def _usage(self, request: web.BaseRequest, headers: Mapping[str, str]) -> web.StreamResponse:
        query = request.query
        chosen = Chosen(days=_days(query), key=query.get("key") or None, model=query.get("model") or None)
        group = _one_of("group_by", query.get("group_by") or "key", tuple(GROUPS))
        form = _one_of("format", query.get("format") or _JSON, (_JSON, *Format))
        if form != _JSON:
            return await self._download(request, headers, chosen, Format(form))
        groups = ("day", "key") if group == "day" else (group,)
        rows = await self._look(lambda: self._books.usage_by(*groups, chosen=chosen))
        money = self._money()
        return web.json_response([_row(groups, row, money) for row in rows])

    async def _download(
        self, request: web.BaseRequest, headers: Mapping[str, str], chosen: Chosen, form: Format
    ) -> web.StreamResponse:
        """Send every single request, as fast as the client takes them."""
        pages = self._books.single_requests(chosen)
        # What is wrong with the books shows before the answer begins.
        first = await self._look(lambda: next(pages, []))
        pieces = written(chain([first], pages), form, self._money())
        name = f"usage-{time.strftime('%Y-%m-%d')}.{form}"
        kind = {"Content-Type": form.content_type, "Content-Disposition": f'attachment; filename="{name}"'}
        out = web.StreamResponse(headers={**kind, **headers})
        await out.prepare(request)
        try:
            async for piece in self._each(pieces):
                await out.write(piece)
        except ApiError as error:
            # The half of it must not look like all of it.
            _log.warning("An export broke off: %s", error.message)
            if request.transport is not None:
                request.transport.abort()
            return out
        await out.write_eof()
        return out

    async def _each(self, pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
        while piece := await self._look(lambda: next(pieces, b"")):
            yield piece

    async def _look(self, find: Callable[[], _Found]) -> _Found:
        """Return what is found in the books, outside the loop.

        Raises:
            ApiError: they cannot be read now.
        """
        try:
            return await asyncio.to_thread(find)
        except AicoreTrayError as error:
            if isinstance(error, DamagedBooksError):
                self._suspect()
            raise ApiError(ErrorKind.UPSTREAM, error.line(), code="usage_unavailable", status=503) from error


def _days(query: Mapping[str, str]) -> int | None:
    """Return how many days are asked for; None for all.

    Raises:
        ApiError: it is no number of days.
    """
    text = query.get("days")
    if not text:
        return None
    if not text.isascii() or not text.isdecimal() or not 0 < len(text) < 7 or int(text) == 0:
        raise invalid("days: must be a whole number of 1 or more", param="days")
    return int(text)


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise invalid(f"{name}: must be one of {', '.join(allowed)}", param=name)
    return value


def _row(groups: tuple[str, ...], row: UsageRow, money: Money) -> Json:
    first = row.average_first_token
    return {
        **{_NAMES.get(group, group): name for group, name in zip(groups, row.groups, strict=True)},
        "requests": row.requests,
        "input_tokens": row.input,
        "output_tokens": row.output,
        "avg_duration_ms": round(row.average_duration * _MILLISECONDS),
        "errors": row.errors,
        "cache_read_tokens": row.cache_read,
        "cache_write_tokens": row.cache_write,
        "reasoning_tokens": row.reasoning,
        "avg_first_token_ms": None if first is None else round(first * _MILLISECONDS),
        "units": row.units,
        "saved": row.saved,
        "without_price": row.without_price,
        **_in_money(money, row.units, row.saved),
    }


def _in_money(money: Money, units: float | None, saved: float | None) -> Json:
    if not money.told:
        return {}
    return {"currency": money.currency, "cost": money.of(units), "saved_cost": money.of(saved)}
