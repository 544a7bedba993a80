"""What the trail says of versions, requests and answers: every state has words, and the proof counts rightly."""

from __future__ import annotations

import re
from typing import Any

import pytest

from desktop_sync.core.model import AnswerKind
from desktop_sync.core.states import DeliveryState, Operation
from desktop_sync.ui import document_states
from desktop_sync.ui.trail import words
from desktop_sync.ui.trail.copied import text_of
from desktop_sync.ui.trail.proof import proof
from tests.gallery.trail import BODY, FIRST, NOON, REFUSED, SECOND, THIRD, UNKNOWN, delivery, lane, request


@pytest.mark.parametrize("state", [one.value for one in DeliveryState])
def test_every_state_has_a_word_a_mood_and_a_reason(state: str) -> None:
    one = delivery(1, state, [])
    assert document_states.word(document_states.state(one)) != state
    assert document_states.MOODS[state]
    assert words.why(one).endswith(".")


@pytest.mark.parametrize("kind", [one.value for one in AnswerKind])
def test_every_answer_has_words(kind: str) -> None:
    told = words.answered(request("POST", "/v1/orders", NOON, None, outcome=kind))
    assert told
    assert "_" not in told


def test_what_is_done_is_told_for_each_operation() -> None:
    said = {words.operation(delivery(1, "created", [], operation=one.value)) for one in Operation}
    assert len(said) == len(Operation)


def test_what_waits_says_for_what() -> None:
    held, again, new = (
        words.why(delivery(1, "pending", [], **more)) for more in ({"claimable": 2}, {"attempts": 3}, {"attempts": 0})
    )
    assert "approves" in held
    assert "not before 27/11/2026" in again
    assert new == "It waits for its turn."
    assert document_states.state(delivery(1, "pending", [], claimable=2)) == "held"


@pytest.mark.parametrize(
    "deliveries, more, mood, begins",
    [
        ([FIRST, SECOND, THIRD], {}, "well", "It is in Acme once, as ord_00081244"),
        ([FIRST], {"remote_id": None}, "well", "It is in Acme once."),
        ([FIRST, REFUSED], {}, "attention", "An older version is in Acme, once"),
        ([REFUSED], {"remote_id": None}, "attention", "It is not in Acme: it was refused."),
        ([FIRST, UNKNOWN], {}, "attention", "Whether the newest version is in Acme is not known yet."),
        ([delivery(1, "pending", [])], {"remote_id": None}, "paused", "It is not in Acme."),
        ([], {"erased_at": NOON}, "paused", "Its data were erased on 27/11/2026"),
    ],
)  # fmt: skip
def test_what_stands_in_acme(deliveries: list[dict[str, Any]], more: dict[str, Any], mood: str, begins: str) -> None:
    told = proof(lane(*deliveries, **more))
    assert told.mood == mood
    assert told.headline.startswith(begins)


def test_what_the_proof_rests_on() -> None:
    once = proof(lane(FIRST)).sentences
    assert once[0] == "Seen once, with the content 03bb737f4d40."
    same = proof(lane(THIRD, THIRD)).sentences
    assert "always with the same content (2a7d65e97fbb)" in same[0]
    assert not any("request" in one for one in same)
    told = " ".join(proof(lane(FIRST, SECOND, in_doubt=1, pruned=3, pruned_at=NOON)).sentences)
    assert "Created in Acme: 1. Changed in Acme: 1." in told
    assert re.search(r"3 older version\S*, removed by retention, the last on 27/11/2026", told)
    assert "Before anything more is sent, Acme is asked what it has." in told
    people = [{"action": "erase", "who": "anna", "at": NOON, "delivery": None, "reason": "", "details": ""}]
    assert "Not counted: what anna erased on 27/11/2026" in " ".join(proof(lane(FIRST, people=people)).sentences)


def test_the_text_for_support_tells_of_plans_edits_and_where_the_file_went() -> None:
    text = text_of([lane({**FIRST, "plan": 12, "unedited": "feed" * 16})])
    assert "Sent as foreseen by dry run 12" in text
    assert "Edited by a person; the file says content feedfeed" in text
    assert "The file was moved to archive/2026/11/27/ORD_0812.xml" in text
    assert BODY["notes"] not in text


def test_places_and_names() -> None:
    assert words.named("orders", "4711") == "Order 4711"
    assert words.named("invoices", "4711") == "Invoice 4711"
    assert words.named("shipments", "4711") == "shipments 4711"
    assert words.place({"line": 1204, "column": 7}) == "line 1,204, column 7"
    assert words.place({"line": 3}) == "line 3"
    assert words.place({"line": 3, "member": "a/b.xml"}) == "a/b.xml, line 3"
    assert words.place({}) == "at its beginning"
