"""Whether a person has asked Windows for high contrast. Elsewhere nobody is asked: there is no one place for it.

Source: SystemParametersInfoW, SPI_GETHIGHCONTRAST, HIGHCONTRASTW (winuser.h). Qt's own answer is not taken: PySide 6.12
takes its object for its own, and deletes it with the wrapper.
"""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _GET = 0x0042  # SPI_GETHIGHCONTRAST
    _ON = 0x00000001  # HCF_HIGHCONTRASTON

    class _HighContrast(ctypes.Structure):
        _fields_ = (("cbSize", wintypes.UINT), ("dwFlags", wintypes.DWORD), ("lpszDefaultScheme", wintypes.LPWSTR))

    def high_contrast() -> bool:
        """As it is set now."""
        found = _HighContrast(ctypes.sizeof(_HighContrast))
        told = ctypes.windll.user32.SystemParametersInfoW(_GET, found.cbSize, ctypes.byref(found), 0)
        return bool(told) and bool(found.dwFlags & _ON)

else:

    def high_contrast() -> bool:
        """Not asked for here."""
        return False
