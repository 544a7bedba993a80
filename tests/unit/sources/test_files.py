"""The files source on a real folder: what it picks, in which order, how it reads, what its options refuse."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from desktop_sync.core.errors import Rejected
from desktop_sync.core.model import Item, StepState
from desktop_sync.core.states import ItemOutcome
from desktop_sync.sources import files
from desktop_sync.sources.files import FilesOptions
from tests.unit.sources.looks import Drop


def watch(folder: Path, **options: object) -> Drop:
    return Drop(folder, min_age="0s", **options)


@pytest.mark.parametrize(
    "options,wanted",
    [
        ({}, {"a.xml", "B.XML", "o-1.xml"}),
        ({"pattern": "o-?.xml"}, {"o-1.xml"}),
        ({"pattern": "*", "exclude": ["*.xml", "*.tmp"]}, {"c.csv", ".hidden"}),
        ({"pattern": r"[a-z]\.xml", "pattern_type": "regex"}, {"a.xml"}),
        ({"recursive": True}, {"a.xml", "B.XML", "o-1.xml", "in/d.xml", "in/deep/e.xml"}),
        ({"recursive": True, "pattern": "in/*.xml"}, {"in/d.xml"}),
        ({"recursive": True, "pattern": r"in/.*\.xml", "pattern_type": "regex"}, {"in/d.xml", "in/deep/e.xml"}),
        ({"recursive": True, "exclude": ["in/*/*"]}, {"a.xml", "B.XML", "o-1.xml", "in/d.xml"}),
    ],
)
def test_which_files(tmp_path: Path, options: dict[str, object], wanted: set[str]) -> None:
    drop = watch(tmp_path, **options)
    for name in ("a.xml", "B.XML", "o-1.xml", "c.csv", "x.tmp", ".hidden", "in/d.xml", "in/deep/e.xml"):
        drop.put(name)
    for settled in ("archive/2027/01/15/z.xml", "failed/y.xml", "failed/y.xml.reason.json", "Archive/w.xml"):
        drop.put(settled)
    assert set(drop.look()) == wanted


def test_order_by_name_and_by_time(tmp_path: Path) -> None:
    drop = watch(tmp_path)
    for name, age in (("b.xml", 3), ("a.xml", 2), ("c.xml", 9)):
        drop.put(name, age=age)
    assert drop.look() == ["a.xml", "b.xml", "c.xml"]
    drop.source = drop.watch(order="time", min_age="0s")
    drop.known.known.clear()
    assert drop.look() == ["c.xml", "b.xml", "a.xml"]


def test_batches_keep_the_order_over_the_whole_listing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "BATCH", 4)
    drop = watch(tmp_path)
    for number in range(11):
        drop.put(f"{number:02}.xml")
    sizes = [len(found.notices) for found in drop.source.discover(None, drop.known_now())]
    assert sizes == [4, 4, 3]
    assert drop.look() == [f"{number:02}.xml" for number in range(11)]


def test_a_file_copied_in_with_an_old_date_is_found(tmp_path: Path) -> None:
    drop = watch(tmp_path)
    drop.put("new.xml")
    drop.look()
    drop.put("old.xml", age=400 * 24 * 3600)
    assert drop.look() == ["old.xml"]


def test_files_with_equal_times_are_all_found(tmp_path: Path) -> None:
    drop = watch(tmp_path)
    drop.put("a.xml")
    assert drop.look() == ["a.xml"]
    drop.put("b.xml")
    assert drop.look() == ["b.xml"]


def test_new_content_under_the_same_name_is_noticed(tmp_path: Path) -> None:
    drop = watch(tmp_path)
    drop.put("a.xml", "one")
    drop.look()
    assert drop.look() == []
    drop.put("a.xml", "other")
    assert drop.look() == ["a.xml"]


def test_an_empty_look_still_tells(tmp_path: Path) -> None:
    drop = watch(tmp_path)
    (drop.folder / "link.xml").symlink_to("/etc/hostname")
    (found,) = drop.source.discover(None, drop.known_now())
    assert found.notices == ()
    assert found.remarks == ("link.xml is left out: it is a link or no ordinary file. Put the file itself there.",)
    (drop.folder / "link.xml").rename(drop.folder / "link.txt")
    (found,) = drop.source.discover(None, drop.known_now())
    assert found.remarks == (), "nobody wants it read"


def test_fetch_reads_the_bytes(tmp_path: Path) -> None:
    drop = watch(tmp_path)
    drop.put("a.xml", "<order/>" * 100_000)
    item = drop.noticed("a.xml")
    with drop.source.fetch(item) as data:
        assert data.read() == b"<order/>" * 100_000


@pytest.mark.parametrize("when", ["before", "while"])
@pytest.mark.parametrize("reason", ["replaced", "gone"])
def test_fetch_of_what_is_not_there_as_noticed(tmp_path: Path, when: str, reason: str) -> None:
    drop = watch(tmp_path)
    path = drop.put("a.xml", "x" * 2_000_000)
    item = drop.noticed("a.xml")

    def meddle() -> None:
        path.unlink() if reason == "gone" else drop.put("a.xml", "y" * 2_000_000, age=-1)

    if when == "before":
        meddle()
        with pytest.raises(Rejected) as told:
            drop.source.fetch(item)
    else:
        with drop.source.fetch(item) as data:
            data.read(1000)
            meddle()
            with pytest.raises(Rejected) as told:
                data.read()
    assert told.value.reason == reason


def test_a_half_read_payload_leaves_nothing_in_the_spool(tmp_path: Path) -> None:
    drop = watch(tmp_path)
    path = drop.put("a.xml", "x" * 2_000_000)
    item = drop.noticed("a.xml")
    with drop.source.fetch(item) as data:
        data.read(1)
        path.write_text("other", encoding="utf-8")
        with pytest.raises(Rejected):
            drop.spool.add(data)
    assert [found.name for found in (tmp_path / "spool").rglob("*") if found.is_file()] == [item.payload.sha256]  # type: ignore[union-attr]


def test_a_restart_fetches_what_was_noticed_before(tmp_path: Path) -> None:
    drop = watch(tmp_path)
    drop.put("a.xml", "<order/>")
    entity = drop.store.stat("a.xml")
    assert entity is not None
    with drop.watch().fetch(Item(1, "orders", "erp", entity, 1)) as data:
        assert data.read() == b"<order/>"


def test_check_counts_what_the_pattern_finds(tmp_path: Path) -> None:
    drop = watch(tmp_path)
    drop.put("a.xml")
    drop.put("b.csv")
    steps = list(drop.source.check())
    assert [step.name for step in steps] == ["reach", "write and rename", "clock", "files"]
    assert steps[-1].detail == "1 file matches *.xml"
    assert set(drop.files()) == {"a.xml", "b.csv"}


def test_check_stops_at_a_place_that_is_away(tmp_path: Path) -> None:
    drop = watch(tmp_path)
    drop.folder.rmdir()
    steps = list(drop.source.check())
    assert [step.state for step in steps] == [StepState.FAILED]


def test_planning_needs_no_place(tmp_path: Path) -> None:
    drop = watch(tmp_path, archive="archive")
    drop.put("a.xml")
    item = drop.noticed("a.xml")
    drop.folder.rename(tmp_path / "away")
    assert drop.source.plan(item, ItemOutcome.SUCCESS, None).target == "archive/a.xml"


@pytest.mark.parametrize(
    "options,words",
    [
        ({"pattern": "a(", "pattern_type": "regex"}, "no regular expression"),
        ({"exclude": ["["], "pattern_type": "regex"}, "no regular expression"),
        ({"pattern": ""}, "at least 1 character"),
        ({"archive": "../out"}, "below the watched one"),
        ({"archive": "/out"}, "below the watched one"),
        ({"archive": ""}, "below the watched one"),
        ({"failed": "C:/out"}, "below the watched one"),
        ({"failed": "a//b"}, "below the watched one"),
        ({"archive": "a/{year}"}, "only {yyyy}"),
        ({"archive": "a/{yyyy"}, "only {yyyy}"),
        ({"archive": "{yyyy}", "recursive": True}, "the same every day"),
        ({"min_age": "soon"}, "expected a time"),
        ({"after_success": "burn"}, "archive"),
        ({"colour": "red"}, "Extra inputs"),
    ],
)
def test_options_that_are_refused(options: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        FilesOptions.model_validate(options)
