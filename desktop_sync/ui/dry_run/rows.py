"""The rows of a plan in a table, page by page: 100,000 are as fluid as ten."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QSettings, Slot
from PySide6.QtWidgets import QWidget

from desktop_sync.core.errors import SyncError
from desktop_sync.ui.dry_run.telling import Row, Telling, file_rows, mood, state
from desktop_sync.ui.link import Asked, Link
from desktop_sync.ui.parts.columns import Column
from desktop_sync.ui.parts.outside import said
from desktop_sync.ui.parts.paged import Paged
from desktop_sync.ui.parts.table import Table

PAGE = 500
WITH_FILES = frozenset({"", "refused", "not sent"})
"""Filters that show also the files of which nothing is sent."""


KEPT = ("row", "path", "position", "resource", "reference", "would", "note", "owner", "changes", "left_alone", "state",
        "became_note")  # fmt: skip
"""What is shown of a row: of 100,000 no more is held."""


class Rows(QObject):
    """Fetches them. ``show_plan`` begins anew, with the rows of one filter."""

    def __init__(self, link: Link, telling: Telling, kept: QSettings, parent: QWidget) -> None:
        super().__init__(parent)
        self._link, self._telling = link, telling
        self._plan: Row | None = None
        self._filter = ""
        self._asked: Asked | None = None
        columns = self._columns()
        self.table = Table("dry run", self.tr("What would happen"), columns, kept, parent)
        self.model = Paged(columns, lambda row: int(row["row"]), self)
        self.table.setModel(self.model)
        self.model.wanted.connect(self._fetch)

    @property
    def executed(self) -> bool:
        """Whether the plan was."""
        return self._plan is not None and self._plan["executed_at"] is not None

    def show_plan(self, plan: Row, chosen: str) -> None:
        """Its rows that would, or did, end as ``chosen``; all where that is empty."""
        if self._asked is not None:
            self._asked.forget()
        self._plan, self._filter = plan, chosen
        self.model.begin()

    def word(self, row: Row) -> str:
        """What becomes of it."""
        what = state(row, executed=self.executed)
        return self._telling.became(what) if self.executed else self._telling.would(what)

    def shape(self, row: Row) -> str:
        """The mood beside the word."""
        return mood(row, executed=self.executed)

    @Slot(int)
    def _fetch(self, after: int) -> None:
        plan = self._plan
        if plan is None:
            return
        wanted = {"became" if self.executed else "would": self._filter or None}
        self._asked = self._link.ask(
            self, "plan_rows", partial(self._come, after), self._failed,
            flow=plan["flow"], number=plan["plan"], after=max(after, 0), limit=PAGE, **wanted,
        )  # fmt: skip

    def _come(self, after: int, rows: list[Row]) -> None:
        assert self._plan is not None  # noqa: S101 - asked for one
        files = file_rows(self._plan) if after == 0 and self._filter in WITH_FILES else []
        self.model.add([*files, *map(_light, rows)], more=len(rows) == PAGE)

    def _failed(self, error: SyncError) -> None:
        self.model.add((), more=False)
        self._link.failed.emit(error)

    def _columns(self) -> list[Column]:
        return [
            Column("document", self.tr("Document"), lambda row: said(row["reference"] or ""), 88),
            Column("what", self.tr("What"), self.word, 168, mood=self.shape),
            Column("why", self.tr("Reason"), self._telling.why, 0, least=112),
            Column("place", self.tr("File"), self._telling.place, 200, tip=lambda row: said(row["path"])),
        ]


def _light(row: Row) -> Row:
    return {name: row[name] for name in KEPT}
