"""Messages as bytes: whole ones come out however they are cut, everything else is told."""

from __future__ import annotations

import contextlib
import math
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.ipc.frames import LARGEST, Frames, Malformed, TooLarge, decode, frame

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
numbers = st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
leaves = st.none() | st.booleans() | numbers | texts
values = leaves | st.lists(leaves, max_size=3) | st.dictionaries(texts, leaves, max_size=3)
messages = st.dictionaries(texts, values, max_size=3)


@given(st.lists(messages, max_size=4), st.lists(st.integers(0, 60), max_size=12))
def test_messages_come_out_as_they_went_in_however_they_are_cut(sent: list[dict[str, object]], cuts: list[int]) -> None:
    frames, at = Frames(), 0
    found: list[object] = []
    stream = b"".join(map(frame, sent))
    for size in [*cuts, len(stream)]:
        frames.feed(stream[at : at + size])
        at += size
        found.extend(map(decode, frames))
    assert found == sent
    assert not frames.within


@given(st.binary(max_size=200))
def test_any_bytes_are_a_message_or_told(data: bytes) -> None:
    frames = Frames()
    frames.feed(data)
    with contextlib.suppress(Malformed, TooLarge):
        for body in frames:
            assert isinstance(decode(body), dict)


@given(messages, st.data())
def test_a_message_that_is_cut_short_never_comes_out(sent: dict[str, object], data: st.DataObject) -> None:
    stream = frame(sent)
    frames = Frames()
    frames.feed(stream[: data.draw(st.integers(1, len(stream) - 1))])
    assert list(frames) == []
    assert frames.within


def test_the_bound_is_the_same_on_both_sides() -> None:
    fits = frame({"a": "x" * (LARGEST - len('{"a":""}'))})
    frames = Frames()
    frames.feed(fits)
    assert len(next(frames)) == LARGEST
    with pytest.raises(TooLarge, match=r"a message of 16\.0 MiB; at most 16 MiB are allowed"):
        frame({"a": "x" * (LARGEST - len('{"a":""}') + 1)})
    frames.feed((LARGEST + 1).to_bytes(4, "big"))
    with pytest.raises(TooLarge):
        next(frames)


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"null", b'"a"', b"1", b"{} {}", b"{'a': 1}", b"\xef\xbb\xbf{}", b'{"a": NaN}', b'{"a": Infinity}',
     b'{"a": 1e999}', b'{"a": "\xff"}', b'{"a": "\\ud800"}', b'{"a":' * 5000 + b"1" + b"}" * 5000],
)  # fmt: skip
def test_what_is_no_object_is_told_without_quoting_it(body: bytes) -> None:
    with pytest.raises(Malformed) as told:
        decode(body)
    assert told.value.__context__ is None or told.value.__suppress_context__
    assert "xff" not in str(told.value)


@pytest.mark.parametrize(
    "value", [datetime(2026, 5, 3, tzinfo=UTC), {1: 2}, {1}, b"bytes", 1 << 64, "\ud800", object()]
)
def test_what_is_no_json_is_not_sent(value: object) -> None:
    with pytest.raises(TypeError):
        frame({"a": value})


def test_a_number_that_json_cannot_write_arrives_as_null() -> None:
    assert decode(frame({"a": math.nan})[4:]) == {"a": None}
