"""For every field of a document the rule that gave it, with what its converters made; nothing of it runs for real."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from desktop_sync.core.mapping import Mapping, MappingModel
from desktop_sync.core.model import Position, Record
from desktop_sync.core.origins import Origin, Step, decided, origins

MODEL = MappingModel.model_validate({
    "resource": "orders",
    "rules": [
        {"when": {"from": "Kind", "is": ["X"]}, "then": "cancel"},
        {"when": {"from": "Kind", "is": ["C"]}, "then": "update"},
    ],
    "fields": {
        "external_reference": {"from": "No"},
        "currency": {"constant": "EUR"},
        "buyer.name": {"from": ["First", "Last"], "join": " "},
        "terms": {"from": "Terms", "default": "30 days"},
        "remark": {"from": "Remark"},
        "total": {"sum": ["lines.amount"]},
        "lines": {
            "each": "Lines/Line", "where": {"from": "Type", "is": ["A"]},
            "fields": {
                "number": {"position": True},
                "amount": {"from": "Amount", "convert": [{"decimal": "1.234,50"}]},
                "sku": {"from": "Sku", "convert": [{"regex": {"pattern": "[A-Z]+-(\\d+)"}}, "integer"]},
            },
        },
        "ordered": {"one": "Term", "where": {"from": "@of", "is": ["ORDER"]}, "from": "Day", "convert": ["date"]},
        "ship_to": {"one": "Ship", "fields": {"city": {"from": "City"}}},
    },
})  # fmt: skip
VALUES: dict[str, Any] = {
    "No": "4711", "Kind": "C", "First": " Anna", "Last": "Berg", "Terms": "", "Ship": [{"City": "Ulm"}],
    "Term": [{"@of": "DUE", "Day": "2026-12-05"}, {"@of": "ORDER", "Day": "2026-11-28"}],
    "Lines/Line": [
        {"Type": "T", "Amount": "1", "Sku": "T-1"},
        {"Type": "A", "Amount": "1.250,00", "Sku": "A-17"},
        {"Type": "A", "Amount": "2,00", "Sku": "A-18"},
    ],
}  # fmt: skip


def told() -> dict[str, Origin]:
    [document] = Mapping(MODEL).map(Record(1, VALUES, Position())).documents
    return {one.field: one for one in origins(MODEL, VALUES, document.body)}


def test_taken_constant_default_and_empty() -> None:
    found = told()
    assert found["external_reference"] == Origin("external_reference", "taken", ("No",), "4711", (), "4711")
    assert found["currency"] == Origin("currency", "constant", value="EUR")
    assert found["terms"] == Origin("terms", "default", ("Terms",), value="30 days")
    assert found["remark"] == Origin("remark", "empty", ("Remark",))
    assert found["buyer.name"] == Origin("buyer.name", "taken", ("First", "Last"), "Anna Berg", (), "Anna Berg")


def test_entries_have_the_numbers_of_the_document_and_paths_those_of_the_record() -> None:
    found = told()
    assert [name for name in found if name.startswith("lines")] == [
        f"lines[{entry}].{name}" for entry in (1, 2) for name in ("number", "amount", "sku")
    ]
    assert found["lines[2].number"] == Origin("lines[2].number", "position", value=2)
    assert found["ship_to.city"] == Origin("ship_to.city", "taken", ("Ship[1]/City",), "Ulm", (), "Ulm")


def test_a_value_of_the_one_element_that_is_meant() -> None:
    ordered = told()["ordered"]
    assert (ordered.how, ordered.sources, ordered.found) == ("taken", ("Term[2]/Day",), "2026-11-28")
    [absent] = [one for one in origins(MODEL, {**VALUES, "Term": []}, {}) if one.field == "ordered"]
    assert (absent.how, absent.sources, absent.found) == ("empty", ("Term/Day",), "")


def test_every_step_of_a_chain() -> None:
    amount, sku = told()["lines[1].amount"], told()["lines[1].sku"]
    assert (amount.sources, amount.found, amount.value) == (("Lines/Line[2]/Amount",), "1.250,00", "1250.00")
    assert amount.steps == (Step('decimal "1.234,50"', "1250.00"),)
    assert [step.gave for step in sku.steps] == ["17", 17]
    assert told()["total"].how == "computed"
    assert told()["total"].value == str(Decimal("1252.00"))


def test_a_text_that_does_not_fit_ends_its_chain() -> None:
    values = {**VALUES, "Lines/Line": [{"Type": "A", "Amount": "viel", "Sku": "?"}]}
    found = {one.field: one for one in origins(MODEL, values, {})}
    assert found["lines[1].amount"].steps == (Step('decimal "1.234,50"', None),)


def test_which_rule_decided() -> None:
    assert decided(MODEL, VALUES) == (2, "update")
    assert decided(MODEL, {**VALUES, "Kind": "N"}) == (0, "upsert")
