"""One connection: what is kept, what is not sent, what is cut."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable

import pytest

from desktop_sync.core.errors import Rejected
from desktop_sync.web.failures import Cut, NotSent, Stage
from desktop_sync.web.reply import Reply
from desktop_sync.web.wire import Limits, SocketWire
from tests.acme_rig import HandClock
from tests.raw_server import RawServer, Say, answer

HEADERS = [("Host", "127.0.0.1"), ("Content-Length", "2")]


def wire_to(server: RawServer, monotonic: Callable[[], float] = time.monotonic, **limits: float) -> SocketWire:
    sock = socket.create_connection(("127.0.0.1", server.port))
    return SocketWire(sock, Limits(**{"total": 2, **limits}), monotonic)  # type: ignore[arg-type]


def post(wire: SocketWire, headers: list[tuple[str, str]] = HEADERS) -> Reply:
    return wire.exchange("POST", "/v1/orders", headers, b"{}")


def test_connection_that_takes_no_byte_has_sent_nothing() -> None:
    with RawServer(lambda _: Say(answer(200))) as server:
        sock = socket.create_connection(("127.0.0.1", server.port))
        sock.shutdown(socket.SHUT_WR)
        wire = SocketWire(sock, Limits(), time.monotonic)
        with pytest.raises(NotSent) as error:
            post(wire)
        assert error.value.stage is Stage.SEND
        assert not wire.usable()
        assert server.received == []


def test_kept_for_the_next_exchange() -> None:
    with RawServer(lambda _: Say(answer(200, b"{}"))) as server:
        wire = wire_to(server)
        assert [post(wire).status, post(wire).status] == [200, 200]
        assert wire.usable()
        assert server.connections == 1
        wire.close()
        assert not wire.usable()


@pytest.mark.parametrize(
    "said",
    [
        answer(200, b"{}") + b"x",
        answer(200, b"{}") + answer(200, b"{}"),
        answer(200, b"{}", [("Connection", "close")]),
        b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{}",
    ],
    ids=["left over", "second answer", "asked to close", "HTTP/1.0", "ended by closing"],
)
def test_not_kept_when_anything_could_be_left(said: bytes) -> None:
    with RawServer(lambda _: Say(said, close=b"\r\nConnection" in said and b"Length" not in said)) as server:
        wire = wire_to(server)
        assert post(wire).body == b"{}"
        assert not wire.usable()


def test_not_used_when_the_server_speaks_unasked() -> None:
    """What a server says on an idle connection (a 408, a farewell) must not answer the next request."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        sock = socket.create_connection(listener.getsockname())
        wire = SocketWire(sock, Limits(), time.monotonic)
        assert wire.usable()
        with listener.accept()[0] as other:
            other.sendall(answer(408))
            assert sock.recv(1, socket.MSG_PEEK)
            assert not wire.usable()
        wire.close()


def test_not_used_after_idling_too_long() -> None:
    clock = HandClock()
    with RawServer(lambda _: Say(answer(200))) as server:
        wire = wire_to(server, clock.monotonic, idle=4.0)
        post(wire)
        clock.pass_by(3.9)
        assert wire.usable()
        clock.pass_by(0.2)
        assert not wire.usable()
        wire.close()


def test_chunks_trailers_and_interim_answers_are_read() -> None:
    said = (
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n"
        b'HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\nETag: "3"\r\n\r\n'
        b'3\r\n{"a\r\n4\r\n":1}\r\n0\r\nX: y\r\n\r\n'
    )
    with RawServer(lambda _: Say(said)) as server:
        wire = wire_to(server)
        reply = post(wire)
        assert (reply.status, reply.body, reply.headers["etag"]) == (201, b'{"a":1}', '"3"')
        assert wire.usable()
        wire.close()


def test_answer_that_is_too_large_is_cut() -> None:
    with (
        RawServer(lambda _: Say(answer(200, b"x" * 1001))) as server,
        pytest.raises(Cut, match="larger than 1,000 bytes"),
    ):
        post(wire_to(server, answer=1000))


def test_total_time_bounds_an_answer_that_trickles() -> None:
    """Each piece comes in time, the whole too late: ``read`` alone would take it."""
    body = b"x" * 40

    def trickle(sock: socket.socket) -> None:
        with contextlib.suppress(OSError):
            sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n")
            for byte in body:
                sock.sendall(bytes([byte]))
                time.sleep(0.05)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        wire = SocketWire(
            socket.create_connection(listener.getsockname()), Limits(read=5, write=5, total=0.5), time.monotonic
        )
        with listener.accept()[0] as other:
            slow = threading.Thread(target=trickle, args=(other,))
            slow.start()
            with pytest.raises(Cut, match="no answer in time"):
                post(wire)
            slow.join()


@pytest.mark.parametrize("value", ["3\r\nX-Injected: 1", "ü\u2603", "3\x00"])
def test_header_that_cannot_be_spelt_is_refused_before_anything_is_sent(value: str) -> None:
    with RawServer(lambda _: Say(answer(200))) as server:
        with pytest.raises(Rejected, match="cannot be written as HTTP"):
            post(wire_to(server), [*HEADERS, ("If-Match", value)])
        assert server.received == []
