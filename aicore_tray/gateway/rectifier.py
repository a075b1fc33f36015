"""Refused fields: what an upstream's 400 names as not permitted is dropped, once, and remembered for that place.

A place is a deployment, or one model of an orchestration deployment.

Clients change weekly and add fields that SAP refuses. Never dropped: messages, tools, anything that changes the
question.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass

from aicore_tray.dialects.conversation import Json

_log = logging.getLogger(__name__)

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
    """What each place was seen to refuse."""

    def __init__(self) -> None:
        self._refused: dict[str, set[Field]] = {}
        self._unstreamed: set[str] = set()

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
        for field in self._refused.get(place, ()):
            _drop(body, field.path)

    def learn(self, place: str, message: str, body: Json) -> bool:
        """Drop the fields that a 400's message names; return whether a second try makes sense."""
        dropped = [field for field in _named_fields(message) if _drop(body, field.path)]
        for field in dropped:
            _log.warning("An upstream refused the field %s; it is left out from now on", field)
            self._refused.setdefault(place, set()).add(field)
        return bool(dropped)


def _named_fields(message: str) -> Iterator[Field]:
    if _BETA_FLAG.search(message):
        yield Field(("anthropic_beta",))
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
