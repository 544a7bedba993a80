"""Requests, keys and unknowns in the ledger: same bytes, same key; other bytes, other key, and never before time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_sync.core.delivering import MAX_DOUBTS, Claimed, Policy
from desktop_sync.core.identity import sha256
from desktop_sync.core.model import AnswerKind, RemoteDocument, RemoteRef
from desktop_sync.ledger.deliveries import FreeLane
from tests.unit.ledger.desk import DAY, Desk, order

A = AnswerKind


def later(desk: Desk, one: Claimed) -> None:
    """To the moment at which the delivery is due again."""
    desk.clock.time = max(desk.clock.time, desk.delivery(one.id)["not_before"])


def cut(desk: Desk) -> Claimed:
    """A create whose answer was lost."""
    desk.stage(order("A", "1"))
    one = desk.one()
    desk.say(one, A.UNKNOWN)
    later(desk, one)
    return one


def test_a_request_is_committed_with_its_claim_before_it_is_sent(desk: Desk) -> None:
    desk.stage(order("A", "1"))
    one = desk.one()
    [row] = desk.requests(one.id)
    assert (row["method"], row["path"], row["if_match"]) == ("POST", "/orders", None)
    assert row["body_sha256"] == sha256(one.request.body)
    assert (row["key"], row["sent_times"]) == (one.request.key, 1)
    assert row["made_at"] == desk.clock.now() == one.made_at
    assert row["outcome"] is row["sent_at"] is None


@pytest.mark.parametrize("answer", [A.NOT_SENT, A.NOT_PROCESSED, A.SIGN_IN, A.OUTDATED])
def test_what_was_not_processed_is_sent_again_with_the_same_key(desk: Desk, answer: AnswerKind) -> None:
    desk.stage(order("A"))
    one = desk.one()
    desk.say(one, answer)
    later(desk, one)
    again = desk.one()
    assert again.request == one.request
    assert again.made_at == one.made_at
    assert [row["sent_times"] for row in desk.requests(one.id)] == [2]


def test_found_absent_is_sent_again_with_the_same_key_at_once(desk: Desk) -> None:
    one = cut(desk)
    desk.look(desk.unknown())
    again = desk.one()
    assert again.request == one.request
    assert again.in_question


def test_in_question_goes_before_a_newer_version(desk: Desk) -> None:
    one = cut(desk)
    desk.stage(order("A", "2"))
    desk.look(desk.unknown())
    assert [again.request for again in desk.claim()] == [one.request]


def test_an_expired_key_is_not_used_again(desk: Desk) -> None:
    one = cut(desk)
    desk.look(desk.unknown())
    desk.clock.time += DAY * 0.9
    assert desk.claim() == []
    assert desk.states() == ["unknown"], "it is read again; a new request needs a definite outcome"
    for _ in range(2):
        desk.look(desk.unknown())
        desk.clock.time += desk.promise.commit_lag + 1
    again = desk.one()
    assert (again.request.number, again.request.key == one.request.key) == (2, False)
    assert again.request.body == one.request.body


def test_an_expired_key_of_what_was_never_processed_is_replaced(desk: Desk) -> None:
    desk.stage(order("A"))
    one = desk.one()
    desk.say(one, A.NOT_SENT)
    desk.clock.time += DAY * 0.9
    again = desk.one()
    assert (again.request.number, again.request.key == one.request.key) == (2, False)
    assert again.made_at == desk.clock.now()


def test_other_bytes_get_another_key_and_only_after_a_definite_outcome(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The profile names another path since: the request in question cannot be repeated as it was."""
    one = cut(desk)
    desk.look(desk.unknown())
    monkeypatch.setattr("tests.unit.ledger.desk.shape", lambda document, remote: ("POST", "/v2/orders", None, b"{}"))
    assert desk.claim() == []
    assert desk.states() == ["unknown"]
    desk.look(desk.unknown())
    assert desk.states() == ["unknown"], "before commit_lag"
    desk.clock.time += desk.promise.commit_lag + 1
    desk.look(desk.unknown())
    again = desk.one()
    assert (again.request.path, again.request.key == one.request.key) == ("/v2/orders", False)


def test_sent_again_and_cut_off_nobody_knows_when_its_last_byte_left(desk: Desk) -> None:
    one = cut(desk)
    assert desk.unknown().sent_at > 0
    desk.look(desk.unknown())
    desk.one()
    desk.reopen()
    desk.ledger.deliveries.recover([desk.owner])
    assert (desk.unknown().id, desk.unknown().sent_at) == (one.id, 0.0)


@pytest.mark.parametrize("answer", [A.NOT_SENT, A.UNKNOWN])
def test_another_if_match_is_another_request(desk: Desk, answer: AnswerKind) -> None:
    """The same bytes with another If-Match are another request; one in question is read first."""
    desk.stage(order("A", "1"))
    desk.done()
    desk.stage(order("A", "2"))
    one = desk.one()
    desk.say(one, answer)
    later(desk, one)
    if answer is A.UNKNOWN:
        desk.look(desk.unknown())
    desk.change("UPDATE lane SET remote_version = '5'")
    again = desk.claim()
    if answer is A.UNKNOWN:
        assert again == []
        assert desk.states() == ["created", "unknown"]
    else:
        assert [(two.request.if_match, two.request.number) for two in again] == [("5", 2)]
        assert again[0].request.key != one.request.key


def test_a_new_base_version_is_another_request(desk: Desk) -> None:
    desk.stage(order("A", "1"))
    desk.done()
    desk.stage(order("A", "2"))
    one = desk.one()
    desk.acme["A"] = RemoteDocument(RemoteRef("id-A", "5"), "A", {"x": "by people"})
    desk.say(one, A.CHANGED)
    later(desk, one)
    again = desk.one()
    assert (again.request.if_match, again.request.number) == ("5", 2)
    assert again.request.key != one.request.key
    desk.say(again, A.NOT_SENT)
    later(desk, one)
    desk.say(desk.one(), A.DONE)
    notes = [row["note"] for row in desk.requests(one.id)]
    assert notes == ["", "overwrites in Acme: external_reference, x"], "the overwritten fields stand in the trail"


def test_an_unknown_update_found_changed_by_people_tells_what_it_overwrites(desk: Desk) -> None:
    desk.stage(order("A", "1"))
    desk.done()
    desk.stage(order("A", "2"))
    one = desk.one()
    desk.say(one, A.UNKNOWN)
    later(desk, one)
    desk.acme["A"] = RemoteDocument(RemoteRef("id-A", "5"), "A", {"external_reference": "A", "x": "by people"})
    desk.look(desk.unknown())
    later(desk, one)
    assert desk.one().request.if_match == "5"
    assert desk.requests(one.id)[1]["note"] == "overwrites in Acme: x"


def test_three_conflicts_are_read_and_overwritten_the_fourth_asks(desk: Desk) -> None:
    desk.stage(order("A", "1"))
    desk.done()
    desk.stage(order("A", "2"))
    for number in range(4):
        one = desk.one()
        desk.acme["A"] = RemoteDocument(RemoteRef("id-A", f"{10 + number}"), "A", {"x": "by people"})
        desk.say(one, A.CHANGED)
        later(desk, one)
    assert desk.states() == ["created", "rejected"]
    assert desk.open_problems()[0]["owner"] == "clerk"


def test_changed_but_the_look_up_lags(desk: Desk) -> None:
    """Acme says 412, its look-up still shows the version we know: look again, do not send the same once more."""
    desk.stage(order("A", "1"))
    desk.done()
    desk.stage(order("A", "2"))
    one = desk.one()
    desk.say(one, A.CHANGED)
    later(desk, one)
    assert desk.claim() == []
    assert desk.states() == ["created", "pending"]
    desk.acme["A"] = RemoteDocument(RemoteRef("id-A", "9"), "A", {"x": "by people"})
    later(desk, one)
    assert desk.one().request.if_match == "9"


def test_deleted_in_acme_asks_or_creates_again(desk: Desk) -> None:
    for recreate, states in ((False, ["created", "rejected"]), (True, ["created", "created"])):
        reference = f"R{recreate}"
        desk.policy = Policy(recreate=recreate)
        desk.stage(order(reference, "1"))
        desk.done()
        desk.stage(order(reference, "2"))
        one = desk.one()
        del desk.acme[reference]
        desk.say(one, A.DELETED)
        later(desk, one)
        desk.done()
        assert desk.states(reference) == states


def test_exists_already_is_read_and_updated(desk: Desk) -> None:
    desk.stage(order("A", "1"))
    one = desk.one()
    desk.acme["A"] = RemoteDocument(RemoteRef("o9", "3"), "A", {"x": "there before us"})
    desk.say(one, A.DUPLICATE)
    later(desk, one)
    again = desk.one()
    assert (again.request.method, again.request.path, again.request.if_match) == ("PUT", "/orders/o9", "3")


def test_pitfall_49_an_update_that_timed_out_is_not_taken_for_delivered_because_it_is_there(desk: Desk) -> None:
    desk.stage(order("A", "1"))
    desk.done()
    desk.stage(order("A", "2"))
    one = desk.one()
    desk.say(one, A.UNKNOWN)
    later(desk, one)
    desk.look(desk.unknown())
    assert desk.states() == ["created", "pending"]
    assert desk.one().request == one.request


def test_an_update_that_arrived_is_found_equal(desk: Desk) -> None:
    desk.stage(order("A", "1"))
    desk.done()
    desk.stage(order("A", "2"))
    one = desk.one()
    desk.accept(one)
    desk.say(one, A.UNKNOWN)
    later(desk, one)
    desk.look(desk.unknown())
    assert desk.states() == ["created", "updated"]
    assert desk.lane()["remote_version"] == desk.acme["A"].ref.version


def test_a_look_that_failed_puts_off_this_lane_alone(desk: Desk) -> None:
    one = cut(desk)
    desk.stage(order("B"))
    desk.ledger.deliveries.postpone([one.id], 30.0)
    assert desk.ledger.deliveries.unknowns(desk.account, 10) == []
    assert [other.lane.reference for other in desk.claim()] == ["B"]
    desk.clock.time += 30
    assert desk.unknown().id == one.id


def test_postpone_moves_unknowns_only(desk: Desk) -> None:
    desk.stage(order("A"))
    desk.ledger.deliveries.postpone([1], 30.0)
    assert desk.delivery(1)["not_before"] == 0
    assert len(desk.claim()) == 1


# -- poison: more than eight times within 24 h -------------------------------------------------------


def doubted(desk: Desk, one: Claimed) -> Claimed:
    """Unknown, looked up, not found, sent again: one doubt more."""
    desk.say(one, A.UNKNOWN)
    later(desk, one)
    desk.look(desk.unknown())
    later(desk, one)
    return desk.one()


def test_eight_doubts_within_a_day_are_borne_the_ninth_ends_it(desk: Desk) -> None:
    desk.stage(order("A"))
    one = desk.one()
    for _ in range(MAX_DOUBTS):
        one = doubted(desk, one)
    desk.say(one, A.UNKNOWN)
    for _ in range(10):
        later(desk, one)
        if desk.states() == ["unknown"]:
            desk.look(desk.unknown())
    assert desk.states() == ["rejected"]
    [problem] = desk.open_problems()
    assert problem["owner"] == "vendor"
    assert desk.clock.time - one.made_at > desk.promise.commit_lag


def test_doubts_of_another_day_do_not_count(desk: Desk) -> None:
    desk.promise = replace(desk.promise, keys_live=100 * DAY)
    desk.stage(order("A"))
    one = desk.one()
    for _ in range(MAX_DOUBTS):
        one = doubted(desk, one)
    desk.clock.time += DAY + 1
    for _ in range(MAX_DOUBTS):
        one = doubted(desk, one)
    assert desk.states() == ["sending"]


def test_key_in_use_waits_as_told_and_looks(desk: Desk) -> None:
    desk.stage(order("A"))
    one = desk.one()
    desk.say(one, A.KEY_IN_USE, retry_after=20.0)
    assert desk.ledger.deliveries.unknowns(desk.account, 10) == []
    desk.clock.time += 20
    desk.accept(one)
    desk.look(desk.unknown())
    assert desk.states() == ["created"]


def test_halving_keeps_request_and_key_and_remembers_the_limit(desk: Desk) -> None:
    desk.stage(order("A"))
    one = desk.one()
    desk.say(one, A.TOO_LARGE)
    assert desk.states() == ["rejected"], "a single document that is too large"
    desk.stage(order("B"))
    other = desk.one()
    from desktop_sync.core.delivering import after_answer
    from desktop_sync.core.model import Answer
    from desktop_sync.core.states import DeliveryState

    move = after_answer(other, Answer(A.TOO_LARGE, 413), Policy(), batch=10)
    desk.ledger.outcomes.apply(desk.owner, [(other, move)], DeliveryState.SENDING)
    again = desk.one()
    assert (again.request, again.batch_limit) == (other.request, 5)


# -- the clock ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("answer,lane", [(A.NOT_SENT, 1), (A.UNKNOWN, 0)])
def test_a_clock_set_back_an_hour_keeps_nothing_waiting_for_an_hour(desk: Desk, answer: AnswerKind, lane: int) -> None:
    desk.stage(order("A"))
    one = desk.one()
    desk.say(one, answer)
    desk.clock.time -= 3600
    free = desk.ledger.deliveries.free_lanes(desk.account, ["orders"], 0, 10)
    assert free == [FreeLane(1, one.id, "orders", "A", True)][:lane]
    assert len(desk.ledger.deliveries.unknowns(desk.account, 10)) == 1 - lane
    counts = desk.ledger.deliveries.counts(desk.account, ["orders"])
    assert counts.next_due is not None
    assert counts.next_due <= desk.clock.now()
    if lane:
        assert len(desk.claim()) == 1


@pytest.mark.parametrize("back", [0, 60, 3600, DAY])
def test_however_far_the_clock_goes_back_the_longest_wait_is_bounded(desk: Desk, back: float) -> None:
    desk.stage(order("A"))
    one = desk.one()
    desk.say(one, A.NOT_SENT)
    desk.clock.time -= back
    desk.clock.time += 1800
    assert len(desk.claim()) == 1


@pytest.mark.parametrize("answer", [A.NOT_PROCESSED, A.KEY_IN_USE])
def test_a_long_retry_after_is_not_taken_for_a_clock_set_back(desk: Desk, answer: AnswerKind) -> None:
    desk.stage(order("A"))
    desk.say(desk.one(), answer, retry_after=DAY)
    assert desk.claim() == []
    assert desk.ledger.deliveries.unknowns(desk.account, 10) == []


def test_a_clock_set_back_does_not_stop_the_hourly_tries(desk: Desk) -> None:
    desk.stage(order("A"))
    desk.say(desk.one(), A.MISSING_REFERENCE)
    desk.clock.time -= DAY
    assert desk.ledger.deliveries.reopen_missing(desk.account) == 1


def test_counts_tell_due_later_and_unknown(desk: Desk) -> None:
    desk.stage(order("A"), order("B"), order("C"))
    a, b, _ = desk.claim()
    desk.say(a, A.NOT_PROCESSED, retry_after=40.0)
    desk.say(b, A.UNKNOWN, retry_after=50.0)
    desk.stage(order("D"))
    counts = desk.ledger.deliveries.counts(desk.account, ["orders"])
    assert (counts.due, counts.later, counts.unknown) == (1, 1, 1)
    desk.claim()
    counts = desk.ledger.deliveries.counts(desk.account, ["orders"])
    assert counts.next_due == pytest.approx(desk.clock.now() + 40)
