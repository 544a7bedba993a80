"""The server's certificate, as contexts for both ways of TLS. It must not know connections."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Certificate:
    """``wrapped``: for the handshake inside of PRELOGIN, which TLS 1.3 is not made for; ``strict``: for TDS 8."""

    wrapped: ssl.SSLContext
    strict: ssl.SSLContext


def load(file: Path) -> Certificate:
    """From a PEM file with certificate and key."""
    wrapped, strict = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    for context in (wrapped, strict):
        context.load_cert_chain(file)
    wrapped.maximum_version = ssl.TLSVersion.TLSv1_2
    strict.set_alpn_protocols(["tds/8.0"])
    return Certificate(wrapped, strict)
