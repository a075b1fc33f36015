"""Which of the models that are offered suits a tool best."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Sequence
from dataclasses import dataclass

_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A chat model that the proxy serves.

    Attributes:
        name: SAP's name.
        familiar: the name under which its maker's own clients know it, "" where that is the same.
        context: its context window in tokens, 0 where nobody tells.
        deployed: it has a deployment of its own; others are served through orchestration.
    """

    name: str
    familiar: str = ""
    context: int = 0
    deployed: bool = True

    @property
    def id(self) -> str:
        """The name that tools are given: programs take names that they do not know for something else."""
        return self.familiar or self.name


def best(offers: Sequence[Offer], patterns: Sequence[str]) -> Offer | None:
    """Return the newest model that fits the first pattern that any fits; else the first one; None without any.

    What a company has deployed is what it means to be used: that comes before all that orchestration has.
    """
    for pattern in patterns:
        fitting = [offer for offer in offers if fnmatch.fnmatchcase(offer.name, pattern)]
        if fitting:
            return max([offer for offer in fitting if offer.deployed] or fitting, key=_age)
    return offers[0] if offers else None


# Whom to ask where nobody says: words in names, the best first.
_USUAL = ("sonnet", "claude", "gpt", "gemini")


def usual(names: Sequence[str]) -> str:
    """Return the model that answers where none was chosen: a Claude Sonnet, else what comes next; "" without any."""
    return next((name for word in _USUAL for name in names if word in name), names[0] if names else "")


def _age(offer: Offer) -> tuple[tuple[int, ...], int]:
    """Order by version; of one version the plain model comes before its smaller kin, whose names are longer."""
    return tuple(int(number) for number in _NUMBER.findall(offer.name)), -len(offer.name)
