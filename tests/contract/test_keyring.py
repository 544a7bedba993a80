"""Credentials against a real Secret Service: a GNOME keyring of our own, on a message bus of our own.

Never against the keyring of whoever runs the tests.
"""

from __future__ import annotations

import contextlib
import gc
import os
import shutil
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

import pytest
from keyring.backend import KeyringBackend
from keyring.backends.SecretService import Keyring

from desktop_sync.core.errors import RetryLater, Stop, SyncError
from desktop_sync.credentials import Credentials

pytestmark = pytest.mark.counterpart

LONG = "-----BEGIN PRIVATE KEY-----\n" + "päss😀\0" * 3000


@pytest.fixture(scope="module")
def programs(require_for_session: Callable[[str], NoReturn]) -> None:
    missing = [name for name in ("dbus-daemon", "gnome-keyring-daemon") if shutil.which(name) is None]
    if missing or sys.platform != "linux":
        require_for_session(f"a Secret Service needs {', '.join(missing) or 'Linux'}")


@pytest.fixture(scope="module")
def service(programs: None) -> Iterator[dict[str, str]]:
    """The environment of an unlocked Secret Service."""
    from dev_secret_service import private_secret_service

    with private_secret_service(Path(sys.executable)) as environment:
        yield environment


@pytest.fixture
def credentials(service: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Credentials:
    for name, value in service.items():
        monkeypatch.setenv(name, value)
    return Credentials(tmp_path / "secrets", backend=real_keyring())


@pytest.mark.parametrize("value", ["hunter2", "päss wörd 😀", "a\nb\r\nc\n", "x" * 1200, LONG, " "])
def test_secrets_come_back_as_they_were_given(credentials: Credentials, value: str) -> None:
    credentials.set("acme/api_key", value)
    assert credentials.get("acme/api_key") == value
    credentials.set("acme/api_key", "another")
    assert credentials.get("acme/api_key") == "another"


def test_secrets_of_one_keyring_do_not_mix(credentials: Credentials) -> None:
    names = [f"acme/key-{number}" for number in range(5)]
    for name in names:
        credentials.set(name, f"secret of {name}")
    assert [credentials.get(name) for name in names] == [f"secret of {name}" for name in names]
    assert credentials.delete(names[2])
    with pytest.raises(Stop, match="secret set acme/key-2"):
        credentials.get(names[2])
    assert credentials.get(names[3]) == f"secret of {names[3]}"
    assert credentials.list() == tuple(name for name in names if name != names[2])


def test_another_process_reads_the_same_secret(
    credentials: Credentials, service: dict[str, str], tmp_path: Path
) -> None:
    credentials.set("acme/certificate", LONG)
    code = (
        "import sys\nfrom pathlib import Path\nfrom desktop_sync.credentials import Credentials\n"
        "sys.stdout.buffer.write(Credentials(Path(sys.argv[1])).get('acme/certificate').encode())"
    )
    environment = {**os.environ, **service, "PYTHONPATH": str(Path(__file__).parents[2])}
    answer = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "secrets")], env=environment, capture_output=True, check=True
    )
    assert answer.stdout.decode() == LONG


def test_what_keyring_chooses_here_is_let_in(credentials: Credentials, service: dict[str, str], tmp_path: Path) -> None:
    code = "from desktop_sync.credentials import safe_backend\nprint(type(safe_backend()).__module__)"
    environment = {**os.environ, **service, "PYTHONPATH": str(Path(__file__).parents[2])}
    del environment["PYTHON_KEYRING_BACKEND"]
    answer = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() in {"keyring.backends.SecretService", "keyring.backends.libsecret"}


def test_unknown_secret(credentials: Credentials) -> None:
    assert not credentials.has("never/set")
    assert not credentials.delete("never/set")
    with pytest.raises(Stop, match="is missing"):
        credentials.get("never/set")


def test_locked_keyring_is_tried_again_later(programs: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dev_secret_service import short_folder, start_bus, start_keyring

    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(dir=short_folder())))
        environment = {"DBUS_SESSION_BUS_ADDRESS": start_bus(folder, stack)}
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", environment["DBUS_SESSION_BUS_ADDRESS"])
        start_keyring(folder, environment, stack)
        credentials = Credentials(tmp_path / "secrets", backend=real_keyring())
        eventually(lambda: credentials.set("acme/api_key", "hunter2"))
        lock()
        assert_locked(credentials)
        with warnings.catch_warnings():
            # keyring lets go of its connection without closing it when the collection is locked.
            warnings.simplefilter("ignore", ResourceWarning)
            gc.collect()


def test_no_message_bus_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/none")
    with pytest.raises(RetryLater, match="cannot be reached"):
        Credentials(tmp_path / "secrets", backend=real_keyring()).get("acme/api_key")


def real_keyring() -> KeyringBackend:
    return Keyring()  # type: ignore[no-untyped-call]


def assert_locked(credentials: Credentials) -> None:
    with pytest.raises(RetryLater, match=r"locked|reached") as caught:
        credentials.get("acme/api_key")
    assert caught.value.after


def eventually(action: Callable[[], None]) -> None:
    until = time.monotonic() + 20
    while True:
        try:
            action()
            return
        except SyncError:
            if time.monotonic() > until:
                raise
        time.sleep(0.1)


def lock() -> None:
    """As when the person locks the keyring."""
    import secretstorage

    with contextlib.closing(secretstorage.dbus_init()) as bus:
        secretstorage.get_default_collection(bus).lock()
