"""Delimited text made to do harm, or harmed on its way: it ends with a message for people, soon, in little memory."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.core.errors import Rejected
from desktop_sync.core.mapping import Sources
from desktop_sync.core.model import Record
from desktop_sync.formats.delimited import Delimited, DelimitedOptions
from tests.hostile.mutating import mutants

PLAIN: dict[str, object] = {"delimiter": ";"}
BY_KEY: dict[str, object] = {"delimiter": ";", "key": "A"}
BY_TYPE: dict[str, object] = {
    "delimiter": ";",
    "header": False,
    "record_type": "1",
    "records": {
        "o": {"type": "H", "columns": ["t", "n"]},
        "l": {"type": "L", "below": "o", "columns": ["t", "s", "q"]},
    },
    "trailer": {"type": "E", "counts": {"l": 2}, "required": False},
}
ASKED = {
    "plain": (PLAIN, Sources({"A", "B"})),
    "by key": (BY_KEY, Sources({"A"}, {"lines": Sources({"B"})})),
    "by type": (BY_TYPE, Sources({"n"}, {"l": Sources({"s", "q"})})),
}
SMALL = {
    "plain": 'A;B\r\n1;x\r\n"2";"y ""z"" ;\r\n more"\r\n3;ö\r\n'.encode(),
    "by key": 'A;B\r\n1;x\r\n1;"y ""z"" ;\r\n more"\r\n2;ö\r\n'.encode(),
    "by type": 'H;1\r\nL;x;1\r\nL;"y ""z"" ;\r\n more";2\r\nH;"2"\r\nL;ö;3\r\nE;3\r\n'.encode(),
}


def everything(payload: bytes, way: str, **options: object) -> tuple[list[Record], Rejected | None]:
    """The readable records, and the error at the end."""
    told, asked = ASKED[way]
    found: list[Record] = []
    made = Delimited(DelimitedOptions.model_validate({**told, **options}), {"": asked})
    try:
        for record in made.parse(io.BytesIO(payload)):
            found.append(record)  # noqa: PERF402 - what came before the error counts
    except Rejected as error:
        return found, error
    return found, None


def outcome(payload: bytes, way: str = "plain", **options: object) -> tuple[int, Rejected | None]:
    found, error = everything(payload, way, **options)
    assert [record.number for record in found] == list(range(1, len(found) + 1))
    assert all(bool(record.values) is not bool(record.faults) for record in found)
    assert all(fault.position.line and fault.message for record in found for fault in record.faults)
    assert error is None or (error.reason == "unreadable" and error.what and error.hint)
    return len(found), error


def refused(payload: bytes, part: str, readable: int = 0, way: str = "plain", **options: object) -> None:
    count, error = outcome(payload, way, **options)
    assert error is not None
    assert part in error.what
    assert count == readable


class Endless(io.RawIOBase):
    """As many bytes as anybody asks for; ``given``: how many that were."""

    def __init__(self, start: bytes, piece: bytes, megabytes: int = 50) -> None:
        self.given = 0
        self._chunks = self._all(start, piece, megabytes)

    @staticmethod
    def _all(start: bytes, piece: bytes, megabytes: int) -> Iterator[bytes]:
        yield start
        for _ in range(megabytes * 31):
            yield piece * (32_768 // len(piece))

    def read(self, size: int = -1) -> bytes:
        del size
        data = next(self._chunks, b"")
        self.given += len(data)
        return data


@pytest.mark.parametrize(
    "start,piece,part",
    [
        (b"A;B\n", b"x", "Line 2 (byte 4 of the file) has more than 1,000,000 letters and does not end"),
        (b"A;B\n1;2\n", b";", "Line 3 (byte 8 of the file) has more than 1,000,000 letters"),
        (b"x", b"x", "Line 1 (byte 0 of the file) has more than"),
        (b'A;B\n1;2\n3;"', b"x", "Line 3 (byte 8 of the file) has more than"),
        (b'A;B\n1;2\n3;"', b"xxxxxx\n", "The quote that opens in line 3, column 2 (row at byte 8 of the file) is not"),
        (b'A;B\n1;2\n3;"x', b'\n""', "The quote that opens in line 3, column 2"),
        (b'A;B\n1;2\n"x\n\n";"', b'"";\n', "The quote that opens in line 5, column 2"),
        (b'A;B\n1;2\n3;"x', b'\r""', "The quote that opens in line 3, column 2"),
        (b"A;B\n1;2\n3;\0", b"\0", "At line 3 (byte 10 of the file) there is a NUL byte"),
    ],
)
def test_pitfall_44_what_does_not_end_is_given_up(start: bytes, piece: bytes, part: str) -> None:
    """50 MB are offered; reading stops after little more than is allowed for one record (pitfall 44)."""
    endless = Endless(start, piece)
    reading = Delimited(
        DelimitedOptions.model_validate({**PLAIN, "max_record": 1_000_000}), {"": Sources({"A"})}
    ).parse(endless)  # type: ignore[arg-type] # it reads, and nothing else is asked of it
    with pytest.raises(Rejected) as caught:
        list(reading)
    assert part in caught.value.what
    assert caught.value.reason == "unreadable"
    assert endless.given < 1_200_000


def test_an_escape_that_does_not_end() -> None:
    refused(b"A;B\n1;2\n3;4\\", "The escape sign that opens in line 3, column 2", 1, escape="\\")
    refused(b'A;B\n1;2\n3;"4\\', "opens in line 3, column 2", 1, escape="\\")


@pytest.mark.parametrize("way", ["by key", "by type"])
def test_a_record_of_rows_without_end_is_refused_in_little_memory(way: str) -> None:
    row = b"1;x\n" if way == "by key" else b"L;x;1\n"
    start = b"A;B\n" if way == "by key" else b"H;1\n"
    end = b"2;y\n" if way == "by key" else b"H;2\nL;y;1\n"
    found, error = everything(start + row * 300_000 + end, way, max_record=10_000)
    assert error is None
    assert [bool(record.faults) for record in found] == [True, False]
    assert len(found[0].faults) == 1


def test_broken_quotes_in_every_row_are_given_up_in_time() -> None:
    """Each of these rows swallows all others that follow it, up to the end of the largest record."""
    payload = b"A;B\n" + b'a";"\n' * 1_500_000 + b'x";"y"z\n'
    count, error = outcome(payload, max_record=500_000)
    assert error is not None
    assert "is not closed within" in error.what
    payload = b"A;B\n1;2\n" + (b'a";"\n' * 20_000 + b'"x";"y"z\n') * 3
    count, error = outcome(payload)
    assert error is not None
    assert "Quotes are broken in too many rows" in error.what
    assert count < 1000


@pytest.mark.parametrize(
    "payload,part",
    [
        (b"", "no header row"),
        (b"\0\0\0\0", "NUL byte"),
        (b"PK\x03\x04\x14\0\x06\0", "NUL byte"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "byte 0xD0"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "It is another kind of file"),
        (b"\x1f\x8b\x08\0", "byte 0x8B"),
        (b"A;B\n1;\xc0\xaf\n", "byte 0xC0"),  # an overlong slash
        ("A;B\n1;\ud800\n".encode("utf-8", "surrogatepass"), "byte 0xED"),
        (b"\xff\xfeA\0;\0B\0\n\0\x00\xd8A\0", "line 2"),  # half of a pair of surrogates
        (b"\xff\xfeA\0;\0B\0\n\0" + b"1\0;", "breaks off in the middle of a letter"),
        ("A;B\n1;2\n".encode("utf-16-le"), "NUL byte"),
        (b'"A;B\n1;2\n', "The quote that opens in line 1, column 1"),
        (b"<Orders><Order/></Orders>", "'A': there is no column of this name"),
        (b'{"A": 1, "B": 2}', "there is no column of this name"),
        (b";" * 2000 + b"A\n", "2,001 columns"),
    ],
)
def test_what_is_no_such_file(payload: bytes, part: str) -> None:
    count, error = outcome(payload)
    assert error is not None
    assert part in error.what
    assert count == 0


def test_nul_bytes_at_the_end_of_a_file_that_was_cut_by_a_crash() -> None:
    refused(b"A;B\n1;2\n3;4\n" + b"\0" * 4096, "At line 4 (byte 12 of the file) there is a NUL byte", 2)


def test_numbers_of_ten_thousand_digits_and_many_columns_are_texts() -> None:
    digits = "9" * 10_000
    found, error = everything(f"A;B\n{digits};1\n{';' * 100_000}\n2;3\n".encode(), "plain")
    assert error is None
    assert found[0].values == {"A": digits, "B": "1"}
    assert [record.values["A"] for record in found if not record.faults] == [digits, "2"]


def test_formulas_and_odd_letters_are_text_and_nothing_else() -> None:
    odd = ["=cmd|' /C calc'!A0", "@SUM(1)", "\u202egnp.exe", "\u200b", "A\u0301", "a\x0bb", "\x7f", "\U0001d7d9"]
    rows = "\n".join(f"{text};x" for text in odd)
    found, error = everything(f"A;B\n{rows}\n".encode(), "plain")
    assert error is None
    assert [record.values["A"] for record in found] == odd


@pytest.mark.parametrize("way", SMALL)
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_cut_off_at_every_byte(way: str, codec: str) -> None:
    """Never a record that is not there, never a crash. What was cut between two rows only a trailer can tell."""
    payload = SMALL[way].decode().encode(codec)
    encoding = "windows-1252" if codec == "cp1252" else ""
    whole, error = everything(payload, way, encoding=encoding)
    assert error is None
    for cut in range(len(payload)):
        found, _ = everything(payload[:cut], way, encoding=encoding)
        for record, there in zip(found[:-1], whole, strict=False):
            assert record == there
        outcome(payload[:cut], way, encoding=encoding)


def test_with_a_trailer_no_cut_is_taken_for_the_whole() -> None:
    payload = SMALL["by type"].rstrip()
    needed = {"type": "E", "counts": {"l": 2}}
    assert everything(payload, "by type", trailer=needed)[1] is None
    for cut in range(len(payload)):
        assert everything(payload[:cut], "by type", trailer=needed)[1] is not None


@pytest.mark.parametrize("way", SMALL)
@given(st.data())
def test_damaged_anywhere(way: str, data: st.DataObject) -> None:
    """Whatever a few wrong bytes make of it: records or a message, nothing else."""
    at = data.draw(st.integers(0, len(SMALL[way])))
    damage = data.draw(st.one_of(st.binary(max_size=4), st.sampled_from([b'"', b";", b"\n", b"\r", b'""', b'"\n"'])))
    cut = data.draw(st.integers(0, 5))
    outcome(SMALL[way][:at] + damage + SMALL[way][at + cut :], way)


SIGNS = st.sampled_from(["A", "1", "H", "L", "E", ";", '"', "\n", "\r\n", "\r", " ", "\\", "#", "ö", "\x1a", "\t"])


@pytest.mark.parametrize("way", SMALL)
@given(st.lists(SIGNS, max_size=60), st.booleans(), st.booleans())
def test_anything(way: str, signs: list[str], line_breaks: bool, escape: bool) -> None:
    """And no sign disappears: every row without a quote is a record, a part of one, or a fault."""
    options = {"line_breaks": line_breaks, "escape": "\\" if escape else "", "comment": "#", "ragged": "fit"}
    outcome("".join(signs).encode(), way, **options)


MARKS = [b'"', b";", b"\n", b"\r\n", b'"\n', b'";', b'""', b"\0", b"\xff", b"H;", b"L;"]


@pytest.mark.timeout(600)
@pytest.mark.parametrize("way", SMALL)
@pytest.mark.parametrize("most", [50, 5_000_000])
def test_mutated_samples(way: str, most: int, request: pytest.FixtureRequest) -> None:
    """No crash, no hang."""
    sample = SMALL[way] * 1 + SMALL[way].split(b"\n", 1)[1] * 20 if way == "plain" else SMALL[way]
    for payload in mutants(sample, MARKS, request):
        outcome(payload, way, max_record=most)


def test_two_readings_at_the_same_time_do_not_disturb_each_other() -> None:
    """Python's csv has one limit of field size for the whole process."""
    payload = b'A;B\n1;"' + b"x" * 300_000 + b'"\n2;y\n'
    seen: list[tuple[int, Rejected | None]] = []

    def work() -> None:
        for most in (1_000_000, 100_000) * 5:
            found, error = everything(payload, "plain", max_field=most)
            seen.append((sum(not record.faults for record in found), error))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(good for good, _ in seen) == [1] * 20 + [2] * 20
    assert all(error is None for _, error in seen)
    csv.field_size_limit(131_072)
    assert outcome(payload)[0] == 2


WATCHED = """
import io, json, resource, sys
from desktop_sync.core.mapping import Sources
from desktop_sync.formats.delimited import Delimited, DelimitedOptions
class Generated(io.RawIOBase):
    def __init__(self, chunks):
        self.chunks = chunks
    def read(self, size=-1):
        return next(self.chunks, b"")
def rows(size, kind):
    number = given = 0
    while given < size:
        if kind == "by key":
            pairs = (f"{n};sku {n % 7};text;1\\n{n};sku 2;text;2\\n" for n in range(number, number + 800))
            piece = "".join(pairs).encode()
        elif kind == "by type":
            piece = b'H;1;d\\nL;sku;"1"\\nL;sku 2;2\\n' * 1000
        else:
            piece = b"\\n# nothing\\n" * 3000
        number, given = number + 800, given + len(piece)
        yield piece
options = {"delimiter": ";", "header": False, "comment": "#"}
asked = Sources({"1"})
if sys.argv[2] == "by key":
    options |= {"key": "1"}
    asked.groups["lines"] = Sources({"2", "4"})
if sys.argv[2] == "by type":
    options |= {"record_type": "1", "records": {"o": {"type": "H"}, "l": {"type": "L", "below": "o"}}}
    asked.groups["l"] = Sources({"2", "3"})
made = Delimited(DelimitedOptions.model_validate(options), {"": asked})
count = sum(1 for _ in made.parse(Generated(rows(int(sys.argv[1]), sys.argv[2]))))
print(json.dumps([count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="peak memory is read by resource, which Windows does not have")
@pytest.mark.parametrize("kind", ["by key", "by type", "nothing"])
def test_memory_does_not_grow_with_the_payload(kind: str) -> None:
    """By key there is a table of the keys seen, which is as large as it gets (32 MB) soon after 10,000 keys."""

    def peak(size: int) -> int:
        run = subprocess.run(
            [sys.executable, "-c", WATCHED, str(size), kind],
            check=True,
            capture_output=True,
            cwd=Path(__file__).parents[2],
        )
        count, memory = json.loads(run.stdout)
        assert bool(count) is (kind != "nothing")
        return int(memory)

    assert peak(12_000_000) < peak(2_400_000) * 1.1
