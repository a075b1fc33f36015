"""`aicore-tray keys`: local API keys are listed, created and revoked; a running proxy sees it at once."""

from __future__ import annotations

import argparse
import time

from aicore_tray.cli.state import running
from aicore_tray.cli.terminal import say, say_json, table, tell
from aicore_tray.config.key_store import KeyStore
from aicore_tray.errors import ConfigurationError
from aicore_tray.system.paths import Paths


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", nargs="?", choices=("list", "create", "revoke"), default="list")
    parser.add_argument("name", nargs="?", metavar="NAME", help="what you call the key")
    parser.add_argument("--admin", action="store_true", help="create: the key opens /stats and /admin, too")
    parser.add_argument("--demo", action="store_true", help="the keys of the demo")
    parser.add_argument("--json", action="store_true", help="list: print JSON")


def run(arguments: argparse.Namespace) -> int:
    paths = Paths.locate(arguments.data_dir)
    store = KeyStore((paths.demo if arguments.demo else paths).keys_file)
    if arguments.action == "list":
        _list(store, as_json=arguments.json)
        return 0
    name = (arguments.name or "").strip()
    if not name:
        raise ConfigurationError([f"`aicore-tray keys {arguments.action}` needs the NAME of the key"])
    if arguments.action == "revoke":
        store.revoke(name)
        tell(f"The key '{name}' opens nothing any more.")
        return 0
    say(store.create(name, admin=arguments.admin))
    tell(f"This is the key '{name}'. Note it down: it is shown only now.")
    state = running(paths.state_file)
    if state is not None and state.demo and not arguments.demo:
        tell("The demo that runs does not know it; add --demo for a key of the demo.")
    return 0


def _list(store: KeyStore, *, as_json: bool) -> None:
    keys = store.list()
    if as_json:
        say_json([{"name": key.name, "shown": key.shown, "admin": key.admin, "created": key.created} for key in keys])
    elif keys:
        rows = [
            (
                key.name,
                f"{key.shown}…",
                "admin" if key.admin else "",
                time.strftime("%Y-%m-%d %H:%M", time.localtime(key.created)),
            )
            for key in keys
        ]
        table(("NAME", "BEGINS", "RIGHTS", "CREATED"), rows)
    else:
        say("There is no stored key; `aicore-tray keys create NAME` makes one.")
