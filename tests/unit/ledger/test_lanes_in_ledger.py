"""Lanes and versions where they become true: claims, outcomes, and the index that holds rule 1."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest

from desktop_sync.core.delivering import Move, Policy
from desktop_sync.core.model import AnswerKind, RemoteDocument, RemoteRef
from desktop_sync.core.states import DeliveryState, Operation
from desktop_sync.ledger.claims import Wanted
from tests.unit.ledger.desk import DAY, Desk, order

A = AnswerKind
FLIGHTS = [("sending", "sending"), ("sending", "unknown"), ("unknown", "sending"), ("unknown", "unknown")]


@pytest.mark.parametrize("first,second", FLIGHTS)
def test_the_database_refuses_two_in_flight_in_one_lane(desk: Desk, first: str, second: str) -> None:
    desk.stage(order("A", "1"), order("A", "2"))
    desk.change("UPDATE delivery SET state = ? WHERE revision = 1", first)
    with pytest.raises(sqlite3.IntegrityError):
        desk.change("UPDATE delivery SET state = ? WHERE revision = 2", second)
    assert desk.states() == [first, "pending"]


def test_two_lanes_may_be_in_flight(desk: Desk) -> None:
    desk.stage(order("A"), order("B"))
    assert len(desk.claim()) == 2
    assert desk.states("A") == desk.states("B") == ["sending"]


def test_a_newer_version_waits_while_the_older_is_sent_and_while_it_is_unknown(desk: Desk) -> None:
    desk.stage(order("A", "1"))
    first = desk.one()
    desk.stage(order("A", "2"))
    assert desk.claim() == []
    desk.say(first, A.UNKNOWN)
    assert desk.claim() == []
    assert desk.states() == ["unknown", "pending"]
    desk.clock.time += 10
    desk.accept(first)
    desk.look(desk.unknown())
    assert desk.states() == ["created", "pending"]
    second = desk.one()
    assert (second.request.method, second.request.if_match) == ("PUT", "1")


def test_a_claim_of_a_lane_that_is_not_free_any_more_is_passed_over(desk: Desk) -> None:
    desk.stage(order("A", "1"))
    free = desk.ledger.deliveries.free_lanes(desk.account, ["orders"], 0, 10)
    desk.one()
    assert [one.reference for one in free] == ["A"]
    assert desk.claim() == []


# -- rule 2: a late thread cannot overwrite ----------------------------------------------------------


@pytest.mark.parametrize("state", [DeliveryState.CREATED, DeliveryState.REJECTED, DeliveryState.PENDING])
def test_an_outcome_of_somebody_else_changes_nothing(desk: Desk, state: DeliveryState) -> None:
    desk.stage(order("A"))
    one = desk.one()
    before = [desk.delivery(one.id), desk.lane(), desk.requests(one.id)]
    move = Move(state, remote=RemoteRef("o1", "1"), retry_missing=True, read_first=True)
    assert desk.ledger.outcomes.apply("somebody else", [(one, move)], DeliveryState.SENDING).taken == 0
    assert [desk.delivery(one.id), desk.lane(), desk.requests(one.id)] == before
    assert desk.open_problems() == []


def test_an_outcome_after_recovery_changes_nothing(desk: Desk) -> None:
    desk.stage(order("A"))
    one = desk.one()
    late = desk.owner
    desk.owner = "the next"
    assert desk.ledger.deliveries.recover(["the next"]) == 1
    before = desk.delivery(one.id)
    move = Move(DeliveryState.CREATED, remote=RemoteRef("o1", "1"))
    assert desk.ledger.outcomes.apply(late, [(one, move)], DeliveryState.SENDING).taken == 0
    assert desk.delivery(one.id) == before
    assert desk.lane()["remote_id"] is None


def test_an_outcome_is_committed_once(desk: Desk) -> None:
    desk.stage(order("A"))
    one = desk.one()
    assert desk.say(one, A.DONE) == 1
    assert desk.say(one, A.REJECTED) == 0
    assert desk.states() == ["created"]
    assert desk.open_problems() == []


def test_of_several_outcomes_only_the_stale_one_is_left_out(desk: Desk) -> None:
    desk.stage(order("A"), order("B"))
    one, other = desk.claim()
    moves = [(each, Move(DeliveryState.CREATED, remote=RemoteRef(each.lane.reference, "1"))) for each in (one, other)]
    desk.change("UPDATE delivery SET claim = 'somebody else' WHERE id = ?", one.id)
    assert desk.ledger.outcomes.apply(desk.owner, moves, DeliveryState.SENDING).taken == 1
    assert [desk.states("A"), desk.states("B")] == [["sending"], ["created"]]


# -- recover --------------------------------------------------------------------------------------------


def test_recover_turns_what_a_dead_owner_was_sending_unknown_and_nothing_else(desk: Desk) -> None:
    desk.stage(*(order(name) for name in "ABC"))
    a, b, _ = desk.claim()
    desk.say(b, A.DONE)
    desk.stage(order("D"))
    desk.reopen()
    mine = [one for one in desk.claim() if one.lane.reference == "D"]
    assert len(mine) == 1
    assert desk.ledger.deliveries.recover([desk.owner]) == 2
    assert [desk.states(name) for name in "ABCD"] == [["unknown"], ["created"], ["unknown"], ["sending"]]
    row = desk.delivery(a.id)
    assert (row["in_question"], row["looks"], row["not_before"]) == (1, 0, 0)
    assert desk.requests(a.id)[0]["outcome"] == "cut off"
    assert desk.ledger.deliveries.recover([desk.owner]) == 0


def test_after_a_cut_of_unknown_age_the_lag_counts_from_the_first_look(desk: Desk) -> None:
    """Nobody knows when a dead process sent its last byte: without a key two looks and the lag come first."""
    desk.promise = replace(desk.promise, keys_live=None)
    desk.stage(order("A"))
    one = desk.one()
    desk.reopen()
    desk.ledger.deliveries.recover([desk.owner])
    desk.clock.time += DAY
    for _ in range(200):
        desk.look(desk.unknown())
        if desk.states() != ["unknown"]:
            break
        desk.clock.time = desk.delivery(one.id)["not_before"]
    assert desk.states() == ["pending"]
    assert desk.clock.time - 1_700_000_000.0 - DAY >= desk.promise.commit_lag
    again = desk.one()
    assert again.request.number == 2
    assert again.request.key != one.request.key


# -- rule 4: superseded in the transaction of the success ----------------------------------------------


def test_older_complete_versions_are_superseded_with_the_success_and_not_before(desk: Desk) -> None:
    desk.stage(order("A", "1"), order("A", "2"), order("A", "3"))
    newest = desk.one()
    assert newest.revision == 3
    assert desk.states() == ["pending", "pending", "sending"]
    desk.say(newest, A.DONE)
    assert desk.states() == ["superseded", "superseded", "created"]


def test_a_crash_within_the_transaction_of_a_success_supersedes_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.stage(order("A", "1"), order("A", "2"))
    newest = desk.one()

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("desktop_sync.ledger.outcomes._close_problems", crash)
    with pytest.raises(KeyboardInterrupt):
        desk.say(newest, A.DONE)
    assert desk.states() == ["pending", "sending"]
    assert desk.lane()["acked_revision"] == 0


def test_after_a_rejection_the_next_older_is_sent(desk: Desk) -> None:
    desk.stage(order("A", "1"), order("A", "2"))
    desk.say(desk.one(), A.REJECTED)
    assert desk.states() == ["pending", "rejected"]
    desk.say(desk.one(), A.DONE)
    assert desk.states() == ["created", "rejected"]


def test_partial_documents_go_in_order_and_none_is_skipped(desk: Desk) -> None:
    desk.stage(*(order("A", str(number), partial=True) for number in (1, 2, 2, 3)))
    assert [one.revision for one in desk.done(only="A")] == [1, 2, 3, 4]
    assert desk.states() == ["created", "updated", "updated", "updated"]


def test_after_a_partial_success_nothing_is_unchanged_by_hash(desk: Desk) -> None:
    desk.stage(order("A", "1"))
    desk.done()
    desk.stage(order("A", "2", partial=True))
    desk.done()
    desk.stage(order("A", "2"))
    assert [one.revision for one in desk.done()] == [3], "a complete document clears what the partial one left"
    desk.stage(order("A", "3", partial=True))
    desk.done()
    desk.stage(order("A", "2"))
    assert [one.revision for one in desk.done()] == [5]


def test_a_partial_document_of_an_old_version_does_not_take_the_lane_back(desk: Desk) -> None:
    desk.stage(order("A", "1", 5))
    desk.done()
    desk.stage(order("A", "2", 3, partial=True))
    desk.done()
    desk.stage(order("A", "3", 4))
    assert desk.done() == []
    assert desk.states() == ["created", "updated", "superseded"]


# -- rule 6: unchanged -----------------------------------------------------------------------------------


def test_the_same_content_again_is_unchanged_without_a_request(desk: Desk) -> None:
    desk.stage(order("A", "1"))
    desk.done()
    desk.stage(order("A", "1"))
    assert desk.claims().ended == {"unchanged": 1}
    assert desk.states() == ["created", "unchanged"]
    assert desk.sql("SELECT count(*) AS n FROM request")[0]["n"] == 1


def test_unchanged_ends_the_older_ones_in_the_same_transaction(desk: Desk) -> None:
    desk.stage(order("A", "1"))
    desk.done()
    desk.stage(order("A", "2"), order("A", "1"))
    assert desk.claims().ended == {"unchanged": 1, "superseded": 1}
    assert desk.states() == ["created", "superseded", "unchanged"]


def test_a_b_a_ends_with_a(desk: Desk) -> None:
    for content in ("a", "b", "a"):
        desk.stage(order("A", content))
        desk.done()
    assert desk.states() == ["created", "updated", "updated"]
    assert desk.acme["A"].body["x"] == "a"


def test_the_same_content_for_another_account_is_sent(desk: Desk) -> None:
    desk.stage(order("A", "1"))
    desk.done()
    desk.account = desk.ledger.journal.bind("acme", replace(_account(desk), tenant="production")).id
    desk.acme.clear()
    desk.stage(order("A", "1"))
    assert [one.request.method for one in desk.done()] == ["POST"]


def _account(desk: Desk):  # type: ignore[no-untyped-def]  # noqa: ANN202
    bound = desk.ledger.journal.account_of("acme")
    assert bound is not None
    return bound.account


def test_what_acme_already_holds_is_unchanged_when_read(desk: Desk) -> None:
    body = {"external_reference": "A", "x": "1", "more": "of Acme's own"}
    desk.acme["A"] = RemoteDocument(RemoteRef("o1", "4"), "A", body)
    desk.stage(order("A", "1"))
    assert desk.claims().ended == {"unchanged": 1}
    assert (desk.lane()["remote_id"], desk.lane()["remote_version"]) == ("o1", "4")


# -- rules 7 and 8 ---------------------------------------------------------------------------------------


def test_an_older_file_after_a_newer_one_is_superseded(desk: Desk) -> None:
    desk.stage(order("A", "new", 2))
    desk.done()
    desk.stage(order("A", "old", 1))
    assert desk.claims().ended == {"superseded": 1}
    assert desk.delivery(2)["note"] == "It is older than what Acme has."


def test_the_same_version_with_other_content_is_sent_and_noted(desk: Desk) -> None:
    desk.stage(order("A", "1", 5))
    desk.done()
    desk.stage(order("A", "2", 5))
    [sent] = desk.done()
    assert desk.requests(sent.id)[0]["note"] == "Acme has this version already, with other content"


def test_an_older_one_does_not_overtake_nor_keep_asking_for_its_lane(desk: Desk) -> None:
    """Acme is busy: the newest waits, and nobody reads Acme for the older ones every moment."""
    desk.stage(order("A", "1"), order("A", "2"))
    desk.say(desk.one(), A.NOT_PROCESSED, retry_after=40.0)
    assert desk.claim() == []
    assert desk.ledger.deliveries.free_lanes(desk.account, ["orders"], 0, 10) == []
    desk.stage(order("A", "3"))
    assert desk.one().revision == 3, "a newer one need not wait"


def test_those_that_wait_together_go_together(desk: Desk) -> None:
    desk.stage(order("A", "1"), order("A", "2"))
    desk.say(desk.one(), A.NOT_PROCESSED, retry_after=40.0)
    assert desk.claim() == []
    desk.clock.time += 40
    assert [one.revision for one in desk.done()] == [2]
    assert desk.states() == ["superseded", "created"]


def test_a_version_older_than_the_one_in_flight_is_superseded_after_it(desk: Desk) -> None:
    desk.stage(order("A", "new", 2))
    one = desk.one()
    desk.stage(order("A", "old", 1))
    desk.say(one, A.DONE)
    assert desk.claim() == []
    assert desk.states() == ["created", "superseded"]


def test_v2_refused_while_v1_waits(desk: Desk) -> None:
    desk.stage(order("A", "1", 1), order("A", "2", 2))
    desk.say(desk.one(), A.REJECTED)
    desk.say(desk.one(), A.DONE)
    assert desk.states() == ["created", "rejected"]
    assert len(desk.open_problems()) == 1
    desk.stage(order("A", "3", 3))
    desk.done()
    assert desk.open_problems() == []
    assert desk.acme["A"].body["x"] == "3"


def test_a_success_leaves_the_problem_of_a_newer_version_open(desk: Desk) -> None:
    desk.stage(order("A", "2", 2))
    desk.say(desk.one(), A.REJECTED)
    desk.stage(order("A", "1", 1))
    desk.done()
    [problem] = desk.open_problems()
    assert problem["delivery"] == 1


def test_a_rejection_is_one_problem_with_words_and_place(desk: Desk) -> None:
    item = desk.stage(order("A"))
    desk.say(desk.one(), A.REJECTED)
    [problem] = desk.open_problems()
    assert (problem["item"], problem["record"], problem["delivery"], problem["flow"]) == (item.id, 1, 1, "orders")
    assert problem["what"].startswith("Order A was refused")


# -- rule 9 ----------------------------------------------------------------------------------------------


def test_cancel_of_what_was_never_in_acme_is_ignored(desk: Desk) -> None:
    desk.stage(order("A", "1", 2, operation=Operation.CANCEL))
    assert desk.claims().ended == {"unchanged": 1}
    desk.stage(order("A", "0", 1))
    assert desk.claims().ended == {"superseded": 1}, "the order before the cancel must not be created afterwards"


def test_cancel_of_what_was_never_in_acme_is_created_where_wanted(desk: Desk) -> None:
    desk.policy = Policy(create_cancelled=True)
    desk.stage(order("A", operation=Operation.CANCEL))
    assert [one.request.method for one in desk.done()] == ["POST"]


def test_missing_reference_is_tried_again_hourly_for_three_days(desk: Desk) -> None:
    desk.stage(order("A"))
    begun, tries = desk.clock.now(), []
    for _ in range(200):
        for one in desk.claim():
            desk.say(one, A.MISSING_REFERENCE)
            tries.append(desk.clock.now() - begun)
        assert desk.ledger.deliveries.reopen_missing(desk.account) == 0
        desk.clock.time += 1800
        desk.ledger.deliveries.reopen_missing(desk.account)
    assert tries[:3] == [0, 3600, 7200]
    assert 3 * DAY - 3600 <= tries[-1] <= 3 * DAY + 3600
    assert desk.states() == ["rejected"]
    assert len(desk.open_problems()) == 1
    assert desk.open_problems()[0]["times"] == len(tries)


def test_missing_reference_that_has_come_is_delivered_and_its_problem_closed(desk: Desk) -> None:
    desk.stage(order("A"))
    first = desk.one()
    desk.say(first, A.MISSING_REFERENCE)
    desk.clock.time += 3601
    assert desk.ledger.deliveries.reopen_missing(desk.account) == 1
    again = desk.one()
    assert (again.request.number, again.request.key == first.request.key) == (2, False)
    desk.say(again, A.DONE)
    assert desk.states() == ["created"]
    assert desk.open_problems() == []


def test_a_newer_success_ends_the_hourly_tries(desk: Desk) -> None:
    desk.stage(order("A", "1"))
    desk.say(desk.one(), A.MISSING_REFERENCE)
    desk.stage(order("A", "2"))
    desk.done()
    desk.clock.time += 4000
    assert desk.ledger.deliveries.reopen_missing(desk.account) == 0
    assert desk.open_problems() == []


def test_an_update_of_what_is_not_in_acme_yet_waits_hourly(desk: Desk) -> None:
    desk.stage(order("A", operation=Operation.UPDATE))
    assert desk.claims().ended == {"rejected": 1}
    desk.acme["A"] = RemoteDocument(RemoteRef("o1", "1"), "A", {"x": "other"})
    assert desk.claim() == []
    desk.clock.time += 3601
    desk.ledger.deliveries.reopen_missing(desk.account)
    assert [one.request.method for one in desk.done()] == ["PUT"]


# -- flows and order --------------------------------------------------------------------------------------


def test_free_lanes_come_in_the_order_of_staging_and_page_on(desk: Desk) -> None:
    desk.stage(*(order(f"R{number}") for number in range(5)))
    first = desk.ledger.deliveries.free_lanes(desk.account, ["orders"], 0, 3)
    rest = desk.ledger.deliveries.free_lanes(desk.account, ["orders"], first[-1].delivery, 3)
    assert [one.reference for one in (*first, *rest)] == [f"R{number}" for number in range(5)]


def test_only_the_flows_asked_for(desk: Desk) -> None:
    desk.stage(order("A"))
    assert desk.ledger.deliveries.free_lanes(desk.account, ["another"], 0, 10) == []
    counts = desk.ledger.deliveries.counts(desk.account, ["another"])
    assert (counts.due, counts.later, counts.unknown) == (0, 0, 0)


def test_a_lane_wanted_twice_is_claimed_once(desk: Desk) -> None:
    desk.stage(order("A", "1"), order("A", "2"))
    wanted = [Wanted(1, read=True), Wanted(1, read=True)]
    assert [one.revision for one in desk.ledger.claiming.claim(wanted, desk.terms()).send] == [2]
    assert [row["sent_times"] for row in desk.requests(2)] == [1]
