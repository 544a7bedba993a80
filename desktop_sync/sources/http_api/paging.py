"""From one page to the next: by number, by offset, by a cursor, by an address. It must not know what rows are."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Protocol

from desktop_sync.core.errors import RetryLater
from desktop_sync.sources.http_api.answers import Row, contents, next_link, picked
from desktop_sync.sources.http_api.asking import Answer, Asker, Refused
from desktop_sync.sources.http_api.query_options import HttpQuery
from desktop_sync.sources.http_api.templates import body_of, lasting, path_of, query_of, time_text
from desktop_sync.web import Headers


@dataclass(frozen=True, slots=True)
class Page:
    """``rows``: None where answers are taken whole. ``after``: by which the next page is asked; empty: none follows."""

    number: int
    answer: Answer
    rows: Sequence[Row] | None
    after: str


@dataclass(frozen=True, slots=True)
class Span:
    """What is asked for, in epoch seconds; None: without a bound."""

    since: float | None
    until: float

    def texts(self, how: str, zone: str) -> Mapping[str, str]:
        since = {} if self.since is None else {"since": time_text(self.since, how, zone)}
        return {"until": time_text(self.until, how, zone), **since}


class Times(Protocol):
    """What fills in the places of times."""

    def texts(self, how: str, zone: str) -> Mapping[str, str]:
        """By place, as the system writes them."""


class Pages:
    """The pages of one query."""

    def __init__(self, asker: Asker, options: HttpQuery) -> None:
        self._asker = asker
        self._options = options

    @property
    def pages(self) -> str:
        """What tells pages of this query from those of another, whatever time and page it asks for."""
        options = self._options
        told = (self._asker.address(options.path), sorted(options.query.items()), options.body)
        return _digest((*told, options.paging, options.next_at, options.detail))

    @property
    def rows(self) -> str:
        """What tells rows that it asks for from those of another query, whatever the time and the way through pages."""
        options = self._options
        body = lasting(json.loads(options.body)) if options.body else None
        return _digest((options.path, lasting(dict(sorted(options.query.items()))), body, options.rows))

    def of(self, times: Times, at: str = "", headers: Headers = ()) -> Iterator[Page | float]:
        """``at``: of the page that comes first, as ``Page.after``. RetryLater: pages go in a circle, or do not end.

        A number: the seconds after which it goes on.
        """
        options, seen, former = self._options, {at}, b""
        for number in range(1, options.max_pages + 1):
            body = body_of(options.body, self._values(times, at), options.in_body)
            answer = yield from self._asker.asking(self.address(times, at), headers if number == 1 else (), body)
            if answer.status in {204, 304} or (options.answer == "file" and not answer.body.strip()):
                yield Page(number, answer, () if options.answer == "json" else None, "")
                return
            found, told = None, ""
            if options.answer == "json":
                found, told = contents(answer, options.rows, options.key, options.next_at)
            digest = blake2b(answer.body).digest()
            if options.by_number and digest == former:
                return  # beyond the last page some systems give the last one again
            after = self._after(answer, found, told, at)
            yield Page(number, answer, found, after)
            if not after:
                return
            if after in seen:
                raise RetryLater(
                    f"The pages of {options.path} go in a circle: after page {number} comes one that was asked before.",
                    "Check paging and next_at of the query.",
                )
            seen.add(after)
            at, former = after, digest
        raise RetryLater(
            f"{options.path} has more than {options.max_pages:,} pages, or its paging does not end.",
            "Check paging of the query, or allow more: max_pages.",
        )

    def address(self, times: Times, at: str) -> str:
        """Of the page that is asked by ``at``."""
        options = self._options
        if at and options.paging in {"link", "next"}:
            return at
        values = self._values(times, at)
        query = query_of(options.query, values)
        return self._asker.address(path_of(options.path, values) + (f"?{query}" if query else ""))

    def _values(self, times: Times, at: str) -> dict[str, str]:
        options = self._options
        values = dict(times.texts(options.time_format, options.time_zone))
        if options.page_size is not None:
            values["size"] = str(options.page_size)
        if options.paging == "page":
            values["page"] = at or str(options.first_page)
        elif options.paging == "offset":
            values["offset"] = at or "0"
        elif options.paging in {"cursor", "row"} and at:
            values["cursor"] = at
        return values

    def _after(self, answer: Answer, found: Sequence[Row] | None, told: str, at: str) -> str:
        options = self._options
        short = found is not None and (not found or (options.page_size is not None and len(found) < options.page_size))
        ways: dict[str, Callable[[], str]] = {
            "none": lambda: "",
            "page": lambda: "" if short else str(int(at or options.first_page) + 1),
            "offset": lambda: "" if short else str(int(at or 0) + (len(found) if found else options.page_size or 0)),
            "cursor": lambda: told,
            "row": lambda: "" if short or not found else self._of_row(answer, found[-1]),
            "next": lambda: self._onward(answer, told),
            "link": lambda: self._onward(answer, next_link(answer.headers.get("link", ""))),
        }
        return ways[options.paging]()

    def _of_row(self, answer: Answer, row: Row) -> str:
        found = picked(row.value, self._options.next_at)
        if not found:
            raise Refused(
                f"The last row of an answer has no value at {self._options.next_at}, by which the next page is asked.",
                "Check next_at of the query.",
                answer.status,
            )
        return found

    def _onward(self, answer: Answer, target: str) -> str:
        return self._asker.onward(answer.address, target) if target else ""


def _digest(told: object) -> str:
    return blake2b(repr(told).encode(), digest_size=8).hexdigest()
