"""What a local key may do: until when, with which models, and how much; and how people write it."""

from __future__ import annotations

import datetime as dt
import re
import time
from dataclasses import dataclass

from aicore_tray.errors import ConfigurationError

_SPAN = re.compile(r"([1-9]\d{0,4})([hdw])")
_UNITS = {"h": 3600, "d": 86_400, "w": 7 * 86_400}


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyLimits:
    """How much a key may use; 0 sets no limit. Days and months are those of the computer's own calendar.

    Attributes:
        requests_per_minute: requests for models in any sixty seconds.
        tokens_per_day: all tokens of prompts and answers, cached ones too.
        units_per_day: SAP capacity units; models without a price cost nothing here.
    """

    requests_per_minute: int = 0
    tokens_per_day: int = 0
    tokens_per_month: int = 0
    units_per_day: float = 0.0
    units_per_month: float = 0.0

    def __post_init__(self) -> None:
        for name in LIMITS:
            if not 0 <= getattr(self, name) < 1e15:
                raise ConfigurationError([f"{name}: {getattr(self, name)} is no limit; use 1 or more, or 0 for none"])

    def __bool__(self) -> bool:
        return bool(
            self.requests_per_minute
            or self.tokens_per_day
            or self.tokens_per_month
            or self.units_per_day
            or self.units_per_month
        )

    def __str__(self) -> str:
        """Return the limits for people: `60 requests/minute, 1000 tokens/day`; "none" without any."""
        shown = [f"{getattr(self, name):,g} {name.replace('_per_', '/')}" for name in LIMITS if getattr(self, name)]
        return ", ".join(shown) or "none"


LIMITS = tuple(KeyLimits.__dataclass_fields__)
"""The names of the limits."""


def read_expiry(text: str, name: str = "expires") -> float:
    """Return Unix seconds for a time from now (30d, 12h), or for the end of a day (2026-12-31).

    Args:
        name: what to call it where it is wrong.

    Raises:
        ConfigurationError: it is neither.
    """
    if (span := _SPAN.fullmatch(text.strip())) is not None:
        return time.time() + int(span[1]) * _UNITS[span[2]]
    try:
        day = dt.date.fromisoformat(text.strip())
        end = dt.datetime.combine(day + dt.timedelta(days=1), dt.time()).timestamp()
    except (ValueError, OverflowError):
        raise ConfigurationError([f"{name} {text}: write 30d, 12h, or a day as 2026-12-31"]) from None
    if end <= time.time():
        raise ConfigurationError([f"{name} {text}: this day is over"])
    return end
