"""What a person asks of the places that a flow reads from: what lies there, and that it is asked once more.

It must not know how a place is read, nor who asks.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing

from desktop_sync.builder import flow_of
from desktop_sync.core.errors import Rejected
from desktop_sync.core.manner import whereabouts
from desktop_sync.core.model import Again, Back, Entity, Standing
from desktop_sync.core.ports import Clock, Spool
from desktop_sync.engine.beginning import Beginning, asked_key
from desktop_sync.engine.location import Located
from desktop_sync.ledger.ledger import Ledger
from desktop_sync.parts import Parts
from desktop_sync.settings.model import Settings


class FlowPlaces:
    """The places of any flow, by the settings that hold."""

    def __init__(
        self, parts: Parts, ledger: Ledger, spool: Spool, clock: Clock, settings: Callable[[], Settings]
    ) -> None:
        self._parts = parts
        self._ledger = ledger
        self._spool = spool
        self._clock = clock
        self._settings = settings

    def ask_again(self, flow_id: str, again: Again | None, who: str, *, only_look: bool) -> dict[str, str]:
        """What the places of a flow are asked once more by the next run, in words, by connection.

        ``again`` None: undoes the last time. Rejected where a place cannot be asked so.
        """
        settings, places, found = self._settings(), self._ledger.places, dict[str, str]()
        flow = flow_of(settings, flow_id)
        if again is not None:
            _ensure_over(again, self._clock.now())
        backs: list[tuple[int, Back]] = []
        for name in flow.source.connections:
            place = places.number(flow_id, name)
            with closing(
                self._parts.source(flow, settings.connection_by_id[name], self._clock, self._spool, threading.Event())
            ) as source:
                back = source.back(places.cursor(place), again) if again is not None else places.went_back(place)
            if back is None:
                raise _no_way(undo=again is None)
            backs.append((place, back))
            found[name] = back.words
        for place, back in () if only_look else backs:
            places.go_back(place, back, who)
        return found

    def there(self, flow_id: str) -> dict[str, list[Entity] | Standing]:
        """By connection, what lies there now where nobody has said yet what shall become of it. Nothing is noticed."""
        settings, found = self._settings(), dict[str, list[Entity] | Standing]()
        flow = flow_of(settings, flow_id)
        for name in flow.source.connections:
            place, connection = self._ledger.places.number(flow_id, name), settings.connection_by_id[name]
            if self._ledger.places.begun(place) and not self._ledger.journal.is_open(asked_key(flow_id, name)):
                continue
            with closing(self._parts.source(flow, connection, self._clock, self._spool, threading.Event())) as source:
                located = Located(name, source, place, whereabouts(connection.options))
                found[name] = Beginning(located, self._ledger).there()
        return found


def _ensure_over(again: Again, now: float) -> None:
    """Rejected in words: there is no such time, or it is not over."""
    if again.keys is None and not 0 < again.since <= now:
        raise Rejected("A source can only be asked again from a time that is over.", "Choose an earlier one.")
    if again.until is not None and not again.since < again.until <= now:
        raise Rejected("The end must lie behind the beginning, and be over.", "Choose another end, or none.")


def _no_way(*, undo: bool) -> Rejected:
    if undo:
        return Rejected("Nobody has had this source asked again.", "There is nothing to undo.")
    return Rejected(
        "This source is listed, not asked: files that are there are known one by one.",
        "Put a file there once more, or read what came again: desktop-sync read-again.",
    )
