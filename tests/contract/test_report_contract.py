"""What every kind of report must do, asked of all in the registry; one without a reader fails."""

from __future__ import annotations

import gc
import io
import weakref
from collections.abc import Iterator

import pytest

from desktop_sync.core.reports import Row
from desktop_sync.reports import OPTIONS, REPORTS
from tests.contract.reports_rigs import READERS
from tests.report_rows import ABOUT, orders, rendered

KINDS = sorted(REPORTS)
COLUMNS = [
    {"name": "Reference", "from": "reference"},
    {"name": "Day", "from": "date", "kind": "date"},
    {"name": "Text", "from": "text"},
    {"name": "Net", "from": "net", "kind": "money"},
]


class Watched(dict[str, object]):
    """A row that tells when it is forgotten."""


def rows(count: int) -> Iterator[Row]:
    for number in range(count):
        yield Watched(reference=f"R-{number}", date="2026-05-03", text=f"Text {number}", net=f"{number}.50")


def test_every_kind_has_options_and_a_reader() -> None:
    assert set(REPORTS) == set(OPTIONS) == set(READERS)
    for kind, model in OPTIONS.items():
        made = REPORTS[kind](model.model_validate({"columns": COLUMNS}))
        assert made.ending.isalnum()
        assert "/" in made.media_type


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("count", [0, 1, 2, 120])
def test_every_row_is_there_once_and_in_order(kind: str, count: int) -> None:
    data, done = rendered(kind, rows(count), columns=COLUMNS)
    found = READERS[kind](data)
    assert done.rows == count == len(found)
    assert done.notes == ()
    for number, row in enumerate(found):
        assert row[0] == f"R-{number}"
        assert row[2] == f"Text {number}"
        assert row[3].removesuffix("0") == f"{number}.5"


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_rows_make_the_same_bytes(kind: str) -> None:
    one, other = (rendered(kind, orders(120), template="order_summary", locale="de")[0] for _ in range(2))
    assert one == other
    assert one != rendered(kind, orders(121), template="order_summary", locale="de")[0]


@pytest.mark.parametrize("kind", KINDS)
def test_rows_are_forgotten_when_they_are_written(kind: str) -> None:
    alive: weakref.WeakSet[Watched] = weakref.WeakSet()
    most = 0

    def given() -> Iterator[Row]:
        nonlocal most
        for row in rows(6000):
            assert isinstance(row, Watched)
            alive.add(row)
            most = max(most, len(alive))
            yield row

    Watched.__hash__ = object.__hash__  # type: ignore[assignment]
    REPORTS[kind](OPTIONS[kind].model_validate({"columns": COLUMNS})).render(given(), ABOUT, io.BytesIO())
    gc.collect()
    assert most < 1500


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "template", ["order_summary", "invoice_list", "order_confirmation", "invoice", "reconciliation"]
)
@pytest.mark.parametrize("locale", ["en", "de"])
def test_every_template_in_every_kind_and_language(kind: str, template: str, locale: str) -> None:
    data, done = rendered(kind, orders(3), template=template, locale=locale)
    assert data
    assert done.rows >= 3


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_values_harm_no_kind(kind: str) -> None:
    hostile = [
        "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1+1",
       "\r=1+1", '"=1+1', "\uff1d1+1", "]]>", "<!--", "&lt;",
        "\x00\x01\x1b", "\ud800", "\ufffe", "a\u2028b",
        "\u202egnp", "😀" * 50, "x" * 40_000, "a\nb\r\nc", "'", '"', ";",
        "\\", "()", "{}", "%s", "שלום", "مرحبا", "ก", "\U0001d4b3", "e\u0301",
    ]  # fmt: skip
    made = [{"reference": f"R-{at}", "text": text, "net": text, "date": text} for at, text in enumerate(hostile)]
    data, done = rendered(kind, made, columns=COLUMNS)
    assert done.rows == len(hostile)
    assert len(READERS[kind](data)) >= len(hostile)
    assert done.notes
