"""The Acme client beside the answers: shaping requests, looking up, the account, the connection test."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError

from desktop_sync.acme.client import AcmeOptions
from desktop_sync.core.errors import Owner, RetryLater, Stop
from desktop_sync.core.model import Account, AnswerKind, CheckStep, Document, RemoteDocument, RemoteRef, StepState
from desktop_sync.core.states import Operation
from tests.acme_rig import PROFILE, HandClock, acme, close_all, create, document, json_answer, update
from tests.certificates import make_authority
from tests.raw_server import RawServer, Received, Say, answer


@pytest.fixture(autouse=True)
def closed_clients() -> Iterator[None]:
    yield
    close_all()


def order(operation: Operation = Operation.UPSERT, **body: object) -> Document:
    return Document("orders", "A-1", operation, body)


TARGET_URL = "http://127.0.0.1:9"


def test_create_leaves_out_what_is_empty() -> None:
    method, path, if_match, body = acme(TARGET_URL).shape(order(notes=None, currency="EUR"), None)
    assert (method, path, if_match) == ("POST", "/v1/orders", None)
    assert body == b'{"currency":"EUR","external_reference":"A-1"}'


def test_update_clears_what_is_empty() -> None:
    method, path, if_match, body = acme(TARGET_URL).shape(order(notes=None, lines=[{"b": 1, "a": "Ä"}]), REMOTE)
    assert (method, path, if_match) == ("PUT", "/v1/orders/a%2Fb%3F", "7")
    assert body.decode() == '{"external_reference":"A-1","lines":[{"a":"Ä","b":1}],"notes":null}'


REMOTE = RemoteRef("a/b?", "7")


def test_cancel_adds_the_fields_of_the_profile() -> None:
    *_, body = acme(TARGET_URL).shape(order(Operation.CANCEL, status="open"), REMOTE)
    assert json.loads(body) == {"cancelled": True, "external_reference": "A-1", "status": "cancelled"}
    *_, created = acme(TARGET_URL).shape(order(Operation.CANCEL), None)
    assert json.loads(created)["cancelled"] is True


def test_same_document_has_the_same_bytes() -> None:
    target = acme(TARGET_URL)
    one, other = order(a="1", b="2"), order(b="2", a="1")
    assert target.shape(one, None) == target.shape(other, None)


def test_single_request_carries_key_version_and_exact_bytes() -> None:
    with RawServer(lambda _: Say(json_answer(200, document()))) as server:
        acme(server.url).send([update()])
        (seen,) = server.received
    assert (seen.method, seen.path, seen.body) == ("PUT", "/v1/orders/o-A-1", update().body)
    assert seen.headers["idempotency-key"] == "key-A-1-2"
    assert seen.headers["if-match"] == '"3"'
    assert seen.headers["x-api-key"] == "right-key"
    assert seen.headers["content-type"] == "application/json"


def test_api_without_keys_is_sent_none() -> None:
    with RawServer(lambda _: Say(json_answer(201, document()))) as server:
        acme(server.url, PROFILE.model_copy(update={"idempotency": None})).send([create()])
        assert "idempotency-key" not in server.received[0].headers


def test_many_threads_send_at_once_and_each_gets_its_own_answer() -> None:
    def script(request: Received) -> Say:
        return Say(json_answer(201, document(json.loads(request.body)["external_reference"])))

    with RawServer(script) as server:
        target = acme(server.url, timeout=10)
        ids: dict[str, str] = {}

        def work(name: int) -> None:
            for turn in range(15):
                (found,) = target.send([create(f"{name}-{turn}")])
                assert found.remote is not None
                ids[f"o-{name}-{turn}"] = found.remote.id

        threads = [threading.Thread(target=work, args=(name,)) for name in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(ids) == 16 * 15
    assert all(asked == found for asked, found in ids.items())


# -- looking up --------------------------------------------------------------------------------------------------------


def test_find_asks_for_many_at_once_and_keeps_what_was_asked_for() -> None:
    def script(request: Received) -> Say:
        wanted = json.loads(request.body)["references"]
        return Say(
            json_answer(200, {"items": [document(name, "5") for name in wanted if name != "A-7"] + [document("Z")]})
        )

    with RawServer(script) as server:
        look = acme(server.url).find("orders", [f"A-{number}" for number in range(150)])
        assert [len(json.loads(seen.body)["references"]) for seen in server.received] == [100, 50]
    assert len(look.found) == 149
    assert look.found["A-3"].ref == RemoteRef("o-A-3", "5")
    assert look.server_time == 1795464000.0
    assert look.notes == ()


def test_find_without_a_lookup_asks_one_by_one() -> None:
    resources = {name: one.model_copy(update={"lookup": None}) for name, one in PROFILE.resources.items()}

    def script(request: Received) -> Say:
        here = request.path.endswith("=A%2F1%20%26")
        return Say(json_answer(200, {"items": [document("A/1 &")] if here else [], "next": None}))

    with RawServer(script) as server:
        look = acme(server.url, PROFILE.model_copy(update={"resources": resources})).find("orders", ["A/1 &", "B"])
        assert [(seen.method, seen.path) for seen in server.received] == [
            ("GET", "/v1/orders?external_reference=A%2F1%20%26"),
            ("GET", "/v1/orders?external_reference=B"),
        ]
    assert set(look.found) == {"A/1 &"}


def test_of_two_with_one_reference_the_oldest_stands_and_a_note_says_so() -> None:
    twice = [document("A-1"), {**document("A-1"), "id": "o-younger"}]
    with RawServer(lambda _: Say(json_answer(200, {"items": twice}))) as server:
        look = acme(server.url).find("orders", ["A-1"])
    assert look.found["A-1"].ref.id == "o-A-1"
    assert look.notes == ("Acme holds A-1 twice: o-A-1 and o-younger.",)


@pytest.mark.parametrize(
    "said",
    [
        Say(close=True),
        Say(answer(200)),
        Say(answer(200, b"<html>")),
        Say(json_answer(200, {})),
        Say(json_answer(200, {"items": {}})),
        Say(json_answer(200, {"items": [{"id": "1", "version": "1"}]})),
        Say(json_answer(200, {"items": [{"external_reference": "A-1", "id": "1"}]})),
        Say(json_answer(200, {"items": [document()]})[:-3], close=True),
        Say(answer(408)),
        Say(answer(429)),
        Say(answer(500)),
        Say(answer(204)),
    ],
    ids=["cut", "empty", "HTML", "no items", "items no list", "no reference", "no version", "truncated", "408", "429",
         "500", "204"],
)  # fmt: skip
def test_look_that_failed_never_says_absent(said: Say) -> None:
    with RawServer(lambda _: said) as server, pytest.raises(RetryLater):
        acme(server.url).find("orders", ["A-1"])


def test_look_tells_when_to_come_back() -> None:
    busy = Say(answer(503, headers=[("Retry-After", "9")]))
    with RawServer(lambda _: busy) as server, pytest.raises(RetryLater) as error:
        acme(server.url).find("orders", ["A-1"])
    assert error.value.after == 9.0


@pytest.mark.parametrize(
    "status, hint", [(403, "permission"), (404, "address"), (302, "address"), (426, "update"), (401, "secret set")]
)
def test_look_that_cannot_work_stops(status: int, hint: str) -> None:
    with RawServer(lambda _: Say(answer(status))) as server, pytest.raises(Stop) as error:
        acme(server.url).find("orders", ["A-1"])
    assert hint in error.value.hint


def test_differences_are_those_of_the_fields_sent() -> None:
    found = RemoteDocument(RemoteRef("1", "1"), "A-1", {"external_reference": "A-1", "notes": "theirs", "id": "1"})
    target = acme(TARGET_URL)
    assert target.differences("orders", b'{"external_reference":"A-1"}', found) == []
    assert target.differences("orders", b'{"external_reference":"A-1","notes":"ours"}', found) == ["notes"]


# -- the account and the connection test -------------------------------------------------------------------------------


def test_account_is_tenant_and_address() -> None:
    with RawServer(lambda _: Say(json_answer(200, {"tenant": "t-1", "title": "Example Ltd"}))) as server:
        assert acme(server.url + "/").account() == Account("t-1", server.url, "Example Ltd")


@pytest.mark.parametrize("said", [b"[]", b'{"tenant":""}', b'{"title":"x"}'])
def test_answer_that_names_no_account_stops(said: bytes) -> None:
    with RawServer(lambda _: Say(answer(200, said))) as server, pytest.raises(Stop, match="does not name an account"):
        acme(server.url).account()


def healthy(request: Received) -> Say:
    if request.headers.get("x-api-key") != "right-key":
        return Say(answer(401))
    account = {"tenant": "t-1", "title": "Example Ltd"}
    return Say(json_answer(200, account if request.path == "/v1/account" else {"items": [], "next": None}))


def states(steps: list[CheckStep]) -> dict[str, StepState]:
    return {step.name: step.state for step in steps}


def test_check_of_a_healthy_connection(tmp_path: Path) -> None:
    authority = make_authority(tmp_path)
    with RawServer(healthy, tls=authority.server) as server:
        target = acme(
            f"https://localhost:{server.port}", clock=HandClock(now=1795464030.0), ca_file=str(authority.ca_file)
        )
        steps = list(target.check())
    assert states(steps) == dict.fromkeys(
        ["name", "reach", "proxy", "TLS", "sign-in", "permission: orders", "permission: invoices", "clock"],
        StepState.OK,
    )
    details = {step.name: step.detail for step in steps}
    assert "issued by Example Ltd, Inspecting Proxy CA" in details["TLS"]
    assert "Example Ltd (t-1)" in details["sign-in"]
    assert details["clock"] == "30 s apart from the server's clock"


def test_check_names_the_issuer_of_a_refused_certificate(tmp_path: Path) -> None:
    with RawServer(healthy, tls=make_authority(tmp_path, "Corporate TLS Inspection").server) as server:
        steps = list(acme(f"https://localhost:{server.port}").check())
        assert server.received == []
    tls = steps[3]
    assert (tls.name, tls.state) == ("TLS", StepState.FAILED)
    assert "Issued by: Example Ltd, Corporate TLS Inspection." in tls.detail
    assert "ca_file" in tls.hint
    assert {step.state for step in steps[4:]} == {StepState.NOT_REACHED}


def test_check_stops_at_the_first_step_that_fails() -> None:
    steps = list(acme("https://acme.invalid", proxy="none").check())
    assert [step.state for step in steps] == [StepState.FAILED] + [StepState.NOT_REACHED] * 7
    assert steps[0].hint


def test_check_of_a_refused_sign_in_is_tried_each_time_a_person_asks() -> None:
    with RawServer(healthy) as server:
        target = acme(server.url, secret=lambda _: "wrong-key")
        for asked in (1, 2):
            step = states(list(target.check()))
            assert step["sign-in"] is StepState.FAILED
            assert step["permission: orders"] is StepState.NOT_REACHED
            assert len(server.received) == asked
        assert target.send([create()])[0].kind is AnswerKind.SIGN_IN
        assert len(server.received) == 2, "the program itself does not try again"


def test_check_tells_which_resource_may_not_be_read() -> None:
    def script(request: Received) -> Say:
        return Say(answer(403)) if request.path.startswith("/v1/invoices") else healthy(request)

    with RawServer(script) as server:
        found = {step.name: step for step in acme(server.url).check()}
    assert found["permission: orders"].state is StepState.OK
    assert found["permission: invoices"].state is StepState.FAILED
    assert "granted" in found["permission: invoices"].hint


def test_check_warns_of_a_clock_that_is_wrong() -> None:
    with RawServer(healthy) as server:
        (step,) = [one for one in acme(server.url, clock=HandClock(now=1795467600.0)).check() if one.name == "clock"]
    assert step.state is StepState.WARNING
    assert step.detail == "This computer's clock is 3600 s ahead of the server's."


# -- settings ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "options, words",
    [
        ({"base_url": "http://acme.example"}, "expected https"),
        ({"base_url": "acme.example"}, "expected an address"),
        ({"api_key": None}, "sign_in = api_key needs api_key"),
        ({"sign_in": "client_credentials"}, "needs client_id and client_secret"),
        ({"sign_in": "password"}, "'api_key' or 'client_credentials'"),
        ({"in_flight": 65}, "less than or equal to 64"),
        ({"in_flight": 0}, "greater than or equal to 1"),
        ({"timeout": "0s"}, "greater than or equal to 1"),
        ({"requests_per_second": 0}, "greater than 0"),
        ({"proxy": "socks5://proxy:1080"}, "SOCKS"),
        ({"proxy": "http://me:pass@proxy:3128"}, "without user and password"),
        ({"tiemout": "1s"}, "Extra inputs"),
    ],
)
def test_unusable_options_are_told_in_words(options: dict[str, object], words: str) -> None:
    good: dict[str, object] = {"base_url": "https://acme.example", "api_key": "acme/api_key"}
    with pytest.raises(ValidationError, match=words):
        AcmeOptions.model_validate({**good, **options})


def test_unusable_ca_file_stops_before_anything_is_sent(tmp_path: Path) -> None:
    with RawServer(lambda _: Say()) as server:
        target = acme(f"https://127.0.0.1:{server.port}", ca_file=str(tmp_path / "absent.pem"))
        (found,) = target.send([create()])
        assert server.connections == 0
    assert (found.kind, found.owner) == (AnswerKind.SIGN_IN, Owner.IT)
    assert "absent.pem" in found.message


def test_timeout_of_the_settings_counts() -> None:
    with RawServer(lambda _: Say(wait=5)) as server:
        (found,) = acme(server.url, timeout="1s").send([create()])
    assert found.kind is AnswerKind.UNKNOWN
    assert "no answer in time" in found.message
