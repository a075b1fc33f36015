"""What Gemini on Vertex AI refuses in a request, in its own words."""

from __future__ import annotations

import re
from typing import Any

from aicore_tray.sandbox.gemini_shapes import camelized, check_fields, refuse
from aicore_tray.sandbox.images import decode_base64
from aicore_tray.sandbox.model_facts import ModelFacts
from aicore_tray.sandbox.signatures import Signer

_LEARN = "Learn more: https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/gemini"
_FUNCTION_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.:-]{0,63}")
_MODES = frozenset({"AUTO", "ANY", "NONE", "VALIDATED", "MODE_UNSPECIFIED"})
_DATA = ("text", "inlineData", "fileData", "functionCall", "functionResponse", "executableCode", "codeExecutionResult")
# Google's documented stand-ins for signatures that a client never had.
_DUMMY_SIGNATURES = frozenset({"skip_thought_signature_validator", "context_engineering_is_the_way_to_go"})
_MOST_STOPS = 5
_MEDIA = ("image/", "audio/", "video/", "text/", "application/pdf")


def check(facts: ModelFacts, body: Any, signer: Signer) -> None:
    """Refuse whatever the model would refuse; silence means yes."""
    check_fields(body, "Request")
    request = camelized(body)
    contents = request.get("contents")
    if not contents:
        raise refuse(f"Unable to submit request because at least one contents field is required. {_LEARN}")
    if not isinstance(contents, list):
        contents = [contents]
    _check_generation(facts, request.get("generationConfig") or {})
    _check_tools(request)
    for index, content in enumerate(contents):
        _check_content(content, index)
    _check_turns(contents)
    _check_signatures(facts, contents, signer)


def check_length(facts: ModelFacts, prompt: int) -> None:
    """Refuse a prompt that does not fit into the context window."""
    if prompt > facts.context:
        raise refuse(
            f"The input token count ({prompt}) exceeds the maximum number of tokens allowed ({facts.context})."
        )


def _check_generation(facts: ModelFacts, config: dict[str, Any]) -> None:
    if not 0 <= (config.get("temperature") or 0) <= 2:
        raise refuse(
            f"Unable to submit request because it has a temperature value of {config['temperature']} but the supported "
            f"range is from 0 (inclusive) to 2.0001 (exclusive). Update the value and try again. {_LEARN}"
        )
    limit = config.get("maxOutputTokens")
    if limit is not None and not 1 <= limit <= facts.output + 1:
        raise refuse(
            f"Unable to submit request because it has a maxOutputTokens value of {limit} but the supported "
            "range is from "
            f"1 (inclusive) to {facts.output + 2} (exclusive). Update the value and try again."
        )
    if len(config.get("stopSequences") or []) > _MOST_STOPS:
        raise refuse(
            f"Unable to submit request because it has too many stop sequences ({len(config['stopSequences'])}) but the "
            f"maximum is {_MOST_STOPS}."
        )
    json_mode = config.get("responseMimeType") in {"application/json", "text/x.enum"}
    if (config.get("responseSchema") or config.get("responseJsonSchema")) and not json_mode:
        raise refuse("response_schema is only supported for application/json and text/x.enum response MIME types.")
    _check_thinking(facts, config.get("thinkingConfig") or {})


def _check_thinking(facts: ModelFacts, thinking: dict[str, Any]) -> None:
    budget, level = thinking.get("thinkingBudget"), thinking.get("thinkingLevel")
    if level is not None:
        if not facts.levels:
            raise refuse("Unable to submit request because Thinking level is not supported for this model.")
        if budget is not None:
            raise refuse("You can only set only one of thinking budget and thinking level.")
        if str(level).lower() not in facts.levels:
            raise refuse(f"Unable to submit request because Thinking level {level} is not supported for this model.")
    if budget is None or budget == -1 or facts.budget is None:
        return
    low, high = facts.budget
    if budget == 0 and not facts.can_stop_thinking:
        raise refuse("Budget 0 is invalid. This model only works in thinking mode.")
    if budget != 0 and not low <= budget <= high:
        raise refuse(f"The thinking budget {budget} is invalid. Please choose a value between {low} and {high}.")


def _check_tools(request: dict[str, Any]) -> None:
    names = []
    for index, tool in enumerate(request.get("tools") or []):
        if not tool:
            raise refuse(f"tools[{index}].tool_type: required one_of 'tool_type' must have one initialized field")
        for at, function in enumerate(tool.get("functionDeclarations") or []):
            where = f"tools[{index}].function_declarations[{at}]"
            if not _FUNCTION_NAME.fullmatch(function.get("name") or ""):
                raise refuse(
                    f"Invalid function name at {where}. Must start with a letter or an underscore. Must be alphameric "
                    "(a-z, A-Z, 0-9), underscores (_), dots (.), colons (:) or dashes (-), with a maximum length of 64."
                )
            if "parameters" in function and "parametersJsonSchema" in function:
                raise refuse(f"{where}: parameters and parameters_json_schema are mutually exclusive.")
            names.append(function["name"])
    for name in names:
        if names.count(name) > 1:
            raise refuse(f"Duplicate function declaration found: {name}")
    calling = (request.get("toolConfig") or {}).get("functionCallingConfig") or {}
    mode = str(calling.get("mode") or "AUTO").upper()
    if mode not in _MODES:
        raise refuse(f"Invalid value at 'tool_config.function_calling_config.mode', \"{calling['mode']}\"")
    if mode == "ANY" and not names:
        raise refuse("Function calling config is set without function_declarations.")
    allowed = calling.get("allowedFunctionNames")
    if allowed and mode not in {"ANY", "VALIDATED"}:
        raise refuse("Unable to submit request because allowed_function_names should be set only when the mode is ANY.")
    if unknown := [name for name in allowed or [] if name not in names]:
        raise refuse(f"allowed_function_names contains names that are not declared: {', '.join(unknown)}")


def _check_content(content: dict[str, Any], index: int) -> None:
    if content.get("role") not in {None, "user", "model"}:
        raise refuse("Please use a valid role: user, model.")
    parts = content.get("parts")
    if not parts:
        raise refuse(
            "Unable to submit request because it must include at least one parts field, which describes the prompt "
            f"input. {_LEARN}"
        )
    for at, part in enumerate(parts):
        where = f"contents[{index}].parts[{at}]"
        if not any(name in part for name in _DATA):
            raise refuse(f"{where}.data: required oneof field 'data' must have one initialized field")
        if part.get("text") == "" and "thoughtSignature" not in part:
            raise refuse(
                "Unable to submit request because it has an empty text parameter. Add a value to the parameter and try "
                f"again. {_LEARN}"
            )
        for name in ("functionCall", "functionResponse"):
            if name in part and not part[name].get("name"):
                raise refuse(f"{where}.{name}.name: Name cannot be empty.")
        if "functionResponse" in part and not isinstance(part["functionResponse"].get("response"), dict):
            raise refuse(
                f"Invalid value at '{where}.function_response.response' (type.googleapis.com/google.protobuf.Struct)"
            )
        if "inlineData" in part:
            _check_blob(part["inlineData"], f"{where}.inline_data")
        if "fileData" in part and not str(part["fileData"].get("fileUri")).startswith("gs://"):
            raise refuse(f"Cannot fetch content from the provided URL at {where}.file_data.")


def _check_blob(blob: dict[str, Any], where: str) -> None:
    if decode_base64(blob.get("data") or "") is None:
        raise refuse(f"Invalid value at '{where}.data' (TYPE_BYTES), Base64 decoding failed")
    if not str(blob.get("mimeType") or "").startswith(_MEDIA):
        raise refuse(
            f"Unable to submit request because it has a mimeType parameter with value {blob.get('mimeType')}, which is "
            f"not supported. Update the mimeType and try again. {_LEARN}"
        )


def _check_turns(contents: list[dict[str, Any]]) -> None:
    called = 0
    for index, content in enumerate(contents):
        parts = content["parts"]
        answers = sum("functionResponse" in part for part in parts)
        calls = sum("functionCall" in part for part in parts)
        if answers and not called:
            raise refuse("Please ensure that function response turn comes immediately after a function call turn.")
        if answers != called:
            raise refuse(
                "Please ensure that the number of function response parts is equal to the number of function "
                "call parts "
                "of the function call turn."
            )
        if calls and (index == 0 or contents[index - 1].get("role") == "model"):
            raise refuse(
                "Please ensure that function call turn comes immediately after a user turn or after a function "
                "response "
                "turn."
            )
        called = calls
    if contents[-1].get("role") == "model":
        raise refuse("Please ensure that multiturn requests end with a user role or a function response.")


def _check_signatures(facts: ModelFacts, contents: list[dict[str, Any]], signer: Signer) -> None:
    start = max((i for i, content in enumerate(contents) if _is_question(content)), default=0)
    for index, content in enumerate(contents):
        first = True
        for at, part in enumerate(content["parts"]):
            call = part.get("functionCall")
            seal = part.get("thoughtSignature")
            if seal is not None and seal not in _DUMMY_SIGNATURES:
                _check_seal(part, str(seal), f"contents[{index}].parts[{at}].thought_signature", signer)
            if call and first and facts.levels and index > start and seal is None:
                raise refuse(
                    "Function call is missing a thought_signature in functionCall parts. This is required for tools to "
                    "work correctly, and missing thought_signature may lead to degraded model performance. Additional "
                    f"data, function call `default_api:{call['name']}` , position {index + 1}. Please refer to "
                    "https://ai.google.dev/gemini-api/docs/thought-signatures for more details."
                )
            first = first and not call


def _check_seal(part: dict[str, Any], seal: str, where: str, signer: Signer) -> None:
    if decode_base64(seal) is None:
        raise refuse(f"Invalid value at '{where}' (TYPE_BYTES), Base64 decoding failed for \"{seal[:40]}\"")
    call = part.get("functionCall")
    signed = f"call {call['name'].removeprefix('default_api:')}" if call else "text"
    if not signer.verify("thought", signed, seal):
        raise refuse("Corrupted thought signature.")


def _is_question(content: dict[str, Any]) -> bool:
    return content.get("role") != "model" and not any("functionResponse" in part for part in content["parts"])
