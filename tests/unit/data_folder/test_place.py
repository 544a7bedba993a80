"""Where the data folder is, and which places are refused."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from desktop_sync.core.errors import Stop
from desktop_sync.data_folder import VARIABLE, choose, closed_to_us, data_folder, disks, place

POSIX = pytest.mark.skipif(os.name == "nt", reason="file modes are those of Unix")


def test_option_wins_over_variable_wins_over_place(tmp_path: Path) -> None:
    environment = {VARIABLE: str(tmp_path / "variable")}
    assert choose(str(tmp_path / "option"), environment) == tmp_path / "option"
    assert choose(None, environment) == tmp_path / "variable"
    assert choose(None, {}).name in {"desktop-sync", "Desktop Sync"}
    assert choose("", {VARIABLE: ""}) == choose(None, {})


def test_relative_places_are_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert choose("data", {}) == tmp_path / "data"


@POSIX
def test_made_with_its_subfolders_and_closed_to_others(tmp_path: Path) -> None:
    folder = data_folder(str(tmp_path / "a" / "data"))
    for path in (folder.path, folder.spool, folder.history, folder.logs, folder.secrets):
        assert path.is_dir()
        assert path.stat().st_mode & 0o777 == 0o700
    assert folder.settings.parent == folder.ledger.parent == folder.lock.parent == folder.path


@POSIX
def test_an_open_folder_is_closed(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o755)
    (tmp_path / "data" / "secrets").mkdir(mode=0o755)
    folder = data_folder(str(tmp_path / "data"))
    assert folder.path.stat().st_mode & 0o077 == 0
    assert folder.secrets.stat().st_mode & 0o077 == 0


def test_home_and_root_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    for place_ in (str(tmp_path), tmp_path.anchor):
        with pytest.raises(Stop, match="cannot be"):
            data_folder(place_)


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("x", encoding="utf-8")
    with pytest.raises(Stop, match="cannot be used"):
        data_folder(str(tmp_path / "data"))


@POSIX
def test_folder_of_another_account_is_refused(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    (tmp_path / "data").mkdir()
    os.chown(tmp_path / "data", 65534, 65534)
    with pytest.raises(Stop, match="belongs to another account"):
        data_folder(str(tmp_path / "data"))


def test_a_folder_that_is_closed_to_this_account_is_left_alone_and_its_engine_may_be_asked(tmp_path: Path) -> None:
    """As Windows has it for all but administrators and the engine's account."""
    (tmp_path / "data").mkdir()
    with pytest.raises(Stop, match="may not look into the data folder") as told:
        data_folder(str(tmp_path / "data"), closed=lambda _: True)
    assert "local groups" in told.value.hint
    folder = data_folder(str(tmp_path / "data"), by_pipe=True, closed=lambda _: True)
    assert folder.path == tmp_path / "data"
    assert list(folder.path.iterdir()) == []
    assert not closed_to_us(folder.path)


MOUNTS = """\
/dev/sda1 / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
erp:/export /mnt/erp nfs4 rw 0 0
//files/share /mnt/my\\040share cifs rw 0 0
systemd-1 /mnt/auto autofs rw 0 0
me@host:/ /home/me/remote fuse.sshfs rw 0 0
/dev/sdb1 /mnt/erp/local ext4 rw 0 0
server:/x /mnt/twice nfs rw 0 0
/dev/sdc1 /mnt/twice xfs rw 0 0
/dev/fuse /home/me/AppImage fuse.appimage ro 0 0
"""


@pytest.mark.parametrize(
    "path,kind,network",
    [
        ("/srv/data", "ext4", False),
        ("/mnt/erp", "nfs4", True),
        ("/mnt/erp/data/x", "nfs4", True),
        ("/mnt/erp/local/x", "ext4", False),
        ("/mnt/erpx", "ext4", False),
        ("/mnt/my share/data", "cifs", True),
        ("/mnt/auto/data", "ext4", False),
        ("/home/me/remote", "fuse.sshfs", True),
        ("/mnt/twice/data", "xfs", False),
        ("/home/me/AppImage/x", "fuse.appimage", False),
    ],
)
@POSIX
def test_file_systems_by_the_mount_table(path: str, kind: str, network: bool) -> None:
    assert disks.file_system(Path(path), MOUNTS) == kind
    assert disks.is_network(kind) == network


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's mount table")
def test_network_place_is_refused_before_anything_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "mounts"
    table.write_text(f"server:/export {tmp_path} nfs4 rw 0 0\n", encoding="utf-8")
    monkeypatch.setattr(disks, "MOUNTS", table)
    with pytest.raises(Stop, match="not on a local disk \\(nfs4\\)") as caught:
        place.data_folder(str(tmp_path / "data"))
    assert "--data DIR" in caught.value.hint
    assert not (tmp_path / "data").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's mount table")
def test_a_link_to_the_network_is_seen_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "share").mkdir()
    (tmp_path / "data").symlink_to(tmp_path / "share" / "data")
    table = tmp_path / "mounts"
    table.write_text(f"server:/export {tmp_path / 'share'} cifs rw 0 0\n", encoding="utf-8")
    monkeypatch.setattr(disks, "MOUNTS", table)
    assert disks.network_file_system(tmp_path / "data") == "cifs"
