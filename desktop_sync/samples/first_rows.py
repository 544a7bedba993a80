"""The first rows of a source that is asked, as a sample: nothing is noticed, and nothing of them is kept anywhere.

It knows the protocol of a source and no source.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from threading import Event
from typing import BinaryIO, cast

from pydantic import BaseModel

from desktop_sync.core.first_run import ALL
from desktop_sync.core.model import Entity, Payload, SeenRow
from desktop_sync.core.ports import Clock, Source, Spool, Token
from desktop_sync.settings.model import Connection, Flow

ROWS = 50
_SMALL = {"min_age": 0.0, "batch_size": ROWS}


def small(options: BaseModel) -> BaseModel:
    """The same source, whose first answer is small and need not have rested."""
    told = {name: value for name, value in _SMALL.items() if name in type(options).model_fields}
    return options.model_copy(update=told)


class Held:
    """A spool that holds what it was given last, in memory; it has nothing of a spool but that."""

    def __init__(self) -> None:
        self.content = b""

    def add(self, data: BinaryIO) -> Payload:
        self.content = data.read()
        return Payload(hashlib.sha256(self.content).hexdigest(), len(self.content))


class Everything:
    """Nothing was ever seen."""

    quiet = None
    answer = ALL

    def as_before(self) -> None:
        """Nothing is listed."""

    def found_nothing(self, digest: int) -> None:
        """Nothing is remembered."""

    def unseen(self, entities: Sequence[Entity]) -> Sequence[Entity]:
        return entities

    def changed(self, rows: Sequence[SeenRow]) -> Sequence[bool]:
        return [True] * len(rows)


Makes = Callable[[Flow, Connection, Clock, Spool, Token], Source]


def first_rows(make: Makes, clock: Clock, flow: Flow, connection: Connection) -> bytes:
    """The payload of the first item that it would bring; empty: it has none now. Raises SyncErrors."""
    held = Held()
    of = replace(flow, source=replace(flow.source, options=small(flow.source.options)))
    with closing(make(of, connection, clock, cast("Spool", held), Event())) as source:
        for found in source.discover(None, Everything()):
            if found.notices:
                return held.content
    return b""
