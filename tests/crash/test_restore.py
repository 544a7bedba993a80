"""Going back to an older copy of the ledger: it knows less than Acme, and must not show it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desktop_sync.core.errors import RetryLater
from desktop_sync.ledger import schema
from tests.crash.judge import (
    by_reference,
    ended_well,
    judge_ledger,
    requests_of,
    revs,
    state_names,
)
from tests.crash.orders import Order, Setup
from tests.crash.world import CHARACTERS, World, back_up

A1, A2, A3 = Order("A", 1), Order("A", 2), Order("A", 3)


def _copy_that_knows_neither(world: World) -> Path:
    """A copy of the ledger from before versions 1 and 2 arrived."""
    world.run()
    copy = back_up(world)
    world.drop("a.xml", [A1])
    world.settle_down()
    world.drop("b.xml", [A2])
    world.settle_down()
    return copy


@pytest.mark.parametrize("character", CHARACTERS)
def test_a_restored_ledger_waits_for_what_the_former_one_sent_last(tmp_path: Path, character: str) -> None:
    """It knows nothing of the create that is still on its way, and the file is noticed again."""
    world = World(tmp_path, character, Setup(batch=False))
    world.run()
    copy = back_up(world)
    world.drop("a.xml", [A1])
    world.die("after the last byte of POST /v1/orders")
    world.around.time.sleep(1.0)
    world.app().restore(copy)
    world.settle_down()
    ended_well(world, "a.xml", A=A1)
    assert state_names(world) == ["unchanged"]


@pytest.mark.parametrize("character", CHARACTERS)
def test_a_restored_ledger_overwrites_nothing_newer(tmp_path: Path, character: str) -> None:
    """The copy holds an unknown create of version 1; Acme has version 3 by now."""
    world = World(tmp_path, character, Setup(batch=False))
    world.drop("a.xml", [A1])
    world.die("before reading the answer to POST /v1/orders")
    copy = back_up(world)
    world.drop("b.xml", [A2])
    world.settle_down()
    world.drop("c.xml", [A3])
    world.settle_down()
    world.app().restore(copy)
    world.settle_down()
    assert revs(world) == [1, 2, 3]
    judge_ledger(world)


@pytest.mark.parametrize("character", CHARACTERS)
def test_what_was_there_before_a_restore_overwrites_nothing_newer(tmp_path: Path, character: str) -> None:
    """The copy knows neither version, and the archive was cleared; the older one's file lies in the folder again."""
    world = World(tmp_path, character, Setup(batch=False))
    copy = _copy_that_knows_neither(world)
    shutil.rmtree(world.root / "orders" / "archive")
    world.app().restore(copy)
    world.drop("a.xml", [A1])
    world.settle_down()
    assert revs(world) == [1, 2]
    assert state_names(world) == ["rejected"]
    with closing(sqlite3.connect(world.data / "ledger.db")) as sql:
        assert [row[0] for row in sql.execute("SELECT cause FROM problem WHERE closed_at IS NULL")] == [
            "orders:restored:Acme holds another content than the restored ledger knows of."
        ]
    world.drop("c.xml", [A3])
    world.settle_down()
    assert revs(world) == [1, 2, 3], "what comes later is sent"
    judge_ledger(world)


def test_the_archive_tells_what_may_be_newer_than_a_file(tmp_path: Path) -> None:
    """Whether it had arrived, and in which account, it does not tell: so it is asked, and nothing goes backwards."""
    world = World(tmp_path)
    copy = _copy_that_knows_neither(world)
    world.app().restore(copy)
    world.run()
    world.around.time.sleep(30 * 86400.0)
    world.drop("a.xml", [A1])
    world.settle_down()
    assert revs(world) == [1, 2]
    assert state_names(world) == ["rejected"]
    judge_ledger(world)


def test_what_has_come_while_it_was_off_is_sent(tmp_path: Path) -> None:
    """The copy does not know version 2; what is newer than the last work of the former ledger cannot be older."""
    world = World(tmp_path)
    world.drop("a.xml", [A1])
    world.settle_down()
    copy = back_up(world)
    world.drop("b.xml", [A2])
    world.settle_down()
    world.app().restore(copy)
    world.around.time.sleep(2 * 3600.0)
    world.drop("c.xml", [A3])
    world.settle_down()
    ended_well(world, "a.xml", "b.xml", "c.xml", A=A3)


def test_a_killed_first_look_does_not_end_the_doubt(tmp_path: Path) -> None:
    world = World(tmp_path)
    copy = _copy_that_knows_neither(world)
    world.app().restore(copy)
    world.drop("a.xml", [A1])
    world.die("after commit of Items.notice")
    world.settle_down()
    assert revs(world) == [1, 2]


def test_restoring_over_a_damaged_ledger(tmp_path: Path) -> None:
    """That is what copies are for."""
    world = World(tmp_path)
    world.drop("a.xml", [A1])
    world.settle_down()
    copy = back_up(world)
    (world.data / "ledger.db").write_bytes(b"no database at all" * 1000)
    _, kept = world.app().restore(copy)
    assert kept is not None
    assert kept.read_bytes().startswith(b"no database at all")
    world.drop("b.xml", [A2])
    world.settle_down()
    ended_well(world, "a.xml", "b.xml", A=A2)


def test_a_copy_of_an_older_program_leaves_nothing_of_its_size_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [A1])
    world.settle_down()
    copy = back_up(world)
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, "ALTER TABLE item ADD COLUMN extra TEXT;"))
    _, kept = world.app().restore(copy)
    assert kept is not None
    assert {one.name for one in world.data.glob("ledger*.db*")} >= {"ledger.db", kept.name}
    assert not [one.name for one in world.data.iterdir() if "restoring" in one.name]
    world.drop("b.xml", [A2])
    world.settle_down()
    ended_well(world, "a.xml", "b.xml", A=A2)


def test_restoring_while_somebody_reads_loses_nothing(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [A1])
    world.settle_down()
    copy = back_up(world)
    world.drop("b.xml", [A2])
    with closing(sqlite3.connect(f"{(world.data / 'ledger.db').as_uri()}?mode=ro", uri=True)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM delivery").fetchone()
        world.run()
        with pytest.raises(RetryLater, match="read by another program"):
            world.app().restore(copy)
    assert state_names(world) == ["created", "updated"], "the ledger is what it was"
    assert requests_of(world, "A")
    assert world.app().restore(copy)[1] is not None
    world.settle_down()
    ended_well(world, "a.xml", "b.xml", A=A2)


def _without_customer(rev: int) -> Order:
    return Order("A", rev, "names a customer that Acme does not have", "UNKNOWN-1")


@pytest.mark.parametrize("character", CHARACTERS)
def test_a_refused_version_does_not_end_the_doubt(tmp_path: Path, character: str) -> None:
    """The copy waits with what Acme has by now; the newer one is refused. The older one is compared too, not sent."""
    world = World(tmp_path, character, Setup(batch=False))
    world.run()
    world.around.reachable = False
    world.drop("a.xml", [A1])
    world.run()
    copy = back_up(world)
    world.around.reachable = True
    world.settle_down()
    world.app().restore(copy)
    world.drop("b.xml", [_without_customer(2)])
    world.settle_down()
    assert revs(world) == [1]
    assert sorted(state_names(world)) == ["rejected", "unchanged"]
    judge_ledger(world)


@pytest.mark.parametrize("character", CHARACTERS)
def test_a_refused_version_lets_nothing_older_overwrite_what_a_restored_ledger_lacks(
    tmp_path: Path, character: str
) -> None:
    """The copy waits with version 1, Acme has 2. Version 3 is refused: 1 must not be sent in its place."""
    world = World(tmp_path, character, Setup(batch=False))
    world.run()
    world.around.reachable = False
    world.drop("a.xml", [A1])
    world.run()
    copy = back_up(world)
    world.around.reachable = True
    world.settle_down()
    world.drop("b.xml", [A2])
    world.settle_down()
    shutil.rmtree(world.root / "orders" / "archive")
    world.app().restore(copy)
    world.drop("c.xml", [_without_customer(3)])
    world.settle_down()
    assert revs(world) == [1, 2]
    assert state_names(world) == ["rejected", "rejected"]
    judge_ledger(world)


@pytest.mark.parametrize("character", CHARACTERS)
def test_after_a_refused_version_nothing_is_unchanged_on_the_word_of_a_restored_ledger(
    tmp_path: Path, character: str
) -> None:
    """The copy knows version 1 as sent last; Acme has another content of it by now, and the first comes once more."""
    world = World(tmp_path, character, Setup(batch=False))
    world.drop("a.xml", [A1])
    world.settle_down()
    copy = back_up(world)
    world.drop("b.xml", [Order("A", 1, "corrected")])
    world.settle_down()
    world.app().restore(copy)
    world.around.time.sleep(2 * 3600.0)
    world.drop("c.xml", [_without_customer(2)])
    world.settle_down()
    world.drop("d.xml", [A1])
    world.settle_down()
    assert [one.notes for one in by_reference(world)["A"]] == [A1.notes, "corrected", A1.notes]
    judge_ledger(world)


@pytest.mark.parametrize("character", CHARACTERS)
def test_what_a_cancel_in_the_archive_came_after_is_not_created(tmp_path: Path, character: str) -> None:
    """The copy does not know of the cancel, of which there was nothing to do; then the order itself comes, late."""
    world = World(tmp_path, character, Setup(batch=False))
    world.run()
    copy = back_up(world)
    world.drop("b.xml", [Order("A", 2, kind="X")])
    world.settle_down()
    world.app().restore(copy)
    world.drop("a.xml", [A1])
    world.settle_down()
    assert revs(world) == []
    assert state_names(world) == ["rejected"]
    judge_ledger(world)
