"""Signing in to a share of the network under a name of its own, as Windows does it for the account of this process.

What was signed in to stays so until the account signs out. Windows takes one name for each server and account.
Source: winnetwk.h (WNetAddConnection2W).
"""

from __future__ import annotations

import sys
from pathlib import PureWindowsPath

NOT_HERE = 50  # ERROR_NOT_SUPPORTED


class ShareError(Exception):
    """``code``: of winerror.h; ``said``: Windows' own words."""

    def __init__(self, code: int, said: str = "") -> None:
        super().__init__(code, said)
        self.code = code
        self.said = said


def share_of(path: str) -> str:
    r"""``\\server\share`` of a path in it."""
    return PureWindowsPath(path.replace("/", "\\")).drive


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _DISK = 1  # RESOURCETYPE_DISK
    _TEMPORARY = 4  # CONNECT_TEMPORARY: not made anew at the account's next sign-in

    class _Resource(ctypes.Structure):  # NETRESOURCEW
        _fields_ = (
            ("scope", wintypes.DWORD),
            ("kind", wintypes.DWORD),
            ("shown", wintypes.DWORD),
            ("usage", wintypes.DWORD),
            ("local", wintypes.LPWSTR),
            ("remote", wintypes.LPWSTR),
            ("comment", wintypes.LPWSTR),
            ("provider", wintypes.LPWSTR),
        )

    def sign_in(share: str, username: str, password: str) -> None:
        """Without effect when it is signed in to under that name already. ShareError."""
        network = ctypes.WinDLL("mpr")
        network.WNetAddConnection2W.argtypes = (
            ctypes.POINTER(_Resource), wintypes.LPCWSTR, wintypes.LPCWSTR, wintypes.DWORD
        )  # fmt: skip
        asked = _Resource(kind=_DISK, remote=share)
        code = int(network.WNetAddConnection2W(ctypes.byref(asked), password, username, _TEMPORARY))
        if code:
            raise ShareError(code, ctypes.FormatError(code).strip())

else:

    def sign_in(share: str, username: str, password: str) -> None:
        """Shares are mounted by the system here."""
        raise ShareError(NOT_HERE)
