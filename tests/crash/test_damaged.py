"""A ledger that is damaged in every way we can think of: it is set aside and replaced, and nothing goes twice.

What was sent since the copy, or at all where there is none, is known to Acme only. The judge is the sandbox's log.
"""

from __future__ import annotations

import os
import random
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from desktop_sync.core.errors import Stop
from desktop_sync.engine.backup import Backup
from desktop_sync.ledger.schema import STEPS
from desktop_sync.settings.backups import Backups
from tests.crash.judge import by_reference, judge_content, judge_ledger, judge_writes, open_problems, revs
from tests.crash.killing import Killed
from tests.crash.orders import Order, Setup
from tests.crash.world import HandClock, World

PAGE = 4096
KEEP = 'after_success = "keep"'


def copy_nightly(world: World) -> None:
    """As the engine does it by itself."""
    with world.app().owner("engine") as owner:
        app = owner._app
        Backup(app.backups, owner.ledger.journal, owner.clock, Backups).do(threading.Event())


def _overwrite(file: Path, at: int, data: bytes) -> None:
    with file.open("r+b") as opened:
        opened.seek(at)
        opened.write(data)


def _pages(chance: random.Random, file: Path, many: int) -> None:
    count = file.stat().st_size // PAGE
    for _ in range(many):
        _overwrite(file, chance.randrange(count) * PAGE, chance.randbytes(PAGE))


def _crashed(file: Path, wal: bytes) -> None:
    file.with_name(file.name + "-wal").write_bytes(wal)
    file.with_name("ledger.mark").write_text("open")


DAMAGES: dict[str, Callable[[random.Random, Path], object]] = {
    "first page": lambda chance, file: _overwrite(file, 0, chance.randbytes(PAGE)),
    "header zeroed": lambda chance, file: _overwrite(file, 0, bytes(100)),
    "number of the step zeroed": lambda chance, file: _overwrite(file, 60, bytes(4)),
    "schema page": lambda chance, file: _overwrite(file, 100, chance.randbytes(PAGE - 100)),
    "one page": lambda chance, file: _pages(chance, file, 1),
    "many pages": lambda chance, file: _pages(chance, file, 10),
    "a page of zeros": lambda chance, file: _overwrite(
        file, chance.randrange(1, file.stat().st_size // PAGE) * PAGE, bytes(PAGE)
    ),
    "cut in the middle": lambda chance, file: file.write_bytes(file.read_bytes()[: file.stat().st_size // 2]),
    "cut within a page": lambda chance, file: file.write_bytes(file.read_bytes()[:-1000]),
    "only the header": lambda chance, file: file.write_bytes(file.read_bytes()[:100]),
    "empty": lambda chance, file: file.write_bytes(b""),
    "gone": lambda chance, file: file.unlink(),
    "another file": lambda chance, file: file.write_bytes(b"<html>quarantined</html>" * 500),
    "another database": lambda chance, file: _another(file),
    "all zeros": lambda chance, file: file.write_bytes(bytes(file.stat().st_size)),
    "names that are no text": lambda chance, file: _overwrite(file, 4000, b"\xec\xff" * 48),
    "the search index": lambda chance, file: _overwrite(file, _root(file, "found_config"), bytes(PAGE)),
    "a WAL of garbage": lambda chance, file: _crashed(file, chance.randbytes(50_000)),
}


def _root(file: Path, table: str) -> int:
    """Where the first page of a table begins."""
    with closing(sqlite3.connect(file)) as sql:
        return (
            int(sql.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]) - 1
        ) * PAGE


# A page that nothing is in may have been hit; a WAL that is none is passed over.
HARMLESS = {"a WAL of garbage", "a page of zeros", "one page", "cut within a page"}


def _worked_until_now(world: World) -> None:
    """The files' times are those of the world."""
    now = HandClock(world.around.time).now()
    for path in world.data.glob("ledger.db*"):
        os.utime(path, (now, now))


def _another(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as sql:
        sql.execute("CREATE TABLE music (title)")


def _lived(folder: Path, *, source: str, copied: bool) -> World:
    """A copy of the night knows A1, B1; since then A2 and C1 were sent, and B2 lies there unsent."""
    world = World(folder, "both", Setup(source=source))
    world.drop("a.xml", [Order("A", 1), Order("B", 1)])
    world.settle_down()
    if copied:
        copy_nightly(world)
    world.drop("b.xml", [Order("A", 2), Order("C", 1)])
    world.settle_down()
    return world


@pytest.mark.parametrize(
    "source, copied",
    [
        pytest.param("", True, id="archive, copy"),
        pytest.param(KEEP, False, id="keep, no copy"),
        pytest.param("", False, id="archive, no copy", marks=pytest.mark.long),
        pytest.param(KEEP, True, id="keep, copy", marks=pytest.mark.long),
    ],
)
@pytest.mark.parametrize("damage", DAMAGES)
def test_whatever_is_damaged_nothing_goes_twice(tmp_path: Path, damage: str, source: str, copied: bool) -> None:
    world = _lived(tmp_path, source=source, copied=copied)
    file = world.data / "ledger.db"
    world.stop()
    DAMAGES[damage](random.Random(f"{damage}/{source}/{copied}"), file)
    if damage != "a WAL of garbage":
        (world.data / "ledger.mark").write_text("open")  # the machine went down with it
    _worked_until_now(world)
    if damage == "gone":
        world.run()  # nobody can know when it worked last
    world.around.time.sleep(3700.0)  # what lay there when it was damaged would be asked
    world.drop("c.xml", [Order("B", 2), Order("D", 1)])
    world.settle_down()
    judge_writes(world)
    judge_content(world, {"A": Order("A", 2), "B": Order("B", 2), "C": Order("C", 1), "D": Order("D", 1)})
    judge_ledger(world)
    told = [text for text in open_problems(world) if "The ledger was damaged" in text]
    if damage not in HARMLESS:
        assert len(told) == 1
        assert ("replaced by the copy" in told[0]) is copied
        assert list(world.data.glob("ledger-damaged-*")) or damage == "gone"


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("number", range(60))
def test_damage_at_random(tmp_path: Path, number: int) -> None:
    chance = random.Random(f"random/{number}")
    world = _lived(tmp_path, source=chance.choice(["", KEEP]), copied=chance.random() < 0.5)
    world.stop()
    file = world.data / "ledger.db"
    size = file.stat().st_size
    for _ in range(chance.choice([1, 3, 30])):
        _overwrite(file, chance.randrange(size), chance.randbytes(chance.choice([1, 16, 500, 5000])))
    (world.data / "ledger.mark").write_text("open")
    world.drop("c.xml", [Order("B", 2), Order("D", 1)])
    world.settle_down()
    judge_writes(world)


def test_damage_that_a_run_meets_is_looked_for_by_the_next_start(tmp_path: Path) -> None:
    """The ledger was closed well, so nobody looked at all of it."""
    world = _lived(tmp_path, source="", copied=True)
    file = world.data / "ledger.db"
    with closing(sqlite3.connect(file)) as sql:
        root = sql.execute("SELECT rootpage FROM sqlite_master WHERE name = 'item'").fetchone()[0]
    _overwrite(file, (root - 1) * PAGE, bytes(PAGE))
    world.drop("c.xml", [Order("B", 2)])
    with pytest.raises(Stop, match="damaged"):
        world.run()
    world.settle_down()
    judge_writes(world)
    assert revs(world, "B") == [1, 2]


def test_a_damaged_copy_is_passed_over(tmp_path: Path) -> None:
    world = _lived(tmp_path, source="", copied=True)
    world.around.time.sleep(86400.0)
    copy_nightly(world)
    newest, older = sorted((world.data / "backups").iterdir(), reverse=True)
    _overwrite(newest, PAGE, bytes(PAGE))
    (world.data / "ledger.db").write_bytes(b"x" * 10_000)
    _worked_until_now(world)
    world.around.time.sleep(3700.0)
    world.drop("c.xml", [Order("A", 3)])
    world.settle_down()
    assert "replaced by the copy of 2026-05-2" in open_problems(world)[0], older
    assert revs(world) == [1, 2, 3]


@pytest.mark.parametrize("copied", [True, False], ids=["copy", "no copy"])
def test_an_older_file_that_comes_by_hand_is_asked(tmp_path: Path, copied: bool) -> None:
    """Its newer version lies in the archive, and only there: the ledger that knew it is gone."""
    world = _lived(tmp_path, source="", copied=copied)
    world.stop()
    (world.data / "ledger.db").write_bytes(bytes(10_000))
    _worked_until_now(world)
    world.run()
    world.around.time.sleep(30 * 86400.0)
    world.drop("old.xml", [Order("A", 1), Order("E", 1)])
    world.settle_down()
    assert revs(world) == [1, 2]
    judge_writes(world)
    judge_content(world, {"A": Order("A", 2), "B": Order("B", 1), "C": Order("C", 1), "E": Order("E", 1)})
    judge_ledger(world)
    assert len(open_problems(world)) == 2, "that it was damaged, and the order of which Acme has another version"


def test_killed_while_it_reads_the_archive_it_reads_it_again(tmp_path: Path) -> None:
    world = _lived(tmp_path, source="", copied=False)
    world.stop()
    (world.data / "ledger.db").write_bytes(bytes(10_000))
    world.die("after commit of Staging.learn")
    world.settle_down()
    world.around.time.sleep(30 * 86400.0)
    world.drop("old.xml", [Order("A", 1)])
    world.settle_down()
    assert revs(world) == [1, 2]


def test_versions_that_lie_there_go_in_their_order(tmp_path: Path) -> None:
    """Files that stay, no copy: five versions come again at once, the newest of them was never sent."""
    world = World(tmp_path, "both", Setup(source=KEEP))
    for number in range(1, 5):
        world.drop(f"{9 - number}.xml", [Order("A", number)])
        world.settle_down()
    world.stop()
    (world.data / "ledger.db").unlink()
    world.drop("1.xml", [Order("A", 5)])
    world.settle_down()
    assert revs(world) == [1, 2, 3, 4, 5]
    judge_ledger(world)


def test_the_answer_to_a_first_run_is_asked_again_when_it_is_lost(tmp_path: Path) -> None:
    """Three old files were to stay. Without the ledger nobody knows that they were those."""
    world = World(tmp_path, "both", Setup(first_run="from_now"))
    for number in range(3):
        world.drop(f"old{number}.xml", [Order(f"OLD-{number}", 1)])
    world.run()
    world.drop("a.xml", [Order("A", 1)])
    world.settle_down()
    world.stop()
    (world.data / "ledger.db").write_bytes(bytes(8192))
    world.drop("b.xml", [Order("B", 1)])
    assert "4 files are already there" in world.run().question
    assert set(by_reference(world)) == {"A"}


def test_a_readable_rest_still_says_what_was_answered(tmp_path: Path) -> None:
    """Of the damaged file only the deliveries are lost: the old files stay what they were, but nobody has to ask."""
    world = World(tmp_path, "both", Setup(first_run="from_now"))
    world.run()
    world.drop("a.xml", [Order("A", 1)])
    world.settle_down()
    world.stop()
    file = world.data / "ledger.db"
    with closing(sqlite3.connect(file)) as sql:
        root = sql.execute("SELECT rootpage FROM sqlite_master WHERE name = 'delivery'").fetchone()[0]
    _overwrite(file, (root - 1) * PAGE, bytes(PAGE))
    (world.data / "ledger.mark").write_text("open")
    _worked_until_now(world)
    world.around.time.sleep(3700.0)
    world.drop("b.xml", [Order("A", 2), Order("B", 1)])
    world.settle_down()
    assert revs(world) == [1, 2]
    assert revs(world, "B") == [1]


def test_killed_anywhere_while_it_is_replaced(tmp_path: Path) -> None:
    def damaged(folder: Path) -> World:
        world = _lived(folder, source="", copied=True)
        world.stop()
        file = world.data / "ledger.db"
        _overwrite(file, PAGE, bytes(3 * PAGE))
        _crashed(file, b"a WAL without which the file may look sound" * 100)
        world.drop("c.xml", [Order("B", 2)])
        return world

    probe = damaged(tmp_path / "probe")
    probe.run()
    points = [name for name in probe.killer.crossings if "replacing" in name or "Journal.put_in_doubt" in name]
    assert len(points) >= 12
    last = max(number for number, name in enumerate(probe.killer.crossings, 1) if "replacing" in name)
    for at in range(1, last + 2):
        world = damaged(tmp_path / str(at))
        with pytest.raises(Killed):
            world.run(kill_at=at)
        world.settle_down()
        judge_writes(world)
        judge_content(world, {"A": Order("A", 2), "B": Order("B", 2), "C": Order("C", 1)})
        judge_ledger(world)
        assert any("The ledger was damaged" in text for text in open_problems(world))


def test_a_ledger_of_a_newer_program_is_not_taken_for_a_damaged_one(tmp_path: Path) -> None:
    world, newer = _lived(tmp_path, source="", copied=True), len(STEPS) + 1
    with closing(sqlite3.connect(world.data / "ledger.db")) as sql:
        sql.execute(f"PRAGMA user_version = {newer}")
    (world.data / "ledger.mark").write_text("open")
    with pytest.raises(Stop, match=rf"made by a newer version of Desktop Sync \(step {newer}\)"):
        world.run()
    assert not list(world.data.glob("ledger-damaged*"))
