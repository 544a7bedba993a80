"""Changes rows of tables for one statement: keys, constraints, rowversion, change tracking, waiting for others.

It must not know which statement.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from tests.bench_servers.tds.compiler import Compiler, columns_of
from tests.bench_servers.tds.dialect import Change
from tests.bench_servers.tds.errors import SqlError, refused
from tests.bench_servers.tds.pieces import Out, Scope, Source
from tests.bench_servers.tds.session import Session
from tests.bench_servers.tds.store import Transaction
from tests.bench_servers.tds.tables import BORN, ENDED, RID, Column, Index, Table, names, quoted
from tests.bench_servers.tds.texts import as_text
from tests.bench_servers.tds.values import Value

Row = Sequence[Value]


@dataclass
class Changed:
    """How many rows, and what OUTPUT answers."""

    count: int
    columns: list[Out] = field(default_factory=list)
    rows: list[tuple[Value, ...]] = field(default_factory=list)


class WaitError(Exception):
    """Others hold a row or a key that is needed here."""

    def __init__(self, numbers: set[int]) -> None:
        self.numbers = numbers


def atomically(session: Session, work: Callable[[Changer], Changed]) -> Changed:
    """In the session's transaction, or in one of its own."""
    alone = session.transaction is None
    if alone:
        session.begin()
    try:
        changed = _until_free(session, work)
    except BaseException:
        if alone:
            session.rollback()
        raise
    if alone and not session.implicit:
        session.commit()
    return changed


def _until_free(session: Session, work: Callable[[Changer], Changed]) -> Changed:
    store = session.database.store
    while True:
        try:
            with store.lock:
                store.sqlite.execute("SAVEPOINT statement")
                try:
                    return work(Changer(session))
                except BaseException:
                    store.sqlite.execute("ROLLBACK TO statement")
                    raise
                finally:
                    store.sqlite.execute("RELEASE statement")
        except WaitError as wait:
            session.wait_for(wait.numbers)


class Changer:
    """Changes rows of tables for one statement."""

    def __init__(self, session: Session) -> None:
        assert session.transaction is not None
        self.session, self.store = session, session.database.store
        self.transaction: Transaction = session.transaction
        self.pairs: list[tuple[int | None, int | None]] = []

    def compiler(self) -> Compiler:
        return self.session.compiler()

    def select(self, sql: str, bindings: dict[str, Value]) -> list[tuple[Value, ...]]:
        """Rows, or `WaitError` where others hold some."""
        self.store.hits.clear()
        cursor = self.session.run(sql, bindings)
        try:
            found = cursor.fetchall()
        except sqlite3.Error as bad:
            raise self.session.database.told(bad) from bad
        if self.store.hits:
            raise WaitError(set(self.store.hits))
        return found

    def insert(self, table: Table, row: list[Value]) -> None:
        """A whole row, in the order of the columns; keys are looked at, and changes noted."""
        rid = self._stored(table, row)
        self.pairs.append((rid, None))
        self.store.note(table, self.transaction, "I", row)

    def _stored(self, table: Table, row: list[Value], verb: str = "INSERT") -> int:
        for place, column in enumerate(table.columns):
            if column.is_rowversion:
                row[place] = self.store.next_rowversion(self.transaction)
            elif column.computed is not None:
                row[place] = self._computed(table, column, row)
            if row[place] is None and not column.nullable:
                where = f"{self.session.database.name}.{table.full_name}"
                raise refused(515, column=column.name, table=where, verb=verb)
        self._check(table, row, verb)
        self._keys_under_way(table, row)
        try:
            return self.store.insert(table, self.transaction, row)
        except sqlite3.IntegrityError as bad:
            raise self._key_taken(table, row) from bad

    def _keys_under_way(self, table: Table, row: Row) -> None:
        """A key that another transaction is about to free is not free yet."""
        others = [
            each for each in self.store.open.values() if each is not self.transaction and table.physical in each.touched
        ]
        for index in table.indexes if others else []:
            if index.unique:
                where, key = self._key(table, index, row)
                sql = f"SELECT {ENDED} FROM {table.physical} WHERE {where} AND {ENDED} < 0 AND {ENDED} <> ?"
                held = {-mark for (mark,) in self.store.sqlite.execute(sql, (*key, -self.transaction.number))}
                if held:
                    raise WaitError(held)

    @staticmethod
    def _key(table: Table, index: Index, row: Row) -> tuple[str, list[Value]]:
        places = {column.name.lower(): place for place, column in enumerate(table.columns)}
        where = " AND ".join(f"{quoted(name)} IS ?" for name, _ in index.columns)
        return where, [row[places[name.lower()]] for name, _ in index.columns]

    def _key_taken(self, table: Table, row: Row) -> Exception:
        for index in table.indexes:
            where, key = self._key(table, index, row)
            found = (
                index.unique
                and self.store.sqlite.execute(
                    f"SELECT {BORN} FROM {table.physical} WHERE {where} AND {ENDED} = 0", key
                ).fetchone()
            )
            if not found:
                continue
            if found[0] < 0 and found[0] != -self.transaction.number:
                return WaitError({-found[0]})
            kinds = [table.column(name).kind for name, _ in index.columns]
            shown = ", ".join(
                "<NULL>" if value is None else as_text(value, kind) for value, kind in zip(key, kinds, strict=True)
            )
            if index.constraint:
                word = "PRIMARY KEY" if index.primary else "UNIQUE KEY"
                return refused(2627, kind=word, index=index.name, table=table.full_name, key=shown)
            return refused(2601, index=index.name, table=table.full_name, key=shown)
        return SqlError(49999, "The bench server failed: a key is taken, and none of them is.")

    def over_row(self, table: Table, row: Row) -> tuple[str, dict[str, Value], Scope]:
        """One row as a source for expressions."""
        listed = ", ".join(f":r{place} AS {quoted(column.name)}" for place, column in enumerate(table.columns))
        bindings = {f"r{place}": value for place, value in enumerate(row)}
        return f"(SELECT {listed}) AS {quoted(table.name)}", bindings, Scope([Source(table.name, columns_of(table))])

    def _computed(self, table: Table, column: Column, row: Row) -> Value:
        assert column.computed is not None
        source, bindings, scope = self.over_row(table, row)
        compiler = self.compiler()
        piece = compiler.expression(column.computed, scope).to(column.kind)
        return self.select(f"SELECT {piece.sql} FROM {source}", {**bindings, **compiler.bindings})[0][0]

    def _check(self, table: Table, row: Row, verb: str) -> None:
        for name, condition in table.checks:
            source, bindings, scope = self.over_row(table, row)
            compiler = self.compiler()
            test = compiler.condition(condition, scope)
            broken = self.select(f"SELECT 1 FROM {source} WHERE NOT ({test})", {**bindings, **compiler.bindings})
            if broken:
                raise self._conflict(verb, "CHECK", name, table)
        for key in table.foreign:
            places = {column.name.lower(): place for place, column in enumerate(table.columns)}
            given = [row[places[column.lower()]] for column in key.columns]
            other = self.session.table("", key.table)
            where = " AND ".join(f"{quoted(column)} = ?" for column in key.references)
            sql = f"SELECT 1 FROM {other.physical} WHERE {where} AND {ENDED} <= 0"
            if None not in given and self.store.sqlite.execute(sql, given).fetchone() is None:
                raise self._conflict(verb, "FOREIGN KEY", key.name, other)

    def _conflict(self, verb: str, kind: str, name: str, table: Table) -> SqlError:
        database = self.session.database.name
        return refused(547, verb=verb, kind=kind, name=name, database=database, table=table.full_name)

    def replace(self, table: Table, news: dict[int, dict[int, Value]]) -> None:
        """New versions of rows, by their numbers; keys may change places."""
        olds = {rid: self.current(table, rid) for rid in news}
        self.store.end(table, self.transaction, news)
        for rid, new in news.items():
            self._replaced(table, rid, olds[rid], new)

    def _replaced(self, table: Table, rid: int, old: Row, new: dict[int, Value]) -> None:
        row = [new.get(place, value) for place, value in enumerate(old)]
        born = self._stored(table, row, "UPDATE")
        self.pairs.append((born, rid))
        if self._key_of(table, old) == self._key_of(table, row):
            self.store.note(table, self.transaction, "U", row)
        else:
            self.store.note(table, self.transaction, "D", old)
            self.store.note(table, self.transaction, "I", row)

    def _key_of(self, table: Table, row: Row) -> list[Value]:
        return self._key(table, table.key, row)[1] if table.key else []

    def remove(self, table: Table, rids: Iterable[int]) -> None:
        for rid in rids:
            self._not_referred_to(table, self.current(table, rid))
            self.store.note(table, self.transaction, "D", self.current(table, rid))
            self.store.end(table, self.transaction, [rid])
            self.pairs.append((None, rid))

    def _not_referred_to(self, table: Table, row: Row) -> None:
        places = {column.name.lower(): place for place, column in enumerate(table.columns)}
        for other in self.session.database.tables.values():
            for key in other.foreign:
                if key.table.lower() == table.name.lower():
                    given = [row[places[column.lower()]] for column in key.references]
                    where = " AND ".join(f"{quoted(column)} = ?" for column in key.columns)
                    if self.store.sqlite.execute(
                        f"SELECT 1 FROM {other.physical} WHERE {where} AND {ENDED} = 0", given
                    ).fetchone():
                        raise self._conflict("DELETE", "REFERENCE", key.name, other)

    def current(self, table: Table, rid: int) -> tuple[Value, ...]:
        """A version of a row. `WaitError` while another transaction is ending it; `SqlError` 3960 when it has."""
        listed = names(column.name for column in table.columns)
        found = self.store.sqlite.execute(
            f"SELECT {ENDED}, {listed} FROM {table.physical} WHERE {RID} = ?", (rid,)
        ).fetchone()
        ended, *row = found
        if held := self.store.holders(table.physical, [rid], self.transaction.number):
            raise WaitError(held)
        if ended > 0:
            raise refused(3960, table=table.full_name, database=self.session.database.name)
        if ended < 0 and ended != -self.transaction.number:
            raise WaitError({-ended})
        return tuple(row)

    def output(self, table: Table, change: Change) -> Changed:
        """OUTPUT over the pairs of old and new versions."""
        changed = Changed(len(self.pairs))
        if not change.output:
            return changed
        scope = Scope([Source("inserted", columns_of(table)), Source("deleted", columns_of(table))])
        compiler = self.compiler()
        chosen = [each for node in change.output for each in compiler.output(node, scope)]
        self.store.sqlite.execute('DELETE FROM "$pairs"')
        self.store.sqlite.executemany('INSERT INTO "$pairs" VALUES (?, ?)', self.pairs)
        sql = (
            f'SELECT {", ".join(piece.sql for piece, _ in chosen)} FROM "$pairs" AS "$p" '
            f'LEFT JOIN {table.physical} AS "inserted" ON "inserted".{RID} = "$p".born '
            f'LEFT JOIN {table.physical} AS "deleted" ON "deleted".{RID} = "$p".ended ORDER BY "$p".rowid'
        )
        changed.columns = [out for _, out in chosen]
        changed.rows = self.select(sql, compiler.bindings)
        return changed
