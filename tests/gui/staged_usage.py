"""What was used on the made-up day: a lively hour, 214 requests since midnight, a week."""

from __future__ import annotations

import math
from collections.abc import Sequence

from aicore_tray.gui.snapshots import RunningView
from aicore_tray.usage.statistics import Range, Slice, Statistics, Sums

_SONNET, _HAIKU, _OPUS = "anthropic--claude-4.6-sonnet", "anthropic--claude-4.5-haiku", "anthropic--claude-4.6-opus"
# The tokens of each minute of the hour, in thousands.
_MINUTES = (
    0.2, 0.5, 1.4, 2.6, 4.4, 6.9, 6.9, 8.1, 9.8, 9.6, 12.0, 12.2, 9.6, 8.8, 4.7, 4.8, 6.9, 8.6, 9.6, 10.7,
    15.2, 16.8, 19.2, 21.4, 17.2, 14.4, 15.4, 13.2, 10.1, 8.3, 5.6, 2.8, 3.0, 3.7, 2.6, 1.7, 1.5, 2.7, 5.3, 10.0,
    15.0, 18.7, 19.2, 19.6, 20.4, 21.0, 21.1, 20.4, 23.5, 19.2, 21.7, 14.8, 16.0, 17.6, 19.9, 19.7, 22.2, 23.8,
    20.2, 16.4,
)  # fmt: skip
_DAYS = (1.42, 2.31, 0.0, 0.38, 1.97, 2.64)


def usage(now: float) -> Statistics:
    """Return the statistics of the day."""
    minute = now // 60 * 60
    minutes = tuple(Slice(minute - 60 * (59 - n), _of(1000 * k, n)) for n, k in enumerate(_MINUTES))
    midnight = now // 86_400 * 86_400
    today = Sums(214, 2, 512_000, 96_000, 1_278_000, 10_000, 235.0, 212, 3.4, 3.3)
    week = (
        *(Slice(midnight - 86_400 * (6 - n), _of(1e6 * m, n, each=9000)) for n, m in enumerate(_DAYS)),
        Slice(midnight, today),
    )
    month = (
        *(Slice(midnight - 86_400 * (29 - n), _of(1e5 * (n % 7) * (3 + n % 5), n, each=9000)) for n in range(23)),
        *week,
    )
    return Statistics(
        hour=_range(_sum(minutes), minutes),
        today=_range(today),
        week=_range(_sum(week), week, more=True),
        month=_range(_sum(month), month, more=True),
    )


def running(now: float) -> tuple[RunningView, ...]:
    """Return the requests under way."""
    return (
        RunningView(
            number=216, id="run-216", started=now - 1.2, key="Cline", client="cline/3.60", model="gemini-3.5-flash"
        ),
        RunningView(
            number=215, id="run-215", started=now - 6.4, key="Claude Code", client="claude-cli/2.1.80",
            model=_SONNET, first_token=1.1,
        ),
    )  # fmt: skip


def _of(tokens: float, number: int, each: float = 8400.0) -> Sums:
    """Return sums of so many tokens, of which most came from the cache."""
    cached = round(tokens * (0.66 + 0.04 * math.sin(number)))
    output = round(tokens * 0.06)
    requests = math.ceil(tokens / each)
    return Sums(
        requests,
        0,
        round(tokens) - cached - output,
        output,
        cached,
        0,
        1.1 * requests,
        requests,
        tokens * 1.8e-6,
        cached * 2.4e-6,
    )


def _sum(slices: Sequence[Slice]) -> Sums:
    total = Sums()
    for each in slices:
        total += each.sums
    return total


def _range(total: Sums, slices: tuple[Slice, ...] = (), *, more: bool = False) -> Range:
    models = {_SONNET: 0.672, "gpt-5.5": 0.224, "gemini-3.5-flash": 0.09, _HAIKU: 0.014}
    keys = {"Claude Code": 0.56, "Codex": 0.271, "Cline": 0.15, "Chat": 0.019}
    accounts = {"prod-eu10": 0.87, "dev-us10": 0.13}
    if more:
        models |= {_OPUS: 0.3, "gpt-5.5-mini": 0.05, "amazon--nova-pro": 0.02, "sonar-pro": 0.01}
    return Range(
        total=total,
        by_model={name: Sums(input=round(total.tokens * share)) for name, share in models.items()},
        by_key={name: Sums(requests=round(total.requests * share)) for name, share in keys.items()},
        by_account={name: Sums(requests=round(total.requests * share)) for name, share in accounts.items()},
        slices=slices,
    )
