"""The tables of delivery.md as pure functions: "Definite or unknown", the surprises, "Resolving an unknown"."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.core.delivering import (
    LONGEST_BACKOFF,
    MAX_CONFLICTS,
    MAX_DOUBTS,
    Claimed,
    Move,
    Policy,
    Promise,
    after_answer,
    after_look,
    backoff,
    before_sending,
    key_lives,
)
from desktop_sync.core.errors import Owner
from desktop_sync.core.lanes import Lane
from desktop_sync.core.model import Answer, AnswerKind, Document, RemoteDocument, RemoteRef, Request
from desktop_sync.core.states import DeliveryState, Operation

BASE = RemoteRef("o1", "7")
OTHER = RemoteRef("o1", "8")
DAY = 24 * 3600.0
NOW = 1_000_000.0
LAG = 90.0
KEYS = Promise(DAY, LAG)
NO_KEYS = Promise(None, LAG)
PENDING, UNKNOWN, REJECTED = DeliveryState.PENDING, DeliveryState.UNKNOWN, DeliveryState.REJECTED


def claimed(kind: str = "create", **changes: Any) -> Claimed:  # noqa: ANN401 - any field of Claimed
    create = kind == "create"
    one = Claimed(
        id=1,
        lane=Lane(1, "orders", "A-1", None if create else BASE),
        document=Document("orders", "A-1", Operation.UPSERT, {"external_reference": "A-1"}),
        revision=1,
        hash="h",
        request=Request(1, "POST" if create else "PUT", "/orders", None if create else "7", b"{}", "key", "orders"),
        made_at=NOW - 10.0,
        sent_at=NOW - 10.0,
    )
    return replace(one, **changes)


def keyless(kind: str) -> dict[str, Any]:
    return {"request": replace(claimed(kind).request, key="")}


# -- definite or unknown ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """One answer, and what must be true of the move that follows."""

    name: str
    answer: AnswerKind
    state: DeliveryState
    kind: str = "create"
    batch: int = 1
    policy: Policy = field(default_factory=Policy)
    claimed: dict[str, Any] = field(default_factory=dict)
    expect: dict[str, Any] = field(default_factory=dict)


A = AnswerKind
ASK = Policy(legacy_wins=False)
KEPT = {"definite": False, "in_question": False}  # the same request, the same key, later
QUESTION = {"definite": False, "in_question": True}
NEW = {"definite": True, "in_question": False}  # what follows is a new request

ANSWERS = [
    Row("2xx on a create", A.DONE, DeliveryState.CREATED, expect={"remote": OTHER, "definite": True}),
    Row("2xx on an update", A.DONE, DeliveryState.UPDATED, "update", expect={"remote": OTHER, "definite": True}),
    Row("not sent: pending, later", A.NOT_SENT, PENDING, expect=KEPT),
    Row("not sent, but sent before and in question", A.NOT_SENT, PENDING, claimed={"in_question": True},
        expect=QUESTION),
    Row("not processed, says the profile", A.NOT_PROCESSED, PENDING, expect=KEPT),
    Row("not processed, but sent before and in question", A.NOT_PROCESSED, PENDING, claimed={"in_question": True},
        expect=QUESTION),
    Row("time-out, cut, 5xx, 408, unreadable", A.UNKNOWN, UNKNOWN, expect=QUESTION),
    Row("key in use", A.KEY_IN_USE, UNKNOWN, expect=QUESTION),
    Row("400, 403, 422", A.REJECTED, REJECTED, expect={"owner": Owner.IT, "reason": "value", "retry_missing": False}),
    Row("refused for a missing reference", A.MISSING_REFERENCE, REJECTED,
        expect={"owner": Owner.CLERK, "reason": "missing", "retry_missing": True}),
    Row("401 after a refresh: stop", A.SIGN_IN, PENDING, expect={**KEPT, "stops": True}),
    Row("401 while in question: stays in question", A.SIGN_IN, PENDING, claimed={"in_question": True},
        expect={**QUESTION, "stops": True}),
    Row("426: stop", A.OUTDATED, PENDING, expect={**KEPT, "stops": True}),
    Row("3xx: stop", A.MOVED, PENDING, expect={**KEPT, "stops": True}),
    Row("413 of a batch of 100: halved", A.TOO_LARGE, PENDING, batch=100, expect={**KEPT, "batch_limit": 50}),
    Row("413 of a batch of 3: halved", A.TOO_LARGE, PENDING, batch=3, expect={**KEPT, "batch_limit": 1}),
    Row("413 of a batch with one in question", A.TOO_LARGE, PENDING, batch=2, claimed={"in_question": True},
        expect={**QUESTION, "batch_limit": 1}),
    Row("413 of one document", A.TOO_LARGE, REJECTED, expect={"owner": Owner.VENDOR, "reason": "too_large"}),
    # Definite surprises.
    Row("412, legacy wins: read, new request", A.CHANGED, PENDING, "update",
        expect={**NEW, "read_first": True, "conflict": True}),
    Row("412, the third time", A.CHANGED, PENDING, "update", claimed={"conflicts": MAX_CONFLICTS - 1},
        expect={**NEW, "read_first": True, "conflict": True}),
    Row("412, the fourth time: ask", A.CHANGED, REJECTED, "update", claimed={"conflicts": MAX_CONFLICTS},
        expect={"owner": Owner.CLERK, "reason": "conflict"}),
    Row("412, ask", A.CHANGED, REJECTED, "update", policy=ASK, expect={"owner": Owner.CLERK, "reason": "conflict"}),
    Row("412, ledger restored: a person decides", A.CHANGED, REJECTED, "update", claimed={"restored": True},
        expect={"owner": Owner.CLERK, "reason": "restored"}),
    Row("409, exists already: find first", A.DUPLICATE, PENDING, expect={**NEW, "read_first": True, "doubt": True}),
    Row("409, exists already, never to be found", A.DUPLICATE, REJECTED, claimed={"doubts": MAX_DOUBTS},
        expect={"owner": Owner.VENDOR, "reason": "poison"}),
    Row("404, deleted: ask", A.DELETED, REJECTED, "update", expect={"owner": Owner.CLERK, "reason": "deleted"}),
    Row("404, deleted: recreate", A.DELETED, PENDING, "update", policy=Policy(recreate=True),
        expect={**NEW, "forget_remote": True}),
    Row("404, deleted, again and again", A.DELETED, REJECTED, "update", policy=Policy(recreate=True),
        claimed={"doubts": MAX_DOUBTS}, expect={"owner": Owner.VENDOR, "reason": "poison"}),
]  # fmt: skip


def seen(move: Move, expect: dict[str, Any]) -> dict[str, Any]:
    return {name: getattr(move, name) for name in expect}


@pytest.mark.parametrize("row", ANSWERS, ids=lambda row: row.name)
def test_definite_or_unknown(row: Row) -> None:
    answer = Answer(row.answer, 418, OTHER if row.answer is A.DONE else None, "words", Owner.IT, raw="the answer")
    move = after_answer(claimed(row.kind, **row.claimed), answer, row.policy, row.batch)
    assert move.state is row.state
    assert seen(move, row.expect) == row.expect
    assert (move.outcome, move.status, move.answer) == (row.answer.value, 418, "the answer")
    assert move.note


def test_every_kind_of_answer_has_a_row() -> None:
    assert {row.answer for row in ANSWERS} == set(AnswerKind)


@pytest.mark.parametrize("kind", [A.NOT_SENT, A.NOT_PROCESSED, A.UNKNOWN, A.KEY_IN_USE])
def test_never_before_retry_after(kind: AnswerKind) -> None:
    assert after_answer(claimed(), Answer(kind, retry_after=17.0), Policy()).after >= 17.0


def test_waits_grow_with_the_tries() -> None:
    first = after_answer(claimed(), Answer(A.NOT_SENT), Policy()).after
    tenth = after_answer(claimed(attempts=9), Answer(A.NOT_SENT), Policy()).after
    assert 0 < first <= 1.0
    assert 200 < tenth <= LONGEST_BACKOFF


@given(st.integers(0, 10**6), st.floats(0.1, 10.0))
def test_backoff_is_never_nothing_and_never_for_ever(attempts: int, first: float) -> None:
    assert first / 2 <= backoff(attempts, first) <= LONGEST_BACKOFF


# -- resolving an unknown -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Found:
    """What a look says about an unknown, and what must be true of the move that follows."""

    name: str
    kind: str
    state: DeliveryState
    remote: RemoteRef | None = None
    equal: bool = False
    promise: Promise = KEYS
    policy: Policy = field(default_factory=Policy)
    claimed: dict[str, Any] = field(default_factory=dict)
    expect: dict[str, Any] = field(default_factory=dict)


LATE = {"sent_at": NOW - LAG - 1, "made_at": NOW - LAG - 1}  # commit_lag is over
SECOND = {**LATE, "looks": 1}
EXPIRED = {"made_at": NOW - DAY * 0.9 - 1}
SAME = {"definite": False, "in_question": True}  # the same request, the same key
WAITS = {"definite": False, "in_question": True, "looked": True}
TOO_OFTEN = {"doubts": MAX_DOUBTS}
ENDLESS = {"owner": Owner.VENDOR, "reason": "poison"}

LOOKS = [
    Found("create, equal: created", "create", DeliveryState.CREATED, OTHER, equal=True, expect={"remote": OTHER}),
    Found("update, equal: updated", "update", DeliveryState.UPDATED, OTHER, equal=True, expect={"remote": OTHER}),
    Found("update, equal at the base version: updated", "update", DeliveryState.UPDATED, BASE, equal=True,
          expect={"remote": BASE}),
    Found("create, other content: adopt, new request", "create", PENDING, OTHER, expect={**NEW, "remote": OTHER}),
    Found("create, other content, ledger restored: a person decides", "create", REJECTED, OTHER,
          claimed={"restored": True}, expect={"owner": Owner.CLERK, "reason": "restored"}),
    Found("update, other content, base version: not applied, same request", "update", PENDING, BASE,
          expect={**SAME, "doubt": True}),
    Found("update, not applied, without keys: If-Match guards the same request", "update", PENDING, BASE,
          promise=NO_KEYS, expect={**SAME, "doubt": True}),
    Found("update, not applied, key expired: new request", "update", PENDING, BASE, claimed=EXPIRED,
          expect={**NEW, "doubt": True}),
    Found("update, not applied, other bytes meanwhile: new request", "update", PENDING, BASE,
          claimed=keyless("update"), expect={**NEW, "doubt": True}),
    Found("update, not applied, again and again, may still be committed", "update", UNKNOWN, BASE, claimed=TOO_OFTEN,
          expect=WAITS),
    Found("update, not applied, again and again", "update", REJECTED, BASE, claimed={**TOO_OFTEN, **SECOND},
          expect=ENDLESS),
    Found("update, changed by people: conflict rule, legacy wins", "update", PENDING, OTHER,
          expect={**NEW, "read_first": True, "conflict": True}),
    Found("update, changed by people: conflict rule, ask", "update", REJECTED, OTHER, policy=ASK,
          expect={"owner": Owner.CLERK, "reason": "conflict"}),
    Found("update, changed, ledger restored: a person decides", "update", REJECTED, OTHER, claimed={"restored": True},
          expect={"owner": Owner.CLERK, "reason": "restored"}),
    Found("update, changed by people, a fourth time", "update", REJECTED, OTHER, claimed={"conflicts": MAX_CONFLICTS},
          expect={"owner": Owner.CLERK, "reason": "conflict"}),
    Found("create, absent, key lives: at once, same request", "create", PENDING, expect={**SAME, "doubt": True}),
    Found("create, absent, key lives, again and again, may still be committed", "create", UNKNOWN, claimed=TOO_OFTEN,
          expect=WAITS),
    Found("create, absent, again and again, after the lag, first look", "create", UNKNOWN,
          claimed={**TOO_OFTEN, **LATE}, expect=WAITS),
    Found("create, absent, again and again", "create", REJECTED, claimed={**TOO_OFTEN, **SECOND}, expect=ENDLESS),
    Found("create, absent, no keys, before the lag", "create", UNKNOWN, promise=NO_KEYS, expect=WAITS),
    Found("create, absent, no keys, before the lag, looked before", "create", UNKNOWN, promise=NO_KEYS,
          claimed={"looks": 5}, expect=WAITS),
    Found("create, absent, no keys, after the lag, first look", "create", UNKNOWN, promise=NO_KEYS, claimed=LATE,
          expect=WAITS),
    Found("create, absent, no keys, after the lag, second look: new request", "create", PENDING, promise=NO_KEYS,
          claimed=SECOND, expect={**NEW, "doubt": True}),
    Found("create, absent, key expired, before the lag", "create", UNKNOWN, claimed=EXPIRED, expect=WAITS),
    Found("create, absent, key expired, after the lag, second look: new request", "create", PENDING,
          claimed={**SECOND, **EXPIRED}, expect={**NEW, "doubt": True}),
    Found("create, absent, other bytes meanwhile, before the lag", "create", UNKNOWN, claimed=keyless("create"),
          expect=WAITS),
    Found("create, absent, nobody knows when it was sent", "create", UNKNOWN, promise=NO_KEYS,
          claimed={"sent_at": 0.0, "looks": 1}, expect=WAITS),
    Found("update, absent, before the lag", "update", UNKNOWN, expect=WAITS),
    Found("update, absent, after the lag, first look", "update", UNKNOWN, claimed=LATE, expect=WAITS),
    Found("update, absent, after the lag, second look: ask", "update", REJECTED, claimed=SECOND,
          expect={"owner": Owner.CLERK, "reason": "deleted"}),
    Found("update, absent, after the lag, second look: recreate", "update", PENDING, policy=Policy(recreate=True),
          claimed=SECOND, expect={**NEW, "forget_remote": True}),
]  # fmt: skip


@pytest.mark.parametrize("row", LOOKS, ids=lambda row: row.name)
def test_resolving_an_unknown(row: Found) -> None:
    found = None if row.remote is None else RemoteDocument(row.remote, "A-1", {"external_reference": "A-1"})
    move = after_look(claimed(row.kind, **row.claimed), found, row.equal, row.promise, row.policy, NOW)
    assert move.state is row.state
    assert seen(move, row.expect) == row.expect
    assert move.outcome.startswith(("found", "not found"))


@given(
    st.sampled_from(["create", "update"]),
    st.none() | st.sampled_from([BASE, OTHER]),
    st.booleans(),
    st.sampled_from([KEYS, NO_KEYS]),
    st.floats(0, 2 * DAY),
    st.integers(0, 12),
    st.integers(0, 3),
    st.booleans(),
)
def test_an_unknown_never_leads_to_a_second_create_while_the_first_may_still_be_committed(
    kind: str, remote: RemoteRef | None, equal: bool, promise: Promise, age: float, doubts: int, looks: int, key: bool
) -> None:
    """Before commit_lag has passed a create that was not found may be repeated with its living key only."""
    changes: dict[str, Any] = {"sent_at": NOW - age, "made_at": NOW - age, "doubts": doubts, "looks": looks}
    one = claimed(kind, **changes, **({} if key else keyless(kind)))
    found = None if remote is None else RemoteDocument(remote, "A-1", {})
    move = after_look(one, found, equal and found is not None, promise, Policy(), NOW)
    over = move.state is REJECTED or (move.state is PENDING and move.definite)
    if found is None and over:
        assert age > LAG
        assert looks >= 1
    if found is None and move.state is PENDING and not move.definite:
        assert key
        assert key_lives(promise, age)


@pytest.mark.parametrize("age,lives", [(0.0, True), (DAY * 0.9 - 1, True), (DAY * 0.9, False), (DAY, False)])
def test_a_key_lives_for_its_lifetime_less_ten_percent(age: float, lives: bool) -> None:
    assert key_lives(KEYS, age) is lives
    assert key_lives(NO_KEYS, age) is False


# -- what header data forces ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name,operation,remote,policy,state,reason",
    [
        ("upsert of something new", Operation.UPSERT, None, Policy(), None, ""),
        ("upsert of something known", Operation.UPSERT, BASE, Policy(), None, ""),
        ("create of something new", Operation.CREATE, None, Policy(), None, ""),
        ("create of something that exists", Operation.CREATE, BASE, Policy(), REJECTED, "duplicate"),
        ("update of something known", Operation.UPDATE, BASE, Policy(), None, ""),
        ("update of something absent", Operation.UPDATE, None, Policy(), REJECTED, "missing"),
        ("cancel of something known", Operation.CANCEL, BASE, Policy(), None, ""),
        ("cancel of what was never in Acme: ignored", Operation.CANCEL, None, Policy(), DeliveryState.UNCHANGED, ""),
        ("cancel of what was never in Acme: created", Operation.CANCEL, None, Policy(create_cancelled=True), None, ""),
    ],
)
def test_header_data(
    name: str, operation: Operation, remote: RemoteRef | None, policy: Policy, state: DeliveryState | None, reason: str
) -> None:
    move = before_sending(operation, remote, policy)
    assert (move.state if move else None) == state
    if move is not None:
        assert move.reason == reason
        assert move.note
        assert move.retry_missing is (reason == "missing")
