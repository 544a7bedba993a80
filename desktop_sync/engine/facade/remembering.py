"""The theme of the history: pages of runs, files, documents and missed fires, and where in them how many stand.

It reads beside whoever writes and is in nobody's way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from desktop_sync.core.errors import Rejected
from desktop_sync.engine.facade.calling import Call
from desktop_sync.engine.facade.telling import Row
from desktop_sync.ledger import history
from desktop_sync.ledger.database import read_only
from desktop_sync.ledger.history import KINDS, Wish
from desktop_sync.ledger.survey import survey

MOST = 10_000  # rows in one answer
MOST_ALSO = 20  # other texts that are searched for
_READS: Mapping[str, Callable[..., list[dict[str, Any]]]] = {
    "runs": history.runs,
    "files": history.files,
    "documents": history.documents,
    "missed": history.missed,
}


class Remembering:
    """``ledger``: its file."""

    def __init__(self, ledger: Path) -> None:
        self._ledger = ledger

    def history(  # noqa: PLR0913 - what a person may filter by
        self,
        call: Call,
        *,
        show: Sequence[str],
        text: str = "",
        flow: str | None = None,
        state: str | Sequence[str] | None = None,
        begin: float | None = None,
        end: float | None = None,
        limit: int = 50,
        before: int | None = None,
        after: int | None = None,
        item: int | None = None,
        run: int | None = None,
        also: Sequence[str] = (),
    ) -> Row:
        """Of runs, files, documents, missed fires what is asked for, newest first; ``before``: the next page.

        ``also``: other texts that find it as well, such as the same in another language.
        """
        _known(show)
        wish = Wish(text, flow, state, begin, end, min(max(limit, 1), MOST), before, after, item, run, also[:MOST_ALSO])
        with read_only(self._ledger) as sql:
            return {name: _READS[name](sql, wish) for name in show}

    def history_blocks(  # noqa: PLR0913 - what a person may filter by
        self,
        call: Call,
        *,
        show: str,
        text: str = "",
        flow: str | None = None,
        state: str | Sequence[str] | None = None,
        begin: float | None = None,
        end: float | None = None,
        before: int | None = None,
        after: int | None = None,
        item: int | None = None,
        run: int | None = None,
        also: Sequence[str] = (),
    ) -> Row:
        """As ``ledger.survey``: where of one of them how many stand that are asked for, a slice at a time."""
        _known([show])
        wish = Wish(
            text, flow, state, begin, end, before=before, after=after, item=item, run=run, also=also[:MOST_ALSO]
        )
        with read_only(self._ledger) as sql:
            return survey(sql, KINDS[show], wish)


def _known(names: Sequence[str]) -> None:
    unknown = [one for one in names if one not in KINDS]
    if unknown:
        raise Rejected(f"There is no history of {unknown[0][:40]}.", f"There is one of {', '.join(KINDS)}.")
