"""What Gemini refuses, and the words that it has for it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.conftest import Client
from tests.sandbox.payloads import gemini, gemini_tool

PRO, FLASH, NEW = "gemini-2.5-pro", "gemini-2.5-flash", "gemini-3.5-flash"
FC: dict[str, Any] = {"role": "model", "parts": [{"functionCall": {"name": "get_weather", "args": {}}}]}
FR: dict[str, Any] = {"role": "user", "parts": [{"functionResponse": {"name": "get_weather", "response": {}}}]}
ASK: dict[str, Any] = {"role": "user", "parts": [{"text": "Hi"}]}


def declared(**schema: Any) -> dict[str, Any]:
    function = {"name": "f", "parameters": {"type": "object", "properties": {"a": schema}}}
    return gemini(tools=[{"functionDeclarations": [function]}])


GEMINI = [
    (PRO, gemini(model="x"), 'Invalid JSON payload received. Unknown name "model": Cannot find field.'),
    (PRO, gemini(messages=[]), 'Unknown name "messages": Cannot find field.'),
    (
        PRO,
        declared(const="x"),
        "Unknown name \"const\" at 'tools[0].function_declarations[0].parameters.properties[0].value'",
    ),
    (PRO, declared(type="object", additionalProperties=False), 'Unknown name "additionalProperties"'),
    (PRO, declared(type=["string", "null"]), "Proto field is not repeating, cannot start list."),
    (PRO, declared(type="integer", enum=[1]), "(TYPE_STRING), 1"),
    (PRO, gemini(generationConfig={"tools": []}), "Unknown field for GenerationConfig: tools"),
    (
        PRO,
        {
            "contents": [
                ASK,
                FC,
                {"role": "user", "parts": [{"functionResponse": {"id": "1", "name": "f", "response": {}}}]},
            ]
        },
        "Unknown name \"id\" at 'contents[2].parts[0].function_response': Cannot find field.",
    ),
    (
        PRO,
        {"contents": [ASK, FC, {**FR, "parts": [*FR["parts"], *FR["parts"]]}]},
        "Please ensure that the number of function response parts is equal to the number of function call parts",
    ),
    (PRO, {"contents": [ASK, FC, ASK]}, "Please ensure that the number of function response parts is equal"),
    (
        PRO,
        {"contents": [ASK, FR]},
        "Please ensure that function response turn comes immediately after a function call turn.",
    ),
    (PRO, {"contents": [{**ASK, "role": "assistant"}]}, "Please use a valid role: user, model."),
    (PRO, {"contents": [{"role": "user", "parts": []}]}, "it must include at least one parts field"),
    (PRO, {"contents": [{"role": "user", "parts": [{"text": ""}]}]}, "it has an empty text parameter."),
    (PRO, {"contents": []}, "at least one contents field is required"),
    (NEW, {"contents": [ASK, FC, FR]}, "Function call is missing a thought_signature in functionCall parts."),
    (
        PRO,
        gemini(generationConfig={"thinkingConfig": {"thinkingBudget": 0}}),
        "This model only works in thinking mode.",
    ),
    (
        FLASH,
        gemini(generationConfig={"thinkingConfig": {"thinkingBudget": 30_000}}),
        "The thinking budget 30000 is invalid. Please choose a value between 0 and 24576.",
    ),
    (FLASH, gemini(generationConfig={"thinkingConfig": {"thinkingLevel": "low"}}), "Thinking level is not supported"),
    (
        PRO,
        gemini(generationConfig={"responseJsonSchema": {}, "responseSchema": {"type": "object"}}),
        "response MIME types",
    ),
    (PRO, gemini(tools=[gemini_tool(name="1 2")]), "Invalid function name"),
    (PRO, gemini(toolConfig={"functionCallingConfig": {"mode": "ANY"}}), "is set without function_declarations."),
    (FLASH, gemini("word " * 860_000), "exceeds the maximum number of tokens allowed (1048576)."),
]


@pytest.mark.parametrize(("model", "body", "words"), GEMINI)
async def test_refused(client: Client, model: str, body: dict[str, Any], words: str) -> None:
    answer = await client.post(model, f"models/{model}:generateContent", body)
    assert answer.status == 400, answer.text[:500]
    assert words in answer.message
