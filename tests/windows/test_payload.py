"""The payload: what its libraries are linked to is in it or is Windows' own; its size; its search path; licences."""

from __future__ import annotations

from pathlib import Path

import pytest
from windows.inputs import LIBRARIES, NUMBER
from windows.payload import BUILD, make_base, tree

from tests.windows.installation import Windows
from tests.windows.portable_executable import Image

BUDGET = 150_000_000  # bytes, unpacked
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


@pytest.fixture(scope="module")
def base(windows: Windows) -> Path:
    assert windows.command
    return BUILD / "base"


def test_all_that_is_linked_is_there(base: Path) -> None:
    """Python finds libraries beside a module, beside itself, and where a wheel's own __init__ says (``NAME.libs``)."""
    assert {"kernel32.dll", "vcruntime140.dll"} <= Image(base / f"python{NUMBER}.dll").imports()
    missing = []
    for path in sorted(base.rglob("*")):
        if path.suffix.lower() not in {".dll", ".exe", ".pyd"}:
            continue
        places = [path.parent, base, *path.parent.parent.glob("*.libs")]
        beside = {one.name.lower() for place in places for one in place.iterdir()}
        if path.parent.parts[-3:-1] == ("PySide6", "plugins"):
            beside |= {one.name.lower() for one in path.parent.parent.parent.iterdir()}
        if path.parent.name == "PySide6":
            beside |= {one.name.lower() for one in path.parent.with_name("shiboken6").iterdir()}
        for name in Image(path).imports() - beside:
            stem = name.rpartition(".")[0]
            if stem not in SYSTEM and not stem.startswith(("api-ms-win-", "ext-ms-win-")):
                missing.append(f"{path.relative_to(base)} needs {name}")
    assert missing == []


@pytest.mark.long
@pytest.mark.timeout(600)
def test_two_builds_are_the_same(base: Path, tmp_path: Path) -> None:
    make_base(tmp_path / "again")
    assert list(tree(tmp_path / "again")) == list(tree(base))


def test_it_keeps_within_its_budget(base: Path) -> None:
    assert sum(path.stat().st_size for path in base.rglob("*") if path.is_file()) < BUDGET


def test_python_looks_into_the_payload_only(base: Path) -> None:
    lines = (base / f"python{NUMBER}._pth").read_text(encoding="utf-8").splitlines()
    assert "import site" not in lines
    for line in lines:
        assert (base / line.replace("\\", "/")).exists(), line


def test_every_library_comes_with_its_metadata_and_licence(base: Path) -> None:
    packages = base / "Lib" / "site-packages"
    known = {
        path.name.partition("-")[0].lower().replace("_", "-").replace(".", "-") for path in packages.glob("*.dist-info")
    }
    locked = {line.partition("==")[0] for line in LIBRARIES.read_text(encoding="utf-8").splitlines() if "==" in line}
    assert locked == known
    assert (base / "licenses" / "python.txt").is_file()
