"""Amounts in every kind of report: those of a document with all places that they have, what is added up with two."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping
from decimal import Decimal

import pytest

from desktop_sync.reports.locales import Places, rounded
from tests.contract.reports_rigs import READERS, pdf_text
from tests.report_rows import orders, rendered

PRICES = ("133.3333", "12.5", "7", "0.125000", "2.10", "1234.567891")
SHOWN = ["133.3333", "12.50", "7.00", "0.125", "2.10", "1,234.567891"]
SAID = [*map("".join, (one.split(",") for one in SHOWN))]
ROWS = [{"of": f"R-{at}", "price": price} for at, price in enumerate(PRICES)]
PRICE = {"name": "Price", "from": "price", "kind": "money", "total": True}
COLUMNS = [{"name": "Of", "from": "of"}, PRICE]
_WORD = re.compile(r'<word xMin="([^"]+)"[^>]*xMax="([^"]+)"[^>]*>([^<]*)</word>')


@pytest.mark.parametrize(
    "value, places, expected",
    [
        ("133.3333", Places(2, 6), "133.3333"),
        ("133.330000", Places(2, 6), "133.33"),
        ("12.5", Places(2, 6), "12.50"),
        ("1E+3", Places(2, 6), "1000.00"),
        ("0.30000000000000004", Places(2, 6), "0.30"),
        ("-0.0000005", Places(2, 6), "-0.000001"),
        ("1.2345675", Places(2, 6), "1.234568"),
        ("133.3333", Places(2, 2), "133.33"),
        ("1.5", Places(0, 0), "2"),
    ],
)
def test_places(value: str, places: Places, expected: str) -> None:
    assert format(rounded(Decimal(value), places), "f") == expected


@pytest.mark.parametrize("kind", ["delimited", "json", "json_lines", "xml"])
def test_a_program_reads_every_place(kind: str) -> None:
    said = READERS[kind](rendered(kind, ROWS, columns=COLUMNS)[0])
    assert [row[-1] for row in said] == SAID
    said = READERS[kind](rendered(kind, ROWS, columns=[COLUMNS[0], {**PRICE, "places": 1}])[0])
    assert [row[-1] for row in said] == ["133.3", "12.5", "7.0", "0.1", "2.1", "1234.6"]


def test_numbers_and_xml_inside_elements_have_every_place() -> None:
    data, _ = rendered("json", ROWS, columns=COLUMNS, numbers="number")
    assert [row["Price"] for row in json.loads(data, parse_float=str)] == SAID
    data, _ = rendered("xml", ROWS, columns=[{**PRICE, "element": "Line/Price"}])
    assert re.findall(r"<Price>(.*)</Price>", data.decode()) == SAID


def test_a_total_has_two_places_and_what_is_computed_too() -> None:
    sums = {"name": "Twice", "sum": ["price", "price"], "kind": "money", "total": True}
    data, _ = rendered("delimited", ROWS, columns=[*COLUMNS, sums], totals=True)
    *rows, total = data.decode("utf-8-sig").splitlines()
    assert rows[1:3] == ["R-0;133.3333;266.67", "R-1;12.50;25.00"]
    assert total == "Total;1389.63;2779.25"


def test_excel_shows_every_place_and_totals_with_two() -> None:
    data, _ = rendered("excel", ROWS, columns=COLUMNS)
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        styles, sheet = book.read("xl/styles.xml").decode(), book.read("xl/worksheets/sheet1.xml").decode()
    own = re.findall(r'<numFmt numFmtId="(\d+)" formatCode="([^"]*)"', styles)
    [formats] = re.findall(r"<cellXfs.*?</cellXfs>", styles)
    codes = [{"4": "#,##0.00", **dict(own)}.get(number, "") for number in re.findall(r'numFmtId="(\d+)"', formats)]
    shown = {place: codes[int(style)] for place, style in re.findall(r'<c r="(B\d)" s="(\d+)"', sheet)}
    assert (shown["B2"], shown["B7"], shown["B8"]) == ("#,##0.00####", "#,##0.00####", "#,##0.00")
    assert "<v>133.3333</v>" in sheet


@pytest.mark.parametrize("locale, sign", [("en", "."), ("de", ","), ("de-CH", ".")])
def test_on_paper_decimal_signs_stand_below_each_other(locale: str, sign: str) -> None:
    data, _ = rendered("pdf", ROWS, columns=COLUMNS, locale=locale, title="T")
    places = {}
    for left, right, said in _WORD.findall(pdf_text(data, "-bbox")):
        if re.fullmatch(rf"[\d.,\u2019]+\{sign}\d+", said) and not said.endswith("2026"):
            behind = len(said) - said.rindex(sign) - 1
            places[said] = float(right) - (float(right) - float(left)) / _wide(said) * behind
    assert [re.sub(r"[.,\u2019]", "", said) for said in places] == [
        *(re.sub("[.,]", "", said) for said in SHOWN),
        "138963",
    ]
    *rows, total = places.values()
    assert max(rows) - min(rows) < 0.5
    assert abs(total - rows[0]) < 1  # bold digits are a little wider


def _wide(said: str) -> float:
    """In digits: a sign is about half as wide."""
    return sum(1 if one.isdigit() else 0.47 if one in ".," else 0.33 for one in said)


def _letter(unit_price: str) -> Mapping[str, object]:
    order = {**next(orders(1)), "number": "R-1", "type": "invoice"}
    lines = [
        {"number": 1, "sku": "A", "quantity": "3", "unit": "PCE", "unit_price": unit_price, "line_total": "400.00"},
        {"number": 2, "sku": "B", "quantity": "2.5", "unit": "PCE", "unit_price": "9.90", "line_total": "24.75"},
    ]
    return {**order, "lines": lines, "totals": {"net": "424.75", "tax": "80.7025", "gross": "505.4525"}}


@pytest.mark.parametrize("template", ["invoice", "order_confirmation"])
@pytest.mark.parametrize("locale, point", [("en", "."), ("de", ",")])
def test_a_letter_shows_the_price_that_the_amount_was_made_of(template: str, locale: str, point: str) -> None:
    text = pdf_text(rendered("pdf", [_letter("133.333333")], template=template, locale=locale)[0], "-layout")
    for said in ("133.333333", "9.90", "400.00", "80.70 EUR", "505.45 EUR"):
        assert re.search(rf"(?<!\d){re.escape(said.replace('.', point))}(?!\d)", text), text
