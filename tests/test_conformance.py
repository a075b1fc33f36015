"""Every cell of the README's table holds, and the table is the one that the cells give."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance import EMBEDDERS, FEATURES, MODELS, README, REASONS, SURFACES, in_readme, measure, table

# Of the SDKs' own making.
pytestmark = pytest.mark.filterwarnings("ignore:Inheritance class AiohttpClientSession:DeprecationWarning")


@pytest.mark.parametrize("api", SURFACES)
async def test_every_cell_holds_and_stands_in_the_readme(tmp_path: Path, api: str) -> None:
    cells = await measure(tmp_path, api)
    assert [f"{cell.upstream}, {cell.feature}: {cell.failure}" for cell in cells if cell.failure] == []
    assert len(cells) in (len(MODELS) * len(FEATURES), len(MODELS), len(EMBEDDERS))
    assert {cell.dash for cell in cells if cell.dash} <= REASONS.keys()
    told = in_readme(README.read_text(encoding="utf-8"))
    assert table(api, cells) in told, "stale: python -m tests.conformance --write"
