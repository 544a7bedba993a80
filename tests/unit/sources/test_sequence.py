"""Sequence numbers: the order they say, gaps told and never waited for."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from desktop_sync.sources.files import FilesOptions
from desktop_sync.sources.sequence import Gaps
from tests.unit.sources.looks import Drop

BY_NAME = {"order": "sequence", "sequence": r"_(\d+)\.", "min_age": 0}
BY_HEADER = {"order": "sequence", "sequence": r"<No>\s*(\d+)\s*</No>", "sequence_in": "header", "min_age": 0}


class Watched:
    """A folder whose cursor is kept, as the ledger does."""

    def __init__(self, folder: Path, **options: object) -> None:
        self.drop = Drop(folder, **options)
        self.cursor: str | None = None

    def look(self) -> tuple[list[str], str | None]:
        names: list[str] = []
        missing = None
        for found in self.drop.source.discover(self.cursor, self.drop.known_now()):
            self.drop.known.commit(found)
            self.cursor = found.cursor or self.cursor
            names += [notice.entity.path for notice in found.notices]
            missing = found.missing
        return names, missing


def test_by_number_and_not_by_name(tmp_path: Path) -> None:
    watched = Watched(tmp_path, **BY_NAME)
    for name in ("a_10.xml", "b_9.xml", "c_011.xml", "without.xml"):
        watched.drop.put(name)
    assert watched.look() == (["b_9.xml", "a_10.xml", "c_011.xml", "without.xml"], "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_by_the_header(tmp_path: Path, encoding: str) -> None:
    watched = Watched(tmp_path, **BY_HEADER)
    for name, number in (("a.xml", 3), ("b.xml", 2), ("c.xml", 1)):
        watched.drop.put(name).write_text(f"<Orders><No> {number} </No></Orders>", encoding=encoding)
    assert watched.look() == (["c.xml", "b.xml", "a.xml"], "")


def test_a_header_beyond_its_64_kb_is_not_searched(tmp_path: Path) -> None:
    watched = Watched(tmp_path, **BY_HEADER)
    watched.drop.put("a.xml", "x" * 70_000 + "<No>1</No>")
    watched.drop.put("b.xml", "<No>2</No>")
    assert watched.look() == (["b.xml", "a.xml"], "")


def test_a_gap_is_told_over_looks_and_restarts_until_it_is_filled(tmp_path: Path) -> None:
    watched = Watched(tmp_path, **BY_NAME)
    watched.drop.put("a_1.xml")
    assert watched.look() == (["a_1.xml"], "")
    for number in (3, 7):
        watched.drop.put(f"a_{number}.xml")
    assert watched.look() == (["a_3.xml", "a_7.xml"], "2, 4 to 6")
    watched.drop.source = watched.drop.watch(**BY_NAME)
    assert watched.look() == ([], "2, 4 to 6")
    watched.drop.put("a_5.xml")
    assert watched.look() == (["a_5.xml"], "2, 4, 6")
    for number in (2, 4, 6):
        watched.drop.put(f"a_{number}.xml")
    assert watched.look()[1] == ""


def test_a_file_that_is_not_finished_is_not_missing(tmp_path: Path) -> None:
    watched = Watched(tmp_path, **(BY_NAME | {"min_age": 10}))
    for number in (1, 3):
        watched.drop.put(f"a_{number}.xml")
    watched.look()
    watched.drop.clock.wait(9)
    watched.drop.put("a_2.xml")
    watched.look()
    watched.drop.clock.wait(1)
    assert watched.look() == (["a_1.xml", "a_3.xml"], "")
    watched.drop.clock.wait(9)
    assert watched.look() == (["a_2.xml"], "")


def test_a_sender_that_begins_anew_has_no_gap(tmp_path: Path) -> None:
    watched = Watched(tmp_path, **BY_NAME)
    watched.drop.put("a_900.xml")
    watched.look()
    watched.drop.put("a_1.xml")
    assert watched.look() == (["a_1.xml"], "")


def test_a_giant_number_is_none(tmp_path: Path) -> None:
    watched = Watched(tmp_path, **BY_HEADER)
    watched.drop.put("a.xml", f"<No>{'9' * 10_000}</No>")
    assert watched.look() == (["a.xml"], "")


@given(st.lists(st.lists(st.integers(1, 60), max_size=8), max_size=12))
def test_missing_is_exactly_what_never_came(looks: list[list[int]]) -> None:
    gaps, came = Gaps(), set[int]()
    lowest = None
    for numbers in looks:
        gaps.take(numbers)
        gaps = Gaps.read(gaps.cursor())
        came.update(numbers)
        lowest = min(numbers) if numbers and lowest is None else lowest
    missing = {number for first, last in gaps.missing for number in range(first, last + 1)}
    assert missing == {number for number in range(lowest or 1, max(came, default=0)) if number not in came}


def test_a_thousand_gaps_stay_bounded() -> None:
    gaps = Gaps()
    gaps.take(range(1, 4001, 2))
    assert len(gaps.missing) == 100
    assert gaps.words([]).endswith(" and 90 more")


@pytest.mark.parametrize("sequence", ["", "(", r"\d+", r"(\d)(\d)"])
def test_a_pattern_without_its_one_group_is_told_in_settings(sequence: str) -> None:
    with pytest.raises(ValidationError, match="sequence"):
        FilesOptions.model_validate({"order": "sequence", "sequence": sequence})
