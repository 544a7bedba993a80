"""How the program is called again: by itself, by the system at sign-in, by a person who reads it.

The Windows program has a launcher of its own for windows and one for consoles, which tell that it was them by ``-X
launcher``; elsewhere a Python runs the package. This module knows no command.
"""

from __future__ import annotations

import sys
from pathlib import Path

WINDOWED, CONSOLE = "DesktopSync.exe", "desktop-sync.exe"


def program(*, windowed: bool = False) -> tuple[str, ...]:
    """What stands before the command's name. ``windowed``: without a console, where there are two."""
    python = Path(sys.executable)
    if "launcher" in sys._xoptions:
        return (str(python.with_name(WINDOWED if windowed else CONSOLE)),)
    quiet = python.with_name("pythonw.exe")
    return (str(quiet if windowed and quiet.exists() else python), "-m", "desktop_sync")
