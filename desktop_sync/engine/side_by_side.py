"""The same thing done for many at a place that is far away: side by side, so that they share the time on the way.

Each has an outcome of its own, and nothing is under way any more when a piece has ended. It must not know what is done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

from desktop_sync.core.errors import Ended, RetryLater, SyncError

Thing = TypeVar("Thing")
Outcome = TypeVar("Outcome")


def pieces(
    things: Iterable[Thing], size: Callable[[], int], names: Callable[[Thing], Iterable[str]]
) -> Iterator[Sequence[Thing]]:
    """In their order, at most ``size`` (asked anew for each), and no two with a name in common."""
    piece: list[Thing] = []
    taken: set[str] = set()
    most = size()
    for thing in things:
        if most == 1:  # nobody is beside it
            yield [thing]
            most = size()
            continue
        own = {name.casefold() for name in names(thing)}
        if piece and (len(piece) >= most or own & taken):
            yield piece
            piece, taken, most = [], set(), size()
        piece.append(thing)
        taken |= own
    if piece:
        yield piece


def each(do: Callable[[Thing], Outcome], things: Sequence[Thing]) -> list[Outcome | SyncError]:
    """The outcomes, in the order of the things, or the SyncError that one met.

    What has to wait is tried once more, alone: it may have been for the others.
    """
    if len(things) < 2:  # noqa: PLR2004 - nobody is beside it
        return [_own(do, thing) for thing in things]
    with ThreadPoolExecutor(len(things), thread_name_prefix="side by side") as threads:
        under_way = [threads.submit(copy_context().run, _own, do, thing) for thing in things]
    outcomes = [one.result() for one in under_way]
    return [
        _own(do, thing) if isinstance(outcome, RetryLater) and not isinstance(outcome, Ended) else outcome
        for thing, outcome in zip(things, outcomes, strict=True)
    ]


def _own(do: Callable[[Thing], Outcome], thing: Thing) -> Outcome | SyncError:
    try:
        return do(thing)
    except SyncError as error:
        return error
