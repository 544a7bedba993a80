"""What the facade of an engine may ask of it: what is live, to read settings anew, to end. It decides nothing."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from datetime import datetime

from desktop_sync import __version__
from desktop_sync.core.events import Event, Publish
from desktop_sync.core.standing import Live
from desktop_sync.engine.runs import Runs
from desktop_sync.engine.scheduler import Scheduler

log = logging.getLogger("engine")


class Presence:
    """``since``: epoch seconds at which the engine was started. ``end``: it is to end soon."""

    def __init__(
        self,
        scheduler: Scheduler,
        runs: Runs,
        publish: Publish,
        reload: Callable[[], object],
        since: float,
        end: Callable[[], None],
    ) -> None:
        self._scheduler = scheduler
        self._runs = runs
        self._publish = publish
        self._reload = reload
        self._since = since
        self._end = end

    def publish(self, event: Event) -> None:
        self._publish(event)

    def reload(self) -> object:
        return self._reload()

    def stop(self, who: str) -> None:
        log.info("%s wants the engine to end", who)
        self._end()

    def pause(self, flow: str | None, until: datetime | None, who: str) -> None:
        self._scheduler.pause(flow, until, who)

    def resume(self, flow: str | None, who: str) -> bool:
        return self._scheduler.resume(flow, who)

    def live(self) -> Live:
        """Everything by flow, as it is now."""
        fires = self._scheduler.next_fires()
        return Live(
            os.getpid(),
            self._since,
            __version__,
            {one.flow: one.event() for one in self._runs.going()},
            {flow: at for flow, at in fires.items() if at is not None},
            self._scheduler.paused(),
        )
