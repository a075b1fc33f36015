"""The mathematics of charts: an axis with honest numbers, and a smooth line that claims nothing beyond its points."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

_STEPS = (1, 2, 2.5, 5, 10)


def nice_axis(highest: float, lines: int = 3) -> tuple[float, ...]:
    """Return the values of the grid lines above zero: round numbers, the last of which is not below `highest`."""
    if highest <= 0:
        return ()
    least = highest / lines
    power = 10.0 ** math.floor(math.log10(least))
    # Counts are whole: there is no half of a token.
    fitting = (step * power for step in _STEPS if step * power >= least * (1 - 1e-9))
    step = max(1.0, next(fitting, 10 * power))
    if step != int(step):
        step = math.ceil(step)
    return tuple(step * number for number in range(1, lines + 1))


def tangents(heights: Sequence[float]) -> list[float]:
    """Return the slope at each of evenly spaced points, so that the curve rises and falls only where they do.

    This is the monotone cubic of Fritsch and Carlson, with the harmonic mean of both sides.
    """
    steps = [after - before for before, after in pairwise(heights)]
    if not steps:
        return [0.0] * len(heights)
    inner = [2 * left * right / (left + right) if left * right > 0 else 0.0 for left, right in pairwise(steps)]
    return [steps[0], *inner, steps[-1]]


def sampled(heights: Sequence[float], parts: int) -> list[float]:
    """Return the heights of a smooth line through evenly spaced points, at so many places from each to the next."""
    slopes = tangents(heights)
    weights = [_hermite(number / parts) for number in range(parts)]
    found: list[float] = []
    for left, right, rise, fall in zip(heights, heights[1:], slopes, slopes[1:], strict=False):
        found += [a * left + b * right + c * rise + d * fall for a, b, c, d in weights]
    return [*found, heights[-1]] if heights else []


def _hermite(at: float) -> tuple[float, float, float, float]:
    """Return what both ends and their slopes weigh at a place between them, from 0 to 1."""
    square, cube = at * at, at * at * at
    return 2 * cube - 3 * square + 1, 3 * square - 2 * cube, cube - 2 * square + at, cube - square
