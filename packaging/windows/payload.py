"""The Windows program as a folder: Python, the libraries of the lock, the project; the same bytes each time.

Nothing of the machine that builds it comes in: names, order, times and contents follow from the inputs alone. Python is
isolated: it looks where its ._pth says, and neither at the registry nor at variables of whoever starts it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from dev_environment import PIP, PIP_HINT, holds, venv_program
from dev_steps import ROOT, StepError, quietly, step
from windows import event_texts
from windows.bill import bill, of_wheel, within
from windows.branding import Brand, brand, in_page
from windows.choosing import BOUND, WIN32_LIBRARIES, wanted, wanted_of_project
from windows.cpp_runtime import CppRuntime
from windows.inputs import (
    LIBRARIES,
    NUMBER,
    RUNTIME,
    TOOLS,
    fetch_runtime,
    fetch_wheels,
    files_of_wheel,
    runtime_of_zip,
)
from windows.launching import launchers, version
from windows.notices import notices
from windows.wine import prefix, windows_path, wine64

BUILD = ROOT / "build" / "windows"
TIME = 1_577_836_800  # of every file: 2020-01-01 in UTC, which archives of all kinds can hold
PACKAGES = "Lib/site-packages"
SEARCHED = (f"python{NUMBER}.zip", ".", PACKAGES, f"{PACKAGES}/win32", f"{PACKAGES}/win32/lib")
_LEFT_OUT = {"python.cat", f"python{NUMBER}._pth", "_wmi.pyd", "winsound.pyd", "LICENSE.txt"}
PICTURE = "program.ico"  # a vendor's own; desktop_sync/program.py looks for it
PAGES = "desktop_sync/_resources/docs/"  # a vendor's own name stands in them
COMPONENTS = "components.json"  # of a base: what its bill of materials will list
_INTERPRETERS = {"python.exe", "pythonw.exe"}  # nobody runs anything but the program
# What a base is made by.
_RULES = ("bill.py", "choosing.py", "compiling.py", "cpp_runtime.py", "inputs.py", "inside.py", "payload.py")
_COMPILING = Path(__file__).with_name("compiling.py")
_WINE_HINT = "On Debian: sudo apt-get install wine64"


def base(runtime: Path | None = None) -> Path:
    """Python and the libraries, without the project; made when its inputs or its rules have changed."""
    folder, stamp = BUILD / "base", BUILD / "base.stamp"
    expected = base_stamp(runtime)
    if not holds(stamp, expected):
        stamp.unlink(missing_ok=True)
        with step("Python for Windows and its libraries (some minutes on a slow line)"):
            make_base(folder, runtime)
        stamp.write_text(expected, encoding="utf-8")
    return folder


def build(runtime: Path | None = None, whose: Brand | None = None) -> Path:
    """The whole payload, made anew; ``whose``: else ours."""
    folder = BUILD / "payload"
    libraries = base(runtime)
    with step("The project into the Windows payload"):
        make_payload(folder, libraries, whose or brand())
    return folder


def make_payload(folder: Path, libraries: Path, whose: Brand) -> None:
    """The project and its launchers into this folder, anew, beside what a base holds."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(libraries, folder, ignore=shutil.ignore_patterns(*_INTERPRETERS, COMPONENTS))
    for name, data in files_of_wheel(_project_wheel()):
        if wanted_of_project(name):
            page = name.startswith(PAGES) and name.endswith(".md")
            put(folder, f"{PACKAGES}/{name}", in_page(data.decode(), whose).encode() if page else data)
    components = json.loads((libraries / COMPONENTS).read_text(encoding="utf-8"))
    put(folder, "sbom.cdx.json", bill(whose, version(), components))
    put(folder, "THIRD-PARTY-LICENCES.txt", notices(folder, components, whose))
    compiled(folder, libraries)
    for name, data in launchers(BUILD / "program.ico", whose):
        put(folder, name, data)
    if whose.icon is not None:
        put(folder, PICTURE, whose.icon.read_bytes())
    put(folder, event_texts.NAME, event_texts.library())
    settle(folder)


def compiled(folder: Path, python: Path) -> None:
    """Every module, by the Python of a base; it is one for Windows, so Wine runs it."""
    wine = wine64()
    if wine is None:
        raise StepError("There is no Wine, and Windows' own Python is what compiles the modules.", _WINE_HINT)
    script = [windows_path(_COMPILING), windows_path(folder / PACKAGES)]
    quietly([wine, python / "python.exe", "-X", "utf8", *script], _WINE_HINT, prefix(BUILD / "prefix", wine))


def base_stamp(runtime: Path | None) -> str:
    """Names a base: another lock, runtime or rule is another base."""
    rules = (Path(__file__).with_name(name) for name in _RULES)
    files = [LIBRARIES, RUNTIME, TOOLS, *rules, *([runtime] if runtime else [])]
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def tree(folder: Path) -> Iterator[tuple[str, str]]:
    """Every file with its SHA-256, by name: two payloads with the same list are the same."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as file:
                yield path.relative_to(folder).as_posix(), hashlib.file_digest(file, "sha256").hexdigest()


def search_path(lines: Iterable[str]) -> bytes:
    """The content of a ._pth file."""
    return "".join(f"{line}\n" for line in lines).replace("/", "\\").encode()


def put(folder: Path, name: str, data: bytes) -> None:
    """One file of the payload; a second one of that name must be the same."""
    path = folder / name
    if path.exists() and path.read_bytes() != data:
        raise ValueError(f"two different files want to be {name}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def settle(folder: Path) -> None:
    """The same times and rights for all."""
    for path in sorted(folder.rglob("*"), reverse=True):
        path.chmod(0o755 if path.is_dir() else 0o644)
        os.utime(path, (TIME, TIME))


def make_base(folder: Path, runtime: Path | None = None) -> None:
    """Python and the libraries into this folder, anew; what is fetched for it lies beside it meanwhile."""
    inputs = folder.with_name(f"{folder.name}-inputs")
    for path in (folder, inputs):
        shutil.rmtree(path, ignore_errors=True)
    inputs.mkdir(parents=True)
    try:
        python = runtime_of_zip(runtime) if runtime else fetch_runtime(inputs)
        wheels = fetch_wheels(LIBRARIES, inputs / "wheels")
        runtimes = CppRuntime()
        for name, data in python.items():
            if name not in _LEFT_OUT and not runtimes.takes(name, data):
                put(folder, name, data)
        put(folder, "licenses/python.txt", python["LICENSE.txt"])
        put(folder, f"python{NUMBER}._pth", search_path(SEARCHED))
        shipped = [wheel for wheel in wheels if _put_library(folder, wheel, runtimes)]
        for name, data in runtimes.newest():
            put(folder, name, data)
        components = [*(of_wheel(wheel, folder) for wheel in shipped), *within(folder)]
        put(folder, COMPONENTS, json.dumps(components).encode())
    finally:
        shutil.rmtree(inputs)
    compiled(folder, folder)
    settle(folder)


def _put_library(folder: Path, wheel: Path, runtimes: CppRuntime) -> bool:
    """Whether anything of it is shipped: one that only tells of itself is left out, and listed nowhere."""
    files = {
        place: data
        for name, data in files_of_wheel(wheel)
        if not runtimes.takes(name, data) and (place := _place(name))
    }
    if all(".dist-info/" in place for place in files):
        return False
    for place, data in files.items():
        put(folder, place, data)
    return True


def _place(name: str) -> str:
    """Where a file of a wheel goes; empty: it is not shipped. What several modules are linked to lies beside Python,
    where Windows finds it without being told.
    """
    win32 = {f"pywin32_system32/{library}{NUMBER}.dll" for library in WIN32_LIBRARIES}
    if name in win32 or BOUND.fullmatch(name):
        return name.rpartition("/")[2]
    return f"{PACKAGES}/{name}" if wanted(name) else ""


def _project_wheel() -> Path:
    wheels = BUILD / "wheel"
    shutil.rmtree(wheels, ignore_errors=True)
    pip: list[str | Path] = [venv_program("python"), "-m", "pip", "wheel", "--quiet", "--no-deps"]
    command = [*pip, "--no-build-isolation", "--wheel-dir", wheels, ROOT]
    quietly(command, PIP_HINT, {**PIP, "SOURCE_DATE_EPOCH": str(TIME)})
    return next(wheels.glob("*.whl"))
