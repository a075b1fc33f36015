"""Reads the YAML that our recipes write: block maps and lists, flow lists, quoted and plain texts; nothing else."""

from __future__ import annotations

import json
import re
from typing import Any

_PAIR = re.compile(r'([\w.-]+|"[^"]*"):(?: (.+))?')


def read_yaml(text: str) -> Any:
    """Return what a text says.

    Raises:
        ValueError: it is no YAML, or some that we do not write.
    """
    lines = [(len(line) - len(line.lstrip()), line.strip()) for line in text.splitlines() if line.strip()]
    value, rest = _block(lines, lines[0][0])
    if rest:
        raise ValueError(f"What is this: {rest[0][1]}")
    return value


def _block(lines: list[tuple[int, str]], indent: int) -> tuple[Any, list[tuple[int, str]]]:
    found: Any = [] if lines[0][1].startswith("- ") else {}
    while lines and lines[0][0] == indent:
        words = lines[0][1]
        if words.startswith("- ") is not isinstance(found, list):
            raise ValueError(f"A list in a map, or a map in a list: {words}")
        if isinstance(found, list):
            # What stands behind the dash begins a map that is indented as far.
            item, lines = _block([(indent + 2, words[2:]), *lines[1:]], indent + 2)
            found.append(item)
            continue
        pair = _PAIR.fullmatch(words)
        if pair is None or pair[1] in found:
            raise ValueError(f"No pair, or one twice: {words}")
        lines = lines[1:]
        if pair[2] is not None:
            found[pair[1]] = _scalar(pair[2])
        elif lines and lines[0][0] > indent:
            found[pair[1]], lines = _block(lines, lines[0][0])
        else:
            raise ValueError(f"Nothing in it: {words}")
    return found, lines


def _scalar(text: str) -> Any:
    if text.startswith("["):
        return [_scalar(part.strip()) for part in text[1:-1].split(",")]
    if text.startswith('"'):
        return json.loads(text)
    if re.search(r"[{}\[\]:#&*!|>'\"%@`,]", text):
        raise ValueError(f"To be quoted: {text}")
    return {"true": True, "false": False}.get(text, text)
