"""What changes around an installation: the mapping, the clock, the account, the machine."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desktop_sync.core.errors import Stop
from tests.crash.judge import (
    by_reference,
    ended_well,
    open_problems,
    revs,
    state_names,
    writes,
)
from tests.crash.orders import Order, Setup
from tests.crash.world import CHARACTERS, World, answer_account, cannot_look, sandbox

A1, A2, A3 = Order("A", 1), Order("A", 2), Order("A", 3)


NEW_FIELD = 'customer_reference = { constant = "by the new mapping" }'


@pytest.mark.parametrize(
    "where, after, mapped_anew",
    [
        ("step of spool.add_many", "", True),
        ("before commit", "step of spool.add_many", True),
        ("before target.find", "", False),
        ("before target.send", "", False),
        ("after target.send", "", False),
    ],
)
@pytest.mark.parametrize("character", CHARACTERS)
def test_mapping_changed_between_kill_and_restart(
    tmp_path: Path, character: str, where: str, after: str, *, mapped_anew: bool
) -> None:
    """What was staged keeps its mapping: an unknown one is compared with what was sent, not with what would be now."""
    world = World(tmp_path, character)
    world.drop("a.xml", [A1])
    world.die(where, after=after)
    world.configure(fields=NEW_FIELD)
    world.settle_down()
    (log,) = by_reference(world).values()
    assert len(log) == 1
    assert ("customer_reference" in log[0].body) is mapped_anew
    ended_well(world, "a.xml", A=A1)


def test_mapping_changed_within_staging_leaves_one_mapping_a_stage(tmp_path: Path) -> None:
    world = World(tmp_path, setup=Setup(in_flight=8))
    world.drop("a.xml", [Order(f"S-{number}", 1) for number in range(620)])
    world.die("after commit", after="step of spool.add_many")
    world.configure(fields=NEW_FIELD)
    world.settle_down()
    assert {one.body.get("customer_reference") for one in writes(world)} == {"by the new mapping"}
    with closing(sqlite3.connect(world.data / "ledger.db")) as sql:
        assert sql.execute("SELECT count(DISTINCT mapping), count(*) FROM delivery").fetchone() == (1, 620)


@pytest.mark.parametrize("character", CHARACTERS)
@pytest.mark.parametrize("fault", ["cut_before", "cut_after", "429", "503"])
def test_clock_set_back_an_hour(tmp_path: Path, character: str, fault: str) -> None:
    """Nothing is sent twice, and nobody waits for the hour to come back."""
    world = World(tmp_path, character, Setup(batch=False))
    world.drop("a.xml", [A1])
    world.faults({"kind": fault, "next": 1}, cannot_look(2, 3))
    world.run(retry_within=0.0)
    world.around.time.shift -= 3600
    world.drop("b.xml", [A2])
    begun = world.around.time.passed
    world.settle_down()
    assert world.around.time.passed - begun < 1800
    ended_well(world, "a.xml", "b.xml", A=A2)


def test_clock_set_back_an_hour_keeps_young_files_young(tmp_path: Path) -> None:
    """Ages are counted by our own looks: a half-written file is not read because a clock has jumped."""
    world = World(tmp_path, setup=Setup(min_age=10))
    world.around.time.shift = 3600
    world.drop("a.xml", [A1])
    world.around.time.shift = 0
    begun = world.around.time.passed
    world.run()
    assert world.around.time.passed - begun >= 10
    ended_well(world, "a.xml", A=A1)


def test_pitfall_53_account_exchanged(tmp_path: Path) -> None:
    """From test to production: nothing goes anywhere before a person has spoken; then nothing there counts as known."""
    world = World(tmp_path)
    world.drop("a.xml", [A1])
    world.settle_down()
    test, production = world.around.sandbox, sandbox("both", world.around.time, tenant="production")
    world.around.sandbox = production
    world.drop("b.xml", [A1, A2])
    with pytest.raises(Stop, match="production"):
        world.run()
    assert not writes(world)
    assert (world.root / "orders" / "b.xml").exists()
    answer_account(world, "another")
    world.settle_down()
    assert revs(world) == [2], "a first version there, whatever the other account has"
    assert world.control("GET", "writes", query="reference=A")["writes"]
    ended_well(world, "a.xml", "b.xml", A=A2)
    world.around.sandbox = test
    with pytest.raises(Stop, match="production"):
        world.run()
    answer_account(world, "another")
    world.drop("c.xml", [A1])
    world.settle_down()
    assert revs(world) == [1], "the first account's lanes were kept: unchanged"
    ended_well(world, "a.xml", "b.xml", "c.xml", A=A1)


def test_account_exchanged_what_was_on_its_way_stays_with_its_account(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [A1])
    world.die("before reading the answer to POST /v1/orders")
    former = world.around.sandbox
    world.around.sandbox = sandbox("both", world.around.time, tenant="production")
    answer_account(world, "another")
    world.run()
    assert not writes(world), "it was read for the other account"
    world.around.sandbox = former
    answer_account(world, "another")
    world.settle_down()
    ended_well(world, "a.xml", A=A1)


@pytest.mark.parametrize("answer", ["another", "back"])
def test_account_exchanged_while_it_cannot_be_asked(tmp_path: Path, answer: str) -> None:
    """Another API key at the same address, and the question who that is fails: a stranger gets nothing meanwhile."""
    world = World(tmp_path)
    world.drop("a.xml", [A1])
    world.settle_down()
    former, stranger = world.around.sandbox, sandbox("both", world.around.time, tenant="production")
    world.around.sandbox = stranger
    world.faults({"kind": "500", "on": "reads", "path": "/v1/account", "next": 3})
    world.drop("b.xml", [A2, Order("B", 1)])
    assert world.run().outcome == "stopped"
    assert not writes(world)
    assert state_names(world) == ["created", "pending"]
    if answer == "another":
        answer_account(world, "another")
        world.settle_down()
        ended_well(world, "a.xml", "b.xml", A=A2, B=Order("B", 1))
        assert revs(world) == [2], "what was never sent goes to the account that it leads to now"
    else:
        world.around.sandbox = former
        world.settle_down()
        ended_well(world, "a.xml", "b.xml", A=A2, B=Order("B", 1))
        assert revs(world) == [1, 2]
        assert not open_problems(world)


def test_the_same_account_at_a_new_address_keeps_its_lanes(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [A1])
    world.settle_down()
    world.configure(base_url="http://127.0.0.1:10")
    with pytest.raises(Stop, match=r"127\.0\.0\.1:10"):
        world.run()
    answer_account(world, "same")
    world.drop("b.xml", [A1])
    world.drop("c.xml", [A2])
    world.settle_down()
    assert revs(world) == [1, 2]
    ended_well(world, "a.xml", "b.xml", "c.xml", A=A2)


@pytest.mark.parametrize("character", CHARACTERS)
def test_data_folder_copied_to_another_machine(tmp_path: Path, character: str) -> None:
    """The copy keeps off until somebody says that it works there now; then it reads Acme first."""
    world = World(tmp_path, character, Setup(batch=False))
    world.drop("a.xml", [A1])
    world.die("after the last byte of POST /v1/orders")
    copy = World(tmp_path / "copy", character, Setup(batch=False))
    shutil.rmtree(copy.data)
    shutil.copytree(world.data, copy.data)
    shutil.copytree(world.root / "orders", copy.root / "orders", dirs_exist_ok=True)
    copy.around.time, copy.around.sandbox, copy.around.machine = world.around.time, world.around.sandbox, "machine-2"
    copy.configure()
    with pytest.raises(Stop, match="another machine"):
        copy.run()
    assert not writes(world)
    world.drop("b.xml", [A2])
    world.settle_down()
    with copy.app().owner("ledger move-here") as owner:
        owner.move_here()
    world.around.time.sleep(2 * 3600.0)  # what may have been there before is not sent over what the copy does not know
    copy.drop("c.xml", [A3])
    copy.settle_down()
    assert revs(world) == [1, 2, 3]
    ended_well(copy, "a.xml", "c.xml", A=A3)


def test_a_refused_sign_in_is_not_tried_by_the_next_process(tmp_path: Path) -> None:
    """Pitfall 59: who is started every minute would get the account locked."""
    world = World(tmp_path)
    world.drop("a.xml", [Order("A", 1)])
    world.faults({"kind": "401", "next": 1})
    assert world.run().outcome == "stopped"
    world.around.reachable = False  # whoever asks again would be told so
    with pytest.raises(Stop, match="refused"):
        world.run()
    world.around.reachable = True
    world.around.time.sleep(3601)
    world.settle_down()
    ended_well(world, "a.xml", A=Order("A", 1))
