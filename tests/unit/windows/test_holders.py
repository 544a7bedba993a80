"""Who holds a file: what can be asked, and how a program is named. What Windows answers is tried by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_sync.windows.holders import Holder, askable, holders


@pytest.mark.parametrize(
    "path, asked",
    [
        (r"C:\ERP\out\orders.xml", r"C:\ERP\out\orders.xml"),
        (r"\\?\C:\ERP\out\orders.xml", r"C:\ERP\out\orders.xml"),
        (r"\\?\UNC\erp\out\orders.xml", ""),
        (r"\\erp\out\orders.xml", ""),
        ("/srv/out/orders.xml", ""),
        ("orders.xml", ""),
        ("", ""),
    ],
)
def test_files_of_this_machine_are_asked_for_by_their_plain_name(path: str, asked: str) -> None:
    assert askable(path) == asked


@pytest.mark.parametrize(
    "holder, name",
    [
        (Holder("Microsoft Excel", 1, "EXCEL.EXE"), "Microsoft Excel (EXCEL.EXE)"),
        (Holder("erp.exe", 1, "erp.exe"), "erp.exe"),
        (Holder("", 1, "erp.exe"), "erp.exe"),
        (Holder("Print Spooler", 1), "Print Spooler"),
    ],
)
def test_a_program_is_named_as_people_know_it(holder: Holder, name: str) -> None:
    assert holder.name == name


def test_nobody_is_named_where_nobody_holds_it(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(b"")
    assert holders(str(tmp_path / "a.xml")) == ()
