"""What never answers holds nobody up; what raises has no answer."""

from __future__ import annotations

import threading
import time

from desktop_sync.bundle.asking import within


def test_the_answers_that_come_in_time() -> None:
    over = threading.Event()

    def broken() -> bool:
        raise OSError("away")

    begun = time.monotonic()
    told = within(0.5, {"quick": lambda: True, "never": lambda: over.wait(60), "broken": broken})
    assert told == {"quick": True}
    assert 0.4 < time.monotonic() - begun < 10
    begun = time.monotonic()
    assert within(30, {"one": lambda: True, "two": lambda: False}) == {"one": True, "two": False}
    assert time.monotonic() - begun < 10
    over.set()
