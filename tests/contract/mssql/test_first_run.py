"""What is there at the first look: all of it, none of it, or that since a day, in every mode."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_sync.clock import SystemClock
from desktop_sync.core.errors import RetryLater, Stop
from desktop_sync.core.model import Again, Found, Standing
from desktop_sync.engine.beginning import in_words
from desktop_sync.sources.asked import Asking
from desktop_sync.sources.mssql.options import MssqlOptions
from desktop_sync.sources.mssql.session import Session
from desktop_sync.sources.mssql.source import Mssql
from desktop_sync.spool import Spool
from tests.mssql_rig import Reads, access, opening, server
from tests.mssql_server import SqlServer

Made = Callable[..., Reads]
WAYS: dict[str, dict[str, object]] = {
    "rowversion": {"table": "dbo.Orders"},
    "change_tracking": {"table": "dbo.Orders"},
    "increasing_key": {"table": "dbo.Orders"},
    "marked": {"table": "dbo.Orders", "mark_column": "Status", "mark_new": "new", "mark_done": "done"},
    "procedure": {"procedure": "dbo.Waiting", "key": ("Id",)},
    "query": {"query": "SELECT Id, No, ChangedAt FROM dbo.Orders", "key": ("Id",)},
}
SEES_CHANGES = set(WAYS) - {"increasing_key"}


def ids(rows: list[dict[str, object]]) -> list[str]:
    return sorted(str(row["Id"]) for row in rows)


def put(database: SqlServer, number: int, day: str | None = None) -> None:
    database.sql(
        "INSERT INTO dbo.Orders (Id, No, Status, ChangedAt) VALUES (?, ?, 'new', CAST(? AS datetime))",
        number, f"A{number}", day,
    )  # fmt: skip


@pytest.fixture(params=sorted(WAYS))
def way(request: pytest.FixtureRequest, orders: SqlServer) -> str:
    """A mode, over a table with rows of 2024 (Id 1 and 2), 2026 (3) and of no day (4)."""
    orders.sql("CREATE PROCEDURE dbo.Waiting AS SELECT Id, No, ChangedAt FROM dbo.Orders")
    if request.param == "change_tracking":
        orders.sql(f"ALTER DATABASE {orders.database} SET CHANGE_TRACKING = ON (CHANGE_RETENTION = 2 DAYS)")
        orders.sql("ALTER TABLE dbo.Orders ENABLE CHANGE_TRACKING")
    for number, day in enumerate(("2024-03-01", "2024-12-31T23:59:59", "2026-01-01", None), 1):
        put(orders, number, day)
    return str(request.param)


def test_from_now_on_nothing_of_what_is_there_is_taken(orders: SqlServer, way: str, reads: Made) -> None:
    source = reads(mode=way, **WAYS[way])
    source.known.answer = "from_now"
    assert source.look() == []
    assert source.look() == []
    put(orders, 5, "2020-01-01")
    orders.sql("UPDATE dbo.Orders SET No = 'changed' WHERE Id = 1")
    assert ids(source.look()) == (["1", "5"] if way in SEES_CHANGES else ["5"])
    assert source.look() == []


def test_since_a_day_older_rows_are_left_until_they_are_changed(orders: SqlServer, way: str, reads: Made) -> None:
    source = reads(mode=way, first_run_column="changedat", batch_size=2, **WAYS[way])
    source.known.answer = "2025-01-01"
    assert ids(source.look()) == ["3", "4"]
    assert source.look() == []
    put(orders, 5, "2020-01-01")
    orders.sql("UPDATE dbo.Orders SET No = 'changed' WHERE Id = 1")
    assert ids(source.look()) == (["1", "5"] if way in SEES_CHANGES else ["5"])
    assert source.look() == []


def test_a_first_look_that_breaks_off_goes_on_with_its_day(orders: SqlServer, way: str, reads: Made) -> None:
    source = reads(mode=way, first_run_column="ChangedAt", batch_size=1, **WAYS[way])
    source.known.answer = "2025-01-01"
    at = source.source()
    for found in at.discover(None, source.known):
        source.known.commit(found)
        break
    at.close()
    source.look()
    came = [row for item in source.known.items for row in source.records(item.payload)]
    assert ids(came) == ["3", "4"]
    put(orders, 5, "2020-01-01")
    assert ids(source.look()) == ["5"]


def test_a_day_that_nothing_tells_is_refused(orders: SqlServer, way: str, reads: Made) -> None:
    source = reads(mode=way, **WAYS[way])
    source.known.answer = "2025-01-01"
    with pytest.raises(Stop, match="nothing says of which day"):
        source.look()
    assert source.known.items == []
    wrong = reads(mode=way, first_run_column="No", **WAYS[way])
    wrong.known.answer = "2025-01-01"
    with pytest.raises(Stop, match=r"tells no day|holds no day"):
        wrong.look()


def test_documents_with_lines_are_left_by_their_own_day(orders: SqlServer, reads: Made) -> None:
    put(orders, 1, "2024-01-01")
    put(orders, 2, "2026-01-01")
    orders.sql("INSERT INTO dbo.Lines (OrderId, LineNo_, Qty) VALUES (1, 1, 1), (2, 1, 3)")
    source = reads(
        table="dbo.Orders", lines_table="dbo.Lines", lines_link=("OrderId",), first_run_column="ChangedAt", batch_size=1
    )
    source.known.answer = "2025-01-01"
    assert ids(source.look()) == ["2"]
    orders.sql("UPDATE dbo.Lines SET Qty = 2 WHERE OrderId = 1")
    assert ids(source.look()) == ["1"]


def test_what_is_young_at_the_first_look_belongs_to_it(orders: SqlServer, reads: Made) -> None:
    """Nothing is old enough at first; the day still counts for all that was there."""
    if not orders.is_bench:
        pytest.skip("the clock of a real server is its own")
    for mode in ("rowversion", "increasing_key"):
        source = reads(mode=mode, table="dbo.Orders", first_run_column="ChangedAt", min_age=30)
        source.known.answer = "2025-01-01"
        orders.sql("DELETE FROM dbo.Orders")
        put(orders, 1, "2024-01-01")
        put(orders, 2, "2026-01-01")
        assert source.look() == []
        put(orders, 3, "2024-01-01")
        server().order("clock", shift_seconds=31)
        assert ids(source.look()) == ["2"]
        server().order("clock", shift_seconds=62)
        assert ids(source.look()) == ["3"]
        server().order("clock", shift_seconds=0)


def test_numbers_under_way_when_it_begins_come_from_now_on(orders: SqlServer, reads: Made) -> None:
    for number in (1, 3):
        put(orders, number)
    source = reads(mode="increasing_key", table="dbo.Orders")
    source.known.answer = "from_now"
    assert source.look() == []
    put(orders, 2)
    assert ids(source.look()) == ["2"]


def test_changes_that_expired_ask_where_rows_were_left(orders: SqlServer, reads: Made) -> None:
    if not orders.is_bench:
        pytest.skip("a real server expires in its own time")
    orders.sql(f"ALTER DATABASE {orders.database} SET CHANGE_TRACKING = ON (CHANGE_RETENTION = 2 DAYS)")
    orders.sql("ALTER TABLE dbo.Orders ENABLE CHANGE_TRACKING")
    put(orders, 1)
    source = reads(mode="change_tracking", table="dbo.Orders")
    source.known.answer = "from_now"
    assert source.look() == []
    put(orders, 2)
    server().order("expire", database=orders.database)
    with pytest.raises(Stop, match="left at the first run"):
        source.look()
    assert source.known.items == []


def test_what_is_there_is_counted_or_only_told_where_it_cannot_be(orders: SqlServer, way: str, reads: Made) -> None:
    made = reads(mode=way, **WAYS[way]).source()
    assert made.standing() == (Standing(4) if way != "procedure" else Standing(0, more=True))
    if orders.is_bench and way not in {"procedure", "query"}:
        server().fault("error", "COUNT_BIG", number=1222, text="Lock request time out period exceeded.")
        assert made.standing() == Standing(1, more=True)
    made.close()


def test_a_procedure_is_not_called_to_be_counted(orders: SqlServer, reads: Made) -> None:
    """It may do something each time."""
    orders.sql(
        "CREATE PROCEDURE dbo.Waiting AS INSERT INTO dbo.Orders (Id, No) SELECT COUNT(*), 'called' FROM dbo.Orders"
    )
    made = reads(mode="procedure", procedure="dbo.Waiting", key=("Id",)).source()
    assert made.standing() == Standing(0, more=True)
    made.close()
    assert orders.sql("SELECT Id FROM dbo.Orders") == []


class Hasty(SystemClock):
    """Six seconds go by whenever it is looked at."""

    steady = 0.0

    def monotonic(self) -> float:
        self.steady += 6
        return self.steady


def test_a_query_is_counted_as_far_as_the_time_goes(orders: SqlServer, driver: str, tmp_path: Path) -> None:
    for number in range(5):
        put(orders, number)

    def standing(query: str) -> Standing:
        made = access(orders, driver, Hasty(), query_timeout=1)
        options = MssqlOptions.model_validate({"mode": "query", "query": query, "key": ("Id",), "batch_size": 1})
        source = Mssql(Asking(made, Spool(tmp_path / "spool"), threading.Event(), "flow"), options)
        try:
            return source.standing()
        finally:
            source.close()

    assert standing("SELECT Id FROM dbo.Orders") == Standing(2, more=True)
    if orders.is_bench:
        server().fault("delay", "slow", seconds=600)
        assert standing("SELECT Id, 'slow' AS Speed FROM dbo.Orders") == Standing(0, more=True)


@pytest.mark.parametrize(
    "mode, of, counts, found",
    [
        ("rowversion", {"table": "dbo.Orders"}, "COUNT_BIG", Standing(1, more=True)),
        (
            "query",
            {"query": "SELECT Id, 'dear' AS Price FROM dbo.Orders", "key": ("Id",)},
            "dear",
            Standing(0, more=True),
        ),
    ],
)
def test_that_the_server_did_not_count_is_told_with_its_reason(
    orders: SqlServer, reads: Made, mode: str, of: dict[str, object], counts: str, found: Standing
) -> None:
    """The query governor: it does not even begin what would cost too much."""
    if not orders.is_bench:
        pytest.skip("needs an error to order")
    put(orders, 1)
    source = reads(mode=mode, **of).source()
    server().fault("error", counts, number=8649, text="The query has been canceled because the estimated cost is high.")
    standing = source.standing()
    source.close()
    assert standing == found
    assert "costs more than its query governor allows" in standing.why
    assert in_words(standing).endswith(standing.why)


def test_that_counting_was_cut_off_is_told(orders: SqlServer, reads: Made) -> None:
    if not orders.is_bench:
        pytest.skip("needs a slow query to order")
    put(orders, 1)
    source = reads(mode="rowversion", table="dbo.Orders").source()
    server().fault("delay", "COUNT_BIG", seconds=600)
    standing = source.standing()
    source.close()
    assert standing == Standing(1, more=True)
    assert standing.why.endswith("no answer in time.")


def test_what_is_asked_within_a_time_is_ended_then(orders: SqlServer, driver: str) -> None:
    if not orders.is_bench:
        pytest.skip("needs a slow query to order")
    session = Session(opening(orders, driver), threading.Event())
    session.rows("SELECT 1")
    server().fault("delay", "slow", seconds=600)
    with session.within(1), pytest.raises(RetryLater, match="no answer in time"):
        session.rows("SELECT 'slow'")
    session.leave()
    assert [tuple(row) for row in session.rows("SELECT 2")] == [(2,)]
    session.close()


@pytest.mark.parametrize("answer", ["from_now", "2025-01-01"])
def test_rows_between_many_missing_numbers_stay_left(orders: SqlServer, reads: Made, answer: str) -> None:
    """Each second number is missing, as with two databases that give numbers in turn."""
    for begin in range(2, 2400, 400):
        rows = ", ".join(f"({number}, 'A', '2024-01-01')" for number in range(begin, begin + 400, 2))
        orders.sql(f"INSERT INTO dbo.Orders (Id, No, ChangedAt) VALUES {rows}")
    source = reads(mode="increasing_key", table="dbo.Orders", first_run_column="ChangedAt")
    source.known.answer = answer
    assert source.look() == []
    for number in (3001, 3003, 2399):
        put(orders, number, "2024-01-01")
    assert ids(source.look()) == ["2399", "3001", "3003"]
    assert source.look() == []


def test_a_first_look_by_time_that_breaks_off_leaves_what_was_there(orders: SqlServer, reads: Made) -> None:
    def now(number: int) -> None:
        orders.sql("INSERT INTO dbo.Orders (Id, No, ChangedAt) VALUES (?, 'A', GETDATE())", number)

    for number in (1, 2, 3):
        now(number)
    source = reads(mode="timestamp", table="dbo.Orders", version="ChangedAt", batch_size=1)
    source.known.answer = "from_now"
    at = source.source()
    source.known.commit(next(at.discover(None, source.known)))
    everything = at.back(source.known.cursor, Again())
    at.close()
    now(4)
    assert ids(source.look()) == ["4"]
    assert source.look() == []
    source.known.rows.clear()
    source.known.cursor = everything.cursor
    assert ids(source.look()) == ["1", "2", "3", "4"]


@pytest.mark.parametrize("way", ["query", "procedure", "marked"], indirect=True)
@pytest.mark.parametrize("answer", ["from_now", "2030-01-01"])
def test_a_first_look_that_is_cut_off_sends_nothing_that_was_to_be_left(
    orders: SqlServer, way: str, reads: Made, answer: str
) -> None:
    """Nobody can tell what came meanwhile from what was there: it is left, too, and that is said."""
    orders.sql("UPDATE dbo.Orders SET ChangedAt = '2024-01-01' WHERE ChangedAt IS NULL")
    source = reads(mode=way, first_run_column="ChangedAt", batch_size=2, **WAYS[way])
    source.known.answer = answer
    at = source.source()
    source.known.commit(next(at.discover(None, source.known)))
    at.close()  # its connection with it, while rows are still on their way
    assert len(source.known.rows) == 2
    put(orders, 5, "2024-02-02")
    assert [one.said[:31] for one in looked(source) if one.said] == ["The first look broke off and wa"]
    assert not [one.said for one in looked(source) if one.said]
    assert source.known.items == []
    put(orders, 6, "2024-02-02")
    assert ids(source.look()) == ["6"]


def looked(reads: Reads) -> list[Found]:
    """One look, with what it says."""
    source, made = reads.source(), list[Found]()
    for found in source.discover(reads.known.cursor, reads.known):
        reads.known.commit(found)
        made.append(found)
    source.close()
    return made


@pytest.mark.parametrize("way", ["query", "procedure"], indirect=True)
def test_going_back_after_a_first_look_that_was_cut_off_reads_everything(
    orders: SqlServer, way: str, reads: Made
) -> None:
    source = reads(mode=way, batch_size=1, **WAYS[way])
    source.known.answer = "from_now"
    at = source.source()
    source.known.commit(next(at.discover(None, source.known)))
    source.known.cursor = at.back(source.known.cursor, Again()).cursor
    at.close()
    source.known.rows.clear()
    assert ids(source.look()) == ["1", "2", "3", "4"]
