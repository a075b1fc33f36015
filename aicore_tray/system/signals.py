"""What the system sends to end a program: SIGTERM, and Ctrl+C's SIGINT."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable


def on_end(call: Callable[[], None]) -> None:
    """Call `call` in the running loop whenever the program is asked to end, in place of ending it at once."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(number, call)
        except NotImplementedError:  # Windows' loops know no signal handlers
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(call))
