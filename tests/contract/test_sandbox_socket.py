"""The sandbox as a process on a real socket: cuts that are cuts, the ready line, stopping, restarting."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.in_process import InProcessTransport, Rig, order
from tests.sandbox_process import SandboxProcess, start_sandbox


@pytest.fixture(scope="module")
def acme() -> Iterator[SandboxProcess]:
    with start_sandbox() as running:
        yield running
        running.clear_faults()


@pytest.fixture
def client(acme: SandboxProcess) -> Iterator[httpx.Client]:
    acme.clear_faults()
    with httpx.Client(base_url=acme.url, headers={"X-Api-Key": acme.api_key}, trust_env=False) as client:
        yield client


def raw(acme: SandboxProcess, reference: str) -> bytes:
    """Sends one POST by hand and reads to the end of the connection; ConnectionResetError is raised as is."""
    body = json.dumps(order(reference)).encode()
    head = f"POST /v1/orders HTTP/1.1\r\nHost: x\r\nX-Api-Key: {acme.api_key}\r\nContent-Type: application/json\r\n"
    head += f"Content-Length: {len(body)}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", acme.port), timeout=10) as connection:
        connection.sendall(head.encode() + body)
        received = b""
        while part := connection.recv(65536):
            received += part
        return received


@pytest.mark.parametrize("kind, written", [("cut_before", 0), ("cut_after", 1), ("late_commit", 0)])
def test_a_cut_closes_the_connection_without_a_byte(acme: SandboxProcess, kind: str, written: int) -> None:
    acme.clear_faults()
    acme.fault(kind, next=1, seconds=30)
    assert raw(acme, f"closed-{kind}") == b""
    assert len(acme.writes(reference=f"closed-{kind}")) == written


@pytest.mark.parametrize("kind", ["cut_before", "cut_after"])
def test_a_cut_may_be_a_reset(acme: SandboxProcess, kind: str) -> None:
    acme.clear_faults()
    acme.fault(kind, next=1, reset=True)
    with pytest.raises(ConnectionResetError):
        raw(acme, f"reset-{kind}")


def test_a_cut_during_the_answer_leaves_half_of_it(acme: SandboxProcess) -> None:
    acme.clear_faults()
    acme.fault("cut_during", next=1)
    head, _, body = raw(acme, "half").partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 201")
    length = int(
        next(line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")).split(b":")[1]
    )
    assert 0 < len(body) == length // 2
    assert len(acme.writes(reference="half")) == 1


@pytest.mark.parametrize(
    "kind, options, error",
    [
        ("cut_before", {}, httpx.RemoteProtocolError),
        ("cut_after", {"reset": True}, httpx.ReadError),
        ("cut_during", {}, httpx.RemoteProtocolError),
        ("late_commit", {"seconds": 1}, httpx.RemoteProtocolError),
    ],
)
def test_in_process_a_cut_looks_as_on_a_socket(
    acme: SandboxProcess, client: httpx.Client, kind: str, options: dict[str, object], error: type[Exception]
) -> None:
    rig = Rig()
    headers = {"X-Api-Key": rig.sandbox.credentials.api_key}
    acme.fault(kind, next=1, **options)
    rig.fault(kind, next=1, **options)
    with httpx.Client(transport=InProcessTransport(rig.sandbox), base_url="http://acme", headers=headers) as inside:
        seen = []
        for way in (client, inside):
            with pytest.raises(httpx.TransportError) as caught:
                way.post("/v1/orders", json=order(f"same-{kind}"))
            seen.append(caught.type)
    assert seen == [error, error]


def test_in_process_answers_are_those_of_the_socket(client: httpx.Client) -> None:
    rig = Rig()
    headers = {"X-Api-Key": rig.sandbox.credentials.api_key}
    with httpx.Client(transport=InProcessTransport(rig.sandbox), base_url="http://acme", headers=headers) as inside:
        for path, query in (
            ("/v1/orders", {"external_reference": "Ä/%? &"}),
            ("/v1/nothing ü", {}),
            ("/v1/account", {}),
        ):
            told = [way.get(path, params=query) for way in (client, inside)]
            assert told[0].status_code == told[1].status_code
            assert told[0].json() == told[1].json()
            assert told[0].headers.keys() == told[1].headers.keys()


def test_latency_holds_up_one_request_and_no_other(acme: SandboxProcess, client: httpx.Client) -> None:
    acme.fault("latency", next=1, seconds=3, reference="slow")
    ended: dict[str, float] = {}

    def post(reference: str) -> None:
        client.post("/v1/orders", json=order(reference)).raise_for_status()
        ended[reference] = time.monotonic()

    slow = threading.Thread(target=post, args=("slow",))
    slow.start()
    while acme.requests()["faults"].get("latency", 0) < 1:
        time.sleep(0.01)
    post("quick")
    slow.join()
    assert ended["quick"] < ended["slow"]


def test_a_client_that_gives_up_is_committed_all_the_same(acme: SandboxProcess, client: httpx.Client) -> None:
    acme.fault("latency", next=1, seconds=1)
    with pytest.raises(httpx.ReadTimeout):
        client.post("/v1/orders", json=order("impatient"), timeout=0.2)
    until = time.monotonic() + 20
    while not acme.writes(reference="impatient") and time.monotonic() < until:
        time.sleep(0.05)
    assert len(acme.writes(reference="impatient")) == 1


def test_half_a_request_is_no_request(acme: SandboxProcess) -> None:
    head = f"POST /v1/orders HTTP/1.1\r\nHost: x\r\nX-Api-Key: {acme.api_key}\r\nContent-Type: application/json\r\n"
    with socket.create_connection(("127.0.0.1", acme.port), timeout=10) as connection:
        connection.sendall(f"{head}Content-Length: 500\r\n\r\n".encode() + b'{"external_reference": "torn"')
    before = acme.requests()["requests"].get("POST orders collection", {})
    assert acme.writes(reference="torn") == []
    assert acme.requests()["requests"].get("POST orders collection", {}) == before


def test_a_body_that_is_too_large_is_answered_not_cut(client: httpx.Client) -> None:
    answer = client.post("/v1/orders", content=b" " * 11_000_000, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_the_ready_line_holds_what_a_client_needs(acme: SandboxProcess, client: httpx.Client) -> None:
    assert acme.url.startswith("http://127.0.0.1:")
    assert client.get("/v1/account").json() == {"tenant": acme.tenant, "title": "Acme sandbox"}
    form = {"grant_type": "client_credentials", "client_id": acme.client_id, "client_secret": acme.client_secret}
    token = httpx.post(f"{acme.url}/oauth/token", data=form, trust_env=False).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert httpx.get(f"{acme.url}/v1/account", headers=headers, trust_env=False).status_code == 200
    assert acme.profile()["resources"]["orders"]["collection"] == "/v1/orders"
    assert acme.schema("orders")["title"] == "Order"


def test_it_ends_with_its_standard_input() -> None:
    assert start_sandbox().stop() == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_in_an_orderly_way_at_a_signal(sent: signal.Signals) -> None:
    running = start_sandbox()
    os.kill(running.pid, sent)
    assert running.wait() == 0


def test_a_database_file_keeps_documents_credentials_and_keys(tmp_path: Path) -> None:
    database = tmp_path / "acme.sqlite"

    def post(running: SandboxProcess) -> httpx.Response:
        headers = {"X-Api-Key": running.api_key, "Idempotency-Key": "k"}
        return httpx.post(f"{running.url}/v1/orders", json=order("4711"), headers=headers, trust_env=False)

    with start_sandbox(database=database) as first:
        made = post(first)
        port, api_key = first.port, first.api_key
    with start_sandbox(database=database, port=port) as second:
        assert second.api_key == api_key
        again = post(second)
        assert (again.json(), again.headers["idempotency-replayed"]) == (made.json(), "true")
        assert second.documents("orders")["4711"]["id"] == made.json()["id"]


@pytest.mark.parametrize(
    "options, words",
    [
        (["--fault", "often"], "This fault rule will not do"),
        (["--character", "lagging", "--commit-lag", "1"], "--commit-lag"),
        (["--customers", "none.txt"], "cannot be read"),
        (["--profile", "none.json"], "cannot be read"),
        (["--fault", "late_commit:seconds=500"], "--commit-lag"),
    ],
)
def test_options_that_will_not_do_are_refused_in_words(options: list[str], words: str) -> None:
    command = [sys.executable, "-m", "desktop_sync.sandbox.server", "--until-eof", *options]
    run = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30, check=False)
    assert run.returncode == 2
    assert words in run.stderr
    assert "Traceback" not in run.stderr


def test_a_port_in_use_is_said(acme: SandboxProcess) -> None:
    command = [sys.executable, "-m", "desktop_sync.sandbox.server", "--port", str(acme.port)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert run.returncode == 2
    assert f"Port {acme.port} cannot be used" in run.stderr


def test_known_customers_come_from_a_file(tmp_path: Path) -> None:
    customers = tmp_path / "customers.txt"
    customers.write_text("\ufeff90012\n\n90013\n", encoding="utf-8")
    with start_sandbox(customers=customers) as running:
        headers = {"X-Api-Key": running.api_key}
        with httpx.Client(base_url=running.url, headers=headers, trust_env=False) as client:
            assert client.post("/v1/orders", json=order("1")).status_code == 201
            refused = client.post("/v1/orders", json=order("2", buyer={"number": "1"}))
    assert refused.json()["code"] == "missing_reference"
