"""The summary of a report: the rows that stand first in it, its totals, in its language; the report stays as it is."""

from __future__ import annotations

import io
import random
from collections.abc import Mapping

import pytest

from desktop_sync.core.reports import Report, Row
from desktop_sync.core.summaries import Summary, Total
from desktop_sync.reports import OPTIONS, REPORTS
from desktop_sync.reports.summary import ROWS, Summarised
from tests.report_rows import ABOUT, orders


def both(type_: str, **options: object) -> tuple[Report, Report]:
    made = OPTIONS[type_].model_validate(options)
    return REPORTS[type_](made), Summarised(REPORTS[type_](made), made)


def summary_of(rows: list[Row], type_: str = "delimited", **options: object) -> Summary:
    rendered = both(type_, **options)[1].render(iter(rows), ABOUT, io.BytesIO())
    assert rendered.summary is not None
    assert Summary.from_json(rendered.summary.to_json()) == rendered.summary
    return rendered.summary


NET = {"name": "Net", "from": "net", "kind": "money", "total": True, "currency": "currency"}


@pytest.mark.parametrize("type_", REPORTS)
def test_the_report_is_the_same_with_and_without(type_: str) -> None:
    plain, summed = both(type_, template="order_summary")
    one, other = io.BytesIO(), io.BytesIO()
    expected = plain.render(orders(40), ABOUT, one)
    found = summed.render(orders(40), ABOUT, other)
    assert one.getvalue() == other.getvalue()
    assert (plain.ending, plain.media_type) == (summed.ending, summed.media_type)
    assert expected.summary is None
    assert (found.rows, found.pages, found.notes) == (expected.rows, expected.pages, expected.notes)
    assert found.summary is not None
    assert found.summary.count == 40


def test_the_rows_are_the_first_of_the_report_whatever_order_they_came_in() -> None:
    rows: list[Row] = [{"net": f"{number}.5", "currency": "EUR"} for number in range(5000)]
    random.Random(1).shuffle(rows)
    made = summary_of(rows, columns=[NET], sort=["-net"], locale="de")
    assert made.headings == ("Net",)
    assert made.right == (True,)
    assert made.rows == tuple((f"{4999 - at:,}".replace(",", ".") + ",50",) for at in range(ROWS))
    assert made.count == 5000
    assert made.totals == (Total("EUR", ("12.500.000,00",)),)


def test_without_an_order_they_stand_as_they_came_and_currencies_stay_apart() -> None:
    rows: list[Row] = [
        {"net": "1.10", "currency": "EUR", "of": "b"},
        {"net": "2", "currency": "CHF", "of": "a"},
        {"net": "-0.10", "currency": "EUR", "of": "a"},
        {"net": "three", "currency": "EUR", "of": "a"},
    ]
    made = summary_of(rows, columns=[{"name": "Of", "from": "of"}, NET], title="Today")
    assert made.title == "Today"
    assert made.rows == (("b", "1.10"), ("a", "2.00"), ("a", "-0.10"), ("a", "three"))
    assert made.totals == (Total("CHF", ("", "2.00")), Total("EUR", ("", "1.00")))
    grouped = summary_of(rows, columns=[NET], group_by=[{"name": "Of", "from": "of"}])
    assert grouped.headings == ("Of", "Net")
    assert [row[0] for row in grouped.rows] == ["a", "a", "a", "b"]
    assert grouped.totals == made.totals


def test_every_entry_of_a_list_is_a_row() -> None:
    rows: list[Row] = [{"number": "1", "lines": [{"sku": "a"}, {"sku": "b"}]}, {"number": "2", "lines": []}]
    columns = [{"name": "No", "from": "number"}, {"name": "Article", "from": "lines.sku"}]
    made = summary_of(rows, each="lines", columns=columns)
    assert made.rows == (("1", "a"), ("1", "b"), ("2", ""))
    assert made.count == 3


def test_letters_have_a_row_for_each_with_their_total() -> None:
    rows = list(orders(3))
    made = summary_of(rows, "pdf", template="order_confirmation", locale="de")
    assert made.title == "Auftragsbestätigung"
    assert made.headings[0] == "Auftrag"
    assert made.headings[-1] == "Gesamtbetrag"
    assert made.count == len(made.rows) == 3
    [total] = made.totals
    assert (total.currency, total.cells[-2]) == ("EUR", "")
    assert total.cells[-1] != ""


def test_many_and_long_columns_are_cut_but_not_those_that_are_added_up() -> None:
    columns: list[Mapping[str, object]] = [{"name": f"C{at} {'x' * 90}", "from": "text"} for at in range(30)]
    made = summary_of([{"text": "a\nb " + "y" * 500, "net": "1", "currency": ""}], columns=[*columns, NET])
    assert len(made.headings) == 12
    assert made.hidden == 19
    assert made.headings[-1] == "Net"
    assert made.rows[0][0].startswith("a b yyy")
    assert len(made.rows[0][0]) == 120
    assert made.totals == (Total("", (*[""] * 11, "1.00")),)


def test_nothing_found() -> None:
    made = summary_of([], columns=[NET], title="")
    assert (made.title, made.rows, made.totals, made.count) == ("Daily orders", (), (), 0)
