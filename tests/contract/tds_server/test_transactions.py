"""Several sessions at once: commit and roll back, isolation levels, waiting, deadlocks, as a SQL Server has them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pyodbc
import pytest

from tests.mssql_server import MICROSOFT, SqlServer


@pytest.fixture
def stock(mssql: SqlServer) -> SqlServer:
    mssql.sql(
        "CREATE TABLE dbo.stock (id int PRIMARY KEY, amount int NOT NULL); CREATE INDEX by_amount ON dbo.stock (amount)"
    )
    mssql.sql("INSERT INTO dbo.stock VALUES (1, 10), (2, 20), (3, 30)")
    return mssql


def amounts(connection: pyodbc.Connection, where: str = "") -> list[int]:
    return [int(row[0]) for row in connection.execute(f"SELECT amount FROM dbo.stock {where} ORDER BY id")]


@contextmanager
def meanwhile(work: Callable[[], object]) -> Iterator[threading.Thread]:
    """Something that waits, on a thread of its own."""
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    time.sleep(0.15)
    yield thread
    thread.join(timeout=20)
    assert not thread.is_alive()


def test_commit_and_rollback(stock: SqlServer, driver: str) -> None:
    one, other = stock.connect(driver), stock.connect(driver)
    one.execute("UPDATE dbo.stock SET amount = 11 WHERE id = 1")
    assert one.execute("SELECT @@TRANCOUNT, XACT_STATE()").fetchval() == 1
    one.rollback()
    assert amounts(other) == [10, 20, 30]
    one.execute("DELETE FROM dbo.stock WHERE id = 2")
    one.execute("INSERT INTO dbo.stock VALUES (4, 40)")
    one.commit()
    assert amounts(other) == [10, 30, 40]


def test_transactions_in_statements(stock: SqlServer, driver: str) -> None:
    one = stock.connect(driver, autocommit=True)
    one.execute("BEGIN TRAN; UPDATE dbo.stock SET amount = 0; BEGIN TRAN; COMMIT")
    assert one.execute("SELECT @@TRANCOUNT").fetchval() == 1
    one.execute("ROLLBACK")
    assert amounts(one) == [10, 20, 30]


def test_a_session_that_ends_leaves_nothing(stock: SqlServer, driver: str) -> None:
    one = stock.connect(driver)
    one.execute("UPDATE dbo.stock SET amount = 0")
    one.close()
    assert amounts(stock.connect(driver)) == [10, 20, 30]


def test_a_failed_statement_changes_nothing_and_the_transaction_goes_on(stock: SqlServer, driver: str) -> None:
    one = stock.connect(driver)
    one.execute("INSERT INTO dbo.stock VALUES (4, 40)")
    with pytest.raises(pyodbc.IntegrityError, match="2627"):
        one.execute("INSERT INTO dbo.stock SELECT 9, 90 UNION ALL SELECT 1, 10")
    one.commit()
    assert amounts(one) == [10, 20, 30, 40]


def test_xact_abort_ends_the_transaction(stock: SqlServer) -> None:
    one = stock.connect(MICROSOFT, autocommit=True)
    with pytest.raises(pyodbc.IntegrityError):
        one.execute(
            "SET NOCOUNT, XACT_ABORT ON; BEGIN TRAN; INSERT INTO dbo.stock VALUES (4, 40); "
            "INSERT INTO dbo.stock VALUES (1, 1); COMMIT"
        )
    assert one.execute("SELECT @@TRANCOUNT").fetchval() == 0
    assert amounts(one) == [10, 20, 30]


def test_a_reader_waits_for_a_row_that_it_meets(stock: SqlServer, driver: str) -> None:
    writer, reader = stock.connect(driver), stock.connect(driver, autocommit=True)
    writer.execute("UPDATE dbo.stock SET amount = 11 WHERE id = 1")
    assert amounts(reader, "WHERE id > 1") == [20, 30]
    assert amounts(reader, "WITH (NOLOCK)") == [11, 20, 30]
    assert amounts(reader, "WITH (READPAST)") == [20, 30]
    found: list[int] = []
    with meanwhile(lambda: found.extend(amounts(reader))):
        assert found == []
        writer.commit()
    assert found == [11, 20, 30]


def test_waiting_has_an_end(stock: SqlServer, driver: str) -> None:
    writer, reader = stock.connect(driver), stock.connect(driver, autocommit=True)
    writer.execute("UPDATE dbo.stock SET amount = 11 WHERE id = 1")
    reader.execute("SET LOCK_TIMEOUT 100")
    with pytest.raises(pyodbc.Error, match="1222"):
        amounts(reader)
    writer.rollback()
    assert amounts(reader) == [10, 20, 30]


def test_writers_wait_for_each_other(stock: SqlServer, driver: str) -> None:
    one, other = stock.connect(driver), stock.connect(driver, autocommit=True)
    one.execute("UPDATE dbo.stock SET amount = amount + 1 WHERE id = 1")
    with meanwhile(lambda: other.execute("UPDATE dbo.stock SET amount = amount + 1 WHERE id = 1")):
        one.commit()
    assert amounts(one) == [12, 20, 30]


def test_rows_read_to_be_changed_are_held(stock: SqlServer, driver: str) -> None:
    one, other, reader = (stock.connect(driver) for _ in range(3))
    assert amounts(one, "WITH (UPDLOCK, ROWLOCK) WHERE id = 1") == [10]
    assert amounts(reader) == [10, 20, 30]
    assert amounts(other, "WITH (UPDLOCK) WHERE id = 2") == [20]
    found: list[int] = []

    def change() -> None:
        found.extend(amounts(other, "WITH (UPDLOCK) WHERE id = 1"))
        other.execute("UPDATE dbo.stock SET amount = amount + 1 WHERE id = 1")
        other.commit()

    with meanwhile(change):
        assert found == []
        one.execute("UPDATE dbo.stock SET amount = 15 WHERE id = 1")
        one.commit()
    assert found == [15]
    reader.commit()
    assert amounts(reader) == [16, 20, 30]


def test_a_key_under_way_is_waited_for(stock: SqlServer) -> None:
    one, other = stock.connect(MICROSOFT), stock.connect(MICROSOFT, autocommit=True)
    one.execute("INSERT INTO dbo.stock VALUES (4, 40)")
    told: list[str] = []

    def insert() -> None:
        try:
            other.execute("INSERT INTO dbo.stock VALUES (4, 41)")
        except pyodbc.IntegrityError as error:
            told.append(str(error))

    with meanwhile(insert):
        one.commit()
    assert "2627" in told[0]
    one.execute("DELETE FROM dbo.stock WHERE id = 4")
    with meanwhile(lambda: other.execute("INSERT INTO dbo.stock VALUES (4, 42)")):
        one.commit()
    assert amounts(one) == [10, 20, 30, 42]


def test_row_versions_instead_of_locks(stock: SqlServer, driver: str) -> None:
    stock.sql("ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE")
    writer, reader = stock.connect(driver), stock.connect(driver)
    writer.execute("UPDATE dbo.stock SET amount = 11 WHERE id = 1")
    assert amounts(reader) == [10, 20, 30]
    writer.commit()
    assert amounts(reader) == [11, 20, 30]


class TestSnapshot:
    def test_it_must_be_allowed(self, stock: SqlServer, driver: str) -> None:
        one = stock.connect(driver)
        one.execute("SET TRANSACTION ISOLATION LEVEL SNAPSHOT")
        with pytest.raises(pyodbc.Error, match="3952"):
            amounts(one)

    def test_it_sees_what_was_committed_when_it_first_read(self, stock: SqlServer, driver: str) -> None:
        stock.sql("ALTER DATABASE CURRENT SET ALLOW_SNAPSHOT_ISOLATION ON")
        one, other = stock.connect(driver), stock.connect(driver, autocommit=True)
        other.execute("UPDATE dbo.stock SET amount = 11 WHERE id = 1")
        one.execute("SET TRANSACTION ISOLATION LEVEL SNAPSHOT")
        assert amounts(one) == [11, 20, 30]
        other.execute(
            "UPDATE dbo.stock SET amount = 12 WHERE id = 1; DELETE FROM dbo.stock WHERE id = 2; "
            "INSERT INTO dbo.stock VALUES (5, 50)"
        )
        assert amounts(one) == [11, 20, 30]
        one.commit()
        assert amounts(one) == [12, 30, 50]

    def test_a_conflict_is_3960(self, stock: SqlServer, driver: str) -> None:
        stock.sql("ALTER DATABASE CURRENT SET ALLOW_SNAPSHOT_ISOLATION ON")
        one = stock.connect(driver)
        one.execute("SET TRANSACTION ISOLATION LEVEL SNAPSHOT")
        amounts(one)
        stock.sql("UPDATE dbo.stock SET amount = 12 WHERE id = 1")
        with pytest.raises(pyodbc.Error, match="3960"):
            one.execute("UPDATE dbo.stock SET amount = 13 WHERE id = 1")
        with suppress(pyodbc.Error):
            one.rollback()  # FreeTDS says 3903: the server has done it already
        assert amounts(one) == [12, 20, 30]


def test_a_deadlock_has_one_victim(stock: SqlServer) -> None:
    one, other = stock.connect(MICROSOFT), stock.connect(MICROSOFT)
    one.execute("UPDATE dbo.stock SET amount = 1 WHERE id = 1")
    other.execute("UPDATE dbo.stock SET amount = 2 WHERE id = 2")
    with meanwhile(lambda: one.execute("UPDATE dbo.stock SET amount = 1 WHERE id = 2")):
        with pytest.raises(pyodbc.Error, match="1205"):
            other.execute("UPDATE dbo.stock SET amount = 2 WHERE id = 1")
        assert other.execute("SELECT @@TRANCOUNT").fetchval() <= 1
    one.commit()
    other.rollback()
    assert amounts(one) == [1, 1, 30]


def test_identity_is_given_before_commit_and_never_taken_back(mssql: SqlServer, driver: str) -> None:
    mssql.sql("CREATE TABLE dbo.numbered (id int IDENTITY PRIMARY KEY, who varchar(10))")
    early, late = mssql.connect(driver), mssql.connect(driver)
    early.execute("INSERT INTO dbo.numbered VALUES ('early')")
    late.execute("INSERT INTO dbo.numbered VALUES ('late')")
    assert late.execute("SELECT CAST(SCOPE_IDENTITY() AS int)").fetchval() == 2
    late.commit()
    assert [row[0] for row in mssql.sql("SELECT id FROM dbo.numbered WITH (READPAST)")] == [2]
    early.rollback()
    early.execute("INSERT INTO dbo.numbered VALUES ('again')")
    early.commit()
    assert [row[0] for row in mssql.sql("SELECT id FROM dbo.numbered ORDER BY id")] == [2, 3]
