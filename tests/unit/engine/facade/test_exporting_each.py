"""Exports of which every document has a file of its own: named, delivered, told, looked at, issued again."""

from __future__ import annotations

import base64
from collections.abc import Collection
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from desktop_sync.core.errors import RetryLater, Stop
from desktop_sync.core.model import Entity
from desktop_sync.core.ports import Store
from desktop_sync.ledger.export_problems import one_key
from desktop_sync.ledger.exports import exports_of
from tests.crash.exporting import EachWorld
from tests.crash.orders import Order
from tests.unit.engine.facade.desk import Plain, at_desk


@pytest.fixture
def world(tmp_path: Path) -> EachWorld:
    made = EachWorld(tmp_path)
    made.orders(Order("C", 1), Order("A/1", 1), Order("A-1", 1))
    return made


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.rglob("*.csv"))


def changed(world: EachWorld, old: str, new: str) -> None:
    settings = world.data / "settings.toml"
    text = settings.read_text(encoding="utf-8")
    assert old in text
    settings.write_text(text.replace(old, new), encoding="utf-8")


def test_every_document_has_its_file_and_they_stand_as_one_period(world: EachWorld) -> None:
    with at_desk(world) as desk:
        told = desk.ask("run", flow="changes")
        assert (told["outcome"], told["counts"]) == ("done", {"exports": 3, "rows": 3, "delivered": 6})
        [period] = desk.ask("exports", export="changes")
        assert [one.pop("title") for one in period["deliveries"]] == ["latest", "The office"]
        assert told["exports"] == [period]
        assert (period["files"], period["rows"], period["kept"]) == (3, 3, True)
        assert [(one["destination"], one["states"]) for one in period["deliveries"]] == [
            ("latest", {"delivered": 3}),
            ("office", {"delivered": 3}),
        ]
        files = desk.ask("export_files", period=period["id"])
        assert [one["reference"] for one in files] == ["C", "A/1", "A-1"]
        assert [one["deliveries"][1]["name"] for one in files] == [
            f"in/Changes {one}.csv" for one in ("C", "A-1", "A-1 (2)")
        ]
        assert desk.ask("export_files", period=period["id"], after=files[1]["id"]) == files[2:]
        piece = desk.ask("export_file", number=files[2]["id"])
        assert base64.b64decode(piece["data"]).decode("utf-8-sig").split() == ["Order,Notes", "A-1,version", "1"]
    assert names(world.root / "latest") == ["1.csv", "2.csv", "3.csv"]


def test_where_files_are_replaced_none_of_the_same_period_is(world: EachWorld) -> None:
    changed(world, '"{number}.csv"', '"{flow}"')
    with at_desk(world) as desk:
        desk.ask("run", flow="changes")
    assert names(world.root / "latest") == ["Changes A-1 (2).csv", "Changes A-1.csv", "Changes C.csv"]
    world.orders(Order("C", 2))
    world.settle_exports()
    assert "version 2" in (world.root / "latest" / "Changes C.csv").read_text(encoding="utf-8-sig")


def test_a_period_is_issued_again_whole_and_moves_nothing_on(world: EachWorld) -> None:
    with at_desk(world) as desk:
        desk.ask("run", flow="changes")
        before = desk.ledger.exports.last_end("changes")
        told = desk.ask("issue_again", flow="changes")
        assert (told["outcome"], told["exports"][0]["files"], told["exports"][0]["who"]) == ("done", 3, "anna")
        assert desk.ledger.exports.last_end("changes") == before
    assert "Changes A-1 (4).csv" in names(world.root / "office")


def test_a_preview_shows_the_first_and_the_next_few(world: EachWorld) -> None:
    with at_desk(world) as desk:
        told = desk.ask("preview_export", export="changes")
        assert (told["each"], told["count"], told["file"]) == (True, 3, "Changes C.csv")
        assert [one["file"] for one in told["further"]] == ["Changes A-1.csv", "Changes A-1 (2).csv"]
        assert base64.b64decode(told["data"]).decode("utf-8-sig").split() == ["Order,Notes", "C,version", "1"]
        assert [row[0] for row in told["rows"]] == ["C", "A/1", "A-1"]


def test_too_many_are_refused_before_anything_of_them_is_kept(world: EachWorld) -> None:
    changed(world, 'files = "each"', 'files = "each"\nmost_files = 2')
    blobs = len(list((world.data / "spool").rglob("*")))
    with at_desk(world) as desk:
        with pytest.raises(Stop, match="more than 2 documents"):
            desk.ask("run", flow="changes")
        assert desk.ask("exports", export="changes") == []
    assert len(list((world.data / "spool").rglob("*"))) == blobs
    changed(world, "most_files = 2", "most_files = 3")
    world.settle_exports()
    assert len(names(world.root / "latest")) == 3


@pytest.mark.parametrize("empty, made", [("send", 1), ("skip", 0), ("problem", 0)])
def test_a_period_without_documents_is_treated_as_any_other(world: EachWorld, empty: str, made: int) -> None:
    world.settle_exports()
    world.around.time.sleep(60.0)
    changed(world, 'empty = "skip"', f'empty = "{empty}"')
    with at_desk(world) as desk:
        told = desk.ask("run", flow="changes")
        assert (told["exports"][0]["files"], told["exports"][0]["rows"]) == (1, 0)
        assert desk.ledger.journal.is_open("export-empty:changes") is (empty == "problem")
    assert len(names(world.root / "latest")) == 3 + made


def test_all_that_was_refused_of_a_period_is_tried_once_more(world: EachWorld) -> None:
    changed(world, 'folder = "in"', 'folder = "in"\nexisting = "refuse"')
    (world.root / "office" / "in").mkdir()
    for one in ("C", "A-1"):
        (world.root / "office" / "in" / f"Changes {one}.csv").write_text("somebody's", encoding="utf-8")
    with at_desk(world) as desk:
        assert desk.ask("run", flow="changes")["outcome"] == "problems"
        office = told(desk)
        assert (office["state"], office["states"]) == ("rejected", {"rejected": 3})
        for one in ("C", "A-1"):
            (world.root / "office" / "in" / f"Changes {one}.csv").unlink()
        assert desk.ask("deliver_again", delivery=office["id"])["tried"] == 3
        assert desk.ask("run", flow="changes")["outcome"] == "done"
        assert told(desk)["states"] == {"delivered": 3}


def test_a_refused_document_is_a_problem_until_it_is_there_itself(world: EachWorld) -> None:
    changed(world, 'folder = "in"', 'folder = "in"\nexisting = "refuse"')
    folder = world.root / "office" / "in"
    folder.mkdir()
    (folder / "Changes C.csv").write_text("somebody's", encoding="utf-8")
    with at_desk(world) as desk:
        assert desk.ask("run", flow="changes")["outcome"] == "problems"
        office = told(desk)
        assert office["states"] == {"delivered": 2, "rejected": 1}
        assert desk.ledger.journal.is_open(one_key(office["id"])), "others that came after it do not stand for it"
        for one in folder.iterdir():
            one.unlink()
        assert desk.ask("issue_again", flow="changes")["outcome"] == "done"
        assert not desk.ledger.journal.is_open(one_key(office["id"]))


class Held:
    """A store in which somebody holds files of these names open. ``asked``: those that were to be written."""

    def __init__(self, store: Store, held: Collection[str], asked: list[str]) -> None:
        self._store, self._held, self._asked = store, held, asked

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a store has
        return getattr(self._store, name)

    def write(self, path: str, data: BinaryIO) -> Entity:
        self._asked.append(path)
        if any(one in path for one in self._held):
            raise RetryLater(f"Somebody holds {path} open.")
        return self._store.write(path, data)


def test_a_file_that_somebody_holds_open_keeps_no_other_document_away(world: EachWorld) -> None:
    held, asked = ["Changes C.csv"], list[str]()
    world.around.store = lambda store, killer: Held(store, held, asked)
    assert world.run("changes").outcome == "waiting"
    assert names(world.root / "office") == ["Changes A-1 (2).csv", "Changes A-1.csv"]
    with world.app().owner("look") as owner:
        assert owner.ledger.journal.is_open("export:changes:office"), "it waits still, whatever came after it"
    held.clear()
    world.settle_exports()
    assert "Changes C.csv" in names(world.root / "office")
    with world.app().owner("look") as owner:
        assert not owner.ledger.journal.is_open("export:changes:office")


def test_where_several_in_a_row_fail_the_rest_waits(world: EachWorld) -> None:
    world.orders(Order("D", 1), Order("E", 1))
    held, asked = ["Changes "], list[str]()
    world.around.store = lambda store, killer: Held(store, held, asked)
    assert world.run("changes").outcome == "waiting"
    assert len(names(world.root / "latest")) == 5
    assert len([one for one in asked if "Changes" in one]) == 3
    with world.app().owner("round") as owner:
        work = owner.ledger.agenda.open_work()["changes"].work
        assert work is not None
        assert work > owner.clock.now(), "nothing of it is due before"
    held.clear()
    world.settle_exports()
    assert len(names(world.root / "office")) == 5


def told(desk: Plain) -> dict[str, Any]:
    """How far the office is."""
    [*_, period] = desk.ask("exports", export="changes")
    return next(one for one in period["deliveries"] if one["destination"] == "office")


def test_old_periods_go_as_a_whole_and_the_last_stays(world: EachWorld) -> None:
    world.settle_exports()
    world.orders(Order("C", 2), Order("D", 1))
    world.settle_exports()
    with world.app().owner("prune") as owner:
        exports, now = owner.ledger.exports, owner.clock.now()
        while exports.prune_files(now + 1.0, lambda gone: None)[0]:
            pass
        while exports.prune(now + 1.0):
            pass
        with owner.ledger.database.reading() as sql:
            [last] = exports_of(sql, "changes", 10)
            assert (last["files"], last["rows"], last["kept"]) == (2, 2, False)
            assert sql.execute("SELECT count(*) FROM export").fetchone()[0] == 2
    world.orders(Order("E", 1))
    world.settle_exports()
    assert names(world.root / "latest") == [f"{one}.csv" for one in range(1, 7)], "numbers go on"
