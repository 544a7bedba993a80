"""What every store must do. Parametrised over the registry: a store without a rig fails."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_sync.core.errors import Rejected, RetryLater
from desktop_sync.core.model import StepState
from desktop_sync.stores import OPTIONS, STORES
from tests.contract.stores_rigs import ALL, RIGS, StoreRig


@pytest.fixture(params=ALL, ids="-".join)
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[StoreRig]:
    kind, counterpart = request.param
    made = RIGS[kind][counterpart](tmp_path)
    yield made
    made.store.close()
    made.close()


def test_every_store_has_options_and_a_rig() -> None:
    assert set(STORES) == set(OPTIONS) == set(RIGS)


def read(rig: StoreRig, path: str) -> bytes:
    with rig.store.open(path) as data:
        return data.read()


def test_lists_what_is_there(rig: StoreRig) -> None:
    rig.put("a.xml", b"12345")
    rig.put("ü b.xml", b"")
    rig.put("below/c.xml", b"x")
    found = {entity.path: entity.size for entity in rig.store.list()}
    assert found == {"a.xml": 5, "ü b.xml": 0}


def test_lists_subfolders_when_asked(rig: StoreRig) -> None:
    for path in ("a", "b/c", "b/d/e", "archive/f", "b/archive/g", "in/old/h"):
        rig.put(path, b"")
    assert {entity.path for entity in rig.store.list(True)} >= {"a", "b/c", "b/d/e", "archive/f"}
    seen = {entity.path for entity in rig.store.list(True, ["archive", "in/old"])}
    assert seen == {"a", "b/c", "b/d/e", "b/archive/g"}


def test_listing_and_stat_agree(rig: StoreRig) -> None:
    rig.put("b/a.xml", b"12345")
    (listed,) = rig.store.list(True)
    now = rig.store.stat("b/a.xml")
    assert now is not None
    assert (now.path, now.size, now.mtime_ns) == (listed.path, listed.size, listed.mtime_ns)
    assert listed.file_id in {"", now.file_id}


def test_stat_of_what_is_not_there(rig: StoreRig) -> None:
    rig.put("folder/a", b"")
    assert rig.store.stat("nothing") is None
    assert rig.store.stat("no/such/folder") is None
    assert rig.store.stat("folder") is None


def test_opens_for_reading(rig: StoreRig) -> None:
    content = bytes(range(256)) * 5000
    rig.put("a.bin", content)
    with rig.store.open("a.bin") as data:
        assert data.read(3) == content[:3]
        assert data.read() == content[3:]
        assert data.read() == b""


def test_opening_what_is_not_there_is_gone(rig: StoreRig) -> None:
    with pytest.raises(Rejected) as told:
        rig.store.open("nothing")
    assert told.value.reason == "gone"


def test_opened_files_may_be_read_by_others_moved_and_deleted(rig: StoreRig) -> None:
    rig.put("a", b"first")
    rig.put("b", b"second")
    with rig.store.open("a") as one, rig.store.open("a") as other, rig.store.open("b") as second:
        rig.store.move("a", "moved")
        rig.store.delete("b")
        assert (one.read(), other.read(), second.read()) == (b"first", b"first", b"second")


def test_writes_a_new_file_with_its_folders(rig: StoreRig) -> None:
    entity = rig.store.write("x/y/report.csv", io.BytesIO(b"1;2\n"))
    assert (entity.path, entity.size) == ("x/y/report.csv", 4)
    assert entity == rig.store.stat("x/y/report.csv")
    assert rig.files() == {"x/y/report.csv": b"1;2\n"}


def test_writing_never_overwrites(rig: StoreRig) -> None:
    rig.put("a", b"theirs")
    with pytest.raises(FileExistsError):
        rig.store.write("a", io.BytesIO(b"ours"))
    assert rig.files() == {"a": b"theirs"}


class Breaks(io.BytesIO):
    """Gives some bytes, then ends badly."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell():
            raise Rejected("It was replaced.", reason="replaced")
        return super().read(5)


def test_a_write_that_breaks_leaves_nothing(rig: StoreRig) -> None:
    with pytest.raises(Rejected):
        rig.store.write("a", Breaks(b"0123456789"))
    assert rig.files() == {}


def test_moves_and_makes_folders(rig: StoreRig) -> None:
    rig.put("a", b"content")
    before = rig.store.stat("a")
    rig.store.move("a", "archive/2026/11/a (2)")
    after = rig.store.stat("archive/2026/11/a (2)")
    assert rig.files() == {"archive/2026/11/a (2)": b"content"}
    assert before is not None
    assert after is not None
    assert (after.size, after.mtime_ns, after.file_id) == (before.size, before.mtime_ns, before.file_id)


def test_moving_never_overwrites(rig: StoreRig) -> None:
    rig.put("a", b"ours")
    rig.put("b/a", b"theirs")
    with pytest.raises(FileExistsError):
        rig.store.move("a", "b/a")
    assert rig.files() == {"a": b"ours", "b/a": b"theirs"}


@pytest.mark.parametrize("target", ["archive/a.xml", "archive/2026/11/a.xml"])
def test_a_file_stands_where_a_folder_is_meant(rig: StoreRig, target: str) -> None:
    """What cannot be moved away now is not gone, nor is its new name taken: it is read once, and moved some time."""
    rig.put("a.xml", b"order")
    rig.put("archive", b"somebody's")
    with pytest.raises(RetryLater, match="archive is a file"):
        rig.store.move("a.xml", target)
    with pytest.raises(RetryLater, match="archive is a file"):
        rig.store.write(target, io.BytesIO(b"report"))
    assert rig.files() == {"a.xml": b"order", "archive": b"somebody's"}
    rig.store.delete("archive")
    rig.store.move("a.xml", target)
    assert rig.files() == {target: b"order"}


def test_moving_what_is_not_there_is_gone(rig: StoreRig) -> None:
    with pytest.raises(Rejected) as told:
        rig.store.move("nothing", "b/nothing")
    assert told.value.reason == "gone"


def test_deleting_is_repeatable(rig: StoreRig) -> None:
    rig.put("a", b"")
    rig.store.delete("a")
    rig.store.delete("a")
    assert rig.files() == {}


HOSTILE = ["", "..", "../a", "a/../../b", "/etc/passwd", "a//b", "./a", "a/", "a\0b"]


@pytest.mark.parametrize("path", HOSTILE)
def test_names_do_not_lead_out(rig: StoreRig, path: str) -> None:
    rig.put("a", b"x")
    attempts: list[Callable[[], object]] = [
        lambda: rig.store.stat(path),
        lambda: rig.store.open(path),
        lambda: rig.store.write(path, io.BytesIO(b"")),
        lambda: rig.store.move("a", path),
        lambda: rig.store.move(path, "b"),
        lambda: rig.store.delete(path),
    ]
    for attempt in attempts:
        with pytest.raises(Rejected) as told:
            attempt()
        assert told.value.reason == "name"
    assert rig.files() == {"a": b"x"}


def test_files_of_our_own_are_not_listed(rig: StoreRig) -> None:
    rig.put(".desktop-sync-0123.part", b"")
    rig.put("below/.desktop-sync-7.delete", b"")
    assert list(rig.store.list(True)) == []


def test_a_place_that_is_away_and_returns(rig: StoreRig) -> None:
    rig.put("a", b"x")
    rig.vanish()
    attempts: list[Callable[[], object]] = [
        lambda: list(rig.store.list()),
        lambda: rig.store.stat("a"),
        lambda: rig.store.open("a"),
        lambda: rig.store.write("b/c", io.BytesIO(b"")),
        lambda: rig.store.move("a", "b/a"),
        lambda: rig.store.delete("a"),
    ]
    for attempt in attempts:
        with pytest.raises(RetryLater) as told:
            attempt()
        assert told.value.hint
    rig.come_back()
    assert read(rig, "a") == b"x"
    assert [entity.path for entity in rig.store.list()] == ["a"]


def test_check_leaves_nothing_behind(rig: StoreRig) -> None:
    rig.put("a", b"x")
    steps = list(rig.store.check())
    assert {step.state for step in steps} == {StepState.OK}
    assert rig.files() == {"a": b"x"}


def test_check_of_a_place_that_is_away(rig: StoreRig) -> None:
    rig.vanish()
    steps = list(rig.store.check())
    assert steps[0].state is StepState.FAILED
    assert steps[0].detail
    assert steps[0].hint
    assert {step.state for step in steps[1:]} == {StepState.NOT_REACHED}
    rig.come_back()
