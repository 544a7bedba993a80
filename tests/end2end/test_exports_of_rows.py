"""Exports that ask an HTTP API, by the command line: into files, with faults on the wire, killed at random."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import tomlkit

from tests.end2end.conftest import MakesInstallations
from tests.end2end.installation import Installation, kill
from tests.query_api import QueryApi
from tests.raw_server import Received, Say

_EXPORT = """
[[exports]]
id = "sales"
title = "Sales"
[exports.query]
connection = "shop"
path = "/orders"
query = { since = "{from}", until = "{until}", page = "{page}", size = "{size}" }
time_format = "unix"
paging = "page"
page_size = 10
rows = "data/orders"
key = ["no"]
fields = [{ name = "at", kind = "time" }, { name = "total", kind = "number" }]
where = [{ from = "total", above = 0 }]
window = { of = "since_last", field = "at", lag = 0 }
[exports.report]
type = "delimited"
delimiter = ","
columns = [
  { name = "No", from = "no" }, { name = "Buyer", from = "buyer.name" },
  { name = "Total", from = "total", kind = "money" },
]
[[exports.destinations]]
id = "folder"
connection = "reports"
name = "{flow} {number}.csv"
[[exports]]
id = "overview"
[exports.query]
connection = "shop"
path = "/orders"
query = { page = "{page}" }
paging = "page"
rows = "data/orders"
key = ["no"]
fields = [{ name = "total", kind = "number" }]
[exports.report]
type = "pdf"
columns = [{ name = "No", from = "no" }, { name = "Total", from = "total", kind = "money", total = true }]
[[exports.destinations]]
id = "folder"
connection = "reports"
"""


@pytest.fixture
def api() -> Iterator[QueryApi]:
    with QueryApi(until=True) as made:
        yield made


@pytest.fixture
def desk(installation: MakesInstallations, api: QueryApi) -> Installation:
    made = installation("both")
    (made.place / "reports").mkdir()
    for one in (
        {"id": "reports", "type": "folder", "path": made.spelled(made.place / "reports")},
        {"id": "shop", "title": "Shop", "type": "http_api", "base_url": api.url, "timeout": "5s"},
    ):
        made.settings["connections"].append(tomlkit.item(one))
    made.settings["exports"] = tomlkit.parse(_EXPORT)["exports"]
    made.save()
    return made


def put(api: QueryApi, first: int, many: int) -> list[str]:
    """Rows of this second, which is over then. Those with nothing to pay are left out."""
    at = time.time()
    for number in range(first, first + many):
        api.put(
            f"{number:04}", at, at=datetime.fromtimestamp(at, UTC).isoformat(), total=number % 10,
            buyer={"name": "=Müller, A"},
        )  # fmt: skip
    until = int(at) + 2.0
    while time.time() < until:
        time.sleep(0.05)
    return [f"{number:04}" for number in range(first, first + many) if number % 10]


def numbers(folder: Path) -> list[str]:
    """Of all reports."""
    files = sorted(folder.glob("*.csv"))
    return sorted(line.partition(",")[0] for file in files for line in file.read_text("utf-8-sig").splitlines()[1:])


def test_rows_are_exported_once_and_can_be_issued_again(desk: Installation, api: QueryApi) -> None:
    reports = desk.place / "reports"
    wanted = put(api, 0, 25)
    done = desk.call("preview", "sales", "--out", str(desk.place / "previews"), "--json")
    assert done.code == 0, done
    assert (done.json["count"], numbers(reports)) == (len(wanted), [])
    done = desk.call("run", "sales", "--json")
    assert done.code == 0, done
    assert numbers(reports) == wanted
    assert (reports / "Sales 1.csv").read_text("utf-8-sig").splitlines()[:2] == [
        "No,Buyer,Total", "0001,\"'=Müller, A\",1.00",
    ]  # fmt: skip
    more = put(api, 25, 3)
    assert desk.call("run", "sales", "--json").code == 0
    assert numbers(reports) == sorted(wanted + more), "what was exported is not exported again"
    done = desk.call("exports", "sales", "--json")
    assert [one["rows"] for one in done.json] == [len(more), len(wanted)]
    done = desk.call("exports", "sales", "--issue-again", "--json")
    assert done.code == 0, done
    assert numbers(reports) == sorted(2 * (wanted + more))
    done = desk.call("run", "overview", "--json")
    assert done.code == 0, done
    assert (reports / "overview.pdf").read_bytes().startswith(b"%PDF")


def test_what_is_wrong_with_a_row_or_the_settings_is_said(desk: Installation, api: QueryApi) -> None:
    put(api, 0, 12)
    api.put("0012", time.time() - 5.0, at="yesterday", total="5")
    done = desk.call("run", "sales")
    assert done.code != 0
    assert "Row 3 of page 2 of /orders (0012) has 'yesterday' in at, expected a time like" in " ".join(
        str(done).split()
    )
    assert not list((desk.place / "reports").iterdir())
    api.put("0012", time.time() - 5.0, at=datetime.now(UTC).isoformat(), total="5")
    assert desk.call("run", "sales").code == 0
    desk.settings["exports"][0]["query"]["resource"] = "orders"
    desk.save()
    done = desk.call("config", "validate")
    assert done.code != 0
    assert 'resource: belongs to queries of "acme"' in " ".join(str(done).split())


@contextmanager
def faulty(api: QueryApi, chance: random.Random) -> Iterator[None]:
    """Every fourth answer is cut, put off or refused."""

    def fault(request: Received, query: dict[str, str]) -> Say | None:
        match chance.randrange(12):
            case 0:
                return Say(b'HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{"data": ', close=True)
            case 1:
                return api.say(503)
            case 2:
                return api.say(429, b"", ("Retry-After", "1"))
        return None

    api.fault = fault
    try:
        yield
    finally:
        api.fault = None


def test_killed_at_random_with_faults_every_row_is_delivered_once(desk: Installation, api: QueryApi) -> None:
    chance = random.Random("exports/rows")
    wanted: list[str] = []
    with faulty(api, chance):
        for number in range(5):
            wanted += put(api, number * 30, 30)
            process = desk.start("run", "sales")
            time.sleep(chance.uniform(0.2, 2.0))
            said = kill(process)
            assert "Traceback" not in said, said
    done = desk.call("run", "sales", "--json")
    assert done.code == 0, done
    assert numbers(desk.place / "reports") == wanted
