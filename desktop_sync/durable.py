"""Writes a whole file so that a crash at any instant leaves the old one or the new one. Knows no file's meaning."""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
import time
from pathlib import Path

_PREFIX = ".part-"
_PRIVATE = 0o600
_PATIENCE = 2.0  # seconds for a virus scanner or an indexer to let go of the file on Windows


def replace_file(path: Path, data: bytes, mode: int = _PRIVATE) -> None:
    """Temporary name, flush, rename; readable by this account only, unless ``mode`` says otherwise.

    Raises OSError; the old file is then untouched.
    """
    temporary = path.with_name(f"{_PREFIX}{path.name}-{secrets.token_hex(6)}")
    try:
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            if mode != _PRIVATE and sys.platform != "win32":  # there a folder's rights are inherited
                os.fchmod(file.fileno(), mode)  # what was asked for, whatever the account's umask takes away
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _rename(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    flush_folder(path.parent)


def _rename(temporary: Path, path: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            temporary.replace(path)
            return
        except PermissionError:
            if os.name != "nt" or time.monotonic() > until:
                raise
        time.sleep(0.05)


def flush_folder(folder: Path) -> None:
    """Makes renames within ``folder`` durable. Windows keeps its directory journal by itself and opens no folders."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
