"""One client, over a real pair of sockets, as accounts that this machine's kernel cannot show: who may do what."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from desktop_sync.core.callers import Caller, Role
from desktop_sync.core.errors import RetryLater, Stop, SyncError
from desktop_sync.core.events import Event, Publish
from desktop_sync.ipc.client import Client
from desktop_sync.ipc.hello import Version, client_hello
from desktop_sync.ipc.limits import Limits
from desktop_sync.ipc.pool import Pool
from desktop_sync.ipc.session import House, Session
from desktop_sync.ipc.wire import Wire

if sys.platform == "win32":
    pytest.skip("sockets of Linux", allow_module_level=True)

from desktop_sync.ipc.unix import UnixConnection

TABLE = {"look": Role.LOOK, "steer": Role.STEER, "change": Role.CHANGE, "hold": Role.STEER}


class Introduced(UnixConnection):
    """The engine's end, with an account that the test names."""

    def __init__(self, connected: socket.socket, caller: Caller | SyncError) -> None:
        super().__init__(connected)
        self._caller = caller

    def caller(self) -> Caller:
        if isinstance(self._caller, SyncError):
            raise self._caller
        return self._caller


@contextmanager
def client_of(caller: Caller | SyncError, hold: threading.Event | None = None, **limits: int) -> Iterator[Client]:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)

    def serve(method: str, _: dict[str, Any], who: Caller, listen: Publish) -> object:
        if method == "hold" and hold is not None:
            listen({"event": "held"})
            hold.wait(20)
        return f"{who.account} did {method}"

    bounds = Limits(**limits)
    looks, works = Pool("look", bounds.looks), Pool("work", bounds.works)
    session = Session(
        House(TABLE, serve, None, looks, works, bounds, Version()), Introduced(ours, caller), lambda _: None
    )
    session.start()
    wire = Wire(UnixConnection(theirs))
    try:
        wire.send(client_hello(Version()))
        hello = wire.receive_message(10)
        assert hello is not None
        with Client(wire, hello) as client:
            yield client
    finally:
        wire.close()
        looks.close()
        works.close()


@pytest.mark.parametrize("role", Role)
def test_who_may_do_what(role: Role) -> None:
    with client_of(Caller("olga", role)) as client:
        assert client.caller == Caller("olga", role)
        for method, needs in TABLE.items():
            assert client.may(method) == (needs <= role)
            if needs <= role:
                assert client.call(method) == f"olga did {method}"
            else:
                with pytest.raises(Stop, match=rf"olga may .*, but '{method}' asks for more.* Ask your administrator"):
                    client.call(method)


def test_one_client_never_has_all_threads() -> None:
    hold = threading.Event()
    with client_of(Caller("olga", Role.STEER), hold, working=3) as client:
        numbers = [client.start("hold") for _ in range(3)]
        with pytest.raises(RetryLater, match="asks too much of the engine at once"):
            client.call("hold", timeout=10)
        assert client.call("look", timeout=10) == "olga did look"
        hold.set()
        assert [client.result(number, 10) for number in numbers] == ["olga did hold"] * 3
        assert client.call("hold", timeout=10) == "olga did hold"


def test_a_listener_that_fails_fails_its_own_call_only() -> None:
    hold = threading.Event()

    def fail(_: Event) -> None:
        hold.set()
        raise OSError("the window is gone")

    with client_of(Caller("olga", Role.STEER), hold) as client:
        with pytest.raises(OSError, match="the window is gone"):
            client.call("hold", listen=fail)
        assert client.call("look") == "olga did look"
