"""What the dashboard says of a span of time: figures, the chart and its values, as texts and numbers for widgets."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QLocale

from aicore_tray.gui.money import about, cost_parts
from aicore_tray.gui.numbers import (
    UNKNOWN,
    day_of_week,
    day_of_year,
    duration,
    short_count,
    short_tokens,
    weekday,
)
from aicore_tray.gui.widgets.chart_picture import ChartData, Moment
from aicore_tray.usage.costs import Money
from aicore_tray.usage.statistics import Range, Slice, Sums

NOW, TODAY, WEEK, MONTH = "now", "today", "week", "month"
SPANS = (NOW, TODAY, WEEK, MONTH)
_LABELLED_DAYS = 5
_SMALL_SHARE = 0.1
_QUARTER = 15
_POINTS = 20


def tr(text: str) -> str:
    return QCoreApplication.translate("Dashboard", text)


def figures(sums: Sums, running: int, money: Money) -> dict[str, tuple[str, str, str]]:
    """Return card -> figure, unit, foot; what is not known is a dash and never a zero."""
    flying = tr("{count} running now").format(count=running) if running else tr("none running now")
    if not sums.requests:
        nothing = (UNKNOWN, "", "")
        return {
            "requests": (UNKNOWN, "", flying if running else ""),
            **dict.fromkeys(("input", "output", "cost", "errors"), nothing),
        }
    share = 100 * sums.errors / sums.requests
    rate = QLocale().toString(share, "f", 0 if not share else 1 if share >= _SMALL_SHARE else 2)
    return {
        "requests": (*_unit(short_count(sums.requests)), flying),
        "input": (*_unit(_figure(sums.prompt)), _from_cache(sums)),
        "output": (
            *_unit(_figure(sums.output)),
            tr("{count} a request").format(count=short_count(round(sums.output / sums.requests))),
        ),
        "cost": (*_cost(sums, money), _saved(sums, money)),
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


def _cost(sums: Sums, money: Money) -> tuple[str, str]:
    """Return figure and unit; a dash where no request has a price."""
    return cost_parts(None if sums.without_price == sums.requests else sums.units, money)


def _saved(sums: Sums, money: Money) -> str:
    if sums.without_price == sums.requests:
        return tr("no prices known")
    if sums.without_price:
        return tr("{count} without a price").format(count=short_count(sums.without_price))
    return tr("cache saved {cost}").format(cost=about(sums.saved, money)) if sums.saved > 0 else ""


def first_token(sums: Sums) -> str:
    """Return how soon answers begin, as a few words; "" where no answer has begun."""
    seconds = sums.first_token
    return "" if seconds is None else tr("first token after {time}").format(time=duration(seconds))


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


def days_chart(days: Range) -> ChartData:
    """Return the tokens of each of the last seven or thirty days."""
    last = len(days.slices) - 1
    many = len(days.slices) > _POINTS
    moments = tuple(_day(each, last - number, many=many) for number, each in enumerate(days.slices))
    nothing = tr("No requests in the last {count} days").format(count=len(days.slices))
    summary = nothing
    if days.total.tokens:
        peak = max(days.slices, key=lambda each: each.sums.tokens)
        summary = tr("Tokens a day in the last {count} days: {total} in all, at most {most} on {day}").format(
            count=len(days.slices),
            total=short_count(days.total.tokens),
            most=short_count(peak.sums.tokens),
            day=_date(peak.start),
        )
    return ChartData(parts=_parts(), moments=moments, columns=True, summary=summary, empty=nothing)


def _parts() -> tuple[str, ...]:
    return tr("In, from cache"), tr("In, new"), tr("Out")


def _minute(each: Slice, number: int, last: int) -> Moment:
    time = _time(each.start)
    title = tr("{time}, so far") if number == last else tr("{time}, one minute")
    label = tr("now") if number == last else time if number % _QUARTER == 0 else ""
    return Moment(title.format(time=time), label, _values(each.sums))


def _day(each: Slice, ago: int, *, many: bool) -> Moment:
    then = datetime.fromtimestamp(each.start).astimezone()
    name = weekday(then)
    if many:
        name = day_of_year(then) if ago % _LABELLED_DAYS == 0 else ""
    title = _date(each.start) if ago else tr("Today, so far")
    return Moment(title, name if ago else tr("today"), _values(each.sums))


def _values(sums: Sums) -> tuple[int, ...]:
    return sums.cache_read, sums.fresh, sums.output


def _time(moment: float) -> str:
    return datetime.fromtimestamp(moment).astimezone().strftime("%H:%M")


def _date(moment: float) -> str:
    return day_of_week(datetime.fromtimestamp(moment).astimezone())


def _unit(text: str) -> tuple[str, str]:
    figure, _, unit = text.replace("\u2009", " ").partition(" ")
    return figure, unit
