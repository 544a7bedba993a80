"""Any table of options as rows, and changes of it; converters in their short way and in full."""

from __future__ import annotations

from typing import Any

import pytest

from desktop_sync.core.mapping_model import MappingModel
from desktop_sync.ui.editors import structure
from desktop_sync.ui.editors.structure import closed, moved, opened, parsed, put, rows, words

WHOLE = MappingModel.model_json_schema(by_alias=True)
VALUE = WHOLE["$defs"]["Value"]


def flat(found: list[structure.Row]) -> dict[structure.Path, structure.Row]:
    return {path: one for row in found for path, one in {row.path: row, **flat(row.rows)}.items() if row.label != "+"}


@pytest.mark.parametrize(
    "chain, full",
    [
        (["integer"], [{"kind": "integer"}]),
        ([{"decimal": "1.234,50"}], [{"kind": "decimal", "like": "1.234,50"}]),
        ([{"decimal": {"comma": True, "places": 2}}], [{"kind": "decimal", "comma": True, "places": 2}]),
        ([{"date": ["%d.%m.%Y", "%Y%m%d"]}], [{"kind": "date", "format": ["%d.%m.%Y", "%Y%m%d"]}]),
        (
            [{"text": {"case": "upper"}}, {"lookup": "units"}],
            [{"kind": "text", "case": "upper"}, {"kind": "lookup", "table": "units"}],
        ),
        ([7, {"a": 1, "b": 2}], [7, {"a": 1, "b": 2}]),
    ],
)
def test_converters_there_and_back(chain: list[Any], full: list[Any]) -> None:
    table = {"rules": [{"when": {"from": "A", "convert": chain}}]}
    assert opened(table) == {"rules": [{"when": {"from": "A", "convert": full}}]}
    assert closed(opened(table)) == table


def test_every_option_has_a_row_whether_it_is_set_or_not() -> None:
    found = flat(rows(WHOLE, VALUE, opened({"from": "A", "convert": [{"decimal": "1234,50"}], "odd": 1})))
    assert found[("from",)].words == "A"
    assert found[("from",)].form == "texts"
    assert (found[("convert", 0)].label, found[("convert", 0)].words) == ("decimal", "like 1234,50")
    assert found[("convert", 0, "like")].choices[1] == "1234.50"
    assert not found[("convert", 0, "places")].set
    assert found[("convert", 0, "comma")].form == "switch"
    assert (found[("odd",)].set, found[("odd",)].words) == (True, "1")  # what nobody knows is shown too
    assert {("constant",), ("join",), ("default",), ("required",)} <= set(found)
    assert "path in the record" in found[("from",)].help


def test_a_value_of_one_element_has_the_options_of_a_value() -> None:
    fields = WHOLE["properties"]["fields"]["additionalProperties"]
    for entry, named in (({"one": "A", "from": "B"}, "convert"), ({"one": "A", "fields": {}}, "each")):
        assert named in structure.resolved(WHOLE, fields, entry)["properties"]


def test_version_conditions_and_checks_have_the_options_of_one_element() -> None:
    taken = {"one": "Date", "where": {"from": "@of", "is": "X"}, "from": "."}
    value = {"version": taken, "rules": [{"when": taken}], "checks": [{"equals": taken}]}
    found = flat(rows(WHOLE, WHOLE, value))
    for place in (("version",), ("rules", 0, "when"), ("checks", 0, "equals")):
        assert (found[*place, "one"].form, found[*place, "one"].words) == ("text", "Date")
        assert found[*place, "where", "is"].words == "X"
        assert found[*place, "where", "one"].form == "text"


def test_rules_and_tables_have_rows_and_places_where_more_can_be_added() -> None:
    value = opened(
        {
            "rules": [{"when": {"all": [{"from": "A"}, {"not": {"from": "B", "empty": True}}]}, "then": "cancel"}],
            "tables": {"units": {"Stk": "pcs"}},
            "checks": [{"count": "l", "equals": {"from": "N", "convert": ["integer"]}}, {"sum": "a", "equals": "b"}],
        }
    )  # fmt: skip
    found = flat(rows(WHOLE, WHOLE, value))
    assert found[("rules", 0, "then")].choices == ("create", "update", "upsert", "cancel", "ignore")
    assert found[("rules", 0, "when", "all", 1, "not", "empty")].words == "true"
    assert found[("tables", "units", "Stk")].words == "pcs"
    assert found[("checks", 0, "equals", "convert", 0)].label == "integer"
    assert found[("checks", 1, "equals")].words == "b"
    adds = [one for row in rows(WHOLE, WHOLE, value) for one in row.rows if one.label == "+"]
    assert [one.path for one in adds] == [("rules",), ("tables",), ("checks",)]
    convert = structure.schema_at(WHOLE, WHOLE, value, ("checks", 0, "equals", "convert"))
    [add] = [one for one in rows(WHOLE, convert, []) if one.label == "+"]
    assert "decimal" in add.choices


@pytest.mark.parametrize(
    "value", ["plain", "4711", "true", "", "[a", '"q"', "-3", 4711, True, ["a", "b"], "Header/Date"]
)
def test_what_is_shown_is_read_back(value: object) -> None:
    form = "texts" if isinstance(value, list) else "any"
    assert parsed(words(value), form) == value


def test_what_is_typed() -> None:
    assert parsed("12", "number") == 12
    for odd in ("9" * 400, "[1, NaN]", "[1e400]"):  # no engine could be told
        assert parsed(odd, "any") == odd
    assert parsed("true", "any") is True
    assert parsed("0815", "text") == "0815"
    assert parsed("  ", "any") is None
    assert parsed('["A", "B"]', "texts") == ["A", "B"]
    assert parsed("Header/Date", "texts") == "Header/Date"


def test_changes_leave_the_former_as_it_was() -> None:
    table = {"rules": [{"then": "a"}, {"then": "b"}], "tables": {"u": {"x": "y"}}}
    assert put(table, ("rules", 0, "then"), "c")["rules"][0] == {"then": "c"}
    assert put(table, ("rules", 0), None)["rules"] == [{"then": "b"}]
    assert put(table, ("rules", 2), {})["rules"][2] == {}
    assert put(table, ("checks", 0, "sum"), "x")["checks"] == [{"sum": "x"}]
    assert moved(table, ("rules", 0), 1)["rules"] == [{"then": "b"}, {"then": "a"}]
    assert moved(table, ("rules", 0), -1) == table
    assert table["rules"] == [{"then": "a"}, {"then": "b"}]
