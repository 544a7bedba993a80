"""A SQL Server for tests: the bench server of `tests/bench_servers/tds` as a process, or a real one.

`connection_string(driver)` is what a program needs; `sql` runs statements beside it; `fault` and the other orders make
the bench server misbehave. It must not know what is tested.
"""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, TypeAlias

import pyodbc
import pytest

from tests import odbc_drivers
from tests.odbc_drivers import FREETDS, MICROSOFT

__all__ = ["FREETDS", "MICROSOFT", "SqlServer", "any_server", "connect", "running"]

ROOT = Path(__file__).parent.parent
Row: TypeAlias = tuple[Any, ...]
_NUMBERS = itertools.count(1)


def connect(text: str, *, autocommit: bool = False, timeout: int = 10) -> pyodbc.Connection:
    """Without a pool: tests count connections. A datetimeoffset comes as text, for pyodbc has no type for it."""
    odbc_drivers.register()
    pyodbc.pooling = False
    return pyodbc.connect(text, autocommit=autocommit, timeout=timeout)


@dataclass
class SqlServer:
    """A server that runs. ``dsn``: a real one, by its connection string without driver; no orders are for it."""

    port: int = 0
    username: str = "sa"
    password: str = "Bench-Server-1"
    database: str = "bench"
    dsn: str = ""
    _process: subprocess.Popen[str] | None = None
    _beside: dict[str, pyodbc.Connection] = field(default_factory=dict)

    @property
    def is_bench(self) -> bool:
        """Whether it takes orders, as the bench server does."""
        return not self.dsn

    def connection_string(self, driver: str = MICROSOFT, **more: str) -> str:
        """For this driver; ``more`` replaces or adds words, e.g. ``Database="other"`` or ``Encrypt="yes"``."""
        words = self._words() | ({"Database": self.database} if self.database else {})
        if driver == FREETDS:
            host, _, port = words["Server"].partition(",")
            words |= {"Server": host, "TDS_Version": "7.4", "ClientCharset": "UTF-8"} | ({"Port": port} if port else {})
        return f"Driver={{{driver}}};" + "".join(f"{key}={value};" for key, value in (words | more).items())

    def _words(self) -> dict[str, str]:
        if self.dsn:
            return dict(word.split("=", 1) for word in self.dsn.split(";") if word)
        server = f"127.0.0.1,{self.port}"
        return {"Server": server, "UID": self.username, "PWD": self.password, "Encrypt": "no"}

    def connect(self, driver: str = MICROSOFT, *, autocommit: bool = False, **more: str) -> pyodbc.Connection:
        return connect(self.connection_string(driver, **more), autocommit=autocommit)

    def sql(self, text: str, *parameters: object) -> list[Row]:
        """Runs statements, each its own transaction, over a connection that stays; the rows of the first answer."""
        beside = self._beside.get("sql")
        if beside is None:  # a connection is made when it is first needed, and again after `forget`
            beside = self._beside["sql"] = self.connect(next(iter(odbc_drivers.register())), autocommit=True)
        cursor = beside.execute(text, *parameters)
        while cursor.description is None and cursor.nextset():
            pass
        rows: list[Row] = [tuple(row) for row in cursor.fetchall()] if cursor.description else []
        while cursor.nextset():  # errors of later statements come with their answer
            pass
        return rows

    def order(self, do: str, **arguments: Any) -> Any:  # noqa: ANN401 - plain JSON
        """An order of `control.py`; its answer."""
        if self._process is None:
            pytest.skip("a real server takes no orders")
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": do, **arguments}) + "\n")
        self._process.stdin.flush()
        told = json.loads(self._process.stdout.readline())
        if not told["ok"]:
            raise ValueError(told["error"])
        return told["answer"]

    def fault(self, kind: str, match: str = "", **more: Any) -> None:  # noqa: ANN401 - the fields of a Fault
        """The next statement that holds ``match`` (``times``: how often) meets a fault: cut_before, cut_after,
        cut_in_rows (``rows``), delay (``seconds``), error (``number``, ``text``), deadlock, silence (at sign-in)."""
        self.order("fault", kind=kind, match=match, **more)

    def restart(self) -> None:
        """As a service is restarted: connections are cut, open transactions are gone; ``sql`` signs in anew."""
        self.order("restart")
        self.forget()

    @contextlib.contextmanager
    def fresh(self) -> Iterator[SqlServer]:
        """The same server with a new, empty database, which is gone afterwards; no faults, the machine's clock."""
        name = f"t{os.getpid()}_{next(_NUMBERS)}"
        self.sql(f"CREATE DATABASE {name}")
        self.forget()  # a restart in between would cut it
        made = dataclasses.replace(self, database=name, _beside={})
        try:
            yield made
        finally:
            made.forget()
            if self.is_bench:
                self.order("reset")
            self.sql(f"ALTER DATABASE {name} SET SINGLE_USER WITH ROLLBACK IMMEDIATE")
            self.sql(f"DROP DATABASE {name}")

    def forget(self) -> None:
        """Closes the connection of ``sql``."""
        for connection in self._beside.values():
            with contextlib.suppress(pyodbc.Error):
                connection.close()
        self._beside.clear()


@contextlib.contextmanager
def running(*arguments: str) -> Iterator[SqlServer]:
    """The bench server as a process, with these arguments."""
    command = [sys.executable, "-m", "tests.bench_servers.tds", *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield SqlServer(port=_port(process.stdout), _process=process)
        finally:
            process.stdin.close()
            process.wait(timeout=20)


def _port(output: IO[str]) -> int:
    line = output.readline()
    assert line, "the bench server did not start"
    return int(json.loads(line)["port"])


@contextlib.contextmanager
def any_server() -> Iterator[SqlServer]:
    """The server that ``TEST_MSSQL_DSN`` names (``Server=…;UID=…;PWD=…;Database=…``), else the bench server."""
    dsn = os.environ.get("TEST_MSSQL_DSN", "")
    if dsn:
        server = SqlServer(dsn=dsn, database="")
        yield server
        server.forget()
        return
    with running() as server:
        yield server
        server.forget()
