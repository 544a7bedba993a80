"""Every statement of a run finds its rows through an index: what is done already costs nothing, however much it is."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from desktop_sync.ledger.database import Database
from tests.crash.exporting import ExportWorld
from tests.crash.orders import Order, Setup
from tests.crash.world import World, answer_account, back_up, sandbox

GROWS = r"(item|delivery|body|request|lane|entity|problem|plan_file|plan_row|audit|export|export_delivery)"
# An index that holds only what is still to be done may be read from end to end.
OPEN = (
    r"USING (COVERING )?INDEX (item_noticed|item_ended|item_to_settle|problem_\w+"
    r"|delivery_unknown|delivery_due|delivery_in_flight|delivery_retry|export_delivery_open)"
)


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Every statement, as it is written."""
    said: set[str] = set()
    prepare = Database._prepare

    def listening(self: Database) -> None:
        prepare(self)
        self._connection.set_trace_callback(said.add)

    monkeypatch.setattr(Database, "_prepare", listening)
    return said


Happening = Callable[[World, set[str]], None]


def versions_and_a_broken_file(world: World, spoken: set[str]) -> None:
    world.drop("b.xml", [Order("A", 2)])
    world.drop("c.xml", b"<Orders><Order")


def unknowns_that_cannot_be_looked_up_at_first(world: World, spoken: set[str]) -> None:
    world.faults({"kind": "cut_after", "next": 2}, {"kind": "500", "on": "reads", "next": 2})
    world.drop("b.xml", [Order("A", 2), Order("C", 1)])
    world.run()
    world.drop("c.xml", [Order("A", 3)])


def a_killed_process(world: World, spoken: set[str]) -> None:
    world.drop("b.xml", [Order("A", 2), Order("C", 1)])
    world.die("after commit of Ledger.exchange")


def refused_and_refused_again(world: World, spoken: set[str]) -> None:
    world.drop("b.xml", [Order("A", 2, customer="nobody"), Order("C", 1, customer="")])
    world.faults({"kind": "403", "next": 1})
    world.settle_down()
    world.drop("c.xml", [Order("A", 1), Order("A", 3), Order("C", 2)])
    world.around.time.sleep(3700.0)


def people_in_acme(world: World, spoken: set[str]) -> None:
    world.person("edit", "A", notes="by hand")
    world.person("delete", "B")
    world.drop("b.xml", [Order("A", 2), Order("B", 2)])


def a_restored_ledger(world: World, spoken: set[str]) -> None:
    copy = back_up(world)
    world.drop("b.xml", [Order("A", 2), Order("C", 1)])
    world.settle_down()
    world.app().restore(copy)
    spoken.clear()  # putting all lanes in doubt is done once and does read them all
    world.drop("c.xml", [Order("A", 3), Order("D", 1)])


def another_account(world: World, spoken: set[str]) -> None:
    world.around.sandbox = sandbox("both", world.around.time, tenant="production")
    answer_account(world, "another")
    spoken.clear()  # so is staging anew what the other account never got
    world.drop("b.xml", [Order("A", 2)])


def a_dry_run_and_its_execution(world: World, spoken: set[str]) -> None:
    world.drop("b.xml", [Order("A", 2), Order("C", 1)])
    with world.app().owner("execute") as owner:
        owner.execute("orders", owner.dry_run("orders"))


@pytest.mark.parametrize(
    "happening",
    [
        versions_and_a_broken_file,
        unknowns_that_cannot_be_looked_up_at_first,
        a_killed_process,
        refused_and_refused_again,
        people_in_acme,
        a_restored_ledger,
        another_account,
        a_dry_run_and_its_execution,
    ],
)
@pytest.mark.parametrize("batch", [True, False], ids=["batches", "singly"])
def test_no_statement_reads_what_is_done(tmp_path: Path, spoken: set[str], happening: Happening, batch: bool) -> None:
    world = World(tmp_path, setup=Setup(batch=batch))
    world.drop("a.xml", [Order("A", 1), Order("B", 1)])
    world.settle_down()
    happening(world, spoken)
    world.settle_down()
    slow = slow_ones(world.data / "ledger.db", spoken)
    assert len(spoken) > 40
    assert not slow, "\n".join(slow)


def test_no_statement_of_an_export_reads_what_is_delivered(tmp_path: Path, spoken: set[str]) -> None:
    world = ExportWorld(tmp_path)
    world.orders(Order("A", 1))
    world.run("changes")
    spoken.clear()  # the notes beside the ledger are begun once, and that does read all exports
    world.orders(Order("B", 1))
    (world.root / "latest").rename(world.root / "away")
    world.run("changes")
    (world.root / "away").rename(world.root / "latest")
    world.around.time.sleep(4000.0)
    with world.app().owner("round") as owner:
        assert owner.ledger.agenda.open_work()["changes"].work is not None
        assert owner.round("changes").outcome == "done"
    exports = {one for one in spoken if "export_delivery" in one}
    assert len(exports) > 8
    few = ("SCAN p USING COVERING INDEX sqlite_autoindex_place_1\n", "SCAN c\n")  # places, accounts of connections
    slow = [one for one in slow_ones(world.data / "ledger.db", exports) if not one.startswith(few)]
    assert not slow, "\n".join(slow)


def slow_ones(ledger: Path, spoken: set[str]) -> list[str]:
    """The statements that go through rows of what is done, each with the step that does."""
    slow = []
    with closing(sqlite3.connect(ledger, isolation_level=None)) as found:
        for statement in sorted(spoken):
            if statement.split(None, 1)[0] not in {"SELECT", "UPDATE", "DELETE", "INSERT", "WITH"}:
                continue
            for _, _, _, step in found.execute(f"EXPLAIN QUERY PLAN {statement}"):
                scans = re.match(rf"SCAN ({GROWS}|[a-z])\b", step) and "VIRTUAL" not in step and "CONSTANT" not in step
                whole = "sqlite_autoindex_item_1 (place=?)" in step or "(account=?)" in step
                if (scans and not re.search(OPEN, step)) or whole:
                    slow.append(f"{step}\n    {statement}")
    return slow
