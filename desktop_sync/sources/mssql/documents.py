"""Whole documents: rows with their lines, read together, and only those that are complete.

Header and lines are read in one snapshot where the database allows it. Where not, the versions of the headers are read
again after the lines: one that was changed meanwhile is read anew, for its lines may be of another time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import field

from desktop_sync.core.errors import RetryLater, Stop
from desktop_sync.core.first_run import ALL, is_day, is_left
from desktop_sync.core.model import Standing
from desktop_sync.core.rows import line
from desktop_sync.core.value import value
from desktop_sync.sources.mssql.columns import Column
from desktop_sync.sources.mssql.exact import Row, reader, rows_of, text_of
from desktop_sync.sources.mssql.names import Table
from desktop_sync.sources.mssql.session import Fetched, Session
from desktop_sync.sources.mssql.shape import Lines, Shape
from desktop_sync.sources.mssql.statements import (
    EACH,
    Statement,
    by_keys,
    head,
    lines_by_keys,
    selected,
    together,
    versions_by_keys,
)
from desktop_sync.sources.mssql.trouble import NOT_NOW
from desktop_sync.sources.mssql.written import lines_of

Key = tuple[str, ...]
Complete = Callable[[Row, int], bool]
"""Of a row and the number of its lines."""
_TRIES = 5
COUNTING = 10.0  # seconds: no number of rows is worth more
_TEXT = frozenset({"char", "varchar", "nchar", "nvarchar"})


@value
class Document:
    """A row with its lines, by its key. ``content``: the row as its line of JSON."""

    key: Key
    content: bytes


@value
class Documents:
    """What was read. ``incomplete``: keys of documents that are there and not complete yet.

    ``left``: those that were there before the first look and are not wanted (``Reading.leave``).
    """

    found: list[Document]
    incomplete: list[Key] = field(default_factory=list)
    left: list[Document] = field(default_factory=list)

    @property
    def many(self) -> int:
        return len(self.found) + len(self.incomplete) + len(self.left)


def no_day() -> Stop:
    """A first run was to begin with a date, and cannot."""
    return Stop(
        "The flow was to begin with a date, but nothing says of which day a row is.",
        "Name a column with a date or a time in the flow's source (first_run_column).",
    )


class Texts:
    """The values of columns, with which a fetched row begins (or that stand ``at`` these places), as they are bound."""

    def __init__(self, columns: Sequence[Column], at: Sequence[int] = ()) -> None:
        self._parts = list(zip(at or range(len(columns)), map(reader, columns), strict=True))

    def __call__(self, fetched: Fetched) -> Key:
        return tuple(
            [text_of(fetched[at] if read is None else read(fetched[at])) for at, read in self._parts]  # type: ignore[arg-type]
        )


def texts(columns: Sequence[Column], fetched: Fetched) -> Key:
    """Of one row."""
    return Texts(columns)(fetched)


class Reading:
    """Reads documents of one shape. ``day``: the column that says of which day a row is; empty: none does."""

    def __init__(self, session: Session, shape: Shape, complete: Complete | None = None, day: str = "") -> None:
        self.session = session
        self.shape = shape
        self._complete = complete
        self._day = day
        self._left = ""
        self._rows = rows_of(shape.columns)
        self._lines = lines_of(shape.columns)

    def leave(self, answer: str) -> None:
        """What is read from here on is what was there at the first look: see ``first_run.is_left``. Empty: no longer.

        Stop: no column says of which day a row is.
        """
        if is_day(answer) and not self._day:
            raise no_day()
        self._left = "" if answer == ALL else answer

    def of_rows(self, fetched: Sequence[Fetched], order: Sequence[Column], *, keyed: bool = True) -> Documents:
        """Of the rows of a page in this order, where there are no lines. ``keyed``: their keys are wanted, too."""
        before = head(self.shape, order, keyed=keyed)
        keys = self._keys(fetched, before) if keyed else [()] * len(fetched)
        if self._complete is None and not self._left:
            return Documents(list(map(Document, keys, self._lines(fetched, len(before)))))
        rows = self._rows([row[len(before) :] for row in fetched])
        return self._sorted_out(zip(keys, rows, strict=True))

    def _keys(self, fetched: Sequence[Fetched], before: Sequence[Column]) -> list[Key]:
        key = Texts(self.shape.key, [before.index(one) for one in self.shape.key])
        return [key(row) for row in fetched]

    def of_pieces(
        self, pieces: Iterable[Sequence[Fetched]], order: Sequence[Column]
    ) -> tuple[Documents, list[Fetched]]:
        """The same of a page that still comes, without keys: while a piece is made, the server makes the next one.

        With the last row of each piece; the page has ended where there is none.
        """
        found, ends = Documents([]), list[Fetched]()
        for fetched in pieces:
            made = self.of_rows(fetched, order, keyed=False)
            found.found.extend(made.found)
            found.incomplete.extend(made.incomplete)
            found.left.extend(made.left)
            ends.append(fetched[-1])
        return found, ends

    def of_keys(self, keys: Sequence[Key], more: Row | None = None) -> Documents:
        """In the order of the keys; those that are gone are left out. ``more``: what each record has besides."""
        done: dict[Key, Row] = {}
        size = together(self.shape.key)
        for begin in range(0, len(keys), size):
            done.update(self._whole(keys[begin : begin + size]))
        return self._sorted_out((key, {**done[key], **(more or {})}) for key in keys if key in done)

    def counted(self, where: Statement = EACH, values: Sequence[str] = (), *, of: Table | None = None) -> int | None:
        """How many rows there are (``of``: in another table); None: it takes too long to count them."""
        try:
            return self._count(where, values, of)
        except NOT_NOW:
            self.session.leave()
            return None

    def standing(self, where: Statement = EACH, values: Sequence[str] = ()) -> Standing:
        """The same; at least whether there are any."""
        try:
            return Standing(self._count(where, values))
        except NOT_NOW as error:
            why, session = error.what, self.session
        session.leave()
        statement = selected(self.shape.table, self.shape.hint, "TOP (1) 1", where)
        some = session.again(lambda: session.read(statement, values))
        return Standing(len(some), more=bool(some), why=why)

    def _count(self, where: Statement, values: Sequence[str], of: Table | None = None) -> int:
        statement = selected(self.shape.table if of is None else of, self.shape.hint, "COUNT_BIG(*)", where)
        with self.session.within(COUNTING):
            return int(str(self.session.read(statement, values)[0][0]))

    def _sorted_out(self, rows: Iterable[tuple[Key, Row]]) -> Documents:
        made = Documents([])
        for key, row in rows:
            lines = row.get(self.shape.lines_name)
            if is_left(row.get(self._day), self._left):
                made.left.append(Document(key, line(row)))
            elif self._complete is None or self._complete(row, len(lines) if isinstance(lines, list) else 0):
                made.found.append(Document(key, line(row)))
            else:
                made.incomplete.append(key)
        return made

    def _whole(self, keys: Sequence[Key]) -> dict[Key, Row]:
        """Some documents. RetryLater when they do not rest for long enough."""
        done: dict[Key, Row] = {}
        left = list(keys)
        for _ in range(_TRIES):
            rows, versions = self._heads(left)
            lines = self.shape.lines
            if lines is None:
                return rows
            self._attach(lines, left, rows)
            changed = self._changed(left, versions)
            done.update((key, row) for key, row in rows.items() if key not in changed)
            left = [key for key in left if key in changed]
            if not left:
                return done
        raise RetryLater(
            f"{self.shape.table}: {len(left)} documents were changed again and again while they were read.",
            "It is tried again by itself.",
        )

    def _heads(self, keys: Sequence[Key]) -> tuple[dict[Key, Row], dict[Key, object]]:
        """Rows and versions by the keys that were asked for."""
        shape, asked = self.shape, _Keys(self.shape.key, keys)
        fetched = self.session.read(by_keys(shape, len(keys)), [text for key in keys for text in key])
        begin, rows, versions = len(shape.key), dict[Key, Row](), dict[Key, object]()
        skip = begin + (shape.version is not None)
        for one, row in zip(fetched, self._rows([row[skip:] for row in fetched]), strict=True):
            key = asked.of(one)
            if key is not None:
                rows[key], versions[key] = row, one[begin] if skip > begin else None
        return rows, versions

    def _attach(self, lines: Lines, keys: Sequence[Key], rows: dict[Key, Row]) -> None:
        asked, by_key = _Keys(lines.link, keys), dict[Key, list[Fetched]]()
        values = [text for key in keys for text in key]
        for one in self.session.read(lines_by_keys(self.shape, lines, len(keys)), values):
            key = asked.of(one)
            if key is not None:
                by_key.setdefault(key, []).append(one[len(lines.link) :])
        made = rows_of(lines.columns)
        for key, row in rows.items():
            row[self.shape.lines_name] = made(by_key.get(key, ()))

    def _changed(self, keys: Sequence[Key], versions: dict[Key, object]) -> set[Key]:
        """Whose row was changed, or has come or gone, since its version was read."""
        if self.session.snapshots or self.shape.version is None:
            return set()
        asked = _Keys(self.shape.key, keys)
        fetched = self.session.read(versions_by_keys(self.shape, len(keys)), [text for key in keys for text in key])
        now = {key: one[len(self.shape.key)] for one in fetched if (key := asked.of(one)) is not None}
        return {key for key in keys if now.get(key) != versions.get(key)}


class _Keys:
    """Finds the key that was asked for in what came back: the server may spell texts otherwise (case, blanks)."""

    def __init__(self, columns: Sequence[Column], keys: Sequence[Key]) -> None:
        self._columns = columns
        self._texts = Texts(columns)
        self._exact = set(keys)
        self._alike = {self._folded(key): key for key in keys} if any(one.type in _TEXT for one in columns) else {}

    def of(self, fetched: Fetched) -> Key | None:
        key = self._texts(fetched)
        return key if key in self._exact else self._alike.get(self._folded(key))

    def _folded(self, key: Key) -> Key:
        return tuple(
            text.casefold().rstrip() if column.type in _TEXT else text
            for column, text in zip(self._columns, key, strict=True)
        )
