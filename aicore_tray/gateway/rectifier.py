"""Refused fields: what an upstream's 400 names as not permitted is dropped, once, and remembered for that deployment.

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
# `tools.0.custom.defer_loading: Extra inputs are not permitted`, `Unknown parameter: 'input[0].beta'.`,
# `Unrecognized request argument supplied: foo`, `Unsupported parameter: 'store' is not supported with this model.`
_NAMED = (
    re.compile(r"([A-Za-z_][\w.\[\]-]*): Extra inputs are not permitted"),
    re.compile(r"(?:Unknown|Unsupported) parameter: '([\w.\[\]-]+)'"),
    re.compile(r"Unrecognized request arguments? supplied: ([\w, ]+)"),
    re.compile(r"Invalid JSON payload received\. Unknown name \"(\w+)\" at '([\w.\[\]-]*)'"),
)
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
    """What each deployment was seen to refuse."""

    def __init__(self) -> None:
        self._refused: dict[str, set[Field]] = {}

    def refused(self, deployment: str) -> tuple[Field, ...]:
        """Return the fields that are left out for a deployment, for the diagnostics."""
        return tuple(sorted(self._refused.get(deployment, ()), key=str))

    def apply(self, deployment: str, body: Json) -> None:
        """Drop from a body what the deployment refused before."""
        for field in self._refused.get(deployment, ()):
            _drop(body, field.path)

    def learn(self, deployment: str, message: str, body: Json) -> bool:
        """Drop the fields that a 400's message names; return whether a second try makes sense."""
        dropped = [field for field in _named_fields(message) if _drop(body, field.path)]
        for field in dropped:
            _log.warning("An upstream refused the field %s; it is left out from now on", field)
            self._refused.setdefault(deployment, set()).add(field)
        return bool(dropped)


def _named_fields(message: str) -> Iterator[Field]:
    if _BETA_FLAG.search(message):
        yield Field(("anthropic_beta",))
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
