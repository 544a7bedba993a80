"""One set of orders in every dialect, encoding and shape in which senders write: always the same documents."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest

from desktop_sync.core.mapping import Mapping, MappingModel
from desktop_sync.formats.delimited import Delimited, DelimitedOptions

Lines = Sequence[tuple[str, str, str]]
ORDERS: Sequence[tuple[str, str, str, Lines]] = [
    (
        "4711",
        "12.08.2026",
        "Möbel Käfer & Söhne",
        [("A-1", 'Schraube 3"; verzinkt', "1.250,5"), ("A-2", "µ\t'x'", "1")],
    ),
    ("4712", "01.01.2026", "O'Brien, Ltd.", [("B|1", "two\nlines", "0,04")]),
    ("4713", "31.12.2026", "Ünal", [("C-1", "", "3"), ("C-1", "again", "4"), ("C-2", "#5", "6")]),
]


@dataclass(frozen=True)
class Dialect:
    """How a sender writes; ``options`` is what the settings must say of it."""

    delimiter: str = ";"
    quote: str = '"'
    end: str = "\r\n"
    codec: str = "utf-8"
    everything_quoted: bool = False
    doubled: bool = True
    encoding: str = ""

    def options(self) -> dict[str, object]:
        escape = {} if self.doubled else {"escape": "\\"}
        return {"delimiter": self.delimiter, "quote": self.quote, "encoding": self.encoding, **escape}

    def write(self, rows: Sequence[Sequence[str]]) -> bytes:
        text = io.StringIO(newline="")
        writer = csv.writer(
            text,
            delimiter=self.delimiter,
            quotechar=self.quote,
            quoting=csv.QUOTE_ALL if self.everything_quoted else csv.QUOTE_MINIMAL,
            doublequote=self.doubled,
            escapechar=None if self.doubled else "\\",
            lineterminator=self.end,
        )
        writer.writerows(rows)
        return text.getvalue().encode(self.codec)


DIALECTS = [
    *(Dialect(delimiter, quote, everything_quoted=everything)
      for delimiter, quote, everything in itertools.product(";,\t|", "\"'", (False, True))),
    *(Dialect(end=end, everything_quoted=True) for end in ("\n", "\r", "\r\n")),
    Dialect(doubled=False), Dialect(doubled=False, everything_quoted=True),
    *(Dialect(codec=codec) for codec in ("utf-8-sig", "utf-16", "utf-32")),
    *(Dialect(codec=codec, encoding=codec)
      for codec in ("cp1252", "cp850", "cp437", "iso-8859-1", "iso-8859-15", "utf-16-le", "utf-16-be",
                    "mac-roman", "utf-8")),
]  # fmt: skip


def by_key() -> tuple[list[list[str]], dict[str, object], str]:
    rows = [["No", "Date", "Buyer", "Sku", "Text", "Qty"]]
    rows += [[number, date, buyer, *line] for number, date, buyer, lines in ORDERS for line in lines]
    return rows, {"key": "No"}, "lines"


def by_key_without_a_header() -> tuple[list[list[str]], dict[str, object], str]:
    rows, options, group = by_key()
    return rows[1:], {**options, "header": False, "columns": rows[0]}, group


def by_key_once() -> tuple[list[list[str]], dict[str, object], str]:
    """The order stands in the first of its rows only."""
    rows, options, group = by_key()
    before: list[str] = [""]
    shortened = []
    for row in rows:
        shortened.append(["", "", "", *row[3:]] if row[0] == before[0] else row)
        before = row
    return shortened, {**options, "empty_key": "same"}, group


def by_type() -> tuple[list[list[str]], dict[str, object], str]:
    rows: list[list[str]] = [["F", "ERP"]]
    for number, date, buyer, lines in ORDERS:
        rows += [["H", number, date, buyer], *(["L", *line] for line in lines)]
    rows.append(["Z", "3", "6"])
    records = {
        "file": {"type": "F", "shared": True, "columns": ["Type", "System"]},
        "order": {"type": "H", "columns": ["Type", "No", "Date", "Buyer"]},
        "position": {"type": "L", "below": "order", "columns": ["Type", "Sku", "Text", "Qty"]},
    }
    trailer = {"type": "Z", "counts": {"records": 2, "position": 3}}
    return rows, {"header": False, "record_type": "1", "records": records, "trailer": trailer}, "position"


def documents(payload: bytes, options: dict[str, object], group: str) -> Iterator[object]:
    fields = {
        "external_reference": {"from": "No"},
        "date": {"from": "Date", "convert": [{"date": "%d.%m.%Y"}]},
        "buyer.name": {"from": "Buyer"},
        "lines": {
            "each": group,
            "fields": {
                "sku": {"from": "Sku"},
                "description": {"from": "Text"},
                "quantity": {"from": "Qty", "convert": [{"decimal": {"comma": True, "grouping": "."}}]},
            },
        },
    }
    mapping = Mapping(MappingModel.model_validate({"resource": "orders", "fields": fields}))
    made = Delimited(DelimitedOptions.model_validate(options), {"": mapping.sources()})
    for record in made.parse(io.BytesIO(payload)):
        mapped = mapping.map(record)
        assert not mapped.faults, (mapped.faults, record)
        yield from (document.body for document in mapped.documents)


def wanted() -> Iterator[object]:
    for number, date, buyer, lines in ORDERS:
        day, month, year = date.split(".")
        entries = [
            {"sku": sku, **({"description": text} if text else {}), "quantity": qty.replace(".", "").replace(",", ".")}
            for sku, text, qty in lines
        ]
        yield {
            "external_reference": number,
            "date": f"{year}-{month}-{day}",
            "buyer": {"name": buyer},
            "lines": entries,
        }


@pytest.mark.parametrize("shape", [by_key, by_key_without_a_header, by_key_once, by_type])
@pytest.mark.parametrize("dialect", DIALECTS, ids=str)
def test_every_variant_gives_the_same_documents(dialect: Dialect, shape: object) -> None:
    assert callable(shape)
    rows, options, group = shape()
    payload = dialect.write(rows)
    assert list(documents(payload, {**dialect.options(), **options}, group)) == list(wanted())
