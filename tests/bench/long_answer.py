"""Whether an answer of 200 KB streams into the chat without holding up the loop: python -m tests.bench.long_answer.

The real app runs with its chat window, without a screen; the sandbox runs in a process of its own and streams as fast
as it can. One answer of mixed Markdown, one of a single block of code, one of a single paragraph, one of a single list,
one of a single table and one of a single word come one after the other. A *GUI slice* is what it is in
`tests.bench.gui`; the bar is 8 ms.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from aicore_tray.cli.terminal import say
from tests.bench.gui import ANSWER, tell_slices
from tests.bench.processes import SANDBOX, started
from tests.bench.slices import WatchedApplication
from tests.bench.whole_app import run_watched, whole_app

BAR_MS = 8.0
_LINE = 'result = await fetch(url, timeout=30, headers={"accept": "text"})  # line %d of the code'
_SENTENCE = "This is sentence %d of one paragraph that never ends, with **bold** words and `code` in it. "
_ITEM = "- Item %d of a list that goes on and on, with `code` in it"
_ROW = "| %d | a cell | another cell with `code` |"


def texts(size: int) -> dict[str, str]:
    """Return an answer of each kind, so many characters long."""
    return {
        "mixed Markdown": _filled(size, lambda _: f"{ANSWER}\n\n"),
        "one block of code": "```python\n" + _filled(size, lambda at: _LINE % at + "\n") + "```",
        "one paragraph": _filled(size, lambda at: _SENTENCE % at),
        "one list": _filled(size, lambda at: _ITEM % at + "\n"),
        "one table": "| Number | One | Two |\n|---|---|---|\n" + _filled(size, lambda at: _ROW % at + "\n"),
        "one word": _filled(size, lambda _: "abcdefghij"),
    }


def _filled(size: int, part: Callable[[int], str]) -> str:
    made: list[str] = []
    length = 0
    while length < size:
        made.append(part(len(made)))
        length += len(made[-1])
    return "".join(made)


async def measure(app: WatchedApplication, service_key: str, folder: Path, size: int, only: str) -> bool:
    good = True
    async with whole_app(app, folder, service_key=service_key) as (whole, _):
        whole.show_window()  # without a tray it would come up by itself, in the midst of it
        whole.show_chat()
        assert whole.chat is not None
        pane = whole.chat.view.pane
        await asyncio.sleep(1)
        for name, text in texts(size).items():
            if only and only not in name:
                continue
            pane.new()
            await asyncio.sleep(0.3)
            app.take()
            app.recording = True
            began = time.perf_counter()
            assert pane.desk.send(pane._current, f"Repeat exactly this text:\n{text}", pane.model)
            await asyncio.sleep(0.1)
            while pane.running or not pane.transcript.settled:  # noqa: ASYNC110 - the window tells only its own parts
                await asyncio.sleep(0.05)
            app.recording = False
            window, loop, _ = app.take()
            shown = (pane.desk.messages(pane._current) or ())[-1].text
            took = time.perf_counter() - began
            say(f"{name}: {len(shown) / 1000:.0f} KB in {took:.1f} s")
            tell_slices("window", window)
            tell_slices("loop", loop)
            over = sum(each.own > BAR_MS for each in window)
            say(f"  {over} of {len(window)} slices of the window are over {BAR_MS:.0f} ms")
            good &= not over
    return good


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=200_000, help="characters of each answer")
    parser.add_argument("--only", default="", help="only answers whose kind has this in its name")
    parser.add_argument("--names", action="store_true", help="name the longest events, which makes all of them longer")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        key_file = Path(name) / "key.json"
        with started(*SANDBOX, str(key_file)):
            key, home = key_file.read_text(encoding="utf-8"), Path(name) / "home"
            good = run_watched(
                lambda app: measure(app, key, home, arguments.size, arguments.only), names=arguments.names
            )
    say("The bar was kept." if good else "The bar was not kept.")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
