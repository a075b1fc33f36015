"""The README's table of promises: each names a test that there is, and what the user's card asks for is there."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from aicore_tray.connect.registry import TOOLS

TOP = Path(__file__).resolve().parents[1]
README = (TOP / "README.md").read_text(encoding="utf-8")
HEADING = "### Each promise with the test that proves it"
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def section(text: str, heading: str) -> str:
    """Return what stands below a heading, up to the next one of its rank or above."""
    rank = heading.partition(" ")[0]
    below = text.partition(f"\n{heading}\n")[2]
    return re.split(rf"\n#{{1,{len(rank)}}} ", below)[0]


def rows(text: str) -> list[list[str]]:
    """Return the cells of each row of the tables, without their heads."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    return [row for row in cells if row[0] != "Promise" and set(row[0]) != {"-", " "} and set(row[0]) != {"-"}]


def breaches(text: str, top: Path = TOP) -> Iterator[str]:
    """Yield what is wrong with a table of promises."""
    for row in rows(text):
        named = _TEST.findall(row[-1])
        if len(row) != 3 or not named:
            yield f"{row[0]}: names no test"
        for file, test in named:
            if not (top / file).is_file():
                yield f"{row[0]}: there is no {file}"
            elif test not in defined_in(top / file):
                yield f"{row[0]}: there is no {test} in {file}"


def defined_in(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    defined = (node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return {name for name in defined if name.startswith("test_")}


def test_each_promise_has_its_test() -> None:
    promises = section(README, HEADING)
    assert list(breaches(promises)) == []
    assert len(rows(promises)) > 50


@pytest.mark.parametrize(
    "proof",
    [
        "",
        "`tests/test_promises.py`",
        "`tests/test_no_such_file.py::test_x`",
        "`tests/test_promises.py::test_no_such_test`",
        "`tests/test_promises.py::rows`",
        "`tests/test_promises.py::test_each_promise_has_its_test`, `tests/test_promises.py::test_gone`",
    ],
)
def test_a_promise_without_a_test_is_seen(proof: str) -> None:
    table = f"| Promise | Here | Proven by |\n| --- | --- | --- |\n| something | there | {proof} |\n"
    assert len(list(breaches(table))) == 1


def test_every_guide_is_there() -> None:
    """For each tool that the proxies before this one had a guide for."""
    named = {tool.name.replace(" ", "").lower() for tool in TOOLS.values()}
    guides = "Cursor CherryStudio Cline LobeChat ClaudeCode ClaudeCodeRouter Codex OpenCode ChatWise ChitChat ChatCat"
    assert {guide.lower() for guide in guides.split()} <= named
    setup = section(README, "## Set up your tool")
    assert [tool.name for tool in TOOLS.values() if tool.kind != "code" and tool.name not in setup] == []


def test_what_it_is_made_of() -> None:
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == ">=3.11"
    packages = {re.split(r"[>=<\[; ]", each)[0] for each in project["dependencies"]}
    assert {"PySide6-Essentials", "qasync", "aiohttp", "keyring"} <= packages
    # What building leaves is no part of it.
    made = {line.rstrip("/") for line in (TOP / ".gitignore").read_text(encoding="utf-8").split()}
    folders = {place.name for place in TOP.iterdir() if place.is_dir() and not place.name.startswith(".")}
    assert {name for name in folders - made if not name.endswith(".egg-info")} == {
        "aicore_tray", "resources", "tests", "packaging",
    }  # fmt: skip
