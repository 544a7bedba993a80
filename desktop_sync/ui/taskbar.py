"""Whether the taskbar is dark, so that an icon on it is seen: Windows keeps that apart from the theme of windows."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from desktop_sync.ui.tokens import DARK, EITHER, LIGHT

_KEY = r"Software\Microsoft\Windows\CurrentVersion\Themes\Personalize"
_VALUE = "SystemUsesLightTheme"


def on_taskbar() -> Mapping[str, str]:
    """By mood, the colour in which an icon is drawn there. Elsewhere than on Windows nobody tells how a panel is: many
    are dark above light windows.
    """
    light = _light()
    if light is None:
        return EITHER
    return LIGHT.moods if light else DARK.moods


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
