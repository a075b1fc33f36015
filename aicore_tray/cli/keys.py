"""`aicore-tray keys`: local API keys are listed, created and revoked; a running proxy sees it at once."""

from __future__ import annotations

import argparse
import datetime as dt
import re
import time
from dataclasses import asdict

from aicore_tray.cli.state import running
from aicore_tray.cli.terminal import say, say_json, table, tell
from aicore_tray.config.key_store import KeyStore, LocalKey
from aicore_tray.errors import ConfigurationError
from aicore_tray.system.paths import Paths

_SPAN = re.compile(r"([1-9]\d{0,4})([hdw])")
_UNITS = {"h": 3600, "d": 86_400, "w": 7 * 86_400}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", nargs="?", choices=("list", "create", "revoke"), default="list")
    parser.add_argument("name", nargs="?", metavar="NAME", help="what you call the key")
    parser.add_argument("--admin", action="store_true", help="create: the key opens /stats and /admin, too")
    parser.add_argument("--expires", metavar="WHEN", help="create: 30d, 12h, or the last day as 2026-12-31")
    parser.add_argument("--models", metavar="NAMES", help="create: all that it may use, as claude-*,gpt-5")
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
    expires = None if arguments.expires is None else _expiry(arguments.expires)
    models = () if arguments.models is None else _patterns(arguments.models)
    say(store.create(name, admin=arguments.admin, expires=expires, models=models))
    tell(f"This is the key '{name}'. Note it down: it is shown only now.")
    state = running(paths.state_file)
    if state is not None and state.demo and not arguments.demo:
        tell("The demo that runs does not know it; add --demo for a key of the demo.")
    return 0


def _expiry(text: str) -> float:
    """Return Unix seconds for a time from now, or for the end of a day."""
    if (span := _SPAN.fullmatch(text.strip())) is not None:
        return time.time() + int(span[1]) * _UNITS[span[2]]
    try:
        day = dt.date.fromisoformat(text.strip())
        end = dt.datetime.combine(day + dt.timedelta(days=1), dt.time()).timestamp()
    except (ValueError, OverflowError):
        raise ConfigurationError([f"--expires {text}: write 30d, 12h, or a day as 2026-12-31"]) from None
    if end <= time.time():
        raise ConfigurationError([f"--expires {text}: this day is over"])
    return end


def _patterns(text: str) -> tuple[str, ...]:
    patterns = tuple(part.strip() for part in text.split(",") if part.strip())
    if not patterns:
        raise ConfigurationError(["--models: names no model; leave it out for all models"])
    return patterns


def _list(store: KeyStore, *, as_json: bool) -> None:
    keys = store.list()
    if as_json:
        say_json([{name: value for name, value in asdict(key).items() if name != "sha256"} for key in keys])
    elif keys:
        heads = ("NAME", "BEGINS", "RIGHTS", "MODELS", "EXPIRES", "LAST USED", "CREATED")
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
        ("expired " if expired else "") + _when(key.expires, "never"),
        _when(key.last_used, "never"),
        _when(key.created, ""),
    )


def _when(seconds: float | None, else_: str) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds)) if seconds else else_
