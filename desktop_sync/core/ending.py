"""Work that passes many things looks at the wish to stop at each of them, work that waits for an answer from outside
ever so often. It must not know what they are, or who is asked.

What waits, far below, learns the wish from a context variable; a thread does not inherit it. What may not be broken off
in the middle, such as bringing a document, is not within it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from desktop_sync.core.errors import Ended
from desktop_sync.core.ports import Token

Thing = TypeVar("Thing")
GLANCE = 0.5  # seconds after which who waits looks once more
_wish: ContextVar[Token | None] = ContextVar("wish to end", default=None)


def unless_ended(things: Iterable[Thing], token: Token) -> Iterator[Thing]:
    """The same, one by one, also where nobody wants any of them. Raises Ended."""
    for one in things:
        if token.is_set():
            raise Ended
        yield one


@contextmanager
def ending_with(token: Token) -> Iterator[None]:
    """Within it, nobody waits much longer for an answer when ``token`` is set: Ended."""
    before = _wish.set(token)
    try:
        yield
    finally:
        _wish.reset(before)


def ensure_wanted() -> None:
    """Raises Ended where nobody wants the answer any more that is waited for."""
    token = _wish.get()
    if token is not None and token.is_set():
        raise Ended
