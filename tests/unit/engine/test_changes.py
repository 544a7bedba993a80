"""What has changed at a watched place: gathered, looked at together, and a run only for what is finished."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.engine.changes import APART, MOST, SPREAD, TOGETHER, Changes

AGE = 10.0


class Folder:
    """Files by the time of their last change; a finished one has rested for ``AGE``."""

    def __init__(self) -> None:
        self.now = 100.0
        self.changed: dict[str, float] = {}
        self.seen: dict[str, tuple[float, float]] = {}
        self.looks = 0

    def concerns(self, path: str) -> bool:
        return path.endswith(".xml")

    def glance(self, paths: Sequence[str]) -> Mapping[str, float]:
        self.looks += len(paths)
        found = {}
        for path in paths:
            if path in self.changed:
                version, since = self.seen.get(path, (0.0, 0.0))
                if version != self.changed[path]:
                    since = self.now
                self.seen[path] = (self.changed[path], since)
                found[path] = max(0.0, since + AGE - self.now)
        return found


class Watcher:
    """Time that passes, and the runs that were worth it."""

    def __init__(self) -> None:
        self.folder = Folder()
        self.changes = Changes(self.folder)
        self.runs: list[float] = []

    def write(self, path: str) -> None:
        self.folder.changed[path] = self.folder.now
        self.changes.note(path, self.folder.now)

    def until(self, end: float) -> None:
        while (due := self.changes.due()) is not None and due <= end:
            self.folder.now = max(due, self.folder.now)
            if self.changes.proceed(self.folder.now):
                self.runs.append(self.folder.now)
        self.folder.now = end


def test_a_run_when_the_file_is_finished_and_not_before() -> None:
    one = Watcher()
    one.write("a.xml")
    assert one.changes.due() == 100.0 + TOGETHER
    one.until(200.0)
    assert one.runs == [100.0 + TOGETHER + AGE]
    assert one.changes.due() is None


def test_a_file_that_goes_on_changing_wakes_nobody_until_it_rests() -> None:
    one = Watcher()
    for second in range(60):
        one.until(100.0 + second)
        one.write("a.xml")
    assert one.runs == []
    one.until(300.0)
    [run] = one.runs
    assert AGE <= run - 159.0 <= AGE + TOGETHER


def test_ten_thousand_files_at_once_are_few_runs() -> None:
    one = Watcher()
    for number in range(10_000):
        if number % 100 == 0:
            one.until(100.0 + number / 5000)
        one.write(f"{number}.xml")
    one.until(300.0)
    assert len(one.runs) <= 3
    assert one.runs[-1] <= 102.0 + TOGETHER + AGE + SPREAD + APART
    assert one.folder.looks == 20_000, "each when it changed and when it is finished"


def test_a_thousand_changes_of_one_file_are_one_look_each_quarter_second() -> None:
    one = Watcher()
    for number in range(1000):
        one.until(100.0 + number / 1000)
        one.write("a.xml")
    one.until(101.0 + TOGETHER)
    assert one.folder.looks <= 5


def test_what_is_none_of_ours_is_not_looked_at() -> None:
    one = Watcher()
    assert not one.changes.note("a.tmp", 100.0)
    assert one.changes.due() is None


def test_a_file_that_was_taken_away_wakes_nobody() -> None:
    one = Watcher()
    one.write("a.xml")
    one.until(105.0)
    del one.folder.changed["a.xml"]
    one.until(200.0)
    assert one.runs == []


def test_when_nobody_knows_what_changed_the_run_looks_for_itself() -> None:
    one = Watcher()
    assert one.changes.note("", 100.0)
    one.until(200.0)
    assert one.runs == [100.0 + TOGETHER]
    assert one.folder.looks == 0


def test_a_flood_is_bounded() -> None:
    one = Watcher()
    for number in range(MOST + 10):
        one.write(f"{number}.xml")
    one.until(101.0)
    assert len(one.runs) == 1
    assert one.folder.looks == MOST


@given(st.lists(st.tuples(st.floats(0, 40), st.sampled_from(["a.xml", "b.xml", "c.xml", "x.tmp"])), max_size=40))
def test_every_file_is_finished_before_a_run_and_no_run_is_long_after(writes: list[tuple[float, str]]) -> None:
    one = Watcher()
    for after, path in sorted(writes):
        one.until(100.0 + after)
        one.write(path)
    one.until(300.0)
    for path, changed in one.folder.changed.items():
        if one.folder.concerns(path):
            runs = [run for run in one.runs if run >= changed + AGE]
            assert runs, "a run after it is finished"
            assert runs[0] <= changed + AGE + TOGETHER + SPREAD + APART
    assert len(one.runs) <= len({path for _, path in writes if path.endswith(".xml")}) * 40
    assert all(later - earlier >= APART - 1e-9 for earlier, later in zip(one.runs, one.runs[1:], strict=False))
