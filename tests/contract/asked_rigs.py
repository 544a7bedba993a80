"""Rigs of the sources that are asked: each a source with the system behind it, by type. One without a rig fails."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from desktop_sync.core.model import Entity, Found, Item, Payload, SeenRow
from desktop_sync.core.ports import Source
from desktop_sync.sources.asked import Access, Asking
from desktop_sync.sources.http_api import HttpApiOptions, HttpConnectionOptions
from desktop_sync.sources.http_api.source import HttpApi
from desktop_sync.spool import Spool
from tests.query_api import QueryApi
from tests.raw_server import Received, Say
from tests.unit.sources.looks import TwoClocks


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
    end: Callable[[], None] = lambda: None


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


def http_api(folder: Path) -> AskedRig:
    """Over a real server with pages of ten rows."""
    api = QueryApi()
    api.__enter__()
    spool, token, clock, bad = Spool(folder / "spool", reserve=0), Event(), TwoClocks(), list[str | None]([None])
    connection = HttpConnectionOptions(base_url=api.url, timeout=5.0)
    options = HttpApiOptions(
        path="/orders", query={"page": "{page}"}, paging="page", page_size=10, rows="data/orders", key=("no",)
    )

    made: list[HttpApi] = []

    def restart() -> Source:
        made.append(HttpApi(Asking(Access(connection, str, NoRefusals(), clock), spool, token, "flow"), options))
        return made[-1]

    def end() -> None:
        for one in made:
            one.close()
        api.__exit__(None, None, None)

    def put(rows: Sequence[tuple[str, str]]) -> None:
        for no, name in rows:
            api.put(no, name=name)

    def fault(request: Received, query: dict[str, str]) -> Say | None:
        if bad[0] is None or (bad[0] and int(query["page"]) * 10 <= int(bad[0])):
            return None
        return api.say(500)

    def away(no: str | None) -> None:
        bad[0] = no

    api.fault = fault
    return AskedRig(restart, put, away, spool, token, end)


class NoRefusals:
    """Nobody signs in."""

    def note(self, secret: str) -> None:
        raise AssertionError

    def stands(self, secret: str) -> bool:
        return False

    def forget(self) -> None:
        """Nothing to forget."""


def _mssql(tmp_path: Path) -> AskedRig:
    from tests.mssql_rig import asked_rig

    return asked_rig(tmp_path)


RIGS: Mapping[str, Callable[[Path], AskedRig]] = {"http_api": http_api, "mssql": _mssql}
