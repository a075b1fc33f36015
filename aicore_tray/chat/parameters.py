"""How a conversation's questions are to be answered; what is not set is not sent, and the model goes by its own."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """What the user has set.

    Attributes:
        temperature: 0 to 2; None for the model's own.
        max_tokens: of an answer, with what is thought before it; None for the model's own.
        effort: how hard to think, one of the model's efforts; "" for the model's own.
    """

    temperature: float | None = None
    max_tokens: int | None = None
    effort: str = ""

    @property
    def count(self) -> int:
        """How many are set."""
        return (self.temperature is not None) + (self.max_tokens is not None) + bool(self.effort)

    def to_json(self) -> str:
        """Return them as they are kept; "" where none is set."""
        told = {key: value for key, value in asdict(self).items() if value not in (None, "")}
        return json.dumps(told) if told else ""

    @classmethod
    def from_json(cls, text: str) -> Parameters:
        """Read what `to_json` wrote; what is no parameter is left out."""
        found: Any = json.loads(text) if text else {}
        names = {item.name for item in fields(cls)}
        return cls(**{key: value for key, value in found.items() if key in names})
