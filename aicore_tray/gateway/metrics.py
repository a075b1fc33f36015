"""Counts for Prometheus, by OpenTelemetry's names for generative AI where it has any; exposition.py writes them.

Labels are few and of few values: served models, dialects, key names, and no name that a client may choose.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from aicore_tray.gateway.quota import QuotaUse
from aicore_tray.usage.meter import Counts, Meter
from aicore_tray.usage.record import RequestRecord

# The buckets that the conventions advise.
_TOKENS = (1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864)
_SECONDS = (0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92)
_FIRST_SECONDS = (0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0)
_COMMON = ("gen_ai_operation_name", "gen_ai_response_model", "dialect")
# What no deployment was found for has no model.
NOBODY = "none"


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


@dataclass(slots=True)
class Spread:
    """How many values fell into which bucket, and their sum."""

    counts: list[int]
    total: float = 0.0

    def add(self, value: float, buckets: Sequence[float]) -> None:
        self.counts[bisect_left(buckets, value)] += 1
        self.total += value


class Spreads(dict[tuple[str, ...], Spread]):
    """The spread for each set of labels."""

    def __init__(self, name: str, meaning: str, labels: tuple[str, ...], buckets: tuple[float, ...]) -> None:
        super().__init__()
        self.name, self.meaning, self.labels, self.buckets = name, meaning, labels, buckets

    def note(self, labels: tuple[str, ...], value: float) -> None:
        if (known := self.get(labels)) is None:
            known = self[labels] = Spread([0] * (len(self.buckets) + 1))
        known.add(value, self.buckets)


class Metrics:
    """Counts along with the meter from now on.

    What belongs to one request is one look into a table for each set of labels: the library's own counters look up
    each number by itself, which costs several times as much with every request.

    Args:
        standing: tells how things are when somebody asks.
    """

    def __init__(self, meter: Meter, standing: Callable[[], Standing]) -> None:
        self.duration = Spreads(
            "gen_ai_server_request_duration_seconds",
            "Time from a request's arrival to the last byte of its answer",
            (*_COMMON, "status", "error_type"),
            _SECONDS,
        )
        self.first_token = Spreads(
            "gen_ai_server_time_to_first_token_seconds",
            "Time from a request's arrival to its first content",
            _COMMON,
            _FIRST_SECONDS,
        )
        self.tokens = Spreads(
            "gen_ai_client_token_usage",
            "Tokens of a request as its upstream counted them; input holds those that came from a cache",
            (*_COMMON, "gen_ai_token_type"),
            _TOKENS,
        )
        self.requests: Counter[tuple[str, ...]] = Counter()
        self.retries: Counter[tuple[str, ...]] = Counter()
        self._meter, self._standing = meter, standing
        meter.subscribe(self._count)

    @property
    def sums(self) -> dict[tuple[str, str], Counts]:
        """(served model, key) -> sums."""
        return self._meter.sums(lambda model, key, client: (model or NOBODY, key))

    def written(self, accept: str) -> tuple[bytes, str]:
        """Return all of it and its content type, in the newest format that an Accept header allows."""
        from aicore_tray.gateway.exposition import written  # few ask, and it takes its time at the start

        return written(self, self._meter, self._standing(), accept)

    def _count(self, record: RequestRecord) -> None:
        model, status, usage = record.model or NOBODY, f"{record.status // 100}xx", record.usage
        common = ("embeddings" if record.dialect == "embeddings" else "chat", model, record.dialect)
        self.duration.note((*common, status, record.error), record.duration)
        if record.first_token is not None:
            self.first_token.note(common, record.first_token)
        if tokens := usage.prompt:
            self.tokens.note((*common, "input"), tokens)
        if usage.output:
            self.tokens.note((*common, "output"), usage.output)
        self.requests[model, record.dialect, status, record.key] += 1
        if record.retries:
            self.retries[(model,)] += record.retries
