"""Counts for Prometheus, by the names of OpenTelemetry's conventions for generative AI where it has any.

Labels are few and of few values: served models, dialects, key names, and no name that a client may choose.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from aicore_tray import __version__
from aicore_tray.gateway.quota import QuotaUse
from aicore_tray.usage.meter import Counts, Meter
from aicore_tray.usage.record import RequestRecord

# The buckets that the conventions advise.
_TOKENS = (1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864)
_SECONDS = (0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92)
_FIRST_SECONDS = (0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0)
_COMMON = ("gen_ai_operation_name", "gen_ai_response_model", "dialect")
_OF_QUOTA = ("account", "model")
_OF_KEY = ("model", "key")
_KINDS = ("input", "cache_read", "cache_write", "output")
# What no deployment was found for has no model.
_NOBODY = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How things are now beside the requests.

    Attributes:
        accounts: how many are configured.
        with_problems: how many of them are not, or only partly, up to date.
        resting: model -> how many of its deployments rest after a failure.
        quota: what is known of the accounts' quotas.
    """

    accounts: int = 0
    with_problems: int = 0
    resting: Mapping[str, int] = field(default_factory=dict)
    quota: Sequence[QuotaUse] = ()


@dataclass(slots=True)
class _Spread:
    """How many values fell into which bucket, and their sum."""

    counts: list[int]
    total: float = 0.0

    def add(self, value: float, buckets: Sequence[float]) -> None:
        self.counts[bisect_left(buckets, value)] += 1
        self.total += value


class _Spreads(dict[tuple[str, ...], _Spread]):
    """The spread for each set of labels."""

    def __init__(self, name: str, meaning: str, labels: tuple[str, ...], buckets: tuple[float, ...]) -> None:
        super().__init__()
        self._name, self._meaning, self._labels, self._buckets = name, meaning, labels, buckets

    def note(self, labels: tuple[str, ...], value: float) -> None:
        if (known := self.get(labels)) is None:
            known = self[labels] = _Spread([0] * (len(self._buckets) + 1))
        known.add(value, self._buckets)

    def family(self) -> Metric:
        family = HistogramMetricFamily(self._name, self._meaning, labels=self._labels)
        bounds = [*(str(float(bucket)) for bucket in self._buckets), "+Inf"]
        for labels, spread in self.items():
            below = accumulate(spread.counts)
            family.add_metric(labels, list(zip(bounds, below, strict=True)), spread.total)
        return family


class Metrics(Collector):
    """Counts along with the meter from now on.

    What belongs to one request is one look into a table for each set of labels: the library's own counters look up
    each number by itself, which costs several times as much with every request.

    Args:
        standing: tells how things are when somebody asks.
    """

    def __init__(self, meter: Meter, standing: Callable[[], Standing]) -> None:
        self._duration = _Spreads(
            "gen_ai_server_request_duration_seconds",
            "Time from a request's arrival to the last byte of its answer",
            (*_COMMON, "status", "error_type"),
            _SECONDS,
        )
        self._first_token = _Spreads(
            "gen_ai_server_time_to_first_token_seconds",
            "Time from a request's arrival to its first content",
            _COMMON,
            _FIRST_SECONDS,
        )
        self._tokens = _Spreads(
            "gen_ai_client_token_usage",
            "Tokens of a request as its upstream counted them; input holds those that came from a cache",
            (*_COMMON, "gen_ai_token_type"),
            _TOKENS,
        )
        self._requests: Counter[tuple[str, ...]] = Counter()
        # (served model, key) -> sums; each row of _SUMS is one of them.
        self._sums: dict[tuple[str, str], Counts] = {}
        self._retries: Counter[tuple[str, ...]] = Counter()
        # A registry of our own: the library's is one for the whole process.
        self._registry = CollectorRegistry()
        self._registry.register(self)
        self._registry.register(_Now(meter, standing))
        meter.subscribe(self._count)

    def written(self, accept: str) -> tuple[bytes, str]:
        """Return all of it and its content type, in the newest format that an Accept header allows."""
        write, content_type = choose_encoder(accept)
        return write(self._registry), content_type

    def _count(self, record: RequestRecord) -> None:
        model, status, usage = record.model or _NOBODY, f"{record.status // 100}xx", record.usage
        common = ("embeddings" if record.dialect == "embeddings" else "chat", model, record.dialect)
        self._duration.note((*common, status, record.error), record.duration)
        if record.first_token is not None:
            self._first_token.note(common, record.first_token)
        if tokens := usage.prompt:
            self._tokens.note((*common, "input"), tokens)
        if usage.output:
            self._tokens.note((*common, "output"), usage.output)
        self._requests[model, record.dialect, status, record.key] += 1
        if record.retries:
            self._retries[(model,)] += record.retries
        if (sums := self._sums.get((model, record.key))) is None:
            sums = self._sums[model, record.key] = Counts()
        sums.add(record)

    def collect(self) -> Iterator[Metric]:
        """Yield what was counted."""
        yield from (self._tokens.family(), self._duration.family(), self._first_token.family())
        yield _counter(
            "aicore_tray_requests",
            "Requests for models that have ended",
            ("model", "dialect", "status", "key"),
            self._requests.items(),
        )
        yield _counter(
            "aicore_tray_tokens",
            "Tokens as the upstreams counted them; input, cache_read, cache_write and output exclude each other",
            ("model", "key", "type"),
            [
                ((*place, kind), tokens)
                for place, sums in self._sums.items()
                for kind in _KINDS
                if (tokens := getattr(sums, kind))
            ],
        )
        yield _counter("aicore_tray_retries", "How often upstreams were asked again", ("model",), self._retries.items())
        known = {place: sums for place, sums in self._sums.items() if sums.requests > sums.without_price}
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
            [(place, sums.without_price) for place, sums in self._sums.items() if sums.without_price],
        )


def _counter(
    name: str, meaning: str, labels: tuple[str, ...], counts: Iterable[tuple[tuple[str, ...], float]]
) -> Metric:
    family = CounterMetricFamily(name, meaning, labels=labels)
    for those, count in counts:
        family.add_metric(those, count)
    return family


class _Now(Collector):
    """What is looked up when somebody asks."""

    def __init__(self, meter: Meter, standing: Callable[[], Standing]) -> None:
        self._meter = meter
        self._standing = standing

    def collect(self) -> Iterator[Metric]:
        """Yield what is so now."""
        now = self._standing()
        flying = {model or _NOBODY: count for model, count in self._meter.in_flight_by_model.items()}
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


def _by_model(name: str, meaning: str, counts: Mapping[str, int]) -> Metric:
    family = GaugeMetricFamily(name, meaning, labels=("model",))
    for model, count in counts.items():
        family.add_metric((model,), count)
    return family
