"""Which account this process runs under: the security identifier on Windows, the user id elsewhere."""

from __future__ import annotations

import os
import sys

OF_THE_MACHINE = frozenset(
    {
        "S-1-5-18",  # SYSTEM
        "S-1-5-32-544",  # Administrators
        "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464",  # TrustedInstaller
    }
)
"""Owners of files on Windows that only an administrator can have made."""


def account_id() -> str:
    """Never changes with the account's name, such as ``S-1-5-21-…-1001`` or ``uid 1000``."""
    if sys.platform == "win32":
        import win32api
        import win32con
        import win32security

        token = win32security.OpenProcessToken(win32api.GetCurrentProcess(), win32con.TOKEN_QUERY)
        found = win32security.GetTokenInformation(token, win32security.TokenUser)
        return str(win32security.ConvertSidToStringSid(found[0]))
    else:  # noqa: RET505 - both branches stand apart for the type checker
        return f"uid {os.geteuid()}"
