"""The limits of keys in words, and how much of them is used."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from aicore_tray.config.key_terms import KeyLimits
from aicore_tray.gui.numbers import short_count
from aicore_tray.gui.snapshots import KeyView


def tr(text: str) -> str:
    return QCoreApplication.translate("Keys", text)


def _words(limit: str) -> str:
    return {
        "requests_per_minute": tr("{amount} requests a minute"),
        "tokens_per_day": tr("{amount} tokens a day"),
        "tokens_per_month": tr("{amount} tokens a month"),
        "units_per_day": tr("{amount} CU a day"),
        "units_per_month": tr("{amount} CU a month"),
    }[limit]


def amount(limit: str, value: float) -> str:
    """Return a number of tokens, units or requests: 1.80 M, 2.6, 60."""
    if not limit.startswith("units"):
        return short_count(round(value))
    digits = 0 if value == round(value) else 1 if value >= 0.1 else 3
    return QLocale().toString(float(value), "f", digits)


def limits_line(limits: KeyLimits) -> str:
    """Return all limits of a key in one line; "" without any."""
    names = KeyLimits.__dataclass_fields__
    shown = [(name, value) for name in names if (value := getattr(limits, name))]
    return ", ".join(_words(name).format(amount=amount(name, value)) for name, value in shown)


def fullest(view: KeyView) -> tuple[str, float, float] | None:
    """Return the limit of a key of which most is used: its name, what is used and what is allowed; None for none."""
    used = dict(view.used)
    found = [(name, used[name], allowed) for name in used if (allowed := getattr(view.key.limits, name))]
    return max(found, key=lambda each: each[1] / each[2], default=None)


def limit_text(view: KeyView) -> str:
    """Return `2.6 / 10 CU a day` of the limit of which most is used; what else there is where none counts yet."""
    found = fullest(view)
    if found is None:
        return limits_line(view.key.limits) or tr("no limit")
    name, used, allowed = found
    both = tr("{used} / {allowed}").format(used=amount(name, used), allowed=amount(name, allowed))
    return _words(name).format(amount=both)


def used_line(view: KeyView) -> str:
    """Return what a key has used of each of its limits, as a sentence."""
    used = dict(view.used)
    parts = [
        _words(name).format(
            amount=tr("{used} of {allowed}").format(used=amount(name, used[name]), allowed=amount(name, allowed))
        )
        for name in used
        if (allowed := getattr(view.key.limits, name))
    ]
    return tr("Used so far: {parts}.").format(parts=", ".join(parts)) if parts else ""


def is_stopped(view: KeyView) -> bool:
    """Whether a key has used up one of its limits of day or month."""
    found = fullest(view)
    return found is not None and found[1] >= found[2]
