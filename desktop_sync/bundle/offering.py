"""The bundle as the facade's theme: in an engine, and for a desk that finds none, in its own process.

A bundle is wanted most when the engine does not start, so the desk must not need one for it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from desktop_sync import __version__
from desktop_sync.core.callers import Caller, Role
from desktop_sync.core.events import Publish, nobody
from desktop_sync.data_folder import DataFolder
from desktop_sync.engine.facade import Facade
from desktop_sync.engine.facade.bundling import Bundling, Made


def bundling(folder: DataFolder) -> Bundling:
    """Of this data folder, which need not be sound."""
    return Bundling(partial(_make, folder))


class Near:
    """What answers a desk for its bundle in its own process, as an engine would. Nothing else can be asked of it."""

    program = __version__

    def __init__(self, folder: DataFolder) -> None:
        self.caller = Caller("", Role.CHANGE)  # who reads the data folder may read it
        self._facade = Facade(bundling(folder))
        self._numbers = itertools.count(1)
        self._calls: dict[int, tuple[str, Mapping[str, Any], Publish]] = {}

    def may(self, method: str) -> bool:
        """As ``ui.engine.Engine``."""
        return method in self._facade.names()

    def needs(self, method: str) -> Role | None:
        """As ``ui.engine.Engine``."""
        return Role.CHANGE if self.may(method) else None

    def start(self, method: str, params: Mapping[str, Any] | None = None, listen: Publish | None = None) -> int:
        """Nothing is done before its result is asked for."""
        number = next(self._numbers)
        self._calls[number] = method, params or {}, listen or nobody
        return number

    def result(self, number: int, timeout: float | None = None) -> Any:  # noqa: ANN401 - a JSON value
        """Does it, in the thread that asks."""
        del timeout
        method, params, listen = self._calls.pop(number)
        return self._facade.call(method, params, self.caller, listen)

    def cancel(self, number: int) -> None:
        """It ends by itself, within seconds."""

    def subscribe(self, listener: Publish) -> Callable[[], None]:
        """Nothing happens here."""
        del listener
        return _nothing

    def close(self) -> None:
        """Nothing is held."""


def _nothing() -> None:
    """Nobody listened."""


def _make(folder: DataFolder, offline: bool, listen: Callable[[int, int, str], None]) -> Made:
    from desktop_sync.bundle.making import collect, name_of, zipped

    now = datetime.now(UTC).astimezone()
    files = collect(folder, now, offline=offline, listen=listen)
    return Made(name_of(now), files, zipped(files, now))
