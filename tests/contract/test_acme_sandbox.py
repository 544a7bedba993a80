"""The Acme client against the sandbox as a real server: both sides of the wire contract agree."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest

from desktop_sync.acme.client import Acme, AcmeOptions
from desktop_sync.acme.profile import Profile
from desktop_sync.core.errors import Outdated, RetryLater, Stop
from desktop_sync.core.heartbeat import Sender, heartbeat
from desktop_sync.core.model import AnswerKind, Document, RemoteRef, Request, StepState
from desktop_sync.core.states import Operation
from tests.acme_rig import SystemClock, refusals
from tests.sandbox_process import SandboxProcess, start_sandbox


@pytest.fixture(scope="module")
def sandbox() -> Iterator[SandboxProcess]:
    with start_sandbox() as started:
        yield started


def client(sandbox: SandboxProcess, **options: object) -> Acme:
    profile = Profile.model_validate(sandbox.profile())
    secrets = {"acme/key": sandbox.api_key, "acme/id": sandbox.client_id, "acme/secret": sandbox.client_secret}
    chosen: dict[str, object] = {"base_url": sandbox.url, "api_key": "acme/key", **options}
    schemas = {name: sandbox.schema(name) for name in profile.resources}
    return Acme(AcmeOptions.model_validate(chosen), profile, schemas, secrets.__getitem__, refusals(), SystemClock())


@pytest.fixture
def target(sandbox: SandboxProcess) -> Iterator[Acme]:
    made = client(sandbox)
    yield made
    made.close()
    sandbox.clear_faults()


def order(reference: str, operation: Operation = Operation.UPSERT, **fields: object) -> Document:
    line = {"number": 1, "sku": "A-100", "quantity": "2", "unit_price": "9.50"}
    body: dict[str, object] = {
        "external_reference": reference,
        "date": "2026-11-23",
        "currency": "EUR",
        "buyer": {"number": "C-1", "name": "Example Ltd"},
        "lines": [line],
        "notes": None,
        **fields,
    }
    return Document("orders", reference, operation, body)


def request(target: Acme, document: Document, remote: RemoteRef | None = None, number: int = 1) -> Request:
    method, path, if_match, body = target.shape(document, remote)
    key = hashlib.sha256(f"{document.reference}/{number}".encode()).hexdigest()[:40]
    return Request(number, method, path, if_match, body, key, document.resource)


def create(target: Acme, reference: str) -> RemoteRef:
    (answer,) = target.send([request(target, order(reference))])
    assert answer.kind is AnswerKind.DONE, answer.message
    assert answer.remote is not None
    return answer.remote


def test_create_update_find_cancel(target: Acme, sandbox: SandboxProcess) -> None:
    first = create(target, "C-1")
    (answer,) = target.send([request(target, order("C-1", notes="soon"), first, 2)])
    assert answer.kind is AnswerKind.DONE
    assert answer.remote is not None
    assert answer.remote.id == first.id != answer.remote.version
    found = target.find("orders", ["C-1", "absent"]).found
    assert set(found) == {"C-1"}
    assert found["C-1"].ref == answer.remote
    cancel = request(target, order("C-1", Operation.CANCEL), answer.remote, 3)
    assert target.send([cancel])[0].kind is AnswerKind.DONE
    after = target.find("orders", ["C-1"]).found["C-1"]
    assert after.body["cancelled"] is True
    assert "notes" not in after.body, "what the document no longer has is removed"
    assert target.differences("orders", cancel.body, after) == []
    assert [write["action"] for write in sandbox.writes("orders", "C-1")] == ["create", "update", "update"]


def test_same_request_sent_again_is_answered_from_the_key(target: Acme, sandbox: SandboxProcess) -> None:
    once = request(target, order("K-1"))
    answers = [target.send([once])[0], target.send([once])[0], target.send([once, request(target, order("K-2"))])[0]]
    assert {answer.kind for answer in answers} == {AnswerKind.DONE}
    assert len({answer.remote for answer in answers}) == 1
    assert len(sandbox.writes("orders", "K-1")) == 1, "singly or in a batch, a key means the same request"


def test_batch_with_good_and_bad_documents(target: Acme) -> None:
    documents = [
        order("B-1"),
        order("B-2", currency="euros"),
        order("B-3", buyer={"number": "UNKNOWN-7", "name": "Nobody"}),
        order("B-4"),
    ]
    answers = target.send([request(target, one) for one in documents])
    kinds = [answer.kind for answer in answers]
    assert kinds == [AnswerKind.DONE, AnswerKind.REJECTED, AnswerKind.MISSING_REFERENCE, AnswerKind.DONE]
    assert "currency" in answers[1].message


def test_surprises(target: Acme, sandbox: SandboxProcess) -> None:
    remote = create(target, "S-1")
    again = Request(2, *target.shape(order("S-1"), None), "another-key", "orders")
    assert target.send([again])[0].kind is AnswerKind.DUPLICATE
    sandbox.person("edit", "orders", "S-1", {"notes": "by hand"})
    update = request(target, order("S-1", notes="ours"), remote, 3)
    assert target.send([update])[0].kind is AnswerKind.CHANGED
    found = target.find("orders", ["S-1"]).found["S-1"]
    assert target.differences("orders", update.body, found) == ["notes"]
    sandbox.person("delete", "orders", "S-1")
    late = request(target, order("S-1", notes="ours"), found.ref, 4)
    assert target.send([late])[0].kind is AnswerKind.DELETED
    assert target.find("orders", ["S-1"]).found == {}


@pytest.mark.parametrize(
    "fault, kind",
    [
        ("cut_before", AnswerKind.UNKNOWN),
        ("cut_after", AnswerKind.UNKNOWN),
        ("cut_during", AnswerKind.UNKNOWN),
        ("unreadable", AnswerKind.UNKNOWN),
        ("empty", AnswerKind.UNKNOWN),
        ("500", AnswerKind.UNKNOWN),
        ("503", AnswerKind.UNKNOWN),
        ("429", AnswerKind.NOT_PROCESSED),
        ("413", AnswerKind.TOO_LARGE),
        ("426", AnswerKind.OUTDATED),
        ("403", AnswerKind.REJECTED),
    ],
)
def test_faults_of_the_sandbox_are_what_the_table_says(
    target: Acme, sandbox: SandboxProcess, fault: str, kind: AnswerKind
) -> None:
    sandbox.fault(fault, next=1, reference=f"F-{fault}")
    once = request(target, order(f"F-{fault}"))
    assert target.send([once])[0].kind is kind
    if kind in {AnswerKind.UNKNOWN, AnswerKind.NOT_PROCESSED}:
        assert target.send([once])[0].kind is AnswerKind.DONE, "the same request with the same key is safe"
        assert len(sandbox.writes("orders", once_reference(once))) == 1


def once_reference(once: Request) -> str:
    return once.body.decode().split('"external_reference":"')[1].split('"')[0]


def test_partial_batch_answer_leaves_the_missing_ones_unknown(target: Acme, sandbox: SandboxProcess) -> None:
    sandbox.fault("partial_batch", next=1)
    requests = [request(target, order(f"P-{number}")) for number in range(10)]
    kinds = [answer.kind for answer in target.send(requests)]
    assert set(kinds) == {AnswerKind.DONE, AnswerKind.UNKNOWN}
    assert {answer.kind for answer in target.send(requests)} == {AnswerKind.DONE}
    assert all(len(sandbox.writes("orders", f"P-{number}")) == 1 for number in range(10))


def test_reordered_batch_answer_is_matched_by_key(target: Acme, sandbox: SandboxProcess) -> None:
    sandbox.fault("reordered_batch", next=1)
    answers = target.send([request(target, order(f"R-{number}")) for number in range(10)])
    found = target.find("orders", [f"R-{number}" for number in range(10)]).found
    assert [answer.remote for answer in answers] == [found[f"R-{number}"].ref for number in range(10)]


def test_client_credentials(sandbox: SandboxProcess) -> None:
    target = client(
        sandbox, api_key=None, sign_in="client_credentials", client_id="acme/id", client_secret="acme/secret"
    )
    create(target, "O-1")
    sandbox.fault("401", next=1)
    assert create(target, "O-2").id, "one refresh, and the same request again"
    target.close()
    sandbox.clear_faults()


def test_account_and_check(target: Acme, sandbox: SandboxProcess) -> None:
    account = target.account()
    assert (account.tenant, account.base_url) == (sandbox.tenant, sandbox.url)
    assert {step.name: step.state for step in target.check() if step.state is not StepState.OK} == {}


def test_a_heartbeat_is_taken(target: Acme, sandbox: SandboxProcess) -> None:
    sender = Sender("Desktop Sync", "1.2.3", "0" * 32, "acme", ["erp"])
    picture: dict[str, object] = {"flows": [], "problems": [], "last_delivered_at": None}
    assert target.heartbeat_interval == 300
    target.heartbeat(heartbeat(sender, picture, 1_790_000_000.0, 1_790_000_600.0, None))
    assert sandbox.requests()["requests"]["POST heartbeat"] == {"200": 1}
    with pytest.raises(Stop, match="422"):
        target.heartbeat({"person": "Erika"})
    sandbox.fault("503", on="all", path="/v1/heartbeat", next=1, retry_after=7)
    with pytest.raises(RetryLater, match="503") as later:
        target.heartbeat({})
    assert later.value.after == 7
    sandbox.fault("cut_before", on="all", path="/v1/heartbeat", next=1)
    with pytest.raises(RetryLater, match="did not answer"):
        target.heartbeat({})


def test_426_means_that_the_program_must_be_updated_whatever_was_asked(sandbox: SandboxProcess) -> None:
    target = client(sandbox)
    try:
        create(target, "U-1")
        sandbox.fault("426", on="all")
        for ask in (target.account, lambda: target.find("orders", ["U-1"]), lambda: target.heartbeat({})):
            with pytest.raises(Outdated) as stopped:
                ask()
            assert stopped.value.hint == "This program must be updated."
        (answer,) = target.send([request(target, order("U-2"))])
        assert answer.kind is AnswerKind.OUTDATED
        assert "This program must be updated." in answer.message
        (first, second) = target.send(
            [request(target, order("U-3"), number=3), request(target, order("U-4"), number=4)]
        )
        assert first.kind is second.kind is AnswerKind.OUTDATED
    finally:
        target.close()
        sandbox.clear_faults()
