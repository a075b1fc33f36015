"""Whether a window can be shown here at all. Qt ends the process where it cannot, so this is asked before."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import socket
import sys
from pathlib import Path

_X_PORTS = 6000
_SECONDS = 2.0


def no_screen() -> str:
    """Return why no window can be shown, in a few words; "" where one can."""
    # Looked up, not imported: nothing of Qt is loaded outside gui.
    found = importlib.util.find_spec("PySide6")
    if found is None or found.origin is None or importlib.util.find_spec("qasync") is None:
        return "Qt is not installed"
    if sys.platform != "linux":
        return ""
    platform = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0].partition(";")[0]
    if platform in ("offscreen", "minimal", "vnc"):
        return _missing_libraries(Path(found.origin).parent, "")
    wayland, display = os.environ.get("WAYLAND_DISPLAY", ""), os.environ.get("DISPLAY", "")
    if wayland and _answers(_wayland_socket(wayland)):
        return _missing_libraries(Path(found.origin).parent, "")
    if not display:
        return "There is no screen"
    if not _has_x(display):
        return f"The screen {display} cannot be reached"
    return _missing_libraries(Path(found.origin).parent, "libqxcb.so")


def _wayland_socket(name: str) -> str:
    return str(Path(os.environ.get("XDG_RUNTIME_DIR", "/")) / name)


def _has_x(display: str) -> bool:
    host, _, rest = display.rpartition(":")
    number = rest.partition(".")[0]
    if not number.isdigit():
        return False
    if host in ("", "unix"):
        # The abstract name is what servers without a file in /tmp listen on.
        name = f"/tmp/.X11-unix/X{number}"  # noqa: S108 - X11's own place
        return _answers(name) or _answers(f"\0{name}")
    try:
        with socket.create_connection((host, _X_PORTS + int(number)), _SECONDS):
            return True
    except OSError:
        return False


def _answers(path: str) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(_SECONDS)
        try:
            probe.connect(path)
        except OSError:
            return False
    return True


def _missing_libraries(package: Path, plugin: str) -> str:
    """Return which of the system's libraries Qt lacks, "" for none; loading tells, and says the name."""
    for name in ("QtWidgets.abi3.so", f"Qt/plugins/platforms/{plugin}" if plugin else ""):
        file = package / name
        if not name or not file.exists():
            continue
        try:
            ctypes.CDLL(str(file))
        except OSError as error:
            return f"A library that Qt needs is missing ({str(error).partition(':')[0]})"
    return ""
