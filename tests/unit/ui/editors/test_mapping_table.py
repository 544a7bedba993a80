"""A mapping's table as the editor changes it: what is connected, and what a person wrote that stays."""

from __future__ import annotations

from typing import Any

import pytest

from desktop_sync.ui.editors import mapping_table as tables
from desktop_sync.ui.editors.mapping_table import Misfit, connected, converter, entry, feeds, with_entry
from desktop_sync.ui.editors.source import Source

LINES = {"each": "Lines/Line", "fields": {"sku": {"from": "Sku"}, "price.net": {"from": "Net"}}}
TABLE: dict[str, Any] = {
    "resource": "orders",
    "fields": {
        "external_reference": {"from": "No"},
        "buyer": {"number": {"from": "Buyer/@no"}, "address": {"city": {"from": "City"}}},
        "seller.name": {"constant": "us"},
        "ship_to": {"one": "Parties/Party", "where": {"from": "@role"}, "fields": {"name": {"from": "Name"}}},
        "lines": LINES,
        "totals": {"net": {"sum": "lines.net"}},
    },
}  # fmt: skip


@pytest.mark.parametrize(
    "field, place",
    [
        ("external_reference", ("fields", "external_reference")),
        ("buyer.number", ("fields", "buyer", "number")),
        ("buyer.address.city", ("fields", "buyer", "address", "city")),
        ("seller.name", ("fields", "seller.name")),
        ("ship_to", ("fields", "ship_to")),
        ("ship_to.name", ("fields", "ship_to", "fields", "name")),
        ("lines[].sku", ("fields", "lines", "fields", "sku")),
        ("lines[].price.net", ("fields", "lines", "fields", "price.net")),
        ("buyer", None),
        ("lines[].colour", None),
        ("number", None),
    ],
)
def test_where_the_entry_of_a_field_is(field: str, place: tuple[str, ...] | None) -> None:
    assert tables.place(TABLE, field) == place
    if place is not None:
        assert tables.field_at(TABLE, [*place, "convert", 0]) == field


def test_all_fields_are_named_as_the_resource_does() -> None:
    assert list(tables.named(TABLE)) == [
        "external_reference",
        "buyer.number",
        "buyer.address.city",
        "seller.name",
        "ship_to",
        "ship_to.name",
        "lines",
        "lines[].sku",
        "lines[].price.net",
        "totals.net",
    ]
    assert list(tables.named({})) == []
    assert tables.field_at(TABLE, ["rules", 0]) == ""


def test_an_entry_is_put_where_its_kin_are_and_taken_out_with_what_is_empty_then() -> None:
    more = with_entry(TABLE, "lines[].unit", {"from": "Unit"})
    assert more["fields"]["lines"]["fields"]["unit"] == {"from": "Unit"}
    assert with_entry(more, "lines[].unit", None) == TABLE
    assert with_entry(TABLE, "buyer.number", {"from": "X"})["fields"]["buyer"]["number"] == {"from": "X"}
    less = with_entry(with_entry(TABLE, "buyer.number", None), "buyer.address.city", None)
    assert "buyer" not in less["fields"]
    assert with_entry(TABLE, "seller.phone", None) == TABLE
    assert with_entry({}, "buyer.name", {"from": "A"}) == {"fields": {"buyer.name": {"from": "A"}}}
    assert TABLE["fields"]["lines"] is LINES  # nothing is changed in place


def test_a_source_feeds_a_field_and_options_stay() -> None:
    table = with_entry(TABLE, "external_reference", {"from": "No", "convert": ["integer"], "required": True})
    made = connected(table, "external_reference", "text", Source((), "@id"))
    assert entry(made, "external_reference") == {"from": "@id", "convert": ["integer"], "required": True}
    assert entry(connected(TABLE, "seller.name", "text", Source((), "X")), "seller.name") == {"from": "X"}
    inside = connected(TABLE, "lines[].quantity", "decimal", Source(("Lines/Line",), "Qty", example="1.234,50"))
    assert entry(inside, "lines[].quantity") == {"from": "Qty", "convert": [{"decimal": "1.234,50"}]}


def test_lists_are_made_of_what_repeats() -> None:
    empty: dict[str, Any] = {"resource": "orders", "fields": {}}
    made = connected(empty, "lines[].sku", "text", Source(("Line",), "Sku"))
    assert made["fields"] == {"lines": {"each": "Line", "fields": {"sku": {"from": "Sku"}}}}
    assert connected(empty, "lines", "list", Source((), "Line", group=True))["fields"]["lines"] == {
        "each": "Line",
        "fields": {},
    }
    changed = connected(TABLE, "lines", "list", Source((), "Other", group=True))
    assert changed["fields"]["lines"] == {"each": "Other", "fields": LINES["fields"]}
    party = connected(TABLE, "bill_to", "object", Source((), "Parties/Party", group=True))
    assert party["fields"]["bill_to"] == {"one": "Parties/Party", "fields": {}}


@pytest.mark.parametrize(
    "field, kind, source, why",
    [
        ("lines[].sku", "text", Source((), "No"), "outside"),
        ("date", "date", Source(("Lines/Line",), "Date"), "inside"),
        ("lines[].sku", "text", Source(("Other",), "Sku"), "inside"),
        ("date", "date", Source((), "Lines", group=True), "repeated"),
        ("taxes", "list", Source((), "Tax"), "not_repeated"),
    ],
)
def test_what_cannot_be_connected_is_told_and_changes_nothing(field: str, kind: str, source: Source, why: str) -> None:
    with pytest.raises(Misfit) as told:
        connected(TABLE, field, kind, source)
    assert told.value.reason == why


@pytest.mark.parametrize(
    "kind, example, made",
    [
        ("date", "12.08.2026", {"date": "%d.%m.%Y"}),
        ("date", "2026-08-12", "date"),
        ("date", "20260812", {"date": "%Y%m%d"}),
        ("date", "12/08/2026", None),  # nobody can tell
        ("decimal", "1.234,50", {"decimal": "1.234,50"}),
        ("decimal", "11,90", {"decimal": "1234,50"}),
        ("decimal", "11.90", {"decimal": "1234.50"}),
        ("decimal", "1.000", None),
        ("decimal", "1,000", None),
        ("decimal", "40", None),
        ("integer", "1", "integer"),
        ("text", "11,90", None),
    ],
)
def test_a_converter_is_proposed_only_where_an_example_leaves_no_doubt(kind: str, example: str, made: object) -> None:
    assert converter(kind, example) == made


def test_a_value_of_the_one_element_that_is_meant_is_no_group() -> None:
    picked = {"one": "Term", "where": {"from": "@kind", "is": "DUE"}, "from": "Day", "convert": ["date"]}
    table = with_entry(TABLE, "date", picked)
    assert feeds(table, "date") == [Source((), "Day", one="Term", mark="@kind", value="DUE")]
    assert entry(connected(table, "date", "date", Source((), "Header/Day")), "date") == {
        "from": "Header/Day", "convert": ["date"],
    }  # fmt: skip


def test_what_feeds_what() -> None:
    assert feeds(TABLE, "lines[].sku") == [Source(("Lines/Line",), "Sku")]
    assert feeds(TABLE, "lines") == [Source((), "Lines/Line", group=True)]
    assert feeds(TABLE, "ship_to.name") == [Source(("Parties/Party",), "Name")]
    assert feeds(with_entry(TABLE, "notes", {"from": ["A", "B"]}), "notes") == [Source((), "A"), Source((), "B")]
    assert feeds(TABLE, "seller.name") == feeds(TABLE, "nothing") == []


def test_values_of_a_document() -> None:
    body = {"buyer": {"number": "1"}, "lines": [{"sku": "A"}, {"sku": "B"}]}
    assert tables.value_of(body, "lines[].sku") == "A"
    assert tables.value_of(body, "lines[].sku", 1) == "B"
    assert tables.value_of(body, "lines[].sku", 2) is None
    assert tables.value_of(body, "buyer.number") == "1"
    assert tables.value_of(None, "buyer.number") is None
    assert tables.without_index("lines[2].taxes[10].rate") == "lines[].taxes[].rate"


DUE = Source((), "Day", example="2026-11-28", one="Term", mark="@kind", value="DUE")


def test_one_of_several_elements_feeds_a_field() -> None:
    made = connected(with_entry(TABLE, "date", {"from": "Old", "required": True}), "date", "date", DUE)
    where = {"from": "@kind", "is": "DUE"}
    assert entry(made, "date") == {"one": "Term", "where": where, "from": "Day", "required": True, "convert": ["date"]}
    assert [one.key for one in feeds(made, "date")] == [DUE.key]
    plain = connected(made, "date", "date", Source((), "Other"))
    assert entry(plain, "date") == {"from": "Other", "required": True, "convert": ["date"]}
    inside = connected(TABLE, "lines[].notes", "text", Source(("Lines/Line",), ".", one="Text", mark="@id", value="N"))
    assert entry(inside, "lines[].notes") == {"one": "Text", "where": {"from": "@id", "is": "N"}, "from": "."}


def test_one_of_several_elements_is_an_object_and_its_fields_stand_in_it() -> None:
    party = Source((), "Parties/Party", group=True, mark="@role", value="bill")
    made = connected(TABLE, "bill_to", "object", party)
    assert entry(made, "bill_to") == {
        "one": "Parties/Party", "where": {"from": "@role", "is": "bill"}, "fields": {},
    }  # fmt: skip
    assert feeds(made, "bill_to") == [party]
    name = Source((), "Name", one="Parties/Party", mark="@role", value="bill")
    assert entry(connected(made, "bill_to.name", "text", name), "bill_to.name") == {"from": "Name"}
    with pytest.raises(Misfit) as told:
        connected(made, "bill_to.name", "text", Source((), "Name", one="Parties/Party", mark="@role", value="ship"))
    assert told.value.reason == "another"


@pytest.mark.parametrize(
    "where, mark",
    [
        ({"from": "@kind", "is": ["DUE"]}, ("@kind", "DUE")),
        ({"from": "@kind", "is": ["DUE", "LATE"]}, ("", "")),
        ({"from": "@kind", "is": "DUE", "convert": ["integer"]}, ("", "")),
        ({"any": []}, ("", "")),
    ],
)
def test_a_where_of_another_kind_is_shown_as_the_element_alone(where: dict[str, Any], mark: tuple[str, str]) -> None:
    [found] = feeds(with_entry(TABLE, "date", {"one": "Term", "where": where, "from": "Day"}), "date")
    assert (found.one, found.mark, found.value) == ("Term", *mark)
    assert found.words == ("Term (@kind DUE)/Day" if mark[0] else "Term/Day")
