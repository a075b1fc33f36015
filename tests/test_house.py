"""The rules of the house: imports point one way, Qt stays in its room, tasks are made in one place."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import aicore_tray
from aicore_tray.system.paths import resources

PACKAGE = Path(aicore_tray.__file__).parent
# Room -> the rooms whose modules it may import; its own and `errors` always. Rooms that are not there yet count, too.
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "tasks": set(),
    "dialects": set(),
    "system": {"tasks"},
    "aicore": {"dialects", "system", "tasks"},
    "usage": {"dialects", "system", "tasks"},
    "config": {"aicore", "system", "tasks"},
    "diagnostics": {"aicore", "config", "system", "tasks"},
    "connect": {"config", "system", "tasks"},
    "chat": {"dialects", "system", "tasks"},
    "gateway": {"aicore", "config", "dialects", "system", "tasks", "usage"},
    "sandbox": {"tasks"},
    "updates": {"aicore", "config", "system"},
    "engine": {
        "aicore", "config", "connect", "diagnostics", "dialects", "gateway", "system", "tasks", "usage",
    },
    "cli": {
        "aicore", "config", "connect", "diagnostics", "dialects", "engine", "gateway", "gui", "sandbox", "system",
        "tasks", "updates", "usage",
    },
    "gui": {
        "aicore", "chat", "config", "connect", "diagnostics", "engine", "gateway", "sandbox", "system", "tasks",
        "updates", "usage",
    },
    "__main__": {"cli"},
}  # fmt: skip
QT = {"PySide6", "qasync", "shiboken6"}


def sources() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room(file: Path) -> str:
    first = file.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield the modules that a source imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def violations(file: Path, text: str) -> Iterator[str]:
    """Yield what a source does that its room may not."""
    here = room(file)
    tree = ast.parse(text)
    for name in imported(tree):
        top, _, rest = name.partition(".")
        if top in QT and here != "gui":
            yield f"{file.name} imports {name}"
        if top == "aicore_tray" and rest:
            there = rest.partition(".")[0]
            if there in MAY_IMPORT and there not in MAY_IMPORT[here] | {here, "errors"}:
                yield f"{here}/{file.name} imports {there}"
    for node in ast.walk(tree):
        called = getattr(node, "attr", getattr(node, "id", ""))
        if called in ("create_task", "ensure_future") and here != "tasks":
            yield f"{here}/{file.name} makes a task by itself (line {getattr(node, 'lineno', 0)})"


@pytest.mark.parametrize("file", sources(), ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_module_keeps_to_the_rules(file: Path) -> None:
    assert list(violations(file, file.read_text(encoding="utf-8"))) == []


def test_every_room_is_known() -> None:
    assert {room(file) for file in sources()} <= {*MAY_IMPORT, "__init__"}


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("dialects/new.py", "from aicore_tray.gateway.relay import Relay"),
        ("gateway/new.py", "def f():\n    import aicore_tray.engine"),
        ("config/new.py", "from aicore_tray import cli"),
        ("engine.py", "from PySide6.QtCore import QObject"),
        ("cli/new.py", "import qasync"),
        ("gateway/new.py", "import asyncio\nasyncio.ensure_future(x)"),
        ("cli/new.py", "loop.create_task(x)"),
    ],
)
def test_a_breach_is_seen(file: str, text: str) -> None:
    assert len(list(violations(PACKAGE / file, text))) == 1


@pytest.mark.parametrize("file", sources(), ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_module_says_its_purpose_first(file: Path) -> None:
    said = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
    first = (said or "").splitlines()[:1]
    assert first or file.name == "__init__.py"
    assert not first or first[0][:1].strip(), "the purpose stands in the first line"


@pytest.mark.parametrize("module", ["aicore_tray.engine", "aicore_tray.cli.serve", "aicore_tray.cli.main"])
def test_what_a_server_imports(module: str) -> None:
    """Neither Qt nor the keyring nor what a database needs: a server may have none of them, and all cost time."""
    heavy = {*QT, "keyring", "cryptography", "sqlalchemy", "psycopg"}
    code = f"import sys, {module}; print(sorted({heavy!r} & {{name.partition('.')[0] for name in sys.modules}}))"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PACKAGE.parent)
    assert ended.stdout == "[]\n"


def test_resources_of_a_source_tree() -> None:
    assert (resources() / "models.toml").is_file()


@pytest.mark.parametrize("layout", ["wheel", "frozen"])
def test_resources_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, layout: str) -> None:
    """Inside the package in a wheel, where PyInstaller unpacked them in a frozen folder."""
    from aicore_tray.system import paths

    place = tmp_path / "site" / "aicore_tray" / "resources"
    place.mkdir(parents=True)
    (place / "models.toml").write_text("")
    if layout == "wheel":
        monkeypatch.setattr(paths, "__file__", str(tmp_path / "site" / "aicore_tray" / "system" / "paths.py"))
    else:
        monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path / "site"), raising=False)
    assert resources() == place


def test_resources_that_are_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from aicore_tray.system import paths

    monkeypatch.setattr(paths, "__file__", str(tmp_path / "aicore_tray" / "system" / "paths.py"))
    with pytest.raises(FileNotFoundError, match="resources are missing"):
        resources()
