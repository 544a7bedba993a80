"""The plan that the tests of the desk are fed with has the shape of one that the real facade gives."""

from __future__ import annotations

from pathlib import Path

from tests.crash.orders import BROKEN, Order
from tests.crash.world import World
from tests.gallery import plan_rows as rows
from tests.unit.engine.facade.desk import at_desk


def test_a_plan_and_what_became_of_it(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [Order("1", 1)])
    world.run()
    world.drop("b.xml", [Order("1", 2), Order("2", 1, kind="C")])
    world.drop("c.xml", BROKEN)
    with at_desk(world) as desk:
        plan = desk.ask("dry_run", flow="orders")
        assert plan.keys() == rows.plan().keys()
        assert plan["files"].keys() == rows.plan()["files"].keys()
        assert plan["files"]["not_sent"][0].keys() == rows.UNREADABLE.keys()
        page = desk.ask("plan_rows", flow="orders", number=plan["plan"])
        assert page == plan["rows"]
        assert page[0].keys() == rows.ROWS[0].keys()
        assert page[0]["changes"][0].keys() == rows.CHANGES[0].keys()
        done = desk.ask("execute", flow="orders", plan=plan["plan"])
        assert done.keys() == rows.executed().keys()
        assert set(done["became"]) == {"updated", "rejected"}
