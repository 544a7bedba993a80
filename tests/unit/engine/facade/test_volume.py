"""Documents per day and their times: the days of this machine, quick with many, counted once when they are over."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desktop_sync.core.callers import Caller, Role
from desktop_sync.core.events import nobody
from desktop_sync.engine.facade.calling import Call
from desktop_sync.engine.facade.volume import Volume
from desktop_sync.ledger.database import Database
from tests.crash.orders import Order
from tests.crash.world import HandClock, World
from tests.unit.engine.facade.desk import at_desk

BERLIN = ZoneInfo("Europe/Berlin")
CALL = Call("anna", nobody)


@pytest.fixture
def ledger(tmp_path: Path) -> Database:
    return Database(tmp_path / "ledger.db")


def add(ledger: Database, at: datetime, *, seconds: float = 1.0, state: str = "created", many: int = 1) -> None:
    """So many documents, each ``seconds`` after their file was noticed."""
    ended = at.timestamp()
    with ledger.transaction() as sql:
        number = sql.execute("SELECT coalesce(max(id), 0) + 1 FROM item").fetchone()[0]
        sql.execute("INSERT OR IGNORE INTO place (id, flow, connection) VALUES (1, 'orders', 'erp')")
        sql.execute("INSERT OR IGNORE INTO account VALUES (1, 't', 'https://acme.example', '')")
        sql.execute("INSERT OR IGNORE INTO lane (id, account, resource, reference) VALUES (1, 1, 'orders', '1')")
        sql.execute(
            "INSERT INTO item (id, place, path, size, mtime_ns, file_id, generation, state, noticed_at, came_at)"
            " VALUES (?, 1, ?, 1, 1, '', 1, 'done', ?, ?)",
            (number, f"{number}.xml", ended - seconds, ended - seconds),
        )
        sql.executemany(
            "INSERT INTO delivery (lane, flow, item, stage, record, document, revision, operation, partial, hash,"
            " position, mapping, state, ended_at) VALUES (1, 'orders', ?, 1, ?, 1, 1, 'upsert', 0, '', '', '', ?, ?)",
            [(number, record, state, ended) for record in range(many)],
        )


def test_days_are_those_of_this_machine_also_when_its_clock_is_put_back(ledger: Database) -> None:
    now = datetime(2026, 10, 26, 12, tzinfo=BERLIN)
    sunday = datetime(2026, 10, 25, tzinfo=BERLIN)  # it has 25 hours
    add(ledger, sunday, many=2)
    add(ledger, datetime(2026, 10, 25, 22, 59, tzinfo=UTC), many=3)
    add(ledger, datetime(2026, 10, 25, 23, 0, tzinfo=UTC))
    told = Volume(ledger.file, lambda: BERLIN, now.timestamp).volume(CALL, days=2)
    assert [(one["day"], one["delivered"]) for one in told["days"]] == [("2026-10-25", 5), ("2026-10-26", 1)]
    assert told["today"] == {"orders": {"created": 1}}


def test_groups_and_times(ledger: Database) -> None:
    noon = datetime(2026, 11, 28, 12, tzinfo=BERLIN)
    for state in ("created", "updated", "unchanged", "rejected", "superseded", "dismissed"):
        add(ledger, noon, state=state, seconds=0.4 if state == "created" else 90.4)
    add(ledger, noon, seconds=0.4, many=8)
    told = Volume(ledger.file, lambda: BERLIN, noon.timestamp).volume(CALL, days=1)
    assert told["days"] == [
        {"day": "2026-11-28", "delivered": 10, "unchanged": 1, "refused": 1, "left_out": 2, "median": 0.4, "slow": 0.4}
    ]
    assert (told["documents"], told["median"], told["slow"]) == (14, 0.4, 0.4)
    add(ledger, noon, state="updated", seconds=90.4)
    again = Volume(ledger.file, lambda: BERLIN, noon.timestamp).volume(CALL, days=1)
    assert again["slow"] == 90


def test_without_documents_there_are_days_and_no_times(ledger: Database) -> None:
    told = Volume(ledger.file, lambda: BERLIN).volume(CALL)
    assert len(told["days"]) == 30
    assert (told["documents"], told["median"], told["slow"], told["today"]) == (0, None, None, {})


def test_a_day_that_is_over_is_counted_once(ledger: Database) -> None:
    now = datetime(2026, 11, 28, 12, tzinfo=BERLIN)
    volume = Volume(ledger.file, lambda: BERLIN, now.timestamp)
    add(ledger, now - timedelta(days=1))
    assert volume.volume(CALL, days=2)["documents"] == 1
    add(ledger, now - timedelta(days=1))
    add(ledger, now)
    assert volume.volume(CALL, days=2)["documents"] == 2


def test_a_hundred_thousand_documents_are_counted_by_an_index(ledger: Database) -> None:
    now = datetime(2026, 11, 28, 12, tzinfo=BERLIN)
    for back in range(200):
        add(ledger, now - timedelta(days=back / 5), seconds=back, many=500)
    with ledger.reading() as sql:
        plan = " ".join(row[3] for row in sql.execute(
            "EXPLAIN QUERY PLAN SELECT 1 FROM delivery WHERE ended_at >= 1 AND ended_at < 2"))  # fmt: skip
    assert "delivery_over" in plan
    volume = Volume(ledger.file, lambda: BERLIN, now.timestamp)
    begun = time.process_time()
    told = volume.volume(CALL)
    first, begun = time.process_time() - begun, time.process_time()
    assert volume.volume(CALL) == told
    again = time.process_time() - begun
    assert told["documents"] > 70_000
    assert first < 3
    assert again < 0.3


def test_through_the_facade_and_for_who_may_only_look(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [Order("4711", 1), Order("4712", 1, customer="UNKNOWN-1")])
    world.run()
    with at_desk(world, Caller("bob", Role.LOOK)) as desk:
        told = desk.ask("volume", days=7)
        assert told["today"] == {"orders": {"created": 1, "rejected": 1}}
        day = datetime.fromtimestamp(HandClock(world.around.time).now()).astimezone().date().isoformat()
        assert [one["day"] for one in told["days"] if one["delivered"]] == [day]


def test_what_a_person_did_changes_a_day_that_is_over(ledger: Database) -> None:
    now = datetime(2026, 11, 28, 12, tzinfo=BERLIN)
    volume = Volume(ledger.file, lambda: BERLIN, now.timestamp)
    add(ledger, now - timedelta(days=1), state="rejected")
    assert volume.volume(CALL, days=2)["days"][0]["refused"] == 1
    with ledger.transaction() as sql:
        sql.execute("UPDATE delivery SET state = 'dismissed'")
        sql.execute("INSERT INTO audit (at, who, action) VALUES (?, 'anna', 'dismiss')", (now.timestamp(),))
    told = volume.volume(CALL, days=2)["days"][0]
    assert (told["refused"], told["left_out"]) == (0, 1)
