"""A stretch of a payload in any encoding: whole lines, whole letters, the place marked, and nothing replaced."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.engine.facade.excerpt import Encoded, Wanted, binary, extent, hexadecimal, place_of_line, text

LINES = ["erste Zeile", "zweite: größer", "", "vierte 😀 Zeile", "Ende"]
CODECS = ["utf-8", "cp1252", "utf-16-le", "utf-32-be"]


def written(codec: str, end: str = "\n") -> bytes:
    return end.join(LINES).replace("😀" if codec == "cp1252" else "\0", "x").encode(codec)


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("block", [1, 3, 1000])
def test_the_place_of_a_line(codec: str, end: str, block: int) -> None:
    data = written(codec, end)
    blocks = [data[at : at + block * 4] for at in range(0, len(data), block * 4)]
    begin, until = place_of_line(blocks, 4, Encoded(codec))
    assert data[begin:until].decode(codec) == written(codec).decode(codec).split("\n")[3]
    assert place_of_line(blocks, 9, Encoded(codec)) == (len(data), len(data))


@given(st.text(alphabet="a\n\r\x0b", max_size=12), st.integers(1, 6), st.integers(1, 3))
def test_every_line_is_found_however_it_comes(content: str, line: int, block: int) -> None:
    lines = re.split("\r\n|\n|\r", content)
    for codec in ("utf-8", "utf-16-le"):
        data = content.encode(codec)
        blocks = [data[at : at + 2 * block] for at in range(0, len(data), 2 * block)]
        begin, end = place_of_line(blocks, line, Encoded(codec))
        assert data[begin:end].decode(codec) == (lines[line - 1] if line <= len(lines) else "")
        before = data[:begin].decode(codec)
        assert line > len(lines) or len(re.split("\r\n|\n|\r", before)) == line


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("around", [7, 12, 20, 500])
def test_around_a_place_stand_whole_lines_and_the_place_is_marked(codec: str, around: int) -> None:
    encoded, data = Encoded(codec), written(codec)
    begin, until = place_of_line([data], 4, encoded)
    start = max(begin - around * encoded.unit, 0)
    part = data[start : begin + around * encoded.unit]
    ends = start + len(part) == len(data)
    told = text(part, start, encoded, Wanted(begin, 4, around, around, [(begin, until)]), ends=ends)
    assert data[told["start"] : told["end"]].decode(codec) == told["text"]
    first = told["text"].split("\n")[0]
    assert written(codec).decode(codec).split("\n")[told["first_line"] - 1].endswith(first)
    shown = told["text"][slice(*told["marks"][0])]
    assert written(codec).decode(codec).split("\n")[3].startswith(shown)
    assert shown


@given(st.text(alphabet="a\n\r;äß😀", max_size=60), st.integers(1, 12))
def test_pages_put_together_are_the_whole(content: str, before: int) -> None:
    data, encoded = content.encode(), Encoded("utf-8")
    at = len(content[: len(content) // 2].encode())
    if content[len(content) // 2 - 1 : len(content) // 2 + 1] == "\r\n":
        at += 1
    shown: list[dict[str, Any]] = []
    line = 1 + encoded.text(data[:at]).count("\n")
    begin, first = at, line
    while begin:
        start = max(begin - max(before, 4), 0)
        page = text(data[start:begin], start, encoded, Wanted(begin, first, before, 0), ends=False)
        shown.insert(0, page)
        assert page["start"] < begin or page["text"] == ""
        if page["start"] >= begin:
            return  # not even one letter fits: nobody asks for so little
        begin, first = page["start"], page["first_line"]
    assert first == 1
    assert b"".join(data[page["start"] : page["end"]] for page in shown) == data[:at]


def test_what_is_no_text_is_spelled_out_and_bytes_are_shown_as_such() -> None:
    told = text(b"a\xffb\n", 0, Encoded("utf-8"), Wanted(1, 1, 9, 9, [(1, 2)]), ends=True)
    assert told["text"] == "a\\xffb\n"
    assert told["text"][slice(*told["marks"][0])] == "\\xff"
    assert binary(b"PK\0", Encoded("utf-8"))
    assert not binary("a".encode("utf-16-le"), Encoded("utf-16-le"))
    rows = hexadecimal(bytes(range(40)), 8, Wanted(20, 1, 99, 99, [(20, 24), (0, 4)]))
    assert (rows["start"], rows["bytes"][:2], rows["marks"]) == (16, "08", [[4, 8]])


def test_where_a_value_stands() -> None:
    row = b'1;;"a;b";1;A &amp; B\n'
    assert extent(row, 0, ["1", "", "a;b"], "1", (), "utf-8") == {"offset": 9, "length": 1}
    assert extent(row, 0, [], "A & B", ["A &amp; B"], "utf-8") == {"offset": 11, "length": 9}
    assert extent(row, 0, ["nowhere"], "1", (), "utf-8") is None
    assert extent(row, 0, [], "2", (), "utf-8") is None
