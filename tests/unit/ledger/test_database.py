"""The file itself: transactions, steps of the schema, other processes that read."""

from __future__ import annotations

import errno
import os
import re
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_sync.core.errors import Owner, RetryLater, Stop
from desktop_sync.core.exported import Made
from desktop_sync.core.periods import Window
from desktop_sync.core.problem import Problem
from desktop_sync.ledger import schema
from desktop_sync.ledger.database import Database, read_only
from desktop_sync.ledger.export_problems import export_problems
from desktop_sync.ledger.exports import exports_of
from tests.unit.ledger.desk import Desk, order

ROOT = Path(__file__).parents[3]


def test_what_is_committed_is_durable_and_checked(desk: Desk) -> None:
    names = ("journal_mode", "synchronous", "foreign_keys")
    assert [next(iter(desk.sql(f"PRAGMA {name}")[0].values())) for name in names] == ["wal", 2, 1]


def test_a_transaction_is_all_or_nothing(desk: Desk) -> None:
    def half() -> None:
        with desk.ledger.database.transaction() as sql:
            sql.execute("INSERT INTO meta VALUES ('half', '1')")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert desk.ledger.journal.fact("half") is None


def test_a_transaction_that_nothing_rests_on_is_not_flushed_and_the_next_one_is(desk: Desk) -> None:
    def level(*, flush: bool) -> int:
        with desk.ledger.database.transaction(flush=flush) as sql:
            return int(sql.execute("PRAGMA synchronous").fetchone()[0])

    assert [level(flush=True), level(flush=False), level(flush=True)] == [2, 1, 2]
    with pytest.raises(ZeroDivisionError), desk.ledger.database.transaction(flush=False):
        raise ZeroDivisionError
    assert level(flush=True) == 2


def test_what_was_not_flushed_is_lost_alone_or_with_all_that_came_after_it(desk: Desk, tmp_path: Path) -> None:
    """A power cut leaves the beginning of the WAL: nothing is there without what came before."""
    desk.ledger.database.write_home()
    for number in range(5):
        with desk.ledger.database.transaction(flush=False) as sql:
            sql.execute("INSERT INTO meta VALUES (?, ?)", (f"number-{number}", "x" * 3000))
    desk.ledger.database.flush()
    whole = desk.file.with_name(f"{desk.file.name}-wal").read_bytes()
    found = set()
    for size in (*range(0, len(whole), 512), len(whole)):
        copy = tmp_path / f"{size}.db"
        copy.write_bytes(desk.file.read_bytes())
        copy.with_name(f"{copy.name}-wal").write_bytes(whole[:size])
        with closing(sqlite3.connect(copy)) as left:
            query = "SELECT key FROM meta WHERE key LIKE 'number-%' ORDER BY key"
            there = [row[0] for row in left.execute(query)]
        assert there == [f"number-{number}" for number in range(len(there))]
        found.add(len(there))
    assert found == {0, 1, 2, 3, 4, 5}


def test_a_disk_that_takes_nothing_more_is_told_and_the_file_is_suspect(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(file: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fdatasync", broken, raising=False)
    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(RetryLater, match=r"cannot be written \(Input/output error\)"):
        desk.ledger.flush()
    assert desk.ledger.database.suspect


def test_nothing_is_flushed_after_the_end(desk: Desk) -> None:
    desk.ledger.flush()
    desk.close()
    with pytest.raises(RetryLater, match="closed"):
        desk.ledger.flush()


def test_threads_take_turns(desk: Desk) -> None:
    desk.ledger.journal.note_fact("count", "0")

    def add() -> None:
        for _ in range(50):
            with desk.ledger.database.transaction() as sql:
                value = int(sql.execute("SELECT value FROM meta WHERE key = 'count'").fetchone()[0])
                sql.execute("UPDATE meta SET value = ? WHERE key = 'count'", (str(value + 1),))

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert desk.ledger.journal.fact("count") == "200"


# -- steps of the schema -----------------------------------------------------------------------------


def test_each_ledger_has_its_own_random_name_and_keeps_it(tmp_path: Path) -> None:
    first, second = Desk(tmp_path), Desk(_folder(tmp_path, "second"))
    name = first.ledger.journal.ledger_id()
    assert re.fullmatch("[0-9a-f]{32}", name)
    assert name != second.ledger.journal.ledger_id()
    first.reopen()
    assert first.ledger.journal.ledger_id() == name
    first.close()
    second.close()


def _folder(parent: Path, name: str) -> Path:
    made = parent / name
    made.mkdir()
    return made


def test_a_ledger_of_a_newer_program_is_refused_and_not_touched(desk: Desk) -> None:
    desk.change("PRAGMA user_version = 99")
    desk.close()
    before = desk.file.read_bytes()
    with pytest.raises(Stop, match=r"newer version of Desktop Sync \(step 99\)"):
        Database(desk.file)
    assert desk.file.read_bytes() == before
    assert sorted(one.name for one in desk.folder.iterdir()) == ["ledger.db"]


KILLED = """
import os, sys
from pathlib import Path
from tests.unit.ledger.desk import Desk, order

Desk(Path(sys.argv[1])).stage(order("A"))
os._exit(9)
"""


def test_a_migration_keeps_a_whole_copy_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The former program was killed: its last transactions stand in the WAL only, and belong into the copy."""
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], cwd=ROOT, check=False, timeout=60)
    assert (tmp_path / "ledger.db-wal").stat().st_size > 0
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, "ALTER TABLE item ADD COLUMN extra TEXT;"))
    desk = Desk(tmp_path)
    assert desk.states() == ["pending"]
    assert desk.sql("SELECT extra FROM item") == [{"extra": None}]
    desk.close()
    copy = tmp_path / f"ledger-before-step-{len(schema.STEPS)}.db"
    with read_only(copy) as sql:
        assert sql.execute("PRAGMA user_version").fetchone()[0] == len(schema.STEPS) - 1
        assert sql.execute("SELECT state FROM delivery").fetchall()[0]["state"] == "pending"


def test_exports_of_the_former_schema_are_periods_of_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(schema, "STEPS", schema.STEPS[:3])
        former = Desk(tmp_path)
        with former.ledger.database.transaction() as sql:
            sql.execute(
                "INSERT INTO export (flow, run, number, end_at, made_at, rows, ending, media_type, flow_title, account,"
                " zone) VALUES ('day', 1, 7, ?, 1, 12, 'csv', 'text/csv', 'Day', '', 'UTC')",
                ("2026-05-04T00:00:00.000000+00:00",),
            )
        former.close()
    desk = Desk(tmp_path)
    with desk.ledger.database.reading() as sql:
        [told] = exports_of(sql, "day", 10)
    assert (told["number"], told["files"], told["rows"]) == (7, 1, 12)
    window = Window(None, datetime(2026, 5, 4, tzinfo=UTC))
    made = Made("day", "Day", "", "UTC", window, window.end, 1, "csv", "text/csv", None, part=1)
    with pytest.raises(sqlite3.IntegrityError):
        desk.ledger.exports.make(2, [made], [])
    desk.close()


_KEYS = (
    ("orders", "export:orders:empty", "export empty", "export-empty:orders"),
    ("day", "export:day:restored", "export restored", "export-restored:day"),
    ("day", "export:day:empty", "export", "export:day:empty"),
    ("week", "export:week:restored:note", "export", "export:week:restored:note"),
    ("day", f"export:one:{7:032x}", "export unknown", f"export-delivery:{7:032x}"),
    ("one", f"export:one:{8:032x}", "export", f"export-delivery:{8:032x}"),
    ("one", "export:one:office", "export", "export:one:office"),
    ("one", "export:one:empty", "export empty", "export-empty:one"),
    ("gone", "export-removed:gone", "export removed", "export-removed:gone"),
)


def test_problems_about_exports_of_the_former_schema_are_found_under_their_new_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(schema, "STEPS", schema.STEPS[:4])
        former = Desk(tmp_path)
        former.ledger.journal.report(
            [Problem(key, cause, "it waits", "", Owner.IT, flow) for flow, key, cause, _ in _KEYS]
        )
        former.close()
    desk = Desk(tmp_path)
    assert [row["key"] for row in desk.open_problems()] == [new for _, _, _, new in _KEYS]
    with desk.ledger.database.reading() as sql:
        told = {one.key: one.destination for one in export_problems(sql)}
    assert {one for one in told.values() if one} == {"empty", "restored", "office"}
    assert told["export:day:empty"] == "empty", "a destination may have that id"
    assert told["export-empty:one"] == told[f"export-delivery:{8:032x}"] == ""
    desk.close()


def test_a_step_that_fails_leaves_the_former_schema(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.stage(order("A"))
    desk.close()
    steps = (*schema.STEPS, "CREATE TABLE fresh (a);\nALTER TABLE nothing ADD COLUMN b;")
    with monkeypatch.context() as patch:
        patch.setattr(schema, "STEPS", steps)
        with pytest.raises(sqlite3.OperationalError):
            Database(desk.file)
    desk.reopen()
    assert desk.states() == ["pending"]
    assert desk.sql("SELECT 1 FROM sqlite_master WHERE name = 'fresh'") == []


# -- damaged, locked, full -------------------------------------------------------------------------


def test_what_is_no_ledger_is_a_stop_in_words(tmp_path: Path) -> None:
    file = tmp_path / "ledger.db"
    file.write_bytes(b"this is no database" * 100)
    with pytest.raises(Stop, match=r"ledger\.db is damaged.*[Rr]estore"):
        Database(file)


def test_locked_by_another_program_is_tried_again(desk: Desk) -> None:
    other = sqlite3.connect(desk.file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    desk.sql("PRAGMA busy_timeout = 50")
    try:
        with pytest.raises(RetryLater, match="locked"):
            desk.ledger.journal.note_fact("a", "b")
    finally:
        other.close()
    desk.ledger.journal.note_fact("a", "b")


def test_a_full_disk_loses_nothing_and_says_so(desk: Desk) -> None:
    desk.stage(order("A"))
    pages = desk.sql("PRAGMA page_count")[0]["page_count"]
    desk.sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(RetryLater, match="full"):
        desk.stage(*(order(f"R{number}", "x" * 2000) for number in range(200)))
    desk.sql("PRAGMA max_page_count = 1000000")
    assert [one.lane.reference for one in desk.done()] == ["A"]
    desk.stage(order("B"), item=desk.ledger.items.to_stage(desk.place)[0])
    assert desk.states("B") == ["pending"]


# -- reading from another process ---------------------------------------------------------------------

READER = """
import sys
from pathlib import Path
from desktop_sync.ledger.database import read_only
from desktop_sync.ledger.reading import overview, trail

for line in sys.stdin:
    with read_only(Path(sys.argv[1])) as sql:
        told = overview(sql)
        print(told["deliveries"].get("pending", 0), len(trail(sql, "A")), flush=True)
"""


def test_another_process_reads_while_a_writer_is_at_work(desk: Desk) -> None:
    with subprocess.Popen(
        [sys.executable, "-W", "error", "-c", READER, str(desk.file)], cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as reader:  # fmt: skip
        assert reader.stdin is not None
        assert reader.stdout is not None

        def told() -> str:
            assert reader.stdin is not None
            assert reader.stdout is not None
            reader.stdin.write("?\n")
            reader.stdin.flush()
            return reader.stdout.readline().strip()

        assert told() == "0 0"
        desk.stage(order("A"), order("B"))
        assert told() == "2 1"
        with desk.ledger.database.transaction() as sql:
            sql.execute("DELETE FROM request")
            sql.execute("UPDATE delivery SET state = 'dismissed'")
            assert told() == "2 1", "what is not committed is not seen"
        assert told() == "0 1"
        reader.stdin.close()
        assert reader.wait(30) == 0


def test_a_reader_can_neither_write_nor_keep_the_writer_waiting(desk: Desk) -> None:
    desk.stage(order("A"))
    with read_only(desk.file) as sql:
        sql.execute("BEGIN")
        assert sql.execute("SELECT count(*) FROM delivery").fetchone()[0] == 1
        with pytest.raises(sqlite3.OperationalError, match=r"readonly|read-only|query_only"):
            sql.execute("UPDATE delivery SET state = 'created'")
        desk.stage(order("B"))
        assert sql.execute("SELECT count(*) FROM delivery").fetchone()[0] == 1
    assert desk.states("B") == ["pending"]


def test_a_backup_is_whole_while_others_write(desk: Desk) -> None:
    desk.stage(order("A"))
    target = desk.folder / "backup.db"
    desk.ledger.database.backup(target)
    desk.stage(order("B"))
    with read_only(target) as sql:
        assert sql.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert sql.execute("SELECT count(*) FROM delivery").fetchone()[0] == 1


def test_a_backup_keeps_nobody_waiting(desk: Desk) -> None:
    desk.stage(order("A"))
    target = desk.folder / "backup.db"
    copying = threading.Thread(target=desk.ledger.database.backup, args=[target])
    with desk.ledger.database.transaction() as sql:
        sql.execute("UPDATE delivery SET state = 'created'")
        copying.start()
        copying.join(20)
        assert not copying.is_alive()
    with read_only(target) as sql:
        assert sql.execute("SELECT state FROM delivery").fetchone()[0] == "pending"
