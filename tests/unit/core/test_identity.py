"""Canonical bytes, content hashes, request keys, and the order of versions."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.core.identity import canonical, content_hash, request_key, sha256, version_key, version_words
from desktop_sync.core.states import Operation

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
PLAIN = st.none() | st.booleans() | st.integers() | TEXT
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner), max_leaves=15)
BODIES = st.dictionaries(TEXT, VALUES, max_size=5)


def shuffled(value: object) -> object:
    """The same JSON value with every object's keys the other way round."""
    if isinstance(value, dict):
        return {key: shuffled(value[key]) for key in reversed(list(value))}
    return [shuffled(one) for one in value] if isinstance(value, list) else value


@given(VALUES)
def test_canonical_keeps_the_value_and_forgets_the_order_of_keys(value: object) -> None:
    assert json.loads(canonical(value)) == value
    assert canonical(shuffled(value)) == canonical(value)


def test_canonical_is_utf8_without_blanks_and_sorted() -> None:
    assert canonical({"b": ["ü", 1], "a": None}) == '{"a":null,"b":["ü",1]}'.encode()


@pytest.mark.parametrize("value", [Decimal("1.50"), date(2026, 1, 2), b"bytes", {1, 2}])
@pytest.mark.parametrize("place", ["in an object", "in a list in an object"])
def test_content_without_one_spelling_is_refused(value: object, place: str) -> None:
    within: dict[str, dict[str, object]] = {
        "in an object": {"amount": value},
        "in a list in an object": {"lines": [{"x": value}]},
    }
    with pytest.raises(TypeError, match="has no place in a document"):
        canonical(within[place])


@given(BODIES)
def test_create_update_and_upsert_of_one_body_are_one_content_and_cancel_is_not(body: dict[str, object]) -> None:
    puts = {content_hash(one, canonical(body)) for one in (Operation.UPSERT, Operation.CREATE, Operation.UPDATE)}
    assert len(puts) == 1
    assert content_hash(Operation.CANCEL, canonical(body)) not in puts


def hashed(body: dict[str, object]) -> str:
    return content_hash(Operation.UPSERT, canonical(body))


@given(BODIES, BODIES)
def test_other_content_other_hash(one: dict[str, object], other: dict[str, object]) -> None:
    same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    assert (hashed(one) == hashed(other)) == same


def test_sha256_is_lower_case_hex() -> None:
    assert sha256(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


PARTS = st.tuples(st.sampled_from(["a1", "b2"]), st.integers(1, 30), st.integers(1, 30), st.integers(1, 30))


@given(PARTS, PARTS)
def test_a_key_names_ledger_lane_revision_and_number(
    one: tuple[str, int, int, int], other: tuple[str, int, int, int]
) -> None:
    assert (request_key(*one) == request_key(*other)) == (one == other)
    assert 16 <= len(request_key(*one)) <= 64


NUMBERS = st.decimals(
    min_value=-(10**23), max_value=10**23, allow_nan=False, allow_infinity=False, places=6
) | st.integers(-(10**24) + 1, 10**24 - 1)


@given(NUMBERS, NUMBERS)
def test_numbers_compare_by_value(one: int | Decimal, other: int | Decimal) -> None:
    assert (version_key(one) < version_key(other)) == (one < other)
    assert (version_key(one) == version_key(other)) == (one == other)


@given(st.integers(0, 10**40), st.integers(0, 10**40), st.sampled_from(["", "R", "order-", "2026/"]))
def test_digits_inside_text_compare_by_value(one: int, other: int, before: str) -> None:
    keys = [version_key(f"{before}{number}.x") for number in (one, other)]
    assert (keys[0] < keys[1]) == (one < other)
    assert (keys[0] == keys[1]) == (one == other)


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
def test_row_versions_compare_by_value(one: int, other: int) -> None:
    keys = [version_key(f"0x{number:016X}") for number in (one, other)]
    assert (keys[0] < keys[1]) == (one < other)
    assert keys[0] > "s0000x00019A", "what was acknowledged by the former spelling is older"
    assert version_words(keys[0]) == f"0x{one:X}"


@pytest.mark.parametrize("text", ["x12", "xl-2026", "X1"])
def test_a_text_with_an_x_is_no_row_version(text: str) -> None:
    assert version_words(version_key(text)) == text
    assert version_key("x12") != version_key("0x12")


def test_leading_zeros_do_not_make_another_version() -> None:
    assert version_key("R007") == version_key("R7")
    assert version_key("R0") == version_key("R000")
    assert version_key("R9") < version_key("R10") < version_key("R10a") < version_key("S1")


ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
TIMES = st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 30), timezones=ZONES)  # noqa: DTZ001 - bounds of the strategy


@given(TIMES, TIMES)
def test_times_compare_in_utc(one: datetime, other: datetime) -> None:
    assert (version_key(one) < version_key(other)) == (one < other)
    assert (version_key(one) == version_key(other)) == (one == other)


@given(st.dates(), st.dates())
def test_days_compare_by_day(one: date, other: date) -> None:
    assert (version_key(one) < version_key(other)) == (one < other)


def test_a_day_is_its_midnight_in_utc() -> None:
    assert version_key(date(2026, 11, 23)) == version_key(datetime(2026, 11, 23, tzinfo=UTC))


def test_a_time_without_zone_is_no_version() -> None:
    with pytest.raises(ValueError, match="time zone"):
        version_key(datetime(2026, 11, 23))  # noqa: DTZ001 - that is the point


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), 10**24, -(10**24)])
def test_a_number_that_cannot_be_ordered_is_no_version(value: int | Decimal) -> None:
    with pytest.raises(ValueError, match="version"):
        version_key(value)
