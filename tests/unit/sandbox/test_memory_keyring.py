"""The keyring of a demo without a keyring."""

from __future__ import annotations

import keyring
import pytest
from keyring.errors import PasswordDeleteError

from desktop_sync.sandbox.memory_keyring import MemoryKeyring


def test_what_is_set_can_be_read_and_deleted() -> None:
    memory = MemoryKeyring()
    memory.set_password("service", "user", "word")
    assert memory.get_password("service", "user") == "word"
    assert memory.get_password("service", "other") is None
    memory.delete_password("service", "user")
    assert memory.get_password("service", "user") is None
    with pytest.raises(PasswordDeleteError):
        memory.delete_password("service", "user")


def test_each_one_has_its_own_secrets() -> None:
    first, second = MemoryKeyring(), MemoryKeyring()
    first.set_password("service", "user", "word")
    assert second.get_password("service", "user") is None


def test_it_is_never_picked_unless_named() -> None:
    recommended = [backend for backend in keyring.backend.get_all_keyring() if keyring.core.recommended(backend)]
    assert not any(isinstance(backend, MemoryKeyring) for backend in recommended)
