"""Files that change, come back or are exchanged while they are worked on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.crash.judge import (
    ended_well,
    revs,
    state_names,
)
from tests.crash.orders import Order
from tests.crash.world import World

A1, A2, A3 = Order("A", 1), Order("A", 2), Order("A", 3)


@pytest.mark.parametrize(
    "where", ["after source.fetch", "after target.send", "before source.settle", "before store.move"]
)
def test_pitfall_51_file_replaced_between_fetch_and_settle(tmp_path: Path, where: str) -> None:
    """What nobody has read is never archived: it is left, and a new item."""
    world = World(tmp_path)
    world.drop("a.xml", [A1])

    seen: list[str] = []

    def replaced(crossing: str) -> None:
        if crossing == where and not seen:
            seen.append(crossing)
            world.drop("a.xml", [A2])

    world.watch = replaced
    world.run()
    assert seen
    world.settle_down()
    ended_well(world, "a.xml", A=A2)


def test_pitfall_52_archived_file_copied_back(tmp_path: Path) -> None:
    """With its old time and all: it is a new item, nothing of it is sent, and it is archived again."""
    world = World(tmp_path)
    world.drop("a.xml", [A1])
    world.settle_down()
    (archived,) = (world.root / "orders" / "archive").rglob("a.xml")
    shutil.copy2(archived, world.root / "orders" / "a.xml")
    world.settle_down()
    assert state_names(world) == ["created", "unchanged"]
    ended_well(world, "a.xml", "a (2).xml", A=A1)


def test_archived_file_moved_back_after_a_newer_version(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [A1])
    world.settle_down()
    world.drop("b.xml", [A2])
    world.settle_down()
    (archived,) = (world.root / "orders" / "archive").rglob("a.xml")
    archived.rename(world.root / "orders" / "a.xml")
    world.settle_down()
    assert revs(world) == [1, 2]
    ended_well(world, "a.xml", "b.xml", A=A2)
