"""How a process that works is sparing: of time while it works, of memory while it rests. It knows no work."""

from __future__ import annotations

import gc
import sys
from contextlib import suppress

M_ARENA_MAX = -8  # malloc.h of glibc
ARENAS = 1


def collect_less() -> None:
    """What is loaded stays, and what is made is looked through for garbage less often.

    Python's default looks through everything so often that it is a sixth of a run's time (measured).
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def few_arenas() -> None:
    """Before the first thread: by default each gets a heap of its own, and keeps what it needed once."""
    _of_glibc("mallopt", M_ARENA_MAX, ARENAS)


def give_back() -> None:
    """What is no longer used goes back to the system; to be called when the work is done for a while."""
    gc.collect()
    _of_glibc("malloc_trim", 0)


def _of_glibc(name: str, *numbers: int) -> None:
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):  # another C library does as it likes
            getattr(ctypes.CDLL(None), name)(*numbers)
