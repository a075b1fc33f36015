"""`keys create` with an end and with models, and what `keys list` tells of it."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest

from tests.cli.processes import Ended, command


async def keys(folder: Path, *arguments: str) -> Ended:
    return await command("keys", *arguments, "--data-dir", folder)


async def test_expiry_and_models(tmp_path: Path) -> None:
    assert (await keys(tmp_path, "create", "all")).code == 0
    assert (await keys(tmp_path, "create", "a", "--expires", "30d", "--models", "claude-*, gpt-5")).code == 0
    assert (await keys(tmp_path, "create", "b", "--expires", "2099-12-31")).code == 0
    rows = json.loads((await keys(tmp_path, "list", "--json")).out)
    assert [row["models"] for row in rows] == [[], ["claude-*", "gpt-5"], []]
    assert rows[0]["expires"] is None
    assert rows[1]["expires"] == pytest.approx(time.time() + 30 * 86400, abs=60)
    assert time.strftime("%Y-%m-%d %H:%M", time.localtime(rows[2]["expires"])) == "2100-01-01 00:00"
    assert not any("sha256" in row for row in rows)
    heads, *lines = (await keys(tmp_path)).out.splitlines()
    assert re.split(r"  +", heads) == [
        "NAME",
        "BEGINS",
        "RIGHTS",
        "MODELS",
        "LIMITS",
        "EXPIRES",
        "LAST USED",
        "CREATED",
    ]
    assert "claude-*,gpt-5" in lines[1]
    assert "2100-01-01 00:00  never" in lines[2]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--expires", "soon"), "--expires soon: write 30d, 12h, or a day as 2026-12-31"),
        (("--expires", "0d"), "--expires 0d: write"),
        (("--expires", "2020-01-01"), "this day is over"),
        (("--models", " , "), "--models: names no model"),
    ],
)
async def test_wrong_arguments(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    ended = await keys(tmp_path, "create", "a", *arguments)
    assert (ended.code, ended.out, len(ended.errors)) == (2, "", 1)
    assert said in ended.err
    assert not (tmp_path / "data" / "keys.json").exists()
