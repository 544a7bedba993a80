"""One flow that asks two systems: page by page in turn, and a page that fails in one loses none of either."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_sync.app import App
from desktop_sync.sources.http_api import asking
from tests.crash.judge import judge_content, judge_writes, writes
from tests.crash.orders import Order, Setup
from tests.crash.test_asked import put, world_of
from tests.crash.world import World
from tests.query_api import QueryApi
from tests.raw_server import Received, Say
from tests.sandbox_process import start_sandbox
from tests.unit.engine.test_run_under_way import HinderedParts

NORTH = [Order(f"N{number}", 1) for number in range(7)]  # four pages
SOUTH = [Order(f"S{number}", 1) for number in range(3)]  # two


@pytest.fixture
def two() -> Iterator[tuple[QueryApi, QueryApi]]:
    with QueryApi() as north, QueryApi() as south:
        yield north, south


def both(root: Path, north: QueryApi, south: QueryApi) -> World:
    """One flow over both of them."""
    world = world_of(root, north)
    south.now = north.now
    file = world.data / "settings.toml"
    text = file.read_text(encoding="utf-8").replace('connection = "orders"', 'connection = ["orders", "south"]')
    other = f'[[connections]]\nid = "south"\ntype = "http_api"\nbase_url = "{south.url}"\n\n'
    file.write_text(text.replace("[[connections]]", f"{other}[[connections]]", 1), encoding="utf-8")
    put(north, *NORTH)
    put(south, *SOUTH)
    return world


def test_two_systems_are_asked_page_by_page_in_turn(
    tmp_path: Path, two: tuple[QueryApi, QueryApi], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "QUICK", 600)  # however slow this machine is
    north, south = two
    world = both(tmp_path, north, south)
    asked: list[str] = []

    def noted(name: str, request: Received, query: dict[str, str]) -> Say | None:
        asked.append(f"{name}{query['page']}")
        return None

    north.fault = lambda request, query: noted("n", request, query)
    south.fault = lambda request, query: noted("s", request, query)
    world.run()
    assert asked[:5] == ["n1", "s1", "n2", "s2", "n3"], asked
    judge_content(world, {one.no: one for one in [*NORTH, *SOUTH]})


def test_a_page_that_has_to_wait_holds_up_no_other_place(tmp_path: Path, two: tuple[QueryApi, QueryApi]) -> None:
    north, south = two
    world = both(tmp_path, north, south)
    asked: list[str] = []

    def busy(request: Received, query: dict[str, str]) -> Say | None:
        asked.append(f"n{query['page']}")
        return north.say(429, b"", ("Retry-After", "20")) if asked.count("n2") in {1, 2} else None

    def noted(request: Received, query: dict[str, str]) -> Say | None:
        asked.append(f"s{query['page']}")
        return None

    north.fault, south.fault = busy, noted
    before = world.around.time.passed
    assert world.run().outcome == "done"
    waited = asked[: asked.index("n2", asked.index("n2") + 1)]
    assert waited.count("s2") == 2, f"the other place was asked to its end, twice, meanwhile: {asked}"
    assert world.around.time.passed - before >= 40, "and the system that asked for it is left alone"
    judge_writes(world)
    judge_content(world, {one.no: one for one in [*NORTH, *SOUTH]})


def test_an_answer_that_does_not_come_holds_up_no_other_place(tmp_path: Path, two: tuple[QueryApi, QueryApi]) -> None:
    north, south = two
    world = both(tmp_path, north, south)
    over = threading.Event()

    def slow(request: Received, query: dict[str, str]) -> Say | None:
        if query["page"] == "2":
            assert over.wait(50), "the other place waits"
        return None

    def last(request: Received, query: dict[str, str]) -> Say | None:
        if query["page"] == "2":
            over.set()
        return None

    north.fault, south.fault = slow, last
    assert world.run().outcome == "done"
    judge_writes(world)
    judge_content(world, {one.no: one for one in [*NORTH, *SOUTH]})


def test_what_came_from_one_is_sent_while_a_page_of_the_other_is_waited_for(
    tmp_path: Path, two: tuple[QueryApi, QueryApi]
) -> None:
    """With a process behind the wire, and requests on their way side by side."""
    north, south = two
    world = both(tmp_path, north, south)
    early = {one.no for one in SOUTH}
    with start_sandbox() as acme:
        settings = world.data / "settings.toml"
        text = settings.read_text(encoding="utf-8").replace(Setup().base_url, acme.url)
        settings.write_text(text, encoding="utf-8")

        def slow(request: Received, query: dict[str, str]) -> Say | None:
            until = time.monotonic() + 50
            while query["page"] == "2" and not early <= {str(one["reference"]) for one in acme.writes()}:
                assert time.monotonic() < until, "what came is not sent"
                time.sleep(0.05)
            return None

        north.fault = slow
        with App(HinderedParts(world.data, acme.api_key, lambda number: None)).owner("run") as owner:
            assert owner.run("orders").outcome == "done"
        written = Counter(str(one["reference"]) for one in acme.writes())
    assert written == dict.fromkeys([one.no for one in [*NORTH, *SOUTH]], 1)


def test_a_page_that_fails_loses_none_of_either(tmp_path: Path, two: tuple[QueryApi, QueryApi]) -> None:
    north, south = two
    world = both(tmp_path, north, south)
    north.fault = lambda request, query: north.say(503, b"", ("Retry-After", "600")) if query["page"] == "3" else None
    assert world.run().outcome == "waiting"
    assert {one.reference for one in writes(world)} == {one.no for one in [*NORTH[:4], *SOUTH]}
    north.fault = None
    world.settle_down()
    judge_writes(world)
    judge_content(world, {one.no: one for one in [*NORTH, *SOUTH]})
