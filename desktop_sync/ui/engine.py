"""What the desk needs of an engine, wherever it runs. ``ipc.Client`` is one; tests have another. Protocols only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from desktop_sync.core.callers import Caller, Role
from desktop_sync.core.events import Publish


class Engine(Protocol):
    """One connection to an engine, for many threads."""

    caller: Caller

    def may(self, method: str) -> bool:
        """Whether the engine would let this account call it."""

    def needs(self, method: str) -> Role | None:
        """What an account must be allowed for it; None: the engine does not know it."""

    def start(self, method: str, params: Mapping[str, Any] | None = None, listen: Publish | None = None) -> int:
        """Begins a call and gives its number. RetryLater when the engine is gone."""

    def result(self, number: int, timeout: float | None = None) -> Any:  # noqa: ANN401 - a JSON value
        """Waits for the answer; raises the SyncError that it is. ``listen`` is called in this thread meanwhile."""

    def cancel(self, number: int) -> None:
        """Nobody wants this call any more. Its answer still comes."""

    def subscribe(self, listener: Publish) -> Callable[[], None]:
        """``listener`` hears every event in a thread of the connection; ``engine gone`` is the last."""

    def close(self) -> None:
        """Ends the connection; calls that wait are told."""


Connect = Callable[[], Engine | None]
"""Connects to the engine of the data folder; None when none runs. May take seconds. Raises a SyncError."""
