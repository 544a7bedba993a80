"""What waits for a client: in order, the newest of each, within bounds, and nobody who puts something in waits."""

from __future__ import annotations

import threading
import time
from collections.abc import Hashable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.ipc.frames import decode
from desktop_sync.ipc.limits import Limits
from desktop_sync.ipc.outbox import Outbox, Overflow
from desktop_sync.ipc.waiting import Waiting


def test_answers_go_in_order_each_behind_the_events_of_its_call() -> None:
    box = Outbox(Limits())
    box.event(("step", 1), b"step of 1", 1)
    box.event(("step", 2), b"step of 2", 2)
    box.event("all", b"for all")
    box.answer(2, b"answer 2")
    box.answer(1, b"answer 1")
    assert box.take() == [b"step of 2", b"answer 2"]
    assert box.take() == [b"step of 1", b"answer 1"]
    assert box.take() == [b"for all"]


def test_events_go_at_once_and_then_ten_times_a_second() -> None:
    box = Outbox(Limits(spacing=0.1))
    began = time.monotonic()
    box.event("a", b"1")
    assert box.take() == [b"1"]
    assert time.monotonic() - began < 0.09
    for number in range(100):
        box.event("a", b"%d" % number)
        box.event("b", b"b%d" % number)
    assert box.take() == [b"99", b"b99"]
    assert 0.09 < time.monotonic() - began < 1


def test_too_many_events_are_one_resync_and_what_came_later() -> None:
    box = Outbox(Limits(events=10))
    for number in range(25):
        box.event(number, b"%d" % number)
    first, *rest = box.take() or []
    assert decode(first[4:]) == {"event": {"event": "resync"}}
    assert rest == [b"22", b"23", b"24"]
    for number in range(25):
        box.event(number, b"%d" % number, 7)
    box.answer(7, b"answer")
    first, *_, last = box.take() or []
    assert decode(first[4:]) == {"event": {"event": "resync"}, "of": 7}
    assert last == b"answer"


def test_too_many_bytes_of_answers_end_it() -> None:
    box = Outbox(Limits(answer_bytes=100))
    box.answer(1, b"x" * 60)
    with pytest.raises(Overflow):
        box.answer(2, b"x" * 60)


def test_who_reads_waits_until_answers_are_taken() -> None:
    box = Outbox(Limits(answers=2))
    box.answer(1, b"1")
    box.answer(2, b"2")
    waiting = threading.Thread(target=box.wait_for_room)
    waiting.start()
    waiting.join(0.1)
    assert waiting.is_alive()
    box.take()
    waiting.join(5)
    assert not waiting.is_alive()


def test_ending_sends_what_is_left_and_closing_drops_it() -> None:
    box = Outbox(Limits(spacing=60))
    box.event("a", b"1")
    assert box.take() == [b"1"]
    box.event("a", b"2")
    box.answer(1, b"answer")
    box.end()
    assert box.take() == [b"answer"]
    assert box.take() == [b"2"], "without waiting for the next batch"
    assert box.take() is None
    box = Outbox(Limits())
    box.answer(1, b"answer")
    box.close()
    box.answer(2, b"late")
    box.event("a", b"late")
    assert box.take() is None


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 9)), max_size=60), st.integers(1, 6))
def test_waiting_keeps_the_newest_of_each_or_says_that_it_did_not(added: list[tuple[Hashable, int]], most: int) -> None:
    waiting: Waiting[tuple[Hashable, int]] = Waiting(most, 1000)
    for key, value in added:
        waiting.add(key, (key, value), 1)
    missed, found = waiting.take()
    newest = dict(added)
    assert len(found) <= most
    assert all(newest[key] == value for key, value in found)
    if not missed:
        assert dict(found) == newest
    assert missed <= (len(newest) > most)
    assert waiting.take() == (False, [])
    assert not waiting
