"""Delimited text: dialects, encodings, and cells that a spreadsheet would run."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from desktop_sync.core.errors import Rejected
from desktop_sync.reports.delimited import DelimitedReportOptions
from desktop_sync.reports.safe_text import harmless
from tests.report_rows import orders, rendered

ONE = [{"name": "A", "from": "a"}, {"name": "N", "from": "n", "kind": "number"}]


def made(*rows: dict[str, object], **options: object) -> str:
    columns = options.pop("columns", ONE)
    return rendered("delimited", rows, **{"columns": columns, "bom": False, **options})[0].decode()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+49 30 1",
        "-a",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        '"=1',
        "'=1",
        "\ufeff=1",
        "\uff1d1",
        "\xa0@x",
    ],
)
def test_formulas_are_made_harmless(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["", "-", "-5", "-1.234,50", "+3", "a=b", "4711", "12 %", "'quoted'", "Müller", "-12%"]
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


@given(st.text(max_size=20))
def test_nothing_that_is_written_begins_a_formula(text: str) -> None:
    if text.encode("utf-8", "replace") != text.encode("utf-8", "ignore"):
        return
    [[cell, _]] = list(csv.reader(io.StringIO(made({"a": text}, header=False), newline=""), delimiter=";"))
    assert not cell[:1] or cell[0] not in "=@\t\r\n" or len(cell) == 1
    if cell[:1] in {"+", "-"} and len(cell) > 1:
        assert cell[1].isdigit()


def test_negative_numbers_are_numbers() -> None:
    assert made({"a": "x", "n": "-5.50"}) == "A;N\r\nx;-5.50\r\n"
    assert made({"a": "x", "n": "-1234.5"}, numbers="comma") == "A;N\r\nx;-1234,5\r\n"
    assert made({"a": "x", "n": "-1234.5"}, numbers="local", locale="de") == "A;N\r\nx;-1.234,5\r\n"


@pytest.mark.parametrize(
    "options, expected",
    [
        ({"delimiter": "tab"}, 'A\tN\r\n"a""b"\t1.5\r\n'),
        ({"quoting": "all"}, '"A";"N"\r\n"a""b";"1.5"\r\n'),
        ({"quoting": "text"}, '"A";"N"\r\n"a""b";1.5\r\n'),
        ({"escape": "\\"}, 'A;N\r\na\\"b;1.5\r\n'),
        ({"quote": "'"}, 'A;N\r\na"b;1.5\r\n'),
        ({"line_end": "lf", "header": False}, '"a""b";1.5\n'),
        ({"delimiter": ","}, 'A,N\r\n"a""b",1.5\r\n'),
        ({"quoting": "never", "escape": "\\"}, 'A;N\r\na\\"b;1.5\r\n'),
    ],
)
def test_dialects(options: dict[str, object], expected: str) -> None:
    assert made({"a": 'a"b', "n": "1.5"}, **options) == expected


def test_line_breaks_stay_inside_their_cell() -> None:
    for line_end in ("lf", "crlf"):
        text = made({"a": "one\rtwo\r\nthree", "n": "1"}, line_end=line_end)
        assert list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))[1] == ["one\ntwo\nthree", "1"]


def test_without_quotes_a_delimiter_inside_is_refused() -> None:
    with pytest.raises(Rejected, match="neither quotes nor an escape"):
        made({"a": "x;y"}, quoting="never")


def test_what_the_encoding_cannot_hold_is_refused_with_its_place_or_replaced_and_told() -> None:
    rows = [{"a": "ok"}, {"a": "5 \u20ac \u0141"}]
    with pytest.raises(Rejected, match=r"In line 3, column 1, stands '\u0141' \(U\+0141\), which windows-1252"):
        rendered("delimited", rows, columns=ONE, encoding="windows-1252")
    data, done = rendered("delimited", rows, columns=ONE, encoding="windows-1252", unencodable="replace")
    assert data == b"A;N\r\nok;\r\n5 \x80 ?;\r\n"
    assert done.notes == ("1 signs that windows-1252 cannot hold were replaced by a question mark.",)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp850", "shift_jis", "iso-8859-15"]
)
def test_encodings_have_one_mark_at_most_and_only_at_the_beginning(encoding: str) -> None:
    rows = [{"a": f"n{number}"} for number in range(2500)]
    data, _ = rendered("delimited", rows, columns=ONE, encoding=encoding)
    text = data.decode("utf-8" if encoding == "utf-8-sig" else encoding)
    assert text.count("\ufeff") == (encoding in {"utf-8", "utf-8-sig", "utf-16-le"})
    assert text.lstrip("\ufeff").splitlines()[-1] == "n2499;"


def test_totals_for_people() -> None:
    data, _ = rendered("delimited", orders(9), template="order_summary", locale="de", totals=True, numbers="local")
    lines = data.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Tag;Auftrag;")
    assert sum(line.startswith("Summe") for line in lines) >= 1
    assert lines[-1].split(";")[0].startswith("Summe")


@pytest.mark.parametrize(
    "wrong", [{"encoding": "klingon"}, {"delimiter": '"'}, {"delimiter": ""}, {"delimiter": "\n"}, {"quote": "ab"}]
)
def test_impossible_dialects_are_refused_when_saved(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        DelimitedReportOptions.model_validate(wrong)


ODD = ["12.50", "-3", "1E5", "2026-05-03", "2026-02-31", "a;b", 'a"b', "0.10", "133.3333", "133.330", "0.1234567"]
VALUES = st.one_of(
    st.none(), st.text(max_size=8), st.sampled_from(ODD), st.integers(-5, 5), st.booleans(), st.just([1, "x"]),
    st.just({"a": 1}),
)  # fmt: skip
ROWS = st.lists(st.fixed_dictionaries(dict.fromkeys("tndmwp", VALUES)), min_size=1, max_size=6)
KINDS: list[dict[str, object]] = [
    {"name": "T", "from": "t"},
    {"name": "N", "from": "n", "kind": "number"},
    {"name": "D", "from": "d", "kind": "date"},
    {"name": "M", "from": "m.a", "kind": "money"},
    {"name": "W", "from": "w", "words": {"12.50": "dozen"}, "default": "none"},
    {"name": "P", "from": "p", "kind": "time"},
]


@given(ROWS)
def test_the_quick_way_writes_what_the_long_way_writes(rows: list[dict[str, object]]) -> None:
    given_ = [{**row, "m": {"a": row["m"]}} for row in rows]
    quick = rendered("delimited", given_, columns=KINDS)
    for quoting in ("all", "text"):
        long = rendered("delimited", given_, columns=KINDS, quoting=quoting)
        assert long[1] == quick[1]
        assert cells(long[0]) == cells(quick[0])
    elements = rendered("xml", given_, columns=KINDS)
    nested = [*KINDS[:5], {**KINDS[5], "element": "P/Q"}]
    assert elements[1].notes == rendered("xml", given_, columns=nested)[1].notes
    text = rendered("xml", given_, columns=nested)[0].decode()
    flat = text.replace("    <P>\n      <Q>", "    <P>").replace("</Q>\n    </P>", "</P>")
    assert flat == elements[0].decode()


def cells(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
