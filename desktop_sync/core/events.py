"""What the engine tells whoever listens: progress of a run, in numbers. Values only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

Event: TypeAlias = Mapping[str, object]
"""What happened, for clients: ``event`` says what, the rest are plain JSON values."""
Publish: TypeAlias = Callable[[Event], None]
LEAVE = "leave"
"""The event by which desks are told to end: the program is about to be another, or none."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is. ``step`` is a word for people: notice, stage, deliver, settle."""

    flow: str
    step: str
    done: int
    total: int | None


def nobody(_: Event) -> None:
    """Nobody listens."""
