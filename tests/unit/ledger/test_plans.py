"""Every statement of a run finds its rows through an index: what is done already costs nothing, however much it is."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from desktop_sync.ledger.database import Database
from tests.crash.orders import Order
from tests.crash.world import World

GROWS = r"(item|delivery|body|request|lane|entity|problem)"
# An index that holds only what is still to be done may be read from end to end.
OPEN = (
    r"USING (COVERING )?INDEX (item_noticed|item_ended|item_to_settle|problem_\w+"
    r"|delivery_unknown|delivery_due|delivery_in_flight|delivery_retry)"
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


def test_no_statement_reads_what_is_done(tmp_path: Path, spoken: set[str]) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [Order("A", 1), Order("B", 1)])
    world.settle_down()
    world.drop("b.xml", [Order("A", 2)])
    world.drop("c.xml", b"<Orders><Order")
    world.settle_down()
    found = sqlite3.connect(world.data / "ledger.db", isolation_level=None)
    slow = []
    for statement in sorted(spoken):
        if statement.split(" ", 1)[0] not in {"SELECT", "UPDATE", "DELETE", "INSERT", "WITH"}:
            continue
        for _, _, _, step in found.execute(f"EXPLAIN QUERY PLAN {statement}"):
            scans = re.match(rf"SCAN ({GROWS}|[a-z])\b", step) and "VIRTUAL" not in step and "CONSTANT" not in step
            whole = "sqlite_autoindex_item_1 (place=?)" in step or "(account=?)" in step
            if (scans and not re.search(OPEN, step)) or whole:
                slow.append(f"{step}\n    {statement}")
    found.close()
    assert len(spoken) > 40
    assert not slow, "\n".join(slow)
