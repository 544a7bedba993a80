"""Rights on the pipe of Windows, as text: what a client gets, and above all what it does not."""

from __future__ import annotations

import re

import pytest

from desktop_sync.windows.pipe_rights import CREATE_INSTANCE, TALK, marker_descriptor, pipe_descriptor, pipe_name

ENGINE = "S-1-5-21-1-2-3-1001"
GROUP = "S-1-5-21-1-2-3-1002"
ENTRY = re.compile(r"\((\w);;(\w+);;;([\w-]+)\)")


def test_clients_talk_and_none_can_stand_in_the_engines_place() -> None:
    text = pipe_descriptor(ENGINE, [GROUP])
    assert text.startswith(f"O:{ENGINE}D:P(")
    rights = {sid: right for kind, right, sid in ENTRY.findall(text) if kind == "A"}
    assert set(rights) == {ENGINE, GROUP, "SY", "BA"}
    assert rights.pop(ENGINE) == "GA"
    assert all(int(right, 16) == TALK for right in rights.values())
    assert not TALK & CREATE_INSTANCE
    assert "".join(f"({kind};;{right};;;{sid})" for kind, right, sid in ENTRY.findall(text)) == text.partition("D:P")[2]


def test_the_mark_is_the_engines_and_read_by_clients() -> None:
    text = marker_descriptor(ENGINE, [GROUP])
    assert text.startswith(f"O:{ENGINE}D:P")
    rights = {sid: right for _, right, sid in ENTRY.findall(text)}
    assert rights == {ENGINE: "FA", "SY": "FA", "BA": "FA", GROUP: "FR"}


@pytest.mark.parametrize(
    "spelling",
    [r"C:\ProgramData\Desktop Sync", r"c:\programdata\desktop sync", "C:/ProgramData/Desktop Sync/",
     r"\\?\C:\ProgramData\Desktop Sync", r"C:\ProgramData\x\..\Desktop Sync"],
)  # fmt: skip
def test_one_folder_has_one_name(spelling: str) -> None:
    assert pipe_name(spelling) == pipe_name(r"C:\ProgramData\Desktop Sync")
    assert re.fullmatch(r"\\\\\.\\pipe\\desktop-sync-[0-9a-f]{32}", pipe_name(spelling))


def test_two_folders_have_two_names() -> None:
    assert pipe_name(r"C:\ProgramData\Desktop Sync") != pipe_name(r"D:\ProgramData\Desktop Sync")
