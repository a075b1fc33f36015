"""Writes the counts of metrics.py as Prometheus reads them; loaded with the first request for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from aicore_tray import __version__
from aicore_tray.gateway.metrics import NOBODY, Metrics, Spreads, Standing
from aicore_tray.usage.meter import Meter

_OF_QUOTA = ("account", "model")
_OF_KEY = ("model", "key")
_KINDS = ("input", "cache_read", "cache_write", "output")


def written(metrics: Metrics, meter: Meter, now: Standing, accept: str) -> tuple[bytes, str]:
    """Return all of it and its content type, in the newest format that an Accept header allows."""
    # A registry of our own: the library's is one for the whole process.
    registry = CollectorRegistry()
    registry.register(_Once([*_counted(metrics), *_now(meter, now)]))
    write, content_type = choose_encoder(accept)
    return write(registry), content_type


class _Once(Collector):
    """What is told this once."""

    def __init__(self, told: Iterable[Metric]) -> None:
        self._told = tuple(told)

    def collect(self) -> Iterable[Metric]:
        """Return it."""
        return self._told


def _counted(metrics: Metrics) -> Iterator[Metric]:
    """Yield what was counted."""
    yield from (_family(spreads) for spreads in (metrics.tokens, metrics.duration, metrics.first_token))
    yield _counter(
        "aicore_tray_requests",
        "Requests for models that have ended",
        ("model", "dialect", "status", "key"),
        metrics.requests.items(),
    )
    yield _counter(
        "aicore_tray_tokens",
        "Tokens as the upstreams counted them; input, cache_read, cache_write and output exclude each other",
        ("model", "key", "type"),
        [
            ((*place, kind), tokens)
            for place, sums in metrics.sums.items()
            for kind in _KINDS
            if (tokens := getattr(sums, kind))
        ],
    )
    yield _counter("aicore_tray_retries", "How often upstreams were asked again", ("model",), metrics.retries.items())
    known = {place: sums for place, sums in metrics.sums.items() if sums.requests > sums.without_price}
    yield _counter(
        "aicore_tray_capacity_units",
        "SAP capacity units of the requests whose price is known",
        _OF_KEY,
        [(place, sums.units) for place, sums in known.items()],
    )
    saved = GaugeMetricFamily(
        "aicore_tray_capacity_units_saved",
        "SAP capacity units that prompt caches saved so far, less what writing to them cost more",
        labels=_OF_KEY,
    )
    for place, sums in known.items():
        saved.add_metric(place, sums.saved)
    yield saved
    yield _counter(
        "aicore_tray_requests_without_price",
        "Requests that cost something that nobody knows",
        _OF_KEY,
        [(place, sums.without_price) for place, sums in metrics.sums.items() if sums.without_price],
    )


def _now(meter: Meter, now: Standing) -> Iterator[Metric]:
    """Yield what is so now."""
    flying = {model or NOBODY: count for model, count in meter.in_flight_by_model.items()}
    yield _by_model("aicore_tray_requests_in_flight", "Requests under way", flying)
    yield _by_model("aicore_tray_deployments_resting", "Deployments that rest after a failure", now.resting)
    yield GaugeMetricFamily("aicore_tray_accounts", "Accounts in the configuration", now.accounts)
    yield GaugeMetricFamily(
        "aicore_tray_accounts_with_problems", "Accounts that are not, or only partly, up to date", now.with_problems
    )
    used = GaugeMetricFamily(
        "aicore_tray_quota_used", "Requests of the running minute that count for a quota", labels=_OF_QUOTA
    )
    limit = GaugeMetricFamily("aicore_tray_quota_limit", "Requests a minute that a quota allows", labels=_OF_QUOTA)
    for quota in now.quota:
        for account in quota.accounts:
            used.add_metric((account, quota.model), quota.used)
            if quota.limit is not None:
                limit.add_metric((account, quota.model), quota.limit)
    yield from (used, limit)
    build = GaugeMetricFamily("aicore_tray_build_info", "The release that runs", labels=("version",))
    build.add_metric((__version__,), 1)
    yield build


def _family(spreads: Spreads) -> Metric:
    family = HistogramMetricFamily(spreads.name, spreads.meaning, labels=spreads.labels)
    bounds = [*(str(float(bucket)) for bucket in spreads.buckets), "+Inf"]
    for labels, spread in spreads.items():
        family.add_metric(labels, list(zip(bounds, accumulate(spread.counts), strict=True)), spread.total)
    return family


def _counter(
    name: str, meaning: str, labels: tuple[str, ...], counts: Iterable[tuple[tuple[str, ...], float]]
) -> Metric:
    family = CounterMetricFamily(name, meaning, labels=labels)
    for those, count in counts:
        family.add_metric(those, count)
    return family


def _by_model(name: str, meaning: str, counts: Mapping[str, int]) -> Metric:
    family = GaugeMetricFamily(name, meaning, labels=("model",))
    for model, count in counts.items():
        family.add_metric((model,), count)
    return family
