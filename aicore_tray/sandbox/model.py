"""The scripted model: one small brain for all families, which greets, echoes, calls tools and fills schemas."""

from __future__ import annotations

import itertools
import json
import re
from dataclasses import replace
from typing import Any

from aicore_tray.sandbox.edits import edited
from aicore_tray.sandbox.errands import arguments_for, errands, one_after_another
from aicore_tray.sandbox.estimates import first_tokens, tokens_of, tokens_of_json
from aicore_tray.sandbox.gist import Answer, Call, Gist, Turn, running_turn
from aicore_tray.sandbox.images import look_at
from aicore_tray.sandbox.schema_instances import InstanceMaker, Schema

_QUOTED = 500  # characters of a tool result that an answer repeats
_GREETING = re.compile(
    r"^\W*(?:hi|hello|hey|good (?:morning|evening|afternoon)|hallo|moin|servus)\b[^.?\n]{0,30}$", re.IGNORECASE
)
_ECHOES = (
    re.compile(
        r"\b(?:reply|respond|answer|output|say|repeat|write|return|print|echo)\b[^:\n]{0,60}?"
        r"\b(?:exactly|verbatim|only|just|after me|following|this|text|words?|with)\b[^:\n]{0,40}?:\s*(.+)\Z",
        re.IGNORECASE | re.DOTALL,
    ),
    re.compile(
        r"\b(?:reply|respond|answer|output|say|write|return|print)\b(?: back)?(?: with)? (?:exactly|only|just)"
        r"(?: with)?(?: the)?(?: single| one)?(?: words?| text| phrase| token)?\s+(.+?)\.?\Z",
        re.IGNORECASE | re.DOTALL,
    ),
    re.compile(r"^(?:please\s+)?(?:say|repeat|echo)\b(?: after me)?[:\s]+(.+)\Z", re.IGNORECASE | re.DOTALL),
)
_NOTHING_ELSE = re.compile(
    r"[,.]?\s+(?:and|but)?\s*(?:nothing|no other|without any other)\b[^\n]{0,40}\Z", re.IGNORECASE
)
_LONG = re.compile(r"\b(\d{1,6})[- ]words?\b", re.IGNORECASE)
_SUM = re.compile(r"(-?\d+(?:\.\d+)?)\s*(\+|-|\*|×|x|/|plus|minus|times)\s*(-?\d+(?:\.\d+)?)", re.IGNORECASE)
_PROSE = [
    "the",
    "sandbox",
    "keeps",
    "every",
    "promise",
    "of",
    "the",
    "real",
    "service",
    "and",
    "none",
    "of",
    "its",
    "costs",
    "so",
    "that",
    "a",
    "program",
    "may",
    "try",
    "a",
    "long",
    "answer",
    "in",
    "peace",
    "and",
    "watch",
    "how",
    "each",
    "word",
    "arrives",
    "in",
    "order",
    "until",
    "the",
    "last",
    "one",
    "closes",
    "the",
    "line",
]


class ScriptedModel:
    """Decides what to say; the same question gets the same answer."""

    def answer(self, gist: Gist) -> Answer:
        """Think if asked to, then call tools or speak, within the budget."""
        turn = running_turn(gist.conversation)
        calls = self._calls(gist, turn)
        text = "" if calls else self._text(gist, turn)
        thinking = _thoughts(turn, calls) if gist.thinks else ""
        said = Answer(thinking=thinking, text=text, calls=calls, stop="tool" if calls else "end")
        return _within_budget(_until_stop(said, gist.stops), gist.budget)

    def _calls(self, gist: Gist, turn: Turn) -> tuple[Call, ...]:
        if not gist.tools or gist.forced == "none":
            return ()
        wanted = errands(turn.words, gist.tools)
        if gist.forced is not None:
            fitting = [call for call in wanted if gist.forced in {"any", call.name}]
            if not fitting:
                tool = next((tool for tool in gist.tools if tool.name == gist.forced), gist.tools[0])
                fitting = [Call(name=tool.name, arguments=arguments_for(tool, turn.words))]
            return tuple(fitting if gist.parallel else fitting[:1])
        done = len(turn.results)
        if one_after_another(turn.words) or not gist.parallel:
            return tuple(wanted[done : done + 1])
        return () if done else tuple(wanted)

    def _text(self, gist: Gist, turn: Turn) -> str:
        if gist.schema is not None:
            return json.dumps(_instance(gist.schema, turn.words), ensure_ascii=False)
        if turn.results:
            return _about_results(turn)
        if (edit := edited(turn.words, gist.conversation)) is not None:
            return edit
        if (echo := _echo(turn.words)) is not None:
            return echo
        if turn.images:
            return _about_images(turn.images)
        if (long := _LONG.search(turn.words)) and re.search(
            r"\b(?:write|text|story|essay|tell)\b", turn.words, re.IGNORECASE
        ):
            return _prose(int(long.group(1)))
        if (sum_ := _SUM.search(turn.words)) and len(turn.words) < 80:
            return _calculated(*sum_.groups())
        if _GREETING.match(turn.words):
            return f"Hello! I am {gist.model}, played by the sandbox. How can I help you?"
        return (
            f"You asked: “{' '.join(turn.words.split())[:200]}”\n\nThis is the sandbox speaking for {gist.model}. "
            "Its answers are scripted: ask it to run a command, to use a tool, to repeat a text or to write so "
            "many words."
        )


def _echo(words: str) -> str | None:
    for pattern in _ECHOES:
        if found := pattern.search(words):
            # What begins on the line of the request ends with its paragraph; rules may follow.
            same_line = "\n" not in words[: found.start(1)].rpartition(":")[2]
            text = found.group(1).partition("\n\n")[0] if same_line else found.group(1)
            text = _NOTHING_ELSE.sub("", text.strip())
            quoted = re.fullmatch(r"\"(.*)\"|'(.*)'|`(.*)`|“(.*)”|«(.*)»|「(.*)」", text.rstrip("."), re.DOTALL)
            return next((group for group in quoted.groups() if group is not None), text) if quoted else text
    return None


def _about_results(turn: Turn) -> str:
    told = [f"`{result.name}` returned:\n\n{result.text.strip()[:_QUOTED] or '(nothing)'}" if result.name
            else result.text.strip()[:_QUOTED] or "(nothing)" for result in turn.results]  # fmt: skip
    seen = f"\n\n{_about_images(turn.images)}" if turn.images else ""
    return "Here is what came back.\n\n" + "\n\n".join(told) + seen


def _about_images(images: tuple[bytes, ...]) -> str:
    lines = []
    for data in images:
        picture = look_at(data)
        known = picture is not None and picture.width
        lines.append(
            f"The image is a {picture.label} of {picture.width} × {picture.height} pixels ({len(data)} bytes)."
            if picture is not None and known
            else f"The image has {len(data)} bytes in a format that I cannot name."
        )
    return "\n".join(lines)


def _thoughts(turn: Turn, calls: tuple[Call, ...]) -> str:
    topic = " ".join(turn.words.split())[:80] or "nothing in particular"
    if calls:
        names = " and ".join(dict.fromkeys(call.name for call in calls))
        return f"The user asks: {topic}. I should call {names}."
    return f"The user asks: {topic}. " + ("The results are here." if turn.results else "A short answer will do.")


def _instance(schema: Schema, words: str) -> Any:
    short = " ".join(words.split()[:6]) or "Nothing"

    def hint(name: str, part: Schema) -> Any:
        if part.get("enum"):
            return next((value for value in part["enum"] if str(value).lower() in words.lower()), None)
        if part.get("type") != "string" or part.get("format"):
            return None
        return short if name.lower() in {"title", "topic", "subject", "summary", "answer", "text", "name"} else None

    if schema == {"type": "object"}:  # plain JSON mode
        return {"answer": short}
    return InstanceMaker(schema, hint, optional=True).make()


def _prose(count: int) -> str:
    words = list(itertools.islice(itertools.cycle(_PROSE), count))
    lines = [" ".join(words[at : at + 14]).capitalize() + "." for at in range(0, count, 14)]
    return " ".join(lines)


def _calculated(left: str, sign: str, right: str) -> str:
    a, b = float(left), float(right)
    operators = {"+": a + b, "plus": a + b, "-": a - b, "minus": a - b, "/": a / b if b else float("nan")}
    return f"{operators.get(sign.lower(), a * b):g}"


def _until_stop(said: Answer, stops: tuple[str, ...]) -> Answer:
    hits = [(at, stop) for stop in stops if stop and (at := said.text.find(stop)) >= 0]
    if not hits:
        return said
    at, stop = min(hits)
    return replace(said, text=said.text[:at], stop="stop_sequence", stop_sequence=stop)


def _within_budget(said: Answer, budget: int | None) -> Answer:
    """Cut what does not fit; a call that does not fit is not made, since half a call is of no use."""
    if budget is None:
        return said
    left = budget - tokens_of(said.thinking)
    if left <= 0 and said.thinking:
        return Answer(thinking=first_tokens(said.thinking, budget), stop="length")
    calls: list[Call] = []
    for call in said.calls:
        left -= tokens_of_json(call.arguments) + tokens_of(call.name)
        if left < 0:
            return replace(said, calls=tuple(calls), stop="length")
        calls.append(call)
    text = first_tokens(said.text, left)
    return said if text == said.text else replace(said, text=text, stop="length", stop_sequence=None)


def pieces(text: str) -> list[str]:
    """Cut a text into the pieces in which a model would stream it."""
    return re.findall(r"\s*\S{1,16}", text) + ([tail.group()] if (tail := re.search(r"\s+\Z", text)) else [])
