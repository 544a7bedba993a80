"""The pool of runs: several flows at once, each flow once, whoever asks.

A run has a thread of its own while it goes, and is never killed: one that gives no sign of life is told to end, and
when it does not, that is a problem, its place in the pool is given to others, and its flow is not started again while
the thread lives. It must not know what a run does.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any, Generic, Protocol, TypeVar

from desktop_sync.core.errors import Owner, RetryLater, SyncError
from desktop_sync.core.events import Event, Progress, Publish, nobody
from desktop_sync.core.ports import Clock, Token
from desktop_sync.core.problem import Problem
from desktop_sync.engine.going import Course, Going, Life
from desktop_sync.engine.location import RunResult

log = logging.getLogger("run")
T = TypeVar("T")
Listen = Callable[[Progress], None]
TOLD_EVERY = 0.1  # seconds between two events of progress of one run
HANGS_AFTER = 15 * 60.0
GRACE = 60.0


class Problems(Protocol):
    """Where a run that hangs is told, such as the ledger's journal."""

    def report(self, problems: Iterable[Problem]) -> None: ...

    def resolve(self, key: str, by: str) -> bool: ...


class Ticket(Generic[T]):
    """What becomes of one run that was asked for."""

    def __init__(self, flow: str, why: str) -> None:
        self.flow = flow
        self.why = why
        self._ended = threading.Event()
        self._result: list[T] = []
        self._error: BaseException | None = None

    @property
    def ended(self) -> bool:
        return self._ended.is_set()

    def result(self, timeout: float | None = None) -> T:
        """What the run's job returned, or raises what it raised; TimeoutError when it is not over by then."""
        if not self._ended.wait(timeout):
            raise TimeoutError(f"The run of {self.flow} is not over after {timeout:g} seconds.")
        if self._error is not None:
            raise self._error
        return self._result[0]

    def end(self, result: T | None = None, error: BaseException | None = None) -> None:
        """For the pool: it is over."""
        if error is None:
            self._result.append(result)  # type: ignore[arg-type]  # None is given where T has it
        self._error = error
        self._ended.set()


class _Job:
    """One run in the pool."""

    def __init__(self, flow: str, why: str, job: Callable[[Token, Listen], Any], clock: Clock) -> None:
        self.ticket: Ticket[Any] = Ticket(flow, why)
        self.job = job
        self.life = Life(clock.monotonic)
        self.course = Course(flow, why, clock)
        self.told_at = float("-inf")
        self.begun = False
        self.hangs = False

    def going(self) -> Going:
        return self.course.going(cancelling=self.life.set_at is not None, hangs=self.hangs)


class Runs:
    """At most ``many`` runs at once, further ones wait; with none, a run is done by the caller, at once.

    ``hangs_after``: seconds without a sign of life after which a run is told to end; ``grace``: how long it has for
    that.
    """

    def __init__(
        self,
        many: int,
        clock: Clock,
        problems: Problems | None = None,
        publish: Publish = nobody,
        *,
        hangs_after: float = HANGS_AFTER,
        grace: float = GRACE,
    ) -> None:
        self._many = many
        self._clock = clock
        self._problems = problems
        self._publish = publish
        self._hangs_after = hangs_after
        self._grace = grace
        self._jobs: dict[str, _Job] = {}  # by flow: waiting or going
        self._waiting: deque[_Job] = deque()
        self._busy = 0  # places taken
        self._stopping = False
        self._changed = threading.Condition()

    def start(self, flow: str, why: str, job: Callable[[Token, Listen], T]) -> Ticket[T]:
        """``why``: who asked, in a word or two. RetryLater when this flow is at work, or the engine stops."""
        with self._changed:
            if self._stopping:
                raise RetryLater("The engine is stopping.", "Start it again, or wait until it has started.")
            if flow in self._jobs:
                raise RetryLater(
                    f"The flow {flow} is at work already.", "Wait until its run has ended, or cancel it.", after=1.0
                )
            made = _Job(flow, why, job, self._clock)
            self._jobs[flow] = made
            self._waiting.append(made)
        if self._many:
            self._begin_some()
        else:
            self._waiting.remove(made)
            self._do(made)
        return made.ticket

    def cancel(self, flow: str) -> bool:
        """The run is told to end; one that waits never begins. False when there is none."""
        with self._changed:
            job = self._jobs.get(flow)
            if job is None:
                return False
            job.life.set()
            waits = job in self._waiting
            if waits:
                self._waiting.remove(job)
                del self._jobs[flow]
        if waits:
            job.ticket.end(error=RetryLater(f"The run of {flow} was cancelled before it began."))
        self._tell(job.going().event())
        return True

    def going(self) -> tuple[Going, ...]:
        """All that are under way or wait, oldest first."""
        with self._changed:
            jobs = list(self._jobs.values())
        return tuple(job.going() for job in jobs)

    def at_work(self, flow: str) -> bool:
        """Whether this flow has a run, waiting or going."""
        with self._changed:
            return flow in self._jobs

    def resize(self, many: int, hangs_after: float | None = None) -> None:
        """How many may go at once from now on, and after how long without a sign of life one hangs."""
        with self._changed:
            self._many = many
            self._hangs_after = self._hangs_after if hangs_after is None else hangs_after
        self._begin_some()

    def watch(self) -> None:
        """To be called about once a minute: runs that give no sign of life are told to end, and told of."""
        now = self._clock.monotonic()
        with self._changed:
            begun = [job for job in self._jobs.values() if job.begun]
        for job in begun:
            if job.life.set_at is None and now - job.life.seen > self._hangs_after:
                log.warning("%s: no sign of life for %.0f s; it is told to end", job.ticket.flow, now - job.life.seen)
                job.life.set()
            elif job.life.set_at is not None and not job.hangs and now - job.life.set_at > self._grace:
                self._hung(job)

    def stop(self, patience: float) -> bool:
        """No further runs; those under way are told to end. Whether all have, within ``patience`` seconds."""
        with self._changed:
            self._stopping = True
            left = list(self._waiting)
            self._waiting.clear()
            for job in left:
                del self._jobs[job.ticket.flow]
            for job in self._jobs.values():
                job.life.set()
        for job in left:
            job.ticket.end(error=RetryLater("The engine stopped before the run began."))
        with self._changed:
            return self._changed.wait_for(lambda: not self._jobs, patience)

    # -- one run ------------------------------------------------------------------------------

    def _begin_some(self) -> None:
        with self._changed:
            while self._waiting and self._busy < self._many:
                job = self._waiting.popleft()
                self._busy += 1
                threading.Thread(target=self._do, args=(job,), name=f"run {job.ticket.flow}", daemon=True).start()

    def _do(self, job: _Job) -> None:
        """The outermost frame of a run."""
        job.begun = True
        job.life.is_set()
        job.course.step(Progress(job.ticket.flow, "begin", 0, None))
        flow, why, result, error = job.ticket.flow, job.ticket.why, None, None
        self._tell({"event": "run began", "flow": flow, "why": why, "since": job.going().since})
        try:
            result = job.job(job.life, lambda progress: self._listen(job, progress))
        except BaseException as caught:
            error = caught
            if not isinstance(caught, SyncError):
                log.exception("%s: the run broke off by a fault of Desktop Sync", flow)
        self._ended(job)
        outcome = result.outcome if isinstance(result, RunResult) else ("failed" if error else "done")
        counts = dict(result.counts) if isinstance(result, RunResult) else {}
        said = None if error is None else str(error)
        ended = {"event": "run ended", "flow": flow, "why": why, "outcome": outcome, "counts": counts, "error": said}
        self._tell({**ended, "stopped": _stopped(result, error)})
        job.ticket.end(result, error)

    def _ended(self, job: _Job) -> None:
        with self._changed:
            del self._jobs[job.ticket.flow]
            if self._many and not job.hangs:
                self._busy -= 1
            self._changed.notify_all()
        if job.hangs and self._problems is not None:
            self._problems.resolve(_key(job.ticket.flow), "it has ended")
        self._begin_some()

    def _hung(self, job: _Job) -> None:
        with self._changed:
            if self._jobs.get(job.ticket.flow) is not job:
                return
            job.hangs = True
            self._busy -= 1
        flow, step = job.ticket.flow, job.going().step
        what = f"The run of {flow} was told to end and does not; it hangs in the step {step}. It is not started again."
        hint = "It goes on by itself when what it waits for answers. If it does not: restart Desktop Sync."
        log.error("%s", what)
        if self._problems is not None:
            self._problems.report([Problem(_key(flow), "hangs", what, hint, Owner.IT, flow=flow)])
        self._tell(job.going().event())
        self._begin_some()

    def _listen(self, job: _Job, progress: Progress) -> None:
        job.course.step(progress)
        now = self._clock.monotonic()
        if now - job.told_at >= TOLD_EVERY:
            job.told_at = now
            self._tell(job.going().event())

    def _tell(self, event: Event) -> None:
        try:
            self._publish(event)
        except Exception:
            log.exception("an event could not be told")


def _stopped(result: object, error: BaseException | None) -> str:
    """Why it cannot go on before somebody acts; empty: it can."""
    if error is not None:
        text = str(error) if isinstance(error, SyncError) else f"a fault, {type(error).__name__}: {error}"
        return "" if isinstance(error, RetryLater) else text
    if isinstance(result, RunResult) and result.outcome == "stopped":
        return result.note or result.question
    return ""


def _key(flow: str) -> str:
    return f"run:{flow}:hangs"
