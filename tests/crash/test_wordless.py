"""Refusals without a readable word: each is its own document's trouble, never the account's."""

from __future__ import annotations

from pathlib import Path

from desktop_sync.ledger.database import read_only
from tests.crash.judge import by_reference
from tests.crash.orders import Order
from tests.crash.world import World

WORDLESS = {"kind": "empty", "method": "POST", "next": 12}


def test_they_hold_up_no_other_document(tmp_path: Path) -> None:
    """Six orders that Acme cannot take, refused with an empty answer, and one that it can."""
    world = World(tmp_path)
    bad = [Order(f"B{number}", 1, customer=f"UNKNOWN-{number}") for number in range(6)]
    world.drop("a.xml", [*bad, Order("GOOD", 1)])
    world.faults(WORDLESS)
    world.run()
    world.settle_down()
    assert [one.action for one in by_reference(world)["GOOD"]] == ["create"]
    with read_only(world.data / "ledger.db") as sql:
        causes = [row["cause"] for row in sql.execute("SELECT cause FROM problem WHERE closed_at IS NULL")]
    assert not [one for one in causes if "reached" in one or one.startswith("connection")], causes
