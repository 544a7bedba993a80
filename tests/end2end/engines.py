"""An engine as a process, for tests that look at it from outside."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.end2end.installation import Installation, kill

SOON = 60.0  # seconds


@contextmanager
def working(desk: Installation) -> Iterator[subprocess.Popen[str]]:
    """An engine that is ready; killed at the end unless it has ended by itself."""
    process = desk.start("engine", "--json")
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, process.communicate()[1]
        assert json.loads(line)["event"] == "ready"
        yield process
    finally:
        if process.poll() is None:
            kill(process)


def ends(process: subprocess.Popen[str], within: float = 12.0) -> str:
    """It is asked to end, and does; what it said."""
    begun = time.monotonic()
    process.send_signal(signal.SIGTERM)
    said = process.communicate(timeout=SOON)[1]
    assert process.returncode == 0, said
    assert time.monotonic() - begun < within
    assert "Traceback" not in said, said
    return said


def until(met: Callable[[], object], within: float = SOON) -> None:
    """Waits for it."""
    deadline = time.monotonic() + within
    while not met():
        assert time.monotonic() < deadline
        time.sleep(0.1)
