"""Reading a SQL Server in every mode (``bench mssql --modes``), beside a bare ``fetchmany(1000)`` loop over its rows.

Each is a process of its own, and what counts is the time that its processor took, without the start of Python: other
work on the machine disturbs that least, and the server's own time is not in it. Ours notices rows, with the
ledger of the product (what modes compare and remember is in it), and keeps them in the spool, durable.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from threading import Event

from desktop_sync.clock import SystemClock
from desktop_sync.core.model import Item
from desktop_sync.core.states import ItemOutcome
from desktop_sync.ledger.database import Database
from desktop_sync.ledger.ledger import Ledger
from desktop_sync.sources.asked import Asking
from desktop_sync.sources.mssql.options import MssqlOptions
from desktop_sync.sources.mssql.source import Mssql
from desktop_sync.spool import Spool
from tests.mssql_rig import access
from tests.mssql_server import SqlServer

GOAL = 0.7  # of the rows a second of the bare loop, where a mode does no more than read
FLAT = 1.1  # times the peak memory of half of the rows
LINES = 3  # of each document
MARKED = 2000  # rows that are marked
HEAD = "SELECT Id, No, Total, ChangedAt, Customer, Status, RowVer FROM"
PLAIN = (f"{HEAD} {{big}} ORDER BY Id",)
WHOLE = (f"{HEAD} {{head}} ORDER BY Id", "SELECT OrderId, Number, Sku, Quantity FROM {lines} ORDER BY OrderId, Number")
LINED = {"table": "{head}", "lines_table": "{lines}", "lines_link": ("OrderId",)}


@dataclass(frozen=True, slots=True)
class Case:
    """``bare``: the queries of the bare loop; ``goal``: whether it does no more than read."""

    title: str
    options: Mapping[str, object]
    bare: tuple[str, ...] = PLAIN
    goal: bool = True
    look: str = "first"  # which look is measured: the first, a second, or one after every row was changed


MARKS = {"mode": "marked", "mark_column": "Status", "mark_new": "new", "mark_done": "done"}
QUERY = {"mode": "query", "query": f"{HEAD} {{big}}", "key": ("Id",)}
CASES: Mapping[str, Case] = {
    "rowversion": Case("rowversion", {"table": "{big}"}),
    "timestamp": Case("time of change and key", {"mode": "timestamp", "version": "ChangedAt", "table": "{big}"}),
    "key": Case("key that only grows", {"mode": "increasing_key", "table": "{big}"}),
    "tracking": Case("change tracking, the whole table", {"mode": "change_tracking", "table": "{big}"}, goal=False),
    "changes": Case(
        "change tracking, every row changed", {"mode": "change_tracking", "table": "{big}"}, goal=False, look="changed"
    ),
    "query": Case("query, all of it new", QUERY, goal=False),
    "query again": Case("query, nothing new", QUERY, goal=False, look="second"),
    "procedure": Case(
        "procedure, all of it new", {"mode": "procedure", "procedure": "{proc}", "key": ("Id",)}, goal=False
    ),
    "marked": Case("status column, all rows new", {**MARKS, "table": "{big}"}, goal=False),
    "marked again": Case("status column, none new", {**MARKS, "table": "{big}"}, goal=False, look="second"),
    "documents": Case("documents with lines, rowversion", LINED, WHOLE),
    "documents timestamp": Case(
        "documents with lines, time of change", {**LINED, "mode": "timestamp", "version": "ChangedAt"}, WHOLE
    ),
    "documents key": Case("documents with lines, key", {**LINED, "mode": "increasing_key"}, WHOLE),
    "documents tracking": Case(
        "documents with lines, change tracking", {**LINED, "mode": "change_tracking"}, WHOLE, goal=False
    ),
}


def names(rows: int) -> dict[str, str]:
    """What the tables are called that have so many rows; of documents header and lines together."""
    return {one: f"dbo.{one.capitalize()}{rows}" for one in ("big", "head", "lines", "proc")}


def fill(server: SqlServer, rows: int) -> None:
    """By doubling: the server makes the rows itself."""
    named = names(rows)
    columns = "No, Total, ChangedAt, Customer, Status"
    for table, many in ((named["big"], rows), (named["head"], rows // (1 + LINES))):
        server.sql(
            f"CREATE TABLE {table} (Id int NOT NULL PRIMARY KEY, No varchar(20) NOT NULL, Total decimal(18,2) NOT NULL,"
            " ChangedAt datetime2(3) NOT NULL, Customer nvarchar(40) NULL, Status varchar(10) NULL,"
            " RowVer rowversion NOT NULL UNIQUE)"
        )
        server.sql(f"CREATE INDEX Changed ON {table} (ChangedAt, Id)")
        first = "'A-1', 12.5, DATEADD(day, -1, SYSDATETIME()), N'Größe', 'new'"
        server.sql(f"INSERT INTO {table} (Id, {columns}) VALUES (1, {first})")
        _double(server, table, many, "No, Total + 1, DATEADD(ms, 7, ChangedAt), Customer, Status", columns)
    server.sql(
        f"CREATE TABLE {named['lines']} (OrderId int NOT NULL, Number int NOT NULL, Sku varchar(20) NOT NULL,"
        " Quantity decimal(9,3) NOT NULL, RowVer rowversion NOT NULL UNIQUE, PRIMARY KEY (OrderId, Number))"
    )
    for number in range(1, LINES + 1):
        server.sql(
            f"INSERT INTO {named['lines']} (OrderId, Number, Sku, Quantity) SELECT Id, {number}, No, Total"
            f" FROM {named['head']}"
        )
    server.sql(f"CREATE PROCEDURE {named['proc']} AS {HEAD} {named['big']}")
    for table in ("big", "head", "lines"):
        server.sql(f"ALTER TABLE {named[table]} ENABLE CHANGE_TRACKING")


def _double(server: SqlServer, table: str, rows: int, values: str, columns: str) -> None:
    there = 1
    while there < rows:
        more = min(there, rows - there)
        server.sql(f"INSERT INTO {table} (Id, {columns}) SELECT Id + {there}, {values} FROM {table} WHERE Id <= {more}")
        there += more


def bare(server: SqlServer, queries: tuple[str, ...]) -> int:
    """As people write it."""
    connection, found = server.connect(Encrypt="yes", TrustServerCertificate="yes"), 0
    for query in queries:
        cursor = connection.execute(query)
        while fetched := cursor.fetchmany(1000):
            found += len(fetched)
    return found


class Reading:
    """One flow with a ledger and a spool of its own."""

    def __init__(self, server: SqlServer, options: Mapping[str, object], folder: Path) -> None:
        clock = SystemClock()
        self.ledger = Ledger(Database(folder / "ledger.db"), clock)
        self.items, self.places = self.ledger.items, self.ledger.places
        self.place = self.places.number("flow", "erp")
        self.places.begin(self.place, "all", (), 0)
        told = {"first_run": "all", "min_age": 0, **options}
        asking = Asking(access(server, query_timeout=600), Spool(folder / "spool", reserve=0), Event(), "flow")
        self.source = Mssql(asking, MssqlOptions.model_validate(told))

    def look(self) -> int:
        """How many bytes are new in the spool."""
        look, found = self.places.look(self.place), 0
        for one in self.source.discover(self.places.cursor(self.place), look):
            found += sum(notice.payload.size for notice in one.notices if notice.payload)
            self.items.notice(self.place, one, 0)
        look.end()
        return found

    def mark(self, many: int) -> None:
        """What was delivered is marked in the database."""
        for item in self._some(many):
            self.source.settle(self.source.plan(item, ItemOutcome.SUCCESS, None))

    def _some(self, many: int) -> list[Item]:
        return self.items.to_stage(self.place, many)

    def close(self) -> None:
        self.source.close()
        self.ledger.close()


def measured(what: Callable[[], object]) -> tuple[float, float]:
    """Seconds of the processor and of the clock."""
    cpu, begun = time.process_time(), time.perf_counter()
    what()
    return time.process_time() - cpu, time.perf_counter() - begun


def measure(name: str, port: int, rows: int, *, is_bare: bool) -> str:
    """Seconds of the processor and of the clock, peak megabytes; of marked rows also milliseconds for a mark."""
    server, case, named, per_mark = SqlServer(port=port), CASES[name], names(rows), 0.0
    if is_bare:
        cpu, wall = measured(lambda: bare(server, tuple(one.format(**named) for one in case.bare)))
    else:
        options = {key: one.format(**named) if isinstance(one, str) else one for key, one in case.options.items()}
        with tempfile.TemporaryDirectory() as folder:
            reading = Reading(server, options, Path(folder))
            if case.look != "first":
                reading.look()
            if case.look == "changed":
                server.sql(f"UPDATE {named['big']} SET Total = Total + 1")
            found = []
            cpu, wall = measured(lambda: found.append(reading.look()))
            assert bool(found[0]) == (case.look != "second"), f"{found[0]} bytes were new"
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            if name == "marked again":
                per_mark = measured(lambda: reading.mark(MARKED))[0] / MARKED * 1000
            reading.close()
            return f"{cpu} {wall} {peak} {per_mark}"
    return f"{cpu} {wall} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024} {per_mark}"


@dataclass(frozen=True, slots=True)
class Took:
    """What one process took."""

    cpu: float
    wall: float
    peak: float
    per_mark: float


def in_a_process(what: str, name: str, port: int, rows: int) -> Took:
    command = [sys.executable, "-m", "tests.bench.mssql_modes", what, name, str(port), str(rows)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return Took(*map(float, said[-4:]))


@contextmanager
def filled(server: SqlServer, rows: int) -> Iterator[None]:
    """So many rows, and half as many."""
    server.sql(f"ALTER DATABASE {server.database} SET CHANGE_TRACKING = ON (CHANGE_RETENTION = 2 DAYS)")
    server.sql(f"ALTER DATABASE {server.database} SET ALLOW_SNAPSHOT_ISOLATION ON")
    for many in (rows // 2, rows):
        fill(server, many)
    server.forget()
    yield


def run(server: SqlServer, rows: int, rounds: int, only: str = "") -> int:
    """0 when the goals are met. Prints a row for each."""
    met = True
    print(f"  {'':<38} {'rows/s CPU':>11} {'of bare':>8} {'rows/s':>9} {'peak, half and all':>20}")
    with filled(server, rows):
        for name, case in CASES.items():
            if only and only not in name:
                continue
            half = in_a_process("ours", name, server.port, rows // 2)
            pairs = [
                (in_a_process("bare", name, server.port, rows), in_a_process("ours", name, server.port, rows))
                for _ in range(rounds)
            ]
            ratio = median(one.cpu / ours.cpu for one, ours in pairs)
            ours = sorted((ours for _, ours in pairs), key=lambda one: one.cpu)[len(pairs) // 2]
            good = ours.peak <= half.peak * FLAT and (ratio >= GOAL or not case.goal)
            met = met and good
            marks = f"; {ours.per_mark:.2f} ms of CPU for a mark" if ours.per_mark else ""
            print(
                f"  {case.title:<38} {rows / ours.cpu:>11,.0f} {ratio:>8.2f} {rows / ours.wall:>9,.0f}"
                f" {half.peak:>11.0f} {ours.peak:>4.0f} MB{'' if good else '  MISSED'}{marks}",
                flush=True,
            )
    print("  met" if met else "  MISSED")
    return 0 if met else 1


if __name__ == "__main__":
    print(measure(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), is_bare=sys.argv[1] == "bare"))
