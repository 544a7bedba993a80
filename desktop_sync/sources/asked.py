"""What sources that are asked have in common: their rows come with their bytes, nothing lies there to be moved.

It must not know how such a source asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

from pydantic import BaseModel

from desktop_sync.core.errors import Owner, Rejected, RetryLater
from desktop_sync.core.model import Again, Entity, Item, SettleResult, Settling
from desktop_sync.core.ports import Clock, Refusals, Spool, Token
from desktop_sync.core.states import ItemOutcome


@dataclass(frozen=True, slots=True)
class Access:
    """How a system is reached that is asked: the options of its connection, and its secrets by reference."""

    connection: BaseModel
    secret: Callable[[str], str]
    refusals: Refusals
    clock: Clock


@dataclass(frozen=True, slots=True)
class Asking:
    """What a source is made of that is asked. ``name``: of the flow, for the names of its items."""

    access: Access
    spool: Spool
    token: Token
    name: str


def said(at: float) -> str:
    """A moment (epoch seconds) for people, by this machine's clock."""
    return f"{datetime.fromtimestamp(at, UTC).astimezone():%Y-%m-%d %H:%M}"


def begun_again() -> str:
    """Said of a first look that was to leave what is there, and broke off."""
    return (
        "The first look broke off and was begun again. What came meanwhile counts as there already and is left, for "
        "nobody can tell it from the rest."
    )


def ensure_from_on(again: Again) -> None:
    """Of what can only be asked from a moment on. Rejected in words."""
    if again.until is not None or again.keys is not None:
        raise Rejected("It can only be asked again from a moment on, not up to one.", "Leave out the end, and keys.")


def ensure_times(again: Again) -> None:
    """Of what knows moments, and no keys. Rejected in words."""
    if again.keys is not None:
        raise Rejected("It can be asked again by time only, not by keys.", "Choose a range of time.")


def ensure_begun(again: Again, cursor: str | None) -> None:
    """After an end it goes on from where it is; so it must have been somewhere."""
    if cursor is None and (again.until is not None or again.keys is not None):
        raise RetryLater("It was never asked to the end; there is nothing to ask again.", "Let it run first.")


class Asked:
    """The half of a source that needs no system behind it. ``settle`` of one that marks rows is its own."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool

    def there(self) -> Iterator[Entity]:
        """Nothing can be listed; see ``standing``."""
        return iter(())

    def archived(self) -> Iterator[Entity]:
        """Nothing is moved away."""
        return iter(())

    def ripe_in(self) -> float | None:
        """What is seen is finished."""
        return None

    def fetch(self, item: Item) -> BinaryIO:
        """From the spool, where it was before the ledger knew of it. Rejected(reason='lost'): it is not there."""
        if item.payload is None:
            raise Rejected(
                f"The spool has lost the rows of {item.entity.path}.",
                "Ask the source again from that time on: desktop-sync ask-again.",
                Owner.IT,
                "lost",
            )
        return self._spool.open(item.payload.sha256)

    def plan(self, item: Item, outcome: ItemOutcome, reason: dict[str, object] | None) -> Settling:
        """Nothing is moved."""
        return Settling(item, None)

    def settle(self, settling: Settling) -> SettleResult:
        """Nothing to do."""
        return SettleResult.DONE

    def close(self) -> None:
        """Nothing is open."""
