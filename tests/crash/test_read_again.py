"""Reading again: of each document the newest version the ledger knows, only differences, nothing settled."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from desktop_sync.engine.replay import Replayed
from tests.crash.judge import (
    by_reference,
    judge_files,
    judge_ledger,
    judge_writes,
    open_problems,
    revs,
    state_names,
    writes,
)
from tests.crash.killing import Killed
from tests.crash.orders import Order, Setup
from tests.crash.test_repair import NOBODY, add_customer, dismiss, edit
from tests.crash.world import HandClock, World

TERMS = 'customer_reference = { constant = "net 30" }'
BAD = Order("E", 1).xml().replace("<Date>2026-05-04</Date>", "<Date>never</Date>")


def read_again(world: World, begin: float = 0.0, *, only_look: bool = False, kill_at: int = 0) -> Replayed:
    with world.app(kill_at).owner("read-again") as owner:
        return owner.read_again("orders", begin, 2e9, "anna", only_look=only_look)


def counts(done: Replayed) -> dict[str, int]:
    return dict(done.counts)


def _delivered(folder: Path) -> World:
    """A in two versions, B; all in Acme."""
    world = World(folder)
    world.drop("a.xml", [Order("A", 1), Order("B", 1)])
    world.run()
    world.around.time.sleep(3600)
    world.drop("b.xml", [Order("A", 2)])
    world.run()
    return world


def test_with_the_same_mapping_nothing_differs(tmp_path: Path) -> None:
    world = _delivered(tmp_path)
    done = read_again(world)
    assert (done.files, counts(done)) == (2, {"older": 1, "unchanged": 2})
    assert [(one.reference, one.what) for one in done.told] == [("A", "older")]
    before = writes(world)
    world.run()
    assert writes(world) == before
    judge_ledger(world)


def test_with_another_mapping_the_newest_of_each_is_sent(tmp_path: Path) -> None:
    world = _delivered(tmp_path)
    world.configure(fields=TERMS)
    assert counts(read_again(world, only_look=True)) == {"older": 1, "sent": 2}
    assert state_names(world, "B") == ["created"]
    assert counts(read_again(world)) == {"older": 1, "sent": 2}
    assert counts(read_again(world)) == {"older": 1, "on its way": 2}
    world.run()
    assert revs(world, "A") == [1, 2, 2]
    assert by_reference(world)["A"][-1].body["customer_reference"] == "net 30"
    judge_files(world, ["a.xml", "b.xml"])
    judge_writes(world)
    judge_ledger(world)


def test_an_older_file_in_the_range_is_not_sent_over_a_newer_one_outside(tmp_path: Path) -> None:
    world = World(tmp_path, setup=Setup(versions=False))
    world.drop("a.xml", [Order("A", 1), Order("B", 1)])
    world.run()
    end = HandClock(world.around.time).now() + 1
    world.around.time.sleep(3600)
    world.drop("b.xml", [Order("A", 2)])
    world.run()
    world.configure(fields=TERMS)
    with world.app().owner("read-again") as owner:
        done = owner.read_again("orders", 0.0, end, "anna")
    assert done.files == 1
    assert {one.reference: one.what for one in done.told} == {"A": "older", "B": "sent"}
    world.run()
    assert revs(world, "A") == [1, 2]


def test_what_people_edited_or_dismissed_stays(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [Order("A", 1, customer=NOBODY), Order("B", 1, customer=NOBODY)])
    world.run()
    edit(world, "A", buyer={"number": "C-1"})
    dismiss(world, "B")
    world.run()
    world.configure(fields=TERMS)
    assert counts(read_again(world)) == {"edited": 1, "dismissed": 1}


def test_a_record_that_could_not_be_read_is_sent_when_the_mapping_can(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", f"<Orders>{BAD}{Order('B', 1, customer=NOBODY).xml()}</Orders>".encode())
    world.run()
    assert open_problems(world)
    text = (world.data / "settings.toml").read_text(encoding="utf-8")
    fixed = text.replace('date = { from = "Date" }', 'date = { constant = "2026-05-05" }')
    (world.data / "settings.toml").write_text(fixed, encoding="utf-8")
    add_customer(world)
    assert counts(read_again(world)) == {"sent": 2}
    assert not open_problems(world)
    world.run()
    assert sorted(by_reference(world)) == ["B", "E"]
    assert state_names(world, "B") == ["superseded", "created"]
    judge_ledger(world)


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", f"<Orders>{BAD}{Order('B', 1).xml()}</Orders>".encode())
    world.run()
    done = read_again(world)
    assert counts(done) == {"unchanged": 1}
    assert len(done.faults) == 1
    assert "never" in done.faults[0]


def test_a_payload_that_the_spool_has_lost_is_read_in_the_archive(tmp_path: Path) -> None:
    world = _delivered(tmp_path)
    with closing(sqlite3.connect(world.data / "ledger.db")) as sql:
        lost = [row[0] for row in sql.execute("SELECT payload FROM item")]
    with world.app().owner("spool") as owner:
        owner.spool.remove(lost)
    for path in (world.root / "orders").rglob("b.xml"):
        path.write_bytes(b"<Orders/>")
    done = read_again(world)
    assert done.counts["unchanged"] == 1
    assert len(done.faults) == 1
    assert "b.xml" in done.faults[0]


def test_killed_anywhere_nothing_is_sent_twice(tmp_path: Path) -> None:
    at = 0
    while True:
        at += 1
        world = _delivered(tmp_path / str(at))
        world.configure(fields=TERMS)
        try:
            read_again(world, kill_at=at)
        except Killed:
            read_again(world)
            world.settle_down()
            judge_writes(world)
            judge_ledger(world)
            assert (revs(world, "A"), revs(world, "B")) == ([1, 2, 2], [1, 1])
        else:
            break
    assert at > 8
