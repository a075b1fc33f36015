"""What an upstream says of a failure, as it may stand in the log: without what the client asked."""

from __future__ import annotations

from collections.abc import Callable

# So many characters in a row tell that a message repeats the request, and not a common word.
_RUN = 12
_LONGEST = 300
_REPEATS = "its message repeats the request"


def unechoed(message: str, repeats: Callable[[str], bool], *known: str) -> str:
    """Return an upstream's message for the log, or in its place that it repeats the request.

    Args:
        repeats: whether a text is in the request.
        known: what may stand in both, such as the model's name.
    """
    text = message[:_LONGEST]
    bare = text
    for name in known:
        bare = bare.replace(name, "") if name else bare
    runs = (bare[start : start + _RUN] for start in range(len(bare) - _RUN + 1))
    return _REPEATS if any(map(repeats, runs)) else text
