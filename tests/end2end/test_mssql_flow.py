"""From a SQL Server to Acme, by the program as its user starts it: killed again and again, nothing lost or doubled.

Orders and lines are inserted and changed while runs are killed. The judge is the sandbox's log of accepted writes.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from random import Random

import pytest
import tomlkit

from tests.end2end.conftest import MakesInstallations
from tests.end2end.installation import FLOW, Installation, kill
from tests.end2end.judge import assert_promise
from tests.end2end.legacy import Order, versions
from tests.mssql_rig import ensure_driver, server
from tests.mssql_server import MICROSOFT, SqlServer

SETTINGS = """
[connection]
id = "erp"
title = "ERP database"
type = "mssql"
host = "127.0.0.1"
sign_in = "sql"
password = "erp/password"
encryption = "unverified"

[source]
type = "mssql"
connection = "erp"
mode = "rowversion"
table = "dbo.Orders"
lines_table = "dbo.Lines"
lines_link = ["OrderNo"]
min_age = "0s"
batch_size = 7
first_run = "all"

[mapping]
resource = "orders"
version = { from = "Revision", convert = ["integer"] }

[mapping.fields]
external_reference = { from = "OrderNo" }
number = { from = "OrderNo" }
date = { from = "OrderDate", convert = [{ date = "%Y-%m-%d" }] }
status = { constant = "open" }
currency = { constant = "EUR" }
customer_reference = { from = "Mark" }
"buyer.number" = { from = "Customer" }
"buyer.name" = { from = "CustomerName" }
source = { constant = "ERP" }

[mapping.fields.lines]
each = "Lines"

[mapping.fields.lines.fields]
number = { from = "LineNumber", convert = ["integer"] }
sku = { from = "Article" }
quantity = { from = "Quantity", convert = [{ decimal = "1234.50" }] }
unit_price = { from = "Price", convert = [{ decimal = "1234.50" }] }
"""


@pytest.fixture
def database() -> Iterator[SqlServer]:
    ensure_driver(MICROSOFT)
    with server().fresh() as fresh:
        fresh.sql(
            "CREATE TABLE dbo.Orders (OrderNo varchar(20) NOT NULL PRIMARY KEY, Revision int NOT NULL,"
            " OrderDate date NOT NULL, Mark varchar(40) NOT NULL, Customer varchar(20) NOT NULL,"
            " CustomerName nvarchar(60) NOT NULL, RowVer rowversion)"
        )
        fresh.sql(
            "CREATE TABLE dbo.Lines (OrderNo varchar(20) NOT NULL, LineNumber int NOT NULL, Article varchar(9),"
            " Quantity decimal(9,3) NOT NULL, Price money NOT NULL, RowVer rowversion,"
            " PRIMARY KEY (OrderNo, LineNumber))"
        )
        yield fresh


def put(database: SqlServer, order: Order) -> bool:
    """The order with its line in one transaction, unless a newer version is there; whether it was written."""
    there = database.sql("SELECT Revision FROM dbo.Orders WHERE OrderNo = ?", order.number)
    if there and there[0][0] >= order.revision:
        return False
    with_order = database.connect()
    cursor = with_order.cursor()
    if there:
        cursor.execute(
            "UPDATE dbo.Orders SET Revision = ?, Mark = ? WHERE OrderNo = ?", order.revision, order.mark, order.number
        )
        cursor.execute("UPDATE dbo.Lines SET Quantity = ? WHERE OrderNo = ?", order.quantity, order.number)
    else:
        cursor.execute(
            "INSERT INTO dbo.Orders (OrderNo, Revision, OrderDate, Mark, Customer, CustomerName)"
            " VALUES (?, ?, '2026-08-12', ?, ?, N'Baumarkt Süd GmbH')",
            order.number, order.revision, order.mark, order.customer,
        )  # fmt: skip
        cursor.execute(
            "INSERT INTO dbo.Lines (OrderNo, LineNumber, Article, Quantity, Price) VALUES (?, 1, 'P-1000', ?, 11.90)",
            order.number, order.quantity,
        )  # fmt: skip
    with_order.commit()
    with_order.close()
    return True


def lead(desk: Installation, database: SqlServer) -> None:
    """The flow reads this database instead of a folder."""
    told = tomlkit.parse(SETTINGS)
    told["connection"].update(
        {"port": database.port, "database": database.database, "username": database.username, "driver": MICROSOFT}
    )
    connections, flow = desk.settings["connections"], desk.flow(FLOW)
    connections[0] = told["connection"]
    flow["source"], flow["mapping"] = told["source"], told["mapping"]
    del flow["format"]
    desk.save()
    assert desk.call("secret", "set", "erp/password", typed=database.password).code == 0


@pytest.mark.timeout(300)
def test_orders_with_lines_reach_acme_once_whenever_it_is_killed(
    installation: MakesInstallations, database: SqlServer
) -> None:
    if not database.is_bench:
        pytest.skip("a real server is not asked for this")
    random = Random(6)
    desk = installation(
        "both", faults=('{"kind": "latency", "seconds": 0.02, "jitter": 0.05, "on": "all"}',), commit_lag=2
    )
    lead(desk, database)
    checked = desk.call("check", "erp", "--json")
    assert checked.code == 0, checked
    tables = desk.call("tables", "erp", "--json")
    assert [one["name"] for one in tables.json["tables"]] == ["dbo.Lines", "dbo.Orders"]
    assert "Revision" in desk.call("tables", "erp", "dbo.Orders").out
    expected: dict[str, str] = {}
    every = versions(60, 0.4, random)
    kills = 9
    for number in range(kills):
        for order in every[number * len(every) // kills : (number + 1) * len(every) // kills]:
            if put(database, order):
                expected[order.number] = order.mark
        process = desk.start("run", FLOW)
        time.sleep(random.uniform(0.6, 2.2))
        ended = process.poll()
        said = kill(process)
        assert ended in {None, 0, 3}, said
        assert "Traceback" not in said, said
    desk.acme.clear_faults()
    done = desk.run("--json")
    for _ in range(10):
        if done.code != 3:
            break
        done = desk.run("--json")
    assert (done.code, done.json["problems"]) == (0, []), done
    assert_promise(desk.acme.writes(), expected)
    assert {write["body"]["lines"][0]["unit_price"] for write in desk.acme.writes()} == {"11.9000"}
