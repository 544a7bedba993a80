"""Whether a setup is swapping this program's folder: then no engine starts from it. It must not know what a setup does.

A setup holds a file beside that folder open for writing. However it ends, the system lets go of the file, so nothing
has to be taken back, and one that was left behind says nothing.
"""

from __future__ import annotations

from pathlib import Path

from desktop_sync.windows.sharing import open_for_reading

HELD = "setup.lock"
_SHARING_VIOLATION = 32  # winerror.h


def being_swapped(program: Path) -> bool:
    """``program``: the file that was started. Elsewhere than on Windows never."""
    try:
        open_for_reading(str(program.parent.parent / HELD)).close()
    except OSError as error:
        return getattr(error, "winerror", None) == _SHARING_VIOLATION
    return False
