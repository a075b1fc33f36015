"""What the Responses API refuses in its input items: shapes, ids, unmatched calls, foreign reasoning."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from types import MappingProxyType
from typing import Any

from aicore_tray.sandbox.openai_shapes import (
    check_name,
    missing_parameters,
    one_of,
    read_image,
    refuse,
    unknown_parameters,
)
from aicore_tray.sandbox.signatures import Signer

_ITEM_FIELDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "message": frozenset({"type", "role", "content", "id", "status", "phase"}),
        "function_call": frozenset({"type", "id", "call_id", "name", "arguments", "status"}),
        "function_call_output": frozenset({"type", "id", "call_id", "output", "status"}),
        "reasoning": frozenset({"type", "id", "summary", "content", "encrypted_content", "status"}),
        "item_reference": frozenset({"type", "id"}),
        "custom_tool_call": frozenset({"type", "id", "call_id", "name", "input", "status"}),
        "custom_tool_call_output": frozenset({"type", "id", "call_id", "output", "status"}),
        "web_search_call": frozenset({"type", "id", "status", "action"}),
        "local_shell_call": frozenset({"type", "id", "call_id", "action", "status"}),
        "local_shell_call_output": frozenset({"type", "id", "call_id", "output", "status"}),
    }
)
_REQUIRED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "message": ("role", "content"),
        "function_call": ("call_id", "name", "arguments"),
        "function_call_output": ("call_id", "output"),
        "reasoning": ("summary",),
        "item_reference": ("id",),
        "custom_tool_call": ("call_id", "name", "input"),
        "custom_tool_call_output": ("call_id", "output"),
    }
)
_PREFIXES: Mapping[str, str] = MappingProxyType(
    {"message": "msg", "function_call": "fc", "reasoning": "rs", "custom_tool_call": "ctc", "web_search_call": "ws"}
)
_INPUT_PARTS = ("input_text", "input_image", "input_file")
_OUTPUT_PARTS = ("output_text", "refusal")
_PARTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"user": _INPUT_PARTS, "system": _INPUT_PARTS, "developer": _INPUT_PARTS, "assistant": _OUTPUT_PARTS}
)
_PART_FIELDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "input_text": frozenset({"type", "text"}),
        "input_image": frozenset({"type", "image_url", "detail", "file_id"}),
        "input_file": frozenset({"type", "file_data", "filename", "file_id", "file_url"}),
        "output_text": frozenset({"type", "text", "annotations", "logprobs"}),
        "refusal": frozenset({"type", "refusal"}),
    }
)
_CALLS = {"function_call": "function_call_output", "custom_tool_call": "custom_tool_call_output"}
_WORDS = {"function_call": ("tool call", "function call"), "custom_tool_call": ("tool call", "custom tool call")}


def as_items(given: Any) -> list[dict[str, Any]]:
    """The input as items; a text is one user message."""
    if given is None:
        return []
    if isinstance(given, str):
        return [{"type": "message", "role": "user", "content": given}]
    if not isinstance(given, list):
        raise refuse(
            "Invalid type for 'input': expected one of an array of objects or string.", "input", "invalid_type"
        )
    return [{"type": "message", **item} if isinstance(item, dict) and "role" in item else item for item in given]


def check(items: list[dict[str, Any]], signer: Signer, *, store: bool, known: AbstractSet[str]) -> None:
    """Refuse the first item that the API would refuse."""
    for index, item in enumerate(items):
        where = f"input[{index}]"
        if not isinstance(item, dict):
            raise refuse(f"Invalid type for '{where}': expected an object.", where, "invalid_type")
        kind = item.get("type")
        one_of(kind, tuple(sorted(_ITEM_FIELDS)), where)
        unknown_parameters(item, _ITEM_FIELDS[str(kind)], where)
        missing_parameters(item, where, *_REQUIRED.get(str(kind), ()))
        _check_id(item, where)
        if kind == "message":
            _check_message(item, where)
        elif kind == "reasoning":
            _check_reasoning(item, signer, store=store, known=known)
            if index + 1 == len(items) or not _follows(items[index + 1]):
                shown = item.get("id", "")
                raise refuse(
                    f"Item '{shown}' of type 'reasoning' was provided without its required following item.", "input"
                )
        elif kind == "function_call":
            check_name(item["name"], f"{where}.name")
            if not isinstance(item["arguments"], str):
                name = f"{where}.arguments"
                raise refuse(
                    f"Invalid type for '{name}': expected a string, but got an object instead.", name, "invalid_type"
                )
        elif kind in _CALLS.values() and isinstance(item["output"], list):
            _check_parts(item["output"], _INPUT_PARTS, f"{where}.output")
    _check_calls(items)


def _follows(item: Any) -> bool:
    """Whether this is something that the model says after its reasoning."""
    return (
        isinstance(item, dict)
        and item.get("role") not in {"user", "system", "developer"}
        and not str(item.get("type")).endswith("_output")
    )


def _check_id(item: dict[str, Any], where: str) -> None:
    prefix = _PREFIXES.get(item["type"])
    given = item.get("id")
    if prefix and given is not None and not str(given).startswith(prefix):
        raise refuse(
            f"Invalid '{where}.id': '{given}'. Expected an ID that begins with '{prefix}'.",
            f"{where}.id",
            "invalid_value",
        )


def _check_message(item: dict[str, Any], where: str) -> None:
    one_of(item["role"], ("assistant", "system", "developer", "user"), where)
    if not isinstance(item["content"], str):
        _check_parts(item["content"], _PARTS[item["role"]], f"{where}.content")


def _check_parts(parts: list[dict[str, Any]], kinds: tuple[str, ...], where: str) -> None:
    for index, part in enumerate(parts):
        at = f"{where}[{index}]"
        one_of(part.get("type"), kinds, at)
        unknown_parameters(part, _PART_FIELDS[part["type"]], at)
        if part["type"] in {"input_text", "output_text"}:
            missing_parameters(part, at, "text")
        if part["type"] == "input_image" and part.get("file_id") is None:
            read_image(part.get("image_url"), f"{at}.image_url")


def _check_reasoning(item: dict[str, Any], signer: Signer, *, store: bool, known: AbstractSet[str]) -> None:
    packed = item.get("encrypted_content")
    if packed is not None:
        if signer.unwrap("reasoning", str(packed)) is None:
            raise refuse(
                f"The encrypted content {str(packed)[:4]}...{str(packed)[-4:]} could not be verified. Reason: "
                "Encrypted "
                "content could not be decrypted or parsed.", None, "invalid_encrypted_content",
            )  # fmt: skip
        return
    if item.get("id") in known:
        return
    hint = (
        ""
        if store
        else " Items are not persisted when `store` is set to false. Try again with `store` set to true, or remove "
        "this item from your input."
    )
    raise refuse(f"Item with id '{item.get('id')}' not found.{hint}", "input", status=404)


def _check_calls(items: list[dict[str, Any]]) -> None:
    for kind, answer in _CALLS.items():
        call, words = _WORDS[kind]
        open_calls: dict[str, None] = {}
        for item in items:
            if item["type"] == kind:
                open_calls[item["call_id"]] = None
            elif item["type"] == answer:
                if item["call_id"] not in open_calls:
                    raise refuse(f"No {call} found for {words} output with call_id {item['call_id']}.", "input")
                del open_calls[item["call_id"]]
        for call_id in open_calls:
            raise refuse(f"No tool output found for {words} {call_id}.", "input")
