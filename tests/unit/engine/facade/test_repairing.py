"""Repairs through the facade: the audit names who asked, everybody hears of it, and an edit is checked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desktop_sync.core.errors import Rejected, SettingsError
from desktop_sync.ledger.database import read_only
from desktop_sync.ledger.reading import trail
from tests.crash.orders import Order
from tests.crash.world import World, cannot_look
from tests.unit.engine.facade.desk import at_desk

NOBODY = "UNKNOWN-1"


@pytest.fixture
def world(tmp_path: Path) -> World:
    """One order is in Acme, one was refused."""
    made = World(tmp_path)
    made.drop("a.xml", [Order("4711", 1), Order("4712", 1, customer=NOBODY)])
    made.run()
    return made


def people(world: World, reference: str) -> list[tuple[str, str, str]]:
    with read_only(world.data / "ledger.db") as sql:
        [lane] = trail(sql, reference)
    return [(one["who"], one["action"], one["reason"]) for one in lane["people"]]


def test_retry_by_any_name(world: World) -> None:
    heard: list[Any] = []
    with at_desk(world, publish=heard.append) as desk:
        for name in ("4712", "*"):
            [done] = desk.ask("retry", name=name, reason="try")
            assert (done["name"], done["done"], done["flow"]) == ("4712", True, "orders")
        assert desk.ask("retry", name="*", flow="invoices") == []
        with pytest.raises(Rejected, match='no document and no problem "4799"'):
            desk.ask("retry", name="4799")
    assert heard == [{"event": "problems changed", "flows": ["orders"]}] * 2
    assert people(world, "4712")[0] == ("anna", "retry", "try")


def test_a_group_that_has_grown_is_tried_whole_and_says_so(world: World) -> None:
    world.drop("b.xml", [Order("4713", 1, customer=NOBODY), Order("4714", 1, customer=NOBODY)])
    world.run()
    with at_desk(world) as desk:
        told = desk.ask("retry", name="*", seen=1)
        assert [one["name"] for one in told] == ["4712", "4713", "4714"]
        assert {one["grown"] for one in told} == {2}
        assert {one["grown"] for one in desk.ask("retry", name="*")} == {0}


def test_what_could_not_be_done_is_told_and_nobody_hears_of_it(world: World) -> None:
    heard: list[Any] = []
    with at_desk(world, publish=heard.append) as desk:
        [told] = desk.ask("retry", name="4711")
        assert not told["done"]
    assert not heard


def test_dismiss_needs_a_reason(world: World) -> None:
    with at_desk(world) as desk:
        with pytest.raises(SettingsError, match="reason is missing"):
            desk.ask("dismiss", name="4712", reason="  ")
        [done] = desk.ask("dismiss", name="4712", reason="not ours")
        assert done["done"]
    assert people(world, "4712") == [("anna", "dismiss", "not ours")]


def test_an_edit_is_checked_told_and_refused_when_something_newer_came(world: World) -> None:
    with at_desk(world) as desk:
        document = desk.ask("document", name="4712")
        edit = {"name": "4712", "delivery": document["delivery"], "reason": "a typo"}
        body = document["body"]
        with pytest.raises(Rejected, match="known by in Acme; it stays 4712"):
            desk.ask("edit", body={**body, "external_reference": "4799"}, **edit)
        with pytest.raises(Rejected, match="will not do"):
            desk.ask("edit", body={**body, "date": "never"}, **edit)
        with pytest.raises(Rejected, match="newer version came"):
            desk.ask("edit", body=body, **{**edit, "delivery": document["delivery"] - 1})
        [done] = desk.ask("edit", body={**body, "buyer": {"number": "C-1"}}, **edit)
        assert done["done"]
        assert desk.ask("run", flow="orders")["outcome"] == "done"
    assert [one for one in people(world, "4712") if one[1] == "edit"] == [("anna", "edit", "a typo")]


def test_what_an_edit_would_do_is_told_field_by_field_before_it_is_made(world: World) -> None:
    with at_desk(world) as desk:
        document = desk.ask("document", name="4712")
        body = {**document["body"], "date": "never", "external_reference": "4799"}
        told = desk.ask("edit_faults", delivery=document["delivery"], body=body)
        assert {one["field"] for one in told["faults"]} == {"date", "external_reference"}
        assert {"field": "date", "old": "2026-05-04", "new": "never"} in told["changes"]
        right = {**document["body"], "buyer": {"number": "C-1"}}
        assert desk.ask("edit_faults", delivery=document["delivery"], body=right) == {
            "changes": [{"field": "buyer.number", "old": NOBODY, "new": "C-1"}],
            "faults": [],
        }
    assert people(world, "4712") == []


def test_a_group_that_has_grown_meanwhile_is_not_dismissed_unseen(world: World) -> None:
    with at_desk(world) as desk:
        [group] = desk.ask("problems")["groups"]
        with pytest.raises(Rejected, match="Meanwhile there are 1 of these problems, not 3"):
            desk.ask("dismiss", name=group["group"], reason="not ours", expected=3)
        assert people(world, "4712") == []
        [done] = desk.ask("dismiss", name=group["group"], reason="not ours", expected=1)
        assert done["done"]


def test_an_unknown_document_is_answered_though_a_newer_version_waits(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [Order("1", 1)])
    world.faults({"kind": "cut_after", "next": 1}, cannot_look(*range(2, 90)))
    world.run(retry_within=0)
    world.drop("b.xml", [Order("1", 2, "newer")])
    world.run(retry_within=0)
    with at_desk(world) as desk:
        [told] = desk.ask("answer", name="1", said="arrived", reason="seen")
        assert told["done"], told


def test_an_unknown_document_is_answered(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [Order("1", 1)])
    world.faults({"kind": "cut_after", "next": 1}, cannot_look(*range(2, 60)))
    world.run(retry_within=0)
    with at_desk(world) as desk:
        [told] = desk.ask("answer", name="1", said="arrived", reason="seen")
        assert told["done"], told
        [again] = desk.ask("answer", name="1", said="send-again")
        assert not again["done"]
        with pytest.raises(Rejected, match="cannot use what was given as said"):
            desk.ask("answer", name="1", said="perhaps")
