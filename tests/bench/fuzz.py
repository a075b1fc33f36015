"""Sends requests of every wrong kind to every route for as long as one likes, and groups what fails.

    python -m tests.bench.fuzz [SECONDS]

They are other ones each time. Of each kind of failure the shortest request is shown, with what the proxy logged.
"""

from __future__ import annotations

import logging
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings

from aicore_tray.cli.terminal import say
from tests.gateway.fuzzing import Request, Target, below_http, conversations, judge, judge_bytes, surfaces, target

SECONDS = 120.0
ROUND = 200


class Tracebacks(logging.Handler):
    """Keeps the last traceback that was logged."""

    last = ""

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and record.exc_info[1] is not None:
            self.last = "".join(traceback.format_exception(record.exc_info[1]))


class Failures:
    """What failed: the shortest example of each kind."""

    def __init__(self, log: Tracebacks) -> None:
        self._log = log
        self.shown: dict[str, tuple[str, str]] = {}
        self.requests = 0

    def run(self, check: Callable[[Any], None], example: Any) -> None:
        self.requests += 1
        self._log.last = ""
        try:
            check(example)
        except Exception as error:  # noqa: BLE001 - all of them are told
            lines = self._log.last.strip().splitlines()
            places = [line.strip() for line in lines if "aicore_tray" in line]
            kind = f"{type(error).__name__} {str(error)[:80]} {places[-1:]} {lines[-1:]}"
            shown = repr(example)
            if kind not in self.shown or len(shown) < len(self.shown[kind][0]):
                self.shown[kind] = (shown, self._log.last)


def rounds(running: Target, failures: Failures, seconds: float) -> None:
    """Send rounds of requests until the time is over."""
    end = time.monotonic() + seconds
    many = settings(
        max_examples=ROUND,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )

    def requests(request: Request) -> None:
        failures.run(lambda each: judge(running, each), request)

    def wires(wire: bytes) -> None:
        failures.run(lambda each: judge_bytes(running, each), wire)

    while time.monotonic() < end:
        many(given(conversations())(requests))()
        many(given(surfaces())(requests))()
        many(given(below_http)(wires))()


def main(seconds: float) -> int:
    log = Tracebacks()
    logging.getLogger().addHandler(log)
    with tempfile.TemporaryDirectory() as folder, target(Path(folder)) as running:
        failures = Failures(log)
        rounds(running, failures, seconds)
        troubles = list(running.troubles)
        running.troubles.clear()
    for kind, (example, told) in failures.shown.items():
        say(f"--- {kind}\n{example[:1500]}\n{told[-2500:]}")
    for trouble in troubles[:5]:
        say(f"--- the loop complains: {trouble}")
    say(f"{failures.requests} requests, {len(failures.shown)} kinds of failures, {len(troubles)} troubles of the loop")
    return 1 if failures.shown or troubles else 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS))
