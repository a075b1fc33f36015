"""Sets tools up: their snippets with live address, key and model, and their start in a terminal of their own."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from aicore_tray.config.configuration import DEMO_KEY
from aicore_tray.config.tool_keys import ToolKey, ToolKeys
from aicore_tray.config.vault import Vault, key_source
from aicore_tray.config.waiting import in_time
from aicore_tray.connect.computer import Computer
from aicore_tray.connect.detection import Found, find_all
from aicore_tray.connect.launching import launch
from aicore_tray.connect.models import Offer
from aicore_tray.connect.registry import TOOLS
from aicore_tray.connect.shells import SHELLS, Shell, own_shell
from aicore_tray.connect.surroundings import goes_by_proxy
from aicore_tray.connect.tool import HIDDEN, Recipe, Target, Tool
from aicore_tray.errors import AicoreTrayError
from aicore_tray.gateway.names import familiar_name
from aicore_tray.gui.session import UNLOCK_SECONDS, Session
from aicore_tray.gui.snapshots import Snapshot

_LAUNCHED = 4
_ANY_MODEL = "MODEL"


@dataclass(frozen=True, slots=True)
class Shown:
    """A tool's recipes as they are shown: with the key hidden.

    Attributes:
        model: the model in them, "" where nothing is deployed.
    """

    recipes: tuple[Recipe, ...]
    model: str


class Connecting:
    """What people do to connect a tool.

    Attributes:
        found: tool id -> how it is on this computer; empty before the first look.
        looked: whether that look has been made.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.found: Mapping[str, Found] = {}
        self.looked = False

    # ---- what is here

    async def look(self) -> Mapping[str, Found]:
        """Look which tools are on this computer."""
        self.found = await asyncio.to_thread(find_all, TOOLS.values(), Computer.this())
        self.looked = True
        return self.found

    @property
    def shell(self) -> Shell:
        """The shell whose snippets are shown."""
        return SHELLS.get(self._session.remembered.memory.shell) or own_shell()

    def use_shell(self, shell: str) -> None:
        """Show the snippets of another shell from now on."""
        self._session.remembered.note(shell=shell)

    # ---- recipes

    def model_for(self, tool: Tool, snapshot: Snapshot) -> str:
        """Return the id of the model that a tool is given: the one that was chosen for it as long as it is there."""
        offers = offers_of(snapshot)
        chosen = self._session.remembered.memory.tool_models.get(tool.id, "")
        return chosen if any(chosen in (offer.id, offer.name) for offer in offers) else tool.suggest(offers)

    def use_model(self, tool: Tool, model: str) -> None:
        """Give a tool another model from now on."""
        memory = self._session.remembered.memory
        self._session.remembered.note(tool_models={**memory.tool_models, tool.id: model})

    def shown(self, tool: Tool, snapshot: Snapshot) -> Shown:
        """Return a tool's recipes for reading; whoever looks over the user's shoulder sees no key."""
        return Shown(tool.recipes(self.readable(tool, snapshot), self.shell), self.model_for(tool, snapshot))

    async def recipes(self, tool: Tool, snapshot: Snapshot) -> tuple[Recipe, ...]:
        """Return a tool's recipes for use, with its key, which is made if there is none.

        Raises:
            AicoreTrayError: there is no address or no model yet, or the vault with the keys does not open.
        """
        return tool.recipes(await self.target(tool, snapshot), self.shell)

    def readable(self, tool: Tool, snapshot: Snapshot) -> Target:
        """Return what a tool is filled in with, for reading: without its key, and with a word in place of no model."""
        target = self._target(tool, snapshot, self._hidden_key(tool, snapshot))
        return target if target.model else replace(target, model=_ANY_MODEL)

    async def target(self, tool: Tool, snapshot: Snapshot) -> Target:
        """Return what a tool is filled in with, with its key, which is made if there is none.

        Raises:
            AicoreTrayError: there is no address or no model yet, or the vault with the keys does not open.
        """
        if not snapshot.proxy.url:
            raise AicoreTrayError("The proxy has no address yet", hint="Start it first.")
        if not self.model_for(tool, snapshot):
            raise _no_model()
        return self._target(tool, snapshot, await self._key(tool))

    def key_name(self, tool: Tool, snapshot: Snapshot) -> str:
        """Return the name of the key that a tool has or gets."""
        if snapshot.demo:
            return DEMO_KEY
        return self._session.remembered.memory.tool_keys.get(tool.id, tool.name)

    def has_key(self, tool: Tool, snapshot: Snapshot) -> bool:
        """Tell whether a tool's key has been made already, and not been revoked since."""
        if snapshot.demo:
            return True
        name = self._session.remembered.memory.tool_keys.get(tool.id)
        return any(view.key.name == name for view in snapshot.keys)

    def waiting(self, tool: Tool) -> None:
        """Wait for the first request of a tool that was just set up."""
        self._session.lights.wait_for(tool.id)
        self._session.tell()

    # ---- starting

    async def launch(self, tool: Tool, folder: Path, snapshot: Snapshot) -> None:
        """Start a tool in a terminal of its own; the proxy is started if it is off.

        Raises:
            AicoreTrayError: the tool is not here, the folder is gone, there is no terminal or no key.
        """
        if not self.model_for(tool, snapshot):
            raise _no_model()
        if not self._session.engine.listening:
            await self._session.start_proxy()
            snapshot = self._session.snapshot()
        target = self._target(tool, snapshot, await self._key(tool))
        await asyncio.to_thread(launch, tool, target, folder)
        mine = (tool.id, str(folder))
        before = [each for each in self._session.remembered.memory.launched if tuple(each) != mine]
        self._session.remembered.note(launched=[mine, *before][:_LAUNCHED])
        self.waiting(tool)

    @property
    def launched(self) -> tuple[tuple[Tool, Path], ...]:
        """What was started last, and where."""
        rows = self._session.remembered.memory.launched
        return tuple((TOOLS[tool], Path(folder)) for tool, folder in rows if tool in TOOLS)

    # ---- how

    def _target(self, tool: Tool, snapshot: Snapshot, key: str) -> Target:
        return Target(
            origin=snapshot.proxy.url,
            key=key,
            model=self.model_for(tool, snapshot),
            offers=offers_of(snapshot),
            tiers=snapshot.settings.tiers,
            around_proxy=goes_by_proxy(snapshot.settings.proxy),
            authority=snapshot.authority,
        )

    def _hidden_key(self, tool: Tool, snapshot: Snapshot) -> str:
        if snapshot.demo:
            return DEMO_KEY
        name = self._session.remembered.memory.tool_keys.get(tool.id)
        shown = next((view.key.shown for view in snapshot.keys if view.key.name == name), "")
        return f"{shown or 'act-'}{HIDDEN}"

    async def _key(self, tool: Tool) -> str:
        if self._session.demo:
            return DEMO_KEY
        session = self._session
        keys = ToolKeys(
            session.engine.keys,
            lambda: Vault(session.paths.vault_file, key_source(session.settings.vault_key_file)),
        )
        found: ToolKey = await in_time(lambda: keys.get(tool.id, tool.name), UNLOCK_SECONDS)
        memory = session.remembered.memory
        # In place: the lights look into the same dictionary.
        if memory.tool_keys.get(tool.id) != found.name:
            session.remembered.note_tool_key(tool.id, found.name)
            session.tell()
        return found.key


def _no_model() -> AicoreTrayError:
    return AicoreTrayError("No model is served yet", hint="Bring in a service key, and look at Models.")


def offers_of(snapshot: Snapshot) -> tuple[Offer, ...]:
    """Return the chat models that can be asked for now, once each."""
    rows = {row.model: row for row in snapshot.models if row.on and row.status == "RUNNING" and row.kind == "chat"}
    return tuple(
        Offer(
            name=row.model,
            familiar=familiar_name(row.model),
            context=row.context or 0,
            deployed=not row.through_orchestration,
        )
        for row in rows.values()
    )
