"""Cases of issue 2 by name, each through the whole house: files, spool, ledger, engine, client, sandbox."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desktop_sync.core.errors import RetryLater, Stop
from tests.crash.judge import (
    by_reference,
    judge_content,
    judge_files,
    judge_ledger,
    judge_writes,
    open_problems,
    requests_of,
    states,
    writes,
)
from tests.crash.orders import Order, Setup
from tests.crash.world import CHARACTERS, World, sandbox

A1, A2, A3 = Order("A", 1), Order("A", 2), Order("A", 3)


def _revs(world: World, reference: str = "A") -> list[int]:
    return [one.rev for one in by_reference(world).get(reference, [])]


def _states(world: World, reference: str = "A") -> list[str]:
    return [state for _, _, state in states(world, reference)]


def _ended(world: World, *files: str, failed: tuple[str, ...] = (), **content: Order) -> None:
    judge_writes(world)
    judge_content(world, content)
    judge_files(world, files, failed)
    judge_ledger(world)


def _cannot_look(*numbers: int) -> dict[str, object]:
    """These look-ups by reference fail."""
    return {"kind": "500", "on": "reads", "path": "/v1/orders/lookup", "numbers": list(numbers)}


# -- versions and lanes --------------------------------------------------------------------------


@pytest.mark.parametrize("character", CHARACTERS)
def test_older_file_after_newer(tmp_path: Path, character: str) -> None:
    world = World(tmp_path, character)
    world.drop("a.xml", [A2])
    world.settle_down()
    world.drop("b.xml", [A1])
    world.settle_down()
    _ended(world, "a.xml", "b.xml", A=A2)
    assert _revs(world) == [2]
    assert _states(world) == ["created", "superseded"]


def test_the_same_order_twice_in_one_file(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [A1, A2, Order("B", 1), Order("B", 1)])
    world.settle_down()
    _ended(world, "a.xml", A=A2, B=Order("B", 1))
    assert _revs(world) == [2]
    assert sorted(_states(world)) == ["created", "superseded"]
    assert _revs(world, "B") == [1]


def test_the_same_order_in_two_files_of_one_run(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [A2])
    world.drop("b.xml", [A1])
    world.settle_down()
    _ended(world, "a.xml", "b.xml", A=A2)
    assert _revs(world) == [2]


@pytest.mark.parametrize("character", CHARACTERS)
def test_the_same_order_from_two_flows(tmp_path: Path, character: str) -> None:
    """A lane is machine-wide: the second flow's version waits for the unknown one of the first."""
    world = World(tmp_path, character, Setup(flows=("orders", "more"), batch=False))
    world.drop("a.xml", [A1])
    world.drop("b.xml", [A2], flow="more")
    world.faults({"kind": "cut_after", "next": 1}, _cannot_look(2, 3, 4, 5))
    world.run("orders", retry_within=0.1)
    world.run("more", retry_within=0.1)
    assert sorted(_states(world)) == ["pending", "unknown"]
    world.calm()
    world.settle_down()
    judge_writes(world)
    judge_content(world, {"A": A2})
    judge_files(world, ["a.xml"])
    judge_files(world, ["b.xml"], flow="more")
    judge_ledger(world)
    assert _revs(world) == [1, 2]


def test_v2_refused_while_v1_waits(tmp_path: Path) -> None:
    """The refused one blocks nobody; once what it lacked is there, it follows by itself."""
    world = World(tmp_path)
    refused = Order("A", 2, customer="UNKNOWN-1")
    world.drop("a.xml", [A1])
    world.drop("b.xml", [refused])
    world.settle_down()
    assert _revs(world) == [1]
    assert _states(world) == ["created", "rejected"]
    assert "UNKNOWN-1" in open_problems(world)[0]
    world.control("POST", "customers", {"add": ["UNKNOWN-1"]})
    world.around.time.sleep(3700)
    world.settle_down()
    _ended(world, "a.xml", failed=("b.xml",), A=refused)
    assert not open_problems(world)


def test_v2_refused_while_v1_waits_and_v3_comes(tmp_path: Path) -> None:
    """A newer success closes the problem of the older one, which is never sent again."""
    world = World(tmp_path)
    world.drop("a.xml", [A1])
    world.drop("b.xml", [Order("A", 2, customer="UNKNOWN-1")])
    world.settle_down()
    world.drop("c.xml", [A3])
    world.settle_down()
    assert not open_problems(world)
    world.control("POST", "customers", {"add": ["UNKNOWN-1"]})
    world.around.time.sleep(3700)
    world.settle_down()
    _ended(world, "a.xml", "c.xml", failed=("b.xml",), A=A3)
    assert _revs(world) == [1, 3]


@pytest.mark.parametrize("character", CHARACTERS)
@pytest.mark.parametrize("fault", ["cut_before", "cut_after", "late_commit"])
def test_update_arriving_while_the_create_is_unknown(tmp_path: Path, character: str, fault: str) -> None:
    """The header says "update"; whether there is something to update is known when the create is."""
    world = World(tmp_path, character, Setup(batch=False))
    world.drop("a.xml", [Order("A", 1, kind="N")])
    seconds = {"seconds": 8} if fault == "late_commit" else {}
    world.faults({"kind": fault, "next": 1, **seconds}, _cannot_look(2, 3, 4, 5))
    world.run(retry_within=0.05)
    world.drop("b.xml", [Order("A", 2, kind="C")])
    world.run(retry_within=0.05)
    assert _states(world) == ["unknown", "pending"]
    world.calm()
    world.settle_down()
    _ended(world, "a.xml", "b.xml", A=A2)
    assert _revs(world) == [1, 2]


def test_create_and_update_in_one_run(tmp_path: Path) -> None:
    """The newest goes first, but what only updates cannot begin a document."""
    world = World(tmp_path)
    world.drop("a.xml", [Order("A", 1, kind="N"), Order("A", 2, kind="C"), Order("A", 3, kind="C")])
    world.settle_down()
    assert not open_problems(world)
    _ended(world, "a.xml", A=A3)
    assert _revs(world) == [1, 3]


def test_what_waits_behind_an_unknown_one_does_not_keep_us_busy(tmp_path: Path) -> None:
    world = World(tmp_path, "unique", Setup(batch=False))
    world.drop("a.xml", [A1])
    world.faults({"kind": "cut_before", "next": 1})
    world.run(retry_within=0.0)
    world.drop("b.xml", [A2])
    world.around.time.naps = 0
    world.run(retry_within=200.0)
    assert world.around.time.naps < 1000, "about one look at the ledger in half a second, not a hundred"
    _ended(world, "a.xml", "b.xml", A=A2)


def test_a_b_a(tmp_path: Path) -> None:
    a, b = Order("A", 1, "first"), Order("A", 1, "second")
    world = World(tmp_path)
    for number, order in enumerate((a, b, a)):
        world.drop(f"{number}.xml", [order])
        world.settle_down()
    assert [one.notes for one in writes(world)] == ["first", "second", "first"]
    _ended(world, "0.xml", "1.xml", "2.xml", A=a)


def test_a_b_a_in_one_run_sends_nothing_that_acme_has(tmp_path: Path) -> None:
    a, b = Order("A", 1, "first"), Order("A", 1, "second")
    world = World(tmp_path)
    world.drop("0.xml", [a])
    world.settle_down()
    world.drop("1.xml", [b])
    world.drop("2.xml", [a])
    world.settle_down()
    assert [one.notes for one in writes(world)] == ["first"]
    assert _states(world) == ["created", "superseded", "unchanged"]
    _ended(world, "0.xml", "1.xml", "2.xml", A=a)


# -- files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["after source.fetch", "after target.send", "before source.settle", "before store.move"])
def test_file_replaced_between_fetch_and_settle(tmp_path: Path, where: str) -> None:
    """What nobody has read is never archived: it is left, and a new item."""
    world = World(tmp_path)
    world.drop("a.xml", [A1])

    seen: list[str] = []

    def replaced(crossing: str) -> None:
        if crossing == where and not seen:
            seen.append(crossing)
            world.drop("a.xml", [A2])

    world.watch = replaced
    world.run()
    assert seen
    world.settle_down()
    _ended(world, "a.xml", A=A2)


def test_archived_file_copied_back(tmp_path: Path) -> None:
    """With its old time and all: it is a new item, nothing of it is sent, and it is archived again."""
    world = World(tmp_path)
    world.drop("a.xml", [A1])
    world.settle_down()
    (archived,) = (world.root / "orders" / "archive").rglob("a.xml")
    shutil.copy2(archived, world.root / "orders" / "a.xml")
    world.settle_down()
    assert _states(world) == ["created", "unchanged"]
    _ended(world, "a.xml", "a (2).xml", A=A1)


def test_archived_file_moved_back_after_a_newer_version(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [A1])
    world.settle_down()
    world.drop("b.xml", [A2])
    world.settle_down()
    (archived,) = (world.root / "orders" / "archive").rglob("a.xml")
    archived.rename(world.root / "orders" / "a.xml")
    world.settle_down()
    assert _revs(world) == [1, 2]
    _ended(world, "a.xml", "b.xml", A=A2)


# -- changes around it ---------------------------------------------------------------------------

NEW_FIELD = 'customer_reference = { constant = "by the new mapping" }'


@pytest.mark.parametrize(
    ("where", "after", "mapped_anew"),
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
    _ended(world, "a.xml", A=A1)


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
    world.faults({"kind": fault, "next": 1}, _cannot_look(2, 3))
    world.run(retry_within=0.0)
    world.around.time.shift -= 3600
    world.drop("b.xml", [A2])
    begun = world.around.time.passed
    world.settle_down()
    assert world.around.time.passed - begun < 1800
    _ended(world, "a.xml", "b.xml", A=A2)


def test_clock_set_back_an_hour_keeps_young_files_young(tmp_path: Path) -> None:
    """Ages are counted by our own looks: a half-written file is not read because a clock has jumped."""
    world = World(tmp_path, setup=Setup(min_age=10))
    world.around.time.shift = 3600
    world.drop("a.xml", [A1])
    world.around.time.shift = 0
    begun = world.around.time.passed
    world.run()
    assert world.around.time.passed - begun >= 10
    _ended(world, "a.xml", A=A1)


def _answer(world: World, answer: str) -> None:
    with world.app().owner("account") as owner:
        owner.accept_account(world.app().connection("acme"), answer)


def test_account_exchanged(tmp_path: Path) -> None:
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
    _answer(world, "another")
    world.settle_down()
    assert _revs(world) == [2], "a first version there, whatever the other account has"
    assert world.control("GET", "writes", query="reference=A")["writes"]
    _ended(world, "a.xml", "b.xml", A=A2)
    world.around.sandbox = test
    with pytest.raises(Stop, match="production"):
        world.run()
    _answer(world, "another")
    world.drop("c.xml", [A1])
    world.settle_down()
    assert _revs(world) == [1], "the first account's lanes were kept: unchanged"
    _ended(world, "a.xml", "b.xml", "c.xml", A=A1)


def test_account_exchanged_what_was_on_its_way_stays_with_its_account(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [A1])
    world.die("before reading the answer to POST /v1/orders")
    former = world.around.sandbox
    world.around.sandbox = sandbox("both", world.around.time, tenant="production")
    _answer(world, "another")
    world.run()
    assert not writes(world), "it was read for the other account"
    world.around.sandbox = former
    _answer(world, "another")
    world.settle_down()
    _ended(world, "a.xml", A=A1)


def test_the_same_account_at_a_new_address_keeps_its_lanes(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [A1])
    world.settle_down()
    world.configure(base_url="http://127.0.0.1:10")
    with pytest.raises(Stop, match="127.0.0.1:10"):
        world.run()
    _answer(world, "same")
    world.drop("b.xml", [A1])
    world.drop("c.xml", [A2])
    world.settle_down()
    assert _revs(world) == [1, 2]
    _ended(world, "a.xml", "b.xml", "c.xml", A=A2)


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
    copy.drop("c.xml", [A3])
    copy.settle_down()
    assert _revs(world) == [1, 2, 3]
    _ended(copy, "a.xml", "c.xml", A=A3)


# -- what was found while this was built ---------------------------------------------------------


def test_our_own_late_commit_is_not_taken_for_a_person(tmp_path: Path) -> None:
    """``ask``, and an API without keys: the update is sent again, and refused because the first has arrived meanwhile."""
    world = World(tmp_path, "unique", Setup(batch=False, on_conflict="ask"))
    world.drop("a.xml", [A1])
    world.settle_down()
    world.drop("b.xml", [A2])
    world.faults({"kind": "late_commit", "next": 1, "seconds": 0.3})

    def slowly(crossing: str) -> None:
        if crossing == "before target.send":
            world.around.time.sleep(0.35)  # the first look saw nothing; the second sending comes later than the commit

    world.watch = slowly
    world.settle_down()
    assert not open_problems(world)
    assert _states(world) == ["created", "updated"]
    _ended(world, "a.xml", "b.xml", A=A2)


def test_a_look_up_that_lags_does_not_make_a_deletion(tmp_path: Path) -> None:
    """Refused as changed by people, read again, and the look-up does not show the order yet: it was not deleted."""
    world = World(tmp_path, "lagging", Setup(batch=False))
    world.drop("a.xml", [A1])
    world.run()
    world.person("edit", "A", notes="by hand")
    world.drop("b.xml", [A2])
    world.settle_down()
    assert not open_problems(world)
    _ended(world, "a.xml", "b.xml", A=A2)


def test_a_look_up_that_lags_uses_up_no_conflicts(tmp_path: Path) -> None:
    """Versions 1, 2 and the person's edit within its lag: it shows version 1, then 2, long after Acme has 3."""
    world = World(tmp_path, "lagging", Setup(batch=False))
    world.drop("a.xml", [A1])
    world.run()
    world.around.time.sleep(4.0)
    world.drop("b.xml", [A2])
    world.run()
    world.around.time.sleep(0.5)
    world.person("edit", "A", notes="by hand")
    world.drop("c.xml", [A3])
    world.settle_down()
    assert not open_problems(world)
    _ended(world, "a.xml", "b.xml", "c.xml", A=A3)


def _back_up(world: World) -> Path:
    copy = world.root / "copy.db"
    with world.app().owner("ledger backup") as owner:
        owner.ledger.database.backup(copy)
    return copy


@pytest.mark.parametrize("character", CHARACTERS)
def test_a_restored_ledger_waits_for_what_the_former_one_sent_last(tmp_path: Path, character: str) -> None:
    """It knows nothing of the create that is still on its way, and the file is noticed again."""
    world = World(tmp_path, character, Setup(batch=False))
    world.run()
    copy = _back_up(world)
    world.drop("a.xml", [A1])
    world.die("after the last byte of POST /v1/orders")
    world.around.time.sleep(1.0)
    world.app().restore(copy)
    world.settle_down()
    _ended(world, "a.xml", A=A1)
    assert _states(world) == ["unchanged"]


@pytest.mark.parametrize("character", CHARACTERS)
def test_a_restored_ledger_overwrites_nothing_newer(tmp_path: Path, character: str) -> None:
    """The copy holds an unknown create of version 1; Acme has version 3 by now."""
    world = World(tmp_path, character, Setup(batch=False))
    world.drop("a.xml", [A1])
    world.die("before reading the answer to POST /v1/orders")
    copy = _back_up(world)
    world.drop("b.xml", [A2])
    world.settle_down()
    world.drop("c.xml", [A3])
    world.settle_down()
    world.app().restore(copy)
    world.settle_down()
    assert _revs(world) == [1, 2, 3]
    judge_ledger(world)


def test_restoring_over_a_damaged_ledger(tmp_path: Path) -> None:
    """That is what copies are for."""
    world = World(tmp_path)
    world.drop("a.xml", [A1])
    world.settle_down()
    copy = _back_up(world)
    (world.data / "ledger.db").write_bytes(b"no database at all" * 1000)
    with pytest.raises(Stop, match="damaged"):
        world.run()
    kept = world.app().restore(copy)
    assert kept is not None
    assert kept.read_bytes().startswith(b"no database at all")
    world.drop("b.xml", [A2])
    world.settle_down()
    _ended(world, "a.xml", "b.xml", A=A2)


def test_restoring_while_somebody_reads_loses_nothing(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [A1])
    world.settle_down()
    copy = _back_up(world)
    world.drop("b.xml", [A2])
    with closing(sqlite3.connect(f"{(world.data / 'ledger.db').as_uri()}?mode=ro", uri=True)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM delivery").fetchone()
        world.run()
        with pytest.raises(RetryLater, match="read by another program"):
            world.app().restore(copy)
    assert _states(world) == ["created", "updated"], "the ledger is what it was"
    assert requests_of(world, "A")
    assert world.app().restore(copy) is not None
    world.settle_down()
    _ended(world, "a.xml", "b.xml", A=A2)
