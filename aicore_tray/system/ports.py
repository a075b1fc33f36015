"""Who holds a port that we want, and which one is free instead."""

from __future__ import annotations

import asyncio
import contextlib
import csv
import errno
import os
import re
import socket
import ssl
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import aiohttp

from aicore_tray.errors import AicoreTrayError

Kind = Literal["other", "ours", "reserved", "forbidden"]
_COMMAND_SECONDS = 5.0
_HEALTH_SECONDS = 1.5
_WSAEACCES = 10013
_LISTEN = "0A"
_RANGE = re.compile(r"^\s*(\d{1,5})\s+(\d{1,5})(?:\s+\*)?\s*$", re.MULTILINE)
_UNNAMED = ("", "0.0.0.0", "::", "*")  # noqa: S104 - compared


@dataclass(frozen=True, slots=True, kw_only=True)
class PortHolder:
    """What stands between us and a port.

    Attributes:
        kind: `other` (another program, or nobody any more), `ours` (an AI Core Tray answers there), `reserved` (by
            Windows, nobody listens) or `forbidden` (this user may not use it).
        program: the name of the program that listens, "" where it cannot be told.
        pid: its process, None where it cannot be told.
        detail: a line for people; "" where there is nothing to add.
    """

    kind: Kind
    program: str = ""
    pid: int | None = None
    detail: str = ""


async def holder_of(host: str, port: int) -> PortHolder:
    """Return who holds a port; it takes a few seconds at the worst and raises nothing."""
    refusal = _refusal(host, port)
    if refusal == "forbidden":
        return PortHolder(kind="forbidden", detail=f"Port {port} may not be used by this user")
    program, pid = await _listener(port)
    version = await _our_version(host, port)
    if version:
        return PortHolder(kind="ours", program=program, pid=pid, detail=f"AI Core Tray {version} answers there")
    if refusal == "reserved" or (not pid and any(first <= port <= last for first, last in await reserved_ranges())):
        return PortHolder(kind="reserved", detail=f"Windows has reserved port {port}")
    if not program:
        free = refusal == "" and pid is None
        return PortHolder(kind="other", pid=pid, detail="Nobody holds it any more" if free else "")
    return PortHolder(kind="other", program=program, pid=pid, detail=f"{program} listens there")


async def next_free_port(host: str, start: int, *, tries: int = 100) -> int:
    """Return the first port from `start` on that can be listened on now.

    Raises:
        AicoreTrayError: none of them can.
    """
    reserved = await reserved_ranges()
    for port in range(max(1, start), min(start + tries, 65536)):
        if not any(first <= port <= last for first, last in reserved) and _refusal(host, port) == "":
            return port
    raise AicoreTrayError(f"No port from {start} on is free", hint="Choose another one in the settings")


def _refusal(host: str, port: int) -> Literal["", "taken", "reserved", "forbidden"]:
    """Return why a port cannot be listened on, "" if it can."""
    try:
        found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError):
        return "taken"
    for family, kind, protocol, _, address in found:
        try:
            with socket.socket(family, kind, protocol) as probe:
                if os.name == "posix":  # as the server has it; on Windows it would steal the port
                    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                elif sys.platform == "win32":
                    probe.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
                if family == socket.AF_INET6:
                    probe.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
                probe.bind(address)
                probe.listen(1)
        except OSError as error:
            code = getattr(error, "winerror", None) or error.errno
            if code == _WSAEACCES:
                return "reserved"
            return "forbidden" if error.errno in (errno.EACCES, errno.EPERM) else "taken"
    return ""


async def _our_version(host: str, port: int) -> str:
    """Return the version of the AI Core Tray that answers on a port, "" where none does."""
    name = "127.0.0.1" if host in _UNNAMED else f"[{host}]" if ":" in host else host
    timeout = aiohttp.ClientTimeout(total=_HEALTH_SECONDS)
    # It is asked who it is, and is told nothing: its certificate does not matter.
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    async with aiohttp.ClientSession(timeout=timeout) as session:
        for scheme in ("http", "https"):
            with contextlib.suppress(aiohttp.ClientError, OSError, ValueError):
                async with session.get(f"{scheme}://{name}:{port}/health", ssl=context, allow_redirects=False) as got:
                    said = await got.json(content_type=None)
                    if isinstance(said, dict) and "in_flight" in said and isinstance(said.get("version"), str):
                        return str(said["version"])
    return ""


async def reserved_ranges() -> tuple[tuple[int, int], ...]:
    """Return the ranges of ports that Windows keeps for itself; none elsewhere."""
    if os.name != "nt":
        return ()
    shown = await _run("netsh", "interface", "ipv4", "show", "excludedportrange", "protocol=tcp")
    return read_reserved_ranges(shown)


def read_reserved_ranges(shown: str) -> tuple[tuple[int, int], ...]:
    """Return the (first, last) port of each range in what netsh prints, in whichever language."""
    return tuple((int(first), int(last)) for first, last in _RANGE.findall(shown))


async def _listener(port: int) -> tuple[str, int | None]:
    """Return name and process of the program that listens on a port, as far as this user may know."""
    if sys.platform == "win32":
        pid = read_netstat(await _run("netstat", "-ano", "-p", "TCP"), port)
        if pid is None:
            return "", None
        return read_tasklist(await _run("tasklist", "/FI", f"PID eq {pid}", "/FO", "CSV", "/NH")), pid
    if sys.platform == "darwin":
        return read_lsof(await _run("/usr/sbin/lsof", "-nP", f"-iTCP:{port}", "-sTCP:LISTEN", "-Fpc"))
    return await asyncio.to_thread(_listener_in_proc, port, Path("/proc"))


def read_netstat(shown: str, port: int) -> int | None:
    """Return the process that listens on a port in what `netstat -ano` prints; states are in Windows' language."""
    for line in shown.splitlines():
        parts = line.split()
        # A listener's peer is no peer: 0.0.0.0:0 or [::]:0.
        if len(parts) == 5 and parts[0] == "TCP" and parts[1].endswith(f":{port}") and parts[2].endswith(":0"):
            return int(parts[4]) if parts[4].isdigit() else None
    return None


def read_tasklist(shown: str) -> str:
    """Return the program's name in what `tasklist /FO CSV /NH` prints, "" where it found none."""
    rows = [row for row in csv.reader(shown.splitlines()) if len(row) >= 2]
    return rows[0][0] if rows else ""


def read_lsof(shown: str) -> tuple[str, int | None]:
    """Return name and process in what `lsof -Fpc` prints."""
    pid = next((int(line[1:]) for line in shown.splitlines() if line[:1] == "p" and line[1:].isdigit()), None)
    name = next((line[1:].replace("\\x20", " ") for line in shown.splitlines() if line[:1] == "c"), "")
    return name, pid


def _listener_in_proc(port: int, proc: Path) -> tuple[str, int | None]:
    """Return who holds one of the listening sockets; of other users' processes Linux tells nothing."""
    inodes = set(_listening_inodes(port, (proc / "net" / "tcp", proc / "net" / "tcp6")))
    if not inodes:
        return "", None
    wanted = {f"socket:[{inode}]" for inode in inodes}
    for process in sorted(proc.iterdir()):
        if not process.name.isdigit():
            continue
        try:
            held = any(str(descriptor.readlink()) in wanted for descriptor in (process / "fd").iterdir())
        except OSError:
            continue
        if held:
            return _program(process), int(process.name)
    return "", None


def _listening_inodes(port: int, tables: Sequence[Path]) -> Iterable[str]:
    for table in tables:
        try:
            lines = table.read_text(encoding="ascii").splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            parts = line.split()
            if len(parts) > 9 and parts[3] == _LISTEN and int(parts[1].rpartition(":")[2], 16) == port:
                yield parts[9]


def _program(process: Path) -> str:
    """Return the name that people know a process by: of its executable, unless that is gone."""
    try:
        return (process / "exe").readlink().name.removesuffix(" (deleted)")
    except OSError:
        with contextlib.suppress(OSError):
            return (process / "comm").read_text(encoding="utf-8", errors="replace").strip()
    return ""


async def _run(*command: str) -> str:
    """Return what a command prints, "" where it cannot be run or takes too long."""
    flags = {"creationflags": 0x08000000} if sys.platform == "win32" else {}  # no console window
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            **flags,  # type: ignore[arg-type]
        )
    except (OSError, NotImplementedError):
        return ""
    try:
        shown, _ = await asyncio.wait_for(process.communicate(), _COMMAND_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()
        return ""
    return shown.decode(errors="replace")
