"""Proves what was built: that it has its libraries, starts, answers one request of the demo, and ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from workplace import StepError, say


def has_its_libraries(built: Path) -> None:
    """See that what was left out of the folder is not wanted by what is in it."""
    inside = str(built / "_internal")
    places = f"{inside}:{inside}/PySide6/Qt/lib:{inside}/PySide6:{inside}/shiboken6"
    names = {file.name for file in built.rglob("*.so*")}
    wanted: dict[str, str] = {}
    for file in built.rglob("*.so*"):
        shown = subprocess.run(
            ["ldd", str(file)],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "LD_LIBRARY_PATH": places},
        ).stdout
        for line in shown.splitlines():
            library = line.split()[0] if line.split() else ""
            # What the system has to have by itself stays outside, such as the driver's GL.
            if "not found" in line and library not in names:
                wanted[library] = file.name
    if wanted:
        told = ", ".join(f"{library} (by {file})" for library, file in sorted(wanted.items()))
        raise StepError(f"The folder lacks libraries: {told}")


def prove_app(program: Path, folder: Path) -> None:
    """Start the windowed program without a screen, ask its demo once, and end it.

    It has no standard streams on Windows, so the address is read where our other commands find it.
    """
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "AICORE_"))}
    env |= {"AICORE_TRAY_HOME": str(folder / "home"), "QT_QPA_PLATFORM": "offscreen"}
    state = folder / "home" / "data" / "running.json"
    say("- serve the demo from the app")
    process = subprocess.Popen([str(program), "--demo", "--port", "0"], cwd=folder, env=env, stdout=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 30
        while not state.exists() and process.poll() is None and time.monotonic() < end:
            time.sleep(0.1)
        ask(json.loads(state.read_text(encoding="utf-8"))["url"])
        process.send_signal(signal.SIGTERM)
        code = process.wait(20)
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise StepError(f"The app does not answer or does not end: {error}") from error
    finally:
        process.kill()
        process.wait()
    if sys.platform != "win32" and (code != 0 or state.exists()):
        raise StepError(f"The app ended with {code} after SIGTERM; state file left: {state.exists()}")


def prove_serve(python: Path, folder: Path) -> None:
    """Serve the demo from the installed wheel, ask it once, and stop it."""
    code = (
        "import importlib.util, sys, pathlib; from aicore_tray.system.paths import resources\n"
        "assert importlib.util.find_spec('PySide6') is None, 'PySide6 is installed'\n"
        "assert pathlib.Path(sys.prefix).resolve() in resources().resolve().parents, resources()\n"
    )
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "AICORE_"))}
    env["AICORE_TRAY_HOME"] = str(folder / "home")
    say("- serve the demo from the wheel")
    if subprocess.call([str(python), "-c", code], cwd=folder, env=env) != 0:
        raise StepError("The wheel is not complete, or Qt came along")
    script = python.with_name("aicore-tray.exe" if sys.platform == "win32" else "aicore-tray")
    process = subprocess.Popen(
        [str(script), "serve", "--demo", "--port", "0"], cwd=folder, env=env, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None  # noqa: S101 - it was asked for
    try:
        line = process.stdout.readline().strip()
        if not line.startswith("Listening on http"):
            raise StepError(f"serve printed {line!r} in place of its address")
        ask(line.removeprefix("Listening on "))
        process.send_signal(signal.SIGTERM)
        code_at_end = process.wait(20)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise StepError(f"The demo does not answer or does not end: {error}") from error
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    if code_at_end != 0 and sys.platform != "win32":
        raise StepError(f"serve ended with {code_at_end} after SIGTERM")


def ask(url: str) -> None:
    body = {"model": "claude-sonnet-4-5", "messages": [{"role": "user", "content": "Hello"}]}
    request = urllib.request.Request(  # noqa: S310 - our own address
        f"{url}/v1/chat/completions",
        data=json.dumps(body).encode(),
        headers={"Authorization": "Bearer demo", "Content-Type": "application/json"},
    )
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(request, timeout=30) as answer:
        said = json.loads(answer.read())["choices"][0]["message"]["content"]
    if not said:
        raise StepError("The demo answered with nothing")
