"""What was ever done is counted by the database itself: whoever moves a state, and also when rows are gone."""

from __future__ import annotations

from datetime import UTC, datetime

from desktop_sync.core.model import AnswerKind
from desktop_sync.core.sentence import Facts
from desktop_sync.core.standing import FlowHead, picture
from desktop_sync.ledger.database import read_only
from desktop_sync.ledger.standing import standing
from tests.unit.ledger.desk import Desk, order


def totals(desk: Desk) -> dict[str, dict[str, int]]:
    with read_only(desk.file) as sql:
        return {kind: dict(flows.get("orders", {})) for kind, flows in standing(sql, 0.0).totals.items()}


def test_they_count_and_never_go_back(desk: Desk) -> None:
    run = desk.ledger.journal.begin_run("orders")
    desk.stage(order("A"), order("B"))
    first, second = desk.claim()
    desk.say(first, AnswerKind.DONE)
    desk.say(second, AnswerKind.REJECTED)
    desk.ledger.journal.end_run(run, "problems", {})
    expected = {"documents": {"created": 1, "rejected": 1}, "files": {"noticed": 1}, "runs": {"problems": 1}}
    assert totals(desk) == expected
    for table in ("request", "body", "problem", "delivery", "item", "run"):
        desk.change(f"DELETE FROM {table}")
    desk.reopen()
    assert totals(desk) == expected
    desk.stage(order("A", "new"))
    desk.done()
    assert totals(desk)["documents"] == {"created": 1, "rejected": 1, "updated": 1}


def test_an_answer_is_noted_with_the_outcomes(desk: Desk) -> None:
    desk.clock.wait(50)
    desk.ledger.exchange(desk.owner, [], [], desk.terms(), "acme")
    with read_only(desk.file) as sql:
        [account] = standing(sql, 0.0).accounts
    assert account["answered_at"] == desk.clock.now()
    now = datetime.fromtimestamp(desk.clock.now() + 60, UTC)
    with read_only(desk.file) as sql:
        told = picture(standing(sql, 0.0), [FlowHead("orders", connections=("erp", "acme"))], None, Facts(now))
    assert told["sentence"]["values"]["answered_at"] == datetime.fromtimestamp(desk.clock.now(), UTC).isoformat()


def test_failures_in_a_row_and_the_last_item(desk: Desk) -> None:
    desk.notice()
    for outcome, note in (("done", ""), ("waiting", "The folder cannot be reached."), ("failed", "x")):
        desk.ledger.journal.end_run(desk.ledger.journal.begin_run("orders"), outcome, {}, note)
    with read_only(desk.file) as sql:
        found = standing(sql, 0.0)
    assert (found.failures["orders"], found.noticed["orders"]) == (2, desk.clock.now())
