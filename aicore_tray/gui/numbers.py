"""Numbers, durations and dates as people read them, in the language of the system."""

from __future__ import annotations

import time
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QLocale

_THIN = "\u2009"
UNKNOWN = "–"


def short_count(number: int) -> str:
    """Return 1,204 up to five digits, then 196 k, 1.80 M and 18.0 M."""
    locale = QLocale()
    if number < 100_000:
        return locale.toString(number)
    if number < 1_000_000:
        return f"{locale.toString(round(number / 1000))}{_THIN}k"
    return f"{locale.toString(number / 1_000_000, 'f', 2 if number < 9_995_000 else 1)}{_THIN}M"


def axis_count(number: float) -> str:
    """Return a round number as it stands on an axis: 500, 2.5 k, 30 k, 1.5 M."""
    for size, unit in ((1_000_000, "M"), (1000, "k")):
        if number >= size:
            part = number / size
            digits = next((digits for digits in (0, 1, 2) if round(part, digits) == part), 2)
            return f"{QLocale().toString(part, 'f', digits)}{_THIN}{unit}"
    return QLocale().toString(round(number))


def short_tokens(number: int | None) -> str:
    """Return a limit of tokens: 200 k, 1 M; a dash for unknown."""
    if not number:
        return UNKNOWN
    if number >= 1_000_000:
        millions = number / 1_000_000
        digits = 0 if abs(millions - round(millions)) < 0.06 else 1
        return f"{QLocale().toString(millions, 'f', digits)}{_THIN}M"
    return f"{QLocale().toString(round(number / 1000))}{_THIN}k" if number >= 1000 else QLocale().toString(number)


def price_told(text: str) -> str:
    """Return capacity units a million tokens as they are written here; a dash for "", which is unknown."""
    return QLocale().toString(float(text), "f", 1) if text else UNKNOWN


def prices_told(price_in: str, price_out: str) -> str:
    """Return the prices of what goes in and comes out: `0.9 / 4.5`; a dash where neither is known."""
    return f"{price_told(price_in)} / {price_told(price_out)}" if price_in or price_out else UNKNOWN


def duration(seconds: float) -> str:
    """Return 64 ms, 0.4 s, 14.6 s, 3 min, 11 h 42 min; of whole seconds no tenths: 47 s."""
    if seconds < 0.2 and not isinstance(seconds, int):
        return QCoreApplication.translate("Numbers", "{number} ms").format(number=round(seconds * 1000))
    if seconds < 60:
        number = QLocale().toString(seconds) if isinstance(seconds, int) else QLocale().toString(seconds, "f", 1)
        return QCoreApplication.translate("Numbers", "{number} s").format(number=number)
    minutes = int(seconds // 60)
    if minutes < 60:
        return QCoreApplication.translate("Numbers", "{number} min").format(number=minutes)
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return QCoreApplication.translate("Numbers", "{hours} h {minutes} min").format(hours=hours, minutes=minutes)
    return QCoreApplication.translate("Numbers", "{days} days").format(days=hours // 24)


def file_size(size: int) -> str:
    """Return 840 bytes, 12 KB, 3.4 MB."""
    if size < 1000:
        return QCoreApplication.translate("Numbers", "{number} bytes").format(number=size)
    if size < 999_500:
        return QCoreApplication.translate("Numbers", "{number} KB").format(
            number=QLocale().toString(round(size / 1024) or 1)
        )
    millions = size / (1024 * 1024)
    whole = abs(millions - round(millions)) < 0.05
    number = QLocale().toString(millions, "f", 0 if whole else 1)
    return QCoreApplication.translate("Numbers", "{number} MB").format(number=number)


def day(moment: datetime | float | str | None) -> str:
    """Return 3 Feb 2027 for a moment, Unix seconds or an ISO date; a dash for unknown."""
    if moment is None or moment == "":
        return UNKNOWN
    if isinstance(moment, str):
        try:
            moment = datetime.fromisoformat(moment)
        except ValueError:
            return str(moment)
    if isinstance(moment, int | float):
        moment = datetime.fromtimestamp(moment).astimezone()
    words = QCoreApplication.translate("Numbers", "{day} {month} {year}")
    return words.format(day=moment.day, month=_month(moment), year=moment.year)


def day_of_year(moment: datetime) -> str:
    """Return 3 Feb."""
    return QCoreApplication.translate("Numbers", "{day} {month}").format(day=moment.day, month=_month(moment))


def day_of_week(moment: datetime) -> str:
    """Return Wed 3 Feb."""
    words = QCoreApplication.translate("Numbers", "{weekday} {day} {month}")
    return words.format(weekday=weekday(moment), day=moment.day, month=_month(moment))


def weekday(moment: datetime) -> str:
    """Return Wed."""
    return QLocale().standaloneDayName(moment.isoweekday(), QLocale.FormatType.ShortFormat)


def _month(moment: datetime) -> str:
    """Return a month as it is written beside a day, which in German has a full stop."""
    return QLocale().monthName(moment.month, QLocale.FormatType.ShortFormat)


def moment(seconds: float) -> str:
    """Return `now`, 14:31 of today, or the day."""
    if not seconds:
        return QCoreApplication.translate("Numbers", "never")
    if time.time() - seconds < 60:
        return QCoreApplication.translate("Numbers", "now")
    then = datetime.fromtimestamp(seconds).astimezone()
    if then.date() == datetime.fromtimestamp(time.time()).astimezone().date():
        return then.strftime("%H:%M")
    return day(then)
