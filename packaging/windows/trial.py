"""The project as it stands in the checkout, under the Python and the libraries of the payload, in Wine: for tests.

Made below build/windows when its inputs have changed; else ready at once. Several processes may ask at the same time.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dev_environment import holds
from dev_steps import ROOT, StepError, step
from windows.inputs import NUMBER, TEST_LIBRARIES, fetch_wheels, files_of_wheel
from windows.payload import BUILD, SEARCHED, base, put, search_path
from windows.wine import COMPILER, prefix, windows_path, wine64

COMPILED = BUILD / "compiled"
# Wine 8 has no CopyFile2, which shutil of Python 3.12 and newer calls for file copies with their times. A Python with a
# ._pth keeps nothing that it has compiled, and would compile all of it at each start.
_SITE = f"""import _winapi
import sys

if hasattr(_winapi, "CopyFile2"):
    del _winapi.CopyFile2
sys.pycache_prefix = {windows_path(COMPILED)!r}
sys.dont_write_bytecode = False
""".encode()


@dataclass(frozen=True, slots=True)
class Trial:
    """``command``: what begins every call of Python; ``environment``: with which variables."""

    command: tuple[str, ...]
    environment: Mapping[str, str]


def missing() -> list[str]:
    """Programs without which nothing can be tried here."""
    return [*([] if wine64() else ["wine64"]), *([] if shutil.which(COMPILER) else [COMPILER])]


def ready() -> Trial:
    """StepError when it cannot be made."""
    wine = wine64()
    if wine is None:
        raise StepError("There is no Wine on this machine.", "On Debian: sudo apt-get install wine64")
    BUILD.mkdir(parents=True, exist_ok=True)
    with _alone():
        env = prefix(BUILD / "prefix", wine)
        python = _home(base(), _test_libraries()) / "python.exe"
    return Trial((str(wine), str(python), "-X", "utf8"), env)


def _home(libraries: Path, test_libraries: Path) -> Path:
    """Python's own files beside another search path; they are links, and take no room."""
    folder = BUILD / "trial"
    searched = [
        *SEARCHED[:2],
        *(windows_path(libraries / line) for line in SEARCHED[2:]),
        windows_path(ROOT),
        windows_path(ROOT / "packaging"),
        windows_path(test_libraries),
    ]
    path = search_path(searched) + b"import site\n"
    stamp = BUILD / "trial.stamp"
    expected = hashlib.sha256(path + (BUILD / "base.stamp").read_bytes()).hexdigest()
    if not holds(stamp, expected):
        stamp.unlink(missing_ok=True)
        for stale in (folder, COMPILED):
            shutil.rmtree(stale, ignore_errors=True)
        folder.mkdir()
        for file in libraries.iterdir():
            if file.is_file() and file.suffix != "._pth":
                os.link(file, folder / file.name)
        (folder / f"python{NUMBER}._pth").write_bytes(path)
        stamp.write_text(expected, encoding="utf-8")
    return folder


def _test_libraries() -> Path:
    folder, stamp = BUILD / "test-libraries", BUILD / "test-libraries.stamp"
    expected = hashlib.sha256(TEST_LIBRARIES.read_bytes() + _SITE).hexdigest()
    if not holds(stamp, expected):
        stamp.unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
        with step("What runs tests in the Windows Python"):
            for wheel in fetch_wheels(TEST_LIBRARIES, folder / "wheels"):
                for name, data in files_of_wheel(wheel):
                    put(folder, name, data)
        shutil.rmtree(folder / "wheels")
        put(folder, "sitecustomize.py", _SITE)
        stamp.write_text(expected, encoding="utf-8")
    return folder


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    with (BUILD / "lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
