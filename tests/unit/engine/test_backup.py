"""The nightly copy: when it is due, what it does with what goes wrong, and that it does not hold up who writes."""

from __future__ import annotations

import math
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, time
from pathlib import Path

import pytest

from desktop_sync.engine.backup import AGAIN, MADE, Backup
from desktop_sync.ledger.copies import Copies
from desktop_sync.settings.backups import Backups
from tests.unit.ledger.desk import Desk, order


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    made.clock.time = datetime(2026, 11, 20, 10, 0).timestamp()  # noqa: DTZ001 - local time
    yield made
    made.close()


def chore(desk: Desk, folder: Path | None = None, **options: object) -> Backup:
    settings = Backups(**options)  # type: ignore[arg-type]
    copies = Copies(folder or desk.folder / "backups", desk.file)
    return Backup(lambda: copies, desk.ledger.journal, desk.clock, lambda: settings)


def files(desk: Desk) -> list[str]:
    return sorted(path.name for path in (desk.folder / "backups").iterdir())


def test_a_copy_is_made_at_once_where_there_is_none_then_every_night(desk: Desk) -> None:
    backup = chore(desk, at=time(2, 30))
    assert backup.due_in() <= 0
    backup.do(threading.Event())
    assert backup.due_in() == 16.5 * 3600
    desk.clock.time += 16.5 * 3600
    assert chore(desk, at=time(2, 30)).due_in() <= 0
    desk.clock.time += 3 * 86400  # the machine was off: once is enough
    backup = chore(desk, at=time(2, 30))
    backup.do(threading.Event())
    assert len(files(desk)) == 2
    assert backup.due_in() == 86400


def test_a_clock_that_was_wrong_does_not_put_it_off_for_years(desk: Desk) -> None:
    desk.ledger.journal.note_fact(MADE, str(desk.clock.time + 5 * 365 * 86400))
    assert chore(desk).due_in() <= 0


def test_none_is_made_where_none_shall_be_kept(desk: Desk) -> None:
    assert chore(desk, keep=0).due_in() == math.inf


def test_a_copy_is_one_whole_file_and_the_old_ones_go(desk: Desk) -> None:
    backup = chore(desk, keep=3)
    for _ in range(5):
        desk.stage(order("A"))
        backup.do(threading.Event())
        desk.clock.time += 86400
    assert len(files(desk)) == 3
    newest = desk.folder / "backups" / files(desk)[-1]
    assert newest.stat().st_mode & 0o777 in {0o600, 0o644}
    with closing(sqlite3.connect(f"file:{newest}?mode=ro", uri=True)) as sql:
        assert sql.execute("SELECT count(*) FROM delivery").fetchone()[0] == 5
        assert sql.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert len(files(desk)) == 3, "nothing lies beside the copies"


def test_two_in_one_second_overwrite_nothing(desk: Desk) -> None:
    backup = chore(desk)
    backup.do(threading.Event())
    backup.do(threading.Event())
    assert len(files(desk)) == 2


def test_others_write_while_it_is_made(desk: Desk, tmp_path: Path) -> None:
    """It is the state of its beginning, whatever is written meanwhile."""
    for _ in range(60):
        desk.stage(*(order(f"{number}", "x" * 2000) for number in range(40)))
    copies = Copies(tmp_path / "backups", desk.file)
    copies.ensure_room()
    steps = []

    def step() -> None:
        steps.append(desk.stage(order("NEW")))

    part = copies.write(step)
    assert len(steps) > 3
    assert copies.fault(part) == ""
    with closing(sqlite3.connect(part)) as sql:
        assert sql.execute("SELECT count(*) FROM lane WHERE reference = 'NEW'").fetchone()[0] == 0
        assert sql.execute("SELECT count(*) FROM delivery").fetchone()[0] == 2400


def test_one_that_fails_is_one_problem_until_a_later_one_is_good(desk: Desk) -> None:
    (desk.folder / "taken").write_text("a file where the folder should be")
    broken = chore(desk, desk.folder / "taken")
    for _ in range(3):
        broken.do(threading.Event())
    [problem] = desk.open_problems()
    assert problem["times"] == 3
    assert problem["owner"] == "it"
    assert "cannot be copied to" in problem["what"]
    assert broken.due_in() == AGAIN
    desk.clock.time += AGAIN
    assert broken.due_in() <= 0
    chore(desk).do(threading.Event())
    assert not desk.open_problems()


def test_a_damaged_ledger_makes_no_copy_and_takes_none_away(desk: Desk) -> None:
    backup = chore(desk, keep=1)
    desk.stage(*(order(str(number), "x" * 500) for number in range(50)))
    backup.do(threading.Event())
    former = files(desk)
    desk.ledger.database.write_home()
    [(root,)] = [tuple(row.values()) for row in desk.sql("SELECT rootpage FROM sqlite_master WHERE name = 'entity'")]
    with desk.file.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(bytes(4096))
    desk.clock.time += 86400
    backup.do(threading.Event())
    assert files(desk) == former
    assert "damaged" in desk.open_problems()[0]["what"]


def test_when_the_engine_stops_it_is_left_and_made_the_next_time(desk: Desk) -> None:
    token = threading.Event()
    token.set()
    backup = chore(desk)
    backup.do(token)
    assert backup.due_in() <= 0
    assert not [name for name in files(desk) if name.endswith("Z.db")]
    backup.do(threading.Event())
    assert [name.endswith("Z.db") for name in files(desk)] == [True]
