"""Reads argv and runs one command; only that command's module is imported, so that each starts fast."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, cast

from aicore_tray import __version__
from aicore_tray.cli.terminal import fail, prepare, say
from aicore_tray.errors import AicoreTrayError, ConfigurationError
from aicore_tray.system import garbage

EXIT_FAILED = 1
EXIT_CONFIGURATION = 2
EXIT_INTERRUPTED = 130

# A new command is one row here and one module of that name beside this file.
COMMANDS: Mapping[str, str] = {
    "serve": "run the proxy without a window",
    "import": "bring in a service key or another proxy's configuration for good",
    "request": "send one demo request to the running proxy and show it in full, or many and time them",
    "chat": "chat with a model in the terminal",
    "models": "list the models that can be asked for",
    "deployments": "list the deployments of all accounts",
    "configurations": "list the configurations of all accounts",
    "connect": "show what a tool needs to talk to the running proxy, or launch it",
    "keys": "list, create and revoke local API keys",
    "usage": "show what was used",
    "health": "ask the running proxy whether it is well, as containers and supervisors do",
    "selftest": "check that this installation is whole",
    "doctor": "check accounts stage by stage and say what is wrong",
}
_APP = "app"
# These say themselves when they have started.
_STAYING = ("serve", None)


class _Version(argparse.Action):
    """Prints the version; nobody is asked for a newer one."""

    def __init__(self, option_strings: Sequence[str], dest: str, **given: Any) -> None:
        super().__init__(option_strings, argparse.SUPPRESS, nargs=0, **given)

    def __call__(self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, *_: object) -> None:
        from aicore_tray.system.paths import Paths
        from aicore_tray.updates import known_release

        say(f"{parser.prog} {__version__}")
        release = known_release(Paths.locate(getattr(namespace, "data_dir", None)).updates_file)
        if release is not None:
            say(f"{release.version} is available: {release.page}")
        parser.exit()


class Command(Protocol):
    """What a command module offers."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...
    def run(self, arguments: argparse.Namespace) -> int: ...


def _common(default: str | None) -> argparse.ArgumentParser:
    """The options of every command; a command's own parser must not undo what stood before its name."""
    parser = argparse.ArgumentParser(add_help=False, argument_default=default)
    parser.add_argument(
        "--config", type=Path, metavar="FILE", help="our settings, another proxy's configuration, or a service key"
    )
    parser.add_argument("--data-dir", type=Path, metavar="DIR", help="keep settings, data and logs here")
    parser.add_argument("--url", help="the running proxy's address; found by itself unless given")
    parser.add_argument("--api-key", help="the key to show to the running proxy (or AICORE_TRAY_KEY)")
    return parser


def _parser(chosen: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="aicore-tray",
        parents=[_common(None)],
        description="Every SAP AI Core deployment as an OpenAI and Anthropic API on this machine.",
        epilog="Without a command the app opens; --demo needs no account.",
    )
    parser.add_argument("--version", action=_Version, help="show the version, and the newer one that is known")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for name, help_text in COMMANDS.items():
        sub = commands.add_parser(
            name,
            help=help_text,
            description=f"{help_text[0].upper()}{help_text[1:]}.",
            parents=[_common(argparse.SUPPRESS)],
        )
        if name == chosen:
            _module(name).add_arguments(sub)
    if chosen == _APP:
        _module(_APP).add_arguments(parser)
    return parser


def _module(name: str) -> Command:
    return cast(Command, importlib.import_module(f"aicore_tray.cli.{name}"))


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Returns:
        The exit code: 0 done, 1 failed, 2 wrong configuration or arguments, 3 port taken.
    """
    garbage.hold()
    prepare()
    given = list(sys.argv[1:] if argv is None else argv)
    chosen = next((word for word in given if word in COMMANDS), _APP)
    try:
        rest: list[str] = []
        if chosen == "connect" and "--" in given:
            # What stands behind it is for the tool that is launched.
            place = given.index("--")
            given, rest = given[:place], given[place + 1 :]
        arguments = _parser(chosen).parse_args(given, argparse.Namespace(rest=rest))
        command = _module(arguments.command or _APP)
        if arguments.command not in _STAYING:
            garbage.release()
        return command.run(arguments)
    except ConfigurationError as error:
        for problem in error.problems:
            fail(problem)
        return EXIT_CONFIGURATION
    except AicoreTrayError as error:
        fail(error.line())
        return EXIT_FAILED
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # `aicore-tray models | head` is no failure.
        sys.stderr.close()
        return 0
    except OSError as error:
        if error.filename is None:
            raise
        fail(f"{error.filename}: {error.strerror}. Give another folder with --data-dir or AICORE_TRAY_HOME")
        return EXIT_FAILED
    finally:
        garbage.release()
