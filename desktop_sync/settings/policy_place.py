"""Where a machine's policy stands, and whether an administrator has put it there. Reads none of it.

A person's environment may name a policy only where the machine has none: else its locks could be gone around.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from desktop_sync.windows.account import OF_THE_MACHINE
from desktop_sync.windows.folders import policy_folder

VARIABLE = "DESKTOP_SYNC_POLICY"
NAME = "policy.toml"


def machine_policy() -> Path:
    """That of the machine, whether it is there or not."""
    return (policy_folder() if os.name == "nt" else Path("/etc/desktop-sync")) / NAME


def policy_place(environment: Mapping[str, str], machine: Path | None = None) -> Path:
    """The machine's where there is one, else what ``DESKTOP_SYNC_POLICY`` names."""
    own, named = machine or machine_policy(), environment.get(VARIABLE, "")
    return Path(named).expanduser().absolute() if named and not os.path.lexists(own) else own


def foreign_owner(path: Path) -> str:
    """Whose file it is, when it is neither an administrator's nor this account's own; empty: it may be believed."""
    if sys.platform == "win32":
        from desktop_sync.windows import accounts

        for one in (path, path.parent):
            owner = accounts.owner_of_file(str(one))
            if owner not in OF_THE_MACHINE | {accounts.own_sid()}:
                return accounts.account_name(owner)
        return ""
    else:  # noqa: RET505 - both branches stand apart for the type checker
        owner = path.stat().st_uid
        return "" if owner in {0, os.geteuid()} else f"user {owner}"
