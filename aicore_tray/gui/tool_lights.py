"""Which tools have talked to the proxy: read from the books once, kept up live."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from aicore_tray.connect.registry import TOOLS, tool_of
from aicore_tray.connect.tool import Tool
from aicore_tray.gui.snapshots import ToolView
from aicore_tray.usage.clients import LastAnswer
from aicore_tray.usage.record import ABORTED, RequestRecord

UNKNOWN_KEY = "authentication"


class ToolLights:
    """A light for each tool.

    Args:
        key_names: tool id -> the name of the key that was made for it; it may grow.
    """

    def __init__(self, key_names: Mapping[str, str]) -> None:
        self._key_names = key_names
        self._views = {tool: ToolView(id=tool) for tool in TOOLS}
        self._shown: tuple[ToolView, ...] | None = None

    @property
    def views(self) -> tuple[ToolView, ...]:
        """All of them, as they are now; the same object as long as nothing changes."""
        if self._shown is None:
            self._shown = tuple(self._views.values())
        return self._shown

    def take(self, answers: Iterable[LastAnswer]) -> None:
        """Begin with what the books hold."""
        for answer in answers:
            if (tool := self._tool_of(answer.key, answer.client)) is not None:
                self._set(tool, answered=answer.started, model=answer.model, first_token=answer.first_token)

    def wait_for(self, tool: str) -> None:
        """Wait for a tool that was just set up."""
        view = self._views.get(tool)
        if view is not None:
            self._views[tool] = replace(view, waiting=True, failed="")
            self._shown = None

    def add(self, record: RequestRecord) -> None:
        """Look at a request that has just ended."""
        tool = self._tool_of(record.key, record.client)
        if tool is None or record.status == ABORTED:
            return
        if record.status >= 400:
            self._set(tool, failed=record.error or str(record.status))
        else:
            ended = record.started + record.duration
            self._set(
                tool, answered=ended, model=record.model, first_token=record.first_token, waiting=False, failed=""
            )

    def refuse(self, client: str) -> bool:
        """Note that a client showed a key that is not known; return whether that is news of a tool."""
        tool = tool_of(client)
        if tool is None or self._views[tool.id].failed == UNKNOWN_KEY:
            return False
        self._set(tool, failed=UNKNOWN_KEY)
        return True

    def _set(self, tool: Tool, **values: object) -> None:
        self._views[tool.id] = replace(self._views[tool.id], **values)  # type: ignore[arg-type]
        self._shown = None

    def _tool_of(self, key: str, client: str) -> Tool | None:
        """Return the tool whose key was shown; else the one that calls itself so."""
        for tool, name in self._key_names.items():
            if name == key and tool in TOOLS:
                return TOOLS[tool]
        return tool_of(client)
