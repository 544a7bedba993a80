"""How a SQL Server says what is new: rowversion, change tracking, clocks; with transactions that commit late."""

from __future__ import annotations

import datetime

import pytest

from tests.mssql_server import MICROSOFT, SqlServer


@pytest.fixture
def counted(mssql: SqlServer) -> SqlServer:
    mssql.sql(
        "CREATE TABLE dbo.counted (id int PRIMARY KEY, one int, rv rowversion); CREATE INDEX by_rv ON dbo.counted (rv)"
    )
    return mssql


def number(value: object) -> int:
    assert isinstance(value, bytes)
    return int.from_bytes(value, "big")


class TestRowversion:
    def test_every_insert_and_update_counts(self, counted: SqlServer, driver: str) -> None:
        one = counted.connect(driver, autocommit=True)
        before = number(one.execute("SELECT @@DBTS").fetchval())
        one.execute("INSERT INTO dbo.counted (id, one) VALUES (1, 1), (2, 2)")
        one.execute("UPDATE dbo.counted SET one = 3 WHERE id = 1")
        rows = [(row[0], number(row[1])) for row in one.execute("SELECT id, rv FROM dbo.counted ORDER BY rv")]
        assert [row[0] for row in rows] == [2, 1]
        assert before < rows[0][1] < rows[1][1] == number(one.execute("SELECT @@DBTS").fetchval())

    def test_an_open_transaction_holds_the_lowest_back(self, counted: SqlServer, driver: str) -> None:
        late, other = counted.connect(driver), counted.connect(driver, autocommit=True)
        late.execute("INSERT INTO dbo.counted (id) VALUES (1)")
        own = number(late.execute("SELECT rv FROM dbo.counted WHERE id = 1").fetchval())
        other.execute("INSERT INTO dbo.counted (id) VALUES (2)")
        upper = other.execute("SELECT MIN_ACTIVE_ROWVERSION()").fetchval()
        assert number(upper) == own < number(other.execute("SELECT @@DBTS").fetchval())
        query = "SELECT id FROM dbo.counted WHERE rv > ? AND rv < ? ORDER BY rv"
        assert other.execute(query, b"\0" * 8, upper).fetchall() == []
        late.commit()
        upper = other.execute("SELECT MIN_ACTIVE_ROWVERSION()").fetchval()
        assert number(upper) == number(other.execute("SELECT @@DBTS").fetchval()) + 1
        assert [row[0] for row in other.execute(query, b"\0" * 8, upper)] == [1, 2]

    def test_no_value_may_be_given(self, counted: SqlServer) -> None:
        with pytest.raises(Exception, match="273"):
            counted.sql("INSERT INTO dbo.counted (id, rv) VALUES (1, 0x01)")

    def test_a_restore_takes_numbers_back(self, counted: SqlServer) -> None:
        counted.sql("INSERT INTO dbo.counted (id) VALUES (1)")
        counted.order("lose_rowversions", database=counted.database, to=5)
        assert number(counted.sql("SELECT @@DBTS")[0][0]) == 5


@pytest.fixture
def tracked(mssql: SqlServer) -> SqlServer:
    mssql.sql("ALTER DATABASE CURRENT SET CHANGE_TRACKING = ON (CHANGE_RETENTION = 2 DAYS, AUTO_CLEANUP = ON)")
    mssql.sql("ALTER DATABASE CURRENT SET ALLOW_SNAPSHOT_ISOLATION ON")
    mssql.sql("CREATE TABLE dbo.tracked (id int PRIMARY KEY, one int); ALTER TABLE dbo.tracked ENABLE CHANGE_TRACKING")
    return mssql


CHANGES = """SELECT ct.id, ct.SYS_CHANGE_OPERATION, t.one FROM CHANGETABLE(CHANGES dbo.tracked, ?) AS ct
    LEFT JOIN dbo.tracked AS t ON t.id = ct.id ORDER BY ct.id"""


class TestChangeTracking:
    def test_per_key_what_happened_since(self, tracked: SqlServer, driver: str) -> None:
        one = tracked.connect(driver, autocommit=True)
        one.execute("INSERT INTO dbo.tracked VALUES (1, 1), (2, 2), (3, 3)")
        since = one.execute("SELECT CHANGE_TRACKING_CURRENT_VERSION()").fetchval()
        assert since == 1
        one.execute("UPDATE dbo.tracked SET one = 10 WHERE id = 1")
        one.execute("DELETE FROM dbo.tracked WHERE id = 2")
        one.execute("INSERT INTO dbo.tracked VALUES (4, 4)")
        one.execute("UPDATE dbo.tracked SET one = 40 WHERE id = 4")
        rows = [tuple(row) for row in one.execute(CHANGES, since)]
        assert rows == [(1, "U", 10), (2, "D", None), (4, "I", 40)]
        assert [row[1] for row in one.execute(CHANGES, 0)] == ["I", "D", "I", "I"]

    def test_a_late_commit_has_a_late_version(self, tracked: SqlServer, driver: str) -> None:
        late, other = tracked.connect(driver), tracked.connect(driver, autocommit=True)
        late.execute("INSERT INTO dbo.tracked VALUES (1, 1)")
        other.execute("INSERT INTO dbo.tracked VALUES (2, 2)")
        seen = other.execute("SELECT CHANGE_TRACKING_CURRENT_VERSION()").fetchval()
        late.commit()
        assert [row[0] for row in other.execute(CHANGES, seen)] == [1]

    def test_in_a_snapshot_nothing_moves(self, tracked: SqlServer, driver: str) -> None:
        reader = tracked.connect(driver)
        reader.execute("SET TRANSACTION ISOLATION LEVEL SNAPSHOT")
        tracked.sql("INSERT INTO dbo.tracked VALUES (1, 1)")
        version = reader.execute("SELECT CHANGE_TRACKING_CURRENT_VERSION()").fetchval()
        tracked.sql("UPDATE dbo.tracked SET one = 2")
        assert reader.execute("SELECT CHANGE_TRACKING_CURRENT_VERSION()").fetchval() == version
        assert [tuple(row) for row in reader.execute(CHANGES, 0)] == [(1, "I", 1)]
        reader.commit()
        assert [tuple(row) for row in reader.execute(CHANGES, version)] == [(1, "U", 2)]

    def test_what_is_too_old_is_gone(self, tracked: SqlServer, driver: str) -> None:
        tracked.sql("INSERT INTO dbo.tracked VALUES (1, 1)")
        least = "SELECT CHANGE_TRACKING_MIN_VALID_VERSION(OBJECT_ID('dbo.tracked'))"
        assert tracked.sql(least) == [(0,)]
        tracked.order("expire", database=tracked.database)
        assert tracked.sql(least) == [(1,)]
        assert tracked.connect(driver).execute(CHANGES, 0).fetchall() == []

    def test_it_needs_a_key_and_a_database_that_allows_it(self, mssql: SqlServer) -> None:
        mssql.sql("CREATE TABLE dbo.plain (id int)")
        with pytest.raises(Exception, match="4996"):
            mssql.sql("ALTER TABLE dbo.plain ENABLE CHANGE_TRACKING")
        mssql.sql("ALTER DATABASE CURRENT SET CHANGE_TRACKING = ON")
        with pytest.raises(Exception, match="4997"):
            mssql.sql("ALTER TABLE dbo.plain ENABLE CHANGE_TRACKING")
        with pytest.raises(Exception, match="22105"):
            mssql.sql("SELECT * FROM CHANGETABLE(CHANGES dbo.plain, 0) AS ct")
        assert mssql.sql("SELECT CHANGE_TRACKING_MIN_VALID_VERSION(OBJECT_ID('dbo.plain'))") == [(None,)]

    def test_who_may_not_look(self, tracked: SqlServer) -> None:
        tracked.order("login", name="reader", password="right-1", database=tracked.database)
        tracked.sql("DENY VIEW CHANGE TRACKING ON dbo.tracked TO reader; DENY SELECT ON dbo.tracked TO reader")
        reader = tracked.connect(MICROSOFT, UID="reader", PWD="right-1")
        for text in ("SELECT * FROM CHANGETABLE(CHANGES dbo.tracked, 0) AS ct", "SELECT * FROM dbo.tracked"):
            with pytest.raises(Exception, match="229"):
                reader.execute(text)
        assert reader.execute("SELECT HAS_PERMS_BY_NAME('dbo.tracked', 'OBJECT', 'SELECT')").fetchval() == 0


def test_the_clock_may_be_shifted(mssql: SqlServer, driver: str) -> None:
    mssql.order("clock", shift_seconds=3600 * 24 * 365, offset_minutes=120)
    row = (
        mssql.connect(driver)
        .execute(
            "SELECT SYSUTCDATETIME(), GETUTCDATE(), GETDATE(), DATEDIFF(minute, SYSUTCDATETIME(), SYSDATETIME()), "
            "DATEPART(year, SYSDATETIMEOFFSET())"
        )
        .fetchone()
    )
    assert row is not None
    ahead = row[0].replace(tzinfo=datetime.UTC) - datetime.datetime.now(datetime.UTC)
    assert datetime.timedelta(days=364) < ahead < datetime.timedelta(days=366)
    assert row[2] - row[1] == datetime.timedelta(hours=2)
    assert row[3] == 120
