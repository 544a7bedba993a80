"""Every kill point, one after the other: die there, start again from the disk, and let the judge decide.

The points are those of an undisturbed run of the same scenario, so they follow the product. Which row of the table in
delivery.md each belongs to does not matter here; `test_kill_table` has the rows by name.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from tests.crash.judge import judge_content, judge_files, judge_ledger, judge_writes
from tests.crash.killing import Killed
from tests.crash.orders import BROKEN, Order, Setup
from tests.crash.world import CHARACTERS, World

SHARDS = 4


def _fresh(world: World) -> None:
    """The first run of an installation."""
    world.drop("a.xml", [Order("A", 1), Order("B", 1)])
    world.drop("b.xml", [Order("A", 2), Order("N", 1, kind="N")])


def _changes(world: World) -> None:
    """A later one: updates, a cancel, something unchanged, something refused, something that is no order at all."""
    world.drop("a.xml", [Order("A", 1), Order("B", 1), Order("C", 1)])
    world.settle_down()
    world.drop("b.xml", [Order("A", 2), Order("D", 1), Order("X", 1, customer="UNKNOWN-7")])
    world.drop("c.xml", [Order("A", 3), Order("B", 1), Order("C", 2, kind="X")])
    world.drop("d.xml", BROKEN)


@dataclass(frozen=True, slots=True)
class Scenario:
    prepare: Callable[[World], None]
    content: dict[str, Order | None]
    archived: tuple[str, ...]
    failed: tuple[str, ...] = ()


SCENARIOS = {
    "fresh": Scenario(_fresh, {"A": Order("A", 2), "B": Order("B", 1), "N": Order("N", 1)}, ("a.xml", "b.xml")),
    "changes": Scenario(
        _changes,
        {"A": Order("A", 3), "B": Order("B", 1), "C": Order("C", 2), "D": Order("D", 1)},
        ("a.xml", "b.xml", "c.xml"),
        ("d.xml",),
    ),
}
# How much of it every run does; --long does all of it with both ways of sending.
EVERY = {"both": (True, 1), "keys": (False, 3), "unique": (False, 2), "lagging": (True, 2)}  # batch, each n-th point


def _world(folder: Path, character: str, scenario: Scenario, *, batch: bool) -> World:
    world = World(folder, character, Setup(batch=batch, in_flight=2))
    scenario.prepare(world)
    return world


def _crossings(folder: Path, character: str, scenario: Scenario, *, batch: bool) -> list[str]:
    world = _world(folder, character, scenario, batch=batch)
    world.run()
    crossings = list(world.killer.crossings)
    _judge(world, scenario)
    return crossings


def _judge(world: World, scenario: Scenario) -> None:
    world.settle_down()
    judge_writes(world)
    judge_content(world, scenario.content)
    judge_files(world, scenario.archived, scenario.failed)
    judge_ledger(world)


def _kill(world: World, at: int) -> bool:
    """Whether it died: a run that has less to do than the one before may end earlier."""
    try:
        world.run(kill_at=at)
    except Killed:
        return True
    return False


def _cases() -> list[ParameterSet]:
    cases: list[ParameterSet] = []
    for character in CHARACTERS:
        for name in SCENARIOS:
            for batch in (True, False):
                usual = EVERY[character][0] is batch
                marks = [] if usual else [pytest.mark.long]
                cases += [
                    pytest.param(character, name, batch, shard, marks=marks, id=f"{character}-{name}-{batch}-{shard}")
                    for shard in range(SHARDS)
                ]
    return cases


@pytest.mark.timeout(900)
@pytest.mark.parametrize("character, name, batch, shard", _cases())
def test_whoever_dies_at_any_point_ends_as_promised(
    tmp_path: Path, character: str, name: str, batch: bool, shard: int, pytestconfig: pytest.Config
) -> None:
    scenario = SCENARIOS[name]
    crossings = _crossings(tmp_path / "undisturbed", character, scenario, batch=batch)
    assert len(crossings) > 60, "the kill points are not generated any more"
    step = 1 if pytestconfig.getoption("--long") else EVERY[character][1]
    for at in range(1 + shard * step, len(crossings) + 1, SHARDS * step):
        world = _world(tmp_path / str(at), character, scenario, batch=batch)
        assert _kill(world, at), f"point {at} was not reached"
        try:
            _judge(world, scenario)
        except BaseException as error:
            error.add_note(f"killed at point {at} of {len(crossings)}: {crossings[at - 1]}")
            raise


@pytest.mark.timeout(900)
@pytest.mark.parametrize("character", CHARACTERS)
def test_whoever_dies_again_while_recovering_ends_as_promised(
    tmp_path: Path, character: str, pytestconfig: pytest.Config
) -> None:
    scenario = SCENARIOS["changes"]
    batch = EVERY[character][0]
    points = len(_crossings(tmp_path / "undisturbed", character, scenario, batch=batch))
    chance = random.Random(f"twice/{character}")
    for number in range(400 if pytestconfig.getoption("--long") else 12):
        world = _world(tmp_path / str(number), character, scenario, batch=batch)
        deaths = [chance.randint(1, points), chance.randint(1, points), chance.randint(1, points)]
        for at in deaths:
            _kill(world, at)
            world.around.time.sleep(chance.choice((0.0, 1.0, 20.0)))
        try:
            _judge(world, scenario)
        except BaseException as error:
            error.add_note(f"killed at the points {deaths}")
            raise


def test_the_points_hold_every_kind_of_step(tmp_path: Path) -> None:
    """The list is generated; this only says that nothing that matters has slipped out of it."""
    crossings = _crossings(tmp_path, "both", SCENARIOS["changes"], batch=True)
    for needed in (
        "after commit of Staging.write",
        "after commit of Settlings.order",
        "before commit of Settlings.settled",
        "step of spool.add_many",
        "after store.open",
        "before source.fetch",
        "before source.settle",
        "before store.move",
        "after store.move",
        "before store.write",
        "after store.write",
        "before target.send",
        "after target.send",
        "before target.find",
        "after target.find",
        "after target.account",
        "before the first byte of POST /v1/orders/batch",
        "after the last byte of POST /v1/orders/batch",
        "before reading the answer to POST /v1/orders/batch",
        "before reading the answer to POST /v1/orders/lookup",
    ):
        assert needed in crossings
