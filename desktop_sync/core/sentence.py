"""The honest sentence: is it really all right? One function for the tray, ``status`` and the overview. Pure.

Values in (``Facts``), a ``Sentence`` out: how it stands (the shape that the tray shows), a key with plain values, and
the words. The words stand in ``sentence_words``: a language has words and never a rule. It looks at nothing itself.

What is told first, the first that holds:

1. ``no_settings``, ``ledger``: without them nothing can be said or done.
2. ``disk_full``: nothing new is taken.
3. ``engine_off``: flows have schedules and no engine runs them. ``engine_silent``: it runs and does not answer.
4. a problem, the gravest first: what stopped, broke off, asks about a first run, holds documents, cannot be reached;
   then whatever a person is to look at. With its moment, and when it is tried again.
5. ``overdue``: a fire has passed and nothing ran. ``stale``: it runs, yet nothing has ended well for too long.
6. ``no_flows``, ``all_off``: there is nothing that could run.
7. ``paused``, ``some_paused``.
8. ``held``: documents wait for a person's word (should there be no problem that says so).
9. ``working``, ``waiting``: something is under way, or waits for the next run.
10. ``not_yet``: nothing has run yet. ``well``: none of the above, with the last proof.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from desktop_sync.core.sentence_words import said

LATE = timedelta(minutes=5)
"""A fire that passed so long ago without a run is overdue: the engine sleeps a minute at most."""
PATIENCE = timedelta(hours=1)
"""Beyond twice its usual distance, how long a flow may go without having ended well."""


class Mood(StrEnum):
    """What the tray shows by its shape."""

    WELL = "well"
    WORKING = "working"
    ATTENTION = "attention"
    STOPPED = "stopped"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class FlowFacts:
    """One flow. Times are aware. ``ended``: of its newest run; ``succeeded``: of the newest that ended well."""

    id: str
    title: str = ""
    enabled: bool = True
    scheduled: bool = False
    running: bool = False
    paused: bool = False
    paused_until: datetime | None = None
    next_at: datetime | None = None
    ended: datetime | None = None
    succeeded: datetime | None = None
    waiting: int = 0  # items and documents that go on by themselves
    held: int = 0  # documents that wait for a person's word


@dataclass(frozen=True, slots=True)
class OpenProblem:
    """A problem that is open. ``flow`` and ``connection``: ids, or empty. ``owner``: who can fix it."""

    cause: str
    what: str
    owner: str
    since: datetime
    flow: str = ""
    connection: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the sentence is made of. ``now`` carries the zone in which times are told.

    ``engine``: whether it runs; ``engine_off_since``: its last sign of life, where one is known. ``answered``: last
    answer of each connection to Acme, by id. ``titles`` of connections, by id. ``settings``, ``ledger``: in one
    sentence why they cannot be used; empty when they can. ``disk_full``: and since when, where that is known.
    """

    now: datetime
    flows: Sequence[FlowFacts] = ()
    problems: Sequence[OpenProblem] = ()
    engine: bool = False
    engine_off_since: datetime | None = None
    engine_silent: bool = False  # it holds the data folder and does not answer
    delivered: datetime | None = None
    delivered_what: str = ""  # resource of the last delivered document, such as orders
    answered: Mapping[str, datetime] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    settings: str = ""
    ledger: str = ""
    disk_full: bool = False
    disk_full_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """``values`` are plain JSON; times among them are ISO 8601 with offset. ``proof``: when the last proof was."""

    mood: Mood
    key: str
    values: Mapping[str, object]
    text: str
    proof: datetime | None = None

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        proof = None if self.proof is None else self.proof.isoformat()
        return {"mood": self.mood.value, "key": self.key, "values": dict(self.values), "text": self.text,
                "proof_at": proof}  # fmt: skip


Told = tuple[Mood, str, dict[str, object]]


def sentence(facts: Facts) -> Sentence:
    """The one sentence. Its precedence stands above."""
    rules = (_unusable, _off, _problem, _overdue, _nothing, _paused, _held, _working, _not_yet)
    mood, key, values = next((found for rule in rules if (found := rule(facts))), _well(facts))
    values = {**values, **_proof(facts)}
    answered = _weakest(facts)
    proofs = [one for one in (facts.delivered, answered[1] if answered else None) if one is not None]
    return Sentence(mood, key, values, said(key, values, facts.now), max(proofs, default=None))


def _unusable(facts: Facts) -> Told | None:
    if facts.settings:
        return Mood.STOPPED, "no_settings", {"why": facts.settings}
    if facts.ledger:
        return Mood.STOPPED, "ledger", {"why": facts.ledger}
    if facts.disk_full:
        return Mood.STOPPED, "disk_full", {"since": _iso(facts.disk_full_since)}
    return None


def _off(facts: Facts) -> Told | None:
    if facts.engine_silent:
        return Mood.STOPPED, "engine_silent", {"problems": len(facts.problems)}
    if facts.engine or not any(flow.scheduled for flow in _on(facts)):
        return None
    return Mood.STOPPED, "engine_off", {"since": _iso(facts.engine_off_since), "problems": len(facts.problems)}


_GRAVE = (
    "stopped", "account", "outdated", "bug", "hangs", "failed", "first run", "held", "source", "unreachable",
    "arrivals",
)  # fmt: skip
STOPS = frozenset({"stopped", "account", "outdated", "bug", "hangs", "first run"})
_BY_ITSELF = frozenset({"failed", "source", "unreachable"})


def _problem(facts: Facts) -> Told | None:
    """The gravest by cause, of the like the oldest; how many more there are."""
    if not facts.problems:
        return None
    first = min(facts.problems, key=lambda one: (gravity(one.cause), one.since))
    values: dict[str, object] = {
        "who": _title(facts, first), "what": first.what, "since": _iso(first.since), "owner": first.owner,
        "cause": first.cause, "more": len(facts.problems) - 1,
    }  # fmt: skip
    if gravity(first.cause) == len(_GRAVE) and len(facts.problems) > 1:
        owners = {one.owner: sum(two.owner == one.owner for two in facts.problems) for one in facts.problems}
        return Mood.ATTENTION, "problems", {"problems": len(facts.problems), "owners": owners, **values}
    if first.cause in _BY_ITSELF and (again := _again(facts, first)) is not None:
        return Mood.ATTENTION, "trying", {**values, "again": _iso(again)}
    return (Mood.STOPPED if first.cause in STOPS else Mood.ATTENTION), "problem", values


def gravity(cause: str) -> int:
    """The smaller, the sooner it is told."""
    kind = "arrivals" if cause.startswith("arrivals: ") else cause
    return _GRAVE.index(kind) if kind in _GRAVE else len(_GRAVE)


def _again(facts: Facts, problem: OpenProblem) -> datetime | None:
    """When a flow that it concerns runs next; None: nobody will try by himself."""
    mine = [flow for flow in _on(facts) if not problem.flow or flow.id == problem.flow]
    coming = [flow.next_at for flow in mine if flow.next_at is not None and not flow.paused]
    return min(coming, default=None) if facts.engine else None


def _overdue(facts: Facts) -> Told | None:
    if not facts.engine:
        return None
    for flow in _on(facts):
        if not flow.scheduled or flow.running or flow.paused:
            continue
        if flow.next_at is not None and facts.now - flow.next_at > LATE:
            return Mood.ATTENTION, "overdue", {"who": flow.title or flow.id, "at": _iso(flow.next_at)}
        if _stale(flow, facts.now):
            return Mood.ATTENTION, "stale", {"who": flow.title or flow.id, "at": _iso(flow.succeeded)}
    return None


def _stale(flow: FlowFacts, now: datetime) -> bool:
    """It ran meanwhile, yet its last success lies more than twice as far back as its runs lie apart."""
    if flow.succeeded is None or flow.ended is None or flow.next_at is None or flow.ended <= flow.succeeded:
        return False
    apart = max(flow.next_at - flow.ended, timedelta())
    return now - flow.succeeded > 2 * apart + PATIENCE


def _nothing(facts: Facts) -> Told | None:
    if not facts.flows:
        return Mood.ATTENTION, "no_flows", {}
    return None if _on(facts) else (Mood.PAUSED, "all_off", {"flows": len(facts.flows)})


def _paused(facts: Facts) -> Told | None:
    paused = [flow for flow in _on(facts) if flow.paused]
    if not paused:
        return None
    ends = [flow.paused_until for flow in paused]
    until = None if None in ends else min(one for one in ends if one is not None)
    values: dict[str, object] = {"until": _iso(until), "paused": len(paused), "flows": len(_on(facts))}
    if len(paused) == len(_on(facts)):
        return Mood.PAUSED, "paused", values
    return Mood.PAUSED, "some_paused", {"who": [flow.title or flow.id for flow in paused], **values}


def _held(facts: Facts) -> Told | None:
    held = sum(flow.held for flow in facts.flows)
    return (Mood.ATTENTION, "held", {"held": held}) if held else None


def _working(facts: Facts) -> Told | None:
    waiting = sum(flow.waiting for flow in facts.flows)
    running = [flow.title or flow.id for flow in facts.flows if flow.running]
    if running:
        return Mood.WORKING, "working", {"who": running, "waiting": waiting}
    return (Mood.WORKING, "waiting", {"waiting": waiting, "next": _iso(_next(facts))}) if waiting else None


def _not_yet(facts: Facts) -> Told | None:
    if any(flow.ended is not None for flow in facts.flows):
        return None
    return Mood.WELL, "not_yet", {"flows": len(_on(facts)), "next": _iso(_next(facts))}


def _well(facts: Facts) -> Told:
    return Mood.WELL, "well", {"flows": len(_on(facts))}


def _proof(facts: Facts) -> dict[str, object]:
    """What was delivered last, and which answer is the oldest: the weakest proof is the honest one."""
    weakest = _weakest(facts)
    return {
        "delivered_at": _iso(facts.delivered),
        "delivered_what": facts.delivered_what,
        "answered_at": _iso(weakest[1]) if weakest else None,
        "answered_by": facts.titles.get(weakest[0], weakest[0]) if weakest and len(facts.answered) > 1 else "",
    }


def _weakest(facts: Facts) -> tuple[str, datetime] | None:
    return min(facts.answered.items(), key=lambda one: one[1], default=None)


def _next(facts: Facts) -> datetime | None:
    """When something runs by itself; None: nobody runs it."""
    coming = [flow.next_at for flow in _on(facts) if flow.next_at is not None and not flow.paused]
    return min(coming, default=None) if facts.engine else None


def _on(facts: Facts) -> list[FlowFacts]:
    return [flow for flow in facts.flows if flow.enabled]


def _title(facts: Facts, problem: OpenProblem) -> str:
    named: Iterable[str] = (flow.title or flow.id for flow in facts.flows if flow.id == problem.flow)
    return next(iter(named), problem.flow) or facts.titles.get(problem.connection, problem.connection)


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat()
