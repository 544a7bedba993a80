"""What the present thread works on: the flow and the run that stand on every line of the log.

A context variable, so that nobody has to hand it through; a thread does not inherit it and is started with
``contextvars.copy_context``. Nothing is decided by it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class About:
    """Empty and 0: none."""

    flow: str = ""
    run: int = 0


_NOTHING = About()
_about: ContextVar[About] = ContextVar("about", default=_NOTHING)


def about() -> About:
    """What is worked on here."""
    return _about.get()


@contextmanager
def working_on(flow: str | None = None, run: int | None = None) -> Iterator[None]:
    """Within it, work is about this flow, or this run; what is not given stays as it is."""
    now = _about.get()
    now = now if flow is None else replace(now, flow=flow, run=0)
    token = _about.set(now if run is None else replace(now, run=run))
    try:
        yield
    finally:
        _about.reset(token)
