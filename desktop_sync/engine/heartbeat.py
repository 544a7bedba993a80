"""The chore that tells Acme that this installation lives, where its API profile has heartbeats.

One that fails is no trouble by itself: the next one says it anew, and a connection that fails is told elsewhere. Only
after a day without any is it a problem. Acme's word that this version is too old (426) stops the connection's runs.
"""

from __future__ import annotations

import logging
import math
import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from desktop_sync.core.errors import Outdated, Owner, SyncError
from desktop_sync.core.heartbeat import Sender, heartbeat
from desktop_sync.core.ports import Clock, Hears, Token
from desktop_sync.core.problem import Problem
from desktop_sync.engine.outdated import forget_outdated, note_outdated
from desktop_sync.ledger.journal import Journal

PROGRAM = "Desktop Sync"
INSTALLATION = "installation"
LONG = 86_400.0  # seconds without a heartbeat that was taken, after which it is a problem
UNHEARD = 3600.0  # seconds until a connection whose profile has none is looked at again
LATE = 2.0  # the next one may be late by so much of the interval before Acme may call us silent
log = logging.getLogger("heartbeat")


@dataclass(frozen=True, slots=True)
class Beat:
    """One connection to Acme. ``flows``: those that send there; ``target``: entered while it is used."""

    connection: str
    flows: Sequence[str]
    target: Callable[[], AbstractContextManager[object]]


class Heartbeat:
    """A chore. ``beats``: by the settings that hold; ``picture``: how everything stands (core.standing)."""

    name = "heartbeat"

    def __init__(
        self,
        beats: Callable[[], Sequence[Beat]],
        picture: Callable[[], Mapping[str, Any]],
        journal: Journal,
        clock: Clock,
        version: str,
    ) -> None:
        self._beats = beats
        self._picture = picture
        self._journal = journal
        self._clock = clock
        self._version = version
        self._next: dict[str, float] = {}  # monotonic, by connection
        self._begun = clock.monotonic()

    def due_in(self) -> float:
        known = {one.connection: self._next.get(one.connection, -math.inf) for one in self._beats()}
        return min(known.values(), default=math.inf) - self._clock.monotonic()

    def do(self, token: Token) -> None:
        """One to every connection that is due."""
        for one in self._beats():
            if token.is_set():
                return
            if self._next.get(one.connection, -math.inf) <= self._clock.monotonic():
                self._beat(one)

    def _beat(self, one: Beat) -> None:
        interval: float | None = None
        self._due(one, UNHEARD)
        try:
            with one.target() as target:
                interval = target.heartbeat_interval if isinstance(target, Hears) else None
                if isinstance(target, Hears) and interval is not None:
                    self._due(one, interval)
                    target.heartbeat(self._told(one, interval))
                    self._taken(one)
        except Outdated as error:
            log.warning("%s: %s", one.connection, error)
            note_outdated(self._journal, one.connection, self._version, self._clock.now(), error)
        except SyncError as error:
            self._failed(one, error, interval or UNHEARD)

    def _due(self, one: Beat, seconds: float) -> None:
        self._next[one.connection] = self._clock.monotonic() + seconds

    def _told(self, one: Beat, interval: float) -> dict[str, object]:
        now = self._clock.now()
        sender = Sender(PROGRAM, self._version, self._installation(), one.connection, one.flows)
        return heartbeat(sender, self._picture(), now, now + LATE * interval, self._answered(one))

    def _installation(self) -> str:
        """A random name: it says nothing of the machine or of people, and stays through restores."""
        known = self._journal.fact(INSTALLATION)
        if known is None:
            known = secrets.token_hex(16)
            self._journal.note_fact(INSTALLATION, known)
        return known

    def _answered(self, one: Beat) -> float | None:
        """When Acme last answered anything."""
        taken, asked = self._journal.heartbeat_at(one.connection), self._journal.asked_at(one.connection)
        return max(taken or 0.0, asked or 0.0) or None

    def _taken(self, one: Beat) -> None:
        log.debug("%s: heartbeat taken", one.connection)
        self._journal.note_heartbeat(one.connection)
        forget_outdated(self._journal, one.connection)
        self._journal.resolve(_key(one), "Acme takes heartbeats again")

    def _failed(self, one: Beat, error: SyncError, interval: float) -> None:
        log.info("%s: no heartbeat: %s", one.connection, error)
        self._due(one, max(interval, getattr(error, "after", None) or 0.0))
        silent = self._silent(one)
        if silent < LONG:
            return
        what = f"Acme has taken no heartbeat of this installation for {silent / 3600:.0f} hours. {error.what}"
        hint = error.hint or "See whether Acme can be reached: desktop-sync check " + one.connection
        owner = getattr(error, "owner", Owner.IT)
        self._journal.report([Problem(_key(one), "heartbeat", what, hint, owner, connection=one.connection)])

    def _silent(self, one: Beat) -> float:
        """Seconds without; while we were off there could be none."""
        running = self._clock.monotonic() - self._begun
        taken = self._journal.heartbeat_at(one.connection)
        return running if taken is None else min(running, max(self._clock.now() - taken, 0.0))


def _key(one: Beat) -> str:
    return f"heartbeat:{one.connection}"
