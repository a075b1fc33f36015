"""Azure OpenAI Responses: reads the request, lets the model answer, keeps what may be referred to later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from aicore_tray.sandbox import openai_shapes, responses_items, responses_output, responses_rules
from aicore_tray.sandbox.azure_chat import thinks
from aicore_tray.sandbox.endpoint import Endpoint, InferenceCall, Reply, StoredResponse, Stream, Whole
from aicore_tray.sandbox.estimates import canonical, tokens_of, tokens_of_json
from aicore_tray.sandbox.gist import Gist, Said, Tool
from aicore_tray.sandbox.openai_shapes import refuse

_CHOICES = {"auto": None, "none": "none", "required": "any"}
_IMAGE_TOKENS = 85
_EFFORT = "medium"


def _create(call: InferenceCall) -> Reply:
    body, desk = call.body, call.desk
    responses_rules.check(call.facts, body)
    items = [*_earlier(call), *responses_items.as_items(body.get("input"))]
    known = {item["id"] for stored in desk.responses.values() for item in stored.items if "id" in item}
    responses_items.check(items, desk.signer, store=body.get("store") is not False, known=known)
    prompt = tokens_of(body.get("instructions") or "") + tokens_of_json(body.get("tools") or "")
    prompt += sum(_item_tokens(item) for item in items)
    responses_rules.check_length(call.facts, prompt)
    seen = canonical([body.get("tools"), body.get("instructions"), items])
    cached = min(desk.cache.automatic(call.owner, seen), prompt)
    effort = (body.get("reasoning") or {}).get("effort") or (_EFFORT if call.facts.efforts else None)
    reasons = thinks(call.facts, (body.get("reasoning") or {}).get("effort"))
    answer = desk.model.answer(_gist(call, items, reasons=reasons))
    begun = responses_output.response_object(desk, call.facts, body, effort)
    made = responses_output.output_items(desk, body, answer, reasons=reasons)
    used = responses_output.usage(prompt, cached, answer)
    whole = responses_output.completed(desk, begun, made, answer, used)
    if begun["store"]:
        desk.responses[f"{call.owner} {whole['id']}"] = StoredResponse(whole, [*items, *made])
    if body.get("stream"):
        return Stream(responses_output.stream_events(begun, whole))
    return Whole({**begun, "status": "queued"} if body.get("background") else whole)


def _lifecycle(call: InferenceCall) -> Reply:
    response_id, _, verb = call.path.removeprefix("v1/").removeprefix("responses/").partition("/")
    key = f"{call.owner} {response_id}"
    stored = call.desk.responses.get(key)
    if stored is None:
        raise refuse(f"Response with id '{response_id}' not found.", status=404)
    if call.method == "GET" and not verb:
        return Whole(stored.body)
    if call.method == "DELETE" and not verb:
        del call.desk.responses[key]
        return Whole({"id": response_id, "object": "response.deleted", "deleted": True})
    if call.method == "POST" and verb == "cancel":
        if not stored.body["background"]:
            raise refuse("Cannot cancel a synchronous response.")
        cancelled = replace(stored, body={**stored.body, "status": "cancelled"})
        call.desk.responses[key] = cancelled
        return Whole(cancelled.body)
    raise refuse(f"Invalid URL ({call.method} /v1/{call.path})", status=404)


CREATE = Endpoint(answer=_create, failure=openai_shapes.failure, stream_failure=responses_output.stream_failure)
LIFECYCLE = replace(CREATE, answer=_lifecycle)


def _earlier(call: InferenceCall) -> list[dict[str, Any]]:
    previous = call.body.get("previous_response_id")
    if previous is None:
        return []
    stored = call.desk.responses.get(f"{call.owner} {previous}")
    if stored is None:
        raise refuse(
            f"Previous response with id '{previous}' not found.", "previous_response_id", "previous_response_not_found"
        )
    return stored.items


def _gist(call: InferenceCall, items: list[dict[str, Any]], *, reasons: bool) -> Gist:
    body = call.body
    choice = body.get("tool_choice") or "auto"
    tools = body.get("tools") or []
    forced = _CHOICES[choice] if isinstance(choice, str) else choice.get("name")
    if isinstance(choice, dict) and choice["type"] == "allowed_tools":
        names = {tool["name"] for tool in choice["tools"]}
        tools = [tool for tool in tools if tool["name"] in names]
        forced = _CHOICES[choice.get("mode") or "auto"]
    form = (body.get("text") or {}).get("format") or {}
    schemas = {"json_schema": form.get("schema"), "json_object": {"type": "object"}}
    return Gist(
        model=call.facts.title,
        conversation=tuple(_said(items)),
        tools=tuple(
            Tool(name=tool["name"], description=tool.get("description") or "", schema=tool.get("parameters") or {})
            for tool in tools
        ),
        forced=forced,
        schema=schemas.get(form.get("type", "")),
        thinks=reasons,
        budget=body.get("max_output_tokens"),
        parallel=body.get("parallel_tool_calls") is not False,
    )


def _said(items: list[dict[str, Any]]) -> Iterator[Said]:
    names = {item["call_id"]: item["name"] for item in items if item["type"] in {"function_call", "custom_tool_call"}}
    for item in items:
        if item["type"] == "message":
            text, images = _content(item["content"])
            if item["role"] in {"user", "assistant"}:
                yield Said(kind=item["role"], text=text, images=images)
        elif item["type"] in {"function_call_output", "custom_tool_call_output"}:
            text, images = _content(item["output"])
            yield Said(kind="result", text=text, images=images, name=names.get(item["call_id"], ""))


def _content(content: Any) -> tuple[str, tuple[bytes, ...]]:
    if isinstance(content, str):
        return content, ()
    texts = [part.get("text") or part.get("refusal") or "" for part in content]
    urls = [part["image_url"] for part in content if part["type"] == "input_image" and part.get("image_url")]
    return "\n".join(text for text in texts if text), tuple(openai_shapes.read_image(url, "") for url in urls)


def _item_tokens(item: dict[str, Any]) -> int:
    content = item.get("content") or item.get("output")
    if not isinstance(content, list):
        return tokens_of_json({key: value for key, value in item.items() if key != "encrypted_content"})
    images = sum(1 for part in content if part.get("type") == "input_image")
    texts = "".join(part.get("text") or "" for part in content)
    return tokens_of(texts) + images * _IMAGE_TOKENS + 3
