"""Cycles are looked for in quiet moments, and all the same where there are none."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from aicore_tray.system import garbage


class Knot:
    """Something that refers to itself."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)
    gc.unfreeze()
    gc.collect()


def grown_old() -> weakref.ref[Knot]:
    """Return what tells whether a knot is still there that nobody holds, and that no young search finds any more."""
    knot = Knot()
    gc.collect(0)
    return weakref.ref(knot)


def test_a_quiet_moment_finds_what_the_youngest_searches_left() -> None:
    garbage.promise_to_tidy()
    gc.collect()
    left = grown_old()
    for _ in range(30):
        gc.collect(0)
    assert left() is not None
    garbage.tidy()
    assert left() is None


def test_a_little_is_no_reason_to_look() -> None:
    garbage.promise_to_tidy()
    gc.collect()
    left = grown_old()
    garbage.tidy()
    assert left() is not None


def test_without_quiet_moments_it_is_found_later() -> None:
    garbage.promise_to_tidy()
    gc.collect()
    left = grown_old()
    kept: list[list[int]] = []
    for _ in range(700_000):
        kept.append([])
        if left() is None:
            break
    assert left() is None


def test_what_settles_is_looked_through_no_more_and_keeps_the_promise() -> None:
    garbage.promise_to_tidy()
    promised = gc.get_threshold()
    garbage.settle()
    assert gc.get_threshold() == promised
    assert gc.get_freeze_count()
