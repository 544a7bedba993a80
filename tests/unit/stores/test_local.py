"""What is special about a local folder: links, pipes, odd names, two volumes, rights, full disks."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError

from desktop_sync.core.errors import Rejected, RetryLater, Stop
from desktop_sync.core.model import StepState
from desktop_sync.stores.local import ASKED_MOST, Local, LocalOptions
from desktop_sync.stores.trouble import about_file
from desktop_sync.windows.holders import Holder

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has its own tests")


LEFT_OUT = " is left out: it is a link or no ordinary file. Put the file itself there."


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "root"
    folder.mkdir()
    return folder


@pytest.fixture
def store(root: Path) -> Local:
    return Local(LocalOptions(path=str(root)), pause=lambda seconds: None)


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret"
    path.mkdir()
    (path / "s.xml").write_text("secret", encoding="utf-8")
    return path


def test_links_are_left_out_and_said_so(store: Local, root: Path, secret: Path) -> None:
    (root / "a.xml").write_text("a", encoding="utf-8")
    (root / "file.xml").symlink_to(secret / "s.xml")
    (root / "folder").symlink_to(secret)
    (root / "broken.xml").symlink_to(root / "nowhere")
    os.mkfifo(root / "pipe.xml")
    assert [entity.path for entity in store.list(True)] == ["a.xml"]
    assert sorted(store.left_out()) == [
        ("", f"folder{LEFT_OUT}"),
        *((name, f"{name}{LEFT_OUT}") for name in ("broken.xml", "file.xml", "pipe.xml")),
    ]
    list(store.list())
    assert not any(one.words.startswith("folder") for one in store.left_out())


def test_links_lead_nowhere(store: Local, root: Path, secret: Path) -> None:
    (root / "file.xml").symlink_to(secret / "s.xml")
    (root / "folder").symlink_to(secret)
    (root / "a.xml").write_text("a", encoding="utf-8")
    assert store.stat("file.xml") is None
    for attempt in (
        lambda: store.open("file.xml"),
        lambda: store.open("folder/s.xml"),
        lambda: store.stat("folder/s.xml"),
        lambda: store.write("folder/new.xml", io.BytesIO(b"")),
        lambda: store.move("a.xml", "folder/a.xml"),
        lambda: store.delete("folder/s.xml"),
    ):
        with pytest.raises(Rejected):
            attempt()
    assert [path.name for path in secret.iterdir()] == ["s.xml"]


def test_a_pipe_in_a_files_place_does_not_hang(store: Local, root: Path) -> None:
    os.mkfifo(root / "pipe.xml")
    with pytest.raises(Rejected):
        store.open("pipe.xml")


def test_a_name_that_is_no_text_is_left_out(store: Local, root: Path) -> None:
    Path(os.fsdecode(os.fsencode(root) + b"/\xff\xfe.xml")).write_bytes(b"x")
    (root / "a.xml").write_bytes(b"x")
    assert [entity.path for entity in store.list()] == ["a.xml"]
    ((path, words),) = store.left_out()
    assert (path, words.isascii()) == ("", True)
    assert words.endswith("its name is no text. Rename it.")


def test_of_very_many_not_each_is_told(store: Local, root: Path) -> None:
    for number in range(1010):
        (root / f"{number}").symlink_to("nowhere")
    list(store.list())
    assert len(store.left_out()) == 1000


def test_another_file_of_the_same_name_has_another_id(store: Local, root: Path) -> None:
    path = root / "a.xml"
    path.write_bytes(b"x")
    first = store.stat("a.xml")
    path.rename(root / "b.xml")
    path.write_bytes(b"x")
    second = store.stat("a.xml")
    assert first is not None
    assert second is not None
    assert first.file_id != second.file_id


def test_pitfall_11_an_archive_on_another_volume(tmp_path: Path, other_volume: Path) -> None:
    store = Local(LocalOptions(path="/"))
    (tmp_path / "a.xml").write_bytes(b"x" * 3_000_000)
    os.utime(tmp_path / "a.xml", ns=(10**18, 10**18 + 123_456_789))
    source, target = (str(path / "a.xml").lstrip("/") for path in (tmp_path, other_volume / "2026" / "11"))
    store.move(source, target)
    assert not (tmp_path / "a.xml").exists()
    (moved,) = (other_volume / "2026" / "11").iterdir()
    assert moved.read_bytes() == b"x" * 3_000_000
    assert moved.stat().st_mtime_ns == 10**18 + 123_456_789


def test_another_volume_is_never_overwritten(tmp_path: Path, other_volume: Path) -> None:
    store = Local(LocalOptions(path="/"))
    (tmp_path / "a.xml").write_bytes(b"ours")
    (other_volume / "a.xml").write_bytes(b"theirs")
    source, target = (str(path / "a.xml").lstrip("/") for path in (tmp_path, other_volume))
    with pytest.raises(FileExistsError):
        store.move(source, target)
    assert (tmp_path / "a.xml").read_bytes() == b"ours"
    assert {path.name: path.read_bytes() for path in other_volume.iterdir()} == {"a.xml": b"theirs"}


def test_left_overs_of_a_crash_go_after_a_day(root: Path) -> None:
    old, young, aside = (root / f".desktop-sync-{name}" for name in ("1.part", "2.part", "3.delete"))
    for path in (old, young, aside):
        path.write_bytes(b"half")
    for path in (old, aside):
        os.utime(path, (1, 1))
    Local(LocalOptions(path=str(root))).write("new", io.BytesIO(b""))
    assert {path.name for path in root.iterdir()} == {young.name, aside.name, "new"}


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Stop, match="not a folder"):
        list(Local(LocalOptions(path=str(tmp_path / "file"))).list())


@pytest.mark.parametrize("path", ["", "relative/path", "a\0b"])
def test_a_path_must_be_whole(path: str) -> None:
    with pytest.raises(ValidationError, match="expected a whole path"):
        LocalOptions(path=path)


@pytest.mark.parametrize("path", ["/srv/out", "C:\\ERP\\out", r"\\erp\data\out"])
def test_whole_paths(path: str) -> None:
    assert LocalOptions(path=path).path == path


def test_the_name_is_too_long(store: Local, root: Path) -> None:
    (root / "a.xml").write_bytes(b"")
    with pytest.raises(Rejected, match="too long"):
        store.move("a.xml", "x" * 300)


AS_NOBODY = """
import os, sys
from desktop_sync.core.errors import SyncError
from desktop_sync.stores.local import Local, LocalOptions
store = Local(LocalOptions(path=sys.argv[1]), pause=lambda seconds: None)
os.setuid(65534)
for attempt in (
    lambda: [one.path for one in store.list(True)], store.left_out, lambda: store.open("a"), lambda: store.delete("a"),
    lambda: [step.state.value for step in store.check()],
):
    try:
        print(attempt())
    except SyncError as error:
        print(type(error).__name__, error.what)
"""


def as_nobody(root: Path) -> list[str]:
    """Tries as an account without rights; root may do everything."""
    code = [sys.executable, "-c", AS_NOBODY, str(root)]
    done = subprocess.run(code, check=False, capture_output=True, text=True)
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.fixture
def reachable() -> Iterator[Path]:
    """A folder below which everybody may look; pytest's own are closed to others."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        (Path(folder) / "root").mkdir()
        yield Path(folder) / "root"


needs_root = pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can become nobody")


@needs_root
def test_files_and_folders_without_rights(reachable: Path) -> None:
    root = reachable
    (root / "a").write_bytes(b"")
    (root / "a").chmod(0o600)
    (root / "closed").mkdir(mode=0o700)
    root.chmod(0o755)
    listed, notes, opened, deleted, checked = as_nobody(root)
    assert listed == "['a']"
    assert "The folder closed is left out" in notes
    assert opened.startswith("RetryLater a could not be read: this account may not")
    assert deleted.startswith("RetryLater a could not be deleted: this account may not")
    assert checked == "['ok', 'warning', 'not reached']"


@needs_root
def test_a_closed_folder_stops_until_somebody_acts(reachable: Path) -> None:
    reachable.chmod(0o700)
    listed, *_, checked = as_nobody(reachable)
    assert listed.startswith("Stop The folder")
    assert checked == f"['{StepState.FAILED}', 'not reached', 'not reached']"


FULL = """
import io, resource, signal, sys
from desktop_sync.core.errors import RetryLater
from desktop_sync.stores.local import Local, LocalOptions
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    Local(LocalOptions(path=sys.argv[1])).write("x/big", io.BytesIO(b"x" * 500_000))
except RetryLater as error:
    print(error.what, error.after)
"""


def test_a_full_disk(root: Path) -> None:
    """The limit on the size of a file ends a write like a full disk does."""
    done = subprocess.run([sys.executable, "-c", FULL, str(root)], check=True, capture_output=True, text=True)
    assert done.stdout == "x/big could not be written: the disk is full. 60.0\n"
    assert list((root / "x").iterdir()) == []


def test_the_words_for_a_sharing_violation() -> None:
    told = about_file(OSError(errno.EBUSY, "busy"), "moved", "a.xml")
    assert isinstance(told, RetryLater)
    assert told.what == "a.xml is still open in another program."
    assert told.after == 5.0


EXCEL = Holder("Microsoft Excel", 4711, "EXCEL.EXE")


@pytest.mark.parametrize(
    "found, told",
    [
        ((), "a.xml is still open in another program."),
        ((EXCEL,), "a.xml is held open by Microsoft Excel (EXCEL.EXE), process 4711."),
        ((Holder("ERP export", 12),), "a.xml is held open by ERP export, process 12."),
        ((Holder("", 12, "erp.exe"), EXCEL), "a.xml is held open by erp.exe, process 12, and 1 more."),
    ],
)
def test_who_holds_a_file_is_named(root: Path, found: tuple[Holder, ...], told: str) -> None:
    asked = []

    def who(at: str) -> tuple[Holder, ...]:
        asked.append(at)
        return found

    (root / "a.xml").write_text("a", encoding="utf-8")
    store = Local(LocalOptions(path=str(root)), pause=lambda seconds: None, who=who)
    store._rename = busy
    with pytest.raises(RetryLater) as met:
        store.move("a.xml", "archive/a.xml")
    assert met.value.what == told
    assert asked == [str(root / "a.xml")]


def test_when_very_many_files_are_held_not_all_holders_are_asked_for(root: Path) -> None:
    store = Local(LocalOptions(path=str(root)), pause=lambda seconds: None, who=lambda at: (EXCEL,))
    store._rename = busy
    told = []
    for number in range(ASKED_MOST + 5):
        with pytest.raises(RetryLater) as met:
            store.move(f"{number}.xml", "archive/a.xml")
        told.append(met.value.what)
    assert sum("Excel" in one for one in told) == ASKED_MOST


def busy(source: str, target: str) -> None:
    raise OSError(errno.EBUSY, "busy", source, None, target)
