"""Hypothesis strategies for conversations and answers, over everything that the neutral form can say."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from aicore_tray.dialects.answer import Answer, AnswerPart, FinishReason, Usage
from aicore_tray.dialects.conversation import (
    CacheHint,
    Conversation,
    Document,
    Image,
    Json,
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
from aicore_tray.dialects.tool_names import flat_call

QUICK = settings(
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

SCRIPTS = (
    "Grüße",
    "Привет, мир",
    "你好，世界",
    "こんにちは",
    "שלום עולם",
    "مرحبا بالعالم",
    "👩‍🚀🎉 e\u0301",
    "line one\nline two\r\n\n\ttabbed",
    'quotes " \' \\ and {"json": [1]}',
    "data: [DONE]\n\ndata: {}",
    "\u2028\u2029\x00\x7f",
)
texts = st.one_of(
    st.sampled_from(SCRIPTS),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30),
)
words = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=8)
base64s = st.binary(min_size=1, max_size=24).map(lambda raw: base64.b64encode(raw).decode())
hints = st.none() | st.sampled_from([CacheHint(), CacheHint("5m"), CacheHint("1h")])
plain_texts = st.builds(Text, text=texts, cache=hints)
images = st.builds(
    Image, media_type=st.sampled_from(["image/png", "image/jpeg", "image/webp"]), data=base64s, cache=hints,
    detail=st.sampled_from(["", "low", "high"]),
) | st.builds(
    Image, url=st.sampled_from(["https://example.org/a.png", "https://example.org/b.jpg?x=1"]),
    detail=st.sampled_from(["", "low"]), cache=hints,
)  # fmt: skip
documents = st.builds(
    Document, media_type=st.just("application/pdf"), data=base64s, name=st.sampled_from(["", "Bericht ü.pdf"]),
    cache=hints,
)  # fmt: skip
linked_documents = st.builds(
    Document, media_type=st.just("application/pdf"), url=st.just("https://example.org/a.pdf"),
    name=st.sampled_from(["", "a.pdf"]), cache=hints,
)  # fmt: skip


def _values() -> st.SearchStrategy[Any]:
    leaves = st.none() | st.booleans() | st.integers(-(2**31), 2**31) | texts
    return st.recursive(leaves, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(words, inner, max_size=2))


json_objects = st.dictionaries(words, _values(), max_size=3)
arguments = json_objects.map(lambda value: json.dumps(value, ensure_ascii=False))

_PROPERTIES: tuple[tuple[str, Json], ...] = (
    ("city", {"type": "string", "description": "Stadt"}),
    ("days", {"type": "integer", "minimum": 1}),
    ("unit", {"type": "string", "enum": ["c", "f"]}),
    ("where", {"type": ["object", "null"], "properties": {"lat": {"type": "number"}}, "required": ["lat"]}),
    ("tags", {"type": "array", "items": {"type": "string"}}),
)


@st.composite
def schemas(draw: st.DrawFn) -> Json:
    """Object schemas: open and closed ones, some fit for strict mode, some with a union at their top."""
    chosen = draw(st.lists(st.sampled_from(_PROPERTIES), unique_by=lambda pair: pair[0], max_size=3))
    schema: Json = {"type": "object", "properties": dict(chosen)}
    if draw(st.booleans()):
        schema["required"] = [name for name, _ in chosen]
    if draw(st.booleans()):
        schema["additionalProperties"] = False
    if draw(st.integers(0, 5)) == 0:
        schema["anyOf"] = [{"type": "object", "properties": {"other": {"type": "string"}}}, {"required": ["city"]}]
    return schema


_NAMES = ("get_weather", "apply_patch", "mcp__files__read", "a.b", "a_b", "7zip", "выполнить", "x" * 70, "x" * 71)


@st.composite
def tools(draw: st.DrawFn) -> tuple[Tool, ...]:
    names = draw(st.lists(st.sampled_from(_NAMES), unique=True, max_size=4))
    return tuple(draw(_tool(name)) for name in names)


@st.composite
def _tool(draw: st.DrawFn, name: str) -> Tool:
    description, namespace = draw(st.just("") | texts), draw(st.sampled_from(["", "", "multi_agent_v1"]))
    if draw(st.integers(0, 3)) == 0:
        grammar = draw(st.none() | st.just({"type": "grammar", "syntax": "lark", "definition": "start: WORD"}))
        return Tool(name=name, description=description, custom=True, grammar=grammar, namespace=namespace)
    return Tool(
        name=name,
        description=description,
        schema=draw(schemas()),
        strict=draw(st.none() | st.booleans()),
        namespace=namespace,
        cache=draw(hints),
    )


def _thoughts() -> st.SearchStrategy[Thinking]:
    return st.one_of(
        st.builds(Thinking, text=texts),
        st.builds(Thinking, text=texts | st.just(""), signature=base64s, origin=st.just(Origin.ANTHROPIC)),
        st.builds(Thinking, signature=base64s, origin=st.just(Origin.ANTHROPIC), redacted=st.just(True)),
        st.builds(Thinking, text=texts | st.just(""), signature=base64s, origin=st.just(Origin.AMAZON)),
        st.builds(
            Thinking, text=texts | st.just(""), signature=base64s, origin=st.just(Origin.OPENAI),
            id=words.map(lambda word: f"rs_{word}"),
        ),
    )  # fmt: skip


thoughts = _thoughts()


@st.composite
def _call(draw: st.DrawFn, index: int, offered: tuple[Tool, ...]) -> ToolCall:
    tool = draw(st.sampled_from(offered)) if offered else Tool(name=draw(words))
    raw = draw(texts) if tool.custom else draw(arguments | st.just("no JSON at all") | st.just("[1, 2]"))
    shape = draw(st.sampled_from(["call_{}", "toolu_{}", "gen/{}:ä", "call_" + "9" * 60 + "{}"]))
    return ToolCall(
        id=shape.format(index),
        name=tool.name,
        arguments=raw,
        custom=tool.custom,
        namespace=tool.namespace,
        signature=draw(st.just("") | base64s),
        cache=draw(hints),
    )


@st.composite
def _exchange(draw: st.DrawFn, offered: tuple[Tool, ...], start: int) -> list[Turn]:
    """One question with its answer, and a round of parallel calls with their results in between."""
    shown = plain_texts | images | documents | linked_documents
    turns = [Turn(Role.USER, tuple(draw(st.lists(shown, min_size=1, max_size=3))))]
    if draw(st.integers(0, 3)) == 0:
        turns.append(Turn(Role.SYSTEM, tuple(draw(st.lists(plain_texts, min_size=1, max_size=2)))))
    said: list[Part] = draw(st.lists(plain_texts | thoughts, max_size=3))
    calls = [draw(_call(start + place, offered)) for place in range(draw(st.integers(0, 3)))]
    mixed: list[Part] = [*said, *calls]
    if draw(st.booleans()):
        mixed = draw(st.permutations(mixed))
    if mixed:
        turns.append(Turn(Role.ASSISTANT, tuple(mixed)))
    inner = plain_texts | images
    results: list[Part] = [
        ToolResult(
            call_id=call.id,
            parts=tuple(draw(st.lists(inner, max_size=2))),
            is_error=draw(st.booleans()),
            cache=draw(hints),
        )
        for call in mixed
        if isinstance(call, ToolCall)
    ]
    if results:
        turns.append(Turn(Role.USER, (*results, *draw(st.lists(plain_texts, max_size=1)))))
    return turns


def _reasonings() -> st.SearchStrategy[Reasoning]:
    return st.builds(
        Reasoning,
        effort=st.sampled_from(["", "minimal", "low", "medium", "high", "xhigh"]),
        budget=st.none() | st.integers(1024, 60000),
        summary=st.sampled_from(["", "auto", "concise", "detailed"]),
        carry=st.booleans(),
    ) | st.just(Reasoning(enabled=False))


_outputs = st.just(OutputFormat()) | st.builds(
    OutputFormat, schema=schemas(), name=st.just("") | words, description=st.just("") | texts,
    strict=st.none() | st.booleans(),
)  # fmt: skip
_rates = st.none() | st.sampled_from([0.0, 0.25, 1.0])


@st.composite
def conversations(draw: st.DrawFn) -> Conversation:
    offered = draw(tools())
    turns: list[Turn] = []
    if draw(st.integers(0, 7)) == 0:
        turns.append(Turn(Role.SYSTEM, (draw(plain_texts),)))
    for place in range(draw(st.integers(1, 3))):
        turns += draw(_exchange(offered, place * 10))
    choice = None
    if offered:
        modes = st.sampled_from([ToolMode.AUTO, ToolMode.ANY, ToolMode.NONE]).map(lambda mode: ToolChoice(mode=mode))
        named = st.sampled_from(offered).map(
            lambda tool: ToolChoice(mode=ToolMode.NAMED, name=tool.name, namespace=tool.namespace)
        )
        choice = draw(st.none() | modes | named)
    stream = draw(st.booleans())
    return Conversation(
        model=draw(words),
        system=tuple(draw(st.lists(plain_texts, max_size=3))),
        turns=tuple(turns),
        tools=offered,
        tool_choice=choice,
        parallel_tools=draw(st.none() | st.booleans()) if offered else None,
        reasoning=draw(st.none() | _reasonings()),
        output=draw(st.none() | _outputs),
        max_tokens=draw(st.none() | st.integers(1, 64000)),
        temperature=draw(_rates),
        top_p=draw(_rates),
        top_k=draw(st.none() | st.integers(1, 100)),
        stop=tuple(draw(st.lists(texts, max_size=3))),
        seed=draw(st.none() | st.integers(0, 2**31)),
        presence_penalty=draw(_rates),
        frequency_penalty=draw(_rates),
        verbosity=draw(st.sampled_from(["", "low", "high"])),
        user=draw(st.just("") | words),
        cache_key=draw(st.just("") | words),
        stream=stream,
        stream_usage=stream and draw(st.booleans()),
    )


@st.composite
def _answer_call(draw: st.DrawFn, index: int, offered: tuple[Tool, ...]) -> ToolCall:
    """A call as a model writes it: to the flat name, custom input inside an object."""
    tool = draw(st.sampled_from(offered)) if offered else Tool(name=draw(words))
    raw = draw(texts) if tool.custom else draw(arguments)
    name, flat = flat_call(ToolCall(id="", name=tool.name, namespace=tool.namespace, custom=tool.custom, arguments=raw))
    return ToolCall(id=f"call_{index}", name=name, arguments=flat)


@st.composite
def answers(draw: st.DrawFn, offered: tuple[Tool, ...]) -> Answer:
    parts: list[AnswerPart] = draw(
        st.lists(plain_texts.map(lambda text: replace(text, cache=None)) | thoughts, max_size=4)
    )
    calls = [draw(_answer_call(place, offered)) for place in range(draw(st.integers(0, 3)))]
    mixed = draw(st.permutations([*parts, *calls]))
    plain = (FinishReason.STOP, FinishReason.STOP_SEQUENCE, FinishReason.REFUSAL)
    reasons = (FinishReason.TOOL_CALLS,) if calls else (*plain, FinishReason.CONTENT_FILTER)
    finish = draw(st.sampled_from((*reasons, FinishReason.LENGTH)))
    counts = st.integers(0, 10**6)
    output = draw(counts)
    return Answer(
        id=draw(st.sampled_from(["msg_bdrk_1", "chatcmpl-1", "resp_1", "other"])),
        model=draw(words),
        parts=tuple(mixed),
        finish=finish,
        stop_sequence=draw(texts) if finish is FinishReason.STOP_SEQUENCE else "",
        usage=Usage(
            input=draw(counts),
            cache_read=draw(counts),
            cache_write=draw(counts),
            output=output,
            reasoning=draw(st.integers(0, output)),
        ),
    )
