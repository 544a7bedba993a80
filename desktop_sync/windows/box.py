"""A box with a few words, for a program that has neither a console nor windows of its own yet. Knows no language.

Source: MessageBoxW, GetUserDefaultUILanguage (winuser.h, winnls.h). On other systems such a program has a console.
"""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _ERROR, _IN_FRONT = 0x10, 0x1_0000  # MB_ICONERROR, MB_SETFOREGROUND
    _PRIMARY = 0x3FF  # of a language's number, without its country
    _LANGUAGES = {0x07: "de"}

    def show(title: str, text: str) -> None:
        """Until it is closed."""
        box = ctypes.WinDLL("user32").MessageBoxW
        box.argtypes = (wintypes.HWND, wintypes.LPCWSTR, wintypes.LPCWSTR, wintypes.UINT)
        box(None, text, title, _ERROR | _IN_FRONT)

    def language() -> str:
        """In which this account reads Windows itself."""
        return _LANGUAGES.get(ctypes.WinDLL("kernel32").GetUserDefaultUILanguage() & _PRIMARY, "en")

else:

    def show(title: str, text: str) -> None:
        """There is none here."""

    def language() -> str:
        """Not asked for here."""
        return "en"
