"""The rows that the tests of the desk are fed with have the shape of those that the real facade gives."""

from __future__ import annotations

from pathlib import Path

from tests.crash.orders import BROKEN, Order
from tests.crash.world import World, cannot_look
from tests.gallery import problem_rows as rows
from tests.unit.engine.facade.desk import at_desk


def test_problems(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [Order("1", 1, customer="UNKNOWN-1")])
    world.drop("b.xml", BROKEN)
    world.run()
    world.drop("c.xml", [Order("2", 1)])
    world.faults({"kind": "cut_after", "next": 1}, cannot_look(*range(2, 60)))
    world.run(retry_within=0)
    with at_desk(world) as desk:
        groups = desk.ask("problems")["groups"]
        assert [one["group"] for one in groups][-1] == "unknown"
        for group in groups:
            assert group.keys() == rows.GROUPS[0].keys()
            assert group["examples"][0].keys() == rows.ORDERS[0].keys()
        desk.ask("dismiss", name="1", reason="not ours")
        assert desk.ask("resolved", since=0)[0].keys() == rows.RESOLVED[0].keys()
