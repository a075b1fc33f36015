"""A PostgreSQL server of Debian's for one run of the tests: made, started, stopped and killed here."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import uuid
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

PASSWORD = "w0rd-of-Tray/+="
USER = "tray"
# The server refuses to be run by root; the package brings this user along.
_SERVERS_USER = "postgres"


def programs() -> Path:
    """Return the folder of the newest server's programs; Debian keeps them off the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: int(file.parts[-3]))
    assert found, "there is no PostgreSQL server here; packaging/dev.py postgres installs Debian's"
    return found[-1].parent


@dataclass(slots=True)
class Server:
    """A server with scram passwords on a port of 127.0.0.1."""

    folder: Path
    port: int

    @classmethod
    def make(cls) -> Server:
        """Make the files of a server; it is not started."""
        # Outside pytest's folders, which let no other user in.
        folder = Path(tempfile.mkdtemp(prefix="aicore-tray-postgres-"))
        if os.geteuid() == 0:
            user = pwd.getpwnam(_SERVERS_USER)
            os.chown(folder, user.pw_uid, user.pw_gid)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = cls(folder, port)
        words = folder / "password"
        words.write_text(PASSWORD)
        words.chmod(0o644)
        server._run("initdb", "-A", "scram-sha-256", "-U", USER, f"--pwfile={words}", "-E", "UTF8", "--locale=C", "-N")
        return server

    @property
    def files(self) -> Path:
        return self.folder / "data"

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c fsync=off -k {self.folder}"
        self._run("pg_ctl", "-w", "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        """Cut all connections and stop."""
        self._run("pg_ctl", "-w", "-m", "immediate", "stop")

    def freeze(self, *, on: bool) -> None:
        """Let the server hang, so that it neither answers nor hangs up; or go on."""
        first = int((self.files / "postmaster.pid").read_text().split()[0])
        for each in (first, *_children(first)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(each, signal.SIGSTOP if on else signal.SIGCONT)

    def remove(self) -> None:
        if (self.files / "postmaster.pid").exists():
            self.stop()
        shutil.rmtree(self.folder)

    def url(self, name: str, password: str = PASSWORD) -> str:
        quoted = password.replace("/", "%2F").replace("+", "%2B").replace("=", "%3D")
        return f"postgresql://{USER}{f':{quoted}' if password else ''}@127.0.0.1:{self.port}/{name}"

    def new_database(self) -> str:
        """Make an empty database and return its name."""
        name = f"tray_{uuid.uuid4().hex[:12]}"
        self.ask("postgres", sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return name

    def ask(self, name: str, statement: str | sql.Composed) -> list[tuple[object, ...]]:
        """Run a statement in a database and return its rows."""
        with psycopg.connect(self.url(name), autocommit=True) as connection:
            done = connection.execute(statement)
            return done.fetchall() if done.description else []

    def _run(self, program: str, *arguments: str) -> None:
        ended = subprocess.run(
            [str(programs() / program), "-D", str(self.files), *arguments],
            # Its children live on with what it had open.
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
            user=_SERVERS_USER if os.geteuid() == 0 else None,
            group=pwd.getpwnam(_SERVERS_USER).pw_gid if os.geteuid() == 0 else None,
            extra_groups=[] if os.geteuid() == 0 else None,
            env={**os.environ, "LC_ALL": "C"},
            timeout=60,
            check=False,
        )
        assert ended.returncode == 0, f"{program} ended with {ended.returncode}"


def _children(parent: int) -> list[int]:
    found = []
    for file in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(file.read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(file.parent.name))
    return found


@dataclass(frozen=True, slots=True)
class Database:
    """One database for one test."""

    server: Server
    name: str

    @property
    def url(self) -> str:
        return self.server.url(self.name)

    def ask(self, statement: str) -> list[tuple[object, ...]]:
        return self.server.ask(self.name, statement)
