"""The HTTP client as a whole: kept connections, many threads, the server's clock."""

from __future__ import annotations

import threading
from collections import Counter

import pytest

from desktop_sync.web import Limits, NotSent, SocketOpener, Stage, Web, parse_base_url
from tests.acme_rig import HandClock, SystemClock
from tests.raw_server import RawServer, Received, Say, answer


def web_of(server: RawServer, in_flight: int = 16, clock: HandClock | SystemClock | None = None) -> Web:
    clock = clock or SystemClock()
    route = parse_base_url(server.url + "/base")
    limits = Limits(connect=2, total=5)
    return Web(route, SocketOpener(route, "", limits, clock), clock, limits, in_flight, user_agent="DesktopSync/test")


def test_request_carries_what_a_server_needs() -> None:
    with RawServer(lambda _: Say(answer(200))) as server:
        web = web_of(server)
        web.request("PUT", "/v1/orders/7?x=1", [("If-Match", '"3"')], b"{}")
        web.request("GET", "/v1/account")
        web.close()
        put, get = server.received
    assert (put.method, put.path, put.body) == ("PUT", "/base/v1/orders/7?x=1", b"{}")
    assert put.headers == {
        "host": f"127.0.0.1:{parse_base_url(server_url(put)).port}",
        "user-agent": "DesktopSync/test",
        "accept": "application/json",
        "accept-encoding": "identity",
        "if-match": '"3"',
        "content-length": "2",
    }
    assert "content-length" not in get.headers


def server_url(seen: Received) -> str:
    return f"http://{seen.headers['host']}"


def test_many_threads_keep_to_the_connections_in_flight() -> None:
    now, most = Counter[str](), []
    lock = threading.Lock()

    def script(request: Received) -> Say:
        with lock:
            now["in"] += 1
            most.append(now["in"])
        threading.Event().wait(0.005)
        with lock:
            now["in"] -= 1
        return Say(answer(200, request.body))

    with RawServer(script) as server:
        web = web_of(server, in_flight=4)
        seen: list[bytes] = []

        def work(name: int) -> None:
            seen.extend(web.request("POST", "/v1/orders", (), b"%d-%d" % (name, turn)).body for turn in range(20))

        threads = [threading.Thread(target=work, args=(name,)) for name in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        web.close()
        assert max(most) <= 4
        assert server.connections <= 4
    assert sorted(seen) == sorted(b"%d-%d" % (name, turn) for name in range(12) for turn in range(20))


def test_answers_are_never_given_to_another_thread() -> None:
    with RawServer(lambda request: Say(answer(200, request.body))) as server:
        web = web_of(server, in_flight=8)
        wrong: list[bytes] = []

        def work(name: int) -> None:
            for turn in range(50):
                sent = b"%d-%d" % (name, turn)
                if web.request("POST", "/v1/orders", (), sent).body != sent:
                    wrong.append(sent)

        threads = [threading.Thread(target=work, args=(name,)) for name in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        web.close()
    assert wrong == []


def test_closed_client_keeps_no_connection() -> None:
    with RawServer(lambda _: Say(answer(200))) as server:
        web = web_of(server)
        web.request("GET", "/v1/account")
        web.close()
        web.request("GET", "/v1/account")
        assert server.connections == 2


def test_server_that_is_gone_is_told_although_a_connection_was_kept() -> None:
    with RawServer(lambda _: Say(answer(200), close=True)) as server:
        web = web_of(server)
        web.request("GET", "/v1/account")
    with pytest.raises(NotSent) as error:
        web.request("GET", "/v1/account")
    assert error.value.stage is Stage.REACH


def test_servers_clock_runs_on_between_answers() -> None:
    clock = HandClock(now=50.0)
    with RawServer(lambda _: Say(answer(200))) as server:
        web = web_of(server, clock=clock)
        assert (web.heard, web.server_now()) == (False, 50.0)
        reply = web.request("GET", "/v1/account")
        assert (web.heard, web.time_of(reply)) == (True, 1795464000.0)
        clock.pass_by(12.5)
        assert web.server_now() == 1795464012.5
        web.close()


@pytest.mark.parametrize("date", [b"", b"Date: yesterday\r\n", b"Date: \r\n"])
def test_server_without_a_readable_clock(date: bytes) -> None:
    said = b"HTTP/1.1 200 OK\r\n" + date + b"Content-Length: 0\r\n\r\n"
    with RawServer(lambda _: Say(said)) as server:
        web = web_of(server, clock=HandClock(now=50.0))
        assert web.time_of(web.request("GET", "/v1/account")) is None
        assert web.server_now() == 50.0
        web.close()
