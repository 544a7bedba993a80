"""An Acme whose look-ups lag and whose commits come late, against updates."""

from __future__ import annotations

from pathlib import Path

from tests.crash.judge import (
    ended_well,
    open_problems,
    state_names,
)
from tests.crash.orders import Order, Setup
from tests.crash.world import World

A1, A2, A3 = Order("A", 1), Order("A", 2), Order("A", 3)


def test_our_own_late_commit_is_not_taken_for_a_person(tmp_path: Path) -> None:
    """``ask``, no keys: the update is sent again and refused, because the first sending has arrived meanwhile."""
    world = World(tmp_path, "unique", Setup(batch=False, on_conflict="ask"))
    world.drop("a.xml", [A1])
    world.settle_down()
    world.drop("b.xml", [A2])
    world.faults({"kind": "late_commit", "next": 1, "seconds": 0.3})

    def slowly(crossing: str) -> None:
        if crossing == "before target.send":
            world.around.time.sleep(0.35)  # the first look saw nothing; the second sending comes later than the commit

    world.watch = slowly
    world.settle_down()
    assert not open_problems(world)
    assert state_names(world) == ["created", "updated"]
    ended_well(world, "a.xml", "b.xml", A=A2)


def test_a_look_up_that_lags_does_not_make_a_deletion(tmp_path: Path) -> None:
    """Refused as changed by people, read again, and the look-up does not show the order yet: it was not deleted."""
    world = World(tmp_path, "lagging", Setup(batch=False))
    world.drop("a.xml", [A1])
    world.run()
    world.person("edit", "A", notes="by hand")
    world.drop("b.xml", [A2])
    world.settle_down()
    assert not open_problems(world)
    ended_well(world, "a.xml", "b.xml", A=A2)


def test_a_look_up_that_lags_uses_up_no_conflicts(tmp_path: Path) -> None:
    """Versions 1, 2 and the person's edit within its lag: it shows version 1, then 2, long after Acme has 3."""
    world = World(tmp_path, "lagging", Setup(batch=False))
    world.drop("a.xml", [A1])
    world.run()
    world.around.time.sleep(4.0)
    world.drop("b.xml", [A2])
    world.run()
    world.around.time.sleep(0.5)
    world.person("edit", "A", notes="by hand")
    world.drop("c.xml", [A3])
    world.settle_down()
    assert not open_problems(world)
    ended_well(world, "a.xml", "b.xml", "c.xml", A=A3)
