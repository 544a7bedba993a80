"""The theme of exports: what was made and delivered, the kept files, a preview, a period issued once more.

It must not know how reports are made or where they go.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from desktop_sync.core.errors import Rejected, RetryLater, SettingsError
from desktop_sync.core.events import Progress
from desktop_sync.core.ports import Spool, Token
from desktop_sync.engine.facade.calling import Call
from desktop_sync.engine.facade.telling import Row, run_told, to_both
from desktop_sync.engine.location import RunResult
from desktop_sync.engine.runs import Runs
from desktop_sync.ledger.database import read_only
from desktop_sync.ledger.export_problems import one_key, open_exports
from desktop_sync.ledger.exports import export_file, exports_of, files_of
from desktop_sync.ledger.ledger import Ledger
from desktop_sync.settings.drafting import rewritten

PIECE = 1 << 20  # bytes of a file in one answer
MOST = 1000  # exports in one answer
MOST_ROWS = 20_000  # of a preview: it is made in memory
Listen = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Shown:
    """A preview: ``rows`` by column, as texts; ``whole``: the file has all rows of the period.

    ``files``: name and bytes; several where every document has a file of its own (``each``).
    """

    columns: list[Row]
    rows: list[list[str]]
    count: int
    whole: bool
    notes: list[str]
    files: list[tuple[str, bytes]]
    each: bool
    first_day: date | None
    last_day: date | None


class Exporter(Protocol):
    """Who does it: app's owner, and what makes previews."""

    @property
    def ledger(self) -> Ledger: ...

    @property
    def spool(self) -> Spool: ...

    def known(self, flow_id: str) -> None: ...

    def issue_again(
        self, export_id: str, first: date | None, last: date | None, who: str, token: Token | None = None,
        listen: Listen = ...,
    ) -> RunResult: ...  # fmt: skip


Preview = Callable[[str, str | None, int, Token], Shown]
"""Export, settings text (None: those that hold), at most so many rows."""


class Exporting:
    """``ledger``: its file. ``titles``: of the destinations that an export has now, by their ids."""

    def __init__(
        self, exporter: Exporter, runs: Runs, preview: Preview, ledger: Path, titles: Callable[[str], Mapping[str, str]]
    ) -> None:
        self._exporter = exporter
        self._runs = runs
        self._preview = preview
        self._ledger = ledger
        self._titles = titles

    def exports(self, call: Call, *, export: str, limit: int = 50, before: int | None = None) -> list[Row]:
        """What was made, newest first: period, file, and where it stands with each destination.

        ``before``: the ``id`` of the last of the page before. ``files``: how many the period has.
        """
        with read_only(self._ledger) as sql:
            return self._titled(exports_of(sql, export, min(max(limit, 1), MOST), before))

    def export_open(self, call: Call, *, export: str) -> Row:
        """``deliveries``: how many reports have not arrived yet, each destination for itself."""
        with read_only(self._ledger) as sql:
            return {"deliveries": sum(one.deliveries for one in open_exports(sql) if one.flow == export)}

    def export_files(self, call: Call, *, period: int, limit: int = 200, after: int = 0) -> list[Row]:
        """The files of one period (its ``id``), as ``exports`` tells them. ``after``: the last of the page before."""
        with read_only(self._ledger) as sql:
            return self._titled(files_of(sql, period, min(max(limit, 1), MOST), after))

    def _titled(self, found: list[Row]) -> list[Row]:
        """Each destination also by what people call it; by its id where the settings do not have it any more."""
        for one in found:
            titles = self._titles(str(one["flow"]))
            for delivery in one["deliveries"]:
                delivery["title"] = titles.get(delivery["destination"], delivery["destination"])
        return found

    def export_file(self, call: Call, *, number: int, at: int = 0) -> Row:
        """A piece of the file of an export (its ``id``) in Base64, and where it goes on (``next``; None: the end)."""
        with read_only(self._ledger) as sql:
            kept = export_file(sql, number)
        if kept is None:
            raise Rejected("The file of this export is not kept any more.", "Issue its period again.")
        data, size = self._exporter.spool.part(kept["payload"], max(at, 0), PIECE)
        after = max(at, 0) + len(data)
        name = str(kept["name"] or f"{kept['flow_title']}.{kept['ending']}").rpartition("/")[2]
        encoded = base64.b64encode(data).decode("ascii")
        return {"name": name, "data": encoded, "size": size, "next": after if after < size else None}

    def preview_export(
        self, call: Call, *, export: str, text: str | None = None, tables: Mapping[str, object] | None = None,
        most: int = 200,
    ) -> Row:  # fmt: skip
        """How the report of the newest period looks: first rows, and the file. Nothing is remembered or delivered.

        ``each``: every document has a file of its own; it is the first, and ``further`` are the next few.
        ``text``, ``tables``: a draft of the settings; it is for those who may change them, for it may ask anything.
        """
        draft = None if text is None else rewritten(text, tables or {})
        shown = self._preview(export, draft, min(max(most, 1), MOST_ROWS), call.token)
        files = [_file(name, data) for name, data in shown.files]
        return {
            "export": export,
            "columns": shown.columns,
            "rows": shown.rows,
            "count": shown.count,
            "more": not shown.whole,
            "notes": shown.notes,
            "each": shown.each,
            **files[0],
            "further": files[1:],
            "first_day": None if shown.first_day is None else shown.first_day.isoformat(),
            "last_day": None if shown.last_day is None else shown.last_day.isoformat(),
        }

    def issue_again(self, call: Call, *, flow: str, first_day: str | None = None, last_day: str | None = None) -> Row:
        """The export of these days (ISO, both included; None: all there is) once more, to every destination."""
        self._exporter.known(flow)
        first, last = _day(first_day), _day(last_day)
        if first is None and last is not None:
            raise SettingsError("A period begins somewhere: name its first day.")
        if first is not None and last is not None and last < first:
            raise SettingsError("The last day lies before the first.")

        def job(token: Token, listen: Listen) -> RunResult:
            return self._exporter.issue_again(flow, first, last, call.who, token, to_both(listen, call.tell))

        if call.token.is_set():
            raise RetryLater("This was cancelled before it began.")
        ticket = self._runs.start(flow, f"issue again by {call.who}", job)
        return run_told(self._exporter.ledger, ticket.result())

    def answer_export(self, call: Call, *, delivery: str, arrived: bool) -> Row:
        """Whether a report has arrived of which nobody could tell; if it has not, it is sent once more."""
        if not self._exporter.ledger.exports.answered(delivery, call.who, arrived=arrived):
            raise Rejected("Nobody is asked about this delivery any more.", "Look at the history of the export.")
        self._exporter.ledger.journal.resolve(one_key(delivery), f"answered by {call.who}")
        return {"delivery": delivery, "arrived": arrived}

    def deliver_again(self, call: Call, *, delivery: str) -> Row:
        """What was refused is tried once more, with all of its period that was refused there; the next run does it."""
        found = self._exporter.ledger.exports.again(delivery)
        if not found:
            raise Rejected(
                "This delivery was not refused, or its file is not kept any more.",
                "Look at the history of the export. Its period can be issued again.",
            )
        for one in found:
            self._exporter.ledger.journal.resolve(one_key(one), f"tried again by {call.who}")
        return {"delivery": delivery, "tried": len(found)}


def _file(name: str, data: bytes) -> Row:
    return {"file": name, "size": len(data), "data": base64.b64encode(data).decode("ascii")}


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise SettingsError(f'"{text}" is no day.', hint="Write it as 2026-05-03.") from None
