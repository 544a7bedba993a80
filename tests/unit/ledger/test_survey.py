"""Where of a long history how many rows stand: blocks without gaps, which hold what pages show, by quick queries."""

from __future__ import annotations

import itertools
import re
import sqlite3
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from desktop_sync.ledger.database import read_only
from desktop_sync.ledger.history import DOCUMENTS, FILES, KINDS, Wish, page
from desktop_sync.ledger.survey import FULL, PART, SLICE, survey
from tests.unit.ledger.desk import Desk, order
from tests.unit.ledger.many import DAY, NOW, many

SOME = 60_000
FILTERS: Mapping[str, Any] = {
    "flow": "orders", "state": ["rejected", "partial", "done", "off"], "begin": NOW - 3 * DAY, "end": NOW - DAY,
    "run": 7, "item": 50,
}  # fmt: skip


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return many(tmp_path_factory.mktemp("many") / "ledger.db", SOME)


def walked(sql: sqlite3.Connection, name: str, **more: object) -> list[list[int]]:
    """All blocks, slice by slice."""
    blocks: list[list[int]] = []
    before = None
    while True:
        told = survey(sql, KINDS[name], Wish(before=before, **more))  # type: ignore[arg-type]  # its own names
        blocks += told["blocks"]
        before = told["next"]
        if before is None:
            return blocks


@pytest.mark.parametrize("wished", [{}, *({name: value} for name, value in FILTERS.items()), FILTERS])
@pytest.mark.parametrize("name", KINDS)
def test_every_row_stands_in_one_block(ledger: Path, name: str, wished: dict[str, Any]) -> None:
    with read_only(ledger) as sql:
        blocks = walked(sql, name, **wished)
        rows = page(sql, KINDS[name], Wish(limit=SOME, **wished))
        for low, high, many_ in blocks[:5] + blocks[-5:]:
            there = page(sql, KINDS[name], Wish(limit=10_000, before=high + 1, after=low - 1, **wished))
            assert len(there) == many_ == sum(low <= row["id"] <= high for row in rows)
    assert sum(one[2] for one in blocks) == len(rows)
    assert all(upper[0] == lower[1] + 1 for upper, lower in itertools.pairwise(blocks)), "a gap"
    assert max(one[2] for one in blocks) <= FULL + PART


def test_a_slice_is_all_that_is_looked_at_at_once(ledger: Path) -> None:
    with read_only(ledger) as sql:
        first = survey(sql, DOCUMENTS, Wish())
        assert (first["newest"], first["next"]) == (SOME, SOME - SLICE + 1)
        assert sum(one[2] for one in first["blocks"]) == SLICE
        second = survey(sql, DOCUMENTS, Wish(before=first["next"]))
        assert second["blocks"][0][1] == first["blocks"][-1][0] - 1
        assert survey(sql, DOCUMENTS, Wish(before=1))["blocks"] == []


def test_what_has_come_since_is_told_alone(desk: Desk) -> None:
    desk.stage(order("A"), order("B"))
    with desk.ledger.database.reading() as sql:
        told = survey(sql, DOCUMENTS, Wish())
        assert (told["newest"], told["blocks"], told["next"]) == (2, [[1, 2, 2]], None)
        assert survey(sql, DOCUMENTS, Wish(after=2))["blocks"] == []
    desk.stage(order("C"))
    with desk.ledger.database.reading() as sql:
        assert survey(sql, DOCUMENTS, Wish(after=2))["blocks"] == [[3, 3, 1]]
        assert survey(sql, FILES, Wish(after=1))["blocks"] == [[2, 2, 1]]


def test_nothing_yet(desk: Desk) -> None:
    with desk.ledger.database.reading() as sql:
        assert survey(sql, DOCUMENTS, Wish()) == {"newest": 0, "blocks": [], "next": None, "cut": False}


def test_a_search_that_finds_too_much_says_so(ledger: Path) -> None:
    with read_only(ledger) as sql:
        few, much = (survey(sql, DOCUMENTS, Wish(text)) for text in ("4001234", "40"))
    assert (few["cut"], sum(one[2] for one in few["blocks"]), few["next"]) == (False, 1, None)
    assert (much["cut"], much["next"]) == (True, None)
    assert 5000 <= sum(one[2] for one in much["blocks"]) < SOME


def test_no_query_goes_through_a_whole_table(ledger: Path) -> None:
    """Along numbers between two bounds, or along an index, whatever is filtered by."""
    said: set[str] = set()
    with read_only(ledger) as sql:
        sql.set_trace_callback(said.add)
        for name, kind in KINDS.items():
            for wished in ({}, *({one: value} for one, value in FILTERS.items()), {"text": "4001234"}, FILTERS):
                survey(sql, kind, Wish(**wished))
                page(sql, kind, Wish(**{**wished, "before": 900, "after": 700}))
            assert any(f"FROM {kind.table} t" in one for one in said), name
    slow = []
    with closing(sqlite3.connect(ledger)) as sql:
        for statement in sorted(one for one in said if one.startswith("SELECT")):
            for _, _, _, step in sql.execute(f"EXPLAIN QUERY PLAN {statement}"):
                small = re.match(r"SCAN (j|json_each|found|main\.found_config|CONSTANT)\b", step)
                if step.startswith("SCAN ") and not small:
                    slow.append(f"{step}\n    {statement}")
    assert len(said) > 40
    assert not slow, "\n".join(slow)


@pytest.mark.long
def test_a_million_documents_are_surveyed_in_slices_that_take_no_time(tmp_path: Path) -> None:
    longest = 0.0
    with read_only(many(tmp_path / "ledger.db", 1_000_000)) as sql:
        for wished in ({}, {"state": "rejected"}, {"begin": NOW - DAY}):
            before, total = None, 0
            while True:
                began = time.process_time()
                told = survey(sql, DOCUMENTS, Wish(before=before, **wished))
                longest = max(longest, time.process_time() - began)
                total += sum(one[2] for one in told["blocks"])
                before = told["next"]
                if before is None:
                    break
            assert total == {"state": 200, "begin": 10_100}.get(next(iter(wished), ""), 1_000_000)
    assert longest < 0.5
