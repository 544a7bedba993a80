"""What the product is called, and how it is called again: by itself, by the system at sign-in, by a person's script.

The Windows program has a launcher of its own for windows and one for consoles. They tell that it was them, and the name
that its vendor gives it, by ``-X launcher=NAME``, and the vendor's links by ``-X home=`` and ``-X support=``; elsewhere
a Python runs the package. This module knows no command.

Texts say our name; where the product has another, ``named`` puts that in its place when they are shown. What bears our
name whoever ships it keeps it: folders, local groups, the task, and the licence that is ours.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

CONSOLE = "desktop-sync.exe"
PICTURE = "program.ico"
OURS = "Desktop Sync"
_IN_TEXTS = re.compile(
    rf"(?<![\\/\w]){OURS}(?![\\/\w]| (?:Viewers|Operators|Administrators|Policy|Engine|Trial)\b"
    r"| is under the Apache| steht unter der Apache)"
)


def product() -> str:
    """For people."""
    told = sys._xoptions.get("launcher")
    return told if isinstance(told, str) else OURS


def named(text: str) -> str:
    """A text of ours as people read it, with the product's own name."""
    name = product()
    return text if name == OURS else renamed(text, name)


def renamed(text: str, name: str) -> str:
    """The same for a name that somebody else knows: the build, of pages that lie beside the program."""
    return _IN_TEXTS.sub(lambda _: name, text)


def vendor(link: str) -> str:
    """The address of its ``home`` or ``support``; empty where its vendor names none, or nobody ships it."""
    told = sys._xoptions.get(link) if "launcher" in sys._xoptions else None
    return told if isinstance(told, str) and told.startswith("https://") else ""


def picture() -> Path | None:
    """The vendor's own icon, where the launchers were made with one."""
    file = Path(sys.executable).with_name(PICTURE)
    return file if "launcher" in sys._xoptions and file.is_file() else None


def program(*, windowed: bool = False) -> tuple[str, ...]:
    """What stands before the command's name. ``windowed``: without a console, where there are two."""
    python = Path(sys.executable)
    if "launcher" in sys._xoptions:
        return (str(python.with_name(f"{product().replace(' ', '')}.exe" if windowed else CONSOLE)),)
    quiet = python.with_name("pythonw.exe")
    return (str(quiet if windowed and quiet.exists() else python), "-m", "desktop_sync")
