"""The server's key: approved by a person, compared every time; what both sides offer when nothing is common."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_sync.core.errors import HostKeyRefused, Stop
from desktop_sync.core.model import StepState
from desktop_sync.stores.sftp.servers import Approved, HostKeys
from tests.sftp_servers import AsyncSsh, make_key, shown_key, store_of


def test_nothing_is_sent_to_a_server_that_nobody_approved(tmp_path: Path) -> None:
    keys = HostKeys(tmp_path / "host-keys.json")
    with AsyncSsh(tmp_path / "server") as server:
        options = server.options(tmp_path)
        store = store_of(options, tmp_path, keys=keys)
        with pytest.raises(HostKeyRefused, match="Nobody has approved") as told:
            list(store.list())
        key = shown_key(Path(f"{server.host_key}.pub"), options.place)
        assert told.value.found == key
        assert key.fingerprint in told.value.hint
        steps = {step.name: step for step in store.check()}
        assert (steps["host key"].state, steps["host key"].key) == (StepState.FAILED, key)
        assert steps["sign-in"].state is StepState.NOT_REACHED
        assert server.faults.tries == 0
        store.close()
        assert keys.approve(options.place, Approved(key.fingerprint, key.kind)) is None
        store = store_of(options, tmp_path, keys=keys)
        assert all(step.state is StepState.OK for step in store.check())
        store.close()


def test_a_changed_key_stops_until_it_is_approved(tmp_path: Path) -> None:
    """Pitfall 37."""
    keys = HostKeys(tmp_path / "host-keys.json")
    first = AsyncSsh(tmp_path / "server")
    options = first.options(tmp_path)
    former = shown_key(Path(f"{first.host_key}.pub"), options.place)
    keys.approve(options.place, Approved(former.fingerprint, former.kind))
    second = AsyncSsh(tmp_path / "other")
    second.port = first.port
    new = shown_key(Path(f"{second.host_key}.pub"), options.place)
    with first:
        store = store_of(options, tmp_path, keys=keys)
        assert store.stat("nothing") is None
        store.close()
    with second:
        store = store_of(options, tmp_path, keys=keys)
        with pytest.raises(HostKeyRefused, match="another key than the approved one") as told:
            list(store.list())
        assert former.fingerprint in told.value.hint
        assert new.fingerprint in told.value.hint
        assert second.faults.tries == 0
        store.close()
        assert keys.approve(options.place, Approved(new.fingerprint)) == Approved(former.fingerprint, former.kind)
        store = store_of(options, tmp_path, keys=keys)
        assert store.stat("nothing") is None
        store.close()


def test_a_further_key_of_another_kind_is_no_change(tmp_path: Path) -> None:
    rsa, ed25519 = make_key(tmp_path / "rsa", "ssh-rsa"), make_key(tmp_path / "ed25519")
    keys = HostKeys(tmp_path / "host-keys.json")
    server = AsyncSsh(tmp_path / "server", host_key=rsa)
    options = server.options(tmp_path)
    key = shown_key(Path(f"{rsa}.pub"), options.place)
    keys.approve(options.place, Approved(key.fingerprint, key.kind))
    server.further_keys = [ed25519]
    with server:
        store = store_of(options, tmp_path, keys=keys)
        assert store.stat("nothing") is None
        store.close()


@pytest.mark.filterwarnings("ignore:Diffie-Hellman over finite fields")  # of the server of the test
def test_old_servers_are_reached_only_where_sha1_is_allowed(tmp_path: Path) -> None:
    """Pitfall 36: with none in common, both sides' algorithms are named."""
    old = {"kex_algs": ["diffie-hellman-group14-sha1"], "mac_algs": ["hmac-sha1"], "encryption_algs": ["aes128-ctr"]}
    with AsyncSsh(tmp_path / "server", host_key=make_key(tmp_path / "rsa", "ssh-rsa"), **old) as server:
        store = store_of(server.options(tmp_path), tmp_path)
        with pytest.raises(Stop, match="no algorithm in common") as told:
            list(store.list())
        assert "key exchange: the server offers diffie-hellman-group14-sha1" in told.value.what
        assert "integrity: the server offers hmac-sha1; Desktop Sync offers hmac-sha2-256" in told.value.what
        assert "allow_sha1" in told.value.hint
        store.close()
        options = server.options(tmp_path, allow_sha1=True)
        assert [name for name, _ in options.warnings()] == ["allow_sha1"]
        store = store_of(options, tmp_path)
        (step,) = [one for one in store.check() if one.state is not StepState.OK]
        assert (step.name, step.state) == ("host key", StepState.WARNING)
        store.close()
