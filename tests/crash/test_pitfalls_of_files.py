"""Pitfalls 1 to 19 of the design, each through whole runs: files as customers' folders really have them.

11 stands in ``tests/unit/stores/test_local.py``, 12 in ``test_locations.py``.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from desktop_sync.core.model import Entity
from desktop_sync.core.ports import Store
from desktop_sync.stores.moving import patiently
from desktop_sync.stores.trouble import about_file
from tests.crash.judge import ended_well, judge_content, judge_files, judge_writes, writes
from tests.crash.orders import Order, Setup, payload
from tests.crash.world import World

A1, A2, B1, C1 = Order("A", 1), Order("A", 2), Order("B", 1), Order("C", 1)


class Wrapped:
    """A store of which single methods are others."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the store has
        return getattr(self._store, name)


class Held(Wrapped):
    """Another program has every file open; ``what``: so that it cannot be opened, or not be moved."""

    def __init__(self, store: Store, what: str, held: Callable[[], bool]) -> None:
        super().__init__(store)
        self._what = what
        self._held = held

    def _refuse(self, what: str, path: str) -> None:
        if what == self._what and self._held():
            raise about_file(OSError(errno.EBUSY, "busy"), what, path)

    def open(self, path: str) -> BinaryIO:
        self._refuse("open", path)
        return self._store.open(path)

    def move(self, source: str, target: str) -> None:
        self._refuse("move", source)
        self._store.move(source, target)


class Orderly(Wrapped):
    """Refuses to open anything while it is being listed."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._listing = False

    def list(self, recursive: bool = False, without: Sequence[str] = ()) -> Iterator[Entity]:
        self._listing = True
        yield from self._store.list(recursive, without)
        self._listing = False

    def open(self, path: str) -> BinaryIO:
        assert not self._listing
        return self._store.open(path)


def query(world: World, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(world.data / "ledger.db")) as found:
        return found.execute(sql).fetchall()


def problems(world: World) -> list[str]:
    return [row[0] for row in query(world, "SELECT what FROM problem WHERE closed_at IS NULL")]


def lying(world: World) -> list[str]:
    return sorted(path.name for path in (world.root / "orders").iterdir() if path.is_file())


def at_time(path: Path, seconds: float) -> Path:
    os.utime(path, (seconds, seconds))
    return path


@pytest.mark.parametrize("time_kept", [False, True])
def test_pitfall_1_a_file_that_grows_slowly_is_read_when_it_is_whole(tmp_path: Path, time_kept: bool) -> None:
    """The minimum age bridges a pause of the writer. A copy that keeps the old time of its file is old from its first
    byte on: of that one only the second look tells.
    """
    world = World(tmp_path, setup=Setup(min_age=10), lasting=True)
    whole = payload([A1, B1])
    for part in range(0, len(whole), 90):
        path = world.drop("a.xml", whole[: part + 90])
        if time_kept:
            at_time(path, 1_000_000_000.0)
        for pause in (0, 0 if time_kept else 8):
            world.around.time.sleep(pause)
            world.run(retry_within=1, patience=0)
            assert not query(world, "SELECT path FROM item"), f"taken with {part + 90} bytes"
        world.around.time.sleep(8)
    world.settle_down()
    ended_well(world, "a.xml", A=A1, B=B1)


@pytest.mark.parametrize("moment", [0.0, 4_000_000_000.0, 1_780_000_000.0 + 7200, 1_780_000_000.0 - 7200])
def test_pitfall_2_clocks_and_zones_that_differ(tmp_path: Path, moment: float) -> None:
    """1970, the year 2096, and a share whose clock is two hours off."""
    world = World(tmp_path, setup=Setup(min_age=10))
    at_time(world.drop("a.xml", [A1]), moment)
    world.settle_down()
    ended_well(world, "a.xml", A=A1)


def test_pitfalls_3_and_4_equal_and_old_times(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [A1])
    world.settle_down()
    for name, order in (("b.xml", B1), ("c.xml", C1)):
        at_time(world.drop(name, [order]), 1000.0)
    world.settle_down()
    ended_well(world, "a.xml", "b.xml", "c.xml", A=A1, B=B1, C=C1)


def test_pitfall_5_a_file_of_which_no_event_tells_is_found(tmp_path: Path) -> None:
    """Many network shares tell of nothing: what is there when the folder is looked at is the truth."""
    world = World(tmp_path, lasting=True)
    world.run()
    elsewhere = world.root / "b.part"
    elsewhere.write_bytes(payload([B1]))
    elsewhere.rename(world.root / "orders" / "b.xml")  # as another machine does it: no write that anybody here sees
    world.settle_down()
    ended_well(world, "b.xml", B=B1)


def test_pitfall_6_a_share_goes_away_and_returns_without_a_restart(tmp_path: Path) -> None:
    world = World(tmp_path, lasting=True)
    world.drop("a.xml", [A1])
    world.run()
    away = (world.root / "orders").rename(world.root / "away")
    for _ in range(3):
        assert world.run().outcome == "waiting"
    (problem,) = problems(world)
    assert "cannot be reached" in problem
    away.rename(world.root / "orders")
    world.drop("b.xml", [B1])
    world.settle_down()
    assert problems(world) == []
    ended_well(world, "a.xml", "b.xml", A=A1, B=B1)
    world.stop()


def test_pitfall_7_nothing_is_opened_while_the_listing_goes_on(tmp_path: Path) -> None:
    world = World(
        tmp_path, setup=Setup(source='order = "sequence"\nsequence = "No>F([0-9]+)<"\nsequence_in = "header"')
    )
    world.around.store = lambda store, killer: Orderly(store)
    orders = [Order(f"F{number}", 1) for number in range(60)]
    for order in orders:
        world.drop(f"{order.no}.xml", [order])
    world.settle_down()
    judge_content(world, {order.no: order for order in orders})


def test_pitfall_8_held_while_it_is_moved_away(tmp_path: Path) -> None:
    """Processed, move pending: told, tried again as a move, and never imported again."""
    held = [True]
    world = World(tmp_path)
    world.around.store = lambda store, killer: Held(store, "move", lambda: held[0])
    world.drop("a.xml", [A1])
    for _ in range(3):
        assert world.run().outcome == "waiting"
        world.around.time.sleep(60)
    assert "was processed but could not be moved away" in problems(world)[0]
    held[0] = False
    world.settle_down()
    assert problems(world) == []
    ended_well(world, "a.xml", A=A1)


def test_pitfall_8_held_while_it_is_to_be_read_is_told_after_some_tries(tmp_path: Path) -> None:
    held = [True]
    world = World(tmp_path)
    world.around.store = lambda store, killer: Held(store, "open", lambda: held[0])
    world.drop("a.xml", [A1])
    world.run(retry_within=1)
    assert problems(world) == []
    for _ in range(6):
        world.around.time.sleep(60)
        world.run(retry_within=1)
    (problem,) = problems(world)
    assert problem.startswith("a.xml cannot be fetched: a.xml is still open in another program.")
    held[0] = False
    world.settle_down()
    assert problems(world) == []
    ended_well(world, "a.xml", A=A1)


def test_pitfall_8_patience_is_bounded() -> None:
    tries: list[float] = []

    def held() -> None:
        tries.append(0.0)
        raise OSError(errno.EBUSY, "busy")

    with pytest.raises(OSError, match="busy"):
        patiently(held, tries.append)
    assert sum(tries) < 2.0


def test_pitfall_9_a_killed_run_leaves_no_litter_that_blocks(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [A1])
    world.die("after source.fetch")
    assert lying(world) == ["a.xml"]
    world.settle_down()
    assert lying(world) == []


def test_pitfall_10_a_taken_name_in_the_archive(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [A1])
    world.settle_down()
    world.drop("a.xml", [A2])
    world.settle_down()
    ended_well(world, "a.xml", "a (2).xml", A=A2)


def test_pitfalls_13_and_17_noticed_and_settled_survive_a_crash(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [A1])
    world.die("after commit of Items.notice")
    world.die("before store.move")
    world.settle_down()
    ended_well(world, "a.xml", A=A1)


def test_pitfall_14_nothing_is_read_again_after_a_restart(tmp_path: Path) -> None:
    world = World(tmp_path, setup=Setup(source='after_success = "keep"'))
    world.drop("a.xml", [A1])
    world.settle_down()
    for _ in range(3):
        assert world.run().counts["noticed"] == 0
    assert len(writes(world)) == 1
    assert lying(world) == ["a.xml"]


def test_pitfall_15_identity_is_frozen_when_it_is_noticed(tmp_path: Path) -> None:
    """Touched on the way: what was noticed ends as replaced, what is there is a new item, and it is sent once."""
    world = World(tmp_path)
    path = world.drop("a.xml", [A1])
    touched: list[str] = []

    def touch(crossing: str) -> None:
        if crossing == "before source.fetch" and not touched:
            touched.append(crossing)
            at_time(path, 2000.0)

    world.watch = touch
    world.settle_down()
    assert query(world, "SELECT state FROM item ORDER BY id") == [("replaced",), ("done",)]
    ended_well(world, "a.xml", A=A1)


def test_pitfall_16_cut_off_inside_a_file(tmp_path: Path) -> None:
    many = [Order(f"M{number}", 1) for number in range(1100)]
    world = World(tmp_path)
    world.drop("a.xml", many)
    world.die("after commit of Staging.write", 2)
    world.die("after target.send", 3)
    world.settle_down()
    judge_writes(world)
    judge_content(world, {order.no: order for order in many})
    judge_files(world, ["a.xml"])


def test_pitfall_17_a_file_that_vanished_is_gone_and_not_stuck(tmp_path: Path) -> None:
    world = World(tmp_path)
    path = world.drop("a.xml", [A1])
    world.die("after commit of Items.notice")
    path.unlink()
    assert world.settle_down().outcome == "done"
    assert query(world, "SELECT state FROM item") == [("gone",)]


def test_pitfalls_18_and_19_unreadable_refused_and_partly_refused(tmp_path: Path) -> None:
    world = World(tmp_path)
    refused = Order("R", 1, kind="C")
    world.drop("partly.xml", [A1, refused])
    world.drop("refused.xml", [Order("S", 1, kind="C")])
    world.drop("unreadable.xml", b"<Orders>")
    world.settle_down()
    judge_content(world, {"A": A1})
    judge_files(world, ["partly.xml"], ["refused.xml", "unreadable.xml"])


NAMES = {
    "nfc": unicodedata.normalize("NFC", "Aufträge.xml"),
    "nfd": unicodedata.normalize("NFD", "Aufträge.xml"),
    "long": "n" * 251 + ".xml",
    "reserved": "con.xml",
    "control": "a\tb\x1bc.xml",
    "quotes": "a\"b'c|d?*.xml",
    "blank": " .xml",
    "dots": "...xml",
    "emoji": "\N{PACKAGE}\N{ZERO WIDTH JOINER}.xml",
    "right to left": "\N{RIGHT-TO-LEFT OVERRIDE}lmx.xml",
    "sql": "'); DROP TABLE item;--.xml",
    "percent": "%s{0}%00.xml",
}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_names_of_every_kind_come_through(tmp_path: Path) -> None:
    """Two unicode forms of one name are two files; what Windows could not hold is archived under the nearest name."""
    world = World(tmp_path)
    orders = [Order(f"N{number}", 1) for number in range(len(NAMES))]
    for name, order in zip(NAMES.values(), orders, strict=True):
        tmp = world.drop("x.xml", [order])
        tmp.rename(tmp.with_name(name))
    (world.root / "orders" / os.fsdecode(b"\xff.xml")).write_bytes(b"")
    world.settle_down()
    judge_content(world, {order.no: order for order in orders})
    judge_writes(world)
    archived = [path.name for path in (world.root / "orders" / "archive").rglob("*") if path.is_file()]
    assert len(archived) == len(NAMES)
    assert not [name for name in archived if set(name) & set('<>:"|?*\t\x1b') or name.startswith("con.")]
    assert lying(world) == [os.fsdecode(b"\xff.xml")]


@pytest.mark.skipif(os.name == "nt", reason="needs links without rights")
def test_links_are_neither_read_nor_followed(tmp_path: Path) -> None:
    world = World(tmp_path, setup=Setup(source="recursive = true"))
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.xml").write_bytes(payload([B1]))
    (world.root / "orders" / "link.xml").symlink_to(outside / "secret.xml")
    (world.root / "orders" / "folder").symlink_to(outside)
    (world.root / "orders" / "loop").symlink_to(world.root / "orders")
    world.drop("a.xml", [A1])
    world.settle_down()
    judge_content(world, {"A": A1})
    assert (outside / "secret.xml").exists()
    told = "SELECT what FROM problem WHERE key LIKE 'remarks:orders:%' AND closed_at IS NULL"
    ((what,),) = query(world, told)
    assert {name for name in ("link.xml", "folder", "loop") if f"{name} is left out" in what} == {
        "link.xml", "folder", "loop",
    }  # fmt: skip
    for name in ("link.xml", "folder", "loop"):
        (world.root / "orders" / name).unlink()
    world.settle_down()
    assert query(world, told) == []


def test_read_only_files_are_settled(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [A1]).chmod(0o444)
    world.settle_down()
    ended_well(world, "a.xml", A=A1)


def test_folder_in_folder_in_folder(tmp_path: Path) -> None:
    world = World(tmp_path, setup=Setup(source="recursive = true"))
    deep = "/".join(["d"] * 40)
    (world.root / "orders" / deep).mkdir(parents=True)
    world.drop("a.xml", [A1]).rename(world.root / "orders" / deep / "a.xml")
    world.drop("a.xml", [B1])
    world.settle_down()
    judge_content(world, {"A": A1, "B": B1})
    (row,) = query(world, f"SELECT target FROM item WHERE path = '{deep}/a.xml'")
    assert row[0].endswith(f"/{deep}/a.xml")
