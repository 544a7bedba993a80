"""The batch: each document on its own."""

from __future__ import annotations

import pytest

from tests.in_process import Rig, code, order


def entry(key: str, body: object, **more: object) -> dict[str, object]:
    return {"key": key, "method": "POST", "path": "/v1/orders", "if_match": None, "body": body, **more}


def test_each_document_has_its_own_result(rig: Rig) -> None:
    old = rig.create("old")
    path = f"/v1/orders/{old['id']}"
    entries = [
        entry("new", order("new")),
        entry("bad", order("bad", currency="x")),
        entry("twice", order("old")),
        entry("change", {"notes": "x"}, method="PUT", path=path, if_match="1"),
        entry("late", {"notes": "y"}, method="PUT", path=path, if_match="1"),
        entry("blind", {"notes": "y"}, method="PUT", path=path),
        entry("gone", {"notes": "y"}, method="PUT", path="/v1/orders/none", if_match="1"),
        entry("wrong", order("wrong"), path=path),
    ]
    results = rig.json("POST", "/v1/orders/batch", {"requests": entries})["results"]
    told = {result["key"]: (result["status"], result["etag"], result["body"].get("code")) for result in results}
    assert told == {
        "new": (201, '"1"', None),
        "bad": (422, None, "validation"),
        "twice": (409, None, "duplicate_reference"),
        "change": (200, '"2"', None),
        "late": (412, None, "version_mismatch"),
        "blind": (428, None, "precondition_required"),
        "gone": (404, None, "not_found"),
        "wrong": (422, None, "validation"),
    }
    assert [write[:2] for write in rig.writes()] == [("create", "old"), ("create", "new"), ("update", "old")]


@pytest.mark.parametrize(
    "body",
    [
        [],
        {"requests": []},
        {"requests": "all"},
        {"requests": [entry("", {})]},
        {"requests": [entry("k" * 256, {})]},
        {"requests": [entry("k", {}, method="DELETE")]},
        {"requests": [entry("k", {}, method={})]},
        {"requests": [entry("k", {}, path="/v1/invoices")]},
        {"requests": [entry("k", {}, if_match='"1"')]},
        {"requests": [entry("k", [])]},
        {"requests": [entry("k", {}, more=1)]},
        {"requests": [{"key": "k"}]},
    ],
)
def test_a_batch_that_is_none_is_refused_as_a_whole(rig: Rig, body: object) -> None:
    assert code(rig.reply("POST", "/v1/orders/batch", body)) == (422, "validation")


def test_a_hundred_documents_are_taken(rig: Rig) -> None:
    entries = [entry(f"k{number}", order(str(number))) for number in range(100)]
    results = rig.json("POST", "/v1/orders/batch", {"requests": entries})["results"]
    assert {result["status"] for result in results} == {201}
    assert len(rig.writes()) == 100
