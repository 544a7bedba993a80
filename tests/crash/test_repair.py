"""What people do to documents and problems: it is sent once, by the rules, and the trail says who did it and why."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from desktop_sync.app import Owner
from desktop_sync.ledger.database import read_only
from desktop_sync.ledger.problems import deliveries_named, deliveries_of, problem_groups, problems_named
from desktop_sync.ledger.reading import trail
from desktop_sync.ledger.repair import Repair, Repaired
from tests.crash.judge import (
    by_reference,
    ended_well,
    judge_files,
    judge_ledger,
    judge_writes,
    open_problems,
    requests_of,
    revs,
    state_names,
)
from tests.crash.killing import Killed
from tests.crash.orders import Order, Setup
from tests.crash.world import CHARACTERS, World, cannot_look

NOBODY = "UNKNOWN-1"  # a customer that Acme does not know


def _do(world: World, act: Callable[[Owner, Repair], Any]) -> Any:  # noqa: ANN401 - whatever it gives
    with world.app().owner("repair") as owner:
        return act(owner, owner.repair("anna"))


def _named(owner: Owner, name: str, *, newest: bool = False) -> tuple[list[int], list[int]]:
    with owner.ledger.database.reading() as sql:
        problems = problems_named(sql, name)
        if problems is not None:
            return deliveries_of(sql, problems), problems
        return deliveries_named(sql, name, newest=newest), []


def retry(world: World, name: str) -> list[Repaired]:
    return list(_do(world, lambda owner, repair: repair.retry(*_named(owner, name), "try")))


def dismiss(world: World, name: str) -> list[Repaired]:
    return list(_do(world, lambda owner, repair: repair.dismiss(*_named(owner, name), "not ours")))


def edit(world: World, reference: str, **changes: object) -> Repaired:
    def act(owner: Owner, repair: Repair) -> Repaired:
        [delivery] = _named(owner, reference, newest=True)[0]
        _, document = owner.ledger.deliveries.document(delivery)
        body = {**document.body, **changes}
        assert not owner.faults_of(delivery, body)
        return repair.edit(delivery, body, list(changes), "a typo")

    found = _do(world, act)
    assert isinstance(found, Repaired)
    return found


def groups(world: World) -> list[dict[str, Any]]:
    with read_only(world.data / "ledger.db") as sql:
        return problem_groups(sql)


def people(world: World, reference: str) -> Sequence[tuple[str, str, str]]:
    with read_only(world.data / "ledger.db") as sql:
        [lane] = trail(sql, reference)
    return [(one["who"], one["action"], one["reason"]) for one in lane["people"]]


def refused(world: World, *orders: Order) -> None:
    """They come in one file, and Acme refuses those of a customer it does not know."""
    world.drop("a.xml", orders)
    world.run()


def add_customer(world: World) -> None:
    world.control("POST", "customers", {"add": [NOBODY]})


def test_problems_are_grouped_by_cause_with_owner_and_examples(tmp_path: Path) -> None:
    world = World(tmp_path)
    refused(world, *(Order(f"A{number}", 1, customer=NOBODY) for number in range(5)), Order("B", 1))
    [group] = groups(world)
    assert (group["problems"], group["documents"], group["owner"]) == (5, 5, "clerk")
    assert len(group["examples"]) == 3
    assert group["advice"]
    assert group["can"] == ["retry", "edit", "dismiss"]
    with read_only(world.data / "ledger.db") as sql:
        assert len(problems_named(sql, group["group"]) or ()) == 5
        assert len(problems_named(sql, group["cause"]) or ()) == 5
        assert problems_named(sql, "no such thing") is None


def test_unreadable_files_are_grouped_by_what_is_to_be_done(tmp_path: Path) -> None:
    world = World(tmp_path)
    for name, content in {"a": b"<orders><order", "b": b"<orders>", "c": b"<a/>"}.items():
        world.drop(f"{name}.xml", content)
    world.run()
    assert sorted((group["problems"], "correct record" in group["advice"]) for group in groups(world)) == [
        (1, True),
        (2, False),
    ]


def test_retry_sends_once_and_moves_no_file(tmp_path: Path) -> None:
    world = World(tmp_path)
    refused(world, Order("A", 1, customer=NOBODY), Order("B", 1))
    add_customer(world)
    assert [one.done for one in retry(world, "A")] == [True]
    assert len(open_problems(world)) == 1  # it closes nothing by itself
    assert [one.done for one in retry(world, "A")] == [True]  # a double click
    world.run()
    assert state_names(world, "A") == ["created"]
    assert not open_problems(world)
    judge_files(world, ["a.xml"])
    judge_writes(world)
    judge_ledger(world)
    assert people(world, "A")[0] == ("anna", "retry", "try")


def test_retry_of_a_group_and_of_all(tmp_path: Path) -> None:
    world = World(tmp_path)
    refused(world, *(Order(name, 1, customer=NOBODY) for name in "ABC"))
    add_customer(world)
    assert sum(one.done for one in retry(world, groups(world)[0]["group"])) == 3
    assert sum(one.done for one in retry(world, "*")) == 3
    world.run()
    assert sorted(by_reference(world)) == ["A", "B", "C"]
    judge_ledger(world)


def test_retry_of_an_older_version_is_refused_with_the_reason(tmp_path: Path) -> None:
    world = World(tmp_path, setup=Setup(on_conflict="ask"))
    world.drop("a.xml", [Order("A", 1)])
    world.run()
    world.person("edit", "A", notes="by hand")
    world.drop("b.xml", [Order("A", 2)])
    world.run()
    older = _do(world, lambda owner, repair: _named(owner, "A")[0])
    assert state_names(world) == ["created", "rejected"]
    world.drop("c.xml", [Order("A", 3)])
    world.run()
    assert retry(world, "A")[0].done  # version 3 was refused as well: the newest is meant
    world.run()
    assert revs(world)[-1] == 3
    [result] = _do(world, lambda owner, repair: repair.retry(older))
    assert not result.done
    assert "older than what Acme has (version 2; Acme has 3)" in result.what
    world.run()
    assert revs(world)[-1] == 3
    judge_ledger(world)


@pytest.mark.parametrize("character", CHARACTERS)
def test_retry_after_a_question_is_the_answer(tmp_path: Path, character: str) -> None:
    world = World(tmp_path, character, setup=Setup(on_conflict="ask"))
    world.drop("a.xml", [Order("A", 1), Order("D", 1)])
    world.run()
    world.around.time.sleep(30)
    world.person("edit", "A", notes="by hand")
    world.person("delete", "D")
    world.drop("b.xml", [Order("A", 2), Order("D", 2)])
    world.run()
    assert state_names(world, "A")[-1] == state_names(world, "D")[-1] == "rejected"
    world.around.time.sleep(30)
    retry(world, "*")
    world.settle_down()
    assert by_reference(world)["A"][-1].rev == 2
    assert [one.action for one in by_reference(world)["D"]] == ["create", "delete", "create"]
    assert not open_problems(world)
    judge_ledger(world)


def test_what_arrived_cannot_be_retried_or_dismissed(tmp_path: Path) -> None:
    world = World(tmp_path)
    refused(world, Order("A", 1))
    assert not retry(world, "A")[0].done
    assert not dismiss(world, "A")[0].done
    assert state_names(world) == ["created"]


def test_dismissed_ends_with_name_and_reason(tmp_path: Path) -> None:
    world = World(tmp_path)
    refused(world, Order("A", 1, customer=NOBODY), Order("B", 1))
    assert dismiss(world, groups(world)[0]["group"])[0].done
    assert not open_problems(world)
    add_customer(world)
    world.around.time.sleep(2 * 3600)
    world.run()
    assert state_names(world, "A") == ["dismissed"]
    assert list(by_reference(world)) == ["B"]
    assert people(world, "A") == [("anna", "dismiss", "not ours")]
    judge_ledger(world)


def test_an_item_whose_open_deliveries_are_dismissed_is_settled(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [Order("A", 1), Order("B", 1)])
    world.faults({"kind": "429", "next": 50, "retry_after": 600})
    world.run(retry_within=0.0)
    world.calm()
    assert (world.root / "orders" / "a.xml").exists()
    assert dismiss(world, "A")[0].done
    assert dismiss(world, "B")[0].done
    world.run()
    judge_files(world, ["a.xml"])
    judge_ledger(world)
    assert not by_reference(world)


def test_an_unknown_cannot_be_dismissed_or_edited(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [Order("A", 1)])
    world.die("after the last byte of POST /v1/orders")
    _do(world, lambda owner, repair: owner.recover())
    assert "not known yet" in dismiss(world, "A")[0].what
    assert "not known yet" in edit(world, "A", notes="other").what
    world.around.time.sleep(60)
    world.settle_down()
    ended_well(world, "a.xml", A=Order("A", 1))


def test_edited_is_sent_and_the_same_content_again_is_unchanged(tmp_path: Path) -> None:
    world = World(tmp_path)
    refused(world, Order("A", 1, customer=NOBODY))
    assert edit(world, "A", buyer={"number": "C-1"}).done
    assert not open_problems(world)
    world.run()
    assert state_names(world) == ["superseded", "created"]
    world.drop("b.xml", [Order("A", 1, customer=NOBODY)])
    world.run()
    assert state_names(world)[-1] == "unchanged"
    assert by_reference(world)["A"][-1].body["buyer"] == {"number": "C-1"}
    world.drop("c.xml", [Order("A", 2)])
    world.run()
    assert revs(world) == [1, 2]
    assert people(world, "A") == [("anna", "edit", "a typo")]
    judge_files(world, ["b.xml", "c.xml"], ["a.xml"])  # the first one was settled when it was refused
    judge_ledger(world)


def test_the_same_content_arriving_while_the_edited_one_waits_is_unchanged(tmp_path: Path) -> None:
    world = World(tmp_path)
    refused(world, Order("A", 1, customer=NOBODY))
    edit(world, "A", buyer={"number": "C-1"})
    world.drop("b.xml", [Order("A", 1, customer=NOBODY)])
    world.run()
    assert state_names(world) == ["superseded", "created", "unchanged"]
    assert by_reference(world)["A"][-1].body["buyer"] == {"number": "C-1"}


def test_an_edit_outlives_a_lane_in_doubt(tmp_path: Path) -> None:
    world = World(tmp_path)
    refused(world, Order("A", 1, customer=NOBODY))
    edit(world, "A", buyer={"number": "C-1"})
    world.run()
    world.around.time.sleep(30)
    _do(world, lambda owner, repair: owner.move_here())
    world.around.time.sleep(200)
    world.drop("b.xml", [Order("A", 1, customer=NOBODY)])
    world.settle_down()
    assert state_names(world)[-1] == "unchanged"
    assert len(by_reference(world)["A"]) == 1


def test_what_arrived_can_be_edited(tmp_path: Path) -> None:
    world = World(tmp_path)
    refused(world, Order("A", 1))
    assert edit(world, "A", notes="corrected").done
    assert not edit(world, "A", notes="corrected").done  # nothing was changed
    world.run()
    assert [one.notes for one in by_reference(world)["A"]] == ["version 1", "corrected"]
    judge_ledger(world)


def test_an_edit_that_is_killed_anywhere_is_sent_once_or_was_never_made(tmp_path: Path) -> None:
    at = 0
    while True:
        at += 1
        world = World(tmp_path / str(at))
        refused(world, Order("A", 1, customer=NOBODY))
        try:
            with world.app(at).owner("edit") as owner:
                [delivery] = _named(owner, "A")[0]
                _, document = owner.ledger.deliveries.document(delivery)
                body = {**document.body, "buyer": {"number": "C-1"}}
                owner.repair("anna").edit(delivery, body, [], "a typo")
                owner.run("orders")
        except Killed:
            world.around.time.sleep(60)
            world.settle_down()
            assert len(by_reference(world).get("A", [])) == ("superseded" in state_names(world))
            judge_ledger(world)
        else:
            break
    assert at > 15


def test_nothing_can_be_said_about_what_is_not_unknown(tmp_path: Path) -> None:
    world = World(tmp_path)
    refused(world, Order("A", 1))
    result = _do(world, lambda owner, repair: repair.answer(_named(owner, "A")[0][0], arrived=True, reason=""))
    assert not result.done


@pytest.mark.parametrize("arrived", [True, False])
@pytest.mark.parametrize("lives", [True, False])
def test_a_person_answers_for_an_unknown_that_nobody_may_look_up(tmp_path: Path, arrived: bool, lives: bool) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [Order("A", 1)])
    cut = "cut_after" if arrived else "cut_before"
    world.faults({"kind": cut, "next": 1}, cannot_look(*range(2, 60)))
    world.run(retry_within=0.0)
    assert state_names(world) == ["unknown"]
    if not lives:
        world.around.time.sleep(2 * 24 * 3600)
    result = _do(world, lambda owner, repair: repair.answer(_named(owner, "A")[0][0], arrived=arrived, reason="saw"))
    assert result.done
    world.calm()
    world.settle_down()
    assert len(by_reference(world)["A"]) == 1
    assert state_names(world) == ["created"]
    assert len(requests_of(world, "A")) == (1 if arrived or lives else 2)
    assert people(world, "A") == [("anna", "arrived" if arrived else "send again", "saw")]
    judge_ledger(world)


def test_a_problem_of_a_record_can_be_dismissed_and_not_retried(tmp_path: Path) -> None:
    world = World(tmp_path)
    bad = Order("E", 1).xml().replace("<Date>2026-05-04</Date>", "<Date>never</Date>")
    world.drop("a.xml", f"<Orders>{bad}{Order('B', 1).xml()}</Orders>".encode())
    world.run()
    with closing(sqlite3.connect(world.data / "ledger.db")) as sql:
        number = sql.execute("SELECT min(id) FROM problem").fetchone()[0]
    assert not retry(world, f"p{number}")[0].done
    assert dismiss(world, f"g{number}")[0].done
    assert not open_problems(world)
    with closing(sqlite3.connect(world.data / "ledger.db")) as sql:
        assert "anna" in sql.execute("SELECT closed_by FROM problem WHERE id = ?", (number,)).fetchone()[0]
    assert json.dumps(groups(world)) == "[]"
