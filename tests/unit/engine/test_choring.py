"""Chores: done when they are due, one after the other; what one of them meets stops no other."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field

import pytest

from desktop_sync.core.errors import RetryLater
from desktop_sync.core.ports import Token
from desktop_sync.core.problem import Problem
from desktop_sync.engine.choring import LONGEST, Choring


@dataclass
class Board:
    open: dict[str, str] = field(default_factory=dict)

    def report(self, problems: Iterable[Problem]) -> None:
        self.open |= {one.key: one.what for one in problems}

    def resolve(self, key: str, by: str) -> bool:
        return self.open.pop(key, None) is not None


@dataclass
class Sweeping:
    name: str
    rest: float = 0.0
    fails: Exception | None = None
    done: int = 0

    def due_in(self) -> float:
        return self.rest

    def do(self, token: Token) -> None:
        if self.fails is not None:
            raise self.fails
        self.done += 1
        self.rest = 3600.0


def test_what_is_due_is_done_and_the_soonest_decides_when_to_ask_again() -> None:
    first, later = Sweeping("first"), Sweeping("later", rest=20.0)
    choring = Choring([first, later], Board())
    assert choring.turn() < LONGEST
    assert (first.done, later.done) == (1, 0)
    assert choring.turn() == 20.0
    later.rest = 0.0
    choring.turn()
    assert choring.turn() == LONGEST
    assert (first.done, later.done) == (1, 1)


def test_what_one_raises_is_a_problem_until_it_is_done_and_stops_no_other() -> None:
    board = Board()
    full, broken, good = Sweeping("full"), Sweeping("broken"), Sweeping("good")
    full.fails = RetryLater("The disk is full.", "Make room.")
    broken.fails = ZeroDivisionError("oops")
    choring = Choring([full, broken, good], board)
    choring.turn()
    assert good.done == 1
    assert "could not be done: The disk is full." in board.open["chore:full"]
    assert "fault of Desktop Sync (ZeroDivisionError" in board.open["chore:broken"]
    full.fails = broken.fails = None
    choring.turn()
    assert board.open == {}


def test_a_thread_does_them_until_it_is_told_to_end() -> None:
    chore = Sweeping("one")
    choring = Choring([chore], Board())
    choring.start()
    assert choring.stop(10)
    assert chore.done == 1


def test_what_breaks_off_because_the_engine_has_ended_is_no_fault(caplog: pytest.LogCaptureFixture) -> None:
    """A chore that takes longer than the end waits for finds the ledger closed."""

    class Slow(Sweeping):
        def do(self, token: Token) -> None:
            choring.stop(0.0)
            super().do(token)

    board = Board()
    choring = Choring([Slow("slow", fails=ValueError("the ledger is closed"))], board)
    choring.turn()
    assert board.open == {}
    assert caplog.records == []


def test_one_that_waits_for_somebody_holds_up_no_other() -> None:
    answers, done = threading.Event(), threading.Event()

    class Mailing(Sweeping):
        def do(self, token: Token) -> None:
            answers.wait(30)
            super().do(token)

    class Copying(Sweeping):
        def do(self, token: Token) -> None:
            super().do(token)
            done.set()

    mail, copy = Mailing("mail"), Copying("copy")
    choring = Choring([mail, copy], Board(), apart={"mail"})
    choring.start()
    assert done.wait(30)
    assert mail.done == 0
    assert not choring.stop(0.0)
    answers.set()
    assert choring.stop(30)
    assert (mail.done, copy.done) == (1, 1)
