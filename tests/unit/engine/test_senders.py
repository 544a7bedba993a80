"""What is under way, over real connections: how many at once, in which order, and what comes of it when things fail."""

from __future__ import annotations

import gc
import json
import select
import selectors
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from desktop_sync.acme.client import Acme
from desktop_sync.core.delivering import Claimed
from desktop_sync.core.errors import RetryLater
from desktop_sync.core.lanes import Lane
from desktop_sync.core.model import AnswerKind, Document
from desktop_sync.core.states import Operation
from desktop_sync.engine.senders import Asked, Broke, Looked, Result, Senders, Sent
from tests.acme_rig import PROFILE, SystemClock, acme, close_all, create, document, json_answer
from tests.raw_server import RawServer, Received, Say, answer

LONGEST = 20.0  # seconds until a test gives up


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    """No thread and no open file outlives a test."""
    gc.collect()  # what a former test has left ends now, and not within this one
    files, threads_before = open_files(), threading.active_count()
    yield
    close_all()
    gc.collect()
    until = time.monotonic() + 5
    while (open_files() > files or threading.active_count() > threads_before) and time.monotonic() < until:
        time.sleep(0.01)
    assert open_files() <= files
    assert threading.active_count() <= threads_before


def open_files() -> int:
    listed = Path("/proc/self/fd")
    return len(list(listed.iterdir())) if listed.exists() else 0


def threads() -> list[str]:
    return sorted(one.name for one in threading.enumerate() if one.name.startswith("sender-"))


@pytest.fixture(autouse=True, params=["system's", "select"])
def watching(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections are watched as on this system, and as on Windows."""
    if request.param == "select":
        monkeypatch.setattr(selectors, "DefaultSelector", selectors.SelectSelector)
        monkeypatch.delattr(select, "poll", raising=False)


def claimed(number: int, notes: str = "") -> Claimed:
    reference = f"A-{number}"
    lane = Lane(number, "orders", reference)
    return Claimed(
        number,
        lane,
        Document("orders", reference, Operation.UPSERT, {}),
        1,
        "h",
        create(reference, notes=notes) if notes else create(reference),
    )


def taken(request: Received) -> bytes:
    return json_answer(201, document(json.loads(request.body)["external_reference"]))


@contextmanager
def senders_at(server: RawServer, many: int, **options: object) -> Iterator[Senders]:
    with closing(Senders(acme(server.url, **options), many, SystemClock())) as senders:  # type: ignore[arg-type]
        yield senders


def results(senders: Senders, count: int) -> list[Result]:
    found: list[Result] = []
    until = time.monotonic() + LONGEST
    while len(found) < count:
        assert time.monotonic() < until, f"only {len(found)} of {count} came back, {senders.at_work} are at work"
        if (one := senders.next(0.2)) is not None:
            found.append(one)
    assert senders.next(0.0) is None
    assert senders.at_work == 0
    return found


def sent(senders: Senders, count: int) -> dict[int, AnswerKind]:
    """What became of so many deliveries, by number, in the order in which they came back."""
    found: dict[int, AnswerKind] = {}
    for one in results(senders, count):
        assert isinstance(one, Sent), one
        for piece, told in zip(one.claimed, one.answers, strict=True):
            assert piece.id not in found
            assert one.at > 0
            found[piece.id] = told.kind
    return found


def send(senders: Senders, numbers: range) -> dict[int, AnswerKind]:
    for number in numbers:
        senders.put([claimed(number)])
    return sent(senders, len(numbers))


def test_no_more_than_many_are_under_way_and_all_come_back() -> None:
    now: Counter[str] = Counter()
    most: list[int] = []
    lock = threading.Lock()

    def script(request: Received) -> Say:
        with lock:
            now["in"] += 1
            most.append(now["in"])
        time.sleep(0.005)
        with lock:
            now["in"] -= 1
        return Say(taken(request))

    with RawServer(script) as server, senders_at(server, 4) as senders:
        assert set(send(senders, range(80)).values()) == {AnswerKind.DONE}
        assert max(most) == 4
        assert server.connections <= 4
        assert Counter(json.loads(one.body)["external_reference"] for one in server.received) == Counter(
            f"A-{number}" for number in range(80)
        )


def test_waiting_work_goes_in_its_order() -> None:
    with RawServer(lambda request: Say(taken(request))) as server, senders_at(server, 1) as senders:
        assert list(send(senders, range(30))) == list(range(30))
        assert [json.loads(one.body)["external_reference"] for one in server.received] == [
            f"A-{number}" for number in range(30)
        ]


def test_with_none_at_once_the_caller_does_it() -> None:
    with RawServer(lambda request: Say(taken(request))) as server, senders_at(server, 0) as senders:
        senders.put([claimed(1)])
        assert len(server.received) == 1
        senders.put([claimed(2)])
        assert sent(senders, 2) == {1: AnswerKind.DONE, 2: AnswerKind.DONE}
        assert threads() == []


def test_kept_connections_need_no_threads() -> None:
    with RawServer(lambda request: Say(taken(request))) as server, senders_at(server, 3) as senders:
        send(senders, range(3))
        before = threads()
        assert set(send(senders, range(3, 60)).values()) == {AnswerKind.DONE}
        assert threads() == before
        assert server.connections <= 3


def test_more_connections_than_64() -> None:
    """All of them are under way at the same time: the server answers none before it has all."""
    many = 80
    limit = PROFILE.rate_limit.model_copy(update={"in_flight": many})
    everybody = threading.Barrier(many)

    def script(request: Received) -> Say:
        everybody.wait(LONGEST)
        return Say(taken(request))

    with RawServer(script) as server:
        target = acme(server.url, PROFILE.model_copy(update={"rate_limit": limit}))
        with closing(Senders(target, many, SystemClock())) as senders:
            for start in (0, many, 2 * many):  # by threads, and then without
                assert set(send(senders, range(start, start + many)).values()) == {AnswerKind.DONE}
        assert server.connections == many


def test_fewer_slots_than_senders_are_shared() -> None:
    most: list[int] = []
    now = threading.Semaphore(2)

    def script(request: Received) -> Say:
        most.append(now.acquire(blocking=False))
        time.sleep(0.002)
        now.release()
        return Say(taken(request))

    with RawServer(script) as server, senders_at(server, 8, in_flight=2) as senders:
        assert set(send(senders, range(60)).values()) == {AnswerKind.DONE}
        assert all(most), "never more than two at once"
        assert server.connections <= 2


def test_pace_is_kept() -> None:
    with (
        RawServer(lambda request: Say(taken(request))) as server,
        senders_at(server, 4, requests_per_second=40) as senders,
    ):
        began = time.monotonic()
        assert set(send(senders, range(30)).values()) == {AnswerKind.DONE}
        assert time.monotonic() - began > 0.5
        assert len(server.received) == 30


def test_batch_is_one_request() -> None:
    def script(request: Received) -> Say:
        if not request.path.endswith("/batch"):
            return Say(taken(request))
        entries = json.loads(request.body)["requests"]
        parts = [
            {"key": one["key"], "status": 201, "body": document(one["body"]["external_reference"])} for one in entries
        ]
        return Say(json_answer(200, {"results": parts}))

    with RawServer(script) as server, senders_at(server, 2) as senders:
        send(senders, range(2))
        for start in (10, 20, 30):
            senders.put([claimed(start), claimed(start + 1), claimed(start + 2)])
        results_of_batches = results(senders, 3)
        assert all(isinstance(one, Sent) and len(one.claimed) == 3 for one in results_of_batches)
        assert len(server.received) == 5


# -- things fail -------------------------------------------------------------------------------------------------------


def test_one_that_hangs_is_unknown_and_holds_nobody_up() -> None:
    def script(request: Received) -> Say:
        return Say(wait=30) if b'"A-12"' in request.body else Say(taken(request))

    with RawServer(script) as server, senders_at(server, 2, timeout=1) as senders:
        send(senders, range(10))
        found = send(senders, range(10, 40))
        assert list(found)[-1] == 12
        assert found.pop(12) is AnswerKind.UNKNOWN
        assert set(found.values()) == {AnswerKind.DONE}
        assert len([one for one in server.received if b'"A-12"' in one.body]) == 1


def test_all_hang() -> None:
    with RawServer(lambda _: Say(wait=30)) as server, senders_at(server, 3, timeout=1) as senders:
        assert set(send(senders, range(3)).values()) == {AnswerKind.UNKNOWN}


@pytest.mark.parametrize(
    "said", [Say(close=True), Say(reset=True), Say(b"HTTP/1.1 101 X\r\nConnection: upgrade\r\nUpgrade: y\r\n\r\n")]
)
def test_cut_is_unknown_and_the_next_ones_go_on_new_connections(said: Say) -> None:
    def script(request: Received) -> Say:
        return said if len(server.received) % 3 == 0 else Say(taken(request))

    with RawServer(script) as server, senders_at(server, 1) as senders:
        found = send(senders, range(1, 31))
    assert {number for number, kind in found.items() if kind is AnswerKind.UNKNOWN} == set(range(3, 31, 3))
    assert set(found.values()) == {AnswerKind.UNKNOWN, AnswerKind.DONE}


def test_connections_that_died_idle_are_not_used() -> None:
    with RawServer(lambda request: Say(taken(request), close=True)) as server, senders_at(server, 4) as senders:
        for number in range(8):
            assert send(senders, range(number, number + 1)) == {number: AnswerKind.DONE}
            time.sleep(0.1)
        assert (len(server.received), server.connections) == (8, 8)


def test_server_that_goes_away_leaves_nothing_half_told() -> None:
    with RawServer(lambda request: Say(taken(request))) as server, senders_at(server, 4) as senders:
        send(senders, range(8))
        server.__exit__(None, None, None)
        time.sleep(0.05)
        assert set(send(senders, range(8, 20)).values()) == {AnswerKind.NOT_SENT}


def test_unspellable_request_is_refused_and_the_connection_lives() -> None:
    with RawServer(lambda request: Say(taken(request))) as server, senders_at(server, 1) as senders:
        send(senders, range(2))
        odd = claimed(7)
        senders.put([Claimed(7, odd.lane, odd.document, 1, "h", create("A-7", "key\r\nX: y"))])
        assert sent(senders, 1) == {7: AnswerKind.REJECTED}
        assert send(senders, range(8, 9)) == {8: AnswerKind.DONE}
        assert len(server.received) == 3


def revoking(limit: int) -> tuple[Callable[[Received], Say], list[str]]:
    """A server whose first token is good for so many requests; and the tokens it gave."""
    given: list[str] = []
    good: Counter[str] = Counter()
    lock = threading.Lock()

    def script(request: Received) -> Say:
        with lock:
            if request.path == "/oauth/token":
                given.append(f"token-{len(given)}")
                return Say(json_answer(200, {"access_token": given[-1], "expires_in": 3600}))
            token = request.headers["authorization"].removeprefix("Bearer ")
            good[token] += 1
            refused = token != given[-1] or (token == "token-0" and good[token] > limit)
        return Say(answer(401)) if refused else Say(taken(request))

    return script, given


OAUTH = {"sign_in": "client_credentials", "client_id": "acme/client_id", "client_secret": "acme/client_secret"}


def test_sign_in_refused_under_way_is_renewed_once_and_all_are_delivered() -> None:
    script, given = revoking(20)
    with RawServer(script) as server, senders_at(server, 8, **OAUTH) as senders:
        assert set(send(senders, range(60)).values()) == {AnswerKind.DONE}
        assert given == ["token-0", "token-1"]
        refused = Counter(one.body for one in server.received if one.path != "/oauth/token")
        assert max(refused.values()) <= 2


def test_api_key_that_is_refused_under_way_is_not_sent_again_with_any_of_them() -> None:
    def script(request: Received) -> Say:
        return Say(taken(request) if len(server.received) <= 10 else answer(401))

    with RawServer(script) as server, senders_at(server, 4) as senders:
        found = send(senders, range(60))
        assert Counter(found.values()) == {AnswerKind.DONE: 10, AnswerKind.SIGN_IN: 50}
        bodies = Counter(one.body for one in server.received)
        assert max(bodies.values()) == 1
        assert len(server.received) <= 10 + 2 * 4, "the others stop before they are sent"


def test_looks_and_requests_go_side_by_side() -> None:
    def script(request: Received) -> Say:
        return Say(answer(503)) if request.path.endswith("/lookup") else Say(taken(request))

    with RawServer(script) as server, senders_at(server, 3) as senders:
        for number in range(12):
            senders.put([claimed(number)] if number % 3 else Asked("orders", [f"A-{number}"], [number]))
        found = results(senders, 12)
    looked = [one for one in found if isinstance(one, Looked)]
    assert sorted(one.asked.lanes[0] for one in looked) == [0, 3, 6, 9]
    assert all(one.error is not None and one.look is None for one in looked)
    assert len([one for one in found if isinstance(one, Sent)]) == 8


@pytest.mark.parametrize("many", [0, 4])
def test_nothing_is_sent_before_it_is_flushed(many: int) -> None:
    flushed = threading.Event()

    def say(request: Received) -> Say:
        assert flushed.is_set()
        return Say(taken(request))

    with RawServer(say) as server, senders_at(server, many) as senders:
        senders.put_unflushed([[claimed(number)] for number in range(1, 4)], flushed.set)
        assert sent(senders, 3) == dict.fromkeys(range(1, 4), AnswerKind.DONE)


def test_others_go_on_while_a_flush_lasts() -> None:
    go_on = threading.Event()
    with RawServer(lambda request: Say(taken(request))) as server, senders_at(server, 4) as senders:
        senders.put_unflushed([[claimed(1)]], lambda: _wait(go_on))
        senders.put([claimed(2)])
        one = senders.next(LONGEST)
        assert isinstance(one, Sent)
        assert [piece.id for piece in one.claimed] == [2]
        assert senders.at_work == 1
        go_on.set()
        assert sent(senders, 1) == {1: AnswerKind.DONE}


def _wait(event: threading.Event) -> None:
    assert event.wait(LONGEST)


def test_what_cannot_be_flushed_is_not_sent() -> None:
    def full() -> None:
        raise RetryLater("The disk cannot be written.", "")

    with RawServer(lambda request: Say(taken(request))) as server, senders_at(server, 4) as senders:
        senders.put_unflushed([[claimed(1)], [claimed(2)]], full)
        [one] = results(senders, 1)
        assert isinstance(one, Broke)
        assert isinstance(one.error, RetryLater)
        assert server.received == []


def test_fault_of_ours_in_a_thread_comes_back_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Acme, "find", broken)
    with RawServer(lambda request: Say(taken(request))) as server, senders_at(server, 2) as senders:
        senders.put(Asked("orders", ["A-1"], [1]))
        [found] = results(senders, 1)
        assert isinstance(found, Broke)
        assert isinstance(found.error, ZeroDivisionError)
        assert send(senders, range(1, 4)) == dict.fromkeys(range(1, 4), AnswerKind.DONE)


# -- leaving -----------------------------------------------------------------------------------------------------------


def test_abandoned_work_is_nobodys_concern() -> None:
    with RawServer(lambda request: Say(wait=30) if b"notes" in request.body else Say(taken(request))) as server:
        senders = Senders(acme(server.url, timeout=2), 4, SystemClock())
        send(senders, range(8))
        for number in range(100, 120):
            senders.put([claimed(number, notes="x")])
        began = time.monotonic()
        senders.abandon()
        assert time.monotonic() - began < 1


def test_abandoned_threads_end_by_themselves() -> None:
    with RawServer(lambda _: Say(wait=30)) as server:
        senders = Senders(acme(server.url, timeout=1), 4, SystemClock())
        for number in range(4):
            senders.put([claimed(number)])
        while len(server.received) < 4:
            time.sleep(0.01)
        senders.abandon()


def test_closing_waits_for_threads() -> None:
    with RawServer(lambda request: Say(taken(request), wait=0.2)) as server:
        senders = Senders(acme(server.url), 4, SystemClock())
        for number in range(4):
            senders.put([claimed(number)])
        senders.close()
        assert threads() == []


def test_slots_of_abandoned_work_are_free_again() -> None:
    with RawServer(lambda request: Say(wait=30) if b"notes" in request.body else Say(taken(request))) as server:
        target = acme(server.url, timeout=2, in_flight=2)
        first = Senders(target, 2, SystemClock())
        send(first, range(2))
        for number in (10, 11):
            first.put([claimed(number, notes="x")])
        first.abandon()
        with closing(Senders(target, 2, SystemClock())) as second:
            assert set(send(second, range(20, 26)).values()) == {AnswerKind.DONE}
