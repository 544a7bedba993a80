"""Reading rows of a SQL Server (performance.md, section 8), beside a bare ``fetchmany(1000)`` loop.

Both ask the same server over the same driver, one after the other in processes of their own; ours notices pages by
rowversion, makes canonical JSON Lines of them and keeps them in the spool, durable. The server is the bench server of
the tests, which is slow beside a real one: the seconds of a row are mostly its own.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from desktop_sync.core.model import Found
from desktop_sync.spool import Spool
from tests.bench import mssql_modes
from tests.certificates import make_authority
from tests.mssql_rig import Known, Reads
from tests.mssql_server import MICROSOFT, SqlServer, running

GOAL = 0.7  # of the rows a second of the bare loop
FLAT = 1.1  # times the peak memory of a tenth of the rows
MODES_ROWS = 100_000
QUERY = "SELECT Id, No, Total, ChangedAt, Customer, RowVer FROM dbo.Big"


def fill(server: SqlServer, rows: int) -> None:
    """By doubling: the server makes the rows itself."""
    server.sql(
        "CREATE TABLE dbo.Big (Id int NOT NULL PRIMARY KEY, No varchar(20) NOT NULL, Total decimal(18,2) NOT NULL,"
        " ChangedAt datetime2(3) NOT NULL, Customer nvarchar(40) NULL, RowVer rowversion NOT NULL UNIQUE)"
    )
    server.sql("INSERT INTO dbo.Big (Id, No, Total, ChangedAt, Customer) VALUES (1, 'A-1', 12.5, GETDATE(), N'Größe')")
    there = 1
    while there < rows:
        more = min(there, rows - there)
        server.sql(
            f"INSERT INTO dbo.Big (Id, No, Total, ChangedAt, Customer) SELECT Id + {there}, No, Total + 1, ChangedAt,"
            f" Customer FROM dbo.Big WHERE Id <= {more}"
        )
        there += more


def bare(server: SqlServer, rows: int) -> int:
    """As people write it."""
    with_server = server.connect(Encrypt="yes", TrustServerCertificate="yes")
    cursor = with_server.execute(f"{QUERY} WHERE Id <= {rows} ORDER BY Id")
    found = 0
    while fetched := cursor.fetchmany(1000):
        found += len(fetched)
    return found


class Counting(Known):
    """Counts, and keeps nothing."""

    found = 0

    def take(self, found: Found) -> None:
        self.cursor = found.cursor
        self.found += sum(1 for _ in found.notices)


def ours(server: SqlServer, rows: int, folder: Path) -> int:
    """Noticed and in the spool; up to so many rows."""
    reads = Reads(server, MICROSOFT, Spool(folder / "spool"), {"table": "dbo.Big"})
    found = 0
    for one in reads.source().discover(None, Counting()):
        found += sum(notice.payload.size > 0 for notice in one.notices if notice.payload) * 5000
        if found >= rows:
            break
    return found


def measure(row: str, port: int, rows: int) -> str:
    """Seconds and peak megabytes of one row, here."""
    server = SqlServer(port=port)
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        found = bare(server, rows) if row == "bare" else ours(server, rows, Path(folder))
        took = time.perf_counter() - begun
    assert found >= rows, f"{found} of {rows} rows"
    return f"{took} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000}"


def in_a_process(row: str, port: int, rows: int) -> tuple[float, float]:
    command = [sys.executable, "-m", "tests.bench.mssql", "--row", row, str(port), str(rows)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(said[-2]), float(said[-1])


@contextmanager
def served() -> Iterator[SqlServer]:
    with tempfile.TemporaryDirectory() as folder:
        make_authority(Path(folder))
        with running("--certificate", str(Path(folder) / "server.pem")) as server:
            yield server
            server.forget()


def main(argv: Sequence[str] | None = None) -> int:
    """0 when the goals are met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--modes", action="store_true", help="every mode, with 100,000 rows each")
    parser.add_argument("--only", default="", help="of the modes only those whose name holds this")
    parser.add_argument("--row", nargs=3, metavar=("ROW", "PORT", "ROWS"), help="measure one row here")
    options = parser.parse_args(argv)
    if options.row:
        print(measure(options.row[0], int(options.row[1]), int(options.row[2])))
        return 0
    if options.modes:
        with served() as server:
            return mssql_modes.run(server, min(options.rows, MODES_ROWS), options.rounds, options.only)
    with served() as server:
        fill(server, options.rows)
        _, small = in_a_process("ours", server.port, options.rows // 10)
        rounds = [
            (in_a_process("bare", server.port, options.rows), in_a_process("ours", server.port, options.rows))
            for _ in range(options.rounds)
        ]
    ratios = sorted(one[0][0] / one[1][0] for one in rounds)
    ratio, peak = ratios[len(ratios) // 2], max(one[1][1] for one in rounds)
    for name, at in (("bare fetchmany(1000)", 0), ("ours, into the spool", 1)):
        took = sorted(one[at][0] for one in rounds)[len(rounds) // 2]
        print(f"  {name:<22} {took:7.1f} s {options.rows / took:9,.0f} rows/s")
    good = ratio >= GOAL and peak <= small * FLAT
    print(f"  {ratio:.2f} of the bare loop (goal {GOAL}); {peak:.0f} MB for all, {small:.0f} MB for a tenth")
    print("  met" if good else "  MISSED")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
