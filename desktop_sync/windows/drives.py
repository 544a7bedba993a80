"""Drives of Windows: is this path on the network, and which share hides behind a mapped letter.

Sources: GetDriveTypeW (fileapi.h), WNetGetConnectionW (winnetwk.h); ``HKCU\\Network``, where Windows remembers letters
that are to be there again at the next sign-in. On other systems every answer is "no".
"""

from __future__ import annotations

import sys
from pathlib import PureWindowsPath

DRIVE_NO_ROOT_DIR = 1
DRIVE_REMOTE = 4
_NO_ERROR = 0
_LONGEST_SHARE = 1024


def is_unc(path: str) -> bool:
    r"""Whether ``path`` names a share: ``\\server\share``, ``//server/share`` or ``\\?\UNC\…``, not ``\\?\C:\…``."""
    text = path.replace("/", "\\")
    if text.startswith(("\\\\?\\", "\\\\.\\")):
        return text[4:8].upper() == "UNC\\"
    return text.startswith("\\\\")


def drive_letter(path: str) -> str:
    r"""``C:`` of ``C:\data`` and of ``\\?\C:\data``; empty when there is none."""
    drive = PureWindowsPath(path).drive.removeprefix("\\\\?\\")
    return drive.upper() if len(drive) == 2 and drive[1] == ":" else ""  # noqa: PLR2004 - a letter and a colon


def drive_type(letter: str) -> int:
    """GetDriveType of ``C:``; 0 (unknown) on other systems."""
    if sys.platform == "win32":
        import ctypes

        return int(ctypes.windll.kernel32.GetDriveTypeW(letter + "\\"))
    else:  # noqa: RET505 - both branches stand apart for the type checker
        return 0


def unc_of(path: str) -> str:
    r"""``path`` with a mapped letter replaced by its share (``Z:\out`` → ``\\erp\data\out``); else ``path`` itself.

    Mapped letters belong to one sign-in: what runs at boot or elevated does not see them.
    """
    letter = drive_letter(path)
    share = _share_behind(letter) if letter else ""
    return share + PureWindowsPath(path).as_posix().partition(":")[2].replace("/", "\\") if share else path


def _share_behind(letter: str) -> str:
    if sys.platform == "win32":
        import ctypes

        length = ctypes.c_ulong(_LONGEST_SHARE)
        buffer = ctypes.create_unicode_buffer(_LONGEST_SHARE)
        code = ctypes.windll.mpr.WNetGetConnectionW(letter, buffer, ctypes.byref(length))
        return buffer.value if code == _NO_ERROR else _remembered(letter)
    else:  # noqa: RET505 - both branches stand apart for the type checker
        return ""


def _remembered(letter: str) -> str:
    """Of a letter that is not connected at the moment, as is usual after a sign-in before the network is there."""
    if sys.platform == "win32":
        import winreg

        if drive_type(letter) not in {DRIVE_NO_ROOT_DIR, DRIVE_REMOTE}:
            return ""
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, rf"Network\{letter[0]}") as key:
                share = str(winreg.QueryValueEx(key, "RemotePath")[0])
        except OSError:
            return ""
        return share if is_unc(share) else ""
    else:  # noqa: RET505 - both branches stand apart for the type checker
        return ""
