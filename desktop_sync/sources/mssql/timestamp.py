"""Changes by a column that says when a row was changed last, and the key among equal times.

The column is written when a row is changed, and the row is seen when its transaction ends: so every look begins an
overlap before the last one ended and compares what it finds with what came before. It ends at the database's clock
minus a delay. A clock that was set back (the end of summer time) begins from where it stands now.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from desktop_sync.core.first_run import FROM_NOW, is_day
from desktop_sync.core.model import Again, Back, Standing
from desktop_sync.core.ports import Known
from desktop_sync.sources.asked import ensure_times, said
from desktop_sync.sources.mssql.documents import Documents, Key, Reading, Texts, texts
from desktop_sync.sources.mssql.moments import bound, earlier, lesser, of_epoch, spelled
from desktop_sync.sources.mssql.shape import names
from desktop_sync.sources.mssql.statements import bind_beyond, changed_keys, page, without
from desktop_sync.sources.mssql.ways import Batch, dumped, epoch, loaded

_A_LITTLE = 60.0  # seconds: the least that every type of column can tell apart
_COUNTED_EVERY = 3600.0  # seconds: rows without a value are counted now and then


class Timestamp:
    """The way. ``zone``: in which the column stands, ``local`` or ``utc``."""

    def __init__(self, reading: Reading, size: int, min_age: float, overlap: float, zone: str) -> None:
        self._reading = reading
        self._shape = reading.shape
        version = self._shape.version
        assert version is not None  # noqa: S101 - the options demand one
        self._version = version
        self._order = (version, *self._shape.key)
        self._size = size
        self._min_age = min_age
        self._overlap = overlap
        self._zone = zone

    @property
    def counted(self) -> list[str]:
        return [*self._shape.told_by, *names(self._shape.key)]

    def batches(self, cursor: str | None, known: Known) -> Iterator[Batch]:
        state, upper = loaded(cursor), self._moment(self._min_age)
        remarks = self._without_value(state)
        if "again" in state:
            begin, end = state.pop("again")
            for documents, last in self._pages(self._just_before(begin), end):
                yield Batch(documents.found, None, last)  # cut off, all of it is read again
            yield Batch([], dumped(state))
        begins = cursor is None and known.answer == FROM_NOW
        if begins:
            state["left"] = [earlier(self._version, upper, self._overlap), upper]
            yield Batch([], dumped(state))  # from here on it is new, however long reading takes
        if "left" in state:
            yield from self._left(state)
        if not begins:
            yield from self._new(state, known.answer, upper)
        state["after"] = upper
        yield Batch([], dumped(state), remarks=remarks)

    def _left(self, state: dict[str, Any]) -> Iterator[Batch]:
        """What is within the first overlap is only to be known; cut off, all of it is gone through again."""
        begin, end = state["left"]
        for documents, last in self._pages(begin, end):
            yield Batch([], dumped(state), last, left=documents.found)
        state["after"] = end
        del state["left"]

    def _new(self, state: dict[str, Any], answer: str, upper: str) -> Iterator[Batch]:
        if "after" in state:
            start: str | None = earlier(self._version, lesser(self._version, state["after"], upper), self._overlap)
        else:
            start = self._beginning(answer)
        for documents, last in self._pages(start, upper):
            state["after"] = last
            yield Batch(documents.found, dumped(state), last, again=True)

    def _beginning(self, answer: str) -> str | None:
        """From where on; None: from the first row on."""
        if not is_day(answer):
            return None
        first = datetime.combine(date.fromisoformat(answer), time()).astimezone()
        return self._just_before(spelled(self._version, first))

    def _just_before(self, moment: str) -> str | None:
        """Pages lie beyond where they start, and rows of that very moment belong to them. None: from the first on."""
        return None if moment[:10] <= self._earliest() else earlier(self._version, moment, _A_LITTLE)

    def _earliest(self) -> str:
        return _EARLIEST.get(self._version.type, "1753-01-01")

    def _pages(self, start: str | None, upper: str) -> Iterator[tuple[Documents, str]]:
        last: Key = () if start is None else (start,)
        while True:
            documents, last, many = self._page(last, upper)
            if many:
                yield documents, last[0]
            if many < self._size:
                return

    def _page(self, last: Key, upper: str) -> tuple[Documents, Key, int]:
        """With its last row in the order of pages, and how many there were."""
        session, lines = self._reading.session, self._shape.lines

        def plain() -> tuple[Documents, Key, int]:
            statement = page(self._shape, self._order, self._size, known=len(last), upto=True)
            values = bind_beyond(self._order[: len(last)], last) if last else []
            fetched = session.read(statement, [*values, upper])
            end = texts(self._order, fetched[-1]) if fetched else last
            return self._reading.of_rows(fetched, self._order), end, len(fetched)

        def with_lines() -> tuple[Documents, Key, int]:
            assert lines is not None  # noqa: S101 - see below
            begin = last or (self._earliest(),)
            statement = changed_keys(self._shape, lines, self._size, known=len(begin), upto=True)
            both = [begin[0], upper] * (2 if lines.version else 1)
            fetched = session.read(statement, [*both, *bind_beyond(self._order[: len(begin)], begin)])
            keys = [*map(Texts(self._order), fetched)]
            return self._reading.of_keys([key[1:] for key in keys]), keys[-1] if keys else last, len(keys)

        return session.whole(plain if lines is None else with_lines)

    def _without_value(self, state: dict[str, object]) -> tuple[str, ...] | None:
        """Counted now and then, for it may read the whole table."""
        now, counted = self._reading.session.rows("SELECT SYSUTCDATETIME()")[0][0], state.get("counted")
        if isinstance(counted, float) and 0 <= epoch(now) - counted < _COUNTED_EVERY:
            return None
        state["counted"] = epoch(now)
        told, shape, lines = list[str](), self._shape, self._shape.lines
        many = self._reading.counted(without(self._version))
        if many:
            told.append(
                f'{many:,} rows of {shape.table} have no value in "{self._version.name}": nobody can tell when they '
                "were changed, so they are never read. Let the sending system fill the column, or choose another way."
            )
        if lines is not None and lines.version is not None:
            many_lines = self._reading.counted(without(lines.version), of=lines.table)
            many = None if many is None or many_lines is None else many + many_lines
            if many_lines:
                told.append(
                    f'{many_lines:,} rows of {lines.table} have no value in "{lines.version.name}": a change of such a '
                    "line brings its document only with the next change of the document itself. Let the sending "
                    "system fill the column."
                )
        return tuple(told) if told or many is not None else None

    def _moment(self, seconds: float) -> str:
        session = self._reading.session
        text = bound(self._version, self._zone)
        return str(session.again(lambda: session.rows(text, str(round(seconds))))[0][0])

    def standing(self) -> Standing:
        return self._reading.standing()

    def back(self, cursor: str | None, again: Again) -> Back:
        ensure_times(again)
        session = self._reading.session
        local, utc = session.again(lambda: session.rows("SELECT SYSDATETIME(), SYSUTCDATETIME()"))[0]
        offset = timedelta(seconds=round(epoch(local) - epoch(utc))) if self._zone == "local" else timedelta()
        after = of_epoch(self._version, max(again.since, 0.0), offset)
        if again.until is not None:
            end = of_epoch(self._version, again.until, offset)
            words = (
                f"What was changed from {said(again.since)} to {said(again.until)} (in the database: {after} to {end}) "
                "is read again; then it goes on from where it is."
            )
            return Back(dumped({**loaded(cursor), "again": [after, end]}), words)
        words = f"What was changed since {said(again.since)} (in the database: {after}) is read again."
        state = {**loaded(cursor), "after": self._just_before(after)}
        state.pop("left", None)
        return Back(dumped(state), words, forget=True)

    def ripe_in(self) -> float | None:
        """Rows that are too young are found by the next look; nobody can tell here when."""
        return None


_EARLIEST = {
    "date": "0001-01-01",
    "datetime2": "0001-01-01",
    "datetimeoffset": "0001-01-01",
    "smalldatetime": "1900-01-01",
}
