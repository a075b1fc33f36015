"""What the dashboard says of a span of time: figures, the chart and its values, as texts and numbers for widgets."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QLocale

from aicore_tray.gui.numbers import UNKNOWN, duration, short_count, short_tokens
from aicore_tray.gui.widgets.area_chart import ChartData, Moment
from aicore_tray.usage.statistics import Range, Slice, Sums

NOW, TODAY, WEEK = "now", "today", "week"
SPANS = (NOW, TODAY, WEEK)
_QUARTER = 15
_POINTS = 20


def tr(text: str) -> str:
    return QCoreApplication.translate("Dashboard", text)


def figures(sums: Sums, running: int) -> dict[str, tuple[str, str, str]]:
    """Return card -> figure, unit, foot; what is not known is a dash and never a zero."""
    flying = tr("{count} running now").format(count=running) if running else tr("none running now")
    if not sums.requests:
        nothing = (UNKNOWN, "", "")
        return {
            "requests": (UNKNOWN, "", flying if running else ""),
            **dict.fromkeys(("input", "output", "first", "errors"), nothing),
        }
    first = sums.first_token
    rate = QLocale().toString(100 * sums.errors / sums.requests, "f", 1 if sums.errors else 0)
    return {
        "requests": (*_unit(short_count(sums.requests)), flying),
        "input": (*_unit(_figure(sums.prompt)), _from_cache(sums)),
        "output": (
            *_unit(_figure(sums.output)),
            tr("{count} a request").format(count=short_count(round(sums.output / sums.requests))),
        ),
        "first": (UNKNOWN, "", tr("no answer yet"))
        if first is None
        else (*_unit(duration(first)), tr("average of {count}").format(count=short_count(sums.firsts))),
        "errors": (
            rate,
            "%",
            tr("{errors} of {requests}").format(errors=short_count(sums.errors), requests=short_count(sums.requests)),
        ),
    }


def _figure(number: int) -> str:
    """Return a large number as short as a card has room for: 96 k."""
    return short_tokens(number) if 10_000 <= number < 1_000_000 else short_count(number)


def _from_cache(sums: Sums) -> str:
    if not sums.prompt:
        return ""
    return tr("{percent} % from cache").format(percent=round(100 * sums.cache_read / sums.prompt))


def trends(span: Range) -> dict[str, tuple[float, ...]]:
    """Return card -> the course of its figure, of the hour in steps of three minutes; none where nothing happened."""
    if not span.total.requests:
        return dict.fromkeys(("requests", "input", "output"), ())
    step = max(1, len(span.slices) // _POINTS)
    parts = {
        "requests": [each.sums.requests for each in span.slices],
        "input": [each.sums.prompt for each in span.slices],
        "output": [each.sums.output for each in span.slices],
    }
    return {
        name: tuple(float(sum(values[at : at + step])) for at in range(0, len(values), step))
        for name, values in parts.items()
    }


def hour_chart(hour: Range) -> ChartData:
    """Return the tokens of each minute of the last hour."""
    last = len(hour.slices) - 1
    moments = tuple(_minute(each, number, last) for number, each in enumerate(hour.slices))
    peak = max(hour.slices, key=lambda each: each.sums.tokens, default=Slice(0.0))
    if not peak.sums.tokens:
        summary = tr("No requests in the last hour")
    else:
        summary = tr("Tokens a minute in the last hour: {total} in all, at most {most} at {time}").format(
            total=short_count(hour.total.tokens), most=short_count(peak.sums.tokens), time=_time(peak.start)
        )
    return ChartData(parts=_parts(), moments=moments, summary=summary, empty=tr("No requests in the last hour"))


def week_chart(week: Range) -> ChartData:
    """Return the tokens of each of the last seven days."""
    last = len(week.slices) - 1
    moments = tuple(_day(each, number == last) for number, each in enumerate(week.slices))
    if not week.total.tokens:
        summary = tr("No requests in the last 7 days")
    else:
        peak = max(week.slices, key=lambda each: each.sums.tokens)
        summary = tr("Tokens a day in the last 7 days: {total} in all, at most {most} on {day}").format(
            total=short_count(week.total.tokens), most=short_count(peak.sums.tokens), day=_date(peak.start)
        )
    return ChartData(
        parts=_parts(), moments=moments, columns=True, summary=summary, empty=tr("No requests in the last 7 days")
    )


def _parts() -> tuple[str, ...]:
    return tr("In, from cache"), tr("In, new"), tr("Out")


def _minute(each: Slice, number: int, last: int) -> Moment:
    time = _time(each.start)
    title = tr("{time}, so far") if number == last else tr("{time}, one minute")
    label = tr("now") if number == last else time if number % _QUARTER == 0 else ""
    return Moment(title.format(time=time), label, _values(each.sums))


def _day(each: Slice, today: bool) -> Moment:
    then = datetime.fromtimestamp(each.start).astimezone()
    name = QLocale().standaloneDayName(then.isoweekday(), QLocale.FormatType.ShortFormat)
    title = tr("Today, so far") if today else _date(each.start)
    return Moment(title, tr("today") if today else name, _values(each.sums))


def _values(sums: Sums) -> tuple[int, ...]:
    return sums.cache_read, sums.fresh, sums.output


def _time(moment: float) -> str:
    return datetime.fromtimestamp(moment).astimezone().strftime("%H:%M")


def _date(moment: float) -> str:
    then, locale = datetime.fromtimestamp(moment).astimezone(), QLocale()
    name = locale.standaloneDayName(then.isoweekday(), QLocale.FormatType.ShortFormat)
    month = locale.standaloneMonthName(then.month, QLocale.FormatType.ShortFormat)
    return f"{name} {then.day} {month}"


def _unit(text: str) -> tuple[str, str]:
    figure, _, unit = text.replace("\u2009", " ").partition(" ")
    return figure, unit
