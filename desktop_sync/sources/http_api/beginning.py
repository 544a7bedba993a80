"""From where a look goes on that does not follow the one before.

Of another query: as a first look begins, where that is certain, for what was counted for one query says nothing of
another (decision 077). Of one that a person sends back: from a time of theirs. It asks no system; a date begins at its
midnight here.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from desktop_sync.core.errors import ReadOtherwise, RetryLater
from desktop_sync.core.first_run import FROM_NOW, is_day
from desktop_sync.core.model import Again, Back
from desktop_sync.sources.asked import ensure_from_on, ensure_times, said
from desktop_sync.sources.http_api.cursor import Cursor
from desktop_sync.sources.http_api.options import HttpApiOptions


def midnight(answer: str) -> float | None:
    """The beginning of that day here; None: everything."""
    return datetime.fromisoformat(answer).astimezone().timestamp() if is_day(answer) else None


def is_foreign(former: Cursor, rows: str, options: HttpApiOptions) -> bool:
    """Whether it has counted another query than ``rows`` tells; where nobody noted it, it is taken for this one."""
    return former.asked not in {"", rows} or (former.since is not None and not options.asks_since)


def begun_anew(former: Cursor, answer: str, options: HttpApiOptions) -> tuple[Cursor | None, str]:
    """From where another query goes on, and what is said of it. ``answer``: to the first run.

    ReadOtherwise: some of what is there was to be left, and nobody can tell which of it came since.
    """
    if answer != FROM_NOW and not is_day(answer):
        words = (
            "The query was changed, so it is asked from its beginning, as at the first run. Rows that are known and "
            "the same make nothing new."
        )
        return Cursor(again=former.again), words
    begin = midnight(answer)
    if begin is not None and options.asks_since:
        words = (
            f"The query was changed, so it is asked from {answer} on, as at the first run. Rows that are known and the "
            "same make nothing new."
        )
        return Cursor(begin + options.overlap, again=former.again), words
    if former.since is not None and options.asks_since:
        words = (
            f"The query was changed. What came since {said(former.since)} is asked for; what was there before is left, "
            "as at the first run."
        )
        return Cursor(former.since, again=former.again), words
    if former.left is not None:
        return None, ""  # it was not done with leaving what is there
    raise ReadOtherwise(
        "The query was changed, and nobody can tell which of its rows came since the last look. All of them would have "
        "to be taken, with those that were to be left at the first run.",
        "Its next run asks what shall become of the rows that are there. Or go back to the former query.",
    )


def gone_back(former: Cursor | None, again: Again, rows: str, options: HttpApiOptions) -> Back:
    """Where the query has no time, all rows are new again."""
    ensure_times(again)
    if again.until is not None and not (options.asks_since and options.asks_until):
        ensure_from_on(again)
    since = again.since
    if former is None:
        raise RetryLater("It was never asked to the end; there is nothing to go back from.")
    if again.until is not None:
        words = (
            f"The next run also asks for what was changed from {said(since)} to {said(again.until)}. Rows that are "
            "known and the same make nothing new."
        )
        return Back(replace(former, again=(since, again.until)).text(), words)
    if options.asks_since:
        words = (
            f"The next run asks for what was changed since {said(since)}. Rows that are known and the same "
            "make nothing new."
        )
        unfinished = bool(former.at) and former.since is None  # a first look that is not done with what is there
        begin = None if unfinished else min(since, former.since or since)
        return Back(Cursor(begin, rows).text(), words)
    words = (
        "The query asks for no time: the next run takes all rows that are there as new. Acme is sent only what differs."
    )
    return Back(Cursor(asked=rows).text(), words, forget=True)
