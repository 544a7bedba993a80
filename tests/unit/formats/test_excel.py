"""Workbooks: what becomes of cells, which sheets and rows are read, what makes a record, and what cannot be read."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

import pytest
from pydantic import ValidationError

from desktop_sync.core.errors import Rejected, SettingsError
from desktop_sync.core.model import Position, Record
from desktop_sync.core.sources import Sources
from desktop_sync.formats.archive import Archives, Limits
from desktop_sync.formats.detecting import detected
from desktop_sync.formats.excel import ExcelFormat, ExcelOptions
from desktop_sync.formats.outlines import OUTLINES
from tests.workbooks import by_openpyxl, by_xlsxwriter, by_xlwt, old_rows, rows, sheet_part, text, written

HEAD = ("No", "Item", "Qty")


def read(data: bytes, *columns: str, lines: tuple[str, ...] = (), **options: Any) -> list[Record]:  # noqa: ANN401
    asked = Sources(set(columns), {"lines": Sources(set(lines))} if lines else {})
    return list(ExcelFormat(ExcelOptions(**options), {"": asked}).parse(io.BytesIO(data)))


def values(records: list[Record]) -> list[Mapping[str, object]]:
    return [dict(one.values) for one in records]


def cell(inside: str, **about: Any) -> Record:  # noqa: ANN401 - as of ``written``
    """The record of one cell, A2, below the heading A."""
    (record,) = read(written(f'<row r="1">{text("A1", "A")}</row><row r="2">{inside}</row>', **about), "A")
    return record


# -- what stands in cells ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "written_as, told",
    [
        ("4711", "4711"),
        ("4711.0", "4711"),  # as programs in Java write whole numbers
        ("0.1", "0.1"),
        ("0.10000000000000001", "0.1"),  # as Excel did until 2007
        ("0.30000000000000004", "0.3"),  # what Excel keeps of 0.1 + 0.2, and shows as 0.3
        ("12.5", "12.5"),
        ("123456789012345", "123456789012345"),
        ("1.23456789012345E+20", "123456789012345000000"),
        ("1.5E-7", "0.00000015"),
        ("-0.5", "-0.5"),
        ("0", "0"),
    ],
)
def test_numbers_are_exact(written_as: str, told: str) -> None:
    assert cell(f'<c r="A2"><v>{written_as}</v></c>').values == {"A": told}


@pytest.mark.parametrize("style, value, told", [
    (1, "46145", "2026-05-03"),
    (1, "46145.75", "2026-05-03"),
    (2, "46145.604166666664", "2026-05-03T14:30:00"),
    (2, "46145", "2026-05-03T00:00:00"),
    (2, "46145.50000578704", "2026-05-03T12:00:00.500"),
    (3, "0.604166666666667", "14:30:00"),
    (4, "1.1041666666666667", "26:30:00"),
    (1, "1", "1900-01-01"),
    (1, "59", "1900-02-28"),
    (1, "61", "1900-03-01"),
])  # fmt: skip
def test_days_and_times_are_told_by_the_format_of_the_cell(style: int, value: str, told: str) -> None:
    assert cell(f'<c r="A2" s="{style}"><v>{value}</v></c>').values == {"A": told}


def test_days_that_are_counted_from_1904() -> None:
    about = '<workbookPr date1904="1"/>'
    assert cell('<c r="A2" s="1"><v>44683</v></c>', about=about).values == {"A": "2026-05-03"}


@pytest.mark.parametrize("value", ["60", "0", "-1", "2958466", "1E+300"])
def test_a_number_that_is_no_day_is_a_fault(value: str) -> None:
    (fault,) = cell(f'<c r="A2" s="1"><v>{value}</v></c>').faults
    assert "in a cell for dates, and it is no day" in fault.message


@pytest.mark.parametrize("inside, told", [
    ('<c r="A2" t="b"><v>1</v></c>', "true"),
    ('<c r="A2" t="b"><v>0</v></c>', "false"),
    ('<c r="A2" t="d"><v>2026-05-03</v></c>', "2026-05-03"),
    ('<c r="A2" t="s"><v>0</v></c>', "007"),
    ('<c r="A2" t="s"><v>1</v></c>', "ab c"),
    ('<c r="A2" t="s"><v>2</v></c>', "line\rbreak_xD800_"),
    ('<c r="A2" t="str"><f>A1&amp;1</f><v>A1</v></c>', "A1"),
    ('<c r="A2"><f>1+1</f><v>2</v></c>', "2"),
    ('<c t="inlineStr"><is><r><t>a</t></r><rPh sb="0" eb="1"><t>x</t></rPh><r><t> b</t></r></is></c>', "a b"),
])  # fmt: skip
def test_what_else_stands_in_cells(inside: str, told: str) -> None:
    strings = (
        "<si><t>007</t></si><si><r><t>ab</t></r><r><t xml:space='preserve'> c</t></r><rPh><t>x</t></rPh></si>"
        "<si><t>line_x000D_break_xD800_</t></si>"
    )
    assert cell(inside, strings=strings).values == {"A": told}


def test_elements_with_a_prefix_are_read_too() -> None:
    part = sheet_part(f'<row r="1">{text("A1", "A")}</row><row r="2"><c r="A2"><v>5</v></c></row>')
    for name in ("worksheet", "sheetData", "row", "c ", "c>", "v>", "is>", "t ", "t>"):
        part = part.replace(f"<{name}", f"<x:{name}").replace(f"</{name}", f"</x:{name}")
    part = part.replace("xmlns=", "xmlns:x=")
    assert values(read(written(part), "A")) == [{"A": "5"}]


def test_old_workbooks_give_the_same() -> None:
    def fill(book: Any) -> None:  # noqa: ANN401 - has no types
        import xlwt

        sheet = book.add_sheet("Orders")
        day, moment = (xlwt.easyxf(num_format_str=code) for code in ("DD.MM.YYYY", "DD.MM.YYYY hh:mm"))
        for column, name in enumerate("ABCDEF"):
            sheet.write(0, column, name)
        sheet.write(1, 0, 4711)
        sheet.write(1, 1, date(2026, 5, 3), day)
        sheet.write(1, 2, datetime(2026, 5, 3, 14, 30), moment)  # noqa: DTZ001 - workbooks have no zones
        sheet.write(1, 3, True)
        sheet.write(1, 4, "007")
        sheet.write(1, 5, 0.1)

    assert values(read(by_xlwt(fill), *"ABCDEF")) == [
        {"A": "4711", "B": "2026-05-03", "C": "2026-05-03T14:30:00", "D": "true", "E": "007", "F": "0.1"}
    ]


def test_what_other_programs_write() -> None:
    days = (date(2026, 5, 3), datetime(2026, 5, 3, 14, 30), time(14, 30))  # noqa: DTZ001 - workbooks have no zones
    data = rows([*"ABCDEFG"], [4711, *days, 0.1, "007", False])
    told = ["4711", "2026-05-03", "2026-05-03T14:30:00", "14:30:00", "0.1", "007", "false"]
    assert values(read(data, *"ABCDEFG")) == [dict(zip("ABCDEFG", told, strict=True))]


# -- cells of which nothing can be taken --------------------------------------------------------


@pytest.mark.parametrize("name", ["#N/A", "#REF!", "#DIV/0!"])
def test_an_error_of_excel_is_a_fault_of_its_record_with_its_cell(name: str) -> None:
    first, second = read(rows(HEAD, ["1", "a", 1], ["2", "b", name]), *HEAD)
    assert first.values["No"] == "1"
    (fault,) = second.faults
    assert fault.message == f"Qty: found the error {name} of Excel, expected a value"
    assert str(fault.position) == "Orders!C3, Qty"
    assert (second.values, fault.value, fault.source) == ({}, name, "Qty")


def test_what_nobody_asks_for_may_be_as_it_likes() -> None:
    assert values(read(rows(HEAD, ["1", "a", "#N/A"]), "No", "Item")) == [{"No": "1", "Item": "a"}]


def test_an_error_in_the_key_refuses_the_records_that_it_may_belong_to() -> None:
    data = rows(HEAD, ["1", "a", 1], ["#N/A", "b", 2], ["2", "c", 3], ["3", "d", 4])
    found = read(data, "No", lines=("Item",), key="No")
    assert [bool(one.faults) for one in found] == [True, True, False]
    assert str(found[0].faults[0].position) == "Orders!A3"


def test_values_that_a_program_did_not_calculate_are_told_from_calculated_ones() -> None:
    def fill(book: Any) -> None:  # noqa: ANN401 - has no types
        sheet = book.add_worksheet("Orders")
        sheet.write_row(0, 0, ["A"])
        sheet.write_formula(1, 0, "=1+1")  # xlsxwriter writes 0 for it
        sheet.write_formula(2, 0, "=1+1", None, 2)
        sheet.write_number(3, 0, 0)

    found = read(by_xlsxwriter(fill), "A")
    assert [dict(one.values) for one in found] == [{}, {"A": "2"}, {"A": "0"}]
    (fault,) = found[0].faults
    assert "=1+1 has no calculated value" in fault.message


def test_a_formula_may_well_give_an_empty_text() -> None:
    formula = '<c r="A2" t="str"><f>IF(B2=1,"","x")</f><v></v></c><c r="B2"><v>1</v></c>'
    data = written(f'<row r="1">{text("A1", "A")}{text("B1", "B")}</row><row r="2">{formula}</row>')
    assert values(read(data, "A", "B")) == [{"A": "", "B": "1"}]


def test_formulas_of_old_workbooks_that_nobody_calculated() -> None:
    def fill(book: Any) -> None:  # noqa: ANN401 - has no types
        import xlwt

        sheet = book.add_sheet("Orders")
        sheet.write(0, 0, "A")
        sheet.write(1, 0, xlwt.Formula("1+1"))

    (record,) = read(by_xlwt(fill), "A")
    (fault,) = record.faults
    assert "has no calculated value" in fault.message
    assert str(fault.position) == "Orders!A2, A"


def test_when_no_record_can_be_used_it_is_one_problem() -> None:
    data = rows(["A"], *([f"=B{number}"] for number in range(300)))
    with pytest.raises(Rejected, match=r"None of its first 200 records .* at Orders!A201, A: A: the formula"):
        read(data, "A")


# -- sheets and rows ----------------------------------------------------------------------------


def several(book: Any) -> None:  # noqa: ANN401 - has no types
    hidden = book.active
    hidden.title, hidden.sheet_state = "Setup", "hidden"
    hidden.append(["A"])
    hidden.append(["hidden"])
    for name in ("Orders May", "Orders June", "2026"):
        sheet = book.create_sheet(name)
        sheet.append(["A"])
        sheet.append([name])
    book.create_sheet("Orders July")


@pytest.mark.parametrize("wanted, found", [
    ("", ["Orders May"]),
    ("orders june", ["Orders June"]),
    ("2", ["Orders June"]),
    ("2026", ["2026"]),
    ("Setup", ["hidden"]),
    ("Orders*", ["Orders May", "Orders June"]),
    ("*", ["Orders May", "Orders June", "2026"]),
])  # fmt: skip
def test_which_sheets_are_read(wanted: str, found: list[str]) -> None:
    records = read(by_openpyxl(several), "A", sheet=wanted)
    assert [one.values["A"] for one in records] == found
    assert [one.number for one in records] == list(range(1, 1 + len(found)))


def test_a_sheet_that_is_not_there_and_one_without_text() -> None:
    with pytest.raises(Rejected, match=r"no sheet 'Invoices'; it has Setup, Orders May, Orders June"):
        read(by_openpyxl(several), "A", sheet="Invoices")
    with pytest.raises(Rejected, match="The sheet Orders July has no row with headings"):
        read(by_openpyxl(several), "A", sheet="Orders July")


def test_a_key_that_comes_back_in_another_sheet_refuses_the_file() -> None:
    def fill(book: Any) -> None:  # noqa: ANN401 - has no types
        for name in ("May", "June"):
            sheet = book.create_sheet(name)
            sheet.append(["No", "Item"])
            sheet.append(["1", "a"])
        book.remove(book.active)

    data = by_openpyxl(fill)
    with pytest.raises(Rejected, match="the key '1' comes back"):
        read(data, "No", lines=("Item",), key="No", sheet="*")
    assert len(read(data, "No", lines=("Item",), key="No", sheet="*", key_returns="new_record")) == 2


def test_a_title_above_the_heading_and_empty_rows() -> None:
    data = rows(["Orders of May"], [], HEAD, [], ["1", "a", 1], [" "], ["2", "b", 2], [], ["Total", None, 3])
    assert [one.values["No"] for one in read(data, "No", skip=2)] == ["1", "2", "Total"]
    assert [one.values["No"] for one in read(data, "No", skip=2, empty_rows="end")] == ["1"]
    with pytest.raises(Rejected, match=r"headings in row 1 of the sheet Orders have changed: 'No'") as caught:
        read(data, "No")
    assert "skip" in caught.value.hint


def test_hidden_rows_are_data_unless_the_settings_say_otherwise() -> None:
    def fill(book: Any) -> None:  # noqa: ANN401 - has no types
        for row in (["A"], ["1"], ["2"], ["3"]):
            book.active.append(row)
        book.active.row_dimensions[3].hidden = True

    data = by_openpyxl(fill)
    assert [one.values["A"] for one in read(data, "A")] == ["1", "2", "3"]
    assert [one.values["A"] for one in read(data, "A", hidden_rows="skip", empty_rows="end")] == ["1", "3"]


def test_columns_by_letter() -> None:
    data = rows(["1", None, 5], ["2", "b"])
    assert values(read(data, "A", "C", header=False)) == [{"A": "1", "C": "5"}, {"A": "2", "C": ""}]
    assert values(read(data, "A", "ZZ", header=False))[0] == {"A": "1", "ZZ": ""}
    with pytest.raises(SettingsError) as caught:
        read(data, "1", header=False)
    assert "there are A, B, C" in caught.value.problems[0]


def test_names_of_columns_from_the_settings() -> None:
    assert values(read(rows(HEAD, ["1", "a"]), "x", "z", columns=["x", "y", "z", "w"])) == [{"x": "1", "z": ""}]
    assert values(read(rows(["1", "a"]), "x", columns=["x", "y"], header=False)) == [{"x": "1"}]


def test_headings_that_are_merged_and_those_that_are_missing() -> None:
    def fill(book: Any) -> None:  # noqa: ANN401 - has no types
        sheet = book.active
        for row in (["No", "Delivery", None, None], [None, "Street", "Town", None], ["1", "S 1", "T", "note"]):
            sheet.append(row)
        sheet.merge_cells("A1:A2")
        sheet.merge_cells("B1:C1")
        sheet["E2"] = "Last"

    found = read(by_openpyxl(fill), "No", "Street", "Town", "D", skip=1)
    assert values(found) == [{"No": "1", "Street": "S 1", "Town": "T", "D": "note"}]


def test_headings_of_old_workbooks_that_are_merged() -> None:
    def fill(book: Any) -> None:  # noqa: ANN401 - has no types
        sheet = book.add_sheet("Orders")
        sheet.write_merge(0, 1, 0, 0, "No")
        sheet.write(1, 1, "Street")
        sheet.write(2, 0, "1")

    assert values(read(by_xlwt(fill), "No", "Street", skip=1)) == [{"No": "1", "Street": ""}]


# -- records ------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [rows, old_rows])
def test_rows_with_the_same_key_are_one_record(make: Any) -> None:  # noqa: ANN401 - one of two functions
    data = make(HEAD, ["1", "a", 1], ["1", "b\nc", 2.5], ["2", "d", 3])
    first, second = read(data, "No", lines=("Item", "Qty"), key="No")
    assert first.values == {"No": "1", "lines": [{"Item": "a", "Qty": "1"}, {"Item": "b\nc", "Qty": "2.5"}]}
    assert (str(first.position), str(second.position)) == ("Orders, row 2", "Orders, row 4")
    assert first.locate is not None
    assert first.locate(["lines[2]/Qty", "No"]) == {
        "lines[2]/Qty": Position(3, 3, path="Qty", sheet="Orders"), "No": Position(2, 1, path="No", sheet="Orders"),
    }  # fmt: skip


def test_rows_of_several_types() -> None:
    data = rows(["H", "1", "Miller"], ["L", "a", 2], ["L", "b", 3], ["H", "2", "Smith"])
    options = {
        "header": False, "record_type": "A",
        "records": {"order": {"type": "H", "columns": ["kind", "no", "name"]},
                    "line": {"type": "L", "below": "order", "columns": ["kind", "item", "qty"]}},
    }  # fmt: skip
    asked = Sources({"no"}, {"line": Sources({"item", "qty"})})
    first, second = ExcelFormat(ExcelOptions.model_validate(options), {"": asked}).parse(io.BytesIO(data))
    assert first.values == {"no": "1", "line": [{"item": "a", "qty": "2"}, {"item": "b", "qty": "3"}]}
    assert (second.values["no"], str(second.position)) == ("2", "Orders, row 4")


def test_a_record_that_differs_in_its_head_names_the_cell() -> None:
    (record,) = read(rows(HEAD, ["1", "a", 1], ["1", "b", 1]), "No", "Item", lines=("Qty",), key="No")
    assert str(record.faults[0].position) == "Orders!B3, Item"


def test_options_that_do_not_fit_together_and_paths_that_cannot_be() -> None:
    with pytest.raises(ValidationError, match="by key or by record_type, not by both"):
        ExcelOptions(key=("A",), record_type="A", records={"x": {}})  # type: ignore[dict-item]
    options = ExcelOptions(columns=("No", "Qty"), header=False)
    (problem,) = options.path_problems(Sources({"No", "Qtty"}))
    assert problem == ("Qtty", "there is no column of this name; did you mean 'Qty'?")


# -- what is no workbook ------------------------------------------------------------------------


def protected() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(200)


@pytest.mark.parametrize("data, what, hint", [
    (b"", "empty", "whole"),
    (b"\xef\xbb\xbfNo;Qty\n1;2\n", "text (such as CSV)", 'type = "delimited"'),
    ("No\tQty\n".encode("utf-16"), "text (such as CSV)", 'type = "delimited"'),
    (b"<html><body><table><tr><td>No", "web page (HTML)", "write an .xlsx"),
    (b"\r\n<meta http-equiv=x><table>", "web page (HTML)", "write an .xlsx"),
    (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "Excel 2003", "xml"),
    (b"<Orders><Order/></Orders>", "but XML", 'type = "xml"'),
    (b'{"no": 1}', "JSON", 'type = "json"'),
    (b"%PDF-1.7\x00\x01", "something else", "write an .xlsx"),
    (protected(), "protected with a password", "without a password"),
])  # fmt: skip
def test_what_it_is_instead(data: bytes, what: str, hint: str) -> None:
    with pytest.raises(Rejected) as caught:
        read(data, "A")
    assert what in caught.value.what
    assert hint in caught.value.hint
    assert caught.value.reason == "unreadable"


@pytest.mark.parametrize("names, what", [
    (["[Content_Types].xml", "xl/workbook.bin"], "binary workbook"),
    (["mimetype", "content.xml"], "LibreOffice"),
    (["a.csv"], "archive (.zip) of something else"),
    (["[Content_Types].xml", "word/document.xml", "_rels/.rels"], "XML"),
])  # fmt: skip
def test_what_other_archives_are(names: list[str], what: str) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, b"")
    with pytest.raises(Rejected) as caught:
        read(made.getvalue(), "A")
    assert what in caught.value.what


# -- archives, samples --------------------------------------------------------------------------


def test_a_workbook_is_no_archive_and_one_in_an_archive_is_read() -> None:
    book = rows(["A"], ["1"])
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.xlsx", book)
        archive.writestr("b.xls", old_rows(["A"], ["2"]))
    for payload, names in (
        (book, [""]), (gzip.compress(book), [""]), (packed.getvalue(), ["a.xlsx", "b.xls"]),
    ):  # fmt: skip
        found = list(Archives(lambda _: True, Limits(), zipped=True).members(io.BytesIO(payload)))
        assert [one.name for one in found] == names
    format_ = ExcelFormat(ExcelOptions(), {"": Sources({"A"})})
    members = Archives(lambda _: True, Limits(), zipped=True).members(io.BytesIO(packed.getvalue()))
    assert [[one.values["A"] for one in format_.parse(member.open())] for member in members] == [["1"], ["2"]]


def test_a_sample_is_seen_through() -> None:
    def fill(book: Any) -> None:  # noqa: ANN401 - has no types
        book.active.append(["A cover"])
        sheet = book.create_sheet("Orders")
        for row in (["Orders of May"], [], ["Order No", "Item", "Qty"], [1, "a", 1], [1, "b", 2], [2, "a", 1.5]):
            sheet.append(row)

    data = by_openpyxl(fill)
    found = detected(data)
    assert found.table == {"type": "excel", "sheet": "Orders", "skip": 2, "key": "Order No"}
    assert set(found.why) == {"type", "sheet", "skip", "key"}
    options = ExcelOptions.model_validate({name: value for name, value in found.table.items() if name != "type"})
    outline = OUTLINES["excel"](io.BytesIO(data), options, False)
    *fields, lines = outline.fields[""]
    assert [(one.path, one.example) for one in fields] == [("Order No", "1"), ("Item", "a"), ("Qty", "1")]
    assert (lines.path, lines.group, lines.count) == ("lines", True, 3)


def test_totals_below_an_empty_row_are_no_records() -> None:
    data = rows(HEAD, ["1", "a", 1], ["1", "b", 2], [], [None, None, 3])
    found = detected(data)
    assert found.table == {"type": "excel", "empty_rows": "end", "key": "No"}
    more = rows(["No", "Item", "Qty"], ["1", "a", 1], [], ["2", "b", 2])
    assert detected(more).table == {"type": "excel"}


def test_samples_that_say_little() -> None:
    assert detected(old_rows(["No", "Qty"], [1, 2])).table == {"type": "excel"}
    assert detected(rows([1, 2], [3, 4])).table == {"type": "excel", "header": False}
    assert detected(rows(["alone"])).table == {"type": "excel"}
    assert detected(protected()).table == {"type": "excel"}
    assert "password" in OUTLINES["excel"](io.BytesIO(protected()), ExcelOptions(), False).ended
