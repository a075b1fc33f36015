"""What every client API gets from every family of models: `python -m tests.conformance [--write]`.

Each cell is proven over sockets, streamed and not, with the official SDK of the client API: text, tools, pictures and
the rest go to the sandbox and back. The table stands in the README; `--write` puts it there, and a test refuses a stale
one. A dash has one of the reasons below, which come from what an API can say and from the facts about a model.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import json
import struct
import sys
import tempfile
import warnings
import zlib
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openai

from aicore_tray.aicore.catalogue import ModelFacts
from aicore_tray.cli.terminal import say
from tests.gateway.drivers import ChatDriver, Driver, Json, MessagesDriver, ResponsesDriver
from tests.gateway.more_drivers import GoogleDriver, OllamaDriver
from tests.gateway.proxy import KEY, Proxy, running_proxy

README = Path(__file__).parent.parent / "README.md"
BEGIN, END = "<!-- conformance: begin -->", "<!-- conformance: end -->"

APIS: Mapping[str, type[Any]] = {
    "Chat Completions": ChatDriver,
    "Responses": ResponsesDriver,
    "Messages": MessagesDriver,
    "Gemini": GoogleDriver,
    "Ollama": OllamaDriver,
}
# Upstream -> the model that stands for it.
MODELS: Mapping[str, str] = {
    "Claude (Bedrock invoke)": "anthropic--claude-4.5-sonnet",
    "Claude, newest": "anthropic--claude-4.8-opus",
    "GPT (Azure chat)": "gpt-4o",
    "GPT, reasoning (Azure)": "gpt-5",
    "GPT, newest (Azure responses)": "gpt-5.5",
    "Gemini 2.5 (Vertex)": "gemini-2.5-flash",
    "Gemini 3 (Vertex)": "gemini-3.5-flash",
    "Nova (Bedrock Converse)": "amazon--nova-lite",
    "Mistral": "mistralai--mistral-small",
    "Perplexity": "sonar-pro",
    "Cohere": "cohere--command-a-reasoning",
    "Claude by orchestration": "anthropic--claude-4.5-opus",
    "GPT by orchestration": "o3",
    "Gemini by orchestration": "gemini-3.1-flash-lite",
    "Qwen by orchestration": "qwen3.7-plus",
}
EMBEDDERS: Mapping[str, str] = {
    "OpenAI (Azure)": "text-embedding-3-large",
    "Titan (Bedrock)": "amazon--titan-embed-text",
    "Gemini (Vertex)": "gemini-embedding",
    "NVIDIA": "nvidia--llama-3.2-nv-embedqa-1b",
}

COMPLETIONS, EMBEDDINGS = "Completions (legacy)", "Embeddings"
SURFACES = (*APIS, COMPLETIONS, EMBEDDINGS)
REASONS = {
    "¹": "the API has no words to ask for it",
    "²": "the API has no place to tell it",
    "³": "the model cannot do it",
}
_MUTE: Mapping[tuple[str, ...], str] = {
    ("Responses", "stop"): "¹",
    ("Ollama", "forced tool"): "¹",
    ("Ollama", "cached tokens"): "²",
    # Its thoughts are counted and not shown, and Ollama's API has no such count.
    ("Ollama", "thinking", "GPT by orchestration"): "²",
}
_SCRIPTS = "Grüße, 世界! Привет, мир. مرحبا بالعالم – नमस्ते 👩‍🔬 “quotes” \\ back\tslash"
_WEATHER: Json = {
    "name": "get_weather",
    "description": "Tells the weather of a city.",
    "schema": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
}
_CLOCK: Json = {**_WEATHER, "name": "get_time", "description": "Tells the time in a city."}
_FRUIT: Json = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "ripe": {"type": "boolean"}},
    "required": ["name", "ripe"],
    "additionalProperties": False,
}


class UnprovenError(Exception):
    """A cell did not hold what it has to."""


def need(holds: object, what: str) -> None:
    """Raise UnprovenError unless something holds."""
    if not holds:
        raise UnprovenError(what)


def _own_words(text: str) -> str:
    """Return what a model said, without the sources that one which searches the web names behind it."""
    return text.partition("\n\nSources:\n")[0].strip()


# ----------------------------------------------------------------------------------------------------------------------
# What is proven


async def _text(driver: Driver, stream: bool) -> None:
    reply = await driver.ask([driver.user(f"Reply with exactly: {_SCRIPTS}")], stream=stream)
    need(_own_words(reply.text) == _SCRIPTS, f"said {reply.text!r}")
    need(reply.finish == driver.finish_words["stop"], f"finished with {reply.finish}")
    need(reply.prompt + reply.cached > 0 and reply.output > 0, "no token counts")
    need(not stream or reply.chunks > 1, "a stream of one piece")


async def _turns(driver: Driver, stream: bool) -> None:
    system = "You sell fruit."
    first = await driver.ask([driver.user("Say apple.")], stream=stream, system=system)
    history = [driver.user("Say apple."), *first.turn, driver.user("Reply with exactly: pear")]
    second = await driver.ask(history, stream=stream, system=system)
    need(_own_words(second.text) == "pear", f"said {second.text!r}")


async def _tools(driver: Driver, stream: bool) -> None:
    question, tools = driver.user("What is the weather in Paris and Berlin?"), driver.tools([_WEATHER, _CLOCK])
    asked = await driver.ask([question], stream=stream, tools=tools)
    need(asked.finish == driver.finish_words["tools"], f"finished with {asked.finish}")
    need([call[1:] for call in asked.calls] == [
        ("get_weather", {"city": "Paris"}), ("get_weather", {"city": "Berlin"}),
    ], f"called {asked.calls}")  # fmt: skip
    need(len({call[0] for call in asked.calls}) == 2, "one id for two calls")
    results = driver.results([(call_id, f"{said['city']}: 21 degrees") for call_id, _, said in asked.calls])
    answer = await driver.ask([question, *asked.turn, *results], stream=stream, tools=tools)
    need("Paris: 21 degrees" in answer.text and "Berlin: 21 degrees" in answer.text, f"said {answer.text!r}")


async def _forced(driver: Driver, stream: bool) -> None:
    tools = driver.tools([_WEATHER, _CLOCK])
    named = await driver.ask([driver.user("Hello")], stream=stream, tools=tools, tool_choice=driver.forced("get_time"))
    need([name for _, name, _ in named.calls] == ["get_time"], f"called {named.calls}")
    free = await driver.ask([driver.user("Hello")], stream=stream, tools=tools, tool_choice=driver.forced(None))
    need(free.calls, "called nothing")


async def _image(driver: Driver, stream: bool) -> None:
    reply = await driver.ask([driver.user("Describe the image.", ("image/png", png(7, 5)))], stream=stream)
    need("7" in reply.text and "5" in reply.text, f"said {reply.text!r}")


async def _schema(driver: Driver, stream: bool) -> None:
    reply = await driver.ask([driver.user("Name a fruit.")], stream=stream, schema=_FRUIT)
    try:
        said = json.loads(reply.text)
    except ValueError:
        said = None
    need(isinstance(said, dict) and said.keys() == {"name", "ripe"}, f"said {reply.text!r}")
    need(isinstance(said["name"], str) and isinstance(said["ripe"], bool), f"said {reply.text!r}")


async def _thinking(driver: Driver, stream: bool) -> None:
    question, tools = driver.user("What is the weather in Rome?"), driver.tools([_WEATHER])
    asked = await driver.ask([question], stream=stream, tools=tools, think=True)
    need(asked.calls, "called nothing")
    results = driver.results([(asked.calls[0][0], "Rome: 30 degrees")])
    answer = await driver.ask([question, *asked.turn, *results], stream=stream, tools=tools, think=True)
    need("Rome: 30 degrees" in answer.text, f"said {answer.text!r}")
    need(asked.thinking or asked.reasoning, "thought nothing")


async def _limit(driver: Driver, stream: bool) -> None:
    reply = await driver.ask([driver.user("Write a long text of 500 words.")], stream=stream, max_tokens=40)
    need(reply.finish == driver.finish_words["length"], f"finished with {reply.finish}")
    need(0 < reply.output <= 60, f"{reply.output} tokens")


async def _stop(driver: Driver, stream: bool) -> None:
    reply = await driver.ask([driver.user("Reply with exactly: one two three")], stream=stream, stop=["two"])
    need(_own_words(reply.text) == "one", f"said {reply.text!r}")
    # Most models do not tell that it was a stop sequence.
    need(
        reply.finish in (driver.finish_words["sequence"], driver.finish_words["stop"]), f"finished with {reply.finish}"
    )


async def _cached(driver: Driver, stream: bool) -> None:
    prompt: Any = "All work and no play makes a dull day. " * 900
    if isinstance(driver, MessagesDriver):
        prompt = [{"type": "text", "text": prompt, "cache_control": {"type": "ephemeral"}}]
    replies = [await driver.ask([driver.user("Say ok.")], stream=stream, system=prompt) for _ in range(2)]
    need(replies[1].cached > 1000, f"{replies[1].cached} cached tokens")


FEATURES: Mapping[str, Callable[[Driver, bool], Awaitable[None]]] = {
    "text": _text,
    "turns": _turns,
    "tools": _tools,
    "forced tool": _forced,
    "images": _image,
    "JSON schema": _schema,
    "thinking": _thinking,
    "token limit": _limit,
    "stop": _stop,
    "cached tokens": _cached,
}


def cannot(facts: ModelFacts) -> Iterator[str]:
    """Yield the features that a model lacks, by the facts about it."""
    if not facts.vision:
        yield "images"
    if (facts.thinking == "none" and not facts.efforts) or not facts.tools:
        yield "thinking"
    if not facts.tools:
        yield from ("tools", "forced tool")
    if not facts.json_output:
        yield "JSON schema"
    if facts.family == "openai_like":  # whose vendors count none
        yield "cached tokens"


# ----------------------------------------------------------------------------------------------------------------------
# Other surfaces


async def _completes(proxy: Proxy, model: str) -> None:
    async with openai.AsyncOpenAI(base_url=f"{proxy.url}/v1", api_key=KEY, max_retries=0) as sdk:
        whole = await sdk.completions.create(model=model, prompt=f"Reply with exactly: {_SCRIPTS}", max_tokens=900)
        need(_own_words(whole.choices[0].text) == _SCRIPTS, f"said {whole.choices[0].text!r}")
        streamed = await sdk.completions.create(
            model=model, prompt=f"Reply with exactly: {_SCRIPTS}", max_tokens=900, stream=True
        )
        text = "".join([piece.choices[0].text async for piece in streamed if piece.choices])
        need(_own_words(text) == _SCRIPTS, f"said {text!r}")


async def _embeds(proxy: Proxy, model: str) -> None:
    async with openai.AsyncOpenAI(base_url=f"{proxy.url}/v1", api_key=KEY, max_retries=0) as sdk:
        packed = await sdk.embeddings.create(model=model, input=["one", "two", "one"])
        plain = await sdk.embeddings.create(model=model, input="two", encoding_format="float")
    rows = [row.embedding for row in packed.data]
    need([row.index for row in packed.data] == [0, 1, 2], "rows out of order")
    need(rows[0] == rows[2] != rows[1], "one text, two vectors")
    near = max(abs(a - b) for a, b in zip(rows[1], plain.data[0].embedding, strict=True))
    need(near < 1e-5, "base64 and numbers differ")
    need(packed.usage.prompt_tokens > 0, "no token counts")


# ----------------------------------------------------------------------------------------------------------------------
# The table


@dataclass(frozen=True, slots=True)
class Cell:
    """One proven cell; `failure` is why it is not."""

    api: str
    upstream: str
    feature: str
    dash: str = ""
    failure: str = ""

    @property
    def sign(self) -> str:
        return "✗" if self.failure else f"–{self.dash}" if self.dash else "✓"


async def measure(folder: Path, api: str) -> list[Cell]:
    """Prove every cell of one API and return them all, in the table's order."""
    async with running_proxy(folder) as proxy:
        if api == COMPLETIONS:
            return [Cell(api, up, "text", failure=await _told(_completes(proxy, MODELS[up]))) for up in MODELS]
        if api == EMBEDDINGS:
            return [Cell(api, up, "vectors", failure=await _told(_embeds(proxy, EMBEDDERS[up]))) for up in EMBEDDERS]
        cells = []
        for upstream, model in MODELS.items():
            lacks = set(cannot(proxy.engine._router.find(model).facts))
            for feature, prove in FEATURES.items():
                mute = _MUTE.get((api, feature)) or _MUTE.get((api, feature, upstream))
                dash = mute or ("³" if feature in lacks else "")
                failure = "" if dash else await _proven(proxy, APIS[api], model, prove)
                cells.append(Cell(api, upstream, feature, dash, failure))
        return cells


async def _proven(proxy: Proxy, made: type[Any], model: str, prove: Callable[[Driver, bool], Awaitable[None]]) -> str:
    for stream in (False, True):
        driver: Driver = made(proxy.url, model)
        try:
            if failure := await _told(prove(driver, stream)):
                return f"{'streamed' if stream else 'whole'}: {failure}"
        finally:
            await driver.aclose()
    return ""


async def _told(proving: Awaitable[None]) -> str:
    try:
        await proving
    except Exception as error:  # noqa: BLE001 - whatever an SDK raises, the cell is not proven
        return f"{type(error).__name__}: {error}"
    return ""


def table(api: str, cells: list[Cell]) -> str:
    """Return the table of one API as Markdown: rows are upstreams, columns features."""
    if api in (COMPLETIONS, EMBEDDINGS):
        return f"**{api}**: {'; '.join(f'{cell.upstream} {cell.sign}' for cell in cells)}"
    lines = [f"**{api}**", "", f"| | {' | '.join(FEATURES)} |", f"|---|{':-:|' * len(FEATURES)}"]
    for upstream in MODELS:
        signs = [cell.sign for cell in cells if cell.upstream == upstream]
        lines.append(f"| {upstream} | {' | '.join(signs)} |")
    return "\n".join(lines)


def whole(tables: list[str]) -> str:
    """Return all tables with the reasons for their dashes."""
    text = "\n\n".join(tables)
    return f"{text}\n\n{'; '.join(f'–{sign} {why}' for sign, why in REASONS.items() if f'–{sign}' in text)}."


def in_readme(text: str) -> str:
    """Return what a README holds between the marks."""
    return text.partition(BEGIN)[2].partition(END)[0].strip()


def png(width: int, height: int) -> str:
    """Return a picture in one colour, in base64."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x20\x60\xa0" * width for _ in range(height))
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    whole = b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return base64.b64encode(whole).decode()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the table into the README")
    arguments = parser.parse_args()
    # Of the SDKs' own making.
    warnings.simplefilter("ignore")
    cells, tables = [], []
    for api in SURFACES:
        with tempfile.TemporaryDirectory() as name:
            found = asyncio.run(measure(Path(name), api))
        cells += found
        tables.append(table(api, found))
    for cell in cells:
        if cell.failure:
            say(f"{cell.api} | {cell.upstream} | {cell.feature}: {cell.failure[:300]}")
    failed = sum(bool(cell.failure) for cell in cells)
    dashes = sum(bool(cell.dash) for cell in cells)
    say(f"{len(cells) - failed - dashes} cells hold, {dashes} cannot be, {failed} do not hold")
    text = README.read_text(encoding="utf-8")
    if arguments.write and not failed:
        head, _, rest = text.partition(BEGIN)
        README.write_text(f"{head}{BEGIN}\n{whole(tables)}\n{END}{rest.partition(END)[2]}", encoding="utf-8")
    elif in_readme(text) != whole(tables):
        say("The README's table is stale: python -m tests.conformance --write")
        return 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
