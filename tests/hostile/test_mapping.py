"""Values that were not meant for anybody, and mappings that ask for trouble: a clear fault each, at no great cost."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.core.identity import canonical
from desktop_sync.core.mapping import Mapping, MappingModel
from desktop_sync.core.model import Position, Record, Values
from desktop_sync.settings.text import Problems, parse

AT = Position(1, 1)
DIGITS = "9" * 10_000
MODEL = """
resource = "orders"
version = {from = "V", convert = ["integer"]}
[[rules]]
when = {from = "N", above = 10, convert = [{decimal = "1.234,50"}]}
then = "ignore"
[[checks]]
sum = "lines.q"
equals = {from = "T", convert = [{decimal = "1234.50"}]}
[tables.t]
a = "b"
[fields]
external_reference = {from = "No"}
number = {from = "D", convert = [{decimal = "1.234,50"}]}
whole = {from = "I", convert = ["integer"]}
kind = {from = "K", convert = [{lookup = "t"}]}
part = {from = "S", convert = [{regex = "(x+x+)+y"}]}
joined = {from = ["J", "K"], join = "/", convert = [{split = {by = "/", part = -1}}]}
total = {sum = "lines.q"}
[fields.lines]
each = "L"
where = {not = {from = "X", matches = "(a*)*b"}}
fields = {q = {from = "Q", convert = [{decimal = "1234.50"}]}}
"""


@pytest.fixture(scope="module")
def mapping() -> Mapping:
    return Mapping(MappingModel.model_validate(tomllib.loads(MODEL)))


def faults(mapping: Mapping, **values: object) -> dict[str, str]:
    """By source: what was expected, without what was found."""
    told: Values = {"No": "1", "V": "1", **values}  # type: ignore[dict-item] # texts and lists
    found = mapping.map(Record(1, told, AT)).faults
    assert all(len(fault.message) < 1000 and len(fault.value) <= 200 for fault in found)
    return {fault.source: fault.message.partition(", found")[0] for fault in found}


def test_a_number_of_10_000_digits(mapping: Mapping) -> None:
    assert faults(mapping, D=DIGITS, I=DIGITS, V=DIGITS, T=DIGITS, L=[{"Q": DIGITS}]) == {
        "D": "expected a number of at most 24 digits",
        "I": "expected a whole number like 12",
        "V": "expected a whole number like 12",
        "L[1]/Q": "expected a number of at most 24 digits",
    }
    assert faults(mapping, N=DIGITS) == {"N": "expected a number of at most 24 digits"}
    assert faults(mapping, T=DIGITS, L=[{"Q": "1"}]) == {"T": "expected a number of at most 24 digits"}
    assert faults(mapping, D="-" * 10_000) == {"D": "expected a decimal number like 1.234,50"}


def test_sums_of_the_largest_numbers_are_exact(mapping: Mapping) -> None:
    largest = "9" * 24
    lines: list[Values] = [{"Q": largest}, {"Q": "0.000000000000000000000001"}, {"Q": largest}]
    [document] = mapping.map(Record(1, {"No": "1", "V": "1", "L": lines}, AT)).documents
    assert document.body["total"] == f"{2 * int(largest)}.000000000000000000000001"


@pytest.mark.parametrize("text", ["x" * 99_999, "xx" * 20 + "!", "x" * 100_000 + "y", "x" * 1_000_000])
def test_patterns_that_hang_others_end(mapping: Mapping, text: str) -> None:
    too_long = "at most 100,000 characters, for a pattern is looked for in them"
    expected = too_long if len(text) > 100_000 else "a text of the form (x+x+)+y"
    assert faults(mapping, S=text) == {"S": f"expected {expected}"}


def test_a_condition_by_pattern_on_a_huge_text_decides_nothing(mapping: Mapping) -> None:
    lines: list[Values] = [{"X": "a" * 90_000}, {"X": "a" * 1_000_000}]
    assert faults(mapping, L=lines) == {"L[2]/X": "expected at most 100,000 characters, for a pattern decides"}


@pytest.mark.parametrize(
    "key", ["__class__", "a\x00", "A", "\uff41", "a" * 100_000, "\U0010ffff", "get", "\u202e", "{}", "%s"]
)
def test_lookups_of_odd_keys(mapping: Mapping, key: str) -> None:
    assert faults(mapping, K=key) == {"K": "expected one of the keys of the table 't' (a)"}


def test_a_lookup_in_a_large_table_tells_a_few_keys() -> None:
    tables = {"t": {f"key{number}{'x' * 500}": "v" for number in range(50_000)}}
    model = {**tomllib.loads(MODEL), "tables": tables}
    found = faults(Mapping(MappingModel.model_validate(model)), K="key49999")
    assert "50000 in all" in found["K"]


@given(
    st.dictionaries(st.sampled_from(["No", "V", "N", "T", "D", "I", "K", "S", "J"]), st.text(max_size=12)),
    st.lists(st.dictionaries(st.sampled_from(["Q", "X"]), st.text(max_size=6)), max_size=3),
)
def test_whatever_a_record_holds(mapping: Mapping, values: dict[str, str], lines: list[Values]) -> None:
    mapped = mapping.map(Record(1, {**values, "L": lines}, AT))
    assert (len(mapped.documents) == 1) != bool(mapped.faults) or mapped.ignored
    for document in mapped.documents:
        assert canonical(document.body)


@pytest.mark.parametrize("depth", [50, 100, 100_000])
def test_conditions_inside_each_other(depth: int) -> None:
    """Refused in words, or asked: never a crash."""
    text = "when = " + "{not = " * depth + '{from = "A", is = "x"}' + "}" * depth
    problems = Problems("settings.toml", text)
    if not parse(text, problems):
        assert "nested too deeply" in str(problems.found[0][1])
        return
    rules = [{"when": problems.raw["when"], "then": "ignore"}]
    model = MappingModel.model_validate({**tomllib.loads(MODEL), "rules": rules})
    assert Mapping(model).map(Record(1, {"No": "1", "V": "1", "A": "x"}, AT)).ignored is (depth % 2 == 0)
