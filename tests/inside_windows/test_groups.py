"""The calls that make, fill and remove local groups. Wine takes them, answers well, and does nothing."""

from __future__ import annotations

import sys

import pytest

from desktop_sync.windows.groups import MachineGroups, make_groups, remove_groups
from desktop_sync.windows.pipe_rights import OPERATORS

pytestmark = pytest.mark.skipif(sys.platform != "win32", reason="local groups of Windows")

if sys.platform == "win32":
    from desktop_sync.windows.accounts import own_sid

    def test_they_are_called_as_windows_wants_it() -> None:
        make_groups({OPERATORS: [own_sid()]}, MachineGroups())
        remove_groups(MachineGroups())
