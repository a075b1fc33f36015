"""Conversations and answers without what a dialect cannot express: one small function a feature of losses.py."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Any

import msgspec

from aicore_tray.dialects.answer import Answer, AnswerPart, FinishReason
from aicore_tray.dialects.chat_completions_requests import effort_of
from aicore_tray.dialects.cohere_requests import budget_of, named_alone
from aicore_tray.dialects.conversation import (
    Conversation,
    Document,
    Image,
    Origin,
    OutputFormat,
    Part,
    Reasoning,
    Role,
    Text,
    Thinking,
    Tool,
    ToolCall,
    ToolChoice,
    ToolMode,
    ToolResult,
    Turn,
)
from aicore_tray.dialects.json_schema import from_openapi, is_strict, to_openapi
from aicore_tray.dialects.losses import AnswerFeature, Feature
from aicore_tray.dialects.tool_names import arguments_object, flat_call, function_schema, wire_id, wire_name

Step = Callable[[Conversation], Conversation]


def reduce(conversation: Conversation, features: Iterable[Feature]) -> Conversation:
    """Return the conversation without `features`."""
    lost = set(features)
    for feature, step in STEPS.items():
        if feature in lost:
            conversation = step(conversation)
    return conversation


# ---------------------------------------------------------------------------------------------------------------------
# Turns and parts


def _turns(conversation: Conversation, change: Callable[[Turn], Turn]) -> Conversation:
    return replace(conversation, turns=tuple(change(turn) for turn in conversation.turns))


def _parts(conversation: Conversation, change: Callable[[Part], Part | None]) -> Conversation:
    """Change every part, those inside of results too; None drops one."""

    def all_of(parts: Iterable[Part]) -> tuple[Any, ...]:
        changed = (change(part) for part in parts)
        return tuple(
            replace(part, parts=all_of(part.parts)) if isinstance(part, ToolResult) else part
            for part in changed
            if part is not None
        )

    return _turns(conversation, lambda turn: Turn(turn.role, all_of(turn.parts)))


def _texts_of(parts: Iterable[Part], joint: str) -> tuple[Text, ...]:
    texts = [part.text for part in parts if isinstance(part, Text)]
    return (Text(text=joint.join(texts)),) if texts else ()


def turn_boundaries(conversation: Conversation) -> Conversation:
    turns: list[Turn] = []
    for role, group in groupby((turn for turn in conversation.turns if turn.parts), key=lambda turn: turn.role):
        parts = [part for turn in group for part in turn.parts if not (isinstance(part, Text) and not part.text)]
        if role is Role.USER:
            parts.sort(key=lambda part: not isinstance(part, ToolResult))
        if parts:
            turns.append(Turn(role, tuple(parts)))
    return replace(conversation, turns=tuple(turns))


def _system_texts(conversation: Conversation) -> Conversation:
    return replace(conversation, system=_texts_of(conversation.system, "\n\n"))


def _system_turns(conversation: Conversation, turns: Iterable[Turn]) -> Conversation:
    moved = list(turns)
    texts = [part for turn in moved for part in turn.parts if isinstance(part, Text)]
    rest = tuple(turn for turn in conversation.turns if not any(turn is other for other in moved))
    return replace(conversation, system=(*conversation.system, *texts), turns=rest)


def system_turns(conversation: Conversation) -> Conversation:
    return _system_turns(conversation, [turn for turn in conversation.turns if turn.role is Role.SYSTEM])


def leading_system_turns(conversation: Conversation) -> Conversation:
    first = next(iter(conversation.turns), None)
    return _system_turns(conversation, [first] if first is not None and first.role is Role.SYSTEM else [])


def blank_texts(conversation: Conversation) -> Conversation:
    def kept(parts: Iterable[Part]) -> tuple[Any, ...]:
        return tuple(part for part in parts if not (isinstance(part, Text) and not part.text.strip()))

    bare = replace(conversation, system=kept(conversation.system))
    return _turns(bare, lambda turn: Turn(turn.role, kept(turn.parts)))


def assistant_order(conversation: Conversation) -> Conversation:
    order = (Thinking, Text, ToolCall)

    def sorted_turn(turn: Turn) -> Turn:
        if turn.role is not Role.ASSISTANT:
            return turn
        return Turn(turn.role, tuple(sorted(turn.parts, key=lambda part: order.index(type(part)))))

    return _turns(conversation, sorted_turn)


def thinking_alone(conversation: Conversation) -> Conversation:
    def said(turn: Turn) -> bool:
        return turn.role is not Role.ASSISTANT or any(not isinstance(part, Thinking) for part in turn.parts)

    return _turns(conversation, lambda turn: turn if said(turn) else Turn(turn.role, ()))


def assistant_texts(conversation: Conversation) -> Conversation:
    def joined(turn: Turn) -> Turn:
        if turn.role is not Role.ASSISTANT:
            return turn
        return Turn(turn.role, (*_texts_of(turn.parts, "\n\n"), *(p for p in turn.parts if not isinstance(p, Text))))

    return _turns(conversation, joined)


def cache_hints(conversation: Conversation) -> Conversation:
    bare = replace(
        conversation,
        system=tuple(replace(text, cache=None) for text in conversation.system),
        tools=tuple(replace(tool, cache=None) for tool in conversation.tools),
    )
    return _parts(bare, lambda part: part if isinstance(part, Thinking) else replace(part, cache=None))


# ---------------------------------------------------------------------------------------------------------------------
# Media, thinking


def _images(change: Callable[[Image], Image]) -> Step:
    return lambda conversation: _parts(conversation, lambda part: change(part) if isinstance(part, Image) else part)


def _documents(change: Callable[[Document], Document]) -> Step:
    return lambda conversation: _parts(conversation, lambda part: change(part) if isinstance(part, Document) else part)


def _guessed(image: Image) -> Image:
    kind = "image/png" if image.url.endswith(".png") else "image/jpeg"
    return replace(image, media_type=image.media_type or kind) if image.url else image


def _thinking(origin: Origin | None) -> Step:
    """Drop thinking but that of `origin`."""
    return lambda conversation: _parts(
        conversation,
        lambda part: None if isinstance(part, Thinking) and not (origin and part.origin is origin) else part,
    )


# ---------------------------------------------------------------------------------------------------------------------
# Tools


def _tools(change: Callable[[Tool], Tool]) -> Step:
    return lambda conversation: replace(conversation, tools=tuple(change(tool) for tool in conversation.tools))


def _calls(change: Callable[[ToolCall], ToolCall]) -> Step:
    return lambda conversation: _parts(conversation, lambda part: change(part) if isinstance(part, ToolCall) else part)


def namespaces(conversation: Conversation) -> Conversation:
    def flat(choice: ToolChoice | None) -> ToolChoice | None:
        named = choice is not None and choice.mode is ToolMode.NAMED
        return (
            replace(choice, name=wire_name(choice.name, choice.namespace), namespace="") if choice and named else choice
        )

    conversation = replace(conversation, tool_choice=flat(conversation.tool_choice))
    conversation = _tools(lambda tool: replace(tool, name=wire_name(tool.name, tool.namespace), namespace=""))(
        conversation
    )
    return _calls(lambda call: replace(call, name=wire_name(call.name, call.namespace), namespace=""))(conversation)


def custom_tools(conversation: Conversation) -> Conversation:
    conversation = _tools(
        lambda tool: replace(tool, custom=False, grammar=None, schema=function_schema(tool)) if tool.custom else tool
    )(conversation)
    return _calls(lambda call: replace(call, custom=False, arguments=flat_call(call)[1]))(conversation)


def parallel_in_choice(conversation: Conversation) -> Conversation:
    choice, parallel = conversation.tool_choice, conversation.parallel_tools is False
    if parallel and choice is None:
        choice = ToolChoice(mode=ToolMode.AUTO)
    silent = choice is None or choice.mode is ToolMode.NONE
    return replace(conversation, tool_choice=choice, parallel_tools=False if parallel and not silent else None)


def named_tool_alone(conversation: Conversation) -> Conversation:
    choice = conversation.tool_choice
    if choice is None or choice.mode is not ToolMode.NAMED:
        return conversation
    return replace(conversation, tools=named_alone(conversation, choice), tool_choice=ToolChoice(mode=ToolMode.ANY))


def _renamed(conversation: Conversation, rename: Callable[[str], str]) -> Conversation:
    def change(part: Part) -> Part:
        if isinstance(part, ToolCall):
            return replace(part, id=rename(part.id))
        return replace(part, call_id=rename(part.call_id)) if isinstance(part, ToolResult) else part

    return _parts(conversation, change)


def call_ids(conversation: Conversation) -> Conversation:
    calls = [part.id for turn in conversation.turns for part in turn.parts if isinstance(part, ToolCall)]
    names = {call_id: f"call_{place}" for place, call_id in enumerate(calls)}
    renamed = _renamed(conversation, names.__getitem__)

    def in_order(turn: Turn) -> Turn:
        results = sorted(
            (part for part in turn.parts if isinstance(part, ToolResult)), key=lambda part: int(part.call_id[5:])
        )
        return Turn(turn.role, (*results, *(part for part in turn.parts if not isinstance(part, ToolResult))))

    return _turns(renamed, in_order)


def _as_object(call: ToolCall) -> ToolCall:
    try:
        value = json.loads(call.arguments)
    except ValueError:
        value = None
    value = value if isinstance(value, dict) else {"arguments": call.arguments}
    return replace(call, arguments=json.dumps(value, ensure_ascii=False))


def _results(change: Callable[[ToolResult], ToolResult]) -> Step:
    return lambda conversation: _parts(
        conversation, lambda part: change(part) if isinstance(part, ToolResult) else part
    )


def _joined_result(result: ToolResult) -> ToolResult:
    shown = tuple(part for part in result.parts if not isinstance(part, Text))
    return replace(result, parts=(*_texts_of(result.parts, "\n"), *shown), cache=None)


def result_media(conversation: Conversation) -> Conversation:
    def moved(turn: Turn) -> Turn:
        results = [part for part in turn.parts if isinstance(part, ToolResult)]
        bare = [replace(r, parts=tuple(p for p in r.parts if isinstance(p, Text))) for r in results]
        shown = [part for result in results for part in result.parts if not isinstance(part, Text)]
        return Turn(turn.role, (*bare, *shown, *(part for part in turn.parts if not isinstance(part, ToolResult))))

    return _turns(conversation, moved)


# ---------------------------------------------------------------------------------------------------------------------
# Reasoning and output


def _reasoning(change: Callable[[Reasoning], Reasoning | None]) -> Step:
    return lambda conversation: replace(
        conversation, reasoning=change(conversation.reasoning) if conversation.reasoning else None
    )


def _measured(reasoning: Reasoning) -> Reasoning | None:
    asks = not reasoning.enabled or reasoning.effort or reasoning.budget or reasoning.summary or reasoning.carry
    return reasoning if asks else None


def _only_shown(reasoning: Reasoning) -> Reasoning | None:
    """Of a dialect that says nothing but the effort."""
    if reasoning.enabled and not effort_of(reasoning):
        return None
    return replace(reasoning, summary="auto" if reasoning.enabled else "")


def _output(change: Callable[[OutputFormat], OutputFormat]) -> Step:
    return lambda conversation: replace(
        conversation, output=change(conversation.output) if conversation.output else None
    )


def _with(**values: Any) -> Step:
    return lambda conversation: replace(conversation, **values)


def _strict(strict: bool | None, schema: dict[str, Any]) -> bool | None:
    return strict and is_strict(schema)


def strict_unfit(conversation: Conversation) -> Conversation:
    conversation = _output(lambda form: replace(form, strict=_strict(form.strict, form.schema or {})))(conversation)
    return _tools(lambda tool: replace(tool, strict=_strict(tool.strict, tool.schema)))(conversation)


# The order matters where one feature's form decides another's.
STEPS: Mapping[Feature, Step] = {
    Feature.MODEL: _with(model=""),
    Feature.STREAM: _with(stream=False),
    Feature.STREAM_USAGE_ALWAYS: _with(stream_usage=True),
    Feature.STREAM_USAGE_NEVER: _with(stream_usage=False),
    Feature.STREAM_USAGE_UNSTREAMED: lambda conversation: replace(
        conversation, stream_usage=conversation.stream and conversation.stream_usage
    ),
    Feature.USER: _with(user=""),
    Feature.CACHE_KEY: _with(cache_key=""),
    Feature.CACHE_HINTS: cache_hints,
    Feature.CACHE_HINTS_IN_RESULTS: lambda conversation: _results(
        lambda result: replace(result, parts=tuple(replace(part, cache=None) for part in result.parts))
    )(conversation),
    Feature.SYSTEM_TEXTS: _system_texts,
    Feature.SYSTEM_TURNS: system_turns,
    Feature.THINKING: _thinking(None),
    Feature.THINKING_NOT_ANTHROPIC: _thinking(Origin.ANTHROPIC),
    Feature.THINKING_NOT_OPENAI: _thinking(Origin.OPENAI),
    Feature.THINKING_NOT_AMAZON: _thinking(Origin.AMAZON),
    Feature.THINKING_SIGNED: lambda conversation: _parts(
        conversation, lambda part: None if isinstance(part, Thinking) and part.signature else part
    ),
    Feature.ASSISTANT_TEXTS: assistant_texts,
    Feature.BLANK_TEXTS: blank_texts,
    Feature.ASSISTANT_ORDER: assistant_order,
    Feature.THINKING_REDACTED: lambda conversation: _parts(
        conversation, lambda part: None if isinstance(part, Thinking) and part.redacted else part
    ),
    Feature.THINKING_ALONE: thinking_alone,
    Feature.CALL_CACHE_HINTS: _calls(lambda call: replace(call, cache=None)),
    Feature.TURN_BOUNDARIES: turn_boundaries,
    Feature.LEADING_SYSTEM_TURNS: leading_system_turns,
    Feature.IMAGE_DETAIL: _images(lambda image: replace(image, detail="")),
    Feature.IMAGE_DETAIL_UNSET: _images(lambda image: replace(image, detail=image.detail or "auto")),
    Feature.IMAGE_URL_TYPE: _images(lambda image: replace(image, media_type="") if image.url else image),
    Feature.IMAGE_URL_TYPE_UNSET: _images(_guessed),
    Feature.IMAGE_URLS: lambda conversation: conversation,
    Feature.DOCUMENTS: lambda conversation: conversation,
    Feature.DOCUMENT_URLS: lambda conversation: conversation,
    Feature.DOCUMENT_NAMES: _documents(lambda document: replace(document, name="")),
    Feature.DOCUMENT_NAMES_UNSET: _documents(
        lambda document: replace(document, name=document.name or "document.pdf") if document.data else document
    ),
    Feature.CALL_SIGNATURES: _calls(lambda call: replace(call, signature="")),
    Feature.STRICT: _tools(lambda tool: replace(tool, strict=None)),
    Feature.STRICT_UNFIT: strict_unfit,
    Feature.STRICT_UNSET: _tools(lambda tool: replace(tool, strict=bool(tool.strict))),
    Feature.TOOL_DESCRIPTIONS_UNSET: _tools(lambda tool: replace(tool, description=tool.description or tool.name)),
    Feature.CUSTOM_TOOLS: custom_tools,
    Feature.NAMESPACES: namespaces,
    Feature.TOOL_SCHEMAS: _tools(lambda tool: replace(tool, schema=function_schema(tool))),
    Feature.TOOL_CHOICE_AUTO: lambda conversation: replace(
        conversation,
        tool_choice=None
        if conversation.tool_choice and conversation.tool_choice.mode is ToolMode.AUTO
        else conversation.tool_choice,
    ),
    Feature.TOOL_CHOICE_NAMED: named_tool_alone,
    Feature.TOOL_CHOICE_NONE: lambda conversation: replace(
        conversation,
        tool_choice=None
        if conversation.tool_choice and conversation.tool_choice.mode is ToolMode.NONE
        else conversation.tool_choice,
    ),
    Feature.PARALLEL_TOOLS: _with(parallel_tools=None),
    Feature.PARALLEL_TOOLS_IN_CHOICE: parallel_in_choice,
    Feature.CALL_IDS: call_ids,
    Feature.CALL_ID_SHAPES: lambda conversation: _renamed(conversation, wire_id),
    Feature.RAW_ARGUMENTS: _calls(_as_object),
    Feature.RESULT_TEXTS: _results(_joined_result),
    Feature.RESULT_MEDIA: result_media,
    Feature.RESULT_ERRORS: _results(lambda result: replace(result, is_error=False)),
    Feature.REASONING_SUMMARY: _reasoning(_only_shown),
    Feature.REASONING_BUDGET: _reasoning(
        lambda reasoning: replace(reasoning, effort=effort_of(reasoning), budget=None)
    ),
    Feature.REASONING_EFFORT: _reasoning(
        lambda reasoning: replace(reasoning, effort="", budget=budget_of(reasoning) if reasoning.enabled else None)
    ),
    Feature.REASONING_EFFORT_BESIDE_BUDGET: _reasoning(
        lambda reasoning: reasoning if reasoning.budget is None else replace(reasoning, effort="")
    ),
    Feature.REASONING_UNMEASURED: _reasoning(_measured),
    Feature.REASONING_SUMMARY_STYLE: _reasoning(
        lambda reasoning: replace(reasoning, summary="auto" if reasoning.summary else "")
    ),
    Feature.REASONING_SUMMARY_ALWAYS: _reasoning(
        lambda reasoning: replace(reasoning, summary="auto" if reasoning.enabled else "")
    ),
    Feature.REASONING_CARRY_ALWAYS: _reasoning(lambda reasoning: replace(reasoning, carry=reasoning.enabled)),
    Feature.REASONING_CARRY_NEVER: _reasoning(lambda reasoning: replace(reasoning, carry=False)),
    Feature.OUTPUT: _with(output=None),
    Feature.OUTPUT_NAMES: _output(lambda form: OutputFormat(schema=form.schema)),
    Feature.OUTPUT_STRICT_ALWAYS: _output(lambda form: replace(form, strict=None if form.schema is None else True)),
    Feature.OUTPUT_NAMES_UNSET: _output(
        lambda form: replace(form, name=form.name or "answer") if form.schema is not None else form
    ),
    Feature.OUTPUT_SCHEMA_KEYWORDS: _output(
        lambda form: replace(form, schema=from_openapi(to_openapi(form.schema))) if form.schema is not None else form
    ),
    Feature.TOP_K: _with(top_k=None),
    Feature.STOP: _with(stop=()),
    Feature.SEED: _with(seed=None),
    Feature.PENALTIES: _with(presence_penalty=None, frequency_penalty=None),
    Feature.VERBOSITY: _with(verbosity=""),
}


# ---------------------------------------------------------------------------------------------------------------------
# Answers

_PREFIXES = ("msg_", "chatcmpl-", "resp_")
AnswerStep = Callable[[Answer], Answer]


def reduce_answer(answer: Answer, features: Iterable[AnswerFeature]) -> Answer:
    lost = set(features)
    for feature, step in ANSWER_STEPS.items():
        if feature in lost:
            answer = step(answer)
    return answer


def _block_boundaries(answer: Answer) -> Answer:
    parts: list[AnswerPart] = []
    for part in answer.parts:
        last = parts[-1] if parts else None
        if isinstance(part, Text) and isinstance(last, Text):
            parts[-1] = Text(text=last.text + part.text)
        elif isinstance(part, ToolCall) or part.text or (isinstance(part, Thinking) and part.signature):
            parts.append(part)
    return replace(answer, parts=tuple(parts))


def in_order(answer: Answer, joint: str = "\n\n") -> Answer:
    thoughts = [part.text for part in answer.parts if isinstance(part, Thinking) and part.text]
    text = "".join(part.text for part in answer.parts if isinstance(part, Text))
    parts = (
        *((Thinking(text=joint.join(thoughts)),) if thoughts else ()),
        *((Text(text=text),) if text else ()),
        *(part for part in answer.parts if isinstance(part, ToolCall)),
    )
    return replace(answer, parts=parts)


def _unsigned(answer: Answer) -> Answer:
    parts = (Thinking(text=part.text) if isinstance(part, Thinking) else part for part in answer.parts)
    return replace(answer, parts=tuple(parts))


def _thinking_ids(answer: Answer) -> Answer:
    def kept(part: AnswerPart) -> AnswerPart:
        return part if not isinstance(part, Thinking) or part.signature else replace(part, id="")

    return replace(answer, parts=tuple(kept(part) for part in answer.parts))


def _silent_refusal(answer: Answer) -> Answer:
    silent = answer.finish is FinishReason.REFUSAL and not any(isinstance(part, Text) for part in answer.parts)
    return replace(answer, finish=FinishReason.CONTENT_FILTER) if silent else answer


def _finish(old: FinishReason, new: FinishReason) -> AnswerStep:
    return lambda answer: replace(answer, finish=new, stop_sequence="") if answer.finish is old else answer


def _cache_writes(answer: Answer) -> Answer:
    usage = answer.usage
    told = msgspec.structs.replace(usage, input=usage.input + usage.cache_write, cache_write=0)
    return replace(answer, usage=told)


def _arguments(answer: Answer) -> Answer:
    def written(part: AnswerPart) -> AnswerPart:
        if not isinstance(part, ToolCall):
            return part
        return replace(part, arguments=json.dumps(arguments_object(part.arguments), ensure_ascii=False))

    return replace(answer, parts=tuple(written(part) for part in answer.parts))


def _thinking_boundaries(answer: Answer) -> Answer:
    parts: list[AnswerPart] = []
    for part in answer.parts:
        last = parts[-1] if parts else None
        if isinstance(part, Thinking) and isinstance(last, Thinking):
            parts[-1] = Thinking(text=last.text + part.text)
        else:
            parts.append(part)
    return replace(answer, parts=tuple(parts))


ANSWER_STEPS: Mapping[AnswerFeature, AnswerStep] = {
    AnswerFeature.ID: lambda answer: replace(answer, id=""),
    AnswerFeature.THINKING_SIGNATURES: _unsigned,
    AnswerFeature.THINKING_IDS: _thinking_ids,
    AnswerFeature.ORDER: in_order,
    AnswerFeature.BLOCK_BOUNDARIES: _block_boundaries,
    AnswerFeature.STOP_SEQUENCE: _finish(FinishReason.STOP_SEQUENCE, FinishReason.STOP),
    AnswerFeature.REFUSAL: _finish(FinishReason.REFUSAL, FinishReason.STOP),
    AnswerFeature.SILENT_REFUSAL: _silent_refusal,
    AnswerFeature.REFUSAL_AS_FILTER: _finish(FinishReason.REFUSAL, FinishReason.CONTENT_FILTER),
    AnswerFeature.CONTENT_FILTER: _finish(FinishReason.CONTENT_FILTER, FinishReason.REFUSAL),
    AnswerFeature.CACHE_WRITES: _cache_writes,
    AnswerFeature.ARGUMENTS: _arguments,
    AnswerFeature.THINKING_BOUNDARIES: _thinking_boundaries,
}


Refused = Callable[[Image | Document], bool]
_REFUSED: Mapping[Feature, Refused] = {
    Feature.IMAGE_URLS: lambda part: isinstance(part, Image) and bool(part.url),
    Feature.DOCUMENT_URLS: lambda part: isinstance(part, Document) and bool(part.url),
    Feature.DOCUMENTS: lambda part: isinstance(part, Document),
}


def refused_media(features: Iterable[Feature]) -> tuple[Refused, ...]:
    """Return what tells the media that a dialect does not take at all, or not by their addresses."""
    return tuple(kind for feature, kind in _REFUSED.items() if feature in set(features))


def has_media(conversation: Conversation, kinds: tuple[Refused, ...]) -> bool:
    return without_media(conversation, kinds) != conversation


def without_media(conversation: Conversation, kinds: tuple[Refused, ...]) -> Conversation:
    return _parts(
        conversation,
        lambda part: (
            Text(text="a file") if isinstance(part, Image | Document) and any(kind(part) for kind in kinds) else part
        ),
    )
