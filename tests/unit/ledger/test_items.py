"""Noticing and settling: what is new, what is absent, generations, and the end of items."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, rule

from desktop_sync.core.model import AnswerKind, Entity, Found, Item, Notice, Payload, SettleResult, Settling
from desktop_sync.core.problem import Problem
from desktop_sync.core.states import ItemOutcome, ItemState
from tests.unit.ledger.desk import Desk, order

A = AnswerKind
FILE = Entity("a.xml", 10, 1, "1:1")
REST = ItemState.NOTICED, ItemState.STAGED, ItemState.REJECTED, ItemState.SETTLING


def listing(desk: Desk, *entities: Entity, notice: bool = True) -> list[str]:
    """One complete look at the place; what is new is noticed (or left young). Returns the paths that were new."""
    look = desk.ledger.places.look(desk.place)
    new = look.unseen(list(entities))
    if notice and new:
        desk.ledger.items.notice(desk.place, Found(tuple(Notice(one) for one in new)), 1)
    look.end()
    return [one.path for one in new]


def items(desk: Desk) -> list[Item]:
    return desk.ledger.items.to_stage(desk.place)


def settle(desk: Desk, item: Item, result: SettleResult = SettleResult.DONE, target: str | None = "archive/a") -> None:
    """A staged item is settled."""
    settling = Settling(item, target)
    desk.ledger.settlings.order([(settling, ItemOutcome.SUCCESS)])
    desk.ledger.settlings.settled([(settling, result)])


# -- generations ------------------------------------------------------------------------------------


def test_what_is_known_is_not_new(desk: Desk) -> None:
    assert listing(desk, FILE) == ["a.xml"]
    assert listing(desk, FILE) == []
    assert len(items(desk)) == 1


def test_a_quiet_listing_need_not_be_asked_until_something_is_learnt_or_forgotten(desk: Desk) -> None:
    listing(desk, FILE)
    look = desk.ledger.places.look(desk.place)
    assert look.quiet is None
    assert not look.unseen([FILE])
    look.found_nothing(4711)
    again = desk.ledger.places.look(desk.place)
    assert again.quiet == 4711
    again.as_before()
    assert again.end() == 0
    assert listing(desk, FILE) == []
    (item,) = items(desk)
    desk.ledger.items.end_unread(item, ItemState.GONE, "gone")
    assert desk.ledger.places.look(desk.place).quiet is None
    assert listing(desk, FILE) == ["a.xml"]


def test_absent_and_back_is_a_new_item(desk: Desk) -> None:
    listing(desk, FILE)
    assert listing(desk) == []
    assert listing(desk, FILE) == ["a.xml"]
    assert [one.generation for one in items(desk)] == [1, 2]


def test_a_b_a_in_place_are_three_items(desk: Desk) -> None:
    """The same size and time come back without an absence between: still another item."""
    listing(desk, FILE)
    assert listing(desk, FILE._replace(size=11)) == ["a.xml"]
    assert listing(desk, FILE) == ["a.xml"]
    assert [(one.generation, one.entity.size) for one in items(desk)] == [(1, 10), (2, 11), (3, 10)]


@pytest.mark.parametrize("changed", [FILE._replace(size=11), FILE._replace(mtime_ns=2), FILE._replace(mtime_ns=0)])
def test_another_size_or_time_is_a_new_item(desk: Desk, changed: Entity) -> None:
    listing(desk, FILE)
    assert listing(desk, changed) == ["a.xml"]


def test_settled_away_and_copied_back_is_a_new_item_and_its_documents_are_unchanged(desk: Desk) -> None:
    listing(desk, FILE)
    [item] = items(desk)
    desk.stage(order("A"), item=item)
    desk.done()
    settle(desk, item)
    assert listing(desk, FILE) == ["a.xml"]
    [again] = items(desk)
    desk.stage(order("A"), item=again)
    assert desk.claims().ended == {"unchanged": 1}


def test_a_settled_item_that_stays_is_not_new(desk: Desk) -> None:
    listing(desk, FILE)
    [item] = items(desk)
    desk.stage(order("A"), item=item)
    desk.done()
    settle(desk, item, target=None)
    assert listing(desk, FILE) == []


def test_replaced_before_it_was_settled_the_new_content_is_a_new_item(desk: Desk) -> None:
    listing(desk, FILE)
    [item] = items(desk)
    desk.stage(order("A"), item=item)
    desk.done()
    settle(desk, item, SettleResult.REPLACED)
    assert desk.item_state(item) is ItemState.REPLACED
    assert listing(desk, FILE._replace(size=11)) == ["a.xml"]


def test_replaced_by_equal_size_and_time_is_a_new_item_too(desk: Desk) -> None:
    """Only the file id tells them apart (settling saw it): the listing must not take it for known."""
    listing(desk, FILE)
    [item] = items(desk)
    desk.stage(order("A"), item=item)
    desk.done()
    settle(desk, item, SettleResult.REPLACED)
    assert listing(desk, FILE) == ["a.xml"]


def test_the_end_of_an_old_item_leaves_a_newer_one_of_the_same_file_alone(desk: Desk) -> None:
    listing(desk, FILE)
    [old] = items(desk)
    desk.stage(order("A"), item=old)
    desk.done()
    newer = FILE._replace(size=11)
    listing(desk, newer)
    settle(desk, old, SettleResult.REPLACED)
    assert listing(desk, newer) == []


@pytest.mark.parametrize("state", [ItemState.GONE, ItemState.REPLACED])
def test_gone_or_replaced_before_it_was_read(desk: Desk, state: ItemState) -> None:
    listing(desk, FILE)
    [item] = items(desk)
    desk.ledger.items.end_unread(item, state, "not there")
    assert desk.item_state(item) is state
    assert items(desk) == []
    assert listing(desk, FILE) == ["a.xml"]


def test_two_flows_see_the_same_place_each_for_itself(desk: Desk) -> None:
    listing(desk, FILE)
    desk.place = desk.ledger.places.number("others", "erp")
    assert listing(desk, FILE) == ["a.xml"]
    assert listing(desk) == []
    desk.place = desk.ledger.places.number("orders", "erp")
    assert listing(desk, FILE) == []


def test_a_young_one_is_new_at_every_look_until_it_is_noticed(desk: Desk) -> None:
    assert listing(desk, FILE, notice=False) == ["a.xml"]
    assert listing(desk, FILE) == ["a.xml"]
    changed = FILE._replace(size=11)
    assert listing(desk, changed, notice=False) == ["a.xml"]
    assert listing(desk, changed) == ["a.xml"]
    assert listing(desk, changed) == []


def test_one_back_and_one_gone_in_the_same_look(desk: Desk) -> None:
    """As many as before, but others: the one that is back is young, the other one is absent now."""
    other = Entity("b.xml", 1, 1)
    listing(desk, FILE, other)
    listing(desk, other)
    assert listing(desk, FILE, notice=False) == ["a.xml"]
    assert _present(desk) == set()
    assert listing(desk, FILE, other) == ["a.xml", "b.xml"]


def test_what_was_noticed_during_a_look_is_present_at_its_end(desk: Desk) -> None:
    look = desk.ledger.places.look(desk.place)
    for number in range(3):
        entity = Entity(f"{number}.xml", 1, 1)
        desk.ledger.items.notice(desk.place, Found((Notice(look.unseen([entity])[0]),)), 1)
    assert look.end() == 0
    assert listing(desk, *(Entity(f"{number}.xml", 1, 1) for number in range(3))) == []


def test_a_look_that_did_not_end_marks_nothing(desk: Desk) -> None:
    listing(desk, FILE)
    desk.ledger.places.look(desk.place).unseen([])
    assert listing(desk, FILE) == []


def test_items_and_cursor_are_one_transaction(desk: Desk) -> None:
    items_, places = desk.ledger.items, desk.ledger.places
    assert places.cursor(desk.place) is None
    items_.notice(desk.place, Found((Notice(FILE, Payload("ab" * 32, 3)),), cursor="c1"), 1)
    assert places.cursor(desk.place) == "c1"
    [item] = items(desk)
    assert item.payload is not None
    assert (item.payload.sha256, item.payload.size, item.payload.name) == ("ab" * 32, 3, "a.xml")
    with pytest.raises(AttributeError):
        items_.notice(desk.place, Found((Notice(FILE._replace(size=11)), None), cursor="c2"), 1)  # type: ignore[arg-type]
    assert places.cursor(desk.place) == "c1"
    assert len(items(desk)) == 1


NAMES = st.sampled_from([f"{number}.xml" for number in range(6)])
LISTING = st.dictionaries(NAMES, st.tuples(st.integers(1, 2), st.booleans()))


@given(st.lists(LISTING, max_size=8), st.integers(1, 4), st.booleans())
@settings(max_examples=100)
def test_presence_equals_a_model(listings: list[dict[str, tuple[int, bool]]], batch: int, other: bool) -> None:
    """Each listing: name -> (size, young). The model: what is new is what differs from the last noticed and present."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        try:
            if other:  # another flow's entities lie between
                place, desk.place = desk.place, desk.ledger.places.number("others", "erp")
                listing(desk, *(Entity(f"{number}.xml", 1, 1) for number in range(6)))
                desk.place = place
            known: dict[str, int] = {}
            for shown in listings:
                new = _look(desk, shown, batch)
                assert new == {name for name, (size, _) in shown.items() if known.get(name) != size}
                known = {name: size for name, size in known.items() if name in shown}
                known.update({name: size for name, (size, young) in shown.items() if name in new and not young})
                assert _present(desk) == set(known)
        finally:
            desk.close()


def _look(desk: Desk, shown: dict[str, tuple[int, bool]], batch: int) -> set[str]:
    look = desk.ledger.places.look(desk.place)
    names = sorted(shown)
    new: set[str] = set()
    for start in range(0, len(names), batch):
        part = look.unseen([Entity(name, shown[name][0], 1) for name in names[start : start + batch]])
        new |= {one.path for one in part}
        ripe = tuple(Notice(one) for one in part if not shown[one.path][1])
        desk.ledger.items.notice(desk.place, Found(ripe), 1)
    look.end()
    return new


def _present(desk: Desk) -> set[str]:
    return {row["path"] for row in desk.sql("SELECT path FROM entity WHERE place = ? AND present", desk.place)}


# -- later, settling ------------------------------------------------------------------------------


def test_later_keeps_the_item_and_its_order(desk: Desk) -> None:
    first, second = desk.notice(), desk.notice()
    desk.ledger.items.later(first, 10.0, "still written")
    assert [one.id for one in items(desk)] == [second.id]
    assert desk.ledger.items.next_due(desk.place) == 0
    desk.clock.time += 10
    assert [one.id for one in items(desk)] == [first.id, second.id]


@pytest.mark.parametrize("after", [30.0, 5 * 3600.0])
def test_later_is_later_and_not_at_once_however_long(desk: Desk, after: float) -> None:
    item = desk.notice()
    desk.ledger.items.later(item, after, "young")
    assert items(desk) == []
    desk.clock.time -= 3600  # and a clock set back keeps nothing waiting for an hour
    assert [one.id for one in items(desk)] == [item.id]


def test_a_payload_lost_in_the_spool_is_fetched_again(desk: Desk) -> None:
    item = desk.notice()
    desk.ledger.staging.write([desk.chunk(item, [order("A")], end=False)])
    [half] = items(desk)
    assert half.payload is not None
    desk.ledger.items.forget_payload(half)
    [again] = items(desk)
    assert again.payload is None


def test_settling_is_ordered_before_it_is_done_and_survives_a_restart(desk: Desk) -> None:
    item = desk.stage(order("A"))
    desk.done()
    reason: dict[str, object] = {"problems": ["ü"]}
    settling = Settling(item, "failed/1.xml", reason=reason)
    desk.ledger.settlings.order([(settling, ItemOutcome.FAILURE)])
    desk.reopen()
    [(found, outcome)] = desk.ledger.settlings.ordered(desk.place)
    assert (found.item.id, found.target, found.delete, found.reason) == (item.id, "failed/1.xml", False, reason)
    assert outcome is ItemOutcome.FAILURE
    assert desk.ledger.settlings.ended(desk.place) == []
    desk.ledger.settlings.settled([(found, SettleResult.DONE)])
    assert desk.ledger.settlings.ordered(desk.place) == []
    assert desk.item_state(item) is ItemState.DONE


def test_an_open_item_cannot_be_settled_twice_or_before_it_was_ordered(desk: Desk) -> None:
    item = desk.stage(order("A"))
    settling = Settling(item, "archive/1.xml")
    desk.ledger.settlings.settled([(settling, SettleResult.DONE)])
    assert desk.item_state(item) is ItemState.STAGED
    settle(desk, item)
    desk.ledger.settlings.order([(replace(settling, target="elsewhere"), ItemOutcome.FAILURE)])
    assert desk.item_state(item) is ItemState.DONE
    assert desk.ledger.settlings.ordered(desk.place) == []


def test_a_failed_settle_is_one_problem_and_tried_again_as_a_settle(desk: Desk) -> None:
    item = desk.stage(order("A"))
    desk.done()
    settling = Settling(item, "archive/1.xml")
    desk.ledger.settlings.order([(settling, ItemOutcome.SUCCESS)])
    problem = Problem(f"settle:{item.id}", "settle", "cannot be moved", item=item.id)
    for attempts in range(3):
        assert desk.ledger.items.attempts(item) == attempts
        desk.ledger.settlings.later(item, 5.0, problem)
        assert desk.ledger.settlings.ordered(desk.place) == []
        desk.clock.time += 5
        assert len(desk.ledger.settlings.ordered(desk.place)) == 1
    assert [row["times"] for row in desk.open_problems()] == [3]
    assert desk.ledger.settlings.open(desk.place) == 1
    assert items(desk) == []
    desk.ledger.settlings.settled([(settling, SettleResult.DONE)])
    assert desk.open_problems() == []
    assert desk.ledger.settlings.open(desk.place) == 0


def test_a_late_success_does_not_move_the_file_again(desk: Desk) -> None:
    item = desk.stage(order("A"), order("B"))
    for one in desk.claim():
        desk.say(one, A.MISSING_REFERENCE if one.lane.reference == "A" else A.DONE)
    settle(desk, item)
    desk.clock.time += 3601
    desk.ledger.deliveries.reopen_missing(desk.account)
    desk.done()
    assert desk.states("A") == ["created"]
    assert desk.ledger.settlings.ended(desk.place) == []
    assert desk.item_state(item) is ItemState.DONE


def test_the_reason_tells_every_open_problem_of_the_item_with_its_place(desk: Desk) -> None:
    item = desk.stage(order("A"), order("B"))
    for one in desk.claim():
        desk.say(one, A.REJECTED)
    [ended] = desk.ledger.settlings.ended(desk.place)
    assert ended.reason is not None
    problems = ended.reason["problems"]
    assert isinstance(problems, list)
    assert [one["record"] for one in problems] == [1, 2]
    assert ended.reason["file"] == item.entity.path
    assert ended.reason["sha256"] == "ab" * 32


def test_the_reason_does_not_tell_what_is_over(desk: Desk) -> None:
    desk.stage(order("A", "1"), order("B"), order("C"))
    a, b, c = desk.claim()
    desk.say(a, A.REJECTED)
    desk.say(b, A.DONE)
    later = desk.stage(order("A", "2"))
    desk.done()
    desk.say(c, A.REJECTED)
    [ended] = [one for one in desk.ledger.settlings.ended(desk.place) if one.item.id != later.id]
    assert ended.reason is not None
    problems = ended.reason["problems"]
    assert isinstance(problems, list)
    assert [one["record"] for one in problems] == [3]


# -- the moves of items as a machine ----------------------------------------------------------------


class Moves(RuleBasedStateMachine):
    """Whatever is called in whatever order: an ended item stays ended, and no item is in two lists."""

    staged = Bundle("staged")

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.desk = Desk(Path(self._folder.name))
        self.over: set[int] = set()

    def teardown(self) -> None:
        self.desk.close()
        self._folder.cleanup()

    @rule(target=staged, documents=st.integers(0, 2))
    def stage(self, documents: int) -> Item:
        return self.desk.stage(*(order(f"R{number}") for number in range(documents)))

    @rule()
    def deliver(self) -> None:
        self.desk.done()

    @rule(item=staged, result=st.sampled_from(SettleResult))
    def confirm(self, item: Item, result: SettleResult) -> None:
        waiting = {order.item.id for order, _ in self.desk.ledger.settlings.ordered(self.desk.place)}
        self.desk.ledger.settlings.settled([(Settling(item, "archive"), result)])
        self.over |= {item.id} & waiting
        self._lists(self.over)

    @rule()
    def order_all(self) -> None:
        ended = self.desk.ledger.settlings.ended(self.desk.place)
        assert not {one.item.id for one in ended} & self.over
        self.desk.ledger.settlings.order([(Settling(one.item, "archive"), one.outcome) for one in ended])
        assert self.desk.ledger.settlings.ended(self.desk.place) == []

    @rule(item=consumes(staged))
    def late(self, item: Item) -> None:
        """Calls that come too late."""
        self.desk.ledger.items.later(item, 1.0, "late")
        self.desk.ledger.items.end_unread(item, ItemState.GONE, "late")
        assert self.desk.item_state(item) is not ItemState.NOTICED
        assert (self.desk.item_state(item) in REST) == (item.id not in self.over)

    def _lists(self, over: Iterable[int]) -> None:
        open_ = {order.item.id for order, _ in self.desk.ledger.settlings.ordered(self.desk.place)}
        assert not open_ & set(over)


Moves.TestCase.settings = settings(max_examples=40, stateful_step_count=20)
TestMoves = Moves.TestCase
