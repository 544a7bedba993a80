"""Folders that Windows names, by the machine's registry: what a person sets in an environment does not count."""

from __future__ import annotations

import sys
from pathlib import Path

_FOLDERS = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Explorer\Shell Folders"
_USUAL = Path(r"C:\ProgramData")

if sys.platform == "win32":
    import winreg

    def program_data() -> Path:
        r"""``C:\ProgramData``, wherever this machine has it."""
        try:
            with winreg.OpenKey(
                winreg.HKEY_LOCAL_MACHINE, _FOLDERS, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY
            ) as key:
                return Path(str(winreg.QueryValueEx(key, "Common AppData")[0]))
        except OSError:
            return _USUAL

else:

    def program_data() -> Path:
        """As it usually is there; nothing is asked here."""
        return _USUAL


def policy_folder() -> Path:
    """Where an administrator's policy stands, in a folder that nobody else may write."""
    return program_data() / "Desktop Sync Policy"
