"""What the product is called, and how it is called again: by itself, by the system at sign-in, by a person's script.

The Windows program has a launcher of its own for windows and one for consoles. They tell that it was them, and the name
that its vendor gives it, by ``-X launcher=NAME``; elsewhere a Python runs the package. This module knows no command.
"""

from __future__ import annotations

import sys
from pathlib import Path

CONSOLE = "desktop-sync.exe"


def product() -> str:
    """For people."""
    told = sys._xoptions.get("launcher")
    return told if isinstance(told, str) else "Desktop Sync"


def program(*, windowed: bool = False) -> tuple[str, ...]:
    """What stands before the command's name. ``windowed``: without a console, where there are two."""
    python = Path(sys.executable)
    if "launcher" in sys._xoptions:
        return (str(python.with_name(f"{product().replace(' ', '')}.exe" if windowed else CONSOLE)),)
    quiet = python.with_name("pythonw.exe")
    return (str(quiet if windowed and quiet.exists() else python), "-m", "desktop_sync")
