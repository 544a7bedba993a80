"""Whose engine, whose client: by file modes and by what the kernel says, also when one of the two is broken.

Run as root these become the account ``nobody`` in processes of their own.
"""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_sync.core.errors import Stop
from desktop_sync.data_folder import DataFolder, Lock, data_folder
from desktop_sync.ipc import Role, Server, connect
from tests.ipc_engine import start_engine

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="accounts of Linux")
as_root = pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="root can become others")

NOBODY = 65534
CHECKOUT = Path(__file__).resolve().parent.parent.parent
CLIENT = """
import os, sys
from pathlib import Path
from desktop_sync.core.errors import SyncError
from desktop_sync.data_folder import DataFolder
from desktop_sync.ipc import connect, unix
os.setgroups([]), os.setgid(65534), os.setuid(65534)
try:
    client = connect(DataFolder(Path(sys.argv[1])))
    print(client and client.call("who"))
except SyncError as error:
    print(type(error).__name__, error)
"""
IMPOSTOR = """
import os, socket, sys
from pathlib import Path
os.setgroups([]), os.setgid(65534), os.setuid(65534)
door = socket.socket(socket.AF_UNIX)
door.bind(sys.argv[1])
door.listen()
print("there", flush=True)
connected, _ = door.accept()
print(connected.recv(1000), flush=True)
"""


@pytest.fixture
def open_folder() -> Iterator[DataFolder]:
    """A data folder that others can walk to (pytest's own temporary folders are closed)."""
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        yield data_folder(str(Path(place) / "data"))


def as_nobody(folder: DataFolder) -> str:
    command = [sys.executable, "-c", CLIENT, str(folder.path)]
    return subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout.strip()


def test_the_socket_is_its_owners_alone(open_folder: DataFolder) -> None:
    with start_engine(open_folder):
        assert stat.S_IMODE((open_folder.path / "engine.sock").stat().st_mode) == 0o600
        assert stat.S_IMODE(open_folder.path.stat().st_mode) == 0o700


@as_root
def test_another_account_is_kept_out_by_the_folder_by_the_socket_and_by_the_engine(open_folder: DataFolder) -> None:
    path = open_folder.path
    with start_engine(open_folder):
        assert as_nobody(open_folder).startswith(f"Stop The engine of {path} cannot be reached: Permission denied.")
        path.chmod(0o755)
        assert as_nobody(open_folder).startswith(f"Stop The engine of {path} cannot be reached: Permission denied.")
        (path / "engine.sock").chmod(0o666)
        words = as_nobody(open_folder)
        assert words.startswith("Stop This engine belongs to the account root; nobody may not use it.")


@as_root
def test_root_may_use_the_engine_of_another_account(open_folder: DataFolder) -> None:
    for path in (open_folder.path, *open_folder.path.rglob("*")):
        os.chown(path, NOBODY, NOBODY)
    with start_engine(open_folder, user=NOBODY):
        client = connect(open_folder)
        assert client is not None
        with client:
            assert client.call("who") == ["root", "change"]
        assert as_nobody(open_folder) == "['nobody', 'change']"


@as_root
def test_nothing_is_sent_to_what_another_account_put_in_the_engines_place(open_folder: DataFolder) -> None:
    open_folder.path.chmod(0o777)
    command = [sys.executable, "-c", IMPOSTOR, str(open_folder.path / "engine.sock")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as impostor:
        assert impostor.stdout is not None
        assert impostor.stdout.readline() == "there\n"
        with pytest.raises(Stop, match=r"runs as nobody; the data folder is that of root\. Nothing was sent to it"):
            connect(open_folder)
        assert impostor.stdout.readline() == "b''\n"


def opened(folder: DataFolder) -> None:
    """Starts a server in this process, and stops it."""
    server = Server(folder, {"echo": Role.LOOK}, lambda _, params, __, ___: params)
    with Lock(folder.lock, "a test", datetime.now(UTC)):
        server.start()
        server.close()


def test_it_is_not_opened_without_the_lock(open_folder: DataFolder) -> None:
    with pytest.raises(RuntimeError, match="the lock of the data folder is to be held first"):
        Server(open_folder, {}, lambda *_: None).start()


def test_it_is_not_opened_where_others_have_access(open_folder: DataFolder) -> None:
    open_folder.path.chmod(0o750)
    with pytest.raises(Stop, match=r"is open to other accounts.*chmod 700"):
        opened(open_folder)


@as_root
def test_it_is_not_opened_in_the_folder_of_another_account(open_folder: DataFolder) -> None:
    os.chown(open_folder.path, NOBODY, NOBODY)
    with pytest.raises(Stop, match="is open to other accounts"):
        opened(open_folder)


def test_what_stands_in_its_place_is_left_alone(open_folder: DataFolder, tmp_path: Path) -> None:
    place, target = open_folder.path / "engine.sock", tmp_path / "precious"
    target.write_text("kept", encoding="utf-8")
    place.symlink_to(target)
    with pytest.raises(Stop, match=r"engine\.sock is in the way"):
        opened(open_folder)
    assert place.is_symlink()
    place.unlink()
    place.write_text("mine", encoding="utf-8")
    with pytest.raises(Stop, match=r"engine\.sock is in the way"):
        opened(open_folder)
    assert place.read_text(encoding="utf-8") == "mine"
    assert target.read_text(encoding="utf-8") == "kept"


def test_a_link_to_a_living_socket_is_not_followed_when_it_is_opened(open_folder: DataFolder, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as other:
        other.bind(str(tmp_path / "s"))
        (open_folder.path / "engine.sock").symlink_to(tmp_path / "s")
        with pytest.raises(Stop, match=r"engine\.sock is in the way"):
            opened(open_folder)
        assert (tmp_path / "s").exists()


@pytest.mark.parametrize("length", [90, 107, 108, 109, 150, 1000, 3500])
def test_the_socket_stands_in_the_data_folder_however_long_its_path(tmp_path: Path, length: int) -> None:
    place = tmp_path
    missing = length - len(str(tmp_path / "engine.sock"))
    while missing > 1:
        name = "ü" * (min(missing - 1, 200) // 2) or "x"
        place, missing = place / name, missing - 1 - len(name.encode())
    folder = data_folder(str(place))
    assert connect(folder) is None
    with start_engine(folder):
        assert stat.S_ISSOCK((folder.path / "engine.sock").stat().st_mode)
        client = connect(folder)
        assert client is not None
        with client:
            assert client.call("echo", {"a": 1}) == {"a": 1}
    assert not (folder.path / "engine.sock").exists()
    assert connect(folder) is None
