"""Refused fields: what an upstream's 400 names as not permitted is dropped, once, and remembered for that place.

A place is a deployment, or one model of an orchestration deployment.

Clients change weekly and add fields and kinds of tools that SAP refuses. Never dropped: messages, tools that were
called, anything that changes the question.
"""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from aicore_tray.dialects.conversation import Json

_log = logging.getLogger(__name__)

# SAP mends and updates what it refuses: it is asked again after so long.
MEMORY_SECONDS = 7 * 86_400.0
TOOL_TYPE = "tool type"
"""The first name of a refused kind of tool's path."""

_BETA_FLAG = re.compile(r"invalid beta flag|anthropic_beta", re.IGNORECASE)
# `1200 is greater than the maximum of 600 - 'config.modules.prompt_templating.model.timeout'`, of the same
_OUT_OF_RANGE = re.compile(r"is (?:greater|less) than the (?:maximum|minimum) of [\d.]+ - '([\w.\[\]-]+)'")
# `tools.0.custom.defer_loading: Extra inputs are not permitted`, `Unknown parameter: 'input[0].beta'.`,
# `Unrecognized request argument supplied: foo`, `Unsupported parameter: 'store' is not supported with this model.`
_NAMED = (
    re.compile(r"([A-Za-z_][\w.\[\]-]*): Extra inputs are not permitted"),
    re.compile(r"(?:Unknown|Unsupported) parameter: '([\w.\[\]-]+)'"),
    re.compile(r"Unrecognized request arguments? supplied: ([\w, ]+)"),
    _OUT_OF_RANGE,
    re.compile(r"Invalid JSON payload received\. Unknown name \"(\w+)\" at '([\w.\[\]-]*)'"),
)
# `tools.3: Input tag 'web_search_20250305' found using 'type' does not match any of the expected tags: …`,
# `The following tools are not allowed for model 'gpt-5.3-codex': namespace and web_search.`
_TOOL_TYPES = (
    re.compile(r"tools\.\d+: Input tag '([\w-]+)' found using 'type'"),
    re.compile(r"The following tools? (?:is|are) not allowed for model '[^']*': ([\w, -]+)"),
)
# Reasoning that no model takes back any more: its keys were changed, or a client has damaged it.
_REASONING = re.compile(
    r"signature|encrypted[_ ]content|thinking.{0,3} blocks?|reasoning.{0,20} could not be", re.IGNORECASE
)
# `openai does not support parameters: ['thinking', 'top_p'], for model=gpt-5.5`, of the orchestration service
_PARAMETERS = re.compile(r"does not support parameters: \[([\w', ]+)\]")
_PARAMETERS_AT = ("config", "modules", "prompt_templating", "model", "params")
_NO_STREAM = re.compile(r"Streaming is not supported for this model", re.IGNORECASE)
# A conversation without these would be another question.
_KEPT = frozenset(
    {
        "messages", "input", "contents", "system", "instructions", "systemInstruction", "tools", "tool_choice", "model",
        "stream", "max_tokens", "content", "parts", "role", "type", "text", "name", "id", "call_id", "tool_use_id",
        "tool_call_id", "arguments", "input_schema", "parameters", "functionCall", "functionResponse", "source", "data",
        "stop", "stop_sequences", "response_format", "previous_response_id", "conversation", "prompt",
    }
)  # fmt: skip
# What a person wrote into a schema is theirs.
_SCHEMAS = frozenset({"input_schema", "parameters", "parametersJsonSchema", "schema", "properties", "responseSchema"})


@dataclass(frozen=True, slots=True)
class Field:
    """A field by its path without list positions, such as ("tools", "defer_loading")."""

    path: tuple[str, ...]

    def __str__(self) -> str:
        return ".".join(self.path)


class Rectifier:
    """What each place was seen to refuse.

    Args:
        file: where it is kept over a restart.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._refused: dict[str, dict[Field, float]] = {}
        self._unstreamed: set[str] = set()
        self.changed = False

    def load(self) -> None:
        """Take over what an earlier run has put down; it blocks."""
        if self._file is not None:
            now = time.time()
            for place, fields in read_refused(self._file).items():
                kept = {field: at for field, at in fields.items() if now - at < MEMORY_SECONDS}
                self._refused.setdefault(place, {}).update(kept)

    def written(self) -> bytes:
        """Return what is to be put down."""
        self.changed = False
        told = {
            place: [[*field.path, at] for field, at in fields.items()]
            for place, fields in self._refused.items()
            if fields
        }
        return json.dumps(told, indent=1).encode()

    def refused(self, place: str) -> tuple[Field, ...]:
        """Return the fields that are left out for a place, for the diagnostics."""
        return tuple(sorted(self._refused.get(place, ()), key=str))

    def streams(self, place: str) -> bool:
        """Whether streams may be asked for: nothing has been heard to the contrary."""
        return place not in self._unstreamed

    def learn_unstreamed(self, place: str, message: str) -> bool:
        """Remember a 400 that says that the model does not stream; return whether it does."""
        if not _NO_STREAM.search(message):
            return False
        _log.warning("An upstream does not stream a model; its answers are asked for whole from now on")
        self._unstreamed.add(place)
        return True

    def apply(self, place: str, body: Json) -> None:
        """Drop from a body what the place refused before."""
        if not (refused := self._refused.get(place)):
            return
        now = time.time()
        for field, at in tuple(refused.items()):
            if now - at > MEMORY_SECONDS:
                del refused[field]
            else:
                _drop_field(body, field)

    def learn(self, place: str, message: str, body: Json) -> bool:
        """Drop the fields that a 400's message names; return whether another try makes sense."""
        dropped = [field for field in _named_fields(message) if _drop_field(body, field)]
        for field in dropped:
            _log.warning("An upstream refused %s; it is left out from now on", field)
            self._refused.setdefault(place, {})[field] = time.time()
            self.changed = True
        return bool(dropped)


def read_refused(file: Path) -> Mapping[str, Mapping[Field, float]]:
    """Return what was put down: deployment -> field -> when it was refused; {} where nothing can be read."""
    try:
        told = msgspec.json.decode(file.read_bytes(), type=dict[str, list[list[str | float]]])
    except FileNotFoundError:
        return {}
    except (OSError, msgspec.MsgspecError) as error:
        _log.warning("%s cannot be read (%s); what SAP refuses is learned anew", file, error)
        return {}
    return {
        deployment: {Field(tuple(map(str, path))): float(at) for *path, at in rows if path}
        for deployment, rows in told.items()
    }


def refuses_reasoning(message: str) -> bool:
    """Whether a 400 is about reasoning of an earlier turn, without which the conversation can go on."""
    return _REASONING.search(message) is not None


def _named_fields(message: str) -> Iterator[Field]:
    if _BETA_FLAG.search(message):
        yield Field(("anthropic_beta",))
    for pattern in _TOOL_TYPES:
        for found in pattern.finditer(message):
            yield from (Field((TOOL_TYPE, kind)) for kind in re.split(r",\s*|\s+and\s+", found[1].strip()) if kind)
    if parameters := _PARAMETERS.search(message):
        for name in re.findall(r"\w+", parameters[1]):
            if name not in _KEPT:
                yield Field((*_PARAMETERS_AT, name))
    for pattern in _NAMED:
        for found in pattern.finditer(message):
            paths = [f"{found[2]}.{found[1]}" if pattern.groups == 2 else part for part in found[1].split(",")]
            for path in paths:
                segments = re.split(r"[.\[\]]+", path.strip())
                names = tuple(part for part in segments if part and not part.isdigit())
                if names and names[-1] not in _KEPT and _SCHEMAS.isdisjoint(names):
                    yield Field(names)


def _drop_field(body: Json, field: Field) -> bool:
    return _drop_tools(body, field.path[1]) if field.path[0] == TOOL_TYPE else _drop(body, field.path)


def _drop_tools(body: Json, kind: str) -> bool:
    """Drop the tools of a kind that were never called; a choice that is left without its tool becomes free."""
    tools = body.get("tools")
    if not isinstance(tools, list):
        return False
    turns = json.dumps([body.get("messages"), body.get("input")])
    gone = [
        tool
        for tool in tools
        if isinstance(tool, dict)
        and tool.get("type") == kind
        and f'"name": {json.dumps(tool.get("name") or kind)}' not in turns
    ]
    if not gone:
        return False
    body["tools"] = [tool for tool in tools if tool not in gone]
    choice = body.get("tool_choice")
    chosen = choice.get("name") or choice.get("type") if isinstance(choice, dict) else None
    if not body["tools"]:
        del body["tools"]
        body.pop("tool_choice", None)
    elif chosen in {name for tool in gone for name in (tool.get("name"), kind)}:
        body["tool_choice"] = {"type": "auto"} if "messages" in body else "auto"
    return True


def _drop(value: object, path: tuple[str, ...]) -> bool:
    """Drop the last name of a path wherever the names before it lead; names that the body has not are passed over.

    Bedrock puts a block's type into its paths (`tools.0.custom.defer_loading`), which the body has not as a key.
    """
    if isinstance(value, list):
        found = [_drop(item, path) for item in value]
        return any(found)
    if not isinstance(value, dict):
        return False
    head, rest = path[0], path[1:]
    if not rest:
        return value.pop(head, _ABSENT) is not _ABSENT
    return _drop(value.get(head, value), rest)


_ABSENT = object()
