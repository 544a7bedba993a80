"""Asks what may never answer (a share, a server), all at once and within a time. A thread that hangs ends with us."""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Callable, Mapping
from typing import TypeVar

T = TypeVar("T")


def within(seconds: float, questions: Mapping[str, Callable[[], T]]) -> dict[str, T]:
    """The answers that came in time, by name. A question that raises has none."""
    answers: queue.SimpleQueue[tuple[str, T]] = queue.SimpleQueue()
    ended = threading.Semaphore(0)

    def ask(name: str, question: Callable[[], T]) -> None:
        with contextlib.suppress(Exception):
            answers.put((name, question()))
        ended.release()

    for name, question in questions.items():
        threading.Thread(target=ask, args=(name, question), name=f"asking {name}", daemon=True).start()
    until = time.monotonic() + seconds
    for _ in questions:
        if not ended.acquire(timeout=max(until - time.monotonic(), 0.0)):
            break
    told: dict[str, T] = {}
    while not answers.empty():
        name, answer = answers.get()
        told[name] = answer
    return told
