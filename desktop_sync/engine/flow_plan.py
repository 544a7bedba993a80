"""A flow as the scheduler sees it: when it fires, and which hosts it needs. Values only."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_sync.core.schedule_model import Schedule


@dataclass(frozen=True, slots=True)
class FlowPlan:
    """``schedule``: None: it is run by hand only. ``text``: the schedule as the ledger compares it.

    ``hosts``: names and ports without which a run makes little sense; ``enabled``: else nothing of it is sent.
    """

    flow: str
    schedule: Schedule | None = None
    text: str | None = None
    hosts: tuple[tuple[str, int], ...] = ()
    enabled: bool = True
