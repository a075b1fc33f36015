"""The lag of the loop is measured while somebody looks, and what is told of it is the last minute."""

from __future__ import annotations

import asyncio
import time

import pytest

from aicore_tray.diagnostics.lag import LagReport, LagSampler


def test_without_samples_nothing_is_known() -> None:
    assert LagSampler().report() == LagReport()


def test_what_the_last_minute_was_like() -> None:
    sampler = LagSampler()
    for number in range(2000):
        sampler.note(number * 0.05, 50.0 if number == 1990 else 1.0)
    report = sampler.report(now=2000 * 0.05)
    assert report.samples == pytest.approx(1200, abs=2), "older ones are gone"
    assert (report.p50, report.p99, report.longest) == (1.0, 1.0, 50.0)
    assert len(report.series) == pytest.approx(60, abs=1)
    assert max(report.series) == 50.0
    assert report.fine
    assert sampler.report(now=300.0) == LagReport(), "what was long ago says nothing"


def test_a_loop_that_is_held_up_is_seen() -> None:
    async def main() -> LagReport:
        sampler = LagSampler(0.01)
        running = asyncio.get_running_loop().create_task(sampler.run())
        await asyncio.sleep(0.05)
        time.sleep(0.08)  # noqa: ASYNC251 - this is what is to be seen
        await asyncio.sleep(0.05)
        sampler.stop()
        await asyncio.wait_for(running, 5)
        return sampler.report()

    report = asyncio.run(main())
    assert report.longest > 50
    assert report.samples >= 3


def test_it_ends_when_nobody_looks_and_measures_at_once_for_those_who_ask() -> None:
    async def main() -> None:
        sampler = LagSampler(0.01)
        first = asyncio.get_running_loop().create_task(sampler.run())
        await asyncio.sleep(0)
        second = asyncio.get_running_loop().create_task(sampler.run())
        await asyncio.wait_for(first, 5)
        sampler.stop()
        await asyncio.wait_for(second, 5)
        assert (await LagSampler(0.01).measured(0.1)).samples > 0

    asyncio.run(main())
