"""The official SDKs behind one small face, so that one test asks the same of every API."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

import anthropic
import openai

from tests.gateway.proxy import KEY

Json = dict[str, Any]


@dataclass(slots=True, kw_only=True)
class Reply:
    """What an SDK made of an answer.

    Attributes:
        calls: (id, name, arguments) of each tool call.
        finish: the API's own word for why the answer ended.
        turn: the answer as the API wants it back in the next request.
        prompt, cached, output, reasoning: token counts; prompt is what was not read from a cache.
    """

    text: str
    calls: list[tuple[str, str, Json]]
    finish: str | None
    turn: list[Json]
    prompt: int = 0
    cached: int = 0
    output: int = 0
    reasoning: int = 0
    thinking: str = ""
    chunks: int = field(default=0)


class Driver(Protocol):
    """One API; `history` is in the API's own form and grows by the methods' results."""

    finish_words: ClassVar[dict[str, str]]

    async def ask(self, history: list[Json], *, stream: bool, **options: Any) -> Reply: ...
    def user(self, text: str, image: tuple[str, str] | None = None) -> Json: ...
    def results(self, results: list[tuple[str, str]]) -> list[Json]: ...
    def tools(self, tools: list[Json]) -> list[Json]: ...
    def forced(self, name: str | None) -> Any: ...
    async def aclose(self) -> None: ...


class MessagesDriver:
    """The `anthropic` package."""

    finish_words: ClassVar[dict[str, str]] = {
        "stop": "end_turn",
        "length": "max_tokens",
        "tools": "tool_use",
        "sequence": "stop_sequence",
    }

    def __init__(self, url: str, model: str) -> None:
        self._client = anthropic.AsyncAnthropic(base_url=url, api_key=KEY, max_retries=0)
        self._model = model

    async def ask(self, history: list[Json], *, stream: bool, **options: Any) -> Reply:
        body: Json = {"model": self._model, "messages": history, "max_tokens": options.get("max_tokens", 4096)}
        for name, key in (("system", "system"), ("tools", "tools"), ("tool_choice", "tool_choice")):
            if name in options:
                body[key] = options[name]
        if "stop" in options:
            body["stop_sequences"] = options["stop"]
        if options.get("think"):
            body["thinking"] = {"type": "enabled", "budget_tokens": 2048}
        if "schema" in options:
            body["output_config"] = {"format": {"type": "json_schema", "schema": options["schema"]}}
        chunks = 0
        message: anthropic.types.Message
        if stream:
            async with self._client.messages.stream(**body) as opened:
                async for event in opened:
                    chunks += event.type == "text"
                message = await opened.get_final_message()
        else:
            message = await self._client.messages.create(**body)
        blocks = [block.model_dump(exclude_none=True, mode="json") for block in message.content]
        for block in blocks:
            block.pop("caller", None)
            block.pop("parsed_output", None)
        usage = message.usage
        return Reply(
            text="".join(block["text"] for block in blocks if block["type"] == "text"),
            thinking="".join(block["thinking"] for block in blocks if block["type"] == "thinking"),
            calls=[(block["id"], block["name"], block["input"]) for block in blocks if block["type"] == "tool_use"],
            finish=message.stop_reason,
            turn=[{"role": "assistant", "content": blocks}],
            prompt=usage.input_tokens + (usage.cache_creation_input_tokens or 0),
            cached=usage.cache_read_input_tokens or 0,
            output=usage.output_tokens,
            chunks=chunks,
        )

    def user(self, text: str, image: tuple[str, str] | None = None) -> Json:
        content: list[Json] = [{"type": "text", "text": text}]
        if image:
            source = {"type": "base64", "media_type": image[0], "data": image[1]}
            content.insert(0, {"type": "image", "source": source})
        return {"role": "user", "content": content}

    def results(self, results: list[tuple[str, str]]) -> list[Json]:
        blocks = [{"type": "tool_result", "tool_use_id": call_id, "content": text} for call_id, text in results]
        return [{"role": "user", "content": blocks}]

    def tools(self, tools: list[Json]) -> list[Json]:
        return [
            {"name": tool["name"], "description": tool["description"], "input_schema": tool["schema"]} for tool in tools
        ]

    def forced(self, name: str | None) -> Any:
        return {"type": "tool", "name": name} if name else {"type": "any"}

    async def aclose(self) -> None:
        await self._client.close()


class ChatDriver:
    """The `openai` package, Chat Completions."""

    finish_words: ClassVar[dict[str, str]] = {
        "stop": "stop",
        "length": "length",
        "tools": "tool_calls",
        "sequence": "stop",
    }

    def __init__(self, url: str, model: str) -> None:
        self._client = openai.AsyncOpenAI(base_url=url + "/v1", api_key=KEY, max_retries=0)
        self._model = model

    async def ask(self, history: list[Json], *, stream: bool, **options: Any) -> Reply:
        messages = list(history)
        if "system" in options:
            messages.insert(0, {"role": "system", "content": options["system"]})
        body: Json = {"model": self._model, "messages": messages}
        for name in ("tools", "tool_choice", "stop"):
            if name in options:
                body[name] = options[name]
        if "max_tokens" in options:
            body["max_completion_tokens"] = options["max_tokens"]
        if options.get("think"):
            body["reasoning_effort"] = "medium"
        if "schema" in options:
            form = {"name": "answer", "strict": True, "schema": options["schema"]}
            body["response_format"] = {"type": "json_schema", "json_schema": form}
        chunks = 0
        if stream:
            body["stream_options"] = {"include_usage": True}
            message, finish, usage, chunks = await self._collect(body)
        else:
            completion: Any = await self._client.chat.completions.create(**body)
            message = completion.choices[0].message.model_dump(exclude_none=True)
            finish, usage = completion.choices[0].finish_reason, completion.usage
        calls = [
            (call["id"], call["function"]["name"], json.loads(call["function"]["arguments"]))
            for call in message.get("tool_calls") or []
        ]
        turn: Json = {"role": "assistant", "content": message.get("content")}
        if calls:
            turn["tool_calls"] = message["tool_calls"]
        # Only OpenAI tells them apart.
        cached = usage.prompt_tokens_details.cached_tokens if usage.prompt_tokens_details else 0
        details = usage.completion_tokens_details
        return Reply(
            text=message.get("content") or "",
            thinking=message.get("reasoning_content") or "",
            calls=calls,
            finish=finish,
            turn=[turn],
            prompt=usage.prompt_tokens - cached,
            cached=cached,
            output=usage.completion_tokens,
            reasoning=details.reasoning_tokens if details else 0,
            chunks=chunks,
        )

    async def _collect(self, body: Json) -> tuple[Json, str | None, Any, int]:
        message: Json = {"content": "", "reasoning_content": "", "tool_calls": []}
        finish, usage, chunks = None, None, 0
        opened: Any = await self._client.chat.completions.create(stream=True, **body)
        async for chunk in opened:
            usage = chunk.usage or usage
            for choice in chunk.choices:
                finish = choice.finish_reason or finish
                chunks += bool(choice.delta.content)
                message["content"] += choice.delta.content or ""
                message["reasoning_content"] += getattr(choice.delta, "reasoning_content", None) or ""
                for call in choice.delta.tool_calls or []:
                    if call.index == len(message["tool_calls"]):
                        function = {"name": call.function.name, "arguments": ""}
                        message["tool_calls"].append({"id": call.id, "type": "function", "function": function})
                    message["tool_calls"][call.index]["function"]["arguments"] += call.function.arguments or ""
        return message, finish, usage, chunks

    def user(self, text: str, image: tuple[str, str] | None = None) -> Json:
        content: list[Json] = [{"type": "text", "text": text}]
        if image:
            content.append({"type": "image_url", "image_url": {"url": f"data:{image[0]};base64,{image[1]}"}})
        return {"role": "user", "content": content}

    def results(self, results: list[tuple[str, str]]) -> list[Json]:
        return [{"role": "tool", "tool_call_id": call_id, "content": text} for call_id, text in results]

    def tools(self, tools: list[Json]) -> list[Json]:
        return [
            {
                "type": "function",
                "function": {"name": tool["name"], "description": tool["description"], "parameters": tool["schema"]},
            }
            for tool in tools
        ]

    def forced(self, name: str | None) -> Any:
        return {"type": "function", "function": {"name": name}} if name else "required"

    async def aclose(self) -> None:
        await self._client.close()


class ResponsesDriver:
    """The `openai` package, Responses, with everything in the request and nothing stored."""

    finish_words: ClassVar[dict[str, str]] = {
        "stop": "completed",
        "length": "max_output_tokens",
        "tools": "completed",
        "sequence": "completed",
    }

    def __init__(self, url: str, model: str) -> None:
        self._client = openai.AsyncOpenAI(base_url=url + "/v1", api_key=KEY, max_retries=0)
        self._model = model

    async def ask(self, history: list[Json], *, stream: bool, **options: Any) -> Reply:
        body: Json = {"model": self._model, "input": history, "store": False}
        if "system" in options:
            body["instructions"] = options["system"]
        for name in ("tools", "tool_choice"):
            if name in options:
                body[name] = options[name]
        if "max_tokens" in options:
            body["max_output_tokens"] = options["max_tokens"]
        if options.get("think"):
            body["reasoning"] = {"effort": "medium", "summary": "auto"}
            body["include"] = ["reasoning.encrypted_content"]
        if "schema" in options:
            form = {"type": "json_schema", "name": "answer", "strict": True, "schema": options["schema"]}
            body["text"] = {"format": form}
        chunks = 0
        if stream:
            response: Any = None
            async with self._client.responses.stream(**body) as opened:
                async for event in opened:
                    chunks += event.type == "response.output_text.delta"
                    if event.type in ("response.completed", "response.incomplete"):
                        response = event.response
        else:
            response = await self._client.responses.create(**body)
        items = [item.model_dump(exclude_none=True, mode="json") for item in response.output]
        for item in items:
            item.pop("parsed_arguments", None)
            for part in item.get("content") or []:
                part.pop("parsed", None)
        reasoning = [item for item in items if item["type"] == "reasoning"]
        usage = response.usage
        cached = usage.input_tokens_details.cached_tokens
        return Reply(
            text=response.output_text,
            thinking="".join(part["text"] for item in reasoning for part in item["summary"]),
            calls=[
                (item["call_id"], item["name"], json.loads(item["arguments"]))
                for item in items
                if item["type"] == "function_call"
            ],
            finish=response.incomplete_details.reason if response.incomplete_details else response.status,
            turn=items,
            prompt=usage.input_tokens - cached,
            cached=cached,
            output=usage.output_tokens,
            reasoning=usage.output_tokens_details.reasoning_tokens,
            chunks=chunks,
        )

    def user(self, text: str, image: tuple[str, str] | None = None) -> Json:
        content: list[Json] = [{"type": "input_text", "text": text}]
        if image:
            content.append({"type": "input_image", "detail": "auto", "image_url": f"data:{image[0]};base64,{image[1]}"})
        return {"role": "user", "content": content}

    def results(self, results: list[tuple[str, str]]) -> list[Json]:
        return [{"type": "function_call_output", "call_id": call_id, "output": text} for call_id, text in results]

    def tools(self, tools: list[Json]) -> list[Json]:
        return [
            {
                "type": "function",
                "name": tool["name"],
                "description": tool["description"],
                "parameters": tool["schema"],
                "strict": False,
            }
            for tool in tools
        ]

    def forced(self, name: str | None) -> Any:
        return {"type": "function", "name": name} if name else "required"

    async def aclose(self) -> None:
        await self._client.close()


DRIVERS: dict[str, type[MessagesDriver | ChatDriver | ResponsesDriver]] = {
    "messages": MessagesDriver,
    "chat": ChatDriver,
    "responses": ResponsesDriver,
}
