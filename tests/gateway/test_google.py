"""The Gemini API as Google's clients call it, on a model of each family."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.gateway.proxy import Proxy

MODELS = ("anthropic--claude-4.5-sonnet", "gpt-5", "gpt-4o", "gemini-2.5-flash", "gemini-3.5-flash")
every_model = pytest.mark.parametrize("model", MODELS)
WEATHER = {
    "functionDeclarations": [
        {
            "name": "get_weather",
            "description": "The weather of a city.",
            "parameters": {"type": "OBJECT", "properties": {"city": {"type": "STRING"}}, "required": ["city"]},
        }
    ]
}


def said(text: str) -> dict[str, Any]:
    return {"contents": [{"role": "user", "parts": [{"text": text}]}]}
