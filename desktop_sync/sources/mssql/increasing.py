"""New rows by a key that only grows. Changes of rows that were read are not seen.

A number is given when a row is written, and the row is seen when its transaction ends: so numbers that are missing are
remembered and looked for again for ten minutes. Many gaps become fewer, wider ones: what is read twice is unchanged.
Not so among rows that were there at the first look and may have been left: of their numbers the last thousand are
looked for, each by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from desktop_sync.core.errors import Rejected, Stop
from desktop_sync.core.first_run import FROM_NOW, is_day
from desktop_sync.core.model import Again, Back
from desktop_sync.core.ports import Known
from desktop_sync.sources.asked import said
from desktop_sync.sources.mssql.bounds import Seen, before, noted, ripe
from desktop_sync.sources.mssql.counting import Counting, above, ended, ranged
from desktop_sync.sources.mssql.documents import Documents, Key, Reading, Texts
from desktop_sync.sources.mssql.names import quoted
from desktop_sync.sources.mssql.shape import names
from desktop_sync.sources.mssql.statements import keys_between, page
from desktop_sync.sources.mssql.ways import Batch, Noted, epoch

LOOKED_FOR = 600.0  # seconds that a missing number is looked for
_MOST = 500  # gaps that are remembered one by one
_NEAR = 1000  # numbers below the highest that may still be under way
Gap = tuple[int, int, float]
"""First and last missing number, and until when they are looked for (epoch seconds of the database)."""


def missing(numbers: Sequence[int], first: int | None, until: float) -> list[Gap]:
    """The gaps between sorted numbers, from ``first`` on (None: from the first of them)."""
    gaps, expected = list[Gap](), first
    for number in numbers:
        if expected is not None and number > expected:
            gaps.append((expected, number - 1, until))
        expected = number + 1
    return gaps


def filled(gaps: Sequence[Gap], there: Sequence[int], now: float) -> list[Gap]:
    """What is still missing of them, and still looked for."""
    left = list[Gap]()
    for begin, end, until in gaps:
        if until <= now:
            continue
        found = [number for number in there if begin <= number <= end]
        left += missing([*sorted(found), end + 1], begin, until)
    return left


def fewer(gaps: Sequence[Gap], above: int | None = None, most: int = _MOST) -> list[Gap]:
    """At most so many: those that lie nearest to each other become one, for as long as the longest of them.

    Besides those that end at ``above`` or below: they stay as they are.
    """
    apart = [] if above is None else [gap for gap in gaps if gap[1] <= above]
    joined = sorted(gap for gap in gaps if above is None or gap[1] > above)
    if len(joined) <= most:
        return [*apart, *joined]
    widths = sorted(joined[at + 1][0] - joined[at][1] for at in range(len(joined) - 1))
    near = widths[len(joined) - most - 1]
    made = [joined[0]]
    for begin, end, until in joined[1:]:
        first, last, longest = made[-1]
        if begin - last <= near:
            made[-1] = (first, end, max(until, longest))
        else:
            made.append((begin, end, until))
    return [*apart, *made]


def whole_keys(keys: tuple[str, str]) -> tuple[int, int]:
    """As numbers, the lower one first. Rejected in words."""
    try:
        first, last = (int(one) for one in keys)
    except ValueError:
        raise Rejected("The key is a whole number.", "Write the first and the last one as numbers.") from None
    if not 0 <= first <= last:
        raise Rejected("The first key lies behind the last one.", "Turn them round.")
    return first, last


class Increasing(Counting):
    """The way."""

    def __init__(self, reading: Reading, size: int, min_age: float, monotonic: Callable[[], float]) -> None:
        super().__init__(reading, size, min_age, monotonic)
        if len(self._shape.key) != 1 or not self._shape.key[0].is_whole:
            kinds = ", ".join(one.declared for one in self._shape.key)
            raise Stop(
                f"The key of {self._shape.table} ({kinds}) is no whole number that grows.",
                "Choose another way in which changes are told.",
            )

    @property
    def counted(self) -> list[str]:
        return names(self._shape.key)

    def batches(self, cursor: str | None, known: Known) -> Iterator[Batch]:
        state, (highest, now) = Noted.read(cursor), self._highest()
        gaps: list[Gap] = [(int(one[0]), int(one[1]), float(one[2])) for one in state.more.get("gaps", [])]
        state.seen = noted(state.seen, Seen(now, str(highest or 0)), self._min_age)
        if cursor is None and (known.answer == FROM_NOW or is_day(known.answer)):
            gaps = self._begin(state, known.answer, highest or 0, now)
        begun: int | None = state.more.get("begun")
        yield from self._once_more(state)
        for documents, left, upto in self._late(gaps, now):
            state.more["gaps"] = gaps = left
            yield Batch(documents.found, state.cursor(), upto)
        bound = ripe(state.seen, now, self._min_age)
        for documents, numbers in self._new(state, bound.counter if bound else None):
            first = None if state.after is None else int(state.after) + 1
            absent = missing(numbers, first, now + LOOKED_FOR)
            if begun is not None:
                absent = [gap for gap in absent if gap[1] > begun]
            absent += [(int(key[0]), int(key[0]), now + LOOKED_FOR) for key in documents.incomplete]
            gaps = fewer([*gaps, *absent], begun)
            state.more["gaps"], state.after = gaps, str(numbers[-1])
            yield Batch(documents.found, state.cursor(), state.after)
        yield Batch([], state.cursor(), young=self._waiting(state, now, above(state)))

    def _begin(self, state: Noted, answer: str, highest: int, now: float) -> list[Gap]:
        """What is there up to now is left, or is taken by its day; what is still missing of it is taken."""
        state.more["begun"] = highest
        if answer == FROM_NOW:
            state.after = str(highest)
        else:
            state.more["first"] = [answer, str(highest)]
        return self._under_way(highest, now)

    def _under_way(self, highest: int, now: float) -> list[Gap]:
        """Numbers near the highest that are not there: their rows may be being written, and come from now on."""
        first = max(highest - _NEAR, 0)
        statement = keys_between(self._shape, _NEAR + 1)
        fetched = self._reading.session.again(
            partial(self._reading.session.read, statement, [str(first), str(highest)])
        )
        return missing([int(str(one[0])) for one in fetched], first, now + LOOKED_FOR)

    def _new(self, state: Noted, upper: str | None) -> Iterator[tuple[Documents, list[int]]]:
        """Pages up to there; first what was there at the first look, where only that since a day is wanted."""
        if "first" in state.more and upper is not None:
            day, until = state.more["first"]
            self._reading.leave(day)
            yield from self._pages(state.after, str(min(int(upper), int(until))))
            self._reading.leave("")
            if int(upper) < int(until):
                return
            del state.more["first"]
        yield from self._pages(state.after, upper)

    def _late(self, gaps: list[Gap], now: float) -> Iterator[tuple[Documents, list[Gap], str]]:
        """What has come of the missing numbers, and what is missing then."""
        for begin, end, _ in gaps:
            for documents, keys in self._there(begin, end):
                gaps = filled(gaps, [int(one.key[0]) for one in documents.found], now)
                yield documents, gaps, f"{keys[0][0]} (late)"
        yield Documents([], []), filled(gaps, (), now), ""

    def _once_more(self, state: Noted) -> Iterator[Batch]:
        """A range of former keys, for which somebody has asked; cut off, it goes on from there."""
        if "again" not in state.more:
            return
        first, last = state.more["again"]
        for documents, keys in self._there(int(first), int(last)):
            state.more["again"] = [int(keys[-1][0]) + 1, last]
            yield Batch(documents.found, state.cursor(), keys[-1][0])
        del state.more["again"]
        yield Batch([], state.cursor())

    def _there(self, first: int, last: int) -> Iterator[tuple[Documents, list[Key]]]:
        """What there is between two numbers, both included, page by page."""
        session, shape = self._reading.session, self._shape
        statement = keys_between(shape, self._size)
        while first <= last:
            fetched = session.again(partial(session.read, statement, [str(first), str(last)]))
            keys = [*map(Texts(shape.key), fetched)]
            if keys:
                yield session.whole(partial(self._reading.of_keys, keys)), keys
            if len(keys) < self._size:
                return
            first = int(keys[-1][0]) + 1

    def _pages(self, after: str | None, upper: str | None) -> Iterator[tuple[Documents, list[int]]]:
        while upper is not None and (after is None or int(after) < int(upper)):
            documents, keys = self._page(after, upper)
            if keys:
                yield documents, [int(key[0]) for key in keys]
            if len(keys) < self._size:
                return
            after = keys[-1][0]

    def _page(self, after: str | None, upper: str) -> tuple[Documents, list[Key]]:
        session, shape = self._reading.session, self._shape
        statement = page(shape, shape.key, self._size, known=after is not None, upto=True)

        def read() -> tuple[Documents, list[Key]]:
            fetched = session.read(statement, [upper] if after is None else [after, upper])
            keys = [*map(Texts(shape.key), fetched)]
            of_rows = self._reading.of_rows(fetched, shape.key) if shape.lines is None else self._reading.of_keys(keys)
            return of_rows, keys

        return session.whole(read)

    def _highest(self) -> tuple[int | None, float]:
        session, key = self._reading.session, quoted(self._shape.key[0].name)
        text = f"SELECT MAX({key}), SYSUTCDATETIME() FROM {self._shape.source()}"
        highest, at = session.again(lambda: session.rows(text))[0]
        return None if highest is None else int(str(highest)), epoch(at)

    def back(self, cursor: str | None, again: Again) -> Back:
        """A range is read up to where all was read; what lies above comes by itself."""
        state = Noted.read(cursor)
        read = int(state.after or 0)
        if again.keys is not None:
            first, last = whole_keys(again.keys)
            if first > read:
                raise Rejected("None of these keys was read yet.", "They come by themselves.")
            state.more["again"] = [first, min(last, read)]
            return Back(state.cursor(), f"The keys from {first} to {min(last, read)} are read again.")
        found = before(state.seen, again.since)
        if again.until is not None:
            end = ended(state.seen, again.until)
            state.more["again"] = [int(found.counter) + 1 if found else 0, min(int(end.counter), read)]
            return Back(state.cursor(), ranged(found, end))
        state.after = found.counter if found else None
        state.more.pop("first", None)
        if found is None:
            words = "Nothing was noted of that time, so everything that is in the table now is read again."
        else:
            words = f"What came since {said(found.at)} is read again, from the key {found.counter} on."
        return Back(state.cursor(), words, forget=True)
