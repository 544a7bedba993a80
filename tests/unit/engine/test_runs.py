"""The pool of runs: one per flow, bounded, told of, cancelled, and watched."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import pytest

from desktop_sync.clock import SystemClock
from desktop_sync.core.errors import RetryLater, Stop
from desktop_sync.core.events import Event, Progress
from desktop_sync.core.ports import Token
from desktop_sync.core.problem import Problem
from desktop_sync.engine.going import WAITS, Course
from desktop_sync.engine.location import RunResult
from desktop_sync.engine.runs import Runs

Job = Callable[[Token, Callable[[Progress], None]], str]
SOON = 60.0


class HandClock(SystemClock):
    """Its monotonic time moves when told; it waits as everybody does."""

    def __init__(self) -> None:
        self.passed = 0.0

    def monotonic(self) -> float:
        return self.passed


@dataclass
class Board:
    """Problems as somebody sees them."""

    open: dict[str, Problem] = field(default_factory=dict)
    closed: list[str] = field(default_factory=list)

    def report(self, problems: Iterable[Problem]) -> None:
        self.open |= {one.key: one for one in problems}

    def resolve(self, key: str, by: str) -> bool:
        self.closed.append(f"{key} {by}")
        return self.open.pop(key, None) is not None


@dataclass
class Gate:
    """A job that goes until it is let go; ``deaf``: it does not look at its token."""

    deaf: bool = False
    begun: threading.Event = field(default_factory=threading.Event)
    go: threading.Event = field(default_factory=threading.Event)

    def __call__(self, token: Token, listen: Callable[[Progress], None]) -> str:
        self.begun.set()
        while not self.go.wait(0.005):
            if not self.deaf and token.is_set():
                return "told to end"
        return "gone"


def quick(token: Token, listen: Callable[[Progress], None]) -> str:
    return "quick"


def until(met: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SOON
    while not met():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_a_flow_has_one_run_whoever_asks() -> None:
    runs, gate = Runs(4, SystemClock()), Gate()
    ticket = runs.start("orders", "schedule", gate)
    with pytest.raises(RetryLater, match="orders is at work"):
        runs.start("orders", "a person", quick)
    assert runs.start("invoices", "a person", quick).result(SOON) == "quick"
    assert runs.at_work("orders")
    assert [(one.flow, one.why) for one in runs.going()] == [("orders", "schedule")]
    gate.go.set()
    assert ticket.result(SOON) == "gone"
    assert runs.start("orders", "a person", quick).result(SOON) == "quick"
    assert runs.going() == ()


def test_further_runs_wait_for_a_place_in_their_order() -> None:
    runs, gates = Runs(1, SystemClock()), [Gate(), Gate()]
    first, second = (runs.start(f"flow-{number}", "schedule", gate) for number, gate in enumerate(gates))
    assert gates[0].begun.wait(SOON)
    assert [one.step for one in runs.going()] == ["begin", WAITS]
    assert not gates[1].begun.is_set()
    gates[0].go.set()
    assert gates[1].begun.wait(SOON)
    gates[1].go.set()
    assert (first.result(SOON), second.result(SOON)) == ("gone", "gone")


def test_what_a_run_raises_is_its_result_and_harms_no_other() -> None:
    def breaks(token: Token, listen: Callable[[Progress], None]) -> str:
        raise ZeroDivisionError("a fault")

    events: list[Event] = []
    runs = Runs(1, SystemClock(), publish=events.append)
    with pytest.raises(ZeroDivisionError):
        runs.start("orders", "schedule", breaks).result(SOON)
    assert runs.start("orders", "schedule", quick).result(SOON) == "quick"
    until(lambda: len(events) == 4)
    told = [(one["event"], one.get("outcome"), one.get("error")) for one in events]
    assert told == [
        ("run began", None, None), ("run ended", "failed", "a fault"), ("run began", None, None),
        ("run ended", "done", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "met, told",
    [
        (RunResult(1, "orders"), ""),
        (RunResult(1, "orders", "waiting", note="The share is away."), ""),
        (RunResult(1, "orders", "stopped", note="The key is refused."), "The key is refused."),
        (RunResult(1, "orders", "stopped", question="What of the 40 files?"), "What of the 40 files?"),
        (RetryLater("The share is away."), ""),
        (Stop("The key is refused.", "Set another."), "The key is refused. Set another."),
        (ZeroDivisionError("twice"), "a fault, ZeroDivisionError: twice"),
    ],
)
def test_the_end_of_a_run_says_why_it_cannot_go_on(met: RunResult | Exception, told: str) -> None:
    def job(token: Token, listen: Callable[[Progress], None]) -> RunResult:
        if isinstance(met, Exception):
            raise met
        return met

    events: list[Event] = []
    Runs(0, SystemClock(), publish=events.append).start("orders", "schedule", job)
    assert [one.get("stopped") for one in events] == [None, told]


def test_cancelling_tells_a_run_to_end_and_keeps_a_waiting_one_from_beginning() -> None:
    runs, gate = Runs(1, SystemClock()), Gate()
    ticket, waiting = runs.start("orders", "schedule", gate), runs.start("invoices", "schedule", quick)
    assert runs.cancel("invoices")
    with pytest.raises(RetryLater, match="cancelled before it began"):
        waiting.result(0)
    assert gate.begun.wait(SOON)
    assert runs.cancel("orders")
    assert ticket.result(SOON) == "told to end"
    assert not runs.cancel("orders")


def test_stopping_ends_what_goes_and_begins_nothing() -> None:
    runs, gates = Runs(1, SystemClock()), [Gate(), Gate()]
    going, waiting = (runs.start(f"flow-{number}", "schedule", gate) for number, gate in enumerate(gates))
    assert gates[0].begun.wait(SOON)
    assert runs.stop(SOON)
    assert going.result(0) == "told to end"
    with pytest.raises(RetryLater, match="stopped"):
        waiting.result(0)
    with pytest.raises(RetryLater, match="stopping"):
        runs.start("orders", "schedule", quick)


def test_stopping_waits_no_longer_than_its_patience() -> None:
    runs, gate = Runs(1, SystemClock()), Gate(deaf=True)
    ticket = runs.start("orders", "schedule", gate)
    assert gate.begun.wait(SOON)
    assert not runs.stop(0.05)
    gate.go.set()
    assert ticket.result(SOON) == "gone"


def test_a_run_that_hangs_is_told_to_end_then_reported_and_never_started_twice() -> None:
    clock, board, gate = HandClock(), Board(), Gate(deaf=True)
    runs = Runs(1, clock, board, hangs_after=600, grace=60)
    ticket, other = runs.start("orders", "schedule", gate), runs.start("invoices", "schedule", quick)
    assert gate.begun.wait(SOON)
    clock.passed = 600
    runs.watch()
    assert not runs.going()[0].cancelling
    clock.passed = 601
    runs.watch()
    assert runs.going()[0].cancelling
    assert not board.open
    clock.passed = 662
    runs.watch()
    runs.watch()
    assert runs.going()[0].hangs
    assert "hangs in the step begin" in board.open["run:orders:hangs"].what
    assert other.result(SOON) == "quick"  # its place is given to others
    with pytest.raises(RetryLater, match="at work"):
        runs.start("orders", "a person", quick)
    gate.go.set()
    assert ticket.result(SOON) == "gone"
    assert not board.open
    assert runs.start("orders", "a person", quick).result(SOON) == "quick"


def test_a_run_that_looks_at_its_token_lives() -> None:
    clock, board, gate = HandClock(), Board(), Gate()
    runs = Runs(1, clock, board, hangs_after=600)
    ticket = runs.start("orders", "schedule", gate)
    for clock.passed in (500.0, 1000.0, 1500.0):
        time.sleep(0.05)
        runs.watch()
    assert not runs.going()[0].cancelling
    gate.go.set()
    ticket.result(SOON)


def test_progress_tells_count_rate_and_time_left() -> None:
    clock = HandClock()
    course = Course("orders", "schedule", clock)
    for number in range(11):
        clock.passed = number * 0.1
        course.step(Progress("orders", "deliver", 864 + number * 34, 2000))
    going = course.going(cancelling=False, hangs=False)
    assert (going.step, going.done, going.total) == ("deliver", 1204, 2000)
    assert going.rate == pytest.approx(340)
    assert going.left == pytest.approx(796 / 340)
    course.step(Progress("orders", "settle", 1, None))
    assert course.going(cancelling=False, hangs=False).step == "deliver"
    clock.passed += 2
    course.step(Progress("orders", "settle", 1, None))
    assert course.going(cancelling=False, hangs=False).step == "settle"
    assert course.going(cancelling=False, hangs=False).rate is None


def test_progress_is_told_ten_times_a_second_at_most() -> None:
    clock, events = HandClock(), list[Event]()
    runs = Runs(0, clock, publish=events.append)

    def counts(token: Token, listen: Callable[[Progress], None]) -> str:
        for number in range(1000):
            clock.passed += 0.001
            listen(Progress("orders", "deliver", number, 1000))
        return "counted"

    assert runs.start("orders", "schedule", counts).result(0) == "counted"
    assert 9 <= sum(one["event"] == "progress" for one in events) <= 11


def test_without_places_the_caller_does_the_run() -> None:
    runs = Runs(0, SystemClock())
    threads: list[threading.Thread] = []

    def notes(token: Token, listen: Callable[[Progress], None]) -> str:
        threads.append(threading.current_thread())
        return "done"

    assert runs.start("orders", "schedule", notes).result(0) == "done"
    assert threads == [threading.current_thread()]


def test_many_at_once_never_exceed_the_places() -> None:
    runs, lock = Runs(3, SystemClock()), threading.Lock()
    now, most = 0, 0

    def counted(token: Token, listen: Callable[[Progress], None]) -> str:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.002)
        with lock:
            now -= 1
        return "done"

    tickets = [runs.start(f"flow-{number}", "schedule", counted) for number in range(60)]
    assert {ticket.result(SOON) for ticket in tickets} == {"done"}
    assert most == 3
