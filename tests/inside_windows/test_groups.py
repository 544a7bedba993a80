"""The calls that make, fill and remove local groups. Wine takes them, answers well, and does nothing."""

from __future__ import annotations

import sys

import pytest

from desktop_sync.windows.groups import MachineGroups, make_groups, remove_groups
from desktop_sync.windows.pipe_rights import OPERATORS

pytestmark = pytest.mark.skipif(sys.platform != "win32", reason="local groups of Windows")

if sys.platform == "win32":
    import win32api

    from desktop_sync.windows.accounts import machine, own_sid

    def test_they_are_called_as_windows_wants_it() -> None:
        make_groups({OPERATORS: [own_sid()]}, MachineGroups())
        remove_groups(MachineGroups())

    def test_the_machine_keeps_its_accounts_under_its_own_name() -> None:
        """Where it keeps those of a domain it is the domain's, which Wine is not."""
        assert machine() == win32api.GetComputerName()
