"""Several versions of one order, in every order and at every moment: rules 1 to 9 of delivery.md, end to end."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crash.judge import (
    by_reference,
    ended_well,
    judge_content,
    judge_files,
    judge_ledger,
    judge_writes,
    open_problems,
    revs,
    state_names,
    writes,
)
from tests.crash.orders import Order, Setup
from tests.crash.world import CHARACTERS, World, cannot_look

A1, A2, A3 = Order("A", 1), Order("A", 2), Order("A", 3)


@pytest.mark.parametrize("character", CHARACTERS)
def test_pitfall_50_older_file_after_newer(tmp_path: Path, character: str) -> None:
    world = World(tmp_path, character)
    world.drop("a.xml", [A2])
    world.settle_down()
    world.drop("b.xml", [A1])
    world.settle_down()
    ended_well(world, "a.xml", "b.xml", A=A2)
    assert revs(world) == [2]
    assert state_names(world) == ["created", "superseded"]


def test_what_a_newer_version_made_pointless_is_counted(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [A1, A2, Order("B", 1)])
    counts = world.run().counts
    assert (counts["created"], counts["superseded"], counts["documents"]) == (2, 1, 3)


def test_the_same_order_twice_in_one_file(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [A1, A2, Order("B", 1), Order("B", 1)])
    world.settle_down()
    ended_well(world, "a.xml", A=A2, B=Order("B", 1))
    assert revs(world) == [2]
    assert sorted(state_names(world)) == ["created", "superseded"]
    assert revs(world, "B") == [1]


def test_the_same_order_in_two_files_of_one_run(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [A2])
    world.drop("b.xml", [A1])
    world.settle_down()
    ended_well(world, "a.xml", "b.xml", A=A2)
    assert revs(world) == [2]


@pytest.mark.parametrize("character", CHARACTERS)
def test_the_same_order_from_two_flows(tmp_path: Path, character: str) -> None:
    """A lane is machine-wide: the second flow's version waits for the unknown one of the first."""
    world = World(tmp_path, character, Setup(flows=("orders", "more"), batch=False))
    world.drop("a.xml", [A1])
    world.drop("b.xml", [A2], flow="more")
    world.faults({"kind": "cut_after", "next": 1}, cannot_look(2, 3, 4, 5))
    world.run("orders", retry_within=0.1)
    world.run("more", retry_within=0.1)
    assert sorted(state_names(world)) == ["pending", "unknown"]
    world.calm()
    world.settle_down()
    judge_writes(world)
    judge_content(world, {"A": A2})
    judge_files(world, ["a.xml"])
    judge_files(world, ["b.xml"], flow="more")
    judge_ledger(world)
    assert revs(world) == [1, 2]


def test_v2_refused_while_v1_waits(tmp_path: Path) -> None:
    """The refused one blocks nobody; once what it lacked is there, it follows by itself."""
    world = World(tmp_path)
    refused = Order("A", 2, customer="UNKNOWN-1")
    world.drop("a.xml", [A1])
    world.drop("b.xml", [refused])
    world.settle_down()
    assert revs(world) == [1]
    assert state_names(world) == ["created", "rejected"]
    assert "UNKNOWN-1" in open_problems(world)[0]
    world.control("POST", "customers", {"add": ["UNKNOWN-1"]})
    world.around.time.sleep(3700)
    world.settle_down()
    ended_well(world, "a.xml", failed=("b.xml",), A=refused)
    assert not open_problems(world)


def test_v2_refused_while_v1_waits_and_v3_comes(tmp_path: Path) -> None:
    """A newer success closes the problem of the older one, which is never sent again."""
    world = World(tmp_path)
    world.drop("a.xml", [A1])
    world.drop("b.xml", [Order("A", 2, customer="UNKNOWN-1")])
    world.settle_down()
    world.drop("c.xml", [A3])
    world.settle_down()
    assert not open_problems(world)
    world.control("POST", "customers", {"add": ["UNKNOWN-1"]})
    world.around.time.sleep(3700)
    world.settle_down()
    ended_well(world, "a.xml", "c.xml", failed=("b.xml",), A=A3)
    assert revs(world) == [1, 3]


@pytest.mark.parametrize("character", CHARACTERS)
@pytest.mark.parametrize("fault", ["cut_before", "cut_after", "late_commit"])
def test_update_arriving_while_the_create_is_unknown(tmp_path: Path, character: str, fault: str) -> None:
    """The header says "update"; whether there is something to update is known when the create is."""
    world = World(tmp_path, character, Setup(batch=False))
    world.drop("a.xml", [Order("A", 1, kind="N")])
    seconds = {"seconds": 8} if fault == "late_commit" else {}
    world.faults({"kind": fault, "next": 1, **seconds}, cannot_look(2, 3, 4, 5))
    world.run(retry_within=0.05)
    world.drop("b.xml", [Order("A", 2, kind="C")])
    world.run(retry_within=0.05)
    assert state_names(world) == ["unknown", "pending"]
    world.calm()
    world.settle_down()
    ended_well(world, "a.xml", "b.xml", A=A2)
    assert revs(world) == [1, 2]


def test_an_order_comes_back_from_being_cancelled(tmp_path: Path) -> None:
    """Whether the cancel was sent before or skipped: Acme ends with the same."""
    world = World(tmp_path)
    world.drop("a.xml", [A1, Order("B", 1)])
    world.settle_down()
    world.drop("b.xml", [Order("A", 2, kind="X")])
    world.settle_down()
    assert by_reference(world)["A"][-1].body["cancelled"] is True
    world.drop("c.xml", [A3, Order("B", 2, kind="X"), Order("B", 3)])
    world.settle_down()
    ended_well(world, "a.xml", "b.xml", "c.xml", A=A3, B=Order("B", 3))
    for log in by_reference(world).values():
        assert not {"cancelled", "status"} & log[-1].body.keys()


@pytest.mark.parametrize("character", CHARACTERS)
@pytest.mark.parametrize("fault", ["cut_before", "500", "503", "late_commit"])
def test_pitfall_49_an_update_that_timed_out_is_not_found_by_its_old_version(
    tmp_path: Path, character: str, fault: str
) -> None:
    """The order is there, of course: compared is what it holds."""
    world = World(tmp_path, character)
    world.drop("a.xml", [A1])
    world.settle_down()
    world.around.time.sleep(10)
    world.drop("b.xml", [A2])
    world.faults({"kind": fault, "next": 1} | ({"seconds": 6} if fault == "late_commit" else {}))
    world.settle_down()
    ended_well(world, "a.xml", "b.xml", A=A2)
    assert state_names(world) == ["created", "updated"]
    assert revs(world) == [1, 2]


def test_create_and_update_in_one_run(tmp_path: Path) -> None:
    """The newest goes first, but what only updates cannot begin a document."""
    world = World(tmp_path)
    world.drop("a.xml", [Order("A", 1, kind="N"), Order("A", 2, kind="C"), Order("A", 3, kind="C")])
    world.settle_down()
    assert not open_problems(world)
    ended_well(world, "a.xml", A=A3)
    assert revs(world) == [1, 3]


def test_what_waits_behind_an_unknown_one_does_not_keep_us_busy(tmp_path: Path) -> None:
    world = World(tmp_path, "unique", Setup(batch=False))
    world.drop("a.xml", [A1])
    world.faults({"kind": "cut_before", "next": 1})
    world.run(retry_within=0.0)
    world.drop("b.xml", [A2])
    world.around.time.naps = 0
    world.run(retry_within=200.0)
    assert world.around.time.naps < 1000, "about one look at the ledger in half a second, not a hundred"
    ended_well(world, "a.xml", "b.xml", A=A2)


def test_a_b_a(tmp_path: Path) -> None:
    a, b = Order("A", 1, "first"), Order("A", 1, "second")
    world = World(tmp_path)
    for number, order in enumerate((a, b, a)):
        world.drop(f"{number}.xml", [order])
        world.settle_down()
    assert [one.notes for one in writes(world)] == ["first", "second", "first"]
    ended_well(world, "0.xml", "1.xml", "2.xml", A=a)


def test_a_b_a_in_one_run_sends_nothing_that_acme_has(tmp_path: Path) -> None:
    a, b = Order("A", 1, "first"), Order("A", 1, "second")
    world = World(tmp_path)
    world.drop("0.xml", [a])
    world.settle_down()
    world.drop("1.xml", [b])
    world.drop("2.xml", [a])
    world.settle_down()
    assert [one.notes for one in writes(world)] == ["first"]
    assert state_names(world) == ["created", "superseded", "unchanged"]
    ended_well(world, "0.xml", "1.xml", "2.xml", A=a)
