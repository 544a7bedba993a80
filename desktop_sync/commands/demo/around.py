"""``demo --keep``: says where to look and which commands can be pasted, and keeps the sandbox until Ctrl+C.

It must not know the story.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import subprocess
import sys
import threading
from pathlib import Path

from desktop_sync.commands.demo import story
from desktop_sync.commands.demo.acme import Acme
from desktop_sync.commands.demo.stage import title
from desktop_sync.program import program

KEYRING = ("DBUS_SESSION_BUS_ADDRESS", "PYTHON_KEYRING_BACKEND")  # where dev.py keeps the demo's key on Linux
IN_MEMORY = "MemoryKeyring"


def look_around(place: Path, acme: Acme) -> None:
    """Returns after Ctrl+C."""
    sends = IN_MEMORY not in os.environ.get(KEYRING[1], "")
    commands = [_pasted(place, one) for one in (*story.LOOK, *(story.SEND if sends else ()))]
    if not sends:
        commands.append(story.NO_KEYRING)
    title("Look around")
    print(
        story.KEPT.format(
            url=acme.url,
            place=place,
            erp=place / story.ERP,
            environment="".join(f"  {line}\n" for line in _environment()) if sends else "",
            commands="\n".join(commands),
        ),
        flush=True,
    )
    with contextlib.suppress(KeyboardInterrupt):
        threading.Event().wait()


def _pasted(place: Path, arguments: tuple[str, ...]) -> str:
    return "  " + _quoted([*_program(), *arguments, "--data", str(place / "data")])


def _program() -> tuple[str, ...]:
    """As this demo was called, if that can be called again; what is on nobody's PATH is named in full."""
    called = Path(sys.argv[0])
    return (str(called.absolute()),) if called.stem == "desktop-sync" else program()


def _environment() -> list[str]:
    """What leads to a keyring that was made for this demo; nothing where it is the person's own."""
    if os.name == "nt" or KEYRING[1] not in os.environ:
        return []
    return [f"export {name}={shlex.quote(os.environ[name])}" for name in KEYRING if name in os.environ]


def _quoted(words: list[str]) -> str:
    return subprocess.list2cmdline(words) if os.name == "nt" else " ".join(words)
