"""Many sessions at once: what a SQL Server promises holds while transactions overlap, commit late, wait and fail."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable

import pyodbc
import pytest

from tests.mssql_server import MICROSOFT, SqlServer

WRITERS, ROUNDS = 4, 40


def at_once(work: Callable[[int], None], count: int = WRITERS) -> list[threading.Thread]:
    threads = [threading.Thread(target=work, args=(number,), daemon=True) for number in range(count)]
    for thread in threads:
        thread.start()
    return threads


def finished(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive()


@pytest.fixture
def accounts(mssql: SqlServer) -> SqlServer:
    mssql.sql("ALTER DATABASE CURRENT SET ALLOW_SNAPSHOT_ISOLATION ON")
    mssql.sql("CREATE TABLE dbo.accounts (id int PRIMARY KEY, amount int NOT NULL, rv rowversion)")
    mssql.sql("INSERT INTO dbo.accounts (id, amount) VALUES (1, 100), (2, 100), (3, 100), (4, 100)")
    return mssql


@pytest.mark.parametrize("isolation", ["READ COMMITTED", "SNAPSHOT"])
def test_nothing_is_lost_between_accounts(accounts: SqlServer, isolation: str) -> None:
    failed: list[str] = []

    def transfer(number: int) -> None:
        chosen, one = random.Random(number), accounts.connect(MICROSOFT)
        one.execute(f"SET TRANSACTION ISOLATION LEVEL {isolation}")
        for _ in range(ROUNDS):
            source, target = chosen.sample(range(1, 5), 2)
            try:
                one.execute("UPDATE dbo.accounts SET amount = amount - 7 WHERE id = ?", source)
                one.execute("UPDATE dbo.accounts SET amount = amount + 7 WHERE id = ?", target)
                one.commit()
            except pyodbc.Error as error:
                failed.append(str(error))
                one.rollback()
        one.close()

    writers = at_once(transfer)
    reader = accounts.connect(MICROSOFT)
    reader.execute("SET TRANSACTION ISOLATION LEVEL SNAPSHOT")
    while any(thread.is_alive() for thread in writers):
        assert reader.execute("SELECT SUM(amount) FROM dbo.accounts").fetchval() == 400
        reader.commit()
    finished(writers)
    assert all("1205" in text or "3960" in text for text in failed)
    assert accounts.sql("SELECT SUM(amount), COUNT(*) FROM dbo.accounts") == [(400, 4)]


def test_who_reads_up_to_the_lowest_open_rowversion_misses_nothing(mssql: SqlServer) -> None:
    mssql.sql("ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON")
    mssql.sql("CREATE TABLE dbo.noted (id int IDENTITY PRIMARY KEY, who int, rv rowversion)")
    mssql.sql("CREATE INDEX by_rv ON dbo.noted (rv)")

    def insert(number: int) -> None:
        chosen, one = random.Random(number), mssql.connect(MICROSOFT)
        for _ in range(ROUNDS):
            for _ in range(chosen.randrange(1, 4)):
                one.execute("INSERT INTO dbo.noted (who) VALUES (?)", number)
            one.commit() if chosen.random() < 0.8 else one.rollback()
        one.close()

    writers = at_once(insert)
    reader, cursor, seen = mssql.connect(MICROSOFT, autocommit=True), b"\0" * 8, list[int]()
    last = False
    while not last:
        last = not any(thread.is_alive() for thread in writers)
        upper = reader.execute("SELECT MIN_ACTIVE_ROWVERSION()").fetchval()
        query = "SELECT id FROM dbo.noted WHERE rv >= ? AND rv < ? ORDER BY rv"
        seen += [row[0] for row in reader.execute(query, cursor, upper)]
        cursor = upper
    finished(writers)
    assert sorted(seen) == [row[0] for row in mssql.sql("SELECT id FROM dbo.noted ORDER BY id")]


def test_who_reads_change_tracking_in_snapshots_misses_nothing(mssql: SqlServer) -> None:
    mssql.sql("ALTER DATABASE CURRENT SET CHANGE_TRACKING = ON")
    mssql.sql("ALTER DATABASE CURRENT SET ALLOW_SNAPSHOT_ISOLATION ON")
    mssql.sql("CREATE TABLE dbo.copied (id int PRIMARY KEY, value int)")
    mssql.sql("ALTER TABLE dbo.copied ENABLE CHANGE_TRACKING")

    def write(number: int) -> None:
        chosen, one = random.Random(number), mssql.connect(MICROSOFT)
        for turn in range(ROUNDS):
            key = number * 100 + chosen.randrange(5)
            if not one.execute("UPDATE dbo.copied SET value = ? WHERE id = ?", turn, key).rowcount:
                one.execute("INSERT INTO dbo.copied VALUES (?, ?)", key, turn)
            elif chosen.random() < 0.3:
                one.execute("DELETE FROM dbo.copied WHERE id = ?", key)
            one.commit() if chosen.random() < 0.8 else one.rollback()
        one.close()

    writers = at_once(write)
    reader, version, copy = mssql.connect(MICROSOFT), 0, dict[int, int]()
    reader.execute("SET TRANSACTION ISOLATION LEVEL SNAPSHOT")
    last = False
    while not last:
        last = not any(thread.is_alive() for thread in writers)
        upper = reader.execute("SELECT CHANGE_TRACKING_CURRENT_VERSION()").fetchval()
        changes = reader.execute(
            "SELECT ct.id, ct.SYS_CHANGE_OPERATION, t.value FROM CHANGETABLE(CHANGES dbo.copied, ?) AS ct "
            "LEFT JOIN dbo.copied AS t ON t.id = ct.id",
            version,
        ).fetchall()
        for key, operation, value in changes:
            if operation == "D":
                copy.pop(key, None)
            else:
                copy[key] = value
        reader.commit()
        version = upper
    finished(writers)
    assert sorted(copy.items()) == mssql.sql("SELECT id, value FROM dbo.copied ORDER BY id")
