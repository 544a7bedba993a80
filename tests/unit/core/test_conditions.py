"""Conditions: what they hold for, what they refuse to decide, and how the settings refuse them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from desktop_sync.core.conditions import Condition
from desktop_sync.core.deciding import Undecided, asked, holds
from desktop_sync.core.mapping_model import MappingModel
from desktop_sync.core.sources import Sources

TABLES: Mapping[str, Mapping[str, str | int | bool]] = {"kind": {"RE": "invoice"}, "rank": {"A": 1, "B": 2}}


def condition(text: str) -> Condition:
    return Condition.model_validate(tomllib.loads(f"when = {text}")["when"])


def decide(text: str, **values: str) -> bool:
    return holds(condition(text), TABLES)(values)


@pytest.mark.parametrize(
    "text,value,result",
    [
        ('{from = "A", is = "x"}', " x ", True),
        ('{from = "A", is = ["x", "y"]}', "X", False),
        ('{from = "A", is_not = "x"}', "", True),
        ('{from = "A", is_not = "x", empty = false}', "", False),
        ('{from = "A", empty = true}', " \n", True),
        ('{from = "A", matches = "R[0-9]+"}', "R12", True),
        ('{from = "A", matches = "R[0-9]+"}', "R12x", False),  # the whole text
        ('{from = "A", matches = ".*"}', "", False),  # nothing has no form
        ('{from = "A", above = 100, convert = [{decimal = "1.234,50"}]}', "1.000", True),
        ('{from = "A", above = 100, convert = [{decimal = "1.234,50"}]}', "100,00", False),
        ('{from = "A", at_least = "100.00", convert = [{decimal = "1.234,50"}]}', "100", True),
        ('{from = "A", at_most = 100, convert = ["integer"]}', "100", True),
        ('{from = "A", below = 100, convert = ["integer"]}', "100", False),
        ('{from = "A", below = 100, convert = ["integer"]}', "", False),
        ('{from = "A", above = 0, below = 10, convert = ["integer"]}', "5", True),
        ('{from = "A", above = 0, below = 10, convert = ["integer"]}', "10", False),
        ('{from = "A", at_least = 2024-03-01, convert = [{date = "%d.%m.%Y"}]}', "1.3.2024", True),
        ('{from = "A", at_least = "2024-03-01", convert = [{date = "%d.%m.%Y"}]}', "29.2.2024", False),
        ('{from = "A", above = 2024-03-01T00:00:00Z, convert = ["datetime"]}', "2024-03-01T01:30:00+02:00", False),
        ('{from = "A", is = "invoice", convert = [{lookup = "kind"}]}', "RE", True),
        ('{from = "A", above = 1, convert = [{lookup = "rank"}]}', "B", True),
        ('{from = "A", is = "b", convert = [{split = {by = "/", part = 2}}]}', "a/b", True),
        ('{from = "A", empty = true, convert = [{split = {by = "/", part = 3}}]}', "a/b", True),
        ('{not = {from = "A", is = "x"}}', "x", False),
    ],
)
def test_a_condition(text: str, value: str, result: bool) -> None:
    assert decide(text, A=value) is result


def test_all_and_any_and_not() -> None:
    text = '{all = [{from = "A", is = "1"}, {any = [{from = "B", is = "1"}, {not = {from = "C", empty = true}}]}]}'
    cases = [("1", "1", ""), ("1", "", "x"), ("1", "", ""), ("", "1", "x")]
    assert [decide(text, A=a, B=b, C=c) for a, b, c in cases] == [True, True, False, False]
    assert asked(condition(text)) == Sources({"A", "B", "C"})


def test_what_cannot_be_compared_decides_nothing() -> None:
    with pytest.raises(Undecided) as caught:
        decide('{from = "A", above = 5, convert = [{decimal = "1234,50"}]}', A="5.5")
    assert (caught.value.source, caught.value.value) == ("A", "5.5")
    assert caught.value.unfit.expected == "a decimal number like 1234,50"


@given(st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6))
def test_bounds_compare_as_numbers_do(value: int, bound: int) -> None:
    found = [
        decide(f'{{from = "A", {name} = {bound}, convert = [{{decimal = "1234.50"}}]}}', A=f"{value}.00")
        for name in ("above", "at_least", "at_most", "below")
    ]
    assert found == [value > bound, value >= bound, value <= bound, value < bound]


@pytest.mark.parametrize(
    "text,message",
    [
        ("{}", "one of: from"),
        ('{from = "A", all = [{from = "B", is = "1"}]}', "one of: from"),
        ('{from = "A"}', "a condition needs is"),
        ('{is = "x"}', "one of: from"),
        ('{any = [{from = "B", is = "1"}], is = "x"}', "belong to a condition with from"),
        ("{all = []}", "at least 1"),
        ('{from = "A", matches = "("}', "RE2 syntax"),
        ('{from = "A", above = 1.5}', "decimal point as text"),
    ],
)
def test_conditions_that_cannot_be(text: str, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        condition(text)


@pytest.mark.parametrize(
    "text,message",
    [
        ('{from = "A", above = 5}', "above compares numbers and dates"),
        ('{from = "A", above = "x", convert = ["integer"]}', 'above: expected a number such as 100 or "12.50"'),
        ('{from = "A", below = 5, convert = ["date"]}', "below: expected a day such as"),
        ('{from = "A", below = 2024-01-01T00:00:00, convert = ["datetime"]}', "below: expected a time with its zone"),
        ('{from = "A", is = "5", convert = ["integer"]}', "is compares texts"),
        ('{from = "A", is = "5", convert = [{lookup = "none"}]}', "looks up the table 'none'"),
        ('{not = {from = "A", is = "5", convert = ["integer", {text = {}}]}}', "integer must be the last"),
    ],
)
def test_conditions_that_do_not_fit_the_mapping_are_told_with_their_place(text: str, message: str) -> None:
    model = f'resource = "r"\n[[rules]]\nwhen = {text}\nthen = "ignore"\n[fields]\na = {{from = "A"}}\n'
    with pytest.raises(ValidationError) as caught:
        MappingModel.model_validate(tomllib.loads(model))
    [error] = caught.value.errors()
    assert message in error["msg"]
    assert error["loc"][:3] == ("rules", 0, "when")
