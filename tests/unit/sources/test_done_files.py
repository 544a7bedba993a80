"""Done files and renamed files: which count, when, and that both parts of a pair are settled together."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from desktop_sync.core.model import SettleResult
from desktop_sync.core.states import ItemOutcome
from desktop_sync.sources.files import FilesOptions
from tests.unit.sources.looks import Drop

DONE = {"pattern": "*", "done": "{stem}.done"}


def left(drop: Drop) -> list[str]:
    """Every file, archived ones by name only."""
    return sorted(path.name for path in drop.folder.rglob("*") if path.is_file())


def settle(drop: Drop, name: str, outcome: ItemOutcome = ItemOutcome.SUCCESS) -> SettleResult:
    return drop.source.settle(drop.source.plan(drop.noticed(name), outcome, None))


def test_a_file_counts_when_its_done_file_is_there_and_at_once(tmp_path: Path) -> None:
    drop = Drop(tmp_path, **DONE)
    drop.put("a.xml")
    drop.clock.wait(1000)
    assert drop.look() == []
    drop.put("a.done", "")
    assert drop.look() == ["a.xml"]


def test_a_done_file_alone_is_nothing(tmp_path: Path) -> None:
    drop = Drop(tmp_path, **DONE)
    drop.put("a.done", "")
    assert drop.look() == []
    assert drop.source.ripe_in() is None


def test_a_done_file_that_is_older_than_its_file_promises_nothing(tmp_path: Path) -> None:
    """It may stand from a former file of this name: this one is watched until it rests."""
    drop = Drop(tmp_path, **DONE)
    drop.put("a.done", "", age=60)
    drop.put("a.xml")
    assert drop.look() == []
    drop.clock.wait(10)
    assert drop.look() == ["a.xml"]


@pytest.mark.parametrize(
    "done, name", [("{name}.done", "a.xml.done"), ("done_{name}", "done_a.xml"), ("{stem}.ok", "a.ok")]
)
def test_names_of_done_files(tmp_path: Path, done: str, name: str) -> None:
    drop = Drop(tmp_path, pattern="*", done=done)
    drop.put("a.xml")
    drop.put(name, "")
    assert drop.look() == ["a.xml"]
    assert settle(drop, "a.xml") is SettleResult.DONE
    assert list(drop.folder.glob("*.*")) == []
    assert left(drop) == sorted(["a.xml", name])


def test_a_done_file_in_a_subfolder_stands_beside_its_file(tmp_path: Path) -> None:
    drop = Drop(tmp_path, recursive=True, **DONE)
    drop.put("in/a.xml")
    drop.put("a.done", "")
    assert drop.look() == []
    drop.put("in/a.done", "")
    assert drop.look() == ["in/a.xml"]


@pytest.mark.parametrize(
    "options, expected",
    [({}, ["a.done", "a.xml"]), ({"after_success": "delete"}, []), ({"after_success": "keep"}, ["a.done", "a.xml"])],
)
def test_it_is_settled_with_its_file(tmp_path: Path, options: dict[str, str], expected: list[str]) -> None:
    drop = Drop(tmp_path, **DONE, **options)
    drop.put("a.xml")
    drop.put("a.done", "")
    assert settle(drop, "a.xml") is SettleResult.DONE
    assert left(drop) == expected


def test_it_gets_the_number_of_its_file(tmp_path: Path) -> None:
    drop = Drop(tmp_path, archive="old", **DONE)
    for _ in range(2):
        drop.put("a.xml")
        drop.put("a.done", "")
        settle(drop, "a.xml")
    assert left(drop) == ["a (2).done", "a (2).xml", "a.done", "a.xml"]


def test_a_replaced_file_keeps_its_done_file(tmp_path: Path) -> None:
    drop = Drop(tmp_path, **DONE)
    drop.put("a.xml")
    drop.put("a.done", "")
    order = drop.source.plan(drop.noticed("a.xml"), ItemOutcome.SUCCESS, None)
    drop.put("a.xml", "<another/>")
    assert drop.source.settle(order) is SettleResult.REPLACED
    assert left(drop) == ["a.done", "a.xml"]


def test_cut_off_after_the_done_file_it_is_settled_again(tmp_path: Path) -> None:
    drop = Drop(tmp_path, **DONE)
    drop.put("a.xml")
    drop.put("a.done", "")
    order = drop.source.plan(drop.noticed("a.xml"), ItemOutcome.SUCCESS, None)
    assert order.target is not None
    drop.store.move("a.done", order.target.replace(".xml", ".done"))
    assert drop.source.settle(order) is SettleResult.DONE
    assert drop.source.settle(order) is SettleResult.DONE
    assert list(drop.folder.glob("*.*")) == []


def test_renamed_where_it_lies_and_never_read_again(tmp_path: Path) -> None:
    drop = Drop(tmp_path, pattern="*", recursive=True, after_success="rename", min_age=0)
    for _ in range(2):
        drop.put("in/a.xml")
        assert drop.look() == ["in/a.xml"]
        assert settle(drop, "in/a.xml") is SettleResult.DONE
        drop.known.known.clear()
    assert left(drop) == ["a.xml (2).imported", "a.xml.imported"]
    assert drop.look() == []


def test_renamed_with_the_day(tmp_path: Path) -> None:
    drop = Drop(tmp_path, after_success="rename", renamed="{yyyy}-{MM}_{stem}.old", min_age=0)
    drop.put("a.xml")
    settle(drop, "a.xml")
    assert left(drop) == ["2027-01_a.old"]


@pytest.mark.parametrize(
    "options",
    [
        {"done": "done"}, {"done": "{name}"}, {"done": "../{name}.done"}, {"done": "{nme}.done"}, {"done": "{name}."},
        {"after_success": "rename", "renamed": "{name}"}, {"after_success": "rename", "renamed": "x/{name}"},
        {"after_success": "rename", "renamed": ""}, {"renamed": "{name}:x"},
    ],
)  # fmt: skip
def test_templates_that_cannot_be(options: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        FilesOptions.model_validate(options)
