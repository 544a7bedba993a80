"""Excel: typed cells, exact numbers, more rows than a sheet has."""

from __future__ import annotations

import io
import zipfile

import pytest
from lxml import etree

from desktop_sync.reports import excel
from tests.report_rows import orders, rendered

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def cells(data: bytes, sheet: int = 1) -> dict[str, tuple[str, str]]:
    """Place → type and content."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        root = etree.fromstring(book.read(f"xl/worksheets/sheet{sheet}.xml"))
    return {
        str(cell.get("r")): (str(cell.get("t") or "n"), "".join(map(str, cell.itertext())))
        for cell in root.iter(f"{MAIN}c")
    }


def one(value: object, **column: object) -> tuple[str, str]:
    return cells(rendered("excel", [{"a": value}], columns=[{"name": "A", "from": "a", **column}])[0])["A2"]


def test_cells_are_typed() -> None:
    assert one("x") == ("inlineStr", "x")
    assert one("=1+1") == ("inlineStr", "=1+1")
    assert one("https://example.com") == ("inlineStr", "https://example.com")
    assert one("12.50", kind="money") == ("n", "12.5")
    assert one(True, kind="yes_no") == ("b", "1")
    assert one("2026-05-03", kind="date") == ("n", "46145")
    assert one("2026-05-03T10:00:00Z", kind="time") == ("n", "46145.5")  # 12:00 on the clock of the flow
    assert one("1899-12-31", kind="date") == ("inlineStr", "1899-12-31")


@pytest.mark.parametrize("text", ["123456789012.345", "0.1", "999999999999999", "-0.000000000000001", "1E+20"])
def test_fifteen_digits_are_exact(text: str) -> None:
    type_, said = one(text, kind="number")
    assert type_ == "n"
    assert float(said) == float(text)


@pytest.mark.parametrize("text", ["1234567890123456", "0.1234567890123456", "12345678901234567890"])
def test_longer_numbers_are_text(text: str) -> None:
    assert one(text, kind="number") == ("inlineStr", text)


def test_long_texts_are_cut_and_it_is_told() -> None:
    data, done = rendered("excel", [{"a": "x" * 40_000}], columns=[{"name": "A", "from": "a"}])
    assert len(cells(data)["A2"][1]) == 32_767
    assert "they were cut" in done.notes[0]


def test_more_rows_than_a_sheet_go_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "MOST_ROWS", 11)
    rows = [{"a": str(number)} for number in range(25)]
    data, done = rendered("excel", rows, columns=[{"name": "A", "from": "a"}], sheet="Orders: [x]")
    found = [said for sheet in (1, 2, 3) for place, (_, said) in cells(data, sheet).items() if place != "A1"]
    assert found == [str(number) for number in range(25)]
    assert done.notes == ("The rows did not fit one sheet of Excel: there are 3.",)
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert b'name="Orders   x"' in book.read("xl/workbook.xml")


def test_headings_stay_and_totals_are_there() -> None:
    data, _ = rendered("excel", orders(5), template="order_summary", locale="de")
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' in sheet
    assert "<autoFilter" in sheet
    assert any(said.startswith("Summe") for _, said in cells(data).values())
    assert not any(
        said.startswith("Summe")
        for _, said in cells(
            rendered("excel", orders(5), template="order_summary", locale="de", totals=False)[0]
        ).values()
    )
