"""Retention, killed at every point: what is left is whole, it goes on the next time, and nothing goes twice."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from desktop_sync.engine.retention import Retention
from desktop_sync.settings.retention import Retention as Options
from tests.crash.judge import judge_content, judge_ledger, judge_writes, open_problems, state_names
from tests.crash.killing import Killed
from tests.crash.orders import BROKEN, Order
from tests.crash.world import World

DAY = 86400.0


def _old_world(folder: Path) -> World:
    """Two years ago: versions, something refused that a later one mended, a broken file; since then one order."""
    world = World(folder)
    world.drop("a.xml", [Order("A", 1), Order("B", 1)])
    world.settle_down()
    world.drop("b.xml", [Order("A", 2), Order("X", 1, customer="UNKNOWN-7")])
    world.settle_down()
    world.drop("c.xml", [Order("X", 2)])
    world.settle_down()
    world.drop("d.xml", BROKEN)
    world.settle_down()
    world.around.time.sleep(700 * DAY)
    world.drop("e.xml", [Order("E", 1)])
    world.settle_down()
    return world


def _retain(world: World, kill_at: int = 0) -> None:
    with world.app(kill_at).owner("engine") as owner:
        Retention(owner.ledger, owner.spool, owner.logs, owner.clock, Options).do(threading.Event())


def _rows(world: World, table: str) -> int:
    with closing(sqlite3.connect(world.data / "ledger.db")) as sql:
        return int(sql.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def _left(world: World) -> None:
    """The problem of the broken file is still open, so it stays; everything else of then is gone."""
    assert _rows(world, "item") == 2
    assert _rows(world, "delivery") == 1
    assert _rows(world, "request") == 1
    judge_ledger(world)
    assert len(open_problems(world)) == 1


def _judge(world: World) -> None:
    _left(world)
    world.drop("f.xml", [Order("A", 2), Order("B", 1), Order("X", 2)])
    world.settle_down()
    world.drop("g.xml", [Order("A", 1)])
    world.settle_down()
    assert state_names(world) == ["unchanged", "superseded"]
    world.drop("h.xml", [Order("A", 3)])
    world.settle_down()
    judge_writes(world)
    judge_content(world, {"A": Order("A", 3), "B": Order("B", 1), "X": Order("X", 2), "E": Order("E", 1)})
    judge_ledger(world)


@pytest.mark.timeout(900)
def test_killed_at_every_point_it_goes_on_the_next_time(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    world = _old_world(tmp_path / "undisturbed")
    _retain(world)
    points = len(world.killer.crossings)
    assert "before spool.prune" in world.killer.crossings
    assert points >= 14
    _judge(world)
    for at in range(1, points + 1, 1 if pytestconfig.getoption("--long") else 4):
        world = _old_world(tmp_path / str(at))
        with pytest.raises(Killed):
            _retain(world, at)
        world.run()  # in between
        _retain(world)
        _left(world)
        world.drop("f.xml", [Order("A", 2), Order("B", 1)])
        world.run()
        assert state_names(world) == ["unchanged"]
