"""The two programs that start the Windows program, compiled by mingw: with a window, and for consoles.

Both are the same source with the program's own icon, its version as a resource, and a manifest; the same bytes each
time.
This module knows nothing of Python's files but the name of its library.
"""

from __future__ import annotations

import ast
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from dev_environment import venv_program
from dev_steps import ROOT, StepError, quietly
from windows.branding import CONSOLE, Brand
from windows.inputs import NUMBER
from windows.wine import COMPILER, RESOURCES

SOURCES = Path(__file__).parent / "launcher"
# No time of the build in the file; the rest follows from the sources and from the compiler's version.
_OPTIONS = ("-O2", "-s", "-municode", "-Wall", "-Wextra", "-Werror", "-Wl,--no-insert-timestamp")
_HINT = "On Debian: sudo apt-get install gcc-mingw-w64-x86-64-win32"
_VERSION = """\
1 ICON "program.ico"
1 24 "launcher.manifest"
1 VERSIONINFO
FILEVERSION {numbers}
PRODUCTVERSION {numbers}
FILEFLAGSMASK 0x3f
FILEFLAGS 0
FILEOS 0x40004
FILETYPE 1
FILESUBTYPE 0
BEGIN
  BLOCK "StringFileInfo"
  BEGIN
    BLOCK "040904B0"
    BEGIN
      VALUE "CompanyName", "{publisher}"
      VALUE "FileDescription", "{title}"
      VALUE "FileVersion", "{version}"
      VALUE "InternalName", "{name}"
      VALUE "LegalCopyright", "{publisher}"
      VALUE "OriginalFilename", "{name}"
      VALUE "ProductName", "{title}"
      VALUE "ProductVersion", "{version}"
    END
  END
  BLOCK "VarFileInfo"
  BEGIN
    VALUE "Translation", 0x409, 1200
  END
END
"""


def version() -> str:
    """That of the project, without running it."""
    tree = ast.parse((ROOT / "desktop_sync" / "__init__.py").read_text(encoding="utf-8"))
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id="__version__")], value=ast.Constant(value=str(found))):
                return found
    raise StepError("desktop_sync/__init__.py tells no __version__.")


def numbers(version: str) -> str:
    """Four numbers, as Windows compares versions: "0.1.0rc1" is 0,1,0,0."""
    found = []
    for part in version.split("."):
        digits = part[: len(part) - len(part.lstrip("0123456789"))]
        if digits:
            found.append(digits)
    return ",".join([*found, "0", "0", "0", "0"][:4])


def programs(whose: Brand) -> Mapping[str, tuple[str, ...]]:
    """Both by name, with what the compiler is told."""
    return {whose.windowed: ("-mwindows", "-DWINDOWED"), CONSOLE: ("-mconsole",)}


def launchers(icon: Path, whose: Brand) -> Iterator[tuple[str, bytes]]:
    """Both programs by name; their icon is written to ``icon`` on the way. StepError without a compiler."""
    for tool in (COMPILER, RESOURCES):
        if shutil.which(tool) is None:
            raise StepError(f"There is no {tool} on this machine.", _HINT)
    if whose.icon is not None:
        shutil.copyfile(whose.icon, icon)
    else:
        draw: list[str | Path] = [venv_program("python"), ROOT / "packaging" / "icons.py", icon]
        quietly(draw, "The icon could not be drawn.", {"QT_QPA_PLATFORM": "offscreen"})
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for source in (*SOURCES.iterdir(), icon):
            shutil.copyfile(source, folder / ("program.ico" if source == icon else source.name))
        for name, options in programs(whose).items():
            yield name, _compiled(folder, name, options, whose)


def _compiled(folder: Path, name: str, options: tuple[str, ...], whose: Brand) -> bytes:
    script, resources, made = folder / "launcher.rc", folder / "launcher.o", folder / name
    told = {"numbers": numbers(version()), "version": version(), "title": whose.name, "publisher": whose.publisher}
    script.write_text(_VERSION.format(name=name, **told), encoding="ascii")
    quietly([RESOURCES, "-I", folder, "-i", script, "-o", resources], _HINT)
    words = {"PYTHON": f"python{NUMBER}.dll", "TITLE": whose.name, "HOME": whose.home, "SUPPORT": whose.support}
    texts = [f'-D{name}=L"{text}"' for name, text in words.items()]
    quietly([COMPILER, *_OPTIONS, *options, *texts, "-o", made, folder / "launcher.c", resources], _HINT)
    return made.read_bytes()
