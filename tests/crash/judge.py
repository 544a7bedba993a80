"""The judge: what Acme's own log of accepted writes says, where every file is, and what the ledger still holds open.

It asks the product nothing but its tables: a bug that fools the product must not fool the judge.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise

from tests.crash.orders import Order
from tests.crash.world import World


@dataclass(frozen=True, slots=True)
class Written:
    """One accepted write in Acme's log."""

    reference: str
    action: str
    person: bool
    rev: int
    body: Mapping[str, object]

    @property
    def notes(self) -> str:
        return str(self.body.get("notes"))


def writes(world: World) -> list[Written]:
    """All of them, in their order."""
    found = world.control("GET", "writes")["writes"]
    assert isinstance(found, list)
    return [
        Written(one["reference"], one["action"], one["by"] == "person", int(one["body"]["source_version"]), one["body"])
        for one in found
    ]


def by_reference(world: World) -> dict[str, list[Written]]:
    """The log of each order."""
    found: dict[str, list[Written]] = {}
    for one in writes(world):
        found.setdefault(one.reference, []).append(one)
    return found


def judge_writes(world: World) -> None:
    """Nothing twice, nothing backwards, whatever may have happened."""
    for reference, log in by_reference(world).items():
        story = [(one.action, "person" if one.person else one.rev, one.notes) for one in log]
        creates = sum(one.action == "create" for one in log)
        deletes = sum(one.action == "delete" for one in log)
        assert creates <= 1 + deletes, f"{reference} was created twice: {story}"
        ours = [one for one in log if not one.person]
        assert all(a.rev <= b.rev for a, b in pairwise(ours)), f"{reference} went backwards: {story}"
        for one, other in pairwise(log):
            same = not one.person and not other.person and one.body == other.body
            assert not same, f"{reference} was sent twice: {story}"


def judge_content(world: World, expected: Mapping[str, Order | None]) -> None:
    """Acme ends with exactly these; None: never arrived."""
    log = by_reference(world)
    held = {name: None if story[-1].action == "delete" else (story[-1].rev, story[-1].notes) for name, story in
            log.items()}  # fmt: skip
    wanted = {name: (order.rev, order.notes) for name, order in expected.items() if order is not None}
    assert {name: value for name, value in held.items() if value is not None} == wanted, log


def judge_files(world: World, archived: Iterable[str], failed: Iterable[str] = (), flow: str = "orders") -> None:
    """Every file ended once, in the archive or among the failed ones, and nothing of ours is left lying about."""
    folder = world.root / flow
    found = [path.relative_to(folder) for path in folder.rglob("*") if path.is_file()]
    reasons = [path for path in found if path.name.endswith(".reason.json")]
    others = [path for path in found if path not in reasons]
    where = Counter((path.parts[0] if len(path.parts) > 1 else "left", path.name) for path in others)
    wanted = Counter({("archive", name): 1 for name in archived} | {("failed", name): 1 for name in failed})
    assert where == wanted, sorted(map(str, found))
    assert {path.name.removesuffix(".reason.json") for path in reasons} == set(failed)


def judge_ledger(world: World) -> None:
    """Nothing is open, nobody holds a claim, and every counter agrees with what it counts.

    What was on its way to an account that the connection does not lead to now stays with that account.
    """
    with closing(sqlite3.connect(world.data / "ledger.db")) as sql:
        assert sql.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert not sql.execute("PRAGMA foreign_key_check").fetchall()
        sql.execute(
            "CREATE TEMP VIEW elsewhere AS SELECT d.id, d.item FROM delivery d JOIN lane l ON l.id = d.lane"
            " WHERE l.account NOT IN (SELECT account FROM connection_account)"
        )
        left = sql.execute(
            "SELECT id, state, claimable, claim FROM delivery"
            " WHERE (state IN ('pending', 'sending', 'unknown') OR claimable = 0 OR claim IS NOT NULL)"
            " AND id NOT IN (SELECT id FROM elsewhere)"
        ).fetchall()
        assert not left
        open_items = sql.execute(
            "SELECT path, state, open FROM item WHERE ended_at IS NULL"
            " AND NOT (open > 0 AND id IN (SELECT item FROM elsewhere))"
        ).fetchall()
        assert not open_items
        wrong = sql.execute(
            "SELECT * FROM (SELECT i.id, i.open, i.refused,"
            " (SELECT count(*) FROM delivery d WHERE d.item = i.id AND d.state IN ('pending', 'sending', 'unknown')) o,"
            " (SELECT count(*) FROM delivery d WHERE d.item = i.id AND d.state = 'rejected') r FROM item i)"
            " WHERE open <> o OR refused <> r"
        ).fetchall()
        assert not wrong


def states(world: World, reference: str) -> list[tuple[str, int, str]]:
    """Version (as the ledger spells it), revision and state of each delivery of an order, as they were staged."""
    with closing(sqlite3.connect(world.data / "ledger.db")) as sql:
        rows = sql.execute(
            "SELECT coalesce(d.version, ''), d.revision, d.state FROM delivery d JOIN lane l ON l.id = d.lane"
            " WHERE l.reference = ? ORDER BY d.id",
            (reference,),
        ).fetchall()
    return [(str(row[0]), int(row[1]), str(row[2])) for row in rows]


def open_problems(world: World) -> list[str]:
    """What the open problems say."""
    with closing(sqlite3.connect(world.data / "ledger.db")) as sql:
        return [str(row[0]) for row in sql.execute("SELECT what FROM problem WHERE closed_at IS NULL ORDER BY id")]


@dataclass(frozen=True, slots=True)
class Sent:
    """One request of the ledger, with how often it was sent."""

    method: str
    key: str
    sent_times: int
    outcome: str | None


def requests_of(world: World, reference: str) -> list[Sent]:
    """The requests of an order, in the order they were made."""
    with closing(sqlite3.connect(world.data / "ledger.db")) as sql:
        rows = sql.execute(
            "SELECT r.method, r.key, r.sent_times, r.outcome FROM request r JOIN delivery d ON d.id = r.delivery"
            " JOIN lane l ON l.id = d.lane WHERE l.reference = ? ORDER BY d.id, r.number",
            (reference,),
        ).fetchall()
    return [Sent(*row) for row in rows]


def ended_well(world: World, *archived: str, failed: Iterable[str] = (), **content: Order) -> None:
    """All four: Acme's log, what Acme holds, the files, the ledger."""
    judge_writes(world)
    judge_content(world, content)
    judge_files(world, archived, failed)
    judge_ledger(world)


def revs(world: World, reference: str = "A") -> list[int]:
    """The versions of an order in the order Acme accepted them."""
    return [one.rev for one in by_reference(world).get(reference, [])]


def state_names(world: World, reference: str = "A") -> list[str]:
    """The states of an order's deliveries, in the order they were staged."""
    return [state for _, _, state in states(world, reference)]
