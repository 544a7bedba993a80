"""``None`` lasts, as it does from Python 3.12 on.

PySide 6.12 gives a reference to ``None`` back that it never took, whenever a ``QVariant`` is invalid: an index without
data, a combo box without a value. Below Python 3.12 that is counted, and some thousand of them end the process.
"""

from __future__ import annotations

import ctypes
import sys

PLENTY = 2**40


def let_nothing_last() -> None:
    """Once for each process, before Qt is used."""
    if sys.version_info < (3, 12):
        ctypes.c_ssize_t.from_address(id(None)).value += PLENTY
