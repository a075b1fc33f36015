"""How far our estimate of a text's tokens is off for each model, learned from what the models' answers really counted.

Three numbers a model: what a token of ours is worth, in scripts with spaces and in others, and what tools cost beside
their text (vendors add instructions). They are the least squares of the relative errors, the newest counting most,
drawn to "the estimate is right" as long as little was seen.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import msgspec

from aicore_tray.dialects.estimate import TextSize

_log = logging.getLogger(__name__)

# An older observation weighs so much less than the next one.
_FADING = 0.97
# What "the estimate is right" weighs, in observations.
_PRIOR = 0.02
_TOOLS = 100.0
_RIGHT = (1.0, 1.0, 0.0)
_PARTS = len(_RIGHT)
_FARTHEST = 4.0
_EAGER = 40
_SELDOM = 25


@dataclass(slots=True)
class _Sums:
    """The normal equations of one model: products of the parts with each other, and the parts themselves."""

    products: list[list[float]] = field(default_factory=lambda: [[0.0] * _PARTS for _ in range(_PARTS)])
    parts: list[float] = field(default_factory=lambda: [0.0] * _PARTS)
    seen: int = 0
    asked: int = 0

    def add(self, parts: Sequence[float]) -> None:
        for row, mine in enumerate(parts):
            self.parts[row] = self.parts[row] * _FADING + mine
            for column, other in enumerate(parts):
                self.products[row][column] = self.products[row][column] * _FADING + mine * other
        self.seen += 1

    def weights(self) -> list[float]:
        """Return what each part counts."""
        rows = [[*self.products[n], self.parts[n] + _PRIOR * _RIGHT[n]] for n in range(_PARTS)]
        for n in range(_PARTS):
            rows[n][n] += _PRIOR
        # Gauss and Jordan's elimination; the prior keeps every pivot from zero.
        for n, pivot in enumerate(rows):
            scaled = [value / pivot[n] for value in pivot]
            rows[n] = scaled
            for other in range(_PARTS):
                if other != n:
                    factor = rows[other][n]
                    rows[other] = [value - factor * mine for value, mine in zip(rows[other], scaled, strict=True)]
        return [row[-1] for row in rows]


class Calibration:
    """What was learned, by model.

    Args:
        file: where it is kept over a restart.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._models: dict[str, _Sums] = {}
        self.changed = False

    def load(self) -> None:
        """Take over what an earlier run has put down; it blocks."""
        if self._file is None:
            return
        try:
            self._models = msgspec.json.decode(self._file.read_bytes(), type=dict[str, _Sums])
        except FileNotFoundError:
            pass
        except (OSError, msgspec.MsgspecError) as error:
            _log.warning("%s cannot be read (%s); token counts are learned anew", self._file, error)

    def written(self) -> bytes:
        """Return what is to be put down."""
        self.changed = False
        told: Mapping[str, object] = {name: asdict(sums) for name, sums in self._models.items()}
        return msgspec.json.encode(told)

    def wants(self, model: str) -> bool:
        """Whether a model's next answer is worth looking at: the first ones are, later a few."""
        if (sums := self._models.get(model)) is None:
            sums = self._models[model] = _Sums()
        sums.asked += 1
        return sums.seen < _EAGER or sums.asked % _SELDOM == 0

    def observe(self, model: str, size: TextSize, *, real: int) -> None:
        """Learn from an answer.

        Args:
            size: our count of the prompt's text.
            real: the model's own.
        """
        if real <= 0 or size.tokens <= 0:
            return
        parts = [part / real for part in _parts(size)]
        self._models.setdefault(model, _Sums()).add(parts)
        self.changed = True

    def corrected(self, model: str, size: TextSize) -> float:
        """Return the count that a model would give, as far as is known."""
        sums = self._models.get(model)
        if sums is None or not sums.seen:
            return size.tokens
        counted = sum(weight * part for weight, part in zip(sums.weights(), _parts(size), strict=True))
        # Whatever was learned, no tokenizer is so far from all others.
        return max(size.tokens / _FARTHEST, min(counted, size.tokens * _FARTHEST))


def _parts(size: TextSize) -> tuple[float, ...]:
    return size.narrow, size.wide, _TOOLS * size.tools
