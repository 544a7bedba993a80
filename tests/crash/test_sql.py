"""Rows of a SQL Server that are marked after delivery, killed at every step: in Acme once, and marked when they are.

The bench server of the tests is behind it, over the real driver; what is killed are the ports around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest

from desktop_sync.core.model import Standing
from desktop_sync.credentials import Credentials
from desktop_sync.sandbox.memory_keyring import MemoryKeyring
from tests.crash.judge import judge_content, judge_writes
from tests.crash.killing import Killed
from tests.crash.orders import Order, Setup
from tests.crash.world import World
from tests.mssql_rig import ensure_driver, server
from tests.mssql_server import MICROSOFT, SqlServer

A1, A2, B1, C1, D1 = Order("A", 1), Order("A", 2), Order("B", 1), Order("C", 1), Order("D", 1)
TABLES = (
    (
        "CREATE TABLE dbo.Orders (No varchar(20) NOT NULL PRIMARY KEY, Rev int NOT NULL, Date date NOT NULL,"
        " Customer varchar(20) NOT NULL, Text nvarchar(60) NOT NULL, Status varchar(10) NOT NULL)"
    ),
    (
        "CREATE TABLE dbo.Lines (No varchar(20) NOT NULL, Pos int NOT NULL, Sku varchar(9) NOT NULL, Qty int NOT NULL,"
        " Price decimal(9,2) NOT NULL, PRIMARY KEY (No, Pos))"
    ),
)
_SOURCE = """
type = "mssql"
connection = "orders"
mode = "marked"
table = "dbo.Orders"
lines_table = "dbo.Lines"
lines_name = "Line"
mark_column = "Status"
mark_new = "new"
mark_done = "done"
min_age = "0s"
batch_size = 2
first_run = "all"
"""


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch) -> Iterator[SqlServer]:
    """Tables that are empty, and a keyring that holds the password."""
    ensure_driver(MICROSOFT)
    if not server().is_bench:
        pytest.skip("a real server is not asked for this")
    former = keyring.get_keyring()
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "desktop_sync.sandbox.memory_keyring.MemoryKeyring")
    keyring.set_keyring(MemoryKeyring())
    try:
        with server().fresh() as fresh:
            for table in TABLES:
                fresh.sql(table)
            yield fresh
    finally:
        keyring.set_keyring(former)


def put(database: SqlServer, *orders: Order) -> None:
    """New, or changed and to be delivered again."""
    for one in orders:
        database.sql("DELETE FROM dbo.Lines WHERE No = ?", one.no)
        database.sql("DELETE FROM dbo.Orders WHERE No = ?", one.no)
        database.sql(
            "INSERT INTO dbo.Lines (No, Pos, Sku, Qty, Price) VALUES (?, 1, 'A-100', ?, 12.50)", one.no, one.rev
        )
        database.sql(
            "INSERT INTO dbo.Orders (No, Rev, Date, Customer, Text, Status) VALUES (?, ?, '2026-05-04', ?, ?, 'new')",
            one.no, one.rev, one.customer, one.notes,
        )  # fmt: skip


def world_of(root: Path, database: SqlServer) -> World:
    """The orders of this world stand in the database."""
    world = World(root, setup=Setup())
    file = world.data / "settings.toml"
    text = file.read_text(encoding="utf-8")
    connection = (
        f'type = "mssql"\nhost = "127.0.0.1"\nport = {database.port}\ndatabase = "{database.database}"\n'
        f'username = "{database.username}"\npassword = "erp/password"\nencryption = "unverified"\n'
        f'driver = "{MICROSOFT}"\n'
    )
    text = re.sub(r'type = "folder"\npath = .*\n', connection, text)
    text = re.sub(
        r"\[flows\.source\].*?\[flows\.mapping\]", f"[flows.source]{_SOURCE}[flows.mapping]", text, flags=re.DOTALL
    )
    file.write_text(text, encoding="utf-8")
    Credentials(world.data / "secrets").set("erp/password", database.password)
    return world


def test_killed_at_many_steps_every_row_is_delivered_once_and_marked(tmp_path: Path, database: SqlServer) -> None:
    """Every run dies some crossings later than the one before, until one does not."""
    seen: set[str] = set()
    for kill_at in range(1, 600, 9):
        world = world_of(tmp_path / str(kill_at), database)
        put(database, A1, B1, C1)
        try:
            world.run(kill_at=kill_at)
        except Killed:
            world.stop()
            seen.add(world.killer.crossings[-1])
        else:
            break
        put(database, A2, D1)
        world.settle_down()
        judge_writes(world)
        judge_content(world, {"A": A2, "B": B1, "C": C1, "D": D1})
        assert database.sql("SELECT DISTINCT Status FROM dbo.Orders") == [("done",)]
        for table in ("Orders", "Lines"):
            database.sql(f"DELETE FROM dbo.{table}")
    assert any("settle" in one for one in seen), seen
    assert any("spool" in one for one in seen), seen


def changed(world: World, former: str, now: str) -> None:
    file = world.data / "settings.toml"
    text = file.read_text(encoding="utf-8")
    assert former in text
    file.write_text(text.replace(former, now), encoding="utf-8")


@pytest.mark.parametrize(
    "words, sent, after",
    [("all", {"A": A1, "B": B1, "C": C1, "D": D1}, "done"), ("from_now", {"C": C1, "D": D1}, "open")],
)
def test_another_status_is_asked_about_and_answered_once(
    tmp_path: Path, database: SqlServer, words: str, sent: dict[str, Order], after: str
) -> None:
    """Of rows that were left at the first run."""
    world = world_of(tmp_path, database)
    changed(world, 'first_run = "all"', 'first_run = "from_now"')
    put(database, A1, B1)
    world.settle_down()
    put(database, C1)
    world.settle_down()
    judge_content(world, {"C": C1})
    database.sql("UPDATE dbo.Orders SET Status = 'open' WHERE Status = 'new'")
    changed(world, 'mark_new = "new"', 'mark_new = "open"')
    for _ in range(2):
        result = world.run()
        assert result.outcome == "stopped"
        assert result.question.startswith("The flow reads in another way now")
        assert result.question.endswith(" 2 rows are already there.")
    judge_content(world, {"C": C1})
    with world.app().owner("run") as owner:
        (there,) = owner.there("orders").values()
        assert there == Standing(2)
        owner.run("orders", first_run=words)
        assert owner.there("orders") == {}
    world.settle_down()
    put(database, D1)
    database.sql("UPDATE dbo.Orders SET Status = 'open' WHERE No = ?", D1.no)
    world.settle_down()
    judge_writes(world)
    judge_content(world, sent)
    assert database.sql("SELECT Status FROM dbo.Orders WHERE No = ?", A1.no) == [(after,)]
