"""`aicore-tray keys`: local API keys are listed, created, changed and revoked; a running proxy sees it at once."""

from __future__ import annotations

import argparse
import time
from dataclasses import asdict, replace
from typing import Any

from aicore_tray.cli.kept import database_of
from aicore_tray.cli.state import running
from aicore_tray.cli.terminal import say, say_json, table, tell
from aicore_tray.config.key_store import Keys, LocalKey
from aicore_tray.config.key_terms import LIMITS, KeyLimits, read_expiry
from aicore_tray.config.shared_keys import opened_keys
from aicore_tray.errors import ConfigurationError
from aicore_tray.system.paths import Paths


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", nargs="?", choices=("list", "create", "change", "revoke"), default="list")
    parser.add_argument("name", nargs="?", metavar="NAME", help="what you call the key")
    parser.add_argument("--admin", action="store_true", help="create: the key opens /stats and /admin, too")
    parser.add_argument("--expires", metavar="WHEN", help="create, change: 30d, 12h, or the last day as 2026-12-31")
    parser.add_argument("--models", metavar="NAMES", help="create, change: all that it may use, as claude-*,gpt-5")
    for limit in LIMITS:
        kind = float if limit.startswith("units") else int
        words = limit.replace("_", " ")
        parser.add_argument(
            f"--{limit.replace('_', '-')}", type=kind, metavar="N", help=f"create, change: {words}; 0 for any number"
        )
    parser.add_argument("--demo", action="store_true", help="the keys of the demo")
    parser.add_argument("--json", action="store_true", help="list: print JSON")


def run(arguments: argparse.Namespace) -> int:
    paths = Paths.locate(arguments.data_dir)
    file = (paths.demo if arguments.demo else paths).keys_file
    with opened_keys(file, database_of(arguments, paths)) as store:
        return _done(arguments, store, paths)


def _done(arguments: argparse.Namespace, store: Keys, paths: Paths) -> int:
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
    terms = _terms(arguments)
    limits = {name: value for name in LIMITS if (value := getattr(arguments, name)) is not None}
    if arguments.action == "change":
        known = store.named(name)
        if limits and known is not None:
            terms["limits"] = replace(known.limits, **limits)
        if not terms:
            raise ConfigurationError(["`aicore-tray keys change` needs --expires, --models or a limit"])
        store.change(name, **terms)
        tell(f"The key '{name}' is changed, from its next request on.")
        return 0
    say(store.create(name, admin=arguments.admin, limits=KeyLimits(**limits), **terms))
    tell(f"This is the key '{name}'. Note it down: it is shown only now.")
    state = running(paths.state_file)
    if state is not None and state.demo and not arguments.demo:
        tell("The demo that runs does not know it; add --demo for a key of the demo.")
    return 0


def _terms(arguments: argparse.Namespace) -> dict[str, Any]:
    terms: dict[str, Any] = {}
    if arguments.expires is not None:
        terms["expires"] = read_expiry(arguments.expires, "--expires")
    if arguments.models is not None:
        terms["models"] = _patterns(arguments.models)
    return terms


def _patterns(text: str) -> tuple[str, ...]:
    patterns = tuple(part.strip() for part in text.split(",") if part.strip())
    if not patterns:
        raise ConfigurationError(["--models: names no model; leave it out for all models"])
    return patterns


def _list(store: Keys, *, as_json: bool) -> None:
    keys = store.list()
    if as_json:
        say_json([{name: value for name, value in asdict(key).items() if name != "sha256"} for key in keys])
    elif keys:
        heads = ("NAME", "BEGINS", "RIGHTS", "MODELS", "LIMITS", "EXPIRES", "LAST USED", "CREATED")
        table(heads, [_cells(key) for key in keys])
    else:
        say("There is no stored key; `aicore-tray keys create NAME` makes one.")


def _cells(key: LocalKey) -> tuple[str, ...]:
    expired = key.expires is not None and key.expires <= time.time()
    return (
        key.name,
        f"{key.shown}…",
        "admin" if key.admin else "",
        ",".join(key.models) or "all",
        str(key.limits),
        ("expired " if expired else "") + _when(key.expires, "never"),
        _when(key.last_used, "never"),
        _when(key.created, ""),
    )


def _when(seconds: float | None, else_: str) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds)) if seconds else else_
