"""The pipe between real processes: calls, answers, errors, events, and clients and engines that vanish."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from typing import Any

import pytest

from desktop_sync.core.errors import RetryLater, SyncError, Unknown
from desktop_sync.core.events import Event
from desktop_sync.data_folder import DataFolder, data_folder
from desktop_sync.ipc import Client, ProgramFault, Role, connect
from tests.ipc_engine import ERRORS, Engine, start_engine


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return data_folder(str(tmp_path / "data"))


@pytest.fixture
def engine(folder: DataFolder) -> Iterator[Engine]:
    with start_engine(folder) as engine:
        yield engine


def connected(folder: DataFolder) -> Client:
    client = connect(folder, within=30)
    assert client is not None
    return client


def until(condition: Any, seconds: float = 30) -> None:  # noqa: ANN401 - any callable
    """Waits for what must become true."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not become true"
        time.sleep(0.01)


def test_no_engine_is_no_error(folder: DataFolder) -> None:
    assert connect(folder) is None


@pytest.mark.usefixtures("engine")
def test_values_come_back_as_they_went(folder: DataFolder) -> None:
    value = {"text": "Größe ☂", "number": 2**53, "amount": "12.30", "list": [1, None, True, {"a": []}], "float": 0.1}
    with connected(folder) as client:
        assert client.call("echo", value) == value
        assert client.call("echo") == {}
        assert client.caller.role == Role.CHANGE
        assert client.call("who") == [client.caller.account, "change"]
        assert client.may("put_secret")
        assert not client.may("get_secret")


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("kind", [name for name in ERRORS if name != "ZeroDivisionError"])
def test_errors_come_out_as_what_they_were(folder: DataFolder, kind: str) -> None:
    with connected(folder) as client, pytest.raises(SyncError) as found:
        client.call("fail", {"kind": kind})
    assert type(found.value) is type(ERRORS[kind])
    assert vars(found.value) == vars(ERRORS[kind])


def test_a_fault_of_the_program_is_told_as_one_and_logged_whole(folder: DataFolder, engine: Engine) -> None:
    with connected(folder) as client:
        with pytest.raises(ProgramFault, match=r"The program itself failed in 'fail' \(ZeroDivisionError\)"):
            client.call("fail", {"kind": "ZeroDivisionError"})
        with pytest.raises(ProgramFault, match="its answer holds something that cannot be sent"):
            client.call("odd")
        assert client.call("echo", {"still": "here"}) == {"still": "here"}
    assert "division by zero" in engine.log
    assert "in _fail" in engine.log


def test_a_secret_never_reaches_the_log(folder: DataFolder, engine: Engine) -> None:
    secret = "s3cret 'with' \"quotes\"\nand Ümlaut"
    with connected(folder) as client, pytest.raises(ProgramFault) as found:
        client.call("put_secret", {"name": "acme", "secret": secret})
    assert "ValueError: " in engine.log
    assert "[struck out]" in engine.log
    for part in ("s3cret", "mlaut"):
        assert part not in engine.log
        assert part not in str(found.value)


@pytest.mark.usefixtures("engine")
def test_events_of_a_call_are_heard_in_order_before_its_answer(folder: DataFolder) -> None:
    heard: list[int] = []
    with connected(folder) as client:

        def listen(event: Event) -> None:
            heard.append(int(str(event["done"])))

        assert client.call("steps", {"steps": 20, "event": "step"}, listen) == 20
        assert heard == list(range(20))
        heard.clear()
        client.call("steps", {"steps": 5000, "event": "progress"}, listen)
        assert heard == sorted(heard)
        assert heard[-1] == 4999, "the newest progress is never lost"
        assert len(heard) < 100


@pytest.mark.usefixtures("engine")
def test_answers_come_in_any_order_and_long_calls_starve_no_look(folder: DataFolder) -> None:
    with connected(folder) as client:
        waiting = [client.start("wait", {"seconds": 60}) for _ in range(12)]
        began = time.monotonic()
        for _ in range(100):
            client.call("echo", {"a": 1})
        assert time.monotonic() - began < 5
        for number in reversed(waiting):
            client.cancel(number)
            assert client.result(number, timeout=60) == "cancelled"


@pytest.mark.usefixtures("engine")
def test_a_call_that_has_not_begun_never_will_when_cancelled(tmp_path: Path) -> None:
    folder = data_folder(str(tmp_path / "one"))
    with start_engine(folder, works=1), connected(folder) as client:
        first = client.start("wait", {"seconds": 60, "name": "first"})
        until(lambda: client.call("begun") == ["first"])
        second = client.start("wait", {"seconds": 60, "name": "second"})
        client.cancel(second)
        with pytest.raises(RetryLater, match="cancelled before it began"):
            client.result(second, timeout=60)
        client.cancel(first)
        assert client.result(first, timeout=60) == "cancelled"
        client.cancel(first)  # one that has ended: without effect
        assert client.call("done") == ["first cancelled"]


@pytest.mark.usefixtures("engine")
def test_a_call_that_takes_too_long_here_goes_on_there(folder: DataFolder) -> None:
    with connected(folder) as client:
        with pytest.raises(Unknown, match=r"has not answered 'order' within 0\.05 s\. It may still do it"):
            client.call("order", {"seconds": 0.3, "name": "4711"}, timeout=0.05)
        until(lambda: client.call("done") == ["4711"])
        number = client.start("order", {"seconds": 0.3, "name": "4712"})
        with pytest.raises(Unknown):
            client.result(number, timeout=0.01)
        assert client.result(number) == 2
        with pytest.raises(KeyError):
            client.result(number)


@pytest.mark.usefixtures("engine")
def test_events_reach_all_who_subscribed_and_nobody_else(folder: DataFolder) -> None:
    heard: Queue[Event] = Queue()
    unheard: list[Event] = []
    with connected(folder) as one, connected(folder) as other, connected(folder) as third:
        one.subscribe(heard.put)
        stop = other.subscribe(unheard.append)
        stop()
        one.call("echo")  # in order: the engine has read what was asked before
        other.call("echo")
        third.call("publish", {"times": 3, "event": {"event": "run began"}})
        assert [heard.get(timeout=60)["number"] for _ in range(3)] == [0, 1, 2]
        other.call("echo")
    assert unheard == []


@pytest.mark.usefixtures("engine")
def test_progress_is_told_ten_times_a_second_at_most_and_the_last_one_surely(folder: DataFolder) -> None:
    heard: list[Event] = []
    with connected(folder) as client:
        client.subscribe(heard.append)
        took = 0.0
        for flow in ("orders", "invoices"):
            took += client.call("publish", {"times": 20_000, "event": {"event": "progress", "flow": flow}})
        until(lambda: {"event": "progress", "flow": "invoices", "number": 19_999} in heard)
        assert {"event": "progress", "flow": "orders", "number": 19_999} in heard
        assert len(heard) <= 2 * (took + 1) * 10


@pytest.mark.usefixtures("engine")
def test_a_listener_that_would_wait_for_itself_is_told(folder: DataFolder) -> None:
    told: Queue[BaseException] = Queue()
    with connected(folder) as client:

        def call(_: Event) -> None:
            try:
                client.call("echo")
            except RuntimeError as error:
                told.put(error)

        client.subscribe(call)
        client.call("publish", {"times": 1, "event": {"event": "paused"}})
        assert "call from another thread" in str(told.get(timeout=60))


def test_an_engine_that_stops_or_dies_is_told_at_once(folder: DataFolder) -> None:
    for end, words in ((Engine.stop, "The engine is stopping"), (kill, "The engine has ended without a word")):
        heard: Queue[Event] = Queue()
        with start_engine(folder) as engine, connected(folder) as client:
            client.subscribe(heard.put)
            numbers = [client.start("wait", {"seconds": 60}) for _ in range(5)]
            client.call("echo")
            end(engine)
            began = time.monotonic()
            for number in numbers:
                with pytest.raises(RetryLater, match=words):
                    client.result(number, timeout=60)
            with pytest.raises(RetryLater, match=words):
                client.call("echo")
            assert heard.get(timeout=60) == {"event": "engine gone"}
            assert time.monotonic() - began < 5
        assert connect(folder) is None


def kill(engine: Engine) -> None:
    engine.process.kill()
    engine.process.wait()


@pytest.mark.skipif(sys.platform == "win32", reason="a named pipe leaves nothing behind")
def test_the_socket_of_a_dead_engine_is_replaced(folder: DataFolder) -> None:
    with start_engine(folder) as engine:
        kill(engine)
    assert (folder.path / "engine.sock").exists()
    assert connect(folder) is None
    with start_engine(folder), connected(folder) as client:
        assert client.call("echo", {"a": 1}) == {"a": 1}
    assert not (folder.path / "engine.sock").exists()
