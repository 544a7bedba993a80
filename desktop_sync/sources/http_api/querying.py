"""What an export asks an HTTP API: the rows of a period, page by page, each read as it was declared.

Whatever the API filters by the bounds of a period, filters and period are checked here again. It must not know what
becomes of the rows, and it remembers nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast
from zoneinfo import ZoneInfo

from desktop_sync.core.deciding import Undecided
from desktop_sync.core.errors import Ended, Owner, Rejected, Stop
from desktop_sync.core.json_values import Doubled, decoded
from desktop_sync.core.periods import Window
from desktop_sync.core.ports import Token
from desktop_sync.core.reports import Row
from desktop_sync.core.row_fields import Reading, kinds
from desktop_sync.core.row_tests import tested, text_at, within
from desktop_sync.core.seen_keys import Keys
from desktop_sync.sources.asked import Access
from desktop_sync.sources.http_api.answers import picked, steps
from desktop_sync.sources.http_api.asking import Asker, Cancelled, to_the_end
from desktop_sync.sources.http_api.details import Details
from desktop_sync.sources.http_api.export_options import HttpQueryOptions
from desktop_sync.sources.http_api.file_rows import FileRows
from desktop_sync.sources.http_api.paging import Page, Pages
from desktop_sync.sources.http_api.templates import end_text, time_text

_CORRECT = "Correct it in the system that is asked, or fields and filters in the query of the export."
_ROUNDS = 3  # through pages by number, while any of them brings something new


@dataclass(frozen=True, slots=True)
class Bounds:
    """Those of a period, as places; None: everything there is. ``zone``: in which patterns write them otherwise."""

    window: Window | None
    zone: str

    def texts(self, how: str, zone: str) -> Mapping[str, str]:
        """``{until}`` is never before the end: what comes too much is left out here."""
        if self.window is None:
            return {}
        start, end, where = self.window.start, self.window.end, zone or self.zone
        begin = {} if start is None else {"from": time_text(start.timestamp(), how, where)}
        return {**begin, "until": end_text(end.timestamp(), how, where)}


@dataclass(frozen=True, slots=True)
class _Placed:
    """A row with its place: for messages."""

    row: Row
    page: int
    number: int


class Queries:
    """What one export asks. ``zone``: of its periods; ``reads``: the fields that its report takes; ``files``: what
    reads answers that are files.
    """

    def __init__(
        self, access: Access, options: HttpQueryOptions, zone: ZoneInfo, token: Token, reads: Collection[str] = (),
        files: FileRows | None = None,
    ) -> None:  # fmt: skip
        self._options = options
        self._zone = zone
        self._asker = Asker(access, token)
        self._pages = Pages(self._asker, options)
        self._reading = Reading(options.fields, zone.key)
        self._files = files
        self._watched = () if files is not None else reads  # of a file, nothing but what is asked for is known
        self._missed: dict[str, Sequence[str]] = {}  # fields that no row has had yet
        self._came = False

    def notes(self) -> Sequence[str]:
        """Of the rows that were given last: fields that none of them has, for no schema knows it before."""
        if not self._came or not self._missed:
            return ()
        names = ", ".join(sorted(self._missed))
        return (f"No row has the field {names}: check the columns of the report.",)

    def now(self) -> float:
        """By the server's clock, in epoch seconds."""
        try:
            return self._asker.now()
        except Cancelled:
            raise Ended from None

    def reference(self, row: Row) -> str:
        """What names it, by its key."""
        return " ".join(text for one in self._options.key if (text := text_at(row, steps(one))))

    def rows(self, window: Window | None) -> Iterator[Row]:
        """Those that are wanted, streamed. RetryLater or Stop; Rejected: one that nobody can decide about."""
        bounds = self._bounds(window)
        wanted = self._wanted(window)
        self._missed, self._came = {one: one.split(".") for one in self._watched}, False
        try:
            for one in self._listed(bounds):
                row = self._read(one, wanted)
                if row is not None:
                    self._came = True
                    if self._missed:
                        self._missed = {name: way for name, way in self._missed.items() if not _has(row, way)}
                    yield row
        except Cancelled:
            raise Ended from None

    def close(self) -> None:
        """Connections too."""
        self._asker.close()

    def _bounds(self, window: Window | None) -> Bounds:
        path = self._options.path
        no_begin = "{from}" in path and (window is None or window.start is None)
        if no_begin or ("{until}" in path and window is None):
            raise Stop(
                f"The path {path} names a period, and everything there is was asked for.",
                "Choose the days that are meant.",
            )
        return Bounds(window, self._zone.key)

    def _listed(self, bounds: Bounds) -> Iterator[_Placed]:
        """Each once, where a key tells. Pages by number are asked through until nothing new came: rows may move."""
        options, keys = self._options, Keys()
        for again in range(_ROUNDS if options.by_number and options.key else 1):
            pages, news = 0, False
            for page in self._pages.of(bounds):
                if not isinstance(page, Page):
                    continue
                pages += 1
                for one in self._of(page):
                    if self._is_new(one.row, keys, again=again > 0):
                        news = True
                        yield one
            if pages <= 1 or not news:
                return

    def _of(self, page: Page) -> Iterator[_Placed]:
        if self._files is not None:
            yield from (_Placed(row, page.number, number) for number, row in enumerate(self._files.of(page), 1))
            return
        details = Details(self._asker, self._options.detail)
        for number, row in enumerate(page.rows or (), 1):
            value: Mapping[str, object] = row.value
            if self._options.detail:
                found = to_the_end(details.of([row]))
                if details.last is not None:
                    raise details.last
                value = cast("Mapping[str, object]", decoded(found[0][1])[0])
            yield _Placed(value, page.number, number)

    def _is_new(self, row: Row, keys: Keys, *, again: bool) -> bool:
        """One without a key cannot be told from others: it counts, the first time."""
        named = tuple(picked(row, one) for one in self._options.key)  # type: ignore[arg-type] # values of JSON
        if all(one is None for one in named):
            return not again
        try:
            return keys.add(named)
        except OverflowError:
            raise Stop(
                f"{self._options.path} lists more than {Keys.room:,} rows.",
                "Choose a shorter period, or let the system filter more.",
            ) from None

    def _wanted(self, window: Window | None) -> Callable[[Row], bool]:
        """Filters first: rows that they leave out need no time."""
        options, converters = self._options, self._reading.converters
        tests = [tested(one, converters) for one in options.where]
        if options.window is None or window is None:
            return lambda row: all(test(row) for test in tests)
        name, parts = options.window.field, options.window.field.split(".")
        condition = within(name, kinds(options.fields)[name], window, self._zone)
        inside = tested(condition, converters)

        def wanted(row: Row) -> bool:
            if not all(test(row) for test in tests):
                return False
            if not text_at(row, parts).strip():
                raise _Timeless(name)
            return inside(row)

        return wanted

    def _read(self, one: _Placed, wanted: Callable[[Row], bool]) -> Row | None:
        """None: it is not wanted."""
        if name := _doubled(one.row):
            raise self._wrong(one, f"has the field {name} twice: nobody can tell which counts")
        row = one.row if self._files is not None else self._reading.placed(one.row)
        try:
            return self._reading.typed(row) if wanted(row) else None
        except _Timeless as error:
            hint = (
                "Correct it in the system that is asked, check the field in the query of the export, or leave such "
                f'rows out by a filter: {{ from = "{error.field}", empty = false }}.'
            )
            raise self._wrong(one, f"has nothing in {error.field}, which decides its period", hint) from None
        except Undecided as error:
            why = f"has {error.value!r} in {error.source}, expected {error.unfit.expected}"
            raise self._wrong(one, why, owner=error.unfit.owner) from None

    def _wrong(self, one: _Placed, why: str, hint: str = _CORRECT, owner: Owner = Owner.VENDOR) -> Rejected:
        named = self.reference(one.row)
        path = f"{self._options.path} ({named})" if named else self._options.path
        return Rejected(f"Row {one.number} of page {one.page} of {path} {why}.", hint, owner)


class _Timeless(Exception):
    """Nothing stands in the field that decides the period."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def _has(value: object, way: Sequence[str]) -> bool:
    """Whether it has such a field, or an entry of a list on the way has."""
    if not way:
        return True
    if isinstance(value, list):
        return any(_has(one, way) for one in value)
    return isinstance(value, Mapping) and way[0] in value and _has(value[way[0]], way[1:])


def _doubled(value: object) -> str:
    """A name that stands in an object twice; empty: none does."""
    if isinstance(value, Doubled):
        return value.name
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return next((name for one in inner if not isinstance(one, str) and (name := _doubled(one))), "")
