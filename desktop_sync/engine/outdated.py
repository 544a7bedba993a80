"""What is remembered of Acme's word that this version is too old: until it takes a heartbeat, or for a day.

For a day only: where no engine sends heartbeats, nobody would ever hear that it has changed its mind.
"""

from __future__ import annotations

import json

from desktop_sync.core.errors import Outdated, Stop
from desktop_sync.core.problem import Problem
from desktop_sync.ledger.journal import Journal

LASTS = 86_400.0  # seconds


def note_outdated(journal: Journal, connection: str, version: str, now: float, error: Stop) -> None:
    """Runs stop before they begin; a problem tells it."""
    journal.note_fact(_fact(connection), json.dumps({"version": version, "at": now, "what": error.what}))
    journal.report([Problem(_key(connection), "outdated", error.what, error.hint, error.owner, connection=connection)])


def forget_outdated(journal: Journal, connection: str) -> None:
    """Acme takes this version."""
    if journal.fact(_fact(connection)):
        journal.note_fact(_fact(connection), "")
        journal.resolve(_key(connection), "Acme takes this version of the program")


def check_outdated(journal: Journal, connection: str, version: str, now: float) -> None:
    """Raises Outdated while it stands for this version."""
    noted = json.loads(journal.fact(_fact(connection)) or "{}")
    if noted.get("version") == version and 0 <= now - noted["at"] < LASTS:
        raise Outdated(noted["what"].removesuffix(" This program is too old for Acme."))


def _fact(connection: str) -> str:
    return f"outdated: {connection}"


def _key(connection: str) -> str:
    return f"outdated:{connection}"
