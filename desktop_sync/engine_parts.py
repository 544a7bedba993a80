"""The parts of the engine process, made from what ``app`` knows. No rule of the engine stands here."""

from __future__ import annotations

from desktop_sync.app import Owner
from desktop_sync.engine.chores import Chore


def chores(owner: Owner) -> list[Chore]:
    """What the engine does beside the runs; each is one line here."""
    del owner  # the first chore is made from it
    return []
