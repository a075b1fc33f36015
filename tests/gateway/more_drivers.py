"""Google's and Ollama's SDKs behind the same face as the others."""

from __future__ import annotations

import base64
import itertools
from typing import Any, ClassVar

import ollama
from google import genai
from google.genai import types

from tests.gateway.drivers import Json, Reply
from tests.gateway.proxy import KEY


class GoogleDriver:
    """The `google-genai` package."""

    finish_words: ClassVar[dict[str, str]] = {
        "stop": "STOP",
        "length": "MAX_TOKENS",
        "tools": "STOP",
        "sequence": "STOP",
    }

    def __init__(self, url: str, model: str) -> None:
        self._client = genai.Client(api_key=KEY, http_options=types.HttpOptions(base_url=url)).aio
        self._model = model
        self._names: dict[str, str] = {}

    async def ask(self, history: list[Json], *, stream: bool, **options: Any) -> Reply:
        config: Json = {}
        if "system" in options:
            config["system_instruction"] = options["system"]
        if "tools" in options:
            config["tools"] = [{"function_declarations": options["tools"]}]
            config["automatic_function_calling"] = {"disable": True}
        if "tool_choice" in options:
            config["tool_config"] = {"function_calling_config": options["tool_choice"]}
        for name, key in (("max_tokens", "max_output_tokens"), ("stop", "stop_sequences")):
            if name in options:
                config[key] = options[name]
        if options.get("think"):
            config["thinking_config"] = {"include_thoughts": True, "thinking_budget": 2048}
        if "schema" in options:
            config |= {"response_mime_type": "application/json", "response_json_schema": options["schema"]}
        given = types.GenerateContentConfig.model_validate(config)
        contents: Any = [types.Content.model_validate(content) for content in history]
        if stream:
            opened = await self._client.models.generate_content_stream(
                model=self._model, contents=contents, config=given
            )
            pieces = [piece async for piece in opened]
        else:
            pieces = [await self._client.models.generate_content(model=self._model, contents=contents, config=given)]
        parts = [part for piece in pieces for part in _parts(piece)]
        calls = [part.function_call for part in parts if part.function_call]
        for call in calls:
            self._names[_key(call)] = str(call.name)
        usage = pieces[-1].usage_metadata
        assert usage is not None
        cached, thoughts = usage.cached_content_token_count or 0, usage.thoughts_token_count or 0
        reason = pieces[-1].candidates[0].finish_reason if pieces[-1].candidates else None
        return Reply(
            text="".join(part.text for part in parts if part.text and not part.thought),
            thinking="".join(part.text for part in parts if part.text and part.thought),
            calls=[(_key(call), str(call.name), dict(call.args or {})) for call in calls],
            finish=reason.value if reason else None,
            turn=[types.Content(role="model", parts=parts).model_dump(exclude_none=True)],
            prompt=(usage.prompt_token_count or 0) - cached,
            cached=cached,
            output=(usage.candidates_token_count or 0) + thoughts,
            reasoning=thoughts,
            chunks=sum(bool(part.text and not part.thought) for part in parts),
        )

    def user(self, text: str, image: tuple[str, str] | None = None) -> Json:
        parts: list[Json] = [{"text": text}]
        if image:
            parts.append({"inline_data": {"mime_type": image[0], "data": base64.b64decode(image[1])}})
        return {"role": "user", "parts": parts}

    def results(self, results: list[tuple[str, str]]) -> list[Json]:
        parts = [
            {"function_response": {**_id(key), "name": self._names[key], "response": {"output": text}}}
            for key, text in results
        ]
        return [{"role": "user", "parts": parts}]

    def tools(self, tools: list[Json]) -> list[Json]:
        return [
            {"name": tool["name"], "description": tool["description"], "parameters_json_schema": tool["schema"]}
            for tool in tools
        ]

    def forced(self, name: str | None) -> Any:
        return {"mode": "ANY"} | ({"allowed_function_names": [name]} if name else {})

    async def aclose(self) -> None:
        await self._client.aclose()


class OllamaDriver:
    """The `ollama` package, whose calls and results have no ids."""

    finish_words: ClassVar[dict[str, str]] = {"stop": "stop", "length": "length", "tools": "stop", "sequence": "stop"}

    def __init__(self, url: str, model: str) -> None:
        self._client = ollama.AsyncClient(host=url, headers={"Authorization": f"Bearer {KEY}"})
        self._model = model
        self._names: dict[str, str] = {}
        self._numbers = itertools.count()

    async def ask(self, history: list[Json], *, stream: bool, **options: Any) -> Reply:
        messages = list(history)
        if "system" in options:
            messages.insert(0, {"role": "system", "content": options["system"]})
        body: Json = {"model": self._model, "messages": messages}
        if "tools" in options:
            body["tools"] = options["tools"]
        if options.get("think"):
            body["think"] = True
        if "schema" in options:
            body["format"] = options["schema"]
        names = (("max_tokens", "num_predict"), ("stop", "stop"))
        body["options"] = {key: options[name] for name, key in names if name in options}
        if stream:
            pieces = [piece async for piece in await self._client.chat(stream=True, **body)]
        else:
            pieces = [await self._client.chat(**body)]
        calls = [call for piece in pieces for call in piece.message.tool_calls or ()]
        told = [(f"call {next(self._numbers)}", call.function.name, dict(call.function.arguments)) for call in calls]
        self._names |= {call_id: name for call_id, name, _ in told}
        text = "".join(piece.message.content or "" for piece in pieces)
        turn: Json = {"role": "assistant", "content": text}
        if calls:
            turn["tool_calls"] = [call.model_dump() for call in calls]
        return Reply(
            text=text,
            thinking="".join(piece.message.thinking or "" for piece in pieces),
            calls=told,
            finish=pieces[-1].done_reason,
            turn=[turn],
            prompt=pieces[-1].prompt_eval_count or 0,
            output=pieces[-1].eval_count or 0,
            chunks=sum(bool(piece.message.content) for piece in pieces),
        )

    def user(self, text: str, image: tuple[str, str] | None = None) -> Json:
        return {"role": "user", "content": text} | ({"images": [image[1]]} if image else {})

    def results(self, results: list[tuple[str, str]]) -> list[Json]:
        return [{"role": "tool", "tool_name": self._names[call_id], "content": text} for call_id, text in results]

    def tools(self, tools: list[Json]) -> list[Json]:
        return [
            {
                "type": "function",
                "function": {"name": tool["name"], "description": tool["description"], "parameters": tool["schema"]},
            }
            for tool in tools
        ]

    def forced(self, name: str | None) -> Any:
        raise NotImplementedError("Ollama's API cannot force a tool")

    async def aclose(self) -> None:
        await self._client.close()  # type: ignore[no-untyped-call]


def _parts(piece: types.GenerateContentResponse) -> list[types.Part]:
    content = piece.candidates[0].content if piece.candidates else None
    return list(content.parts or ()) if content is not None else []


_UNNAMED = "unnamed "


def _key(call: types.FunctionCall) -> str:
    """Return what tells a call from others: its id, which Vertex does not give."""
    return call.id or f"{_UNNAMED}{id(call)}"


def _id(key: str) -> Json:
    return {} if key.startswith(_UNNAMED) else {"id": key}
