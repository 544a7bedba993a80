"""The kill-point table of delivery.md, row by row: killed there, this is found, and so it ends."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from desktop_sync.core.ports import Store
from desktop_sync.stores.local import Local
from tests.crash.judge import (
    by_reference,
    judge_content,
    judge_files,
    judge_ledger,
    judge_writes,
    requests_of,
    state_names,
)
from tests.crash.killing import Killed, Killer
from tests.crash.orders import Order, Setup
from tests.crash.world import CHARACTERS, LATE, World, back_up

KEYED = ("both", "keys", "lagging")
A1, A2, B1 = Order("A", 1), Order("A", 2), Order("B", 1)


def _ends_well(world: World, *content: Order, files: tuple[str, ...] = ("a.xml",)) -> None:
    world.settle_down()
    judge_writes(world)
    judge_content(world, {order.no: order for order in content})
    judge_files(world, files)
    judge_ledger(world)


def _blobs(world: World, statement: str = "SELECT sha256 FROM blob") -> list[tuple[bytes]]:
    with closing(sqlite3.connect(world.data / "spool" / "small.db", isolation_level=None)) as sql:
        return sql.execute(statement).fetchall()


def test_after_the_spool_write_before_its_transaction(tmp_path: Path) -> None:
    """An orphan blob: it is used when the file is noticed again, and swept after a day when it is not."""
    world = World(tmp_path)
    world.drop("a.xml", [A1])
    gone = world.drop("b.xml", [B1])
    world.die("step of spool.add_many", at=2)
    assert len(_blobs(world)) == 2
    gone.unlink()
    _ends_well(world, A1)
    assert len(_blobs(world)) == 2
    _blobs(world, "UPDATE blob SET added_at = added_at - 25 * 3600")
    world.around.time.sleep(25 * 3600)
    world.run()
    assert len(_blobs(world)) == 1, "only the orphan goes"


@pytest.mark.parametrize("at", [1, 2])
def test_within_staging(tmp_path: Path, at: int) -> None:
    """Part of the deliveries, nobody can claim them; staged again, the old rows are gone."""
    world = World(tmp_path, setup=Setup(in_flight=8))
    orders = [Order(f"S-{number}", 1) for number in range(620)]
    world.drop("a.xml", orders)
    world.die("after commit" if at == 1 else "before commit", at, after="step of spool.add_many")
    with closing(sqlite3.connect(world.data / "ledger.db")) as sql:
        assert sql.execute("SELECT count(*), max(claimable) FROM delivery").fetchone() == (500, 0)
        assert sql.execute("SELECT state FROM item").fetchall() == [("noticed",)]
    _ends_well(world, *orders)
    with closing(sqlite3.connect(world.data / "ledger.db")) as sql:
        assert sql.execute("SELECT count(*) FROM delivery").fetchone() == (620,)


@pytest.mark.parametrize("character", CHARACTERS)
def test_after_the_claim_before_the_first_byte(tmp_path: Path, character: str) -> None:
    """Sending becomes unknown, is absent in Acme, and goes again under the same key."""
    world = World(tmp_path, character, Setup(batch=False))
    world.drop("a.xml", [A1])
    world.die("before the first byte of POST /v1/orders")
    world.die("before the first byte of POST /v1/orders/lookup")
    assert state_names(world) == ["unknown"]
    _ends_well(world, A1)
    sent = requests_of(world, "A")
    assert [one.sent_times for one in sent] == ([2] if character in KEYED else [1, 1])


@pytest.mark.parametrize("character", CHARACTERS)
def test_during_a_batch(tmp_path: Path, character: str) -> None:
    """All of it is unknown; each document is looked up, and only what is absent goes again."""
    world = World(tmp_path, character)
    orders = [Order(f"S-{number}", 1) for number in range(10)]
    world.drop("a.xml", orders)
    world.faults({"kind": "cut_half_batch", "next": 1})
    world.die("before reading the answer to POST /v1/orders/batch")
    assert sum(state_names(world, order.no) == ["sending"] for order in orders) == 10
    assert len(by_reference(world)) == 5
    _ends_well(world, *orders)
    again = [order.no for order in orders if sum(one.sent_times for one in requests_of(world, order.no)) > 1]
    if character != "lagging":
        assert sorted(again) == [f"S-{number}" for number in range(5, 10)]


@pytest.mark.parametrize("character", CHARACTERS)
def test_after_acme_committed_before_our_commit(tmp_path: Path, character: str) -> None:
    """Unknown, and found equal: created, later updated."""
    world = World(tmp_path, character)
    world.drop("a.xml", [A1])
    world.die("before commit", after="after target.send")
    assert state_names(world) == ["sending"]
    world.settle_down()
    assert state_names(world) == ["created"]
    world.drop("b.xml", [A2])
    world.die("before commit", after="after target.send")
    _ends_well(world, A2, files=("a.xml", "b.xml"))
    assert state_names(world) == ["created", "updated"]
    assert len(by_reference(world)["A"]) == 2


@pytest.mark.parametrize("character", CHARACTERS)
def test_acme_commits_after_our_look(tmp_path: Path, character: str) -> None:
    """With keys the same request meets "key in use", then the kept answer; without, lag and second look decide."""
    world = World(tmp_path, character, Setup(batch=False))
    world.drop("a.xml", [A1])
    world.die("after the last byte of POST /v1/orders")
    assert not by_reference(world), "it is not committed yet"
    world.die("before commit", after="after target.find")  # our look, too, is lost
    assert not by_reference(world)
    _ends_well(world, A1)
    assert len(by_reference(world)["A"]) == 1
    requests = [one.sent_times for one in requests_of(world, "A")]
    assert len(requests) == 1
    assert requests[0] > 1 or character == "unique"


def test_acme_commits_after_our_look_with_keys_says_key_in_use(tmp_path: Path) -> None:
    world = World(tmp_path, "both", Setup(batch=False))
    world.drop("a.xml", [A1])
    world.die("after the last byte of POST /v1/orders")
    _ends_well(world, A1)
    counts = world.control("GET", "requests")["requests"]
    assert isinstance(counts, dict)
    assert counts["POST orders collection"].get("409"), counts


def test_without_keys_an_absent_one_goes_again_only_after_the_lag(tmp_path: Path) -> None:
    world = World(tmp_path, "unique", Setup(batch=False))
    world.drop("a.xml", [A1])
    world.die("before the first byte of POST /v1/orders")
    died_at = world.around.time.passed
    world.run(retry_within=80.0)
    assert state_names(world) == ["unknown"]
    assert not by_reference(world)
    world.settle_down()
    writes = world.control("GET", "writes")["writes"]
    assert isinstance(writes, list)
    assert writes[0]["time"] - 1_780_000_000 >= died_at + 90
    _ends_well(world, A1)


@pytest.mark.parametrize("character", CHARACTERS)
def test_a_newer_version_arrives_while_the_older_is_unknown(tmp_path: Path, character: str) -> None:
    """It waits: the database lets one delivery of a lane fly. Then both are sent, in their order."""
    world = World(tmp_path, character, Setup(batch=False))
    world.drop("a.xml", [A1])
    world.die("after the last byte of POST /v1/orders")
    world.drop("b.xml", [A2])
    world.faults({"kind": "500", "on": "reads", "next": 20})
    world.run(retry_within=1.0)
    assert state_names(world) == ["unknown", "pending"]
    world.calm()
    _ends_well(world, A2, files=("a.xml", "b.xml"))
    assert [one.rev for one in by_reference(world)["A"]] == [1, 2]


def test_between_the_last_outcome_and_settling(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [A1])
    world.die("after commit", after="after target.send")
    assert (world.root / "orders" / "a.xml").exists()
    assert state_names(world) == ["created"]
    _ends_well(world, A1)


def test_after_the_move_before_done(tmp_path: Path) -> None:
    """The target has our bytes: done, and nothing is moved twice."""
    world = World(tmp_path)
    world.drop("a.xml", [A1])
    world.die("after store.move")
    assert not (world.root / "orders" / "a.xml").exists()
    _ends_well(world, A1)


class OtherVolume(Local):
    """Its archive lies on another volume: a plain rename into it is refused, as the system does."""

    killer: Killer

    def volumes(self, killer: Killer) -> OtherVolume:
        self.killer = killer
        self._rename = self._between(self._rename)
        return self

    def _between(self, rename: Callable[[str, str], None]) -> Callable[[str, str], None]:
        def refusing(source: str, target: str) -> None:
            if ("/archive/" in source) != ("/archive/" in target):
                os.stat(os.path.dirname(target))  # noqa: PTH116, PTH120 - the system looks for the folder first
                raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), source, None, target)
            self.killer.cross("before the copy has its name")
            rename(source, target)
            self.killer.cross("after the copy, before the delete")

        return refusing


def _on_another_volume(store: Store, killer: Killer) -> Store:
    assert isinstance(store, Local)
    store.__class__ = OtherVolume
    assert isinstance(store, OtherVolume)
    return store.volumes(killer)


@pytest.mark.parametrize("where", ["before the copy has its name", "after the copy, before the delete"])
def test_after_the_copy_before_the_delete(tmp_path: Path, where: str) -> None:
    """Both files stand there: verified, and the source is deleted."""
    world = World(tmp_path)
    world.around.store = _on_another_volume
    world.drop("a.xml", [A1])
    world.die(where)
    found = sorted(path.name for path in (world.root / "orders").rglob("*.xml"))
    assert found == (["a.xml", "a.xml"] if where.startswith("after") else ["a.xml"])
    _ends_well(world, A1)


def test_after_the_copy_the_source_is_replaced_and_not_deleted(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.around.store = _on_another_volume
    world.drop("a.xml", [A1])
    world.die("after the copy, before the delete")
    world.drop("a.xml", [A2])
    world.settle_down()
    judge_writes(world)
    judge_content(world, {"A": A2})
    judge_files(world, ["a.xml", "a (2).xml"])
    judge_ledger(world)


@pytest.mark.parametrize("where", ["before source.settle", "before store.move", "after source.plan"])
def test_source_replaced_meanwhile(tmp_path: Path, where: str) -> None:
    """It differs from what was read: left, and a new item."""
    world = World(tmp_path)
    world.drop("a.xml", [A1])
    world.die(where)
    world.drop("a.xml", [A2])
    _ends_well(world, A2)
    with closing(sqlite3.connect(world.data / "ledger.db")) as sql:
        assert sql.execute("SELECT state FROM item ORDER BY id").fetchall() == [("replaced",), ("done",)]


def _ledger_id(world: World) -> str:
    with closing(sqlite3.connect(world.data / "ledger.db")) as sql:
        return str(sql.execute("SELECT value FROM meta WHERE key = 'ledger_id'").fetchone()[0])


def _before_restoring(folder: Path, character: str) -> tuple[World, Path]:
    """The copy knows A1 and that B1 was on its way; Acme has A2 and B1 by now."""
    world = World(folder, character)
    world.drop("a.xml", [A1])
    world.settle_down()
    world.drop("b.xml", [B1])
    world.die("before target.send")
    copy = back_up(world)
    world.drop("c.xml", [A2])
    world.settle_down()
    return world, copy


@pytest.mark.parametrize("character", CHARACTERS)
def test_during_restore(tmp_path: Path, character: str) -> None:
    """Killed anywhere in it: the former ledger or the new one, and whoever sends reads Acme first."""
    probe, copy = _before_restoring(tmp_path / "probe", character)
    probe.app().restore(copy)
    points = len(probe.killer.crossings)
    assert points >= 2
    for at in range(1, points + 2):
        world, copy = _before_restoring(tmp_path / str(at), character)
        former = _ledger_id(world)
        try:
            world.app(at).restore(copy)
        except Killed:
            assert _ledger_id(world) == former
        else:
            assert at == points + 1
            assert _ledger_id(world) != former
        world.around.time.sleep(3700.0)  # what lay there when it was restored would be asked
        world.drop("d.xml", [Order("A", 3), Order("B", 2)])
        _ends_well(world, Order("A", 3), Order("B", 2), files=("a.xml", "b.xml", "c.xml", "d.xml"))
        assert [one.rev for one in by_reference(world)["A"]] == [1, 2, 3]
        assert [one.rev for one in by_reference(world)["B"]] == [1, 2]


def test_late_is_within_what_the_profile_promises() -> None:
    """Else these tests would ask for what nobody can keep."""
    assert 0 < LATE < 90
