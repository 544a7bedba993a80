"""Under which name Windows shows what this program tells: the id of an application (AppUserModelID).

An id of its own keeps icon, windows and toasts together, wherever the program lies. It helps only where the entry of
the start menu bears the same id and the machine knows a name for it; else the task bar would show two of them, and
toasts the bare id. The setup gives both (``start_menu.name_entry``), and the desk says the id only where they are.
Source: "Application User Model IDs" (learn.microsoft.com).
"""

from __future__ import annotations

import sys

APP_ID = "DesktopSync"
NAMED = rf"Software\Classes\AppUserModelId\{APP_ID}"
"""The key of the machine's registry with the name that people see."""

if sys.platform == "win32":
    import ctypes
    import winreg

    def be_known() -> bool:
        """Whether this process now goes by the id. Before its first window."""
        try:
            winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, NAMED, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY).Close()
            ctypes.OleDLL("shell32").SetCurrentProcessExplicitAppUserModelID(APP_ID)
        except OSError:
            return False
        return True

else:

    def be_known() -> bool:
        """Nobody asks here."""
        return False
