"""Requests a second, and requests at once."""

from __future__ import annotations

import pytest

from desktop_sync.web.failures import NotSent, Stage
from desktop_sync.web.pace import Pace, Slots
from tests.acme_rig import HandClock


def test_rate_is_kept_over_time() -> None:
    clock = HandClock(now=1000.0)
    pace = Pace(10.0, clock)
    for _ in range(101):
        pace.wait()
    assert clock.monotonic() - 1000.0 == pytest.approx(10.0, abs=0.15)


def test_time_without_requests_is_not_saved_up() -> None:
    clock = HandClock(now=1000.0)
    pace = Pace(10.0, clock)
    clock.pass_by(3600)
    start = clock.monotonic()
    for _ in range(21):
        pace.wait()
    assert clock.monotonic() - start >= 1.8


def test_without_a_rate_nobody_waits() -> None:
    clock = HandClock()
    pace = Pace(None, clock)
    for _ in range(1000):
        pace.wait()
    assert clock.waited == []


def test_no_slot_free_in_time_has_sent_nothing() -> None:
    slots = Slots(1, 0.01)
    with slots:
        with pytest.raises(NotSent, match="All 1 connections were busy") as error, slots:
            pytest.fail("two at once")
        assert error.value.stage is Stage.BUSY
    with slots:
        pass


def test_at_once_keeps_the_rate_and_never_waits() -> None:
    clock = HandClock(now=1000.0)
    pace = Pace(10.0, clock)
    gone = 0
    for _ in range(1001):
        gone += pace.at_once()
        clock.pass_by(0.01)
    assert gone == pytest.approx(100, abs=2)
    assert clock.waited == []


def test_at_once_lets_those_go_first_who_wait_already() -> None:
    clock = HandClock(now=1000.0)
    pace = Pace(10.0, clock)
    for _ in range(3):
        pace.wait()
    assert not pace.at_once()
    clock.pass_by(0.1)
    assert [pace.at_once(), pace.at_once()] == [True, False]
    pace.wait()
    assert clock.waited[-1] == pytest.approx(0.1)


def test_at_once_without_a_rate() -> None:
    pace = Pace(None, HandClock())
    assert all(pace.at_once() for _ in range(100))


def test_slot_taken_is_given_back() -> None:
    slots = Slots(2, 0.01)
    assert [slots.take(), slots.take(), slots.take()] == [True, True, False]
    with pytest.raises(NotSent), slots:
        pytest.fail("three at once")
    slots.give_back()
    assert slots.take()
