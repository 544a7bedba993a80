"""One place a flow reads, and what a run tells of itself: what the steps of a run hand to each other. No behaviour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from desktop_sync.core.ports import Source
from desktop_sync.engine.learning import Learning
from desktop_sync.engine.stage import Stage


@dataclass(frozen=True, slots=True)
class Location:
    """One of the connections that a flow reads, with everything it needs, built by app.py."""

    connection: str
    source: Source
    stage: Stage
    ripe_in: Callable[[], float | None]  # seconds until the earliest young candidate may be stable
    learning: Learning
    whereabouts: str = ""  # see core.manner


@dataclass(frozen=True, slots=True)
class Located:
    """The same with the ledger's number for it."""

    connection: str
    source: Source
    place: int
    whereabouts: str = ""


@dataclass(slots=True)
class RunResult:
    """What a run did. ``run`` is 0 for what is no run: a round, a look-up.

    ``outcome``: done, waiting (something waits), problems (something needs a person), stopped, cancelled.
    """

    run: int
    flow: str
    outcome: str = "done"
    counts: Counter[str] = field(default_factory=Counter)
    note: str = ""
    young: int = 0
    ripe_in: float | None = None  # seconds until the first young thing may be finished: a look is worth it then
    reached: bool | None = None  # whether a place of its source answered; None: none was asked
    question: str = ""  # what a person is to be asked about the first run; empty: nothing


def in_words(counts: Mapping[str, int]) -> str:
    """For the log: ``3 noticed, 3 created``."""
    return ", ".join(f"{number} {name}" for name, number in counts.items() if number) or "nothing new"
