"""One end of a Unix socket: a hung other side is given up, a waiting thread can be woken."""

from __future__ import annotations

import socket
import sys
import threading
import time

import pytest

if sys.platform == "win32":
    pytest.skip("sockets of Linux", allow_module_level=True)

from desktop_sync.ipc.unix import UnixConnection, account


def test_the_other_side_is_given_up_when_it_takes_nothing() -> None:
    ours, theirs = socket.socketpair()
    with theirs:
        connection = UnixConnection(ours, hung=1)
        began = time.monotonic()
        with pytest.raises(BlockingIOError):
            connection.write(b"x" * 10_000_000)
        assert 0.9 < time.monotonic() - began < 10
        connection.close()


def test_a_slow_other_side_is_waited_for() -> None:
    ours, theirs = socket.socketpair()
    connection, taken = UnixConnection(ours, hung=1), bytearray()

    def take() -> None:
        while len(taken) < 2_000_000:
            time.sleep(0.1)
            taken.extend(theirs.recv(200_000))

    taking = threading.Thread(target=take)
    taking.start()
    connection.write(b"x" * 2_000_000)
    taking.join(20)
    assert len(taken) == 2_000_000
    connection.close()
    theirs.close()


def test_reading_ends_in_time_with_the_other_side_or_from_another_thread() -> None:
    ours, theirs = socket.socketpair()
    connection = UnixConnection(ours)
    with pytest.raises(TimeoutError):
        connection.read(0.05)
    theirs.sendall(b"abc")
    assert connection.read(5) == b"abc"
    waking = threading.Timer(0.1, connection.shut)
    waking.start()
    assert connection.read() == b""
    with pytest.raises(BrokenPipeError):
        connection.write(b"x")
    waking.join()
    connection.close()
    connection.shut()  # once more does no harm
    theirs.close()


def test_an_account_without_a_name_is_its_number() -> None:
    assert account(0) == "root"
    assert account(3_999_999_999) == "number 3999999999"
