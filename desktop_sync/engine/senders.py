"""What is under way at the target: requests and looks go in, what came of them comes out.

One thread has all ordinary requests under way at once, over connections that are open already; what has to wait for
something else (a new connection, a sign-in, a look) is done by threads. It touches no ledger: outcomes are committed
by the coordinator, in batches.
"""

from __future__ import annotations

import contextlib
import queue
import selectors
import socket
import threading
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from contextvars import copy_context
from dataclasses import dataclass
from typing import Generic, TypeVar

from desktop_sync.core.delivering import Claimed
from desktop_sync.core.errors import SyncError
from desktop_sync.core.model import Answer, Look
from desktop_sync.core.ports import Clock, Target, UnderWay
from desktop_sync.core.value import value
from desktop_sync.engine.sharing import Sharing


@value
class Sent:
    """One request (or one batch) came back. ``at``: when, by the server's clock: not before the last byte was sent."""

    claimed: Sequence[Claimed]
    answers: Sequence[Answer]
    at: float


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to Acme: what do you hold under these references?"""

    resource: str
    references: Sequence[str]
    lanes: Sequence[int]
    unknown: Sequence[Claimed] = ()  # non-empty: unknowns to be resolved


@dataclass(frozen=True, slots=True)
class Looked:
    """The answer to a question, or why there is none."""

    asked: Asked
    look: Look | None
    error: SyncError | None = None


@dataclass(frozen=True, slots=True)
class Broke:
    """A worker met what nobody foresaw: the run fails with it."""

    error: BaseException


@dataclass(frozen=True, slots=True)
class Refused:
    """The sign-in was refused while it was under way: to be renewed, and sent once more."""

    claimed: Sequence[Claimed]
    call: UnderWay


@dataclass(frozen=True, slots=True)
class Unflushed:
    """Documents, in the groups in which they are sent, and what has to return before."""

    groups: Sequence[Sequence[Claimed]]
    flush: Callable[[], None]


Work = Sequence[Claimed] | Asked
Result = Sent | Looked | Broke
Todo = TypeVar("Todo")
Done = TypeVar("Done")


class Senders:
    """At most ``many`` pieces of work under way at one target; with none, everything is done at once by the caller.

    ``put`` and ``next`` are for one thread. ``sharing``: with whom the target is shared; by then it is this one's part.
    """

    def __init__(self, target: Target, many: int, clock: Clock, sharing: Sharing | None = None) -> None:
        self._target = target
        self._many = many
        self._clock = clock
        self._sharing = sharing or Sharing(max(1, many))
        self._waiting: deque[Work] = deque()
        self._results: deque[Result] = deque()
        self._calls: dict[int, tuple[Sequence[Claimed], UnderWay]] = {}  # by file number
        self._watch = selectors.DefaultSelector()
        self._workers = _Workers(self._do, many, self._sharing.give_back)
        self._flusher = _Workers(_flushed, 1, name="flusher")
        for bell in (self._workers.bell, self._flusher.bell):
            self._watch.register(bell, selectors.EVENT_READ)

    def put(self, work: Work) -> None:
        """Send these in one request, or ask this."""
        if self._many:
            self._waiting.append(work)
            self._start()
        else:
            self._results.append(self._do(work))

    def put_unflushed(self, groups: Sequence[Sequence[Claimed]], flush: Callable[[], None]) -> None:
        """Send each of these in one request once ``flush`` has returned; a thread waits for the disk."""
        if self._many:
            self._flusher.put(Unflushed(groups, flush))
        else:
            flush()
            for group in groups:
                self.put(group)

    def next(self, timeout: float = 0.0) -> Result | None:
        """What came back next; None when nothing does within ``timeout`` seconds."""
        if not self._results and self._many:
            until = self._clock.monotonic() + timeout
            self._turn(timeout)
            while not self._results and (left := until - self._clock.monotonic()) > 0:
                self._turn(left)
        return self._results.popleft() if self._results else None

    @property
    def at_work(self) -> int:
        """Pieces of work that have not come back."""
        return len(self._calls) + self._workers.busy + self._flusher.busy + len(self._waiting)

    def close(self) -> None:
        """Waits for what is under way in threads."""
        self.abandon()
        self._workers.join()
        self._flusher.join()

    def abandon(self) -> None:
        """Waits for nobody: what is under way is recovered at the next start."""
        for _, call in self._calls.values():
            call.give_up()
            self._sharing.give_back()
        self._calls.clear()
        self._watch.close()
        self._workers.dismiss()
        self._flusher.dismiss()

    def _start(self) -> None:
        while self._waiting and self._under_way < self._sharing.part(self._many) and self._sharing.take():
            work = self._waiting.popleft()
            call = None if isinstance(work, Asked) else self._target.begin([one.request for one in work])
            if call is None or isinstance(work, Asked):
                self._workers.put(work)
            else:
                self._follow(work, call)

    @property
    def _under_way(self) -> int:
        return len(self._calls) + self._workers.busy

    def _follow(self, work: Sequence[Claimed], call: UnderWay) -> None:
        file, writes = call.awaited
        self._calls[file] = (work, call)
        self._watch.register(file, selectors.EVENT_WRITE if writes else selectors.EVENT_READ)

    def _turn(self, timeout: float) -> None:
        """Goes on with what can go on, when something can within ``timeout`` seconds."""
        if self._calls:
            soonest = min(call.until for _, call in self._calls.values())
            timeout = min(timeout, max(soonest - self._clock.monotonic(), 0.0))
        files = {key.fd for key, _ in self._watch.select(timeout)}
        now = self._clock.monotonic()
        late = [file for file, (_, call) in self._calls.items() if call.until <= now]
        for file in files.union(late):
            if file in self._calls:
                self._go_on(file)
        self._results.extend(self._workers.done(files))
        for one in self._flusher.done(files):
            if isinstance(one, Broke):
                self._results.append(one)
            else:
                self._waiting.extend(one.groups)
        self._start()

    def _go_on(self, file: int) -> None:
        work, call = self._calls.pop(file)
        self._watch.unregister(file)  # before the connection may be closed
        answers = call.proceed()
        if answers is None:
            self._follow(work, call)
        elif answers:
            self._sharing.give_back()
            self._results.append(self._sent(work, answers))
        else:
            self._workers.put(Refused(work, call))

    def _do(self, work: Work | Refused) -> Result:
        if isinstance(work, Asked):
            return self._look(work)
        if isinstance(work, Refused):
            return self._sent(work.claimed, work.call.again())
        return self._sent(work, self._target.send([one.request for one in work]))

    def _sent(self, claimed: Sequence[Claimed], answers: Sequence[Answer]) -> Sent:
        return Sent(claimed, answers, self._target.server_now())

    def _look(self, asked: Asked) -> Looked:
        try:
            return Looked(asked, self._target.find(asked.resource, asked.references))
        except SyncError as error:
            return Looked(asked, None, error)


def _flushed(one: Unflushed) -> Unflushed:
    one.flush()
    return one


class _Workers(Generic[Todo, Done]):
    """Threads, made as they are needed; ``bell`` can be read when one of them has done something."""

    def __init__(
        self, do: Callable[[Todo], Done], many: int, ended: Callable[[], None] = lambda: None, name: str = "sender"
    ) -> None:
        """``ended`` is called when a piece of work is not under way any more, wanted or not."""
        self._do = do
        self._many = many
        self._ended = ended
        self._name = name
        self._dismissed = False
        self._work: queue.SimpleQueue[Todo | None] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[Done | Broke] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self.bell, self._rings = socket.socketpair()
        self.bell.setblocking(False)
        self._rings.setblocking(False)
        self.busy = 0

    def put(self, work: Todo) -> None:
        self.busy += 1
        if self.busy > len(self._threads) and len(self._threads) < self._many:
            name, here = f"{self._name}-{len(self._threads)}", copy_context()  # its log lines are of this flow and run
            thread = threading.Thread(target=here.run, args=(self._serve,), name=name, daemon=True)
            self._threads.append(thread)
            thread.start()
        self._work.put(work)

    def done(self, files: Collection[int]) -> Iterator[Done | Broke]:
        """What has come back since, where the bell is among the files that can be read."""
        if self.bell.fileno() not in files:
            return
        with contextlib.suppress(BlockingIOError):
            while self.bell.recv(4096):
                pass
        while not self._done.empty():
            self.busy -= 1
            yield self._done.get()

    def dismiss(self) -> None:
        """No further work, begun or not; what they are at is nobody's concern any more."""
        self._dismissed = True
        for _ in self._threads:
            self._work.put(None)
        self.bell.close()
        self._rings.close()

    def join(self) -> None:
        for thread in self._threads:
            thread.join()

    def _serve(self) -> None:
        while (work := self._work.get()) is not None:
            try:
                if not self._dismissed:
                    self._done.put(self._do(work))
            except BaseException as error:  # noqa: BLE001 - the outermost frame: it becomes a failed run
                self._done.put(Broke(error))
            finally:
                self._ended()
            with contextlib.suppress(OSError):  # it rings already, or nobody listens any more
                self._rings.send(b".")
