"""The chore of heartbeats: what it tells, how often, and how quiet it is when nobody listens."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from threading import Event
from typing import Any

import jsonschema_rs
import pytest

from desktop_sync.core.errors import Outdated, RetryLater, Stop, SyncError
from desktop_sync.engine.heartbeat import LONG, Beat, Heartbeat
from desktop_sync.engine.outdated import check_outdated
from desktop_sync.ledger.database import Database
from desktop_sync.ledger.ledger import Ledger
from desktop_sync.sandbox.envelopes import heartbeat as schema
from tests.unit.ledger.desk import HandClock

VERSION = "1.2.3"
PICTURE: dict[str, Any] = {
    "flows": [
        {
            "flow": "erp",
            "title": "ERP of Erika",
            "enabled": True,
            "state": "attention",
            "last": {"started_at": 1_790_000_000.7, "ended_at": None, "outcome": None},
            "next": {"at": "2026-11-23T18:05:00+01:00", "words": "at 18:05"},
            "waiting": 3,
            "problems": 2,
        },
        {"flow": "other", "enabled": True, "state": "idle", "last": None, "next": None, "waiting": 0, "problems": 0},
        {"flow": "off", "enabled": False, "state": "idle", "last": None, "next": None, "waiting": 0, "problems": 0},
    ],
    "problems": [
        {"flow": "erp", "connection": "", "what": "Order 4711 of Erika"},
        {"flow": "other", "connection": ""},
        {"flow": "", "connection": "acme"},
        {"flow": "", "connection": "elsewhere"},
    ],
    "last_delivered_at": 1_790_000_100.0,
}


class Acme:
    """Hears what it is told, or answers something else."""

    def __init__(self, interval: float | None = 300.0) -> None:
        self.interval = interval
        self.told: list[Mapping[str, Any]] = []
        self.answers: list[SyncError] = []
        self.asked = 0

    @property
    def heartbeat_interval(self) -> float | None:
        return self.interval

    def heartbeat(self, told: Mapping[str, object]) -> None:
        self.asked += 1
        if self.answers:
            raise self.answers.pop(0)
        self.told.append(told)


class Rig:
    def __init__(self, folder: Path) -> None:
        self.clock = HandClock()
        self.acme = Acme()
        self.database = Database(folder / "ledger.db")
        self.ledger = Ledger(self.database, self.clock)
        self.beats = [Beat("acme", ["erp", "off"], self._target)]
        self.start()

    def _target(self) -> AbstractContextManager[object]:
        return nullcontext(self.acme)

    def start(self) -> None:
        journal = self.ledger.journal
        self.chore = Heartbeat(lambda: self.beats, lambda: PICTURE, journal, self.clock, VERSION)

    def turns(self, count: int, wait: float = 60.0) -> None:
        for _ in range(count):
            if self.chore.due_in() <= 0:
                self.chore.do(Event())
            self.clock.time += wait

    def open(self) -> list[tuple[str, str]]:
        with self.database.reading() as sql:
            query = "SELECT key, hint FROM problem WHERE closed_at IS NULL ORDER BY id"
            return [tuple(row) for row in sql.execute(query)]


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    made = Rig(tmp_path)
    yield made
    made.database.close()


def test_one_at_the_start_and_one_in_each_interval(rig: Rig) -> None:
    rig.turns(61)
    assert len(rig.acme.told) == 13
    assert 0 < rig.chore.due_in() <= 300


def test_what_it_tells_is_what_the_api_takes_and_names_nobody(rig: Rig) -> None:
    rig.turns(1)
    [told] = rig.acme.told
    jsonschema_rs.Draft202012Validator(schema(), validate_formats=True).validate(dict(told))
    assert told["program"] == {"name": "Desktop Sync", "version": VERSION}
    assert [(one["id"], one["state"]) for one in told["flows"]] == [("erp", "attention"), ("off", "off")]
    assert told["flows"][0]["last_run"] == {"started_at": "2026-09-21T14:13:20Z", "ended_at": None, "outcome": None}
    assert told["flows"][0]["next_run_at"] == "2026-11-23T17:05:00Z"
    assert told["open_problems"] == 2, "of its flows and of the connection"
    assert told["proof"] == {"delivered_at": "2026-09-21T14:15:00Z", "answered_at": None}
    assert "Erika" not in str(told)


def test_the_installation_stays_the_same_and_the_last_answer_is_known(rig: Rig) -> None:
    rig.turns(1)
    rig.start()
    rig.turns(1)
    first, second = rig.acme.told
    assert first["installation"] == second["installation"]
    assert second["proof"]["answered_at"] is not None


def test_failing_ones_are_quiet_for_a_day_and_then_one_problem(rig: Rig) -> None:
    rig.turns(1)
    rig.acme.answers = [RetryLater("no answer")] * 10_000
    rig.turns(23 * 12, 300)
    assert rig.open() == []
    tries = rig.acme.asked
    rig.turns(4 * 12, 300)
    assert [key for key, _ in rig.open()] == ["heartbeat:acme"]
    assert rig.acme.asked - tries <= 4 * 12, "no busy loop"
    rig.acme.answers = []
    rig.turns(2, 300)
    assert rig.open() == []


def test_retry_after_is_honoured(rig: Rig) -> None:
    rig.acme.answers = [RetryLater("busy", after=3600.0)]
    rig.turns(59)
    assert rig.acme.asked == 1
    rig.turns(2)
    assert rig.acme.asked == 2


def test_426_stops_the_connection_with_advice_until_it_is_taken_again(rig: Rig) -> None:
    journal = rig.ledger.journal
    rig.acme.answers = [Outdated("Acme answered the heartbeat with 426.")] * 3
    rig.turns(1)
    assert rig.open() == [("outdated:acme", "This program must be updated.")]
    with pytest.raises(Outdated, match="too old for Acme") as stopped:
        check_outdated(journal, "acme", VERSION, rig.clock.now())
    assert isinstance(stopped.value, Stop)
    assert str(stopped.value).count("too old") == 1
    check_outdated(journal, "other", VERSION, rig.clock.now())
    check_outdated(journal, "acme", "1.2.4", rig.clock.now())
    rig.turns(20)
    assert rig.open() == []
    check_outdated(journal, "acme", VERSION, rig.clock.now())


def test_what_acme_said_is_forgotten_after_a_day_where_no_engine_asks(rig: Rig) -> None:
    rig.acme.answers = [Outdated("426.")]
    rig.turns(1)
    check_outdated(rig.ledger.journal, "acme", VERSION, rig.clock.now() + LONG + 1)


def test_an_api_without_heartbeats_is_left_alone(rig: Rig) -> None:
    rig.acme.interval = None
    rig.turns(119)
    assert rig.acme.asked == 0
    assert rig.chore.due_in() > 0
    rig.beats = []
    assert rig.chore.due_in() == math.inf


def test_what_is_unforeseen_does_not_make_a_busy_loop(rig: Rig) -> None:
    rig.acme.answers = [ZeroDivisionError("a bug")] * 100  # type: ignore[list-item]
    with pytest.raises(ZeroDivisionError):
        rig.turns(1)
    assert rig.chore.due_in() > 0
