"""A dry run tells what a run would do and does nothing; executing it does exactly that, killed at any instant too."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from desktop_sync.core.errors import Rejected
from desktop_sync.engine.location import RunResult
from desktop_sync.ledger.database import read_only
from desktop_sync.ledger.plan_reading import plan_of
from tests.crash.judge import by_reference, ended_well, judge_ledger, judge_writes, open_problems, state_names, writes
from tests.crash.killing import Killed
from tests.crash.orders import Order, Setup
from tests.crash.world import CHARACTERS, World


def plan(world: World) -> int:
    with world.app().owner("dry-run") as owner:
        return owner.dry_run("orders")


def execute(world: World, number: int, kill_at: int = 0) -> RunResult:
    with world.app(kill_at).owner("execute") as owner:
        return owner.execute("orders", number)


def told(world: World, number: int) -> dict[str, Any]:
    with read_only(world.data / "ledger.db") as sql:
        found = plan_of(sql, number, "orders", 1000)
    assert found is not None
    return found


def fates(world: World, number: int) -> dict[str, str]:
    return {row["reference"]: row["would"] for row in told(world, number)["rows"]}


def tables(world: World) -> dict[str, list[Any]]:
    """All that the ledger holds, without what a dry run may write."""
    with closing(sqlite3.connect(world.data / "ledger.db")) as sql:
        names = ("entity", "item", "delivery", "lane", "request", "problem", "place", "run", "body")
        return {name: sql.execute(f"SELECT * FROM {name}").fetchall() for name in names}


def test_it_notices_nothing_sends_nothing_and_moves_nothing(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [Order("A", 1), Order("B", 1)])
    world.run()
    path = world.drop("b.xml", [Order("A", 2), Order("C", 1)])
    before, written = tables(world), writes(world)
    number = plan(world)
    assert tables(world) == before
    assert writes(world) == written
    assert path.exists()
    assert fates(world, number) == {"A": "updated", "C": "created"}
    assert told(world, number)["waiting"] == 0


def test_it_tells_which_fields_an_update_changes(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [Order("A", 1)])
    world.run()
    world.drop("b.xml", [Order("A", 2, "new words")])
    row = told(world, plan(world))["rows"][0]
    assert row["position"]["line"] == 2
    assert {one["field"]: (one["old"], one["new"]) for one in row["changes"]} == {
        "notes": ("version 1", "new words"),
        "source_version": ("1", "2"),
        "lines[1].quantity": ("1", "2"),
    }


def test_it_tells_what_is_unchanged_older_or_refused(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [Order("A", 1), Order("B", 5), Order("D", 1)])
    world.run()
    bad = Order("E", 1).xml().replace("<Date>2026-05-04</Date>", "<Date>never</Date>")
    content = "".join(one.xml() for one in (Order("A", 1), Order("B", 4), Order("C", 1), Order("C", 2)))
    world.drop("b.xml", f"<Orders>{content}{bad}{Order('D', 2, kind='N').xml()}</Orders>".encode())
    world.drop("c.xml", b"<Orders><Order>")
    found = told(world, plan(world))
    assert [(row["reference"], row["would"]) for row in found["rows"] if row["reference"]] == [
        ("A", "unchanged"), ("B", "superseded"), ("C", "superseded"), ("C", "created"), ("D", "refused"),
    ]  # fmt: skip
    [refused] = [row for row in found["rows"] if not row["reference"]]
    assert (refused["field"], refused["value"], refused["owner"]) == ("date", "never", "clerk")
    assert "b.xml, line" in refused["note"]
    assert [file["path"] for file in found["files"]["not_sent"]] == ["c.xml"]
    assert found["counts"] == {"created": 1, "refused": 2, "superseded": 2, "unchanged": 1}


def test_executing_sends_exactly_what_was_shown(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [Order("A", 1)])
    world.run()
    world.drop("b.xml", [Order("A", 2), Order("B", 1)])
    number = plan(world)
    later = world.drop("c.xml", [Order("C", 1)])
    assert execute(world, number).outcome == "done"
    assert later.exists()
    assert {name: len(log) for name, log in by_reference(world).items()} == {"A": 2, "B": 1}
    assert told(world, number)["became"] == {"created": 1, "updated": 1}
    world.run()
    ended_well(world, "a.xml", "b.xml", "c.xml", A=Order("A", 2), B=Order("B", 1), C=Order("C", 1))


def test_what_waits_already_is_not_sent_with_it(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [Order("W", 1)])
    world.faults({"kind": "429", "next": 50, "retry_after": 600})
    world.run(retry_within=0.0)
    world.calm()
    world.around.time.sleep(1000)
    world.drop("b.xml", [Order("W", 2), Order("B", 1)])
    number = plan(world)
    assert fates(world, number) == {"W": "waits", "B": "created"}
    assert told(world, number)["waiting"] == 1
    assert execute(world, number).outcome == "problems"
    assert list(by_reference(world)) == ["B"]
    assert any("W was not sent" in problem for problem in open_problems(world))


def test_a_file_that_was_changed_or_taken_is_left_alone(tmp_path: Path) -> None:
    world = World(tmp_path)
    for name in "ABC":
        world.drop(f"{name}.xml", [Order(name, 1)])
    number = plan(world)
    world.drop("A.xml", [Order("A", 2)])
    (world.root / "orders" / "B.xml").unlink()
    assert execute(world, number).outcome == "problems"
    assert list(by_reference(world)) == ["C"]
    left = {file["path"]: file["left_alone"] for file in told(world, number)["files"]["not_sent"]}
    assert set(left) == {"A.xml", "B.xml"}
    assert all(left.values())
    assert (world.root / "orders" / "A.xml").exists()


def test_a_file_that_a_run_has_picked_up_is_not_sent_again(tmp_path: Path) -> None:
    world = World(tmp_path, setup=Setup(source='after_success = "keep"'))
    world.drop("a.xml", [Order("A", 1)])
    number = plan(world)
    world.run()
    execute(world, number)
    assert len(writes(world)) == 1
    assert state_names(world) == ["created"]


def test_what_people_changed_since_is_a_problem_and_not_overwritten(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [Order("A", 1), Order("B", 1)])
    world.run()
    world.drop("b.xml", [Order("A", 2), Order("B", 2)])
    number = plan(world)
    world.person("edit", "A", notes="by hand")
    assert execute(world, number).outcome == "problems"
    assert [one.notes for one in by_reference(world)["A"]][-1] == "by hand"
    assert by_reference(world)["B"][-1].rev == 2
    assert state_names(world, "A")[-1] == "rejected"
    judge_ledger(world)


def test_what_people_changed_before_is_shown_and_overwritten(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [Order("A", 1)])
    world.run()
    world.person("edit", "A", notes="by hand")
    world.drop("b.xml", [Order("A", 2)])
    number = plan(world)
    row = told(world, number)["rows"][0]
    assert ("notes", "by hand", "version 2") in {(one["field"], one["old"], one["new"]) for one in row["changes"]}
    assert execute(world, number).outcome == "done"
    assert by_reference(world)["A"][-1].notes == "version 2"


def test_a_reference_that_came_to_acme_since_is_not_overwritten(tmp_path: Path) -> None:
    world = World(tmp_path, setup=Setup(flows=("orders", "others")))
    world.drop("a.xml", [Order("A", 2), Order("B", 1)])
    number = plan(world)
    world.drop("x.xml", [Order("A", 1)], flow="others")
    world.run("others")
    assert execute(world, number).outcome == "problems"
    assert [one.rev for one in by_reference(world)["A"]] == [1]
    assert len(by_reference(world)["B"]) == 1
    judge_ledger(world)


def test_several_files_of_one_document_end_as_a_run_would(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [Order("A", 1)])
    world.drop("b.xml", [Order("A", 2)])
    number = plan(world)
    assert [row["would"] for row in told(world, number)["rows"]] == ["superseded", "created"]
    execute(world, number)
    ended_well(world, "a.xml", "b.xml", A=Order("A", 2))


def test_a_plan_lives_for_a_day_and_for_its_mapping(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [Order("A", 1)])
    old = plan(world)
    world.around.time.sleep(24 * 3600 + 1)
    with pytest.raises(Rejected, match="24 hours"):
        execute(world, old)
    number = plan(world)
    with pytest.raises(Rejected, match="no plan"):  # the expired one is forgotten
        execute(world, old)
    world.configure(fields='customer_reference = { constant = "net 30" }')
    with pytest.raises(Rejected, match="mapping"):
        execute(world, number)
    assert not writes(world)


def test_executing_twice_sends_once(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [Order("A", 1)])
    number = plan(world)
    execute(world, number)
    execute(world, number)
    ended_well(world, "a.xml", A=Order("A", 1))


def _prepared(folder: Path, character: str) -> tuple[World, int]:
    world = World(folder, character)
    world.drop("a.xml", [Order("A", 1)])
    world.run()
    world.around.time.sleep(30)  # a look-up that lags shows it now
    world.drop("b.xml", [Order("A", 2), Order("B", 1)])
    world.drop("c.xml", [Order("C", 1)])
    return world, plan(world)


@pytest.mark.parametrize("character", CHARACTERS)
def test_killed_at_every_point_and_executed_again(tmp_path: Path, character: str) -> None:
    world, number = _prepared(tmp_path / "whole", character)
    execute(world, number)
    points = len(world.killer.crossings)
    assert points > 30
    step = 1 if character == "both" else 5
    for at in range(1, points + 1, step):
        world, number = _prepared(tmp_path / str(at), character)
        try:
            execute(world, number, at)
        except Killed:
            world.around.time.sleep(30)
            execute(world, number)
        judge_writes(world)
        world.settle_down()
        ended_well(world, "a.xml", "b.xml", "c.xml", A=Order("A", 2), B=Order("B", 1), C=Order("C", 1))
        world.stop()


def test_a_killed_dry_run_leaves_no_plan(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [Order("A", 1)])
    with world.app().owner("dry-run") as owner:
        owner.dry_run("orders")
    points = len(world.killer.crossings)
    for at in range(1, points + 1):
        try:
            with world.app(at).owner("dry-run") as owner:
                owner.dry_run("orders")
        except Killed:
            with closing(sqlite3.connect(world.data / "ledger.db")) as sql:
                ready = [row[0] for row in sql.execute("SELECT id FROM plan WHERE ready AND id > 1")]
            for number in ready:
                assert fates(world, number) == {"A": "created"}
    assert not writes(world)
    world.run()
    ended_well(world, "a.xml", A=Order("A", 1))
