"""Secrets come back as they were given, stand nowhere else, and are told apart by their names."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st

from desktop_sync.core.errors import SettingsError, Stop
from desktop_sync.core.options import Options, Secret
from desktop_sync.core.redaction import redact
from desktop_sync.credentials import Credentials
from desktop_sync.credentials.store import LONGEST_IN_KEYRING, USERNAME
from desktop_sync.sandbox.memory_keyring import MemoryKeyring

LONG = "päss😀" * 500


def held(keyring: MemoryKeyring, reference: str) -> str:
    found = keyring.get_password(f"Desktop Sync/{reference}", USERNAME)
    assert found is not None
    return found


def sealed(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "secrets").glob("*.sealed"))


@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=3000))
@limits(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_comes_back(credentials: Credentials, value: str) -> None:
    credentials.set("acme/api_key", value)
    assert credentials.get("acme/api_key") == value


def test_each_secret_has_a_service_of_its_own(credentials: Credentials, keyring: MemoryKeyring) -> None:
    credentials.set("acme/api_key", "one")
    credentials.set("erp/password", "two")
    assert held(keyring, "acme/api_key") == "one"
    assert held(keyring, "erp/password") == "two"
    assert credentials.list() == ("acme/api_key", "erp/password")


def test_deleted_secret_is_gone(credentials: Credentials, keyring: MemoryKeyring, tmp_path: Path) -> None:
    credentials.set("acme/api_key", LONG)
    assert credentials.delete("acme/api_key")
    assert not credentials.delete("acme/api_key")
    assert credentials.list() == ()
    assert not credentials.has("acme/api_key")
    assert keyring.get_password("Desktop Sync/acme/api_key", USERNAME) is None
    assert list((tmp_path / "secrets").iterdir()) == []


def test_missing_secret_names_who_needs_it_and_what_to_do(credentials: Credentials) -> None:
    class Api(Options):
        api_key: Secret = "acme/api_key"

    read = credentials.reader("acme", Api())
    with pytest.raises(Stop) as caught:
        read("acme/api_key")
    assert str(caught.value) == (
        'The secret "acme/api_key" is missing, which the connection "acme" for "api_key" needs. '
        "Set it with: desktop-sync secret set acme/api_key"
    )
    credentials.set("acme/api_key", "x")
    assert read("acme/api_key") == "x"


@pytest.mark.parametrize("reference", ["", "acme", "Acme/Key", "a/b/../c", "hunter2!", "a/" + "b" * 50])
def test_bad_names_are_refused_and_not_repeated(credentials: Credentials, reference: str) -> None:
    with pytest.raises(SettingsError) as caught:
        credentials.set(reference, "x")
    assert "hunter2" not in str(caught.value)
    with pytest.raises(SettingsError):
        credentials.delete(reference)


@pytest.mark.parametrize("value", ["", "\ud800", "x" * (2**20 + 1)])
def test_values_that_cannot_be_kept(credentials: Credentials, value: str) -> None:
    with pytest.raises(SettingsError):
        credentials.set("acme/api_key", value)
    assert credentials.list() == ()


class TestLongSecrets:
    def test_the_limit_is_counted_as_windows_counts(self, credentials: Credentials, tmp_path: Path) -> None:
        credentials.set("a/short", "x" * LONGEST_IN_KEYRING)
        assert sealed(tmp_path) == []
        credentials.set("a/long", "x" * (LONGEST_IN_KEYRING + 1))
        assert len(sealed(tmp_path)) == 1
        credentials.set("a/wide", "😀" * (LONGEST_IN_KEYRING // 2 + 1))
        assert len(sealed(tmp_path)) == 2
        assert credentials.get("a/wide") == "😀" * (LONGEST_IN_KEYRING // 2 + 1)

    def test_file_holds_neither_secret_nor_key(
        self, credentials: Credentials, keyring: MemoryKeyring, tmp_path: Path
    ) -> None:
        credentials.set("acme/certificate", LONG)
        (file,) = sealed(tmp_path)
        data = file.read_bytes()
        assert "päss".encode() not in data
        assert held(keyring, "acme/certificate").rpartition(":")[2].encode() not in data
        assert len(held(keyring, "acme/certificate")) < LONGEST_IN_KEYRING
        if os.name != "nt":
            assert file.stat().st_mode & 0o777 == 0o600

    def test_every_byte_is_guarded(self, credentials: Credentials, tmp_path: Path) -> None:
        credentials.set("acme/certificate", LONG)
        (file,) = sealed(tmp_path)
        data = file.read_bytes()
        for at in (9, 20, 21, len(data) // 2, len(data) - 1):
            file.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
            with pytest.raises(Stop, match="damaged or was exchanged"):
                credentials.get("acme/certificate")
        for size in (0, 5, 15, len(data) - 1):
            file.write_bytes(data[:size])
            with pytest.raises(Stop, match="damaged or was exchanged"):
                credentials.get("acme/certificate")
        file.write_bytes(data)
        assert credentials.get("acme/certificate") == LONG

    def test_files_cannot_be_exchanged_even_with_their_tickets(
        self, credentials: Credentials, keyring: MemoryKeyring, tmp_path: Path
    ) -> None:
        credentials.set("acme/test", LONG)
        (first,) = sealed(tmp_path)
        credentials.set("acme/production", LONG[::-1])
        (second,) = (path for path in sealed(tmp_path) if path != first)
        ticket = held(keyring, "acme/test")
        keyring.set_password("Desktop Sync/acme/production", USERNAME, ticket)
        second.with_name(second.name.split("-")[0] + "-" + first.name.split("-")[1]).write_bytes(first.read_bytes())
        with pytest.raises(Stop, match="exchanged"):
            credentials.get("acme/production")

    def test_lost_file_is_a_missing_secret(self, credentials: Credentials, tmp_path: Path) -> None:
        credentials.set("acme/certificate", LONG)
        sealed(tmp_path)[0].unlink()
        with pytest.raises(Stop, match="secret set acme/certificate"):
            credentials.get("acme/certificate")

    def test_secret_that_looks_like_a_ticket_is_no_ticket(
        self, credentials: Credentials, keyring: MemoryKeyring, tmp_path: Path
    ) -> None:
        credentials.set("acme/certificate", LONG)
        ticket = held(keyring, "acme/certificate")
        credentials.set("acme/other", ticket)
        assert credentials.get("acme/other") == ticket
        assert len(sealed(tmp_path)) == 2

    def test_from_long_to_short_and_back(self, credentials: Credentials) -> None:
        for value in (LONG, "short", LONG + "2", "x"):
            credentials.set("acme/api_key", value)
            assert credentials.get("acme/api_key") == value

    def test_former_files_go_once_nobody_can_want_them(self, credentials: Credentials, tmp_path: Path) -> None:
        credentials.set("acme/api_key", LONG)
        (former,) = sealed(tmp_path)
        credentials.set("acme/api_key", LONG + "2")
        assert former.exists()
        old = time.time() - 7200
        for path in sealed(tmp_path):
            os.utime(path, (old, old))
        credentials.set("acme/api_key", LONG + "3")
        assert not former.exists()
        assert credentials.get("acme/api_key") == LONG + "3"

    def test_killed_between_file_and_keyring_keeps_the_former_secret(
        self, credentials: Credentials, keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        class KilledError(BaseException):
            pass

        def killed(*_: str) -> None:
            raise KilledError

        credentials.set("acme/api_key", LONG)
        monkeypatch.setattr(keyring, "set_password", killed)
        with pytest.raises(KilledError):
            credentials.set("acme/api_key", LONG + "2")
        assert credentials.get("acme/api_key") == LONG


def test_nothing_shows_a_secret(credentials: Credentials, tmp_path: Path) -> None:
    credentials.set("acme/api_key", "hunter2")
    assert "hunter2" not in repr(credentials)
    assert "hunter2" not in str(vars(credentials))
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or b"hunter2" not in path.read_bytes()


def test_names_that_cannot_be_read_are_left_out(credentials: Credentials, tmp_path: Path) -> None:
    credentials.set("acme/api_key", "x")
    (tmp_path / "secrets" / "broken.name").write_bytes(b"\xff")
    assert credentials.list() == ("acme/api_key",)
    assert credentials.get("acme/api_key") == "x"


def test_what_is_read_is_hidden_from_then_on_but_not_a_client_id(credentials: Credentials) -> None:
    class SignsIn(Options):
        client_id: Secret
        client_secret: Secret

    options = SignsIn(client_id="acme/id", client_secret="acme/hidden")
    credentials.set("acme/id", "tenant-of-this-test-5521")
    credentials.set("acme/hidden", "canary-of-this-test-5521")
    read = credentials.reader("acme", options)
    text = f"{read('acme/id')} {read('acme/hidden')}"
    assert redact(text) == "tenant-of-this-test-5521 ***"
