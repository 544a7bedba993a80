"""An exchange step by step: nothing waits, every time-out by a clock in the hand, and what counts as sent."""

from __future__ import annotations

import contextlib
import select
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_sync.core.errors import Rejected
from desktop_sync.web.failures import Cut, NotSent, Stage
from desktop_sync.web.reply import Reply
from desktop_sync.web.wire import Limits, SocketWire, wait_for
from tests.acme_rig import HandClock
from tests.certificates import make_authority
from tests.raw_server import answer, reset

LIMITS = Limits(write=3, read=5, total=12)
GRACE = 1.0
LARGE = b"x" * 3_000_000


@dataclass(slots=True)
class Line:
    """A wire and its far end, both in the test's hand."""

    wire: SocketWire
    far: socket.socket
    clock: HandClock

    def begin(self, body: bytes = b"{}") -> None:
        assert self.wire.begin("POST", "/v1/orders", [("Host", "a"), ("Content-Length", str(len(body)))], body)

    def step(self) -> Reply | None:
        """Goes on when the wire's file is ready for it, or at once when it will not be."""
        wait_for(*self.wire.awaited, seconds=0.2)
        return self.wire.proceed()

    def stuck(self, body: bytes = LARGE) -> None:
        """Begins with a body that the far end does not take, as far as it goes."""
        self.begin(body)
        while wait_for(*self.wire.awaited, seconds=0.1):
            assert self.wire.awaited[1], "it was taken whole"
            assert self.wire.proceed() is None

    def taken(self) -> bytes:
        """Steps on while the far end takes everything."""
        got = bytearray()
        taking = threading.Thread(target=lambda: got.extend(whole(self.far)))
        taking.start()
        while self.wire.awaited[1]:
            assert self.step() is None
        taking.join()
        return bytes(got)

    @property
    def left(self) -> float:
        return self.wire.until - self.clock.monotonic()


def whole(far: socket.socket) -> bytes:
    """The body of a large request."""
    got = b""
    while len(got.partition(b"\r\n\r\n")[2]) < len(LARGE):
        got += far.recv(65536)
    return got.partition(b"\r\n\r\n")[2]


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


def sockets(stack: ExitStack) -> tuple[socket.socket, socket.socket]:
    """Two ends of a real connection with small buffers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
        near = stack.enter_context(socket.socket())
        near.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 8192)
        near.connect(listener.getsockname())
        far, _ = listener.accept()
    return near, stack.enter_context(far)


@pytest.fixture
def line(stack: ExitStack) -> Iterator[Line]:
    near, far = sockets(stack)
    clock = HandClock()
    made = Line(SocketWire(near, LIMITS, clock.monotonic), far, clock)
    yield made
    made.wire.close()


@pytest.fixture
def secret_line(stack: ExitStack, tmp_path: Path) -> Iterator[Line]:
    """The same with TLS, after a first exchange: what TLS tells after the handshake was read with its answer."""
    authority = make_authority(tmp_path)
    trusted = ssl.create_default_context(cafile=str(authority.ca_file))
    near, far = sockets(stack)
    ends: list[ssl.SSLSocket] = []
    shaking = threading.Thread(target=lambda: ends.append(authority.server.wrap_socket(far, server_side=True)))
    shaking.start()
    secret = trusted.wrap_socket(near, server_hostname="127.0.0.1", suppress_ragged_eofs=False)
    shaking.join()
    clock = HandClock()
    made = Line(SocketWire(secret, LIMITS, clock.monotonic), stack.enter_context(ends[0]), clock)
    made.begin()
    made.far.recv(65536)
    made.far.sendall(answer(200))
    while made.step() is None:
        pass
    yield made
    made.wire.close()


@pytest.fixture(params=["plain", "TLS"])
def any_line(request: pytest.FixtureRequest) -> Line:
    found = request.getfixturevalue("line" if request.param == "plain" else "secret_line")
    assert isinstance(found, Line)
    return found


# -- going on ----------------------------------------------------------------------------------------------------------


def test_answer_comes_when_it_is_there_and_nothing_waits_before(any_line: Line) -> None:
    any_line.begin()
    assert any_line.wire.awaited == (any_line.wire.awaited[0], False)
    assert any_line.wire.proceed() is None
    assert any_line.far.recv(65536).endswith(b"\r\n\r\n{}")
    said = answer(201, b"{}")
    for place in range(len(said) - 1):
        any_line.far.sendall(said[place : place + 1])
        assert any_line.step() is None
    any_line.far.sendall(said[-1:])
    reply = any_line.step()
    assert reply is not None
    assert (reply.status, reply.body) == (201, b"{}")
    assert any_line.wire.usable()


def test_large_body_goes_out_in_parts_and_is_taken_whole(any_line: Line) -> None:
    any_line.stuck()
    assert any_line.wire.awaited[1]
    assert any_line.wire.proceed() is None, "nothing more goes out, and nothing waits for it"
    assert any_line.taken() == LARGE
    any_line.far.sendall(answer(201))
    while (reply := any_line.step()) is None:
        pass
    assert reply.status == 201
    assert any_line.wire.usable()
    any_line.begin()
    assert any_line.far.recv(65536).startswith(b"POST")


def test_second_answer_in_one_piece_is_never_the_next_ones(any_line: Line) -> None:
    any_line.begin()
    any_line.far.sendall(answer(200, b"1") + answer(200, b"2"))
    reply = any_line.step()
    assert reply is not None
    assert reply.body == b"1"
    assert not any_line.wire.usable()


# -- what counts as sent -----------------------------------------------------------------------------------------------


def gone(line: Line) -> None:
    """The far end has reset the connection, and it is known here."""
    far = line.far
    if isinstance(far, ssl.SSLSocket):
        far = socket.socket(fileno=far.detach())
    reset(far)
    assert wait_for(line.wire.awaited[0], writes=False, seconds=5)


def test_reset_before_the_first_byte_is_not_sent(line: Line) -> None:
    gone(line)
    with pytest.raises(NotSent) as error:
        line.begin()
    assert error.value.stage is Stage.SEND
    assert not line.wire.usable()


def test_reset_before_the_first_byte_cannot_be_told_with_tls(secret_line: Line) -> None:
    gone(secret_line)
    secret_line.begin()
    with pytest.raises(Cut):
        secret_line.step()
    assert not secret_line.wire.usable()


def test_reset_within_the_request_is_cut(any_line: Line) -> None:
    any_line.stuck()
    gone(any_line)
    any_line.step()  # now it is known here
    with pytest.raises(Cut):
        any_line.step()


def test_reset_after_the_request_is_cut(any_line: Line) -> None:
    any_line.begin()
    gone(any_line)
    with pytest.raises(Cut):
        any_line.step()
    assert not any_line.wire.usable()


def test_closed_after_the_request_is_cut(any_line: Line) -> None:
    any_line.begin()
    any_line.far.shutdown(socket.SHUT_WR)
    with pytest.raises(Cut):
        any_line.step()


def test_what_cannot_be_spelt_is_refused_with_nothing_sent(line: Line) -> None:
    with pytest.raises(Rejected):
        line.wire.begin("POST", "/v1/orders\r\nX: y", [("Host", "a")], b"{}")
    assert line.far.recv(10) == b"", "closed without a word"


@pytest.mark.parametrize("body", [b"{}", LARGE], ids=["small", "large"])
def test_time_over_without_room_for_a_byte(stack: ExitStack, body: bytes) -> None:
    """The system's buffers are full of what nobody takes: not a byte went out, and that is known."""
    near, _ = sockets(stack)
    near.setblocking(False)
    with contextlib.suppress(BlockingIOError):
        while near.send(b"x" * 65536):
            pass
    clock = HandClock()
    wire = SocketWire(near, LIMITS, clock.monotonic)
    wire.begin("POST", "/", [("Host", "a")], body)
    clock.pass_by(3)
    with pytest.raises(NotSent, match="no answer in time"):
        wire.proceed()


# -- time --------------------------------------------------------------------------------------------------------------


def test_early_refusal_counts_when_the_rest_is_not_taken(any_line: Line) -> None:
    any_line.stuck()
    any_line.far.sendall(answer(413))
    assert any_line.left == 3
    any_line.clock.pass_by(2.9)
    assert any_line.wire.proceed() is None
    any_line.clock.pass_by(0.1)
    assert any_line.wire.proceed() is None
    assert (any_line.wire.awaited[1], any_line.left) == (False, GRACE)
    reply = any_line.step()
    assert reply is not None
    assert reply.status == 413
    assert not any_line.wire.usable(), "a half of the request is still to come"


def test_no_answer_to_a_request_not_taken_is_cut_after_a_moment(any_line: Line) -> None:
    any_line.stuck()
    any_line.clock.pass_by(3)
    assert any_line.wire.proceed() is None
    any_line.clock.pass_by(0.9)
    assert any_line.wire.proceed() is None
    any_line.clock.pass_by(0.1)
    with pytest.raises(Cut, match="no answer in time"):
        any_line.wire.proceed()
    assert not any_line.wire.usable()


def test_beginning_of_an_answer_to_a_request_not_taken_does_not_prolong_the_moment(any_line: Line) -> None:
    any_line.stuck()
    any_line.clock.pass_by(3)
    assert any_line.wire.proceed() is None
    any_line.far.sendall(answer(413, b"xx")[:-1])
    any_line.clock.pass_by(0.9)
    assert any_line.step() is None
    assert any_line.left == pytest.approx(0.1)


def test_no_answer_in_time_is_cut(any_line: Line) -> None:
    any_line.begin()
    assert any_line.left == 5
    any_line.clock.pass_by(4.9)
    assert any_line.wire.proceed() is None
    any_line.clock.pass_by(0.1)
    with pytest.raises(Cut, match="no answer in time"):
        any_line.wire.proceed()


def test_each_piece_renews_the_time_but_not_beyond_the_total(any_line: Line) -> None:
    any_line.begin()
    said = answer(200, b"xxxx")
    any_line.far.sendall(said[:-4])
    lefts = []
    for _ in range(2):
        assert any_line.step() is None
        lefts.append(any_line.left)
        any_line.clock.pass_by(4.5)
        any_line.far.sendall(b"x")
    assert any_line.step() is None
    assert [*lefts, any_line.left] == [5, 5, 3]
    any_line.clock.pass_by(3)
    with pytest.raises(Cut, match="no answer in time"):
        any_line.wire.proceed()


def test_answer_that_is_there_when_the_time_is_over_counts(any_line: Line) -> None:
    """Whoever follows many may come late: it is the far end that has to be in time."""
    any_line.begin()
    any_line.far.sendall(answer(200))
    any_line.clock.pass_by(100)
    reply = any_line.step()
    assert reply is not None
    assert reply.status == 200


def test_time_of_an_exchange_counts_from_its_beginning(line: Line) -> None:
    for _ in range(3):
        line.clock.pass_by(3.9)
        line.begin()
        assert line.left == 5
        line.far.sendall(answer(200))
        assert line.step() is not None


# -- TLS ---------------------------------------------------------------------------------------------------------------

UNTIL_THE_END = b"HTTP/1.1 200 OK\r\n\r\n{}"


def test_answer_until_the_end_needs_the_farewell(secret_line: Line) -> None:
    secret_line.begin()
    secret_line.far.sendall(UNTIL_THE_END)
    assert secret_line.step() is None
    assert isinstance(secret_line.far, ssl.SSLSocket)
    secret_line.far.recv(65536)
    secret_line.far.settimeout(0)
    with contextlib.suppress(ssl.SSLWantReadError):
        secret_line.far.unwrap()
    reply = secret_line.step()
    assert reply is not None
    assert reply.body == b"{}"


def test_answer_until_the_end_without_the_farewell_is_cut(secret_line: Line) -> None:
    """Anybody between may close a connection: the rest of the answer may be missing."""
    secret_line.begin()
    secret_line.far.sendall(UNTIL_THE_END)
    assert secret_line.step() is None
    secret_line.far.shutdown(socket.SHUT_WR)
    with pytest.raises(Cut):
        secret_line.step()


class Turning(socket.socket):
    """A socket that wants the other direction first, as TLS may when keys are changed."""

    wants: ssl.SSLError | None = None

    def send(self, data: bytes, flags: int = 0) -> int:  # type: ignore[override]  # a buffer in typeshed
        self._turn()
        return super().send(data, flags)

    def recv(self, size: int, flags: int = 0) -> bytes:
        self._turn()
        return super().recv(size, flags)

    def _turn(self) -> None:
        wants, self.wants = self.wants, None
        if wants is not None:
            raise wants


def writes(wire: SocketWire) -> bool:
    return wire.awaited[1]


def test_other_direction_is_awaited_when_tls_wants_it(stack: ExitStack) -> None:
    near, far = sockets(stack)
    turning = stack.enter_context(Turning(fileno=near.detach()))
    wire = SocketWire(turning, LIMITS, time.monotonic)
    turning.wants = ssl.SSLWantReadError()
    wire.begin("POST", "/", [("Host", "a")], b"{}")
    assert not writes(wire)
    assert wire.proceed() is None
    assert far.recv(100).endswith(b"{}")
    far.sendall(answer(200))
    turning.wants = ssl.SSLWantWriteError()
    assert wire.proceed() is None
    assert writes(wire)
    wait_for(wire.awaited[0], writes=False, seconds=5)
    reply = wire.proceed()
    assert reply is not None
    assert reply.status == 200
    wire.begin("POST", "/", [("Host", "a")], b"{}")
    assert not writes(wire)


# -- waiting -----------------------------------------------------------------------------------------------------------


@pytest.fixture(params=["poll", "select"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on other systems, and as on Windows."""
    if request.param == "select":
        monkeypatch.delattr(select, "poll", raising=False)
    elif not hasattr(select, "poll"):
        pytest.skip("there is none here")


@pytest.mark.usefixtures("way")
def test_wait_for_either_direction(line: Line) -> None:
    file = line.wire.awaited[0]
    assert not wait_for(file, writes=False, seconds=-1)
    assert wait_for(file, writes=True, seconds=0)
    line.stuck()
    assert not wait_for(file, writes=True, seconds=0.01)
    assert not wait_for(file, writes=False, seconds=0.01)
    line.far.sendall(b"x")
    assert wait_for(file, writes=False, seconds=5)


@pytest.mark.usefixtures("way")
def test_wait_for_what_is_broken_ends_at_once(line: Line) -> None:
    file = line.wire.awaited[0]
    line.stuck()
    gone(line)
    assert wait_for(file, writes=True, seconds=5)
    assert wait_for(file, writes=False, seconds=5)
    line.wire.close()
    assert wait_for(-1, writes=False, seconds=5)


@pytest.mark.usefixtures("way")
def test_exchange_that_waits(stack: ExitStack) -> None:
    near, far = sockets(stack)
    wire = SocketWire(near, LIMITS, time.monotonic)
    got: list[Reply] = []
    waiting = threading.Thread(
        target=lambda: got.append(wire.exchange("POST", "/", [("Host", "a"), ("Content-Length", "9")], LARGE))
    )
    waiting.start()
    taken = 0
    while taken < len(LARGE):
        taken += len(far.recv(65536))
    far.sendall(answer(200))
    waiting.join()
    assert [reply.status for reply in got] == [200]
    wire.close()
