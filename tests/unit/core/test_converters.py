"""Converters: what they take, what they refuse, and that nothing is lost on the way."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from desktop_sync.core.conversion import Tables, Unfit
from desktop_sync.core.converters import CONVERTERS, AnyConverter, chain, rendered
from desktop_sync.core.errors import Owner

ENTRIES: TypeAdapter[tuple[AnyConverter, ...]] = TypeAdapter(tuple[AnyConverter, ...])
TABLES: Tables = {"status": {"A": "open", "B": "confirmed"}, "yes": {"J": True}}


def convert(text: str, *entries: object) -> object:
    function = chain(ENTRIES.validate_python(entries), TABLES)
    assert function is not None
    return rendered(function(text))


def expected(text: str, *entries: object) -> str:
    with pytest.raises(Unfit) as caught:
        convert(text, *entries)
    return caught.value.expected


@pytest.mark.parametrize(
    "text,options,result",
    [
        ("12.50", {}, "12.50"),
        ("0012", {}, "12"),
        ("+1.5", {}, "1.5"),
        ("-.5", {}, "-0.5"),
        ("-0.00", {}, "0.00"),
        ("0.0000001", {}, "0.0000001"),
        ("12,50", {"comma": True}, "12.50"),
        ("1.234.567,89", {"comma": True, "grouping": "."}, "1234567.89"),
        ("1234567,89", {"comma": True, "grouping": "."}, "1234567.89"),
        ("1,234", {"grouping": ","}, "1234"),
        ("1\u00a0234,5", {"comma": True, "grouping": " "}, "1234.5"),
        ("1\u2019234.50", {"grouping": "'"}, "1234.50"),
        ("12,50-", {"comma": True, "trailing_minus": True}, "-12.50"),
        ("12.5", {"places": 2}, "12.50"),
        ("12.500", {"places": 2}, "12.50"),
        ("12.000", {"places": 0}, "12"),
        ("9" * 24, {}, "9" * 24),
    ],
)
def test_decimal(text: str, options: dict[str, object], result: str) -> None:
    assert convert(text, {"decimal": {"comma": False, **options}}) == result


@pytest.mark.parametrize(
    "text,options",
    [
        ("1e5", {}),
        ("NaN", {}),
        ("Infinity", {}),
        ("", {}),
        (".", {}),
        ("-", {}),
        ("5.", {}),
        ("1 2", {}),
        ("12,50", {}),
        ("1.000,00", {"comma": True}),
        ("1.000", {"comma": True}),
        ("1.00", {"comma": True, "grouping": "."}),
        ("1.0000", {"comma": True, "grouping": "."}),
        ("1234.567", {"comma": True, "grouping": "."}),
        ("1,2,3", {"comma": True}),
        ("12.50-", {}),
        ("-12.50-", {"trailing_minus": True}),
        ("--1", {}),
        ("\u0661\u0662", {}),
        ("0x10", {}),
        ("12.505", {"places": 2}),
        ("9" * 25, {}),
        ("1" * 1_000_000, {}),
        ("1_000", {}),
    ],
)
def test_decimal_refuses_what_it_would_have_to_guess(text: str, options: dict[str, object]) -> None:
    assert expected(text, {"decimal": {"comma": False, **options}}).startswith("a ")


def test_decimal_says_what_it_expects_in_the_signs_of_the_column() -> None:
    assert expected("abc", {"decimal": {"comma": True, "grouping": "."}}) == "a decimal number like 1.234,50"


@given(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=4),
    st.sampled_from([(False, ""), (True, ""), (True, "."), (False, ","), (False, "'"), (True, " ")]),
)
def test_a_decimal_written_with_any_signs_comes_back(number: Decimal, signs: tuple[bool, str]) -> None:
    comma, grouping = signs
    text = f"{number:,.4f}".replace(",", "\0").replace(".", "," if comma else ".").replace("\0", grouping)
    result = convert(text, {"decimal": {"comma": comma, "grouping": grouping}})
    assert isinstance(result, str)
    assert Decimal(result) == number
    assert convert(result, {"decimal": "1234.50"}) == result


@given(st.text(max_size=12))
def test_whatever_a_decimal_takes_is_a_number_of_the_same_digits(text: str) -> None:
    try:
        result = convert(text, {"decimal": {"comma": True, "grouping": "."}})
    except Unfit:
        return
    assert Decimal(str(result)) == Decimal(text.replace(".", "").replace(",", "."))


@given(st.integers(min_value=-(10**18) + 1, max_value=10**18 - 1))
def test_integers_come_back(number: int) -> None:
    assert convert(str(number), "integer") == number


@pytest.mark.parametrize("text", ["1.0", "1,000", "", "1e3", "0x1", "9" * 19, "\u0663", "1 "])
def test_integer_refuses(text: str) -> None:
    assert expected(text, "integer") == "a whole number like 12"


def test_boolean() -> None:
    listed = {"boolean": {"true": ["J", "X"], "false": ["N"]}}
    assert [convert(text, listed) for text in ("J", "X", "N")] == [True, True, False]
    assert expected("j", listed) == "one of J, X, N"
    assert convert("1", "boolean") is True


def test_text() -> None:
    assert convert("a-b\n  c", {"text": {"replace": {"-": "/"}, "collapse": True, "case": "upper"}}) == "A/B C"


def test_text_before_another_converter() -> None:
    assert convert("EUR 12,50", {"text": {"replace": {"EUR ": ""}}}, {"decimal": {"comma": True}}) == "12.50"


def test_lookup() -> None:
    assert convert("A", {"lookup": "status"}) == "open"
    assert convert("J", {"lookup": "yes"}) is True
    assert convert("Q", {"lookup": {"table": "status", "default": "open"}}) == "open"
    with pytest.raises(Unfit, match=r"one of the keys of the table 'status' \(A, B\)") as caught:
        convert("a", {"lookup": "status"})
    assert caught.value.owner is Owner.VENDOR


def test_a_long_table_is_hinted_nearest_first() -> None:
    table = {"big": {f"KEY{number:03}": "x" for number in range(100)}}
    function = chain(ENTRIES.validate_python([{"lookup": "big"}]), table)
    assert function is not None
    with pytest.raises(Unfit) as caught:
        function("KEX042")
    assert caught.value.expected.startswith("one of the keys of the table 'big' (KEY042, ")
    assert caught.value.expected.endswith("… 100 in all)")


@pytest.mark.parametrize(
    "text,form,result",
    [
        ("31.03.2024", "%d.%m.%Y", "2024-03-31"),
        ("1.3.2024", "%d.%m.%Y", "2024-03-01"),
        ("20240331", "%Y%m%d", "2024-03-31"),
        ("310324", "%d%m%y", "2024-03-31"),
        ("2024-03-31", "%Y-%m-%d", "2024-03-31"),
        ("31.03.2024 14:05", "%d.%m.%Y %H:%M", "2024-03-31"),
        ("2024091", "%Y%j", "2024-03-31"),
    ],
)
def test_date(text: str, form: str, result: str) -> None:
    assert convert(text, {"date": form}) == result


@pytest.mark.parametrize(
    "text,form",
    [
        ("2024-03-31", "%d.%m.%Y"),
        ("31.02.2024", "%d.%m.%Y"),
        ("31.03.24", "%d.%m.%Y"),
        ("1122024", "%d%m%Y"),
        ("00000000", "%Y%m%d"),
        ("", "%Y%m%d"),
        ("31.03.2024x", "%d.%m.%Y"),
        ("\u0663\u0661.03.2024", "%d.%m.%Y"),
    ],
)
def test_date_refuses(text: str, form: str) -> None:
    assert expected(text, {"date": form}).startswith("a date like ")


@given(st.dates(min_value=date(1000, 1, 1)), st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%Y%m%d", "%m/%d/%Y", "%Y%j"]))
def test_dates_come_back(day: date, form: str) -> None:
    assert convert(day.strftime(form), {"date": form}) == day.isoformat()


@pytest.mark.parametrize(
    "text,options,result",
    [
        ("31.03.2024 14:05", {"format": "%d.%m.%Y %H:%M", "zone": "Europe/Berlin"}, "2024-03-31T14:05:00+02:00"),
        ("31.01.2024 14:05", {"format": "%d.%m.%Y %H:%M", "zone": "Europe/Berlin"}, "2024-01-31T14:05:00+01:00"),
        ("31.01.2024 14:05", {"format": "%d.%m.%Y %H:%M", "zone": "UTC"}, "2024-01-31T14:05:00Z"),
        ("20240131140530-0500", {"format": "%Y%m%d%H%M%S%z"}, "2024-01-31T14:05:30-05:00"),
        ("2024-01-31T14:05:30.25+01:00", {}, "2024-01-31T14:05:30.250000+01:00"),
        ("2024-01-31T14:05:30Z", {}, "2024-01-31T14:05:30Z"),
        ("2024-01-31 14:05:30", {"zone": "+05:30"}, "2024-01-31T14:05:30+05:30"),
        ("1880-01-01T00:00:00", {"zone": "Europe/Berlin"}, "1879-12-31T23:06:32Z"),
        # of the hour that comes twice in the night of 27 October, the first
        ("2024-10-27T02:30:00", {"zone": "Europe/Berlin"}, "2024-10-27T02:30:00+02:00"),
    ],
)
def test_datetime(text: str, options: dict[str, object], result: str) -> None:
    assert convert(text, {"datetime": options}) == result


def test_datetime_refuses() -> None:
    assert "with its time zone" in expected("2024-01-31T14:05:30", "datetime")
    assert "the clocks skip this one" in expected("2024-03-31T02:30:00", {"datetime": {"zone": "Europe/Berlin"}})
    assert expected("2024-01-31", "datetime").startswith("a time like 2024-03-31T14:05:30")
    assert expected("9999-12-31T23:59:59", {"datetime": {"zone": "-12:00"}}).startswith("a time that exists")


@given(st.datetimes(min_value=datetime(1000, 1, 1), max_value=datetime(9990, 1, 1)), st.integers(-1439, 1439))  # noqa: DTZ001
def test_datetimes_come_back(moment: datetime, minutes: int) -> None:
    placed = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    result = convert(placed.isoformat(), "datetime")
    assert isinstance(result, str)
    assert datetime.fromisoformat(result) == placed
    assert datetime.fromisoformat(result).astimezone(UTC) == placed


@pytest.mark.parametrize(
    "entry,message",
    [
        ("decimel", "did you mean decimal?"),
        ({"decimal": 3}, "Input should be"),
        ({"integer": 3}, "takes a table of options"),
        ("decimal", "1.000 may be one or a thousand"),
        ({"decimal": {"places": 2}}, '{decimal = "1.234,50"}'),
        ({"decimal": {"like": "1,234.50", "comma": False}}, "like says it all"),
        ({"decimal": {}, "integer": {}}, "expected a converter"),
        (17, "expected a converter"),
        ({"decimal": {"comma": True, "grouping": ","}}, "must differ"),
        ({"decimal": {"coma": True}}, "Extra inputs are not permitted"),
        ({"date": "%d.%m"}, "the format must say %Y"),
        ({"date": "%A %d %m %Y"}, "%A cannot be used"),
        ({"date": "%d.%m.%Y %d"}, "says %d twice"),
        ({"datetime": {"format": "%d.%m.%Y %H:%M"}}, "the zone must be said once"),
        ({"datetime": {"zone": "Europe/Berlim"}}, "expected a time zone"),
        ({"boolean": {"true": ["1"], "false": ["1"]}}, "1 cannot mean both"),
        ({"text": {"replace": {"": "x"}}}, "an empty text cannot be replaced"),
    ],
)
def test_settings_are_judged_in_words(entry: object, message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        ENTRIES.validate_python([entry])
    assert message in str(caught.value)


def test_every_converter_of_the_registry_can_be_written_in_the_settings() -> None:
    needs: dict[str, object] = {
        "lookup": "status", "decimal": "1.234,50", "regex": "[0-9]+", "split": {"by": ";", "part": 1},
    }  # fmt: skip
    for name in CONVERTERS:
        entry: object = {name: needs[name]} if name in needs else name
        [converter] = ENTRIES.validate_python([entry])
        assert isinstance(converter, CONVERTERS[name])
