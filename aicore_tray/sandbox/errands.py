"""Reads from a person's plain words which of the offered tools they evidently ask for, and with which arguments."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from aicore_tray.sandbox.gist import Call, Tool
from aicore_tray.sandbox.schema_instances import InstanceMaker, Schema

_BACKTICKS = re.compile(r"`([^`\n]+)`")
_RUN = re.compile(r"\b(?:run|execute|exec|launch|try)\b", re.IGNORECASE)
_RUN_PLAIN = re.compile(
    r"\b(?:run|execute)\b(?: the)?(?: shell| bash| terminal)?(?: command)?\s*:\s*([^\n]+)", re.IGNORECASE
)
_COMMAND_NAMES = ("command", "cmd", "commands")
_SHELL_NAME = re.compile(r"bash|shell|terminal|command|exec|run", re.IGNORECASE)
_PATH_NAMES = ("file_path", "filepath", "path", "filename", "file", "absolute_path", "target_file")
_CONTENT_NAMES = ("content", "contents", "file_text", "text")
_PATH = re.compile(r"(?:`([^`\n]+)`|\"([^\"\n]+)\"|((?:[\w.~-]*/)*[\w-]+\.[A-Za-z]\w{0,5}|/[\w./-]+))")
_READ = re.compile(r"\b(?:read|open|show|view|look at|cat)\b", re.IGNORECASE)
_WRITE = re.compile(r"\b(?:write|create|save|make)\b", re.IGNORECASE)
_WRITTEN = re.compile(r"\b(?:content|contents|containing|text|saying)\b[:\s]+(.+)\Z", re.IGNORECASE | re.DOTALL)
_PLACE = re.compile(
    r"\b(?:in|for|at|of)\s+((?:[A-ZÀ-ÖØ-ÞĀ-Ž一-龥ぁ-ヶ][\w'’.-]*)(?:\s+(?!and\b|or\b)[A-ZÀ-ÖØ-Þ][\w'’.-]*)*"
    r"(?:\s*(?:,|and|or|&)+\s+(?:(?:and|in)\s+)?[A-ZÀ-ÖØ-Þ][\w'’-]*(?:\s+[A-ZÀ-ÖØ-Þ][\w'’-]*)*)*)"
)
_PLACE_NAMES = ("city", "location", "place", "town", "region")
_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?![\w])")
_PAIR = re.compile(r"\b(\w+)\s*(?:=|:|\bset to\b)\s*(\"[^\"]*\"|'[^']*'|[^\s,;]+)")
_NAME_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
_EMPTY_PARTS = frozenset(
    {"get", "set", "the", "tool", "fetch", "current", "mcp", "function", "default", "api", "do", "a"}
)
_LATER = re.compile(r"\b(?:then|afterwards|after that|next|finally)\b", re.IGNORECASE)


def errands(words: str, tools: Sequence[Tool]) -> list[Call]:
    """Every call that the words ask for, in their order; empty where a plain answer is meant."""
    for find in (_shell, _named, _files, _weather, _evident):
        if calls := list(find(words, tools)):
            return calls
    return []


def one_after_another(words: str) -> bool:
    """Whether several calls are wanted in turn rather than at once."""
    return _LATER.search(words) is not None


def arguments_for(tool: Tool, words: str) -> dict[str, Any]:
    """Arguments that the tool's schema accepts, taken from the words where they say something."""
    given = _given_json(words)
    properties = tool.schema.get("properties") or {}
    if given is not None and set(given) & set(properties):
        return given
    pairs = {name: _plain(value) for name, value in _PAIR.findall(words) if name in properties}
    numbers = iter([float(n) if "." in n else int(n) for n in _NUMBER.findall(words)])
    taken: dict[str, Any] = {}
    required = tool.schema.get("required") or []

    def hint(name: str, schema: Schema) -> Any:
        if name in pairs:
            return pairs[name]
        if name in taken:
            return taken[name]
        if name and name not in required:
            return None
        if schema.get("enum"):
            value: Any = next((e for e in schema["enum"] if isinstance(e, str) and e.lower() in words.lower()), None)
        elif schema.get("type") in {"number", "integer"}:
            value = next(numbers, None)
        elif schema.get("type") == "string":
            value = _string_for(name, words)
        else:
            value = None
        taken[name] = value
        return value

    made = InstanceMaker(tool.schema, hint).make()
    return made if isinstance(made, dict) else {}


def _string_for(name: str, words: str) -> str | None:
    low = name.lower()
    backticks = _BACKTICKS.search(words)
    if low in _COMMAND_NAMES:
        return backticks.group(1) if backticks else "pwd"
    if low in _PLACE_NAMES:
        places = _places(words)
        return places[0] if places else None
    if low in _PATH_NAMES:
        return _path(words)
    quoted = re.search(r"\"([^\"\n]+)\"|“([^”\n]+)”", words)
    if quoted:
        return quoted.group(1) or quoted.group(2)
    if low in {"query", "q", "question", "prompt", "input", "text", "message", "description", "search", "title"}:
        return " ".join(words.split()[:12])
    return None


def _named(words: str, tools: Sequence[Tool]) -> Iterator[Call]:
    asked = []
    for tool in tools:
        name = re.escape(tool.name)
        found = re.search(
            rf"\b(?:use|using|call|calling|invoke)\b[^.\n]{{0,60}}?(?<![\w-]){name}(?![\w-])"
            rf"|(?<![\w-]){name}(?![\w-])[`'\"]? (?:tool|function)\b",
            words,
            re.IGNORECASE if len(tool.name) > 4 else 0,
        )
        if found:
            asked.append((words.find(tool.name), tool))
    for _, tool in sorted(asked, key=lambda pair: pair[0]):
        yield Call(name=tool.name, arguments=arguments_for(tool, words))


def _shell(words: str, tools: Sequence[Tool]) -> Iterator[Call]:
    commands = _BACKTICKS.findall(words) if _RUN.search(words) else []
    if not commands and (plain := _RUN_PLAIN.search(words)):
        commands = [plain.group(1).strip()]
    names = {tool.name for tool in tools}
    commands = [command for command in commands if command not in names]
    tool, name = _shell_tool(tools)
    if tool is None or not commands:
        return
    made = arguments_for(tool, words)
    if name == "commands":  # takes them all in one call
        yield Call(name=tool.name, arguments={**made, name: commands})
        return
    listed = tool.schema["properties"][name].get("type") == "array"
    for command in commands:
        yield Call(name=tool.name, arguments={**made, name: ["bash", "-lc", command] if listed else command})


def _files(words: str, tools: Sequence[Tool]) -> Iterator[Call]:
    path = _path(words)
    if path is None:
        return
    written = _WRITTEN.search(words) if _WRITE.search(words) else None
    for tool in tools:
        names = {part.lower() for part in _NAME_PARTS.findall(tool.name)}
        where = _property(tool, _PATH_NAMES)
        what = _property(tool, _CONTENT_NAMES)
        if where and written and what and names & {"write", "create"}:
            text = written.group(1).strip().strip('`"“”')
            yield Call(name=tool.name, arguments={**arguments_for(tool, words), where: path, what: text})
            return
        if where and not written and _READ.search(words) and names & {"read", "view", "open"}:
            yield Call(name=tool.name, arguments={**arguments_for(tool, words), where: path})
            return


def _weather(words: str, tools: Sequence[Tool]) -> Iterator[Call]:
    tool = next((tool for tool in tools if "weather" in tool.name.lower()), None)
    if tool is None or "weather" not in words.lower():
        return
    where = _property(tool, _PLACE_NAMES)
    for place in _places(words) or [""]:
        made = arguments_for(tool, words)
        yield Call(name=tool.name, arguments={**made, where: place} if where and place else made)


def _evident(words: str, tools: Sequence[Tool]) -> Iterator[Call]:
    low = {word.lower() for word in re.findall(r"\w+", words)}
    for tool in tools:
        parts = [part.lower() for part in _NAME_PARTS.findall(tool.name) if part.lower() not in _EMPTY_PARTS]
        if not parts or not all(part in low or f"{part}s" in low for part in parts):
            continue
        properties = tool.schema.get("properties") or {}
        needed = [properties.get(name, {}) for name in tool.schema.get("required") or []]
        numeric = needed and all(part.get("type") in ("number", "integer") for part in needed)
        # A one-word name ("Write", "Task") is too common a word to be a wish, unless the numbers are there.
        if len(parts) >= 2 or (numeric and len(_NUMBER.findall(words)) >= len(needed)):
            yield Call(name=tool.name, arguments=arguments_for(tool, words))


def _shell_tool(tools: Sequence[Tool]) -> tuple[Tool | None, str]:
    for tool in sorted(tools, key=lambda tool: _SHELL_NAME.search(tool.name) is None):
        name = _property(tool, _COMMAND_NAMES)
        # A `command` out of a fixed list is an editor's verb, not a shell's line.
        if name and "enum" not in tool.schema["properties"][name]:
            return tool, name
    return None, ""


def _property(tool: Tool, names: Sequence[str]) -> str:
    properties = tool.schema.get("properties") or {}
    return next((name for name in names if name in properties), "")


def _path(words: str) -> str | None:
    found = _PATH.search(words)
    return next((group for group in found.groups() if group), None) if found else None


def _places(words: str) -> list[str]:
    found = _PLACE.search(words)
    if found is None:
        return []
    return [part.strip(" .?!") for part in re.split(r"\s*,\s*(?:and\s+)?|\s+(?:and|or|&)\s+(?:in\s+)?", found.group(1))]


def _given_json(words: str) -> dict[str, Any] | None:
    start = words.find("{")
    if start < 0:
        return None
    try:
        value, _ = json.JSONDecoder().raw_decode(words[start:])
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _plain(text: str) -> Any:
    if text[:1] in {'"', "'"}:
        return text[1:-1]
    text = text.rstrip(".?!") if not _NUMBER.fullmatch(text) else text
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return value if isinstance(value, int | float | bool) else text
