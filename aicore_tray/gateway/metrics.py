"""Counts for Prometheus, by the names of OpenTelemetry's conventions for generative AI where it has any.

Labels are few and of few values: served models, dialects, key names, and no name that a client may choose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from aicore_tray import __version__
from aicore_tray.gateway.quota import QuotaUse
from aicore_tray.usage.meter import Meter
from aicore_tray.usage.record import RequestRecord

# The buckets that the conventions advise.
_TOKENS = (1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864)
_SECONDS = (0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92)
_FIRST_SECONDS = (0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0)
_COMMON = ("gen_ai_operation_name", "gen_ai_response_model", "dialect")
_OF_QUOTA = ("account", "model")
# What no deployment was found for has no model.
_NOBODY = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How things are now beside the requests.

    Attributes:
        accounts: how many are configured.
        with_problems: how many of them are not, or only partly, up to date.
        resting: model -> how many of its deployments rest after a failure.
        quota: what is known of the accounts' quotas; of those that replicas share, this one's part.
        replicas: how many serve together, this one included.
    """

    accounts: int = 0
    with_problems: int = 0
    resting: Mapping[str, int] = field(default_factory=dict)
    quota: Sequence[QuotaUse] = ()
    replicas: int = 1


class Metrics:
    """Counts along with the meter from now on.

    Args:
        standing: tells how things are when somebody asks.
    """

    def __init__(self, meter: Meter, standing: Callable[[], Standing]) -> None:
        # A registry of our own: the library's is one for the whole process.
        registry = self._registry = CollectorRegistry()
        self._tokens = Histogram(
            "gen_ai_client_token_usage",
            "Tokens of a request as its upstream counted them; input holds those that came from a cache",
            (*_COMMON, "gen_ai_token_type"),
            buckets=_TOKENS,
            registry=registry,
        )
        self._duration = Histogram(
            "gen_ai_server_request_duration_seconds",
            "Time from a request's arrival to the last byte of its answer",
            (*_COMMON, "status", "error_type"),
            buckets=_SECONDS,
            registry=registry,
        )
        self._first_token = Histogram(
            "gen_ai_server_time_to_first_token_seconds",
            "Time from a request's arrival to its first content",
            _COMMON,
            buckets=_FIRST_SECONDS,
            registry=registry,
        )
        self._requests = Counter(
            "aicore_tray_requests",
            "Requests for models that have ended",
            ("model", "dialect", "status", "key"),
            registry=registry,
        )
        self._kinds = Counter(
            "aicore_tray_tokens",
            "Tokens as the upstreams counted them; input, cache_read, cache_write and output exclude each other",
            ("model", "key", "type"),
            registry=registry,
        )
        self._retries = Counter(
            "aicore_tray_retries", "How often upstreams were asked again", ("model",), registry=registry
        )
        self._units = Counter(
            "aicore_tray_capacity_units",
            "SAP capacity units of the requests whose price is known",
            ("model", "key"),
            registry=registry,
        )
        self._saved = Gauge(
            "aicore_tray_capacity_units_saved",
            "SAP capacity units that prompt caches saved so far, less what writing to them cost more",
            ("model", "key"),
            registry=registry,
        )
        self._without_price = Counter(
            "aicore_tray_requests_without_price",
            "Requests that cost something that nobody knows",
            ("model", "key"),
            registry=registry,
        )
        registry.register(_Now(meter, standing))
        meter.subscribe(self._count)

    def written(self, accept: str) -> tuple[bytes, str]:
        """Return all of it and its content type, in the newest format that an Accept header allows."""
        write, content_type = choose_encoder(accept)
        return write(self._registry), content_type

    def _count(self, record: RequestRecord) -> None:
        model, status, usage = record.model or _NOBODY, f"{record.status // 100}xx", record.usage
        common = ("embeddings" if record.dialect == "embeddings" else "chat", model, record.dialect)
        self._duration.labels(*common, status, record.error).observe(record.duration)
        if record.first_token is not None:
            self._first_token.labels(*common).observe(record.first_token)
        self._requests.labels(model, record.dialect, status, record.key).inc()
        if record.retries:
            self._retries.labels(model).inc(record.retries)
        for kind, tokens in (("input", usage.prompt), ("output", usage.output)):
            if tokens:
                self._tokens.labels(*common, kind).observe(tokens)
        for kind in ("input", "cache_read", "cache_write", "output"):
            if tokens := getattr(usage, kind):
                self._kinds.labels(model, record.key, kind).inc(tokens)
        if record.units is None:
            self._without_price.labels(model, record.key).inc()
        else:
            self._units.labels(model, record.key).inc(record.units)
            self._saved.labels(model, record.key).inc(record.saved or 0.0)


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
