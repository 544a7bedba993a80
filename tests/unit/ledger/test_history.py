"""History: what is searched for is found whether it is indexed already or not, filtered, newest first, page by page."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_sync.languages import words
from desktop_sync.ledger.database import read_only
from desktop_sync.ledger.history import Wish, documents, files, runs
from tests.crash.orders import Order
from tests.crash.world import World

BAD = Order("E", 1).xml().replace("<Date>2026-05-04</Date>", "<Date>nevermore</Date>")


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Three runs: two good files, then one with a fault and a refused order, then one that nobody has indexed."""
    made = World(tmp_path)
    made.drop("orders-0815.xml", [Order("4711", 1), Order("Größe_7", 1)])
    made.run()
    made.around.time.sleep(600)
    made.drop("bad.xml", f"<Orders>{BAD}{Order('4712', 1, customer='UNKNOWN-1').xml()}</Orders>".encode())
    made.run()
    made.around.time.sleep(600)
    with made.app().owner("run") as owner:
        owner.ledger.search.catch_up = lambda: 0  # type: ignore[method-assign]  # killed before
        made.drop("late_9.xml", [Order("4713", 1)])
        owner.run("orders")
    return made


def found(world: World, text: str = "", **more: object) -> tuple[list[str], list[str]]:
    wish = Wish(text, **more)  # type: ignore[arg-type]  # its own names
    with read_only(world.data / "ledger.db") as sql:
        return [row["path"] for row in files(sql, wish)], [row["reference"] for row in documents(sql, wish)]


@pytest.mark.parametrize(
    "text, names, references",
    [
        ("4711", [], ["4711"]),
        ("471", ["bad.xml"], ["4713", "4712", "4711"]),  # what is wrong in the file names 4712; 4713 is not indexed
        ("0815", ["orders-0815.xml"], ["Größe_7", "4711"]),
        ("grosse_7", [], []),
        ("große", [], ["Größe_7"]),
        ("nevermore", ["bad.xml"], []),
        ("UNKNOWN-1", ["bad.xml"], ["4712"]),
        ("late_9", ["late_9.xml"], ["4713"]),
        ("late%9", [], []),
        ('"; DROP TABLE item; --', [], []),
        ("***", [], []),
    ],
)
def test_it_is_found_by_number_file_and_error(world: World, text: str, names: list[str], references: list[str]) -> None:
    got_files, got_documents = found(world, text)
    assert got_files == names
    assert got_documents == references


def test_what_was_behind_is_caught_up_once(world: World) -> None:
    with world.app().owner("run") as owner:
        assert owner.ledger.search.catch_up() == 2
        assert owner.ledger.search.catch_up() == 0
    assert found(world, "4713") == ([], ["4713"])
    assert found(world, "late") == (["late_9.xml"], ["4713"])


def test_filters_and_pages(world: World) -> None:
    assert found(world, state="rejected") == ([], ["4712"])
    assert found(world, flow="another") == ([], [])
    assert found(world, limit=1) == (["late_9.xml"], ["4713"])
    with read_only(world.data / "ledger.db") as sql:
        page = documents(sql, Wish(limit=2))
        assert [row["reference"] for row in documents(sql, Wish(limit=9, before=page[-1]["id"]))] == ["Größe_7", "4711"]
        all_runs = runs(sql, Wish())
        assert [row["outcome"] for row in all_runs] == ["done", "problems", "done"]
        begin = all_runs[1]["started_at"]
        assert [row["id"] for row in runs(sql, Wish(begin=begin, end=begin + 60))] == [all_runs[1]["id"]]
        assert [row["path"] for row in files(sql, Wish(begin=begin, end=begin + 60))] == ["bad.xml"]
        assert all_runs[0]["counts"]["created"] == 1


def test_other_words_for_a_problem_find_it_as_well_indexed_or_not(world: World) -> None:
    german = words("de").meant
    for text, name, references in (("abgelehnt", "bad.xml", ["4712"]), ("Datum nevermore", "bad.xml", [])):
        assert found(world, text) == ([], []), text
        assert found(world, text, also=german(text)) == ([name], references), text
    assert found(world, "abgelehnt 4799", also=german("abgelehnt 4799")) == ([], [])
    with world.app().owner("run") as owner:
        owner.ledger.search.anew()  # nothing is indexed
    assert "4712" in found(world, "abgelehnt", also=german("abgelehnt"))[1]
    assert found(world, "nobody", also=("4711",))[1] == []  # names are not searched for in other words
