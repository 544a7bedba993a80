"""The payload: what its libraries are linked to is in it or is Windows' own; its size; its search path; licences."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from windows import event_texts
from windows.bill import canonical
from windows.branding import CONSOLE, brand
from windows.choosing import QT_NOT_LGPL
from windows.inputs import LIBRARIES, NUMBER, VERSION
from windows.launching import launchers, programs
from windows.notices import expression
from windows.payload import PACKAGES, make_base, make_payload, tree
from windows.wine import windows_path

from desktop_sync import __version__
from desktop_sync.commands.selftest import STEPS
from tests.windows.installation import Windows
from tests.windows.portable_executable import Image

pytestmark = [pytest.mark.timeout(600), pytest.mark.serial]  # programs start slowly in Wine
PROGRAMS = tuple(programs(brand()))
BUDGET = 150_000_000  # bytes, unpacked
NOT_SHIPPED = {"invoke", "pycparser"}  # of the lock: others ask for them, and nothing here needs their code
# Of Windows 10 and 11, as installed. The api-ms-win sets are names that Windows resolves itself.
SYSTEM = {
    "advapi32", "authz", "bcrypt", "bcryptprimitives", "cfgmgr32", "comctl32", "comdlg32", "credui", "crypt32",
    "d2d1", "d3d11", "d3d12", "d3d9", "dbghelp", "dcomp", "dnsapi", "dwmapi", "dwrite", "dxgi", "gdi32", "icuuc",
    "imm32", "iphlpapi", "kernel32", "ktmw32", "loadperf", "lz32", "mpr", "mscms", "msimg32", "msvcrt", "mswsock",
    "ncrypt", "netapi32", "ntdll", "ntdsapi", "odbc32", "odbccp32", "ole32", "oleacc", "oleaut32", "opengl32",
    "pdh", "powrprof", "propsys", "psapi", "rasapi32", "rpcrt4", "secur32", "setupapi", "sfc", "shcore", "shell32",
    "shlwapi", "ucrtbase", "uiautomationcore", "urlmon", "user32", "userenv", "uxtheme", "version", "wevtapi",
    "winhttp", "wininet", "winmm", "winspool", "wldap32", "ws2_32", "wtsapi32",
}  # fmt: skip


def test_all_that_is_linked_is_there(payload: Path) -> None:
    """Python finds libraries beside a module, beside itself, and where a wheel's own __init__ says (``NAME.libs``)."""
    assert {"kernel32.dll", "vcruntime140.dll"} <= Image(payload / f"python{NUMBER}.dll").imports()
    missing = []
    for path in sorted(payload.rglob("*")):
        if path.suffix.lower() not in {".dll", ".exe", ".pyd"}:
            continue
        places = [path.parent, payload, *path.parent.parent.glob("*.libs")]
        beside = {one.name.lower() for place in places for one in place.iterdir()}
        if path.parent.parts[-3:-1] == ("PySide6", "plugins"):
            beside |= {one.name.lower() for one in path.parent.parent.parent.iterdir()}
        if path.parent.name == "PySide6":
            beside |= {one.name.lower() for one in path.parent.with_name("shiboken6").iterdir()}
        for name in Image(path).imports() - beside:
            stem = name.rpartition(".")[0]
            if stem not in SYSTEM and not stem.startswith(("api-ms-win-", "ext-ms-win-")):
                missing.append(f"{path.relative_to(payload)} needs {name}")
    assert missing == []


@pytest.mark.long
def test_two_builds_are_the_same(payload: Path, tmp_path: Path) -> None:
    make_base(tmp_path / "base")
    make_payload(tmp_path / "payload", tmp_path / "base", brand())
    assert list(tree(tmp_path / "payload")) == list(tree(payload))


def test_it_keeps_within_its_budget(payload: Path) -> None:
    assert sum(path.stat().st_size for path in payload.rglob("*") if path.is_file()) < BUDGET


def test_there_are_compiled_modules_only_and_no_interpreter(payload: Path) -> None:
    names = {path.relative_to(payload).as_posix() for path in payload.rglob("*")}
    assert f"{PACKAGES}/desktop_sync/__main__.pyc" in names
    assert [name for name in names if name.endswith(".py") or "__pycache__" in name] == []
    assert {name for name in names if name.endswith(".exe")} == set(PROGRAMS)


def test_python_looks_into_the_payload_only(payload: Path) -> None:
    lines = (payload / f"python{NUMBER}._pth").read_text(encoding="utf-8").splitlines()
    assert "import site" not in lines
    for line in lines:
        assert (payload / line.replace("\\", "/")).exists(), line


def test_nothing_of_qt_is_there_that_is_gpl_or_commercial_only(payload: Path) -> None:
    stems = {path.stem.lower() for path in payload.rglob("*") if path.suffix in {".dll", ".exe", ".pyd"}}
    assert {"qt6core", "qtcore"} <= stems
    assert [name for name in QT_NOT_LGPL if any(name.lower() in stem for stem in stems if stem.startswith("qt"))] == []


def test_bill_of_materials_lists_what_the_lock_names_with_hashes_and_licences(payload: Path) -> None:
    components = json.loads((payload / "sbom.cdx.json").read_text(encoding="utf-8"))["components"]
    by_name = {one["name"]: one for one in components}
    lock = LIBRARIES.read_text(encoding="utf-8")
    shipped = locked() - NOT_SHIPPED
    assert shipped | {"CPython", "OpenSSL", "SQLite", "Qt", "Microsoft Visual C++ Runtime"} == set(by_name)
    for name in shipped:
        assert f"sha256:{by_name[name]['hashes'][0]['content']}" in lock, name
    assert by_name["CPython"]["version"].startswith(f"{VERSION}.")
    assert by_name["Qt"]["version"].startswith(by_name["pyside6-essentials"]["version"])
    for one in components:
        choices = one["licenses"][0]["expression"].split(" OR ")
        assert [choice for choice in choices if not choice.startswith(("GPL", "AGPL"))], one
    told = (payload / "THIRD-PARTY-LICENCES.txt").read_text(encoding="utf-8")
    assert [name for name in by_name if f"{name} {by_name[name]['version']}: " not in told] == []
    assert "based in part on the work of the Independent JPEG Group" in told  # of what Qt holds of others


ASK = """
import json, pyexpat, sqlite3, ssl, zlib, _decimal
from cryptography.hazmat.bindings._rust import openssl
from lxml import etree
from PIL import features
print(json.dumps({
    "OpenSSL": ssl.OPENSSL_VERSION.split()[1],
    "SQLite": sqlite3.sqlite_version,
    "CPython#zlib": zlib.ZLIB_RUNTIME_VERSION,
    "CPython#Expat": pyexpat.EXPAT_VERSION.removeprefix("expat_"),
    "CPython#mpdecimal": _decimal.__libmpdec_version__,
    "cryptography#openssl": openssl.openssl_version_text().split()[1],
    "lxml#libxml2": ".".join(map(str, etree.LIBXML_VERSION)),
    "lxml#libxslt": ".".join(map(str, etree.LIBXSLT_VERSION)),
    "pillow#libjpeg-turbo": features.version("libjpeg_turbo"),
    "pillow#libtiff": features.version("libtiff"),
    "pillow#OpenJPEG": features.version("jpg_2000"),
    "pillow#zlib-ng": features.version("zlib_ng"),
}))
assert not features.check("libimagequant")  # GPL
"""


def test_what_libraries_hold_is_listed_as_they_tell_it_themselves(payload: Path, windows: Windows) -> None:
    components = json.loads((payload / "sbom.cdx.json").read_text(encoding="utf-8"))["components"]
    listed = {one["name"]: one["version"] for one in components}
    parts = [(one["name"], part) for one in components for part in one.get("components", ())]
    listed |= {f"{library}#{part['name']}": part.get("version") for library, part in parts}
    told = windows.call("-c", ASK)
    assert told.code == 0, told
    for name, version in json.loads(told.out).items():
        assert listed[name].removesuffix(".0") == version.removesuffix(".0"), name
    assert {"CPython#libffi", "Qt#PCRE2", "pydantic-core#pyo3", "jsonschema-rs#jsonschema"} <= set(listed)
    references = [part["bom-ref"] for _, part in parts]
    assert len(references) == len(set(references))
    for _, part in parts:
        assert not all(one.startswith(("GPL", "AGPL")) for one in expression(part).split(" OR ")), part


def locked() -> set[str]:
    """The libraries of the lock."""
    return {line.partition("==")[0] for line in LIBRARIES.read_text(encoding="utf-8").splitlines() if "==" in line}


def test_what_is_listed_is_there_and_what_is_there_is_listed(payload: Path) -> None:
    """By the modules that each library has where this project is developed; what only Windows has is named here."""
    components = json.loads((payload / "sbom.cdx.json").read_text(encoding="utf-8"))["components"]
    listed = {one["name"] for one in components if one["purl"].startswith("pkg:pypi/")}
    owners = {module: {canonical(name) for name in names} for module, names in packages_distributions().items()}
    owners |= {"tzdata": {"tzdata"}, "win32": {"pywin32"}, "win32ctypes": {"pywin32-ctypes"}}
    there = {path.name.partition(".")[0] for path in (payload / PACKAGES).iterdir() if path.suffix != ".dist-info"}
    of_libraries = {name.removesuffix("_libs") for name in there} - {"desktop_sync"}
    assert sorted(of_libraries - set(owners)) == []
    assert [name for name in sorted(of_libraries) if not owners[name] & listed] == []
    assert [name for name in sorted(listed) if not any(name in owners[module] for module in of_libraries)] == []


def test_every_library_comes_with_its_metadata_and_licence(base: Path) -> None:
    packages = base / "Lib" / "site-packages"
    known = {canonical(path.name.partition("-")[0]) for path in packages.glob("*.dist-info")}
    assert locked() - NOT_SHIPPED == known
    assert (base / "licenses" / "python.txt").is_file()


def test_it_finds_itself_whole(payload: Path, windows: Windows) -> None:
    """All is imported, a ledger opened, a window and a PDF drawn, by what customers get."""
    told = windows.program(payload / CONSOLE, "--selftest")
    assert (told.code, told.err, "FAILED" in told.out) == (0, "", False), told
    assert told.out.count("\nok ") == len(STEPS)


@pytest.mark.parametrize("name", PROGRAMS)
def test_launchers_run_the_program_wherever_they_lie(payload: Path, windows: Windows, name: str) -> None:
    told = windows.program(payload / name, "--version")
    assert (told.code, told.out.strip()) == (0, f"Desktop Sync {__version__}"), told


def test_a_launcher_alone_says_what_is_missing(payload: Path, windows: Windows, tmp_path: Path) -> None:
    alone = tmp_path / "Größe 測試 \N{KEY}" / CONSOLE  # whatever code page the machine has
    alone.parent.mkdir()
    shutil.copyfile(payload / CONSOLE, alone)
    told = windows.program(alone, "--version")
    what = (
        f"Desktop Sync is not complete: {windows_path(alone.with_name(f'python{NUMBER}.dll'))} is missing or damaged "
    )
    assert (told.code, told.err.startswith(what), told.err.endswith("setup program again.\n")) == (1, True, True), told


CLICK = """
import ctypes, sys, time, win32con, win32gui
ctypes.windll.shell32.ShellExecuteW(None, "open", sys.argv[1], "tray --data C:\\\\", None, 1)
for _ in range(600):
    window = win32gui.FindWindow("#32770", "Desktop Sync")
    if window:
        break
    time.sleep(0.1)
texts = []
win32gui.EnumChildWindows(window, lambda one, _: texts.append(win32gui.GetWindowText(one)), None)
win32gui.PostMessage(window, win32con.WM_CLOSE, 0, 0)
print(*texts)
"""


def test_a_click_that_brings_no_icon_says_why(payload: Path, windows: Windows) -> None:
    """As the shell starts it: without a console, so that nobody would read what it prints."""
    told = windows.call("-c", CLICK, windows_path(payload / brand().windowed))
    assert "The data folder cannot be C:\\ itself." in told.out, told


SHOW = """
import ctypes, sys
load = ctypes.WinDLL("kernel32").LoadLibraryExW
load.restype = ctypes.c_void_p
library = load(sys.argv[1], None, 2)
for number in (1, 1000, 1001):
    text, values = ctypes.create_unicode_buffer(99), (ctypes.c_wchar_p * 1)("The engine works.")
    show = ctypes.WinDLL("kernel32").FormatMessageW
    show(0x2800, ctypes.c_void_p(library), number, 0, text, 99, values)
    print(number, text.value.strip())
"""


def test_entries_of_the_event_log_show_what_was_told(payload: Path, windows: Windows) -> None:
    assert event_texts.library() == (payload / event_texts.NAME).read_bytes()  # wherever it is made
    told = windows.call("-c", SHOW, windows_path(payload / event_texts.NAME))
    assert told.out.splitlines() == ["1 The engine works.", "1000 The engine works.", "1001 "], told


def test_launchers_tell_who_they_are_and_what_they_want(payload: Path) -> None:
    for name in PROGRAMS:
        whole = (payload / name).read_bytes()
        for wished in (b"PerMonitorV2", b"asInvoker", b"longPathAware", b">UTF-8<"):
            assert wished in whole, name
        for told in (name, "Desktop Sync", __version__):
            assert told.encode("utf-16-le") in whole, name


def test_another_vendors_launchers_have_its_name(payload: Path, windows: Windows, icon: Path, tmp_path: Path) -> None:
    other = replace(brand(), name="Order Bridge", publisher="Bridges", icon=icon)
    other = replace(other, home="https://bridge.example/?a=b", support="")
    for one in payload.iterdir():
        if one.suffix != ".exe":
            (tmp_path / one.name).symlink_to(one)
    made = dict(launchers(tmp_path / "program.ico", other))
    assert set(made) == {"OrderBridge.exe", CONSOLE}
    for name, data in made.items():
        assert icon.read_bytes()[62:] in data, name
        for text in (name, "Order Bridge", "Bridges", "home=https://bridge.example/?a=b\0", "support=\0"):
            assert text.encode("utf-16-le") in data, name
        assert "Desktop Sync".encode("utf-16-le") not in data
        (tmp_path / name).write_bytes(data)
        told = windows.program(tmp_path / name, "--version")
        assert (told.code, told.out.strip()) == (0, f"Order Bridge {__version__}"), told
