"""What is there already, and what is too much: nothing of it is sent before somebody has said so.

Pitfall 54: the first start sends 40,000 old files.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from tests.crash.judge import ended_well, judge_files, revs, writes
from tests.crash.orders import Order, Setup
from tests.crash.world import World

A1, A2, B1, C1 = Order("A", 1), Order("A", 2), Order("B", 1), Order("C", 1)


def world_of(root: Path, first_run: str, **setup: str) -> World:
    """Two files are there, of 1 March 2020 and of 1 June 2026."""
    world = World(root, setup=replace(Setup(first_run=first_run), **setup))  # type: ignore[arg-type]
    for name, order, day in (("a.xml", A1, "2020-03-01T12:00"), ("b.xml", B1, "2026-06-01T12:00")):
        path = world.drop(name, [order])
        moment = datetime.fromisoformat(day).astimezone().timestamp()
        os.utime(path, (moment, moment))
    return world


def query(world: World, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(world.data / "ledger.db")) as found:
        return found.execute(sql).fetchall()


def problems(world: World) -> list[str]:
    return [str(row[0]) for row in query(world, "SELECT what FROM problem WHERE closed_at IS NULL")]


def references(world: World) -> list[str]:
    return sorted({one.reference for one in writes(world)})


def answer(world: World, words: str) -> None:
    with world.app().owner("run") as owner:
        owner.run("orders", first_run=words)


def test_pitfall_54_a_first_run_asks_with_the_count_and_sends_nothing(tmp_path: Path) -> None:
    world = world_of(tmp_path, "ask")
    for _ in range(2):
        result = world.run()
        assert result.outcome == "stopped"
        assert result.question == "2 files are already there, of 2020-03-01 to 2026-06-01."
    assert writes(world) == []
    assert query(world, "SELECT count(*) FROM item") == [(0,)]
    assert len(problems(world)) == 1


def test_a_first_run_that_finds_nothing_asks_nothing(tmp_path: Path) -> None:
    world = World(tmp_path, setup=Setup(first_run="ask"))
    assert world.run().outcome == "done"
    world.drop("a.xml", [A1])
    world.settle_down()
    ended_well(world, "a.xml", A=A1)


def test_all_are_sent(tmp_path: Path) -> None:
    world = world_of(tmp_path, "ask")
    world.run()
    answer(world, "all")
    world.settle_down()
    ended_well(world, "a.xml", "b.xml", A=A1, B=B1)
    assert problems(world) == []


def test_from_now_on_skips_what_is_there_and_records_it(tmp_path: Path) -> None:
    world = world_of(tmp_path, "from_now")
    result = world.run()
    assert result.counts["skipped"] == 2
    world.drop("c.xml", [C1])
    world.settle_down()
    assert references(world) == ["C"]
    assert query(world, "SELECT path, state FROM item ORDER BY path") == [
        ("a.xml", "skipped"), ("b.xml", "skipped"), ("c.xml", "done"),
    ]  # fmt: skip
    assert sorted(path.name for path in (world.root / "orders").glob("*.xml")) == ["a.xml", "b.xml"]


def test_a_skipped_file_that_changes_is_a_new_item(tmp_path: Path) -> None:
    world = world_of(tmp_path, "from_now")
    world.run()
    world.drop("a.xml", [A2])
    world.settle_down()
    assert revs(world) == [2]


def test_a_skipped_file_that_goes_and_comes_back_is_a_new_item(tmp_path: Path) -> None:
    world = world_of(tmp_path, "from_now")
    world.run()
    away = (world.root / "orders" / "a.xml").rename(world.root / "a.xml")
    world.run()
    away.rename(world.root / "orders" / "a.xml")
    world.settle_down()
    assert references(world) == ["A"]


def test_since_a_date(tmp_path: Path) -> None:
    world = world_of(tmp_path, "2026-06-01")
    assert world.run().counts["skipped"] == 1
    world.settle_down()
    assert references(world) == ["B"]


def test_a_file_with_an_old_date_that_comes_later_is_sent(tmp_path: Path) -> None:
    """Pitfall 4: the date is about what was there, not about what comes."""
    world = world_of(tmp_path, "2026-06-01")
    world.run()
    old = world.drop("c.xml", [C1])
    os.utime(old, (0, 0))
    world.settle_down()
    assert references(world) == ["B", "C"]


def test_the_settings_are_asked_once_only(tmp_path: Path) -> None:
    world = world_of(tmp_path, "all")
    world.settle_down()
    world.configure(first_run="from_now")
    world.drop("c.xml", [C1])
    world.settle_down()
    assert references(world) == ["A", "B", "C"]


@pytest.mark.parametrize("where", ["before", "after"])
def test_killed_while_skipping(tmp_path: Path, where: str) -> None:
    """The answer and all that it skips are one: what comes between two tries of a cut-off answer is never skipped."""
    world = world_of(tmp_path, "from_now")
    world.die(f"{where} commit of Places.begin")
    world.drop("c.xml", [C1])
    world.settle_down()
    expected = ["C"] if where == "after" else []
    assert references(world) == expected


HELD = "hold_above = 2\n"


def test_more_than_hold_above_is_held_over_restarts_until_it_is_approved(tmp_path: Path) -> None:
    world = world_of(tmp_path, "all", hold=HELD)
    world.drop("c.xml", [C1])
    for _ in range(3):
        result = world.run()
        assert (result.outcome, result.counts["held"]) == ("problems", 3)
    assert writes(world) == []
    (problem,) = problems(world)
    assert problem.startswith("3 documents are held: 3 documents in one run, more than hold_above = 2.")
    with world.app().owner("approve") as owner:
        assert owner.approve("orders") == 3
    world.settle_down()
    ended_well(world, "a.xml", "b.xml", "c.xml", A=A1, B=B1, C=C1)
    assert problems(world) == []


def test_as_many_as_hold_above_are_sent(tmp_path: Path) -> None:
    world = world_of(tmp_path, "all", hold=HELD)
    world.settle_down()
    ended_well(world, "a.xml", "b.xml", A=A1, B=B1)


def test_a_higher_limit_releases_what_is_held(tmp_path: Path) -> None:
    world = world_of(tmp_path, "all", hold=HELD)
    world.drop("c.xml", [C1])
    world.run()
    world.configure(hold="")
    world.settle_down()
    assert references(world) == ["A", "B", "C"]
    assert problems(world) == []


def test_an_unusual_share_of_updates_is_held(tmp_path: Path) -> None:
    """A wrong key turns every order into a change of another one."""
    world = World(tmp_path, setup=Setup(hold="hold_above_updates = 50\n"))
    world.drop("a.xml", [Order(f"M{number}", 1) for number in range(20)])
    world.settle_down()
    world.drop(
        "b.xml", [Order(f"M{number}", 2) for number in range(11)] + [Order(f"N{number}", 1) for number in range(9)]
    )
    assert world.run().counts["held"] == 20
    assert "11 of 20 documents of one run change what Acme holds" in problems(world)[0]
    with world.app().owner("approve") as owner:
        owner.approve("orders")
    world.settle_down()
    assert len(references(world)) == 29


@pytest.mark.parametrize("where", ["before", "after"])
@pytest.mark.parametrize("step", ["Staging.write", "Deliveries.release"])
def test_killed_around_the_release(tmp_path: Path, where: str, step: str) -> None:
    world = world_of(tmp_path, "all", hold="hold_above = 9\n")
    world.die(f"{where} commit of {step}")
    world.settle_down()
    judge_files(world, ["a.xml", "b.xml"])
    assert references(world) == ["A", "B"]
