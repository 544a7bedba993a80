"""An Acme that does not answer: one problem of the connection, told at once, and over by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_sync.core.errors import RetryLater
from tests.crash.exporting import ExportWorld
from tests.crash.orders import Order, Setup
from tests.crash.world import World
from tests.unit.engine.facade.desk import at_desk


def problems(world: World) -> list[tuple[str, str]]:
    with at_desk(world) as desk:
        return [(one["cause"], one["what"]) for one in desk.ask("snapshot")["problems"]]


def failures(world: World, flow: str) -> int:
    with at_desk(world) as desk:
        return desk.ledger.agenda.past(flow).failures


def test_before_its_account_is_known_runs_are_failures_of_the_schedule_and_one_problem(tmp_path: Path) -> None:
    world = World(tmp_path, setup=Setup(flows=("orders", "invoices")))
    world.around.reachable = False
    for flow in ("orders", "orders", "invoices"):
        with pytest.raises(RetryLater, match="Acme cannot be reached"):
            world.run(flow)
    assert (failures(world, "orders"), failures(world, "invoices")) == (2, 1)
    [(cause, what)] = problems(world)
    assert cause == "unreachable"
    assert what.startswith("Acme cannot be reached")
    world.around.reachable = True
    world.run("orders")  # there is nothing to send
    assert problems(world) == []
    assert failures(world, "orders") == 0


def test_a_known_account_that_does_not_answer_is_told_by_the_run_that_meets_it(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.run()
    world.around.reachable = False
    world.drop("a.xml", [Order("4711", 1)])
    assert world.run(retry_within=0.0).counts["waiting"] == 1
    with at_desk(world) as desk:
        told = desk.ask("snapshot")["sentence"]
    assert (told["key"], told["mood"]) == ("problem", "attention")
    assert "Acme cannot be reached" in told["text"]
    assert ", since " in told["text"]
    world.around.reachable = True
    world.settle_down()
    assert problems(world) == []


def test_an_account_that_answers_does_not_end_the_problem_of_what_is_not_taken(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.run()
    world.drop("a.xml", [Order(f"47{number}", 1) for number in range(10, 20)])
    world.faults({"kind": "503", "on": "writes", "next": 1000})
    world.run(retry_within=5.0)
    world.run(retry_within=0.0)
    with at_desk(world) as desk:
        [found] = desk.ask("snapshot")["problems"]
    assert found["cause"] == "unreachable"
    world.calm()
    world.settle_down()
    assert problems(world) == []


def test_an_export_that_cannot_ask_is_no_second_problem(tmp_path: Path) -> None:
    world = ExportWorld(tmp_path)
    world.run("changes")
    world.around.reachable = False
    with pytest.raises(RetryLater, match="Acme cannot be reached"):
        world.run("changes")
    assert [cause for cause, _ in problems(world)] == ["unreachable"]
    world.around.reachable = True
    world.run("changes")
    assert problems(world) == []
