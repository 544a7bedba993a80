"""Classic HTTP APIs: every kind of paging, rows known again, times by the server's clock, sign-ins, and faults."""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from desktop_sync.clock import SystemClock
from desktop_sync.core.errors import RetryLater, Stop
from desktop_sync.core.model import StepState
from desktop_sync.sources.http_api import HttpApiOptions, HttpConnectionOptions, check
from desktop_sync.sources.http_api.answers import next_link
from tests.query_api import QueryApi
from tests.raw_server import Received, Say
from tests.unit.sources.http_rig import QUERIES, HttpRig, rig_at

NUMBERS = [f"{number:03}" for number in range(25)]
SINCE = {"since": "{since}"}


@pytest.fixture
def api() -> Iterator[QueryApi]:
    with QueryApi() as made:
        yield made


@pytest.fixture
def rig(api: QueryApi, tmp_path: Path) -> HttpRig:
    return rig_at(tmp_path, api)


def filled(api: QueryApi, paging: str = "page", changed: float | None = None) -> None:
    api.paging = paging
    for no in NUMBERS:
        api.put(no, changed, total=1.10)


@pytest.mark.parametrize("paging", QUERIES)
def test_every_page_comes_once(rig: HttpRig, paging: str) -> None:
    filled(rig.api, paging)
    assert rig.look(rig.source()) == NUMBERS
    assert rig.look(rig.source()) == []
    rig.api.put("003", total=2)
    rig.api.put("900")
    assert rig.look(rig.source()) == ["003", "900"]
    assert len(rig.known.items) == (2 if paging == "none" else 5)


def test_numbers_stay_what_they_were_and_items_have_names(rig: HttpRig) -> None:
    filled(rig.api)
    rig.look(rig.source())
    first = rig.known.items[0]
    with rig.spool.open(first.payload.sha256) as data:  # type: ignore[union-attr]
        assert data.readline() == b'{     "no": "000",     "total": 1.1    }\n'
    assert first.entity.path.startswith("orders 20")
    assert first.entity.path.endswith("page 1")


def test_since_is_by_the_clock_of_the_server_minus_the_lag_and_the_overlap(rig: HttpRig) -> None:
    server = 1_790_000_000.0
    rig.api.now = lambda: server
    filled(rig.api, "none")
    options: dict[str, Any] = {"query": SINCE, "time_format": "unix", "lag": 30.0, "overlap": 600.0}
    assert rig.look(rig.source(**options)) == NUMBERS
    assert rig.api.asked == ["/api/orders"]
    assert rig.look(rig.source(**options)) == []
    assert rig.api.asked[1] == f"/api/orders?since={int(server) - 630}"


def test_until_is_bounded_and_written_as_the_system_wants_it(rig: HttpRig) -> None:
    filled(rig.api, "none")
    rig.look(rig.source(query={"until": "{until}", **SINCE}, time_format="%d.%m.%Y %H:%M", time_zone="Europe/Berlin"))
    assert rig.api.asked[0].startswith("/api/orders?until=")
    assert "." in rig.api.asked[0]


def test_a_late_row_within_the_overlap_is_found(rig: HttpRig) -> None:
    filled(rig.api, "none")
    options: dict[str, Any] = {"query": SINCE, "time_format": "unix"}
    rig.look(rig.source(**options))
    rig.api.put("late", time.time() - 500)
    assert rig.look(rig.source(**options)) == ["late"]


def test_a_page_that_fails_loses_nothing_before_it_and_blocks_only_for_now(rig: HttpRig) -> None:
    filled(rig.api)
    broken = True

    def fault(request: Received, query: dict[str, str]) -> Say | None:
        return rig.api.say(500, b"oops") if broken and query.get("page") == "3" else None

    rig.api.fault = fault
    with pytest.raises(RetryLater, match="answers 500"):
        rig.look(rig.source())
    assert rig.numbers(rig.known.items) == NUMBERS[:20]
    broken = False
    assert rig.look(rig.source()) == NUMBERS[20:]


@pytest.mark.parametrize("paging", ["cursor", "next", "link"])
def test_a_broken_look_goes_on_where_it_was(rig: HttpRig, paging: str) -> None:
    filled(rig.api, paging)
    broken = True

    def fault(request: Received, query: dict[str, str]) -> Say | None:
        return rig.api.say(500) if broken and query.get("after") == "20" else None

    rig.api.fault = fault
    with pytest.raises(RetryLater):
        rig.look(rig.source(query=SINCE if paging == "cursor" else {}, time_format="unix"))
    broken, before = False, len(rig.api.asked)
    assert rig.look(rig.source(query=SINCE if paging == "cursor" else {}, time_format="unix")) == NUMBERS[20:]
    assert "after=20" in rig.api.asked[before]


def test_a_cursor_that_is_too_old_begins_anew(rig: HttpRig) -> None:
    filled(rig.api, "cursor")
    fails: list[int] = [500] * 4 + [410]

    def fault(request: Received, query: dict[str, str]) -> Say | None:
        return rig.api.say(fails.pop(0)) if fails and query.get("after") == "20" else None

    rig.api.fault = fault
    with pytest.raises(RetryLater):
        rig.look(rig.source())
    assert rig.look(rig.source()) == NUMBERS[20:]


def test_rows_that_move_between_pages_are_not_missed(rig: HttpRig) -> None:
    filled(rig.api)

    def fault(request: Received, query: dict[str, str]) -> Say | None:
        if query.get("page") == "2":
            rig.api.rows.pop("000", None)  # now 010 stands on the first page
        return None

    rig.api.fault = fault
    assert sorted(rig.look(rig.source(query=SINCE, time_format="unix"))) == NUMBERS


def test_duplicates_over_pages_and_within_one_come_once(rig: HttpRig) -> None:
    rig.api.shape = lambda rows, at: ("application/json", json.dumps([{"no": 1}, {"no": 1}, {"no": at}]).encode())
    rig.api.paging = "page"
    assert rig.look(rig.source(rows="", page_size=None, query={}, max_pages=3, paging="none")) == ["1", "0"]


def test_pages_without_end_and_in_a_circle(rig: HttpRig) -> None:
    endless = iter(range(1000))
    rig.api.shape = lambda rows, at: ("application/json", json.dumps([{"no": next(endless)}]).encode())
    with pytest.raises(RetryLater, match="more than 5 pages"):
        rig.look(rig.source(rows="", page_size=None, max_pages=5, query={"size": "10"}))
    assert rig.numbers(rig.known.items) == ["0", "1", "2", "3", "4"]
    rig.api.shape = lambda rows, at: ("application/json", json.dumps({"rows": [{"no": "x"}], "next": "7"}).encode())
    with pytest.raises(RetryLater, match="go in a circle"):
        rig.look(rig.source(paging="cursor", rows="rows"))
    assert rig.numbers(rig.known.items)[5:] == ["x"]


def test_a_system_that_gives_its_last_page_again_has_ended(rig: HttpRig) -> None:
    rig.api.shape = lambda rows, at: ("application/json", b'[{"no": "1"}]')
    assert rig.look(rig.source(rows="", page_size=None, query={"size": "1"})) == ["1"]
    assert len(rig.api.asked) == 2


@pytest.mark.parametrize(
    "body, kind",
    [
        (b'{"no": "1"}\n{"no": "2"}\n', "application/x-ndjson"),
        (b'[{"no": "1"}, {"no": "2"}]', "application/json"),
        (b'\xef\xbb\xbf[{"no": "1"},\r\n {"no": "2"}]', "text/plain"),
    ],
)
def test_lists_and_lines(rig: HttpRig, body: bytes, kind: str) -> None:
    rig.api.shape = lambda rows, at: (kind, body)
    assert rig.look(rig.source(paging="none", rows="")) == ["1", "2"]


@pytest.mark.parametrize("body", [b'{"data": null}', b'{"data": {"orders": null}}', b'{"data": {"orders": []}}', b""])
def test_nothing_is_nothing(rig: HttpRig, body: bytes) -> None:
    rig.api.shape = lambda rows, at: ("application/json", body)
    assert rig.look(rig.source(paging="none")) == []


@pytest.mark.parametrize(
    "body, kind, words",
    [
        (b"<html>Sign in</html>", "text/html", "a web page"),
        (b'{"orders": []}', "application/json", "nothing stands at data/orders"),
        (b'{"data": {"orders": [1]}}', "application/json", "a row is no object"),
        (b'{"data": {"orders": [{}', "application/json", "cannot be read as JSON"),
        (b'{"data": {"orders": [{"a": "\xff"}]}}', "application/json", "no UTF-8"),
        (b"[" * 100_000, "application/json", "too deep"),
    ],
)
def test_what_is_no_answer_stops_in_words(rig: HttpRig, body: bytes, kind: str, words: str) -> None:
    rig.api.shape = lambda rows, at: (kind, body)
    with pytest.raises(Stop, match=words):
        rig.look(rig.source(paging="none"))


def test_files_are_taken_whole_and_known_again(rig: HttpRig) -> None:
    pages = {"0": b"<Orders><Order/></Orders>", "1": b"<Orders><Order no='2'/></Orders>"}
    rig.api.shape = lambda rows, at: ("application/xml; charset=utf-8", pages.get(at, b"\n"))
    source: dict[str, Any] = {"answer": "file", "rows": "", "key": (), "page_size": 1}
    for _ in range(2):
        made = rig.source(**source)
        rig.known.look(made)
        made.close()
    found = [one.payload for one in rig.known.items]
    assert [one.size for one in found if one is not None] == [len(one) for one in pages.values()]
    assert {one.media_type for one in found if one is not None} == {"application/xml"}


def test_details_are_asked_for_new_rows_and_one_that_fails_holds_up_no_other(rig: HttpRig) -> None:
    filled(rig.api)
    broken = True

    def fault(request: Received, query: dict[str, str]) -> Say | None:
        return rig.api.say(404) if broken and request.path == "/api/orders/004" else None

    rig.api.fault = fault
    with pytest.raises(RetryLater, match="Details of 1 rows"):
        rig.look(rig.source(detail="/orders/{no}"))
    assert sorted(rig.numbers(rig.known.items)) == [one for one in NUMBERS if one != "004"]
    assert rig.rows(rig.known.items[0])[0]["detail"]["lines"] == [{"qty": 1.5}]
    broken, before = False, len(rig.api.asked)
    assert rig.look(rig.source(detail="/orders/{no}")) == ["004"]
    assert [one for one in rig.api.asked[before:] if "/orders/" in one] == ["/api/orders/004"]


def test_unchanged_by_etag_or_time(rig: HttpRig) -> None:
    filled(rig.api, "none")

    def fault(request: Received, query: dict[str, str]) -> Say | None:
        if request.headers.get("if-none-match") == '"v1"':
            assert request.headers["if-modified-since"] == "Mon, 23 Nov 2026 20:00:00 GMT"
            return rig.api.say(304)
        body = json.dumps({"data": {"orders": [{"no": "1"}]}}).encode()
        return rig.api.say(200, body, ("ETag", '"v1"'), ("Last-Modified", "Mon, 23 Nov 2026 20:00:00 GMT"))

    rig.api.fault = fault
    assert rig.look(rig.source()) == ["1"]
    for _ in range(2):
        assert rig.look(rig.source()) == []
    assert [one.headers.get("if-none-match") for one in rig.api.server.received] == [None, '"v1"', '"v1"']


# -- signing in ---------------------------------------------------------------------------------

SECRET = "s3cret-k3y-of-ours"
SIGN_INS: dict[str, dict[str, Any]] = {
    "key": {"sign_in": "key", "key": "erp/key", "key_name": "X-API-Key"},
    "query": {"sign_in": "key", "key": "erp/key", "key_in": "query", "key_name": "api_key"},
    "bearer": {"sign_in": "bearer", "key": "erp/key"},
    "basic": {"sign_in": "basic", "username": "erp", "password": "erp/key"},
}
EXPECTED = {
    "key": ("header", "x-api-key", SECRET),
    "query": ("query", "api_key", SECRET),
    "bearer": ("header", "authorization", f"Bearer {SECRET}"),
    "basic": ("header", "authorization", "Basic ZXJwOnMzY3JldC1rM3ktb2Ytb3Vycw=="),
}


@pytest.mark.parametrize("how", SIGN_INS)
def test_signed_in_and_refused_only_once(rig: HttpRig, how: str) -> None:
    filled(rig.api)
    rig.api.key, rig.secrets["erp/key"] = EXPECTED[how], SECRET
    assert rig.look(rig.source(SIGN_INS[how])) == NUMBERS
    rig.secrets["erp/key"] = "wrong-and-old-secret"
    for _ in range(2):
        with pytest.raises(Stop) as caught:
            rig.look(rig.source(SIGN_INS[how]))
        assert "wrong-and-old" not in f"{caught.value}"
        assert "secret set erp/key" in caught.value.hint
    assert sum(1 for one in rig.api.asked if "page=1" in one) == 2


def test_a_key_in_the_address_is_in_no_message_and_no_cursor(rig: HttpRig) -> None:
    filled(rig.api, "next")
    rig.api.key, rig.secrets["erp/key"] = EXPECTED["query"], SECRET
    rig.api.fault = lambda request, query: rig.api.say(503, SECRET.encode()) if query.get("after") == "20" else None
    with pytest.raises(RetryLater) as caught:
        rig.look(rig.source(SIGN_INS["query"]))
    assert SECRET not in f"{caught.value}{rig.known.cursor}"
    assert "after=20" in str(rig.known.cursor)


def test_client_credentials_at_another_host(rig: HttpRig, tmp_path: Path) -> None:
    filled(rig.api)
    rig.api.key = ("header", "authorization", "Bearer t0ken")
    rig.secrets |= {"erp/id": "us", "erp/secret": SECRET}
    with QueryApi() as login:
        login.fault = lambda request, query: login.say(200, b'{"access_token": "t0ken", "expires_in": 60}')
        connection = {
            "sign_in": "client_credentials", "token_url": f"{login.server.url}/token", "client_id": "erp/id",
            "client_secret": "erp/secret", "scope": "orders.read",
        }  # fmt: skip
        assert rig.look(rig.source(connection)) == NUMBERS
        assert b"scope=orders.read" in login.server.received[0].body


def test_403_stops_with_advice(rig: HttpRig) -> None:
    rig.api.fault = lambda request, query: rig.api.say(403, b'{"detail": "Not for you"}')
    with pytest.raises(Stop, match=r"answers 403 .*Not for you") as caught:
        rig.look(rig.source())
    assert "what it may read" in caught.value.hint


# -- faults on the wire -------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["cut", "short", "reset", "429", "503"])
def test_what_passes_is_waited_for(rig: HttpRig, fault: str) -> None:
    filled(rig.api)
    left = [fault] * 2

    def faulty(request: Received, query: dict[str, str]) -> Say | None:
        if query.get("page") != "2" or not left:
            return None
        left.pop()
        half = b'HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{"data": '
        if fault in {"cut", "reset"}:
            return Say(half, close=fault == "cut", reset=fault == "reset")
        if fault == "short":
            return Say(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{}", close=True)
        return rig.api.say(int(fault), b"", ("Retry-After", "7"))

    rig.api.fault = faulty
    before = rig.clock.monotonic()
    assert rig.look(rig.source()) == NUMBERS
    waited = rig.clock.monotonic() - before
    assert waited >= (14 if fault in {"429", "503"} else 1.5)


def test_a_long_wait_is_left_to_the_next_run(rig: HttpRig) -> None:
    rig.api.fault = lambda request, query: rig.api.say(429, b"", ("Retry-After", "3600"))
    with pytest.raises(RetryLater) as caught:
        rig.look(rig.source())
    assert caught.value.after == 3600.0
    assert len(rig.api.asked) == 1


def test_bombs_and_large_answers_are_not_taken(rig: HttpRig) -> None:
    bomb = gzip.compress(b"[" + b" " * 50_000_000 + b"]")
    rig.api.fault = lambda request, query: rig.api.say(200, bomb, ("Content-Encoding", "gzip"))
    with pytest.raises(Stop, match="larger than 1,000,000 bytes") as caught:
        rig.look(rig.source({"max_answer": 1_000_000}))
    assert "page_size" in caught.value.hint
    rig.api.fault = lambda request, query: rig.api.say(200, b"x" * 2_000_000)
    with pytest.raises(Stop, match="larger than 1,000,000 bytes"):
        rig.look(rig.source({"max_answer": 1_000_000}))
    assert len(rig.api.asked) == 2


def test_packed_answers_are_unpacked_and_must_be_whole(rig: HttpRig) -> None:
    filled(rig.api)
    rig.api.packed = True
    assert rig.look(rig.source()) == NUMBERS
    half = gzip.compress(b"[" + b"1, " * 5000)[:40]
    rig.api.packed = False
    rig.api.fault = lambda request, query: rig.api.say(200, half, ("Content-Encoding", "gzip"))
    with pytest.raises(RetryLater, match="not whole"):
        rig.look(rig.source())
    rig.api.fault = lambda request, query: rig.api.say(200, b"??", ("Content-Encoding", "br"))
    with pytest.raises(Stop, match="packed as br"):
        rig.look(rig.source())


def test_redirects_only_to_named_hosts(rig: HttpRig) -> None:
    filled(rig.api)
    target = "/api/orders"

    def fault(request: Received, query: dict[str, str]) -> Say | None:
        return rig.api.say(307, b"", ("Location", f"{target}?page=1")) if request.path.startswith("/api/old") else None

    rig.api.fault = fault
    assert rig.look(rig.source(path="/old", paging="none", page_size=None, query={})) == NUMBERS[:10]
    target = "https://elsewhere.example/orders"
    with pytest.raises(Stop, match="another system"):
        rig.look(rig.source(path="/old"))
    target = "/api/old"
    with pytest.raises(Stop, match="on and on"):
        rig.look(rig.source(path="/old"))


def test_told_to_end_it_lets_go_within_a_second(rig: HttpRig) -> None:
    filled(rig.api)
    rig.api.fault = lambda request, query: Say(b"", wait=4.0, close=True) if query.get("page") == "2" else None
    threading.Timer(0.3, rig.token.set).start()
    begun = time.monotonic()
    assert rig.look(rig.source()) == NUMBERS[:10]
    assert time.monotonic() - begun < 1.3


@pytest.mark.long
def test_a_server_that_is_too_slow_is_given_up(rig: HttpRig) -> None:
    rig.clock = SystemClock()
    rig.api.fault = lambda request, query: Say(b"", wait=3.0, close=True)
    with pytest.raises(RetryLater, match="no answer in time"):
        rig.look(rig.source({"timeout": 1.0}))


# -- first run, going back, check ---------------------------------------------------------------


def test_a_date_is_the_first_since(rig: HttpRig) -> None:
    filled(rig.api, "none", changed=1_700_000_000.0)
    rig.api.put("new")
    rig.known.answer = "2026-01-01"
    assert rig.look(rig.source(query=SINCE, time_format="unix")) == ["new"]


def test_what_is_there_is_counted_up_to_a_bound(rig: HttpRig) -> None:
    filled(rig.api)
    source = rig.source()
    assert (source.standing().rows, source.standing().more) == (25, False)
    source.close()
    source = rig.source(page_size=1)
    assert (source.standing().rows, source.standing().more) == (10, True)
    source.close()


def test_a_clock_that_went_back_stops_in_words(rig: HttpRig) -> None:
    filled(rig.api, "none")
    rig.look(rig.source(query=SINCE, time_format="unix"))
    rig.api.now = lambda: time.time() - 5 * 24 * 3600
    with pytest.raises(Stop, match="clock of the system"):
        rig.look(rig.source(query=SINCE, time_format="unix"))


def test_going_back_brings_only_what_was_missed(rig: HttpRig) -> None:
    filled(rig.api, "none")
    options: dict[str, Any] = {"query": SINCE, "time_format": "unix"}
    rig.look(rig.source(**options))
    rig.api.put("missed", 1_700_000_000.0)
    assert rig.look(rig.source(**options)) == []
    source = rig.source(**options)
    back = source.back(rig.known.cursor, 1_690_000_000.0)
    rig.known.cursor = back.cursor
    assert "changed since 2023-07-22" in back.words
    assert rig.look(source) == ["missed"]


def test_the_test_of_a_connection(rig: HttpRig) -> None:
    filled(rig.api)
    rig.clock = SystemClock()
    steps = list(check(rig.access({"test_path": "/orders?limit=1"})))
    assert [one.name for one in steps] == ["name", "reach", "proxy", "TLS", "sign-in", "first page", "clock"]
    assert all(one.state is StepState.OK for one in steps), steps
    assert steps[5].detail.endswith("application/json, 10 rows")
    by_name = {one.name: one for one in check(rig.access({"test_path": "/nothing"}))}
    assert (by_name["sign-in"].state, by_name["first page"].state) == (StepState.OK, StepState.FAILED)
    rig.api.key, rig.secrets["erp/key"] = EXPECTED["key"], "wrong-and-old-secret"
    by_name = {one.name: one for one in check(rig.access({**SIGN_INS["key"], "test_path": "/orders"}))}
    assert (by_name["sign-in"].state, by_name["first page"].state) == (StepState.FAILED, StepState.NOT_REACHED)
    source = rig.source()
    rig.api.key = None
    assert list(source.check())[5].detail == "10 rows in the first page"
    source.close()


@pytest.mark.parametrize(
    "header, found",
    [
        ('<https://a/x?a=1,2>; rel="prev", <https://a/y>; rel="next"', "https://a/y"),
        ('</y?page=2>; title="a, b"; rel="last next"', "/y?page=2"),
        ("<https://a/x>; rel=next", "https://a/x"),
        ('<https://a/x>; rel="nextish"', ""),
        ("", ""),
    ],
)
def test_link_headers(header: str, found: str) -> None:
    assert next_link(header) == found


@pytest.mark.parametrize(
    "options, words",
    [
        ({"path": "orders"}, "begins with /"),
        ({"path": "/orders", "query": {"x": "{when}"}}, "{when} is not filled in"),
        ({"path": "/orders", "paging": "page"}, "needs {page}"),
        ({"path": "/orders", "paging": "next"}, "needs answers in JSON"),
        ({"path": "/orders", "query": {"n": "{size}"}}, "needs page_size"),
        ({"path": "/orders", "answer": "file", "rows": "x"}, "no use"),
        ({"path": "/orders", "time_format": "what"}, "expected iso"),
        ({"path": "/orders", "time_zone": "Nowhere/No"}, "Europe/Berlin"),
    ],
)
def test_queries_that_cannot_be(options: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        HttpApiOptions(**options)


@pytest.mark.parametrize(
    "options, words",
    [
        ({"base_url": "http://erp.example"}, "plain http"),
        ({"base_url": "https://erp.example", "sign_in": "key"}, "needs key and key_name"),
        ({"base_url": "https://erp.example", "headers": {"Authorization": "x"}}, "set by the program"),
        ({"base_url": "https://erp.example", "headers": {"X": "a\r\nY: b"}}, "cannot stand"),
        ({"base_url": "https://erp.example", "test_path": "x"}, "begins with /"),
    ],
)
def test_connections_that_cannot_be(options: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        HttpConnectionOptions(**options)


def test_what_is_unwise_is_warned_of() -> None:
    made = HttpConnectionOptions(base_url="http://erp.example", unencrypted=True, **SIGN_INS["query"])
    assert [name for name, _ in made.warnings()] == ["unencrypted", "key_in"]
