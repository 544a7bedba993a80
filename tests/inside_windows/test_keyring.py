"""Under Wine: secrets in the Credential Manager stay on this machine. Wine takes longer ones than Windows does."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from desktop_sync.credentials import Credentials

pytestmark = pytest.mark.skipif(sys.platform != "win32", reason="the Credential Manager of Windows")

if sys.platform == "win32":
    import win32cred

    def test_a_secret_does_not_roam(tmp_path: Path) -> None:
        credentials = Credentials(tmp_path, "Desktop Sync of a test")
        credentials.set("acme/api_key", "secret")
        try:
            kept = win32cred.CredRead("Desktop Sync of a test/acme/api_key", win32cred.CRED_TYPE_GENERIC)
            assert kept["Persist"] == win32cred.CRED_PERSIST_LOCAL_MACHINE
            assert credentials.get("acme/api_key") == "secret"
        finally:
            assert credentials.delete("acme/api_key")
        assert not credentials.has("acme/api_key")
