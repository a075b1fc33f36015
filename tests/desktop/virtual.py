"""A desktop of its own for the app: X server, session bus, window manager, tray host and keyring, all real."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Self

PATIENCE = 20.0
_SIZE = "1280x800"

_TINT2 = """\
panel_items = TS
panel_size = 100% 32
panel_position = bottom center horizontal
panel_background_id = 1
background_color = #303030 100
border_width = 0
systray_padding = 4 4 4
systray_icon_size = 24
"""
_XFCE = """\
<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=8;x=640;y=784"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="length" type="uint" value="100"/>
      <property name="size" type="uint" value="32"/>
      <property name="plugin-ids" type="array"><value type="int" value="1"/></property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="systray">
      <property name="square-icons" type="bool" value="true"/>
      <property name="menu-is-primary" type="bool" value="false"/>
    </property>
  </property>
</channel>
"""


def until(condition: Callable[[], object], what: str, seconds: float = PATIENCE) -> object:
    """Wait until a condition holds and return what it returned.

    Raises:
        TimeoutError: it did not come to hold in time.
    """
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.05)
    raise TimeoutError(f"{what}: not within {seconds:.0f} s")


class Desktop:
    """One virtual desktop, while its block runs.

    Attributes:
        env: the environment of a program that is started on it.
        home: the user's home folder there.
    """

    def __init__(self, folder: Path, tray: str) -> None:
        self.folder = folder
        self.home = folder / "home"
        self._tray = tray
        self._stack = ExitStack()
        self._shots = 0
        self.env = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("XDG_", "AICORE_", "WAYLAND", "DBUS", "QT_", "PYTHON_KEYRING"))
        }

    def __enter__(self) -> Self:
        self.home.mkdir(parents=True)
        run = self.folder / "run"
        run.mkdir(mode=0o700)
        self.env |= {
            "HOME": str(self.home),
            "XDG_RUNTIME_DIR": str(run),
            "XDG_SESSION_TYPE": "x11",
            "GDK_BACKEND": "x11",
            "NO_AT_BRIDGE": "1",
            "LANG": "C.UTF-8",
        }
        try:
            self._start_x()
            self._start_bus()
            self.start("openbox")
            until(lambda: "0x" in self.run("xprop", "-root", "_NET_SUPPORTING_WM_CHECK"), "a window manager")
            self.add_tray(self._tray)
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    # ---- programs

    def start(self, *command: str, **options: IO[str] | int) -> subprocess.Popen[str]:
        """Start a program that lives as long as the desktop at most."""
        log = (self.folder / f"{Path(command[0]).name}.log").open("a")
        self._stack.callback(log.close)
        given = {"stdout": log, "stderr": log, "stdin": subprocess.DEVNULL, **options}
        process = subprocess.Popen(command, env=self.env, text=True, start_new_session=True, **given)  # type: ignore[call-overload]
        self._stack.callback(_end, process)
        return process  # type: ignore[no-any-return]

    def run(self, *command: str) -> str:
        """Run a program to its end and return what it said; an exit code is no error here."""
        ended = subprocess.run(
            command, env=self.env, capture_output=True, text=True, errors="replace", timeout=PATIENCE, check=False
        )
        return ended.stdout

    def _start_x(self) -> None:
        reading, writing = os.pipe()
        with os.fdopen(reading) as numbers:
            # The server picks a free number itself, so that several desktops never meet.
            server = subprocess.Popen(
                ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{_SIZE}x24", "-nolisten", "tcp", "-noreset"],
                pass_fds=(writing,),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            os.close(writing)
            self._stack.callback(_end, server)
            self.env["DISPLAY"] = f":{numbers.readline().strip()}"

    def _start_bus(self) -> None:
        bus = self.start("dbus-daemon", "--session", "--nofork", "--print-address", stdout=subprocess.PIPE)
        assert bus.stdout is not None
        self.env["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        self._stack.callback(bus.stdout.close)

    def add_tray(self, kind: str) -> None:
        """Start a tray host: `xembed`, `sni` or `none`."""
        if kind == "xembed":
            (self.folder / "tint2rc").write_text(_TINT2)
            self.start("tint2", "-c", str(self.folder / "tint2rc"))
            until(lambda: self.run("xdotool", "search", "--class", "tint2").strip(), "the panel")
        elif kind == "sni":
            place = self.home / ".config/xfce4/xfconf/xfce-perchannel-xml"
            place.mkdir(parents=True, exist_ok=True)
            (place / "xfce4-panel.xml").write_text(_XFCE)
            self.start("xfce4-panel")
            until(lambda: "StatusNotifierWatcher" in self._names(), "a host for status icons")

    def _names(self) -> str:
        words = ("--dest=org.freedesktop.DBus", "/", "org.freedesktop.DBus.ListNames")
        return self.run("dbus-send", "--session", "--print-reply", *words)

    def keyring(self, password: str = "", *, unlock: bool = True) -> subprocess.Popen[str]:
        """Start the keyring; it is made with the password at the first time."""
        words = ["gnome-keyring-daemon", "--foreground", "--components=secrets"]
        process = self.start(*words, *(["--unlock"] if unlock else []), stdin=subprocess.PIPE)
        assert process.stdin is not None
        if unlock:
            process.stdin.write(password or "\n")
        process.stdin.close()
        until(lambda: "org.freedesktop.secrets" in self._names(), "the keyring")
        return process

    # ---- the user's hands and eyes

    def window(self, title: str) -> str:
        """Return the id of a visible window with this title, "" where there is none."""
        found = self.run("xdotool", "search", "--onlyvisible", "--name", title).split()
        return found[-1] if found else ""

    def close(self, title: str) -> None:
        """Do what a click on the window's X does."""
        self.run("wmctrl", "-F", "-c", title)

    def key(self, *keys: str) -> None:
        for key in keys:
            self.run("xdotool", "key", "--clearmodifiers", key)
            time.sleep(0.12)

    def click(self, x: int, y: int, button: int = 1) -> None:
        self.run("xdotool", "mousemove", str(x), str(y), "sleep", "0.1", "click", str(button))

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Press at one place, move over to another in steps, as a hand does, and let go."""
        self.run("xdotool", "mousemove", str(start[0]), str(start[1]), "sleep", "0.2", "mousedown", "1")
        for step in range(1, 21):
            x, y = (round(a + (b - a) * step / 20) for a, b in zip(start, end, strict=True))
            self.run("xdotool", "mousemove", str(x), str(y))
            time.sleep(0.02)
        time.sleep(0.3)
        self.run("xdotool", "mouseup", "1")

    def geometry(self, window: str) -> tuple[int, int, int, int]:
        """Return a window's x, y, width and height on the screen."""
        text = self.run("xdotool", "getwindowgeometry", "--shell", window)
        values = dict(line.split("=") for line in text.splitlines() if "=" in line)
        return int(values["X"]), int(values["Y"]), int(values["WIDTH"]), int(values["HEIGHT"])

    def tray_place(self) -> tuple[int, int] | None:
        """Return where the app's icon is on the screen; the panels here have no other."""
        if self._tray == "xembed" or self._tray == "none":
            for line in self.run("xwininfo", "-root", "-tree").splitlines():
                found = re.search(r'"aicore-tray".*\s(\d+)x(\d+)\+-?\d+\+-?\d+\s+\+(\d+)\+(\d+)', line)
                if found and int(found[1]) <= 48 and int(found[2]) <= 48 and int(found[4]) > 700:
                    return int(found[3]) + int(found[1]) // 2, int(found[4]) + int(found[2]) // 2
            return None
        if not self._status_icons():
            return None
        # The panel draws it itself, first in its row.
        return 16, 784

    def _status_icons(self) -> bool:
        text = self.run(
            "dbus-send", "--session", "--print-reply", "--dest=org.kde.StatusNotifierWatcher", "/StatusNotifierWatcher",
            "org.freedesktop.DBus.Properties.Get", "string:org.kde.StatusNotifierWatcher",
            "string:RegisteredStatusNotifierItems",
        )  # fmt: skip
        return "string" in text

    def tray_click(self, button: int) -> None:
        """Click the app's icon."""
        place = until(self.tray_place, "the tray icon")
        assert isinstance(place, tuple)
        self.click(place[0], place[1], button)
        time.sleep(0.6)

    def shot(self, name: str) -> Path:
        """Take a picture of the whole screen."""
        self._shots += 1
        file = self.folder / f"{self._shots:02}-{name}.png"
        self.run("import", "-window", "root", str(file))
        return file


def _end(process: subprocess.Popen[str] | subprocess.Popen[bytes]) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is not None:
            break
        try:
            os.killpg(process.pid, number)
            process.wait(5)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            continue
    process.wait()


@contextmanager
def desktop(folder: Path, tray: str) -> Iterator[Desktop]:
    """Run a desktop for the length of a block; DESKTOP_PICTURES names a folder for its pictures."""
    with Desktop(folder, tray) as made:
        try:
            yield made
        finally:
            made.shot("end")
            if kept := os.environ.get("DESKTOP_PICTURES"):
                Path(kept).mkdir(parents=True, exist_ok=True)
                for file in folder.glob("*.png"):
                    shutil.copy(file, Path(kept) / f"{folder.parent.name}-{file.name}")
