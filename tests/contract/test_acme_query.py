"""Lists of Acme against the sandbox as a real server: every document once, whatever happens between two pages."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator, Sequence
from threading import Event

import httpx
import pytest

from desktop_sync.acme.client import Acme
from desktop_sync.core.errors import Ended, RetryLater, Stop
from desktop_sync.core.seen_keys import Keys
from tests.acme_rig import HandClock, acme, close_all, json_answer
from tests.raw_server import RawServer, Say, Script
from tests.sandbox_process import SandboxProcess, start_sandbox

MANY = 10_000


@pytest.fixture(scope="module")
def sandbox() -> Iterator[SandboxProcess]:
    with start_sandbox() as started:
        fill(started, MANY)
        yield started


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def target(sandbox: SandboxProcess, clock: HandClock) -> Iterator[Acme]:
    secrets = {"acme/api_key": sandbox.api_key}
    yield acme(sandbox.url, secret=secrets.__getitem__, clock=clock)
    close_all()
    sandbox.clear_faults()


def body(number: int) -> dict[str, object]:
    line = {"number": 1, "sku": "A-100", "quantity": "2", "unit_price": "9.50"}
    return {
        "external_reference": f"Q-{number:05}",
        "date": f"2026-05-{1 + number % 28:02}",
        "status": ("open", "shipped")[number % 2],
        "currency": "EUR",
        "buyer": {"number": "C-1", "name": "Example Ltd"},
        "lines": [line],
    }


def fill(sandbox: SandboxProcess, count: int) -> None:
    headers = {"X-Api-Key": sandbox.api_key}
    with httpx.Client(base_url=sandbox.url, headers=headers, timeout=60, trust_env=False) as client:
        for start in range(0, count, 100):
            requests = [
                {"key": f"q{number}", "method": "POST", "path": "/v1/orders", "if_match": None, "body": body(number)}
                for number in range(start, start + 100)
            ]
            assert client.post("/v1/orders/batch", json={"requests": requests}).status_code == 200


def test_ten_thousand_documents_in_flat_memory(target: Acme) -> None:
    next(target.query("orders"))  # what a first request loads
    tracemalloc.start()
    try:
        references = [str(row["external_reference"]) for row in target.query("orders")]
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert references == [f"Q-{number:05}" for number in range(MANY)]
    assert peak < 12_000_000, "pages are not forgotten"


def test_filters_of_the_api(target: Acme) -> None:
    day = [("date_from", "2026-05-27"), ("date_to", "2026-05-27")]
    found = list(target.query("orders", [("status", "open"), *day]))
    assert len(found) == MANY // 28
    assert {(row["status"], row["date"]) for row in found} == {("open", "2026-05-27")}
    assert list(target.query("orders", [("status", "shipped"), *day])) == []


@pytest.mark.parametrize("kind", ["cut_after", "cut_during", "cut_before"])
def test_a_page_that_is_cut_is_asked_for_again(
    sandbox: SandboxProcess, target: Acme, clock: HandClock, kind: str
) -> None:
    rows = target.query("orders", [("status", "open")])
    first = [next(rows) for _ in range(150)]
    sandbox.fault(kind, next=2, on="reads")
    rest = list(rows)
    assert len({row["id"] for row in (*first, *rest)}) == len(first) + len(rest) == MANY // 2
    assert clock.waited, "nothing was cut"


def test_what_is_written_between_two_pages_moves_nothing(sandbox: SandboxProcess, target: Acme) -> None:
    rows = target.query("orders", [("date_from", "2026-05-01"), ("date_to", "2026-05-14")])
    first = [next(rows) for _ in range(200)]
    sandbox.person("edit", "orders", "Q-00000", {"notes": "changed"})
    sandbox.person("delete", "orders", "Q-09999")
    found = [row["external_reference"] for row in (*first, *rows)]
    assert len(found) == len(set(found))
    assert found == sorted(str(one) for one in found)


class Awaited(HandClock):
    """Somebody wants it to end as soon as it waits."""

    def __init__(self) -> None:
        super().__init__()
        self.token = Event()

    def wait(self, seconds: float) -> None:
        self.token.set()
        super().wait(seconds)


@pytest.mark.parametrize("seconds", ["30", "60"])
def test_told_to_end_while_acme_wants_us_to_wait_it_ends_soon(seconds: str) -> None:
    clock = Awaited()
    answers = saying([page("a", following="2"), json_answer(429, {}, ("Retry-After", seconds))])
    with RawServer(answers) as server:
        rows = acme(server.url, clock=clock).query("orders", token=clock.token)
        assert next(rows)["id"] == "a"
        with pytest.raises(Ended):
            next(rows)
    assert sum(clock.waited) <= 1.0
    close_all()


def test_the_servers_date_is_asked_for_once(target: Acme, clock: HandClock) -> None:
    there = target.server_date()
    assert abs(there - clock.now()) > 3600  # the clock of the test shows another day
    clock.pass_by(5)
    assert target.server_date() == pytest.approx(there + 5)


def saying(answers: Sequence[bytes]) -> Script:
    left = list(answers)
    return lambda _: Say(left.pop(0))


def page(*ids: str, following: str | None = None) -> bytes:
    return json_answer(200, {"items": [{"id": one} for one in ids], "next": following})


@pytest.mark.parametrize(
    "answers, found",
    [
        ([page("a", "b", following="2"), page("b", "c")], ["a", "b", "c"]),
        ([page(following="2"), page("a")], ["a"]),
        ([page("a"), page("b")], ["a"]),
    ],
)
def test_pages_that_overlap_or_are_empty(answers: list[bytes], found: list[str]) -> None:
    with RawServer(saying(answers)) as server:
        assert [row["id"] for row in acme(server.url).query("orders")] == found
    close_all()


@pytest.mark.parametrize(
    "answers",
    [
        [page("a", following="2"), page("b", following="3"), page("c", following="2")],
        [page("a", following="2"), *[json_answer(200, {"items": "none"})] * 5],
        [page("a", following="2"), *[json_answer(200, {"items": [1]})] * 5],
        [page("a", following="2"), *[json_answer(500, {})] * 5],
        [json_answer(429, {}, ("Retry-After", "3600"))],
    ],
)
def test_a_list_that_cannot_be_read_to_its_end_is_never_taken_for_the_whole(answers: list[bytes]) -> None:
    with RawServer(saying(answers)) as server, pytest.raises(RetryLater):
        list(acme(server.url, clock=HandClock()).query("orders"))
    close_all()


def peak_of(pages: int) -> int:
    """Bytes of memory while a list of so many pages is read, where every tenth document has been there before."""
    given = iter(range(pages))

    def answer(_: object) -> Say:
        at = next(given)
        items = [{"id": f"id-{at * 2_000 + one - (one % 10 == 0) * 1_005:08}"} for one in range(2_000)]
        return Say(json_answer(200, {"items": items, "next": f"page {at}" if at < pages - 1 else None}))

    with RawServer(answer) as server:
        tracemalloc.start()
        try:
            count = sum(1 for _ in acme(server.url).query("orders"))
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
            close_all()
    assert count == pages * 1_800 + 101, "101 of the first page were not there before"
    return peak


def test_what_is_remembered_of_a_list_does_not_grow_with_it() -> None:
    few = peak_of(10)
    assert peak_of(50) < few + 500_000


def test_a_list_that_is_too_long_to_know_what_came_twice_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Keys, "room", 3)
    answers = saying([page("a", "b", following="2"), page("b", "c", "d")])
    with RawServer(answers) as server, pytest.raises(Stop, match="more than 3 documents"):
        list(acme(server.url).query("orders"))
    close_all()
