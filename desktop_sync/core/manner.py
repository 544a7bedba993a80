"""What the engine asks of the options of any source, and of the connections it reads.

A source that says nothing of it is finished as soon as it is seen.

It must not know any source.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from pydantic import BaseModel

from desktop_sync.core.first_run import ALL

_LOOK = 2.0  # seconds between two looks at a young thing


@runtime_checkable
class Ripens(Protocol):
    """Options of a source whose things may be unfinished when they are seen."""

    @property
    def min_age(self) -> float: ...


@runtime_checkable
class Begins(Protocol):
    """Options of a source that may hold something before the first look."""

    @property
    def first_run(self) -> str: ...


@runtime_checkable
class Dated(Protocol):
    """Options of a source that may not know of which day its things are."""

    @property
    def takes_days(self) -> bool: ...


@runtime_checkable
class Stands(Protocol):
    """Options of a connection whose place may be exchanged for another one that holds something already."""

    @property
    def whereabouts(self) -> str:
        """Where it is, so that one place is told from another; empty: the source minds that itself."""


@dataclass(frozen=True, slots=True)
class Manner:
    """``min_age``: seconds that a thing has to be unchanged; ``first_run``: as ``core.first_run``.

    ``takes_days``: whether a first run can begin with a date.
    """

    min_age: float = 0.0
    first_run: str = ALL
    takes_days: bool = True

    @property
    def patience(self) -> float:
        """Seconds that a run waits for what is young."""
        return self.min_age + min(self.min_age, _LOOK)


def whereabouts(options: BaseModel) -> str:
    """Of a connection."""
    told: object = options
    return told.whereabouts if isinstance(told, Stands) else ""


def manner(options: BaseModel) -> Manner:
    """Of a flow's source."""
    told: object = options
    return Manner(
        told.min_age if isinstance(told, Ripens) else 0.0,
        told.first_run if isinstance(told, Begins) else ALL,
        told.takes_days if isinstance(told, Dated) else True,
    )
