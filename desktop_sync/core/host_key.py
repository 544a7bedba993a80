"""The key by which a server is known. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HostKey:
    """What a server showed. ``place``: host, or host:port; ``fingerprint`` as OpenSSH spells it (``SHA256:…``)."""

    place: str
    kind: str  # such as ssh-ed25519
    fingerprint: str
