"""Whether the taskbar is dark, so that an icon on it is seen: Windows keeps that apart from the theme of windows."""

from __future__ import annotations

import sys

from PySide6.QtGui import QGuiApplication, QPalette

from desktop_sync.ui.tokens import DARK, LIGHT, Colours

HALF = 128  # of lightness
_KEY = r"Software\Microsoft\Windows\CurrentVersion\Themes\Personalize"
_VALUE = "SystemUsesLightTheme"


def on_taskbar() -> Colours:
    """In which an icon is drawn there. Windows: as its settings say; elsewhere it is taken to be as windows are."""
    light = _light()
    if light is None:
        light = QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() >= HALF
    return LIGHT if light else DARK


def _light() -> bool | None:
    """None: not known here, or a Windows from before there was a choice."""
    if sys.platform == "win32":
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _KEY) as key:
                return bool(winreg.QueryValueEx(key, _VALUE)[0])
        except OSError:
            return None
    else:
        return None
