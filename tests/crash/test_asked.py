"""A source that is asked, killed at every step: what came is in Acme once, whatever was committed and whatever was not.

The crossings are those of the ports: the spool write before its transaction, the transaction itself, and all that
follows. An HTTP API on a real socket is behind it.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from desktop_sync.core.errors import Rejected
from desktop_sync.core.model import Again
from tests.crash.judge import judge_content, judge_writes, writes
from tests.crash.killing import Killed
from tests.crash.orders import Order, Setup
from tests.crash.world import HandClock, World
from tests.query_api import QueryApi
from tests.unit.engine.facade.desk import at_desk

A1, A2, B1, C1, D1 = Order("A", 1), Order("A", 2), Order("B", 1), Order("C", 1), Order("D", 1)
_SOURCE = """
type = "http_api"
connection = "orders"
path = "/orders"
query = { page = "{page}", size = "{size}", since = "{since}" }
paging = "page"
page_size = 2
rows = "data/orders"
key = ["No"]
time_format = "unix"
"""


@pytest.fixture
def api() -> Iterator[QueryApi]:
    with QueryApi() as made:
        yield made


def world_of(root: Path, api: QueryApi, first_run: str = "all") -> World:
    """The orders of this world are asked for."""
    world = World(root, setup=Setup())
    api.now = HandClock(world.around.time, local=False).now
    file = world.data / "settings.toml"
    text = file.read_text(encoding="utf-8")
    text = re.sub(r'type = "folder"\npath = .*\n', f'type = "http_api"\nbase_url = "{api.url}"\n', text)
    source = f'[flows.source]{_SOURCE}first_run = "{first_run}"\n'
    text = re.sub(r"\[flows\.source\].*?\[flows\.mapping\]", f"{source}[flows.mapping]", text, flags=re.DOTALL)
    file.write_text(text, encoding="utf-8")
    return world


def put(api: QueryApi, *orders: Order) -> None:
    for one in orders:
        row: dict[str, Any] = {
            "No": one.no,
            "Rev": one.rev,
            "Date": "2026-05-04",
            "Customer": one.customer,
            "Text": one.notes,
        }
        api.put(one.no, **{**row, "Text": one.notes, "Line": _line(one)})


def _line(order: Order) -> list[dict[str, Any]]:
    return [{"Pos": 1, "Sku": "A-100", "Qty": order.rev, "Price": "12.50"}]


def query(world: World, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(world.data / "ledger.db")) as found:
        return found.execute(sql).fetchall()


def test_killed_at_every_third_step(tmp_path: Path, api: QueryApi) -> None:
    """Every run dies three crossings later than the one before, until one does not."""
    seen: set[str] = set()
    for kill_at in range(1, 600, 3):
        world = world_of(tmp_path / str(kill_at), api)
        put(api, A1, B1, C1)
        try:
            world.run(kill_at=kill_at)
        except Killed:
            world.stop()
            seen.add(world.killer.crossings[-1] if world.killer.crossings else "")
        else:
            break
        put(api, A2, D1)
        world.settle_down()
        judge_writes(world)
        judge_content(world, {"A": A2, "B": B1, "C": C1, "D": D1})
        api.rows.clear()
    assert kill_at > 20
    assert any("spool.add" in one for one in seen), seen
    assert any("Items.notice" in one for one in seen), seen


def test_rows_that_are_known_make_no_items_and_others_do(tmp_path: Path, api: QueryApi) -> None:
    world = world_of(tmp_path, api)
    put(api, A1, B1, C1)
    world.settle_down()
    items = query(world, "SELECT path, state FROM item ORDER BY id")
    assert [str(path).rpartition(" ")[2] for path, _ in items] == ["1", "2"]
    assert {state for _, state in items} == {"done"}
    world.run()
    assert len(query(world, "SELECT id FROM item")) == 2
    put(api, A2)
    world.settle_down()
    judge_content(world, {"A": A2, "B": B1, "C": C1})
    assert query(world, "SELECT count(*) FROM known_row") == [(3,)]


def test_another_query_is_asked_from_its_beginning_and_the_run_says_so(tmp_path: Path, api: QueryApi) -> None:
    world = world_of(tmp_path, api)
    put(api, A1, B1)
    world.settle_down()
    put(api, D1)
    world.settle_down()
    api.put("C", 1.0, No="C", Rev=1, Date="2026-05-04", Customer=C1.customer, Text=C1.notes, Line=_line(C1))
    assert "query" not in world.run().note
    assert len(writes(world)) == 3
    file = world.data / "settings.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('since = "{since}" }', 'since = "{since}", site = "3" }'), encoding="utf-8")
    assert world.run().note.startswith("The query was changed, so it is asked from its beginning")
    world.settle_down()
    judge_writes(world)
    judge_content(world, {"A": A1, "B": B1, "C": C1, "D": D1})
    assert len(writes(world)) == 4
    assert world.run().note == ""


def test_a_first_run_takes_no_date_where_nothing_tells_a_day(tmp_path: Path, api: QueryApi) -> None:
    """It would be taken for all."""
    world = world_of(tmp_path, api, "ask")
    file = world.data / "settings.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(', since = "{since}"', ""), encoding="utf-8")
    put(api, A1)
    with at_desk(world) as desk:
        assert desk.ask("there", flow="orders")["dates"] is False
        with pytest.raises(Rejected, match="cannot begin with a date"):
            desk.ask("run", flow="orders", first_run="2026-11-01")
        assert desk.ask("run", flow="orders")["question"]


def test_a_first_run_asks_and_from_now_on_remembers(tmp_path: Path, api: QueryApi) -> None:
    world = world_of(tmp_path, api, "ask")
    put(api, A1, B1, C1)
    assert world.run().question == "3 rows are already there."
    with world.app().owner("run") as owner:
        found = owner.there("orders")["orders"]
        owner.run("orders", first_run="from_now")
    assert getattr(found, "rows", None) == 3
    assert writes(world) == []
    put(api, A2)
    world.settle_down()
    assert [one.reference for one in writes(world)] == ["A"]


def test_a_dry_run_notices_nothing_and_is_executed(tmp_path: Path, api: QueryApi) -> None:
    world = world_of(tmp_path, api)
    put(api, A1, B1, C1)
    with world.app().owner("run") as owner:
        plan = owner.dry_run("orders")
    assert (writes(world), query(world, "SELECT count(*) FROM item")) == ([], [(0,)])
    rows = query(world, "SELECT reference, would FROM plan_row ORDER BY reference")
    assert rows == [(one, "created") for one in "ABC"], "pages that are asked once more bring nothing new"
    with world.app().owner("run") as owner:
        owner.execute("orders", plan)
    assert sorted(one.reference for one in writes(world)) == ["A", "B", "C"]
    world.settle_down()
    judge_writes(world)


def test_asked_again_from_a_time_on_and_back(tmp_path: Path, api: QueryApi) -> None:
    """Pitfall 24."""
    world = world_of(tmp_path, api)
    put(api, A1)
    world.settle_down()
    api.rows["B"] = (1.0, {**api.rows["A"][1], "No": "B"})  # it came with an old time
    world.run()
    assert [one.reference for one in writes(world)] == ["A"]
    [before] = query(world, "SELECT cursor FROM place")
    with world.app().owner("ask-again") as owner:
        for wrong in (Again(-1.0), Again(owner.clock.now() + 60), Again(9.0, 8.0), Again(keys=("1", "2"))):
            with pytest.raises(Rejected):
                owner.ask_again("orders", wrong, "me", only_look=False)
        with pytest.raises(Rejected):
            owner.ask_again("orders", None, "me", only_look=False)
        words = owner.ask_again("orders", Again(1.0), "me", only_look=True)["orders"]
        assert words.startswith("The next run asks for what was changed since 1970-01-01")
        assert query(world, "SELECT cursor FROM place") == [before]
        owner.ask_again("orders", Again(1.0), "me", only_look=False)
        assert query(world, "SELECT cursor FROM place") != [before]
        owner.ask_again("orders", None, "me", only_look=False)
        assert query(world, "SELECT cursor FROM place") == [before]
        owner.ask_again("orders", Again(1.0), "me", only_look=False)
    world.settle_down()
    assert [one.reference for one in writes(world)] == ["A", "B"]
    judge_writes(world)


def test_what_came_can_be_read_again_from_the_spool(tmp_path: Path, api: QueryApi) -> None:
    world = world_of(tmp_path, api)
    put(api, A1, B1)
    world.settle_down()
    api.rows.clear()
    with world.app().owner("read-again") as owner:
        done = owner.read_again("orders", 0.0, owner.clock.now() + 1, "me")
    assert (done.files, done.faults, dict(done.counts)) == (1, [], {"unchanged": 2})


def test_what_came_is_offered_as_a_sample_and_what_is_there_is_counted(tmp_path: Path, api: QueryApi) -> None:
    world = world_of(tmp_path, api, "ask")
    put(api, A1, B1, C1)
    with at_desk(world) as desk:
        told = {"flow": "orders", "files": 3, "days": {}, "rows": 3, "more": False, "dates": True, "anew": False}
        assert desk.ask("there", flow="orders") == told
        assert desk.ask("samples", flow="orders") == {"files": [], "former": [], "away": ""}
    with world.app().owner("run") as owner:
        owner.run("orders", first_run="all")
    with at_desk(world) as desk:
        [first, *_] = desk.ask("samples", flow="orders")["former"]
        taken = desk.ask("sample", given={"payload": first["payload"], "name": first["name"]})
        assert taken["detected"]["table"] == {"type": "json"}
        back = desk.ask("ask_again", flow="orders", since=1.0, only_look=True)
        assert back["changed"] is False
        assert "changed since 1970-01-01" in back["places"]["orders"]
