"""Which files are finished. Time is moved by hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from desktop_sync.core.model import Entity
from desktop_sync.sources.stability import Stability
from tests.unit.sources.looks import Drop, TwoClocks

DAY = 24 * 3600.0


@pytest.fixture
def drop(tmp_path: Path) -> Drop:
    return Drop(tmp_path)


def test_a_fresh_file_waits_for_its_minimum_age(drop: Drop) -> None:
    drop.put("a.xml")
    assert drop.look() == []
    assert drop.source.ripe_in() == pytest.approx(10)
    drop.clock.wait(9.9)
    assert drop.look() == []
    drop.clock.wait(0.1)
    assert drop.look() == ["a.xml"]
    assert drop.source.ripe_in() is None


def test_growing_begins_the_wait_anew(drop: Drop) -> None:
    drop.put("a.xml", "<or")
    drop.look()
    drop.clock.wait(9)
    drop.put("a.xml", "<order/>")
    assert drop.look() == []
    drop.clock.wait(9)
    assert drop.look() == []
    drop.clock.wait(1)
    assert drop.look() == ["a.xml"]


def test_same_size_but_another_time_begins_anew(drop: Drop) -> None:
    drop.put("a.xml", "<a/>")
    drop.look()
    drop.clock.wait(9)
    drop.put("a.xml", "<b/>")
    drop.look()
    drop.clock.wait(5)
    assert drop.look() == []


def test_an_old_file_needs_two_looks_two_seconds_apart(drop: Drop) -> None:
    drop.put("a.xml", age=2 * DAY)
    assert drop.look() == []
    assert drop.source.ripe_in() == pytest.approx(2)
    drop.clock.wait(1.9)
    assert drop.look() == []
    drop.clock.wait(0.1)
    assert drop.look() == ["a.xml"]


@pytest.mark.parametrize("age", [-3600, 3600, 14 * 3600], ids=["clock ahead", "clock behind", "another zone"])
def test_the_clock_of_the_place_may_be_wrong(drop: Drop, age: float) -> None:
    drop.put("a.xml", age=age)
    drop.look()
    drop.clock.wait(9)
    assert drop.look() == []
    drop.clock.wait(1)
    assert drop.look() == ["a.xml"]


def test_our_clock_set_back_an_hour_delays_nothing(drop: Drop) -> None:
    drop.put("a.xml")
    drop.look()
    drop.clock.wait(10)
    drop.clock.wall -= 3600
    assert drop.look() == ["a.xml"]


def test_without_a_minimum_age_one_look_with_a_second_glance_is_enough(tmp_path: Path) -> None:
    drop = Drop(tmp_path, min_age="0s")
    drop.put("a.xml")
    assert drop.look() == ["a.xml"]


def test_young_files_are_counted(drop: Drop) -> None:
    drop.put("a.xml")
    drop.put("b.xml", age=2 * DAY)
    drop.look()
    drop.clock.wait(2)
    (found,) = drop.source.discover(None, drop.known_now())
    assert [notice.entity.path for notice in found.notices] == ["b.xml"]
    assert found.young == 1


def test_a_batch_that_was_not_committed_is_given_again_at_once(drop: Drop) -> None:
    drop.put("a.xml")
    drop.look()
    drop.clock.wait(10)
    looking = drop.source.discover(None, drop.known_now())
    next(looking)  # the ledger could not commit: the batch is never asked for an end
    del looking
    assert drop.look() == ["a.xml"]


def test_a_directory_that_lags_behind_its_file(tmp_path: Path) -> None:
    """NTFS: while a file is open, its directory may show an old size and time."""
    file = tmp_path / "a.xml"
    file.write_text("<order/>", encoding="utf-8")
    seen = os.lstat(file)
    actual = Entity("a.xml", seen.st_size, seen.st_mtime_ns, "7")
    listed = Entity("a.xml", 0, 1)
    clock = TwoClocks()
    stability = Stability(lambda path: actual, clock, 10.0)

    def look() -> list[Entity]:
        return stability.ripe(stability.corrected([listed]))

    assert look() == []
    clock.wait(10)
    assert look() == []  # a second glance shows that it is another
    clock.wait(10)
    assert look() == [actual]
    stability.taken([actual])
    assert stability.corrected([listed]) == [Entity("a.xml", actual.size, actual.mtime_ns)]  # what the ledger knows
    stability.ripe([])
    assert stability.corrected([listed]) == [Entity("a.xml", actual.size, actual.mtime_ns)]


def test_nothing_is_remembered_of_what_is_known(drop: Drop) -> None:
    for number in range(50):
        drop.put(f"{number}.xml")
    drop.look()
    drop.clock.wait(10)
    assert len(drop.look()) == 50
    assert drop.look() == []
    assert drop.source.ripe_in() is None
