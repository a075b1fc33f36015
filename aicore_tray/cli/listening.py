"""The options of whatever serves, with a window and without; apart from `serve`, which brings the whole engine."""

from __future__ import annotations

import argparse

from aicore_tray.errors import ConfigurationError


def add_listening(parser: argparse.ArgumentParser) -> None:
    """Add where to listen, what to serve and how much to log."""
    parser.add_argument("--host", help="the address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, help="the port to listen on; 0 picks a free one (3001)")
    parser.add_argument("--demo", action="store_true", help="serve the built-in sandbox: no account, key 'demo'")
    parser.add_argument("--debug", action="store_true", help="log in detail on stderr")


def check_demo(host: str | None) -> None:
    """Let the demo serve this computer alone.

    Args:
        host: the address that was asked for; None or "" for none.

    Raises:
        ConfigurationError: others could reach it.
    """
    if not host:
        return
    from aicore_tray.system.network import is_loopback

    if not is_loopback(host):
        raise ConfigurationError([f"--host {host}: the demo has a well-known key and serves loopback only"])
