"""`aicore-tray connect --apply`, `--undo` and `--test`: a tool's files, changed before its user's eyes."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping, Sequence

from aicore_tray.cli.terminal import coloured, fail, is_typed, say, tell
from aicore_tray.connect.computer import Computer
from aicore_tray.connect.conflicts import ENVIRONMENT, assignments, find_conflicts
from aicore_tray.connect.difference import difference
from aicore_tray.connect.ledger import Ledger
from aicore_tray.connect.patches import Plan, plan_apply, plan_undo, write
from aicore_tray.connect.registry import TOOLS
from aicore_tray.connect.shells import Shell
from aicore_tray.connect.standing import Standing, status_of
from aicore_tray.connect.tool import Target, Tool
from aicore_tray.connect.trying import as_written, try_out
from aicore_tray.connect.ways import variable_lines
from aicore_tray.errors import AicoreTrayError

_SIGNS = {"same": " ", "added": "+", "removed": "-", "gap": "~"}
_STANDINGS = {
    Standing.OURS: "set up",
    Standing.STALE: "set up for another address or model",
    Standing.ELSEWHERE: "goes elsewhere",
    Standing.CLOSED: "its file cannot be written",
    Standing.NONE: "not set up",
}
_COLOURS = {"added": "green", "removed": "red", "gap": "dim"}


def apply(tool: Tool, target: Target, ledger: Ledger, shell: Shell, *, sure: bool) -> int:
    """Show what is to be written for a tool, ask, and write it."""
    computer = Computer.this()
    if tool.setup is None:
        raise AicoreTrayError(
            f"{tool.name} keeps its settings where nobody else can write",
            hint=f"`aicore-tray connect {tool.id}` tells what to enter",
        )
    setup = tool.setup(target, computer)
    plan = plan_apply(tool.id, setup, ledger)
    if not plan.files:
        say(f"{tool.name} is set up already.")
    else:
        _show(plan, computer, (target.key,))
        if not _may(sure=sure, question=f"Write this for {tool.name}?"):
            return 1
        for backup in write(plan, ledger):
            tell(f"As it was: {backup}")
        say(f"{tool.name} is set up. `aicore-tray connect {tool.id} --undo` takes it back.")
    _left_to_do(setup.variables, setup.start, setup.steps, shell, target)
    _conflicts(tool, setup.says, computer)
    return 0


def undo(tools: Sequence[str], ledger: Ledger, *, sure: bool) -> int:
    """Show what is to be taken out of tools' files, ask, and take it out."""
    plans = [plan for plan in (plan_undo(tool, ledger) for tool in tools) if ledger.of(plan.tool)]
    if not plans:
        say("Nothing is written into tools' files.")
        return 0
    computer = Computer.this()
    for plan in plans:
        _show(plan, computer, ())
    if any(plan.files for plan in plans) and not _may(sure=sure, question="Write this?"):
        return 1
    for plan in plans:
        name = TOOLS[plan.tool].name if plan.tool in TOOLS else plan.tool
        for backup in write(plan, ledger):
            tell(f"As it was: {backup}")
        for left in plan.left:
            what = left.name or "what was written"
            tell(f"{computer.short(left.file)}: {what} was changed since, and stays")
        for problem in plan.problems:
            fail(problem.line())
        if not plan.problems:
            say(f"{name} is as it was before.")
    return 1 if any(plan.problems for plan in plans) else 0


def test(tool: Tool, target: Target, ledger: Ledger) -> int:
    """Ask the proxy once, with what the tool's own files hold."""
    if tool.setup is not None:
        setup = tool.setup(target, Computer.this())
        status = status_of(setup, ledger.of(tool.id), target.key)
        tell(f"{tool.name}: {_STANDINGS[status.standing]}{f', {status.address}' if status.address else ''}")
        target = as_written(setup, target, status)
    tried = asyncio.run(try_out(tool.api, target))
    say(f"{tried.model} answered in {tried.seconds:.1f} s: {' '.join(tried.words.split())}")
    return 0


def _show(plan: Plan, computer: Computer, secrets: Sequence[str]) -> None:
    for each in plan.files:
        shown = difference(each, secrets)
        what = " (new)" if shown.made else " (goes away)" if shown.gone else ""
        say(coloured(f"{computer.short(each.file)}{what}", "bold"))
        for line in shown.lines:
            text = f"{_SIGNS[line.sign]} {line.text}".rstrip()
            say(coloured(text, _COLOURS[line.sign]) if line.sign in _COLOURS else text)
        say()


def _may(*, sure: bool, question: str) -> bool:
    if sure:
        return True
    if not is_typed():
        raise AicoreTrayError("Nothing was written, as nobody can be asked here", hint="Give --yes to write it")
    sys.stderr.write(f"{question} [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() in ("y", "yes", "j", "ja"):
        return True
    tell("Nothing was written.")
    return False


def _left_to_do(
    variables: Mapping[str, str], start: Sequence[str], steps: Sequence[str], shell: Shell, target: Target
) -> None:
    missing = {name: value for name, value in variables.items() if os.environ.get(name) != value}
    for step in steps:
        tell(step)
    if missing:
        tell(f"Set this where {shell.name} sets its variables; no file of the tool holds it:")
        for line in variable_lines(target, shell, missing):
            say(line)
    if start:
        tell(f"Start it with: {shell.command(start)}")


def _conflicts(tool: Tool, wanted: Mapping[str, str], computer: Computer) -> None:
    for each in find_conflicts(tool, wanted, assignments(computer)):
        place = "the environment" if each.source == ENVIRONMENT else each.source
        line = f", line {each.line}" if each.line else ""
        value = f" to {each.value}" if each.value else ""
        tell(f"Mind: {each.variable} is set{value} in {place}{line}; {tool.name} may go by that")
