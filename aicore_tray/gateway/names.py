"""Model names as clients write them, and SAP's own for the same model.

Anthropic's ids put the tier first (`claude-sonnet-4-5-20250929`), SAP the version (`anthropic--claude-4.5-sonnet`).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator

LONG_CONTEXT_SUFFIX = "[1m]"
LONG_CONTEXT_BETA = "context-1m-2025-08-07"

_SAP_CLAUDE = "anthropic--claude-"
_TIERS = r"(?P<tier>opus|sonnet|haiku)"
_VERSION = r"(?P<major>\d+)(?:[.-](?P<minor>\d{1,2}))?"
_CLAUDE_IDS = (
    re.compile(rf"^(?:anthropic--)?claude-{_TIERS}-{_VERSION}$"),
    re.compile(rf"^(?:anthropic--)?claude-{_VERSION}-{_TIERS}$"),
    re.compile(rf"^{_VERSION}-{_TIERS}$"),  # as sap-ai-core-llm-proxy's users write it
    re.compile(rf"^{_TIERS}-{_VERSION}$"),  # Cursor takes every name with "claude" for its own
)
# OpenAI's reasoning models, as some proxies list them beside the GPTs.
_GPT_O = re.compile(r"^gpt-(?=o\d)")
_SAP_CLAUDE_NAME = re.compile(rf"^{_SAP_CLAUDE}(?P<major>\d+)(?:\.(?P<minor>\d+))?-{_TIERS}$")
# Endings and beginnings that say where or when a model is served, not which it is; taken off one after the other.
_AROUND = (
    re.compile(r"\[1m\]$"),
    re.compile(r"-v\d+(?::\d+)?$"),
    re.compile(r":latest$"),  # as Ollama's clients write it
    re.compile(r"-latest$"),
    re.compile(r"[-@]20\d{6}$"),
    re.compile(r"[-@]20\d\d-\d\d-\d\d$"),
    re.compile(r"^(?:models|openai|anthropic|google|gemini|azure|bedrock|vertex_ai|sap|aicore)/"),
    re.compile(r"^(?:us|eu|apac|global|jp|au)\.(?=[a-z]+\.)"),
    re.compile(r"^anthropic\.(?=claude)"),
)


def bare_name(name: str) -> str:
    """Return a name in lower case without what says where or when the model is served."""
    bare = name.strip().lower()
    changed = True
    while changed:
        changed = False
        for pattern in _AROUND:
            shorter = pattern.sub("", bare)
            changed |= shorter != bare
            bare = shorter
    return bare


def spellings(name: str) -> Iterator[str]:
    """Yield what a client may have meant by a name, the most literal reading first."""
    yield name
    bare = bare_name(name)
    seen = {name}
    for reading in (bare, _sap_claude(bare), _GPT_O.sub("", bare)):
        if reading and reading not in seen:
            seen.add(reading)
            yield reading


def _sap_claude(name: str) -> str:
    """Return SAP's name for a Claude id, "" for any other name."""
    for pattern in _CLAUDE_IDS:
        if found := pattern.match(name):
            minor = found["minor"]
            version = f"{found['major']}.{minor}" if minor and minor != "0" else found["major"]
            return f"{_SAP_CLAUDE}{version}-{found['tier']}"
    return ""


def familiar_name(sap_name: str) -> str:
    """Return the id under which Anthropic's clients know a Claude of SAP's, "" for other models.

    Claude Code takes names that it does not know for the newest models and asks for what older ones refuse.
    """
    found = _SAP_CLAUDE_NAME.match(sap_name)
    if not found:
        return ""
    version = f"{found['major']}-{found['minor']}" if found["minor"] else found["major"]
    if int(found["major"]) < 4:
        return f"claude-{version}-{found['tier']}"
    return f"claude-{found['tier']}-{version}"


# What of a name tells the version: digits, with those after a dot or a dash, and the "o" of `gpt-4o`.
_NUMBERS = re.compile(r"(?<![a-z0-9])v?(\d+)(?:[.-](\d{1,2})(?!\d))?o?(?![a-z0-9])")
_DASHES = re.compile(r"-{2,}")


def family_of(name: str) -> tuple[str, tuple[int, int]]:
    """Return a name without its version, and the version; ("", (0, 0)) for a name without one.

    `claude-sonnet-4-5-20250929` and `anthropic--claude-4.5-sonnet` are both `anthropic-claude-sonnet` in (4, 5).
    """
    bare = bare_name(name)
    plain = _sap_claude(bare) or bare
    if (found := _NUMBERS.search(plain)) is None:
        return "", (0, 0)
    rest = f"{plain[: found.start()]}-{plain[found.end() :]}"
    return _DASHES.sub("-", rest).strip("-"), (int(found[1]), int(found[2] or 0))


def nearest_version(name: str, served: Iterable[str]) -> str | None:
    """Return the served model of the same family whose version is nearest, of two as near the newer; None for none."""
    family, wanted = family_of(name)
    if not family:
        return None
    same = {known: version for known in served for own, version in (family_of(known),) if own == family}
    far = {known: (abs(_number(version) - _number(wanted)), -_number(version)) for known, version in same.items()}
    return min(far, key=lambda known: far[known], default=None)


def _number(version: tuple[int, int]) -> int:
    return version[0] * 100 + version[1]


def matches(pattern: str, name: str) -> bool:
    """Tell whether a name fits a pattern, in which `*` stands for anything and case does not count."""
    expression = ".*".join(re.escape(part) for part in pattern.lower().split("*"))
    return re.fullmatch(expression, name.lower()) is not None


def matches_any(patterns: Iterable[str], name: str) -> bool:
    """Tell whether a name fits at least one of the patterns."""
    return any(matches(pattern, name) for pattern in patterns)


def find(name: str, served: Collection[str]) -> str | None:
    """Return the served model that `name` means, or None."""
    by_lower = {known.lower(): known for known in served}
    for reading in spellings(name):
        if reading in served:
            return reading
        if (known := by_lower.get(reading.lower())) is not None:
            return known
    return None


def near_matches(name: str, served: Collection[str]) -> list[str]:
    """Return up to three served models whose names come near to one that is unknown."""
    candidates = {known: known for known in served} | {
        familiar: known for known in served if (familiar := familiar_name(known))
    }
    found: list[str] = []
    for reading in (*spellings(name), name):
        for match in difflib.get_close_matches(reading, candidates, n=3, cutoff=0.5):
            if candidates[match] not in found:
                found.append(candidates[match])
    return found[:3]
