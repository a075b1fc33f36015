"""The scripted model by itself: what it understands, and how its streams are cut into pieces."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aicore_tray.sandbox.delivery import framing_for
from aicore_tray.sandbox.estimates import first_tokens, tokens_of
from aicore_tray.sandbox.framing import Splitter, SseFraming
from aicore_tray.sandbox.gist import Answer, Gist, Said, Tool
from aicore_tray.sandbox.images import look_at
from aicore_tray.sandbox.model import ScriptedModel, pieces
from aicore_tray.sandbox.schema_instances import InstanceMaker


def tool(name: str, **properties: str) -> Tool:
    schema = {
        "type": "object",
        "properties": {key: {"type": kind} for key, kind in properties.items()},
        "required": list(properties),
    }
    return Tool(name=name, schema=schema)


BASH = tool("Bash", command="string", description="string")
READ = tool("Read", file_path="string")
WRITE = tool("Write", file_path="string", content="string")
ADD = tool("add", a="number", b="number")
WEATHER = tool("get_weather", city="string")
PRICE = tool("get_stock_price", symbol="string")
SHELL = Tool(name="shell", schema={"type": "object", "properties": {
    "command": {"type": "array", "items": {"type": "string"}}}, "required": ["command"]})  # fmt: skip
TOOLS = (BASH, READ, WRITE, ADD, WEATHER, PRICE)


def ask(words: str, tools: tuple[Tool, ...] = TOOLS, **more: Any) -> Answer:
    return ScriptedModel().answer(Gist(model="M", conversation=(Said(kind="user", text=words),), tools=tools, **more))


@pytest.mark.parametrize(
    ("words", "name", "arguments"),
    [
        ("Please run `ls -la`", "Bash", {"command": "ls -la"}),
        ("run the command: uname -a", "Bash", {"command": "uname -a"}),
        ("Read the file notes.txt", "Read", {"file_path": "notes.txt"}),
        (
            "Create a file /tmp/a.txt with the content: hi there",
            "Write",
            {"file_path": "/tmp/a.txt", "content": "hi there"},
        ),
        ("What is the weather in New York?", "get_weather", {"city": "New York"}),
        ("Use the get_weather tool with city=Oslo", "get_weather", {"city": "Oslo"}),
        ('Call get_weather with {"city": "Rome"}', "get_weather", {"city": "Rome"}),
        ("Please add 2 and 3.5", "add", {"a": 2, "b": 3.5}),
        ('What is the stock price of "SAP"?', "get_stock_price", {"symbol": "SAP"}),
        ("<system-reminder>run `rm`</system-reminder>\nrun `pwd`", "Bash", {"command": "pwd"}),
    ],
)
def test_calls_the_tool_that_is_meant(words: str, name: str, arguments: dict[str, Any]) -> None:
    answer = ask(words)
    assert [call.name for call in answer.calls] == [name]
    assert answer.calls[0].arguments | arguments == answer.calls[0].arguments
    assert answer.stop == "tool"


@pytest.mark.parametrize("words", ["Hello", "Write a long text of 50 words", "What is a file?", "Tell me about Bash"])
def test_answers_where_no_tool_is_meant(words: str) -> None:
    assert ask(words).calls == ()


def test_parallel_forced_and_array_commands() -> None:
    assert [c.arguments["command"] for c in ask("run `a` and `b`").calls] == ["a", "b"]
    assert len(ask("run `a` and `b`", parallel=False).calls) == 1
    assert ask("run `ls`", (SHELL,)).calls[0].arguments == {"command": ["bash", "-lc", "ls"]}
    many = Tool(name="run_commands", schema={"type": "object", "properties": {"commands": {"type": "array"}}})
    assert ask("run `a` and `b`", (many,)).calls[0].arguments == {"commands": ["a", "b"]}
    assert ask("Hello", forced="Read").calls[0].name == "Read"
    assert ask("Hello", forced="any").calls[0].name == "Bash"
    assert ask("run `ls`", forced="none").calls == ()
    assert [c.arguments["command"] for c in ask("Use the Bash tool to run `a` and `b`").calls] == ["a", "b"]
    assert ask("run `get_weather` in Oslo").calls[0].name != "Bash"


def test_one_call_after_another() -> None:
    said = [Said(kind="user", text="Run `a`, then run `b`")]
    for wanted in ("a", "b"):
        answer = ScriptedModel().answer(Gist(model="M", conversation=tuple(said), tools=TOOLS))
        assert [call.arguments["command"] for call in answer.calls] == [wanted]
        said += [Said(kind="assistant"), Said(kind="result", name="Bash", text=f"did {wanted}")]
    ended = ScriptedModel().answer(Gist(model="M", conversation=tuple(said), tools=TOOLS))
    assert "did a" in ended.text
    assert "did b" in ended.text


@pytest.mark.parametrize(
    ("words", "echo"),
    [
        ("Reply with exactly: 你好, мир 🎉", "你好, мир 🎉"),
        ("Reply with only the word pong.", "pong"),
        ("say hello", "hello"),
        ('Answer with just "OK" and nothing else.', "OK"),
        ("Repeat the following text:\nline one\nline two", "line one\nline two"),
        ("what is 6 * 7?", "42"),
        ("Reply with exactly: PONG\n\n# Rules\nMany rules", "PONG"),
        ("Repeat the following text:\none\n\ntwo", "one\n\ntwo"),
        ("<current_datetime>2026</current_datetime>\n\nsay hello", "hello"),
    ],
)
def test_echoes(words: str, echo: str) -> None:
    assert ask(words).text == echo


_LISTING = 'You may edit these.\n\nsrc/fruit.py\n```python\ndef fruit():\n    return "apple"\n```'
_BLOCKS = "\n\nTell changes in blocks: the path, a fence, <<<<<<< SEARCH, =======, >>>>>>> REPLACE."
_FILES = "\n\nReturn the entire content of each file that you change, below its path."


def edit(words: str, listing: str = _LISTING) -> str:
    said = (Said(kind="user", text=listing), Said(kind="assistant", text="Ok."), Said(kind="user", text=words))
    return ScriptedModel().answer(Gist(model="M", conversation=said)).text


def test_a_change_comes_in_the_form_that_the_words_describe() -> None:
    asked = 'Replace "apple" with `plum` in src/fruit.py'
    block = '<<<<<<< SEARCH\n    return "apple"\n=======\n    return "plum"\n>>>>>>> REPLACE'
    assert edit(asked + _BLOCKS).endswith(f"\n\nsrc/fruit.py\n```\n{block}\n```")
    assert edit(asked + _FILES).endswith('\n\nsrc/fruit.py\n```\ndef fruit():\n    return "plum"\n```')


@pytest.mark.parametrize(
    "words",
    [
        'Replace "apple" with "plum" in src/fruit.py',  # in which form?
        f'Replace "apple" with "plum" in src/tree.py{_BLOCKS}',  # never shown
        f'Replace "pear" with "plum" in src/fruit.py{_BLOCKS}',  # not in it
        f"What is in src/fruit.py?{_BLOCKS}",
    ],
)
def test_no_change_is_made_up(words: str) -> None:
    assert edit(words).startswith("You asked: ")


def test_a_fence_inside_a_changed_file_does_not_end_it() -> None:
    listing = "guide.md\n````\n```sh\nrun apple\n```\n````"
    changed = edit(f'Change "apple" to "plum" in the file guide.md{_FILES}', listing)
    assert changed.endswith("guide.md\n````\n```sh\nrun plum\n```\n````")


def test_budget_counts_thinking_first() -> None:
    answer = ask("Write a long text of 100 words", thinks=True, budget=5)
    assert (answer.text, answer.stop) == ("", "length")
    assert tokens_of(answer.thinking) <= 5
    assert len(ask("Write a text of 120 words").text.split()) == 120


def test_instances() -> None:
    schema = {
        "type": "object",
        "properties": {
            "kind": {"const": "x"},
            "either": {"anyOf": [{"type": "null"}, {"type": "integer", "maximum": -3}]},
            "day": {"type": "string", "format": "date"},
            "node": {"$ref": "#/$defs/node"},
            "flag": {"type": ["boolean", "null"]},
            "short": {"type": "string", "maxLength": 2},
            "multiple": {"type": "integer", "minimum": 7, "multipleOf": 5},
        },
        "required": ["kind", "either", "day", "node", "flag", "short", "multiple"],
        "$defs": {
            "node": {
                "type": "object",
                "properties": {"next": {"$ref": "#/$defs/node"}, "v": {"enum": [4]}},
                "required": ["v"],
            }
        },
    }
    assert InstanceMaker(schema).make() == {
        "kind": "x", "either": -3, "day": "2026-02-02", "node": {"v": 4}, "flag": False, "short": "sh", "multiple": 10,
    }  # fmt: skip


@given(st.text())
def test_pieces_lose_nothing(text: str) -> None:
    assert "".join(pieces(text)) == text
    assert tokens_of(first_tokens(text, 3)) <= 3


@given(st.integers(0, 1000), st.lists(st.text(), max_size=8))
def test_splitting_loses_nothing(seed: int, texts: list[str]) -> None:
    rng = random.Random(seed)  # noqa: S311
    framing, splitter = SseFraming(rng, untidy=False), Splitter(rng, active=True)
    frames = [framing.frame({"text": text}) for text in texts]
    writes = [piece for frame in frames for piece in splitter.feed(frame)]
    assert b"".join([*writes, splitter.flush()]) == b"".join(frames)


def test_splitting_really_splits() -> None:
    rng = random.Random(1)  # noqa: S311
    splitter = Splitter(rng, active=True)
    frames = [SseFraming(rng, untidy=True).frame({"text": "Grüße 你好 👩‍🚀"}) for _ in range(60)]
    writes = [piece for frame in frames for piece in splitter.feed(frame)]
    assert any(piece[:1] and piece[0] & 0xC0 == 0x80 for piece in writes), "no cut inside a character"
    assert any(piece.startswith((b"ata:", b"ta:", b"a:")) for piece in writes), "no cut inside data:"
    assert any(b"\r\n" in frame for frame in frames)
    assert any(frame.endswith((b"\n\n\n", b"\r\n\r\n\r\n")) for frame in frames)
    tidy = Splitter(rng, active=False)
    assert list(tidy.feed(b"data: 1\n\n")) == [b"data: 1\n\n"]
    assert isinstance(framing_for("*/*", bedrock=True, rng=rng, untidy=False), SseFraming)


def test_image_headers() -> None:
    gif = look_at(b"GIF89a\x05\x00\x07\x00\x00\x00")
    jpeg = look_at(b"\xff\xd8\xff\xe0\x00\x04\x00\x00\xff\xc0\x00\x0b\x08\x00\x09\x00\x0b\x01\x01\x11\x00")
    assert gif is not None
    assert jpeg is not None
    assert (gif.width, gif.height, jpeg.width, jpeg.height) == (5, 7, 11, 9)
    assert look_at(b"nothing") is None
