"""The program's local groups on this machine: made by the setup, filled when it is told whom, removed with the data.

Their names, and what their members may, are those of the engine's pipe (``pipe_rights``). Who is in one stays in it: an
upgrade takes nobody out. The numbers of errors are those of winerror.h and lmerr.h.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from desktop_sync.core.errors import Stop
from desktop_sync.windows.pipe_rights import ADMINISTRATORS, OPERATORS, VIEWERS

MAY = {
    VIEWERS: "Desktop Sync: may look",
    OPERATORS: "Desktop Sync: may also run, pause, cancel and repair",
    ADMINISTRATORS: "Desktop Sync: may also change settings and passwords",
}
_IS_THERE = {0, 1379, 2223}  # ERROR_ALIAS_EXISTS, NERR_GroupExists
_IS_IN_IT = {0, 1378}  # ERROR_MEMBER_IN_ALIAS
_IS_GONE = {0, 1376, 2220}  # ERROR_NO_SUCH_ALIAS, NERR_GroupNotFound
_MEANING = "Ask `net helpmsg` with that number what it means."


class LocalGroups(Protocol):
    """Those of the machine. Each answers with Windows' number of the error, 0 for none."""

    def add(self, name: str, comment: str) -> int: ...

    def join(self, name: str, sid: str) -> int: ...

    def remove(self, name: str) -> int: ...


def make_groups(members: Mapping[str, Iterable[str]], groups: LocalGroups) -> None:
    """All of them; ``members``: SIDs of who joins, by group. Stop when Windows refuses."""
    for name, comment in MAY.items():
        if (error := groups.add(name, comment)) not in _IS_THERE:
            raise Stop(f"The local group {name} cannot be made: error {error} of Windows.", _MEANING)
        for sid in members.get(name, ()):
            if (error := groups.join(name, sid)) not in _IS_IN_IT:
                raise Stop(f"{sid} cannot join the local group {name}: error {error} of Windows.", _MEANING)


def remove_groups(groups: LocalGroups) -> None:
    """None is left. Stop when Windows refuses."""
    for name in MAY:
        if (error := groups.remove(name)) not in _IS_GONE:
            raise Stop(f"The local group {name} cannot be removed: error {error} of Windows.", _MEANING)


if sys.platform == "win32":
    import pywintypes
    import win32net
    import win32security

    _NET: Any = win32net  # whose stubs know neither the machine itself (None) nor lists of members

    class MachineGroups:
        """By the calls of netapi32."""

        def add(self, name: str, comment: str) -> int:
            try:
                _NET.NetLocalGroupAdd(None, 1, {"name": name, "comment": comment})
            except pywintypes.error as error:
                return int(error.winerror)
            return 0

        def join(self, name: str, sid: str) -> int:
            member = {"sid": win32security.ConvertStringSidToSid(sid)}
            try:
                _NET.NetLocalGroupAddMembers(None, name, 0, [member])
            except pywintypes.error as error:
                return int(error.winerror)
            return 0

        def remove(self, name: str) -> int:
            try:
                _NET.NetLocalGroupDel(None, name)
            except pywintypes.error as error:
                return int(error.winerror)
            return 0

else:
    _NOT_SUPPORTED = 50

    class MachineGroups:
        """There are none of Windows here."""

        def add(self, name: str, comment: str) -> int:
            return _NOT_SUPPORTED

        def join(self, name: str, sid: str) -> int:
            return _NOT_SUPPORTED

        def remove(self, name: str) -> int:
            return _NOT_SUPPORTED
