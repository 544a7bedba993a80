"""One flow that reads several places: each remembered on its own, and one that is away holds up no other.

Pitfall 12: the same name in two folders collides.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desktop_sync.core.errors import SettingsError
from tests.crash.judge import judge_content, judge_files, judge_writes, writes
from tests.crash.killing import Killed
from tests.crash.orders import Order, Setup
from tests.crash.world import RETRY_WITHIN, World

A1, B1, C1 = Order("A", 1), Order("B", 1), Order("C", 1)


def world_of(root: Path, second: str = "south", **setup: str) -> World:
    world = World(root, setup=Setup(**setup))  # type: ignore[arg-type]
    (world.root / "south").mkdir()
    file = world.data / "settings.toml"
    text = file.read_text(encoding="utf-8").replace('connection = "orders"', 'connection = ["orders", "south"]')
    south = f'[[connections]]\nid = "south"\ntype = "folder"\npath = \'{world.root / second}\'\n\n'
    file.write_text(text.replace("[[connections]]", f"{south}[[connections]]", 1), encoding="utf-8")
    return world


def test_pitfall_12_the_same_name_in_two_places_is_two_items(tmp_path: Path) -> None:
    world = world_of(tmp_path)
    first = world.drop("a.xml", [A1])
    second = world.drop("a.xml", [B1], flow="south")
    second.write_bytes(first.read_bytes().replace(b"<No>A</No>", b"<No>B</No>"))
    world.settle_down()
    judge_content(world, {"A": A1, "B": B1})
    judge_files(world, ["a.xml"])
    judge_files(world, ["a.xml"], flow="south")


def test_a_place_that_is_away_holds_up_no_other(tmp_path: Path) -> None:
    world = world_of(tmp_path)
    world.drop("c.xml", [C1], flow="south")
    away = (world.root / "south").rename(world.root / "away")
    world.drop("a.xml", [A1])
    assert world.run().outcome == "waiting"
    with closing(sqlite3.connect(world.data / "ledger.db")) as found:
        [(told,)] = found.execute("SELECT what FROM problem WHERE closed_at IS NULL")
    assert told.startswith(f"orders: The folder {world.root / 'south'} cannot be reached")
    assert [one.reference for one in writes(world)] == ["A"]
    away.rename(world.root / "south")
    world.settle_down()
    judge_content(world, {"A": A1, "C": C1})
    with closing(sqlite3.connect(world.data / "ledger.db")) as found:
        assert found.execute("SELECT count(*) FROM problem WHERE closed_at IS NULL").fetchone() == (0,)


def test_a_new_place_is_asked_about_on_its_own(tmp_path: Path) -> None:
    world = world_of(tmp_path, first_run="ask")
    world.drop("c.xml", [C1], flow="south")
    result = world.run()
    assert result.question.startswith("1 file is already there, of ")
    world.drop("a.xml", [A1])
    world.run()
    assert [one.reference for one in writes(world)] == ["A"]
    with world.app().owner("run") as owner:
        owner.run("orders", first_run="from_now")
    world.settle_down()
    judge_content(world, {"A": A1})


@pytest.mark.parametrize("at", range(20, 100, 4))
def test_killed_in_either_place(tmp_path: Path, at: int) -> None:
    world = world_of(tmp_path)
    world.drop("a.xml", [A1])
    world.drop("b.xml", [B1], flow="south")
    with pytest.raises(Killed), world.app(at).owner("run") as owner:
        owner.run("orders", retry_within=RETRY_WITHIN)
    world.settle_down()
    judge_writes(world)
    judge_content(world, {"A": A1, "B": B1})
    judge_files(world, ["a.xml"])
    judge_files(world, ["b.xml"], flow="south")


def test_two_connections_to_one_place_are_told_in_settings(tmp_path: Path) -> None:
    world = world_of(tmp_path, second="orders")
    with pytest.raises(SettingsError) as caught:
        world.run()
    assert any("two connections that lead to one place" in one for one in caught.value.problems)


def test_an_unknown_connection_in_a_list_is_told_with_its_place(tmp_path: Path) -> None:
    world = world_of(tmp_path)
    file = world.data / "settings.toml"
    text = file.read_text(encoding="utf-8").replace('["orders", "south"]', '["orders", "sout"]')
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        world.run()
    assert any("source.connection[1]" in one and 'did you mean "south"' in one for one in caught.value.problems)
