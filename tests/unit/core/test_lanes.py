"""Lanes and versions: every rule of delivery.md that says which delivery of a lane goes next, one row each."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.core.identity import version_key
from desktop_sync.core.lanes import Choice, Lane, Waiting, choose, older, superseded_by
from desktop_sync.core.model import RemoteRef
from desktop_sync.core.states import DeliveryState, Operation

LANE = Lane(1, "orders", "A-1", RemoteRef("o1", "7"))
ENDED = {DeliveryState.SUPERSEDED: "superseded", DeliveryState.UNCHANGED: "unchanged"}


def waiting(
    revision: int, version: int | None = None, hash: str = "", *, partial: bool = False, doubt: bool = False,
    due: bool = True,
) -> Waiting:  # fmt: skip
    key = None if version is None else version_key(version)
    return Waiting(revision, revision, key, Operation.UPSERT, partial, hash or f"h{revision}", doubt, due)


def acked(hash: str, version: int | None, revision: int, *, in_doubt: bool = False) -> Lane:
    key = None if version is None else version_key(version)
    return replace(LANE, acked_hash=hash, acked_version=key, acked_revision=revision, in_doubt=in_doubt)


@dataclass(frozen=True, slots=True)
class Case:
    """A lane, what waits in it, and the delivery to be sent, with those that end without."""

    name: str
    waiting: list[Waiting]
    send: int | None
    lane: Lane = LANE
    superseded: set[int] = field(default_factory=set)
    unchanged: set[int] = field(default_factory=set)


CASES = [
    Case("nothing waits", [], None),
    Case("4: the newest complete version first, the older wait for its success", [waiting(1), waiting(2)], 2),
    Case("4: newest by the data's version, not by arrival", [waiting(1, 9), waiting(2, 3)], 1),
    Case("4: partial ones in order, none skipped", [waiting(1, partial=True), waiting(2, partial=True)], 1),
    Case("4: complete ones wait behind an earlier partial one", [waiting(1, partial=True), waiting(2)], 1),
    Case("4: complete before partial keeps its place", [waiting(1), waiting(2, partial=True)], 1),
    Case("5: one in question goes before any newer version", [waiting(1, doubt=True), waiting(2)], 1),
    Case("5: in question and not due: the whole lane waits", [waiting(1, doubt=True, due=False), waiting(2)], None),
    Case("5: in question even though older than acknowledged", [waiting(1, doubt=True)], 1, acked("h9", None, 9)),
    Case("6: same content as acknowledged", [waiting(2, None, "h")], None, acked("h", None, 1), unchanged={2}),
    Case("6: a lane in doubt is read, not trusted", [waiting(2, None, "h")], 2, acked("h", None, 1, in_doubt=True)),
    Case("6: A, B, A: only the last acknowledged hash counts", [waiting(3, None, "hA")], 3, acked("hB", None, 2)),
    Case("6: A, B, A waiting together: the last A is unchanged, B is over",
         [waiting(2, None, "hB"), waiting(3, None, "hA")], None, acked("hA", None, 1), {2}, {3}),
    Case("6: a partial one is never unchanged", [waiting(2, None, "h", partial=True)], 2, acked("h", None, 1)),
    Case("6: not due is not decided", [waiting(2, None, "h", due=False)], None, acked("h", None, 1)),
    Case("7: older version than acknowledged", [waiting(2, 3)], None, acked("h1", 5, 1), {2}),
    Case("7: older version, same content", [waiting(2, 3, "h1")], None, acked("h1", 5, 1), {2}),
    Case("7: same version, other content is sent", [waiting(2, 5)], 2, acked("h1", 5, 1)),
    Case("7: newer version, same content is unchanged", [waiting(2, 6, "h1")], None, acked("h1", 5, 1), unchanged={2}),
    Case("7: without a version the order of noticing decides", [waiting(2)], None, acked("h3", None, 3), {2}),
    Case("7: an older partial one is not skipped", [waiting(2, 3, partial=True)], 2, acked("h1", 5, 1)),
    Case("7: same version twice: the later one", [waiting(1, 5), waiting(2, 5)], 2),
    Case("7: outdated ones end although the newest is not due",
         [waiting(2, 3), waiting(3, 9, due=False)], None, acked("h1", 5, 1), {2}),
    Case("8: after the newest was rejected, the next older one", [waiting(1, 1)], 1),
    Case("not due: later", [waiting(1, due=False)], None),
    Case("the newest is not due: an older one does not overtake it", [waiting(1), waiting(2, due=False)], None),
]  # fmt: skip


def ended(choice: Choice, state: DeliveryState) -> set[int]:
    return {verdict.delivery for verdict in choice.ended if verdict.state is state}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_choice(case: Case) -> None:
    choice = choose(case.lane, case.waiting)
    assert (choice.send.id if choice.send else None) == case.send
    assert ended(choice, DeliveryState.SUPERSEDED) == case.superseded
    assert ended(choice, DeliveryState.UNCHANGED) == case.unchanged
    assert ({choice.acked.id} if choice.acked else set()) == case.unchanged
    assert all(verdict.note for verdict in choice.ended)


@pytest.mark.parametrize(
    "name,others,over",
    [
        ("the older complete ones", [waiting(1), waiting(2)], {1, 2}),
        ("not the newer", [waiting(4)], set()),
        ("not by arrival but by version", [waiting(1, 9), waiting(4, 2)], {4}),
        ("never a partial one", [waiting(1, 1, partial=True)], set()),
        ("never one in question", [waiting(1, 1, doubt=True)], set()),
        ("one that is not due too", [waiting(1, 1, due=False)], {1}),
        ("same version, earlier arrival", [waiting(1, 5)], {1}),
        ("same version, later arrival: not", [waiting(4, 5)], set()),
    ],
)
def test_a_success_makes_pointless(name: str, others: list[Waiting], over: set[int]) -> None:
    winner = waiting(3, 5)
    assert {verdict.delivery for verdict in superseded_by(winner, [*others, winner])} == over


def test_a_partial_success_makes_nothing_pointless() -> None:
    assert superseded_by(waiting(3, partial=True), [waiting(1), waiting(2)]) == ()


@pytest.mark.parametrize(
    "one,other,expected",
    [
        ((version_key(1), 9), (version_key(2), 1), True),
        ((version_key(2), 1), (version_key(1), 9), False),
        ((version_key(1), 1), (version_key(1), 2), True),
        ((None, 1), (version_key(1), 2), True),
        ((version_key(9), 1), (None, 2), True),
        ((None, 2), (None, 2), False),
        # A changed mapping may take its version from another kind of field: those say nothing about each other.
        ((version_key(20261123), 7), (version_key("R1"), 1), False),
        ((version_key(20261123), 1), (version_key("R1"), 7), True),
    ],
    ids=[
        "lower version", "higher version", "same version, earlier", "no version, earlier", "no version there, earlier",
        "the same", "other kind of version, later", "other kind of version, earlier",
    ],
)  # fmt: skip
def test_older(one: tuple[str | None, int], other: tuple[str | None, int], expected: bool) -> None:
    assert older(one, other) is expected


# -- properties -------------------------------------------------------------------------------------

VERSIONS = st.integers(1, 5)


@st.composite
def lanes(draw: st.DrawFn) -> tuple[Lane, list[Waiting]]:
    """A lane after some history and what waits in it; at most one is in question, as the index guarantees."""
    base = draw(st.integers(0, 5))
    lane = acked(draw(st.sampled_from("abc")), draw(st.none() | VERSIONS), base, in_doubt=draw(st.booleans()))
    count = draw(st.integers(0, 6))
    questioned = draw(st.none() | st.integers(1, 6))
    return lane, [
        waiting(
            base + number, draw(st.none() | VERSIONS), draw(st.sampled_from("abc")), partial=draw(st.booleans()),
            doubt=number == questioned, due=draw(st.booleans()),
        )
        for number in range(1, count + 1)
    ]  # fmt: skip


@given(lanes())
def test_nothing_is_both_sent_and_ended_and_nothing_partial_or_in_question_is_ended(
    drawn: tuple[Lane, list[Waiting]],
) -> None:
    lane, rows = drawn
    choice = choose(lane, rows)
    over = [verdict.delivery for verdict in choice.ended]
    assert len(over) == len(set(over))
    assert choice.send is None or choice.send.id not in over
    assert choice.send is None or choice.send.due
    by_id = {one.id: one for one in rows}
    assert not [one for one in over if by_id[one].in_question or by_id[one].partial]
    if any(one.in_question for one in rows):
        assert not over
        assert choice.send is None or choice.send.in_question


ARRIVALS = st.lists(st.lists(st.tuples(VERSIONS, st.sampled_from("xyz")), max_size=3), min_size=1, max_size=6)


@given(ARRIVALS, st.booleans())
def test_acme_ends_with_the_newest_accepted_version_and_never_goes_back(
    rounds: list[list[tuple[int, str]]], versioned: bool
) -> None:
    """Each round some documents arrive (version, content; Acme refuses "z"); then the lane is emptied."""
    lane, revision = replace(LANE, remote=None), 0
    open_: list[Waiting] = []
    written: list[Waiting] = []
    valid: list[Waiting] = []
    for arrived in rounds:
        for version, content in arrived:
            revision += 1
            one = waiting(revision, version if versioned else None, content)
            open_.append(one)
            valid += [one] if content != "z" else []
        while open_:
            choice = choose(lane, open_)
            gone = {verdict.delivery for verdict in choice.ended}
            known = choice.acked
            if choice.send is not None:
                gone.add(choice.send.id)
                if choice.send.hash != "z":
                    known = choice.send
                    written.append(choice.send)
                    gone |= {verdict.delivery for verdict in superseded_by(choice.send, open_)}
            assert gone
            if known is not None:
                lane = replace(
                    lane, acked_hash=known.hash, acked_version=known.version or lane.acked_version,
                    acked_revision=max(lane.acked_revision, known.revision),
                )  # fmt: skip
            open_ = [one for one in open_ if one.id not in gone]
    order = [(one.version or "", one.revision) for one in written]
    assert order == sorted(order)
    if valid:
        newest = max(valid, key=lambda one: (one.version or "", one.revision))
        assert written[-1].hash == newest.hash
