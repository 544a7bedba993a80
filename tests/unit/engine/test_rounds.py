"""Between fires: what is due is worked off, in vain less and less often; of a paused flow only what is unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest

from desktop_sync.core.errors import Owner
from desktop_sync.core.events import Progress
from desktop_sync.core.model import AnswerKind
from desktop_sync.core.ports import Token
from desktop_sync.core.problem import Problem
from desktop_sync.engine.location import RunResult
from desktop_sync.engine.rounds import FLOOR, LONGEST, Rounds
from desktop_sync.engine.runs import Runs
from tests.unit.ledger.desk import Desk, order


@dataclass
class Works:
    """Notes what it is asked for; ``does`` is done in every round."""

    does: Callable[[], object] = lambda: None
    asked: list[str] = field(default_factory=list)

    def round(
        self, flow_id: str, token: Token | None = None, listen: Callable[[Progress], None] = lambda _: None
    ) -> RunResult:
        self.asked.append(f"round of {flow_id}")
        self.does()
        return RunResult(0, flow_id)

    def look_up(self, flow_id: str, connection: str, token: Token | None = None) -> RunResult:
        self.asked.append(f"look-up of {flow_id} in {connection}")
        self.does()
        return RunResult(0, flow_id)


class Table:
    def __init__(self, folder: Path) -> None:
        self.desk = Desk(folder)
        self.works = Works()
        self.runs = Runs(0, self.desk.clock)
        self.rounds = Rounds(self.desk.ledger.agenda, self.runs, self.works, self.desk.clock)

    def minute(self, *working: str, after: float = 60.0) -> list[str]:
        """One minute later: what is asked for."""
        self.desk.clock.wait(after)
        self.works.asked.clear()
        self.rounds.start(working, ["acme"])
        return list(self.works.asked)


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    made = Table(tmp_path)
    yield made
    made.desk.close()


def test_nothing_is_asked_for_where_nothing_is_left(table: Table) -> None:
    assert table.minute("orders") == []


def test_what_waits_is_worked_off_without_a_run(table: Table) -> None:
    table.desk.stage(order("A"))
    table.works.does = table.desk.done
    assert table.minute("orders") == ["round of orders"]
    table.works.does = lambda: None
    assert table.minute("orders") == ["round of orders"]  # its file is to be moved away
    assert table.desk.sql("SELECT * FROM run") == []


def test_rounds_in_vain_become_rare(table: Table) -> None:
    table.desk.stage(order("A"))
    begun = [table.desk.clock.now() for _ in range(2000) if table.minute("orders", after=10)]
    gaps = [b - a for a, b in pairwise(begun)]
    assert gaps[:4] == sorted(gaps[:4])
    assert gaps[0] >= FLOOR
    assert LONGEST <= gaps[-1] <= LONGEST + 10


def test_of_a_flow_that_may_not_send_only_unknowns_are_looked_up(table: Table) -> None:
    table.desk.stage(order("A"))
    assert table.minute() == []
    table.desk.say(table.desk.one(), AnswerKind.UNKNOWN)
    table.desk.clock.wait(60)
    assert table.minute() == ["look-up of orders in acme"]
    table.works.asked.clear()
    table.desk.clock.wait(LONGEST)
    table.rounds.start([], [])  # its connection is gone from the settings
    assert table.works.asked == []


def test_missing_references_and_settles_that_failed_come_when_they_are_due(table: Table) -> None:
    item = table.desk.stage(order("A"))
    table.desk.say(table.desk.one(), AnswerKind.MISSING_REFERENCE)
    assert table.minute("orders") == ["round of orders"]  # the file of a refused document is settled
    problem = Problem(f"settle:{item.id}", "settle", "It is open elsewhere.", "", Owner.IT)
    table.desk.ledger.settlings.later(item, 900, problem)
    assert table.minute("orders", after=600) == []
    assert table.minute("orders", after=400) == ["round of orders"]
    with table.desk.ledger.database.transaction() as sql:
        sql.execute("UPDATE item SET state = 'done'")
    assert table.minute("orders", after=1800) == []
    assert table.minute("orders", after=1800) == ["round of orders"]  # an hour after the refusal


def test_flow_at_work_is_left_alone(table: Table) -> None:
    table.desk.stage(order("A"))
    asked: list[list[str]] = []

    def run(token: Token, listen: Callable[[Progress], None]) -> str:
        asked.append(table.minute("orders"))
        return "done"

    table.runs.start("orders", "a person", run)
    assert asked == [[]]
