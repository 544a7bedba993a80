"""Finds out what a server can do, with two small files of its own that it takes away again. Names are bytes here.

A plain rename must not overwrite, by the protocol; some servers do it anyway, and some have none.
"""

from __future__ import annotations

import secrets
import time
from contextlib import suppress
from dataclasses import replace

from desktop_sync.stores.names import OWN_PREFIX
from desktop_sync.stores.sftp.packets import Access, Attributes, Kind, long, text
from desktop_sync.stores.sftp.remote import POSIX_RENAME, Remote, status
from desktop_sync.stores.sftp.servers import Abilities
from desktop_sync.stores.sftp.trouble import Status

NEW = Access.WRITE | Access.CREATE | Access.EXCLUSIVE
_WORDS = b"Desktop Sync was here: a test of the connection.\n"
_ODD = 3_599  # seconds before now: neither even nor a whole minute, so that coarser times show
_STEPS = (1, 2, 60)  # seconds to which file systems and old servers keep times


def probe(remote: Remote, folder: bytes, known: Abilities) -> Abilities:
    """What it can do. Status when files cannot be made there at all; Lost."""
    name = f"{OWN_PREFIX}check-{secrets.token_hex(4)}".encode()
    one, other, free = (folder + b"/" + name + ending for ending in (b".1", b".2", b".3"))
    begun = time.time()
    _make(remote, one)
    try:
        _make(remote, other)
        written = remote.look(one) or Attributes()
        clock = None if written.mtime is None else written.mtime - begun
        precision = _precision(remote, one)
        rename, overwrites = _rename(remote, one, other, free)
    finally:
        removed = [_removed(remote, path) for path in (one, other, free)]
    return replace(
        known,
        rename=rename,
        overwrites=overwrites,
        posix_rename=remote.offers(POSIX_RENAME),
        delete=all(removed),
        precision=precision,
        clock=clock,
    )


def _make(remote: Remote, path: bytes) -> None:
    handle = remote.open(path, NEW)
    try:
        status(remote.wire.ask(Kind.WRITE, text(handle) + long(0) + text(_WORDS)))
    finally:
        remote.close(handle)


def _precision(remote: Remote, path: bytes) -> float | None:
    odd = int(time.time()) // 60 * 60 - _ODD
    with suppress(Status):
        remote.set_time(path, odd)
        told = remote.look(path)
        if told is not None and told.mtime is not None:
            return next((float(step) for step in _STEPS if abs(told.mtime - odd) < step), None)
    return None


def _rename(remote: Remote, one: bytes, other: bytes, free: bytes) -> tuple[bool, bool]:
    """Whether there is a plain rename, and whether it overwrites."""
    try:
        remote.rename(one, other)
    except Status:
        pass
    else:
        return True, True
    try:
        remote.rename(one, free)
    except Status:
        return False, False
    return True, False


def _removed(remote: Remote, path: bytes) -> bool:
    """Also when it is not there."""
    try:
        remote.remove(path)
    except Status as error:
        return error.not_there
    return True
