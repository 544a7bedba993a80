"""One conversation with a database: queries with bound values, one snapshot for several of them, once more after a
deadlock or a cut, and an end when the run is told to end.

It must not know tables or modes. Every foreign error is translated here, and here only.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TypeVar

from desktop_sync.core.errors import RetryLater, SyncError
from desktop_sync.core.ports import Token
from desktop_sync.sources.mssql.catalogue import snapshot_allowed
from desktop_sync.sources.mssql.exact import parameter
from desktop_sync.sources.mssql.opening import Connection, Cursor, Opening, trouble
from desktop_sync.sources.mssql.statements import Statement
from desktop_sync.sources.mssql.trouble import once_more, translated

T = TypeVar("T")
Fetched = Sequence[object]
TRIES = 3
_PIECE = 500  # rows: some are made while the server makes others
_AGAIN_AFTER = 0.2  # seconds, times the number of tries
_LOOKS = 0.5  # seconds between two looks whether the run is told to end


class Session:
    """Opened when first asked; ``close`` ends it. Used by one thread."""

    def __init__(self, opening: Opening, token: Token) -> None:
        self._opening = opening
        self._token = token
        self._connection: Connection | None = None
        self._snapshots: bool | None = None
        self._running: Cursor | None = None
        self._passing = False  # the last trouble may be over when the same is asked again
        self._guard = threading.Lock()
        self._closed = threading.Event()
        self._watch: threading.Thread | None = None

    def rows(self, text: str, *values: object) -> list[Fetched]:
        """All rows of one query."""
        with self._asked(text, values) as cursor:
            return cursor.fetchall()

    def read(self, statement: Statement, values: Sequence[str]) -> list[Fetched]:
        """All rows of a statement of ours; one text for each of its columns to be bound."""
        bound = [parameter(column, text) for column, text in zip(statement.binds, values, strict=True)]
        return self.rows(statement.text, *bound)

    def pieces(self, statement: Statement, values: Sequence[str]) -> Iterator[list[Fetched]]:
        """The rows of a statement of ours as they come, some at a time; none of them is empty."""
        bound = [parameter(column, text) for column, text in zip(statement.binds, values, strict=True)]
        with self._asked(statement.text, bound) as cursor:
            while fetched := cursor.fetchmany(_PIECE):
                yield fetched

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """What is asked in it has no more time than that."""
        connection = self._here()
        former = connection.timeout
        connection.timeout = min(former, round(seconds))
        try:
            yield
        finally:
            with suppress(trouble()):  # it may have broken
                connection.timeout = former

    def stream(self, text: str, values: Sequence[object], size: int) -> Iterator[tuple[list[str], list[Fetched]]]:
        """A query whose answer may be large: the names of its columns with some rows at a time; never no batch at all.

        Of a procedure the first result that has rows.
        """
        with self._asked(text, values) as cursor:
            while cursor.description is None and cursor.nextset():
                pass
            names = [str(one[0]) for one in cursor.description or ()]
            fetched = cursor.fetchmany(size) if names else []
            yield names, fetched
            while len(fetched) == size:
                fetched = cursor.fetchmany(size)
                yield names, fetched

    def change(self, text: str, *values: object) -> int:
        """A mark, by itself; how many rows it met."""
        with self._asked(text, values) as cursor:
            return cursor.rowcount

    def again(self, read: Callable[[], T]) -> T:
        """Asked once more when it was a deadlock's victim or the connection broke; it must read, or be repeatable."""
        self._passing = False
        for number in range(1, TRIES + 1):
            try:
                return read()
            except SyncError:
                self.leave()
                if number == TRIES or not self._passing or self._token.wait(_AGAIN_AFTER * number):
                    raise
        raise AssertionError("a try has returned or raised")

    def whole(self, read: Callable[[], T]) -> T:
        """All that ``read`` asks for as it stood at one moment, where the database allows that; see ``snapshots``."""
        return self.again(lambda: self._in_snapshot(read) if self.snapshots else read())

    @property
    def snapshots(self) -> bool:
        """Whether the database allows snapshot transactions."""
        if self._snapshots is None:
            self._snapshots = snapshot_allowed(self)
        return self._snapshots

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """What is read in it is held, and what is changed in it is changed at its end, or not at all."""
        self.rows_of_none("BEGIN TRANSACTION")
        done = False
        try:
            yield
            done = True
        finally:
            self._close_transaction(done)

    def _close_transaction(self, done: bool) -> None:
        if done:
            self.rows_of_none("COMMIT TRANSACTION")
        else:
            self.leave()  # a transaction whose connection ends is rolled back

    def _in_snapshot(self, read: Callable[[], T]) -> T:
        self.rows_of_none("SET TRANSACTION ISOLATION LEVEL SNAPSHOT; BEGIN TRANSACTION")
        done = False
        try:
            result = read()
            done = True
            return result
        finally:
            self._end(done)

    def _end(self, done: bool) -> None:
        """Nothing was changed: whether it is committed or not is the same; a connection that does not obey is left."""
        try:
            end = "COMMIT TRANSACTION" if done else "IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION"
            self.rows_of_none(f"{end}; SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
        except SyncError:
            self.leave()

    def rows_of_none(self, text: str) -> None:
        """A statement that answers with nothing."""
        with self._asked(text, ()):
            pass

    @contextmanager
    def _asked(self, text: str, values: Sequence[object]) -> Iterator[Cursor]:
        cursor = self._here().cursor()
        try:
            with self._guard:
                self._running = cursor
            cursor.execute(text, values)
            yield cursor
        except trouble() as error:
            raise self._broken(error) from error
        finally:
            with self._guard:
                self._running = None
            with suppress(trouble()):
                cursor.close()

    def _broken(self, error: Exception) -> SyncError:
        self._passing = once_more(error) and not self._token.is_set()
        if self._token.is_set():
            return RetryLater(f"{self._opening.place}: the query was ended, as the run is told to end.")
        return translated(error, self._opening.place)

    def _here(self) -> Connection:
        if self._connection is None:
            self._connection = self._opening.open()
            if self._watch is None:
                self._watch = threading.Thread(target=self._wait_for_the_end, name="mssql cancel", daemon=True)
                self._watch.start()
        return self._connection

    def _wait_for_the_end(self) -> None:
        """A query that runs when the run is told to end is cancelled; it would hold the run for as long as it may."""
        while not self._closed.is_set():
            if self._token.wait(_LOOKS):
                with self._guard, suppress(trouble()):
                    if self._running is not None:
                        self._running.cancel()
                self._closed.wait(_LOOKS)

    def leave(self) -> None:
        """The next question opens a new connection."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(trouble()):
                connection.close()

    def close(self) -> None:
        """Ends the conversation."""
        self._closed.set()
        self.leave()
