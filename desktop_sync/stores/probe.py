"""The steps of a connection test of a folder: reach, write and rename, clock. Leaves nothing behind."""

from __future__ import annotations

import io
import secrets
import time
from collections.abc import Iterator

from desktop_sync.core.errors import SyncError
from desktop_sync.core.model import CheckStep, StepState
from desktop_sync.core.ports import Store
from desktop_sync.stores.names import OWN_PREFIX

_CLOCK_OFF = 60.0  # seconds between the place's clock and ours that are worth a word
_WORDS = b"Desktop Sync was here: a test of the connection.\n"


def probe(store: Store, shown: str) -> Iterator[CheckStep]:
    """One step after the other; what is not reached is said so."""
    try:
        files = sum(1 for _ in store.list())
    except SyncError as error:
        yield CheckStep("reach", StepState.FAILED, error.what, error.hint)
        yield CheckStep("write and rename", StepState.NOT_REACHED)
        yield CheckStep("clock", StepState.NOT_REACHED)
        return
    yield CheckStep("reach", StepState.OK, f"{shown} can be read; files in it: {files:,}")
    try:
        ahead = _write_and_rename(store)
    except SyncError as error:
        hint = f"Files can be read, but not moved away or deleted. {error.hint}".strip()
        yield CheckStep("write and rename", StepState.WARNING, error.what, hint)
        yield CheckStep("clock", StepState.NOT_REACHED)
        return
    yield CheckStep("write and rename", StepState.OK)
    yield clock_step(ahead)


def _write_and_rename(store: Store) -> float:
    """Seconds by which the place's clock is ahead of ours."""
    name = f"{OWN_PREFIX}check-{secrets.token_hex(4)}"
    written = store.write(f"{name}.1", io.BytesIO(_WORDS))
    ahead = written.mtime_ns / 1e9 - time.time()
    try:
        store.move(f"{name}.1", f"{name}.2")
    finally:
        store.delete(f"{name}.1")
        store.delete(f"{name}.2")
    return ahead


def clock_step(ahead: float) -> CheckStep:
    """Whether the clock of a place is one to be told of; seconds by which it is ahead of ours."""
    if abs(ahead) <= _CLOCK_OFF:
        return CheckStep("clock", StepState.OK)
    words = f"The clock of this folder's disk is {abs(ahead):.0f} s {'ahead' if ahead > 0 else 'behind'}."
    return CheckStep("clock", StepState.WARNING, words, "Files are still picked up; set the server's clock right.")
