"""APScheduler as the timer: one date job for each flow, in memory, late ones included. It decides nothing.

What is used of it (3.x, which has no types): ``BackgroundScheduler`` with ``start``, ``shutdown``, ``add_job`` and
``remove_job``; ``DateTrigger``; a pool of one thread, so that no job runs under the scheduler's own lock.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.base import JobLookupError
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.date import DateTrigger

log = logging.getLogger("schedule")


class DateJobs:
    """``connect`` says who is called; until ``start`` nobody is."""

    def __init__(self) -> None:
        logging.getLogger("apscheduler").setLevel(logging.WARNING)
        self._call: Callable[[str], None] = lambda flow: None
        self._scheduler = BackgroundScheduler(
            jobstores={"default": MemoryJobStore()},
            executors={"default": ThreadPoolExecutor(1)},
            job_defaults={"coalesce": True, "misfire_grace_time": None},
            timezone=UTC,
            daemon=True,
        )

    def connect(self, call: Callable[[str], None]) -> None:
        self._call = call

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        """Jobs under way are not waited for."""
        self._scheduler.shutdown(wait=False)

    def set(self, flow: str, at: datetime | None) -> None:
        """The flow's job is at this moment, and at no other."""
        if at is None:
            with suppress(JobLookupError):
                self._scheduler.remove_job(flow)
        else:
            self._scheduler.add_job(
                self._do, DateTrigger(at.astimezone(UTC)), args=[flow], id=flow, replace_existing=True
            )

    def _do(self, flow: str) -> None:
        """The outermost frame of the timer."""
        try:
            self._call(flow)
        except Exception:
            log.exception("%s: asking what is due failed; it is asked again within a minute", flow)
