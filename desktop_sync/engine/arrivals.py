"""The chore that looks for what should have come: problems while something is not as expected, closed by themselves.

It decides nothing itself (``core.arrivals``). After a deadline that nobody has looked behind it asks for a look of the
flow, and tells nothing before that was made: what came while the program was off raises no alarm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from desktop_sync.core.arrivals import standing, usual_time
from desktop_sync.core.arrivals_days import next_due
from desktop_sync.core.arrivals_model import Awaited, Fault, State, Verdict
from desktop_sync.core.errors import Owner
from desktop_sync.core.ports import Clock, Token
from desktop_sync.core.problem import Problem
from desktop_sync.ledger.arrivals import PREFIX, judged
from desktop_sync.ledger.database import read_only
from desktop_sync.ledger.ledger import Ledger

MINUTE = 60.0
ASKED_AGAIN = 300.0  # seconds after which a look is asked for once more
SHARE = 100  # a turn that took long is not repeated before this many times as long
LOOKED_BACK = 30


class Arrivals:
    """A chore. ``awaited``: what the settings expect now; ``look``: wakes a flow, so that its source is looked at."""

    name = "arrivals"

    def __init__(
        self, awaited: Callable[[], Sequence[Awaited]], ledger: Ledger, clock: Clock, look: Callable[[str], None]
    ) -> None:
        self._awaited = awaited
        self._ledger = ledger
        self._clock = clock
        self._look = look
        self._again: float | None = None  # monotonic
        self._deadline = 0.0  # wall time
        self._asked: dict[str, float] = {}
        self._names: set[str] | None = None
        self._since: dict[str, float] = {}
        self._usual: dict[tuple[str, datetime], str] = {}

    def due_in(self) -> float:
        """About once a minute, and at deadlines."""
        if self._again is None:
            return 0.0
        rest = self._again - self._clock.monotonic()
        to_deadline = self._deadline - self._clock.now()
        return min(rest, to_deadline) if self._deadline and to_deadline > 0 else rest

    def do(self, token: Token) -> None:
        begun = self._clock.monotonic()
        all_awaited = self._awaited()
        self._remember(all_awaited)
        dismissed = self._ledger.arrivals.dismissed()
        problems: list[Problem] = []
        why: dict[str, str] = {}
        for one in all_awaited:
            if token.is_set():
                return
            found = self._judged(one)
            problems += self._problems(one, found, dismissed)
            why |= {_key(one, fault): "it is as expected again" for fault in Fault}
            self._ask_for_a_look(one, found)
        self._ledger.arrivals.tell(problems, why)
        spent = self._clock.monotonic() - begun
        self._again = begun + max(MINUTE, SHARE * spent)
        self._deadline = self._next_deadline(all_awaited)

    def _remember(self, all_awaited: Sequence[Awaited]) -> None:
        names = {one.name for one in all_awaited}
        if names != self._names:
            self._since = self._ledger.arrivals.since(names)
            self._names = names
            self._usual.clear()

    def _judged(self, one: Awaited) -> list[Verdict]:
        """What is not as it should be, newest first."""
        since = datetime.fromtimestamp(self._since[one.name], UTC)
        with read_only(self._ledger.database.file) as sql:  # beside the work: a month may have a million files
            return standing(judged(sql, one, self._now()), since)

    def _problems(self, one: Awaited, found: Sequence[Verdict], dismissed: Mapping[str, str]) -> Iterator[Problem]:
        for fault in Fault:
            upto = dismissed.get(_key(one, fault), "")
            wrong = [verdict for verdict in found if fault in verdict.faults and _named(verdict) > upto]
            if wrong:
                from desktop_sync.core.arrivals_words import problem_in_words

                usual = self._usually(one, wrong[0]) if fault is Fault.MISSING else ""
                what, hint = problem_in_words(fault, wrong, one.expected, one.title, self._now(), usual)
                yield Problem(
                    _key(one, fault), f"arrivals: {fault}", what, hint, Owner.IT, one.flow, position=_named(wrong[0])
                )

    def _usually(self, one: Awaited, verdict: Verdict) -> str:
        """The time by which it usually comes; looked up once for each occasion."""
        key = (one.name, verdict.occasion.due)
        if key not in self._usual:
            with read_only(self._ledger.database.file) as sql:
                at = usual_time(list(judged(sql, one, self._now(), LOOKED_BACK)), one.expected.zone)
            self._usual[key] = "" if at is None else f"{at:%H:%M}"
        return self._usual[key]

    def _ask_for_a_look(self, one: Awaited, found: Sequence[Verdict]) -> None:
        if not any(verdict.state is State.LOOKING for verdict in found):
            return
        now = self._clock.monotonic()
        if now - self._asked.get(one.flow, -ASKED_AGAIN) >= ASKED_AGAIN:
            self._asked[one.flow] = now
            self._look(one.flow)

    def _next_deadline(self, all_awaited: Sequence[Awaited]) -> float:
        """The next moment (epoch seconds) at which a look behind a deadline is due; 0: none."""
        now = self._now()
        dues = [(one, next_due(one.expected, now - one.expected.grace)) for one in all_awaited]
        moments = [(due + one.expected.grace).timestamp() for one, due in dues if due is not None]
        return min(moments, default=0.0)

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._clock.now(), UTC)


def _named(verdict: Verdict) -> str:
    """Its occasion, as a text that sorts by time."""
    return verdict.occasion.due.astimezone(UTC).isoformat(timespec="seconds")


def _key(one: Awaited, fault: Fault) -> str:
    return f"{PREFIX}{one.name}:{fault.name.lower()}"
