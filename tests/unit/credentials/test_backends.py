"""Which keyrings are let in, and what their errors become."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from keyring.backends.fail import Keyring as FailKeyring
from keyring.backends.null import Keyring as NullKeyring
from keyring.errors import InitError, KeyringLocked, NoKeyringError, PasswordSetError

from desktop_sync.core.errors import RetryLater, Stop
from desktop_sync.credentials import Credentials, safe_backend
from desktop_sync.sandbox.memory_keyring import MemoryKeyring

VARIABLE = "PYTHON_KEYRING_BACKEND"


class Broken(MemoryKeyring):
    """A keyring in memory that raises what it is told to."""

    error: Exception = RuntimeError()

    def get_password(self, service: str, username: str) -> str | None:
        raise self.error

    def set_password(self, service: str, username: str, password: str) -> None:
        raise self.error


class Forgetful(MemoryKeyring):
    """Says yes and keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        return


def named(name: str, base: type[MemoryKeyring], **more: object) -> MemoryKeyring:
    """A keyring of the class ``name``, which behaves as ``base``."""
    module, _, qualname = name.rpartition(".")
    made = type(qualname, (base,), {"__module__": module, "__qualname__": qualname, **more})()
    assert isinstance(made, MemoryKeyring)
    return made


SYSTEM = "keyring.backends.macOS.Keyring"
PLAIN_TEXT = "keyrings.alt.file.PlaintextKeyring"
CHAIN = "keyring.backends.chainer.ChainerBackend"


def test_secrets_of_windows_stay_on_their_machine() -> None:
    keyring = named("keyring.backends.Windows.WinVaultKeyring", MemoryKeyring, persist="enterprise")
    assert vars(safe_backend(keyring))["persist"] == "local machine"
    assert "persist" not in vars(safe_backend(named(SYSTEM, MemoryKeyring)))


def test_plain_text_is_refused(tmp_path: Path) -> None:
    keyring = named(PLAIN_TEXT, MemoryKeyring)
    with pytest.raises(Stop, match=rf"{re.escape(PLAIN_TEXT)} is refused") as caught:
        Credentials(tmp_path, backend=keyring).set("acme/api_key", "x")
    assert "plain text" in str(caught.value)
    assert keyring.get_password("Desktop Sync/acme/api_key", "desktop-sync") is None


def test_a_keyring_that_does_nothing_is_refused() -> None:
    with pytest.raises(Stop, match="is refused"):
        safe_backend(NullKeyring())  # type: ignore[no-untyped-call]


def test_no_keyring_says_how_to_get_one() -> None:
    with pytest.raises(Stop, match="no keyring") as caught:
        safe_backend(FailKeyring())  # type: ignore[no-untyped-call]
    assert "Secret Service" in caught.value.hint


def test_memory_only_when_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    with pytest.raises(Stop, match="is refused"):
        safe_backend(MemoryKeyring())
    monkeypatch.setenv(VARIABLE, "desktop_sync.sandbox.memory_keyring.MemoryKeyring")
    assert isinstance(safe_backend(MemoryKeyring()), MemoryKeyring)


def test_of_a_chain_the_safe_one_is_used_directly() -> None:
    safe, unsafe = named(SYSTEM, MemoryKeyring), named(PLAIN_TEXT, MemoryKeyring)
    assert safe_backend(named(CHAIN, MemoryKeyring, backends=[unsafe, safe])) is safe
    for rest in ([unsafe], []):
        with pytest.raises(Stop):
            safe_backend(named(CHAIN, MemoryKeyring, backends=rest))


@pytest.mark.parametrize(
    "error,becomes,says",
    [
        (KeyringLocked("locked"), RetryLater, "is locked"),
        (InitError("no bus"), RetryLater, "cannot be reached"),
        (ConnectionResetError(), RetryLater, "cannot be reached"),
        (NoKeyringError(), Stop, "no keyring"),
        (PasswordSetError("read-only"), Stop, "refused storing a secret"),
        (RuntimeError("the value hunter2 is bad"), Stop, "failed at storing a secret"),
    ],
)
def test_errors_of_the_keyring(tmp_path: Path, error: Exception, becomes: type[Exception], says: str) -> None:
    with pytest.raises(becomes, match=says) as caught:
        Credentials(tmp_path, backend=named(SYSTEM, Broken, error=error)).set("acme/api_key", "hunter2")
    assert "hunter2" not in str(caught.value)


def test_a_keyring_that_keeps_nothing_is_found_out(tmp_path: Path) -> None:
    with pytest.raises(Stop, match="did not keep"):
        Credentials(tmp_path, backend=named(SYSTEM, Forgetful)).set("acme/api_key", "x")


@pytest.mark.parametrize(
    "choice,says",
    [
        ("keyring.backends.null.Keyring", "is refused"),
        ("keyring.backends.fail.Keyring", "no keyring"),
        ("no.such.Keyring", "cannot be loaded"),
    ],
)
def test_what_keyring_itself_chooses_is_judged_too(choice: str, says: str) -> None:
    code = (
        "from desktop_sync.core.errors import Stop\nfrom desktop_sync.credentials import safe_backend\n"
        "try: safe_backend()\nexcept Stop as stop: print(stop)"
    )
    environment = {VARIABLE: choice, "PYTHONPATH": str(Path(__file__).parents[3]), "PATH": "/usr/bin"}
    answer = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert says in answer.stdout


def test_memory_is_never_chosen_by_itself() -> None:
    code = (
        "import desktop_sync.sandbox.memory_keyring, keyring\n"
        "print(type(keyring.get_keyring()).__name__, keyring.backend.get_all_keyring())"
    )
    environment = {"PYTHONPATH": str(Path(__file__).parents[3]), "PATH": "/nowhere"}
    answer = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    chosen, _, known = answer.stdout.partition(" ")
    assert "MemoryKeyring" in known
    assert chosen != "MemoryKeyring"
