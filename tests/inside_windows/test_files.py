"""Under Wine: files as Windows has them: who shares them, long paths, what changes in a folder, whose a folder is."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from queue import Empty, Queue

import pytest
import win32con
import win32file
import win32security

from desktop_sync.commands.swapped import HELD, being_swapped
from desktop_sync.core.errors import RetryLater
from desktop_sync.data_folder import Lock, data_folder, holder
from desktop_sync.durable import replace_file
from desktop_sync.ledger.copies import Copies
from desktop_sync.stores.local import Local, LocalOptions
from desktop_sync.windows.drives import drive_type, unc_of
from desktop_sync.windows.sharing import open_for_reading

SOON = 60.0  # seconds


def opened(path: Path, access: int, sharing: int) -> int:
    """As another program holds a file."""
    handle = win32file.CreateFile(str(path), access, sharing, None, win32con.OPEN_EXISTING, 0, None)
    return int(handle.Detach())


ALL = win32con.FILE_SHARE_READ | win32con.FILE_SHARE_WRITE | win32con.FILE_SHARE_DELETE


@pytest.fixture
def store(tmp_path: Path) -> Local:
    (tmp_path / "drop").mkdir()
    return Local(LocalOptions(path=str(tmp_path / "drop")), unc_of)


def test_a_file_that_somebody_writes_is_left_for_later(store: Local, tmp_path: Path) -> None:
    path = tmp_path / "drop" / "a.xml"
    path.write_bytes(b"half")
    writer = opened(path, win32con.GENERIC_WRITE, ALL)
    with pytest.raises(RetryLater) as told:
        store.open("a.xml")
    assert "a.xml" in str(told.value)
    win32file.CloseHandle(writer)
    with store.open("a.xml") as data:
        assert data.read() == b"half"


def test_a_setup_that_holds_its_file_is_seen_and_one_that_was_ended_is_not(tmp_path: Path) -> None:
    program = tmp_path / "program" / "desktop-sync.exe"
    assert not being_swapped(program)
    (tmp_path / HELD).write_bytes(b"")
    holding = opened(tmp_path / HELD, win32con.GENERIC_WRITE, win32con.FILE_SHARE_READ)  # as NSIS opens it
    assert being_swapped(program)
    win32file.CloseHandle(holding)
    assert not being_swapped(program)


def test_a_file_that_is_read_hinders_no_reader_and_no_mover_but_a_writer(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(b"whole")
    with open_for_reading(str(path)) as data:
        assert path.read_bytes() == b"whole"
        with pytest.raises(PermissionError):
            path.write_bytes(b"other")
        path.rename(tmp_path / "b.xml")
        assert data.read() == b"whole"


def test_a_reader_that_shares_nothing_is_waited_for(store: Local, tmp_path: Path) -> None:
    path = tmp_path / "drop" / "a.xml"
    path.write_bytes(b"whole")
    reader = opened(path, win32con.GENERIC_READ, 0)
    with pytest.raises(RetryLater):
        store.open("a.xml")
    with pytest.raises(RetryLater):
        store.move("a.xml", "archive/a.xml")
    threading.Timer(0.3, lambda: win32file.CloseHandle(reader)).start()
    store.move("a.xml", "archive/a.xml")
    assert (tmp_path / "drop" / "archive" / "a.xml").read_bytes() == b"whole"


def test_a_path_is_as_long_as_it_likes(store: Local, tmp_path: Path) -> None:
    (tmp_path / "drop" / "a.xml").write_bytes(b"1")
    deep = "/".join(["folder with a long name " + "x" * 60] * 5) + "/a.xml"
    assert len(str(tmp_path / "drop" / deep)) > 400
    store.move("a.xml", deep)
    with store.open(deep) as data:
        assert data.read() == b"1"
    store.move(deep, "a.xml")
    assert (tmp_path / "drop" / "a.xml").exists()


def test_a_move_never_overwrites(store: Local, tmp_path: Path) -> None:
    (tmp_path / "drop" / "a.xml").write_bytes(b"1")
    (tmp_path / "drop" / "b.xml").write_bytes(b"2")
    with pytest.raises(FileExistsError):
        store.move("a.xml", "b.xml")
    assert (tmp_path / "drop" / "b.xml").read_bytes() == b"2"


def heard(queue: Queue[str], name: str) -> None:
    found = None
    while found != name:
        try:
            found = queue.get(timeout=SOON)
        except Empty:
            pytest.fail(f"nothing was told of {name}")


if sys.platform == "win32":
    import winreg

    from desktop_sync.windows.changes import FolderChanges

    def test_changes_of_a_folder_are_told(tmp_path: Path) -> None:
        """Wine tells nothing of what is below; Windows does, and is tried by hand."""
        told: Queue[str] = Queue()
        changes = FolderChanges(str(tmp_path), True, told.put)
        (tmp_path / "a.xml").write_text("1", encoding="utf-8")
        heard(told, "a.xml")
        (tmp_path / "a.xml").rename(tmp_path / "Ä b.xml")
        heard(told, "Ä b.xml")
        assert changes.alive()
        changes.close()
        assert not changes.alive()
        with pytest.raises(OSError, match="missing"):
            FolderChanges(str(tmp_path / "missing"), False, told.put)

    def test_a_letter_that_is_not_connected_yet_is_turned_into_the_share_that_windows_remembers() -> None:
        """At sign-in the network may not be there. A letter that is a disk now is that disk."""
        keys = [rf"Network\{letter}" for letter in "QC"]
        try:
            for key in keys:
                winreg.SetValueEx(
                    winreg.CreateKey(winreg.HKEY_CURRENT_USER, key), "RemotePath", 0, winreg.REG_SZ, r"\\erp\data"
                )
            assert unc_of(r"q:\out\a.xml") == r"\\erp\data\out\a.xml"
            assert unc_of(r"C:\out") == r"C:\out"
            assert unc_of(r"R:\out") == r"R:\out"
        finally:
            for key in keys:
                winreg.DeleteKey(winreg.HKEY_CURRENT_USER, key)


def test_a_whole_file_takes_the_place_of_one_that_a_scanner_holds_for_a_moment(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    replace_file(path, b"old")
    scanner = opened(path, win32con.GENERIC_READ, win32con.FILE_SHARE_READ)
    threading.Timer(0.4, lambda: win32file.CloseHandle(scanner)).start()
    replace_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert [one.name for one in tmp_path.iterdir()] == ["settings.toml"]


OTHERS = {"S-1-1-0", "S-1-5-11", "S-1-5-32-545"}  # Everyone, Authenticated Users, Users


def sids_of(path: Path) -> set[str]:
    """Of all that have any right there."""
    found = win32security.GetNamedSecurityInfo(
        str(path), win32security.SE_FILE_OBJECT, win32security.DACL_SECURITY_INFORMATION
    ).GetSecurityDescriptorDacl()
    return {win32security.ConvertSidToStringSid(found.GetAce(number)[2]) for number in range(found.GetAceCount())}


def test_one_owner_of_a_data_folder_and_others_may_read_who(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    folder = data_folder(str(tmp_path / "data"))
    with Lock(folder.lock, "desktop-sync engine", datetime.now(UTC)):
        found = holder(folder.lock)
        assert found is not None
        assert found.command == "desktop-sync engine"
        with pytest.raises(RetryLater, match="in use by desktop-sync engine"):
            Lock(folder.lock, "desktop-sync run", datetime.now(UTC)).acquire()
    assert holder(folder.lock) is None


def test_a_new_data_folder_is_closed_to_others(tmp_path: Path) -> None:
    folder = data_folder(str(tmp_path / "data"))
    assert not sids_of(folder.path) & OTHERS
    data_folder(str(folder.path))


def test_copies_of_the_ledger_have_the_rights_of_what_is_around_them(tmp_path: Path) -> None:
    """What an administrator makes first must not lock the engine's account out."""
    folder = data_folder(str(tmp_path / "data"))
    Copies(folder.backups, folder.ledger).ensure_room()
    Copies(tmp_path / "elsewhere", folder.ledger).ensure_room()
    assert sids_of(folder.backups) == sids_of(folder.spool)
    assert not sids_of(tmp_path / "elsewhere") & OTHERS


def test_a_local_drive_is_told_from_none() -> None:
    assert drive_type("C:") == 3  # DRIVE_FIXED
    assert drive_type("Q:") == 1  # DRIVE_NO_ROOT_DIR
    assert unc_of(r"C:\data") == r"C:\data"


def test_a_drive_that_this_account_has_not_is_told_as_such() -> None:
    with pytest.raises(RetryLater) as told:
        list(Local(LocalOptions(path=r"Q:\out"), unc_of).list())
    assert told.value.what == r"The folder Q:\out cannot be reached: the account of the engine has no drive Q:."
    assert "Name its share instead" in told.value.hint
