"""Tools on wires that know neither namespaces, nor long names, nor free-form input: what they are called there."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable

from aicore_tray.dialects.conversation import Json, Tool, ToolCall, ToolChoice, ToolMode
from aicore_tray.dialects.json_schema import as_object

MAX_TOOL_NAME = 64
MAX_CALL_ID = 40
_FORBIDDEN_IN_NAMES = re.compile(r"[^a-zA-Z0-9_-]")


def wire_name(name: str, namespace: str = "") -> str:
    """Return the one flat name under which a tool is offered to models.

    Every vendor takes up to 64 letters, digits, `_` and `-` that do not begin with a digit or `-`; a name that has to
    change gets a hash of itself as its tail, so that two tools never become one.
    """
    whole = f"{namespace}__{name}" if namespace else name
    flat = _FORBIDDEN_IN_NAMES.sub("_", whole)
    if not flat or flat[0] in "-0123456789":  # Gemini alone minds
        flat = f"_{flat}"
    if flat == whole and len(flat) <= MAX_TOOL_NAME:
        return flat
    tail = hashlib.sha256(whole.encode()).hexdigest()[:8]
    return f"{flat[: MAX_TOOL_NAME - 9]}_{tail}"


def wire_id(call_id: str) -> str:
    """Return a tool call's id as every vendor takes it: at most 40 letters, digits, `_` and `-`.

    An id of foreign shape becomes a hash of itself, so that a call and its result keep matching.
    """
    if 0 < len(call_id) <= MAX_CALL_ID and not _FORBIDDEN_IN_NAMES.search(call_id):
        return call_id
    return "call_" + hashlib.sha256(call_id.encode()).hexdigest()[:32]


def offered_choice(choice: ToolChoice | None, tools: Iterable[Tool]) -> ToolChoice | None:
    """Return the choice, or a free one where it names a tool that was not offered, or was dropped on the way in."""
    if choice is None or choice.mode is not ToolMode.NAMED:
        return choice
    known = {wire_name(tool.name, tool.namespace) for tool in tools}
    return choice if wire_name(choice.name, choice.namespace) in known else ToolChoice(mode=ToolMode.AUTO)


CUSTOM_INPUT = "input"
"""The one argument of the function that stands in for a free-form tool."""


def custom_arguments(text: str) -> str:
    """Return free-form input as the arguments of the function that stands in for the tool."""
    return json.dumps({CUSTOM_INPUT: text}, ensure_ascii=False)


def custom_text(arguments: str) -> str:
    """Return the free-form input out of the stand-in's arguments; what is no such object is taken as it is."""
    try:
        value = json.loads(arguments)
    except ValueError:
        return arguments
    if isinstance(value, dict) and isinstance(text := value.get(CUSTOM_INPUT), str):
        return text
    return arguments


def function_schema(tool: Tool) -> Json:
    """Return the JSON schema under which a tool is offered as a function; models need an object."""
    if tool.custom:
        note = "The tool's whole input as plain text."
        grammar = tool.grammar or {}
        if isinstance(definition := grammar.get("definition"), str):
            note += f" It must match this {grammar.get('syntax', 'grammar')} grammar:\n{definition}"
        return {
            "type": "object",
            "properties": {CUSTOM_INPUT: {"type": "string", "description": note}},
            "required": [CUSTOM_INPUT],
            "additionalProperties": False,
        }
    return as_object(tool.schema)


def arguments_object(arguments: str) -> Json:
    """Return a call's arguments as the object that some wires want; what is none stays readable as text."""
    try:
        value = json.loads(arguments)
    except ValueError:
        value = None
    # Arguments that a model once wrote and a client could not parse must still reach the model as it wrote them.
    return value if isinstance(value, dict) else {"arguments": arguments}


def flat_call(part: ToolCall) -> tuple[str, str]:
    """Return a call's flat name and its JSON arguments, for wires that know only functions."""
    arguments = custom_arguments(part.arguments) if part.custom else part.arguments or "{}"
    return wire_name(part.name, part.namespace), arguments


class ToolNames:
    """Finds the tool that the client offered by the flat name that came back in a call."""

    def __init__(self, tools: Iterable[Tool]) -> None:
        self._tools = {wire_name(tool.name, tool.namespace): tool for tool in tools}

    def offered(self, name: str) -> Tool:
        """Return the client's tool; a name that it never offered stays as it is.

        Gemini sometimes puts `default_api:` before a name.
        """
        tool = self._tools.get(name) or self._tools.get(name.rpartition(":")[2])
        return tool or Tool(name=name)
