"""The server's certificate, as contexts for both ways of TLS. It must not know connections."""

from __future__ import annotations

import datetime
import ssl
import tempfile
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


def self_signed() -> Certificate:
    """One that the server makes for itself, as SQL Server does where it is given none."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "SSL_Self_Signed_Fallback")])
    made = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), now, now + datetime.timedelta(days=365)
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "server.pem"
        file.write_bytes(private + made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
        return load(file)
