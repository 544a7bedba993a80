"""What is asked for each row that is new: its details. One that cannot be had holds up itself and no other."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from desktop_sync.core.errors import RetryLater, SyncError
from desktop_sync.sources.http_api.answers import Row, picked, with_detail
from desktop_sync.sources.http_api.asking import Asker, Refused, Steps
from desktop_sync.sources.http_api.templates import places

_IN_A_ROW = 3  # failures after which the system, and not a row, is the trouble


class Details:
    """``template``: the path for one row; empty: nothing more is asked. ``failed``: rows that could not be had, and
    ``last``: why.
    """

    def __init__(self, asker: Asker, template: str) -> None:
        self._asker = asker
        self._template = template
        self._places = places(template)
        self.last: SyncError | None = None
        self.failed = 0

    def of(self, rows: Sequence[Row]) -> Steps[list[tuple[Row, str]]]:
        """Rows with their lines; without those that have no details now: these are asked again another time."""
        if not self._template:
            return [(row, row.text) for row in rows]
        found: list[tuple[Row, str]] = []
        in_a_row = 0
        for row in rows:
            try:
                answer = yield from self._asker.asking(self._address(row))
                found.append((row, with_detail(row, answer)))
            except Refused as error:
                if error.status in {401, 403}:
                    raise
                self._note(error)
                continue
            except RetryLater as error:
                self._note(error)
                in_a_row += 1
                if in_a_row >= _IN_A_ROW:
                    raise
                continue
            in_a_row = 0
        return found

    def error(self) -> SyncError:
        """What the others are told when all of them were asked."""
        why = "" if self.last is None else self.last.what
        return RetryLater(
            f"Details of {self.failed:,} rows could not be had; the other rows were taken. The last of them: {why}",
            "They are asked for again by the next run.",
        )

    def _note(self, error: SyncError) -> None:
        self.failed += 1
        self.last = error

    def _address(self, row: Row) -> str:
        path = self._template
        for place in self._places:
            path = path.replace(f"{{{place}}}", quote(picked(row.value, place) or "", safe=""))
        return self._asker.address(path)
