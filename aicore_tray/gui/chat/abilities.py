"""What a model takes from the chat, whichever of its deployments answers."""

from __future__ import annotations

from collections.abc import Iterable

from aicore_tray.chat.ability import Ability
from aicore_tray.gui.snapshots import ModelView

# What models take that measure their thinking in tokens: the families turn it into a budget.
_EFFORTS = ("low", "medium", "high")


def ability_of(model: str, rows: Iterable[ModelView]) -> Ability:
    """Return what a model takes, by the catalogue's facts of all that serve it now."""
    found = [_one(row) for row in rows if row.model == model and row.on and row.status == "RUNNING"]
    if not found:
        return Ability()
    return Ability(
        pictures=all(each.pictures for each in found),
        documents=all(each.documents for each in found),
        temperature=all(each.temperature for each in found),
        max_output=min((each.max_output for each in found if each.max_output), default=0),
        efforts=tuple(effort for effort in found[0].efforts if all(effort in each.efforts for each in found)),
    )


def _one(row: ModelView) -> Ability:
    facts = row.facts
    refused = facts.orchestration_refuses if row.through_orchestration else ()
    efforts = facts.efforts or (_EFFORTS if facts.thinking != "none" else ())
    return Ability(
        pictures=facts.vision,
        documents=facts.documents,
        temperature=facts.sampling != "fixed" and "temperature" not in refused,
        max_output=facts.max_output,
        efforts=() if "reasoning_effort" in refused else efforts,
    )
