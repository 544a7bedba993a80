"""Settling at a place that is far away: side by side, each with an outcome of its own, names that clash one by one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from desktop_sync.core.about import about, working_on
from desktop_sync.core.errors import Ended, Rejected, RetryLater, SyncError
from desktop_sync.core.model import Entity, Item, SettleResult, Settling
from desktop_sync.core.problem import Problem
from desktop_sync.core.states import ItemOutcome
from desktop_sync.engine.location import Located, RunResult
from desktop_sync.engine.settle import MOST_AT_ONCE, Settles
from desktop_sync.engine.side_by_side import each, pieces
from desktop_sync.ledger.ledger import Ledger
from desktop_sync.sources.files import Files, FilesOptions
from tests.cutting_proxy import CuttingProxy
from tests.sftp_servers import OpenSsh, store_of
from tests.unit.sources.looks import TwoClocks

LONG = 60.0


def items(paths: Sequence[str]) -> list[Item]:
    return [Item(n, "flow", "place", Entity(path, 1, 1), 1) for n, path in enumerate(paths, 1)]


class Place:
    """A source far away, of which ``trouble`` says what one path meets; ``meet``: how many must be there at once."""

    settles_at_once = 4

    def __init__(self, meet: int = 1) -> None:
        self.settled: list[str] = []
        self.about: list[object] = []
        self.trouble: dict[str, list[Exception]] = {}
        self._barrier = threading.Barrier(meet)
        self._lock = threading.Lock()
        self._going: set[str] = set()

    def plan(self, item: Item, outcome: ItemOutcome, reason: dict[str, object] | None) -> Settling:
        taken = sum(path.startswith(item.entity.path) for path in self.settled)
        return Settling(item, f"archive/{item.entity.path}" + f" ({taken})" * bool(taken))

    def settle(self, order: Settling) -> SettleResult:
        path, target = order.item.entity.path, str(order.target)
        self._barrier.wait(LONG)
        with self._lock:
            assert not {path, target} & self._going, "two that share a name were under way at once"
            self._going |= {path, target}
            waiting = self.trouble.get(path, [])
            error = waiting.pop(0) if waiting else None
        try:
            if error is not None:
                raise error
        finally:
            with self._lock:
                self._going -= {path, target}
                self.about.append(about().flow)
                self.settled += [path] * (error is None)
        return SettleResult.DONE


class Items:
    """As much of the ledger as settling speaks to; ``written_by``: the threads that did."""

    def __init__(self, ended: Sequence[Item]) -> None:
        self._ended = list(ended)
        self.orders: dict[int, Settling] = {}
        self.done: list[tuple[int, SettleResult]] = []
        self.postponed: list[tuple[int, str]] = []
        self.written_by: set[int] = set()

    def ended(self, _: int, limit: int) -> list[Any]:
        found, self._ended = self._ended[:limit], self._ended[limit:]
        return [SimpleNamespace(item=one, outcome=ItemOutcome.SUCCESS, reason=None) for one in found]

    def ordered(self, _: int) -> list[Any]:
        return []

    def order(self, orders: Sequence[tuple[Settling, ItemOutcome]]) -> None:
        self.written_by.add(threading.get_ident())
        self.orders.update({order.item.id: order for order, _ in orders})

    def settled(self, results: Sequence[tuple[Settling, SettleResult]]) -> None:
        self.written_by.add(threading.get_ident())
        assert all(self.orders[order.item.id] == order for order, _ in results), "moved before it was ordered"
        self.done += [(order.item.id, result) for order, result in results]

    def attempts(self, _: Item) -> int:
        return 0

    def later(self, item: Item, _: float, problem: Problem) -> None:
        self.written_by.add(threading.get_ident())
        self.postponed.append((item.id, problem.what))


def settles(place: object, known: Items) -> Settles:
    ledger = cast("Ledger", SimpleNamespace(items=known, settlings=known))
    return Settles(Located("place", cast("Any", place), 1), ledger, RunResult(1, "flow"), lambda *_: None)


def test_as_many_as_the_place_takes_are_under_way_at_once_and_the_ledger_hears_one_thread() -> None:
    place = Place(meet=4)  # less at once, and the first would wait for ever
    known = Items(items([f"{n}.xml" for n in range(12)]))
    with working_on("orders"):
        for _ in settles(place, known).all():
            pass
    assert sorted(known.done) == [(n, SettleResult.DONE) for n in range(1, 13)]
    assert known.written_by == {threading.get_ident()}
    assert place.about == ["orders"] * 12
    assert known.postponed == []


def test_one_by_one_where_it_is_wished() -> None:
    place, known = Place(), Items(items(["a", "b", "c"]))
    one_by_one = settles(place, known)
    one_by_one.one_by_one()
    for _ in one_by_one.all():
        pass
    assert place.settled == ["a", "b", "c"]


def test_each_has_an_outcome_of_its_own_and_trouble_is_tried_once_more_alone() -> None:
    place, known = Place(), Items(items(["a", "b", "c", "d", "e"]))
    place.trouble = {
        "a": [RetryLater("The connection broke off.")],
        "b": [RetryLater("It is open elsewhere."), RetryLater("It is still open.")],
        "c": [Rejected("The name was taken.", reason="target taken")],
        "d": [Ended()],
    }
    for _ in settles(place, known).all():
        pass
    assert sorted(known.done) == [(1, SettleResult.DONE), (5, SettleResult.DONE)]
    assert [number for number, _ in known.postponed] == [2, 3]
    assert "still open" in known.postponed[0][1]


def test_a_fault_of_the_program_is_told_when_nothing_is_under_way_any_more() -> None:
    place, known = Place(), Items(items(["a", "b", "c"]))
    place.trouble = {"a": [ValueError("a fault")]}
    with pytest.raises(ValueError, match="a fault"):
        for _ in settles(place, known).all():
            pass
    assert sorted(place.settled) == ["b", "c"]


def test_what_shares_a_name_is_never_in_one_piece() -> None:
    def names(one: Mapping[str, Sequence[str]]) -> Sequence[str]:
        return one["names"]

    things = [{"names": one} for one in (["a", "x"], ["b", "y"], ["A", "z"], ["c", "Y"], ["d", "q"])]
    found = [["".join(one["names"]) for one in piece] for piece in pieces(things, lambda: 10, names)]
    assert found == [["ax", "by"], ["Az", "cY", "dq"]]
    assert [len(piece) for piece in pieces(range(7), lambda: 3, lambda _: ())] == [3, 3, 1]
    same = Items(items(["a", "a", "a"]))
    place = Place()
    for _ in settles(place, same).all():
        pass
    assert len(same.done) == 3


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenSsh]:
    with OpenSsh(tmp_path_factory.mktemp("openssh")) as found:
        yield found


@pytest.mark.parametrize("cut", [None, 6_000, 30_000])
def test_over_a_real_server_with_a_cut_in_the_middle(server: OpenSsh, tmp_path: Path, cut: int | None) -> None:
    root = tmp_path / "store"
    root.mkdir()
    names = [f"{number:02}.xml" for number in range(48)]
    for name in names:
        (root / name).write_bytes(name.encode() * 50)
    with CuttingProxy(server.port) as proxy:
        store = store_of(server.options(root, port=proxy.port), tmp_path)
        store.probe()
        source = Files(store, FilesOptions(pattern="*"), TwoClocks())
        assert source.settles_at_once > 1
        there = [Item(n, "flow", "place", one, 1) for n, one in enumerate(sorted(store.list()), 1)]
        orders = [source.plan(item, ItemOutcome.SUCCESS, None) for item in there]
        if cut is not None:
            proxy.cut_after(cut)
        settle: Callable[[Settling], SettleResult] = source.settle
        left, size = orders, min(source.settles_at_once, MOST_AT_ONCE)
        for _ in range(100):
            again: list[Settling] = []
            for piece in pieces(left, lambda: size, lambda one: [one.item.entity.path]):
                found: list[SettleResult | SyncError] = each(settle, piece)
                again += [one for one, result in zip(piece, found, strict=True) if result is not SettleResult.DONE]
            left = again
            if not left:
                break
            threading.Event().wait(0.1)
        store.close()
    assert not left
    found_there = {one.name: one.read_bytes() for one in (root / "archive").rglob("*.xml")}
    assert found_there == {name: name.encode() * 50 for name in names}
    assert not list(root.glob("*.xml"))
