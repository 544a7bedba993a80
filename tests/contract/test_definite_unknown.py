"""The table "Definite or unknown" of delivery.md over a real socket: one row, one named test, singly and in a batch.

All of it twice: sent by somebody who waits, and begun on a kept connection and followed (as the engine does).
"""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop_sync.acme.client import Acme
from desktop_sync.core.errors import Owner, SyncError
from desktop_sync.core.identity import canonical
from desktop_sync.core.model import Answer, AnswerKind, Request
from desktop_sync.web.wire import wait_for
from tests.acme_rig import PROFILE, acme, close_all, create, document, json_answer, update
from tests.certificates import make_authority
from tests.raw_server import RawServer, Received, Say, answer


@pytest.fixture(autouse=True)
def closed_clients() -> Iterator[None]:
    yield
    close_all()


@pytest.fixture(autouse=True, params=["waiting", "begun"])
def begun(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each ``send`` of the test could be begun, on a connection and with a sign-in made before."""
    seen: list[bool] = []
    waiting = Acme.send

    def send(target: Acme, requests: Sequence[Request]) -> Sequence[Answer]:
        with contextlib.suppress(SyncError):
            target._sign_in.header()
            target._web._idle.append(target._web._kept() or target._web._open_wire())
        sending = target.begin(requests)
        seen.append(sending is not None)
        if sending is None:
            return waiting(target, requests)
        while (answers := sending.proceed()) is None:
            wait_for(*sending.awaited, sending.until - time.monotonic())
        return answers or sending.again()

    if request.param == "begun":
        monkeypatch.setattr(Acme, "send", send)
    return seen


def test_table_is_gone_through_both_ways(begun: list[bool], request: pytest.FixtureRequest) -> None:
    with RawServer(lambda request: Say(created(request))) as server:
        target = acme(server.url)
        assert kinds([*one(target), *batch(target), *one(target)]) == {AnswerKind.DONE}
        assert server.connections == 1
    assert begun == ([True] * 3 if "[begun]" in request.node.name else [])


Send = Callable[[Acme], list[Answer]]


def one(target: Acme) -> list[Answer]:
    return list(target.send([create()]))


def batch(target: Acme) -> list[Answer]:
    answers = list(target.send([create("A-1"), create("A-2")]))
    assert len(answers) == 2
    return answers


both_ways = pytest.mark.parametrize("send", [one, batch])


def kinds(answers: list[Answer]) -> set[AnswerKind]:
    return {found.kind for found in answers}


def keys(body: bytes) -> list[str]:
    return [entry["key"] for entry in json.loads(body)["requests"]]


@contextmanager
def serving(*said: Say | bytes, timeout: float = 20) -> Iterator[tuple[RawServer, Acme]]:
    """A server that gives these answers in turn, the last one for ever, and a client of it."""
    script = [one if isinstance(one, Say) else Say(one) for one in said] or [Say(close=True)]
    place = iter(range(1 << 30))
    with RawServer(lambda _: script[min(next(place), len(script) - 1)]) as started:
        yield started, acme(started.url, timeout=timeout)


# -- name, connect, TLS, proxy error, no connection free: no byte of the request sent → not sent -----------------------


@both_ways
def test_name_not_known_is_not_sent(send: Send) -> None:
    answers = send(acme("https://acme.invalid", proxy="none"))
    assert kinds(answers) == {AnswerKind.NOT_SENT}
    assert "The name acme.invalid is not known" in answers[0].message


@both_ways
def test_refused_connection_is_not_sent(send: Send) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    answers = send(acme(f"http://127.0.0.1:{port}"))
    assert kinds(answers) == {AnswerKind.NOT_SENT}
    assert f"127.0.0.1:{port} cannot be reached" in answers[0].message


@both_ways
def test_server_that_accepts_nobody_is_not_sent(send: Send) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        port = listener.getsockname()[1]
        waiting = [socket.socket() for _ in range(4)]
        for sock in waiting:
            sock.setblocking(False)
            sock.connect_ex(("127.0.0.1", port))
        try:
            answers = send(acme(f"http://127.0.0.1:{port}", timeout=1))
        finally:
            for sock in waiting:
                sock.close()
    assert kinds(answers) == {AnswerKind.NOT_SENT}
    assert "no answer in time" in answers[0].message


@both_ways
def test_untrusted_certificate_is_not_sent(send: Send, tmp_path: Path) -> None:
    with RawServer(lambda _: Say(json_answer(201, document())), tls=make_authority(tmp_path).server) as server:
        answers = send(acme(f"https://127.0.0.1:{server.port}"))
        assert server.received == []
    assert kinds(answers) == {AnswerKind.NOT_SENT}
    assert "is not trusted" in answers[0].message


@both_ways
def test_no_tls_at_the_other_end_is_not_sent(send: Send) -> None:
    with RawServer(lambda _: Say(), read_only=1) as server:
        answers = send(acme(f"https://127.0.0.1:{server.port}"))
    assert kinds(answers) == {AnswerKind.NOT_SENT}
    assert "TLS" in answers[0].message


@both_ways
@pytest.mark.parametrize(
    "said",
    [
        pytest.param(Say(answer(407, reason="Proxy Authentication Required")), id="sign-in"),
        pytest.param(Say(answer(502, reason="Bad Gateway")), id="cannot reach"),
        pytest.param(Say(close=True), id="closes"),
        pytest.param(Say(reset=True), id="resets"),
        pytest.param(Say(b"SSH-2.0-OpenSSH\r\n\r\n", close=True), id="no HTTP"),
        pytest.param(Say(b"HTTP/1.1 101 Other\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n"), id="upgrades"),
    ],
)
def test_proxy_failure_is_not_sent(send: Send, said: Say) -> None:
    with RawServer(lambda _: said) as proxy:
        answers = send(acme("https://acme.test", proxy=f"http://127.0.0.1:{proxy.port}"))
        assert {request.method for request in proxy.received} == {"CONNECT"}
    assert kinds(answers) == {AnswerKind.NOT_SENT}
    assert "The proxy 127.0.0.1" in answers[0].message


@both_ways
def test_no_connection_free_is_not_sent(send: Send) -> None:
    with RawServer(lambda _: Say(wait=10)) as server:
        target = acme(server.url, in_flight=1, timeout=2)
        first: list[Answer] = []
        busy = threading.Thread(target=lambda: first.extend(target.send([create("A-0")])))
        busy.start()
        while not server.received:
            threading.Event().wait(0.01)
        answers = send(target)
        busy.join()
        assert len(server.received) == 1
    assert kinds(answers) == {AnswerKind.NOT_SENT}
    assert first[0].kind is AnswerKind.UNKNOWN


@both_ways
def test_kept_connection_closed_meanwhile_is_not_used(send: Send) -> None:
    """The server closed it after its first answer: a new one is made, and the request goes out once."""
    with RawServer(lambda request: Say(created(request), close=True)) as server:
        target = acme(server.url)
        assert kinds(send(target)) == {AnswerKind.DONE}
        threading.Event().wait(0.1)
        assert kinds(send(target)) == {AnswerKind.DONE}
        assert (len(server.received), server.connections) == (2, 2)


# -- time-out or cut after the first byte, unreadable or truncated answer, 408, 5xx → unknown --------------------------


@both_ways
@pytest.mark.parametrize("bytes_read", [1, 100])
def test_cut_within_the_request_is_unknown(send: Send, bytes_read: int) -> None:
    with RawServer(lambda _: Say(), read_only=bytes_read) as server:
        answers = send(acme(server.url))
        assert server.connections == 1
    assert kinds(answers) == {AnswerKind.UNKNOWN}


@both_ways
def test_server_that_stops_reading_is_unknown(send: Send) -> None:
    """A body larger than all buffers: the first bytes are taken, the rest is not, until the time is over."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        target = acme(f"http://127.0.0.1:{listener.getsockname()[1]}", timeout=1)
        large = create("A-1", notes="x" * 8_000_000)
        answers = list(target.send([large] if send is one else [large, create("A-2")]))
    assert kinds(answers) == {AnswerKind.UNKNOWN}


FULL = json_answer(201, document())
CHUNKED = b"HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n"

UNREADABLE = [
    pytest.param(Say(close=True), id="closed without an answer"),
    pytest.param(Say(reset=True), id="reset without an answer"),
    pytest.param(Say(wait=2), id="no answer in time"),
    pytest.param(Say(FULL[:20], close=True), id="cut in the status line"),
    pytest.param(Say(FULL[:60], close=True), id="cut in the headers"),
    pytest.param(Say(FULL[:-5], close=True), id="cut in the body"),
    pytest.param(Say(FULL[:-5], reset=True), id="reset in the body"),
    pytest.param(Say(FULL[:-5]), id="body stops without an end"),
    pytest.param(
        Say(FULL.replace(b"Content-Length: ", b"Content-Length: 9"), close=True), id="content-length too large"
    ),
    pytest.param(
        Say(b"HTTP/1.1 201 Created\r\nContent-Length: 10\r\n\r\n" + canonical(document())), id="and too small"
    ),
    pytest.param(Say(b"HTTP/1.1 201 Created\r\nContent-Length: many\r\n\r\n{}"), id="content-length no number"),
    pytest.param(Say(CHUNKED + b"80\r\n{", close=True), id="chunk cut"),
    pytest.param(Say(CHUNKED + b"2\r\n{}\r\n", close=True), id="last chunk missing"),
    pytest.param(Say(CHUNKED + b"zz\r\n{}\r\n0\r\n\r\n"), id="chunk size unreadable"),
    pytest.param(Say(b"\x00\x01\x02garbage\r\n\r\n", close=True), id="no HTTP"),
    pytest.param(Say(b"HTTP/1.1 201 Created\r\nX: " + b"x" * 200_000, close=True), id="endless headers"),
    pytest.param(Say(answer(201)), id="2xx with an empty body"),
    pytest.param(Say(answer(204)), id="204"),
    pytest.param(Say(json_answer(202, {"queued": True})), id="202"),
    pytest.param(Say(answer(200, b"<html>Welcome to the airport</html>")), id="2xx with HTML"),
    pytest.param(Say(answer(200, b"[" * 100_000)), id="2xx with endless brackets"),
    pytest.param(Say(answer(200, b"\xff\xfe")), id="2xx with what is no UTF-8"),
    pytest.param(Say(answer(200, b"null")), id="2xx with null"),
    pytest.param(Say(json_answer(200, [document()])), id="2xx with a list"),
    pytest.param(Say(json_answer(200, {"version": "1", "external_reference": "A-1"})), id="2xx without id"),
    pytest.param(Say(json_answer(200, {"id": "o-A-1", "external_reference": "A-1"})), id="2xx without version"),
    pytest.param(Say(json_answer(200, {**document(), "id": 7})), id="2xx with an id that is a number"),
    pytest.param(Say(json_answer(201, document("B-9"))), id="2xx about another document"),
    pytest.param(Say(answer(408)), id="408"),
    pytest.param(Say(answer(500)), id="500"),
    pytest.param(Say(answer(502, b"<h1>Bad gateway</h1>")), id="502"),
    pytest.param(Say(answer(503)), id="503"),
    pytest.param(Say(answer(504)), id="504"),
    pytest.param(Say(answer(599)), id="599"),
]


@both_ways
@pytest.mark.parametrize("said", UNREADABLE)
def test_doubtful_answer_is_unknown(send: Send, said: Say) -> None:
    with serving(said, timeout=1) as (server, target):
        answers = send(target)
        assert len(server.received) == 1, "an unknown is never sent again by the client"
    assert kinds(answers) == {AnswerKind.UNKNOWN}


@both_ways
@pytest.mark.parametrize("said", UNREADABLE)
def test_doubtful_answer_on_a_kept_connection_is_unknown(send: Send, said: Say) -> None:
    """The case of every day: the connection was good before. Only if it takes no byte is another one tried."""
    seen: list[Received] = []

    def script(request: Received) -> Say:
        seen.append(request)
        return Say(created(request)) if len(seen) == 1 else said

    with RawServer(script) as server:
        target = acme(server.url, timeout=1)
        assert kinds(send(target)) == {AnswerKind.DONE}
        answers = send(target)
        assert (len(server.received), server.connections) == (2, 1), "an unknown is never sent again by the client"
    assert kinds(answers) == {AnswerKind.UNKNOWN}


@both_ways
def test_answer_after_a_doubtful_one_is_not_mixed_up(send: Send) -> None:
    """Bytes left over from one answer never become the next one."""
    left_over = json_answer(200, {}) + json_answer(201, document("A-1"))
    with serving(left_over, answer(500)) as (server, target):
        assert kinds(send(target)) == {AnswerKind.UNKNOWN}
        second = send(target)
        assert server.connections == 2
    assert {found.status for found in second} == {500}


def test_update_answered_about_another_document_is_unknown() -> None:
    with serving(json_answer(200, document("B-9", "4"))) as (_, target):
        assert target.send([update()])[0].kind is AnswerKind.UNKNOWN


@both_ways
def test_early_answer_to_a_body_not_read_counts(send: Send) -> None:
    """413 before the body was taken: the answer was whole, so it is definite."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=refuse_early, args=(listener,), daemon=True)
        thread.start()
        target = acme(f"http://127.0.0.1:{listener.getsockname()[1]}", timeout=1)
        large = create("A-1", notes="x" * 8_000_000)
        answers = list(target.send([large] if send is one else [large, create("A-2")]))
        thread.join()
    assert kinds(answers) == {AnswerKind.TOO_LARGE}


def refuse_early(listener: socket.socket) -> None:
    sock, _ = listener.accept()
    with sock:
        sock.recv(1000)
        sock.sendall(answer(413))
        threading.Event().wait(2)


# -- statuses ----------------------------------------------------------------------------------------------------------


def problem(status: int, code: str = "", *headers: tuple[str, str], **more: object) -> bytes:
    body = {"title": "No", "status": status, "detail": "Because.", "code": code, **more}
    return answer(status, canonical(body), (("Content-Type", "application/problem+json"), *headers))


K = AnswerKind
STATUSES = [
    # status, code, of a create, of an update, of a whole batch
    (300, "", K.MOVED, K.MOVED, K.MOVED),
    (301, "", K.MOVED, K.MOVED, K.MOVED),
    (302, "", K.MOVED, K.MOVED, K.MOVED),
    (307, "", K.MOVED, K.MOVED, K.MOVED),
    (308, "", K.MOVED, K.MOVED, K.MOVED),
    (400, "validation", K.REJECTED, K.REJECTED, K.TOO_LARGE),
    (401, "unauthorized", K.SIGN_IN, K.SIGN_IN, K.SIGN_IN),
    (403, "forbidden", K.REJECTED, K.REJECTED, K.REJECTED),
    (404, "not_found", K.REJECTED, K.DELETED, K.TOO_LARGE),
    (405, "", K.REJECTED, K.REJECTED, K.TOO_LARGE),
    (409, "duplicate_reference", K.DUPLICATE, K.REJECTED, K.TOO_LARGE),
    (409, "key_in_use", K.KEY_IN_USE, K.KEY_IN_USE, K.TOO_LARGE),
    (409, "", K.UNKNOWN, K.UNKNOWN, K.TOO_LARGE),
    (409, "closed_period", K.REJECTED, K.REJECTED, K.TOO_LARGE),
    (410, "gone", K.REJECTED, K.DELETED, K.TOO_LARGE),
    (412, "version_mismatch", K.REJECTED, K.CHANGED, K.TOO_LARGE),
    (413, "too_large", K.TOO_LARGE, K.TOO_LARGE, K.TOO_LARGE),
    (415, "", K.REJECTED, K.REJECTED, K.TOO_LARGE),
    (422, "validation", K.REJECTED, K.REJECTED, K.TOO_LARGE),
    (422, "missing_reference", K.MISSING_REFERENCE, K.MISSING_REFERENCE, K.TOO_LARGE),
    (422, "key_reused", K.REJECTED, K.REJECTED, K.TOO_LARGE),
    (426, "upgrade_required", K.OUTDATED, K.OUTDATED, K.OUTDATED),
    (428, "precondition_required", K.REJECTED, K.REJECTED, K.TOO_LARGE),
    (429, "rate_limited", K.NOT_PROCESSED, K.NOT_PROCESSED, K.NOT_PROCESSED),  # the profile says so
    (451, "", K.REJECTED, K.REJECTED, K.TOO_LARGE),
]
rows = pytest.mark.parametrize(
    "row", STATUSES, ids=[" ".join(str(part) for part in row[:2]).strip() for row in STATUSES]
)
Row = tuple[int, str, AnswerKind, AnswerKind, AnswerKind]


@rows
def test_status_of_a_create(row: Row) -> None:
    assert answered(problem(row[0], row[1]), create()).kind is row[2]


@rows
def test_status_of_an_update(row: Row) -> None:
    assert answered(problem(row[0], row[1]), update()).kind is row[3]


@rows
def test_status_of_a_whole_batch(row: Row) -> None:
    with serving(problem(row[0], row[1])) as (_, target):
        assert kinds(batch(target)) == {row[4]}


@rows
def test_status_of_one_document_in_a_batch(row: Row) -> None:
    """The same row for a part of a batch, while its neighbour is done; a create and an update each."""
    for request, expected in ((create("A-1"), row[2]), (update("A-1"), row[3])):
        entry = {"key": request.key, "status": row[0], "body": {"detail": "Because.", "code": row[1]}}
        neighbour = {"key": "key-A-2", "status": 201, "body": document("A-2"), "etag": "1"}
        with serving(json_answer(200, {"results": [neighbour, entry]})) as (_, target):
            answers = target.send([request, create("A-2")])
        assert [found.kind for found in answers] == [expected, AnswerKind.DONE]


def answered(said: bytes, request: Request) -> Answer:
    with serving(said) as (server, target):
        found = target.send([request])[0]
        assert len(server.received) == 1
    return found


@pytest.mark.parametrize("status", [201, 200])
def test_2xx_is_done(status: int) -> None:
    found = answered(json_answer(status, document("A-1", "1")), create())
    assert found.kind is AnswerKind.DONE
    assert found.remote is not None
    assert (found.remote.id, found.remote.version) == ("o-A-1", "1")


def test_version_may_stand_in_the_etag_alone() -> None:
    body = {"id": "o-A-1", "external_reference": "A-1"}
    found = answered(json_answer(200, body, ("ETag", '"4"')), update())
    assert found.kind is AnswerKind.DONE
    assert found.remote is not None
    assert found.remote.version == "4"


@both_ways
@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_status_that_the_profile_lists_is_not_processed(send: Send, status: int) -> None:
    """429, 503 with Retry-After, 408, 5xx: definite only if the profile says "not processed"."""
    says_so = PROFILE.model_copy(update={"not_processed": frozenset({status})})
    says_nothing = PROFILE.model_copy(update={"not_processed": frozenset()})
    with RawServer(lambda _: Say(answer(status, headers=[("Retry-After", "7")]))) as server:
        listed = send(acme(server.url, says_so))
        unlisted = send(acme(server.url, says_nothing))
    assert {(found.kind, found.retry_after) for found in listed} == {(AnswerKind.NOT_PROCESSED, 7.0)}
    assert {(found.kind, found.retry_after) for found in unlisted} == {(AnswerKind.UNKNOWN, 7.0)}


def test_retry_after_as_a_date_counts_by_the_servers_clock() -> None:
    found = answered(answer(429, headers=[("Retry-After", "Mon, 23 Nov 2026 20:01:30 GMT")]), create())
    assert found.retry_after == 90.0
    assert found.server_time == 1795464000.0


def test_key_in_use_says_when_to_look() -> None:
    found = answered(problem(409, "key_in_use", ("Retry-After", "2")), create())
    assert (found.kind, found.retry_after) == (AnswerKind.KEY_IN_USE, 2.0)


@pytest.mark.parametrize(
    "status, code, owner",
    [(403, "forbidden", Owner.IT), (422, "validation", Owner.VENDOR), (422, "missing_reference", Owner.CLERK)],
)
def test_who_can_fix_a_refusal(status: int, code: str, owner: Owner) -> None:
    assert answered(problem(status, code), create()).owner is owner


def test_refusal_names_the_fields_in_words() -> None:
    faults = [{"pointer": "/lines/0/quantity", "detail": "is not a decimal number", "code": "pattern"}]
    found = answered(problem(422, "validation", detail="The order is not valid.", errors=faults), create())
    assert found.message == "Acme answered 422: The order is not valid. lines 1, quantity: is not a decimal number"


def test_one_other_fault_beside_a_missing_reference_is_a_refusal() -> None:
    faults = [{"pointer": "/buyer/number", "detail": "unknown", "code": "missing_reference"}]
    other = {"pointer": "/date", "detail": "no date", "code": "format"}
    assert answered(problem(422, "validation", errors=faults), create()).kind is AnswerKind.MISSING_REFERENCE
    assert answered(problem(422, "validation", errors=[*faults, other]), create()).kind is AnswerKind.REJECTED


@pytest.mark.parametrize("said", [b"", b'{"code": "missing_ref', b"null"], ids=["empty", "truncated", "null"])
@pytest.mark.parametrize("status", [400, 409, 422])
def test_a_refusal_without_a_readable_word_is_unknown(status: int, said: bytes) -> None:
    """It may be a reference that is only missing yet: it is read, compared and asked again."""
    for request in (create(), update()):
        assert answered(answer(status, said), request).kind is AnswerKind.UNKNOWN


def test_redirect_is_not_followed() -> None:
    with RawServer(lambda _: Say(json_answer(201, document()))) as elsewhere:
        found = answered(answer(307, headers=[("Location", elsewhere.url + "/v1/orders")]), create())
        assert elsewhere.received == []
        assert elsewhere.url in found.message
    assert found.kind is AnswerKind.MOVED


# -- the parts of a batch ----------------------------------------------------------------------------------------------


def created(request: Received) -> bytes:
    """What Acme says when it takes everything, singly or in a batch."""
    if not request.path.endswith("/batch"):
        return json_answer(201, document(json.loads(request.body)["external_reference"]))
    entries = json.loads(request.body)["requests"]
    return json_answer(200, {"results": [result(entry) for entry in entries]})


def result(entry: dict[str, dict[str, str]]) -> dict[str, object]:
    return {"key": entry["key"], "status": 201, "body": document(entry["body"]["external_reference"]), "etag": "1"}


def test_batch_answers_are_matched_by_key_not_by_position() -> None:
    def backwards(request: Received) -> Say:
        entries = json.loads(request.body)["requests"]
        return Say(json_answer(200, {"results": [result(entry) for entry in reversed(entries)]}))

    with RawServer(backwards) as server:
        answers = acme(server.url).send([create(f"A-{number}") for number in range(5)])
    assert [found.remote.id for found in answers if found.remote] == [f"o-A-{number}" for number in range(5)]


def test_document_missing_in_the_answer_is_unknown() -> None:
    def all_but_one(request: Received) -> Say:
        entries = json.loads(request.body)["requests"]
        return Say(json_answer(200, {"results": [result(entry) for entry in entries if entry["key"] != "key-A-1"]}))

    with RawServer(all_but_one) as server:
        answers = acme(server.url).send([create(f"A-{number}") for number in range(3)])
    assert [found.kind for found in answers] == [AnswerKind.DONE, AnswerKind.UNKNOWN, AnswerKind.DONE]


PARTS = [
    pytest.param({"status": "201"}, id="status is text"),
    pytest.param({"status": True}, id="status is true"),
    pytest.param({"status": 42}, id="status is no status"),
    pytest.param({"status": None}, id="status is null"),
    pytest.param({"body": None}, id="2xx without a body"),
    pytest.param({"body": {"id": "o-A-1"}, "etag": None}, id="2xx without a version"),
    pytest.param({"body": document("A-2")}, id="2xx about another document"),
    pytest.param({"status": 500}, id="500"),
    pytest.param({"status": 408}, id="408"),
]


@pytest.mark.parametrize("changed", PARTS)
def test_doubtful_part_of_a_batch_is_unknown(changed: dict[str, object]) -> None:
    part = {"key": "key-A-1", "status": 201, "body": document("A-1"), "etag": "1", **changed}
    other = {"key": "key-A-2", "status": 201, "body": document("A-2"), "etag": "1"}
    with serving(json_answer(200, {"results": [part, other]})) as (_, target):
        answers = batch(target)
    assert [found.kind for found in answers] == [AnswerKind.UNKNOWN, AnswerKind.DONE]


def test_two_different_results_for_one_document_are_unknown() -> None:
    parts = [{"key": "key-A-1", "status": status, "body": document("A-1"), "etag": "1"} for status in (201, 422)]
    with serving(json_answer(200, {"results": parts})) as (_, target):
        assert batch(target)[0].kind is AnswerKind.UNKNOWN


@pytest.mark.parametrize("results", [None, [], {}, "none", [7, None]], ids=str)
def test_2xx_for_a_batch_without_readable_results_is_unknown(results: object) -> None:
    with serving(json_answer(200, {"results": results})) as (_, target):
        assert kinds(batch(target)) == {AnswerKind.UNKNOWN}


def test_refused_batch_with_results_is_read_document_by_document() -> None:
    parts = [{"key": "key-A-1", "status": 422, "body": {"code": "validation"}}]
    with serving(json_answer(422, {"results": parts})) as (_, target):
        assert [found.kind for found in batch(target)] == [AnswerKind.REJECTED, AnswerKind.UNKNOWN]


def test_batch_carries_each_documents_bytes_and_no_key_of_its_own() -> None:
    with RawServer(lambda request: Say(created(request))) as server:
        acme(server.url).send([create("A-1", notes="Ä"), update("A-2")])
        (seen,) = server.received
    assert "idempotency-key" not in seen.headers
    assert [(entry["method"], entry["path"], entry["if_match"]) for entry in json.loads(seen.body)["requests"]] == [
        ("POST", "/v1/orders", None),
        ("PUT", "/v1/orders/o-A-1", "3"),
    ]
    assert create("A-1", notes="Ä").body in seen.body


def test_more_than_the_profile_allows_go_in_several_batches() -> None:
    with RawServer(lambda request: Say(created(request))) as server:
        answers = acme(server.url).send([create(f"A-{number}") for number in range(201)])
        sizes = [len(keys(seen.body)) if seen.path.endswith("/batch") else 1 for seen in server.received]
    assert sizes == [100, 100, 1]
    assert kinds(list(answers)) == {AnswerKind.DONE}


def test_without_a_batch_endpoint_each_goes_singly() -> None:
    resources = {name: one.model_copy(update={"batch": None}) for name, one in PROFILE.resources.items()}
    with RawServer(lambda request: Say(created(request))) as server:
        answers = batch(acme(server.url, PROFILE.model_copy(update={"resources": resources})))
        assert [seen.headers["idempotency-key"] for seen in server.received] == ["key-A-1", "key-A-2"]
    assert kinds(answers) == {AnswerKind.DONE}


# -- 401: one refresh, then Stop for that connection -------------------------------------------------------------------


def oauth(url: str) -> Acme:
    return acme(url, sign_in="client_credentials", client_id="acme/client_id", client_secret="acme/client_secret")


@both_ways
def test_401_with_a_token_is_refreshed_once_and_sent_again_as_it_was(send: Send) -> None:
    given = iter(["old", "new"])

    def script(request: Received) -> Say:
        if request.path == "/oauth/token":
            return Say(json_answer(200, {"access_token": next(given), "token_type": "Bearer", "expires_in": 3600}))
        stale = request.headers["authorization"] == "Bearer old"
        return Say(problem(401, "unauthorized") if stale else created(request))

    with RawServer(script) as server:
        assert kinds(send(oauth(server.url))) == {AnswerKind.DONE}
        writes = [seen for seen in server.received if seen.path != "/oauth/token"]
    assert len(writes) == 2
    assert writes[0].body == writes[1].body
    assert writes[0].headers.get("idempotency-key") == writes[1].headers.get("idempotency-key")


@both_ways
def test_401_twice_stops_the_connection(send: Send) -> None:
    def script(request: Received) -> Say:
        token = json_answer(200, {"access_token": "t", "expires_in": 3600})
        return Say(token if request.path == "/oauth/token" else problem(401, "unauthorized"))

    with RawServer(script) as server:
        target = oauth(server.url)
        assert kinds(send(target)) == {AnswerKind.SIGN_IN}
        calls = len(server.received)
        assert kinds(send(target)) == {AnswerKind.SIGN_IN}
        assert len(server.received) == calls == 4, "two tokens, two tries, and then no more"


@both_ways
def test_401_with_an_api_key_stops_at_once(send: Send) -> None:
    with serving(problem(401, "unauthorized")) as (server, target):
        assert kinds(send(target)) == {AnswerKind.SIGN_IN}
        assert kinds(send(target)) == {AnswerKind.SIGN_IN}
        assert len(server.received) == 1


@both_ways
@pytest.mark.parametrize("said", [Say(close=True), Say(answer(503)), Say(answer(429))], ids=["cut", "503", "429"])
def test_no_token_to_be_had_is_not_sent(send: Send, said: Say) -> None:
    with RawServer(lambda _: said) as server:
        assert kinds(send(oauth(server.url))) == {AnswerKind.NOT_SENT}
        assert {seen.path for seen in server.received} == {"/oauth/token"}
