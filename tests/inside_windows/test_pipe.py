"""Under Wine: the engine's named pipe, its rights as Windows keeps them, and who may be at its ends.

Wine keeps descriptors and does not enforce them; that rights are enforced is tried by hand (installer/CHECKLIST.md).
"""

from __future__ import annotations

import threading
from pathlib import Path
from queue import Queue

import pytest
import win32con
import win32file
import win32security

from desktop_sync.core.callers import Role
from desktop_sync.core.errors import Stop
from desktop_sync.windows import accounts, pipe
from desktop_sync.windows.pipe_end import PipeConnection
from desktop_sync.windows.pipe_rights import (
    CREATE_INSTANCE,
    MARKER,
    TALK,
    marker_descriptor,
    pipe_descriptor,
    pipe_name,
)

SOON = 60.0  # seconds


class Door:
    """A listener whose clients are taken in by a thread, as the engine does."""

    def __init__(self, folder: Path) -> None:
        self.listener = pipe.listen(folder)
        self.taken: Queue[PipeConnection] = Queue()
        self._all: list[PipeConnection] = []
        self._thread = threading.Thread(target=self._take, daemon=True)
        self._thread.start()

    def _take(self) -> None:
        while (found := self.listener.accept()) is not None:
            self._all.append(found)
            self.taken.put(found)

    def other_end(self) -> PipeConnection:
        return self.taken.get(timeout=SOON)

    def shut(self) -> None:
        """Lets nobody in any more; who is in stays."""
        self.listener.close()
        self._thread.join(SOON)

    def close(self) -> None:
        self.shut()
        for one in self._all:
            one.close()


def rights(handle: int) -> dict[str, int]:
    """Whom the object's list of rights lets in, by SID."""
    found = win32security.GetSecurityInfo(
        handle, win32security.SE_KERNEL_OBJECT, win32security.DACL_SECURITY_INFORMATION
    ).GetSecurityDescriptorDacl()
    entries = [found.GetAce(number) for number in range(found.GetAceCount())]
    return {win32security.ConvertSidToStringSid(sid): mask for _, mask, sid in entries}


def test_bytes_go_both_ways_and_a_client_that_vanishes_is_seen(tmp_path: Path) -> None:
    door = Door(tmp_path)
    client = pipe.dial(tmp_path)
    assert client is not None
    server = door.other_end()
    writing = threading.Thread(target=client.write, args=[b"x" * 200_000], daemon=True)
    writing.start()  # more than the pipe holds
    got = b""
    while len(got) < 200_000:
        got += server.read(SOON)
    server.write("Größe".encode())
    assert client.read(SOON) == "Größe".encode()
    with pytest.raises(TimeoutError):
        client.read(0.05)
    client.close()
    assert server.read(SOON) == b""
    door.close()
    assert pipe.dial(tmp_path) is None


def test_the_pipe_has_exactly_the_rights_that_were_asked_for(tmp_path: Path) -> None:
    door = Door(tmp_path)
    client = pipe.dial(tmp_path)
    assert client is not None
    server = door.other_end()
    me, found = accounts.own_sid(), rights(server._handle)
    assert set(found) == {me, "S-1-5-18", "S-1-5-32-544"} or set(found) == {me, "S-1-5-18"}
    for sid in set(found) - {me}:
        assert found[sid] & ~TALK == 0
        assert not found[sid] & CREATE_INSTANCE
    assert accounts.owner_of_pipe(server._handle) == me
    client.close()
    door.close()


def test_the_account_of_the_engine_may_change(tmp_path: Path) -> None:
    door = Door(tmp_path)
    client = pipe.dial(tmp_path)
    assert client is not None
    client.write(b"hello")
    server = door.other_end()
    assert server.read(SOON) == b"hello"
    caller = server.caller()
    assert (caller.account, caller.role) == (accounts.account_name(accounts.own_sid()), Role.CHANGE)
    client.close()
    door.close()


def test_a_name_that_lives_on_by_a_client_of_a_former_engine_is_ours(tmp_path: Path) -> None:
    """Wine lets a name be taken "first" twice; that Windows refuses it is tried by hand."""
    former = Door(tmp_path)
    client = pipe.dial(tmp_path)
    assert client is not None
    kept = former.other_end()
    former.shut()
    door = Door(tmp_path)
    other = pipe.dial(tmp_path)
    assert other is not None
    other.write(b"new")
    assert door.other_end().read(SOON) == b"new"
    for one in (client, other, kept):
        one.close()
    door.close()


def test_the_mark_of_the_owner_is_made_anew_and_is_ours(tmp_path: Path) -> None:
    (tmp_path / MARKER).write_text("planted", encoding="utf-8")
    door = Door(tmp_path)
    assert (tmp_path / MARKER).read_bytes() == b""
    assert accounts.owner_of_file(str(tmp_path / MARKER)) == accounts.own_sid()
    door.close()


def test_one_without_a_mark_is_not_spoken_to(tmp_path: Path) -> None:
    door = Door(tmp_path)
    (tmp_path / MARKER).unlink()
    with pytest.raises(Stop, match="Whose engine answers cannot be told"):
        pipe.dial(tmp_path)
    door.close()


def test_clients_come_beside_each_other(tmp_path: Path) -> None:
    door = Door(tmp_path)
    clients = [pipe.dial(tmp_path) for _ in range(5)]
    for number, client in enumerate(clients):
        assert client is not None
        client.write(bytes([number]))
    assert {door.other_end().read(SOON) for _ in clients} == {bytes([number]) for number in range(5)}
    for client in clients:
        assert client is not None
        client.close()
    door.close()


def test_descriptors_are_read_by_the_system_as_they_are_spelled() -> None:
    me = accounts.own_sid()
    for text in (pipe_descriptor(me, ("S-1-5-32-545",)), marker_descriptor(me, ("S-1-5-32-545",))):
        found = accounts.security(text).SECURITY_DESCRIPTOR
        acl = found.GetSecurityDescriptorDacl()
        assert found.GetSecurityDescriptorControl()[0] & win32security.SE_DACL_PROTECTED
        assert acl.GetAceCount() == 4
        assert win32security.ConvertSidToStringSid(found.GetSecurityDescriptorOwner()) == me


def test_names_and_groups_are_asked_of_the_system() -> None:
    assert accounts.account_name(accounts.own_sid()) != accounts.own_sid()
    assert accounts.account_name("S-1-5-21-1-2-3-4711") == "S-1-5-21-1-2-3-4711"
    assert accounts.group_sids() == {}
    assert accounts.process_sid(4_000_000) == ""


def test_a_foreign_program_cannot_open_more_than_talking_needs(tmp_path: Path) -> None:
    """The client asks for exactly these bits; one that asks for more is the checklist's matter."""
    door = Door(tmp_path)
    handle = win32file.CreateFile(pipe_name(str(tmp_path)), TALK, 0, None, win32con.OPEN_EXISTING, 0, None)
    win32file.CloseHandle(int(handle.Detach()))
    door.close()
