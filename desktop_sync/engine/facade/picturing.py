"""The theme of the one look at everything: what tray, overview and ``status`` show. It reads beside whoever writes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from desktop_sync.core.sentence import Facts
from desktop_sync.core.standing import FlowHead, Live, Room, picture
from desktop_sync.engine.facade.calling import Call
from desktop_sync.engine.facade.telling import Row
from desktop_sync.ledger.database import read_only
from desktop_sync.ledger.standing import midnight, standing


class Picturing:
    """``live``: what only an engine knows; None where there is none. ``around``: what the sentence needs besides."""

    def __init__(
        self,
        ledger: Path,
        heads: Callable[[], Sequence[FlowHead]],
        live: Callable[[], Live | None],
        around: Callable[[], Facts],
        room: Callable[[], Room] = Room,
    ) -> None:
        self._ledger = ledger
        self._heads = heads
        self._live = live
        self._around = around
        self._room = room

    def snapshot(self, call: Call) -> Row:
        """As ``core.standing.picture``."""
        around = self._around()
        with read_only(self._ledger) as sql:
            known = standing(sql, midnight(around.now))
        return picture(known, self._heads(), self._live(), around, self._room())
