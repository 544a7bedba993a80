"""What was seen of unfinished files outlives a run, and may have been seen beside the runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from desktop_sync.core.model import Entity
from desktop_sync.sources.files import Files, FilesOptions
from desktop_sync.sources.stability import Memory, Stability
from desktop_sync.stores.local import Local, LocalOptions
from tests.in_process import FakeClock


class Listed:
    """A folder as values."""

    def __init__(self) -> None:
        self.there: dict[str, Entity] = {}

    def put(self, path: str, size: int) -> None:
        self.there[path] = Entity(path, size, 1_780_000_000 * 10**9 + size, "f1")

    def look(self, path: str) -> Entity | None:
        return self.there.get(path)

    def listed(self) -> list[Entity]:
        return [Entity(*one[:3]) for one in self.there.values()]


def test_the_next_run_goes_on_where_the_last_one_ended() -> None:
    clock, files, memory = FakeClock(), Listed(), Memory()
    files.put("a.xml", 5)
    first = Stability(files.look, clock, 10.0, memory=memory)
    assert first.ripe(files.listed()) == []
    assert first.ripe_in() == 10.0
    clock.wait(10.0)
    second = Stability(files.look, clock, 10.0, memory=memory)
    assert [one.path for one in second.ripe(files.listed())] == ["a.xml"]
    second.taken(files.listed())
    assert memory.all() == []


def test_what_was_seen_beside_the_runs_counts() -> None:
    clock, files, memory = FakeClock(), Listed(), Memory()
    files.put("a.xml", 5)
    watching = Stability(files.look, clock, 10.0, memory=memory)
    assert watching.glance("a.xml") == 10.0
    clock.wait(4.0)
    files.put("a.xml", 6)
    assert watching.glance("a.xml") == 10.0, "it has changed"
    clock.wait(9.0)
    assert watching.glance("a.xml") == 1.0
    run = Stability(files.look, clock, 10.0, memory=memory)
    assert run.ripe(files.listed()) == []
    clock.wait(1.0)
    assert [one.path for one in run.ripe(files.listed())] == ["a.xml"]
    assert watching.glance("b.xml") is None


def test_what_is_seen_during_a_look_is_not_lost_with_its_end() -> None:
    clock, files, memory = FakeClock(), Listed(), Memory()
    memory.add(Entity("gone.xml", 1, 1), clock.monotonic())
    files.put("a.xml", 5)
    looking = Stability(files.look, clock, 10.0, memory=memory)

    def listed() -> Iterator[Entity]:
        yield from files.listed()
        memory.add(Entity("b.xml", 7, 7), clock.monotonic())

    looking.ripe(listed())
    assert {one.entity.path for one in memory.all()} == {"a.xml", "b.xml"}


def test_which_changes_concern_a_source(tmp_path: Path) -> None:
    store = Local(LocalOptions(path=str(tmp_path)))

    def concerned(**options: object) -> set[str]:
        paths = ("a.xml", "a.txt", "a.xml.done", "north/b.xml", "archive/2026/c.xml", "Failed/d.xml", "archived/e.xml")
        source = Files(store, FilesOptions.model_validate(options), FakeClock())
        return {path for path in paths if source.concerns(path)}

    assert concerned() == {"a.xml"}
    assert concerned(recursive=True) == {"a.xml", "north/b.xml", "archived/e.xml"}
    assert concerned(done="{name}.done", pattern="*.xml") == {"a.xml", "a.xml.done"}
    assert concerned(pattern="*", after_success="rename", renamed="{stem}.done") == {"a.xml", "a.txt"}
    assert concerned(pattern="*", exclude=["*.txt"]) == {"a.xml", "a.xml.done"}


def test_a_glance_says_when_each_is_finished_and_leaves_out_what_is_gone(tmp_path: Path) -> None:
    clock = FakeClock()
    source = Files(Local(LocalOptions(path=str(tmp_path))), FilesOptions(done="{name}.done"), clock)
    (tmp_path / "a.xml").write_text("x")
    assert source.glance(["a.xml", "b.xml", "a.xml.done"]) == {"a.xml": 10.0, "a.xml.done": 0.0}
