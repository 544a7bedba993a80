"""Who may bring a window to the front: Windows gives that to the process that was started last, which may hand it over.

Source: AllowSetForegroundWindow (winuser.h). On other systems there is nothing to do.
"""

from __future__ import annotations

import sys

_ANYBODY = -1  # ASFW_ANY


def hand_over() -> None:
    """Another process of this desktop may show its window now."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(_ANYBODY)
