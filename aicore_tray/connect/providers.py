"""What tools with lists of providers are told of ours: its name, the variable with its key, and its models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from aicore_tray.connect.setup import Value
from aicore_tray.connect.tool import Target

PROVIDER = "aicore"
TITLE = "SAP AI Core"
KEY_VARIABLE = "AICORE_TRAY_KEY"
_USUAL_WINDOW = 128_000
_USUAL_ANSWER = 32_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A model as it stands in a tool's list.

    Attributes:
        id: the name that the tool asks for.
        context: its context window in tokens; a usual one where nobody tells, as tools shorten conversations by it.
    """

    id: str
    context: int

    @property
    def answer(self) -> int:
        """How long an answer may be, in tokens; the proxy takes it down to what a model can."""
        return min(_USUAL_ANSWER, self.context // 4)

    @property
    def title(self) -> str:
        """How it is called among models of other providers."""
        return f"{self.id} ({TITLE})"


def listed(target: Target) -> tuple[Listed, ...]:
    """Return the models for a list: the one to begin with, the small one, and all that have a deployment."""
    known = {name: offer.context for offer in target.offers for name in (offer.name, offer.id)}
    names = (target.model, target.small, *(offer.id for offer in target.offers if offer.deployed))
    return tuple(Listed(id=name, context=known.get(name, 0) or _USUAL_WINDOW) for name in dict.fromkeys(names) if name)


def values(path: tuple[str, ...], tree: Mapping[str, object]) -> Iterator[Value]:
    """Yield what stands in a tree as single values; a list is one, as nobody can tell whose its parts are."""
    for name, value in tree.items():
        if isinstance(value, Mapping):
            yield from values((*path, name), value)
        else:
            yield Value(path=(*path, name), value=value)


def as_tree(found: Iterable[Value]) -> dict[str, Any]:
    """Return values as one tree, for people who paste it."""
    tree: dict[str, Any] = {}
    for each in found:
        place = tree
        for name in each.path[:-1]:
            place = place.setdefault(name, {})
        place[each.path[-1]] = each.value
    return tree
