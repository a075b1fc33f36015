"""How the time of a request was spent: held back, tried in vain, waiting for the first token, streaming."""

from __future__ import annotations

import time
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from aicore_tray.gateway.detail import Step, StepKind
from aicore_tray.gui.models.request_words import Row
from aicore_tray.gui.numbers import duration
from aicore_tray.gui.snapshots import RunningView


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of time.

    Attributes:
        share: of the accent that it is drawn with.
        told: the seconds that are told of it; of the first token those since the request's arrival.
    """

    name: str
    seconds: float
    share: float
    told: float


def tr(text: str) -> str:
    return QCoreApplication.translate("Course", text)


def course_of(row: Row, steps: tuple[Step, ...]) -> tuple[Part, ...]:
    """Return the parts of a request's time, in their order; those of no time are left out."""
    running = isinstance(row, RunningView)
    total = max(0.0, time.time() - row.started) if isinstance(row, RunningView) else row.duration
    held = sum(step.seconds for step in steps if step.kind is StepKind.WAITED)
    if not isinstance(row, RunningView):
        held = max(held, row.waited)
    # Up to the last one that failed, before an answer came.
    failed = [step.at for step in steps if step.kind is StepKind.FAILED]
    vain = max(0.0, min(max(failed, default=0.0), total) - held)
    first = row.first_token
    if first is None:
        left = max(0.0, total - held - vain)
        waiting = _part(tr("waiting") if running else tr("no token came"), left, 0.6)
        parts: tuple[Part, ...] = (_part(tr("held back"), held, 0.18), _part(tr("tried in vain"), vain, 0.3), waiting)
    else:
        vain = min(vain, max(0.0, first - held))
        parts = (
            _part(tr("held back"), min(held, first), 0.18),
            _part(tr("tried in vain"), vain, 0.3),
            _part(tr("first token"), max(0.0, first - held - vain), 0.6, told=first),
            _part(tr("streaming"), max(0.0, total - first), 1.0),
        )
    return tuple(part for part in parts if part.seconds > 0)


def _part(name: str, seconds: float, share: float, *, told: float | None = None) -> Part:
    return Part(name, seconds, share, seconds if told is None else told)


def told(part: Part) -> str:
    """Return a part in words."""
    return tr("{what} {time}").format(what=part.name, time=duration(part.told))
