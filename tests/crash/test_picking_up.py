"""Done files, sequences and renaming on their way through whole runs, killed wherever they touch the folder."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from desktop_sync.core.model import Entity
from desktop_sync.core.ports import Store
from desktop_sync.stores.local import Local, LocalOptions
from tests.crash.judge import judge_writes, writes
from tests.crash.killing import Killed, Killer
from tests.crash.orders import Order, Setup
from tests.crash.world import RETRY_WITHIN, Time, World

A1, A2, B1 = Order("A", 1), Order("A", 2), Order("B", 1)
DONE = Setup(source='pattern = "*"\ndone = "{stem}.done"')
RENAME = Setup(source='pattern = "*"\nafter_success = "rename"\nrenamed = "{name}.imported"')
SEQUENCE = Setup(source='order = "sequence"\nsequence = "_([0-9]+)[.]"')


def lying(world: World) -> list[str]:
    """Files in the watched folder itself."""
    return sorted(path.name for path in (world.root / "orders").iterdir() if path.is_file())


def archived(world: World) -> list[str]:
    return sorted(path.name for path in (world.root / "orders" / "archive").rglob("*") if path.is_file())


def problems(world: World) -> list[str]:
    with closing(sqlite3.connect(world.data / "ledger.db")) as found:
        return [row[0] for row in found.execute("SELECT what FROM problem WHERE closed_at IS NULL")]


@pytest.mark.parametrize("setup", [DONE, RENAME])
def test_killed_at_every_crossing(tmp_path: Path, setup: Setup) -> None:
    """Wherever a run dies, the next one ends it: each order once, each file at its place, no done file left alone."""
    at, died = 0, True
    while died:
        at += 1
        world = World(tmp_path / str(at), setup=setup)
        world.drop("a.xml", [A1])
        if setup is DONE:
            world.drop("a.done", b"")
        died = _dies(world, at)
        world.settle_down()
        judge_writes(world)
        assert [(one.reference, one.rev) for one in writes(world)] == [("A", 1)], at
        assert (lying(world), archived(world)) == (
            ([], ["a.done", "a.xml"]) if setup is DONE else (["a.xml.imported"], [])
        ), at
    assert at > 50


def _dies(world: World, at: int) -> bool:
    try:
        with world.app(at).owner("run") as owner:
            owner.run("orders", retry_within=RETRY_WITHIN)
    except Killed:
        return True
    return False


def test_a_payload_waits_for_its_done_file(tmp_path: Path) -> None:
    world = World(tmp_path, setup=DONE)
    world.drop("a.xml", [A1])
    world.drop("b.xml", [B1])
    world.drop("b.done", b"")
    world.settle_down()
    assert [one.reference for one in writes(world)] == ["B"]
    assert lying(world) == ["a.xml"]


def test_a_gap_is_a_problem_and_stops_nothing(tmp_path: Path) -> None:
    world = World(tmp_path, setup=SEQUENCE)
    world.drop("x_1.xml", [A1])
    world.drop("x_10.xml", [B1])
    world.drop("x_9.xml", [A2])
    world.settle_down()
    assert sorted((one.reference, one.rev) for one in writes(world)) == [("A", 2), ("B", 1)]
    assert problems(world) == ["In the sequence of the files that came, these numbers are missing: 2 to 8."]
    for number in range(2, 9):
        world.drop(f"x_{number}.xml", [Order(f"F{number}", 1)])
    world.settle_down()
    assert problems(world) == []


def test_settings_tell_a_bad_pattern_with_its_place(tmp_path: Path) -> None:
    from desktop_sync.core.errors import SettingsError

    world = World(tmp_path, setup=Setup(source='pattern_type = "regex"\npattern = "(["\nmembers = "*"'))
    with pytest.raises(SettingsError) as caught:
        world.run()
    assert any("regular expression" in one for one in caught.value.problems)


class Slow(Local):
    """A folder far away: each look takes longer than a file has to rest."""

    time: Time

    def list(self, recursive: bool = False, without: Sequence[str] = ()) -> Iterator[Entity]:
        self.time.sleep(30.0)
        return super().list(recursive, without)


def test_a_place_that_is_slow_to_answer_takes_no_patience_from_young_files(tmp_path: Path) -> None:
    """One run takes them, also of a program that is started for this run alone."""
    world = World(tmp_path, setup=Setup(min_age=10))

    def slow(store: Store, _: Killer) -> Store:
        assert isinstance(store, Local)
        made = Slow(LocalOptions(path=store._shown))
        made.time = world.around.time
        return made

    world.around.store = slow
    world.drop("a.xml", [A1])
    world.run()
    assert archived(world) == ["a.xml"]
    judge_writes(world)
