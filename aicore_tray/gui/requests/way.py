"""The way that a request took, step by step, in words."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
from PySide6.QtCore import QCoreApplication

from aicore_tray.gateway.call import Hop
from aicore_tray.gateway.detail import Step, StepKind, Why
from aicore_tray.gateway.journal import RequestDetail
from aicore_tray.gui.models.request_words import CANCELLED, Row, clock, reason, state_of
from aicore_tray.gui.numbers import UNKNOWN, duration
from aicore_tray.gui.snapshots import RunningView

_NOT_ASKED = "not asked: "
_SHOWN_OF_ID = 9


@dataclass(frozen=True, slots=True)
class Line:
    """One step.

    Attributes:
        icon: a line icon, in the role `role`.
        time: how long it took, or when it was over.
    """

    icon: str
    role: str
    title: str
    text: str = ""
    time: str = ""


def tr(text: str, count: int = -1) -> str:
    return QCoreApplication.translate("Route", text, None, count)


def lines_of(row: Row, detail: RequestDetail | None) -> tuple[Line, ...]:
    """Return the steps of a request, in their order; of one of an earlier run as much as the books tell."""
    steps = detail.steps if detail is not None and detail.steps else steps_of(row)
    lines: list[Line] = []
    before = 0.0
    for step in steps:
        lines.append(_line(row, step, before))
        before = step.at
    return (*lines, *_end(row, steps))


def steps_of(row: Row) -> tuple[Step, ...]:
    """Return what the books tell of a request's way."""
    route = "" if isinstance(row, RunningView) else row.route
    if not route:
        return ()
    try:
        hops = msgspec.json.decode(route, type=list[Hop])
    except msgspec.MsgspecError:
        return ()
    return tuple(_step(hop) for hop in hops)


def _step(hop: Hop) -> Step:
    skipped = hop.outcome.startswith(_NOT_ASKED)
    kind = StepKind.SKIPPED if skipped else StepKind.ANSWERED if hop.outcome.isdigit() else StepKind.FAILED
    said = "" if skipped else hop.outcome
    return Step(kind=kind, at=hop.seconds, account=hop.account, deployment=hop.deployment, said=said)


def place_of(step: Step) -> str:
    """Return a deployment as people tell it from others: prod-eu10 / default · d7f3a91c."""
    name = " / ".join(part for part in (step.account, step.group) if part)
    return f"{name} · {step.deployment[:_SHOWN_OF_ID]}" if step.deployment else name


def _line(row: Row, step: Step, before: float) -> Line:
    took = duration(max(0.0, step.at - before))
    place = place_of(step)
    match step.kind:
        case StepKind.CHOSEN:
            title = tr("One deployment could answer")
            if step.candidates > 1:
                title = tr("%n deployments could answer", step.candidates)
            return Line("circle", "text_2", title, _why(step), duration(step.at))
        case StepKind.RESTING:
            until = clock(math.ceil(row.started + step.at + step.seconds))
            return Line("clock", "text_2", place, tr("It rested until {time}.").format(time=until))
        case StepKind.WAITED:
            text = tr("It was held back for SAP's quota.")
            return Line("clock", "text_2", place, text, duration(step.seconds))
        case StepKind.SKIPPED:
            return Line("clock", "text_2", place, tr("Not asked: it would have made the request wait for too long."))
        case StepKind.FAILED:
            return Line("warning", "warn", place, _failed(row, step), took)
    return Line("ok", "ok", place, tr("{status}, answered").format(status=step.said), took)


def _why(step: Step) -> str:
    name = step.account or UNKNOWN
    words = {
        Why.ONLY: "",
        Why.OTHERS_REST: tr("{name} was chosen: the others rest."),
        Why.OWN: tr("{name} was chosen: the model's own deployment goes before orchestration."),
        Why.SOONEST: tr("All of them rest; {name} does so for the shortest time."),
        Why.OTHERS_TRIED: tr("{name} was chosen: the others are being tried after a rest."),
        Why.QUOTA: tr("{name} was chosen: the quota of the others is used up."),
        Why.PRIORITY: tr("{name} was chosen: it comes first in your order."),
        Why.LEAST_BUSY: tr("{name} was chosen: it has the fewest requests."),
        Why.CONVERSATION: tr("{name} was chosen: the conversation stays with it, for the prompt in its cache."),
        Why.TURN: tr("{name} was chosen: it was its turn."),
    }
    return words.get(Why(step.said), "").format(name=name)


def _failed(row: Row, step: Step) -> str:
    status, _, kind = step.said.partition(" ")
    word = reason(kind if status.isdigit() else step.said)
    said = " ".join(part for part in (status if status.isdigit() else "", word or kind or step.said) if part)
    if not step.seconds:
        return said
    until = clock(math.ceil(row.started + step.at + step.seconds))
    if step.told:
        return tr("{what}; resting until {time}, as its Retry-After asks").format(what=said, time=until)
    return tr("{what}; resting until {time}").format(what=said, time=until)


def _end(row: Row, steps: tuple[Step, ...]) -> Iterator[Line]:
    """Yield what came of it, where no step tells."""
    answered = any(step.kind is StepKind.ANSWERED for step in steps)
    if isinstance(row, RunningView):
        title = tr("Waiting for the first token") if row.first_token is None else tr("The answer is coming")
        yield Line("circle", "accent", title, row.account)
    elif state_of(row) == CANCELLED:
        yield Line("stop", "text_2", tr("The client went away"), "", duration(row.duration))
    elif not steps and row.status >= 400:
        yield Line("error", "error", tr("No deployment was asked"), reason(row.error), duration(row.duration))
    elif answered and not row.complete and row.status < 400:
        yield Line("warning", "warn", tr("The answer broke off"), reason(row.error), duration(row.duration))
