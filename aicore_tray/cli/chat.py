"""`aicore-tray chat`: a conversation in the terminal; a line is a turn.

Lines are read outside the event loop and each answer is one run of it, so that Ctrl+C meets the one or the other.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Any

import aiohttp

from aicore_tray.cli.answers import CHAT, PATHS, Answer, body, choose_model, models
from aicore_tray.cli.proxy import Proxy, connect, lost, refused
from aicore_tray.cli.terminal import coloured, fail, is_terminal, is_typed, read_line, say, write
from aicore_tray.errors import AicoreTrayError

_PROMPT = "you> "
_HELP = """\
/model NAME   talk to another model; without a name, say which one answers
/models       list the models
/clear        forget what was said
/quit         leave, as Ctrl+D does; Ctrl+C stops a running answer"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", metavar="M", help="the model; a Claude Sonnet where there is one")


def run(arguments: argparse.Namespace) -> int:
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        try:
            proxy = runner.run(stack.enter_async_context(connect(arguments)))
            model = runner.run(choose_model(proxy, arguments))
            return _Chat(proxy, model, runner.run).run()
        finally:
            runner.run(stack.aclose())


class _Chat:
    """The conversation and what has been said in it."""

    def __init__(self, proxy: Proxy, model: str, wait: Callable[[Any], Any]) -> None:
        self._proxy = proxy
        self._model = model
        self._wait = wait
        self._turns: list[dict[str, Any]] = []
        self._failed = False

    def run(self) -> int:
        """Talk until the input ends; a script learns from the exit code whether something went wrong."""
        if is_typed():
            say(f"{self._model} at {self._proxy.url}; /help shows what else can be typed.")
        while True:
            try:
                line = read_line(_PROMPT)
            except KeyboardInterrupt:
                if not is_typed():
                    raise
                say("\n(Ctrl+D or /quit leaves)")
                continue
            if line is None or line.strip() == "/quit":
                return 1 if self._failed and not is_typed() else 0
            try:
                self._turn(line.strip())
            except AicoreTrayError as error:
                self._failed = True
                fail(error.line())

    def _turn(self, line: str) -> None:
        command, _, rest = line.partition(" ")
        match command:
            case "":
                pass
            case "/help":
                say(_HELP)
            case "/clear":
                self._turns.clear()
                say("Forgotten.")
            case "/models":
                for name in self._wait(models(self._proxy)):
                    say(name)
            case "/model":
                self._model = rest.strip() or self._model
                say(f"{self._model} answers.")
            case _ if line.startswith("/") and line[1:2].isalpha() and " " not in line and "/" not in line[1:]:
                say(f"There is no {line}; /help shows what there is.")
            case _:
                self._talk(line)

    def _talk(self, text: str) -> None:
        """Ask and show the answer; what was stopped half-way stays said, what failed is taken back."""
        answer = Answer()
        asked = {"role": "user", "content": text}
        try:
            self._wait(self._ask([*self._turns, asked], answer))
        except KeyboardInterrupt:
            if not is_typed():
                raise
            say("\n(stopped)")
        else:
            say()
        if answer.text:
            self._turns += [asked, {"role": "assistant", "content": answer.text}]
        if answer.error:
            raise AicoreTrayError(answer.error)
        if is_terminal() and answer.tokens():
            say(coloured(answer.tokens(), "dim"))

    async def _ask(self, turns: list[dict[str, Any]], answer: Answer) -> None:
        sent = json.dumps(body(CHAT, self._model, turns, stream=True)).encode()
        headers = {"Content-Type": "application/json", **self._proxy.headers}
        try:
            async with self._proxy.post(PATHS[CHAT], sent, headers) as response:
                if response.status >= 400:
                    raise refused(response.status, await response.read())
                async for chunk in response.content.iter_any():
                    write(answer.feed(chunk))
        except (aiohttp.ClientError, OSError) as error:
            raise lost(self._proxy.url, error) from error
