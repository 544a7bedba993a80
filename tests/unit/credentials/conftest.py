"""Credentials over a keyring in memory, which a person must have named: here the tests do."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_sync.credentials import Credentials
from desktop_sync.sandbox.memory_keyring import MemoryKeyring


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> MemoryKeyring:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "desktop_sync.sandbox.memory_keyring.MemoryKeyring")
    return MemoryKeyring()


@pytest.fixture
def credentials(tmp_path: Path, keyring: MemoryKeyring) -> Credentials:
    return Credentials(tmp_path / "secrets", backend=keyring)
