"""What the engine tells whoever listens: progress of a run, in numbers. Values only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is. ``step`` is a word for people: notice, stage, deliver, settle."""

    flow: str
    step: str
    done: int
    total: int | None
