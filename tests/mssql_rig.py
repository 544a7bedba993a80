"""A source over a SQL Server, for tests: the bench server with a certificate, or the one that ``TEST_MSSQL_DSN`` names.

It must not know what is tested.
"""

from __future__ import annotations

import atexit
import os
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path
from threading import Event
from typing import BinaryIO

import pytest

from desktop_sync.clock import SystemClock
from desktop_sync.core.model import Entity, Payload
from desktop_sync.core.ports import Clock
from desktop_sync.sources.asked import Access, Asking
from desktop_sync.sources.mssql.connection import MssqlConnectionOptions
from desktop_sync.sources.mssql.opening import Opening
from desktop_sync.sources.mssql.options import MssqlOptions
from desktop_sync.sources.mssql.source import Mssql
from desktop_sync.spool import Spool
from tests import odbc_drivers
from tests.certificates import make_authority
from tests.contract.asked_rigs import AskedRig, Remembered
from tests.mssql_server import MICROSOFT, SqlServer, running

_STACK = ExitStack()
atexit.register(_STACK.close)


@cache
def server() -> SqlServer:
    """One for all tests of this process."""
    dsn = os.environ.get("TEST_MSSQL_DSN", "")
    if dsn:
        return SqlServer(dsn=dsn.strip(";"))
    folder = Path(_STACK.enter_context(tempfile.TemporaryDirectory(prefix="mssql-")))
    make_authority(folder)
    return _STACK.enter_context(running("--certificate", str(folder / "server.pem")))


def ensure_driver(name: str) -> str:
    """Skipped where it is not there, except in CI."""
    if name not in odbc_drivers.register():
        if os.environ.get("CI"):
            pytest.fail(f"the ODBC driver {name} is missing")
        pytest.skip(f"the ODBC driver {name} is not there")
    return name


class NoRefusals:
    """Remembers what was refused, in this process."""

    def __init__(self) -> None:
        self.noted: list[str] = []

    def note(self, secret: str) -> None:
        self.noted.append(secret)

    def stands(self, secret: str) -> bool:
        return secret in self.noted

    def forget(self) -> None:
        self.noted.clear()


def connection(of: SqlServer, driver: str = MICROSOFT, **changes: object) -> MssqlConnectionOptions:
    """The options of a connection to it."""
    told = {
        "host": "127.0.0.1", "port": of.port, "database": of.database, "username": of.username,
        "password": "erp/password", "encryption": "unverified", "driver": driver,
    }  # fmt: skip
    if of.dsn:
        words = {name.lower(): value for name, _, value in (one.partition("=") for one in of.dsn.split(";"))}
        host, _, port = words["server"].removeprefix("tcp:").partition(",")
        told |= {"host": host, "port": int(port) if port else None, "username": words["uid"]}
        told["database"] = words.get("database", of.database)
    return MssqlConnectionOptions.model_validate({**told, **changes})


def password(of: SqlServer) -> str:
    words = {name.lower(): value for name, _, value in (one.partition("=") for one in of.dsn.split(";"))}
    return words.get("pwd", of.password)


def access(of: SqlServer, driver: str = MICROSOFT, clock: Clock | None = None, **changes: object) -> Access:
    """How it is reached."""
    return Access(connection(of, driver, **changes), lambda _: password(of), NoRefusals(), clock or SystemClock())


def opening(of: SqlServer, driver: str = MICROSOFT, **changes: object) -> Opening:
    """The same, for what needs no source."""
    return Opening(connection(of, driver, **changes), lambda _: password(of), NoRefusals())


@dataclass(slots=True)
class Known(Remembered):
    """Knows entities too, for rows that are items of their own."""

    present: set[tuple[str, int, int]] = field(default_factory=set)

    def unseen(self, entities: Sequence[Entity]) -> Sequence[Entity]:
        new = [one for one in entities if one[:3] not in self.present]
        self.present |= {one[:3] for one in new}
        return new


@dataclass
class Reads:
    """Sources over one database, and what a ledger knows of them."""

    database: SqlServer
    driver: str
    spool: Spool
    options: dict[str, object]
    known: Known = field(default_factory=Known)
    token: Event = field(default_factory=Event)

    def source(self, **changes: object) -> Mssql:
        """As a new process has it."""
        told = {"first_run": "all", "min_age": 0, **self.options, **changes}
        asking = Asking(access(self.database, self.driver, query_timeout=5), self.spool, self.token, "flow")
        return Mssql(asking, MssqlOptions.model_validate(told))

    def look(self, **changes: object) -> list[dict[str, object]]:
        """One look; the records that came with it."""
        source = self.source(**changes)
        try:
            return [row for item in self.known.look(source) for row in self.records(item.payload)]
        finally:
            source.close()

    def records(self, payload: Payload | None) -> list[dict[str, object]]:
        import json

        assert payload is not None
        with self.spool.open(payload.sha256) as data:
            return [json.loads(line) for line in data.read().splitlines()]


class Watchful(Spool):
    """A spool that calls somebody when something certain is about to be kept."""

    word: bytes = b""
    tell: Callable[[], None] = staticmethod(lambda: None)

    def add(self, data: BinaryIO) -> Payload:
        content = data.read()
        if self.word and self.word in content:
            self.tell()
        return super().add(BytesIO(content))


def asked_rig(tmp_path: Path) -> AskedRig:
    """The source in its first mode, for what every source that is asked must do."""
    ensure_driver(MICROSOFT)
    if not server().is_bench:
        pytest.skip("a real server takes no orders to be away")
    server().order("reset")
    fresh = _STACK.enter_context(server().fresh())
    fresh.sql("CREATE TABLE dbo.Things (no varchar(10) NOT NULL PRIMARY KEY, name nvarchar(50), RowVer rowversion)")
    spool, token = Watchful(tmp_path / "spool"), Event()
    options = {"table": "dbo.Things", "batch_size": 5}
    reads = Reads(fresh, MICROSOFT, spool, dict(options), token=token)

    def put(rows: Sequence[tuple[str, str]]) -> None:
        for no, name in rows:
            if not fresh.sql("SELECT no FROM dbo.Things WHERE no = ?", no):
                fresh.sql("INSERT INTO dbo.Things (no, name) VALUES (?, ?)", no, name)
            else:
                fresh.sql("UPDATE dbo.Things SET name = ? WHERE no = ?", name, no)

    def cut() -> None:
        fresh.fault("cut_before", "SELECT", times=99)

    def away(row: str | None) -> None:
        spool.word, spool.tell = b"", cut
        if row is None:
            fresh.order("reset")
        elif row:
            spool.word = f'"{int(row) - 1:03}"'.encode()
        else:
            cut()

    return AskedRig(reads.source, put, away, spool, token)
