"""Settling on a real folder: every outcome, every surprise, and a kill before and after every step."""

from __future__ import annotations

import itertools
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from desktop_sync.core.errors import Rejected, RetryLater
from desktop_sync.core.model import Item, SettleResult
from desktop_sync.core.ports import Store
from desktop_sync.core.states import ItemOutcome
from desktop_sync.sources.settling import Settlement
from tests.unit.sources.looks import NOW, Drop

REASON: dict[str, object] = {"what": "No record could be read.", "item": 1, "Grüße": ["€"]}


@pytest.fixture(autouse=True)
def _utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")


@pytest.fixture
def drop(tmp_path: Path) -> Drop:
    return Drop(tmp_path)


def settle(drop: Drop, item: Item, outcome: ItemOutcome = ItemOutcome.SUCCESS) -> SettleResult:
    return drop.source.settle(drop.source.plan(item, outcome, REASON))


def test_success_goes_to_the_archive_of_the_day(drop: Drop) -> None:
    drop.put("a.xml", "<a/>")
    assert settle(drop, drop.noticed("a.xml")) is SettleResult.DONE
    assert drop.files() == {"archive/2027/01/15/a.xml": "<a/>"}


def test_the_time_of_the_file_is_kept(drop: Drop) -> None:
    drop.put("a.xml", age=500)
    settle(drop, drop.noticed("a.xml"))
    assert (drop.folder / "archive/2027/01/15/a.xml").stat().st_mtime == NOW - 500


def test_the_day_is_of_the_local_zone(drop: Drop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "XYZ-20")  # 20 hours ahead of Greenwich: it is the next day there
    time.tzset()
    try:
        drop.put("a.xml")
        target = drop.source.plan(drop.noticed("a.xml"), ItemOutcome.SUCCESS, None).target
    finally:
        monkeypatch.setenv("TZ", "UTC")
        time.tzset()
    assert target == "archive/2027/01/16/a.xml"


def test_failure_goes_to_failed_with_its_reason(drop: Drop) -> None:
    drop.put("a.xml", "<a")
    assert settle(drop, drop.noticed("a.xml"), ItemOutcome.FAILURE) is SettleResult.DONE
    files = drop.files()
    assert files.pop("failed/a.xml") == "<a"
    assert '"Grüße": [' in files.pop("failed/a.xml.reason.json")
    assert files == {}


@pytest.mark.parametrize(
    "options,outcome,place",
    [
        ({}, ItemOutcome.PARTIAL, "archive/2027/01/15/a.xml"),
        ({"after_partial": "failed"}, ItemOutcome.PARTIAL, "failed/a.xml"),
        ({"after_success": "keep"}, ItemOutcome.SUCCESS, "a.xml"),
        ({"after_success": "keep"}, ItemOutcome.PARTIAL, "a.xml"),
        ({"after_success": "delete"}, ItemOutcome.SUCCESS, None),
        ({"after_failure": "keep"}, ItemOutcome.FAILURE, "a.xml"),
        ({"archive": "done {yyyy}-{MM}-{dd} {HH}"}, ItemOutcome.SUCCESS, "done 2027-01-15 08/a.xml"),
    ],
)
def test_each_outcome_has_its_place(
    tmp_path: Path, options: dict[str, object], outcome: ItemOutcome, place: str | None
) -> None:
    drop = Drop(tmp_path, **options)
    drop.put("a.xml")
    assert settle(drop, drop.noticed("a.xml"), outcome) is SettleResult.DONE
    left = {name for name in drop.files() if not name.endswith(".reason.json")}
    assert left == ({place} if place else set())


def test_the_subfolder_is_kept(tmp_path: Path) -> None:
    drop = Drop(tmp_path, recursive=True)
    drop.put("north/a.xml", "n")
    drop.put("south/a.xml", "s")
    for name in ("north/a.xml", "south/a.xml"):
        settle(drop, drop.noticed(name))
    assert drop.files() == {"archive/2027/01/15/north/a.xml": "n", "archive/2027/01/15/south/a.xml": "s"}


def test_a_taken_name_gets_a_number(drop: Drop) -> None:
    for content in ("first", "second", "third"):
        drop.put("a.xml", content)
        settle(drop, drop.noticed("a.xml"))
    assert drop.files() == {
        "archive/2027/01/15/a.xml": "first",
        "archive/2027/01/15/a (2).xml": "second",
        "archive/2027/01/15/a (3).xml": "third",
    }


def test_a_file_that_comes_all_day_stays_quick_to_name(drop: Drop) -> None:
    for number in range(60):
        drop.put("a.xml", str(number))
        assert settle(drop, drop.noticed("a.xml")) is SettleResult.DONE
    assert sorted(drop.files().values(), key=int) == [str(number) for number in range(60)]


def test_a_name_taken_after_the_plan_is_told(drop: Drop) -> None:
    drop.put("a.xml", "ours")
    item = drop.noticed("a.xml")
    order = drop.source.plan(item, ItemOutcome.SUCCESS, None)
    drop.put("archive/2027/01/15/a.xml", "somebody else's")
    with pytest.raises(Rejected) as told:
        drop.source.settle(order)
    assert told.value.reason == "target taken"
    assert drop.source.settle(drop.source.plan(item, ItemOutcome.SUCCESS, None)) is SettleResult.DONE
    assert drop.files() == {
        "archive/2027/01/15/a.xml": "somebody else's",
        "archive/2027/01/15/a (2).xml": "ours",
    }


def test_a_reason_taken_after_the_plan_is_told(drop: Drop) -> None:
    drop.put("a.xml", "ours")
    item = drop.noticed("a.xml")
    order = drop.source.plan(item, ItemOutcome.FAILURE, REASON)
    drop.put("failed/a.xml.reason.json", "{}")
    with pytest.raises(Rejected, match="taken"):
        drop.source.settle(order)
    assert drop.source.plan(item, ItemOutcome.FAILURE, REASON).target == "failed/a (2).xml"


@pytest.mark.parametrize("action", ["archive", "delete"])
def test_a_replaced_file_is_left(tmp_path: Path, action: str) -> None:
    drop = Drop(tmp_path, after_success=action)
    drop.put("a.xml", "read")
    item = drop.noticed("a.xml")
    drop.put("a.xml", "not read yet", age=-1)
    assert settle(drop, item) is SettleResult.REPLACED
    assert drop.files() == {"a.xml": "not read yet"}


def test_a_replaced_file_gets_no_reason(drop: Drop) -> None:
    drop.put("a.xml", "read")
    item = drop.noticed("a.xml")
    drop.put("a.xml", "not read yet", age=-1)
    assert settle(drop, item, ItemOutcome.FAILURE) is SettleResult.REPLACED
    assert drop.files() == {"a.xml": "not read yet"}


def test_another_file_with_the_same_size_and_time_is_left(drop: Drop) -> None:
    drop.put("a.xml", "read")
    item = drop.noticed("a.xml")
    (drop.folder / "a.xml").rename(drop.folder / "elsewhere")  # its inode stays in use
    drop.put("a.xml", "new!")
    assert settle(drop, item) is SettleResult.REPLACED
    assert drop.files()["a.xml"] == "new!"


@pytest.mark.parametrize("action,result", [("archive", SettleResult.GONE), ("delete", SettleResult.DONE)])
def test_a_file_that_is_gone(tmp_path: Path, action: str, result: SettleResult) -> None:
    drop = Drop(tmp_path, after_success=action)
    path = drop.put("a.xml")
    item = drop.noticed("a.xml")
    path.unlink()
    assert settle(drop, item) is result
    assert drop.files() == {}


def test_a_place_that_is_away_has_nothing_gone(drop: Drop) -> None:
    drop.put("a.xml")
    item = drop.noticed("a.xml")
    drop.folder.rename(drop.folder.with_name("away"))
    order = drop.source.plan(item, ItemOutcome.SUCCESS, None)
    with pytest.raises(RetryLater, match="cannot be reached"):
        drop.source.settle(order)
    assert not drop.folder.exists()
    drop.folder.with_name("away").rename(drop.folder)
    assert drop.source.settle(order) is SettleResult.DONE


@pytest.mark.parametrize("action", ["archive", "delete"])
def test_what_was_changed_between_the_look_and_the_move_is_put_back(tmp_path: Path, action: str) -> None:
    drop = Drop(tmp_path, after_success=action)
    drop.put("a.xml", "read")
    order = drop.source.plan(drop.noticed("a.xml"), ItemOutcome.SUCCESS, None)

    def write_into() -> None:
        drop.put("a.xml", "news")  # same size, same time, same inode

    assert over(Meddled(drop.store, before_move=write_into)).settle(order) is SettleResult.REPLACED
    assert drop.files() == {"a.xml": "news"}


def test_what_was_changed_is_put_back_also_after_a_kill(drop: Drop) -> None:
    drop.put("a.xml", "read")
    order = drop.source.plan(drop.noticed("a.xml"), ItemOutcome.SUCCESS, None)
    drop.put("a.xml", "news")
    drop.store.move("a.xml", str(order.target))  # killed before it was verified
    drop.put("a.xml", "even newer", age=-5)
    assert drop.source.settle(order) is SettleResult.REPLACED
    assert drop.files() == {"a.xml": "even newer", "a (2).xml": "news"}


def test_somebody_elses_file_at_the_target_and_no_source_is_gone(drop: Drop) -> None:
    path = drop.put("a.xml", "ours")
    order = drop.source.plan(drop.noticed("a.xml"), ItemOutcome.SUCCESS, None)
    drop.put("archive/2027/01/15/a.xml", "theirs")
    path.unlink()
    assert drop.source.settle(order) is SettleResult.GONE
    assert drop.files() == {"archive/2027/01/15/a.xml": "theirs"}


def test_after_the_copy_before_the_delete(drop: Drop) -> None:
    path = drop.put("a.xml", "ours")
    order = drop.source.plan(drop.noticed("a.xml"), ItemOutcome.SUCCESS, None)
    target = drop.folder / str(order.target)
    target.parent.mkdir(parents=True)
    shutil.copy2(path, target)
    assert drop.source.settle(order) is SettleResult.DONE
    assert drop.files() == {"archive/2027/01/15/a.xml": "ours"}


def test_after_the_copy_a_new_file_came(drop: Drop) -> None:
    path = drop.put("a.xml", "ours")
    order = drop.source.plan(drop.noticed("a.xml"), ItemOutcome.SUCCESS, None)
    target = drop.folder / str(order.target)
    target.parent.mkdir(parents=True)
    shutil.copy2(path, target)
    drop.put("a.xml", "newer", age=-5)
    assert drop.source.settle(order) is SettleResult.DONE
    assert drop.files() == {"archive/2027/01/15/a.xml": "ours", "a.xml": "newer"}


def test_a_left_over_of_another_ledger_does_not_stop_deleting(tmp_path: Path) -> None:
    drop = Drop(tmp_path, after_success="delete")
    drop.put("a.xml", "one")
    first = drop.noticed("a.xml")
    aside = Recorded(drop.store)
    over(aside).settle(drop.source.plan(first, ItemOutcome.SUCCESS, None))
    drop.put(aside.moved_to, "left by a former ledger")
    drop.put("b.xml", "two")
    second = replace(drop.noticed("b.xml"), id=first.id)
    assert settle(drop, second) is SettleResult.DONE


def test_names_that_windows_cannot_hold_are_archived_under_the_nearest(drop: Drop) -> None:
    for name in ("con.xml", "a:b.xml", "x\\y.xml", "l" * 240 + ".xml"):
        drop.put(name, name)
        assert settle(drop, drop.noticed(name), ItemOutcome.FAILURE) is SettleResult.DONE
    kept = {name.removeprefix("failed/") for name in drop.files() if not name.endswith(".reason.json")}
    assert kept == {"_con.xml", "a_b.xml", "x_y.xml", "l" * 196 + ".xml"}


# -- kill points ------------------------------------------------------------------------------------------------------


class Killed(BaseException):
    """The process ends here."""


class Wrapped:
    """A store whose every call can be met."""

    def __init__(self, store: Store) -> None:
        self._inner = store

    def __getattr__(self, name: str) -> Callable[..., object]:
        def call(*given: object) -> object:
            self.before(name, *given)
            result = getattr(self._inner, name)(*given)
            self.after(name)
            return result

        return call

    def before(self, name: str, *given: object) -> None: ...

    def after(self, name: str) -> None: ...


class Dies(Wrapped):
    """Ends the process before or after its n-th call."""

    def __init__(self, store: Store, number: int, when: str) -> None:
        super().__init__(store)
        self._at = (number, when)
        self._calls = 0

    def before(self, name: str, *given: object) -> None:
        self._calls += 1
        if (self._calls, "before") == self._at:
            raise Killed

    def after(self, name: str) -> None:
        if (self._calls, "after") == self._at:
            raise Killed


class Meddled(Wrapped):
    """Somebody acts right before the move."""

    def __init__(self, store: Store, before_move: Callable[[], object]) -> None:
        super().__init__(store)
        self._before_move = [before_move]

    def before(self, name: str, *given: object) -> None:
        if name == "move" and self._before_move:
            self._before_move.pop()()


class Recorded(Wrapped):
    """Remembers where things went."""

    moved_to = ""

    def before(self, name: str, *given: object) -> None:
        if name == "move":
            self.moved_to = str(given[1])


def over(store: Wrapped) -> Settlement:
    return Settlement(cast(Store, store))


@pytest.mark.parametrize(
    "options,outcome,left",
    [
        ({}, ItemOutcome.SUCCESS, {"archive/2027/01/15/a.xml"}),
        ({}, ItemOutcome.FAILURE, {"failed/a.xml", "failed/a.xml.reason.json"}),
        ({"after_success": "delete"}, ItemOutcome.SUCCESS, set()),
    ],
    ids=["archive", "failed", "delete"],
)
def test_killed_before_and_after_every_step(
    tmp_path: Path, options: dict[str, object], outcome: ItemOutcome, left: set[str]
) -> None:
    for number in itertools.count(1):
        killed = False
        for when in ("before", "after"):
            folder = tmp_path / f"{number}-{when}"
            folder.mkdir()
            drop = Drop(folder, **options)
            drop.put("a.xml", "ours")
            order = drop.source.plan(drop.noticed("a.xml"), outcome, REASON)
            try:
                over(Dies(drop.store, number, when)).settle(order)
            except Killed:
                killed = True
            for _ in range(2):
                assert drop.watch(**options).settle(order) is SettleResult.DONE
            assert set(drop.files()) == left
        if not killed:
            break
    assert number > 3
