"""An HTTP API as a source: what is new in its answers becomes items, page by page; the time is the server's own.

It must not know documents, formats or the ledger. Rules: decisions 039 and 040.
"""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import TypeVar, cast

from desktop_sync.core.errors import Stop
from desktop_sync.core.first_run import FROM_NOW
from desktop_sync.core.model import Again, Back, CheckStep, Entity, Found, Notice, Payload, SeenRow, Standing
from desktop_sync.core.ports import Known
from desktop_sync.core.rows import MEDIA_TYPE, seen
from desktop_sync.sources.asked import Asked, Asking, begun_again, said
from desktop_sync.sources.http_api.asking import Asker, Cancelled, Refused, Steps
from desktop_sync.sources.http_api.beginning import begun_anew, gone_back, is_foreign, midnight
from desktop_sync.sources.http_api.checking import first_page, steps_of
from desktop_sync.sources.http_api.cursor import Cursor
from desktop_sync.sources.http_api.details import Details
from desktop_sync.sources.http_api.options import HttpApiOptions
from desktop_sync.sources.http_api.paging import Page, Pages, Span

T = TypeVar("T")
_ROUNDS = 3  # through pages by number, while any of them brings something new
_COUNTED = 10  # pages that are counted before a first run
_DAY = 24 * 3600.0
_GONE = frozenset({400, 404, 410, 422})  # what a cursor is answered with that is too old


@dataclass(frozen=True, slots=True)
class _Look:
    """One look. ``silent``: what is there is remembered and makes no items."""

    begun: float  # epoch seconds, our clock
    known: Known
    span: Span
    silent: bool


class HttpApi(Asked):
    """The source. ``asking``: of a connection of the type ``http_api``."""

    def __init__(self, asking: Asking, options: HttpApiOptions) -> None:
        super().__init__(asking.spool)
        self._options = options
        self._clock = asking.access.clock
        self._asker = Asker(asking.access, asking.token)
        self._pages = Pages(self._asker, options)
        self._name = next((one for one in reversed(options.path.split("/")) if one and "{" not in one), asking.name)

    def discover(self, cursor: str | None, known: Known) -> Iterator[Found]:
        """One batch a page, as soon as it came; where it breaks off, what came before is kept."""
        with contextlib.suppress(Cancelled):
            end = yield from self._new(Cursor.read(cursor), known)
            if end.again is not None:
                yield from self._once_more(end, Span(*end.again), known)

    def _new(self, former: Cursor | None, known: Known) -> Generator[Found, None, Cursor]:
        """What is new since the last look. What was counted for another query, or pages of one, say nothing of this.

        Stop: see ``begun_anew``.
        """
        if former is not None and is_foreign(former, self._pages.rows, self._options):
            former, words = begun_anew(former, known.answer, self._options)
            yield Found((), said=words)
        if former is not None and former.left is not None:
            former = yield from self._left(former, known)
        if former is not None and former.at and former.of == self._pages.pages:
            former = yield from self._resumed(self._look(former, known), former)
            if not self._options.asks_since and not former.at:
                return former
        return (yield from self._rounds(self._look(former, known), former))

    def _left(self, former: Cursor, known: Known) -> Generator[Found, None, Cursor]:
        """A first look that was to leave what is there has broken off: the rest of it, as far as it can be told.

        Where a query has no end, rows of the rest are taken: of the overlap, where it has a time. Where it has none,
        all of it would be; then what is there is looked at once more (see ``_look``), and it is said.
        """
        if former.left is not None and self._options.asks_until:
            look = _Look(self._clock.now(), known, Span(*former.left), silent=True)
            for page in self._pages.of(look.span):
                yield _resting(page) if not isinstance(page, Page) else (yield from self._found(look, page, former))
        elif former.left is not None and not self._options.asks_since:
            yield Found((), said=begun_again())
            return former
        return replace(former, left=None)

    def _once_more(self, former: Cursor, span: Span, known: Known) -> Iterator[Found]:
        """A range for which somebody has asked; last, for it may be one that the system refuses each time.

        Cut off, it is asked for anew: what came is known then.
        """
        look, details = _Look(self._clock.now(), known, span, silent=False), self._details()
        for page in self._pages.of(span):
            if not isinstance(page, Page):
                yield _resting(page)
            else:
                yield (yield from self._found(look, page, None, details))
        if details.failed:
            raise details.error()
        yield Found((), replace(former, again=None).text())

    def _look(self, former: Cursor | None, known: Known) -> _Look:
        now = self._clock.now()
        until = now - self._options.lag
        if former is not None and former.left is None:
            since = None if former.since is None else former.since - self._options.overlap
            return _Look(now, known, Span(since, until), silent=False)
        if known.answer == FROM_NOW:
            since = until - max(self._options.overlap, _DAY) if self._options.asks_since else None
            return _Look(now, known, Span(since, until), silent=True)
        return _Look(now, known, Span(midnight(known.answer), until), silent=False)

    def _resumed(self, look: _Look, former: Cursor) -> Generator[Found, None, Cursor]:
        """The rest of a look that broke off. A page that is not known any more: all of it is asked for anew."""
        span = Span(None if former.since is None else former.since - self._options.overlap, former.until or 0.0)
        former = replace(former, asked=self._pages.rows)
        end = Cursor(former.until if self._options.asks_since else None, self._pages.rows, again=former.again)
        try:
            for page in self._pages.of(span, former.at):
                if not isinstance(page, Page):
                    yield _resting(page)
                    continue
                yield (yield from self._found(look, page, replace(former, at=page.after) if page.after else end))
        except Refused as error:
            if error.status not in _GONE:
                raise
            return former
        return end

    def _rounds(self, look: _Look, former: Cursor | None) -> Generator[Found, None, Cursor]:
        """Rows may move between pages that are asked by number, so it is asked again until nothing new came."""
        end = former or Cursor()
        for _ in range(_ROUNDS):
            news = pages = 0
            details = self._details()
            for page in self._pages.of(look.span, headers=self._unless(look, former)):
                if not isinstance(page, Page):
                    yield _resting(page)
                    continue
                if not pages:
                    look, end = self._timed(look, page, former)
                pages += 1
                found = yield from self._found(look, page, self._between(end, look, page), details)
                news += len(found.notices)
                yield found
            if details.failed:
                raise details.error()
            if pages <= 1 or not news or not self._options.by_number or not self._options.asks_since:
                break
        end = replace(end, left=None)
        yield Found((), end.text())
        return end

    def _details(self) -> Details:
        return Details(self._asker, self._options.detail)

    def _timed(self, look: _Look, page: Page, former: Cursor | None) -> tuple[_Look, Cursor]:
        """Up to when everything is asked for, by the server's clock, as its first answer tells it."""
        now = page.answer.time or look.begun
        if look.span.since is not None and look.span.since > now + _DAY:
            raise Stop(
                f"The clock of the system is behind the time it was asked for last ({said(look.span.since)}).",
                "See that its clock is right; then ask again from a time that you choose: desktop-sync ask-again.",
            )
        until = min(look.span.until, now - self._options.lag) if self._options.asks_until else now - self._options.lag
        headers = page.answer.headers
        again = None if former is None else former.again
        left = (look.span.since, until) if look.silent else None
        if former is not None and former.left is not None:
            left = former.left
        end = Cursor(until if self._options.asks_since else None, self._pages.rows, left, again=again)
        if self._options.paging == "none":
            etag, modified = headers.get("etag", ""), headers.get("last-modified", "")
            if page.answer.status == 304 and former is not None:  # noqa: PLR2004
                etag, modified = former.etag, former.modified
            end = replace(end, etag=etag, modified=modified, query=self._pages.address(look.span, ""))
        return replace(look, span=Span(look.span.since, until)), end

    def _between(self, end: Cursor, look: _Look, page: Page) -> Cursor | None:
        """From where a broken look goes on. Not where pages go by number: rows may move between them.

        A first look that leaves what is there says so from its first page on: what comes later is new.
        """
        if look.silent:
            return end
        if not page.after or self._options.by_number or self._options.detail:
            return None
        since = None if look.span.since is None else look.span.since + self._options.overlap
        return replace(end, since=since, until=look.span.until, at=page.after, of=self._pages.pages)

    def _unless(self, look: _Look, former: Cursor | None) -> Sequence[tuple[str, str]]:
        """What the server may say no more to than "the same"."""
        if former is None or self._options.body or former.query != self._pages.address(look.span, ""):
            return ()
        told = (("If-None-Match", former.etag), ("If-Modified-Since", former.modified))
        return [one for one in told if one[1]]

    # -- one page -----------------------------------------------------------------------------

    def _found(
        self, look: _Look, page: Page, cursor: Cursor | None, details: Details | None = None
    ) -> Generator[Found, None, Found]:
        text = None if cursor is None else cursor.text()
        if page.rows is None:
            return self._whole(look, page, text)
        fresh = []
        taken: set[SeenRow] = set()
        for row, new in zip(page.rows, look.known.changed([one.seen for one in page.rows]), strict=True):
            if new and row.seen not in taken:
                taken.add(row.seen)
                fresh.append(row)
        if look.silent:
            return Found((), text, rows=tuple(one.seen for one in page.rows))
        with_details = yield from _found_while((details or self._details()).of(fresh))
        left_out = {one.seen for one in fresh} - {row.seen for row, _ in with_details}
        payload = "".join(f"{line}\n" for _, line in with_details).encode()
        remembered = tuple(one.seen for one in page.rows if one.seen not in left_out)
        notices = (self._notice(look, page, payload, MEDIA_TYPE),) if payload else ()
        return Found(notices, text, rows=remembered)

    def _whole(self, look: _Look, page: Page, cursor: str | None) -> Found:
        body = page.answer.body
        if not body.strip():
            return Found((), cursor)
        one = seen(("page", page.number), body)
        if not look.known.changed([one])[0]:
            return Found((), cursor)
        kind = page.answer.kind or "application/octet-stream"
        notices = () if look.silent else (self._notice(look, page, body, kind),)
        return Found(notices, cursor, rows=(one,))

    def _notice(self, look: _Look, page: Page, payload: bytes, media_type: str) -> Notice:
        """The bytes are in the spool before anybody is told of them."""
        name = f"{self._name} {said(look.begun)} page {page.number}"
        kept = self._spool.add(BytesIO(payload))
        time = page.answer.time or look.begun
        entity = Entity(name, len(payload), int(time * 1e9))
        return Notice(entity, Payload(kept.sha256, kept.size, name, media_type))

    # -- what else is asked of a source -------------------------------------------------------

    def standing(self) -> Standing:
        """Counted in the first pages."""
        count = pages = 0
        with contextlib.suppress(Cancelled):
            for page in self._waited_for(Span(None, self._clock.now() - self._options.lag)):
                count += 1 if page.rows is None else len(page.rows)
                pages += 1
                if pages >= _COUNTED and page.after:
                    return Standing(count, more=True)
        return Standing(count)

    def back(self, cursor: str | None, again: Again) -> Back:
        return gone_back(Cursor.read(cursor), again, self._pages.rows, self._options)

    def check(self) -> Iterator[CheckStep]:
        """The steps of the connection, then how many rows the first page of this very query has."""
        yield from steps_of(self._asker, self._clock, self._first)

    def _first(self) -> str:
        page = next(self._waited_for(Span(None, self._clock.now() - self._options.lag)), None)
        return "no page" if page is None else first_page(page.answer, page.rows)

    def _waited_for(self, span: Span) -> Iterator[Page]:
        """Where nobody else goes on meanwhile."""
        return (page for page in self._pages.of(span) if isinstance(page, Page))

    def close(self) -> None:
        self._asker.close()


def _resting(seconds: float) -> Found:
    return Found((), rest=seconds)


def _found_while(steps: Steps[T]) -> Generator[Found, None, T]:
    """What they come to; while they wait, it is said."""
    while True:
        try:
            yield _resting(next(steps))
        except StopIteration as end:
            return cast("T", end.value)
