"""``resources/`` is found in a checkout and in an installed wheel."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from desktop_sync import resources as module
from desktop_sync.resources import resources

ROOT = Path(__file__).resolve().parents[2]


def test_in_a_checkout_it_is_the_folder_at_the_top() -> None:
    assert resources() == ROOT / "resources"


def test_in_an_installation_it_is_inside_the_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shipped = tmp_path / "desktop_sync" / "_resources"
    shipped.mkdir(parents=True)
    (tmp_path / "resources").mkdir()  # somebody else's folder beside the installed package
    monkeypatch.setattr(module, "__file__", str(shipped.parent / "resources.py"))
    assert resources() == shipped


def test_an_incomplete_installation_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "__file__", str(tmp_path / "desktop_sync" / "resources.py"))
    with pytest.raises(FileNotFoundError, match="Install Desktop Sync again"):
        resources()


def test_the_wheel_ships_every_file_of_it(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    shipped = set(zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist())
    files = [path for path in (ROOT / "resources").rglob("*") if path.is_file()]
    assert {f"desktop_sync/_resources/{path.relative_to(ROOT / 'resources').as_posix()}" for path in files} <= shipped
    assert "desktop_sync/py.typed" in shipped
