"""One run of an import flow: notice, stage, deliver, settle, finish.

This is the only file that knows this order; the rules behind each step stand in delivery.md. It is
given its source, format, mapping and target by hand and knows none of them by name.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from desktop_sync.core.delivering import backoff
from desktop_sync.core.errors import Owner, Stop, SyncError
from desktop_sync.core.events import Progress
from desktop_sync.core.first_run import ALL, ASK, skipped, span
from desktop_sync.core.hold import Amount, Hold
from desktop_sync.core.model import Item, SettleResult, Settling
from desktop_sync.core.ports import Clock, Source, Token
from desktop_sync.core.problem import Problem
from desktop_sync.core.states import ItemOutcome
from desktop_sync.engine.delivery import Delivered, Delivery, Meanwhile
from desktop_sync.engine.stage import Stage
from desktop_sync.ledger.ledger import Ledger

log = logging.getLogger("run")
SETTLED_TOGETHER = 64  # items; two transactions
SETTLED_IN_ONE_GO = 4  # items; answers of Acme wait no longer than for that
SETTLE_EVERY = 0.05  # seconds, while something is being delivered


def held_key(flow: str) -> str:
    """Names the problem of a flow that holds more than a run may send."""
    return f"flow:{flow}:held"


@dataclass(frozen=True, slots=True)
class ImportFlow:
    """An import flow with everything it needs, built by app.py."""

    id: str
    connection: str  # of its source
    source: Source
    stage: Stage
    ripe_in: Callable[[], float | None]  # seconds until the earliest young candidate may be stable
    first_run: str = ALL  # what becomes of that which is there at the first look
    hold: Hold = field(default_factory=Hold)


@dataclass(slots=True)
class RunResult:
    """What a run did. ``outcome``: done, waiting (something waits), problems (something needs a person), stopped."""

    run: int
    flow: str
    outcome: str = "done"
    counts: Counter[str] = field(default_factory=Counter)
    note: str = ""
    young: int = 0
    question: str = ""  # what a person is to be asked about the first run; empty: nothing


class ImportRun:
    """One execution. Made anew for each run."""

    def __init__(
        self,
        flow: ImportFlow,
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
        self._place = ledger.items.place(flow.id, flow.connection)
        self._delivered = Delivered()
        self._result = RunResult(0, flow.id)
        self._released = Amount()

    def execute(self, patience: float = 0.0, retry_within: float = 60.0, *, inline: bool = False) -> RunResult:
        """``patience``: how long to wait for young candidates. ``retry_within``: what is due by then is retried.

        ``inline`` does it all in the calling thread, one step after the other.
        """
        self._result.run = self._ledger.journal.begin_run(self._flow.id)
        try:
            self._work(patience, retry_within, inline=inline)
        except Exception as error:
            log.exception("%s: the run broke off", self._flow.id)
            self._ledger.journal.end_run(self._result.run, "failed", self._result.counts, str(error))
            self._ledger.journal.report([_failure(self._flow.id, error)])
            raise
        return self._finish()

    def _work(self, patience: float, retry_within: float, *, inline: bool) -> None:
        others = self._bring_in(patience, retry_within)
        if inline:
            for rest in others:
                if rest:
                    self._clock.wait(rest)
            self._delivered = self._delivery.run(patience=retry_within)
        else:
            self._delivered = self._delivery.run(_Meanwhile(others, self._settle_ended, self._clock), retry_within)
        for _ in self._settle():
            pass

    # -- notice and stage ---------------------------------------------------------------------

    def _bring_in(self, patience: float, retry_within: float) -> Iterator[float]:
        """Look and stage what is there; again while candidates are young and patience lasts, or an item is soon due.

        In small pieces; after each it says in how many seconds it can go on.
        """
        begun = self._clock.monotonic()
        while not self._token.is_set():
            reached = yield from self._notice()
            yield from self._stage_all()
            self._release()
            yield from self._settle()
            wait = self._next_look(reached, self._clock.monotonic() - begun, patience, retry_within)
            if wait is None:
                break
            yield min(max(wait, 0.05), 1.0)

    def _next_look(self, reached: bool, spent: float, patience: float, retry_within: float) -> float | None:
        """Seconds until looking again is worth it; None: not in this run."""
        waits = []
        ripe = self._flow.ripe_in() if reached else None
        if ripe is not None and spent + ripe <= patience + 0.5:
            waits.append(ripe)
        due = self._ledger.items.next_due(self._place)
        if due is not None and spent + due - self._clock.now() <= retry_within:
            waits.append(due - self._clock.now())
        return min(waits, default=None)

    def _notice(self) -> Generator[float, None, bool]:
        """One look at the source; False when it cannot be reached."""
        items = self._ledger.items
        look, missing = items.look(self._place), None
        key = f"source:{self._flow.id}:{self._flow.connection}"
        try:
            if not self._begin():
                return False
            for found in self._flow.source.discover(items.cursor(self._place), look):
                self._result.young, missing = found.young, found.missing
                self._result.counts["noticed"] += items.notice(self._place, found, self._result.run)
                self._tell("notice", self._result.counts["noticed"])
                yield 0.0
        except SyncError as error:
            owner = error.owner if isinstance(error, Stop) else Owner.IT
            problem = Problem(
                key, "source", error.what, error.hint, owner, flow=self._flow.id, connection=self._flow.connection
            )
            self._ledger.journal.report([problem])
            self._result.note = str(error)
            self._result.outcome = "stopped" if isinstance(error, Stop) else "waiting"
            return False
        look.end()
        self._ledger.journal.resolve(key, "it can be reached again")
        self._tell_gaps(missing)
        return True

    def _tell_gaps(self, missing: str | None) -> None:
        """Numbers of the sender's sequence that never came are a problem, not a stop (delivery.md, rule 7)."""
        key = f"sequence:{self._flow.id}:{self._flow.connection}"
        if missing:
            what = f"In the sequence of the files that came, these numbers are missing: {missing}."
            hint = "Ask the sending system for them; they are taken when they come. Nothing waits for them."
            self._ledger.journal.report(
                [Problem(key, "sequence", what, hint, Owner.IT, flow=self._flow.id, connection=self._flow.connection)]
            )
        elif missing is not None:
            self._ledger.journal.resolve(key, "they have come")

    def _begin(self) -> bool:
        """Decides once what becomes of that which is there already; False while nobody has said it."""
        items, answer = self._ledger.items, self._flow.first_run
        if items.begun(self._place):
            return True
        there = [] if answer == ALL else list(self._flow.source.there())
        key = f"flow:{self._flow.id}:first run:{self._flow.connection}"
        if there and answer == ASK:
            self._ask(
                key, f"{len(there):,} {'file is' if len(there) == 1 else 'files are'} already there, of {span(there)}."
            )
            return False
        skip = skipped(ALL if answer == ASK else answer, there)
        items.begin(self._place, ALL if answer == ASK else answer, skip, self._result.run)
        self._result.counts["skipped"] += len(skip)
        self._ledger.journal.resolve(key, "it was answered")
        return True

    def _ask(self, key: str, question: str) -> None:
        flow, result = self._flow.id, self._result
        result.question, result.outcome = question, "stopped"
        result.note = f"{question} Nobody has said what shall become of them, so nothing is sent."
        hint = (
            f"Say it once: desktop-sync run {flow} --first-run all (send them), --first-run from-now (leave them, send"
            " what comes) or --first-run 2026-11-01 (send what was changed since that day)."
        )
        problem = Problem(key, "first run", result.note, hint, Owner.IT, flow=flow, connection=self._flow.connection)
        self._ledger.journal.report([problem])

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

    def _stage_all(self) -> Iterator[float]:
        """In order of noticing. One that has to wait holds nobody up."""
        while not self._token.is_set():
            waiting = self._ledger.items.to_stage(self._place)
            before = self._result.counts["staged"]
            for counts in self._flow.stage.stage(waiting, self._token):
                self._result.counts.update(counts)
                if counts["staged"]:
                    self._tell("stage", self._result.counts["staged"])
                yield 0.0
            if self._result.counts["staged"] == before:
                return

    # -- settle -------------------------------------------------------------------------------

    def _settle(self) -> Iterator[float]:
        """Items whose deliveries have all ended, in small pieces; then those that are tried again."""
        yield from self._settle_ended()
        left = self._ledger.items.to_settle(self._place)
        for begin in range(0, len(left), SETTLED_TOGETHER):
            yield from self._carry_out(left[begin : begin + SETTLED_TOGETHER])

    def _settle_ended(self) -> Iterator[float]:
        """The order is committed, then carried out, then confirmed; nothing is yielded where there is none."""
        while ended := self._ledger.items.ended(self._place, SETTLED_TOGETHER):
            orders = [order for one in ended if (order := self._plan(one.item, one.outcome, one.reason)) is not None]
            self._ledger.items.order_settling(orders)
            yield 0.0
            yield from self._carry_out(orders)

    def _plan(
        self, item: Item, outcome: ItemOutcome, reason: Mapping[str, object] | None
    ) -> tuple[Settling, ItemOutcome] | None:
        """Where the item goes; None: not now (no free name), told as a problem and tried again."""
        try:
            return self._flow.source.plan(item, outcome, dict(reason) if reason else None), outcome
        except SyncError as error:
            self._settle_later(item, error)
            return None

    def _settle_later(self, item: Item, error: SyncError) -> None:
        wait = backoff(self._ledger.items.attempts(item))
        self._ledger.items.settle_later(item, wait, self._settle_problem(item, error))

    def _carry_out(self, orders: Sequence[tuple[Settling, ItemOutcome]]) -> Iterator[float]:
        results: list[tuple[Settling, SettleResult]] = []
        for number, (order, outcome) in enumerate(orders, 1):
            result = self._settle_one(order, outcome)
            if result is not None:
                results.append((order, result))
            if not number % SETTLED_IN_ONE_GO:
                yield 0.0
        self._ledger.items.settled(results)
        for _, result in results:
            self._result.counts[f"settled {result.value}"] += 1
        self._tell("settle", self._result.counts["settled done"])
        yield 0.0

    def _settle_one(self, order: Settling, outcome: ItemOutcome) -> SettleResult | None:
        try:
            return self._flow.source.settle(order)
        except SyncError as error:
            if getattr(error, "reason", "") == "target taken":
                again = self._plan(order.item, outcome, order.reason)
                self._ledger.items.order_settling([again] if again else [])
            self._settle_later(order.item, error)
            return None

    def _settle_problem(self, item: Item, error: SyncError) -> Problem:
        return Problem(
            key=f"settle:{item.id}",
            cause="settle",
            what=f"{item.entity.path} was processed but could not be moved away: {error.what}",
            hint=error.hint or "It is tried again by itself and never imported twice.",
            owner=Owner.IT,
            flow=self._flow.id,
            connection=self._flow.connection,
            item=item.id,
        )

    # -- finish -------------------------------------------------------------------------------

    def _finish(self) -> RunResult:
        result = self._result
        result.counts.update(self._delivered.counts)
        result.counts["waiting"] += self._delivered.waiting
        result.counts["unknown"] += self._delivered.unknown
        result.counts["young"] += result.young
        if self._delivered.stopped is not None:
            result.outcome, result.note = "stopped", str(self._delivered.stopped)
        elif result.outcome == "done":
            result.outcome = self._outcome()
        self._ledger.journal.resolve(f"run:{result.flow}:failed", "a later run")
        self._ledger.journal.end_run(result.run, result.outcome, result.counts, result.note)
        log.info("%s: %s %s", self._flow.id, result.outcome, dict(result.counts))
        return result

    def _outcome(self) -> str:
        counts = self._result.counts
        if counts["held"] or counts["rejected"] or counts["faulty"] or counts["unreadable"]:
            return "problems"
        postponed = self._ledger.items.next_due(self._place) is not None
        unsettled = bool(self._ledger.items.open_settlings(self._place))
        if counts["waiting"] or counts["unknown"] or counts["young"] or postponed or unsettled:
            return "waiting"
        return "done"

    def _tell(self, step: str, done: int, total: int | None = None) -> None:
        self._listen(Progress(self._flow.id, step, done, total))


class _Meanwhile:
    """What is done between answers of Acme: settling now and then, and staging while there is something to stage."""

    def __init__(self, staging: Iterator[float], settle: Callable[[], Iterator[float]], clock: Clock) -> None:
        self._staging: Iterator[float] | None = staging
        self._settle = settle
        self._settling: Iterator[float] | None = None
        self._clock = clock
        self._go_on_at = self._settle_at = clock.monotonic()

    def __call__(self) -> Meanwhile:
        """One small piece."""
        now = self._clock.monotonic()
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


def _failure(flow: str, error: Exception) -> Problem:
    """What nobody foresaw, shown as such."""
    if isinstance(error, SyncError):
        return Problem(
            f"run:{flow}:failed", "failed", f"The run broke off: {error.what}", error.hint, Owner.IT, flow=flow
        )
    what = f"The run broke off by a fault of Desktop Sync ({type(error).__name__}: {error})."
    return Problem(f"run:{flow}:failed", "bug", what, "Send the log file to the vendor. Nothing is lost.", flow=flow)
