"""Faults on the wire: what passes is waited for, what is too much or leads elsewhere is not taken."""

from __future__ import annotations

import gzip
import threading
import time

import pytest

from desktop_sync.clock import SystemClock
from desktop_sync.core.errors import RetryLater, Stop
from tests.raw_server import Received, Say
from tests.unit.sources.http_api.rig import NUMBERS, HttpRig, filled


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
