"""The payload's rules: what of the libraries is shipped, how wheels lie beside each other, names of a base."""

from __future__ import annotations

import hashlib
import json
import os
import struct
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from dev_steps import StepError
from windows.bill import bill, licence, of_wheel
from windows.branding import brand, in_page
from windows.choosing import QT_MODULES, QT_NOT_LGPL, wanted
from windows.compiling import compile_below
from windows.cpp_runtime import CppRuntime
from windows.inputs import VERSION, files_of_wheel, runtime_of_zip
from windows.inside import Component, held
from windows.launching import numbers, version
from windows.notices import expression, notices
from windows.payload import TIME, base_stamp, put, search_path, settle, tree
from windows.wine import windows_path

from desktop_sync import __version__


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/QtWidgets.pyd", "PySide6/Qt6Core.dll", "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/translations/qtbase_de.qm", "shiboken6/Shiboken.pyd", "lxml/etree.cp313-win_amd64.pyd",
        "qtawesome/fonts/materialdesignicons6-webfont-6.9.96.ttf", "PIL/_imaging.cp313-win_amd64.pyd",
        "win32/win32pipe.pyd", "win32/lib/win32con.py", "paramiko/client.py", "tzdata/zoneinfo/Europe/Berlin",
        "reportlab/pdfgen/canvas.py", "pydantic/main.py", "keyring-25.7.0.dist-info/entry_points.txt",
        "lxml-6.1.3.dist-info/licenses/LICENSE.txt",
    ],
)  # fmt: skip
def test_what_the_program_needs_is_shipped(name: str) -> None:
    assert wanted(name)


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/QtQml.pyd", "PySide6/Qt6Quick.dll", "PySide6/Qt6VirtualKeyboard.dll", "PySide6/assistant.exe",
        "PySide6/plugins/sqldrivers/qsqlite.dll", "PySide6/translations/qtbase_fr.qm", "PySide6/opengl32sw.dll",
        "PySide6/QtCore.pyi", "PySide6/newer.dll", "pythonwin/Pythonwin.exe", "win32com/client/gencache.py",
        "win32/Demos/win32cred_demo.py", "lxml/etree.pyx", "lxml/includes/etree_defs.h", "reportlab/tests/test.py",
        "pydantic/py.typed", "keyring-25.7.0.dist-info/RECORD", "pywin32.pth", "PIL/_avif.cp313-win_amd64.pyd",
        "reportlab/fonts/DarkGardenMK.pfb", "lxml/html/diff.py", "qtawesome/fonts/phosphor-1.3.0.ttf",
        "PySide6/plugins/tls/qschannelbackend.dll", "reportlab/platypus/flowables.py", "reportlab/graphics/shapes.py",
        "pydantic/v1/main.py", "pydantic/mypy.py", "watchdog/watchmedo.py",
    ],
)  # fmt: skip
def test_what_it_does_not_need_is_not(name: str) -> None:
    assert not wanted(name)


def test_no_module_of_qt_is_shipped_whose_licence_is_gpl_or_commercial_only() -> None:
    assert not QT_NOT_LGPL & set(QT_MODULES)
    assert not [name for name in QT_NOT_LGPL if wanted(f"PySide6/Qt6{name}.dll") or wanted(f"PySide6/Qt{name}.pyd")]


@pytest.mark.parametrize(
    "metadata, expected",
    [({"License-Expression": "MIT", "License": "see LICENSE"}, "MIT"), ({"License": "MPL-2.0"}, "MPL-2.0")],
)
def test_licence_is_what_the_wheel_tells(metadata: dict[str, str], expected: str) -> None:
    assert licence("made-up", metadata) == expected


def test_a_licence_that_nobody_can_tell_stops_the_build() -> None:
    with pytest.raises(StepError, match="made-up"):
        licence("made-up", {"License": "BSD license (see license.txt for details)"})


def component(tmp_path: Path, **bills: object) -> Component:
    metadata = "Name: Made.Up\nVersion: 1.2\nLicense-Expression: MIT\n"
    files = {f"made_up-1.2.dist-info/sboms/{name}.json": json.dumps(one) for name, one in bills.items()}
    whole = wheel(tmp_path / "made_up-1.2.whl", files | {"made_up-1.2.dist-info/METADATA": metadata})
    return of_wheel(whole, tmp_path)


def test_bill_tells_versions_hashes_and_licences_and_is_always_the_same(tmp_path: Path) -> None:
    found = component(tmp_path)
    assert (found["name"], found["purl"]) == ("made-up", "pkg:pypi/made-up@1.2")
    digest = hashlib.sha256((tmp_path / "made_up-1.2.whl").read_bytes()).hexdigest()
    assert found["hashes"] == [{"alg": "SHA-256", "content": digest}]
    first, again, other = (bill(brand(), version, [found]) for version in ("1.0", "1.0", "1.1"))
    assert first == again
    assert first != other
    assert json.loads(first)["dependencies"] == [{"ref": "desktop-sync", "dependsOn": ["pkg:pypi/made-up@1.2"]}]


def test_what_a_library_holds_is_told_as_its_own_bill_says(tmp_path: Path) -> None:
    """But for what was needed to build it only; where it lay then is nobody's business."""
    crate: Component = {"type": "library", "name": "b", "version": "2", "licenses": [{"license": {"id": "0BSD"}}]}
    told = {"components": [
        crate | {"purl": "pkg:cargo/b@2?download_url=file://b"}, crate | {"name": "builder", "scope": "excluded"},
    ]}  # fmt: skip
    found = component(tmp_path, crates=told)
    part = crate | {"purl": "pkg:cargo/b@2", "bom-ref": "made-up#b@2"}
    assert found["components"] == [part]
    assert (expression(part), expression(found)) == ("0BSD", "MIT")
    with pytest.raises(StepError, match="licence of c, within made-up"):
        component(tmp_path, crates={"components": [{"type": "library", "name": "c"}]})


def test_a_library_that_does_not_tell_what_it_holds_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(StepError, match=r"pynacl has no .*_sodium\.pyd any more, which held libsodium"):
        held("pynacl", tmp_path)
    put(tmp_path, "Lib/site-packages/nacl/_sodium.pyd", b"")
    assert [(one["name"], one.get("version")) for one in held("pynacl", tmp_path)] == [("libsodium", None)]
    etree = "Lib/site-packages/lxml/etree.cp313-win_amd64.pyd"
    put(tmp_path, etree, b"\x0021109\0 \x0010145\0 deflate 1.3.2 Copyright")
    told = {one["name"]: one.get("version") for one in held("lxml", tmp_path)}
    assert told == {"libiconv": None, "libxml2": "2.11.9", "libxslt": "1.1.45", "zlib": "1.3.2"}
    (tmp_path / etree).write_bytes(b"\x0021109\0\x0021110\0")
    with pytest.raises(StepError, match="does not tell which libxml2"):
        held("lxml", tmp_path)


PAGE = r"""Desktop Sync: `C:\Program Files\Desktop Sync\program\DesktopSync.exe`, data in `C:\ProgramData\Desktop Sync`;
*Desktop Sync Viewers* may look. Source `Desktop Sync`."""


def test_pages_have_the_vendors_name_where_the_product_is_meant() -> None:
    assert in_page(PAGE, brand()) == PAGE
    told = in_page(PAGE, replace(brand(), name="Order Bridge"))
    assert told == (
        r"Order Bridge: `C:\Program Files\Order Bridge\program\OrderBridge.exe`, data in `C:\ProgramData\Desktop Sync`;"
        "\n*Desktop Sync Viewers* may look. Source `Order Bridge`."
    )


def test_a_library_without_the_text_of_its_licence_stops_the_build(tmp_path: Path) -> None:
    put(tmp_path, "licenses/python.txt", b"PSF")
    put(tmp_path, "Lib/site-packages/desktop_sync/_resources/fonts/LICENCES.txt", b"OFL")
    found = component(tmp_path)
    with pytest.raises(StepError, match="made-up comes without"):
        notices(tmp_path, [found], brand())
    put(tmp_path, "Lib/site-packages/made_up-1.2.dist-info/licenses/LICENSE", "© MIT".encode())
    text = notices(tmp_path, [found], brand()).decode()
    assert "made-up 1.2: MIT\r\n" in text
    assert "© MIT" in text
    assert "you may replace them" in text
    assert text.startswith("Desktop Sync is under the Apache License 2.0.\r\nDesktop Sync is delivered with")
    other = notices(tmp_path, [found], replace(brand(), name="Order Bridge")).decode()
    assert other.startswith("Order Bridge is Desktop Sync under another name. Desktop Sync is under the Apache License")
    assert "Nothing in Order Bridge checks" in other
    qt = found | {"name": "Qt", "version": "99.1.0", "purl": "pkg:generic/qt@99.1.0"}
    with pytest.raises(StepError, match=r"Qt is 99\.1\.0 now"):  # nobody has looked what it holds of others
        notices(tmp_path, [found, qt], brand())


def image(*version: int) -> bytes:
    high, low = (version[0] << 16) + version[1], (version[2] << 16) + version[3]
    return b"MZ" + struct.pack("<IIII", 0xFEEF04BD, 0x10000, high, low)


def test_the_newest_runtime_of_cpp_serves_all() -> None:
    runtimes = CppRuntime()
    assert runtimes.takes("vcruntime140.dll", image(14, 42, 34226, 3))
    assert runtimes.takes("PySide6/vcruntime140.dll", image(14, 44, 35211, 0))
    assert runtimes.takes("shiboken6/VCRUNTIME140.dll", image(14, 44, 35211, 0) + b"signed again")
    assert not runtimes.takes("PySide6/Qt6Core.dll", b"")
    assert list(runtimes.newest()) == [("vcruntime140.dll", image(14, 44, 35211, 0))]


@pytest.mark.parametrize("told, expected", [("0.1.0", "0,1,0,0"), ("1.2rc3", "1,2,0,0"), ("1.2.3.4", "1,2,3,4")])
def test_windows_compares_four_numbers(told: str, expected: str) -> None:
    assert numbers(told) == expected


def test_version_is_that_of_the_project() -> None:
    assert version() == __version__


def test_modules_are_compiled_under_their_own_names_and_without_sources(tmp_path: Path) -> None:
    put(tmp_path, "a/b.py", b"def fail() -> None:\n    raise ValueError\n")
    assert compile_below(tmp_path) == 1
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["b.pyc"]
    whole = (tmp_path / "a" / "b.pyc").read_bytes()
    assert int.from_bytes(whole[4:8], "little") == 0b01  # by hash, never compared (PEP 552)
    assert b"a/b.py" in whole
    assert os.fsencode(tmp_path) not in whole


def wheel(path: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as made:
        for name, text in files.items():
            made.writestr(name, text)
    return path


def test_data_of_a_wheel_lies_beside_its_modules_and_scripts_are_left_out(tmp_path: Path) -> None:
    files = {"b.py": "b", "a/__init__.py": "", "x-1.data/platlib/x.dll": "x", "x-1.data/scripts/x.py": "s"}
    found = dict(files_of_wheel(wheel(tmp_path / "x-1.whl", files)))
    assert found == {"b.py": b"b", "a/__init__.py": b"", "x.dll": b"x"}


def test_another_python_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StepError, match=VERSION):
        runtime_of_zip(wheel(tmp_path / "python.zip", {"python27.dll": ""}))


def test_two_wheels_that_bring_different_files_of_one_name_are_told(tmp_path: Path) -> None:
    put(tmp_path, "a/b.py", b"1")
    put(tmp_path, "a/b.py", b"1")
    with pytest.raises(ValueError, match=r"a/b\.py"):
        put(tmp_path, "a/b.py", b"2")


def test_all_files_have_one_time_and_are_listed_with_what_they_hold(tmp_path: Path) -> None:
    for name in ("z", "a/b"):
        put(tmp_path, name, name.encode())
    settle(tmp_path)
    assert {path.stat().st_mtime for path in tmp_path.rglob("*")} == {float(TIME)}
    assert [name for name, _ in tree(tmp_path)] == ["a/b", "z"]


def test_another_runtime_is_another_base(tmp_path: Path) -> None:
    (tmp_path / "python.zip").write_bytes(b"1")
    first = base_stamp(tmp_path / "python.zip")
    (tmp_path / "python.zip").write_bytes(b"2")
    assert len({first, base_stamp(tmp_path / "python.zip"), base_stamp(None)}) == 3


def test_paths_are_spelled_as_windows_does(tmp_path: Path) -> None:
    assert search_path(["a/b", "."]) == b"a\\b\n.\n"
    assert windows_path(tmp_path).startswith("Z:\\")
    assert "/" not in windows_path(tmp_path)
