"""Creating and updating: schema, If-Match, references, customers."""

from __future__ import annotations

import json

import pytest

from tests.in_process import Rig, code, order


def test_a_created_document_comes_back_with_its_four_read_only_fields(rig: Rig) -> None:
    answer = rig.reply("POST", "/v1/orders", order("4711", notes="ü"))
    assert answer.status == 201
    assert answer.headers["etag"] == '"1"'
    document = json.loads(answer.body)
    assert answer.headers["location"] == f"/v1/orders/{document['id']}"
    assert document["version"] == "1"
    assert document["created_at"] == document["updated_at"]
    assert {name: document[name] for name in order("4711", notes="ü")} == order("4711", notes="ü")
    assert rig.writes() == [("create", "4711", "api", 1)]


def test_an_update_replaces_what_is_sent_keeps_the_rest_and_removes_null(rig: Rig) -> None:
    document = rig.create(notes="old", status="open")
    rig.clock.wait(5)
    path = f"/v1/orders/{document['id']}"
    answer = rig.reply("PUT", path, {"status": "shipped", "notes": None}, if_match='"1"')
    assert (answer.status, answer.headers["etag"]) == (200, '"2"')
    found = rig.json("GET", path)
    assert found["status"] == "shipped"
    assert "notes" not in found
    assert found["lines"] == document["lines"]
    assert found["updated_at"] > found["created_at"] == document["created_at"]


@pytest.mark.parametrize(
    "changes, pointer",
    [
        ({"lines": []}, "/lines"),
        ({"currency": "eur"}, "/currency"),
        ({"date": "2026-02-30"}, "/date"),
        ({"lines": [{"number": 1, "sku": "A", "quantity": "1e5", "unit_price": "1"}]}, "/lines/0/quantity"),
        ({"lines": [{"number": 1, "sku": "A", "quantity": "1"}]}, "/lines/0/unit_price"),
        ({"buyer": {"name": "nobody"}}, "/buyer/number"),
        ({"id": "ord_1"}, ""),
        ({"notes": None}, "/notes"),
        ({"lines": [{"number": 1.5, "sku": "A", "quantity": "1", "unit_price": "1"}]}, "/lines/0/number"),
    ],
)
def test_what_violates_the_schema_is_refused_with_its_place(rig: Rig, changes: dict[str, object], pointer: str) -> None:
    answer = rig.reply("POST", "/v1/orders", order("4711", **changes))
    assert code(answer) == (422, "validation")
    assert answer.headers["content-type"] == "application/problem+json"
    assert [error["pointer"] for error in json.loads(answer.body)["errors"]] == [pointer]
    assert rig.writes() == []


def test_a_fault_is_told_in_words_not_as_a_pattern(rig: Rig) -> None:
    answer = rig.reply("POST", "/v1/orders", order("4711", currency="Euro"))
    detail = json.loads(answer.body)["errors"][0]["detail"]
    assert detail == "'Euro' does not fit. Expected: Currency of all amounts, ISO 4217. For example: EUR"


def test_all_faults_come_at_once(rig: Rig) -> None:
    answer = rig.reply("POST", "/v1/orders", {"external_reference": "1", "currency": "x", "date": "today"})
    pointers = {error["pointer"] for error in json.loads(answer.body)["errors"]}
    assert pointers == {"/currency", "/date", "/buyer", "/lines"}


def test_required_fields_cannot_be_removed(rig: Rig) -> None:
    document = rig.create()
    answer = rig.reply("PUT", f"/v1/orders/{document['id']}", {"currency": None}, if_match='"1"')
    assert code(answer) == (422, "validation")
    assert rig.writes() == [("create", "4711", "api", 1)]


def test_the_reference_cannot_be_changed(rig: Rig) -> None:
    document = rig.create()
    path = f"/v1/orders/{document['id']}"
    assert code(rig.reply("PUT", path, {"external_reference": "4712"}, if_match='"1"')) == (422, "validation")
    assert rig.reply("PUT", path, {"external_reference": "4711"}, if_match='"1"').status == 200


def test_an_update_needs_the_version_that_is_there(rig: Rig) -> None:
    path = f"/v1/orders/{rig.create()['id']}"
    assert code(rig.reply("PUT", path, {"notes": "x"})) == (428, "precondition_required")
    assert code(rig.reply("PUT", path, {"notes": "x"}, if_match='"2"')) == (412, "version_mismatch")
    assert rig.reply("PUT", path, {"notes": "x"}, if_match='"1"').status == 200
    assert code(rig.reply("PUT", path, {"notes": "y"}, if_match='"1"')) == (412, "version_mismatch")
    for unreadable in ("1", "*", 'W/"1"', '"1", "2"', ""):
        assert code(rig.reply("PUT", path, {"notes": "y"}, if_match=unreadable)) == (400, "unreadable")


def test_unknown_and_deleted_documents_are_told_apart(rig: Rig) -> None:
    document = rig.create()
    rig.json("POST", "/control/person", {"action": "delete", "resource": "orders", "reference": "4711"})
    path = f"/v1/orders/{document['id']}"
    assert code(rig.reply("PUT", path, {"notes": "x"}, if_match='"2"')) == (410, "gone")
    assert code(rig.reply("GET", path)) == (410, "gone")
    assert code(rig.reply("PUT", "/v1/orders/ord_99", {"notes": "x"}, if_match='"1"')) == (404, "not_found")


def test_an_api_may_forget_what_was_deleted() -> None:
    rig = Rig(forget_deleted=True)
    path = f"/v1/orders/{rig.create()['id']}"
    rig.json("POST", "/control/person", {"action": "delete", "resource": "orders", "reference": "4711"})
    assert code(rig.reply("PUT", path, {"notes": "x"}, if_match='"2"')) == (404, "not_found")


def test_a_second_document_of_a_reference_is_refused_with_the_first_ones_id(rig: Rig) -> None:
    document = rig.create()
    answer = rig.reply("POST", "/v1/orders", order("4711", notes="other"))
    assert code(answer) == (409, "duplicate_reference")
    assert json.loads(answer.body)["id"] == document["id"]


def test_a_deleted_documents_reference_is_free_again(rig: Rig) -> None:
    rig.create()
    rig.json("POST", "/control/person", {"action": "delete", "resource": "orders", "reference": "4711"})
    assert rig.create()["version"] == "1"
    assert [write[0] for write in rig.writes()] == ["create", "delete", "create"]


def test_unknown_customers_are_a_missing_reference_until_somebody_adds_them(rig: Rig) -> None:
    strange = order("4711", buyer={"number": "UNKNOWN-7"})
    assert code(rig.reply("POST", "/v1/orders", strange)) == (422, "missing_reference")
    rig.json("POST", "/control/customers", {"add": ["UNKNOWN-7"]})
    assert rig.reply("POST", "/v1/orders", strange).status == 201
    rig.json("POST", "/control/customers", {"remove": ["90012"]})
    assert code(rig.reply("POST", "/v1/orders", order("4712"))) == (422, "missing_reference")


def test_with_a_list_of_customers_only_those_are_known() -> None:
    rig = Rig(customers=frozenset({"1", "2"}))
    assert rig.reply("POST", "/v1/orders", order("a", buyer={"number": "2"})).status == 201
    assert code(rig.reply("POST", "/v1/orders", order("b", buyer={"number": "3"}))) == (422, "missing_reference")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"a": NaN}',
        b'{"a": 1e999}',
        b'{"notes": "\xff"}',
        b'{"notes": "\\ud800"}',
        b"[" * 200_000,
        b"1" * 5000,
    ],
    ids=["empty", "half", "nan", "infinite", "not utf-8", "half a surrogate", "deep", "long number"],
)
def test_bodies_that_cannot_be_read_are_refused(rig: Rig, body: bytes) -> None:
    headers = {"X-Api-Key": rig.sandbox.credentials.api_key, "Content-Type": "application/json"}
    assert code(rig.sandbox.handle("POST", "/v1/orders", "", headers, body)) == (400, "unreadable")


def test_other_media_types_paths_and_methods_are_refused(rig: Rig) -> None:
    assert code(rig.reply("POST", "/v1/orders", order("1"), content_type="text/xml")) == (415, "unsupported_media_type")
    assert code(rig.reply("GET", "/v1/nothing")) == (404, "not_found")
    answer = rig.reply("DELETE", "/v1/orders/ord_1")
    assert code(answer) == (405, "method_not_allowed")
    assert answer.headers["allow"] == "GET, PUT"
    assert code(rig.reply("GET", "/v1/orders/lookup")) == (405, "method_not_allowed")


def test_bodies_that_are_too_large_are_refused() -> None:
    rig = Rig(max_body=1000)
    assert code(rig.reply("POST", "/v1/orders", order("1", notes="x" * 1000))) == (413, "too_large")


def test_every_answer_tells_the_servers_time(rig: Rig) -> None:
    assert rig.reply("GET", "/v1/orders").headers["date"] == "Thu, 28 May 2026 20:26:40 GMT"
    rig.clock.wait(61)
    assert rig.reply("GET", "/v1/nothing").headers["date"] == "Thu, 28 May 2026 20:27:41 GMT"
