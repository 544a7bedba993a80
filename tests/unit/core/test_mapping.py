"""Mapping: documents, operations, versions, and every fault at once with its place."""

from __future__ import annotations

import json
import tomllib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from desktop_sync.core.errors import Owner
from desktop_sync.core.identity import canonical, version_key
from desktop_sync.core.mapping import Mapping, MappingModel, Sources
from desktop_sync.core.model import Fault, Position, Record, Values
from desktop_sync.core.schema import Validator
from desktop_sync.core.states import Operation
from desktop_sync.resources import resources

TOML = """
resource = "orders"
version = {from = "Header/Revision", convert = ["integer"]}
[[rules]]
when = {from = "Header/Status", is = ["X", "STORNO"]}
then = "cancel"
[[rules]]
when = {from = "Header/Status", is = "DRAFT"}
then = "ignore"
[[rules]]
when = {from = "Header/Changed", empty = false}
then = "update"
[fields]
external_reference = {from = "Header/OrderNo"}
currency = {from = "Header/Currency", default = "EUR"}
date = {from = "Header/Date", convert = [{date = "%d.%m.%Y"}]}
status = {from = "Header/Status", convert = [{lookup = {table = "status", default = "open"}}]}
buyer.number = {from = "Buyer/@no"}
"buyer.name" = {from = "Buyer/Name"}
source = {constant = "ERP"}
[fields.lines]
each = "Lines/Line"
[fields.lines.fields]
number = {from = "@no", convert = ["integer"]}
sku = {from = "Sku"}
quantity = {from = "Qty", convert = [{decimal = {comma = true}}]}
unit_price = {from = "Price", convert = [{decimal = {comma = true}}]}
[tables.status]
A = "open"
"""
AT = Position(12, 3, 100, "/Orders/Order[2]")


def model(text: str = TOML, **changes: object) -> MappingModel:
    return MappingModel.model_validate({**tomllib.loads(text), **changes})


@pytest.fixture(scope="module")
def checks() -> Validator:
    return Validator(json.loads((resources() / "acme" / "orders.schema.json").read_text(encoding="utf-8")))


def line(number: int, **changes: str) -> Values:
    return {"@no": str(number), "Sku": "A1", "Qty": "2,50", "Price": "1,00", **changes}


def record(lines: list[Values] | None = None, **changes: str) -> Record:
    named = {f"Header/{name}" if name != "Buyer" else "Buyer/@no": value for name, value in changes.items()}
    values: Values = {
        "Header/Revision": "3",
        "Header/Status": "A",
        "Header/OrderNo": "A-1",
        "Header/Date": "31.03.2024",
        "Header/Currency": " CHF\n",
        "Buyer/@no": "C7",
        "Lines/Line": [line(1)] if lines is None else lines,
        **named,
    }
    return Record(2, values, AT)


def test_a_record_becomes_a_document(checks: Validator) -> None:
    documents, faults, ignored = Mapping(model(), checks=checks).map(record())
    assert (faults, ignored) == ((), False)
    [document] = documents
    assert document.resource == "orders"
    assert document.reference == "A-1"
    assert document.operation is Operation.UPSERT
    assert document.version == version_key(3)
    assert document.partial is False
    assert document.body == {
        "external_reference": "A-1",
        "currency": "CHF",
        "date": "2024-03-31",
        "status": "open",
        "buyer": {"number": "C7"},  # the empty name inside is left out
        "source": "ERP",
        "lines": [{"number": 1, "sku": "A1", "quantity": "2.50", "unit_price": "1.00"}],
    }


def test_a_top_level_field_that_is_empty_is_none_so_that_an_update_clears_it() -> None:
    [document] = Mapping(model()).map(record(lines=[], Date=" ", Buyer="", Currency="")).documents
    assert document.body["date"] is None
    assert document.body["buyer"] is None
    assert document.body["lines"] is None
    assert document.body["currency"] == "EUR"  # its default


@pytest.mark.parametrize(
    "changes,operation",
    [
        ({"Status": "X"}, Operation.CANCEL),
        ({"Status": " STORNO "}, Operation.CANCEL),
        ({"Status": "x"}, Operation.UPSERT),
        ({"Changed": "yes"}, Operation.UPDATE),
        ({"Status": "X", "Changed": "yes"}, Operation.CANCEL),  # the first that holds
    ],
)
def test_rules_decide_from_header_data(changes: dict[str, str], operation: Operation) -> None:
    [document] = Mapping(model()).map(record(None, **changes)).documents
    assert document.operation is operation


def test_ignore_looks_at_nothing_else() -> None:
    mapped = Mapping(model()).map(record(Status="DRAFT", Date="nonsense"))
    assert mapped == ((), (), True)


def test_is_not() -> None:
    rules = [{"when": {"from": "Header/Status", "is_not": ["A", "B"]}, "then": "ignore"}]
    mapping = Mapping(model(rules=rules))
    assert [mapping.map(record(Status=status)).ignored for status in ("A", "C", "")] == [False, True, True]


def test_a_cancel_clears_nothing_and_need_not_be_whole(checks: Validator) -> None:
    [document] = Mapping(model(), checks=checks).map(record([], Status="X", Date="", Buyer="", Currency="")).documents
    # neither null for what is empty nor the default currency: both would overwrite what Acme has
    assert document.body == {"external_reference": "A-1", "status": "open", "source": "ERP"}


def test_all_faults_of_a_record_at_once_each_with_its_place(checks: Validator) -> None:
    lines = [line(1), line(2, Qty="abc", Sku=""), line(3, Price="1.00")]
    faults = Mapping(model(), checks=checks).map(record(lines, Date="2024-03-31", Currency="Euro", Buyer="")).faults
    found = {fault.field: (fault.source, fault.value, fault.message) for fault in faults}
    assert found == {
        "date": ("Header/Date", "2024-03-31", "expected a date like 31.03.2024, found '2024-03-31' at Header/Date"),
        "lines[2].quantity": (
            "Lines/Line[2]/Qty",
            "abc",
            "expected a decimal number like 1234,50, found 'abc' at Lines/Line[2]/Qty",
        ),
        "lines[3].unit_price": (
            "Lines/Line[3]/Price",
            "1.00",
            "expected a decimal number like 1234,50, found '1.00' at Lines/Line[3]/Price",
        ),
        "lines[2].sku": (
            "Lines/Line[2]/Sku",
            "",
            "Acme requires it, and it is missing; the record has nothing at Lines/Line[2]/Sku",
        ),
        "buyer": ("Buyer/@no", "", "Acme requires it, and it is missing; the record has nothing at Buyer/@no"),
        "currency": ("Header/Currency", "Euro", "expected a value like EUR, found 'Euro'"),
    }
    assert all(fault.position == AT and fault.owner is Owner.CLERK for fault in faults)


def test_what_the_mapping_forgot_is_the_vendors(checks: Validator) -> None:
    fields = {"external_reference": {"from": "Header/OrderNo"}, "curency": {"constant": "EUR"}}
    faults = Mapping(model(fields=fields, rules=[]), checks=checks).map(record()).faults
    found = {fault.field: fault for fault in faults}
    assert found["curency"].message == "Acme has no such field; did you mean currency?"
    assert found["date"].message == "Acme requires it, and it is missing; the mapping has no rule for it"
    assert {fault.owner for fault in faults} == {Owner.VENDOR}


def test_a_record_without_reference_is_no_document() -> None:
    [fault] = Mapping(model()).map(record(OrderNo=" ")).faults
    assert fault.message == "expected the document's external reference, found nothing at Header/OrderNo"


def test_another_field_may_hold_the_reference() -> None:
    text = TOML.replace('resource = "orders"', 'resource = "orders"\nreference = "buyer.number"')
    assert Mapping(model(text)).map(record()).documents[0].reference == "C7"


def test_the_key_field_is_that_of_the_profile() -> None:
    fields = {"code": {"from": "Header/OrderNo", "convert": ["integer"]}}
    assert Mapping(model(fields=fields), "code").map(record(OrderNo="0042")).documents[0].reference == "42"


@pytest.mark.parametrize(
    "version,revision,key",
    [
        ({"convert": ["integer"]}, "10", version_key(10)),
        ({"convert": [{"decimal": "1234.50"}]}, "10.5", version_key(Decimal("10.5"))),
        ({}, "R10", version_key("R10")),
        ({"convert": ["integer"], "default": 0}, "", version_key(0)),
    ],
)
def test_version(version: dict[str, object], revision: str, key: str) -> None:
    mapping = Mapping(model(version={"from": "Header/Revision", **version}))
    assert mapping.map(record(Revision=revision)).documents[0].version == key


def test_a_version_in_time_compares_in_utc() -> None:
    mapping = Mapping(model(version={"from": "Header/Revision", "convert": ["datetime"]}))
    early, late = (
        mapping.map(record(Revision=text)).documents[0].version
        for text in ("2024-03-31T12:00:00+02:00", "2024-03-31T11:00:00Z")
    )
    assert early is not None
    assert late is not None
    assert early < late


@pytest.mark.parametrize("revision,part", [("", "a version; without one"), ("zwei", "a whole number like 12")])
def test_a_version_that_is_named_must_be_there(revision: str, part: str) -> None:
    [fault] = Mapping(model()).map(record(Revision=revision)).faults
    assert fault.field == "version"
    assert fault.source == "Header/Revision"
    assert part in fault.message


def test_a_version_too_large_to_compare_is_a_fault() -> None:
    mapping = Mapping(
        model(
            version={"from": "Header/Revision", "convert": [{"decimal": {"comma": False, "places": 0}}], "default": 1}
        )
    )
    [fault] = mapping.map(record(Revision="1" * 25)).faults
    assert "24 digits" in fault.message


def test_a_partial_document_says_so_and_only_what_the_record_says(checks: Validator) -> None:
    [document] = Mapping(model(partial=True), checks=checks).map(record([], Date="", Buyer="", Currency="")).documents
    assert document.partial is True
    assert document.body == {"external_reference": "A-1", "status": "open", "source": "ERP"}


def test_sources_are_what_a_format_has_to_find() -> None:
    header = {f"Header/{name}" for name in ("Revision", "Status", "Changed", "OrderNo", "Currency", "Date")}
    expected = Sources(header | {"Buyer/@no", "Buyer/Name"}, {"Lines/Line": Sources({"@no", "Sku", "Qty", "Price"})})
    assert Mapping(model()).sources() == expected


def test_two_lists_from_one_group_ask_for_both() -> None:
    fields = {
        "external_reference": {"from": "No"},
        "lines": {"each": "Line", "fields": {"sku": {"from": "Sku"}}},
        "taxes": {
            "each": "Line",
            "fields": {"rate": {"from": "Tax"}, "parts": {"each": "P", "fields": {"x": {"from": "."}}}},
        },
    }
    mapping = Mapping(model(fields=fields, version=None, rules=[]))
    assert mapping.sources() == Sources({"No"}, {"Line": Sources({"Sku", "Tax"}, {"P": Sources({"."})})})
    values: Values = {"No": "1", "Line": [{"Sku": "A", "Tax": "19", "P": [{".": "p"}, {".": ""}]}]}
    assert mapping.map(Record(1, values, AT)).documents[0].body == {
        "external_reference": "1",
        "lines": [{"sku": "A"}],
        "taxes": [{"rate": "19", "parts": [{"x": "p"}, {}]}],
    }


def test_raw_keeps_blanks() -> None:
    fields = {"external_reference": {"from": "No"}, "notes": {"from": "Text", "raw": True}}
    mapping = Mapping(model(fields=fields, version=None, rules=[]))
    assert mapping.map(Record(1, {"No": " 1 ", "Text": " a "}, AT)).documents[0].body["notes"] == " a "


def test_faults_of_acme_are_traced_to_the_record() -> None:
    fault = Mapping(model()).trace(Fault("is no number of a customer", field="buyer.number", value="C7"), record())
    assert (fault.source, fault.value, fault.position) == ("Buyer/@no", "C7", AT)
    assert Mapping(model()).source_of("lines[4].sku") == "Lines/Line[4]/Sku"
    assert Mapping(model()).source_of("lines[4]") == "Lines/Line[4]"
    assert Mapping(model()).source_of("source") == ""


def test_the_version_of_a_mapping_changes_with_its_meaning_only() -> None:
    version = Mapping(model()).version
    assert Mapping(model(TOML.replace("buyer.number =", '"buyer.number" ='))).version == version
    assert Mapping(model(TOML.replace('convert = ["integer"]', "convert = [{integer = {}}]"))).version == version
    others = [
        TOML.replace("comma = true", "comma = false"),
        TOML.replace('A = "open"', 'A = "confirmed"'),
        TOML.replace('convert = ["integer"]', 'convert = [{decimal = "1234.50"}]'),
        TOML.replace('then = "cancel"', 'then = "ignore"'),
    ]
    assert len({version, *(Mapping(model(other)).version for other in others)}) == 5


@pytest.mark.parametrize(
    "old,new,message",
    [
        ('lookup = {table = "status"', 'lookup = {table = "state"', "looks up the table 'state', which is not there"),
        ('source = {constant = "ERP"}', "source = {}", "either from (a path in the record), constant or position"),
        ('source = {constant = "ERP"}', 'source = {constant = "E", from = "X"}', "either from"),
        ('source = {constant = "ERP"}', 'source = {constant = "E", default = "X"}', "a constant has no"),
        ('source = {constant = "ERP"}', "source = {constant = 1.5}", "write a number with a decimal point as text"),
        (
            'source = {constant = "ERP"}',
            'source = {constant = "E"}\n"source.x" = {from = "X"}',
            "and also hold source.x",
        ),
        ('source = {constant = "ERP"}', '"a b" = {from = "X"}', "no name of a field"),
        ('convert = ["integer"]}\n[[', 'convert = ["integer", "integer"]}\n[[', "integer must be the last converter"),
        (', is = "DRAFT"}', "}", "a condition needs is, is_not, matches, empty, above"),
        ('resource = "orders"', 'resource = "orders"\nreference = "number"', "the fields have no number"),
    ],
)
def test_mappings_that_cannot_be_are_refused_in_words(old: str, new: str, message: str) -> None:
    assert old in TOML
    with pytest.raises(ValidationError) as caught:
        model(TOML.replace(old, new, 1))
    assert message in str(caught.value)


@given(
    st.dictionaries(
        st.sampled_from(
            ["Header/Revision", "Header/Status", "Header/OrderNo", "Header/Date", "Header/Currency", "Buyer/@no"]
        ),
        st.text(max_size=8),
    ),
    st.lists(st.dictionaries(st.sampled_from(["@no", "Sku", "Qty", "Price"]), st.text(max_size=6)), max_size=3),
)
def test_whatever_a_record_holds_it_becomes_one_document_or_faults(header: dict[str, str], lines: list[Values]) -> None:
    mapped = Mapping(model()).map(Record(1, {**header, "Lines/Line": lines}, AT))
    assert (len(mapped.documents) == 1) != bool(mapped.faults) or mapped.ignored
    for document in mapped.documents:
        assert document.reference == header["Header/OrderNo"].strip()
        assert canonical(document.body)
