"""What Bedrock's Converse refuses in a request to Nova, in its own words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aicore_tray.sandbox.converse_shapes import (
    check_cache_point,
    check_media,
    check_name,
    check_result,
    check_text,
    extras,
    kind_of,
    need,
    one_of,
    refuse,
)
from aicore_tray.sandbox.model_facts import ModelFacts
from aicore_tray.sandbox.signatures import Signer

_FIELDS = frozenset({"messages", "system", "inferenceConfig", "toolConfig", "additionalModelRequestFields",
                     "additionalModelResponseFieldPaths", "guardrailConfig", "requestMetadata"})  # fmt: skip
_INFERENCE = frozenset({"maxTokens", "temperature", "topP", "stopSequences"})
_BY_ROLE = {
    "user": frozenset({"text", "image", "document", "toolResult", "cachePoint"}),
    "assistant": frozenset({"text", "toolUse", "reasoningContent", "cachePoint"}),
}
_SCHEMA_KEYS = frozenset({"type", "properties", "required"})
_MOST_STOPS = 4
_MOST_CACHE_POINTS = 4
_LARGEST_TOP_K = 128


def check(facts: ModelFacts, body: Any, signer: Signer) -> None:
    """Refuse whatever the model would refuse; silence means yes."""
    extras(body, _FIELDS, "")
    need(body, "", "messages")
    _check_system(body.get("system") or [])
    _check_inference(facts, body)
    _check_tools(body.get("toolConfig"))
    _check_messages(facts, body["messages"], signer)
    used = any(kind in block for block in _blocks(body) for kind in ("toolUse", "toolResult"))
    if used and not body.get("toolConfig"):
        raise refuse("The toolConfig field must be defined when using toolUse and toolResult content blocks.")
    points = sum("cachePoint" in block for block in (*_blocks(body), *(body.get("system") or [])))
    if points > _MOST_CACHE_POINTS:
        raise refuse(f"A maximum of {_MOST_CACHE_POINTS} cachePoint blocks may be provided. Found {points}.")


def check_length(facts: ModelFacts, prompt: int) -> None:
    """Refuse a prompt that does not fit into the context window."""
    if prompt > facts.context:
        raise refuse(f"Input is too long for requested model: {prompt} tokens > {facts.context} maximum")


def _blocks(body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for message in body["messages"]:
        yield from message["content"]


def _check_system(system: Any) -> None:
    for index, block in enumerate(system):
        where = f"system.{index}"
        if kind_of(block, where, {"text", "cachePoint"}) == "text":
            check_text(block["text"], where)
        else:
            check_cache_point(block["cachePoint"], f"{where}.cachePoint")


def _check_inference(facts: ModelFacts, body: dict[str, Any]) -> None:
    config = body.get("inferenceConfig") or {}
    extras(config, _INFERENCE, "inferenceConfig")
    limit = config.get("maxTokens")
    if limit is not None and (not isinstance(limit, int) or limit < 1):
        raise refuse("The maximum tokens value must be an integer of 1 or more.")
    if limit is not None and limit > facts.output:
        raise refuse(
            f"The maximum tokens you requested exceeds the model limit of {facts.output}. Try again with a maximum "
            f"tokens value that is lower than {facts.output}."
        )
    for name in ("temperature", "topP"):
        value = config.get(name)
        if value is not None and not 0 <= value <= 1:
            raise refuse(
                f"1 validation error detected: Value '{value}' at 'inferenceConfig.{name}' failed to satisfy "
                "constraint: Member must have value less than or equal to 1"
            )
    stops = config.get("stopSequences") or []
    if len(stops) > _MOST_STOPS:
        raise refuse(f"The model takes at most {_MOST_STOPS} stop sequences, but {len(stops)} were provided.")
    if any(not isinstance(stop, str) or not stop.strip() for stop in stops):
        raise refuse("The stopSequences field has a blank value. Provide a value with text and try again.")
    _check_additional(facts, body.get("additionalModelRequestFields") or {}, config)


def _check_additional(facts: ModelFacts, fields: Any, config: dict[str, Any]) -> None:
    known = {"inferenceConfig", "reasoningConfig"} if facts.efforts else {"inferenceConfig"}
    extras(fields, known, "additionalModelRequestFields")
    nova = fields.get("inferenceConfig") or {}
    extras(nova, {"topK"}, "additionalModelRequestFields.inferenceConfig")
    top_k = nova.get("topK")
    if top_k is not None and not 0 <= top_k <= _LARGEST_TOP_K:
        raise refuse(
            f"Malformed input request: #/inferenceConfig/topK: {top_k} is not less or equal to {_LARGEST_TOP_K}"
        )
    reasoning = fields.get("reasoningConfig")
    if reasoning is None:
        return
    where = "additionalModelRequestFields.reasoningConfig"
    extras(reasoning, {"type", "maxReasoningEffort"}, where)
    one_of(reasoning.get("type"), {"enabled", "disabled"}, f"{where}.type")
    if reasoning["type"] == "disabled":
        return
    need(reasoning, where, "maxReasoningEffort")
    one_of(reasoning["maxReasoningEffort"], facts.efforts, f"{where}.maxReasoningEffort")
    if reasoning["maxReasoningEffort"] == "high":
        for name in ("maxTokens", "temperature", "topP"):
            if config.get(name) is not None:
                raise refuse(f"The {name} field must be unset when maxReasoningEffort is high.")
        if top_k is not None:
            raise refuse("The topK field must be unset when maxReasoningEffort is high.")


def _check_tools(config: Any) -> None:
    if config is None:
        return
    extras(config, {"tools", "toolChoice"}, "toolConfig")
    need(config, "toolConfig", "tools")
    names: dict[str, int] = {}
    if not config["tools"]:
        raise refuse(
            "1 validation error detected: Value '[]' at 'toolConfig.tools' failed to satisfy constraint: Member must "
            "have length greater than or equal to 1"
        )
    for index, tool in enumerate(config["tools"]):
        where = f"toolConfig.tools.{index}"
        kind_of(tool, where, {"toolSpec"})
        name = _check_spec(tool["toolSpec"], f"{where}.toolSpec")
        if name in names:
            raise refuse(f"The tool {name} is already defined at toolConfig.tools.{names[name]}.")
        names[name] = index
    choice = config.get("toolChoice")
    if choice is None:
        return
    if kind_of(choice, "toolConfig.toolChoice", {"auto", "any", "tool"}) == "tool":
        extras(choice["tool"], {"name"}, "toolConfig.toolChoice.tool")
        if choice["tool"].get("name") not in names:
            raise refuse(f"The tool {choice['tool'].get('name')} of toolConfig.toolChoice is not in toolConfig.tools.")


def _check_spec(spec: Any, where: str) -> str:
    extras(spec, {"name", "description", "inputSchema"}, where)
    need(spec, where, "name", "inputSchema")
    check_name(spec["name"], f"{where}.name")
    if spec.get("description") == "":
        raise refuse(
            f"1 validation error detected: Value '' at '{where}.description' failed to satisfy constraint: Member must "
            "have length greater than or equal to 1"
        )
    extras(spec["inputSchema"], {"json"}, f"{where}.inputSchema")
    schema = spec["inputSchema"].get("json")
    if not isinstance(schema, dict) or schema.get("type") != "object":
        raise refuse(f"The value at {where}.inputSchema.json.type must be one of the following: object.")
    extras(schema, _SCHEMA_KEYS, f"{where}.inputSchema.json")
    return str(spec["name"])


def _check_messages(facts: ModelFacts, messages: Any, signer: Signer) -> None:
    if not isinstance(messages, list) or not messages:
        raise refuse("A conversation must start with a user message. Try again with a conversation that starts with a "
                     "user message.")  # fmt: skip
    called: list[str] = []
    for index, message in enumerate(messages):
        where = f"messages.{index}"
        extras(message, {"role", "content"}, where)
        need(message, where, "role", "content")
        one_of(message["role"], tuple(_BY_ROLE), f"{where}.role")
        if index == 0 and message["role"] != "user":
            raise refuse("A conversation must start with a user message. Try again with a conversation that starts "
                         "with a user message.")  # fmt: skip
        if index and message["role"] == messages[index - 1]["role"]:
            raise refuse("A conversation must alternate between user and assistant roles. Make sure the conversation "
                         "alternates between user and assistant roles and try again.")  # fmt: skip
        if not message["content"]:
            raise refuse(f"The content field in the Message object at {where} is empty. Add a ContentBlock object to "
                         "the content field and try again.")  # fmt: skip
        _check_blocks(facts, message, where, signer)
        results = [block["toolResult"]["toolUseId"] for block in message["content"] if "toolResult" in block]
        _check_answered(called, results, where)
        called = [block["toolUse"]["toolUseId"] for block in message["content"] if "toolUse" in block]
    if called:
        raise refuse(f"Expected toolResult blocks at messages.{len(messages)}.content for the following Ids: "
                     f"{', '.join(called)}")  # fmt: skip


def _check_blocks(facts: ModelFacts, message: dict[str, Any], where: str, signer: Signer) -> None:
    kinds = []
    for index, block in enumerate(message["content"]):
        at = f"{where}.content.{index}"
        kind = kind_of(block, at)
        kinds.append(kind)
        if kind not in _BY_ROLE[message["role"]]:
            raise refuse(f"The {kind} block at {at} is not allowed in a message of the role {message['role']}.")
        if kind == "text":
            check_text(block["text"], at)
        elif kind in {"image", "document"}:
            check_media(facts, block, at)
        elif kind == "toolUse":
            _check_use(block["toolUse"], f"{at}.toolUse")
        elif kind == "toolResult":
            check_result(facts, block["toolResult"], f"{at}.toolResult")
        elif kind == "reasoningContent":
            _check_reasoning(facts, block["reasoningContent"], f"{at}.reasoningContent", signer)
        else:
            check_cache_point(block["cachePoint"], f"{at}.cachePoint")
    if kinds[0] == "cachePoint":
        raise refuse(f"The cachePoint block at {where}.content.0 has no content before it.")
    names = [block["document"]["name"] for block in message["content"] if "document" in block]
    if names and "text" not in kinds:
        raise refuse("A text block must be included in the message when a document is provided.")
    if len(set(names)) < len(names):
        raise refuse("The documents of a message must have unique names.")


def _check_use(use: Any, where: str) -> None:
    extras(use, {"toolUseId", "name", "input"}, where)
    need(use, where, "toolUseId", "name", "input")
    check_name(use["toolUseId"], f"{where}.toolUseId")
    check_name(use["name"], f"{where}.name")
    if not isinstance(use["input"], dict):
        raise refuse(
            f"The format of the value at {where}.input is invalid. Provide a json object for the field and try again."
        )


def _check_reasoning(facts: ModelFacts, content: Any, where: str, signer: Signer) -> None:
    if not facts.efforts:
        raise refuse("This model doesn't support the reasoningContent content block that you provided. Use a different "
                     "content block and try again.")  # fmt: skip
    if kind_of(content, where, {"reasoningText", "redactedContent"}) == "redactedContent":
        return
    shown = content["reasoningText"]
    extras(shown, {"text", "signature"}, f"{where}.reasoningText")
    need(shown, f"{where}.reasoningText", "text", "signature")
    if not signer.verify("reasoning", shown["text"], shown["signature"]):
        raise refuse(f"The signature at {where}.reasoningText is not valid.")


def _check_answered(called: list[str], results: list[str], where: str) -> None:
    missing = [call for call in called if call not in results]
    if missing:
        raise refuse(f"Expected toolResult blocks at {where}.content for the following Ids: {', '.join(missing)}")
    if len(results) > len(called):
        raise refuse(f"The number of toolResult blocks at {where}.content exceeds the number of toolUse blocks of "
                     "previous turn.")  # fmt: skip
    if strangers := [result for result in results if result not in called]:
        raise refuse(f"The toolResult blocks at {where}.content contain Ids that no toolUse block has: "
                     f"{', '.join(strangers)}")  # fmt: skip
