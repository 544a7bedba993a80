"""Signing in at real servers: every way, one try, and no further try of what was refused."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_sync.core.errors import RetryLater, Stop
from desktop_sync.core.model import StepState
from tests.cutting_proxy import CuttingProxy
from tests.sftp_servers import AsyncSsh, OpenSsh, Refused, make_key, store_of


@pytest.mark.parametrize("way", ["password", "dialogue"])
def test_a_password_by_either_way(tmp_path: Path, way: str) -> None:
    with AsyncSsh(tmp_path / "server", [way]) as server:
        store = store_of(server.options(tmp_path), tmp_path)
        assert list(store.list()) == []
        assert server.faults.tries == 1
        store.close()


def test_a_wrong_password_is_tried_once(tmp_path: Path) -> None:
    refusals = Refused()
    given = ["wrong"]
    with AsyncSsh(tmp_path / "server") as server:
        for _ in range(3):  # three runs
            store = store_of(server.options(tmp_path), tmp_path, refusals=refusals, secret=lambda _: given[0])
            with pytest.raises(Stop, match="refused the sign-in of desk") as told:
                list(store.list())
            assert "secret set sftp/password" in told.value.hint
            assert "wrong" not in str(told.value)
            store.close()
        assert server.faults.tries == 1
        given[0] = "right horse"
        store = store_of(server.options(tmp_path), tmp_path, refusals=refusals, secret=lambda _: given[0])
        assert list(store.list()) == []
        assert refusals.noted == []
        store.close()


def test_a_test_of_the_connection_tries_at_once(tmp_path: Path) -> None:
    refusals = Refused()
    with AsyncSsh(tmp_path / "server") as server:
        for tries in (1, 2):
            store = store_of(server.options(tmp_path), tmp_path, refusals=refusals, secret=lambda _: "wrong")
            steps = {step.name: step for step in store.check()}
            assert steps["host key"].state is StepState.OK
            assert steps["sign-in"].state is StepState.FAILED
            assert steps["clock"].state is StepState.NOT_REACHED
            assert server.faults.tries == tries
            store.close()


def test_a_second_factor_is_told(tmp_path: Path) -> None:
    with AsyncSsh(tmp_path / "server", ["two questions"]) as server:
        store = store_of(server.options(tmp_path), tmp_path)
        with pytest.raises(Stop, match="more than for a password"):
            list(store.list())
        store.close()


def test_a_connection_that_ends_in_the_sign_in_is_no_refusal_at_once(tmp_path: Path) -> None:
    """A cable may break there. Twice in a row it counts: accounts get locked by trying again."""
    refusals = Refused()
    with AsyncSsh(tmp_path / "server", login_timeout=0.3) as server, CuttingProxy(server.port) as proxy:

        def held(_: str) -> str:
            proxy.cut()
            return "right horse"

        store = store_of(server.options(tmp_path, port=proxy.port), tmp_path, refusals=refusals, secret=held)
        with pytest.raises(RetryLater):
            list(store.list())
        assert refusals.noted == []
        store.close()


KINDS = [
    ("ssh-ed25519", "openssh", None), ("ssh-ed25519", "openssh", "phrase"),
    ("ecdsa-sha2-nistp256", "openssh", "phrase"),
    ("ssh-rsa", "openssh", "phrase"), ("ssh-rsa", "pkcs1-pem", None), ("ssh-rsa", "pkcs8-pem", "phrase"),
    ("ecdsa-sha2-nistp384", "pkcs8-pem", None), ("ssh-ed25519", "pkcs8-pem", "phrase"),
]  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenSsh]:
    with OpenSsh(tmp_path_factory.mktemp("openssh")) as found:
        yield found


@pytest.mark.parametrize("kind, spelling, phrase", KINDS)
def test_keys_of_every_kind(server: OpenSsh, tmp_path: Path, kind: str, spelling: str, phrase: str | None) -> None:
    key = make_key(tmp_path / "key", kind, phrase, spelling)
    server.authorize(Path(f"{key}.pub"))
    more = {"passphrase": "sftp/phrase"} if phrase else {}
    store = store_of(server.options(tmp_path, key_file=str(key), **more), tmp_path, secret=lambda _: phrase or "")
    assert store.stat("key") is not None
    store.close()


def test_keys_that_cannot_be_used_say_why(server: OpenSsh, tmp_path: Path) -> None:
    locked = make_key(tmp_path / "locked", "ssh-ed25519", "phrase")
    for name, content in (("putty", b"PuTTY-User-Key-File-3: ssh-ed25519\n"), ("nonsense", b"hello")):
        (tmp_path / name).write_bytes(content)
    wrong = {"passphrase": "sftp/phrase"}
    cases = [
        (str(locked), {}, "has a passphrase"), (str(locked), wrong, "its passphrase is another one"),
        (str(tmp_path / "putty"), {}, "as PuTTY does"), (str(tmp_path / "nonsense"), {}, "no private key"),
        (f"{locked}.pub", {}, "no private key"), (str(tmp_path / "nowhere"), {}, "cannot be read"),
    ]  # fmt: skip
    for key, more, words in cases:
        options = server.options(tmp_path, key_file=key, **more)
        store = store_of(options, tmp_path, secret=lambda _: "other")
        with pytest.raises(Stop, match=words) as told:
            list(store.list())
        assert told.value.hint
        store.close()


def test_a_key_and_a_password_where_the_server_wants_both(tmp_path: Path) -> None:
    more = ["AuthenticationMethods publickey,password", "PasswordAuthentication yes"]
    with OpenSsh(tmp_path / "server", more) as server:
        store = store_of(server.options(tmp_path), tmp_path)
        with pytest.raises(Stop, match="wants more: password"):
            list(store.list())
        store.close()


def test_keys_of_an_agent(server: OpenSsh, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("ssh-agent") is None:
        pytest.skip("ssh-agent is not installed")
    socket = tmp_path / "agent"
    with subprocess.Popen(["ssh-agent", "-D", "-a", str(socket)], stdout=subprocess.DEVNULL) as agent:
        try:
            while not socket.exists():
                os.sched_yield()
            monkeypatch.setenv("SSH_AUTH_SOCK", str(socket))
            store = store_of(server.options(tmp_path, key_file="", agent=True), tmp_path)
            with pytest.raises(Stop, match="refused the sign-in"):
                list(store.list())
            store.close()
            subprocess.run(["ssh-add", "-q", str(server.key)], check=True, capture_output=True)
            store = store_of(server.options(tmp_path, key_file="", agent=True), tmp_path)
            assert store.stat("nothing") is None
            store.close()
        finally:
            agent.terminate()
