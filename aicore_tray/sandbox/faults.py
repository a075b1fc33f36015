"""Failures on demand: what goes wrong, for which requests, how often."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from typing import Any

KINDS = ("status", "stream_error", "truncate", "reset", "slow", "silence", "token", "api", "no_answer", "json")
BEFORE_ANSWER = frozenset({"status", "slow", "no_answer"})
IN_STREAM = frozenset({"stream_error", "truncate", "reset", "silence", "json"})


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong.

    Attributes:
        kind: `status` (an error answer), `stream_error` (an error event inside a 200), `truncate` (the stream
            ends without its terminal event), `reset` (the connection is torn down), `slow` (a pause before the
            answer), `silence` (a pause in mid-stream), `no_answer` (accepted, never answered), `token` (the token
            endpoint fails), `api` (the AI API fails), `json` (Converse's stream is JSON, as if it had been mended).
        model: only requests to deployments of this model.
        path: only requests whose path contains this text.
        times: how many requests it meets.
        status: the HTTP status of `status`, `token` and `api`; the error's code in a `stream_error`.
        retry_after: adds a Retry-After header of so many seconds.
        body: this body instead of the family's own; a string is sent as plain text.
        after_events: how many stream events pass before a fault in the stream.
        delay: seconds of `slow` and `silence`.
    """

    kind: str
    model: str | None = None
    path: str | None = None
    times: int = 1
    status: int | None = None
    retry_after: float | None = None
    body: Any = None
    after_events: int = 0
    delay: float = 0.0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"Unknown kind of fault: {self.kind!r} (known: {', '.join(KINDS)})")


class FaultQueue:
    """The faults that wait for a request; each is used up by the requests that it meets, in order."""

    def __init__(self) -> None:
        self._waiting: list[list[Any]] = []

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, fault: Fault) -> None:
        """Let a fault happen to the next requests that it fits."""
        self._waiting.append([fault, fault.times])

    def clear(self) -> None:
        """Forget every fault that has not happened yet."""
        self._waiting.clear()

    def waiting(self) -> list[dict[str, Any]]:
        """What is still to happen, as JSON."""
        return [{**asdict(fault), "times": left} for fault, left in self._waiting]

    def take(self, kinds: frozenset[str], *, path: str, model: str | None = None) -> Fault | None:
        """Use up one occurrence of the first fault of these kinds that fits the request."""
        fits: Callable[[Fault], bool] = lambda fault: (  # noqa: E731 - read twice, needed once
            fault.kind in kinds and fault.model in {None, model} and (fault.path is None or fault.path in path)
        )
        for entry in self._waiting:
            if fits(entry[0]):
                entry[1] -= 1
                if entry[1] <= 0:
                    self._waiting.remove(entry)
                fault: Fault = entry[0]
                return fault
        return None


def fault_from_json(body: Any) -> Fault:
    """Read a fault that a test process posted."""
    if not isinstance(body, dict):
        raise TypeError("A fault is a JSON object")
    known = {field.name for field in fields(Fault)}
    if unknown := set(body) - known:
        raise ValueError(f"Unknown fields of a fault: {', '.join(sorted(unknown))}")
    return Fault(**body)
