"""How each kind of report is read back, by a reader that is not ours: what a person or a program would see in it."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from lxml import etree

from tests.conftest import counterpart_missing

_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
Read = Callable[[bytes], list[list[str]]]


def delimited(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))[1:]


def json_array(data: bytes) -> list[list[str]]:
    return [["" if value is None else str(value) for value in row.values()] for row in json.loads(data)]


def json_lines(data: bytes) -> list[list[str]]:
    return [["" if value is None else str(value) for value in json.loads(line).values()] for line in data.splitlines()]


def xml(data: bytes) -> list[list[str]]:
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False))
    return [[child.text or "" for child in row] for row in root]


def excel(data: bytes) -> list[list[str]]:
    """Of the first sheet; inline strings, as a constant-memory workbook has."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        root = etree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        shared = (
            etree.fromstring(book.read("xl/sharedStrings.xml")) if "xl/sharedStrings.xml" in book.namelist() else []
        )
    texts = ["".join(map(str, one.itertext())) for one in shared]
    rows = []
    for row in root.iter(f"{_SHEET}row"):
        cells = []
        for cell in row:
            said = "".join(str(part) for part in cell.itertext())
            cells.append(texts[int(said)] if cell.get("t") == "s" else said)
            assert cell.find(f"{_SHEET}f") is None, "a formula"
        rows.append(cells)
    return rows[1:]


def pdf_text(data: bytes, *options: str) -> str:
    """As poppler extracts it; no warning of poppler's is let pass."""
    if shutil.which("pdftotext") is None:
        counterpart_missing("pdftotext (Debian package poppler-utils) is not installed")
    done = subprocess.run(["pdftotext", *options, "-", "-"], input=data, capture_output=True, check=True)
    assert not done.stderr, done.stderr
    return done.stdout.decode()


def pdf(data: bytes) -> list[list[str]]:
    """Lines of the pages that begin with the reference of a row."""
    lines = pdf_text(data, "-layout").splitlines()
    return [re.split(r"\s{2,}", line.strip()) for line in lines if re.match(r"\s*R-\d", line)]


READERS: Mapping[str, Read] = {
    "pdf": pdf,
    "delimited": delimited,
    "xml": xml,
    "excel": excel,
    "json": json_array,
    "json_lines": json_lines,
}


def pages(data: bytes, folder: Path) -> int:
    """How many poppler draws."""
    if shutil.which("pdftoppm") is None:
        counterpart_missing("pdftoppm (Debian package poppler-utils) is not installed")
    file = folder / "report.pdf"
    file.write_bytes(data)
    done = subprocess.run(["pdftoppm", "-r", "20", "-png", file, folder / "page"], capture_output=True, check=True)
    assert not done.stderr, done.stderr
    return len(list(folder.glob("page*.png")))
