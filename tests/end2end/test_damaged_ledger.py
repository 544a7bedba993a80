"""The engine and a ledger that is damaged: copied by itself, replaced by itself, and nothing goes twice."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.end2end.conftest import MakesInstallations
from tests.end2end.engines import ends, until, working
from tests.end2end.installation import FLOW, Installation, kill
from tests.end2end.judge import assert_files_once, assert_promise
from tests.end2end.legacy import Order

PAGE = 4096


@pytest.fixture
def desk(installation: MakesInstallations) -> Installation:
    made = installation()
    made.flow(FLOW)["schedule"] = {"every": "1h"}
    made.change_profile(commit_lag=1)  # so long a replaced ledger waits for what the former one had sent last
    made.save()
    return made


def _zero(ledger: Path, table: str) -> None:
    """The first page of a table; found while it is still sound."""
    with closing(sqlite3.connect(f"{ledger.as_uri()}?mode=ro", uri=True)) as sql:
        root = sql.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]
    with ledger.open("r+b") as file:
        file.seek((root - 1) * PAGE)
        file.write(bytes(PAGE))


def _lived(desk: Installation) -> None:
    """Two orders are in the copy that the engine makes by itself, a third was sent after it."""
    desk.legacy.drop(Order("10001"), Order("10002"))
    with working(desk) as process:
        until(lambda: len(desk.acme.writes()) == 2)
        until(lambda: not list(desk.legacy.folder.glob("*.xml")))
        ends(process)
    with working(desk) as process:
        until(lambda: desk.call("restore", "--list", "--json").json)
        ends(process)
    desk.legacy.drop(Order("10003"))
    assert desk.run().code == 0
    assert len(desk.acme.writes()) == 3


def test_after_a_crash_the_engine_replaces_it_at_its_start(desk: Installation) -> None:
    _lived(desk)
    with working(desk) as process:
        kill(process)
    with closing(sqlite3.connect(desk.data / "ledger.db")) as sql:
        sql.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    _zero(desk.data / "ledger.db", "delivery")
    desk.legacy.drop(Order("10004"))
    with working(desk) as process:
        assert desk.run("--json").code in {0, 4}, "4: a problem says what happened"
        assert len(desk.acme.writes()) == 4
        told = str(desk.call("problems", "--json").json)
        assert "The ledger was damaged" in told
        assert "It was replaced by the copy of" in told
        ends(process)
    assert len(list(desk.data.glob("ledger-damaged-*.db"))) == 1
    assert_promise(desk.acme.writes(), desk.legacy.expected)
    assert_files_once(desk.legacy.folder, desk.legacy.files)


def test_damage_that_a_run_meets_makes_the_engine_begin_anew(desk: Installation) -> None:
    """It was closed well, so its start does not look at all of it."""
    _lived(desk)
    _zero(desk.data / "ledger.db", "item")
    desk.legacy.drop(Order("10004"))
    with working(desk) as process:
        until(lambda: desk.run("--json").code in {0, 4} and len(desk.acme.writes()) == 4, within=60.0)
        assert "The ledger was damaged" in desk.call("problems", "--json").out
        ends(process)
    assert_promise(desk.acme.writes(), desk.legacy.expected)
    assert_files_once(desk.legacy.folder, desk.legacy.files)
