"""Thinking as each generation of Claude takes it: by a budget of tokens, or adaptive by effort.

Clients send what the newest model takes; an older one gets the budget that the effort stands for.
"""

from __future__ import annotations

from aicore_tray.aicore.catalogue import ModelFacts
from aicore_tray.aicore.families.family import nearest_effort
from aicore_tray.dialects.conversation import Json

MIN_BUDGET = 1024
_BUDGETS = {"none": 0, "minimal": 1024, "low": 4096, "medium": 10000, "high": 24000, "xhigh": 32000, "max": 63000}
# From a budget back to an effort, for models that are only told how hard to think.
_EFFORTS = ((4096, "low"), (16000, "medium"), (64000, "high"))


def fit_thinking(body: Json, facts: ModelFacts) -> None:
    """Fit `thinking` and `output_config` in place."""
    config = body.pop("output_config", None) or {}
    thinking = body.pop("thinking", None) or {}
    effort = str(config.get("effort") or "")
    kind = thinking.get("type")
    if kind in ("enabled", "adaptive") and (fitted := _fitted(body, thinking, effort, facts)):
        body["thinking"] = fitted
        if fitted["type"] == "adaptive" and not effort and kind == "enabled":
            effort = _effort_of(thinking.get("budget_tokens"))
    kept: Json = {}
    if facts.output_config:
        if effort:
            kept["effort"] = nearest_effort(effort, facts.efforts)
        if form := config.get("format"):
            kept["format"] = form
    if kept:
        body["output_config"] = kept


def _effort_of(budget: object) -> str:
    tokens = budget if isinstance(budget, int) else 0
    return next((effort for limit, effort in _EFFORTS if tokens <= limit), "high")


def _fitted(body: Json, thinking: Json, effort: str, facts: ModelFacts) -> Json | None:
    """Return the thinking that the model takes in this request, or None where it cannot think."""
    forced = (body.get("tool_choice") or {}).get("type") in ("any", "tool")
    if facts.thinking == "none" or (forced and not facts.forced_thinking):
        return None
    adaptive = facts.thinking == "adaptive" or (facts.thinking == "both" and thinking["type"] == "adaptive")
    if adaptive:
        # These models keep their thoughts to themselves unless asked; who asks with a budget knows the older ones,
        # which always show them.
        display = thinking.get("display") or ("summarized" if thinking["type"] == "enabled" else None)
        shown = {"display": display} if display in ("summarized", "omitted") else {}
        return {"type": "adaptive", **(shown if facts.thinking == "adaptive" else {})}
    if _continues_without_thinking(body):
        return None
    budget = thinking.get("budget_tokens")
    wanted = budget if isinstance(budget, int) else _BUDGETS.get(effort or "high", _BUDGETS["high"])
    largest = body["max_tokens"] - 1
    if largest < MIN_BUDGET:
        return None
    return {"type": "enabled", "budget_tokens": max(MIN_BUDGET, min(wanted, largest))}


def _continues_without_thinking(body: Json) -> bool:
    """Whether a running tool loop, or a prefilled answer, began without thinking, which a thinking model refuses.

    A loop is one turn of the model: after its first call it need not think again.
    """
    loop: list[Json] = []
    for message in body["messages"]:
        if message["role"] == "assistant":
            loop.append(message)
        elif message["content"][0]["type"] != "tool_result":
            loop.clear()
    return bool(loop) and loop[0]["content"][0]["type"] not in ("thinking", "redacted_thinking")
