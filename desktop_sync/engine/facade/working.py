"""The theme of runs: run, dry run, execute, read again, approve, cancel. One job for each flow."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, TypeVar

from pydantic_core import PydanticCustomError

from desktop_sync.core.errors import Rejected, RetryLater, SettingsError
from desktop_sync.core.first_run import ASK, is_day
from desktop_sync.core.first_run import first_run as parsed
from desktop_sync.core.manner import manner
from desktop_sync.core.model import Again
from desktop_sync.core.ports import Token
from desktop_sync.engine.facade.calling import Call
from desktop_sync.engine.facade.needs import Listener, Worker
from desktop_sync.engine.facade.telling import Row, run_told, to_both
from desktop_sync.engine.location import RunResult
from desktop_sync.engine.replay import Replayed
from desktop_sync.engine.runs import Runs
from desktop_sync.ledger.plan_reading import plan_of

MOST_ROWS = 10_000
T = TypeVar("T")
WORK = frozenset({"dry_run", "execute", "issue_again", "read_again", "run"})
"""What lasts, and can be cancelled by its flow."""


class Working:
    """Each method returns when the work is done; until then progress is told."""

    def __init__(self, worker: Worker, runs: Runs) -> None:
        self._worker = worker
        self._runs = runs

    def run(self, call: Call, *, flow: str, wait: bool = True, first_run: str = "", approve: bool = False) -> Row:
        """The run with its files, documents, the flow's open problems, and ``question`` for a first run.

        RetryLater when the flow is at work already: what a second click wants is being done.
        """
        answer = answered(first_run) if first_run else ""
        self._worker.known(flow)
        if is_day(answer) and not manner(self._worker.flow(flow).source.options).takes_days:
            raise Rejected(
                "The source of this flow does not tell of which day its rows are, so it cannot begin with a date.",
                "Answer with all or from-now. A database can with first_run_column, an HTTP API with {since}.",
            )

        def job(token: Token, listen: Listener) -> RunResult:
            if approve:
                self._worker.approve(flow)
            heard = to_both(listen, call.tell)
            return self._worker.run(flow, token, heard, wait=wait, first_run=answer)

        return run_told(self._worker.ledger, self._done(call, flow, "run", job))

    def dry_run(self, call: Call, *, flow: str, wait: bool = True, limit: int = 200) -> Row:
        """A new plan with at most ``limit`` of its rows and files."""
        self._worker.flow(flow)

        def job(token: Token, listen: Listener) -> int:
            return self._worker.dry_run(flow, to_both(listen, call.tell), wait=wait, token=token)

        return self._plan(flow, self._done(call, flow, "dry run", job), limit)

    def execute(self, call: Call, *, flow: str, plan: int, limit: int = 200) -> Row:
        """Sends the rows of a plan whose base still stands; the plan, ``outcome`` and ``note`` of the run."""
        self._worker.flow(flow)

        def job(token: Token, listen: Listener) -> RunResult:
            return self._worker.execute(flow, plan, to_both(listen, call.tell), token=token)

        done = self._done(call, flow, f"plan {plan}", job)
        return {**self._plan(flow, plan, limit), "outcome": done.outcome, "note": done.note}

    def read_again(
        self, call: Call, *, flow: str, begin: float, end: float | None = None, only_look: bool = False
    ) -> Row:
        """Files noticed from ``begin`` to before ``end`` (epoch seconds; None: until now), by the present mapping."""
        self._worker.flow(flow)
        until = self._worker.clock.now() + 1 if end is None else end
        if until <= begin:
            raise SettingsError("--from must be before --to.")

        def job(token: Token, listen: Listener) -> Replayed:
            heard = to_both(listen, call.tell)
            return self._worker.read_again(flow, begin, until, call.who, heard, only_look=only_look, token=token)

        done = self._done(call, flow, "read again", job)
        told = [asdict(one) for one in done.told]
        return {
            "flow": flow,
            "files": done.files,
            "counts": dict(done.counts),
            "documents": told,
            "faults": done.faults,
        }

    def ask_again(
        self,
        call: Call,
        *,
        flow: str,
        since: float | None = None,
        until: float | None = None,
        keys: Sequence[str] | None = None,
        undo: bool = False,
        only_look: bool = False,
    ) -> Row:
        """The source is asked by the next run for what it has had since then (epoch seconds), or until another moment.

        ``keys``: instead, rows from the first to the last key. ``undo``: it is not asked. ``places``: what that means,
        in words, by connection. ``only_look``: nothing is changed.
        """
        self._worker.flow(flow)
        again = _again(since, until, keys)
        if (again is None) is not undo:
            raise SettingsError("Either a time, keys or undo is needed.")

        def job(token: Token, listen: Listener) -> Mapping[str, str]:
            return self._worker.ask_again(flow, again, call.who, only_look=only_look)

        places = self._done(call, flow, "ask again", job)  # never beside a run, which would move on meanwhile
        return {"flow": flow, "places": dict(places), "changed": not only_look}

    def approve(self, call: Call, *, flow: str) -> Row:
        """What ``hold_above`` holds of a flow is sent by its next run."""
        return {"flow": flow, "released": self._worker.approve(flow)}

    def cancel(self, call: Call, *, flow: str) -> Row:
        """Whether something was under way; it ends within a second, between two deliveries."""
        self._worker.known(flow)
        return {"flow": flow, "cancelled": self._runs.cancel(flow)}

    def _done(self, call: Call, flow: str, what: str, job: Callable[[Token, Listener], T]) -> T:
        """Its result. A call that nobody wants any more before its run was begun begins none."""
        if call.token.is_set():
            raise RetryLater("This was cancelled before it began.")
        ticket = self._runs.start(flow, _why(call, what), job)
        if call.token.is_set():  # the cancel came between the two, when there was nothing to end yet
            self._runs.cancel(flow)
        return ticket.result()

    def _plan(self, flow: str, plan: int, limit: int) -> dict[str, Any]:
        with self._worker.ledger.database.reading() as sql:
            return plan_of(sql, plan, flow, min(max(limit, 0), MOST_ROWS)) or {}


def answered(given: str) -> str:
    """A person's answer to what becomes of the files that are there already. SettingsError when it is none."""
    try:
        answer = parsed(given)
    except PydanticCustomError:
        answer = ASK
    if answer == ASK:
        raise SettingsError(
            f'"{given}" is no answer to what shall become of the files.',
            hint="Say all, from-now, or a date: 2026-11-01.",
        )
    return answer


def _why(call: Call, what: str) -> str:
    return f"{what} by {call.who}"


def _again(since: float | None, until: float | None, keys: Sequence[str] | None) -> Again | None:
    """None: nothing is asked for. SettingsError: what does not go together."""
    if keys is not None:
        if since is not None or until is not None or len(keys) != 2:  # noqa: PLR2004
            raise SettingsError("Keys are two, the first and the last, and stand without times.")
        return Again(keys=(str(keys[0]), str(keys[1])))
    if since is None:
        if until is not None:
            raise SettingsError("An end needs a beginning.")
        return None
    return Again(since, until)
