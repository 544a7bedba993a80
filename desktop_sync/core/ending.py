"""Work that passes many things looks at the wish to stop at each of them. It must not know what they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from desktop_sync.core.errors import Ended
from desktop_sync.core.ports import Token

Thing = TypeVar("Thing")


def unless_ended(things: Iterable[Thing], token: Token) -> Iterator[Thing]:
    """The same, one by one, also where nobody wants any of them. Raises Ended."""
    for one in things:
        if token.is_set():
            raise Ended
        yield one
