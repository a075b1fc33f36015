"""The seam between the server and the families: a call comes in, whole JSON or a list of events goes out."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aicore_tray.sandbox.framing import Event
from aicore_tray.sandbox.model import ScriptedModel
from aicore_tray.sandbox.model_facts import ModelFacts
from aicore_tray.sandbox.prompt_cache import PromptCache
from aicore_tray.sandbox.signatures import Signer

_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz123456789"


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """A response that `previous_response_id` may refer to."""

    body: dict[str, Any]
    items: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Desk:
    """What all families share while they answer."""

    model: ScriptedModel = field(default_factory=ScriptedModel)
    signer: Signer = field(default_factory=Signer)
    cache: PromptCache = field(default_factory=PromptCache)
    responses: dict[str, StoredResponse] = field(default_factory=dict)

    def new_id(self, prefix: str, length: int = 24) -> str:
        """An id as the vendors make them."""
        return prefix + "".join(secrets.choice(_ALPHABET) for _ in range(length))

    def now(self) -> int:
        """Seconds since 1970, as answers carry them."""
        return int(time.time())


@dataclass(frozen=True, slots=True, kw_only=True)
class InferenceCall:
    """One request to a deployment.

    Attributes:
        owner: whose prompt cache and stored responses these are.
        path: what follows the deployment's URL, without a leading slash.
    """

    method: str
    owner: str
    facts: ModelFacts
    path: str
    query: dict[str, str]
    body: Any
    desk: Desk


@dataclass(frozen=True, slots=True)
class Whole:
    """An answer in one piece."""

    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stream:
    """An answer as stream events, all known beforehand.

    Attributes:
        named: each event is an object under its own name, as Converse has them: written as Python writes a dict.
    """

    events: list[Event]
    named: bool = False


Reply = Whole | Stream


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """What one sub-path of one family does.

    Attributes:
        answer: answers or raises a Refusal.
        failure: the body with which the family reports a status and a message.
        stream_failure: the events with which it reports an error inside a 200.
    """

    answer: Callable[[InferenceCall], Reply]
    failure: Callable[[int, str], dict[str, Any]]
    stream_failure: Callable[[int], list[Event]]
