"""``None``, ``True`` and ``False`` last, as they do from Python 3.12 on.

PySide 6.12 gives references to them back that it never took: to ``None`` wherever a ``QVariant`` is invalid (an index
without data, a combo box without a value), to ``True`` as the result of each ``emit``. Below Python 3.12 that is
counted, and some thousand of them end the process.
"""

from __future__ import annotations

import ctypes
import sys

PLENTY = 2**40


def let_nothing_end() -> None:
    """Once for each process, before Qt is used."""
    if sys.version_info < (3, 12):
        for one in (None, True, False):
            ctypes.c_ssize_t.from_address(id(one)).value += PLENTY
