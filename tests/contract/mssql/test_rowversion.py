"""Changes by rowversion: late commits, documents with lines, a held-back counter, another database."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from desktop_sync.core.errors import Stop
from desktop_sync.core.model import Again, Found
from tests.mssql_rig import Reads, server
from tests.mssql_server import SqlServer

LINES: dict[str, object] = {"table": "dbo.Orders", "lines_table": "dbo.Lines", "lines_link": ("OrderId",)}
Made = Callable[..., Reads]


def ids(rows: list[dict[str, object]]) -> list[object]:
    return [row["Id"] for row in rows]


def put(database: SqlServer, *numbers: int) -> None:
    for number in numbers:
        database.sql("INSERT INTO dbo.Orders (Id, No) VALUES (?, ?)", number, f"A{number}")


def allow_snapshots(database: SqlServer) -> None:
    """Readers do not wait for writers then."""
    database.sql(f"ALTER DATABASE {database.database} SET ALLOW_SNAPSHOT_ISOLATION ON")


def test_all_come_once_in_pages_and_then_only_what_changes(orders: SqlServer, reads: Made) -> None:
    put(orders, *range(1, 8))
    source = reads(table="dbo.Orders", batch_size=3)
    assert ids(source.look()) == list(range(1, 8))
    assert [item.entity.path.split()[0] for item in source.known.items] == ["dbo.Orders"] * 3
    assert source.look() == []
    orders.sql("UPDATE dbo.Orders SET No = 'B2' WHERE Id = 2")
    assert source.look() == [{"ChangedAt": None, "Id": 2, "LineCount": None, "No": "B2", "Status": None}]


def test_what_is_committed_late_is_not_missed(orders: SqlServer, reads: Made) -> None:
    """Pitfall 20: a number is given before its transaction ends."""
    allow_snapshots(orders)
    source = reads(table="dbo.Orders")
    with_late = orders.connect()
    with_late.execute("INSERT INTO dbo.Orders (Id, No) VALUES (1, 'late')")
    put(orders, 2)
    assert ids(source.look()) == []
    with_late.commit()
    with_late.close()
    assert ids(source.look()) == [1, 2]


def test_a_change_of_any_line_brings_the_whole_document(orders: SqlServer, reads: Made) -> None:
    """Pitfall 56."""
    put(orders, 1, 2)
    orders.sql("INSERT INTO dbo.Lines (OrderId, LineNo_, Qty) VALUES (1, 1, 1), (1, 2, 2), (2, 1, 3)")
    source = reads(**LINES, batch_size=1)
    assert sorted(map(str, ids(source.look()))) == ["1", "2"]
    orders.sql("UPDATE dbo.Lines SET Qty = 9 WHERE OrderId = 1 AND LineNo_ = 2")
    (document,) = source.look()
    lines = document["Lines"]
    assert isinstance(lines, list)
    assert [(line["LineNo_"], line["Qty"]) for line in lines] == [(1, "1.000"), (2, "9.000")]


def test_young_rows_wait_for_their_age_by_the_servers_clock(orders: SqlServer, reads: Made) -> None:
    if not orders.is_bench:
        pytest.skip("the clock of a real server is its own")
    source = reads(table="dbo.Orders", min_age=30)
    put(orders, 1)
    reader = source.source()
    assert source.known.look(reader) == []
    ripe = reader.ripe_in()
    assert ripe is not None
    assert 25 < ripe <= 30
    reader.close()
    server().order("clock", shift_seconds=31)
    assert ids(source.look()) == [1]


def test_documents_are_taken_when_they_are_complete(orders: SqlServer, reads: Made) -> None:
    orders.sql("INSERT INTO dbo.Orders (Id, No, LineCount) VALUES (1, 'A', 2)")
    orders.sql("INSERT INTO dbo.Lines (OrderId, LineNo_, Qty) VALUES (1, 1, 1)")
    counted = reads(**LINES, complete_when="lines", complete_column="LineCount")
    assert counted.look() == []
    orders.sql("INSERT INTO dbo.Lines (OrderId, LineNo_, Qty) VALUES (1, 2, 1)")
    assert ids(counted.look()) == [1]
    status = reads(table="dbo.Orders", complete_when="status", complete_column="status", complete_values=("done",))
    assert status.look() == []
    orders.sql("UPDATE dbo.Orders SET Status = 'done'")
    assert ids(status.look()) == [1]


def test_a_transaction_that_is_left_open_is_told(orders: SqlServer, reads: Made) -> None:
    if not orders.is_bench:
        pytest.skip("the clock of a real server is its own")
    allow_snapshots(orders)
    source = reads(table="dbo.Orders")
    held = orders.connect()
    held.execute("INSERT INTO dbo.Orders (Id, No) VALUES (1, 'open')")
    assert not told(source)
    server().order("clock", shift_seconds=16 * 60)
    assert any("holds back all later changes" in one for one in told(source))
    held.rollback()
    held.close()
    assert not told(source)


def told(source: Reads) -> list[str]:
    found: list[Found] = []
    for one in source.source().discover(source.known.cursor, source.known):
        source.known.commit(one)
        found.append(one)
    return [remark for one in found for remark in one.remarks or ()]


def test_a_database_that_counts_lower_stops_and_asks(orders: SqlServer, reads: Made) -> None:
    """It was restored, or it is another one: what shall be read again is for a person to say."""
    if not orders.is_bench:
        pytest.skip("a real server cannot be made to count lower")
    source = reads(table="dbo.Orders")
    put(orders, 1, 2, 3)
    source.look()
    server().order("lose_rowversions", database=orders.database, to=2000)
    with pytest.raises(Stop, match="restored from a copy"):
        source.look()


def test_reading_again_begins_where_the_counter_stood_then(orders: SqlServer, reads: Made) -> None:
    if not orders.is_bench:
        pytest.skip("the clock of a real server is its own")
    source = reads(table="dbo.Orders")
    put(orders, 1)
    source.look()
    at = source.source()
    server().order("clock", shift_seconds=2 * 86400)
    put(orders, 3)
    source.look()
    put(orders, 2)
    server().order("clock", shift_seconds=4 * 86400)
    source.look()
    back = at.back(source.known.cursor, Again(time.time() + 3 * 86400))
    source.known.cursor = back.cursor
    assert ids(source.look()) == [2]
    range_ = at.back(source.known.cursor, Again(until=time.time() + 86400))
    source.known.cursor = range_.cursor
    assert ids(source.look()) == [1, 3], "only what was there at the look after that end"
    assert source.look() == []
    everything = at.back(source.known.cursor, Again())
    assert "everything" in everything.words
    source.known.cursor = everything.cursor
    assert ids(source.look()) == [1, 3, 2]


def test_a_range_ends_where_the_counter_stood_after_its_end(orders: SqlServer, reads: Made) -> None:
    """Between two notes nobody can tell when it was changed, so more is read again rather than less."""
    if not orders.is_bench:
        pytest.skip("the clock of a real server is its own")
    source = reads(table="dbo.Orders")
    put(orders, 1)
    source.look()
    put(orders, 2)
    server().order("clock", shift_seconds=2 * 86400)
    source.look()
    at = source.source()
    source.known.cursor = at.back(source.known.cursor, Again(until=time.time() + 86400)).cursor
    assert ids(source.look()) == [1, 2]
    put(orders, 3)
    source.known.cursor = at.back(source.known.cursor, Again(until=time.time() + 9 * 86400)).cursor
    assert ids(source.look()) == [1, 2, 3], "and what was not read yet comes once"
    assert source.look() == []
    at.close()


def test_a_table_without_a_rowversion_column_is_told_with_what_to_do(database: SqlServer, reads: Made) -> None:
    database.sql("CREATE TABLE dbo.Plain (Id int NOT NULL PRIMARY KEY)")
    with pytest.raises(Stop) as raised:
        reads(table="dbo.Plain").look()
    assert "ADD RowVer rowversion" in raised.value.hint


def test_header_and_lines_are_of_one_moment_without_snapshots_too(orders: SqlServer, reads: Made) -> None:
    """A document that changes between its header and its lines is read anew."""
    if not orders.is_bench:
        pytest.skip("needs a statement to wait")
    put(orders, 1)
    orders.sql("INSERT INTO dbo.Lines (OrderId, LineNo_, Qty) VALUES (1, 1, 1)")
    server().fault("delay", "SELECT [OrderId]", seconds=1.0)

    def change() -> None:
        other = orders.connect(autocommit=True)
        other.execute("UPDATE dbo.Orders SET No = 'changed' WHERE Id = 1")
        other.execute("UPDATE dbo.Lines SET Qty = 5 WHERE OrderId = 1")
        other.close()

    later = threading.Timer(0.5, change)
    later.start()
    (document,) = reads(**LINES).look()
    later.join()
    lines = document["Lines"]
    assert isinstance(lines, list)
    assert (document["No"], lines[0]["Qty"]) in {("A1", "1.000"), ("changed", "5.000")}
