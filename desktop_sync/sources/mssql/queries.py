"""Everything that a query or a stored procedure gives: compared with what it gave before, by key and by content.

It is read as a stream, so its size is no matter. Deletions cannot be seen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from desktop_sync.core.errors import Stop
from desktop_sync.core.first_run import ALL, is_day, is_left
from desktop_sync.core.model import Again, Back, Standing
from desktop_sync.core.ports import Known
from desktop_sync.sources.asked import begun_again, ensure_from_on
from desktop_sync.sources.mssql.documents import COUNTING, Document, no_day
from desktop_sync.sources.mssql.exact import exact, named, text_of
from desktop_sync.sources.mssql.names import Table
from desktop_sync.sources.mssql.options import MssqlOptions
from desktop_sync.sources.mssql.session import Fetched, Session
from desktop_sync.sources.mssql.trouble import TooDear, TooSlow
from desktop_sync.sources.mssql.ways import FIRST, Batch
from desktop_sync.sources.mssql.written import Lines

_COUNTED = 100_000  # rows: how many are counted for a first run
_DONE = "done"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def call(of: Table, parameters: Sequence[str]) -> tuple[str, list[str]]:
    """The statement that calls a procedure, and the values that are bound."""
    names = [one.partition("=")[0].strip().removeprefix("@") for one in parameters]
    values = [one.partition("=")[2] for one in parameters]
    given = ", ".join(f"@{name} = ?" for name in names)
    return f"EXEC {of.quoted} {given}".rstrip(), values


class Query:
    """The way. ``asked``: the statement with its values, and what it is for people."""

    def __init__(
        self,
        session: Session,
        asked: tuple[str, Sequence[str], str],
        options: MssqlOptions,
        monotonic: Callable[[], float],
    ) -> None:
        self._session = session
        self._text, self._values, self._what = asked
        self._monotonic = monotonic
        self._calls = options.mode == "procedure"
        self._key = options.key
        self._day = options.first_run_column
        self._size = options.batch_size

    @property
    def counted(self) -> list[str]:
        return [self._text, *self._values, "", *map(str.lower, self._key)]

    def batches(self, cursor: str | None, known: Known) -> Iterator[Batch]:
        """What is to be left at the first look is only remembered."""
        answer = known.answer if cursor in {None, FIRST} else ""
        done = _DONE if answer in {"", ALL} else FIRST  # cut off in the middle, it begins again
        if cursor == FIRST:
            yield Batch([], FIRST, said=begun_again())
        for number, (documents, left) in enumerate(self._documents(answer), 1):
            yield Batch(documents, done, f"{number}", again=True, left=left)
        yield Batch([], _DONE)

    def _documents(self, answer: str) -> Iterator[tuple[list[Document], list[Document]]]:
        """Those that are wanted, and those that are left."""
        lines: Lines | None = None
        at: list[int] = []
        for names, fetched in self._session.stream(self._text, self._values, self._size):
            if lines is None:
                if not names:
                    raise Stop(f"{self._what} gives no rows at all.", "It must end with a SELECT.")
                lines = Lines(named(names, self._what), [exact] * len(names))
                at = self._places(names, self._key)
            keys = [tuple([text_of(exact(row[one])) for one in at]) for row in fetched]
            documents = list(map(Document, keys, lines(fetched)))
            if is_day(answer):
                yield self._parted(documents, self._days(names, fetched), answer)
            else:
                yield ([], documents) if is_left(None, answer) else (documents, [])

    def _parted(
        self, documents: Sequence[Document], days: Sequence[object], answer: str
    ) -> tuple[list[Document], list[Document]]:
        found, left = list[Document](), list[Document]()
        for document, day in zip(documents, days, strict=True):
            (left if is_left(day, answer) else found).append(document)
        return found, left

    def _days(self, names: Sequence[str], fetched: Sequence[Fetched]) -> list[object]:
        """Of which day each row is; None: it has no value. Stop: no column says it."""
        if not self._day:
            raise no_day()
        (at,) = self._places(names, (self._day,))
        days: list[object] = [exact(row[at]) for row in fetched]
        if any(day is not None and not _DAY.match(str(day)) for day in days):
            raise Stop(
                f'The column "{names[at]}" of {self._what} holds no day.',
                "Choose a column with a date or a time (first_run_column).",
            )
        return days

    def _places(self, names: Sequence[str], wanted: Sequence[str]) -> list[int]:
        """Where these columns stand."""
        there = {name.lower(): at for at, name in enumerate(names)}
        for one in wanted:
            if one.lower() not in there:
                raise Stop(f'{self._what} has no column "{one}".', f"Its columns are: {', '.join(names)}.")
        return [there[one.lower()] for one in wanted]

    def standing(self) -> Standing:
        """Counted within a time. A procedure is not called for that: it may do something."""
        if self._calls:
            return Standing(0, more=True)
        rows, end = 0, self._monotonic() + COUNTING
        with self._session.within(COUNTING):
            try:
                for _, fetched in self._session.stream(self._text, self._values, self._size):
                    rows += len(fetched)
                    if rows >= _COUNTED or self._monotonic() >= end:
                        return Standing(rows, more=True)
            except (TooSlow, TooDear) as error:
                self._session.leave()
                return Standing(rows, more=True, why=error.what)
        return Standing(rows)

    def back(self, cursor: str | None, again: Again) -> Back:
        """There is no time in it: everything is new again."""
        ensure_from_on(again)
        return Back(_DONE, "Everything that it gives now is read again, whenever it was changed.", forget=True)

    def ripe_in(self) -> float | None:
        """What it gives is finished."""
        return None
