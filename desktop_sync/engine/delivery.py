"""The delivery of one account: look unknowns up, claim free lanes, send, commit outcomes.

One coordinator thread owns the order; the senders only talk to Acme. Which move an answer means
is decided in core.delivering, which delivery goes next in core.lanes, and both are made true by the ledger.
"""

from __future__ import annotations

import logging
import math
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from desktop_sync.core.delivering import Claimed, Move, Policy, Promise, after_answer, after_look, backoff, policy_for
from desktop_sync.core.errors import RetryLater, Stop, SyncError
from desktop_sync.core.model import Answer, AnswerKind, Look
from desktop_sync.core.ports import Clock, Target, Token
from desktop_sync.core.problem import Problem
from desktop_sync.core.states import DeliveryState
from desktop_sync.engine.breaker import Breaker
from desktop_sync.engine.senders import Asked, Broke, Looked, Result, Senders, Sent
from desktop_sync.engine.sharing import Sharing
from desktop_sync.engine.unreachable import unreachable, unreachable_key
from desktop_sync.ledger.claims import Terms, Wanted
from desktop_sync.ledger.deliveries import FreeLane
from desktop_sync.ledger.ledger import Ledger

log = logging.getLogger("deliver")
TROUBLE = frozenset({AnswerKind.NOT_SENT, AnswerKind.UNKNOWN, AnswerKind.NOT_PROCESSED})
LOOKS_AT_ONCE = 4
NOTED_EVERY = 10.0  # seconds; the run has noted an answer at its begin
TOLD_AT = 3  # requests in a row that Acme did not answer, when fewer documents wait than the breaker counts
PARTING = 0.7  # seconds that what is under way has to come back when the run is told to end


def stopped_key(connection: str) -> str:
    """Names the problem of a connection that a person has to set going again."""
    return f"connection:{connection}:stopped"


@dataclass(frozen=True, slots=True)
class Lines:
    """How much may be under way. ``batch``: documents per request, 1 for single requests."""

    connections: int = 16
    batch: int = 1
    lookup: int = 100

    @property
    def claim(self) -> int:
        """At most twice what can be in flight (rule 3): all of it turns unknown at a kill."""
        return 2 * self.connections if self.batch == 1 else min(4, self.connections) * self.batch


class Meanwhile(NamedTuple):
    """Of the work that is done between answers: in how many seconds it can go on, and whether more will be staged."""

    rest: float = math.inf
    more: bool = False


@dataclass(slots=True)
class Delivered:
    """What this round has done, by state."""

    counts: Counter[str] = field(default_factory=Counter)
    waiting: int = 0
    unknown: int = 0
    stopped: Stop | None = None


class Delivery:
    """Delivers everything due of one account until nothing more comes."""

    def __init__(  # noqa: PLR0913 - the composition root hands in what this needs
        self,
        ledger: Ledger,
        target: Target,
        clock: Clock,
        *,
        owner: str,
        account: int,
        connection: str,
        policies: Mapping[str, Policy],
        promise: Promise,
        lines: Lines,
        token: Token,
        threads: int | None = None,
        confirm: Callable[[], None] | None = None,
        plan: int | None = None,
        flow: str | None = None,
        look_only: bool = False,
        breaker: Breaker | None = None,
        sharing: Sharing | None = None,
    ) -> None:
        """``owner`` names the claims of this delivery and of no other.

        ``confirm``: whose account it is could not be asked yet; RetryLater, or Stop when it is another.
        ``plan``: nothing else is sent. ``flow``: neither is anything of other flows, nor looked up; each flow has one
        delivery at a time. ``look_only``: nothing at all is sent. ``breaker``, ``sharing``: of the connection.
        """
        self._ledger = ledger
        self._target = target
        self._clock = clock
        self._owner = owner
        self._account = account
        self._connection = connection
        self._policies = policies
        self._promise = promise
        self._lines = lines
        self._token = token
        self._stop = False
        self._threads = lines.connections if threads is None else threads
        self._ledger_id = ""
        self._clear_from = 0.0
        self._confirm = confirm
        self._plan = plan
        self._flows = list(policies) if flow is None else [flow]
        self._only = flow
        self._look_only = look_only
        self._breaker = breaker or Breaker(clock)
        self._sharing = sharing or Sharing(lines.connections)
        self._ready: deque[Wanted] = deque()
        self._busy: set[int] = set()  # lanes ready, being looked at, or in flight
        self._flying = 0  # documents
        self._looks = 0
        self._after = 0
        self._idle_until = 0.0
        self._stale = True  # something may have become due since the last search
        self._look_again_at = 0.0
        self._unknown_at = 0.0
        self._asked: set[int] = set()  # unknown deliveries being looked up
        self._held: list[Result] = []  # came back, to be committed together
        self._failure: Exception | None = None
        self._heard, self._note_at = False, clock.monotonic() + NOTED_EVERY
        self._vain = 0  # requests and looks in a row that did not reach Acme, whatever they were about
        self._answers = False  # Acme has answered as it should since the last trouble
        self._in_trouble = True  # an open problem may say so, perhaps of a process that is gone
        self._told_at: float | None = None  # when the token was found set
        self._listen: Callable[[int], None] = lambda ended: None
        self.delivered = Delivered()

    def run(
        self,
        meanwhile: Callable[[], Meanwhile] = Meanwhile,
        patience: float = 60.0,
        listen: Callable[[int], None] = lambda ended: None,
    ) -> Delivered:
        """Until nothing is due within ``patience`` seconds and no more is being staged.

        ``meanwhile`` does a small piece of the other work. All of it is one thread: two that share the interpreter's
        lock cost half as much again (decision 009). ``listen`` is told how many have ended.

        Once the token is set, what is under way has a moment to come back. What does not is abandoned: it still has
        the claim of this delivery, and is unknown when that is recovered.
        """
        self._listen = listen
        self._ledger_id = self._ledger.journal.ledger_id()
        if self._plan is None and not self._look_only:
            self._ledger.deliveries.reopen_missing(self._account)
        with self._sharing.member():
            self._with_senders(meanwhile, patience)
        counts = self._ledger.deliveries.counts(self._account, self._flows, self._plan)
        self.delivered.waiting = counts.due + counts.later
        self.delivered.unknown = counts.unknown
        return self.delivered

    def _with_senders(self, meanwhile: Callable[[], Meanwhile], patience: float) -> None:
        senders = Senders(self._target, self._threads, self._clock, self._sharing)
        try:
            self._work(senders, meanwhile, patience)
        except BaseException:
            senders.abandon()
            raise
        if senders.at_work:
            log.warning("%s: %d documents under way are given up; they are unknown", self._connection, self._flying)
            senders.abandon()
        else:
            senders.close()

    def _work(self, senders: Senders, meanwhile: Callable[[], Meanwhile], patience: float) -> None:
        deadline: float | None = None
        while True:
            other = self._other_work(meanwhile)
            self._stale = self._stale or other.more
            answered = self._take(self._drain(senders, other.rest))
            wanted = [] if self._stopping() else self._next(senders)
            if answered or wanted:
                self._exchange(senders, answered, wanted)
            if (self._flying or self._looks or (other.more and not self._stopping())) and not self._out_of_patience():
                continue
            if self._ready and not self._stopping() and not self._breaker.open:
                continue
            if self._stopping():
                break
            deadline = deadline or self._clock.monotonic() + patience
            if not self._worth_waiting(deadline):
                break
        if self._failure is not None:
            raise self._failure

    def _other_work(self, meanwhile: Callable[[], Meanwhile]) -> Meanwhile:
        """When it fails, what is under way is waited for and committed first."""
        if self._stopping():
            return Meanwhile()
        try:
            return meanwhile()
        except Exception as error:  # noqa: BLE001 - raised again when all is committed
            self._failure, self._stop = error, True
            return Meanwhile()

    def stop(self) -> None:
        """No further claims; what is under way is waited for and committed."""
        self._stop = True

    def _stopping(self) -> bool:
        return self._stop or self.delivered.stopped is not None or self._token.is_set()

    def _out_of_patience(self) -> bool:
        """Somebody wants this to end, and has waited long enough for what is under way."""
        if not self._token.is_set():
            return False
        now = self._clock.monotonic()
        self._told_at = now if self._told_at is None else self._told_at
        return now - self._told_at >= PARTING

    def _worth_waiting(self, deadline: float) -> bool:
        """Whether something is due before the deadline; waits for it."""
        if self._unsearched():
            return True
        counts = self._ledger.deliveries.counts(self._account, self._flows, self._plan)
        if not (counts.due or counts.later or counts.unknown) or counts.next_due is None:
            return False
        left = deadline - self._clock.monotonic()
        looks_in = self._look_again_at - self._clock.monotonic()
        wait = max(counts.next_due - self._clock.now(), self._breaker.wait, looks_in, 0.0)
        if wait > left:
            return False
        self._clock.wait(min(wait, 0.5) if wait > 0 else 0.01)
        self._idle_until = 0.0
        return True

    # -- results ------------------------------------------------------------------------------

    def _drain(self, senders: Senders, rest: float) -> list[Result]:
        """What has come back: as much as is worth a transaction, or all there is when there is no other work."""
        enough = max(1, self._lines.connections)
        wait = min(rest, 0.02 if self._flying or self._looks else 0.005)
        while (one := senders.next(wait)) is not None:
            self._held.append(one)
            wait = 0.004 if rest != 0.0 and len(self._held) < enough and self._flying > len(self._held) else 0.0
        if rest == 0.0 and len(self._held) < enough and senders.at_work > enough // 2:
            return []
        found, self._held = self._held, []
        return found

    def _take(self, results: Iterable[Result]) -> list[tuple[Claimed, Move]]:
        """The moves that answers mean; what was looked up is made use of at once."""
        answered: list[tuple[Claimed, Move]] = []
        for result in results:
            if isinstance(result, Broke):
                raise result.error
            if isinstance(result, Sent):
                answered.extend(self._judge(result))
            else:
                self._looked(result)
        self._flying -= len(answered)
        return answered

    def _unsearched(self) -> bool:
        """Whether a search that was only put off would find what has become due; then it is not put off longer."""
        if not self._stale or self._breaker.open or self._clock.monotonic() < self._look_again_at:
            return False
        self._stale = False
        self._idle_until = self._unknown_at = 0.0
        return True

    def _exchange(self, senders: Senders, answered: list[tuple[Claimed, Move]], wanted: list[Wanted]) -> None:
        self._stale = True
        claims = self._ledger.exchange(self._owner, answered, wanted, self._terms(), self._heard_from())
        self._count(move for _, move in answered)
        if self._answers and self._in_trouble:
            self._in_trouble = False
            self._ledger.journal.resolve(unreachable_key(self._connection), "it answers again")
        self._busy.difference_update(one.lane.id for one, _ in answered)
        self.delivered.counts.update(claims.ended)
        self._flying += len(claims.send)
        self._busy.difference_update({one.lane for one in wanted} - {one.lane.id for one in claims.send})
        self._listen(self.delivered.counts.total())
        if claims.send:
            senders.put_unflushed(self._groups(claims.send), self._ledger.flush)

    def _heard_from(self) -> str:
        """The connection, when that it has answered is to be noted; the proof of the honest sentence."""
        if not self._heard or self._clock.monotonic() < self._note_at:
            return ""
        self._heard, self._note_at = False, self._clock.monotonic() + NOTED_EVERY
        return self._connection

    def _judge(self, sent: Sent) -> list[tuple[Claimed, Move]]:
        moves = []
        for one, answer in zip(sent.claimed, sent.answers, strict=True):
            move = after_answer(one, answer, self._policy(one), len(sent.claimed), sent.at)
            self._watch(one, answer)
            log.debug("%s %s: %s %s", one.request.method, one.request.path, answer.status, answer.kind.value)
            if move.stops and self.delivered.stopped is None:
                self._stopped(Stop(answer.message, owner=answer.owner))
            moves.append((one, move))
        return moves

    def _policy(self, one: Claimed) -> Policy:
        return policy_for(one, self._policies.get(one.flow, Policy()))

    def _watch(self, one: Claimed, answer: Answer) -> None:
        if answer.kind not in TROUBLE or answer.of_document:
            self._heard = True
            self._breaker.succeeded()
            self._answers, self._vain = True, 0
            return
        self._met_trouble(one.lane.id, answer.message, vain=answer.kind is AnswerKind.NOT_SENT)

    def _met_trouble(self, about: int, why: str, *, vain: bool) -> None:
        """``vain``: it has nothing to do with a document, so that a few of them tell that Acme is away."""
        self._vain += vain
        if self._breaker.failed(about) or (vain and self._vain == TOLD_AT):
            self._report_trouble(why)

    def _report_trouble(self, why: str) -> None:
        self._answers, self._in_trouble = False, True
        log.warning("%s: %s; trying again in %.0f s", self._connection, why, self._breaker.wait)
        self._ledger.journal.report([unreachable(self._connection, why)])

    def _stopped(self, error: Stop) -> None:
        """This connection stops until a person acts; what is pending stays so."""
        self.delivered.stopped = self.delivered.stopped or error
        key = stopped_key(self._connection)
        problem = Problem(key, "stopped", error.what, error.hint, error.owner, connection=self._connection)
        self._ledger.journal.report([problem])

    def _count(self, moves: Iterable[Move]) -> None:
        for move in moves:
            if move.state not in (DeliveryState.PENDING, DeliveryState.UNKNOWN):
                self.delivered.counts[move.state.value] += 1

    # -- looks --------------------------------------------------------------------------------

    def _looked(self, result: Looked) -> None:
        self._looks -= 1
        self._asked.difference_update(one.id for one in result.asked.unknown)
        if result.error is not None:
            self._not_looked(result.asked, result.error)
        elif result.asked.unknown and result.look is not None:
            self._resolve(result.asked, result.look)
        elif result.look is not None:
            self._clear_from = self._ledger.journal.clear_from(self._target.server_now(), self._promise.commit_lag)
            found = result.look.found
            self._ready.extend(
                Wanted(lane, True, found.get(reference))
                for lane, reference in zip(result.asked.lanes, result.asked.references, strict=True)
            )

    def _not_looked(self, asked: Asked, error: SyncError) -> None:
        self._busy.difference_update(asked.lanes)
        wait = backoff(1)
        if isinstance(error, RetryLater) and error.after is not None:
            wait = error.after
        self._look_again_at = self._clock.monotonic() + wait
        if asked.unknown:
            self._ledger.deliveries.postpone([one.id for one in asked.unknown], wait)
        if isinstance(error, Stop):
            self._stopped(error)
        else:
            self._met_trouble(-1 - len(self._asked), str(error), vain=True)

    def _resolve(self, asked: Asked, look: Look) -> None:
        moves = []
        now = self._target.server_now()
        for one in asked.unknown:
            stated = one if one.sent_at else replace(one, sent_at=now)
            found = look.found.get(one.lane.reference)
            equal = False
            if found is not None:
                remote = None if one.request.method == "POST" else one.lane.remote
                body = self._target.shape(one.document, remote)[3]
                equal = not self._target.differences(one.lane.resource, body, found)
            moves.append((stated, after_look(stated, found, equal, self._promise, self._policy(one), now)))
        self._stale = True
        applied = self._ledger.outcomes.apply(self._owner, moves, DeliveryState.UNKNOWN)
        self._count(move for _, move in moves)
        self.delivered.counts[DeliveryState.SUPERSEDED.value] += applied.superseded

    # -- claims -------------------------------------------------------------------------------

    def _next(self, senders: Senders) -> list[Wanted]:
        """Asks Acme what has to be asked, and says which lanes are to be claimed now."""
        now = self._clock.monotonic()
        if self._breaker.open or not self._confirmed(now):
            return []
        if now >= self._look_again_at:
            self._look_up_unknowns(senders, now)
            if not self._look_only:
                self._find_candidates(senders, now)
        return self._wanted()

    def _confirmed(self, now: float) -> bool:
        """Nothing is sent to an account that may be a stranger's."""
        if self._confirm is None or now < self._look_again_at:
            return self._confirm is None
        try:
            self._confirm()
        except RetryLater as error:
            self._look_again_at = now + (backoff(1) if error.after is None else error.after)
            return False
        except Stop as error:
            self._stopped(error)
            return False
        self._confirm = None
        return True

    def _look_up_unknowns(self, senders: Senders, now: float) -> None:
        if now < self._unknown_at or self._looks >= LOOKS_AT_ONCE:
            return
        self._unknown_at = now + 0.1
        due = [
            one for one in self._ledger.deliveries.unknowns(self._account, 200, self._only) if one.id not in self._asked
        ]
        for resource in sorted({one.lane.resource for one in due}):
            mine = [one for one in due if one.lane.resource == resource][: self._lines.lookup]
            self._asked.update(one.id for one in mine)
            self._ask(senders, Asked(resource, [one.lane.reference for one in mine], [], mine))

    def _find_candidates(self, senders: Senders, now: float) -> None:
        if len(self._ready) >= self._claim or now < self._idle_until or self._looks >= LOOKS_AT_ONCE:
            return
        window = max(2 * self._lines.lookup, self._claim)
        free = self._ledger.deliveries.free_lanes(self._account, self._flows, self._after, window, self._plan)
        self._after = free[-1].delivery if len(free) == window else 0
        fresh = self._not_busy(free)
        if len(free) < window:
            self._idle_until = now + (0.02 if fresh else 0.1)
        self._ready.extend(Wanted(one.lane) for one in fresh if not one.read_first)
        for resource in sorted({one.resource for one in fresh if one.read_first}):
            self._look_up(senders, resource, [one for one in fresh if one.read_first and one.resource == resource])

    def _not_busy(self, free: Iterable[FreeLane]) -> list[FreeLane]:
        """Each lane once, without those already in work."""
        fresh = []
        for one in free:
            if one.lane not in self._busy:
                self._busy.add(one.lane)
                fresh.append(one)
        return fresh

    def _look_up(self, senders: Senders, resource: str, lanes: list[FreeLane]) -> None:
        for start in range(0, len(lanes), self._lines.lookup):
            part = lanes[start : start + self._lines.lookup]
            self._ask(senders, Asked(resource, [one.reference for one in part], [one.lane for one in part]))

    def _ask(self, senders: Senders, asked: Asked) -> None:
        self._looks += 1
        senders.put(asked)

    def _wanted(self) -> list[Wanted]:
        """As many as there is room for, half of it at a time at least, unless these are all."""
        room = 1 - self._flying if self._breaker.trial else self._claim - self._flying
        enough = 1 if self._breaker.trial else min(len(self._ready), max(1, self._claim // 2))
        if not self._ready or room < max(enough, 1):
            return []
        return [self._ready.popleft() for _ in range(min(room, len(self._ready)))]

    @property
    def _claim(self) -> int:
        """How many documents may be claimed: this delivery's part."""
        return self._sharing.part(self._lines.claim)

    def _terms(self) -> Terms:
        return Terms(
            self._owner, self._ledger_id, self._target.shape, self._target.differences, self._policies, self._promise,
            self._target.server_now(), self._clear_from,
        )  # fmt: skip

    def _groups(self, claimed: list[Claimed]) -> list[list[Claimed]]:
        """One request each, or batches of one resource, smaller where a larger one was refused."""
        if self._lines.batch == 1:
            return [[one] for one in claimed]
        groups: list[list[Claimed]] = []
        for kind in sorted({(one.request.resource, one.batch_limit or self._lines.batch) for one in claimed}):
            same = [one for one in claimed if (one.request.resource, one.batch_limit or self._lines.batch) == kind]
            groups.extend(same[start : start + kind[1]] for start in range(0, len(same), kind[1]))
        return groups
