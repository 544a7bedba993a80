"""``one`` and ``where`` on real records of every format: fields, version, rules and checks take the element that is
meant of several, and what does not fit is found at its place.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping as Map
from io import BytesIO
from typing import Any

import pytest

from desktop_sync.core.mapping import Mapped, Mapping, MappingModel
from desktop_sync.core.model import Position, Record, Values
from desktop_sync.core.schema import Validator
from desktop_sync.core.states import Operation
from desktop_sync.formats import FORMATS, OPTIONS
from desktop_sync.kinds import judge
from desktop_sync.settings.model import FlowMapping

MAPPING = """
resource = "orders"
version = {one = "DATE", where = {from = "KIND", is = "CHANGED"}, from = "VALUE", convert = ["integer"]}
rules = [{when = {one = "DATE", where = {from = "KIND", is = "STATE"}, from = "VALUE", is = "C"}, then = "cancel"}]
[fields]
external_reference = {from = "NO"}
date = {one = "DATE", where = {from = "KIND", is = "ORDER"}, from = "VALUE"}
lines = {each = "LINE", fields = {sku = {from = "SKU"}}}
[[checks]]
count = "lines"
equals = {one = "DATE", where = {from = "KIND", is = "LINES"}, from = "VALUE", convert = ["integer"], default = 1}
"""
Dates = tuple[tuple[str, str], ...]
WHOLE: Dates = (("ORDER", "2026-11-28"), ("CHANGED", "7"), ("STATE", "N"))


def xml(dates: Dates) -> bytes:
    inner = "".join(f"<DATE><KIND>{kind}</KIND>\n<VALUE>{value}</VALUE></DATE>\n" for kind, value in dates)
    return f"<Orders>\n<Order><NO>1</NO>\n{inner}<LINE><SKU>A</SKU></LINE></Order></Orders>".encode()


def json_(dates: Dates) -> bytes:
    found = [{"KIND": kind, "VALUE": value} for kind, value in dates]
    return json.dumps([{"NO": "1", "DATE": found, "LINE": [{"SKU": "A"}]}], indent=1).encode()


def delimited(dates: Dates) -> bytes:
    rows = ["T;A;B", "H;1", *(f"D;{kind};{value}" for kind, value in dates), "L;A"]
    return "\n".join(rows).encode()


FORMS: Map[str, tuple[Any, dict[str, Any]]] = {
    "xml": (xml, {"record": "/Orders/Order"}),
    "json": (json_, {}),
    "delimited": (
        delimited,
        {
            "delimiter": ";",
            "record_type": "T",
            "records": {
                "HEAD": {"type": "H", "columns": ["T", "NO"]},
                "DATE": {"type": "D", "below": "HEAD", "columns": ["T", "KIND", "VALUE"]},
                "LINE": {"type": "L", "below": "HEAD", "columns": ["T", "SKU"]},
            },
        },
    ),
}
every_format = pytest.mark.parametrize("form", sorted(FORMS))


def mapped(form: str, dates: Dates, checks: Validator | None = None, mapping: str = MAPPING) -> Mapped:
    made = Mapping(MappingModel.model_validate(tomllib.loads(mapping)), checks=checks)
    options = OPTIONS[form].model_validate(FORMS[form][1])
    [record] = FORMATS[form](options, {"": made.sources()}).parse(BytesIO(FORMS[form][0](dates)))
    return made.map(record)


def line(form: str, dates: Dates, number: int, *, element: bool = False) -> int:
    """Where the value of this element stands, or the element itself, as a person counts lines."""
    text = FORMS[form][0](dates).decode()
    sign = {"xml": "<VALUE>", "json": '"VALUE"', "delimited": "D;"}[form]
    before = {"xml": 1, "json": 2, "delimited": 0}[form] if element else 0
    return [at for at, one in enumerate(text.splitlines(), 1) if sign in one][number - 1] - before


@every_format
def test_the_paths_are_ones_that_can_be(form: str) -> None:
    model = MappingModel.model_validate(tomllib.loads(MAPPING))
    found = judge(FlowMapping("", model, "", ()), OPTIONS[form].model_validate(FORMS[form][1]), None)
    assert not [one.what for one in found if not one.warning]


@pytest.mark.parametrize(
    "old, new, at",
    [
        ('version = {one = "DATE"', 'version = {one = "DATE[1]"', ("version", "one")),
        ('"CHANGED"}, from = "VALUE"', '"CHANGED"}, from = "VAL UE"', ("version", "from")),
        (
            'where = {from = "KIND", is = "STATE"}',
            'where = {from = "K:K", is = "S"}',
            ("rules", 0, "when", "where", "from"),
        ),
        ('when = {one = "DATE"', 'when = {one = "DATE[1]"', ("rules", 0, "when", "one")),
        ('equals = {one = "DATE"', 'equals = {one = "DATE[1]"', ("checks", 0, "equals", "one")),
    ],
)
def test_a_path_that_cannot_be_is_told_where_it_is_written(old: str, new: str, at: tuple[str | int, ...]) -> None:
    assert old in MAPPING
    model = MappingModel.model_validate(tomllib.loads(MAPPING.replace(old, new)))
    found = judge(FlowMapping("", model, "", ()), OPTIONS["xml"].model_validate(FORMS["xml"][1]), None)
    assert [one.at for one in found if not one.warning] == [at]


@every_format
def test_each_takes_the_element_that_is_meant(form: str) -> None:
    [document] = mapped(form, WHOLE).documents
    assert document.operation is Operation.UPSERT
    assert document.body["date"] == "2026-11-28"
    assert document.version == mapped(form, tuple(reversed(WHOLE))).documents[0].version is not None
    [newer] = mapped(form, (("ORDER", "2026-11-28"), ("CHANGED", "12"))).documents
    assert newer.version is not None
    assert newer.version > (document.version or "")
    [cancel] = mapped(form, (*WHOLE[:2], ("STATE", "C"))).documents
    assert cancel.operation is Operation.CANCEL


@every_format
@pytest.mark.parametrize(
    "dates, field, number, what",
    [
        ((*WHOLE, ("CHANGED", "8")), "version", 4, "expected one DATE for which where holds, found '2 of them'"),
        ((*WHOLE, ("STATE", "C")), "", 4, "expected one DATE for which where holds, found '2 of them'"),
        ((WHOLE[0], ("CHANGED", "x")), "version", 2, "expected a whole number like 12, found 'x' at DATE[2]/VALUE"),
        ((*WHOLE, ("LINES", "3")), "", 4, "found '3' at DATE[4]/VALUE"),
        ((*WHOLE, ("LINES", "1"), ("LINES", "1")), "", 5, "expected one DATE for which where holds"),
        ((*WHOLE, ("LINES", "many")), "", 4, "expected a whole number like 12, found 'many' at DATE[4]/VALUE"),
    ],
)
def test_what_does_not_fit_is_told_with_its_place(form: str, dates: Dates, field: str, number: int, what: str) -> None:
    found = mapped(form, dates)
    assert not found.documents
    [fault] = found.faults
    assert fault.field == field
    assert what in fault.message
    assert fault.position.line == line(form, dates, number, element=fault.source.endswith("]"))


@every_format
def test_without_the_element_there_is_no_version(form: str) -> None:
    [fault] = mapped(form, WHOLE[:1]).faults
    assert (fault.field, fault.source) == ("version", "DATE/VALUE")
    assert "an older document could replace a newer one" in fault.message
    assert fault.position.line == 2, "the record's: no DATE is the one"


@every_format
def test_what_acme_refuses_of_such_a_field_is_traced_to_the_element(form: str) -> None:
    schema = {"type": "object", "properties": {"date": {"type": "string", "pattern": "^2026"}}}
    dates = (("CHANGED", "7"), ("X", "1"), ("ORDER", "1999-01-01"))
    [fault] = mapped(form, dates, Validator(schema)).faults
    assert (fault.field, fault.source, fault.value) == ("date", "DATE[3]/VALUE", "1999-01-01")
    assert fault.position.line == line(form, dates, 3)


PARTIES = """
resource = "orders"
[fields]
external_reference = {from = "NO"}
buyer = {one = "DATE", where = {from = "KIND", is = "BUYER"}, fields = {number = {from = "VALUE"}}}
"""


@every_format
def test_an_object_that_is_missing_is_not_shown_at_another_element(form: str) -> None:
    schema = {"type": "object", "properties": {"buyer": {"type": "object", "required": ["number"]}}}
    [fault] = mapped(form, WHOLE, Validator({**schema, "required": ["buyer"]}), PARTIES).faults
    assert (fault.field, fault.source) == ("buyer", "DATE/VALUE")
    assert fault.position.line == 2


def test_a_condition_within_a_condition_and_in_a_list() -> None:
    made = Mapping(MappingModel.model_validate(tomllib.loads("""
resource = "orders"
[[rules]]
then = "ignore"
[[rules.when.any]]
from = "A"
is = "1"
[[rules.when.any]]
not = {one = "S", where = {one = "K", from = ".", is = "x"}, from = "V", empty = true}
[fields]
external_reference = {from = "NO"}
[fields.lines]
each = "L"
where = {one = "T", where = {from = "@k", is = "kind"}, from = ".", is_not = "TEXT"}
fields = {sku = {from = "Sku"}}
""")))  # fmt: skip
    lines: list[Values] = [
        {"Sku": "A", "T": [{"@k": "kind", ".": "TEXT"}, {"@k": "other", ".": "ITEM"}]},
        {"Sku": "B", "T": [{"@k": "kind", ".": "ITEM"}, {"@k": "other", ".": "TEXT"}]},
    ]

    def map_(**values: object) -> Mapped:
        return made.map(Record(1, {"NO": "1", "L": lines, **values}, Position(1)))  # type: ignore[dict-item] # texts and lists

    assert map_().documents[0].body["lines"] == [{"sku": "B"}]
    assert map_(S=[{"V": "1", "K": [{".": "x"}]}]).ignored
    assert not map_(S=[{"V": "1", "K": [{".": "y"}]}]).ignored
    [fault] = map_(S=[{"V": "1", "K": [{".": "x"}, {".": "x"}]}]).faults
    assert fault.source == "S[1]/K[2]"
    lines.append({"Sku": "C", "T": [{"@k": "kind"}, {"@k": "kind"}]})
    [fault] = map_().faults
    assert (fault.field, fault.source) == ("lines", "L[3]/T[2]")
