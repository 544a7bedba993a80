"""The theme of pauses: flows that do not run by themselves for a while. What somebody asks for is done all the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from desktop_sync.core.errors import SettingsError
from desktop_sync.core.events import Publish
from desktop_sync.core.schedule import tomorrow
from desktop_sync.engine.facade.calling import Call
from desktop_sync.engine.facade.needs import Pauses, Worker
from desktop_sync.engine.facade.scheduling import Here
from desktop_sync.engine.facade.telling import Row

LONGEST = 366 * 24 * 3600.0


class Pausing:
    """``here``: the zone of this machine, by whose midnight tomorrow begins."""

    def __init__(self, worker: Worker, pauses: Pauses, here: Here, publish: Publish) -> None:
        self._worker = worker
        self._pauses = pauses
        self._here = here
        self._publish = publish

    def pause(
        self, call: Call, *, flow: str | None = None, seconds: float | None = None, until_tomorrow: bool = False
    ) -> Row:
        """One flow, or all: for so long, until the next midnight, or until somebody resumes it."""
        if seconds is not None and not 0 < seconds <= LONGEST:
            raise SettingsError("This is no time to pause for.", hint="Such as 1h, 30min, 2d; at most a year.")
        flows, until = self._flows(flow), self._until(seconds, until_tomorrow=until_tomorrow)
        for one in flows:
            self._pauses.pause(one, until, call.who)
        return self._told("paused", flows, until)

    def resume(self, call: Call, *, flow: str | None = None) -> Row:
        """One flow, or all. What was passed over is not made up for."""
        flows = self._flows(flow)
        for one in flows:
            self._pauses.resume(one, call.who)
        return self._told("resumed", flows, None)

    def _flows(self, flow: str | None) -> list[str]:
        return [one.id for one in self._worker.flows()] if flow is None else [self._worker.flow(flow).id]

    def _until(self, seconds: float | None, *, until_tomorrow: bool) -> datetime | None:
        now = datetime.fromtimestamp(self._worker.clock.now(), UTC)
        if until_tomorrow:
            return tomorrow(now, self._here())
        return None if seconds is None else now + timedelta(seconds=seconds)

    def _told(self, what: str, flows: list[str], until: datetime | None) -> Row:
        told = {"flows": flows, "until": None if until is None else until.isoformat()}
        self._publish({"event": what, **told})
        return told
