"""One flow that asks two systems: page by page in turn, and a page that fails in one loses none of either."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crash.judge import judge_content, judge_writes, writes
from tests.crash.orders import Order
from tests.crash.test_asked import put, world_of
from tests.crash.world import World
from tests.query_api import QueryApi
from tests.raw_server import Received, Say

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


def test_two_systems_are_asked_page_by_page_in_turn(tmp_path: Path, two: tuple[QueryApi, QueryApi]) -> None:
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
