"""A flow that gets another mode, table, column, key or status: what one has counted is never taken for the counter of
another. Where rows were to be left, a person says what shall become of those that are there."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import pytest

from desktop_sync.core.errors import ReadOtherwise, RetryLater
from desktop_sync.core.model import Again
from tests.mssql_rig import Reads, server
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


@pytest.mark.parametrize("way", sorted(set(WAYS) - {"rowversion"}))
def test_where_rows_were_left_a_person_decides_it(ready: SqlServer, reads: Made, way: str) -> None:
    source = reads(mode="rowversion", table="dbo.Orders")
    source.known.answer = "from_now"
    assert source.look() == []
    source = changed(reads, source, way)
    with pytest.raises(ReadOtherwise, match="in another way now"):
        source.look()
    if way == "marked":
        return  # the status says it
    at = source.source()
    with pytest.raises(RetryLater, match="never asked to the end"):
        at.back(source.known.cursor, Again(until=1.0))
    back = at.back(source.known.cursor, Again())
    source.known.cursor = back.cursor
    if back.forget:
        source.known.rows.clear()
    assert [row["Id"] for row in source.look()] == [LATE]
    assert source.look() == []


LINED: dict[str, object] = {"lines_table": "dbo.Lines", "lines_link": ("OrderId",)}
OTHERWISE: dict[str, tuple[str, dict[str, object], dict[str, object]]] = {
    "lines of a row version": ("rowversion", {}, LINED),
    "lines of change tracking": ("change_tracking", {}, LINED),
    "column of a time": ("timestamp", {}, {"version": "SeenAt"}),
    "lines of a time": ("timestamp", LINED, {"lines_version": "ChangedAt"}),
    "key that grows": ("increasing_key", {}, {"key": ("LineCount",)}),
    "status": ("marked", {}, {"mark_new": "open"}),
    "status column": ("marked", {}, {"mark_column": "Second"}),
    "columns of marked rows": ("marked", {}, {"columns": ("Id", "No")}),
    "key of a query": ("query", {}, {"key": ("No",)}),
    "key of a procedure": ("procedure", {}, {"key": ("No",)}),
}
"""Of one mode: with what besides, and what is changed then."""


def in_mode(reads: Made, name: str) -> Reads:
    mode, options, _ = OTHERWISE[name]
    return reads(mode=mode, **WAYS[mode], **options)


@pytest.fixture
def more(ready: SqlServer) -> SqlServer:
    """With columns that something else may go by: each has it of yesterday, or low."""
    ready.sql("ALTER TABLE dbo.Orders ADD SeenAt datetime NULL, Second varchar(10) NULL")
    ready.sql("UPDATE dbo.Orders SET SeenAt = DATEADD(day, -1, GETDATE()), Second = 'new', LineCount = 3")
    ready.sql("ALTER TABLE dbo.Lines ENABLE CHANGE_TRACKING")
    return ready


@pytest.mark.parametrize("name", list(OTHERWISE))
def test_one_mode_that_goes_by_something_else_asks_where_rows_were_left(
    more: SqlServer, reads: Made, name: str
) -> None:
    source = in_mode(reads, name)
    source.known.answer = "from_now"
    assert source.look() == []
    source.options |= OTHERWISE[name][2]
    with pytest.raises(ReadOtherwise):
        source.look()
    source.known.cursor = None  # as the engine begins it, once it was answered
    assert source.look() == []


@pytest.mark.parametrize("name", ["column of a time", "key that grows"])
def test_one_mode_that_goes_by_something_else_loses_nothing(more: SqlServer, reads: Made, name: str) -> None:
    """What stands below the former counter is read, and it is said."""
    more.sql("UPDATE dbo.Orders SET ChangedAt = GETDATE()")
    source = in_mode(reads, name)
    assert len(source.look()) == 1
    more.sql(
        "INSERT INTO dbo.Orders (Id, No, SeenAt, LineCount) VALUES (?, 'B', DATEADD(day, -1, GETDATE()), 2)", LATE + 1
    )
    source.options |= OTHERWISE[name][2]
    found = list(source.source().discover(source.known.cursor, source.known))
    assert [bool(one.said) for one in found] == [True] + [False] * (len(found) - 1)
    assert found[0].said.startswith("The flow reads in another way now")
    assert LATE + 1 in [row["Id"] for one in found for notice in one.notices for row in source.records(notice.payload)]


@pytest.mark.parametrize(
    "way, change",
    [
        ("rowversion", {"version": "rowver"}),
        ("rowversion", {"key": ("id",), "min_age": 60}),
        ("rowversion", {"columns": ("Id", "No")}),
        ("timestamp", {"version": "changedat", "overlap": 60}),
        ("increasing_key", {"key": ("id",), "batch_size": 7}),
        ("marked", {"mark_done": "sent", "mark_failed": "bad"}),
        ("query", {"key": ("ID",)}),
    ],
)
def test_what_is_only_spelled_otherwise_is_the_same(
    ready: SqlServer, reads: Made, way: str, change: dict[str, object]
) -> None:
    source = reads(mode=way, **WAYS[way])
    source.known.answer = "from_now"
    assert source.look() == []
    source.options |= change
    assert source.look() == []


@pytest.mark.parametrize("way", ["rowversion", "query"])
def test_another_database_of_the_same_server_is_another_thing(ready: SqlServer, reads: Made, way: str) -> None:
    source = reads(mode=way, **WAYS[way])
    source.known.answer = "from_now"
    assert source.look() == []
    with server().fresh() as other:
        other.sql(
            "CREATE TABLE dbo.Orders (Id int NOT NULL PRIMARY KEY, No varchar(20) NOT NULL, Status varchar(10) NULL,"
            " ChangedAt datetime NULL, RowVer rowversion)"
        )
        source.database = other
        with pytest.raises(ReadOtherwise):
            source.look()


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
    with pytest.raises(ReadOtherwise):
        source.look()
