"""Watched folders that are real: what wakes a flow and what does not, and folders that go away and come back."""

from __future__ import annotations

import errno
import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from desktop_sync.clock import SystemClock
from desktop_sync.core.errors import Stop
from desktop_sync.core.ports import Watched, Watcher
from desktop_sync.core.problem import Problem
from desktop_sync.engine import watching
from desktop_sync.engine.watching import Watching
from desktop_sync.sources.files import Files, FilesOptions
from desktop_sync.sources.stability import Memory
from desktop_sync.stores.local import Local, LocalOptions
from desktop_sync.stores.watching import FolderEvents

AGE = 0.3
LONG = 20.0  # seconds in which anything must have happened, on any machine


class Told:
    """Problems by key, and all that was ever said."""

    def __init__(self) -> None:
        self.open: dict[str, Problem] = {}
        self.reports = 0

    def report(self, problems: Iterable[Problem]) -> None:
        for one in problems:
            self.open[one.key] = one
            self.reports += 1

    def resolve(self, key: str, by: str) -> bool:
        return self.open.pop(key, None) is not None


class Watch:
    """One flow over one folder, and its wakes."""

    def __init__(self, root: Path, **options: object) -> None:
        self.root = root
        self.wakes: list[str] = []
        self.told = Told()
        self.events = FolderEvents()
        self.store = Local(LocalOptions(path=str(root)))
        self.memory = Memory()
        self.source = Files(self.store, FilesOptions.model_validate({"min_age": AGE, **options}), SystemClock())
        self.source.remember(self.memory)
        self.recursive = bool(options.get("recursive"))
        self.watching = Watching(SystemClock(), self.told, checked=0.1)
        self.threads = threading.active_count()

    def begin(self, tell: Callable[[str], None]) -> Watcher:
        return self.store.watch(self.events, self.recursive, tell)

    def start(self) -> None:
        place = Watched("orders", "erp", self.source, self.begin)
        self.watching.start([place], lambda flow, at: self.wakes.append(flow))
        self.until(lambda: bool(self.watching.now_watched()))

    def until(self, happened: Callable[[], bool]) -> None:
        end = time.monotonic() + LONG
        while not happened():
            assert time.monotonic() < end, "it did not happen"
            time.sleep(0.01)

    def woken(self, times: int) -> None:
        self.until(lambda: len(self.wakes) >= times)

    def quiet(self) -> None:
        """For longer than any change takes to wake."""
        before = len(self.wakes)
        time.sleep(1.4)
        assert len(self.wakes) == before

    def finished(self) -> set[str]:
        """What the run that was woken takes at its first look."""

        class Nothing:
            quiet = None

            def as_before(self) -> None: ...
            def found_nothing(self, digest: int) -> None: ...
            def unseen(self, entities: object) -> object:
                return entities

        store = Local(LocalOptions(path=str(self.root)))
        source = Files(store, FilesOptions(min_age=AGE, recursive=self.recursive), SystemClock())
        source.remember(self.memory)
        return {one.entity.path for found in source.discover(None, Nothing()) for one in found.notices}  # type: ignore[arg-type]

    def close(self) -> None:
        self.watching.stop()
        self.events.close()


Begin = Callable[..., Watch]


@pytest.fixture
def watch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Begin]:
    monkeypatch.setattr(watching, "FIRST_WAIT", 0.05)
    made: list[Watch] = []

    def begin(*, start: bool = True, **options: object) -> Watch:
        (tmp_path / "in").mkdir(exist_ok=True)
        made.append(Watch(tmp_path / "in", **options))
        if start:
            made[-1].start()
        return made[-1]

    yield begin
    for one in made:
        one.close()
        assert threading.active_count() <= one.threads, "no thread is left"


def test_a_file_wakes_its_flow_once_and_is_taken_at_the_first_look(watch: Begin) -> None:
    one = watch()
    began = time.monotonic()
    (one.root / "a.xml").write_text("<a/>")
    one.woken(1)
    assert time.monotonic() - began >= AGE, "not before it is finished"
    assert one.finished() == {"a.xml"}, "without waiting again"
    one.quiet()


def test_a_file_that_is_being_written_wakes_nobody(watch: Begin) -> None:
    one = watch()
    with (one.root / "a.xml").open("w") as file:
        for _ in range(15):
            file.write("x" * 100)
            file.flush()
            time.sleep(0.1)
            assert one.wakes == []
    one.woken(1)
    assert one.finished() == {"a.xml"}


def test_what_is_renamed_into_its_name_counts_by_its_name(watch: Begin) -> None:
    one = watch()
    (one.root / "a.tmp").write_text("<a/>")
    one.quiet()
    (one.root / "a.tmp").rename(one.root / "a.xml")
    one.woken(1)
    (one.root.parent / "b.xml").write_text("<b/>")
    (one.root.parent / "b.xml").rename(one.root / "b.xml")
    one.woken(2)
    assert one.finished() == {"a.xml", "b.xml"}


def test_our_own_moves_reading_and_temporary_files_wake_nobody(watch: Begin) -> None:
    one = watch()
    (one.root / "a.xml").write_text("<a/>")
    one.woken(1)
    with one.store.open("a.xml") as data:
        data.read()
    one.store.move("a.xml", "archive/2026/11/28/a.xml")
    one.store.delete("b.xml")
    (one.root / "failed").mkdir()
    (one.root / "failed" / "c.xml").write_text("<c/>")
    (one.root / ".desktop-sync-1.xml").write_text("<d/>")
    one.quiet()


def test_with_subfolders_but_not_the_archive(watch: Begin) -> None:
    one = watch(recursive=True)
    (one.root / "north" / "deep").mkdir(parents=True)
    time.sleep(0.2)
    (one.root / "north" / "deep" / "a.xml").write_text("<a/>")
    one.woken(1)
    assert one.finished() == {"north/deep/a.xml"}
    one.store.move("north/deep/a.xml", "archive/2026/11/28/north/deep/a.xml")
    one.quiet()


def test_without_recursive_subfolders_are_none_of_ours(watch: Begin) -> None:
    one = watch()
    (one.root / "north").mkdir()
    (one.root / "north" / "a.xml").write_text("<a/>")
    one.quiet()


def test_a_done_file_wakes_at_once(watch: Begin) -> None:
    one = watch(done="{name}.done", min_age=3600)
    (one.root / "a.xml").write_text("<a/>")
    time.sleep(0.5)
    assert one.wakes == []
    (one.root / "a.xml.done").write_text("")
    one.woken(1)


def test_many_files_are_few_wakes(watch: Begin) -> None:
    one = watch()
    began = time.monotonic()
    for number in range(1000):
        (one.root / f"{number}.xml").write_text("<a/>")
    written = time.monotonic() - began
    one.woken(1)
    seen, wakes = one.finished(), 1
    while len(seen) < 1000:
        one.woken(wakes + 1)
        wakes = len(one.wakes)
        seen |= one.finished()
    assert len(one.wakes) <= 3 + written


def test_a_folder_that_is_renamed_and_comes_back(watch: Begin) -> None:
    one = watch()
    one.root.rename(one.root.with_name("away"))
    one.until(lambda: not one.watching.now_watched())
    (one.root.with_name("away") / "a.xml").write_text("<a/>")
    one.root.with_name("away").rename(one.root)
    one.woken(1)  # something may have come meanwhile
    assert one.watching.now_watched() == [("orders", "erp")]
    (one.root / "b.xml").write_text("<b/>")
    one.woken(2)
    assert one.told.reports == 0, "that it is away is told by the runs"


def test_a_folder_that_is_deleted_and_made_again(watch: Begin) -> None:
    one = watch()
    for _ in range(3):
        one.root.rmdir()
        one.until(lambda: not one.watching.now_watched())
        one.root.mkdir()
        one.until(lambda: bool(one.watching.now_watched()))
    assert threading.active_count() <= one.threads + 3, "the thread, inotify's, and that of the folder"


def test_a_folder_that_is_not_there_at_start(watch: Begin) -> None:
    one = watch(start=False)
    one.root.rmdir()
    place = Watched("orders", "erp", one.source, one.begin)
    one.watching.start([place], lambda flow, at: one.wakes.append(flow))
    time.sleep(0.3)
    assert one.watching.now_watched() == []
    one.root.mkdir()
    one.until(lambda: bool(one.watching.now_watched()))
    (one.root / "a.xml").write_text("<a/>")
    one.woken(1)
    assert one.told.reports == 0


def _mounts() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.mark.skipif(not _mounts(), reason="only root can mount")
def test_a_share_that_is_unmounted_and_mounted_again(watch: Begin) -> None:
    one = watch(start=False)
    mount = ["mount", "-t", "tmpfs", "tmpfs", str(one.root)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("nothing can be mounted here")
    try:
        one.start()
        subprocess.run(["umount", str(one.root)], check=True)
        one.until(lambda: bool(one.wakes))  # another folder lies there now, and it is watched in its place
        subprocess.run(mount, check=True)
        one.woken(2)
        (one.root / "a.xml").write_text("<a/>")
        one.woken(3)
        one.watching.stop()
    finally:
        subprocess.run(["umount", str(one.root)], check=False, capture_output=True)


def test_a_system_that_watches_no_more_is_one_problem_and_over_by_itself(
    watch: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "LONGEST_WAIT", 0.05)
    one = watch(start=False)
    tries = 0

    def begin(tell: Callable[[str], None]) -> Watcher:
        nonlocal tries
        tries += 1
        if tries < 5:
            raise Stop("The system does not watch any more folders.", "Raise fs.inotify.max_user_watches.")
        return one.store.watch(one.events, False, tell)

    one.watching.start([Watched("orders", "erp", one.source, begin)], lambda flow, at: one.wakes.append(flow))
    one.until(lambda: "watching" in one.told.open)
    one.until(lambda: bool(one.watching.now_watched()) and not one.told.open)
    assert one.told.reports == 1


def test_the_limit_of_inotify_is_told_in_plain_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from watchdog.observers.inotify_c import InotifyFD

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "inotify watch limit reached")

    monkeypatch.setattr(InotifyFD, "add_callback", full)
    events = FolderEvents()
    store = Local(LocalOptions(path=str(tmp_path)))
    with pytest.raises(Stop, match=r"does not watch any more folders, such as .*inotify watch limit reached") as told:
        store.watch(events, False, print)
    assert "Nothing is lost" in told.value.hint
    events.close()


def test_other_places_instead_of_the_former_ones(watch: Begin) -> None:
    one = watch()
    other = one.root.parent / "other"
    other.mkdir()
    store = Local(LocalOptions(path=str(other)))
    source = Files(store, FilesOptions(min_age=AGE), SystemClock())
    place = Watched("invoices", "erp2", source, lambda tell: store.watch(one.events, False, tell))
    one.watching.start([place], lambda flow, at: one.wakes.append(flow))
    one.until(lambda: one.watching.now_watched() == [("invoices", "erp2")])
    (one.root / "a.xml").write_text("<a/>")
    (other / "b.xml").write_text("<b/>")
    one.woken(1)
    one.quiet()
    assert one.wakes == ["invoices"]


def test_a_file_that_was_about_to_be_finished_is_not_forgotten_with_the_former_places(watch: Begin) -> None:
    one = watch(min_age=3600)
    (one.root / "a.xml").write_text("<a/>")
    one.until(lambda: bool(one.memory.all()))
    one.watching.start([Watched("orders", "erp", one.source, one.begin)], lambda flow, at: one.wakes.append(flow))
    one.woken(1)


def test_two_flows_over_one_folder(watch: Begin) -> None:
    one = watch(start=False)
    source = Files(one.store, FilesOptions(min_age=AGE, pattern="*.csv"), SystemClock())
    places = [
        Watched("orders", "erp", one.source, one.begin),
        Watched("lists", "erp", source, lambda tell: one.store.watch(one.events, False, tell)),
    ]
    one.watching.start(places, lambda flow, at: one.wakes.append(flow))
    one.until(lambda: len(one.watching.now_watched()) == 2)
    (one.root / "a.csv").write_text("a")
    one.woken(1)
    (one.root / "a.xml").write_text("<a/>")
    one.woken(2)
    one.quiet()
    assert one.wakes == ["lists", "orders"]
