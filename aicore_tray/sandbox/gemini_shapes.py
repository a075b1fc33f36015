"""The allowed fields of Gemini's messages, and Vertex AI's words for a field that it does not know."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from aicore_tray.sandbox.refusals import Refusal

# A field's value is the name of the message inside it, or "" for anything; "*" in front means a list of them.
Fields = Mapping[str, str]


def _fields(plain: str, **nested: str) -> Fields:
    return MappingProxyType({**dict.fromkeys(plain.split(), ""), **nested})


MESSAGES: Mapping[str, Fields] = MappingProxyType(
    {
        "Request": _fields(
            "cachedContent labels modelArmorConfig",
            contents="*Content", systemInstruction="Content", tools="*Tool", toolConfig="ToolConfig",
            generationConfig="GenerationConfig", safetySettings="*SafetySetting",
        ),
        "Content": _fields("role", parts="*Part"),
        "Part": _fields(
            "text thought thoughtSignature videoMetadata executableCode codeExecutionResult mediaResolution",
            inlineData="Blob", fileData="FileData", functionCall="FunctionCall", functionResponse="FunctionResponse",
        ),
        "Blob": _fields("mimeType data displayName"),
        "FileData": _fields("mimeType fileUri displayName"),
        "FunctionCall": _fields("name args"),
        "FunctionResponse": _fields("name response parts"),
        "Tool": _fields(
            "googleSearch googleSearchRetrieval codeExecution urlContext retrieval enterpriseWebSearch googleMaps",
            functionDeclarations="*FunctionDeclaration",
        ),
        "FunctionDeclaration": _fields(
            "name description parametersJsonSchema responseJsonSchema", parameters="Schema", response="Schema"
        ),
        "ToolConfig": _fields("retrievalConfig", functionCallingConfig="FunctionCallingConfig"),
        "FunctionCallingConfig": _fields("mode allowedFunctionNames streamFunctionCallArguments"),
        "GenerationConfig": _fields(
            "temperature topP topK candidateCount maxOutputTokens stopSequences responseLogprobs logprobs "
            "presencePenalty "
            "frequencyPenalty seed responseMimeType responseJsonSchema routingConfig audioTimestamp responseModalities "
            "mediaResolution speechConfig enableAffectiveDialog imageConfig",
            thinkingConfig="ThinkingConfig", responseSchema="Schema",
        ),
        "ThinkingConfig": _fields("includeThoughts thinkingBudget thinkingLevel"),
        "SafetySetting": _fields("category threshold method"),
        "Schema": _fields(
            "type format title description nullable enum maxItems minItems required minProperties maxProperties "
            "minimum "
            "maximum minLength maxLength pattern example propertyOrdering default",
            items="Schema", properties="{Schema", anyOf="*Schema",
        ),
    }
)  # fmt: skip

_STATUS = {400: "INVALID_ARGUMENT", 403: "PERMISSION_DENIED", 404: "NOT_FOUND", 429: "RESOURCE_EXHAUSTED",
           500: "INTERNAL", 503: "UNAVAILABLE", 504: "DEADLINE_EXCEEDED"}  # fmt: skip


def failure(status: int, text: str) -> dict[str, Any]:
    """Vertex AI's error body."""
    return {"error": {"code": status, "message": text, "status": _STATUS.get(status, "UNKNOWN")}}


def refuse(message: str, *, status: int = 400) -> Refusal:
    """A refusal as Vertex AI words it."""
    return Refusal(status, failure(status, message))


def bad_payload(description: str, field: str) -> Refusal:
    """A refusal by the JSON reader, before the model sees anything."""
    body = failure(400, f"Invalid JSON payload received. {description}")
    violation = {"field": field, "description": f"Invalid JSON payload received. {description}"}
    body["error"]["details"] = [{"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [violation]}]
    return Refusal(400, body)


def snake(name: str) -> str:
    """A field's name as Vertex AI spells it in errors."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()


def camel(name: str) -> str:
    """A field's name in camel case; both spellings are taken."""
    return re.sub(r"_([a-z0-9])", lambda found: found.group(1).upper(), name)


def check_fields(value: Any, message: str, where: str = "") -> None:
    """Refuse the first field that the message does not have, however deep it sits."""
    if not isinstance(value, dict):
        raise bad_payload(f"Invalid value at '{where}', expected an object.", where)
    fields = MESSAGES[message]
    for name, inner in value.items():
        known = fields.get(camel(name))
        at = f"{where}.{snake(name)}".lstrip(".")
        if known is None:
            if message == "GenerationConfig":
                raise refuse(f"Unknown field for GenerationConfig: {name}")
            place = f" at '{where}'" if where else ""
            raise bad_payload(f'Unknown name "{name}"{place}: Cannot find field.', where)
        if known.startswith("*") and isinstance(inner, list):
            for index, item in enumerate(inner):
                check_fields(item, known[1:], f"{at}[{index}]")
        elif known.startswith("{"):
            for index, item in enumerate(inner.values()):
                check_fields(item, known[1:], f"{at}[{index}].value")
        elif known and inner is not None:
            check_fields(inner, known.lstrip("*"), at)
    if message == "Schema":
        _check_schema_values(value, where)


def _check_schema_values(schema: dict[str, Any], where: str) -> None:
    if isinstance(schema.get("type"), list):
        raise bad_payload(
            f"Unknown name \"type\" at '{where}': Proto field is not repeating, cannot start list.", where
        )
    for index, value in enumerate(schema.get("enum") or []):
        if not isinstance(value, str):
            raise bad_payload(
                f"Invalid value at '{where}.enum[{index}]' (TYPE_STRING), {value}", f"{where}.enum[{index}]"
            )


def camelized(value: Any, message: str = "Request") -> Any:
    """The same request with camel-case names; what people put into arguments and schemas stays as it is."""
    fields = MESSAGES[message]
    made: dict[str, Any] = {}
    for name, inner in value.items():
        known = fields[camel(name)]
        if known.startswith("*") and isinstance(inner, list):
            made[camel(name)] = [camelized(item, known[1:]) for item in inner]
        elif known and not known.startswith("{") and isinstance(inner, dict) and known != "Schema":
            one = camelized(inner, known.lstrip("*"))
            made[camel(name)] = [one] if known.startswith("*") else one
        else:
            made[camel(name)] = inner
    return made
