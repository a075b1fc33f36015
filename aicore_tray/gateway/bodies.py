"""Bodies in the log, for whoever looks for a fault: off unless the user switches it on, cut at a length."""

from __future__ import annotations

import logging

_log = logging.getLogger(__name__)

LONGEST = 20_000
"""So many bytes of a body are told."""


class Bodies:
    """Tells bodies while `on`; the log takes secrets out of every line."""

    def __init__(self, *, on: bool) -> None:
        self.on = on

    def tell(self, what: str, body: bytes) -> None:
        """Put a body into the log, if that is wanted.

        Args:
            what: such as `the client asked`.
        """
        if not self.on:
            return
        text = body[:LONGEST].decode(errors="replace")
        more = f" … and {len(body) - LONGEST:,} bytes more" if len(body) > LONGEST else ""
        _log.info("%s: %s%s", what, text, more)
