"""Validation in words, and comparing what was sent with what Acme holds."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.core.errors import Owner, SettingsError
from desktop_sync.core.model import Document
from desktop_sync.core.schema import (
    Validator,
    differing_fields,
    field_of_pointer,
    missing_fields,
    same_content,
    unknown_fields,
)
from desktop_sync.core.states import Operation
from desktop_sync.resources import resources

SCHEMA: dict[str, object] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["external_reference", "date", "lines"],
    "additionalProperties": False,
    "properties": {
        "external_reference": {"type": "string", "minLength": 1, "maxLength": 10},
        "date": {"$ref": "#/$defs/date"},
        "currency": {"type": "string", "pattern": "^[A-Z]{3}$", "examples": ["EUR"]},
        "status": {"enum": ["open", "shipped"]},
        "number": {"type": "string", "pattern": "^[^\\u0000-\\u001f\\u007f]+$"},
        "cancelled": {"type": "boolean"},
        "changed": {"type": "string", "format": "date-time"},
        "total": {"anyOf": [{"$ref": "#/$defs/money"}, {"type": "null"}]},
        "lines": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/line"}},
        "attributes": {"type": "object", "additionalProperties": {"type": "string"}},
    },
    "$defs": {
        "date": {"type": "string", "format": "date"},
        "money": {"type": "string", "format": "decimal", "pattern": "^-?[0-9]+(\\.[0-9]+)?$"},
        "line": {
            "type": "object",
            "required": ["sku"],
            "additionalProperties": False,
            "properties": {
                "sku": {"type": "string"},
                "quantity": {"$ref": "#/$defs/money"},
                "number": {"type": "integer"},
            },
        },
    },
}
BODY: dict[str, object] = {"external_reference": "A", "date": "2024-03-31", "lines": [{"sku": "X", "quantity": "1.50"}]}


def document(changes: dict[str, object], partial: bool = False) -> Document:
    return Document("orders", "A", Operation.UPSERT, {**BODY, **changes}, None, partial)


@pytest.fixture(scope="module")
def validator() -> Validator:
    return Validator(SCHEMA)


@pytest.mark.parametrize(
    "changes,field,message,value",
    [
        ({"lines": [{"sku": "X"}, {"sku": "X", "quantity": "abc"}]}, "lines[2].quantity",
         "expected a decimal number like 12.50, found 'abc'", "abc"),
        ({"date": "31.03.2024"}, "date", "expected a date like 2024-03-31, found '31.03.2024'", "31.03.2024"),
        ({"date": "2024-02-30"}, "date", "expected a date like 2024-03-31, found '2024-02-30'", "2024-02-30"),
        ({"date": None}, "date", "Acme requires it, and it is missing", ""),
        ({"lines": [{"quantity": "1"}]}, "lines[1].sku", "Acme requires it, and it is missing", ""),
        ({"lines": []}, "lines", "expected at least 1 entry, found an empty list", ""),
        ({"currency": "Euro"}, "currency", "expected a value like EUR, found 'Euro'", "Euro"),
        ({"status": "offen"}, "status", "expected one of open, shipped, found 'offen'", "offen"),
        ({"cancelled": "yes"}, "cancelled", "expected true or false, found 'yes'", "yes"),
        ({"external_reference": "A" * 11}, "external_reference",
         "expected at most 10 characters, found 'AAAAAAAAAAA'", "A" * 11),
        ({"changed": "2024-03-31T12:00:00"}, "changed",
         "expected a time with its zone like 2024-03-31T14:05:30Z, found '2024-03-31T12:00:00'", "2024-03-31T12:00:00"),
        ({"lines": [{"sku": 5}]}, "lines[1].sku", "expected text, found 5", "5"),
        ({"number": "by\nhand\x07"}, "number",
         "expected text in one line, without line breaks, tabs and control characters, found 'by ⏎ hand\\x07'",
         "by ⏎ hand\\x07"),
        ({"dates": "x"}, "dates", "Acme has no such field; did you mean date?", ""),
    ],
)  # fmt: skip
def test_faults_are_told_in_words(
    validator: Validator, changes: dict[str, object], field: str, message: str, value: str
) -> None:
    [fault] = validator.faults(document(changes))
    assert (fault.field, fault.message, fault.value) == (field, message, value)


def test_an_optional_field_that_is_empty_is_no_fault(validator: Validator) -> None:
    assert validator.faults(document({"currency": None})) == []


def test_an_unknown_field_is_the_vendors(validator: Validator) -> None:
    [fault] = validator.faults(document({"colour": "red"}))
    assert fault.owner is Owner.VENDOR


def test_a_partial_document_and_a_cancel_need_not_be_whole_but_what_they_have_must_be_right(
    validator: Validator,
) -> None:
    body = {"external_reference": "A", "currency": "eur"}
    whole = Document("orders", "A", Operation.UPSERT, body)
    assert {fault.field for fault in validator.faults(whole)} == {"date", "lines", "currency"}
    for less in (replace(whole, partial=True), replace(whole, operation=Operation.CANCEL)):
        assert [fault.field for fault in validator.faults(less)] == ["currency"]


def test_objects_inside_a_partial_document_are_whole(validator: Validator) -> None:
    [fault] = validator.faults(document({"date": None, "lines": [{"quantity": "1"}]}, partial=True))
    assert fault.field == "lines[1].sku"


def test_fields_that_acme_does_not_have_are_found_before_any_record_is_read() -> None:
    schema = json.loads((resources() / "acme" / "orders.schema.json").read_text(encoding="utf-8"))
    fields = ["date", "curency", "buyer.nmae", "buyer.address.city", "lines", "lines[].skuu", "lines[].sku", "a.b"]
    assert unknown_fields(schema, fields) == [
        ("curency", "Acme has no field curency; did you mean currency?"),
        ("buyer.nmae", "Acme has no field buyer.nmae; did you mean name?"),
        ("lines[].skuu", "Acme has no field lines.skuu; did you mean sku?"),
        ("a.b", "Acme has no field a"),
    ]
    assert unknown_fields(schema, ["linse", "linse[].sku"]) == [
        ("linse", "Acme has no field linse; did you mean lines?")
    ]
    assert unknown_fields(schema, ["attributes.colour"]) == []  # open to any name
    assert unknown_fields({"type": "object"}, ["whatever"]) == []


def test_fields_that_acme_requires_and_a_mapping_lacks() -> None:
    schema = json.loads((resources() / "acme" / "orders.schema.json").read_text(encoding="utf-8"))
    fields = {"external_reference", "date", "buyer.name", "lines", "lines[].sku", "lines[].quantity", "lines[].number"}
    assert [why.split(",")[0] for why in missing_fields(schema, fields)] == [
        "Acme requires currency",
        "Acme requires buyer.number",
        "Acme requires lines.unit_price",
    ]
    assert missing_fields({"type": "object"}, fields) == []


@pytest.mark.parametrize("schema", [{"type": 5}, {"$ref": "#/$defs/none"}, {"properties": {"a": {"pattern": "("}}}])
@pytest.mark.parametrize("partial", [False, True])
def test_what_is_no_schema_is_told(schema: dict[str, object], partial: bool) -> None:
    with pytest.raises(SettingsError, match="is not a JSON Schema"):
        Validator(schema).faults(document({}, partial))


def test_pointers_of_acme_become_fields() -> None:
    assert field_of_pointer("/lines/0/quantity") == "lines[1].quantity"
    assert field_of_pointer("/attributes/a~1b~0c") == "attributes.a/b~c"
    assert field_of_pointer("") == ""


FOUND: dict[str, object] = {**BODY, "id": "7", "version": "3", "currency": "EUR", "total": "1.50"}


@pytest.mark.parametrize(
    "sent,found,fields",
    [
        ({}, {}, []),
        ({}, {"lines": [{"sku": "X", "quantity": "1.5", "number": 1}]}, []),  # Acme adds, and spells otherwise
        ({}, {"lines": [{"sku": "X", "quantity": 1.5}]}, []),
        ({}, {"lines": [{"sku": "X", "quantity": "1.51"}]}, ["lines[1].quantity"]),
        ({}, {"lines": [{"sku": "X", "quantity": "1.50"}, {"sku": "Y"}]}, ["lines"]),
        ({}, {"lines": [{"sku": "X"}]}, ["lines[1].quantity"]),
        ({}, {"external_reference": "a"}, ["external_reference"]),
        ({"total": "1.5"}, {}, []),
        ({"total": "01.500"}, {}, []),
        ({"total": "NaN"}, {"total": "nan"}, ["total"]),
        ({"total": None}, {"total": None}, []),
        ({"total": None}, {"total": "0"}, ["total"]),
        ({"status": None}, {}, []),  # absent
        ({"status": "open"}, {}, ["status"]),
        ({"changed": "2024-03-31T12:00:00+02:00"}, {"changed": "2024-03-31T10:00:00.000Z"}, []),
        ({"changed": "2024-03-31T12:00:00+02:00"}, {"changed": "2024-03-31T12:00:00Z"}, ["changed"]),
        ({"cancelled": True}, {"cancelled": 1}, ["cancelled"]),
        ({"attributes": {"a": "1"}}, {"attributes": {"a": "1", "b": "2"}}, []),
        ({"attributes": {"a": "1"}}, {"attributes": {"a": "1.0"}}, ["attributes.a"]),  # text, not money
        ({"date": "2024-03-30", "currency": "CHF"}, {}, ["date", "currency"]),
    ],
)
def test_sent_and_found(sent: dict[str, object], found: dict[str, object], fields: list[str]) -> None:
    ours, theirs = {**BODY, **sent}, {**FOUND, **found}
    assert differing_fields(SCHEMA, ours, theirs) == fields
    assert same_content(SCHEMA, ours, theirs) is not bool(fields)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([*list(BODY), "total", "attributes"]), JSON))
def test_everything_equals_itself(body: dict[str, object]) -> None:
    assert same_content(SCHEMA, body, copy.deepcopy(body))


@given(st.decimals(allow_nan=False, allow_infinity=False), st.decimals(allow_nan=False, allow_infinity=False))
def test_money_is_compared_by_value(one: Decimal, other: Decimal) -> None:
    assert same_content(SCHEMA, {"total": str(one)}, {"total": str(other)}) is (one == other)


def test_a_schema_that_refers_to_itself_is_survived() -> None:
    assert same_content({"$ref": "#"}, {"a": "1"}, {"a": "1"})
    looping = {"properties": {"a": {"$ref": "#/$defs/b"}}, "$defs": {"b": {"allOf": [{"$ref": "#/$defs/b"}]}}}
    assert not same_content(looping, {"a": "1"}, {"a": "2"})
