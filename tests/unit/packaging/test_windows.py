"""The payload's rules: what of the libraries is shipped, how wheels lie beside each other, names of a base."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from dev_steps import StepError
from windows.choosing import QT_MODULES, wanted
from windows.inputs import VERSION, files_of_wheel, runtime_of_zip
from windows.payload import TIME, base_stamp, put, search_path, settle, tree
from windows.wine import windows_path


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/QtWidgets.pyd", "PySide6/Qt6Core.dll", "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/translations/qtbase_de.qm", "PySide6/msvcp140_1.dll", "shiboken6/Shiboken.pyd",
        "win32/win32pipe.pyd", "win32/lib/win32con.py", "paramiko/client.py", "tzdata/zoneinfo/Europe/Berlin",
        "keyring-25.7.0.dist-info/entry_points.txt", "lxml-6.1.3.dist-info/licenses/LICENSE.txt",
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
    ],
)  # fmt: skip
def test_what_it_does_not_need_is_not(name: str) -> None:
    assert not wanted(name)


def test_no_module_of_qt_is_shipped_whose_licence_is_gpl_or_commercial_only() -> None:
    """https://doc.qt.io/qt-6/qtmodules.html, "Add-ons available under GPL or commercial licence only"."""
    gpl = {
        "Charts", "CoAp", "DataVisualization", "Graphs", "GRPC", "HttpServer", "InsightTracker", "LanguageServer",
        "Lottie", "Mqtt", "NetworkAuth", "OpcUa", "Protobuf", "Quick3D", "Quick3DPhysics", "QuickTimeline",
        "ShaderTools", "StateMachine", "VirtualKeyboard", "WaylandCompositor",
    }  # fmt: skip
    assert not gpl & set(QT_MODULES)
    assert not [name for name in gpl if wanted(f"PySide6/Qt6{name}.dll") or wanted(f"PySide6/Qt{name}.pyd")]


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
