"""Keys of the machine's registry that a test makes."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import winreg
    from collections.abc import Iterator
    from contextlib import contextmanager, suppress

    @contextmanager
    def forgotten(key: str) -> Iterator[None]:
        """Not there, and afterwards neither: a program may have been set up in this Windows."""
        _forget(key)
        try:
            yield
        finally:
            _forget(key)

    def _forget(key: str) -> None:
        with suppress(FileNotFoundError):
            winreg.DeleteKeyEx(winreg.HKEY_LOCAL_MACHINE, key, winreg.KEY_WOW64_64KEY, 0)
