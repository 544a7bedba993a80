"""A warehouse's SQL Server, its flow and its scenes. The server stands among the tests: it runs from a checkout only.

It must not know how a story is played.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from desktop_sync.commands.demo.extra import Extra, orders_flow
from desktop_sync.commands.demo.steps import Command, Happens, Scene, Secret
from desktop_sync.sources.mssql.connection import MssqlConnectionOptions, connection_string
from desktop_sync.sources.mssql.drivers import best

WAREHOUSE = "warehouse"
FLOW = "warehouse-orders"
PASSWORD = "desktop-sync-demo/sql"  # noqa: S105 - the name of a secret
PLACE = "ODBCSYSINI"  # where ODBC looks for the list of its drivers, on Linux
CHECKOUT = Path(__file__).parents[3]
LEFT_OUT = "\nThe scenes with a SQL Server are left out: {why}."

TABLES = (
    (
        "CREATE TABLE dbo.Orders (OrderNo varchar(20) NOT NULL PRIMARY KEY, Ordered date NOT NULL,"
        " Customer varchar(20) NOT NULL, CustomerName nvarchar(60) NOT NULL, RowVer rowversion)"
    ),
    (
        "CREATE TABLE dbo.Lines (OrderNo varchar(20) NOT NULL, LineNumber int NOT NULL, Article varchar(9) NOT NULL,"
        " Quantity int NOT NULL, Price decimal(9,2) NOT NULL, RowVer rowversion, PRIMARY KEY (OrderNo, LineNumber))"
    ),
)
ORDERS = (
    (
        "INSERT INTO dbo.Orders (OrderNo, Ordered, Customer, CustomerName) VALUES"
        " ('4741', '2026-08-17', 'K-1204', N'Baumarkt Süd GmbH'), ('4742', '2026-08-17', 'K-1377', N'Holzbau Lehmann')"
    ),
    (
        "INSERT INTO dbo.Lines (OrderNo, LineNumber, Article, Quantity, Price) VALUES"
        " ('4741', 1, 'P-1000', 120, 11.50), ('4741', 2, 'S-0016', 2, 31.20), ('4742', 1, 'P-1000', 33, 11.90)"
    ),
)
CHANGE = ("UPDATE dbo.Lines SET Quantity = 150 WHERE OrderNo = '4741' AND LineNumber = 1",)


class Database:
    """The database as its own program writes to it. ``connection``: what the driver is told."""

    def __init__(self, connection: str) -> None:
        self._connection = connection

    def write(self, *statements: str) -> None:
        """All of them in one transaction."""
        import pyodbc

        pyodbc.pooling = False
        with closing(pyodbc.connect(self._connection)) as there:
            for statement in statements:
                there.execute(statement)
            there.commit()


@contextmanager
def sql_server(place: Path) -> Iterator[Extra | str]:
    """While this is open the server runs, as a process of its own."""
    del place  # it keeps its rows in memory
    if not (CHECKOUT / "tests" / "bench_servers" / "tds").is_dir():
        yield LEFT_OUT.format(why="the server runs from a checkout of the source only")
        return
    command = [sys.executable, "-m", "tests.bench_servers.tds", "--self-signed", "--drivers"]
    with subprocess.Popen(  # noqa: S603 - a program of this checkout
        command, cwd=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            ready = json.loads(line) if line else {}
            with _drivers_at(ready.get("odbc", "")):
                yield _told(ready) if ready else LEFT_OUT.format(why="what it is made of is not installed")
        finally:
            process.communicate()  # the end of its input ends it


@contextmanager
def _drivers_at(folder: str) -> Iterator[None]:
    """Where ODBC of this process finds its drivers; empty: where it always does."""
    former = os.environ.get(PLACE)
    if folder:
        os.environ[PLACE] = folder
    try:
        yield
    finally:
        if former is not None:
            os.environ[PLACE] = former
        elif folder:
            del os.environ[PLACE]


def _told(ready: Mapping[str, Any]) -> Extra | str:
    drivers = best(ready["drivers"])
    if not drivers:
        return LEFT_OUT.format(why="no ODBC driver for it is installed")
    options = {
        "host": "127.0.0.1", "port": ready["port"], "database": ready["database"], "username": ready["login"],
        "password": PASSWORD, "encryption": "unverified", "driver": drivers[0].name,
    }  # fmt: skip
    reached = connection_string(MssqlConnectionOptions.model_validate(options), drivers[0], ready["password"])
    database = Database(reached)
    database.write(*TABLES)
    connection = {"id": WAREHOUSE, "title": "The warehouse's database", "type": "mssql", **options}
    expected = {("orders", "4741"): ("120", "150"), ("orders", "4742"): ("33",)}
    words = {"@SQL_PASSWORD@": ready["password"]}
    return Extra(connection, _orders_of_warehouse, _scenes(database), words, expected, (PASSWORD,))


def _orders_of_warehouse(flow: Mapping[str, Any]) -> Mapping[str, Any]:
    source = {
        "type": "mssql", "connection": WAREHOUSE, "mode": "rowversion", "table": "dbo.Orders",
        "lines_table": "dbo.Lines", "min_age": "0s", "first_run": "all",
    }  # fmt: skip
    lines = {
        "number": {"from": "LineNumber", "convert": ["integer"]},
        "sku": {"from": "Article"},
        "quantity": {"from": "Quantity", "convert": [{"decimal": "1234.50"}]},
        "unit_price": {"from": "Price", "convert": [{"decimal": "1234.50"}]},
    }
    fields = {
        "external_reference": {"from": "OrderNo"},
        "number": {"from": "OrderNo"},
        "date": {"from": "Ordered", "convert": [{"date": "%Y-%m-%d"}]},
        "status": {"constant": "open"},
        "currency": {"constant": "EUR"},
        "buyer.number": {"from": "Customer"},
        "buyer.name": {"from": "CustomerName"},
        "source": {"constant": "Warehouse"},
        "lines": {"each": "Lines", "fields": lines},
    }
    return orders_flow(flow, FLOW, "Orders of the warehouse", source, fields)


def _scenes(database: Database) -> Sequence[Scene]:
    return (
        Scene(
            "The warehouse's SQL Server",
            "The warehouse drops no files: its orders stand in a SQL Server, the lines in a table of their own. A "
            "login that may only read is enough.",
            (
                Secret(PASSWORD, "@SQL_PASSWORD@"),
                Command(("check", WAREHOUSE)),
                Command(("tables", WAREHOUSE)),
                Happens("The warehouse enters the orders 4741 and 4742.", lambda: database.write(*ORDERS)),
                Command(("run", FLOW)),
            ),
            "An order and its lines arrive as they stood at one moment.",
            {"4741": "create", "4742": "create"},
        ),
        Scene(
            "One line is changed",
            "Only a line of 4741 is changed; the row of the order itself is not touched. Then nothing more happens.",
            (
                Happens("The warehouse changes the quantity of a line of 4741.", lambda: database.write(*CHANGE)),
                Command(("run", FLOW)),
                Command(("run", FLOW)),
            ),
            "The server counts every change, of lines too: 4741 is updated, once. The next look finds nothing.",
            {"4741": "update"},
        ),
    )
