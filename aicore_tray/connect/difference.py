"""What a plan changes, line by line, for people to read before anything is written; no secret is in it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from aicore_tray.connect.patches import FilePlan
from aicore_tray.connect.tool import HIDDEN

Sign = Literal["same", "added", "removed", "gap"]
_AROUND = 3
# A name that tells of a secret, and its value; a reference to a variable is none.
_SECRET = re.compile(
    r"""(?ix)
    (?P<name> ["']? [\w.-]* (?:token|secret|passw|api[-_]?key|_key|credential|authorization) [\w.-]* ["']? \s* [:=] \s*)
    (?P<quote> ["']?)
    (?! \$ | \{env: | (?-i:[A-Z_]+) (?=["'\s,]|$))
    (?P<value> [^"'\s,}]{6,})"""
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a change.

    Attributes:
        sign: whether it stays, comes or goes; a `gap` stands for lines that stay and are not shown.
    """

    sign: Sign
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What becomes of one file.

    Attributes:
        made: there is no such file yet.
        gone: there is none afterwards.
    """

    file: Path
    lines: tuple[Line, ...]
    made: bool = False
    gone: bool = False


def difference(plan: FilePlan, secrets: Sequence[str] = ()) -> Difference:
    """Return what a file's plan changes.

    Args:
        secrets: texts that are not to be seen, such as the API key.
    """
    before, after = (_shown(content, secrets) for content in (plan.before, plan.after))
    lines: list[Line] = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    groups = list(matcher.get_grouped_opcodes(_AROUND))
    for number, group in enumerate(groups):
        if number or group[0][1] > 0:
            lines.append(Line("gap", ""))
        for kind, start, end, new_start, new_end in group:
            if kind == "equal":
                lines += [Line("same", text) for text in before[start:end]]
                continue
            lines += [Line("removed", text) for text in before[start:end]]
            lines += [Line("added", text) for text in after[new_start:new_end]]
    if groups and groups[-1][-1][2] < len(before):
        lines.append(Line("gap", ""))
    return Difference(
        file=plan.file,
        lines=tuple(lines),
        made=plan.before is None,
        gone=plan.after is None and plan.before is not None,
    )


def _shown(content: bytes | None, secrets: Sequence[str]) -> list[str]:
    text = (content or b"").decode(errors="replace")
    for secret in secrets:
        text = text.replace(secret, _hidden(secret)) if secret else text
    return [_SECRET.sub(_hide, line) for line in text.splitlines()]


def _hide(found: re.Match[str]) -> str:
    value = found["value"]
    return found["name"] + found["quote"] + (value if HIDDEN in value else HIDDEN)


def _hidden(secret: str) -> str:
    return secret[:8] + HIDDEN if len(secret) > 12 else secret
