"""Which algorithms of SSH are used, which need SHA-1, and what both sides offer when they have none in common.

Knows algorithms by name only.
"""

from __future__ import annotations

import socket
import struct
from contextlib import suppress
from typing import TYPE_CHECKING

from desktop_sync.core.errors import RetryLater, Stop, SyncError
from desktop_sync.stores.sftp.options import SftpOptions

if TYPE_CHECKING:
    from paramiko import Transport
    from paramiko.transport import SecurityOptions

_SHA1 = {
    "kex": ("diffie-hellman-group-exchange-sha1", "diffie-hellman-group14-sha1", "diffie-hellman-group1-sha1"),
    "keys": ("ssh-rsa", "ssh-rsa-cert-v01@openssh.com", "ssh-dss"),
    "pubkeys": ("ssh-rsa", "ssh-rsa-cert-v01@openssh.com", "ssh-dss"),
    "macs": ("hmac-sha1", "hmac-sha1-96", "hmac-md5", "hmac-md5-96"),
}
_QUICK = ("aes128-gcm@openssh.com", "aes256-gcm@openssh.com")
_KEXINIT = 20  # RFC 4253, 7.1
_KINDS = ("key exchange", "host key", "encryption", "encryption", "integrity", "integrity")
_LONGEST_WAIT = 10.0  # seconds


def needing_sha1() -> dict[str, list[str]]:
    """As paramiko wants what is not to be used."""
    return {kind: list(names) for kind, names in _SHA1.items()}


def preferred(options: SecurityOptions, known: str) -> None:
    """The quick encryption first; of the server's keys the one that was approved, else a new one would look changed."""
    ciphers = tuple(options.ciphers)
    options.ciphers = (*(one for one in _QUICK if one in ciphers), *(one for one in ciphers if one not in _QUICK))
    if known:
        alike = [one for one in options.key_types if one == known or (known == "ssh-rsa" and one.startswith("rsa-"))]
        options.key_types = (*alike, *(one for one in options.key_types if one not in alike))


def incompatible(options: SftpOptions, transport: Transport, error: Exception) -> SyncError:
    """No algorithm is common: both sides' offers, by what they are for."""
    theirs = asked(options.host, options.port, min(options.timeout, _LONGEST_WAIT))
    if not theirs:
        return RetryLater(f"{options.place} and Desktop Sync have no algorithm in common: {error}.")
    ciphers, macs = transport.preferred_ciphers, transport.preferred_macs
    ours = (transport.preferred_kex, transport.preferred_keys, ciphers, ciphers, macs, macs)
    lines, sha1 = [], False
    for kind, mine, others in zip(_KINDS, ours, theirs, strict=False):
        if not set(mine) & set(others):
            lines.append(f"{kind}: the server offers {', '.join(others)}; Desktop Sync offers {', '.join(mine)}")
            sha1 = sha1 or bool({one for names in _SHA1.values() for one in names} & set(others))
    what = "; ".join(dict.fromkeys(lines)) or str(error)
    hint = "Have the server renewed."
    if sha1 and not options.allow_sha1:
        hint += " Until then, allow_sha1 in the connection lets it be used as it is; SHA-1 can be forged."
    return Stop(f"{options.place} and Desktop Sync have no algorithm in common. {what}.", hint)


def asked(host: str, port: int, timeout: float) -> list[list[str]]:
    """What a server offers, kind by kind; it says so before anything is encrypted. Empty: it does not say."""
    with suppress(OSError, ValueError, struct.error), socket.create_connection((host, port), timeout) as connection:
        connection.settimeout(timeout)
        connection.sendall(b"SSH-2.0-DesktopSync\r\n")
        with connection.makefile("rb") as data:
            for _ in range(50):  # a server may say something before its version (RFC 4253, 4.2)
                if data.readline(1000).startswith(b"SSH-"):
                    break
            size, padding, kind = struct.unpack(">IBB", data.read(6))
            body = data.read(min(size, 1 << 16) - padding - 2) if kind == _KEXINIT else b""
        found: list[list[str]] = []
        at = 16  # a cookie comes first
        while body and len(found) < len(_KINDS):
            (length,) = struct.unpack_from(">I", body, at)
            found.append(body[at + 4 : at + 4 + length].decode("ascii").split(","))
            at += 4 + length
        return found
    return []
