"""One run of an import flow: notice, stage, deliver, settle, finish.

This is the only file that knows this order; the rules behind each step stand in delivery.md. It is
given its source, format, mapping and target by hand and knows none of them by name.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from desktop_sync.core.about import working_on
from desktop_sync.core.errors import Owner, RetryLater, Stop, SyncError
from desktop_sync.core.events import Progress
from desktop_sync.core.first_run import ALL
from desktop_sync.core.hold import Amount, Hold
from desktop_sync.core.ports import Clock, Token
from desktop_sync.core.problem import Problem
from desktop_sync.engine.beginning import Beginning
from desktop_sync.engine.delivery import Delivered, Delivery, Meanwhile
from desktop_sync.engine.location import Located, Location, RunResult, in_words
from desktop_sync.engine.notice import Noticing
from desktop_sync.engine.settle import Settles
from desktop_sync.ledger.ledger import Ledger

log = logging.getLogger("run")
DISK = "disk:full"
SETTLE_EVERY = 0.2  # seconds, while something is being delivered: the longer, the more files share a flush
A_WHILE = 0.2  # seconds between two looks whether a place that waits can go on, or somebody wants it to end
A_MOMENT = 0.001  # seconds for which answers of Acme wait


def held_key(flow: str) -> str:
    """Names the problem of a flow that holds more than a run may send."""
    return f"flow:{flow}:held"


@dataclass(frozen=True, slots=True)
class ImportFlow:
    """An import flow with everything it needs, built by app.py."""

    id: str
    locations: Sequence[Location]
    first_run: str = ALL  # what becomes of that which is there at the first look, by the settings
    answer: str = ""  # the same by a person, who was asked; empty: nobody was
    hold: Hold = field(default_factory=Hold)
    title: str = ""  # as people call it
    notice: bool = True  # False: a round, that goes on with what was noticed before, and is no run
    no_room: Callable[[], str] = lambda: ""  # why nothing new may be taken in


@dataclass(slots=True)
class _Place:
    """A location within a run. ``reached``: by the last look."""

    number: int
    location: Location
    noticing: Noticing
    settles: Settles
    reached: bool = False


class ImportRun:
    """One execution. Made anew for each run."""

    def __init__(
        self,
        flow: ImportFlow,
        run: int,
        ledger: Ledger,
        delivery: Delivery,
        clock: Clock,
        token: Token,
        listen: Callable[[Progress], None] = lambda progress: None,
    ) -> None:
        self._flow = flow
        self._ledger = ledger
        self._delivery = delivery
        self._clock = clock
        self._token = token
        self._listen = listen
        self._delivered = Delivered()
        self._result = RunResult(run, flow.id)
        self._open = 0  # documents that waited when this began
        self._released = Amount()
        self._places = [self._place(location) for location in flow.locations]

    def _place(self, location: Location) -> _Place:
        place = self._ledger.places.number(self._flow.id, location.connection)
        located = Located(location.connection, location.source, place, location.whereabouts)
        flow = self._flow
        begins = Beginning(located, self._ledger, flow.first_run, flow.answer)
        noticing = Noticing(flow.id, located, self._ledger, self._result, self._tell, begins, flow.title, self._token)
        return _Place(place, location, noticing, Settles(located, self._ledger, self._result, self._tell))

    def execute(self, patience: float = 0.0, retry_within: float = 60.0, *, inline: bool = False) -> RunResult:
        """``patience``: how long to wait for young candidates. ``retry_within``: what is due by then is retried.

        ``inline`` does it all in the calling thread, one step after the other.
        """
        with working_on(self._flow.id, self._result.run):
            return self._execute(patience, retry_within, inline=inline)

    def _execute(self, patience: float, retry_within: float, *, inline: bool) -> RunResult:
        try:
            self._work(patience, retry_within, inline=inline)
        except Exception as error:
            if isinstance(error, SyncError):
                log.warning("the run broke off: %s", error)
            else:
                log.exception("the run broke off")
            with suppress(RetryLater):  # a disk that is full also keeps this from being written; the next run tells
                self._ledger.journal.end_run(self._result.run, "failed", self._result.counts, str(error))
                self._ledger.journal.report([failure(self._flow.id, error)])
            raise
        return self._finish()

    def _work(self, patience: float, retry_within: float, *, inline: bool) -> None:
        others = self._bring_in(patience, retry_within)
        if inline:
            for place in self._places:
                place.settles.one_by_one()
            for rest in others:
                if rest:
                    self._clock.wait(rest)
            self._delivered = self._delivery.run(patience=retry_within, listen=self._tell_delivered)
        else:
            meanwhile = _Meanwhile(others, self._settle_ended, self._clock)
            self._delivered = self._delivery.run(meanwhile, retry_within, self._tell_delivered)
        for _ in self._settle():
            pass

    # -- notice and stage ---------------------------------------------------------------------

    def _bring_in(self, patience: float, retry_within: float) -> Iterator[float]:
        """Look and stage what is there; again while candidates are young and patience lasts, or an item is soon due.

        In small pieces; after each it says in how many seconds it can go on.
        """
        looked: float | None = None  # from then on patience counts: a place may be slow to answer
        self._open = self._ledger.deliveries.open_of(self._flow.id)
        while not self._token.is_set() and self._has_room():
            places = [self._bring_in_from(place) for place in self._places]
            yield from in_turn(places, self._clock, self._token)
            looked = self._clock.monotonic() if looked is None else looked
            self._result.young = sum(place.noticing.young for place in self._places)
            self._release()
            yield from self._settle()
            wait = self._next_look(self._clock.monotonic() - looked, patience, retry_within)
            if wait is None:
                break
            yield min(max(wait, 0.05), 1.0)

    def _bring_in_from(self, place: _Place) -> Iterator[float]:
        if self._flow.notice:
            for files in place.location.learning.learn(place.number, self._token):
                self._tell("read the archive", files)
                yield 0.0
            place.reached = yield from place.noticing.look()
        yield from self._stage_all(place)

    def _has_room(self) -> bool:
        """A full disk stops noticing before it stops delivering: what was taken in still goes to Acme."""
        why = self._flow.no_room()
        if not why:
            if self._ledger.journal.is_open(DISK):
                self._ledger.journal.resolve(DISK, "there is room again")
            return True
        what = f"{why} Nothing new is taken in; what was taken in is delivered."
        hint = "Free some space on this computer; work goes on by itself."
        self._ledger.journal.report([Problem(DISK, "disk", what, hint, Owner.IT)])
        self._result.outcome, self._result.note = "waiting", what
        return False

    def _next_look(self, spent: float, patience: float, retry_within: float) -> float | None:
        """Seconds until looking again is worth it; None: not in this run."""
        waits = []
        for place in self._places:
            ripe = place.location.ripe_in() if place.reached else None
            if ripe is not None and spent + ripe <= patience + 0.5:
                waits.append(ripe)
            due = self._ledger.items.next_due(place.number)
            if due is not None and spent + due - self._clock.now() <= retry_within:
                waits.append(due - self._clock.now())
        return min(waits, default=None)

    def _release(self) -> None:
        """What was staged may be sent, unless it is more than a run may send without a person's word."""
        held = self._ledger.deliveries.held(self._flow.id)
        self._result.counts["held"] = 0
        if not held.documents:
            return
        key = held_key(self._flow.id)
        why = self._flow.hold.why(self._released + held)
        if not why:
            self._released += held
            self._ledger.deliveries.release(self._flow.id)
            self._ledger.journal.resolve(key, "it is no longer too much")
            return
        self._result.counts["held"] = held.documents
        what = f"{held.documents:,} documents are held: {why}. Nothing of it is sent."
        hint = f"Look whether that is meant. If so: desktop-sync approve {self._flow.id}"
        self._ledger.journal.report([Problem(key, "held", what, hint, Owner.IT, flow=self._flow.id)])

    def _stage_all(self, place: _Place) -> Iterator[float]:
        """In order of noticing. One that has to wait holds nobody up."""
        while not self._token.is_set():
            waiting = self._ledger.items.to_stage(place.number)
            staged = 0
            for counts in place.location.stage.stage(waiting, self._token):
                self._result.counts.update(counts)
                staged += counts["staged"]
                if counts["staged"]:
                    self._tell("stage", self._result.counts["staged"])
                yield 0.0
            if not staged:
                return

    def _settle(self) -> Iterator[float]:
        for place in self._places:
            yield from self._until_told(place.settles.all())

    def _settle_ended(self) -> Iterator[float]:
        for place in self._places:
            yield from self._until_told(place.settles.ended())

    def _until_told(self, pieces: Iterator[float]) -> Iterator[float]:
        """Settling may end after each piece: what was ordered and not confirmed is carried out by the next run."""
        while not self._token.is_set() and (piece := next(pieces, None)) is not None:
            yield piece

    # -- finish -------------------------------------------------------------------------------

    def _finish(self) -> RunResult:
        result = self._result
        result.counts.update(self._delivered.counts)
        result.counts["waiting"] += self._delivered.waiting
        result.counts["unknown"] += self._delivered.unknown
        result.counts["young"] += result.young
        ripe = [place.location.ripe_in() for place in self._places if place.reached] if result.young else []
        result.ripe_in = min((one for one in ripe if one is not None), default=None)
        if self._delivered.stopped is not None:
            result.outcome, result.note = "stopped", str(self._delivered.stopped)
        elif self._token.is_set():
            result.outcome, result.note = "cancelled", "It was told to end; the next run does the rest."
        elif result.outcome == "done":
            result.outcome = self._outcome()
        self._ledger.journal.resolve(failed_key(result.flow), "a later run")
        self._ledger.journal.end_run(result.run, result.outcome, result.counts, result.note, reached=result.reached)
        log.info("%s: %s", result.outcome, in_words(result.counts))
        return result

    def _outcome(self) -> str:
        counts = self._result.counts
        if counts["held"] or counts["rejected"] or counts["faulty"] or counts["unreadable"]:
            return "problems"
        if counts["replaced"] or counts["settled replaced"]:
            return "waiting"  # the new content is noticed by the next look
        postponed = any(self._ledger.items.next_due(place.number) is not None for place in self._places)
        unsettled = any(self._ledger.settlings.open(place.number) for place in self._places)
        if counts["waiting"] or counts["unknown"] or counts["young"] or postponed or unsettled:
            return "waiting"
        return "done"

    def _tell_delivered(self, ended: int) -> None:
        """Of the documents that waited when the run began, or were staged since."""
        self._tell("deliver", ended, max(ended, self._open + self._result.counts["documents"]))

    def _tell(self, step: str, done: int, total: int | None = None) -> None:
        self._listen(Progress(self._flow.id, step, done, total))


def in_turn(places: Sequence[Iterator[float]], clock: Clock, token: Token) -> Iterator[float]:
    """One piece of each, until all have ended: no place waits for one with much to bring in, or one that waits itself.

    Each says in how many seconds it can go on. Once the token is set it is asked before, to end.
    """
    going = dict.fromkeys(range(len(places)), clock.monotonic())
    while going:
        for number, begins in list(going.items()):
            if begins > clock.monotonic() and not token.is_set():
                continue
            rest = next(places[number], None)
            if rest is None:
                del going[number]
            else:
                going[number] = clock.monotonic() + rest
                yield 0.0
        left = min(going.values(), default=0.0) - clock.monotonic()
        if left > 0.0 and not token.is_set():
            yield min(left, A_WHILE)


class _Meanwhile:
    """What is done between answers of Acme: settling now and then, and staging while there is something to stage."""

    def __init__(self, staging: Iterator[float], settle: Callable[[], Iterator[float]], clock: Clock) -> None:
        self._staging: Iterator[float] | None = staging
        self._settle = settle
        self._settling: Iterator[float] | None = None
        self._clock = clock
        self._go_on_at = self._settle_at = clock.monotonic()

    def __call__(self) -> Meanwhile:
        """Small pieces, until a moment is over or there is none: to ask after answers costs as much as a piece."""
        until = self._clock.monotonic() + A_MOMENT
        while True:
            now = self._clock.monotonic()
            meanwhile = self._piece(now)
            if meanwhile.rest > 0.0 or now >= until:
                return meanwhile

    def _piece(self, now: float) -> Meanwhile:
        if self._settles(now):
            return Meanwhile(0.0, self._staging is not None)
        if self._staging is None:
            return Meanwhile(self._settle_at - now, more=False)
        if now >= self._go_on_at:
            rest = next(self._staging, None)
            if rest is None:
                self._staging = None
                return Meanwhile(0.0, more=False)
            self._go_on_at = now + rest
        return Meanwhile(max(self._go_on_at - now, 0.0), more=True)

    def _settles(self, now: float) -> bool:
        """One piece of it; when nothing is left to settle, it is looked for again a little later."""
        if now < self._settle_at:
            return False
        self._settling = self._settling or self._settle()
        if next(self._settling, None) is None:
            self._settling, self._settle_at = None, now + SETTLE_EVERY
            return False
        return True


def failed_key(flow: str) -> str:
    """Names the problem of a flow whose run broke off."""
    return f"run:{flow}:failed"


def failure(flow: str, error: Exception) -> Problem:
    """What nobody foresaw, shown as such."""
    key = failed_key(flow)
    if isinstance(error, SyncError):
        owner = error.owner if isinstance(error, Stop) else Owner.IT
        return Problem(key, "failed", f"The run broke off: {error.what}", error.hint, owner, flow=flow)
    what = f"The run broke off by a fault of Desktop Sync ({type(error).__name__}: {error})."
    return Problem(key, "bug", what, "Send the log file to the vendor. Nothing is lost.", flow=flow)
