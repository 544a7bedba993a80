"""The theme of pauses: flows that do not run by themselves for a while. What somebody asks for is done all the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from desktop_sync.core.errors import SettingsError
from desktop_sync.core.schedule import tomorrow
from desktop_sync.engine.facade.calling import Call
from desktop_sync.engine.facade.needs import Pauses, Worker
from desktop_sync.engine.facade.scheduling import Here
from desktop_sync.engine.facade.telling import Row
from desktop_sync.ledger.agenda import ALL
from desktop_sync.ledger.ledger import Ledger

LONGEST = 366 * 24 * 3600.0


class Pausing:
    """``here``: the zone of this machine, by whose midnight tomorrow begins."""

    def __init__(self, worker: Worker, pauses: Pauses, here: Here) -> None:
        self._worker = worker
        self._pauses = pauses
        self._here = here

    def pause(
        self, call: Call, *, flow: str | None = None, seconds: float | None = None, until_tomorrow: bool = False
    ) -> Row:
        """One flow, or all: for so long, until the next midnight, or until somebody resumes it."""
        if seconds is not None and not 0 < seconds <= LONGEST:
            raise SettingsError("This is no time to pause for.", hint="Such as 30min, 1h or 2d; at most a year.")
        self._known(flow)
        until = self._until(seconds, until_tomorrow=until_tomorrow)
        self._pauses.pause(flow, until, call.who)
        return {"flow": flow, "until": None if until is None else until.isoformat()}

    def resume(self, call: Call, *, flow: str | None = None) -> Row:
        """One flow, or all, whether paused one by one or together. What was passed over is not made up for.

        ``resumed``: whether there was something to resume; ``all_paused``: whether all flows still are, together.
        """
        self._known(flow)
        resumed = self._pauses.resume(flow, call.who)
        still = {one.flow: one.until for one in self._worker.ledger.agenda.pauses()}
        return {"flow": flow, "resumed": resumed, "all_paused": ALL in still}

    def _known(self, flow: str | None) -> None:
        if flow is not None:
            self._worker.known(flow)

    def _until(self, seconds: float | None, *, until_tomorrow: bool) -> datetime | None:
        now = datetime.fromtimestamp(self._worker.clock.now(), UTC)
        if until_tomorrow:
            return tomorrow(now, self._here())
        return None if seconds is None else now + timedelta(seconds=seconds)


class Noted:
    """Pauses where no engine runs: the next one finds them in the ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._agenda = ledger.agenda

    def pause(self, flow: str | None, until: datetime | None, who: str) -> None:
        self._agenda.pause(ALL if flow is None else flow, until, who)

    def resume(self, flow: str | None, who: str) -> bool:
        return self._agenda.resume(ALL if flow is None else flow)
