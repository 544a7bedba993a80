"""What came, counted in SQL: the same as ``core.arrivals`` counts, through an index, and what the chore remembers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_sync.core.arrivals import tally
from desktop_sync.core.arrivals_days import occasions
from desktop_sync.core.arrivals_model import Awaited, Bounds, Expectation, State
from desktop_sync.core.errors import Owner
from desktop_sync.core.model import Entity, Found, Notice
from desktop_sync.core.problem import Problem
from desktop_sync.ledger.arrivals import arrivals_since, came_at, judged, looked, places, tally_of
from tests.unit.ledger.desk import DAY, Desk

BERLIN = ZoneInfo("Europe/Berlin")
STATES = ("noticed", "staged", "rejected", "settling", "done", "gone", "skipped", "replaced")
EXPECTED = Expectation(BERLIN, by=(time(18, 30),), size=Bounds(100, 1000))


def moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


ItemRow = tuple[float, int, str, int, bool]


def put_all(desk: Desk, rows: Sequence[ItemRow]) -> None:
    """When it came, size, state, documents, whether it was staged."""
    with desk.ledger.database.transaction() as sql:
        for came, size, state, documents, staged in rows:
            desk._files += 1
            sql.execute(
                "INSERT INTO item (place, path, size, mtime_ns, file_id, generation, state, noticed_at, came_at,"
                " documents, staged_at) VALUES (?, ?, ?, 0, '', 1, ?, ?, ?, ?, ?)",
                (desk.place, f"{desk._files}.xml", size, state, came, came, documents, came if staged else None),
            )


def put(desk: Desk, came: float, size: int, state: str, *, staged: bool = True) -> None:
    put_all(desk, [(came, size, state, 0, staged)])


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    items=st.lists(
        st.tuples(
            st.integers(0, 4 * 24 * 60), st.integers(0, 1500), st.sampled_from(STATES), st.integers(0, 9), st.booleans()
        ),
        max_size=25,
    ),
    low=st.sampled_from([None, 100]),
    high=st.sampled_from([None, 1000]),
)
def test_the_ledger_counts_as_the_rules_do(
    desk: Desk, items: list[tuple[int, int, str, int, bool]], low: int | None, high: int | None
) -> None:
    desk.change("DELETE FROM item")
    start = desk.clock.time
    put_all(desk, [(start + 60.0 * minutes, size, state, many, staged) for minutes, size, state, many, staged in items])
    expected = Expectation(BERLIN, by=(time(18, 30),), size=Bounds(low, high))
    with desk.ledger.database.reading() as sql:
        every = arrivals_since(sql, [desk.place], moment(start), 1000)
        for one in occasions(expected, moment(start), moment(start + 4 * DAY)):
            mine = [each for each in every if one.begin <= each.at < one.next]
            found, rule = tally_of(sql, [desk.place], expected, one), tally(expected, one, mine)
            assert found == rule


def test_what_counts(desk: Desk) -> None:
    start = desk.clock.time
    for state in STATES:
        put(desk, start, 500, state)
    put(desk, start, 500, "gone", staged=False)
    with desk.ledger.database.reading() as sql:
        assert len(arrivals_since(sql, [desk.place], moment(start), 100)) == len(STATES) - 2
        assert len(arrivals_since(sql, [desk.place], moment(start), 3)) == 3


def test_when_an_item_came() -> None:
    looked_at, now = 10_000.0, 13_600.0
    assert came_at(12_000 * 10**9, looked_at, now) == 12_000.0, "its own time, since we looked last"
    assert came_at(9_500 * 10**9, looked_at, now) == 9_500.0, "it was young when we looked last"
    assert came_at(1_000 * 10**9, looked_at, now) == now, "an old file was copied in"
    assert came_at(99_000 * 10**9, looked_at, now) == now, "a clock that is ahead"
    assert came_at(12_000 * 10**9, None, now) == now, "nobody had looked before"


def test_a_file_that_came_while_nobody_looked_came_at_its_own_time(desk: Desk) -> None:
    begun = desk.clock.time
    desk.ledger.places.looked(desk.place, 0, begun)
    desk.clock.time += 10 * 3600
    own = int((begun + 3600) * 10**9)
    desk.ledger.items.notice(desk.place, Found((Notice(Entity("a.xml", 10, own)),)), 1)
    [row] = desk.sql("SELECT came_at, noticed_at FROM item")
    assert (row["came_at"], row["noticed_at"]) == (begun + 3600, begun + 10 * 3600)


def test_looked_is_the_oldest_of_all_places(desk: Desk) -> None:
    other = desk.ledger.places.number("orders", "south")
    with desk.ledger.database.reading() as sql:
        assert sorted(places(sql, "orders", ("erp", "south"))) == sorted([desk.place, other])
        assert places(sql, "orders", ("erp", "nowhere")) == [desk.place]
        assert looked(sql, [desk.place, other]) is None
    desk.ledger.places.looked(desk.place, 0, 50.0)
    with desk.ledger.database.reading() as sql:
        assert looked(sql, [desk.place, other]) is None
    desk.ledger.places.looked(other, 0, 40.0)
    with desk.ledger.database.reading() as sql:
        assert looked(sql, [desk.place, other]) == moment(40.0)


def test_a_place_that_was_never_looked_at_judges_nothing(desk: Desk) -> None:
    awaited = Awaited("orders", "Orders", ("erp", "nowhere"), "orders:1", EXPECTED)
    with desk.ledger.database.reading() as sql:
        found = list(judged(sql, awaited, moment(desk.clock.time), 5))
    assert len(found) == 5
    assert {one.state for one in found} <= {State.LOOKING, State.AWAITED}


def test_since_when_an_expectation_stands(desk: Desk) -> None:
    begun = desk.clock.time
    assert desk.ledger.arrivals.since({"a", "b"}) == {"a": begun, "b": begun}
    desk.clock.time += 60
    assert desk.ledger.arrivals.since({"b", "c"}) == {"b": begun, "c": begun + 60}
    desk.reopen()
    assert desk.ledger.arrivals.since({"a", "b"}) == {"a": begun + 60, "b": begun}, "a was forgotten meanwhile"


def problem(key: str, what: str = "late") -> Problem:
    return Problem(f"arrivals:{key}", "arrivals: missing", what, "Ask.", Owner.IT, flow="orders")


def test_problems_open_change_and_close_and_are_not_counted_every_minute(desk: Desk) -> None:
    arrivals, start = desk.ledger.arrivals, desk.clock.time
    desk.ledger.journal.report([Problem("source:orders:erp", "source", "away"), Problem("arrival", "x", "another")])
    arrivals.tell([problem("orders:1"), problem("orders:2")], {})
    for _ in range(5):
        desk.clock.time += 60
        arrivals.tell([problem("orders:1"), problem("orders:2", "later")], {})
    rows = {row["key"]: row for row in desk.open_problems()}
    assert len(rows) == 4
    assert (rows["arrivals:orders:1"]["times"], rows["arrivals:orders:1"]["last_at"]) == (1, start)
    assert (rows["arrivals:orders:2"]["what"], rows["arrivals:orders:2"]["times"]) == ("later", 1)
    arrivals.tell([problem("orders:2", "later")], {"arrivals:orders:1": "it has come"})
    arrivals.tell([], {})
    closed = {row["key"]: row["closed_by"] for row in desk.sql("SELECT key, closed_by FROM problem")}
    assert closed["arrivals:orders:1"] == "it has come"
    assert closed["arrivals:orders:2"] == "it is not expected any more"
    assert {row["key"] for row in desk.open_problems()} == {"source:orders:erp", "arrival"}


def test_every_statement_finds_its_rows_by_time(desk: Desk) -> None:
    """Whatever the ledger holds beside: ten million items cost what the occasion's own do."""
    said: set[str] = set()
    put(desk, desk.clock.time, 5, "done")
    put(desk, desk.clock.time, 5000, "done")
    desk.ledger.places.looked(desk.place, 0, desk.clock.time)
    now = moment(desk.clock.time) + timedelta(days=1)
    with desk.ledger.database.reading() as sql:
        sql.set_trace_callback(said.add)
        list(judged(sql, Awaited("orders", "Orders", ("erp",), "orders:1", EXPECTED), now, 3))
        arrivals_since(sql, [desk.place], moment(0), 100)
        sql.set_trace_callback(None)
        spoken = [one for one in said if " item i" in one]
        assert len(spoken) >= 4
        for statement in spoken:
            steps = [row[3] for row in sql.execute(f"EXPLAIN QUERY PLAN {statement}")]
            assert any("USING INDEX item_came (place=? AND came_at>?" in step for step in steps), (statement, steps)
            assert not any("SCAN i" in step for step in steps), json.dumps(steps)
