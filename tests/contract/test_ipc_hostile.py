"""What clients may do to the engine by fault or malice, and that it harms neither the engine nor any other client."""

from __future__ import annotations

import contextlib
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_sync.core.errors import Rejected, RetryLater, Stop, Unknown
from desktop_sync.core.events import Event, Publish, nobody
from desktop_sync.data_folder import DataFolder, data_folder
from desktop_sync.ipc import Client, connect
from desktop_sync.ipc.hello import Version
from tests.ipc_engine import Engine, start_engine
from tests.ipc_raw import HELLO, Raw, framed, message

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="speaks over a Unix socket")

MIB = 1024 * 1024
DEEP = b"[" * 100_000 + b"]" * 100_000
NO_MESSAGES = {
    "garbage": framed(b"\x00\xff\x13garbage"),
    "empty": framed(b""),
    "wrong UTF-8": framed(b'{"call": 1, "method": "\xff\xfe"}'),
    "NaN": framed(b'{"call": 1, "method": "echo", "params": {"a": NaN}}'),
    "deep": framed(b'{"call": 1, "params": ' + DEEP + b"}"),
    "list": framed(b"[1]"),
    "text": framed(b'"call"'),
    "half an object": framed(b'{"call": 1'),
    "unknown": message(shout=1),
    "no number": message(call=None, method="echo"),
    "true for a number": message(call=True, method="echo"),
    "a negative number": message(call=-1, method="echo"),
    "a broken number": message(call=1.5, method="echo"),
    "a huge number": message(call=1 << 60, method="echo"),
    "a list for a number": message(call=[1], method="echo"),
}
NO_CALLS = {
    "no method": message(call=7),
    "unknown method": message(call=7, method="get_secret"),
    "dunder": message(call=7, method="__class__"),
    "a list for a method": message(call=7, method=["echo"]),
    "a list for values": message(call=7, method="echo", params=[1]),
    "null for values": message(call=7, method="echo", params=None),
}


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return data_folder(str(tmp_path / "data"))


@pytest.fixture
def engine(folder: DataFolder) -> Iterator[Engine]:
    """With room for three clients: one that is not let go of is noticed."""
    with start_engine(folder, clients=3) as engine:
        yield engine


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DataFolder]:
    """The folder of an engine that serves several tests."""
    folder = data_folder(str(tmp_path_factory.mktemp("shared") / "data"))
    with start_engine(folder):
        yield folder


def well(folder: DataFolder) -> None:
    """A good client is served, as soon as there is room for it."""
    end = time.monotonic() + 30
    while True:
        with contextlib.suppress(RetryLater):
            client = connect(folder, within=30)
            assert client is not None
            with client:
                assert client.call("echo", {"a": 1}, timeout=30) == {"a": 1}
            return
        assert time.monotonic() < end, "a client that is gone still takes room"
        time.sleep(0.02)


def said(answer: object) -> str:
    assert isinstance(answer, dict), "the connection ended without a word"
    (value,) = (answer[kind] for kind in ("fault", "ended", "error") if kind in answer)
    return f"{value['what']} {value['hint']}"


@pytest.mark.parametrize("kind", NO_MESSAGES)
def test_what_is_no_message_is_told_and_the_connection_goes_on(shared: DataFolder, kind: str) -> None:
    with Raw(shared.path) as client:
        client.send(NO_MESSAGES[kind])
        answer = client.receive()
        assert "fault" in (answer or {})
        client.send(message(call=1, method="echo", params={"a": 1}))
        assert client.receive() == {"answer": 1, "value": {"a": 1}}
    with Raw(shared.path, hello=False) as client:  # the same in place of a hello: told, and closed
        client.send(NO_MESSAGES[kind])
        assert "no hello" in said(client.receive())
        assert client.receive() is None
    well(shared)


@pytest.mark.parametrize("kind", NO_CALLS)
def test_a_call_that_cannot_be_is_answered(shared: DataFolder, kind: str) -> None:
    with Raw(shared.path) as client:
        client.send(NO_CALLS[kind])
        answer = client.receive()
        assert answer is not None
        assert answer["answer"] == 7
        assert answer["error"]["class"] in ("Stop", "Rejected")
        client.send(message(call=7, method="echo", params={"a": 1}))
        assert client.receive() == {"answer": 7, "value": {"a": 1}}


@pytest.mark.parametrize("hello", [True, False])
@pytest.mark.parametrize("size", [16 * MIB + 1, 0xFFFF_FFFF])
def test_a_huge_length_is_refused_with_words_and_takes_no_memory(shared: DataFolder, size: int, hello: bool) -> None:
    with Raw(shared.path, hello=hello) as client:
        client.send(size.to_bytes(4, "big") + b"x" * 100_000)
        words = said(client.receive())
        assert "at most 16 MiB are allowed" in words if hello else "no hello" in words
        assert client.receive() is None
    well(shared)


def test_the_largest_message_passes_both_ways_and_a_larger_answer_is_told(folder: DataFolder, engine: Engine) -> None:
    with contextlib.closing(connected(folder)) as client:
        text = "x" * (16 * MIB - 1000)
        assert client.call("echo", {"text": text}) == {"text": text}
        with pytest.raises(Rejected, match=r"The answer is too large: a message of 17\.0 MiB"):
            client.call("large", {"size": 17 * MIB})
        with pytest.raises(Rejected, match=r"'echo' cannot be asked: a message of 17\.0 MiB"):
            client.call("echo", {"text": "x" * (17 * MIB)})
        assert client.call("echo", {"still": "here"}) == {"still": "here"}
    assert engine.process.poll() is None


@given(st.binary(max_size=300), st.booleans())
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_leave_the_engine_as_it_was(shared: DataFolder, data: bytes, hello: bool) -> None:
    with Raw(shared.path, hello=hello) as client, contextlib.suppress(BrokenPipeError):
        client.send(data)
    with Raw(shared.path) as client:
        client.send(message(call=1, method="echo", params={"a": 1}))
        assert client.receive() == {"answer": 1, "value": {"a": 1}}


@pytest.mark.usefixtures("engine")
def test_numbers_used_twice_are_told_and_the_first_call_is_answered(folder: DataFolder) -> None:
    with Raw(folder.path) as client:
        client.send(message(call=1, method="order", params={"seconds": 0.3, "name": "a"}))
        client.send(message(call=1, method="order", params={"seconds": 0, "name": "b"}))
        assert "number 1 is that of another call" in said(client.receive())
        assert client.receive() == {"answer": 1, "value": 1}
        client.send(message(call=1, method="done"))
        assert client.receive() == {"answer": 1, "value": ["a"]}


@pytest.mark.usefixtures("engine")
def test_before_it_is_known_a_client_cannot_say_much(folder: DataFolder) -> None:
    with Raw(folder.path, hello=False) as client:
        client.send((5000).to_bytes(4, "big") + b'{"hello": {"program": "' + b"x" * 100)
        assert "no hello" in said(client.receive())


def test_without_file_handles_nobody_is_let_in_and_then_everybody_is(tmp_path: Path) -> None:
    folder = data_folder(str(tmp_path / "few"))
    with start_engine(folder, handles=24) as engine:
        crowd = [Raw(folder.path, hello=False) for _ in range(40)]  # some wait at the door
        until(lambda: "could not be let in" in engine.log)
        assert engine.log.count("could not be let in") == 1
        for client in crowd:
            client.__exit__(None, None, None)
        well(folder)


@pytest.mark.usefixtures("engine")
def test_thousands_of_calls_in_one_piece_are_each_answered_once(folder: DataFolder) -> None:
    with Raw(folder.path) as client:
        calls = b"".join(message(call=number, method="echo", params={"n": number}) for number in range(5000))
        threading.Thread(target=client.send, args=(calls,), daemon=True).start()
        answers = [client.receive() or {} for _ in range(5000)]
    assert sorted(answer["answer"] for answer in answers) == list(range(5000))
    served = [answer for answer in answers if "value" in answer]
    assert served
    assert all(answer["value"] == {"n": answer["answer"]} for answer in served)
    refused = {answer["error"]["class"] for answer in answers if "error" in answer}
    assert refused <= {"RetryLater"}


def test_clients_that_come_and_go_leave_no_handle_and_no_thread(folder: DataFolder) -> None:
    with start_engine(folder) as engine:
        process = Path(f"/proc/{engine.process.pid}")
        with contextlib.closing(connected(folder)) as client:
            before = held(process)
            for number in range(300):
                with Raw(folder.path, hello=number % 3 > 0) as other:
                    if number % 3 > 1:
                        other.send(message(subscribe=True) + message(call=1, method="large", params={"size": 500_000}))
            until(lambda: held(process) <= before + 4)  # threads of the pool stay
            assert len(list((process / "fd").iterdir())) <= 10
            assert client.call("echo", {"a": 1}) == {"a": 1}


def held(process: Path) -> int:
    """Threads and file handles."""
    return len(list((process / "task").iterdir())) + len(list((process / "fd").iterdir()))


@pytest.mark.usefixtures("engine")
def test_a_client_may_vanish_within_any_byte(folder: DataFolder) -> None:
    hello, rest = message(**HELLO), message(subscribe=True) + message(call=1, method="echo") + message(cancel=1)
    for cut in range(len(hello)):
        with vanishing(folder, hello=False) as client:
            client.send(hello[:cut])
    for cut in range(0, len(rest), 3):
        with vanishing(folder, hello=True) as client:
            client.send(rest[:cut])
    well(folder)


@contextlib.contextmanager
def vanishing(folder: DataFolder, hello: bool) -> Iterator[Raw]:
    """As soon as there is room: those who vanished are let go of in a moment."""
    for _ in range(500):
        with Raw(folder.path, hello=False) as client:
            with contextlib.suppress(BrokenPipeError):
                client.send(message(**HELLO) if hello else b"")
            if not hello or "hello" in (client.receive() or {}):
                yield client
                return
        time.sleep(0.01)
    pytest.fail("a client that is gone still takes room")


CLIENT = """
import json, sys, time
from pathlib import Path
from desktop_sync.data_folder import DataFolder
from desktop_sync.ipc import connect
from tests.ipc_raw import HELLO, Raw, message
folder, step = Path(sys.argv[1]), sys.argv[2]
if step in ("connected", "half a hello"):
    raw = Raw(folder, hello=False)
    raw.send(message(**HELLO)[:9] if step == "half a hello" else b"")
elif step == "half a message":
    raw = Raw(folder)
    raw.send(message(call=1, method="order", params={"seconds": 0, "name": "never"})[:-1])
elif step == "a large answer":
    raw = Raw(folder)
    raw.send(message(call=1, method="large", params={"size": 8_000_000}))
else:
    client = connect(DataFolder(folder))
    if step == "within calls":
        client.start("order", {"seconds": 0.5, "name": "ordered"})
        client.start("wait", {"seconds": 0.5, "name": "long"})
    if step == "events":
        client.subscribe(lambda event: None)
        client.start("publish", {"times": 200_000, "event": {"event": "run began"}})
        client.start("steps", {"steps": 200_000, "event": "step"}, lambda event: None)
    if step != "greeted":
        client.call("echo")
print("there", flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize(
    "step", ["connected", "half a hello", "greeted", "half a message", "a large answer", "within calls", "events"]
)
def test_a_client_may_be_killed_at_any_step(folder: DataFolder, step: str) -> None:
    command = [sys.executable, "-c", CLIENT, str(folder.path), step]
    with start_engine(folder, clients=2) as engine:
        for _ in range(2):  # both places are free again, else the one that looks is not let in
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
                assert process.stdout is not None
                assert process.stdout.readline() == "there\n"
                process.send_signal(signal.SIGKILL)
                process.wait()
            well(folder)
        if step == "within calls":  # what was ordered is done, although nobody waits for it
            with contextlib.closing(connected(folder)) as client:
                until(lambda: sorted(client.call("done")) == ["long waited"] * 2 + ["ordered"] * 2)
    assert "Traceback" not in engine.log


def connected(folder: DataFolder) -> Client:
    """As soon as there is room."""
    end = time.monotonic() + 30
    while True:
        try:
            client = connect(folder, within=30)
        except RetryLater:
            assert time.monotonic() < end
            time.sleep(0.02)
            continue
        assert client is not None
        return client


def until(condition: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not become true"
        time.sleep(0.02)


@pytest.mark.usefixtures("engine")
def test_a_client_that_does_not_read_holds_nobody_up_and_is_told_that_it_missed_some(folder: DataFolder) -> None:
    heard: Queue[Event] = Queue()
    with Raw(folder.path) as hung, contextlib.closing(connected(folder)) as well:
        hung.send(message(subscribe=True) + message(call=1, method="echo"))
        assert hung.receive() == {"answer": 1, "value": {}}
        well.subscribe(heard.put)
        fill = {"event": "problems changed", "fill": "x" * 2000}
        took = [well.call("publish", {"times": 2000, "event": fill}) for _ in range(5)]
        assert sum(took) < 10, "publishing waits for nobody"
        well.call("publish", {"times": 1, "event": {"event": "paused"}})
        while heard.get(timeout=60)["event"] != "paused":
            pass
        events: list[str] = []
        while not events or events[-1] != "paused":
            event = (hung.receive() or {})["event"]
            events.append(str(event["event"]))
        assert "resync" in events
        assert len(events) < 5000


@pytest.mark.usefixtures("engine")
def test_a_client_that_does_not_read_is_not_read_from(folder: DataFolder) -> None:
    calls = b"".join(message(call=number, method="echo", params={"fill": "x" * 1000}) for number in range(5000))
    with Raw(folder.path) as hung:
        with pytest.raises(TimeoutError):
            hung.send(calls, seconds=1)
        assert hung.sent < len(calls) / 2, "the engine has read on and on"
        well(folder)


def test_a_client_that_takes_no_answers_is_given_up(folder: DataFolder, engine: Engine) -> None:
    before = memory(engine)
    with Raw(folder.path) as hung:
        for number in range(30):
            hung.send(message(call=number, method="large", params={"size": 8 * MIB}))
        until(lambda: "takes no answers; it is given up" in engine.log)
        assert memory(engine) - before < 200 * MIB
        well(folder)
    well(folder)


def memory(engine: Engine) -> int:
    """Bytes at the most so far."""
    status = Path(f"/proc/{engine.process.pid}/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) * 1024


def test_fifty_clients_at_once(folder: DataFolder) -> None:
    faults: Queue[BaseException] = Queue()

    def work(number: int) -> None:
        try:
            with contextlib.closing(connected(folder)) as client:
                client.subscribe(lambda _: None)
                for step in range(20):
                    value = {"client": number, "step": step}
                    assert client.call("echo", value, timeout=60) == value
                client.call("order", {"seconds": 0, "name": str(number)}, timeout=60)
        except BaseException as fault:
            faults.put(fault)
            raise

    with start_engine(folder):
        threads = [threading.Thread(target=work, args=(number,)) for number in range(50)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert faults.empty(), faults.get()
        with contextlib.closing(connected(folder)) as client:
            assert sorted(map(int, client.call("done"))) == list(range(50))


def test_the_one_too_many_is_told(folder: DataFolder, engine: Engine) -> None:
    with contextlib.ExitStack() as stack:
        clients = [stack.enter_context(contextlib.closing(connected(folder))) for _ in range(3)]
        with pytest.raises(RetryLater, match="Too many programs are connected"):
            connect(folder)
        assert clients[0].call("echo") == {}
    well(folder)
    assert engine.process.poll() is None


@pytest.mark.usefixtures("engine")
def test_a_client_that_says_nothing_is_let_go(tmp_path: Path) -> None:
    folder = data_folder(str(tmp_path / "impatient"))
    with start_engine(folder, hello=0.2), Raw(folder.path, hello=False) as silent:
        assert "no hello" in said(silent.receive())
        assert silent.receive() is None


def test_an_engine_that_hangs_is_told_and_comes_back(folder: DataFolder, engine: Engine) -> None:
    with contextlib.closing(connected(folder)) as client:
        engine.process.send_signal(signal.SIGSTOP)
        try:
            with pytest.raises(RetryLater, match=r"has not answered 'echo' within 0\.2 s"):
                client.call("echo", timeout=0.2)
            with pytest.raises(RetryLater, match=rf"\(process {engine.process.pid}, .* does not"):
                connect(folder, within=0.3)
        finally:
            engine.process.send_signal(signal.SIGCONT)
        assert client.call("echo", {"a": 2}, timeout=60) == {"a": 2}
    well(folder)


@pytest.mark.parametrize(
    "engine_is, client_is, words",
    [
        ((3, 2), (1, 1), r"This program \(c\) is too old to talk to the engine that runs \(e\)\. Close it and start"),
        ((1, 1), (3, 2), r"The engine that runs \(e\) is too old for this program \(c\)\. Restart the engine"),
        ((3, 1), (1, 1), ""),
        ((1, 1), (3, 1), ""),
    ],
)
def test_versions_that_differ(
    folder: DataFolder, engine_is: tuple[int, int], client_is: tuple[int, int], words: str
) -> None:
    with start_engine(folder, {"protocol": engine_is[0], "oldest": engine_is[1], "program": "e"}):
        mine = Version(*client_is, "c")
        if words:
            with pytest.raises(Stop, match=words):
                connect(folder, version=mine)
        else:
            client = connect(folder, version=mine)
            assert client is not None
            with client:
                assert client.call("echo", {"a": 1}) == {"a": 1}
                assert client.program == "e"


def test_an_engine_that_dies_under_load_hangs_nobody(folder: DataFolder) -> None:
    faults: Queue[BaseException] = Queue()

    def work(client: Client, seed: int) -> None:
        chance, going = random.Random(seed), True
        while going:
            try:
                number = client.start(*chance.choice(CALLS))
                if chance.random() < 0.3:
                    client.cancel(number)
                client.result(number, timeout=chance.choice((0.001, 0.1, 10)))
            except Unknown:
                pass
            except RetryLater as told:
                going = "has ended without a word" not in told.what
            except BaseException as fault:
                faults.put(fault)
                raise

    for round_ in range(3):
        with start_engine(folder) as engine, contextlib.ExitStack() as stack:
            clients = [stack.enter_context(contextlib.closing(connected(folder))) for _ in range(3)]
            threads = [threading.Thread(target=work, args=(clients[seed % 3], seed)) for seed in range(9)]
            for thread in threads:
                thread.start()
            time.sleep(0.2 + 0.1 * round_)
            engine.process.kill()
            for thread in threads:
                thread.join(10)
                assert not thread.is_alive()
    assert faults.empty(), faults.get()


CALLS: list[tuple[str, dict[str, object], Publish]] = [
    ("order", {"seconds": 0.01, "name": "x"}, nobody),
    ("wait", {"seconds": 0.05}, nobody),
    ("steps", {"steps": 30, "event": "step"}, nobody),
    ("publish", {"times": 30, "event": {"event": "progress", "flow": "orders"}}, nobody),
]


def test_at_rest_nothing_wakes_up(folder: DataFolder, engine: Engine) -> None:
    with contextlib.ExitStack() as stack:
        for _ in range(3):
            client = stack.enter_context(contextlib.closing(connected(folder)))
            client.subscribe(lambda _: None)
            client.call("order", {"seconds": 0, "name": "warm"})
        time.sleep(0.3)
        before = switches(engine)
        time.sleep(2)
        assert switches(engine) == before


def switches(engine: Engine) -> dict[str, list[str]]:
    """How often each thread was woken and put to sleep so far."""
    tasks = Path(f"/proc/{engine.process.pid}/task").iterdir()
    texts = {task.name: (task / "status").read_text(encoding="ascii") for task in tasks}
    return {name: [line for line in text.splitlines() if line.startswith("voluntary")] for name, text in texts.items()}
