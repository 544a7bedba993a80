"""Several places of a flow: one piece of each, and none waits for one that waits."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from desktop_sync.engine.import_run import in_turn
from tests.unit.sources.looks import TwoClocks


def place(name: str, rests: list[float], said: list[str]) -> Iterator[float]:
    for number, rest in enumerate(rests):
        said.append(f"{name}{number}")
        yield rest


def test_one_that_waits_holds_up_no_other_and_goes_on_when_it_can() -> None:
    said: list[str] = []
    clock = TwoClocks()
    began = clock.monotonic()
    for rest in in_turn([place("a", [30.0, 0.0], said), place("b", [0.0] * 3, said)], clock, threading.Event()):
        if rest:
            assert said == ["a0", "b0", "b1", "b2"]
        clock.wait(rest)
    assert said == ["a0", "b0", "b1", "b2", "a1"]
    assert 30.0 <= clock.monotonic() - began < 30.3


def test_when_it_shall_end_nobody_waits() -> None:
    said: list[str] = []
    clock, token = TwoClocks(), threading.Event()
    pieces = in_turn([place("a", [30.0, 30.0], said)], clock, token)
    assert next(pieces) == 0.0
    assert next(pieces) > 0.0
    token.set()
    assert list(pieces) == [0.0]
    assert said == ["a0", "a1"]
