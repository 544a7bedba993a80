"""Rows that no schema describes: what is declared of their fields, and what is read."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from pydantic import ValidationError

from desktop_sync.core.deciding import Undecided
from desktop_sync.core.reports import Row
from desktop_sync.core.row_fields import Reading, RowField, field_problems, kinds

BERLIN = "Europe/Berlin"


def declared(**options: object) -> RowField:
    return RowField.model_validate(options)


def read(row: Row, *fields: RowField) -> object:
    reading = Reading(fields, BERLIN)
    return reading.typed(reading.placed(row))


@pytest.mark.parametrize(
    "kind,text,expected",
    [
        ("number", "1234.50", Decimal("1234.50")),
        ("number", "-3", Decimal(-3)),
        ("date", "2026-05-03", date(2026, 5, 3)),
        ("time", "2026-05-03T12:00:00Z", datetime(2026, 5, 3, 12, tzinfo=UTC)),
        ("time", "2026-05-03T12:00:00", datetime(2026, 5, 3, 10, tzinfo=UTC)),
        ("unix", "1777809600", datetime(2026, 5, 3, 12, tzinfo=UTC)),
        ("unix_ms", "1777809600500", datetime(2026, 5, 3, 12, 0, 0, 500_000, tzinfo=UTC)),
        ("text", "1777809600", "1777809600"),
    ],
)
def test_a_field_is_read_as_what_is_declared(kind: str, text: str, expected: object) -> None:
    assert read({"at": text}, declared(name="at", kind=kind)) == {"at": expected}


def test_converters_say_how_a_legacy_system_writes() -> None:
    amount = declared(name="total", convert=[{"decimal": "1.234,50"}])
    day = declared(name="day", **{"from": "Kopf/Datum vom"}, convert=[{"date": "%d.%m.%Y"}])
    row = read({"total": "1.000,00", "Kopf": {"Datum vom": "03.05.2026"}}, amount, day)
    assert row == {"total": Decimal("1000.00"), "Kopf": {"Datum vom": "03.05.2026"}, "day": date(2026, 5, 3)}
    assert kinds((amount, day)) == {"total": "number", "day": "date"}


def test_a_field_has_a_name_that_columns_can_say_and_the_row_stays_as_it_was() -> None:
    row = {"Order No.": "A-1", "a/b": "x", "buyer": {"no": "7"}}
    fields = (
        declared(name="order", **{"from": "Order No."}),
        declared(name="slash", **{"from": "a~1b"}),
        declared(name="buyer.number", kind="number", **{"from": "buyer/no"}),
    )
    assert read(row, *fields) == {**row, "order": "A-1", "slash": "x", "buyer": {"no": "7", "number": Decimal(7)}}
    assert row == {"Order No.": "A-1", "a/b": "x", "buyer": {"no": "7"}}


@pytest.mark.parametrize("row", [{}, {"total": None}, {"total": ""}, {"total": " "}])
def test_nothing_stays_nothing(row: Row) -> None:
    found = read(row, declared(name="total", kind="number"))
    assert isinstance(found, dict)
    assert not found.get("total")


@pytest.mark.parametrize(
    "value,shown", [("1,5", "1,5"), ("x" * 100, "x" * 60), (True, "true"), (["1"], "a list"), ({"a": "1"}, "an object")]
)
def test_what_does_not_fit_is_told(value: object, shown: str) -> None:
    with pytest.raises(Undecided) as caught:
        read({"total": value}, declared(name="total", kind="number"))
    assert (caught.value.source, caught.value.value) == ("total", shown)


@pytest.mark.parametrize("text", ["now", "1e30", "nan", "-1e400"])
def test_moments_that_are_none(text: str) -> None:
    with pytest.raises(Undecided):
        read({"at": text}, declared(name="at", kind="unix"))


@pytest.mark.parametrize(
    "options,why",
    [
        ({"name": "Order No."}, "no name that a column can say"),
        ({"name": "lines[]"}, "no name that a column can say"),
        ({"name": "a", "kind": "number", "convert": [{"decimal": "1.234,50"}]}, "leave out kind"),
        ({"name": "a", "convert": [{"lookup": "units"}]}, "an export has none"),
        ({"name": "a", "convert": [{"decimal": "1.234,50"}, "integer"]}, "a number or day comes last"),
    ],
)
def test_what_cannot_be_declared(options: dict[str, object], why: str) -> None:
    with pytest.raises(ValidationError) as caught:
        declared(**options)
    assert why in str(caught.value)


def test_fields_are_declared_once_and_beside_each_other() -> None:
    fields = [declared(name=name) for name in ("a", "b.c", "a", "b", "b.c.d", "bc")]
    assert [number for number, _ in field_problems(fields)] == [2, 3, 4]
