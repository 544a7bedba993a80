"""Whether the server is the one that a person approved, by the fingerprint of its key. Knows no files, no sign-in."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

from desktop_sync.core.errors import HostKeyRefused
from desktop_sync.core.host_key import HostKey
from desktop_sync.stores.sftp.servers import Approved

if TYPE_CHECKING:
    from paramiko import PKey


def fingerprint_of(key: PKey) -> str:
    """As OpenSSH shows it."""
    digest = hashlib.sha256(key.asbytes()).digest()
    return f"SHA256:{base64.b64encode(digest).decode().rstrip('=')}"


def judge(place: str, found: HostKey, approved: Approved | None) -> None:
    """HostKeyRefused unless it is the approved one."""
    if approved is not None and approved.fingerprint == found.fingerprint:
        return
    if approved is None:
        raise HostKeyRefused(
            f"Nobody has approved the key of the server {place} yet.",
            f"It shows {found.fingerprint} ({found.kind}). Compare this fingerprint with the one that who runs the "
            f"server tells you, by telephone, not by mail. If it is the same: desktop-sync trust {place} "
            f"{found.fingerprint}",
            found,
        )
    raise HostKeyRefused(
        f"The server {place} shows another key than the approved one. Nothing was sent to it.",
        f"Approved is {approved.fingerprint}; it shows {found.fingerprint} ({found.kind}). Compare the new one, by "
        "telephone, not by mail, with who runs the server: it was renewed, or somebody pretends to be it. If it is "
        f"right: desktop-sync trust {place} FINGERPRINT",
        found,
    )
