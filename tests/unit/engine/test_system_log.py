"""What the system's log is told of an engine: few entries, and none twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_sync.app import App
from desktop_sync.core.errors import RetryLater, Stop
from desktop_sync.core.events import Event
from desktop_sync.core.redaction import learn
from desktop_sync.data_folder import data_folder
from desktop_sync.engine.system_log import CUT_OFF, ENDS, GOES_ON, NO_START, STOPPED, WORKS, Entry, SystemLog, no_start
from desktop_sync.engine_process import Manner, engine
from desktop_sync.ledger.database import Database
from desktop_sync.ledger.journal import Journal
from desktop_sync.parts import Parts
from tests.unit.engine.timetable import Table
from tests.unit.ledger.desk import HandClock


class Told(list[Entry]):
    def numbers(self) -> list[int]:
        found = [one.number for one in self]
        self.clear()
        return found


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    database = Database(tmp_path / "ledger.db")
    yield Journal(database, HandClock())
    database.close()


def begun(journal: Journal, told: Told) -> SystemLog:
    log = SystemLog(told.append, journal)
    log.works("1.2.3", "C:\\data")
    return log


def ended(outcome: str, stopped: str = "", flow: str = "orders") -> Event:
    return {"event": "run ended", "flow": flow, "outcome": outcome, "stopped": stopped}


def test_start_and_end_are_told_and_nothing_of_a_crash_after_an_orderly_end(journal: Journal, told: Told) -> None:
    begun(journal, told).ends()
    begun(journal, told)
    assert told.numbers() == [WORKS, ENDS, WORKS]


def test_a_start_after_a_crash_says_so(journal: Journal, told: Told) -> None:
    begun(journal, told)
    begun(journal, told)
    assert [(one.number, one.level) for one in told] == [
        (WORKS, "information"), (CUT_OFF, "warning"), (WORKS, "information")
    ]  # fmt: skip
    assert "C:\\data was ended in the middle" in told[1].text


def test_a_copy_that_was_made_while_an_engine_worked_is_no_crash(journal: Journal, told: Told) -> None:
    begun(journal, told)
    journal.put_in_doubt()
    begun(journal, told)
    assert told.numbers() == [WORKS, WORKS]


def test_a_flow_that_cannot_go_on_is_told_once_until_it_works_again(journal: Journal, told: Told) -> None:
    log = begun(journal, told)
    told.clear()
    for event in (ended("stopped", "The key is refused."), ended("waiting"), ended("failed", "The key is refused.")):
        log.heard(event)
    assert [(one.number, one.level, one.text) for one in told] == [
        (STOPPED, "error", "orders cannot go on: The key is refused.")
    ]
    told.clear()
    for event in (ended("cancelled"), ended("problems"), ended("done"), {"event": "run began", "flow": "orders"}):
        log.heard(event)
    assert told.numbers() == [GOES_ON]
    log.heard(ended("stopped", "Again."))
    log.heard(ended("stopped", "Another flow's.", flow="invoices"))
    assert told.numbers() == [STOPPED, STOPPED]


def test_no_secret_gets_into_the_log_of_the_system(journal: Journal, told: Told) -> None:
    learn("bitter-almonds-4711")
    log = begun(journal, told)
    log.heard(ended("stopped", "bitter-almonds-4711 was refused"))
    told.append(no_start(Stop("bitter-almonds-4711 is no key.")))
    assert not any("almonds" in one.text for one in told)


def test_why_there_is_no_engine_is_told_in_its_own_words() -> None:
    told = no_start(Stop("The engine belongs to another account.", "Start it there."))
    assert (told.number, told.level) == (NO_START, "error")
    assert told.text.endswith(": The engine belongs to another account. Start it there.")
    assert no_start(RetryLater("The ledger is in use.")).level == "warning"
    assert no_start(ZeroDivisionError("a fault")).text.endswith(": ZeroDivisionError: a fault")


def test_an_engine_tells_it_through_its_parts(tmp_path: Path, told: Told) -> None:
    class Noting(Parts):
        def note_entry(self, entry: Entry) -> None:
            told.append(entry)

    folder = data_folder(str(tmp_path / "data"))
    folder.settings.write_text("version = 1\n", encoding="utf-8")
    with engine(App(Noting(folder)), Table(), Manner(inline=True)) as made:
        made.hub.publish({**ended("stopped", "No."), "counts": {}})
        made.system.works("1.2.3", str(folder.path))
    assert told.numbers() == [STOPPED, WORKS]
