"""Rigs of the sources that are asked: each a source with the system behind it, by type. One without a rig fails."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from desktop_sync.core.model import Entity, Found, Item, Payload, SeenRow
from desktop_sync.core.ports import Source
from desktop_sync.spool import Spool


@dataclass(frozen=True, slots=True)
class AskedRig:
    """``restart``: the source as a new process has it. ``put``: rows (``no``, ``name``) are there, or are changed.

    ``away``: asking fails from the row on that is given (none: at once), until it is given None.
    """

    restart: Callable[[], Source]
    put: Callable[[Sequence[tuple[str, str]]], None]
    away: Callable[[str | None], None]
    spool: Spool
    token: Event


@dataclass(slots=True)
class Remembered:
    """What a ledger knows of one place, as far as an asked source can tell."""

    answer: str = "all"
    cursor: str | None = None
    rows: dict[bytes, bytes] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)

    quiet = None

    def as_before(self) -> None:
        raise AssertionError("rows are not listed")

    def found_nothing(self, digest: int) -> None:
        raise AssertionError("rows are not listed")

    def unseen(self, entities: Sequence[Entity]) -> Sequence[Entity]:
        raise AssertionError("rows are not listed")

    def changed(self, rows: Sequence[SeenRow]) -> Sequence[bool]:
        return [self.rows.get(one.key) != one.content for one in rows]

    def commit(self, found: Found) -> list[Item]:
        """As the engine does it: one transaction."""
        new = []
        for number, notice in enumerate(found.notices, len(self.items) + 1):
            new.append(Item(number, "flow", "place", notice.entity, 1, notice.payload))
        self.items += new
        self.rows.update((one.key, one.content) for one in found.rows)
        self.cursor = self.cursor if found.cursor is None else found.cursor
        return new

    def look(self, source: Source) -> list[Item]:
        """One look to its end."""
        return [item for found in source.discover(self.cursor, self) for item in self.commit(found)]


def payload_of(item: Item) -> Payload:
    assert item.payload is not None, f"{item.entity.path} comes without its bytes"
    return item.payload


def _mssql(tmp_path: Path) -> AskedRig:
    from tests.mssql_rig import asked_rig

    return asked_rig(tmp_path)


RIGS: Mapping[str, Callable[[Path], AskedRig]] = {"mssql": _mssql}
