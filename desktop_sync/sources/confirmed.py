"""Reads a file and confirms at its end that it still is what was noticed: stat before = stat after."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

from desktop_sync.core.errors import Owner, Rejected
from desktop_sync.core.model import Entity
from desktop_sync.core.ports import Store
from desktop_sync.sources.stability import same_content

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class Confirmed(io.RawIOBase):
    """``data``, raising Rejected(reason='gone' or 'replaced') at its end."""

    def __init__(self, data: BinaryIO, store: Store, entity: Entity) -> None:
        super().__init__()
        self._data = data
        self._store = store
        self._entity = entity
        self._read = 0
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        if self._ended:  # whoever reads asks more than once whether that was all
            return 0
        view = memoryview(buffer).cast("B")
        block = self._data.read(len(view))
        view[: len(block)] = block
        self._read += len(block)
        if not block or self._read == self._entity.size:
            self._confirm()
            self._ended = True
        return len(block)

    def _confirm(self) -> None:
        ensure_unchanged(self._entity, self._store.stat(self._entity.path))
        if self._read != self._entity.size:
            raise _replaced(self._entity)

    def close(self) -> None:
        self._data.close()
        super().close()


def ensure_unchanged(noticed: Entity, now: Entity | None) -> None:
    if now is None:
        raise Rejected(f"{noticed.path} was taken away before it was read.", "", Owner.CLERK, "gone")
    if not same_content(now, noticed):
        raise _replaced(noticed)


def _replaced(noticed: Entity) -> Rejected:
    return Rejected(
        f"{noticed.path} was changed before it was read.",
        "It is read again when it is finished.",
        Owner.CLERK,
        "replaced",
    )
