"""The identity Windows gave this machine when it was set up (MachineGuid). Empty on other systems."""

from __future__ import annotations

import sys


def machine_guid() -> str:
    """The 64-bit registry's value, also from a 32-bit process; empty when it cannot be read."""
    if sys.platform == "win32":
        import winreg

        try:
            access = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography", 0, access) as key:
                return str(winreg.QueryValueEx(key, "MachineGuid")[0])
        except OSError:
            return ""
    else:
        return ""
