"""Changes by rowversion: a number that the server gives to every change of a row, in the order of the changes.

Numbers are given when a row is changed, and are seen when its transaction ends: so nothing is read from
MIN_ACTIVE_ROWVERSION() on, which is asked for before the rows (Microsoft: "MIN_ACTIVE_ROWVERSION"). What lies below is
complete, and the cursor may go there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from desktop_sync.core.errors import Stop
from desktop_sync.core.first_run import FROM_NOW, is_day
from desktop_sync.core.model import Again, Back
from desktop_sync.core.ports import Known
from desktop_sync.sources.asked import ensure_times, said
from desktop_sync.sources.mssql.bounds import Seen, before, noted, ripe
from desktop_sync.sources.mssql.columns import Column
from desktop_sync.sources.mssql.counting import Counting, ended, ranged
from desktop_sync.sources.mssql.documents import Documents, Reading, Texts, texts
from desktop_sync.sources.mssql.session import Fetched
from desktop_sync.sources.mssql.shape import Lines
from desktop_sync.sources.mssql.statements import Statement, changed_keys, page
from desktop_sync.sources.mssql.ways import Batch, Noted, epoch

HELD_TOO_LONG = 15 * 60.0  # seconds
_NOW = "SELECT MIN_ACTIVE_ROWVERSION(), @@DBTS, SYSUTCDATETIME()"


@dataclass(frozen=True, slots=True)
class _Now:
    """``least``: of all changes that are under way, else one above ``last``, the last that was given."""

    least: int
    last: int
    at: float


class Rowversion(Counting):
    """The way."""

    def __init__(self, reading: Reading, size: int, min_age: float, monotonic: Callable[[], float]) -> None:
        super().__init__(reading, size, min_age, monotonic)
        version = self._shape.version
        assert version is not None  # noqa: S101 - a shape without one is refused in ``resolving``
        self._version = version

    @property
    def counted(self) -> list[str]:
        return self._shape.told_by

    def batches(self, cursor: str | None, known: Known) -> Iterator[Batch]:
        """Stop when the database counts lower than we have read: it is another one, or an older copy."""
        state, now = Noted.read(cursor), self._now()
        after = _number(state.after)
        if after > now.last:
            raise _fell(str(self._shape.table), state.after or "", _hex(now.last))
        state.seen = noted(state.seen, Seen(now.at, _hex(now.least)), self._min_age)
        state.held = self._held(state, now)
        yield from self._once_more(state)
        if cursor is None and known.answer == FROM_NOW:
            after = now.least - 1
        else:
            if cursor is None and is_day(known.answer):
                state.more["first"] = [known.answer, _hex(now.least)]
            bound = ripe(state.seen, now.at, self._min_age)
            upper = _number(bound.counter) if bound else 0
            for end in self._ends(state, upper):
                for documents, last in self._pages(after, end):
                    after, state.after = last, _hex(last)
                    yield Batch(documents.found, state.cursor(), state.after)
                after = max(after, end - 1)
        state.after = _hex(after)
        waiting = self._waiting(state, now.at, partial(self._grown, after))
        yield Batch([], state.cursor(), young=waiting, remarks=self._remarks(state, now))

    def _ends(self, state: Noted, upper: int) -> Iterator[int]:
        """Up to where to read; first what was there at the first look, where only that since a day is wanted."""
        if "first" in state.more:
            day, until = state.more["first"]
            self._reading.leave(day)
            yield min(upper, _number(until))
            self._reading.leave("")
            if upper < _number(until):
                return
            del state.more["first"]
        yield upper

    def _once_more(self, state: Noted) -> Iterator[Batch]:
        """A range of former changes, for which somebody has asked; cut off, it goes on from there."""
        if "again" not in state.more:
            return
        low, high = state.more["again"]
        for documents, last in self._pages(_number(low) - 1, _number(high)):
            state.more["again"] = [_hex(last + 1), high]
            yield Batch(documents.found, state.cursor(), _hex(last))
        del state.more["again"]
        yield Batch([], state.cursor())

    def _pages(self, after: int, upper: int) -> Iterator[tuple[Documents, int]]:
        if self._shape.lines is None:
            yield from self._plain(after, upper)
            return
        while after < upper - 1:
            documents, after, many = self._reading.session.whole(
                partial(self._with_lines, self._shape.lines, after, upper)
            )
            if many:
                yield documents, after
            if many < self._size:
                return

    def _plain(self, after: int, upper: int) -> Iterator[tuple[Documents, int]]:
        while after < upper - 1:
            documents, ends = self._reading.session.whole(partial(self._page, after, upper))
            if ends:
                after = _number(texts((self._version,), ends[-1])[0])
                yield documents, after
            if documents.many < self._size:
                return

    def _page(self, after: int, upper: int) -> tuple[Documents, list[Fetched]]:
        statement = page(self._shape, (self._version,), self._size, known=1, below=True, keyed=False)
        pieces = self._reading.session.pieces(statement, [_hex(after), _hex(upper)])
        return self._reading.of_pieces(pieces, (self._version,))

    def _with_lines(self, lines: Lines, after: int, upper: int) -> tuple[Documents, int, int]:
        low, high = _hex(after), _hex(upper)
        statement = changed_keys(self._shape, lines, self._size, known=1, upto=False)
        fetched = self._reading.session.read(statement, [low, high, *([low, high] if lines.version else []), low])
        keys = [*map(Texts((self._version, *self._shape.key)), fetched)]
        last = _number(keys[-1][0]) if keys else after
        return self._reading.of_keys([key[1:] for key in keys]), last, len(keys)

    def _grown(self, after: int, counter: str) -> bool:
        return any(self._reading.session.read(one, [_hex(after), counter]) for one in self._peeks())

    def _peeks(self) -> list[Statement]:
        shape, lines = self._shape, self._shape.lines
        looked = [(shape.source(), self._version)]
        if lines is not None and lines.version is not None:
            looked.append((f"{lines.table.quoted}{shape.hint}", lines.version))
        return [_peek(source, version) for source, version in looked]

    def _held(self, state: Noted, now: _Now) -> tuple[str, float] | None:
        """The change under way that holds everything back, and since when it was seen."""
        if now.least > now.last:
            return None
        least = _hex(now.least)
        return state.held if state.held is not None and state.held[0] == least else (least, now.at)

    def _remarks(self, state: Noted, now: _Now) -> tuple[str, ...]:
        if state.held is None or now.at - state.held[1] < HELD_TOO_LONG:
            return ()
        told = (
            f"A transaction in the database is open since {said(state.held[1])} or longer and holds back all later"
            " changes, so that nothing is missed. Ask who runs the database which program has left it open."
        )
        return (told,)

    def back(self, cursor: str | None, again: Again) -> Back:
        """To where the counter stood then, as far as it was noted; up to an end without going back."""
        ensure_times(again)
        state = Noted.read(cursor)
        found = before(state.seen, again.since)
        if again.until is not None:
            end = ended(state.seen, again.until)
            high = min(_number(end.counter), _number(state.after) + 1)  # what lies above comes by itself
            state.more["again"] = [found.counter if found else "0", _hex(high)]
            return Back(state.cursor(), ranged(found, end))
        state.after = _hex(_number(found.counter) - 1) if found else None
        state.more.pop("first", None)
        if found is None:
            words = "Nothing was noted of that time, so everything that is in the table now is read again."
        else:
            words = f"What was changed since {said(found.at)} is read again."
        return Back(state.cursor(), words, forget=True)

    def _now(self) -> _Now:
        session = self._reading.session
        least, last, at = session.again(lambda: session.rows(_NOW))[0]
        return _Now(_whole(least), _whole(last), epoch(at))


def _peek(source: str, version: Column) -> Statement:
    name, bound = f"[{version.name.replace(']', ']]')}]", version.bound
    return Statement(f"SELECT TOP (1) 1 FROM {source} WHERE {name} > {bound} AND {name} < {bound}", (version, version))


def _fell(table: str, after: str, last: str) -> Stop:
    return Stop(
        f"{table}: the database counts its changes up to {last}, but was read up to {after} already. It was restored "
        "from a copy, or it is another database.",
        'Decide what shall be read again: with the flow\'s "Read again from", from when the copy is.',
    )


def _whole(found: object) -> int:
    return int.from_bytes(found, "big") if isinstance(found, bytes | bytearray) else 0


def _hex(number: int) -> str:
    return f"0x{max(number, 0):016X}"


def _number(text: str | None) -> int:
    return int(text, 16) if text else 0
