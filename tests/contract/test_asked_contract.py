"""What every source must do that is asked and not listed, beside a real system. Parametrised over the registry."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_sync.core.errors import Rejected, SyncError
from desktop_sync.core.model import Again, Item, SettleResult
from desktop_sync.core.states import ItemOutcome
from desktop_sync.sources import ASKED, OPTIONS
from tests.contract.asked_rigs import RIGS, AskedRig, Remembered, payload_of

ROWS = [(f"{number:03}", f"name {number}") for number in range(25)]


@pytest.fixture(params=sorted(RIGS))
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[AskedRig]:
    made: AskedRig = RIGS[request.param](tmp_path)
    yield made
    made.end()


def rows_of(rig: AskedRig, items: Iterable[Item]) -> list[tuple[str, str]]:
    found = []
    for item in items:
        with rig.spool.open(payload_of(item).sha256) as data:
            found += [json.loads(line) for line in data.read().splitlines()]
    return sorted((str(one["no"]), str(one["name"])) for one in found)


def test_every_source_has_options_and_a_rig() -> None:
    assert set(ASKED) == set(RIGS)
    assert set(ASKED) <= set(OPTIONS)


def test_rows_come_with_their_bytes_and_only_once(rig: AskedRig) -> None:
    rig.put(ROWS)
    known = Remembered()
    assert rows_of(rig, known.look(rig.restart())) == ROWS
    assert len({item.entity.path for item in known.items}) == len(known.items)
    assert all(item.entity.path and item.entity.size for item in known.items)
    assert known.look(rig.restart()) == []


def test_what_changes_and_what_is_new_comes_alone(rig: AskedRig) -> None:
    rig.put(ROWS)
    known = Remembered()
    known.look(rig.restart())
    rig.put([("003", "other"), ("900", "new")])
    assert rows_of(rig, known.look(rig.restart())) == [("003", "other"), ("900", "new")]


def test_the_cursor_moves_with_the_commit_only(rig: AskedRig) -> None:
    """Killed between the spool and the transaction: all of it comes again."""
    rig.put(ROWS)
    known = Remembered()
    for found in rig.restart().discover(known.cursor, known):
        assert found.notices
        break
    assert rows_of(rig, known.look(rig.restart())) == ROWS


def test_killed_after_the_first_batch_the_others_follow(rig: AskedRig) -> None:
    rig.put(ROWS)
    known = Remembered()
    first = next(iter(rig.restart().discover(known.cursor, known)))
    known.commit(first)
    known.look(rig.restart())
    assert rows_of(rig, known.items) == ROWS


def test_what_fails_in_the_middle_loses_nothing_before_it(rig: AskedRig) -> None:
    rig.put(ROWS)
    known = Remembered()
    rig.away("020")
    with pytest.raises(SyncError):
        known.look(rig.restart())
    assert known.items
    rig.away(None)
    known.look(rig.restart())
    assert sorted(set(rows_of(rig, known.items))) == ROWS
    assert len(rows_of(rig, known.items)) == len(ROWS)


def test_a_system_that_is_away_is_no_end_of_anything(rig: AskedRig) -> None:
    rig.put(ROWS)
    known = Remembered()
    rig.away("")
    with pytest.raises(SyncError):
        known.look(rig.restart())
    assert (known.items, known.cursor) == ([], None)


def test_from_now_on_leaves_what_is_there(rig: AskedRig) -> None:
    rig.put(ROWS)
    standing = rig.restart().standing()
    assert standing is not None
    assert standing.rows == len(ROWS)
    known = Remembered(answer="from_now")
    assert known.look(rig.restart()) == []
    rig.put([("900", "new")])
    assert rows_of(rig, known.look(rig.restart())) == [("900", "new")]


def test_it_can_be_told_to_end(rig: AskedRig) -> None:
    rig.put(ROWS)
    rig.token.set()
    known = Remembered()
    known.look(rig.restart())
    rig.token.clear()
    known.look(rig.restart())
    assert rows_of(rig, known.items) == ROWS


@pytest.mark.parametrize("outcome", list(ItemOutcome))
def test_settling_is_repeatable(rig: AskedRig, outcome: ItemOutcome) -> None:
    rig.put(ROWS)
    known = Remembered()
    item = known.look(rig.restart())[0]
    order = rig.restart().plan(item, outcome, {"what": "why"})
    for _ in range(3):
        assert rig.restart().settle(order) is SettleResult.DONE
    assert known.look(rig.restart()) == []


def test_bytes_are_fetched_from_the_spool_or_missed_in_words(rig: AskedRig) -> None:
    rig.put(ROWS)
    source, known = rig.restart(), Remembered()
    item = known.look(source)[0]
    with source.fetch(item) as data:
        assert data.read()
    with pytest.raises(Rejected) as caught:
        source.fetch(replace(item, payload=None))
    assert caught.value.reason == "lost"
    assert caught.value.hint


def test_it_is_asked_and_not_listed(rig: AskedRig) -> None:
    source = rig.restart()
    assert (list(source.there()), list(source.archived()), source.ripe_in()) == ([], [], None)


def test_going_back_brings_what_was_missed_and_nothing_twice(rig: AskedRig) -> None:
    rig.put(ROWS)
    source, known = rig.restart(), Remembered()
    known.look(source)
    back = source.back(known.cursor, Again())
    assert back is not None
    assert back.words
    known.cursor = back.cursor
    known.rows = {} if back.forget else known.rows
    begin = len(known.items)
    known.look(rig.restart())
    again = rows_of(rig, known.items[begin:])
    assert again in ([], ROWS)
    assert bool(again) == back.forget
