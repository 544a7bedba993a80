"""After a restore: the archive is read for the versions that had arrived, of which the ledger does not know any more.

Nothing is noticed, staged or sent. An older file that comes later is then known to be older. It must not know when a
ledger was restored, or how documents are delivered.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass

from desktop_sync.core.errors import Rejected, SyncError
from desktop_sync.core.model import Document, Entity, Item
from desktop_sync.core.ports import Source, Spool, Token
from desktop_sync.engine.stage import Reader, Reading
from desktop_sync.ledger.ledger import Ledger

log = logging.getLogger("run")


@dataclass(frozen=True, slots=True)
class Learning:
    """Of one place of a flow."""

    flow: str
    connection: str
    ledger: Ledger
    spool: Spool
    source: Source
    reading: Reading
    account: int

    def learn(self, place: int, token: Token) -> Iterator[int]:
        """Yields how many files it has read, after each; nothing where nothing is to be learnt.

        Stopped, or while the source is away, it is begun anew by the next run.
        """
        since = self.ledger.places.to_learn(place)
        if since is None:
            return
        many = documents = 0
        try:
            for entity in self.source.archived():
                if token.is_set():
                    return
                if entity.mtime_ns / 1e9 >= since:
                    documents += self._read(entity)
                    many += 1
                    yield many
        except SyncError as error:
            log.warning("the archive cannot be read for what had arrived before the restore: %s", error)
            return
        self.ledger.places.learnt(place)
        log.info("%d archived files read: versions of %d documents had arrived before the restore", many, documents)

    def _read(self, entity: Entity) -> int:
        """What cannot be read says nothing."""
        item = Item(0, self.flow, self.connection, entity, 0, None, 0, 0.0)
        found = 0
        try:
            with self.source.fetch(item) as stream:
                payload = self.spool.add(stream)
            reader = Reader(item, payload, self.reading, self.account, held=False)
            with self.spool.open(payload.sha256) as content:
                for chunk in reader.chunks(content):
                    documents: list[Document] = [one.document for one in chunk.staged] if chunk is not None else []
                    found += self.ledger.staging.learn(self.account, documents)
        except Rejected as error:
            log.info("%s says nothing: %s", entity.path, error)
        return found
