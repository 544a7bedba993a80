"""Renames that never overwrite, on every kind of file system that can be tried here."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_sync.stores.moving import move_across, patiently, rename_by_link, rename_by_reserving, renamer

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows renames without overwriting by itself")

RENAMES = [renamer(), rename_by_link, rename_by_reserving]
each_rename = pytest.mark.parametrize("rename", RENAMES, ids=["best", "by link", "by reserving"])
Rename = Callable[[str, str], None]


@each_rename
def test_renames(tmp_path: Path, rename: Rename) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_bytes(b"content")
    rename(str(old), str(new))
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("new", b"content")]


@each_rename
def test_never_overwrites(tmp_path: Path, rename: Rename) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_bytes(b"ours")
    new.write_bytes(b"theirs")
    with pytest.raises(FileExistsError):
        rename(str(old), str(new))
    assert (old.read_bytes(), new.read_bytes()) == (b"ours", b"theirs")


@each_rename
def test_a_missing_source_leaves_nothing(tmp_path: Path, rename: Rename) -> None:
    with pytest.raises(FileNotFoundError):
        rename(str(tmp_path / "old"), str(tmp_path / "new"))
    assert list(tmp_path.iterdir()) == []


@each_rename
def test_of_many_at_once_one_wins(tmp_path: Path, rename: Rename) -> None:
    """Twenty files want one name: nobody's content is lost."""
    sources = [tmp_path / f"{number}" for number in range(20)]
    for source in sources:
        source.write_bytes(source.name.encode())
    won: list[str] = []

    def attempt(source: Path) -> None:
        try:
            rename(str(source), str(tmp_path / "target"))
        except FileExistsError:
            return
        won.append(source.name)

    threads = [threading.Thread(target=attempt, args=(source,)) for source in sources]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    assert (tmp_path / "target").read_text() == won[0]
    assert len(list(tmp_path.iterdir())) == 20


def test_other_volumes_are_told(tmp_path: Path, other_volume: Path) -> None:
    (tmp_path / "old").write_bytes(b"")
    for rename in RENAMES:
        with pytest.raises(OSError, match="cross-device") as told:
            rename(str(tmp_path / "old"), str(other_volume / "new"))
        assert told.value.errno == errno.EXDEV
    assert list(other_volume.iterdir()) == []


def test_what_is_replaced_after_the_copy_is_left(tmp_path: Path, other_volume: Path) -> None:
    source = tmp_path / "a"
    source.write_bytes(b"read")
    best = renamer()

    def rename_and_replace(old: str, new: str) -> None:
        best(old, new)
        source.write_bytes(b"newer content")

    with pytest.raises(OSError, match="replaced after it was copied"):
        move_across(str(source), str(other_volume / "a"), rename_and_replace, lambda seconds: None)
    assert source.read_bytes() == b"newer content"
    assert (other_volume / "a").read_bytes() == b"read"


def test_patience_is_bounded_and_only_for_what_is_held() -> None:
    waited: list[float] = []
    tries: list[int] = []

    def held() -> None:
        tries.append(1)
        raise OSError(errno.EBUSY, "busy")

    with pytest.raises(OSError, match="busy"):
        patiently(held, waited.append)
    assert len(tries) == len(waited) + 1 == 6
    assert sum(waited) < 2

    def refused() -> None:
        tries.append(1)
        raise PermissionError(errno.EACCES, "no")

    with pytest.raises(PermissionError):
        patiently(refused, waited.append)
    assert len(tries) == 7


def test_patience_ends_when_it_is_let_go() -> None:
    busy = [OSError(errno.EBUSY, "busy")] * 2

    def held_twice() -> None:
        if busy:
            raise busy.pop()

    waited: list[float] = []
    patiently(held_twice, waited.append)
    assert len(waited) == 2
