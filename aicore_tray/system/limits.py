"""How many files and sockets this process may have open: as many as the system lets it, for every stream takes two."""

from __future__ import annotations

import sys

ENOUGH = 65_536


def raise_file_limit() -> int:
    """Raise the limit as far as this user may, up to what is enough; return it. Windows has none that matters."""
    if sys.platform == "win32":
        return ENOUGH
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    # macOS tells "unlimited" and refuses it.
    wanted = ENOUGH if hard == resource.RLIM_INFINITY else min(ENOUGH, hard)
    for limit in (wanted, 10_240):
        if soft == resource.RLIM_INFINITY or soft >= limit:
            break
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))
        except (OSError, ValueError):
            continue
        return limit
    return soft
