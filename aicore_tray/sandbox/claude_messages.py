"""What Claude refuses in a conversation: roles, empty turns, unmatched tool calls, foreign thinking."""

from __future__ import annotations

from typing import Any

from aicore_tray.sandbox.claude_shapes import check_block, check_text, extras, need, refuse
from aicore_tray.sandbox.model_facts import ModelFacts
from aicore_tray.sandbox.signatures import Signer

_THINKING = frozenset({"thinking", "redacted_thinking"})
_EXPECTED_THINKING = (
    "When `thinking` is enabled, a final `assistant` message must start with a thinking block (preceeding the "
    "lastmost set of `tool_use` and `tool_result` blocks). We recommend you include thinking blocks from previous "
    "turns. To avoid this requirement, disable `thinking`. Please consult our documentation at "
    "https://docs.claude.com/en/docs/build-with-claude/extended-thinking"
)


def blocks_of(message: dict[str, Any]) -> list[dict[str, Any]]:
    """A message's content as blocks, also where it is a plain string."""
    content = message["content"]
    return [{"type": "text", "text": content}] if isinstance(content, str) else content


def check_messages(facts: ModelFacts, messages: Any, signer: Signer) -> None:
    """Refuse the first thing that is wrong with the conversation."""
    if not isinstance(messages, list):
        raise refuse("messages: Input should be a valid list")
    if not messages:
        raise refuse("messages: at least one message is required")
    for index, message in enumerate(messages):
        _check_message(index, message, last=index == len(messages) - 1)
    if messages[0]["role"] != "user":
        raise refuse('messages: first message must use the "user" role')
    _check_tool_calls(messages)
    _check_signatures(messages, signer)
    final = messages[-1]
    if final["role"] != "assistant":
        return
    if not facts.prefill:
        raise refuse(
            "This model does not support assistant message prefill. The conversation must end with a user message."
        )
    content = blocks_of(final)
    if content and content[-1]["type"] == "text" and content[-1]["text"] != content[-1]["text"].rstrip():
        raise refuse("messages: final assistant content cannot end with trailing whitespace")


def _check_message(index: int, message: Any, *, last: bool) -> None:
    where = f"messages.{index}"
    if not isinstance(message, dict):
        raise refuse(f"{where}: Input should be a valid dictionary")
    if message.get("role") == "system":
        raise refuse(f"{where}: role 'system' is not supported on this model")
    if message.get("role") not in {"user", "assistant"}:
        raise refuse(f"{where}.role: Input should be 'user' or 'assistant'")
    extras(message, {"role", "content"}, where)
    need(message, where, "content")
    content = message["content"]
    if not isinstance(content, str | list):
        raise refuse(f"{where}.content: Input should be a valid list")
    if not content and not (last and message["role"] == "assistant"):
        raise refuse(
            f"{where}: all messages must have non-empty content except for the optional final assistant message"
        )
    if isinstance(content, str):
        if content:
            check_text(content, "messages")
        return
    for at, block in enumerate(content):
        check_block(block, message["role"], f"{where}.content.{at}")


def _check_tool_calls(messages: list[dict[str, Any]]) -> None:
    seen: set[str] = set()
    for index, message in enumerate(messages):
        blocks = blocks_of(message)
        before = blocks_of(messages[index - 1]) if index else []
        open_calls = {b["id"] for b in before if b["type"] == "tool_use"}
        answered: set[str] = set()
        for at, block in enumerate(blocks):
            if block["type"] == "tool_use":
                if block["id"] in seen:
                    raise refuse(f"messages.{index}.content.{at}: `tool_use` ids must be unique")
                seen.add(block["id"])
            if block["type"] == "tool_result":
                call_id = block["tool_use_id"]
                if call_id not in open_calls:
                    raise refuse(
                        f"messages.{index}.content.{at}: unexpected `tool_use_id` found in `tool_result` "
                        f"blocks: {call_id}. "
                        "Each `tool_result` block must have a corresponding `tool_use` block in the previous message."
                    )
                if call_id in answered:
                    raise refuse(
                        f"messages.{index}.content.{at}: each tool_use must have a single result. Found multiple "
                        f"`tool_result` blocks with id: {call_id}"
                    )
                answered.add(call_id)
        # Results count only while they come first: a text before them hides them.
        leading = {b["tool_use_id"] for b in blocks[: _leading_results(blocks)]}
        if missing := [call_id for call_id in _in_order(before) if call_id not in leading]:
            raise _unanswered(index - 1, missing)
    if missing := _in_order(blocks_of(messages[-1])):
        raise _unanswered(len(messages) - 1, missing)


def _leading_results(blocks: list[dict[str, Any]]) -> int:
    return next((at for at, block in enumerate(blocks) if block["type"] != "tool_result"), len(blocks))


def _in_order(blocks: list[dict[str, Any]]) -> list[str]:
    return [block["id"] for block in blocks if block["type"] == "tool_use"]


def _unanswered(index: int, missing: list[str]) -> Exception:
    return refuse(
        f"messages.{index}: `tool_use` ids were found without `tool_result` blocks immediately after: "
        f"{', '.join(missing)}. Each `tool_use` block must have a corresponding `tool_result` block in the next "
        "message."
    )


def _check_signatures(messages: list[dict[str, Any]], signer: Signer) -> None:
    for index, message in enumerate(messages):
        for at, block in enumerate(blocks_of(message)):
            where = f"messages.{index}.content.{at}"
            if block["type"] == "thinking" and not signer.verify("thinking", block["thinking"], block["signature"]):
                raise refuse(f"{where}: Invalid `signature` in `thinking` block")
            if block["type"] == "redacted_thinking" and signer.unwrap("redacted", block["data"]) is None:
                raise refuse(f"{where}: Invalid `data` in `redacted_thinking` block")


def check_thinking_turn(body: dict[str, Any]) -> None:
    """Refuse a running tool loop that began without thinking although thinking is enabled."""
    if (body.get("thinking") or {}).get("type") != "enabled":
        return
    messages = body["messages"]
    start = max((i + 1 for i, m in enumerate(messages) if m["role"] == "user" and not _is_result(m)), default=0)
    for index, message in enumerate(messages[start:], start):
        if message["role"] != "assistant":
            continue
        kinds = [block["type"] for block in blocks_of(message)]
        if "tool_use" in kinds and kinds[0] not in _THINKING:
            raise refuse(
                f"messages.{index}.content.0.type: Expected `thinking` or `redacted_thinking`, but found `{kinds[0]}`. "
                + _EXPECTED_THINKING
            )
        return


def _is_result(message: dict[str, Any]) -> bool:
    return any(block["type"] == "tool_result" for block in blocks_of(message))
