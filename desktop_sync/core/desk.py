"""The one interface to an installation at work, for tray, command line and tests. Plain JSON values in and out.

A desk is asked by the name of a method; ``engine/facade/table.py`` lists them. It is a facade in this process or one
behind a pipe, and nobody who asks needs to know which.
"""

from __future__ import annotations

from typing import Any, Protocol

from desktop_sync.core.events import Publish, nobody


class Desk(Protocol):
    """Whoever answers."""

    @property
    def engine(self) -> bool:
        """Whether an engine does, which goes on when this process ends."""

    def ask(self, method: str, listen: Publish = nobody, /, **values: object) -> Any:  # noqa: ANN401 - plain JSON
        """The method's answer. ``listen`` is told what happens until then. Raises the errors of ``core.errors``.

        KeyboardInterrupt ends the work of a facade in this process; an engine goes on (``ipc.desk.StillAtWork``).
        """
