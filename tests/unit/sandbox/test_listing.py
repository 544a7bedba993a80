"""Reading: look-up, filters, paging."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest

from desktop_sync.sandbox.documents import moment
from tests.in_process import Rig, code


def references(answer: dict[str, list[dict[str, str]]]) -> list[str]:
    return [document["external_reference"] for document in answer["items"]]


def test_a_lookup_gives_what_is_there_and_leaves_out_the_rest(rig: Rig) -> None:
    for reference in ("b", "a"):
        rig.create(reference)
    found = rig.json("POST", "/v1/orders/lookup", {"references": ["a", "x", "b"]})
    assert references(found) == ["b", "a"]
    assert found["items"][0] == rig.json("GET", f"/v1/orders/{found['items'][0]['id']}")
    assert rig.json("POST", "/v1/invoices/lookup", {"references": ["a"]})["items"] == []


@pytest.mark.parametrize("body", [[], {}, {"references": []}, {"references": [1]}, {"references": ["a"], "x": 1}])
def test_lookups_that_will_not_do_are_refused(rig: Rig, body: object) -> None:
    assert code(rig.reply("POST", "/v1/orders/lookup", body)) == (422, "validation")


def test_more_than_a_hundred_references_or_documents_are_too_large(rig: Rig) -> None:
    assert code(rig.reply("POST", "/v1/orders/lookup", {"references": ["a"] * 101})) == (413, "too_large")
    entry = {"key": "k", "method": "POST", "path": "/v1/orders", "body": {}}
    assert code(rig.reply("POST", "/v1/orders/batch", {"requests": [entry] * 101})) == (413, "too_large")


def test_pages_hold_every_document_once(rig: Rig) -> None:
    made = [f"{number:03}" for number in range(125)]
    for reference in made:
        rig.create(reference)
    assert len(rig.json("GET", "/v1/orders")["items"]) == 50
    seen, query = [], "limit=40"
    while query:
        page = rig.json("GET", "/v1/orders", query=query)
        seen += references(page)
        query = f"limit=40&cursor={page['next']}" if page["next"] else ""
    assert seen == made


def test_a_last_page_that_is_full_has_no_next(rig: Rig) -> None:
    for number in range(4):
        rig.create(str(number))
    assert rig.json("GET", "/v1/orders", query="limit=4")["next"] is None
    assert rig.json("GET", "/v1/orders", query="limit=3")["next"] is not None


def test_filters_narrow_the_list(rig: Rig) -> None:
    rig.create("1", status="open", date="2026-05-01")
    rig.clock.wait(60)
    changed_from = moment(rig.clock.now())
    rig.create("2", status="shipped", date="2026-05-02", cancelled=True)
    rig.create("3", status="open", date="2026-05-03")

    def found(**query: str) -> list[str]:
        return references(rig.json("GET", "/v1/orders", query=urlencode(query)))

    assert found(status="open") == ["1", "3"]
    assert found(cancelled="true") == ["2"]
    assert found(date_from="2026-05-02") == ["2", "3"]
    assert found(date_to="2026-05-02", status="open") == ["1"]
    assert found(updated_since=changed_from) == ["2", "3"]
    assert found(updated_before=changed_from) == ["1"]
    assert found(external_reference="3") == ["3"]
    assert found(external_reference="3", status="shipped") == []
    assert found(external_reference="nothing") == []


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=201",
        "limit=x",
        "cursor=nonsense",
        "status=lost",
        "cancelled=maybe",
        "date_from=yesterday",
        "updated_since=2026-05-01T00:00:00",
        "updated_since=x",
        "colour=red",
        "limit=1&limit=2",
        "external_reference=%ff",
    ],
)
def test_queries_that_cannot_be_read_are_refused(rig: Rig, query: str) -> None:
    assert code(rig.reply("GET", "/v1/orders", query=query)) == (400, "unreadable")


def test_references_may_hold_anything_printable(rig: Rig) -> None:
    reference = "Ä/4711 & 'x' \"y\" %_?#"
    rig.create(reference)
    found = rig.json("GET", "/v1/orders", query=f"external_reference={quote(reference)}")
    assert references(found) == [reference]
