"""Idempotency: replay, reuse, lifetime, single and batch, and requests that are committed late."""

from __future__ import annotations

import json

import pytest

from desktop_sync.sandbox.messages import Cut, Reply
from tests.in_process import Rig, code, order


def entry(key: str, reference: str, **fields: object) -> dict[str, object]:
    return {"key": key, "method": "POST", "path": "/v1/orders", "if_match": None, "body": order(reference, **fields)}


def batch(rig: Rig, *entries: dict[str, object]) -> list[dict[str, object]]:
    results: list[dict[str, object]] = rig.json("POST", "/v1/orders/batch", {"requests": list(entries)})["results"]
    return results


def test_the_same_request_with_the_same_key_is_done_once_and_answered_the_same(rig: Rig) -> None:
    first = rig.reply("POST", "/v1/orders", order("4711"), idempotency_key="k")
    again = rig.reply("POST", "/v1/orders", order("4711"), idempotency_key="k")
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert (again.status, again.body) == (first.status, first.body)
    assert (again.headers["etag"], again.headers["location"]) == (first.headers["etag"], first.headers["location"])
    assert rig.writes() == [("create", "4711", "api", 1)]


def test_the_spelling_of_the_body_does_not_matter(rig: Rig) -> None:
    rig.create()
    headers = {"X-Api-Key": rig.sandbox.credentials.api_key, "Content-Type": "application/json", "Idempotency-Key": "k"}
    body = json.dumps(order("4712"))
    spaced = json.dumps(dict(reversed(order("4712").items())), indent=3)
    assert body != spaced
    answers = [rig.sandbox.handle("POST", "/v1/orders", "", headers, text.encode()) for text in (body, spaced)]
    assert [answer.status for answer in answers if isinstance(answer, Reply)] == [201, 201]


def test_another_request_with_the_same_key_is_refused(rig: Rig) -> None:
    path = f"/v1/orders/{rig.json('POST', '/v1/orders', order('4711'), idempotency_key='k')['id']}"
    assert code(rig.reply("POST", "/v1/orders", order("4712"), idempotency_key="k")) == (422, "key_reused")
    assert code(rig.reply("PUT", path, {"notes": "x"}, if_match='"1"', idempotency_key="k")) == (422, "key_reused")
    rig.reply("PUT", path, {"notes": "x"}, if_match='"1"', idempotency_key="k2")
    assert code(rig.reply("PUT", path, {"notes": "x"}, if_match='"2"', idempotency_key="k2")) == (422, "key_reused")


def test_definite_refusals_are_kept_too(rig: Rig) -> None:
    rig.create()
    first = rig.reply("POST", "/v1/orders", order("4711"), idempotency_key="k")
    rig.json("POST", "/control/person", {"action": "delete", "resource": "orders", "reference": "4711"})
    again = rig.reply("POST", "/v1/orders", order("4711"), idempotency_key="k")
    assert code(first) == code(again) == (409, "duplicate_reference")
    assert again.headers["idempotency-replayed"] == "true"


def test_what_was_not_processed_is_not_kept(rig: Rig) -> None:
    for kind in ("429", "500", "503", "401"):
        rig.fault(kind, next=1)
        assert rig.reply("POST", "/v1/orders", order("4711"), idempotency_key="k").status == int(kind)
    assert rig.reply("POST", "/v1/orders", order("4711"), idempotency_key="k").status == 201


def test_a_key_is_forgotten_after_its_lifetime() -> None:
    rig = Rig("keys", key_lifetime=100)
    assert rig.sandbox.profile["idempotency"] == {"header": "Idempotency-Key", "lifetime": 100}
    rig.json("POST", "/v1/orders", order("4711"), idempotency_key="k")
    rig.clock.wait(100)
    assert "idempotency-replayed" in rig.reply("POST", "/v1/orders", order("4711"), idempotency_key="k").headers
    rig.clock.wait(1)
    assert "idempotency-replayed" not in rig.reply("POST", "/v1/orders", order("4711"), idempotency_key="k").headers
    assert [write[0] for write in rig.writes()] == ["create", "create"]


def test_a_key_means_the_same_singly_and_in_a_batch(rig: Rig) -> None:
    document = rig.json("POST", "/v1/orders", order("4711"), idempotency_key="a")
    results = batch(rig, entry("a", "4711"), entry("b", "4712"))
    assert [(result["key"], result["status"]) for result in results] == [("a", 201), ("b", 201)]
    assert results[0]["body"] == document
    path = f"/v1/orders/{document['id']}"
    change: dict[str, object] = {"key": "c", "method": "PUT", "path": path, "if_match": "1", "body": {"notes": "x"}}
    assert batch(rig, change)[0]["status"] == 200
    answer = rig.reply("PUT", path, {"notes": "x"}, if_match='"1"', idempotency_key="c")
    assert (answer.status, answer.headers["idempotency-replayed"]) == (200, "true")
    assert [write[0] for write in rig.writes()] == ["create", "create", "update"]


def test_a_key_that_is_too_long_is_refused(rig: Rig) -> None:
    assert code(rig.reply("POST", "/v1/orders", order("4711"), idempotency_key="k" * 256)) == (400, "unreadable")


def test_without_keys_in_the_character_keys_mean_nothing() -> None:
    rig = Rig("unique")
    assert rig.sandbox.profile["idempotency"] is None
    rig.json("POST", "/v1/orders", order("4711"), idempotency_key="k")
    assert code(rig.reply("POST", "/v1/orders", order("4711"), idempotency_key="k")) == (409, "duplicate_reference")


def test_a_late_commit_holds_its_key_then_is_done_once_and_replayed(rig: Rig) -> None:
    rig.fault("late_commit", seconds=7.5, next=1)
    assert isinstance(rig.call("POST", "/v1/orders", order("4711"), idempotency_key="k"), Cut)
    assert rig.writes() == []
    answer = rig.reply("POST", "/v1/orders", order("4711"), idempotency_key="k")
    assert code(answer) == (409, "key_in_use")
    assert answer.headers["retry-after"] == "8"
    assert code(rig.reply("POST", "/v1/orders", order("4712"), idempotency_key="k")) == (422, "key_reused")
    rig.clock.wait(7.5)
    again = rig.reply("POST", "/v1/orders", order("4711"), idempotency_key="k")
    assert (again.status, again.headers["idempotency-replayed"]) == (201, "true")
    assert rig.writes() == [("create", "4711", "api", 1)]


def test_a_late_commit_is_logged_with_its_own_time(rig: Rig) -> None:
    start = rig.clock.now()
    rig.fault("late_commit", seconds=3, next=1)
    rig.call("POST", "/v1/orders", order("4711"))
    rig.clock.wait(60)
    assert rig.json("GET", "/control/writes")["writes"][0]["time"] == start + 3


def test_a_late_update_is_checked_when_it_is_committed(rig: Rig) -> None:
    path = f"/v1/orders/{rig.create()['id']}"
    rig.fault("late_commit", seconds=5, next=1)
    rig.call("PUT", path, {"notes": "late"}, if_match='"1"', idempotency_key="k")
    rig.clock.wait(1)
    rig.json("POST", "/control/person", {"action": "edit", "resource": "orders", "reference": "4711"})
    rig.clock.wait(5)
    assert rig.json("GET", path)["version"] == "2"
    assert code(rig.reply("PUT", path, {"notes": "late"}, if_match='"1"', idempotency_key="k")) == (
        412,
        "version_mismatch",
    )
    assert [write[2] for write in rig.writes()] == ["api", "person"]


def test_without_keys_a_late_create_meets_the_unique_reference() -> None:
    rig = Rig("unique")
    rig.fault("late_commit", seconds=5, next=1)
    rig.call("POST", "/v1/orders", order("4711", notes="late"))
    assert rig.create(notes="in time")["version"] == "1"
    rig.clock.wait(6)
    assert rig.writes() == [("create", "4711", "api", 1)]
    assert rig.json("GET", "/v1/orders", query="external_reference=4711")["items"][0]["notes"] == "in time"


def test_two_late_commits_of_one_key_are_done_once(rig: Rig) -> None:
    rig.fault("late_commit", seconds=5, numbers=[1])
    rig.fault("late_commit", seconds=2, numbers=[2])
    for _ in range(2):
        assert isinstance(rig.call("POST", "/v1/orders", order("4711"), idempotency_key="k"), Cut)
    rig.clock.wait(3)
    assert code(rig.reply("POST", "/v1/orders", order("4711"), idempotency_key="k")) == (409, "key_in_use")
    rig.clock.wait(3)
    assert rig.writes() == [("create", "4711", "api", 1)]


@pytest.mark.parametrize("again", ["batch", "single"])
def test_a_late_batch_holds_the_key_of_each_document(rig: Rig, again: str) -> None:
    rig.fault("late_commit", seconds=4, next=1)
    requests = {"requests": [entry("a", "1"), entry("b", "2")]}
    assert isinstance(rig.call("POST", "/v1/orders/batch", requests), Cut)
    if again == "batch":
        result = batch(rig, entry("b", "2"), entry("c", "3"))
        assert [found["status"] for found in result] == [409, 201]
        assert result[0]["retry_after"] == 4
    else:
        assert code(rig.reply("POST", "/v1/orders", order("2"), idempotency_key="b")) == (409, "key_in_use")
    rig.clock.wait(4)
    assert [found["status"] for found in batch(rig, entry("a", "1"), entry("b", "2"))] == [201, 201]
    assert sorted(write[1] for write in rig.writes() if write[1] != "3") == ["1", "2"]
