"""Rows in order, groups, totals apart by currency, computed columns: exact, whatever the rows say."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from desktop_sync.core.errors import SettingsError
from desktop_sync.core.reports import Row
from desktop_sync.reports import OPTIONS, REPORTS
from desktop_sync.reports.cells import taker
from desktop_sync.reports.locales import WRITINGS, exactly
from desktop_sync.reports.options import Column, ReportOptions
from desktop_sync.reports.sorting import By, in_order
from desktop_sync.reports.table import Opened, Table, Totals
from desktop_sync.reports.templates import names, whole
from tests.acme_rig import ROOT
from tests.report_rows import ABOUT, BERLIN, orders

MONEY = {"name": "Net", "from": "net", "kind": "money", "total": True, "currency": "currency"}


def table(**options: object) -> Table:
    return Table(ReportOptions.model_validate(options), UTC)


def cell(row: Row, **column: object) -> object:
    return taker(Column.model_validate({"name": "X", **column}), BERLIN)(row)


def test_totals_are_exact_and_kept_apart_by_currency() -> None:
    rows: list[Row] = [
        {"of": "b", "net": "0.10", "currency": "EUR"},
        {"of": "a", "net": "0.20", "currency": "EUR"},
        {"of": "a", "net": "999999999999999.99", "currency": "CHF"},
        {"of": "b", "net": "-0.30", "currency": "EUR"},
        {"of": "b", "net": "seven", "currency": "EUR"},
    ]
    made = table(columns=[MONEY], group_by=[{"name": "Of", "from": "of"}])
    events = list(made.events(rows))
    assert [event for event in events if isinstance(event, Opened | Totals)] == [
        Opened(0, "a"),
        Totals(0, "a", 2, {"EUR": {0: Decimal("0.20")}, "CHF": {0: Decimal("999999999999999.99")}}),
        Opened(0, "b"),
        Totals(0, "b", 3, {"EUR": {0: Decimal("-0.20")}}),
        Totals(-1, None, 5, {"EUR": {0: Decimal("0.00")}, "CHF": {0: Decimal("999999999999999.99")}}),
    ]
    assert made.notes() == ("1 values of Net are no numbers: they stand as they are, and are in no total.",)


def test_rows_that_are_in_no_total_are_told() -> None:
    rows: list[Row] = [{"net": "1.50", "currency": "EUR"}, {"currency": "EUR"}, {"net": None, "currency": "EUR"}]
    made = table(columns=[MONEY])
    list(made.events(rows))
    assert made.short() == {0: 2}
    assert made.notes() == ("Rows without Net, which are in no total of it: 2.",)
    made = table(columns=[{**MONEY, "default": "-"}])
    list(made.events(rows))
    assert made.short() == {0: 2}


def test_where_no_row_has_a_value_there_is_no_total_to_be_short_of_it() -> None:
    made = table(columns=[MONEY])
    list(made.events([{"currency": "EUR"}, {"currency": "EUR"}]))
    assert (made.short(), made.notes()) == ({}, ())


def test_groups_in_groups_close_from_the_inside() -> None:
    rows: list[Row] = [{"a": a, "b": b, "net": "1", "currency": ""} for a in "xy" for b in "12"]
    groups = [{"name": "A", "from": "a"}, {"name": "B", "from": "b"}]
    said = []
    for event in table(columns=[MONEY], group_by=groups).events(rows):
        if isinstance(event, Opened):
            said.append(f"+{event.value}")
        elif isinstance(event, Totals):
            said.append(f"-{event.value}={event.rows}")
        else:
            said.append(".")
    assert " ".join(said) == "+x +1 . -1=1 +2 . -2=1 -x=2 +y +1 . -1=1 +2 . -2=1 -y=2 -None=4"


@given(st.lists(st.tuples(st.integers(0, 5), st.one_of(st.none(), st.text(max_size=3), st.integers(-9, 9)))))
def test_sorting_on_the_disk_is_the_same_as_in_memory(pairs: list[tuple[int, object]]) -> None:
    rows: list[Row] = [{"at": at, "one": one, "other": other} for at, (one, other) in enumerate(pairs)]
    by = [
        By(taker(Column.model_validate({"name": "1", "from": "one", "kind": "number"}), UTC), descending=True),
        By(taker(Column.model_validate({"name": "2", "from": "other"}), UTC)),
    ]
    expected = list(in_order(rows, by, in_memory=1000))
    assert list(in_order(rows, by, in_memory=3)) == expected
    assert [row["one"] for row in expected] == sorted((one for one, _ in pairs), reverse=True)
    same = [row["at"] for row in in_order(rows, [By(lambda row: None)], in_memory=2)]
    assert same == sorted(same)  # type: ignore[type-var]


def test_texts_are_sorted_as_people_do_and_numbers_as_numbers() -> None:
    names_ = [{"name": name} for name in ("Zett", "äpfel", "Apfel", "zebra", "10", "9")]
    made = table(columns=[{"name": "N", "from": "name"}], sort=["name"])
    assert [row[0] for row in made.flat(names_)] == ["10", "9", "Apfel", "äpfel", "zebra", "Zett"]
    made = table(columns=[{"name": "N", "from": "net", "kind": "money"}], sort=["-net"])
    assert [str(row[0]) for row in made.flat([{"net": "9"}, {"net": "10.5"}, {}, {"net": "-3"}])] == [
        "10.5", "9", "-3", "None",
    ]  # fmt: skip


def test_groups_with_words_stand_in_the_order_of_these() -> None:
    rows: list[Row] = [{"v": one} for one in ("arrived", "missing", "odd", "arrived")]
    group = {"name": "V", "from": "v", "words": {"missing": "Missing!", "arrived": "Arrived"}}
    events = table(columns=[{"name": "v", "from": "v"}], group_by=[group]).events(rows)
    assert [event.value for event in events if isinstance(event, Opened)] == ["Missing!", "Arrived", "odd"]


def test_each_makes_rows_of_entries_and_loses_no_document() -> None:
    rows: list[Row] = [{"no": 1, "lines": [{"sku": "a"}, {"sku": "b"}]}, {"no": 2, "lines": []}, {"no": 3}]
    made = table(each="lines", columns=[{"name": "No", "from": "no"}, {"name": "Sku", "from": "lines.sku"}])
    assert list(made.flat(rows)) == [["1", "a"], ["1", "b"], ["2", None], ["3", None]]


ORDER: Mapping[str, object] = {
    "net": "100.005",
    "tax": "19.00",
    "at": "2026-10-25T00:30:00Z",
    "buyer": {"name": "", "number": "C1", "address": {"city": "Köln"}},
    "lines": [{"quantity": "3", "price": "0.335"}, {"quantity": "2", "price": "1.005"}],
    "bad": [{"quantity": "3", "price": "0.335"}, {"quantity": "2"}],
    "long": [{"a": "10000000000000000000000000000000.01"}, {"a": "0.02"}],
    "most": "11234567890123456789012345678901.01",
    "flag": True,
    "huge": "1E+999999",
}


@pytest.mark.parametrize(
    "column, expected",
    [
        ({"sum": "lines.quantity * lines.price"}, Decimal("3.015")),
        ({"sum": "lines.quantity * lines.price", "places": 2}, Decimal("3.02")),
        ({"sum": ["net", "- tax"]}, Decimal("81.005")),
        ({"sum": ["long.a", "- most"]}, Decimal("-1234567890123456789012345678900.98")),
        ({"sum": "bad.quantity * bad.price"}, None),
        ({"sum": "nothing.quantity"}, None),
        ({"sum": "__import__('os')"}, None),
        ({"count": "lines"}, Decimal(2)),
        ({"count": "net"}, None),
        ({"from": ["buyer.name", "buyer.number"]}, "C1"),
        ({"from": ["buyer.number", "buyer.name", "buyer.address.city"], "join": ", "}, "C1, Köln"),
        ({"from": "missing", "default": "-"}, "-"),
        ({"from": "flag"}, "true"),
        ({"from": "flag", "kind": "yes_no"}, True),
        ({"from": "huge", "kind": "money"}, "1E+999999"),
        ({"from": "buyer.number", "convert": [{"regex": "[0-9]+"}]}, "1"),
        ({"from": "buyer.number", "words": {"C1": "first"}}, "first"),
        ({"from": "net", "kind": "date"}, "100.005"),
    ],
)
def test_columns(column: dict[str, object], expected: object) -> None:
    assert cell(ORDER, **column) == expected


def test_days_and_times_are_those_of_the_flows_zone() -> None:
    assert str(cell(ORDER, **{"from": "at", "kind": "time"})) == "2026-10-25 02:30:00+02:00"
    assert str(cell({"at": "2026-05-03T22:30:00Z"}, **{"from": "at", "kind": "date"})) == "2026-05-04"


def test_numbers_of_countries() -> None:
    value = Decimal("-1234567.895")
    assert WRITINGS["de"].number(value, exactly(2)) == "-1.234.567,90"
    assert WRITINGS["de-CH"].number(value, exactly(2)) == "-1\u2019234\u2019567.90"
    assert WRITINGS["en-US"].number(value) == "-1,234,567.895"
    assert WRITINGS["en"].number(Decimal(10) ** 40, exactly(2)).startswith("10,000,000")


@pytest.mark.parametrize(
    "wrong",
    [
        {"columns": [{"name": "A"}]},
        {"columns": [{"name": "A", "from": "a", "count": "b"}]},
        {"columns": [{"name": "A", "from": "a", "total": True}]},
        {"columns": [{"name": "A", "from": "a", "currency": "c"}]},
        {"columns": [{"name": "A", "sum": "a +"}]},
        {"columns": [{"name": "A", "from": "lines[0].a"}]},
        {"columns": [{"name": "A", "from": "a"}, {"name": "A", "from": "b"}]},
        {"columns": [{"name": "A", "from": "a", "join": " "}]},
        {"colums": []},
    ],
)
@pytest.mark.parametrize("kind", sorted(OPTIONS))
def test_what_does_not_fit_together_is_refused_when_saved(kind: str, wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        OPTIONS[kind].model_validate(wrong)


def test_templates_stand_below_what_a_person_chose() -> None:
    made = whole(ReportOptions.model_validate({"template": "order_summary", "locale": "de", "title": "Heute"}))
    assert made.title == "Heute"
    assert [column.name for column in made.columns][:3] == ["Auftrag", "Kundennr.", "Kunde"]
    with pytest.raises(SettingsError, match="no report template nothing; known are invoice"):
        whole(ReportOptions(template="nothing"))
    assert set(names()) == {"invoice", "invoice_list", "order_confirmation", "order_summary", "reconciliation"}


def test_what_is_heavy_is_loaded_when_a_report_is_made() -> None:
    code = (
        "import sys, desktop_sync.reports; print([n for n in ('reportlab', 'xlsxwriter', 'lxml') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_a_report_made_again_is_the_same_however_rows_come() -> None:
    def made(rows: object) -> bytes:
        sink = io.BytesIO()
        options = OPTIONS["delimited"].model_validate({"template": "order_summary"})
        REPORTS["delimited"](options).render(rows, ABOUT, sink)  # type: ignore[arg-type]
        return sink.getvalue()

    assert made(orders(50)) == made(reversed(list(orders(50))))
