"""Who holds a port: real sockets, real processes, and what Windows and macOS print."""

from __future__ import annotations

import ctypes
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from aiohttp import web

from aicore_tray.errors import AicoreTrayError
from aicore_tray.system.ports import (
    holder_of,
    next_free_port,
    read_lsof,
    read_netstat,
    read_reserved_ranges,
    read_tasklist,
)

LISTEN = """
import socket, time
server = socket.create_server(("{host}", 0))
print(server.getsockname()[1], flush=True)
time.sleep(60)
"""


@contextmanager
def another_program(host: str = "127.0.0.1") -> Iterator[tuple[int, int]]:
    """Run a program that listens; yields its port and its process."""
    code = LISTEN.format(host=host)
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline()), process.pid
        finally:
            process.kill()


@pytest.mark.parametrize(("theirs", "ours"), [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1")])  # noqa: S104
async def test_another_program(theirs: str, ours: str) -> None:
    with another_program(theirs) as (port, pid):
        holder = await holder_of(ours, port)
    assert (holder.kind, holder.pid) == ("other", pid)
    assert "python" in holder.program.lower()
    assert holder.program in holder.detail


@pytest.mark.parametrize(
    ("health", "kind"),
    [
        ({"status": "ok", "version": "1.2.3", "in_flight": 0}, "ours"),
        ({"status": "ok"}, "other"),
        (["in_flight"], "other"),
        ("no JSON", "other"),
    ],
)
async def test_whether_it_is_ourselves(health: object, kind: str) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(text=health if isinstance(health, str) else json.dumps(health))

    app = web.Application()
    app.router.add_get("/health", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        holder = await holder_of("127.0.0.1", runner.addresses[0][1])
    finally:
        await runner.cleanup()
    assert (holder.kind, holder.pid) == (kind, os.getpid())
    assert ("1.2.3" in holder.detail) == (kind == "ours")


async def test_nobody_any_more() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
    holder = await holder_of("127.0.0.1", port)
    assert (holder.kind, holder.program, holder.pid) == ("other", "", None)
    assert "any more" in holder.detail


ASK = """
import asyncio
from aicore_tray.system.ports import holder_of
print(asyncio.run(holder_of("127.0.0.1", 80)).kind)
"""


def lose_the_right_to_low_ports() -> None:
    """Take CAP_NET_BIND_SERVICE (10) out of the bounding set; what is started then lacks it, also as root."""
    drop_from_bounding_set, bind_service = 24, 10
    if ctypes.CDLL(None, use_errno=True).prctl(drop_from_bounding_set, bind_service, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps low ports from ordinary users")
def test_a_port_below_1024() -> None:
    lose = lose_the_right_to_low_ports if os.geteuid() == 0 else None
    ended = subprocess.run(
        [sys.executable, "-c", ASK], capture_output=True, text=True, timeout=30, check=False, preexec_fn=lose
    )
    assert (ended.stdout.strip(), ended.stderr) == ("forbidden", "")


async def test_the_next_free_port() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        found = await next_free_port("127.0.0.1", taken)
        assert found > taken
        with pytest.raises(AicoreTrayError, match="is free"):
            await next_free_port("127.0.0.1", taken, tries=1)
    assert await next_free_port("127.0.0.1", found) == found, "it was only tried"


ENGLISH = """
Protocol tcp Port Exclusion Ranges

Start Port    End Port
----------    --------
      5357        5357
     50000       50059     *

* - Administered port exclusions.
"""
GERMAN = """
Portausschlussbereiche für das Protokoll "tcp"

Startport    Endport
----------   --------
      2869        2869
     49682       49781
     50000       50059     *

* - Verwaltete Portausschlüsse.
"""


def test_what_netsh_prints() -> None:
    assert read_reserved_ranges(ENGLISH) == ((5357, 5357), (50000, 50059))
    assert read_reserved_ranges(GERMAN.replace("\n", "\r\n")) == ((2869, 2869), (49682, 49781), (50000, 50059))
    assert read_reserved_ranges("The command was not found.") == ()


def test_what_netstat_and_tasklist_print() -> None:
    shown = """
Aktive Verbindungen

  Proto  Lokale Adresse         Remoteadresse          Status           PID
  TCP    0.0.0.0:135            0.0.0.0:0              ABHÖREN         1204
  TCP    127.0.0.1:3001         127.0.0.1:50000        HERGESTELLT     77
  TCP    127.0.0.1:3001         0.0.0.0:0              ABHÖREN         4711
  TCP    [::]:445               [::]:0                 ABHÖREN         4
"""
    assert [read_netstat(shown, port) for port in (3001, 445, 300, 35)] == [4711, 4, None, None]
    assert read_tasklist('"node.exe","4711","Console","1","50.000 K"\r\n') == "node.exe"
    assert read_tasklist("INFORMATION: Es werden keine Aufgaben ausgeführt.") == ""


def test_what_lsof_prints() -> None:
    assert read_lsof("p501\ncControlCe\nf10\n") == ("ControlCe", 501)
    assert read_lsof("") == ("", None)
