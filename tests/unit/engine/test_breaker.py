"""The circuit breaker: distinct documents open it, one answer closes it, one trial at a time between."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.core.delivering import LONGEST_BACKOFF
from desktop_sync.engine.breaker import Breaker


class HandClock:
    """Moves when told to."""

    def __init__(self) -> None:
        self.time = 100.0

    def now(self) -> float:
        return self.time

    def monotonic(self) -> float:
        return self.time

    def wait(self, seconds: float) -> None:
        self.time += seconds


def opened(clock: HandClock, limit: int = 5) -> Breaker:
    breaker = Breaker(clock, limit)
    assert [breaker.failed(lane) for lane in range(limit)] == [False] * (limit - 1) + [True]
    return breaker


def test_closed_at_first() -> None:
    breaker = Breaker(HandClock())
    assert (breaker.open, breaker.trial, breaker.wait) == (False, False, 0.0)


def test_five_different_documents_open_it() -> None:
    breaker = opened(HandClock())
    assert breaker.open
    assert 0 < breaker.wait <= 1.0


def test_one_poison_document_cannot_open_it() -> None:
    breaker = Breaker(HandClock())
    assert not any(breaker.failed(7) for _ in range(1000))
    assert not breaker.open


def test_a_success_between_starts_the_count_anew() -> None:
    breaker = Breaker(HandClock())
    for lane in range(4):
        breaker.failed(lane)
    assert breaker.succeeded() is False
    assert not any(breaker.failed(lane) for lane in range(4))
    assert breaker.failed(4)


def test_while_it_is_open_further_failures_change_nothing() -> None:
    """Requests that were under way when it opened come back failed as well."""
    clock = HandClock()
    breaker = opened(clock)
    wait = breaker.wait
    assert not any(breaker.failed(lane) for lane in range(5, 40))
    assert breaker.wait == wait


def test_after_the_pause_one_may_try_and_its_failure_opens_it_again_for_longer() -> None:
    clock = HandClock()
    breaker = opened(clock)
    pauses = []
    for _ in range(8):
        pauses.append(breaker.wait)
        clock.wait(breaker.wait)
        assert (breaker.open, breaker.trial, breaker.wait) == (False, True, 0.0)
        assert breaker.failed(1) is True
        assert breaker.open
    assert pauses[0] <= 1.0
    assert 16 < pauses[-1] <= LONGEST_BACKOFF


def test_the_same_document_may_fail_the_trial() -> None:
    """Counting distinct documents is for opening; an open one stays open whoever fails."""
    clock = HandClock()
    breaker = opened(clock)
    clock.wait(breaker.wait)
    assert breaker.failed(0) is True


@pytest.mark.parametrize("pause_over", [False, True])
def test_any_answer_closes_it(pause_over: bool) -> None:
    clock = HandClock()
    breaker = opened(clock)
    if pause_over:
        clock.wait(breaker.wait)
    assert breaker.succeeded() is True
    assert (breaker.open, breaker.trial, breaker.wait) == (False, False, 0.0)
    assert not any(breaker.failed(lane) for lane in range(4))
    assert breaker.succeeded() is False


@given(st.lists(st.integers(0, 8) | st.sampled_from(["ok", "wait"]), max_size=60), st.integers(1, 6))
def test_it_is_open_only_after_enough_different_failures_since_the_last_answer(
    steps: list[int | str], limit: int
) -> None:
    clock = HandClock()
    breaker = Breaker(clock, limit)
    since: set[int] = set()
    for step in steps:
        if step == "ok":
            assert breaker.succeeded() is (len(since) >= limit)
            since.clear()
        elif step == "wait":
            clock.wait(LONGEST_BACKOFF + 1)
            assert not breaker.open
        else:
            assert isinstance(step, int)
            since.add(step)
            breaker.failed(step)
            assert breaker.open is (len(since) >= limit)
        assert (breaker.open or breaker.trial) is (len(since) >= limit)
