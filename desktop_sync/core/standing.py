"""How everything stands: what settings, ledger and engine know of it, put together into one picture. Pure.

The picture is plain JSON, the same for ``status``, tray and overview. With an engine it tells what only that knows
(what is under way, is paused, comes next); without one nothing runs by itself, and it says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from desktop_sync.core.sentence import STOPS, Facts, FlowFacts, OpenProblem, gravity, sentence
from desktop_sync.core.sentence_words import coming

Row = dict[str, Any]
Totals = Mapping[str, Mapping[str, Mapping[str, int]]]
"""What was ever done: runs, files, documents → flow → state → how many."""
SPOOL_BYTES = "spool bytes"
"""The ledger's fact that holds the size of the spool, measured now and then."""
ENGINE_SEEN = "engine seen at"
"""The fact that holds when an engine was last known to live, to five minutes."""
ENGINE_ACCOUNT = "engine account"
"""The fact that holds the id of the account that an engine works under."""
DISK_FULL = "disk"
"""The cause of the problem that is open while there is no room."""
RESERVE = 64 * 2**20
"""Bytes of the disk that the spool leaves free: with less, nothing new is taken."""


@dataclass(frozen=True, slots=True)
class FlowHead:
    """What the settings say of a flow, as far as people see it at a glance. ``reads``, ``writes``: in words."""

    id: str
    title: str = ""
    enabled: bool = True
    scheduled: bool = False
    schedule: str = ""  # in words
    connections: tuple[str, ...] = ()
    reads: str = ""
    writes: str = ""
    kind: str = "import"  # or export
    rests: float = 0.0  # s that rows of its source have to be old


@dataclass(frozen=True, slots=True)
class Standing:
    """What the ledger says. Times are epoch seconds.

    By flow: the ``last`` run (run, started_at, ended_at, outcome, counts, note), when one ``succeeded`` last, documents
    that are ``waiting`` or ``held``, what became of documents ``today``, when something was last ``noticed``, how many
    runs in a row are ``failures``. ``delivered``: when and of which resource the last document was that Acme took.
    ``missed``: the newest fires that no run followed.
    """

    last: Mapping[str, Row] = field(default_factory=dict)
    succeeded: Mapping[str, float] = field(default_factory=dict)
    waiting: Mapping[str, int] = field(default_factory=dict)
    held: Mapping[str, int] = field(default_factory=dict)
    today: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    items: Mapping[str, int] = field(default_factory=dict)
    deliveries: Mapping[str, int] = field(default_factory=dict)
    delivered: tuple[float, str] | None = None
    accounts: Sequence[Row] = ()
    problems: Sequence[Row] = ()
    missed: Sequence[Row] = ()
    totals: Totals = field(default_factory=dict)
    noticed: Mapping[str, float] = field(default_factory=dict)
    failures: Mapping[str, int] = field(default_factory=dict)
    backed_up: float | None = None
    spool_bytes: float | None = None
    engine_seen: float | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """Of the disk that holds the data folder; bytes. None: not known."""

    ledger: int | None = None
    free: int | None = None


@dataclass(frozen=True, slots=True)
class Live:
    """What only an engine knows. By flow: ``going`` as its progress event, the ``next`` fire, until when it is
    ``paused`` (None: until somebody resumes it)."""

    process: int
    since: float
    version: str
    going: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    next: Mapping[str, datetime] = field(default_factory=dict)
    paused: Mapping[str, datetime | None] = field(default_factory=dict)


def picture(
    standing: Standing, heads: Sequence[FlowHead], live: Live | None, around: Facts, room: Room = Room()
) -> Row:
    """Everything. ``around``: what the sentence needs besides; its flows, problems and proofs are made here.

    ``connections``: their titles by id.

    Flows stand in the order of the settings; those that are not there any more, but have run, follow.
    """
    known = {head.id for head in heads}
    heads = [*heads, *(FlowHead(flow, enabled=False) for flow in standing.last if flow not in known)]
    shown = [_Flow(head, standing, live, around.now) for head in heads]
    full = [float(one["opened_at"]) for one in standing.problems if one["cause"] == DISK_FULL]
    facts = replace(
        around,
        flows=[one.facts() for one in shown if one.head.id in known],
        problems=[_problem(one) for one in standing.problems],
        engine=live is not None,
        answered=_answers(standing, heads),
        disk_full=bool(full) or (room.free is not None and room.free < RESERVE),
        disk_full_since=_at(min(full, default=None)),
        engine_off_since=None if live else _at(standing.engine_seen),
        delivered=_at(standing.delivered[0]) if standing.delivered else None,
        delivered_what=standing.delivered[1] if standing.delivered else "",
    )
    return {
        "at": around.now.isoformat(),
        "engine": None if live is None else {"process": live.process, "since": live.since, "version": live.version},
        "sentence": sentence(facts).as_dict(),
        "flows": [one.told() for one in shown],
        "connections": dict(around.titles),
        "problems": list(standing.problems),
        "missed": list(standing.missed),
        "items": dict(standing.items),
        "deliveries": dict(standing.deliveries),
        "last_delivered_at": standing.delivered[0] if standing.delivered else None,
        "accounts": list(standing.accounts),
        "problems_by_owner": dict(Counter(one["owner"] for one in standing.problems)),
        "totals": {kind: {flow: dict(one) for flow, one in flows.items()} for kind, flows in standing.totals.items()},
        "room": _room(standing, room),
    }


def _answers(standing: Standing, heads: Sequence[FlowHead]) -> dict[str, datetime]:
    """When the accounts last answered that are in use: those of flows that run by themselves, if there are such."""
    on = [head for head in heads if head.enabled]
    used = {one for head in on if head.scheduled or not any(two.scheduled for two in on) for one in head.connections}
    return {
        one["connection"]: at
        for one in standing.accounts
        if one["connection"] in used and (at := _at(one["answered_at"])) is not None
    }


def _room(standing: Standing, room: Room) -> Row:
    spool = None if standing.spool_bytes is None else int(standing.spool_bytes)
    return {"ledger_bytes": room.ledger, "spool_bytes": spool, "free_bytes": room.free,
            "last_backup_at": standing.backed_up}  # fmt: skip


class _Flow:
    """One flow in the picture."""

    def __init__(self, head: FlowHead, standing: Standing, live: Live | None, now: datetime) -> None:
        self.head = head
        self._standing = standing
        self._now = now
        self._going = live.going.get(head.id) if live else None
        self._next = live.next.get(head.id) if live else None
        self._paused = live is not None and head.id in live.paused
        self._paused_until = live.paused.get(head.id) if live else None
        self._problems = [one for one in standing.problems if self._concerns(one)]

    def _concerns(self, problem: Row) -> bool:
        """Its own, and those of the connections that it uses."""
        if problem["flow"]:
            return bool(problem["flow"] == self.head.id)
        return problem["connection"] in self.head.connections

    def facts(self) -> FlowFacts:
        """For the sentence."""
        head, flow, last = self.head, self.head.id, self._standing.last.get(self.head.id)
        return FlowFacts(
            flow,
            head.title,
            head.enabled,
            head.scheduled,
            running=self._going is not None,
            paused=self._paused,
            paused_until=self._paused_until,
            next_at=self._next,
            ended=_at(last["ended_at"]) if last else None,
            succeeded=_at(self._standing.succeeded.get(flow)),
            waiting=self._standing.waiting.get(flow, 0),
            held=self._standing.held.get(flow, 0),
        )

    def told(self) -> Row:
        """Plain values."""
        head, flow = self.head, self.head.id
        asks = [one for one in self._problems if one["cause"] == "first run"]
        until = self._paused_until
        return {
            "flow": flow,
            "title": head.title or flow,
            "kind": head.kind,
            "enabled": head.enabled,
            "state": self._state(),
            "reads": head.reads,
            "writes": head.writes,
            "schedule": head.schedule,
            "rests": head.rests,
            "last": self._standing.last.get(flow),
            "last_success_at": self._standing.succeeded.get(flow),
            "last_item_at": self._standing.noticed.get(flow),
            "failures": self._standing.failures.get(flow, 0),
            "today": dict(self._standing.today.get(flow, {})),
            "waiting": self._standing.waiting.get(flow, 0),
            "held": self._standing.held.get(flow, 0),
            "problems": len(self._problems),
            "problem": self._gravest(),
            "question": " ".join(one["what"] for one in asks),
            "paused": {"until": until.isoformat() if until else None} if self._paused else None,
            "next": self._fire(),
            "progress": None if self._going is None else dict(self._going),
        }

    def _gravest(self) -> Row | None:
        """The problem that is told of it first."""
        if not self._problems:
            return None
        first = min(self._problems, key=lambda one: (gravity(one["cause"]), one["opened_at"]))
        return {name: first[name] for name in ("cause", "what", "owner", "opened_at")}

    def _state(self) -> str:
        if self._going is not None:
            return "syncing"
        if self._paused:
            return "paused"
        if any(one["cause"] in STOPS for one in self._problems):
            return "stopped"
        return "attention" if self._problems or self._standing.held.get(self.head.id) else "idle"

    def _fire(self) -> Row | None:
        if self._next is None:
            return None
        return {"at": self._next.isoformat(), "words": coming(self._next.isoformat(), self._now)}


def _problem(row: Row) -> OpenProblem:
    since = _at(row["opened_at"])
    assert since is not None  # noqa: S101 - the column is never null
    return OpenProblem(row["cause"], row["what"], row["owner"], since, row["flow"] or "", row["connection"] or "")


def _at(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
