"""Requests that nobody waits for: when they can be begun, and that nothing of them is left over."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from desktop_sync.core.errors import Rejected
from desktop_sync.web import Cut, Limits, Reply, SocketOpener, UnderWay, Web, parse_base_url
from desktop_sync.web.wire import SocketWire, wait_for
from tests.acme_rig import HandClock, SystemClock
from tests.raw_server import RawServer, Received, Say, answer

HOLD, DROP, RESET = "/hold", "/drop", "/reset"


def script(request: Received) -> Say:
    if request.path == HOLD:
        return Say(wait=30)
    if request.path in {DROP, RESET}:
        return Say(close=True, reset=request.path == RESET)
    return Say(answer(200, request.body), close=request.path == "/last")


@pytest.fixture
def server() -> Iterator[RawServer]:
    with RawServer(script) as started:
        yield started


@pytest.fixture
def webs() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def web_of(server: RawServer, webs: ExitStack, in_flight: int = 1, clock: HandClock | SystemClock | None = None,
           rate: float | None = None, read: float = 5) -> Web:  # fmt: skip
    clock = clock or SystemClock()
    route, limits = parse_base_url(server.url), Limits(free=0.05, read=read)
    web = Web(route, SocketOpener(route, "", limits, clock), clock, limits, in_flight, rate)
    webs.callback(web.close)
    return web


def kept(server: RawServer, webs: ExitStack, in_flight: int = 1) -> Web:
    """With one connection that is open."""
    web = web_of(server, webs, in_flight)
    web.request("GET", "/")
    return web


def begun(web: Web, path: str = "/", body: bytes = b"x") -> UnderWay:
    call = web.begin("POST", path, (), body)
    assert call is not None
    return call


def followed(call: UnderWay) -> Reply:
    while (reply := call.proceed()) is None:
        wait_for(*call.awaited, seconds=call.until - time.monotonic())
    return reply


def assert_free(web: Web) -> None:
    """The one slot there is was given back, once."""
    assert web.request("POST", "/", (), b"free").body == b"free"
    assert web._slots.take()
    assert not web._slots.take()
    web._slots.give_back()


def test_nothing_begins_without_a_connection(server: RawServer, webs: ExitStack) -> None:
    web = web_of(server, webs)
    assert web.begin("POST", "/", (), b"x") is None
    assert server.connections == 0
    assert_free(web)


def test_begun_and_followed_on_the_connection_that_was_kept(server: RawServer, webs: ExitStack) -> None:
    web = kept(server, webs)
    for turn in (b"1", b"2", b"3"):
        assert followed(begun(web, body=turn)).body == turn
    assert_free(web)
    assert server.connections == 1
    assert web.heard


def test_nothing_begins_while_all_slots_are_taken_and_the_connection_stays(server: RawServer, webs: ExitStack) -> None:
    web = kept(server, webs)
    with web._slots:
        assert web.begin("POST", "/", (), b"x") is None
    assert followed(begun(web)).status == 200
    assert server.connections == 1


def test_one_under_way_holds_the_slot_until_it_ends(server: RawServer, webs: ExitStack) -> None:
    web = kept(server, webs, in_flight=2)
    web._idle.append(web._open_wire())
    first, second = begun(web), begun(web)
    assert web.begin("POST", "/", (), b"x") is None
    assert (followed(first).status, followed(second).status) == (200, 200)
    assert server.connections == 2


def test_pace_is_kept_and_nothing_waits_for_it(server: RawServer, webs: ExitStack) -> None:
    clock = HandClock()
    web = web_of(server, webs, clock=clock, rate=10)
    web.request("GET", "/")
    assert web.begin("POST", "/", (), b"x") is None
    clock.pass_by(0.1)
    call = begun(web)
    while call.proceed() is None:
        wait_for(*call.awaited, seconds=5)
    assert web.begin("POST", "/", (), b"x") is None
    assert clock.waited == []
    assert server.connections == 1


def test_connection_that_died_meanwhile_begins_nothing(server: RawServer, webs: ExitStack) -> None:
    """Seen before it is used, or when it takes no byte: in both cases somebody else may open another one."""
    web = kept(server, webs)
    [wire] = web._idle
    assert isinstance(wire, SocketWire)
    wire._sock.shutdown(socket.SHUT_WR)
    assert web.begin("POST", "/", (), b"x") is None
    assert_free(web)
    web._idle[0].close()
    assert web.begin("POST", "/", (), b"x") is None
    assert_free(web)
    assert len(server.received) == 3


@pytest.mark.parametrize("path", [DROP, RESET])
def test_cut_gives_the_slot_back(server: RawServer, webs: ExitStack, path: str) -> None:
    web = kept(server, webs)
    with pytest.raises(Cut):
        followed(begun(web, path))
    assert_free(web)
    assert server.connections == 2


def test_time_over_gives_the_slot_back(server: RawServer, webs: ExitStack) -> None:
    clock = HandClock()
    web = web_of(server, webs, clock=clock)
    web.request("GET", "/")
    call = begun(web, HOLD)
    clock.pass_by(6)
    with pytest.raises(Cut, match="no answer in time"):
        call.proceed()
    assert_free(web)


def test_given_up_gives_the_slot_back_and_closes(server: RawServer, webs: ExitStack) -> None:
    web = kept(server, webs)
    call = begun(web, HOLD)
    call.give_up()
    assert call.awaited[0] == -1
    assert_free(web)
    assert server.connections == 2


def test_what_cannot_be_spelt_gives_the_slot_back(server: RawServer, webs: ExitStack) -> None:
    web = kept(server, webs)
    with pytest.raises(Rejected):
        web.begin("POST", "/", [("If-Match", "a\r\nb")], b"x")
    assert_free(web)


def test_client_closed_meanwhile_keeps_no_connection(server: RawServer, webs: ExitStack) -> None:
    web = kept(server, webs)
    call = begun(web)
    web.close()
    assert followed(call).status == 200
    assert call.awaited[0] == -1
    assert web.begin("POST", "/", (), b"x") is None
