"""Threads that do what they are given: no more than allowed, none lost to a fault, none before there is work."""

from __future__ import annotations

import threading
from queue import Queue

from desktop_sync.ipc.pool import Pool


def test_no_more_threads_than_allowed_and_everything_is_done() -> None:
    pool, done, here = Pool("test", 3), Queue[str](), threading.Barrier(4)

    def work() -> None:
        here.wait(10)
        done.put(threading.current_thread().name)

    for _ in range(9):
        pool.submit(work)
    for _ in range(3):
        here.wait(10)
    names = {done.get(timeout=10) for _ in range(9)}
    assert names == {"test 1", "test 2", "test 3"}
    pool.close()


def test_a_fault_costs_no_thread() -> None:
    pool, done = Pool("test", 1), Queue[int]()

    def fail() -> None:
        raise SystemExit("a fault")

    for number in range(3):
        pool.submit(fail)
        pool.submit(lambda number=number: done.put(number))  # type: ignore[misc]
    assert [done.get(timeout=10) for _ in range(3)] == [0, 1, 2]
    pool.close()


def test_what_waits_when_it_is_closed_is_not_begun() -> None:
    pool, begun, hold = Pool("test", 1), Queue[int](), threading.Event()

    def first() -> None:
        begun.put(1)
        hold.wait(10)

    pool.submit(first)
    pool.submit(lambda: begun.put(2))
    assert begun.get(timeout=10) == 1
    pool.close()
    hold.set()
    for thread in threading.enumerate():
        if thread.name == "test 1":
            thread.join(10)
    assert begun.empty()
