"""One demo for the tests of a module: `serve --demo` as a process that outlives single tests' event loops."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.cli.processes import COMMAND, environment


@dataclass(frozen=True, slots=True)
class Demo:
    """Where it listens, and where its data lie."""

    url: str
    home: Path
    err: list[str]


@contextmanager
def running_demo(home: Path) -> Iterator[Demo]:
    process = subprocess.Popen(
        [*COMMAND, "serve", "--demo", "--port", "0", "--data-dir", str(home)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment({"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}),
    )
    assert process.stdout is not None
    assert process.stderr is not None
    err: list[str] = []
    reader = threading.Thread(target=lambda lines=process.stderr: err.extend(lines), daemon=True)
    reader.start()
    try:
        line = process.stdout.readline()
        assert line.startswith("Listening on "), err
        end = time.monotonic() + 5
        while not any(told.startswith("curl ") for told in err) and time.monotonic() < end:
            time.sleep(0.02)
        yield Demo(line.removeprefix("Listening on ").strip(), home, err)
        process.terminate()
        assert process.wait(15) == 0
    finally:
        process.kill()
        process.wait()
        reader.join()
        process.stdout.close()
        process.stderr.close()
