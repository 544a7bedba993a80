"""The development environment: Debian packages, `.venv` from the hash-pinned lock, the project in it, the locks.

Plain Python without dependencies. Nothing unpinned is fetched: wheels only, each by its hash, the build backend too.
It must not know what runs in the environment.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from dev_steps import ROOT, StepError, quietly, step

MINIMUM = (3, 11)
VENV = ROOT / ".venv"
LOCKS = ROOT / "packaging" / "locks"
SECRET_SERVICE = {"dbus-daemon": "dbus", "gnome-keyring-daemon": "gnome-keyring"}  # program: Debian package
QT = {  # what PySide6's wheels expect of a Linux machine: shared library: Debian package
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
SCREEN = {  # a screen with a tray, for tests that click
    "Xvfb": "xvfb",
    "import": "imagemagick",
    "openbox": "openbox",
    "tint2": "tint2",
    "xdotool": "xdotool",
}
PAPER = {"pdftotext": "poppler-utils"}  # reads PDF, for tests of reports
PDF_JS = Path("javascript/pdf/build/pdf.js")  # reads it as browsers do; below /usr/share
SERVERS = {"sshd": "openssh-server"}  # real counterparts of the tests
WINDOWS = {  # a Windows in which the program is tried, and what compiles for it
    "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64-win32",
    "wine64": "wine64",
    "makensis": "nsis",
    "osslsigncode": "osslsigncode",
}
FONTS = Path("/usr/share/fonts")
SQL_SERVER = {"libodbc.so.2": "unixodbc", "odbc/libtdsodbc.so": "tdsodbc"}  # ODBC, and FreeTDS as a driver for it
LIBRARIES = Path("/usr/lib")

EVERYWHERE = ("--universal", "--python-version", f"{MINIMUM[0]}.{MINIMUM[1]}")
# What Windows takes, in the versions that the tests of Linux run with; the Python is that of the Windows program.
ON_WINDOWS = (
    "--python-platform", "x86_64-pc-windows-msvc", "--python-version", "3.13", "--only-binary", ":all:",
    "--constraint", "packaging/locks/dev.txt",
)  # fmt: skip
LOCKED = {  # lock: what it is made from, and for whom; a later one may ask for the versions of a former
    "tools.txt": ("packaging/locks/tools.in", EVERYWHERE),
    "rivals.txt": ("packaging/locks/rivals.in", EVERYWHERE),
    "dev.txt": ("pyproject.toml", ("--group", "dev", *EVERYWHERE)),
    "windows.txt": ("pyproject.toml", ON_WINDOWS),
    "windows-tests.txt": ("packaging/locks/windows-tests.in", ON_WINDOWS),
    "windows-tools.txt": ("packaging/locks/windows-tools.in", EVERYWHERE),
    "windows-runtime.txt": ("packaging/locks/windows-runtime.in", ("--no-deps", *EVERYWHERE)),
}

PIP = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
PIP_HINT = "Check the network and pip's settings ('pip config list'), then run the same command again."
OTHER_SOURCES = ("UV_DEFAULT_INDEX", "UV_EXTRA_INDEX_URL", "UV_FIND_LINKS", "UV_INDEX", "UV_INDEX_URL")


def venv_program(name: str, venv: Path = VENV) -> Path:
    """A program of the environment, e.g. ``python``."""
    return venv / ("Scripts" if os.name == "nt" else "bin") / (f"{name}.exe" if os.name == "nt" else name)


def missing_secret_service(which: Callable[[str], str | None] = shutil.which) -> list[str]:
    """Debian packages without which no Secret Service can start here; none where the system has its own keyring."""
    if sys.platform != "linux":
        return []
    return [package for program, package in SECRET_SERVICE.items() if which(program) is None]


def missing_for_desk(
    which: Callable[[str], str | None] = shutil.which, load: Callable[[str], object] = ctypes.CDLL, fonts: Path = FONTS
) -> list[str]:
    """Debian packages without which tests cannot run here: Qt's libraries, a font, a screen, a reader of PDF."""
    if sys.platform != "linux":
        return []
    missing = [package for library, package in QT.items() if not _loads(library, load)]
    missing += [package for program, package in (SCREEN | PAPER).items() if which(program) is None]
    return missing + ([] if any(fonts.rglob("*.ttf")) else ["fonts-dejavu-core"])


def missing_for_sql_server(libraries: Path = LIBRARIES) -> list[str]:
    """Debian packages without which the tests with a SQL Server cannot run here, or with one driver of two only."""
    if sys.platform != "linux":
        return []
    return [package for library, package in SQL_SERVER.items() if not any(libraries.glob(f"*-linux-gnu*/{library}"))]


def missing_servers(which: Callable[..., str | None] = shutil.which) -> list[str]:
    """Debian packages with the servers that tests speak to; without them those tests are skipped (in CI: failed)."""
    if sys.platform != "linux":
        return []
    found = {program: which(program) or which(program, path="/usr/sbin") for program in SERVERS}
    return [package for program, package in SERVERS.items() if found[program] is None]


def missing_for_pdf_js(
    which: Callable[[str], str | None] = shutil.which, share: Path = Path("/usr/share")
) -> list[str]:
    """Debian packages without which no PDF is read as browsers do."""
    if sys.platform != "linux":
        return []
    missing = [] if which("node") else ["nodejs"]
    return missing if (share / PDF_JS).is_file() else [*missing, "libjs-pdf"]


def missing_for_windows(
    which: Callable[[str], str | None] = shutil.which, place: Path = Path("/usr/lib/wine/wine64")
) -> list[str]:
    """Debian packages without which the Windows program cannot be tried here; Debian's Wine is not in the path."""
    if sys.platform != "linux":
        return []
    there = {"wine64"} if place.exists() else set()
    return [package for program, package in WINDOWS.items() if program not in there and which(program) is None]


def _loads(library: str, load: Callable[[str], object]) -> bool:
    try:
        load(library)
    except OSError:
        return False
    return True


def missing_for_venv(has_module: Callable[[str], object] = importlib.util.find_spec) -> list[str]:
    """Debian keeps ``ensurepip``, without which ``venv`` makes no pip, in a package of its own."""
    return [] if has_module("ensurepip") else [f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"]


# Another installation on this machine is waited for, and a download that breaks off is begun again.
PATIENT = ("-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3")


def apt_command(packages: Iterable[str]) -> list[str]:
    """What installs these packages on Debian, as root."""
    return ["apt-get", "install", "--yes", "--no-install-recommends", *packages]


def install_packages(packages: list[str]) -> None:
    """Installs them when this account may (root, and apt is there); else StepError with the command to run."""
    if not packages:
        return
    names = " ".join(packages)
    if os.name == "nt" or os.geteuid() != 0 or shutil.which("apt-get") is None:
        command = " ".join(apt_command(packages))
        raise StepError(
            f"Missing on this machine: {names}.",
            f"On Debian or Ubuntu run:\n  sudo apt-get update && sudo {command}\n"
            "On another system install what provides the same. Then run the same command again.",
        )
    quiet_apt = {"DEBIAN_FRONTEND": "noninteractive"}
    hint = f"Debian's packages could not be installed. Check the network, or install by hand: {names}"
    with step(f"Debian packages: {names}"):
        quietly(["apt-get", *PATIENT, "update", "--quiet"], hint, quiet_apt)
        quietly([*apt_command(packages), *PATIENT], hint, quiet_apt)


def environment_stamp(lock: bytes, python: str, place: Path) -> str:
    """Names an environment: another lock, Python or place (scripts hold paths) is another environment."""
    return hashlib.sha256(b"\0".join((lock, python.encode(), os.fsencode(place)))).hexdigest()


def project_stamp(root: Path) -> str:
    """Names what installing the project writes down: its metadata and its commands."""
    parts = (root / name for name in ("pyproject.toml", "desktop_sync/__init__.py"))
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in parts)).hexdigest()


def holds(stamp: Path, expected: str) -> bool:
    """Whether the step that writes this stamp, as its last act, was done for exactly this."""
    return stamp.is_file() and stamp.read_text(encoding="utf-8").strip() == expected


def base_python() -> Path:
    """The interpreter that makes environments: never the one inside ``.venv``, which is about to be deleted."""
    if sys.prefix == sys.base_prefix:
        return Path(sys.executable)
    base = Path(sys.base_prefix)
    return (
        base / "python.exe" if os.name == "nt" else base / "bin" / f"python{sys.version_info[0]}.{sys.version_info[1]}"
    )


def check_python() -> None:
    """StepError when this Python is too old for the program."""
    if tuple(sys.version_info[:2]) < MINIMUM:
        raise StepError(
            f"This is Python {platform.python_version()}; Desktop Sync needs {MINIMUM[0]}.{MINIMUM[1]} or newer.",
            f"Install it, then run: python{MINIMUM[0]}.{MINIMUM[1]} packaging/dev.py ...",
        )


def prepare() -> None:
    """Makes ``.venv`` what the lock and pyproject.toml say. Does nothing, quickly, when it is that already."""
    check_python()
    lock = LOCKS / "dev.txt"
    installed, linked = VENV / "lock.stamp", VENV / "project.stamp"
    expected = environment_stamp(lock.read_bytes(), f"{sys.version_info[0]}.{sys.version_info[1]}", VENV)
    if not (holds(installed, expected) and venv_program("python").exists()):
        install_packages(missing_for_venv())
        with step("Environment .venv (some minutes on a slow line)"):
            make_venv(VENV, lock)
        installed.write_text(expected, encoding="utf-8")
    expected = project_stamp(ROOT)
    if not holds(linked, expected):
        with step("Desktop Sync into .venv"):
            pip: list[str | Path] = [
                venv_program("python"),
                "-m",
                "pip",
                "install",
                "--quiet",
                "--no-deps",
                "--no-build-isolation",
            ]
            quietly([*pip, "--editable", ROOT], PIP_HINT, PIP)
        linked.write_text(expected, encoding="utf-8")


def rivals() -> Path:
    """The interpreter that has what the benches are measured beside; its environment is made when it is missing."""
    folder = VENV.with_name(".venv-rivals")
    lock = LOCKS / "rivals.txt"
    stamp = folder / "lock.stamp"
    expected = environment_stamp(lock.read_bytes(), f"{sys.version_info[0]}.{sys.version_info[1]}", folder)
    if not holds(stamp, expected):
        with step("Environment .venv-rivals (what the benches are measured beside)"):
            make_venv(folder, lock)
        stamp.write_text(expected, encoding="utf-8")
    return venv_program("python", folder)


def make_venv(folder: Path, lock: Path) -> None:
    """A new environment with exactly what the lock names, each by its hash."""
    if folder.exists():
        shutil.rmtree(folder)
    quietly(
        [base_python(), "-m", "venv", folder],
        "Python could not make an environment; its 'venv' module is not complete.",
    )
    pip: list[str | Path] = [
        venv_program("python", folder),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--only-binary",
        ":all:",
    ]
    quietly([*pip, "--require-hashes", "--requirement", lock], PIP_HINT, PIP)


def relock() -> None:
    """Makes the locks anew: the newest versions that fit together, for every platform, from the public registry.

    Local folders and mirrors of this machine are left out: they may hold rebuilt wheels, whose hashes nobody else has.
    """
    check_python()
    with tempfile.TemporaryDirectory() as folder:
        tools = Path(folder) / "tools"
        with step("Tool that makes the locks"):
            make_venv(tools, LOCKS / "tools.txt")
        for target, (source, more) in LOCKED.items():
            with step(f"Lock {target}"):
                compile_lock(venv_program("uv", tools), source, LOCKS / target, more)


def compile_lock(uv: Path, source: str, target: Path, more: Iterable[str]) -> None:
    """One lock: every file of every version by its SHA-256, no address of any registry."""
    command: list[str | Path] = [
        uv,
        "pip",
        "compile",
        source,
        "--output-file",
        target,
        "--quiet",
        "--upgrade",
        "--no-config",
        "--generate-hashes",
        *more,
    ]
    env = {"UV_CUSTOM_COMPILE_COMMAND": "python3 packaging/dev.py lock"} | dict.fromkeys(OTHER_SOURCES, "")
    quietly(command, "Check the network, and the names and versions in pyproject.toml.", env)
