"""Changes a file in words alone, for clients without tools that say in which form they want the change told."""

from __future__ import annotations

import re
from collections.abc import Sequence

from aicore_tray.sandbox.gist import Said

_QUOTE = r"(?:`([^`\n]+)`|\"([^\"\n]+)\"|“([^”\n]+)”)"
_CHANGE = re.compile(
    rf"\b(?:replace|change|rename|turn)\b[^`\"“\n]{{0,40}}?{_QUOTE}\s+(?:with|to|into|by)\s+{_QUOTE}"
    r"[^\n]{0,40}?\b(?:in|of)\b(?: the)?(?: file)?\s+[`\"“]?([\w./-]*[\w-])",
    re.IGNORECASE,
)
_SEARCH, _DIVIDER, _REPLACE = "<<<<<<< SEARCH", "=======", ">>>>>>> REPLACE"
_WHOLE = re.compile(r"\b(?:entire|whole|complete|full)\b[^.\n]{0,20}\b(?:file|content)", re.IGNORECASE)


def edited(words: str, conversation: Sequence[Said]) -> str | None:
    """Return the change that the words ask for, in the form that they describe.

    None where no change is asked for, no form is described, or the file was not shown with what is to be changed.
    """
    found = _CHANGE.search(words)
    if found is None:
        return None
    *quoted, path = found.groups()
    old, new = (next(group for group in part if group) for part in (quoted[:3], quoted[3:]))
    shown = _shown(path, conversation)
    if shown is None or old not in shown:
        return None
    fence = "```" if "```" not in shown else "````"
    if _SEARCH in words:
        blocks = [
            f"{path}\n{fence}\n{_SEARCH}\n{line}\n{_DIVIDER}\n{line.replace(old, new)}\n{_REPLACE}\n{fence}"
            for line in shown.splitlines()
            if old in line
        ]
        return f"I put `{new}` where `{old}` was.\n\n" + "\n\n".join(blocks)
    if _WHOLE.search(words):
        return f"I put `{new}` where `{old}` was.\n\n{path}\n{fence}\n{shown.replace(old, new)}\n{fence}"
    return None


def _shown(path: str, conversation: Sequence[Said]) -> str | None:
    """Return what a file holds, by the last listing of it: its path alone on a line, then a fence around the text."""
    listing = re.compile(rf"^[`*]*{re.escape(path)}[`*:]*\n(`{{3,}})[^`\n]*\n(.*?)\n?^\1\s*$", re.DOTALL | re.MULTILINE)
    for said in reversed(conversation):
        if said.kind == "user" and (found := listing.findall(said.text)):
            return str(found[-1][1])
    return None
