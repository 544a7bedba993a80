"""Wine as a Windows 10 in which the program is tried: its environment, and a prefix with what Wine 8 lacks.

A prefix is a Windows of its own, with its drives, registry and Credential Manager; nothing of the person's own Wine is
touched. Z: is the machine's root. Plain Python without dependencies. This module knows nothing of the program.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from dev_environment import holds
from dev_steps import quietly, step

COMPILER, RESOURCES = "x86_64-w64-mingw32-gcc", "x86_64-w64-mingw32-windres"
SHIMS = Path(__file__).parent / "shims"
_PLACES = (Path("/usr/lib/wine/wine64"),)  # Debian keeps it out of the path; its `wine` asks for the 32-bit one
# No .NET and no browser engine are offered, no menus of the desktop are written; the instrumentation (WMI) that newer
# Pythons ask for the system's version would take seconds.
_OVERRIDES = "mscoree,mshtml=;winemenubuilder.exe=d;wbemprox=;mscms=n"
# Windows 10; and windows, also hidden ones, where there is no screen.
_REGISTRY = (("", "Version", "win10"), (r"\Drivers", "Graphics", "x11,null"))
_HINT = "Wine could not make a Windows to try the program in. Remove build/windows/prefix, and run the command again."


def wine64() -> Path | None:
    """Wine's loader for 64-bit programs."""
    found = shutil.which("wine64")
    return Path(found) if found else next((place for place in _PLACES if place.exists()), None)


def environment(prefix: Path) -> dict[str, str]:
    """What Wine is started with; without a screen unless the caller gives one."""
    return {
        "WINEPREFIX": str(prefix),
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": _OVERRIDES,
        "DISPLAY": "",
        "HOME": str(prefix.parent),  # its folders of documents would be links into the person's own
    }


def windows_path(path: Path) -> str:
    """As programs in Wine spell it."""
    return "Z:" + str(path.resolve()).replace("/", "\\")


def prefix(folder: Path, wine: Path) -> Mapping[str, str]:
    """A Windows 10 in this folder, made when Wine or a shim is another; what programs there are started with."""
    env = environment(folder)
    stamp = folder.with_name(f"{folder.name}.stamp")
    expected = _stamp(wine)
    if not holds(stamp, expected):
        stamp.unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        with step("A Windows in Wine"):
            quietly([wine, "wineboot", "--init"], _HINT, env)
            for key, name, value in _REGISTRY:
                quietly([wine, "reg", "add", rf"HKCU\Software\Wine{key}", "/v", name, "/d", value, "/f"], _HINT, env)
            for shim in sorted(SHIMS.glob("*.c")):
                _compile(shim, folder / "drive_c" / "windows" / "system32" / f"{shim.stem}.dll")
        stamp.write_text(expected, encoding="utf-8")
    return env


def _compile(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    quietly([COMPILER, "-O2", "-s", "-shared", "-o", target, source, "-ladvapi32"], _HINT)


def _stamp(wine: Path) -> str:
    told = quietly([wine, "--version"], _HINT)
    parts = [told.encode(), Path(__file__).read_bytes(), *(shim.read_bytes() for shim in sorted(SHIMS.glob("*.c")))]
    return hashlib.sha256(b"\0".join([*parts, os.fsencode(wine)])).hexdigest()
