"""A data folder belongs to a machine, and a connection to an account: when that changes, the program asks first."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desktop_sync.core.errors import RetryLater
from desktop_sync.ui.starting import move_here
from tests.end2end.conftest import MakesInstallations
from tests.end2end.engines import ends, working
from tests.end2end.installation import FLOW, Installation
from tests.end2end.judge import assert_files_once, assert_promise
from tests.end2end.legacy import Order
from tests.sandbox_process import start_sandbox


@pytest.fixture
def desk(installation: MakesInstallations) -> Installation:
    """With one order delivered."""
    made = installation("both", commit_lag=2)
    made.legacy.drop(Order("1"))
    assert made.run().code == 0
    return made


def pretend_to_come_from_another_machine(data: Path) -> None:
    """The one thing that cannot be had here, another machine, is written into the ledger."""
    with closing(sqlite3.connect(data / "ledger.db")) as sql, sql:
        changed = sql.execute("UPDATE meta SET value = 'another machine' WHERE key = 'machine'")
        assert changed.rowcount == 1


def test_a_copied_data_folder_keeps_off_until_somebody_says_move_here(desk: Installation) -> None:
    pretend_to_come_from_another_machine(desk.data)
    desk.legacy.drop(Order("1").changed(quantity="41"), Order("2"))
    off = desk.run()
    assert off.code == 4, off
    assert "belongs to another machine" in off.err
    assert "desktop-sync ledger move-here" in off.err
    assert len(desk.acme.writes()) == 1
    assert (desk.legacy.folder / desk.legacy.files[-1]).exists()
    assert desk.call("status").code == 0
    moved = desk.call("ledger", "move-here", "--json")
    assert (moved.code, moved.json) == (0, {"moved": True})
    assert desk.run().code == 0
    assert_promise(desk.acme.writes(), desk.legacy.expected)
    assert_files_once(desk.legacy.folder, desk.legacy.files)


def test_a_tray_can_say_why_there_is_no_engine(desk: Installation) -> None:
    pretend_to_come_from_another_machine(desk.data)
    assert desk.call("engine").code == 4
    told = desk.data / "no-engine.txt"
    assert "belongs to another machine" in told.read_text(encoding="utf-8")
    move_here(desk.data)  # as its button does
    with working(desk) as engine:
        assert not told.exists()
        with pytest.raises(RetryLater, match="while the engine is off"):
            move_here(desk.data)
        ends(engine)
    assert not told.exists()


def test_what_the_former_machine_sent_meanwhile_is_read_first(desk: Installation) -> None:
    shutil.copytree(desk.data, desk.place / "former")
    desk.legacy.drop(Order("2"))
    assert desk.run().code == 0
    shutil.rmtree(desk.data)
    shutil.move(desk.place / "former", desk.data)
    pretend_to_come_from_another_machine(desk.data)
    assert desk.call("ledger", "move-here").code == 0
    desk.legacy.drop(Order("1"), Order("2"))
    assert desk.run().code == 0
    assert [write["reference"] for write in desk.acme.writes()] == ["1", "2"]


def test_a_restored_ledger_reads_acme_before_it_sends(desk: Installation) -> None:
    copy = desk.place / "copy.db"
    assert desk.call("ledger", "backup", str(copy)).code == 0
    desk.legacy.drop(Order("1").changed(quantity="41"), Order("2"))
    assert desk.run().code == 0
    restored = desk.call("ledger", "restore", str(copy), "--json")
    assert (restored.code, Path(restored.json["kept"]).exists()) == (0, True), restored
    desk.legacy.drop(Order("1").changed(quantity="41"), Order("2"), Order("3"))
    assert desk.run().code == 0
    assert [write["reference"] for write in desk.acme.writes()] == ["1", "1", "2", "3"]
    assert_promise(desk.acme.writes(), desk.legacy.expected)


def test_another_account_is_asked_about_and_gets_everything_anew(desk: Installation) -> None:
    with start_sandbox("both", tenant="production", commit_lag=2) as production:
        former = desk.acme
        desk.lead_to(production)
        desk.set_secret()
        desk.legacy.drop(Order("1"), Order("2"))
        asked = desk.run()
        assert asked.code == 4, asked
        assert f'"Acme" led to sandbox at {former.url}; now it leads to production at {production.url}' in asked.err
        assert "desktop-sync account acme same" in asked.err
        assert "desktop-sync account acme another" in asked.err
        assert production.writes() == []
        [group] = desk.call("problems", "--json").json
        assert (group["cause"], group["can"], group["connections"]) == ("account", ["account"], ["acme"])
        answered = desk.call("account", "acme", "another", "--json")
        assert (answered.code, answered.json["tenant"]) == (0, "production")
        assert desk.run().code == 0
        assert_promise(production.writes(), desk.legacy.expected)
        assert len(former.writes()) == 1
        assert_files_once(desk.legacy.folder, desk.legacy.files)
        lanes = desk.call("trail", "1", "--json").json
        assert [(lane["tenant"], len(lane["deliveries"])) for lane in lanes] == [("sandbox", 1), ("production", 1)]


def test_the_way_back_to_the_former_account_needs_an_answer_and_no_second_create(desk: Installation) -> None:
    former = desk.acme
    with start_sandbox("both", tenant="production", commit_lag=2) as production:
        desk.lead_to(production)
        desk.set_secret()
        assert desk.call("account", "acme", "another").code == 0
        desk.lead_to(former)
        desk.set_secret()
        desk.legacy.drop(Order("1"), Order("1").changed(quantity="41"))
        assert desk.run().code == 4
        assert desk.call("account", "acme", "another").code == 0
        assert desk.run().code == 0
        assert production.writes() == []
    assert_promise(former.writes(), desk.legacy.expected)


def test_the_same_account_at_a_new_address_goes_on(installation: MakesInstallations, tmp_path: Path) -> None:
    database = tmp_path / "acme.db"
    desk = installation("both", commit_lag=2, database=database)
    desk.legacy.drop(Order("1"))
    assert desk.run().code == 0
    assert desk.acme.stop() == 0
    with start_sandbox("both", commit_lag=2, database=database) as moved:
        desk.lead_to(moved)
        desk.legacy.drop(Order("1"), Order("1").changed(quantity="41"), Order("2"))
        assert desk.run().code == 4
        assert desk.call("account", "acme", "same").code == 0
        assert desk.run().code == 0
        assert_promise(moved.writes(), desk.legacy.expected)
        [lane] = desk.call("trail", "1", "--json").json
        assert lane["base_url"] == moved.url


def test_another_address_that_does_not_answer_is_not_trusted(desk: Installation) -> None:
    desk.change_connection("acme", base_url=f"http://127.0.0.1:{free_port()}")
    desk.legacy.drop(Order("2"))
    stopped = desk.run("--no-wait")
    assert (stopped.code, "not reached" in stopped.err) == (4, True), stopped


def free_port() -> int:
    """A port at which nobody listens, as far as one can know."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def test_an_account_question_is_only_for_acme(desk: Installation) -> None:
    assert desk.call("account", "erp", "same").code == 2
    assert desk.call("run", FLOW).code == 0
