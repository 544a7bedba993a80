"""What the engine does by itself beside the runs: a copy of the ledger, a mail, a look for what should have come.

A chore knows when it is due and how it is done; the engine asks each of them about once a minute, does one after the
other beside the runs, and turns whatever one of them raises into a problem that stops no other.
"""

from __future__ import annotations

from typing import Protocol

from desktop_sync.core.ports import Token


class Chore(Protocol):
    """One of them, built by app.py. What it must remember over restarts stands in the ledger."""

    @property
    def name(self) -> str:
        """A word for logs and problems, such as ``backup``."""

    def due_in(self) -> float:
        """Seconds until it is to be done; 0 or less: now; ``math.inf``: not before something changes."""

    def do(self, token: Token) -> None:
        """Does it. Long ones look at ``token`` and leave the rest for the next time."""
