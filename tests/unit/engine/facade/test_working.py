"""Runs through the facade: what is told of them, progress, and one job at a time for each flow."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from desktop_sync.core.errors import Rejected, RetryLater, SettingsError
from desktop_sync.core.events import Event, nobody
from desktop_sync.engine.facade.calling import Call
from desktop_sync.engine.runs import Runs
from tests.crash.orders import Order, Setup
from tests.crash.world import HandClock, World
from tests.unit.engine.facade.desk import at_desk


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path)
    made.drop("a.xml", [Order("4711", 1), Order("4712", 1, customer="UNKNOWN-1")])
    return made


def test_a_run_tells_its_files_documents_and_problems(world: World) -> None:
    with at_desk(world) as desk:
        told = desk.ask("run", flow="orders")
    assert (told["flow"], told["outcome"], told["counts"]["created"], told["question"]) == ("orders", "problems", 1, "")
    [file] = told["files"]
    assert [(one["reference"], one["state"]) for one in file["what_became"]] == [
        ("4711", "created"),
        ("4712", "rejected"),
    ]
    [problem] = told["problems"]
    assert problem["owner"] == "clerk"
    steps = {event["step"] for event in desk.heard if event["event"] == "progress"}
    assert {"notice", "stage"} <= steps
    assert {event["flow"] for event in desk.heard} == {"orders"}


def test_a_flow_that_is_not_there(world: World) -> None:
    with at_desk(world) as desk:
        for method in ("run", "dry_run", "cancel", "approve"):
            with pytest.raises(SettingsError, match=r'no flow (or export )?"odres"'):
                desk.ask(method, flow="odres")
        with pytest.raises(SettingsError, match="is no answer"):
            desk.ask("run", flow="orders", first_run="perhaps")


def test_a_flow_at_work_is_not_begun_twice_and_can_be_cancelled(world: World) -> None:
    runs = Runs(2, HandClock(world.around.time))
    begun, ended = threading.Event(), threading.Event()

    def long_job(token: threading.Event, listen: object) -> None:
        begun.set()
        token.wait(30)
        ended.set()

    with at_desk(world, runs=runs) as desk:
        runs.start("orders", "run by its schedule", long_job)  # type: ignore[arg-type]  # a token is such an event
        assert begun.wait(10)
        with pytest.raises(RetryLater, match="at work already"):
            desk.ask("run", flow="orders")
        assert desk.ask("cancel", flow="orders") == {"flow": "orders", "cancelled": True}
        assert ended.wait(10)
        assert runs.stop(10)
        assert desk.ask("cancel", flow="orders") == {"flow": "orders", "cancelled": False}


def test_a_call_that_nobody_wants_any_more_begins_no_run_and_ends_no_other(world: World) -> None:
    runs = Runs(2, HandClock(world.around.time))
    with at_desk(world, runs=runs) as desk:
        token = threading.Event()
        token.set()
        with pytest.raises(RetryLater, match="cancelled before it began"):
            desk.facade._methods["run"](Call("anna", nobody, token), flow="orders")
        assert runs.going() == ()


def test_a_plan_is_made_executed_and_told(world: World) -> None:
    with at_desk(world) as desk:
        plan = desk.ask("dry_run", flow="orders", limit=1)
        assert (plan["counts"], len(plan["rows"])) == ({"created": 2}, 1)  # no dry run sees what only Acme knows
        assert world.control("GET", "writes")["writes"] == []
        done = desk.ask("execute", flow="orders", plan=plan["plan"])
        assert done["became"]["created"] == 1
        assert done["outcome"] in {"done", "problems"}
        assert [one["state"] for one in done["rows"]] == ["created", "rejected"]


def test_read_again_sends_what_differs(world: World) -> None:
    with at_desk(world) as desk:
        desk.ask("run", flow="orders")
    world.configure(fields='"buyer.name" = { constant = "Nord" }')
    with at_desk(world) as desk:
        looked = desk.ask("read_again", flow="orders", begin=0, only_look=True)
        assert looked["counts"]["sent"] >= 1
        told = desk.ask("read_again", flow="orders", begin=0)
        assert (told["files"], told["counts"]) == (1, looked["counts"])
        assert "4711" in [one["reference"] for one in told["documents"]]
        with pytest.raises(SettingsError, match="must be before"):
            desk.ask("read_again", flow="orders", begin=5, end=5)


def test_what_is_held_is_approved_with_the_run_or_before(tmp_path: Path) -> None:
    world = World(tmp_path, setup=Setup(hold="hold_above = 1\n"))
    world.drop("a.xml", [Order("1", 1), Order("2", 1)])
    with at_desk(world) as desk:
        assert desk.ask("run", flow="orders")["counts"]["held"] == 2
        assert desk.ask("approve", flow="orders") == {"flow": "orders", "released": 2}
        assert desk.ask("run", flow="orders")["counts"]["created"] == 2
    world.drop("b.xml", [Order("3", 1), Order("4", 1)])
    with at_desk(world) as desk:
        assert desk.ask("run", flow="orders")["counts"]["held"] == 2
        assert desk.ask("run", flow="orders", approve=True)["counts"]["created"] == 2


def test_a_first_run_asks_and_is_answered(tmp_path: Path) -> None:
    world = World(tmp_path, setup=Setup(first_run="ask"))
    world.drop("a.xml", [Order("1", 1)])
    with at_desk(world) as desk:
        asked = desk.ask("run", flow="orders")
        assert (asked["outcome"], asked["question"][:6]) == ("stopped", "1 file")
        assert desk.ask("run", flow="orders", first_run="all")["counts"]["created"] == 1


def test_what_is_cancelled_in_the_middle_changes_nothing_and_can_be_begun_anew(world: World) -> None:
    world.drop("b.xml", [Order("4713", 1)])

    def cancelled(event: Event) -> None:
        if event["event"] == "progress":
            desk.ask("cancel", flow="orders")

    with at_desk(world) as desk:
        with pytest.raises(Rejected, match="dry run was cancelled; there is no plan"):
            desk.ask("dry_run", cancelled, flow="orders")
        assert desk.ask("run", cancelled, flow="orders")["outcome"] == "cancelled"
        assert len(world.control("GET", "writes")["writes"]) < 2  # type: ignore[arg-type]  # a list
        desk.ask("run", flow="orders")
        assert [one["reference"] for one in desk.ask("history", show=["documents"], state="created")["documents"]] == [
            "4713",
            "4711",
        ]
        with pytest.raises(Rejected, match="Reading again was cancelled; nothing was changed"):
            desk.ask("read_again", cancelled, flow="orders", begin=0)
        assert desk.ask("read_again", flow="orders", begin=0)["files"] == 2
