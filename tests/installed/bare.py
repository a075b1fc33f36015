"""A bare Debian in a folder: nothing of this computer is in it, so that what a package forgets is missing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

PATIENCE = 300
# A namespace of its own for what is mounted: it goes with the last program in it, whatever happens to the test.
_ENTER = (
    "mount -t proc proc {root}/proc && mount --rbind /dev {root}/dev && "
    "mount --bind /etc/resolv.conf {root}/etc/resolv.conf && "
    "mkdir -p {root}/tmp/.X11-unix && mkdir -p /tmp/.X11-unix && mount --bind /tmp/.X11-unix {root}/tmp/.X11-unix && "
    'exec chroot {user} {root} "$@"'
)


class BareSystem:
    """A minimal Debian in a folder, of the release that runs here and from where its packages come."""

    def __init__(self, root: Path, *packages: str) -> None:
        self.root = root
        sources = _sources()
        suite = next(iter(sources)).split()[2]
        include = [f"--include={','.join(packages)}"] if packages else []
        command = ["mmdebstrap", "--variant=apt", *_apt_options(), *include, suite, str(root), *sources]
        made = subprocess.run(_as_root(command), capture_output=True, text=True, timeout=PATIENCE, check=False)
        assert made.returncode == 0, made.stderr[-3000:]

    def at(self, root: Path) -> BareSystem:
        """Return the same system in another folder, to which somebody has copied it."""
        other = object.__new__(BareSystem)
        other.root = root
        return other

    def command(self, *words: str, user: str = "") -> list[str]:
        """Return the command that runs another one inside; it keeps its process."""
        given = f"--userspec={user}" if user else ""
        inside = _ENTER.format(root=self.root, user=given)
        return _as_root(["unshare", "--mount", "--propagation", "private", "sh", "-c", inside, "sh", *words])

    def run(self, *words: str, env: dict[str, str] | None = None, user: str = "", stdin: Path | None = None) -> str:
        """Run a command inside to its end; it has to exit with 0. Returns what it printed.

        Args:
            stdin: a file of this computer that it reads.
        """
        path = {"PATH": "/usr/local/bin:/usr/bin:/usr/sbin:/bin:/sbin", "HOME": "/tmp", "LANG": "C.UTF-8"}
        with (stdin or Path(os.devnull)).open("rb") as given:
            done = subprocess.run(
                self.command(*words, user=user), env={**path, **(env or {})}, stdin=given, text=True,
                errors="replace", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=PATIENCE, check=False,
            )  # fmt: skip
        assert done.returncode == 0, f"{' '.join(words)}: {done.stdout[-3000:]}"
        return done.stdout

    def apt(self, *words: str) -> str:
        """Run apt-get inside."""
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        return self.run("apt-get", "-y", "--no-install-recommends", *words, env=quiet)

    def files(self) -> set[str]:
        """Return every path in it."""
        shown = subprocess.run(
            _as_root(["find", str(self.root), "-xdev", "-printf", "%P\n"]), capture_output=True, text=True, check=True
        )
        return set(shown.stdout.splitlines())


def _as_root(command: list[str]) -> list[str]:
    return command if os.geteuid() == 0 else ["sudo", "-n", "--preserve-env=PATH", *command]


def _sources() -> list[str]:
    """Return where this computer's own base comes from, as lines for apt: the same release, the same mirror."""
    shown = subprocess.run(["apt-cache", "policy", "base-files"], capture_output=True, text=True, check=True).stdout
    found = re.findall(r"^\s+\d+ (https?://\S+) (\S+)/main \S+ Packages$", shown, re.MULTILINE)
    assert found, f"apt knows no mirror of this release:\n{shown}"
    return list(dict.fromkeys(f"deb {mirror} {suite} main" for mirror, suite in found))


def _apt_options() -> list[str]:
    """Return what this computer's apt is told of the network."""
    assert shutil.which("apt-config")
    shown = subprocess.run(["apt-config", "dump"], capture_output=True, text=True, check=True).stdout
    wanted = re.compile(r"^Acquire::(?:https?::Proxy|https?::Ca\w+|Retries)\b.*;$", re.IGNORECASE)
    return [f"--aptopt={line}" for line in shown.splitlines() if wanted.match(line)]
