"""Workbooks that mean harm or are damaged: refused or a record that fails, in bounded time and memory."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from desktop_sync.core.errors import Rejected
from desktop_sync.core.model import Record
from desktop_sync.core.sources import Sources
from desktop_sync.formats import excel_package, excel_strings, excel_xls
from desktop_sync.formats.detecting import detected
from desktop_sync.formats.excel import ExcelFormat, ExcelOptions
from desktop_sync.formats.excel_outline import outline
from tests.hostile.mutating import mutants
from tests.workbooks import MAIN, old_rows, rows, sheet_part, text, written

ASKED = Sources({"No"}, {"lines": Sources({"Item", "Qty"})})
ROWS = (["No", "Item", "Qty"], ["1", "a", 1.5], ["1", "b", 2], ["2", "ä", 3])
HEAD = f'<row r="1">{text("A1", "No")}{text("B1", "Item")}{text("C1", "Qty")}</row>'
SIGNS = (
    b"<",
    b">",
    b'"',
    b"<c r='XFD1048576'>",
    b"<!DOCTYPE x>",
    b"&x;",
    b"\0",
    b"</row>",
    b"<row r='9'>",
    b"\xff\xfe",
)
PARTS = written(HEAD + f'<row r="2">{text("A2", "1")}<c r="C2" s="1"><f>1</f><v>5</v></c><c t="s"><v>0</v></c></row>',
                strings="<si><t>x</t></si>")  # fmt: skip


def read(data: bytes) -> list[Record]:
    """Every record; what ends badly is refused in words, and nothing else ever happens."""
    ended: list[Rejected] = []
    found = list(_until_it_ends(ExcelFormat(ExcelOptions(key=("No",)), {"": ASKED}).parse(io.BytesIO(data)), ended))
    assert all(error.hint and error.reason in {"unreadable", "bomb"} for error in ended)
    for one in found:
        json.dumps(one.values, ensure_ascii=False).encode()
        if one.locate is not None:
            one.locate(["No", "lines[1]/Qty", "lines[9]/Qty", "x"])
    return found


def _until_it_ends(records: Iterator[Record], ended: list[Rejected]) -> Iterator[Record]:
    try:
        yield from records
    except Rejected as error:
        ended.append(error)


def refusal(data: bytes) -> Rejected:
    with pytest.raises(Rejected) as caught:
        list(ExcelFormat(ExcelOptions(), {"": Sources({"No"})}).parse(io.BytesIO(data)))
    return caught.value


# -- damaged --------------------------------------------------------------------------------------


@pytest.mark.parametrize("sample", [rows(*ROWS), old_rows(*ROWS)], ids=["xlsx", "xls"])
def test_cut_off_anywhere(sample: bytes) -> None:
    whole = read(sample)
    assert len(whole) == 2
    for end in range(0, len(sample), max(len(sample) // 150, 1)):
        assert len(read(sample[:end])) <= 2
        detected(sample[:end], cut=True)


@pytest.mark.parametrize("sample", [rows(*ROWS), old_rows(*ROWS)], ids=["xlsx", "xls"])
def test_harmed_at_random(sample: bytes, request: pytest.FixtureRequest) -> None:
    for mutant in islice(mutants(sample, SIGNS, request), 10_000 if request.config.getoption("--long") else 250):
        read(mutant)
        detected(mutant)
        outline(io.BytesIO(mutant), ExcelOptions())


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml",
             "xl/_rels/workbook.xml.rels", "_rels/.rels"],
)  # fmt: skip
def test_parts_harmed_at_random(part: str, request: pytest.FixtureRequest) -> None:
    """As above, but behind the check of what is packed, so that the reader itself meets them."""
    sample = zipfile.ZipFile(io.BytesIO(PARTS)).read(part)
    for mutant in islice(mutants(sample, SIGNS, request), 10_000 if request.config.getoption("--long") else 150):
        data = written(HEAD, parts={part: mutant}, method=zipfile.ZIP_STORED)
        read(data)
        outline(io.BytesIO(data), ExcelOptions())


# -- harmful --------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "_rels/.rels"])
@pytest.mark.parametrize("inside", [
    '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">',
    '<!ENTITY a SYSTEM "file:///etc/passwd">',
    "",
])  # fmt: skip
def test_document_types_and_entities_are_refused(part: str, inside: str) -> None:
    evil = f'<?xml version="1.0"?><!DOCTYPE x [{inside}]><x>&a;</x>' if inside else '<!DOCTYPE x SYSTEM "x"><x/>'
    data = written(f'{HEAD}<row r="2"><c r="A2" t="s"><v>0</v></c></row>', parts={part: evil.encode()})
    assert "has a document type (DTD)" in refusal(data).what


def test_a_part_that_unpacks_to_very_much_is_not_read_on() -> None:
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(written(HEAD))) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in source.namelist():
            if name != "xl/worksheets/sheet1.xml":
                archive.writestr(name, source.read(name))
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(sheet_part(HEAD).partition("</sheetData>")[0].encode())
            for _ in range(100):
                part.write(b" " * 1_000_000)
    assert len(made.getvalue()) < 200_000
    began = time.monotonic()
    assert "unpacks to more than any workbook has" in refusal(made.getvalue()).what
    assert time.monotonic() - began < 20


def test_relations_that_lead_out_of_the_workbook_lead_nowhere() -> None:
    for target, more in (("../../../../etc/passwd", ""), ("file:///etc/passwd", ' TargetMode="External"')):
        relations = (
            f'<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="{target}"{more}/></Relationships>'
        )
        error = refusal(written(HEAD, parts={"xl/_rels/workbook.xml.rels": relations.encode()}))
        assert "is missing" in error.what or "no sheet with cells" in error.what


@pytest.mark.parametrize("cells, what", [
    ('<row r="2"><c r="XFE2"/></row>', "which no sheet has"),
    ('<row r="2"><c r="AAAAAAAA2"/></row>', "which no sheet has"),
    ('<row r="1048577"/>', "the sheet is damaged"),
    ('<row r="5"/><row r="5"/>', "the sheet is damaged"),
    ('<row r="-1"/>', "the sheet is damaged"),
    (f'<row r="2"><c r="A2" t="inlineStr"><is><t>{"x" * 1_100_000}</t></is></c></row>', "has a text of more than"),
    (f'<row r="2" x="{"x" * 1_200_000}"/>', "has a tag of more than"),
])  # fmt: skip
def test_what_no_sheet_has(cells: str, what: str) -> None:
    assert what in refusal(written(HEAD + cells)).what


def test_a_sheet_that_lies_about_its_size_costs_nothing() -> None:
    """A dimension of all cells there may be, and a cell in the last one of them."""
    part = sheet_part(f'{HEAD}<row r="2">{text("A2", "1")}</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
                      before='<dimension ref="A1:XFD1048576"/>')  # fmt: skip
    began = time.monotonic()
    assert [one.values["No"] for one in read(written(part))] == ["1"]
    assert time.monotonic() - began < 5


def test_a_million_empty_rows() -> None:
    many = "".join(f'<row r="{number}"><c r="A{number}" s="1"/></row>' for number in range(3, 300_000))
    began = time.monotonic()
    assert len(read(written(f'{HEAD}<row r="2">{text("A2", "1")}</row>{many}'))) == 1
    assert time.monotonic() - began < 30


def test_texts_that_would_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel_strings, "MOST", 100_000)
    strings = "<si><t>some text</t></si>" * 10_000
    sheet = f'{HEAD}<row r="2"><c r="A2" t="s"><v>0</v></c></row>'
    assert "bytes of texts in its cells" in refusal(written(sheet, strings=strings)).what
    assert refusal(written('<row r="1"><c r="A1" t="s"><v>7</v></c></row>')).what.startswith("The heading in Orders!A1")


def test_an_old_workbook_is_bounded_by_its_size_and_its_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    data = old_rows(["No"], ["1", 2, 3, 4], ["2"])
    monkeypatch.setattr(excel_xls, "CELLS", 5)
    assert "more than 5 cells" in refusal(data).what
    monkeypatch.setattr(excel_xls, "MOST", 1000)
    assert "an .xls of more than 1,000 bytes" in refusal(data).what


def test_two_parts_of_one_name_and_a_packing_that_nobody_uses() -> None:
    made = io.BytesIO(written(HEAD))
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(made, "a", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("xl/workbook.xml", b"<x/>")
    assert len(read(made.getvalue())) == 0
    assert "packed as no workbook is" in refusal(written(HEAD, method=zipfile.ZIP_LZMA)).what
    assert excel_package.Package(io.BytesIO(PARTS)).__contains__("/XL/Workbook.xml")


def test_other_encodings_of_its_parts_are_read() -> None:
    part = sheet_part(f'{HEAD}<row r="2">{text("A2", "Ä")}</row>').replace("UTF-8", "UTF-16")
    data = written(HEAD, parts={"xl/worksheets/sheet1.xml": part.encode("utf-16")})
    assert [one.values["No"] for one in read(data)] == ["Ä"]
    assert MAIN in part


# -- memory ---------------------------------------------------------------------------------------

WATCHED = """
import json, re, sys
from pathlib import Path
from desktop_sync.core.sources import Sources
from desktop_sync.formats.excel import ExcelFormat, ExcelOptions
asked = {"": Sources({"No"}, {"lines": Sources({"Item", "Qty"})})}
with open(sys.argv[1], "rb") as payload:
    count = sum(1 for _ in ExcelFormat(ExcelOptions(key=("No",)), asked).parse(payload))
peak = re.search("VmHWM: *([0-9]+)", Path("/proc/self/status").read_text().replace("\\t", " "))
print(json.dumps([count, int(peak[1])]))
"""


def peak(file: Path) -> tuple[int, int]:
    """Records, and kilobytes."""
    run = subprocess.run(
        [sys.executable, "-c", WATCHED, str(file)], check=True, capture_output=True, cwd=Path(__file__).parents[2]
    )
    count, memory = json.loads(run.stdout)
    return count, memory


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc")
def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    """Numbers and texts of their own; beside these the table of keys is as large as it gets (32 MB) at 10,000 keys."""
    peaks = []
    for many in (25_000, 75_000):
        data = "".join(
            f'<row r="{row}">{text(f"A{row}", f"N{row // 2}")}{text(f"B{row}", "item")}<c><v>{row}</v></c></row>'
            for row in range(2, many)
        )
        file = tmp_path / f"{many}.xlsx"
        file.write_bytes(written(HEAD + data))
        count, memory = peak(file)
        assert count == (many - 1) // 2
        peaks.append(memory)
    assert peaks[1] < peaks[0] * 1.2
    assert peaks[1] < 150_000
