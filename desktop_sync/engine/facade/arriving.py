"""The theme of arrivals: what is expected of flows, how it stands, the last ten; and what could be expected.

How that is told is loaded when somebody asks: an engine at rest has no use for it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from desktop_sync.engine.facade.calling import Call
from desktop_sync.engine.facade.scheduling import Here
from desktop_sync.engine.facade.telling import Row
from desktop_sync.settings.model import Settings


class Arriving:
    """``here``: the zone of this machine, for flows that name none."""

    def __init__(self, ledger: Path, settings: Callable[[], Settings], here: Here) -> None:
        self._ledger = ledger
        self._settings = settings
        self._here = here

    def arrivals(self, call: Call, *, flow: str | None = None) -> list[Row]:
        """Of one flow, or all of them: what is expected and what came. SettingsError for an unknown one."""
        from desktop_sync.engine.facade.arrivals_told import expectations

        return expectations(self._settings(), flow, self._ledger, self._here)

    def suggest_arrivals(self, call: Call, *, flow: str | None = None) -> list[Row]:
        """What could be expected, from what has come; nothing is changed. SettingsError for an unknown flow."""
        from desktop_sync.engine.facade.arrivals_told import proposals

        return proposals(self._settings(), flow, self._ledger, self._here)
