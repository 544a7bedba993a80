"""One owner at a time, between real processes; a killed owner holds nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_sync.core.errors import RetryLater, Stop
from desktop_sync.data_folder import Lock, holder

SINCE = datetime(2026, 5, 3, 16, 0, tzinfo=UTC)
HOLD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from desktop_sync.data_folder import Lock
Lock(Path(sys.argv[1]), "desktop-sync engine", datetime(2026, 5, 3, 16, 0, tzinfo=UTC)).acquire()
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def other_owner(path: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_one_owner_and_who_it_is(tmp_path: Path) -> None:
    path = tmp_path / "owner.lock"
    with other_owner(path) as process:
        with pytest.raises(
            RetryLater, match=f"in use by desktop-sync engine \\(process {process.pid}, since 2026-05-03"
        ):
            Lock(path, "desktop-sync run", SINCE).acquire()
        found = holder(path)
        assert found is not None
        assert (found.pid, found.command) == (process.pid, "desktop-sync engine")


def test_killed_owner_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "owner.lock"
    with other_owner(path) as process:
        process.kill()
        process.wait()
        assert holder(path) is None
        with Lock(path, "desktop-sync run", SINCE):
            found = holder(path)
            assert found is not None
            assert found.pid == os.getpid()


def test_released_lock_is_free_and_names_nobody(tmp_path: Path) -> None:
    path = tmp_path / "owner.lock"
    lock = Lock(path, "desktop-sync run", SINCE)
    lock.acquire()
    lock.acquire()
    with pytest.raises(RetryLater):
        Lock(path, "desktop-sync status", SINCE).acquire()
    lock.release()
    lock.release()
    assert holder(path) is None
    assert path.read_bytes() == b""
    with Lock(path, "desktop-sync run", SINCE):
        pass


def test_nobody_yet(tmp_path: Path) -> None:
    assert holder(tmp_path / "owner.lock") is None


def test_unreadable_note_is_no_reason_to_fail(tmp_path: Path) -> None:
    path = tmp_path / "owner.lock"
    with Lock(path, "desktop-sync run", SINCE):
        path.write_bytes(b"\xff{")
        with pytest.raises(RetryLater, match="another Desktop Sync"):
            Lock(path, "desktop-sync run", SINCE).acquire()


def test_lock_file_that_cannot_be_made(tmp_path: Path) -> None:
    with pytest.raises(Stop, match="cannot be opened") as told:
        Lock(tmp_path / "missing" / "owner.lock", "desktop-sync run", SINCE).acquire()
    assert "may write in the data folder" in told.value.hint


def test_asking_who_holds_it_never_refuses_an_owner(tmp_path: Path) -> None:
    path = tmp_path / "owner.lock"
    path.touch()
    asking = "import sys; from pathlib import Path; from desktop_sync.data_folder import holder\n"
    loop = f"{asking}print('on', flush=True)\nwhile True: holder(Path(sys.argv[1]))"
    with subprocess.Popen([sys.executable, "-c", loop, str(path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "on\n"
        try:
            for _ in range(200):
                with Lock(path, "desktop-sync run", SINCE):
                    pass
        finally:
            process.kill()
