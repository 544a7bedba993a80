"""Whoever asks Acme and is told to end does not wait for a server that never answers; others are not cut off."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from desktop_sync.acme.client import Acme
from desktop_sync.core.ending import ending_with
from desktop_sync.core.errors import Ended
from tests.acme_rig import acme
from tests.raw_server import RawServer, Received, Say

SILENT = 20.0
ASKED: dict[str, Callable[[Acme], object]] = {
    "a list": lambda one: list(one.query("orders")),
    "an account": Acme.account,
    "a look-up": lambda one: one.find("orders", ["1"]),
    "the time": Acme.server_date,
}


@pytest.fixture
def silent() -> Iterator[RawServer]:
    with RawServer(_never) as server:
        yield server


def _never(_: Received) -> Say:
    return Say(wait=SILENT)


@pytest.mark.parametrize("what", ASKED)
def test_it_ends_within_a_second(silent: RawServer, what: str) -> None:
    told, client = threading.Event(), acme(f"http://127.0.0.1:{silent.port}")
    timer = threading.Timer(0.3, told.set)
    timer.start()
    begun = time.monotonic()
    with ending_with(told), pytest.raises(Ended):
        ASKED[what](client)
    timer.join()
    assert 0.2 < time.monotonic() - begun < 1.5
    assert len(silent.received) == 1


def test_outside_of_it_nothing_is_cut_off() -> None:
    told = threading.Event()
    told.set()
    with ending_with(told):
        pass
    with RawServer(lambda _: Say(wait=1.0, close=True)) as server:
        begun = time.monotonic()
        with pytest.raises(Exception, match="could not be read"):
            acme(f"http://127.0.0.1:{server.port}").account()
        assert time.monotonic() - begun >= 1.0
