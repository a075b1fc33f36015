"""Writes setups into tools' files and takes them back; how each tool stands, and what is in its way."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from aicore_tray.connect.computer import Computer
from aicore_tray.connect.conflicts import Conflict, assignments, find_conflicts
from aicore_tray.connect.difference import Difference, difference
from aicore_tray.connect.ledger import Ledger
from aicore_tray.connect.patches import Plan, plan_apply, plan_undo, write
from aicore_tray.connect.registry import TOOLS
from aicore_tray.connect.setup import Setup
from aicore_tray.connect.standing import Standing, Status, status_of
from aicore_tray.connect.tool import Target, Tool
from aicore_tray.connect.trying import Tried, as_written, try_out
from aicore_tray.connect.ways import variable_lines
from aicore_tray.errors import AicoreTrayError
from aicore_tray.gui.connecting import Connecting
from aicore_tray.gui.session import Session
from aicore_tray.gui.snapshots import Snapshot


@dataclass(frozen=True, slots=True)
class Ready:
    """A plan with what it changes, for reading.

    Attributes:
        differences: one for each of its files.
    """

    plan: Plan
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    statuses: Mapping[str, Status] = field(default_factory=dict)
    conflicts: Mapping[str, tuple[Conflict, ...]] = field(default_factory=dict)


class Applying:
    """What people do with tools' files.

    Attributes:
        computer: whose files they are.
    """

    def __init__(self, session: Session, connecting: Connecting, computer: Computer | None = None) -> None:
        self.computer = computer or Computer.this()
        self._connecting = connecting
        self._ledger = Ledger(session.paths.connected_file, session.paths.backups)
        self._seen = _Seen()

    # ---- how things stand

    def status(self, tool: Tool) -> Status | None:
        """Return how a tool stood at the last look; None where nobody can tell."""
        return self._seen.statuses.get(tool.id)

    def conflicts(self, tool: Tool) -> tuple[Conflict, ...]:
        """Return what stood in a tool's way at the last look."""
        return self._seen.conflicts.get(tool.id, ())

    @property
    def stale(self) -> tuple[Tool, ...]:
        """The tools that were set up for another address or model than now."""
        seen = self._seen.statuses
        return tuple(tool for tool in TOOLS.values() if tool.id in seen and seen[tool.id].standing is Standing.STALE)

    def setup(self, tool: Tool, snapshot: Snapshot) -> Setup | None:
        """Return what Apply would write for a tool, for reading; None where it can write nothing."""
        target = self._connecting.readable(tool, snapshot)
        return tool.setup(target, self.computer) if tool.setup is not None else None

    def variable_lines(self, setup: Setup, tool: Tool, snapshot: Snapshot) -> str:
        """Return what is to be put where the user's shell sets its variables; "" for nothing."""
        target, shell = self._connecting.readable(tool, snapshot), self._connecting.shell
        return "\n".join(variable_lines(target, shell, setup.variables)) if setup.variables else ""

    async def look(self, snapshot: Snapshot) -> None:
        """Look into every tool's files, and for what is in their way."""
        if not snapshot.proxy.url:
            return
        targets = {tool.id: self._connecting.readable(tool, snapshot) for tool in TOOLS.values()}
        self._seen = await asyncio.to_thread(self._look, targets)

    def _look(self, targets: Mapping[str, Target]) -> _Seen:
        written, given = self._ledger.all(), assignments(self.computer)
        statuses, conflicts = {}, {}
        for name, target in targets.items():
            tool = TOOLS[name]
            setup = tool.setup(target, self.computer) if tool.setup is not None else None
            if setup is not None:
                statuses[name] = status_of(setup, written.get(name, ()), target.key)
            told = setup.says if setup is not None else tool.command(target).variables if tool.command else {}
            conflicts[name] = find_conflicts(tool, told, given)
        return _Seen(statuses, conflicts)

    # ---- writing

    async def plan(self, tool: Tool, snapshot: Snapshot) -> Ready:
        """Return what would be written for a tool.

        Raises:
            AicoreTrayError: a file cannot be changed, there is no model, or the vault does not open.
        """
        if tool.setup is None:
            raise AicoreTrayError(f"{tool.name} keeps its settings where nobody else can write")
        target = await self._connecting.target(tool, snapshot)
        setup = tool.setup(target, self.computer)

        def planned() -> Ready:
            plan = plan_apply(tool.id, setup, self._ledger)
            return Ready(plan, tuple(difference(each, (target.key,)) for each in plan.files))

        return await asyncio.to_thread(planned)

    async def plan_back(self, tool: Tool) -> Ready:
        """Return what would be taken out of a tool's files.

        Raises:
            AicoreTrayError: it is not known what was written.
        """

        def planned() -> Ready:
            plan = plan_undo(tool.id, self._ledger)
            return Ready(plan, tuple(difference(each) for each in plan.files))

        return await asyncio.to_thread(planned)

    async def write(self, plans: Sequence[Plan], snapshot: Snapshot) -> None:
        """Write plans, and look how things stand then.

        Raises:
            AicoreTrayError: a file was changed in the meantime, or cannot be written.
        """
        try:
            for plan in plans:
                await asyncio.to_thread(write, plan, self._ledger)
                if not plan.undo:
                    self._connecting.waiting(TOOLS[plan.tool])
        finally:
            await self.look(snapshot)

    # ---- trying

    async def try_tool(self, tool: Tool, snapshot: Snapshot) -> Tried:
        """Ask the proxy as a tool would, with what its files hold where they are ours.

        Raises:
            AicoreTrayError: there is no answer, or no model or key to ask with.
        """
        target = await self._connecting.target(tool, snapshot)
        setup, status = self.setup(tool, snapshot), self.status(tool)
        if setup is not None and status is not None:
            target = await asyncio.to_thread(as_written, setup, target, status)
        return await try_out(tool.api, target)
