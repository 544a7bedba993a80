"""Spellings of Windows paths; what needs Windows itself answers "no" elsewhere."""

from __future__ import annotations

import sys

import pytest

from desktop_sync.windows.drives import drive_letter, drive_type, is_unc, unc_of
from desktop_sync.windows.machine import machine_guid


@pytest.mark.parametrize(
    "path,expected",
    [
        (r"\\server\share\x", True),
        ("//server/share", True),
        (r"\\?\UNC\server\share", True),
        (r"\\?\C:\data", False),
        (r"\\.\C:\data", False),
        (r"C:\data", False),
        ("/srv/data", False),
        ("", False),
    ],
)
def test_network_names(path: str, expected: bool) -> None:
    assert is_unc(path) == expected


@pytest.mark.parametrize(
    "path,expected", [(r"c:\data", "C:"), (r"\\?\d:\data", "D:"), (r"\\server\share", ""), ("/srv", ""), ("x", "")]
)
def test_drive_letters(path: str, expected: str) -> None:
    assert drive_letter(path) == expected


@pytest.mark.skipif(sys.platform == "win32", reason="the answer of other systems")
def test_elsewhere_there_are_no_drives() -> None:
    assert drive_type("C:") == 0
    assert unc_of(r"Z:\out") == r"Z:\out"
    assert machine_guid() == ""
