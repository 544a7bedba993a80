"""Staging: claimable together at the end, never half; and the counters of items, whoever moves their deliveries."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_sync.core.model import AnswerKind, Payload
from desktop_sync.core.problem import Problem
from desktop_sync.core.states import ItemOutcome, ItemState
from desktop_sync.ledger.staging import StageEnd
from tests.unit.ledger.desk import DAY, Desk, order

A = AnswerKind


def claimable(desk: Desk) -> list[tuple[str, int]]:
    query = "SELECT l.reference, d.claimable FROM delivery d JOIN lane l ON l.id = d.lane ORDER BY d.id"
    return [(row["reference"], row["claimable"]) for row in desk.sql(query)]


def test_nothing_of_an_item_can_be_claimed_before_its_end_was_read(desk: Desk) -> None:
    item = desk.notice()
    desk.ledger.staging.write([desk.chunk(item, [order("A"), order("B")], end=False)])
    assert desk.claim() == []
    assert desk.item_state(item) is ItemState.NOTICED
    desk.ledger.staging.write([desk.chunk(item, [order("C")], first=False, start=3)])
    assert desk.item_state(item) is ItemState.STAGED
    assert [one.lane.reference for one in desk.claim()] == ["A", "B", "C"]


def test_staging_again_deletes_what_was_not_claimable(desk: Desk) -> None:
    item = desk.notice()
    desk.ledger.staging.write([desk.chunk(item, [order("A", "old"), order("B", "old")], end=False)])
    desk.reopen()
    assert desk.claim() == []
    [again] = desk.ledger.items.to_stage(desk.place)
    desk.stage(order("A", "new"), item=again)
    assert claimable(desk) == [("A", 1)]
    assert desk.one().document.body["x"] == "new"
    assert desk.sql("SELECT count(*) AS n FROM body")[0]["n"] == 1
    assert desk.delivery(1)["stage"] == 2


def test_staging_again_forgets_the_faults_of_the_former_stage(desk: Desk) -> None:
    """The mapping was mended between a kill and the restart: what it found wrong then is not wrong any more."""
    item = desk.notice()
    wrong = Problem(f"item:{item.id}:record:1:0", "orders:value:total", "wrong", item=item.id, record=1)
    half = desk.chunk(item, [], end=False)
    desk.ledger.staging.write([replace(half, problems=(wrong,))])
    assert len(desk.open_problems()) == 1
    desk.reopen()
    [again] = desk.ledger.items.to_stage(desk.place)
    desk.stage(order("A"), item=again)
    assert desk.open_problems() == []


def test_a_young_half_written_payload_leaves_no_faults_behind(desk: Desk) -> None:
    item = desk.notice()
    wrong = Problem(f"item:{item.id}:record:1:0", "orders:value:total", "wrong", item=item.id, record=1)
    desk.ledger.staging.write([replace(desk.chunk(item, [order("A")], end=False), problems=(wrong,))])
    desk.ledger.items.later(item, 5.0, "it ends badly", anew=True)
    assert desk.open_problems() == []
    assert claimable(desk) == []
    assert desk.ledger.items.to_stage(desk.place) == []
    desk.clock.time += 5
    [again] = desk.ledger.items.to_stage(desk.place)
    assert again.payload is None


def test_a_payload_that_ends_badly_delivers_nothing_and_is_settled_as_a_failure(desk: Desk) -> None:
    item = desk.notice()
    desk.ledger.staging.write([desk.chunk(item, [order("A"), order("B")], end=False)])
    bad = Problem(f"item:{item.id}:unreadable", "orders:unreadable", "It ends within a tag.", item=item.id)
    end = replace(desk.chunk(item, [], first=False), problems=(bad,), end=StageEnd(2, 0, 0, 0, unreadable=True))
    desk.ledger.staging.write([end])
    assert (claimable(desk), desk.claim()) == ([], [])
    [ended] = desk.ledger.settlings.ended(desk.place)
    assert ended.outcome is ItemOutcome.FAILURE
    assert ended.reason is not None
    assert ended.reason["problems"] == [{"what": "It ends within a tag.", "who": "vendor"}]


def test_an_item_is_staged_once(desk: Desk) -> None:
    item = desk.stage(order("A"))
    with pytest.raises(RuntimeError, match="not waiting"):
        desk.stage(order("A"), item=item)
    assert claimable(desk) == [("A", 1)]


def test_chunks_of_several_items_are_one_transaction(desk: Desk) -> None:
    first, second = desk.notice(), desk.notice()
    broken = replace(desk.chunk(second, [order("B")]), item=replace(second, id=999))
    with pytest.raises(RuntimeError):
        desk.ledger.staging.write([desk.chunk(first, [order("A")]), broken])
    assert claimable(desk) == []
    assert desk.item_state(first) is ItemState.NOTICED


def test_revisions_count_per_lane_and_follow_the_order_of_the_payload(desk: Desk) -> None:
    desk.stage(order("A", "1"), order("B", "1"), order("A", "2"))
    desk.stage(order("A", "3"))
    rows = desk.sql("SELECT l.reference, d.revision FROM delivery d JOIN lane l ON l.id = d.lane ORDER BY d.id")
    assert [(row["reference"], row["revision"]) for row in rows] == [("A", 1), ("B", 1), ("A", 2), ("A", 3)]


@pytest.mark.parametrize(
    "reference", ["Ünïcode 漢", "quote'\"", "back\\slash", "%_", " spaced ", "1", "01", "1.0", "{}", "\U0001f600"]
)
def test_any_reference_has_its_own_lane(desk: Desk, reference: str) -> None:
    desk.stage(order(reference, "1"), order(reference + "x", "1"))
    desk.stage(order(reference, "2"))
    assert desk.states(reference) == ["pending", "pending"]
    assert {one.lane.reference for one in desk.claim()} == {reference, reference + "x"}


KILLED = """
import os, sys
from pathlib import Path
from desktop_sync.ledger import staging
from tests.unit.ledger.desk import Desk, order

def dies(sql, ends, now):
    ended(sql, ends, now)
    os._exit(9)

desk = Desk(Path(sys.argv[1]))
item = desk.notice()
desk.ledger.staging.write([desk.chunk(item, [order("A"), order("B")], end=False)])
ended, staging._end = staging._end, dies
desk.ledger.staging.write([desk.chunk(item, [order("C")], first=False, start=3)])
"""


def test_a_kill_within_staging_leaves_nothing_to_claim(tmp_path: Path) -> None:
    """The process dies within the transaction that would have made all of it claimable."""
    root = Path(__file__).parents[3]
    told = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], cwd=root, check=False, timeout=60)
    assert told.returncode == 9
    desk = Desk(tmp_path)
    try:
        assert desk.claim() == []
        assert claimable(desk) == [("A", 0), ("B", 0)]
        [item] = desk.ledger.items.to_stage(desk.place)
        desk.stage(order("A"), order("B"), order("C"), item=item)
        assert claimable(desk) == [("A", 1), ("B", 1), ("C", 1)]
    finally:
        desk.close()


# -- how an item ends ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answers,faulty,ignored,outcome",
    [
        ([A.DONE, A.DONE], 0, 0, ItemOutcome.SUCCESS),
        ([], 0, 2, ItemOutcome.SUCCESS),
        ([], 0, 0, ItemOutcome.SUCCESS),
        ([A.DONE, A.REJECTED], 0, 0, ItemOutcome.PARTIAL),
        ([A.DONE], 1, 0, ItemOutcome.PARTIAL),
        ([A.REJECTED], 0, 1, ItemOutcome.PARTIAL),
        ([A.REJECTED, A.REJECTED], 0, 0, ItemOutcome.FAILURE),
        ([A.REJECTED], 1, 0, ItemOutcome.FAILURE),
        ([], 2, 0, ItemOutcome.FAILURE),
        ([], 2, 1, ItemOutcome.PARTIAL),
    ],
)
def test_outcome_of_an_item(
    desk: Desk, answers: list[AnswerKind], faulty: int, ignored: int, outcome: ItemOutcome
) -> None:
    item = desk.stage(*(order(f"R{number}") for number in range(len(answers))), faulty=faulty, ignored=ignored)
    assert [ended.item.id for ended in desk.ledger.settlings.ended(desk.place)] == ([] if answers else [item.id])
    for one, answer in zip(desk.claim(), answers, strict=True):
        desk.say(one, answer)
    [ended] = desk.ledger.settlings.ended(desk.place)
    assert ended.outcome is outcome
    assert (ended.reason is None) == (outcome is ItemOutcome.SUCCESS)


def test_pending_later_keeps_an_item_open_for_three_days_and_lives_on(desk: Desk) -> None:
    item = desk.stage(order("A"), order("B"))
    a, b = desk.claim()
    desk.say(a, A.DONE)
    desk.say(b, A.NOT_SENT)
    desk.clock.time += 3 * DAY - 1
    assert desk.ledger.settlings.ended(desk.place) == []
    desk.clock.time += 2
    [ended] = desk.ledger.settlings.ended(desk.place)
    assert (ended.item.id, ended.outcome) == (item.id, ItemOutcome.PARTIAL)
    assert [one.lane.reference for one in desk.done()] == ["B"]


def test_unknown_keeps_an_item_open(desk: Desk) -> None:
    desk.stage(order("A"))
    desk.say(desk.one(), A.UNKNOWN)
    assert desk.ledger.settlings.ended(desk.place) == []


def test_a_rejected_item_is_settled_though_the_clock_was_set_back(desk: Desk) -> None:
    item = desk.notice()
    desk.ledger.items.later(item, 30.0, "young")
    desk.clock.time += 30
    desk.ledger.staging.write([replace(desk.chunk(item, []), end=StageEnd(0, 0, 0, 0, unreadable=True))])
    desk.clock.time -= 3600
    assert len(desk.ledger.settlings.ended(desk.place)) == 1


def test_a_refusal_that_is_tried_again_is_open_again(desk: Desk) -> None:
    desk.stage(order("A"))
    counts = []
    for answer in (A.MISSING_REFERENCE, A.MISSING_REFERENCE, A.DONE):
        desk.say(desk.one(), answer)
        counts += desk.sql("SELECT open, refused FROM item")
        desk.clock.time += 3601
        desk.ledger.deliveries.reopen_missing(desk.account)
        counts += desk.sql("SELECT open, refused FROM item")
    told = [(row["open"], row["refused"]) for row in counts]
    assert told == [(0, 1), (1, 0), (0, 1), (1, 0), (0, 0), (0, 0)]


# -- counters -----------------------------------------------------------------------------------------

RECOUNT = """
SELECT i.id, i.open, i.refused,
       (SELECT count(*) FROM delivery d WHERE d.item = i.id AND d.claimable
        AND d.state IN ('pending', 'sending', 'unknown')) AS open_now,
       (SELECT count(*) FROM delivery d WHERE d.item = i.id AND d.claimable AND d.state = 'rejected') AS refused_now
FROM item i
"""
ANSWERS = [one for one in AnswerKind if one not in {A.SIGN_IN, A.MOVED, A.OUTDATED}]
STEPS = st.lists(st.sampled_from(["stage", "claim", "answer", "look", "wait", "reopen", "kill", "half"]), max_size=40)


@given(STEPS, st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_counters_follow_every_move(steps: list[str], chance: random.Random) -> None:
    """Random moves of a few lanes; after each of them the counters of all items equal a recount."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        try:
            walk = _Walk(desk, chance)
            for step in ["stage", "claim", "answer", *steps]:
                getattr(walk, step)()
                for row in desk.sql(RECOUNT):
                    assert (row["open"], row["refused"]) == (row["open_now"], row["refused_now"])
        finally:
            desk.close()


class _Walk:
    """One random step each."""

    def __init__(self, desk: Desk, chance: random.Random) -> None:
        self.desk = desk
        self.chance = chance
        self.sending = []  # type: ignore[var-annotated]

    def stage(self) -> None:
        count = self.chance.randint(0, 4)
        self.desk.stage(*(order(self.chance.choice("AB"), self.chance.choice("xyz")) for _ in range(count)))

    def half(self) -> None:
        """A staging that is cut off, and staged again by the next walk over what is noticed."""
        item = self.desk.notice()
        self.desk.ledger.staging.write([self.desk.chunk(item, [order("A", "half")], end=False)])
        if self.chance.random() < 0.5:
            self.desk.stage(order("A", "whole"), item=item)

    def claim(self) -> None:
        self.sending += self.desk.claim()

    def answer(self) -> None:
        while self.sending and self.chance.random() < 0.8:
            one = self.sending.pop(self.chance.randrange(len(self.sending)))
            if self.chance.random() < 0.3:
                self.desk.accept(one)
            self.desk.say(one, self.chance.choice(ANSWERS))

    def look(self) -> None:
        for one in self.desk.ledger.deliveries.unknowns(self.desk.account, 10):
            self.desk.look(one)

    def wait(self) -> None:
        self.desk.clock.time += self.chance.choice([1, 100, 4000, DAY])

    def reopen(self) -> None:
        self.desk.ledger.deliveries.reopen_missing(self.desk.account)

    def kill(self) -> None:
        self.desk.reopen()
        self.desk.ledger.deliveries.recover([self.desk.owner])


def test_a_payload_known_by_the_notice_is_kept_until_it_is_staged(desk: Desk) -> None:
    item = desk.notice()
    assert item.payload is None
    desk.stage(order("A"), item=item)
    [row] = desk.sql("SELECT payload, payload_size, mapping FROM item")
    assert (row["payload"], row["payload_size"], row["mapping"]) == ("ab" * 32, 10, "m1")
    assert desk.ledger.items.referenced(Payload("ab" * 32, 10).sha256)
    assert not desk.ledger.items.referenced("cd" * 32)
