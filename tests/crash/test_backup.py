"""The nightly copy, killed anywhere in it: there is a good copy afterwards or there is none, never half of one."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_sync.core.errors import SettingsError
from desktop_sync.ledger.soundness import fault_of_copy
from tests.crash.judge import ended_well, open_problems, revs
from tests.crash.killing import Killed
from tests.crash.orders import Order, Setup
from tests.crash.world import CHARACTERS, World

A1, A2 = Order("A", 1), Order("A", 2)


def test_killed_anywhere_it_leaves_good_copies_only(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [A1])
    world.settle_down()
    world.back_up()
    points = len(world.killer.crossings)
    assert points >= 10
    for at in range(1, points + 1):
        world.around.time.sleep(86400.0)
        with pytest.raises(Killed):
            world.back_up(at)
        copies = world.app().copies()
        assert copies
        assert not any(fault_of_copy(copy.path) for copy in copies)
    world.around.time.sleep(86400.0)
    world.back_up()
    assert len(list((world.data / "backups").iterdir())) == 1
    assert not open_problems(world)


@pytest.mark.parametrize("character", CHARACTERS)
def test_the_newest_copy_is_restored_and_nothing_goes_twice(tmp_path: Path, character: str) -> None:
    world = World(tmp_path, character, Setup(batch=False))
    world.drop("a.xml", [A1])
    world.settle_down()
    world.back_up()
    world.drop("b.xml", [A2, Order("B", 1)])
    world.settle_down()
    copy, kept = world.app().restore()
    assert copy.parent == world.data / "backups"
    assert kept is not None
    world.around.time.sleep(3700.0)  # what lay there when it was restored would be asked
    world.drop("c.xml", [Order("B", 2), Order("C", 1)])
    world.settle_down()
    ended_well(world, "a.xml", "b.xml", "c.xml", A=A2, B=Order("B", 2), C=Order("C", 1))
    assert revs(world, "B") == [1, 2]


def test_without_a_copy_there_is_nothing_to_restore(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.run()
    with pytest.raises(SettingsError, match="There is no copy of the ledger"):
        world.app().restore()
