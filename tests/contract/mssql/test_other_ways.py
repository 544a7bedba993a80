"""Times and keys, growing keys, change tracking, marks, procedures and queries: what each sees, and what none loses."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from desktop_sync.core.errors import Rejected, RetryLater, Stop
from desktop_sync.core.model import Again, Item, SettleResult
from desktop_sync.core.states import ItemOutcome
from desktop_sync.sources.asked import Asking
from desktop_sync.sources.mssql.options import MssqlOptions
from desktop_sync.sources.mssql.source import Mssql
from tests.mssql_rig import Reads, access, server
from tests.mssql_server import SqlServer

Made = Callable[..., Reads]
BY_TIME: dict[str, object] = {"mode": "timestamp", "table": "dbo.Orders", "version": "ChangedAt"}
MARKED: dict[str, object] = {
    "mode": "marked", "table": "dbo.Orders", "mark_column": "Status", "mark_new": "new", "mark_done": "done",
}  # fmt: skip


def ids(rows: list[dict[str, object]]) -> list[object]:
    return [row["Id"] for row in rows]


def put(database: SqlServer, number: int, at: str = "GETDATE()", status: str = "new") -> None:
    database.sql(
        f"INSERT INTO dbo.Orders (Id, No, Status, ChangedAt) VALUES (?, ?, ?, {at})", number, f"A{number}", status
    )


@pytest.mark.parametrize(
    "kind", ["datetime", "datetime2(7)", "datetime2(3)", "smalldatetime", "datetimeoffset(7)", "date"]
)
def test_equal_times_are_paged_by_key_whatever_the_type(database: SqlServer, reads: Made, kind: str) -> None:
    """Pitfalls 21 and 58: the cursor is bound as the column's own type, and goes past complete ties only."""
    database.sql(f"CREATE TABLE dbo.T (Id int NOT NULL PRIMARY KEY, At {kind} NOT NULL)")
    tick = (
        ".003" if "datetime" in kind and kind != "smalldatetime" else ""
    )  # a datetime has 3.33 ms: more than it shows
    for number in range(7):
        at = f"2026-01-05T10:00:00{tick}" if number < 5 else f"2026-01-06T10:00:00{tick}"
        database.sql(f"INSERT INTO dbo.T (Id, At) VALUES (?, CAST(? AS {kind}))", number, at)
    source = reads(mode="timestamp", table="dbo.T", version="At", batch_size=2)
    found = [row["Id"] for item in source.known.look(source.source()) for row in source.records(item.payload)]
    assert found == list(range(7))
    assert source.look() == []


def test_rows_by_time_wait_for_their_age_by_the_servers_clock(orders: SqlServer, reads: Made) -> None:
    """Pitfall 20: what is under way at the same moment is committed by then."""
    if not orders.is_bench:
        pytest.skip("the clock of a real server is its own")
    source = reads(**BY_TIME, min_age=30)
    put(orders, 1)
    assert source.look() == []
    server().order("clock", shift_seconds=31)
    assert ids(source.look()) == [1]


def test_what_is_committed_within_the_overlap_is_not_missed(orders: SqlServer, reads: Made) -> None:
    source = reads(**BY_TIME, overlap=600)
    put(orders, 1)
    assert ids(source.look()) == [1]
    put(orders, 2, "DATEADD(minute, -5, GETDATE())")
    assert ids(source.look()) == [2]
    put(orders, 3, "DATEADD(minute, -15, GETDATE())")
    assert source.look() == []


def test_rows_without_a_time_are_counted_and_told(orders: SqlServer, reads: Made) -> None:
    """Pitfall 23."""
    put(orders, 1)
    put(orders, 2, "NULL")
    source = reads(**BY_TIME)
    found = [one for one in source.source().discover(None, source.known) if one.remarks is not None]
    assert [one.remarks[0][:30] for one in found if one.remarks] == ["1 rows of dbo.Orders have no v"]


def test_lines_without_a_time_are_counted_and_told(orders: SqlServer, reads: Made) -> None:
    put(orders, 1)
    orders.sql("INSERT INTO dbo.Lines (OrderId, LineNo_, Qty) VALUES (1, 1, 1), (1, 2, 1)")
    source = reads(**BY_TIME, lines_table="dbo.Lines", lines_link=("OrderId",), lines_version="ChangedAt")
    found = [one.remarks for one in source.source().discover(None, source.known) if one.remarks is not None]
    assert [[one[:28] for one in remarks] for remarks in found] == [["2 rows of dbo.Lines have no "]]


def test_a_clock_that_is_set_back_loses_nothing(orders: SqlServer, reads: Made) -> None:
    """Pitfall 22. The end of summer time: an hour comes twice."""
    if not orders.is_bench:
        pytest.skip("the clock of a real server is its own")
    server().order("clock", offset_minutes=120)
    source = reads(**BY_TIME)
    put(orders, 1)
    assert ids(source.look()) == [1]
    server().order("clock", offset_minutes=60)
    put(orders, 2)
    assert ids(source.look()) == [2]


def test_a_growing_key_looks_again_for_numbers_that_were_missing(orders: SqlServer, reads: Made) -> None:
    """Pitfall 57."""
    source = reads(mode="increasing_key", table="dbo.Orders", batch_size=2)
    for number in (1, 2, 5, 9):
        put(orders, number)
    assert ids(source.look()) == [1, 2, 5, 9]
    put(orders, 4)
    put(orders, 7)
    assert ids(source.look()) == [4, 7]
    assert source.look() == []
    if orders.is_bench:
        server().order("clock", shift_seconds=11 * 60)
        source.look()
        put(orders, 3)
        assert source.look() == []


def tracked(database: SqlServer) -> None:
    database.sql(f"ALTER DATABASE {database.database} SET CHANGE_TRACKING = ON (CHANGE_RETENTION = 2 DAYS)")
    for name in ("Orders", "Lines"):
        database.sql(f"ALTER TABLE dbo.{name} ENABLE CHANGE_TRACKING")


@pytest.mark.parametrize("snapshots", [True, False])
def test_change_tracking_tells_changes_of_lines_and_deletions(orders: SqlServer, reads: Made, snapshots: bool) -> None:
    tracked(orders)
    if snapshots:
        orders.sql(f"ALTER DATABASE {orders.database} SET ALLOW_SNAPSHOT_ISOLATION ON")
    for number in (1, 2, 3):
        put(orders, number)
    orders.sql("INSERT INTO dbo.Lines (OrderId, LineNo_, Qty) VALUES (1, 1, 1), (2, 1, 3)")
    source = reads(
        mode="change_tracking", table="dbo.Orders", lines_table="dbo.Lines", lines_link=("OrderId",), batch_size=2
    )
    assert ids(source.look()) == [1, 2, 3]
    assert source.look() == []
    orders.sql("DELETE FROM dbo.Lines WHERE OrderId = 2")
    orders.sql("DELETE FROM dbo.Orders WHERE Id = 3")
    found = {row["Id"]: row["SYS_CHANGE_OPERATION"] for row in source.look()}
    assert found in ({2: "U", 3: "D"}, {2: "U", "3": "D"})


def test_expired_tracking_reads_the_table_once_more_and_says_so(orders: SqlServer, reads: Made) -> None:
    """Pitfall 25."""
    if not orders.is_bench:
        pytest.skip("a real server expires in its own time")
    tracked(orders)
    put(orders, 1)
    source = reads(mode="change_tracking", table="dbo.Orders")
    assert ids(source.look()) == [1]
    put(orders, 2)
    server().order("expire", database=orders.database)
    found = list(source.source().discover(source.known.cursor, source.known))
    assert [one.remarks for one in found if one.remarks]
    assert [
        row["Id"] for one in found for item in source.known.commit(one) for row in source.records(item.payload)
    ] == [2]
    put(orders, 3)
    assert ids(source.look()) == [3]


def test_stopped_tracking_is_no_quiet_one(orders: SqlServer, reads: Made) -> None:
    """Pitfall 25."""
    with pytest.raises(Stop, match="off in the database"):
        reads(mode="change_tracking", table="dbo.Orders").look()
    orders.sql(f"ALTER DATABASE {orders.database} SET CHANGE_TRACKING = ON")
    with pytest.raises(Stop, match=r"off for dbo\.Orders"):
        reads(mode="change_tracking", table="dbo.Orders").look()


def test_a_range_of_time_is_read_again_and_then_it_goes_on(orders: SqlServer, reads: Made) -> None:
    source = reads(**BY_TIME, clock="utc", overlap=0)
    for number, year in ((1, 2021), (2, 2022), (3, 2023)):
        put(orders, number, f"'{year}-06-01'")
    assert ids(source.look()) == [1, 2, 3]
    at = source.source()
    since, until = (datetime(year, 1, 1, tzinfo=UTC).timestamp() for year in (2022, 2023))
    back = at.back(source.known.cursor, Again(since, until))
    at.close()
    assert "(in the database: 2022-01-01T00:00:00.000 to 2023-01-01T00:00:00.000)" in back.words
    source.known.cursor = back.cursor
    put(orders, 4, "'2024-06-01'")
    assert ids(source.look()) == [2], "and 4 lies before what was read already"
    assert source.look() == []


@pytest.mark.parametrize("kind", ["date", "datetime", "datetime2(0)", "smalldatetime"])
def test_the_first_moment_belongs_to_a_range_and_to_a_first_run(database: SqlServer, reads: Made, kind: str) -> None:
    """A day, or midnights: all rows of it are of one moment."""
    database.sql(f"CREATE TABLE dbo.T (Id int NOT NULL PRIMARY KEY, At {kind} NOT NULL)")
    for number, day in ((1, "2021-12-31"), (2, "2022-01-01"), (3, "2022-01-02")):
        database.sql("INSERT INTO dbo.T (Id, At) VALUES (?, ?)", number, day)
    source = reads(mode="timestamp", table="dbo.T", version="At", clock="utc", overlap=0)
    source.known.answer = "2022-01-01"
    assert sorted(map(str, ids(source.look())))[-2:] == ["2", "3"]
    assert len(source.known.items) == 1
    at = source.source()
    since, until = (datetime(2022, 1, one, tzinfo=UTC).timestamp() for one in (1, 2))
    for again in (Again(since, until), Again(since)):
        source.known.cursor = at.back(source.known.cursor, again).cursor
        source.known.rows.clear()
        assert ids(source.look()) == [2, 3]
    at.close()


def test_a_range_may_begin_before_all_that_a_column_can_hold(database: SqlServer, reads: Made) -> None:
    database.sql("CREATE TABLE dbo.T (Id int NOT NULL PRIMARY KEY, At smalldatetime NOT NULL)")
    database.sql("INSERT INTO dbo.T (Id, At) VALUES (1, '1900-01-01')")
    source = reads(mode="timestamp", table="dbo.T", version="At")
    source.known.answer = "1900-01-01"
    assert ids(source.look()) == [1]


def test_a_range_of_keys_goes_no_further_than_what_was_read(database: SqlServer, reads: Made) -> None:
    """Nor beyond what the column can hold; and it is read once, however many numbers are missing in it."""
    database.sql("CREATE TABLE dbo.T (Id tinyint NOT NULL PRIMARY KEY)")
    source = reads(mode="increasing_key", table="dbo.T", batch_size=2)
    for number in (0, 3, 5, 8, 255):
        database.sql("INSERT INTO dbo.T (Id) VALUES (?)", number)
        if number == 8:
            assert ids(source.look()) == [0, 3, 5, 8]
    at = source.source()
    back = at.back(source.known.cursor, Again(keys=("0", "99999999999")))
    assert back.words == "The keys from 0 to 8 are read again."
    source.known.cursor = back.cursor
    assert ids(source.look()) == [0, 3, 5, 8, 255]
    assert source.look() == []
    with pytest.raises(Rejected, match="None of these keys was read yet"):
        at.back(source.known.cursor, Again(keys=("256", "257")))
    at.close()


def test_a_range_of_keys_that_breaks_off_goes_on_from_there(orders: SqlServer, reads: Made) -> None:
    source = reads(mode="increasing_key", table="dbo.Orders", batch_size=2)
    for number in range(1, 8):
        put(orders, number)
    source.look()
    at = source.source()
    source.known.cursor = at.back(source.known.cursor, Again(keys=("1", "7"))).cursor
    (item,) = source.known.commit(next(at.discover(source.known.cursor, source.known)))
    assert ids(source.records(item.payload)) == [1, 2]
    at.close()
    assert ids(source.look()) == [3, 4, 5, 6, 7]
    assert source.look() == []


def test_a_range_of_keys_is_read_again_page_by_page(orders: SqlServer, reads: Made) -> None:
    source = reads(mode="increasing_key", table="dbo.Orders", batch_size=2)
    for number in range(1, 10):
        put(orders, number)
    assert ids(source.look()) == list(range(1, 10))
    at = source.source()
    source.known.cursor = at.back(source.known.cursor, Again(keys=("3", "7"))).cursor
    assert ids(source.look()) == [3, 4, 5, 6, 7]
    assert source.look() == []
    for keys in (("7", "3"), ("a", "b")):
        with pytest.raises(Rejected):
            at.back(source.known.cursor, Again(keys=keys))
    at.close()


def test_what_cannot_be_asked_again_is_said(orders: SqlServer, reads: Made) -> None:
    put(orders, 1)
    for options, again in (
        (BY_TIME, Again(keys=("1", "2"))),
        ({"table": "dbo.Orders"}, Again(keys=("1", "2"))),
        ({"mode": "query", "query": "SELECT Id FROM dbo.Orders"}, Again(1.0, 2.0)),
    ):
        source = reads(**options)
        source.look()
        at = source.source()
        with pytest.raises(Rejected):
            at.back(source.known.cursor, again)
        at.close()
    never = reads(**BY_TIME).source()
    with pytest.raises(RetryLater, match="never asked"):
        never.back(None, Again(1.0, 2.0))
    never.close()


def settle(source: Reads, item: Item, outcome: ItemOutcome = ItemOutcome.SUCCESS, **changes: object) -> SettleResult:
    made = source.source(**changes)
    try:
        return made.settle(made.plan(item, outcome, None))
    finally:
        made.close()


def test_rows_are_marked_one_by_one_after_delivery(orders: SqlServer, reads: Made) -> None:
    source = reads(**MARKED, mark_failed="failed")
    put(orders, 1)
    put(orders, 2)
    put(orders, 3, status="other")
    assert ids(source.look()) == [1, 2]
    assert source.look() == []
    first, second = source.known.items
    assert settle(source, first) is SettleResult.DONE
    assert settle(source, second, ItemOutcome.FAILURE) is SettleResult.DONE
    assert settle(source, first) is SettleResult.DONE, "as after a crash"
    assert orders.sql("SELECT Id, Status FROM dbo.Orders ORDER BY Id") == [(1, "done"), (2, "failed"), (3, "other")]


def test_all_rows_are_marked_over_one_connection(orders: SqlServer, reads: Made) -> None:
    if not orders.is_bench:
        pytest.skip("needs to be told who is signed in")
    source = reads(**MARKED)
    for number in (1, 2, 3):
        put(orders, number)
    source.look()
    made = source.source()
    signed_in = []
    for item in source.known.items:
        assert made.settle(made.plan(item, ItemOutcome.SUCCESS, None)) is SettleResult.DONE
        sessions = server().order("sessions")
        signed_in.append([one["number"] for one in sessions if one["application"] == "DesktopSync"])
    made.close()
    assert len(signed_in[0]) == 1
    assert signed_in == signed_in[:1] * 3


def test_marking_goes_on_over_a_new_connection_when_one_is_cut(orders: SqlServer, reads: Made) -> None:
    if not orders.is_bench:
        pytest.skip("needs a cut to order")
    source = reads(**MARKED)
    for number in (1, 2):
        put(orders, number)
    source.look()
    first, second = source.known.items
    made = source.source()
    assert made.settle(made.plan(first, ItemOutcome.SUCCESS, None)) is SettleResult.DONE
    server().fault("cut_after", "UPDATE [dbo].[Orders]")
    assert made.settle(made.plan(second, ItemOutcome.SUCCESS, None)) is SettleResult.DONE
    made.close()
    assert orders.sql("SELECT Id, Status FROM dbo.Orders ORDER BY Id") == [(1, "done"), (2, "done")]


def test_a_row_that_was_changed_meanwhile_is_left_and_comes_again(orders: SqlServer, reads: Made) -> None:
    source = reads(**MARKED)
    put(orders, 1)
    source.look()
    orders.sql("UPDATE dbo.Orders SET No = 'other' WHERE Id = 1")
    (item,) = source.known.items
    assert settle(source, item) is SettleResult.REPLACED
    assert orders.sql("SELECT Status FROM dbo.Orders") == [("new",)]
    assert [row["No"] for row in source.look()] == ["other"]
    assert settle(source, source.known.items[-1]) is SettleResult.DONE
    orders.sql("DELETE FROM dbo.Orders")
    gone = replace(item, entity=item.entity)
    assert settle(source, gone) is SettleResult.GONE


def test_rows_without_a_status_are_the_new_ones_where_it_is_so(orders: SqlServer, reads: Made) -> None:
    orders.sql("INSERT INTO dbo.Orders (Id, No) VALUES (1, 'A')")
    source = reads(**{**MARKED, "mark_new": ""})
    assert ids(source.look()) == [1]
    assert settle(source, source.known.items[0]) is SettleResult.DONE
    assert orders.sql("SELECT Status FROM dbo.Orders") == [("done",)]
    with pytest.raises(Rejected):
        source.source().back(None, Again())


def test_a_procedure_and_a_query_give_what_is_new_or_changed(orders: SqlServer, reads: Made) -> None:
    orders.sql(
        "CREATE PROCEDURE dbo.Waiting @status varchar(10) AS SELECT Id, No FROM dbo.Orders WHERE Status = @status"
    )
    for number in (1, 2, 3):
        put(orders, number, status="new" if number < 3 else "old")
    procedure = reads(mode="procedure", procedure="dbo.Waiting", parameters=("status=new",), key=("Id",))
    assert ids(procedure.look()) == [1, 2]
    query = reads(mode="query", query="SELECT Id, No FROM dbo.Orders", batch_size=2)
    assert ids(query.look()) == [1, 2, 3]
    orders.sql("UPDATE dbo.Orders SET No = 'B' WHERE Id = 2")
    assert [ids(procedure.look()), ids(query.look())] == [[2], [2]]
    assert [procedure.look(), query.look()] == [[], []]


def test_a_query_that_cannot_be_read_is_told(orders: SqlServer, reads: Made) -> None:
    put(orders, 1)
    for query, words in (
        ("SELECT Id, Id FROM dbo.Orders", "Two columns"),
        ("SELECT Id + 1 FROM dbo.Orders", "no name"),
        ("SELECT CAST(Id AS sql_variant) AS Id FROM dbo.Orders", "cannot be read exactly"),
    ):
        with pytest.raises(Stop, match=words):
            reads(mode="query", query=query).look()


def test_a_deadlocks_victim_is_asked_again_and_a_lasting_one_is_tried_later(orders: SqlServer, reads: Made) -> None:
    if not orders.is_bench:
        pytest.skip("needs a deadlock to order")
    put(orders, 1)
    server().fault("deadlock", "FROM [dbo].[Orders]")
    assert ids(reads(table="dbo.Orders").look()) == [1]
    server().fault("deadlock", "FROM [dbo].[Orders]", times=9)
    with pytest.raises(RetryLater, match="deadlock"):
        reads(table="dbo.Orders").look()


def test_a_connection_that_is_cut_in_the_rows_is_opened_again(orders: SqlServer, reads: Made) -> None:
    if not orders.is_bench:
        pytest.skip("needs a cut to order")
    for number in range(20):
        put(orders, number)
    server().fault("cut_in_rows", "FROM [dbo].[Orders]", rows=7)
    assert len(reads(table="dbo.Orders").look()) == 20


def test_a_query_that_takes_too_long_is_ended_and_tried_later(orders: SqlServer, reads: Made) -> None:
    if not orders.is_bench:
        pytest.skip("needs a slow query to order")
    put(orders, 1)
    server().fault("delay", "FROM [dbo].[Orders]", seconds=20)
    with pytest.raises(RetryLater, match="no answer in time"):
        reads(table="dbo.Orders").look()


def test_a_query_is_cancelled_in_its_middle_and_comes_the_next_time(
    orders: SqlServer, driver: str, reads: Made
) -> None:
    if not orders.is_bench:
        pytest.skip("needs a slow query to order")
    put(orders, 1)
    source = reads(table="dbo.Orders")
    assert source.look(batch_size=1) != []
    put(orders, 2)
    server().fault("delay", "FROM [dbo].[Orders]", seconds=600)  # only a cancel ends it before this test's own time
    asking = Asking(access(orders, driver, query_timeout=900), source.spool, source.token, "flow")
    made = Mssql(asking, MssqlOptions.model_validate({"first_run": "all", "min_age": 0, "table": "dbo.Orders"}))
    cancels = threading.Thread(target=_cancel_when_met, args=(source.token,))
    cancels.start()
    assert source.known.look(made) == []
    cancels.join()
    made.close()
    source.token.clear()
    assert ids(source.look()) == [2]


def _cancel_when_met(token: threading.Event) -> None:
    """The run is told to end once the server has begun to be slow."""
    while server().order("faults"):
        time.sleep(0.02)
    token.set()


def test_a_missing_permission_is_told_with_what_to_do(orders: SqlServer, reads: Made) -> None:
    if not orders.is_bench:
        pytest.skip("needs an error to order")
    server().fault("error", "FROM [dbo].[Orders]", number=229, text="The SELECT permission was denied.")
    with pytest.raises(Stop, match="permission"):
        reads(table="dbo.Orders").look()
