"""Starts runs when their schedules say so, and keeps account of every fire: run, or recorded as missed.

When a fire is due is told by ``core.schedule``, what was accounted for stands in the ledger, and a timer that is handed
in calls back: this module decides nothing about times and sleeps never, so that tests drive it through months. It must
not know connectors, APScheduler, or how a run is done.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Protocol

from desktop_sync.core.errors import Owner, RetryLater
from desktop_sync.core.events import Event, Progress, Publish, nobody
from desktop_sync.core.ports import Clock, Token
from desktop_sync.core.problem import Problem
from desktop_sync.core.schedule import NOT_DUE, Due, Past, due, next_fire, overdue
from desktop_sync.core.schedule_fires import occasions
from desktop_sync.core.schedule_model import After, Every
from desktop_sync.engine.away import Away
from desktop_sync.engine.flow_plan import FlowPlan
from desktop_sync.engine.location import RunResult
from desktop_sync.engine.passing import Passed
from desktop_sync.engine.rounds import LOOK_UP
from desktop_sync.engine.runs import Runs
from desktop_sync.ledger.agenda import ALL
from desktop_sync.ledger.ledger import Ledger

log = logging.getLogger("schedule")
Listen = Callable[[Progress], None]
AGAIN = timedelta(seconds=30)  # after a run that could not even begin
A_DAY = timedelta(days=1)


class Timer(Protocol):
    """Calls the scheduler's ``ask`` for a flow at a moment, once; an earlier order for that flow is forgotten."""

    def set(self, flow: str, at: datetime | None) -> None:
        """None: not at all."""


class Runner(Protocol):
    """Who does a run that the ledger has begun: app's owner."""

    def run(
        self,
        flow_id: str,
        token: Token | None = None,
        listen: Listen = ...,
        *,
        begun: int | None = None,
        patience: float | None = None,
    ) -> RunResult: ...


class Scheduler:
    """``away`` remembers when nobody could have run anything, and why. Any thread may call."""

    def __init__(
        self, ledger: Ledger, runs: Runs, runner: Runner, timer: Timer, clock: Clock, away: Away,
        publish: Publish = nobody,
    ) -> None:  # fmt: skip
        self._ledger = ledger
        self._runs = runs
        self._runner = runner
        self._timer = timer
        self._clock = clock
        self._away = away
        self._publish = publish
        self._plans: dict[str, FlowPlan] = {}
        self._fires: dict[str, datetime | None] = {}
        self._tried: dict[str, datetime] = {}  # when a run of this schedule was last started
        self._woken: set[str] = set()
        self._owed: set[str] | None = None  # whose last run left something when the process ended; None: not asked
        self._ripe: dict[str, datetime] = {}  # when the young files that a run has left are finished
        self._lock = threading.RLock()

    # -- what there is ------------------------------------------------------------------------

    def load(self, plans: Sequence[FlowPlan]) -> None:
        """The flows as the settings have them now. A changed schedule begins with this moment."""
        with self._lock:
            gone = set(self._plans) - {one.flow for one in plans}
            self._plans = {one.flow: one for one in plans}
            if self._owed is None:
                self._owed = self._ledger.agenda.left_behind()
            for flow in gone:
                self._set(flow, None)
            for one in plans:
                self._ledger.agenda.learn(one.flow, one.text)
        self.ask_all()

    def plans(self) -> Mapping[str, FlowPlan]:
        return self._plans

    def next_fires(self) -> dict[str, datetime | None]:
        """When each flow that has a schedule is asked next; None: never, paused, or at work."""
        with self._lock:
            return {flow: self._fires.get(flow) for flow, plan in self._plans.items() if plan.schedule is not None}

    # -- pauses -------------------------------------------------------------------------------

    def pause(self, flow: str | None, until: datetime | None, who: str) -> None:
        """One flow or (None) all; until somebody resumes it where no moment is given. What is under way is ended."""
        name = ALL if flow is None else flow
        self._ledger.agenda.pause(name, until, who)
        log.info("%s: paused by %s until %s", name or "all flows", who, until or "somebody resumes")
        for going in self._runs.going():
            if flow in {None, going.flow} and going.why != LOOK_UP:
                self._runs.cancel(going.flow)
        self._told_paused(flow)

    def resume(self, flow: str | None, who: str) -> bool:
        """What was passed over was not missed. False: nothing was paused."""
        name = ALL if flow is None else flow
        done = self._ledger.agenda.resume(name)
        log.info("%s: resumed by %s", name or "all flows", who)
        self._told_paused(flow)
        return done

    def _told_paused(self, flow: str | None) -> None:
        self._publish({"event": "paused", "flow": flow})
        self.ask_all()

    def paused(self) -> dict[str, datetime | None]:
        """The flows that are paused now, and until when; None: until somebody resumes."""
        pasts = ((flow, self._ledger.agenda.past(flow)) for flow in self._plans)
        return {flow: past.pause.until for flow, past in pasts if past.pause is not None and self._paused(past)}

    def may_send(self, flow: str) -> bool:
        """Whether the flow is switched on and not paused."""
        plan = self._plans.get(flow)
        return plan is not None and plan.enabled and not self._paused(self._ledger.agenda.past(flow))

    # -- asking -------------------------------------------------------------------------------

    def ask_all(self) -> None:
        """Something may have changed for all of them: the start, the settings, the clock."""
        for flow in list(self._plans):
            self.ask(flow)

    def ask(self, flow: str) -> None:
        """Starts a run when one is due, records what was missed, and sets the timer."""
        with self._lock:
            plan = self._plans.get(flow)
            if plan is None or plan.schedule is None or not plan.enabled or self._runs.at_work(flow):
                self._set(flow, None)  # at its end it is asked again
                return
            if self._away.waits(flow):
                self._set(flow, None)  # it is asked when the network is there, or given up
                return
            now, past = self._now(), self._ledger.agenda.past(flow)
            found = due(plan.schedule, past, now)
            if found == NOT_DUE:
                self._see_whether_overdue(plan, past, now)
                ways = (self._wake_now, self._take_ripe, self._make_good)
                if not any(way(plan, past, now) for way in ways):
                    moments = [next_fire(plan.schedule, past, now), self._ripe.get(flow), self._owes(plan, past, now)]
                    self._set(flow, min((one for one in moments if one is not None), default=None))
            elif found.run:
                self._start(plan, found, past, now)
            else:
                self._pass_over(plan, found, past)

    def ended(self, event: Event) -> None:
        """To be told every event: the end of a run is when its flow is asked again."""
        if event.get("event") != "run ended":
            return
        flow, counts = str(event["flow"]), event.get("counts")
        if isinstance(counts, Mapping) and counts.get("noticed"):
            self._ledger.journal.resolve(overdue_key(flow), "it has come")
        if event.get("outcome") == "cancelled":  # what was to make it look sooner does not begin it again at once
            with self._lock:
                self._woken.discard(flow)
                self._ripe.pop(flow, None)
        self.ask(flow)

    def wake(self, flow: str) -> None:
        """Something happened at its source: it looks now, where its schedule says that it should be looking."""
        with self._lock:
            if flow in self._plans:
                self._woken.add(flow)
                if not self._runs.at_work(flow):
                    self.ask(flow)

    def passed(self, passed: Passed) -> None:
        """The machine slept, or its clock was set."""
        self._away.passed(passed)
        if passed.slept is not None:
            log.info("the machine slept or stood still for %.0f s", passed.slept[1] - passed.slept[0])
        if passed.jumped:
            log.warning("the clock of this machine was set by %+.0f s", passed.jumped)

    # -- one flow -----------------------------------------------------------------------------

    def _start(self, plan: FlowPlan, found: Due, past: Past, now: datetime) -> None:
        tried = self._tried.get(plan.flow)
        if tried is not None and timedelta(0) <= now - tried < AGAIN:  # it was due just now, and still is
            self._set(plan.flow, tried + AGAIN)
            return
        self._tried[plan.flow] = now
        self._woken.discard(plan.flow)
        self._ripe.pop(plan.flow, None)
        self._owing().discard(plan.flow)
        reason = self._reason(plan.flow, found, past)

        def job(token: Token, listen: Listen) -> RunResult:
            run = self._ledger.agenda.begin(plan.flow, SCHEDULE, found, past.planned, reason)
            if run is None:
                return RunResult(0, plan.flow)
            return self._left(plan.flow, self._runner.run(plan.flow, token, listen, begun=run, patience=0.0))

        self._begin(plan.flow, SCHEDULE, job)

    def _begin(self, flow: str, why: str, job: Callable[[Token, Listen], RunResult]) -> None:
        self._set(flow, None)
        try:
            self._runs.start(flow, why, job)
        except RetryLater as error:
            log.debug("%s: no run now: %s", flow, error)

    def _pass_over(self, plan: FlowPlan, found: Due, past: Past) -> None:
        if found.missed is not None:
            log.warning("%s: %d fires were missed and are not made up for", plan.flow, found.missed.count)
        self._ledger.agenda.pass_over(plan.flow, found, past.planned, self._reason(plan.flow, found, past))
        self._set(plan.flow, self._now() + timedelta(milliseconds=1))  # there may be more to say at once

    def _reason(self, flow: str, found: Due, past: Past) -> str:
        """Why what was missed was missed."""
        if found.missed is None:
            return ""
        failing = past.failures > 0
        return self._away.reason(flow, found.missed.first, found.missed.last, past.ended, failing=failing)

    def _wake_now(self, plan: FlowPlan, past: Past, now: datetime) -> bool:
        """Only what polls can look sooner: an ``Every`` within its window, an ``After`` that still waits."""
        if plan.flow not in self._woken or plan.schedule is None:
            return False
        self._woken.discard(plan.flow)
        rhythm = plan.schedule.rhythm
        if self._paused(past):
            return False
        if past.failures and past.ended is not None and timedelta(0) <= now - past.ended < AGAIN:
            self._ripe[plan.flow] = past.ended + AGAIN  # its source says that it is back: soon, but no storm of tries
            return False
        if isinstance(rhythm, Every):
            looking = plan.schedule.window.opening(now, plan.schedule.zone) == now
        else:
            open_now = occasions(plan.schedule, now, now + timedelta(seconds=1))
            looking = any(one.begin <= now and not (past.seen and past.seen >= one.begin) for one in open_now)
        if looking:
            self._begin(plan.flow, EVENT, partial(self._run_between, plan.flow, EVENT, past))
        return looking

    def _run_between(self, flow: str, why: str, past: Past, token: Token, listen: Listen) -> RunResult:
        run = self._ledger.agenda.begin(flow, why, NOT_DUE, past.planned, "")
        if run is None:
            return RunResult(0, flow)
        result = self._runner.run(flow, token, listen, begun=run, patience=0.0)
        return result if why == YOUNG else self._left(flow, result)

    def _left(self, flow: str, result: RunResult) -> RunResult:
        """No run waits for young files: one more comes when they are finished, and then not before the next fire."""
        if result.ripe_in is not None:
            with self._lock:
                self._ripe[flow] = self._now() + timedelta(seconds=result.ripe_in)
        return result

    def _take_ripe(self, plan: FlowPlan, past: Past, now: datetime) -> bool:
        at = self._ripe.get(plan.flow)
        if at is None or (at > now and at - now < A_DAY):
            return False
        del self._ripe[plan.flow]
        if self._paused(past):
            return False
        self._begin(plan.flow, YOUNG, partial(self._run_between, plan.flow, YOUNG, past))
        return True

    def _owing(self) -> set[str]:
        return self._owed if self._owed is not None else set()

    def _owes(self, plan: FlowPlan, past: Past, now: datetime) -> datetime | None:
        """When it looks for what its last run has not come to. A source that fails is tried again in its own time."""
        if plan.flow not in self._owing() or plan.schedule is None or past.failures:
            return None
        if past.pause is not None and past.pause.until is None:
            return None
        begin = max(now, past.pause.until) if past.pause is not None and past.pause.until is not None else now
        return plan.schedule.window.opening(begin, plan.schedule.zone)

    def _make_good(self, plan: FlowPlan, past: Past, now: datetime) -> bool:
        if self._owes(plan, past, now) != now:
            return False
        self._owing().discard(plan.flow)
        self._begin(plan.flow, CUT_OFF, partial(self._run_between, plan.flow, CUT_OFF, past))
        return True

    def _paused(self, past: Past) -> bool:
        return past.pause is not None and (past.pause.until is None or past.pause.until > self._now())

    def _see_whether_overdue(self, plan: FlowPlan, past: Past, now: datetime) -> None:
        if plan.schedule is None or not isinstance(plan.schedule.rhythm, After) or self._paused(past):
            return
        asked = self._ledger.agenda.asked(plan.flow)
        since = max([asked, *([past.pause.until] if past.pause and past.pause.until else [])])
        found = overdue(plan.schedule, since, past.seen, now)
        if found is None:
            if now - asked > A_DAY:
                self._ledger.agenda.overdue(plan.flow, None)
            return
        begin, until = (one.astimezone(plan.schedule.zone) for one in (found.begin, found.until))
        span = f"from {begin:%H:%M} to {until:%H:%M} on {until:%a %d %b}"
        what = f"Nothing has come for {plan.flow}: it was expected {span}."
        hint = (
            "Ask whoever sends it. When it comes later, it is taken then, and this problem is over; when nothing will"
            " come, dismiss it."
        )
        log.warning("%s", what)
        problem = Problem(overdue_key(plan.flow), "overdue", what, hint, Owner.IT, flow=plan.flow)
        self._ledger.agenda.overdue(plan.flow, problem)
        self._publish({"event": "problems changed"})

    def _set(self, flow: str, at: datetime | None) -> None:
        self._fires[flow] = at
        self._timer.set(flow, at)

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._clock.now(), UTC)


SCHEDULE = "schedule"
EVENT = "something changed at its source"
YOUNG = "young files are finished"
CUT_OFF = "the last run did not come to its end"


def overdue_key(flow: str) -> str:
    """Names the problem of a flow for which nothing has come in time."""
    return f"flow:{flow}:overdue"
