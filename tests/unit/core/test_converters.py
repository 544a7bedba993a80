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


def test_characters_at_the_ends() -> None:
    assert convert("*000471#", {"text": {"trim": "*#", "trim_start": "0"}}) == "471"
    assert convert("000", {"text": {"trim_start": "0"}}, {"text": {}}) == ""


@pytest.mark.parametrize(
    "part,found", [(1, "a"), (2, "b"), (3, ""), (-1, "c d"), (-4, "a"), (5, ""), (-5, ""), (1000, ""), (-1000, "")]
)
def test_split(part: int, found: str) -> None:
    assert convert("a; b ;;c d", {"split": {"by": ";", "part": part}}) == found


@given(st.text(max_size=20), st.text(min_size=1, max_size=2), st.integers(-8, 8).filter(bool))
def test_split_gives_the_part_that_python_would_give(text: str, by: str, part: int) -> None:
    parts = text.split(by)
    inside = len(parts) >= abs(part)
    wanted = parts[part - 1 if part > 0 else part].strip() if inside else ""
    assert convert(text, {"split": {"by": by, "part": part}}) == wanted


@pytest.mark.parametrize(
    "options,text,result",
    [
        ("[0-9]+", "No 4711 of 12", "4711"),
        ("No ([0-9]+)", "No 4711 of 12", "4711"),
        ({"pattern": "^([A-Z]+)-(?P<no>[0-9]+)$", "take": r"\\\g<no>/\1"}, "AB-12", r"\12/AB"),
        ({"pattern": "(a)|b", "take": r"<\1>"}, "b", "<>"),
        ({"pattern": "[^0-9]", "replace": ""}, "+49 (0) 89/12", "4908912"),
        ({"pattern": "(.)-(.)", "replace": r"\2-\1"}, "a-b c-d", "b-a d-c"),
        ({"pattern": "x", "replace": "y"}, "abc", "abc"),
        ({"pattern": "x", "no_match": "keep"}, "abc", "abc"),
        ({"pattern": "x", "no_match": "empty"}, "abc", ""),
        ({"pattern": "(?i)grüße"}, "Viele GRÜßE", "GRÜßE"),
    ],
)
def test_regex(options: object, text: str, result: str) -> None:
    assert convert(text, {"regex": options}) == result


def test_regex_refuses_what_it_does_not_find() -> None:
    assert expected("abc", {"regex": "[0-9]+"}) == "a text of the form [0-9]+"


def test_a_chain_ends_where_nothing_is_left() -> None:
    assert convert("a", {"split": {"by": ";", "part": 2}}, {"decimal": "1234.50"}) == ""
    assert convert("a;5", {"split": {"by": ";", "part": 2}}, {"decimal": "1234.50"}) == "5"


@pytest.mark.parametrize(
    "like,text,result",
    [
        ("1234.50", "1000.5", "1000.5"),
        ("1,234.50", "1,000", "1000"),
        ("1.234,50", "1.000", "1000"),
        ("1234,50", "-7,25", "-7.25"),
        ("1 234,50", "1\u202f234,5", "1234.5"),
        ("1'234.50", "1'234.5", "1234.5"),
    ],
)
def test_a_decimal_by_an_example(like: str, text: str, result: str) -> None:
    assert convert(text, {"decimal": like}) == result
    assert expected("x", {"decimal": like}) == f"a decimal number like {like}"


@pytest.mark.parametrize("like,text", [("1234.50", "1,000"), ("1234,50", "1.000"), ("1,234.50", "1.000,00")])
def test_a_number_in_other_signs_is_refused_not_guessed(like: str, text: str) -> None:
    assert expected(text, {"decimal": like}) == f"a decimal number like {like}"


@pytest.mark.parametrize(
    "sign,results", [("keep", ["12", "-12", "0"]), ("flip", ["-12", "12", "0"]), ("drop", ["12", "12", "0"])]
)
def test_the_sign_of_credit_notes(sign: str, results: list[str]) -> None:
    options = {"decimal": {"like": "1234.50", "sign": sign, "trailing_minus": True}}
    assert [convert(text, options) for text in ("12", "-12", "0")] == results
    assert convert("12-", options) == results[1]


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


@pytest.mark.parametrize("text", ["31.03.2024", "20240331", "2024-03-31+02:00"])
def test_a_date_in_one_of_several_formats(text: str) -> None:
    assert convert(text, {"date": ["%d.%m.%Y", "%Y%m%d", "%Y-%m-%d%z"]}) == "2024-03-31"
    assert expected("x", {"date": ["%d.%m.%Y", "%Y%m%d"]}) == "a date like 31.03.2024 or 20240331"


def test_the_day_of_a_moment_is_that_of_the_zone() -> None:
    options = {"date": {"format": "%Y-%m-%dT%H:%M:%S%z", "zone": "Europe/Berlin"}}
    assert convert("2024-03-31T22:30:00Z", options) == "2024-04-01"
    assert convert("2024-03-31T22:30:00+02:00", options) == "2024-03-31"
    assert expected("9999-12-31T23:30:00-12:00", options).startswith("a date like ")


@given(st.dates(min_value=date(1970, 1, 1), max_value=date(2068, 12, 31)))
def test_what_two_formats_read_as_two_days_is_refused_by_the_settings_or_by_the_value(day: date) -> None:
    forms = ["%d.%m.%Y", "%Y.%m.%d"]
    assert convert(day.strftime(forms[0]), {"date": forms}) == day.isoformat()
    assert convert(day.strftime(forms[1]), {"date": forms}) == day.isoformat()


def test_a_text_that_is_two_times_is_read_as_neither() -> None:
    options = {"datetime": {"format": ["%d.%m.%Y %H:%M", "%d.%m.%Y %M:%H"], "zone": "UTC"}}
    assert convert("31.01.2024 10:10", options) == "2024-01-31T10:10:00Z"
    assert convert("31.01.2024 10:35", options) == "2024-01-31T10:35:00Z"
    assert expected("31.01.2024 10:11", options).startswith("a time like ")


def test_a_time_in_one_of_several_formats() -> None:
    options = {"datetime": {"format": ["%d.%m.%Y %H:%M", "%Y%m%d%H%M%S%z"], "zone": "Europe/Berlin"}}
    assert convert("31.01.2024 14:05", options) == "2024-01-31T14:05:00+01:00"
    assert convert("20240131140500+0000", options) == "2024-01-31T14:05:00Z"


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
        ({"date": "%d. %b. %Y"}, "Names of months differ by language, so a table says them"),
        ({"date": "%d.%m.%Y %d"}, "says %d twice"),
        ({"datetime": {"format": "%d.%m.%Y %H:%M"}}, "the zone must be said once"),
        ({"datetime": {"format": "%d.%m.%Y %H:%M%z", "zone": "UTC"}}, "the zone must be said once"),
        ({"date": ["%d/%m/%Y", "%m/%d/%Y"]}, "%d/%m/%Y and %m/%d/%Y read 02/01/2003 as two different days"),
        ({"date": ["%y%m%d", "%d%m%y"]}, "as two different days"),
        ({"date": "%Y-%m-%dT%H:%M:%S%z"}, "depends on the zone"),
        ({"date": {"format": "%Y-%m-%d", "zone": "UTC"}}, "leave zone out"),
        ({"date": {"format": "%Y-%m-%dT%H:%M:%S%z", "zone": "Nowhere"}}, "expected a time zone"),
        ({"split": {"by": ";", "part": 0}}, "there is no part 0"),
        ({"regex": "("}, "is no pattern that can be used (RE2 syntax): missing )"),
        ({"regex": "(?=a)"}, "RE2 syntax"),
        ({"regex": "(a{1000}){1000}"}, "RE2 syntax"),
        ({"regex": {"pattern": "(a)", "take": r"\2"}}, "the pattern has no group 2"),
        ({"regex": {"pattern": "a", "take": r"\g<b>"}}, "no group called 'b'"),
        ({"regex": {"pattern": "a", "take": r"\n"}}, "means nothing here"),
        ({"regex": {"pattern": "a", "take": "a", "replace": "b"}}, "takes or replaces, not both"),
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
