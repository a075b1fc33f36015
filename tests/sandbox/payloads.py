"""Small request bodies, one a family, for tests to change."""

from __future__ import annotations

import base64
import struct
from typing import Any

WEATHER = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
QUESTION = "What is the weather in Paris?"


def png(width: int, height: int) -> str:
    """The header of a PNG, in base64; nobody looks further."""
    return base64.b64encode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height) + b"\x08\x02").decode()


def claude(text: str = "Hello", **more: Any) -> dict[str, Any]:
    messages = [{"role": "user", "content": text}]
    return {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 4000, "messages": messages, **more}


def claude_tool(**more: Any) -> dict[str, Any]:
    return {"name": "get_weather", "description": "Current weather", "input_schema": WEATHER, **more}


def chat(text: str = "Hello", **more: Any) -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": text}], **more}


def chat_tool(**more: Any) -> dict[str, Any]:
    return {"type": "function", "function": {"name": "get_weather", "parameters": WEATHER, **more}}


def responses(given: Any = "Hello", **more: Any) -> dict[str, Any]:
    return {"input": given, **more}


def responses_tool(**more: Any) -> dict[str, Any]:
    return {"type": "function", "name": "get_weather", "parameters": WEATHER, **more}


def gemini(text: str = "Hello", **more: Any) -> dict[str, Any]:
    return {"contents": [{"role": "user", "parts": [{"text": text}]}], **more}


def gemini_tool(**more: Any) -> dict[str, Any]:
    return {"functionDeclarations": [{"name": "get_weather", "parametersJsonSchema": WEATHER, **more}]}


def converse(text: str = "Hello", **more: Any) -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": [{"text": text}]}], **more}


def converse_tool(**more: Any) -> dict[str, Any]:
    return {"toolSpec": {"name": "get_weather", "inputSchema": {"json": WEATHER}, **more}}


def cohere(text: str = "Hello", **more: Any) -> dict[str, Any]:
    return {"model": "cohere--command-a-reasoning", "messages": [{"role": "user", "content": text}], **more}


def cohere_tool(**more: Any) -> dict[str, Any]:
    return {"type": "function", "function": {"name": "get_weather", "parameters": WEATHER, **more}}
