"""OpenSSH's own server on a disk that is full, and with folders that this sign-in may not touch."""

from __future__ import annotations

import io
import os
import shutil
import stat
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import NoReturn

import pytest

from desktop_sync.core.errors import RetryLater
from desktop_sync.core.model import StepState
from desktop_sync.stores.names import OWN_PREFIX
from desktop_sync.stores.sftp.store import Sftp
from tests.sftp_servers import OpenSsh, store_of

CONTENT = b"0123456789" * 10_000
PROGRAMS = ("/usr/lib/openssh", "/usr/libexec/openssh", "/usr/libexec", "/usr/lib/ssh")
BEGINNING = "#!/bin/sh\n"
LITTLE_ROOM = "trap '' XFSZ\nulimit -f 40\nexec {server}\n"  # blocks of 512 bytes; without the trap it would be killed
NO_RIGHTS = "exec {rightless}{server}\n"
RIGHTLESS = "setpriv --bounding-set=-dac_override,-dac_read_search,-fowner "  # else root may do everything

Require = Callable[[str], NoReturn]
Serves = Callable[[str], Sftp]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    found = tmp_path / "store"
    found.mkdir()
    (found / "a.xml").write_bytes(CONTENT)
    return found


@pytest.fixture
def serves(tmp_path: Path, root: Path, require: Require) -> Iterator[Serves]:
    """Makes a store over a server whose program is started by these lines of a shell."""
    program = shutil.which("sftp-server", path=os.pathsep.join(PROGRAMS))
    if program is None:
        require("OpenSSH's sftp-server is not installed (Debian: openssh-sftp-server)")
    rightless = RIGHTLESS if os.geteuid() == 0 else ""
    if rightless and shutil.which("setpriv") is None:
        require("setpriv is not installed (Debian: util-linux)")
    with ExitStack() as stack:

        def made(lines: str) -> Sftp:
            script = tmp_path / "server.sh"
            script.write_text(BEGINNING + lines.format(server=program, rightless=rightless))
            script.chmod(stat.S_IRWXU)
            server = stack.enter_context(OpenSsh(tmp_path / "server", [f"ForceCommand {script}"]))
            store = store_of(server.options(root), tmp_path)
            stack.callback(store.close)
            return store

        yield made


def seen(root: Path) -> dict[str, bytes]:
    return {one.relative_to(root).as_posix(): one.read_bytes() for one in root.rglob("*") if one.is_file()}


@contextmanager
def closed(folder: Path, *, mode: int) -> Iterator[None]:
    folder.chmod(mode)
    try:
        yield
    finally:
        folder.chmod(stat.S_IRWXU)


def test_what_does_not_fit_is_not_there_at_all(serves: Serves, root: Path) -> None:
    store = serves(LITTLE_ROOM)
    assert store.write("small.txt", io.BytesIO(b"x")).size == 1
    with pytest.raises(RetryLater, match=r"report.csv could not be written"):
        store.write("report.csv", io.BytesIO(CONTENT))
    assert seen(root) == {"a.xml": CONTENT, "small.txt": b"x"}
    store.move("a.xml", "archive/a.xml")  # that needs no room
    assert seen(root) == {"archive/a.xml": CONTENT, "small.txt": b"x"}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small file system")
def test_an_archive_on_a_disk_that_is_full(serves: Serves, root: Path) -> None:
    """It is copied there, for it is another disk: nothing of the copy stays, and the file stays where it was."""
    archive = root / "archive"
    archive.mkdir()
    mount: Sequence[str] = ("mount", "-t", "tmpfs", "-o", "size=65536", "tmpfs", str(archive))
    mounted = subprocess.run(mount, check=False, capture_output=True)
    if mounted.returncode:
        pytest.skip(f"no file system can be mounted here: {mounted.stderr.decode().strip()}")
    try:
        store = serves(NO_RIGHTS)
        with pytest.raises(RetryLater, match=r"a.xml could not be moved"):
            store.move("a.xml", "archive/a.xml")
        assert seen(root) == {"a.xml": CONTENT}
        (root / "a.xml").write_bytes(CONTENT[:1000])
        store.move("a.xml", "archive/a.xml")
        assert seen(root) == {"archive/a.xml": CONTENT[:1000]}
        with (archive / "ballast").open("ab", buffering=0) as ballast, suppress(OSError):
            while True:
                ballast.write(bytes(512))
        with pytest.raises(RetryLater, match="disk of the server is full") as told:
            store.write("archive/report.csv", io.BytesIO(CONTENT))
        assert told.value.hint
        assert sorted(seen(archive)) == ["a.xml", "ballast"]
        store.close()
    finally:
        subprocess.run(["umount", "-l", str(archive)], check=True)


def test_a_folder_that_takes_no_files(serves: Serves, root: Path) -> None:
    """Nothing is lost, it is said what is missing, and when it is allowed it goes on by itself."""
    store = serves(NO_RIGHTS)
    with closed(root, mode=stat.S_IRUSR | stat.S_IXUSR):
        assert [one.path for one in store.list()] == ["a.xml"]
        with store.open("a.xml") as data:
            assert data.read() == CONTENT
        for attempt in (
            lambda: store.move("a.xml", "archive/a.xml"),
            lambda: store.write("report.csv", io.BytesIO(CONTENT)),
            lambda: store.delete("a.xml"),
        ):
            with pytest.raises(RetryLater, match="may not") as told:
                attempt()
            assert told.value.hint
        steps = {step.name: step for step in store.check()}
        assert steps["write and rename"].state is StepState.WARNING
        assert seen(root) == {"a.xml": CONTENT}
    store.move("a.xml", "archive/a.xml")
    assert seen(root) == {"archive/a.xml": CONTENT}


def test_a_file_and_a_folder_that_may_not_be_read(serves: Serves, root: Path) -> None:
    (root / "b.xml").write_bytes(CONTENT)
    store = serves(NO_RIGHTS)
    (root / "a.xml").chmod(0)
    with pytest.raises(RetryLater, match=r"a.xml could not be read: this sign-in may not"):
        store.open("a.xml")
    with store.open("b.xml") as data:
        assert data.read() == CONTENT
    with closed(root, mode=0), pytest.raises(RetryLater, match="may not"):
        list(store.list())
    assert not list(root.glob(f"{OWN_PREFIX}*"))
