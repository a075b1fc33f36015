"""Whether the bar that the tray icon stands on is dark: it need not follow the windows' colours."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from PySide6.QtGui import QGuiApplication, QPalette

_PERSONALIZE = r"Software\Microsoft\Windows\CurrentVersion\Themes\Personalize"
# Their panels take the colours of the windows; all others' are dark unless somebody makes them light.
_FOLLOWING = ("KDE", "LXQT", "MATE")


def bar_is_dark(env: Mapping[str, str] = os.environ, platform: str = sys.platform) -> bool:
    """Tell whether the bar is dark, as far as a program can know."""
    windows_dark = QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128
    if platform == "win32":
        light = _taskbar_is_light()
        return windows_dark if light is None else not light
    if platform == "darwin":
        return windows_dark
    names = env.get("XDG_CURRENT_DESKTOP", "").upper().split(":")
    return windows_dark or not any(name in _FOLLOWING for name in names)


def _taskbar_is_light() -> bool | None:
    """Return what Windows is set to for its taskbar, which may differ from the windows; None if it does not say."""
    if sys.platform == "win32":
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _PERSONALIZE) as key:
                return bool(winreg.QueryValueEx(key, "SystemUsesLightTheme")[0])
        except OSError:
            return None
    return None
