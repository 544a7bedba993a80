"""A system that can only be queried, over a socket, through the whole program to the sandbox: killed at random.

The judge is the sandbox's log of accepted writes.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import tomlkit

from tests.end2end.conftest import MakesInstallations
from tests.end2end.installation import FLOW, Installation
from tests.end2end.judge import assert_promise
from tests.end2end.test_sigkill import Killer
from tests.query_api import QueryApi
from tests.raw_server import Received, Say

MAPPING = """
resource = "orders"
version = { from = "revision", convert = ["integer"] }
[fields]
external_reference = { from = "no", required = true }
date = { from = "date" }
"buyer.number" = { from = "buyer/number" }
currency = { constant = "EUR" }
customer_reference = { from = "mark" }
[fields.lines]
each = "detail/lines"
[fields.lines.fields]
number = { position = true }
sku = { from = "sku" }
quantity = { from = "qty" }
unit_price = { from = "price" }
"""


def configure(desk: Installation, api: QueryApi, **source: object) -> None:
    """The sample's flow, fed by queries."""
    connections = desk.settings["connections"]
    at = next(number for number, one in enumerate(connections) if one["id"] == "erp")
    connections[at] = tomlkit.item(
        {"id": "erp", "type": "http_api", "base_url": api.url, "timeout": "5s", "test_path": "/orders"}
    )
    flow = desk.flow(FLOW)
    query = {"page": "{page}", "size": "{size}", "since": "{since}"}
    flow["source"] = tomlkit.item(
        {
            "type": "http_api", "connection": "erp", "path": "/orders", "query": query, "paging": "page",
            "page_size": 10, "rows": "data/orders", "key": ["no"], "time_format": "unix", "first_run": "all",
            "detail": "/orders/{no}", **source,
        }
    )  # fmt: skip
    for part in ("format", "mapping", "mappings", "arrivals", "schedule"):
        flow.pop(part, None)
    flow["mapping"] = tomlkit.parse(MAPPING)
    desk.save()


class Shop:
    """Changes orders in the system, and knows what Acme shall hold in the end."""

    def __init__(self, api: QueryApi) -> None:
        self._api = api
        self._revisions: dict[str, int] = {}
        self.expected: dict[str, str] = {}

    def put(self, no: str) -> None:
        revision = self._revisions[no] = self._revisions.get(no, 0) + 1
        mark = f"{no}/{revision}"
        self._api.put(no, date="2026-08-12", buyer={"number": "K-1204"}, revision=revision, mark=mark)
        self.expected[no] = mark


@contextmanager
def served(paging: str = "page") -> Iterator[QueryApi]:
    with QueryApi(paging=paging, lines=[{"sku": "P-1000", "qty": 40, "price": 11.90}]) as api:
        yield api


def test_queried_over_and_over_and_killed_at_random(installation: MakesInstallations) -> None:
    desk, chance = installation(), random.Random(6)
    with served() as api:
        shop = Shop(api)
        configure(desk, api)
        killer = Killer(desk, chance)

        def fault(request: Received, query: dict[str, str]) -> Say | None:
            what = chance.random()
            if what < 0.05:
                return api.say(500)
            if what < 0.08:
                return Say(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{", close=True)
            return None

        api.fault = fault
        for _ in range(8):
            for no in chance.sample(range(40), 12):
                shop.put(f"H-{no:03}")
            killer.strike()
        api.fault = None
        finish(desk)
        assert_promise(desk.acme.writes(), shop.expected)
        before = len(desk.acme.writes())
        finish(desk)
        assert len(desk.acme.writes()) == before


def finish(desk: Installation) -> None:
    """Undisturbed to the end."""
    done = desk.run("--json")
    for _ in range(10):
        if done.code != 3:
            break
        done = desk.run("--json")
    assert (done.code, done.json["problems"]) == (0, []), done


@pytest.mark.parametrize("paging", ["cursor", "next", "link"])
def test_page_three_fails_and_the_pages_before_it_are_in_acme(installation: MakesInstallations, paging: str) -> None:
    desk = installation()
    with served(paging) as api:
        shop = Shop(api)
        for number in range(25):
            shop.put(f"H-{number:03}")
        source: dict[str, Any] = {"paging": paging, "query": {}, "detail": "/orders/{no}"}
        if paging == "cursor":
            source |= {"query": {"after": "{cursor}"}}
        if paging != "link":
            source |= {"next_at": "next"}
        configure(desk, api, **source)
        api.fault = lambda request, query: api.say(500) if query.get("after") == "20" else None
        done = desk.run("--json")
        assert done.code in {3, 4}, done
        assert len({one["reference"] for one in desk.acme.writes()}) == 20
        api.fault = None
        finish(desk)
        assert_promise(desk.acme.writes(), shop.expected)


def test_first_run_asks_and_from_now_on_sends_only_what_comes(installation: MakesInstallations) -> None:
    desk = installation()
    with served() as api:
        shop = Shop(api)
        for number in range(12):
            shop.put(f"H-{number:03}")
        configure(desk, api, first_run="ask")
        done = desk.run("--json")
        assert "12 rows are already there" in done.out
        assert desk.acme.writes() == []
        desk.run("--first-run", "from-now")
        assert desk.acme.writes() == []
        shop.put("H-100")
        finish(desk)
        assert [one["reference"] for one in desk.acme.writes()] == ["H-100"]


def test_the_connection_is_tested_and_a_run_ends_when_told(installation: MakesInstallations) -> None:
    desk = installation()
    with served() as api:
        Shop(api).put("H-1")
        configure(desk, api)
        told = desk.call("check", "erp", "--json")
        assert told.code == 0, told
        assert '"first page"' in told.out
        plan = desk.call("dry-run", FLOW, "--json")
        assert plan.json["counts"]["created"] == 1, plan
        assert desk.acme.writes() == []
        api.fault = lambda request, query: Say(b"", wait=20.0, close=True)
        process = desk.start("run", FLOW)
        while len(api.asked) < 5:
            time.sleep(0.05)
        begun = time.monotonic()
        threading.Timer(0.1, process.terminate).start()
        process.communicate(timeout=30)
        assert time.monotonic() - begun < 5


def test_files_in_a_folder_may_be_json(installation: MakesInstallations, tmp_path: Path) -> None:
    desk = installation()
    flow = desk.flow(FLOW)
    flow["source"]["pattern"] = "*.json"
    flow["format"] = tomlkit.item({"type": "json", "record": "orders"})
    flow.pop("mappings", None)
    flow["mapping"] = tomlkit.parse(MAPPING.replace("detail/lines", "lines"))
    desk.save()
    row = '{"no": "J-1", "date": "2026-08-12", "buyer": {"number": "K-1204"}, "revision": 1, "mark": "J-1/1", '
    row += '"lines": [{"sku": "P-1000", "qty": 40, "price": 11.90}]}'
    (desk.legacy.folder / "orders.json").write_text(f'{{"orders": [{row}, {{"no": 1}}]}}', encoding="utf-8")
    done = desk.run("--json")
    assert [one["reference"] for one in desk.acme.writes()] == ["J-1"], done
    assert (desk.acme.writes()[0]["body"]["lines"][0]["quantity"]) in {"40", 40}
