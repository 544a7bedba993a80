"""Folders that Windows names, by the machine's registry: what a person sets in an environment does not count."""

from __future__ import annotations

import sys
from pathlib import Path

_FOLDERS = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Explorer\Shell Folders"
_DATA, _PROGRAMS = "Common AppData", "Common Programs"
_USUAL = {_DATA: r"C:\ProgramData", _PROGRAMS: r"C:\ProgramData\Microsoft\Windows\Start Menu\Programs"}

if sys.platform == "win32":
    import winreg

    def _told(name: str) -> Path:
        try:
            with winreg.OpenKey(
                winreg.HKEY_LOCAL_MACHINE, _FOLDERS, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY
            ) as key:
                return Path(str(winreg.QueryValueEx(key, name)[0]))
        except OSError:
            return Path(_USUAL[name])

else:

    def _told(name: str) -> Path:
        """As it usually is there; nothing is asked here."""
        return Path(_USUAL[name])


def program_data() -> Path:
    r"""``C:\ProgramData``, wherever this machine has it."""
    return _told(_DATA)


def start_menu() -> Path:
    """Where the programs of all people of the machine have their entries."""
    return _told(_PROGRAMS)


def policy_folder() -> Path:
    """Where an administrator's policy stands, in a folder that nobody else may write."""
    return program_data() / "Desktop Sync Policy"
