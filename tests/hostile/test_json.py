"""JSON that means harm or is damaged: refused or a record that fails, in bounded time and memory."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_sync.core.errors import Rejected
from desktop_sync.core.model import Record
from desktop_sync.core.sources import Sources
from desktop_sync.formats.json_lines import JsonFormat, JsonOptions
from desktop_sync.formats.json_outline import outline

ASKED = {"": Sources({"no", "a/b"}, {"lines": Sources({"qty"})})}
SAMPLE = b'[{"no": "A", "lines": [{"qty": 1.50}]},\n {"no": "B\\u00e4", "a": {"b": null}}]'
LINES = b'{"no": "A", "lines": [{"qty": 1.50}]}\n{"no": "B\\u00e4", "a": {"b": null}}\n'


def read(data: bytes, options: JsonOptions | None = None) -> list[Record]:
    """Every record; what ends badly is refused, and nothing else ever happens."""
    ended: list[Rejected] = []
    found = list(_until_it_ends(JsonFormat(options or JsonOptions(), ASKED).parse(BytesIO(data)), ended))
    assert all(error.reason == "unreadable" and error.hint for error in ended)
    for one in found:
        json.dumps(one.values, ensure_ascii=False).encode()
        if one.locate is not None:
            one.locate(["no", "lines[1]/qty", "a/b", "x[9]/y"])
    return found


@pytest.mark.parametrize("begin", [b"[", b'{"a":', b'[{"a":[', b'{"no": 1}\n{"no": ' + b"["])
def test_nested_without_end(begin: bytes) -> None:
    assert not [one for one in read(begin * 20_000) if not one.faults and one.values["no"] != "1"]


def test_gigantic_numbers_are_texts() -> None:
    digits = b"9" * 1_000_000
    (record,) = read(b'{"no": ' + digits + b"}")
    assert record.values["no"] == digits.decode()
    (record,) = read(b'{"no": 1e999999999, "a": {"b": -0.0E-5}}')
    assert (record.values["no"], record.values["a/b"]) == ("1e999999999", "-0.000000")


@pytest.mark.parametrize("begin", [b'[{"no": "', b'{"no": "', b"[", b'{"no": 1}\n{"no": "'])
def test_what_does_not_end_is_given_up(begin: bytes) -> None:
    tracemalloc.start()
    try:
        read(begin + b"x" * 5_000_000, JsonOptions(max_record=100_000))
        assert tracemalloc.get_traced_memory()[1] < 16_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("sample", [SAMPLE, LINES])
def test_cut_off_at_every_byte(sample: bytes) -> None:
    whole = read(sample)
    for end in range(len(sample)):
        found = [one for one in read(sample[:end]) if not one.faults]
        assert [one.values for one in found] == [one.values for one in whole[: len(found)]]
        outline(BytesIO(sample[:end]), None, cut=True)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([SAMPLE, LINES]), st.integers(0, len(SAMPLE)), st.binary(max_size=6))
def test_damaged_anywhere(sample: bytes, at: int, damage: bytes) -> None:
    data = sample[:at] + damage + sample[at + len(damage) :]
    read(data)
    outline(BytesIO(data), None)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet='{}[]":,\\u0dn1-.eE \n\r\t\x00é', max_size=60))
def test_anything(text: str) -> None:
    read(text.encode("utf-8", "surrogatepass"))
    read(text.encode(), JsonOptions(layout="lines"))
    outline(BytesIO(text.encode()), None, cut=True)


class Endless:
    """So many records, made as they are read."""

    def __init__(self, begin: bytes, piece: bytes, between: bytes, many: int) -> None:
        self._pieces = self._made(begin, piece, between, many)
        self._left = b""

    @staticmethod
    def _made(begin: bytes, piece: bytes, between: bytes, many: int) -> Iterator[bytes]:
        yield begin
        block = between.join([piece] * 100)
        for number in range(many // 100):
            yield (between if number else b"") + block

    def read(self, size: int = -1) -> bytes:
        while len(self._left) < size and (more := next(self._pieces, None)):
            self._left += more
        found, self._left = self._left[:size], self._left[size:]
        return found


@pytest.mark.parametrize("begin, between", [(b"[", b","), (b"", b"\n"), (b'{"no": [', b",\n")])
def test_memory_does_not_grow_with_the_payload(begin: bytes, between: bytes) -> None:
    record = "no" if begin.startswith(b"{") else ""
    peaks = []
    for many in (1_000, 20_000):
        payload = Endless(begin, b'{"no": "A-1", "lines": [{"qty": 1.50}, {"qty": 2}]}', between, many)
        reading = JsonFormat(JsonOptions(record=record), ASKED).parse(payload)  # type: ignore[arg-type]
        tracemalloc.start()
        try:
            assert sum(1 for _ in _until_it_ends(reading, [])) == many
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
    assert peaks[1] < peaks[0] + 300_000


def _until_it_ends(records: Iterator[Record], ended: list[Rejected]) -> Iterator[Record]:
    try:
        yield from records
    except Rejected as error:
        ended.append(error)
