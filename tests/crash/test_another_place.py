"""A flow whose connection is given another folder: what lies there is asked about, as at a first run (decision 093)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.crash.killing import Killed
from tests.crash.orders import Order, Setup
from tests.crash.test_first_run import answer, problems, query, references
from tests.crash.world import World

A1, B1, C1, D1 = Order("A", 1), Order("B", 1), Order("C", 1), Order("D", 1)
OLD = 1_583_060_400  # March 2020


def moved(world: World, folder: str) -> None:
    """The settings of the connection say another folder."""
    file = world.data / "settings.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(f"path = '{world.root / 'orders'}'", f"path = '{folder}'"), encoding="utf-8")


def world_of(root: Path, first_run: str = "ask", source: str = "") -> World:
    """A flow that has sent one file, and another folder with two."""
    world = World(root, setup=Setup(first_run=first_run, source=source))
    world.run()
    world.drop("a.xml", [A1])
    world.settle_down()
    (world.root / "other").mkdir()
    for name, order in (("b.xml", B1), ("c.xml", C1)):
        world.drop(name, [order], "other")
    os.utime(world.root / "other" / "b.xml", (OLD, OLD))
    return world


def test_what_lies_in_another_folder_is_asked_about_with_the_count(tmp_path: Path) -> None:
    world = world_of(tmp_path)
    moved(world, str(world.root / "other"))
    for _ in range(2):
        result = world.run()
        assert result.outcome == "stopped"
        assert result.question.startswith(
            "The flow reads another place now. 2 files are already there, of 2020-03-01 to"
        )
    assert references(world) == ["A"]
    assert len(problems(world)) == 1
    with world.app().owner("run") as owner:
        assert [len(found) for found in owner.there("orders").values() if isinstance(found, list)] == [2]


@pytest.mark.parametrize(
    "words, sent", [("all", ["A", "B", "C", "D"]), ("from_now", ["A", "D"]), ("2020-03-02", ["A", "C", "D"])]
)
def test_it_is_answered_once(tmp_path: Path, words: str, sent: list[str]) -> None:
    world = world_of(tmp_path)
    moved(world, str(world.root / "other"))
    world.run()
    answer(world, words)
    assert problems(world) == []
    world.drop("d.xml", [D1], "other")
    world.settle_down()
    assert references(world) == sent
    with world.app().owner("run") as owner:
        assert owner.there("orders") == {}


def test_a_place_that_is_only_called_otherwise_is_not_asked_about(tmp_path: Path) -> None:
    world = world_of(tmp_path, source='after_success = "keep"')
    (world.root / "orders").rename(world.root / "moved")
    moved(world, str(world.root / "moved"))
    world.settle_down()
    assert references(world) == ["A"]
    (world.root / "orders").mkdir()
    world.drop("b.xml", [B1]).rename(world.root / "moved" / "b.xml")
    world.settle_down()
    assert references(world) == ["A", "B"]


def test_the_same_folder_spelled_otherwise_is_the_same(tmp_path: Path) -> None:
    world = world_of(tmp_path)
    world.drop("b.xml", [B1])
    moved(world, f"{world.root / 'orders'}/")
    world.settle_down()
    assert references(world) == ["A", "B"]


def test_whoever_goes_back_to_the_former_folder_is_asked_nothing(tmp_path: Path) -> None:
    world = world_of(tmp_path, source='after_success = "keep"')
    moved(world, str(world.root / "other"))
    world.run()
    world.configure()
    world.drop("d.xml", [D1])
    world.settle_down()
    assert problems(world) == []
    assert references(world) == ["A", "D"]


def test_where_the_settings_say_that_all_is_sent_nobody_is_asked(tmp_path: Path) -> None:
    world = world_of(tmp_path, "all")
    moved(world, str(world.root / "other"))
    world.settle_down()
    assert references(world) == ["A", "B", "C"]


def test_an_answer_of_the_settings_to_the_first_run_leaves_nothing_of_another_folder(tmp_path: Path) -> None:
    """It may be the same place, called otherwise, with files that came meanwhile."""
    world = world_of(tmp_path, "from_now")
    moved(world, str(world.root / "other"))
    assert world.run().question
    assert query(world, "SELECT count(*) FROM item WHERE state = 'skipped'") == [(0,)]


@pytest.mark.parametrize("where", ["before", "after"])
@pytest.mark.parametrize("step", ["Places.begin", "Journal.note_fact"])
def test_killed_while_it_is_answered(tmp_path: Path, where: str, step: str) -> None:
    world = world_of(tmp_path)
    moved(world, str(world.root / "other"))
    world.run()
    with pytest.raises(Killed), world.app(1, f"{where} commit of {step}").owner("run") as owner:
        owner.run("orders", first_run="from_now")
    world.stop()
    result = world.run()
    if result.question:
        answer(world, "from_now")
    world.drop("d.xml", [D1], "other")
    world.settle_down()
    assert references(world) == ["A", "D"]
    assert problems(world) == []
