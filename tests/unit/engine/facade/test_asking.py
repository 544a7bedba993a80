"""What waits for a person's word: files before a first run, documents that are held."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import pytest

from desktop_sync.core.errors import SettingsError, SyncError
from desktop_sync.core.first_run import days_of
from desktop_sync.core.model import Entity
from tests.crash.orders import Order, Setup
from tests.crash.world import World
from tests.unit.engine.facade.desk import at_desk


def changed_on(path: Path, day: str) -> None:
    moment = int(datetime.fromisoformat(f"{day}T12:00").astimezone().timestamp()) * 10**9
    os.utime(path, ns=(moment, moment))


def test_what_is_there_by_day_is_what_an_answer_would_send(tmp_path: Path) -> None:
    world = World(tmp_path, setup=Setup(first_run="ask"))
    for number, day in enumerate(("2025-03-01", "2026-11-01", "2026-11-01"), 1):
        changed_on(world.drop(f"{number}.xml", [Order(str(number), 1)]), day)
    with at_desk(world) as desk:
        told = desk.ask("there", flow="orders")
        assert told == {
            "flow": "orders",
            "files": 3,
            "days": {"2025-03-01": 1, "2026-11-01": 2},
            "rows": 0,
            "more": False,
            "dates": True,
            "anew": False,
        }
        assert desk.ask("run", flow="orders")["question"]
        assert desk.ask("there", flow="orders") == told
        assert desk.ask("run", flow="orders", first_run="2026-11-01")["counts"]["created"] == 2
        assert desk.ask("there", flow="orders")["files"] == 0
        with pytest.raises(SettingsError, match="no flow"):
            desk.ask("there", flow="odres")


def test_a_folder_that_is_away_is_told(tmp_path: Path) -> None:
    world = World(tmp_path, setup=Setup(first_run="ask"))
    with at_desk(world) as desk:
        (world.root / "orders").rename(world.root / "gone")
        with pytest.raises(SyncError, match="orders"):
            desk.ask("there", flow="orders")


def test_times_that_are_none_sort_first_or_last() -> None:
    there = [Entity("a", 1, -(10**30)), Entity("b", 1, 10**30), Entity("c", 1, 0)]
    assert min(days_of(there)) == "0001-01-01"
    assert max(days_of(there)) == "9999-12-31"


def test_what_is_held_is_shown_until_it_is_approved(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [Order("1", 1)])
    world.run()
    world.configure(hold="hold_above = 1\n")
    world.drop("b.xml", [Order("1", 2), Order("2", 1)])
    with at_desk(world) as desk:
        assert desk.ask("run", flow="orders")["counts"]["held"] == 2
        told = desk.ask("held", flow="orders")
        assert (told["documents"], told["by_resource"], told["updates"]) == (2, {"orders": 2}, 1)
        assert (told["hold_above"], told["hold_above_updates"]) == (1, None)
        assert [(one["reference"], one["would"], one["path"]) for one in told["rows"]] == [
            ("1", "update", "b.xml"),
            ("2", "create", "b.xml"),
        ]
        assert len(desk.ask("held", flow="orders", limit=1)["rows"]) == 1
        desk.ask("run", flow="orders", approve=True)
        told = desk.ask("held", flow="orders")
        assert (told["documents"], told["by_resource"], told["updates"], told["rows"]) == (0, {}, 0, [])
