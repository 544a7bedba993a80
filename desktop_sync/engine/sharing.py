"""What all runs of this process share of one connection: the target with its pace and its sign-in, the breaker, and the
requests that may be under way, divided among the deliveries that are at work (decision 017).

It must not know what is delivered.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from desktop_sync.core.ports import Clock, Target
from desktop_sync.engine.breaker import Breaker
from desktop_sync.settings.model import Connection


class Sharing:
    """At most ``limit`` pieces of work under way, of all deliveries together. Each has an even part."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._under_way = 0
        self._members = 0
        self._lock = threading.Lock()

    @contextmanager
    def member(self) -> Iterator[None]:
        """While a delivery is at work."""
        with self._lock:
            self._members += 1
        try:
            yield
        finally:
            with self._lock:
                self._members -= 1

    def part(self, whole: int) -> int:
        """What each of those at work may have of ``whole`` now; at least one."""
        return max(1, whole // max(1, self._members))

    def take(self) -> bool:
        """One more may be under way; to be given back. False: not now."""
        with self._lock:
            if self._under_way >= self._limit:
                return False
            self._under_way += 1
            return True

    def give_back(self) -> None:
        with self._lock:
            self._under_way -= 1


@dataclass(slots=True)
class Shared:
    """One connection, as the runs of this process share it."""

    connection: Connection
    target: Target
    breaker: Breaker
    sharing: Sharing
    users: int = 0


class Targets:
    """Makes each connection's target once. ``keep``: it stays when nobody uses it, with its connections closed."""

    def __init__(
        self,
        make: Callable[[Connection], Target],
        limit: Callable[[Connection], int],
        clock: Clock,
        *,
        keep: bool = False,
    ) -> None:
        self._make = make
        self._limit = limit
        self._clock = clock
        self._keep = keep
        self._shared: dict[str, Shared] = {}
        self._lock = threading.Lock()

    @contextmanager
    def use(self, connection: Connection) -> Iterator[Shared]:
        """The target behind ``connection``; a new one when its settings are others now."""
        shared = self._entered(connection)
        try:
            yield shared
        finally:
            self._left(shared)

    def renew(self) -> None:
        """Whoever comes from now on gets new targets: a secret or a profile may be another."""
        with self._lock:
            unused = [one for one in self._shared.values() if not one.users]
            self._shared.clear()
        for one in unused:
            one.target.close()

    def _entered(self, connection: Connection) -> Shared:
        with self._lock:
            former = self._shared.get(connection.id)
            if former is not None and former.connection == connection:
                former.users += 1
                return former
        made = Shared(
            connection, self._make(connection), Breaker(self._clock), Sharing(self._limit(connection)), users=1
        )
        unused: Shared | None
        with self._lock:
            raced = self._shared.get(connection.id)
            if raced is not None and raced.connection == connection:
                raced.users += 1
                chosen, unused = raced, made
            else:
                self._shared[connection.id] = chosen = made
                unused = raced if raced is not None and not raced.users else None
        if unused is not None:
            unused.target.close()
        return chosen

    def _left(self, shared: Shared) -> None:
        with self._lock:
            shared.users -= 1
            idle = not shared.users
            current = self._shared.get(shared.connection.id) is shared
            if idle and current and not self._keep:
                del self._shared[shared.connection.id]
                current = False
        if idle and current:
            shared.target.rest()
        elif idle:
            shared.target.close()


@dataclass(slots=True)
class ClaimNames:
    """Names under which deliveries claim: each is used once, and a claim whose name is not alive is nobody's."""

    process: str
    _alive: set[str] = field(default_factory=set)
    _numbers: Iterator[int] = field(default_factory=itertools.count)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def name(self) -> Iterator[str]:
        with self._lock:
            name = f"{self.process}-{next(self._numbers)}"
            self._alive.add(name)
        try:
            yield name
        finally:
            with self._lock:
                self._alive.discard(name)

    def alive(self) -> list[str]:
        """Those of deliveries that are at work."""
        with self._lock:
            return sorted(self._alive)
