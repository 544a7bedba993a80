"""Workbooks for tests: written by programs that are not ours, and by hand what none of them would write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
STYLES = (
    f'{_HEAD}<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="[h]:mm"/></numFmts><cellXfs>'
    '<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="20"/><xf numFmtId="164"/></cellXfs>'
    "</styleSheet>"
)
"""Styles 1 to 4: a day, a moment, a time of day, a duration."""


def by_openpyxl(fill: Callable[[Any], object]) -> bytes:
    """``fill`` is given the workbook."""
    import openpyxl

    book = openpyxl.Workbook()
    fill(book)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def rows(*rows: Sequence[object], title: str = "Orders") -> bytes:
    """One sheet, by openpyxl."""

    def fill(book: Any) -> None:  # noqa: ANN401 - has no types
        book.active.title = title
        for row in rows:
            book.active.append(row)

    return by_openpyxl(fill)


def by_xlsxwriter(fill: Callable[[Any], object], **options: object) -> bytes:
    """``fill`` is given the workbook."""
    import xlsxwriter

    made = io.BytesIO()
    with xlsxwriter.Workbook(made, options) as book:
        fill(book)
    return made.getvalue()


def by_xlwt(fill: Callable[[Any], object]) -> bytes:
    """An .xls; ``fill`` is given the workbook."""
    import xlwt

    book = xlwt.Workbook()
    fill(book)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def old_rows(*rows: Sequence[object], title: str = "Orders") -> bytes:
    """One sheet of an .xls."""

    def fill(book: Any) -> None:  # noqa: ANN401 - has no types
        sheet = book.add_sheet(title)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write(number, column, value)

    return by_xlwt(fill)


def written(
    sheet: str,
    *,
    strings: str = "",
    book: str = "",
    about: str = "",
    parts: Mapping[str, bytes] | None = None,
    method: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """Part by part. ``sheet``: what stands in sheetData, or the whole part; ``about``: of the workbook."""
    inside = sheet if sheet.startswith("<?xml") else sheet_part(sheet)
    found: dict[str, bytes] = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"/>'.encode(),
        "_rels/.rels": _relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": (
            book
            or f'{_HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{about}<sheets>'
            '<sheet name="Orders" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ).encode(),
        "xl/_rels/workbook.xml.rels": _relations(
            ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "styles", "styles.xml"),
            ("rId3", "sharedStrings", "/xl/sharedStrings.xml"),
        ),
        "xl/worksheets/sheet1.xml": inside.encode(),
        "xl/styles.xml": STYLES.encode(),
        "xl/sharedStrings.xml": (
            strings if strings.startswith("<?xml") else f'{_HEAD}<sst xmlns="{MAIN}">{strings}</sst>'
        ).encode(),
    }  # fmt: skip
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in (found | dict(parts or {})).items():
            archive.writestr(name, content)
    return made.getvalue()


def sheet_part(data: str, before: str = "", after: str = "") -> str:
    return f'{_HEAD}<worksheet xmlns="{MAIN}">{before}<sheetData>{data}</sheetData>{after}</worksheet>'


def text(place: str, value: str) -> str:
    """A cell with a text of its own."""
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>'


def _relations(*relations: tuple[str, str, str]) -> bytes:
    inside = "".join(
        f'<Relationship Id="{name}" Type="{RELATIONS}/{kind}" Target="{target}"/>' for name, kind, target in relations
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'.encode()
