"""The local groups: made once, filled, never emptied, removed; Windows is replaced by groups in memory."""

from __future__ import annotations

import pytest

from desktop_sync.core.errors import Stop
from desktop_sync.windows.groups import MAY, make_groups, remove_groups
from desktop_sync.windows.pipe_rights import ADMINISTRATORS, OPERATORS, VIEWERS

ALIAS_EXISTS, MEMBER_IN_ALIAS, GROUP_NOT_FOUND, ACCESS_DENIED = 1379, 1378, 2220, 5


class Groups:
    """As Windows answers."""

    def __init__(self, *, refuses: str = "") -> None:
        self.members: dict[str, list[str]] = {}
        self.refuses = refuses

    def add(self, name: str, comment: str) -> int:
        assert comment
        if name == self.refuses:
            return ACCESS_DENIED
        if name in self.members:
            return ALIAS_EXISTS
        self.members[name] = []
        return 0

    def join(self, name: str, sid: str) -> int:
        if sid in self.members[name]:
            return MEMBER_IN_ALIAS
        self.members[name].append(sid)
        return 0

    def remove(self, name: str) -> int:
        return 0 if self.members.pop(name, None) is not None else GROUP_NOT_FOUND


def test_the_groups_are_those_of_the_pipe_and_an_upgrade_takes_nobody_out() -> None:
    groups = Groups()
    make_groups({OPERATORS: ["S-1-5-21-1", "S-1-5-21-2"]}, groups)
    assert groups.members == {VIEWERS: [], OPERATORS: ["S-1-5-21-1", "S-1-5-21-2"], ADMINISTRATORS: []}
    make_groups({OPERATORS: ["S-1-5-21-2"], VIEWERS: ["S-1-5-21-3"]}, groups)
    assert groups.members[OPERATORS] == ["S-1-5-21-1", "S-1-5-21-2"]
    assert groups.members[VIEWERS] == ["S-1-5-21-3"]


def test_none_is_left_and_one_that_is_gone_already_is_no_fault() -> None:
    groups = Groups()
    make_groups({}, groups)
    del groups.members[OPERATORS]
    remove_groups(groups)
    assert groups.members == {}


def test_what_windows_refuses_is_told_with_its_number() -> None:
    with pytest.raises(Stop, match=f"{VIEWERS} cannot be made: error {ACCESS_DENIED} of Windows") as raised:
        make_groups({}, Groups(refuses=VIEWERS))
    assert "net helpmsg" in raised.value.hint
    assert set(MAY) == {VIEWERS, OPERATORS, ADMINISTRATORS}
