"""What every way of being told of changes gives: batches of documents, each with the cursor that says so.

No behaviour but what they share: cursors as JSON, and the time of the database.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any, Protocol

from desktop_sync.core.model import Again, Back, Standing
from desktop_sync.core.ports import Known
from desktop_sync.sources.mssql.bounds import Seen
from desktop_sync.sources.mssql.documents import Document


@dataclass(frozen=True, slots=True)
class Batch:
    """Some documents. ``upto``: how far it goes, for people; ``again``: they may have come before, so compare them.

    ``left``: these are only remembered as known. ``said``: what a person should know of this look; ``remarks``: of what
    is there; None: nothing was looked at.
    """

    documents: list[Document]
    cursor: str | None
    upto: str = ""
    again: bool = False
    left: Sequence[Document] = ()
    young: int = 0
    remarks: tuple[str, ...] | None = None
    said: str = ""


FIRST = "first"
"""The cursor of a first look that leaves what is there and compares, as long as it has not seen all of it."""


class Way(Protocol):
    """One way of being told of changes. Raises SyncErrors."""

    @property
    def counted(self) -> Sequence[str]:
        """What a cursor of it goes by, beside mode and table: with another one it says nothing."""

    def batches(self, cursor: str | None, known: Known) -> Iterator[Batch]: ...

    def standing(self) -> Standing: ...

    def back(self, cursor: str | None, again: Again) -> Back:
        """Rejected in words: that cannot be."""

    def ripe_in(self) -> float | None: ...


@dataclass(slots=True)
class Noted:
    """The cursor of ways that count: how far was read, what was seen of the counter, what is held back since when."""

    after: str | None = None
    seen: tuple[Seen, ...] = ()
    held: tuple[str, float] | None = None
    more: dict[str, Any] = field(default_factory=dict)

    @staticmethod
    def read(cursor: str | None) -> Noted:
        """None: as at the beginning."""
        told = loaded(cursor)
        seen = tuple(Seen(float(at), str(counter)) for at, counter in told.pop("seen", []))
        held = told.pop("held", None)
        return Noted(told.pop("after", None), seen, (str(held[0]), float(held[1])) if held else None, told)

    def cursor(self) -> str:
        told = {
            "after": self.after,
            "seen": [[round(one.at, 3), one.counter] for one in self.seen],
            "held": self.held,
            **self.more,
        }
        return dumped({name: value for name, value in told.items() if value is not None})


class Labels:
    """On cursors: of which mode and table they are, and by what they were counted, for one says nothing of another.

    ``formers``: labels of former versions, which are taken for an own one, as is a cursor without any.
    """

    def __init__(self, plain: str, counted: Sequence[str], formers: Sequence[str] = ()) -> None:
        self._of = f"{plain} {digest(counted)}"
        self._own = {self._of, plain, *formers}

    def foreign(self, cursor: str | None) -> bool:
        of, labelled, _ = (cursor or "").rpartition("\n")
        return bool(labelled) and of not in self._own

    def on(self, cursor: str | None) -> str | None:
        return None if cursor is None else f"{self._of}\n{cursor}"

    def off(self, cursor: str | None) -> str | None:
        """As its way has written it; a foreign one: as of a way that has begun and read nothing."""
        if cursor is None:
            return None
        return dumped({}) if self.foreign(cursor) else cursor.rpartition("\n")[2]


def digest(texts: Sequence[str]) -> str:
    """In which one of them tells from the next."""
    return blake2b(json.dumps(list(texts)).encode(), digest_size=8).hexdigest()


def loaded(cursor: str | None) -> dict[str, Any]:
    """A cursor of ours; empty: there is none."""
    found = json.loads(cursor) if cursor else {}
    return found if isinstance(found, dict) else {}


def dumped(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def epoch(found: object) -> float:
    """Of SYSUTCDATETIME()."""
    if not isinstance(found, datetime):
        raise TypeError(f"no time: {type(found).__name__}")
    return found.replace(tzinfo=UTC).timestamp()
