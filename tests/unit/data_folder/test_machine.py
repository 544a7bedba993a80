"""The machine's id: steady, made for this program alone, and never the system's own."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from desktop_sync.data_folder.machine import machine_id

ONE = "0123456789abcdef0123456789abcdef"


def test_steady_and_hashed(tmp_path: Path) -> None:
    file = tmp_path / "machine-id"
    file.write_text(ONE + "\n", encoding="ascii")
    found = machine_id([file])
    assert re.fullmatch("[0-9a-f]{32}", found)
    assert found == machine_id([file])
    assert found != ONE


@pytest.mark.skipif(sys.platform == "win32", reason="Windows gives its own id")
def test_another_machine_has_another_id(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.write_text(ONE, encoding="ascii")
    there.write_text(ONE[::-1], encoding="ascii")
    assert machine_id([here]) != machine_id([there])


def test_second_file_stands_in(tmp_path: Path) -> None:
    empty, second = tmp_path / "empty", tmp_path / "second"
    empty.write_text("uninitialized\n", encoding="ascii")
    second.write_text(ONE, encoding="ascii")
    assert machine_id([tmp_path / "none", empty, second]) == machine_id([second])


def test_machine_without_an_id_still_has_a_steady_one() -> None:
    assert machine_id([]) == machine_id([])
    assert re.fullmatch("[0-9a-f]{32}", machine_id([]))
