"""Which delivery of a lane goes next: the rules "Lanes and versions" of delivery.md as pure functions.

A lane is (account, resource, external reference). Nothing here knows the ledger, the API or the time
of day; all of it is decided with the lane free (nothing sending, nothing unknown).
"""

from __future__ import annotations

from collections.abc import Sequence

from desktop_sync.core.model import RemoteRef
from desktop_sync.core.states import DeliveryState, Operation
from desktop_sync.core.value import value


@value
class Lane:
    """What is known of one lane. ``acked_*`` speak of the newest content that Acme acknowledged."""

    id: int
    resource: str
    reference: str
    remote: RemoteRef | None = None
    acked_hash: str | None = None
    acked_version: str | None = None
    acked_revision: int = 0
    in_doubt: bool = False  # Acme is read and compared before anything is sent
    revision: int = 0
    acked_unedited: str | None = None  # when a person has edited that content: the hash of what the source said


@value
class Waiting:
    """One open delivery of a lane, as far as the choice needs it. ``due``: its time has come."""

    id: int
    revision: int
    version: str | None
    operation: Operation
    partial: bool
    hash: str
    in_question: bool  # was unknown and has no definite outcome yet
    due: bool = True
    unedited: str | None = None  # hash of the source's content, when a person has edited it


@value
class Verdict:
    """An end without sending anything."""

    delivery: int
    state: DeliveryState
    note: str


@value
class Choice:
    """What to end at once, and what to send (None: nothing of this lane now)."""

    ended: tuple[Verdict, ...] = ()
    send: Waiting | None = None
    acked: Waiting | None = None  # decided ``unchanged``: what Acme has is now known to be this version


_SAME = "Acme already has exactly this content."
_EDITED = "A person has edited exactly this content (rule 9); it stays as edited."


def older(one: tuple[str | None, int], other: tuple[str | None, int]) -> bool:
    """Whether (version, revision) ``one`` is older: by the data's version where both name one, else by the ledger's.

    Versions of different kinds (the mapping takes them from another field since) say nothing about each other.
    """
    mine, its = one[0], other[0]
    if mine and its and mine != its and mine[0] == its[0]:
        return mine < its
    return one[1] < other[1]


def choose(lane: Lane, waiting: Sequence[Waiting]) -> Choice:
    """The next delivery of a free lane (rules 4 to 8)."""
    questioned = [one for one in waiting if one.in_question]
    if questioned:
        return Choice(send=questioned[0] if questioned[0].due else None)
    ended, rest = _outdated(lane, waiting)
    if not rest:
        return Choice(ended)
    first = _first(lane, rest)
    if not first.due:
        return Choice(ended)
    if not lane.in_doubt and first.hash in (lane.acked_hash, lane.acked_unedited) and not first.partial:
        unchanged = Verdict(first.id, DeliveryState.UNCHANGED, _SAME if first.hash == lane.acked_hash else _EDITED)
        return Choice((*ended, unchanged, *superseded_by(first, rest)), acked=first)
    return Choice(ended, send=first)


def superseded_by(winner: Waiting, waiting: Sequence[Waiting]) -> tuple[Verdict, ...]:
    """The complete documents that a success of ``winner`` makes pointless (rule 4). A partial one ends nothing."""
    if winner.partial:
        return ()
    return tuple(
        Verdict(one.id, DeliveryState.SUPERSEDED, "A newer version reached Acme.")
        for one in waiting
        if one.id != winner.id
        and not one.partial
        and not one.in_question
        and older((one.version, one.revision), (winner.version, winner.revision))
    )


def _outdated(lane: Lane, waiting: Sequence[Waiting]) -> tuple[tuple[Verdict, ...], list[Waiting]]:
    ended: list[Verdict] = []
    rest: list[Waiting] = []
    edits = {one.unedited: one.revision for one in waiting if one.unedited}
    for one in waiting:
        if not one.partial and older((one.version, one.revision), (lane.acked_version, lane.acked_revision)):
            ended.append(Verdict(one.id, DeliveryState.SUPERSEDED, "It is older than what Acme has."))
        elif not one.unedited and one.revision > edits.get(one.hash, one.revision):
            ended.append(Verdict(one.id, DeliveryState.UNCHANGED, _EDITED))
        else:
            rest.append(one)
    return tuple(ended), rest


def _first(lane: Lane, waiting: Sequence[Waiting]) -> Waiting:
    """The newest; in order where one is partial. What only updates waits for what can begin the document."""
    if any(one.partial for one in waiting):
        return min(waiting, key=lambda one: one.revision)
    newest = _newest(waiting)
    if lane.remote is None and newest.operation is Operation.UPDATE:
        beginning = [one for one in waiting if one.operation in (Operation.CREATE, Operation.UPSERT)]
        return _newest(beginning) if beginning else newest
    return newest


def _newest(waiting: Sequence[Waiting]) -> Waiting:
    newest = waiting[0]
    for one in waiting[1:]:
        if older((newest.version, newest.revision), (one.version, one.revision)):
            newest = one
    return newest
