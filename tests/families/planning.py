"""Requests planned for a model of the shipped catalogue, and what the sandbox would say to them."""

from __future__ import annotations

import json
from typing import Any

from aicore_tray.aicore.catalogue import Catalogue, ModelFacts
from aicore_tray.aicore.families import FAMILIES
from aicore_tray.aicore.families.family import ClientRequest, Plan
from aicore_tray.dialects import chat_completions, messages, responses
from aicore_tray.dialects.dialect import ClientDialect
from aicore_tray.sandbox import (
    azure_chat_rules,
    claude_rules,
    cohere_rules,
    converse_rules,
    gemini_rules,
    hosted_chat_rules,
    model_facts,
    orchestration,
    responses_items,
    responses_rules,
)
from aicore_tray.sandbox.endpoint import Desk
from aicore_tray.sandbox.refusals import Refusal
from aicore_tray.sandbox.signatures import Signer

Json = dict[str, Any]
CATALOGUE = Catalogue.load()
SONNET = "anthropic--claude-4.5-sonnet"
SONNET_46 = "anthropic--claude-4.6-sonnet"
OPUS_47 = "anthropic--claude-4.7-opus"
OPUS_48 = "anthropic--claude-4.8-opus"


def facts(model: str) -> ModelFacts:
    return CATALOGUE.facts(model)


def plan(
    model: str,
    body: Json,
    dialect: ClientDialect = messages,
    betas: tuple[str, ...] = (),
    *,
    through_orchestration: bool = False,
) -> Plan:
    """Plan a client's body for a model."""
    row = CATALOGUE.facts(model, "orchestration") if through_orchestration else facts(model)
    request = ClientRequest(dialect, json.dumps(body, ensure_ascii=False).encode(), betas=betas)
    return FAMILIES[row.family](CATALOGUE.families[row.family]).plan(request, row)


def to_claude(body: Json, model: str = SONNET, betas: tuple[str, ...] = ()) -> Json:
    """Return the body that a Messages request becomes."""
    return plan(model, {"model": "m", "max_tokens": 4096, **body}, messages, betas).body


def to_chat(body: Json, model: str) -> Json:
    return plan(model, {"model": "m", "messages": [{"role": "user", "content": "hi"}], **body}, chat_completions).body


def to_responses(body: Json, model: str = "gpt-5.5") -> Json:
    return plan(model, {"model": "m", "input": "hi", **body}, responses).body


def to_gemini(body: Json, model: str) -> Json:
    """Return what a Chat Completions request becomes."""
    return plan(model, {"model": "m", "messages": [{"role": "user", "content": "hi"}], **body}, chat_completions).body


def to_nova(body: Json, model: str = "amazon--nova-pro", dialect: ClientDialect = chat_completions) -> Json:
    """Return what a Chat Completions request becomes."""
    return plan(model, {"model": "m", "messages": [{"role": "user", "content": "hi"}], **body}, dialect).body


def to_cohere(
    body: Json, model: str = "cohere--command-a-reasoning", dialect: ClientDialect = chat_completions
) -> Json:
    """Return what a Chat Completions request becomes."""
    return plan(model, {"model": "m", "messages": [{"role": "user", "content": "hi"}], **body}, dialect).body


class TrustingSigner(Signer):
    """Takes every signature for its own: random ones are sent here."""

    def verify(self, kind: str, text: str, seal: str) -> bool:
        return True

    def unwrap(self, kind: str, packed: str) -> str | None:
        return ""


def refusal_of(model: str, made: Plan) -> str:
    """Return what the sandbox says against a plan's body, as the real service would; "" if it takes it."""
    try:
        _check(model, made)
    except Refusal as refusal:
        return f"{refusal.status}: {refusal.body}"
    return ""


def _check(model: str, made: Plan) -> None:
    body = json.loads(json.dumps(made.body))
    known = model_facts.KNOWN[model]
    signer = TrustingSigner()
    match facts(model).family, made.path:
        case _, "/v2/completion":
            orchestration.check(body, Desk(signer=signer))
        case "claude", _:
            claude_rules.check(known, body, signer)
        case "cohere", _:
            cohere_rules.check(known, body)
        case "converse", _:
            converse_rules.check(known, body, signer)
        case "openai_like", _:
            hosted_chat_rules.check(known, body)
        case "gemini", _:
            gemini_rules.check(known, body, signer)
        case "azure", "/responses":
            responses_rules.check(known, body)
            responses_items.check(responses_items.as_items(body["input"]), signer, store=False, known=set())
        case _:
            azure_chat_rules.check(known, body)
