"""Rows of answers that are files (XML, CSV …): by a format that is handed in, of which is asked what a query needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from io import BytesIO

from desktop_sync.core.errors import Rejected
from desktop_sync.core.model import Record
from desktop_sync.core.ports import Format
from desktop_sync.core.reports import Row
from desktop_sync.core.row_fields import with_value
from desktop_sync.core.sources import Sources
from desktop_sync.sources.http_api.paging import Page

Reads = Callable[[Sources], Format]
"""The format, made from the paths that are asked for."""


_HINT = "Check what the system answers there, and the format of the export."


class FileRows:
    """``path``: of the query, for messages."""

    def __init__(self, make: Reads, paths: Mapping[str, str], path: str) -> None:
        self._format = make(Sources(set(paths.values())))
        self._ways = [(name.split("."), path) for name, path in paths.items()]
        self._path = path

    def of(self, page: Page) -> Iterator[Row]:
        """Rejected: it cannot be read, or a record in it has a fault."""
        for record in self._records(page):
            if record.faults:
                fault = record.faults[0]
                raise Rejected(
                    f"Record {record.number} of page {page.number} of {self._path} cannot be read: {fault.message}.",
                    _HINT,
                    fault.owner,
                )
            row: Row = {}
            for name, way in self._ways:
                row = with_value(row, name, record.values.get(way))
            yield row

    def _records(self, page: Page) -> Iterator[Record]:
        """None, where nothing is in it: what comes after the last page."""
        if not page.answer.body.strip():
            return
        try:
            yield from self._format.parse(BytesIO(page.answer.body))
        except Rejected as error:
            what = f"Page {page.number} of {self._path} cannot be read: {error.what}"
            raise Rejected(what, _HINT, error.owner) from error
