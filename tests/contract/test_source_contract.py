"""What every source must do, over a real place and a real spool. Parametrised over the registry: no rig fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from desktop_sync.core.errors import Rejected
from desktop_sync.core.model import Entity, Item, SeenRow, SettleResult
from desktop_sync.core.ports import Source
from desktop_sync.core.states import ItemOutcome
from desktop_sync.sources import ASKED, OPTIONS
from desktop_sync.sources.files import Files, FilesOptions
from desktop_sync.spool import Spool
from tests.contract.stores_rigs import ALL
from tests.contract.stores_rigs import RIGS as STORE_RIGS
from tests.unit.sources.looks import TwoClocks


@dataclass(frozen=True, slots=True)
class SourceRig:
    """A source with the system behind it."""

    restart: Callable[[], Source]
    appear: Callable[[str, bytes], None]
    vanish: Callable[[str], None]
    spool: Spool
    close: Callable[[], None]


def files_over(store_type: str, counterpart: str) -> Callable[[Path], SourceRig]:
    """The files source over one kind of store."""

    def make(place: Path) -> SourceRig:
        rig = STORE_RIGS[store_type][counterpart](place)
        options = FilesOptions(pattern="*", min_age=0.0)
        clock = TwoClocks()
        spool = Spool(place / "spool", reserve=0)
        return SourceRig(lambda: Files(rig.store, options, clock), rig.put, rig.store.delete, spool, rig.close)

    return make


RIGS: dict[str, dict[str, Callable[[Path], SourceRig]]] = {"files": {"-".join(one): files_over(*one) for one in ALL}}


@pytest.fixture(params=[(kind, over) for kind, rigs in RIGS.items() for over in rigs], ids="-".join)
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SourceRig]:
    kind, over = request.param
    made: SourceRig = RIGS[kind][over](tmp_path)
    yield made
    made.close()


class Ledger:
    """Remembers what was noticed, as the ledger does."""

    def __init__(self) -> None:
        self.seen: dict[str, tuple[int, int]] = {}
        self.items: list[Item] = []
        self.quiet: int | None = None
        self.answer = "all"

    def unseen(self, entities: Sequence[Entity]) -> Sequence[Entity]:
        return [one for one in entities if self.seen.get(one.path) != (one.size, one.mtime_ns)]

    def changed(self, rows: Sequence[SeenRow]) -> Sequence[bool]:
        raise AssertionError("files are listed")

    def as_before(self) -> None:
        """Nothing to do: it has no notion of absence."""

    def found_nothing(self, digest: int) -> None:
        """It is asked every time."""

    def notice(self, source: Source) -> list[Item]:
        begin = len(self.items)
        for found in source.discover(None, self):
            for notice in found.notices:
                entity = notice.entity
                self.seen[entity.path] = (entity.size, entity.mtime_ns)
                self.items.append(Item(len(self.items) + 1, "flow", "place", entity, 1))
        return self.items[begin:]


def fetched(rig: SourceRig, source: Source, item: Item) -> Item:
    with source.fetch(item) as data:
        return replace(item, payload=rig.spool.add(data))


def test_every_source_has_options_and_rigs() -> None:
    assert set(OPTIONS) == set(RIGS) | set(ASKED)
    assert all(RIGS.values())


def test_notices_once_also_after_a_restart(rig: SourceRig) -> None:
    ledger = Ledger()
    rig.appear("a", b"one")
    rig.appear("b", b"two")
    assert [item.entity.path for item in ledger.notice(rig.restart())] == ["a", "b"]
    assert ledger.notice(rig.restart()) == []
    rig.appear("a", b"other content")
    assert [item.entity.path for item in ledger.notice(rig.restart())] == ["a"]


def test_what_was_noticed_and_not_committed_comes_again(rig: SourceRig) -> None:
    rig.appear("a", b"one")
    for _ in range(2):
        (found,) = rig.restart().discover(None, Ledger())
        assert [notice.entity.path for notice in found.notices] == ["a"]


def test_fetches_into_the_spool(rig: SourceRig) -> None:
    rig.appear("a", b"payload")
    source = rig.restart()
    (item,) = Ledger().notice(source)
    payload = fetched(rig, rig.restart(), item).payload
    assert payload is not None
    with rig.spool.open(payload.sha256) as data:
        assert data.read() == b"payload"


@pytest.mark.parametrize("outcome", list(ItemOutcome))
def test_settling_is_repeatable_and_ends_the_item(rig: SourceRig, outcome: ItemOutcome) -> None:
    ledger = Ledger()
    rig.appear("a", b"payload")
    source = rig.restart()
    (noticed,) = ledger.notice(source)
    item = fetched(rig, source, noticed)
    order = source.plan(item, outcome, {"what": "why"})
    for _ in range(3):
        assert rig.restart().settle(order) is SettleResult.DONE
    ledger.seen.clear()
    assert ledger.notice(rig.restart()) == []


def test_what_comes_again_after_settling_is_noticed_again(rig: SourceRig) -> None:
    rig.appear("a", b"payload")
    source = rig.restart()
    (noticed,) = Ledger().notice(source)
    item = fetched(rig, source, noticed)
    source.settle(source.plan(item, ItemOutcome.SUCCESS, None))
    rig.appear("a", b"payload")
    assert [one.entity.path for one in Ledger().notice(source)] == ["a"]


def test_gone_and_replaced(rig: SourceRig) -> None:
    ledger = Ledger()
    rig.appear("a", b"payload")
    rig.appear("b", b"payload")
    source = rig.restart()
    items = [fetched(rig, source, item) for item in ledger.notice(source)]
    orders = [source.plan(item, ItemOutcome.SUCCESS, None) for item in items]
    rig.vanish("a")
    rig.appear("b", b"newer content")
    for item, reason in zip(items, ("gone", "replaced"), strict=True):
        with pytest.raises(Rejected) as told:
            source.fetch(item)
        assert told.value.reason == reason
    assert [source.settle(order) for order in orders] == [SettleResult.GONE, SettleResult.REPLACED]
    assert [item.entity.path for item in ledger.notice(source)] == ["b"]
