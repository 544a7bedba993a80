"""A disk that is really full: a small file system of its own, filled to the last byte at every step of a run.

Nothing is lost, nothing goes twice, no fault of the program is told, and work goes on by itself when there is room.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from desktop_sync.core.errors import RetryLater, SyncError
from tests.crash.judge import ended_well, judge_ledger, judge_writes, open_problems, revs
from tests.crash.orders import BROKEN, Order, Setup
from tests.crash.world import World

A1, A2, B1, B2 = Order("A", 1), Order("A", 2), Order("B", 1), Order("B", 2)
SIZE = 24 * 2**20
LITTLE = '[general.retention]\nmin_free = "4MB"\n'


class Disk:
    """A file system in memory; ``ballast`` is what somebody else has left there."""

    def __init__(self, place: Path) -> None:
        self.place = place
        place.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)], check=False, capture_output=True
        )
        if done.returncode:
            pytest.skip(f"no file system can be mounted here: {done.stderr.decode().strip()}")

    def fill(self, leave: int = 0) -> None:
        """To the last byte, or with that many left."""
        self.free()
        with (self.place / "ballast").open("wb", buffering=0) as file, suppress(OSError):
            block = bytes(2**16)
            while (left := self._left() - leave) > 0:
                file.write(block[: min(left, len(block))])

    def _left(self) -> int:
        return os.statvfs(self.place).f_bavail * os.statvfs(self.place).f_frsize

    def free(self) -> None:
        """It is cleaned up."""
        (self.place / "ballast").unlink(missing_ok=True)

    def unmount(self) -> None:
        subprocess.run(["umount", "-l", str(self.place)], check=True)


pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="a small file system is mounted"),
    pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may mount one"),
]


@pytest.fixture
def disks() -> Iterator[list[Disk]]:
    mounted: list[Disk] = []
    yield mounted
    for disk in mounted:
        disk.unmount()


def _world(folder: Path, disks: list[Disk], **more: object) -> tuple[World, Disk]:
    """Its data folder is on the small disk."""
    disk = Disk(folder / "data")
    disks.append(disk)
    world = World(folder, "both", Setup(general=LITTLE, batch=False, **more))  # type: ignore[arg-type]
    world.around.reserve = 2**20
    return world, disk


def test_noticing_stops_before_delivering_does_and_it_is_said_once(tmp_path: Path, disks: list[Disk]) -> None:
    world, disk = _world(tmp_path, disks)
    world.run()
    world.around.reachable = False
    world.drop("a.xml", [A1])
    world.run()
    world.drop("b.xml", [B1])
    world.around.reachable = True
    disk.fill(leave=2 * 10**6)
    for _ in range(2):
        world.run()
        world.around.time.sleep(3700.0)
    result = world.run()
    assert result.outcome == "waiting"
    assert "Nothing new is taken in" in result.note
    assert revs(world) == [1], "what was taken in is delivered"
    assert revs(world, "B") == []
    [told] = [text for text in open_problems(world) if "disk" in text]
    assert "MB left" in told
    disk.free()
    world.settle_down()
    ended_well(world, "a.xml", "b.xml", A=A1, B=B1)
    assert not open_problems(world)


@pytest.mark.parametrize("lasting", [True, False], ids=["one process", "new processes"])
@pytest.mark.timeout(600)
def test_full_at_any_step(tmp_path: Path, disks: list[Disk], pytestconfig: pytest.Config, lasting: bool) -> None:
    """To the last byte: nothing can be written to ledger, spool or log."""

    def prepared(folder: Path) -> tuple[World, Disk]:
        world, disk = _world(folder, disks)
        world.drop("a.xml", [A1, B1])
        world.settle_down()
        world.drop("b.xml", [A2, Order("C", 1)])
        world.drop("c.xml", [B2])
        world.lasting = lasting
        return world, disk

    probe, _ = prepared(tmp_path / "probe")
    probe.run()
    probe.stop()
    points = len(probe.killer.crossings)
    broke = 0
    told: list[str] = []
    for at in range(1, points + 1, 2 if pytestconfig.getoption("--long") else 9):
        world, disk = prepared(tmp_path / str(at))
        seen: list[str] = []

        def watch(crossing: str, at: int = at, disk: Disk = disk, seen: list[str] = seen) -> None:
            seen.append(crossing)
            if len(seen) == at:
                disk.fill()

        world.watch = watch
        try:
            world.run()
        except RetryLater as error:
            broke += 1
            told.append(str(error))
        with suppress(SyncError):
            world.run()  # it is tried again while the disk is still full
        disk.free()
        world.around.time.sleep(3700.0)
        world.settle_down()
        world.stop()
        ended_well(world, "a.xml", "b.xml", "c.xml", A=A2, B=B2, C=Order("C", 1))
        assert not [text for text in open_problems(world) if "fault of Desktop Sync" in text]
        disks.remove(disk)
        disk.unmount()
    assert broke > 2, "the disk was never full where it matters"
    assert all("full" in text or "room" in text for text in told)


def test_a_full_disk_of_the_source_settles_later(tmp_path: Path, disks: list[Disk]) -> None:
    """The archive and the reason of a refused file lie beside it; nothing is imported again."""
    world = World(tmp_path, "both", Setup(batch=False))
    disk = Disk(tmp_path / "orders")
    disks.append(disk)
    world.drop("a.xml", [A1])
    world.drop("d.xml", BROKEN)
    disk.fill()
    world.run()
    world.around.time.sleep(10.0)
    world.run()
    assert revs(world) == [1]
    disk.free()
    world.around.time.sleep(3700.0)
    world.settle_down()
    judge_writes(world)
    judge_ledger(world)
    assert list((tmp_path / "orders" / "failed").rglob("d.xml.reason.json"))
    assert list((tmp_path / "orders" / "archive").rglob("a.xml"))
    assert revs(world) == [1]
