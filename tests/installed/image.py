"""Reads a Dockerfile and does what it says in bare systems, as an engine would: no engine runs where the tests do."""

from __future__ import annotations

import fnmatch
import json
import re
import shlex
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from tests.installed.bare import BareSystem


@dataclass(slots=True)
class Image:
    """A built stage.

    Attributes:
        env: what ENV has set.
        entry: ENTRYPOINT and CMD together.
        health: the command of HEALTHCHECK.
    """

    system: BareSystem
    env: dict[str, str] = field(default_factory=dict)
    user: str = ""
    folder: str = "/"
    entry: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)

    def inside(self, *words: str, env: dict[str, str] | None = None) -> list[str]:
        """Return the command that runs another one in the image, as its user and with its environment alone."""
        values = [f"{name}={value}" for name, value in {**self.env, **(env or {})}.items()]
        return self.system.command("/usr/bin/env", "-i", *values, *words, user=self.user)


def instructions(dockerfile: Path) -> list[tuple[str, str]]:
    """Return the instructions with what stands behind them."""
    lines = [line for line in dockerfile.read_text(encoding="utf-8").splitlines() if not line.lstrip().startswith("#")]
    text = re.sub(r"\\\n", " ", "\n".join(lines))
    return [
        (word.upper(), rest.strip()) for word, _, rest in (line.partition(" ") for line in text.splitlines()) if word
    ]


class Builder:
    """Builds the stages of a Dockerfile.

    Args:
        base: stands for every image that FROM names.
        context: the folder that COPY takes from.
        network: environment that steps need to reach a registry from here, and that does not stay.
    """

    def __init__(self, base: BareSystem, context: Path, folder: Path, network: dict[str, str]) -> None:
        self._base, self._context, self._folder, self._network = base, context, folder, network
        self._named: dict[str, Image] = {}

    def build(self, dockerfile: Path) -> Image:
        """Build all stages; returns the last one."""
        image: Image | None = None
        for word, rest in instructions(dockerfile):
            if word == "FROM":
                image = self._begin(rest)
                continue
            assert image is not None, f"{word} before FROM"
            match word:
                case "ENV":
                    image.env.update(dict([rest.split("=", 1)]))
                case "WORKDIR":
                    image.folder = rest
                    image.system.run("mkdir", "-p", rest)
                case "USER":
                    image.user = rest
                case "RUN":
                    self._run(image, rest)
                case "COPY":
                    self._copy(image, shlex.split(rest))
                case "ENTRYPOINT":
                    image.entry = json.loads(rest)
                case "CMD":
                    image.command = json.loads(rest)
                case "HEALTHCHECK":
                    image.health = json.loads(rest.partition("CMD ")[2])
                case "VOLUME" | "EXPOSE":
                    pass
                case _:
                    raise AssertionError(f"the tests do not know {word}")
        assert image is not None
        return image

    def _begin(self, rest: str) -> Image:
        root = self._folder / f"stage-{len(list(self._folder.iterdir()))}"
        subprocess.run(["cp", "-a", str(self._base.root), str(root)], check=True)
        image = Image(system=self._base.at(root))
        if " AS " in rest:
            self._named[rest.rpartition(" ")[2]] = image
        return image

    def _run(self, image: Image, script: str) -> None:
        assert not image.user, "a step that is not root's"
        path = {"PATH": image.env.get("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin")}
        shell = f"cd {shlex.quote(image.folder)} && {script}"
        image.system.run("/bin/sh", "-e", "-c", shell, env={**image.env, **path, **self._network})

    def _copy(self, image: Image, words: list[str]) -> None:
        root = self._context
        if words[0].startswith("--from="):
            root = self._named[words.pop(0).removeprefix("--from=")].system.root
        *sources, target = words
        place = image.system.root / (Path(image.folder) / target).as_posix().lstrip("/")
        for source in sources:
            found = root / source.lstrip("/")
            if root == self._context:
                assert not ignored(source, self._context), f"{source} stands in .dockerignore"
            if found.is_dir():
                shutil.copytree(found, place, symlinks=True, dirs_exist_ok=True,
                                ignore=shutil.ignore_patterns("__pycache__"))  # fmt: skip
            else:
                shutil.copy(found, place / found.name if target.endswith("/") or place.is_dir() else place)


def ignored(source: str, context: Path) -> bool:
    """Tell whether a path never gets to the engine; the last pattern that fits decides."""
    result = False
    for line in (context / ".dockerignore").read_text(encoding="utf-8").splitlines():
        pattern = line.strip()
        if pattern and not pattern.startswith("#"):
            kept = pattern.startswith("!")
            plain = pattern.removeprefix("!")
            if source == plain or source.startswith(f"{plain}/") or (plain == "*" or fnmatch.fnmatch(source, plain)):
                result = not kept
    return result
