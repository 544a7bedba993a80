"""Rows of one status, which is changed after delivery: an outbox, or a status column.

The only way that writes: one UPDATE of the status column, of one row, by its key, if it still has the status and the
version (or the very content) that was noticed. No row: it was changed meanwhile; it is noted, and nothing is forced.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import blake2b

from desktop_sync.core.errors import Rejected
from desktop_sync.core.first_run import ALL
from desktop_sync.core.model import Again, Back, Entity, Item, SettleResult, Settling, Standing
from desktop_sync.core.ports import Known
from desktop_sync.core.states import ItemOutcome
from desktop_sync.sources.asked import begun_again
from desktop_sync.sources.mssql.columns import Column
from desktop_sync.sources.mssql.documents import Document, Documents, Key, Reading, Texts, texts
from desktop_sync.sources.mssql.exact import parameter
from desktop_sync.sources.mssql.names import quoted
from desktop_sync.sources.mssql.options import MssqlOptions
from desktop_sync.sources.mssql.shape import names
from desktop_sync.sources.mssql.statements import Statement, beyond, bind_beyond
from desktop_sync.sources.mssql.ways import FIRST, Batch


def digest(content: bytes) -> str:
    """What tells a content from others, in a name that people read."""
    return blake2b(content, digest_size=6).hexdigest()


class Marked:
    """The way, and the marks. ``mark``: the status column."""

    def __init__(self, reading: Reading, options: MssqlOptions, mark: Column) -> None:
        self._reading = reading
        self._shape = reading.shape
        self._of = str(self._shape.table)
        self._mark = mark
        self._options = options
        name = quoted(mark.name)
        self._is_new = f"{name} = {mark.bound}" if options.mark_new else f"{name} IS NULL"
        self._new = [options.mark_new] if options.mark_new else []

    @property
    def counted(self) -> list[str]:
        """Rows that are left are known by all that is read of them."""
        shape, lines = self._shape, self._shape.lines
        of_lines = [] if lines is None else [str(lines.table), *names((*lines.link, *lines.columns)), shape.lines_name]
        return [self._mark.name, self._options.mark_new, *names(shape.key), "", *names(shape.columns), "", *of_lines]

    def batches(self, cursor: str | None, known: Known) -> Iterator[Batch]:
        """All rows of the status, each time: what is known already is left out by whoever takes them.

        Those that are there before the first look are only remembered, where a person wants it so.
        """
        answer = known.answer if cursor in {None, FIRST} else ""
        if cursor == FIRST:
            yield Batch([], FIRST, said=begun_again())
        elif cursor is None and answer not in {"", ALL}:
            cursor = FIRST
        after: Key = ()
        while True:
            documents, keys = self._page(after, answer)
            yield Batch(documents.found, cursor, left=documents.left)
            if len(keys) < self._options.batch_size:
                break
            after = keys[-1]
        yield Batch([], "begun")

    def _page(self, after: Key, answer: str) -> tuple[Documents, list[Key]]:
        session, shape = self._reading.session, self._shape
        statement = self._keys(bool(after))
        values = [*self._new, *(bind_beyond(shape.key, after) if after else [])]

        def read() -> tuple[Documents, list[Key]]:
            keys = [*map(Texts(shape.key), session.read(statement, values))]
            return self._reading.of_keys(keys), keys

        self._reading.leave(answer)
        try:
            return session.whole(read)
        finally:
            self._reading.leave("")  # a row is looked at again when it is marked

    def _keys(self, known: bool) -> Statement:
        key, wheres = self._shape.key, [self._is_new]
        binds: tuple[Column, ...] = (self._mark,) * len(self._new)
        if known:
            after = beyond(key)
            wheres.append(f"({after.text})")
            binds += after.binds
        listed = ", ".join(quoted(one.name) for one in key)
        selected = ", ".join(one.selected for one in key)
        text = f"SELECT TOP ({self._options.batch_size}) {selected} FROM {self._shape.source()}"
        return Statement(f"{text} WHERE {' AND '.join(wheres)} ORDER BY {listed}", binds)

    def entity(self, document: Document) -> Entity:
        """What a row is in the ledger: its name has the key and the content, so a row that changed is a new thing."""
        found = digest(document.content)
        name = f"{self._of} {' '.join(document.key)} ({found})"
        return Entity(name, len(document.content), 0, json.dumps([found, *document.key], ensure_ascii=False))

    def plan(self, item: Item, outcome: ItemOutcome) -> Settling:
        """The status it gets; None: it keeps its own."""
        failed = outcome is ItemOutcome.FAILURE
        return Settling(item, (self._options.mark_failed if failed else self._options.mark_done) or None)

    def settle(self, settling: Settling) -> SettleResult:
        """Repeatable: a row that has the status already is done. The connection stays open for the next row."""
        if settling.target is None:
            return SettleResult.DONE
        noticed, *key = json.loads(settling.item.entity.file_id)
        return self._reading.session.again(lambda: self._marked(tuple(key), noticed, settling.target or ""))

    def _marked(self, key: Key, noticed: str, target: str) -> SettleResult:
        """The row is held while it is looked at: what is marked is what was delivered."""
        session = self._reading.session
        with session.transaction():
            found = self._status(key)
            if found is None:
                return SettleResult.GONE
            if self._equal(found, target):
                return SettleResult.DONE
            if not self._equal(found, self._options.mark_new) or self._content(key) != noticed:
                return SettleResult.REPLACED
            set_to = f"{quoted(self._mark.name)} = {self._mark.bound}"
            text = f"UPDATE {self._shape.table.quoted} SET {set_to} WHERE {self._where}"
            values = [parameter(one, text_) for one, text_ in zip(self._bound, [target, *key, *self._new], strict=True)]
            return SettleResult.DONE if session.change(text, *values) else SettleResult.REPLACED

    def _content(self, key: Key) -> str:
        documents = self._reading.of_keys([key]).found
        return digest(documents[0].content) if documents else ""

    @property
    def _where(self) -> str:
        named = [f"{quoted(one.name)} = {one.bound}" for one in self._shape.key]
        return " AND ".join([*named, self._is_new])

    @property
    def _bound(self) -> tuple[Column, ...]:
        return (self._mark, *self._shape.key, *(self._mark,) * len(self._new))

    def _status(self, key: Key) -> tuple[str | None] | None:
        """The row's status, and the row held; None: there is no such row."""
        where = " AND ".join(f"{quoted(one.name)} = {one.bound}" for one in self._shape.key)
        text = f"SELECT {self._mark.selected} FROM {self._shape.table.quoted} WITH (UPDLOCK, ROWLOCK) WHERE {where}"
        rows = self._reading.session.read(Statement(text, self._shape.key), key)
        return None if not rows else (None if rows[0][0] is None else texts((self._mark,), rows[0])[0],)

    def _equal(self, found: tuple[str | None], wanted: str) -> bool:
        status = found[0]
        if status is None:
            return not wanted
        return bool(wanted) and status.rstrip().casefold() == wanted.rstrip().casefold()

    def standing(self) -> Standing:
        return self._reading.standing(Statement(self._is_new, (self._mark,) * len(self._new)), self._new)

    def back(self, cursor: str | None, again: Again) -> Back:
        """Rejected: the status says what is to be read."""
        del cursor, again
        raise Rejected(
            "What is read is decided by the status column alone.",
            f'In the database, set "{self._mark.name}" of the rows that shall come again to its value for new rows.',
        )

    def ripe_in(self) -> float | None:
        """Whoever sets the status says that the row is finished."""
        return None
