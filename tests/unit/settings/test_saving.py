"""Several files are replaced as one: whatever breaks off, all of them stand, or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_sync.durable import replace_file
from desktop_sync.settings.saving import Saving

FORMER = {"a.toml": b"a", "maps/b.toml": b"b", "settings.toml": b"s"}
NEW = {"a.toml": b"A", "maps/b.toml": b"B", "new/c.csv": b"C", "settings.toml": b"S"}
WRITES = 2 * len(NEW) + 1  # each aside and in place, and the plan


class Off(BaseException):
    """The machine goes off."""


class Writer:
    """Breaks off before (or, ``torn``, after) its write of this number."""

    def __init__(self, at: int, error: type[BaseException], *, torn: bool = False) -> None:
        self._left, self._error, self._torn = at, error, torn

    def __call__(self, path: Path, data: bytes) -> None:
        self._left -= 1
        if self._left == 0 and not self._torn:
            raise self._error("no room")
        replace_file(path, data)
        if self._left == 0:
            raise self._error("no room")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, data in FORMER.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    return tmp_path


def standing(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "aside" not in path.parts
    }


def test_all_of_them(folder: Path) -> None:
    saving = Saving(folder, folder / "aside")
    saving.put(NEW)
    assert standing(folder) == NEW
    assert not (folder / "aside").exists()
    assert not saving.cut_off


@pytest.mark.parametrize("torn", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("at", range(1, WRITES + 1))
def test_a_machine_that_goes_off_at_any_write(folder: Path, at: int, *, torn: bool) -> None:
    with pytest.raises(Off):
        Saving(folder, folder / "aside", Writer(at, Off, torn=torn)).put(NEW)
    after = Saving(folder, folder / "aside")
    after.finish()
    assert standing(folder) in (FORMER, NEW)
    assert standing(folder) == (NEW if at > len(NEW) + 1 or (at == len(NEW) + 1 and torn) else FORMER)
    assert not (folder / "aside").exists()
    after.put(NEW)
    assert standing(folder) == NEW


@pytest.mark.parametrize("at", range(1, WRITES + 1))
def test_a_write_that_fails_takes_back_what_was_done(folder: Path, at: int) -> None:
    saving = Saving(folder, folder / "aside", Writer(at, OSError))
    with pytest.raises(OSError, match="no room"):
        saving.put(NEW)
    assert standing(folder) == FORMER
    assert not saving.cut_off
    saving.finish()
    assert standing(folder) == FORMER


def test_a_single_file_needs_nothing_aside(folder: Path) -> None:
    with pytest.raises(OSError, match="no room"):
        Saving(folder, folder / "aside", Writer(1, OSError)).put({"a.toml": b"A"})
    assert standing(folder) == FORMER
    Saving(folder, folder / "aside", Writer(2, OSError)).put({"a.toml": b"A"})
    assert standing(folder)["a.toml"] == b"A"
