"""Looks at the certificate that a SQL Server shows, before anybody signs in: its issuer, its names, its end.

The handshake of TDS 7 is wrapped into PRELOGIN packets ([MS-TDS] 2.2.6.5); that of TDS 8 comes first. Nothing is
verified here and nothing is sent over it: the driver verifies. It must not know secrets.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct

from desktop_sync.core.value import value
from desktop_sync.web.connect import reach, resolve

_HEADER = struct.Struct(">BBHHBB")
_PRELOGIN, _LAST = 0x12, 0x01
_LONGEST = 64 * 1024
_ROUNDS = 10
_OFFER = bytes([0, 0, 11, 0, 6, 1, 0, 17, 0, 1, 0xFF, 17, 0, 0, 0, 0, 0, 1])
"""PRELOGIN with a version (17.0) and the wish to encrypt."""


@value
class Shown:
    """A certificate. ``own``: it was issued by itself."""

    subject: str
    issuer: str
    names: tuple[str, ...]
    until: str
    sha256: str
    own: bool

    def __str__(self) -> str:
        by = "by itself" if self.own else f"by {self.issuer}"
        names = f" for {', '.join(self.names)}" if self.names else ""
        return f"{self.subject}, issued {by}{names}, until {self.until}"


def shown(host: str, port: int, timeout: float, *, strict: bool) -> Shown | None:
    """What the server shows; None: it shows none. Raises NotSent when it cannot be reached."""
    sock = reach(resolve(host, port), f"{host}:{port}", timeout)
    with contextlib.closing(sock):
        try:
            der = _strict(sock, host) if strict else _wrapped(sock, host)
        except (OSError, ValueError, struct.error):
            return None
    return _read(der) if der else None


def _context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # it is only looked at
    return context


def _strict(sock: socket.socket, host: str) -> bytes | None:
    context = _context()
    context.set_alpn_protocols(["tds/8.0"])
    with context.wrap_socket(sock, server_hostname=host) as secured:
        return secured.getpeercert(binary_form=True)


def _wrapped(sock: socket.socket, host: str) -> bytes | None:
    _send(sock, _OFFER)
    _receive(sock)
    context = _context()
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = context.wrap_bio(incoming, outgoing, server_hostname=host)
    for _ in range(_ROUNDS):
        try:
            tls.do_handshake()
            return tls.getpeercert(binary_form=True)
        except ssl.SSLWantReadError:
            if data := outgoing.read():
                _send(sock, data)
            incoming.write(_receive(sock))
    return None


def _send(sock: socket.socket, data: bytes) -> None:
    sock.sendall(_HEADER.pack(_PRELOGIN, _LAST, _HEADER.size + len(data), 0, 0, 0) + data)


def _receive(sock: socket.socket) -> bytes:
    """One message, of one packet or several."""
    found, last = b"", False
    while not last and len(found) < _LONGEST:
        _, status, size, *_ = _HEADER.unpack(_exactly(sock, _HEADER.size))
        found += _exactly(sock, size - _HEADER.size)
        last = bool(status & _LAST)
    return found


def _exactly(sock: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size:
        more = sock.recv(size - len(found))
        if not more:
            raise ConnectionError("cut")
        found += more
    return found


def _read(der: bytes) -> Shown:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    found = x509.load_der_x509_certificate(der)
    names: tuple[str, ...] = ()
    with contextlib.suppress(x509.ExtensionNotFound):
        alternative = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        names = tuple(str(one.value) for one in alternative)
    digest = found.fingerprint(hashes.SHA256()).hex(":").upper()
    until = f"{found.not_valid_after_utc:%Y-%m-%d}"
    own = found.issuer == found.subject
    return Shown(_name(found.subject.rfc4514_string()), _name(found.issuer.rfc4514_string()), names, until, digest, own)


def _name(text: str) -> str:
    return "".join(one for one in text if one.isprintable()) or "without a name"
