"""A flow that gets another mode or table: what one has counted is never taken for the counter of another."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import pytest

from desktop_sync.core.errors import RetryLater, Stop
from desktop_sync.core.model import Again
from tests.mssql_rig import Reads
from tests.mssql_server import SqlServer

Made = Callable[..., Reads]
WAYS: dict[str, dict[str, object]] = {
    "rowversion": {"table": "dbo.Orders"},
    "change_tracking": {"table": "dbo.Orders"},
    "timestamp": {"table": "dbo.Orders", "version": "ChangedAt"},
    "increasing_key": {"table": "dbo.Orders"},
    "marked": {"table": "dbo.Orders", "mark_column": "Status", "mark_new": "new", "mark_done": "done"},
    "procedure": {"procedure": "dbo.Waiting", "key": ("Id",)},
    "query": {"query": "SELECT Id, No FROM dbo.Orders", "key": ("Id",)},
}
LATE = 5000  # above every counter of changes of a new database


def put(orders: SqlServer, number: int, of: str = "dbo.Orders") -> None:
    orders.sql(f"INSERT INTO {of} (Id, No, Status, ChangedAt) VALUES (?, 'A', 'new', GETDATE())", number)


@pytest.fixture
def ready(orders: SqlServer) -> SqlServer:
    """A database with one order, to be read in every mode."""
    orders.sql("CREATE PROCEDURE dbo.Waiting AS SELECT Id, No FROM dbo.Orders")
    orders.sql(f"ALTER DATABASE {orders.database} SET CHANGE_TRACKING = ON (CHANGE_RETENTION = 2 DAYS)")
    orders.sql("ALTER TABLE dbo.Orders ENABLE CHANGE_TRACKING")
    put(orders, LATE)
    return orders


def changed(reads: Made, former: Reads, way: str) -> Reads:
    """The same flow, in another mode."""
    made = reads(mode=way, **WAYS[way])
    made.known = former.known
    return made


@pytest.mark.parametrize("former, way", list(permutations(WAYS, 2)))
def test_what_came_since_is_read_in_the_other_mode(ready: SqlServer, reads: Made, former: str, way: str) -> None:
    source = reads(mode=former, **WAYS[former])
    assert len(source.look()) == 1
    put(ready, 7)
    source = changed(reads, source, way)
    assert 7 in [int(str(row["Id"])) for row in source.look()]
    put(ready, 8 + LATE)
    assert [int(str(row["Id"])) for row in source.look() if row["Id"] != 7] == [8 + LATE]


def test_another_table_is_read_from_its_beginning(ready: SqlServer, reads: Made) -> None:
    source = reads(mode="increasing_key", table="dbo.Orders")
    source.look()
    ready.sql("SELECT * INTO dbo.Others FROM dbo.Orders WHERE 1 = 0")
    put(ready, 3, "dbo.Others")
    source.options |= {"table": "dbo.Others", "key": ("Id",)}
    assert [row["Id"] for row in source.look()] == [3]


@pytest.mark.parametrize("way", sorted(set(WAYS) - {"rowversion", "marked"}))
def test_where_rows_were_left_a_person_decides_it(ready: SqlServer, reads: Made, way: str) -> None:
    source = reads(mode="rowversion", table="dbo.Orders")
    source.known.answer = "from_now"
    assert source.look() == []
    source = changed(reads, source, way)
    with pytest.raises(Stop, match="another way, another table"):
        source.look()
    at = source.source()
    with pytest.raises(RetryLater, match="never asked to the end"):
        at.back(source.known.cursor, Again(until=1.0))
    back = at.back(source.known.cursor, Again())
    source.known.cursor = back.cursor
    if back.forget:
        source.known.rows.clear()
    assert [row["Id"] for row in source.look()] == [LATE]
    assert source.look() == []


def test_marks_say_by_themselves_what_is_read(ready: SqlServer, reads: Made) -> None:
    source = reads(mode="rowversion", table="dbo.Orders")
    source.known.answer = "from_now"
    assert source.look() == []
    assert [row["Id"] for row in changed(reads, source, "marked").look()] == [LATE]


QUERIES = ("SELECT Id, No FROM dbo.Orders WHERE Id > 100", "SELECT Id, No FROM dbo.Orders")


def test_another_query_is_compared_with_what_is_known(ready: SqlServer, reads: Made) -> None:
    put(ready, 7)
    source = reads(mode="query", query=QUERIES[0], key=("Id",))
    assert [row["Id"] for row in source.look()] == [LATE]
    source.options["query"] = QUERIES[1]
    assert [row["Id"] for row in source.look()] == [7]
    assert source.look() == []


@pytest.mark.parametrize("former", ["", "query\n"])
def test_a_query_that_nobody_noted_goes_on(ready: SqlServer, reads: Made, former: str) -> None:
    """As former versions have written its cursor."""
    source = reads(mode="query", query=QUERIES[0], key=("Id",))
    source.known.answer = "from_now"
    assert source.look() == []
    assert source.known.cursor is not None
    source.known.cursor = former + source.known.cursor.rpartition("\n")[2]
    put(ready, 6000)
    assert [row["Id"] for row in source.look()] == [6000]
    source.options["query"] = QUERIES[1]
    with pytest.raises(Stop, match="by another query"):
        source.look()
