"""What stands behind orchestration: each vendor's parameters, and the harmonised request in the vendor's own words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from aicore_tray.sandbox.images import read_data_url
from aicore_tray.sandbox.model_facts import ModelFacts
from aicore_tray.sandbox.orchestration_errors import LLM, refuse
from aicore_tray.sandbox.refusals import Refusal

Json = dict[str, Any]
SIGNATURE = "__sig_"
_COMMON = frozenset({"max_tokens", "max_completion_tokens", "temperature", "top_p", "stop", "n", "stream_options"})
_EFFORT_BUDGETS = {"none": 0, "minimal": 1024, "low": 2048, "medium": 8192, "high": 16_384}
_KNOWN: Mapping[str, tuple[str, frozenset[str]]] = MappingProxyType(
    {
        "OpenAI": (
            "openai",
            _COMMON
            | {"frequency_penalty", "presence_penalty", "seed", "logprobs", "top_logprobs", "logit_bias",
               "reasoning_effort", "tool_choice", "parallel_tool_calls"},
        ),
        "Anthropic": (
            "anthropic",
            _COMMON | {"top_k", "thinking", "output_config", "reasoning_effort", "tool_choice"},
        ),
        "Google": ("gemini", _COMMON | {"top_k", "seed", "reasoning_effort", "tool_choice"}),
    }
)  # fmt: skip
_OTHERS = _COMMON | {"frequency_penalty", "presence_penalty", "seed", "tool_choice"}


class Harmonised:
    """One request as orchestration hands it on.

    Attributes:
        messages: history and filled template.
        params: the model's parameters.
        tools, response_format: of the prompt.
    """

    def __init__(self, facts: ModelFacts, messages: list[Json], prompt: Json, params: Json) -> None:
        self.facts = facts
        self.messages = messages
        self.params = params
        self.tools: list[Json] = prompt.get("tools") or []
        self.response_format: Json | None = prompt.get("response_format")

    def refuse(self, message: str, status: int = 400) -> Refusal:
        """A refusal in the vendor's name."""
        return refuse(LLM, message, status, echo=self.messages)

    def check(self) -> None:
        """Refuse what the service itself refuses before the vendor sees it."""
        provider, known = _KNOWN.get(self.facts.provider, (self.facts.provider.lower(), _OTHERS))
        unknown = [name for name in self.params if name not in known]
        if self.facts.sampling == "fixed" and "top_p" in self.params and provider == "openai":
            unknown.append("top_p")
        if unknown:
            raise self.refuse(f"{provider} does not support parameters: {unknown}, for model={self.facts.name}")
        for message in self.messages:
            if message["role"] == "developer" and provider != "openai":
                raise self.refuse("Invalid role 'developer' in message")
            for call in message.get("tool_calls") or []:
                self._arguments(call)

    def _arguments(self, call: Json) -> Any:
        try:
            return json.loads(call["function"]["arguments"])
        except ValueError as error:
            raise self.refuse(f"JSONDecodeError: {error}", 500) from error

    @property
    def limit(self) -> int | None:
        """The largest answer that was asked for."""
        return self.params.get("max_completion_tokens") or self.params.get("max_tokens")

    @property
    def thinks(self) -> bool:
        """Whether an effort or a thinking parameter lets the model think."""
        kind = (self.params.get("thinking") or {}).get("type")
        return kind in {"enabled", "adaptive"} or self.params.get("reasoning_effort") not in {None, "none"}

    # ---- OpenAI, and those who speak its format

    def as_openai(self) -> Json:
        """The body of a chat completion."""
        body: Json = {"messages": [_bare(message) for message in self.messages]}
        if self.tools:
            body["tools"] = [{key: value for key, value in tool.items() if key != "cache_control"}
                             for tool in self.tools]  # fmt: skip
        if self.response_format:
            body["response_format"] = self.response_format
        body |= {name: value for name, value in self.params.items() if not name.startswith("max_")}
        body.pop("stream_options", None)
        if self.limit is not None:
            body["max_completion_tokens" if self.facts.sampling == "fixed" else "max_tokens"] = self.limit
        return body

    # ---- Claude

    def as_claude(self) -> Json:
        """The body of an /invoke request."""
        body: Json = {
            "anthropic_version": "bedrock-2023-05-31",
            "max_tokens": self.limit or self.facts.output,
            "messages": [],
        }
        if system := [item for m in self.messages if m["role"] == "system" for item in _items(m)]:
            body["system"] = system
        for message in self.messages:
            if message["role"] == "system":
                continue
            role = "assistant" if message["role"] == "assistant" else "user"
            blocks = list(self._claude_blocks(message))
            if body["messages"] and body["messages"][-1]["role"] == role:
                body["messages"][-1]["content"] += blocks
            else:
                body["messages"].append({"role": role, "content": blocks})
        self._claude_options(body)
        return body

    def _claude_options(self, body: Json) -> None:
        if self.tools:
            body["tools"] = [_claude_tool(tool) for tool in self.tools]
            body["tool_choice"] = _claude_choice(self.params.get("tool_choice", "auto"))
        for name in ("temperature", "top_p", "top_k", "thinking", "output_config"):
            if name in self.params:
                body[name] = self.params[name]
        if stop := self.params.get("stop"):
            body["stop_sequences"] = [stop] if isinstance(stop, str) else stop
        effort = self.params.get("reasoning_effort")
        if effort not in {None, "none"} and "thinking" not in body:
            budget = min(_EFFORT_BUDGETS.get(str(effort), 16_384), body["max_tokens"] - 1)
            adaptive = "enabled" not in self.facts.thinking
            body["thinking"] = {"type": "adaptive"} if adaptive else {"type": "enabled", "budget_tokens": budget}
        if self.response_format and self.response_format["type"] != "text":
            raise self.refuse(
                f"anthropic does not support parameters: ['response_format'], for model={self.facts.name}"
            )

    def _claude_blocks(self, message: Json) -> Iterator[Json]:
        if message["role"] == "tool":
            if not isinstance(message["content"], str):
                raise self.refuse("Tool message content must be a string for Anthropic harmonization. Received: list.")
            yield {"type": "tool_result", "tool_use_id": message["tool_call_id"], "content": message["content"]}
            return
        for thought in message.get("reasoning_content") or []:
            yield {"type": "thinking", "thinking": thought["content"], "signature": thought.get("signature", "")}
        said = [self._claude_item(item) for item in _items(message)]
        if message["role"] == "assistant":
            said = [item for item in said if item["text"].strip()]
            if not said and not message.get("tool_calls"):
                raise self.refuse("Assistant message has neither text nor tool_use blocks")
        yield from said
        for call in message.get("tool_calls") or []:
            given = {"id": call["id"], "name": call["function"]["name"], "input": self._arguments(call)}
            yield {"type": "tool_use", **given}

    def _claude_item(self, item: Json) -> Json:
        mark = {"cache_control": item["cache_control"]} if "cache_control" in item else {}
        if item["type"] == "text":
            return item
        url = item["image_url"]["url"] if item["type"] == "image_url" else item["file"]["file_data"]
        media_type, _, data = url.removeprefix("data:").partition(";base64,")
        if not url.startswith("data:") or not data:
            raise self.refuse("Only data URIs are supported for images and files.")
        if item["type"] == "file" and media_type != "application/pdf":
            raise self.refuse("Only PDF files are supported for Anthropic models.")
        source = {"type": "base64", "media_type": media_type, "data": data}
        return {"type": "image" if item["type"] == "image_url" else "document", "source": source, **mark}

    # ---- Gemini

    def as_gemini(self) -> Json:
        """The body of a generateContent request."""
        config: Json = {name: self.params[own] for own, name in _GEMINI_CONFIG.items() if own in self.params}
        body: Json = {"contents": []}
        if self.limit is not None:
            config["maxOutputTokens"] = self.limit
        if isinstance(stop := self.params.get("stop"), str | list):
            config["stopSequences"] = [stop] if isinstance(stop, str) else stop
        if effort := self.params.get("reasoning_effort"):
            config["thinkingConfig"] = {"includeThoughts": True, **self._gemini_measure(str(effort))}
        if self.response_format and self.response_format["type"] != "text":
            config["responseMimeType"] = "application/json"
            if schema := (self.response_format.get("json_schema") or {}).get("schema"):
                config["responseJsonSchema"] = schema
        if config:
            body["generationConfig"] = config
        if system := [{"text": item["text"]} for m in self.messages if m["role"] == "system" for item in _items(m)]:
            body["systemInstruction"] = {"parts": system}
        names: dict[str, str] = {}
        for message in self.messages:
            if message["role"] == "system":
                continue
            role = "model" if message["role"] == "assistant" else "user"
            parts = list(self._gemini_parts(message, names))
            if body["contents"] and body["contents"][-1]["role"] == role:
                body["contents"][-1]["parts"] += parts
            else:
                body["contents"].append({"role": role, "parts": parts})
        if self.tools:
            functions = [tool["function"] for tool in self.tools]
            body["tools"] = [{"functionDeclarations": [_gemini_function(function) for function in functions]}]
            body["toolConfig"] = {"functionCallingConfig": _gemini_choice(self.params.get("tool_choice", "auto"))}
        return body

    def _gemini_measure(self, effort: str) -> Json:
        if self.facts.levels:
            return {"thinkingLevel": effort}
        low, high = self.facts.budget or (0, 0)
        return {"thinkingBudget": max(low, min(_EFFORT_BUDGETS.get(effort, high), high))}

    def _gemini_parts(self, message: Json, names: dict[str, str]) -> Iterator[Json]:
        if message["role"] == "tool":
            name = names.get(message["tool_call_id"], "")
            text = "\n".join(item["text"] for item in _items(message))
            yield {"functionResponse": {"name": name, "response": {"output": text}}}
            return
        for item in _items(message):
            if item["type"] == "text":
                if item["text"]:
                    yield {"text": item["text"]}
                continue
            url = item["image_url"]["url"] if item["type"] == "image_url" else item["file"]["file_data"]
            if not url.startswith("data:"):
                raise self.refuse("Only data URIs are supported for images and files.")
            media_type, _ = read_data_url(url)
            yield {"inlineData": {"mimeType": media_type, "data": url.partition("base64,")[2]}}
        for call in message.get("tool_calls") or []:
            names[call["id"]] = call["function"]["name"]
            part: Json = {"functionCall": {"name": call["function"]["name"], "args": self._arguments(call)}}
            if signature := call["id"].partition(SIGNATURE)[2]:
                part["thoughtSignature"] = signature
            yield part


_GEMINI_CONFIG: Mapping[str, str] = MappingProxyType(
    {"temperature": "temperature", "top_p": "topP", "top_k": "topK", "seed": "seed"}
)


def _items(message: Json) -> list[Json]:
    content = message.get("content") or []
    return [{"type": "text", "text": content}] if isinstance(content, str) else content


def _bare(message: Json) -> Json:
    """A message without what only other vendors know."""
    kept = {name: value for name, value in message.items() if name != "reasoning_content"}
    if isinstance(kept.get("content"), list):
        kept["content"] = [{name: value for name, value in item.items() if name != "cache_control"}
                           for item in kept["content"]]  # fmt: skip
    if not kept.get("tool_calls"):
        kept.pop("tool_calls", None)
    return kept


def _claude_tool(tool: Json) -> Json:
    function = tool["function"]
    made = {"name": function["name"], "input_schema": function.get("parameters") or {"type": "object"}}
    if function.get("description"):
        made["description"] = function["description"]
    if "cache_control" in tool:
        made["cache_control"] = tool["cache_control"]
    return made


def _claude_choice(choice: Any) -> Json:
    if isinstance(choice, dict):
        return {"type": "tool", "name": (choice.get("function") or {}).get("name")}
    return {"type": {"required": "any"}.get(choice, choice)}


def _gemini_function(function: Json) -> Json:
    made = {"name": function["name"], "parametersJsonSchema": function.get("parameters") or {"type": "object"}}
    return made | ({"description": function["description"]} if function.get("description") else {})


def _gemini_choice(choice: Any) -> Json:
    if isinstance(choice, dict):
        return {"mode": "ANY", "allowedFunctionNames": [(choice.get("function") or {}).get("name")]}
    return {"mode": {"required": "ANY", "none": "NONE"}.get(choice, "AUTO")}
