"""A connection test knows what was just typed before what is stored, and stores nothing of it."""

from __future__ import annotations

import pytest

from desktop_sync.core.errors import Stop
from desktop_sync.credentials import Credentials, Lent
from desktop_sync.sandbox.memory_keyring import MemoryKeyring


def test_what_was_typed_comes_first_and_is_stored_nowhere(credentials: Credentials, keyring: MemoryKeyring) -> None:
    credentials.set("acme/api_key", "stored")
    credentials.set("mail/password", "too")
    lent = Lent(credentials, {"acme/api_key": "typed", "other/key": "new"})
    assert [lent.get(name) for name in ("acme/api_key", "other/key", "mail/password")] == ["typed", "new", "too"]
    assert credentials.get("acme/api_key") == "stored"
    assert credentials.list() == ("acme/api_key", "mail/password")
    assert "typed" not in repr(lent)
    with pytest.raises(Stop, match="is missing"):
        lent.get("nobody/knows")
