"""What the administrator of a machine has set, as commands tell it: one line for each value."""

from __future__ import annotations

from collections.abc import Iterator

from desktop_sync.core.locks import Lock, Locks
from desktop_sync.settings.wording import shown


def set_by_policy(locks: Locks) -> Iterator[str]:
    """Each value, and each whole connection, flow and export."""
    yield from values(locks, "general", locks.general)
    for name, found in locks.types.items():
        yield from values(locks, f"connections of type {name}", found)
    for word, rows in (("connection", locks.connections), ("flow", locks.flows), ("export", locks.exports)):
        yield from (f"  set by your administrator ({locks.file}): the {word} {one.get('id')}" for one in rows)


def values(locks: Locks, table: str, found: tuple[Lock, ...]) -> Iterator[str]:
    """Of one table."""
    for lock in found:
        said = "left out" if lock.value is None else shown(lock.value)
        yield f"  set by your administrator ({locks.file}): {table} → {'.'.join(lock.path)}: {said}"
