"""What an answer means for a delivery: the tables of delivery.md, as pure functions.

``after_answer`` is the table "Definite or unknown" with the definite surprises; ``after_look`` is
"Resolving an unknown: read and compare, never by existence". Both only say which move to make; the
ledger makes it, in one transaction that checks the state it leaves.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from desktop_sync.core.errors import Owner
from desktop_sync.core.lanes import Lane
from desktop_sync.core.model import Answer, AnswerKind, Document, RemoteDocument, RemoteRef, Request
from desktop_sync.core.states import DeliveryState, Operation
from desktop_sync.core.value import value

MAX_DOUBTS = 8  # unknown and then found not applied, within the window: more is a poison document
DOUBT_WINDOW = 24 * 3600.0
MAX_CONFLICTS = 3  # new requests after a change by people in Acme
CONFLICT_WAITS = (0.3, 12.0, 60.0)  # seconds before Acme is read again: its look-up may lag behind its refusal
MISSING_EVERY = 3600.0
MISSING_FOR = 3 * 24 * 3600.0
LONGEST_BACKOFF = 900.0
PLANNED_OTHERWISE = "It was changed in Acme since the dry run."
RESTORED = "Acme holds another content than the restored ledger knows of."
OUTRUN = "A newer version of it was archived before the ledger was restored, and Acme has none."


@dataclass(frozen=True, slots=True)
class Policy:
    """What a flow's target says about surprises."""

    legacy_wins: bool = True
    recreate: bool = False
    create_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Promise:
    """What the API profile says, as far as resolving needs it. Times in seconds."""

    keys_live: float | None  # None: the API has no idempotency keys
    commit_lag: float


@value
class Claimed:
    """A delivery that this process sends, or has sent and does not know the outcome of."""

    id: int
    lane: Lane
    document: Document
    revision: int
    hash: str
    request: Request
    flow: str = ""
    attempts: int = 0
    doubts: int = 0
    conflicts: int = 0
    looks: int = 0  # looks since the request was sent that found nothing
    in_question: bool = False
    made_at: float = 0.0  # when the request was made, by the server's clock: its key is not younger
    sent_at: float = 0.0  # last byte of the request, by the server's clock; 0: nobody knows (a crash)
    batch_limit: int | None = None
    item: int | None = None
    record: int | None = None
    position: str = ""
    planned: bool = False  # sent as a dry run has foreseen it, or not at all
    insists: bool = False  # a person has looked and says that it shall be sent
    unedited: str | None = None  # hash of the content that a person has edited
    restored: bool = False  # staged before the ledger was restored: nothing that differs in Acme is overwritten


@value
class Move:
    """One move of a delivery, with what it means for its lane and its request."""

    state: DeliveryState
    note: str = ""
    owner: Owner | None = None
    reason: str = ""
    after: float = 0.0  # seconds until it is due again
    remote: RemoteRef | None = None  # learnt from Acme
    forget_remote: bool = False
    read_first: bool = False  # the lane is in doubt: read and compare before the next request
    in_question: bool = False
    definite: bool = True  # the request has a definite outcome: what follows is a new request
    outcome: str = ""  # of the request, for the trail
    doubt: bool = False
    conflict: bool = False
    looked: bool = False
    retry_missing: bool = False
    batch_limit: int | None = None
    status: int | None = None
    answer: str = ""
    stops: bool = False  # the connection stops
    sent_at: float = 0.0  # the request's last byte, by the server's clock; 0: as the delivery says


def policy_for(claimed: Claimed, policy: Policy) -> Policy:
    """The flow's rules, as far as a person has not said otherwise for this delivery."""
    if claimed.insists:
        return replace(policy, legacy_wins=True, recreate=True)
    return replace(policy, legacy_wins=False) if claimed.restored or claimed.planned else policy


def backoff(attempts: int, first: float = 1.0) -> float:
    """Seconds until the next try: doubled each time, capped, with jitter so that a thousand do not return at once."""
    return float(min(first * 2.0 ** min(attempts, 16), LONGEST_BACKOFF) * random.uniform(0.5, 1.0))  # noqa: S311


def after_answer(claimed: Claimed, answer: Answer, policy: Policy, batch: int = 1, sent_at: float = 0.0) -> Move:
    """The move for one answer; ``batch`` is the number of documents that travelled together."""
    if answer.kind is AnswerKind.DONE:  # nearly always: made at once, not copied
        state = DeliveryState.CREATED if claimed.request.method == "POST" else DeliveryState.UPDATED
        outcome = answer.kind.value
        return Move(
            state, answer.message, remote=answer.remote, outcome=outcome, status=answer.status, answer=answer.raw,
            sent_at=sent_at,
        )  # fmt: skip
    move = _RULES[answer.kind](claimed, answer, policy, batch)
    return replace(
        move,
        outcome=move.outcome or answer.kind.value,
        status=answer.status,
        answer=answer.raw,
        note=move.note or answer.message,
        sent_at=sent_at,
    )


def _not_sent(claimed: Claimed, answer: Answer, policy: Policy, batch: int) -> Move:
    wait = answer.retry_after if answer.retry_after is not None else backoff(claimed.attempts)
    return Move(DeliveryState.PENDING, after=wait, in_question=claimed.in_question, definite=False)


def _unknown(claimed: Claimed, answer: Answer, policy: Policy, batch: int) -> Move:
    wait = answer.retry_after if answer.retry_after is not None else backoff(claimed.doubts, 0.2)
    return Move(DeliveryState.UNKNOWN, after=wait, in_question=True, definite=False)


def _rejected(claimed: Claimed, answer: Answer, policy: Policy, batch: int) -> Move:
    return Move(DeliveryState.REJECTED, owner=answer.owner, reason="value")


def _missing(claimed: Claimed, answer: Answer, policy: Policy, batch: int) -> Move:
    return Move(DeliveryState.REJECTED, owner=Owner.CLERK, reason="missing", retry_missing=True)


def _duplicate(claimed: Claimed, answer: Answer, policy: Policy, batch: int) -> Move:
    if claimed.doubts >= MAX_DOUBTS:
        return _poison(claimed, "Acme says that it exists already, but cannot show it")
    return Move(DeliveryState.PENDING, after=backoff(claimed.doubts, 0.5), read_first=True, doubt=True)


def _changed(claimed: Claimed, answer: Answer, policy: Policy, batch: int) -> Move:
    if claimed.restored:
        return _asks(RESTORED, "restored")
    if not policy.legacy_wins:
        return _asks("It was changed by people in Acme since the last delivery.", "conflict")
    if claimed.conflicts >= MAX_CONFLICTS:
        return _asks("It is being changed in Acme again and again while it is delivered.", "conflict")
    wait = CONFLICT_WAITS[min(claimed.conflicts, MAX_CONFLICTS - 1)]
    return Move(DeliveryState.PENDING, after=wait * random.uniform(0.5, 1.0), read_first=True, conflict=True)  # noqa: S311


def _refused_as_changed(claimed: Claimed, answer: Answer, policy: Policy, batch: int) -> Move:
    """What may have arrived already is refused as changed also because it has: only a look can tell."""
    if claimed.in_question and claimed.doubts < MAX_DOUBTS:
        return Move(DeliveryState.UNKNOWN, after=backoff(claimed.doubts, 0.2), in_question=True, definite=False)
    return _changed(claimed, answer, policy, batch)


def _deleted(claimed: Claimed, answer: Answer, policy: Policy, batch: int) -> Move:
    if not policy.recreate:
        return _asks("It was deleted in Acme.", "deleted")
    if claimed.doubts >= MAX_DOUBTS:
        return _poison(claimed, "Acme shows it, but says that it was deleted")
    return Move(DeliveryState.PENDING, after=backoff(claimed.doubts, 0.1), forget_remote=True, doubt=True)


def _too_large(claimed: Claimed, answer: Answer, policy: Policy, batch: int) -> Move:
    if batch == 1:
        return Move(DeliveryState.REJECTED, owner=Owner.VENDOR, reason="too_large")
    return Move(DeliveryState.PENDING, definite=False, in_question=claimed.in_question, batch_limit=max(1, batch // 2))


def _stopped(claimed: Claimed, answer: Answer, policy: Policy, batch: int) -> Move:
    return Move(DeliveryState.PENDING, in_question=claimed.in_question, definite=False, stops=True)


_RULES: dict[AnswerKind, Callable[[Claimed, Answer, Policy, int], Move]] = {
    AnswerKind.NOT_SENT: _not_sent,
    AnswerKind.NOT_PROCESSED: _not_sent,
    AnswerKind.UNKNOWN: _unknown,
    AnswerKind.KEY_IN_USE: _unknown,
    AnswerKind.REJECTED: _rejected,
    AnswerKind.MISSING_REFERENCE: _missing,
    AnswerKind.DUPLICATE: _duplicate,
    AnswerKind.CHANGED: _refused_as_changed,
    AnswerKind.DELETED: _deleted,
    AnswerKind.TOO_LARGE: _too_large,
    AnswerKind.SIGN_IN: _stopped,
    AnswerKind.OUTDATED: _stopped,
    AnswerKind.MOVED: _stopped,
}


def after_look(
    claimed: Claimed, found: RemoteDocument | None, equal: bool, promise: Promise, policy: Policy, server_now: float
) -> Move:
    """The move for an unknown after Acme was read. ``equal``: the fields of our request are what Acme holds."""
    create = claimed.request.method == "POST"
    if found is not None and equal:
        state = DeliveryState.CREATED if create else DeliveryState.UPDATED
        return Move(state, "Read back from Acme: it has arrived.", remote=found.ref, outcome="found equal")
    if found is not None:
        return _found_other(claimed, found, promise, policy, server_now)
    age = max(0.0, server_now - (claimed.sent_at or server_now))
    if create:
        return _absent(claimed, promise, age, server_now)
    if not _settled(claimed, promise, age):
        return _look_again(promise, age)
    return replace(_deleted(claimed, Answer(AnswerKind.DELETED), policy, 1), outcome="found deleted")


def _found_other(claimed: Claimed, found: RemoteDocument, promise: Promise, policy: Policy, server_now: float) -> Move:
    """It exists with another content: whose, and what became of our request?"""
    if claimed.request.method == "POST" and claimed.planned:
        return replace(_asks(PLANNED_OTHERWISE, "plan"), outcome="found with other content")
    if claimed.request.method == "POST" and claimed.restored:
        return replace(_asks(RESTORED, "restored"), outcome="found with other content")
    if claimed.request.method == "POST":
        return Move(DeliveryState.PENDING, remote=found.ref, outcome="found with other content")
    if found.ref.version == claimed.request.if_match:
        return _not_applied(claimed, promise, server_now)
    return replace(_changed(claimed, Answer(AnswerKind.CHANGED), policy, 1), outcome="found changed")


def _not_applied(claimed: Claimed, promise: Promise, server_now: float) -> Move:
    """Our update has not arrived. If-Match makes sending it again safe, with or without a key."""
    if claimed.doubts >= MAX_DOUBTS:
        return _endless(claimed, promise, server_now)
    again = bool(claimed.request.key) and (
        promise.keys_live is None or key_lives(promise, server_now - claimed.made_at)
    )
    return Move(DeliveryState.PENDING, in_question=again, definite=not again, doubt=True, outcome="found not applied")


def _absent(claimed: Claimed, promise: Promise, age: float, server_now: float) -> Move:
    if claimed.doubts >= MAX_DOUBTS:
        return _endless(claimed, promise, server_now)
    if claimed.request.key and key_lives(promise, server_now - claimed.made_at):
        return Move(DeliveryState.PENDING, in_question=True, definite=False, doubt=True, outcome="found absent")
    if not _settled(claimed, promise, age):
        return _look_again(promise, age)
    return Move(DeliveryState.PENDING, doubt=True, outcome="found absent")


def key_lives(promise: Promise, age: float) -> bool:
    """Whether a key of this age is still honoured: the lifetime less 10 %."""
    return promise.keys_live is not None and age < promise.keys_live * 0.9


def _settled(claimed: Claimed, promise: Promise, age: float) -> bool:
    return age > promise.commit_lag and claimed.looks >= 1


def _endless(claimed: Claimed, promise: Promise, server_now: float) -> Move:
    """Given up only when nothing of it can be committed any more: an older version may be sent after that."""
    age = max(0.0, server_now - (claimed.sent_at or server_now))
    if not _settled(claimed, promise, age):
        return _look_again(promise, age)
    return replace(_poison(claimed, "Acme did not take it, again and again"), outcome="found not applied")


def _look_again(promise: Promise, age: float) -> Move:
    wait = max(promise.commit_lag - age, 0.0) / 2 + 1.0 if age <= promise.commit_lag else 1.0
    return Move(
        DeliveryState.UNKNOWN, after=wait, in_question=True, definite=False, looked=True, outcome="not found yet"
    )


def _poison(claimed: Claimed, why: str) -> Move:
    return Move(DeliveryState.REJECTED, f"{why} ({claimed.doubts + 1} times within a day).", Owner.VENDOR, "poison")


def _asks(why: str, reason: str) -> Move:
    return Move(DeliveryState.REJECTED, why, Owner.CLERK, reason)


def before_sending(claimed_operation: Operation, remote: RemoteRef | None, policy: Policy) -> Move | None:
    """What header data forces, decided once it is known whether Acme has the document; None: send."""
    if claimed_operation is Operation.CREATE and remote is not None:
        return _asks("It exists already in Acme, but the file says that it is new.", "duplicate")
    if claimed_operation is Operation.UPDATE and remote is None:
        note = "It does not exist in Acme, but the file says that it is an update."
        return Move(DeliveryState.REJECTED, note, Owner.CLERK, "missing", retry_missing=True)
    if claimed_operation is Operation.CANCEL and remote is None and not policy.create_cancelled:
        return Move(DeliveryState.UNCHANGED, "Cancelled before it ever was in Acme: nothing to do.")
    return None
