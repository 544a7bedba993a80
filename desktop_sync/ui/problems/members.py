"""The members of a group in a table, page by page: document, what, file with line, value, since."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QSettings, Signal, Slot
from PySide6.QtWidgets import QWidget

from desktop_sync.core.errors import SyncError
from desktop_sync.ui.link import Asked, Link
from desktop_sync.ui.parts.columns import Column
from desktop_sync.ui.parts.outside import said
from desktop_sync.ui.parts.paged import PAGE, Paged
from desktop_sync.ui.parts.table import Table
from desktop_sync.ui.problems.telling import Row, Telling
from desktop_sync.ui.spoken import ago, moment

MOST = 10_000  # members in one answer of the engine


def key(member: Row) -> int:
    """By which the facade pages."""
    return int(member["problem"][1:])


class Columns(QObject):
    """What each shows."""

    def __init__(self, telling: Telling, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._telling, self._now = telling, now

    def _since(self, one: Row) -> str:
        return ago(one["opened_at"], self._now())

    def all(self) -> list[Column]:
        """In their order."""
        return [
            Column("document", self.tr("Document"), lambda one: said(one["reference"] or ""), 96),
            Column("what", self.tr("What"), lambda one: said(one["what"]), 0, least=112),
            Column("place", self.tr("File"), self._telling.place, 190, tip=lambda one: said(one["path"] or "")),
            Column("value", self.tr("Value"), lambda one: said(one["value"]), 120, shown=False),
            Column("since", self.tr("Since"), self._since, 134, right=True, tip=lambda one: moment(one["opened_at"])),
        ]


class Members(QObject):
    """Fetches them. ``changed``: others are here."""

    changed = Signal()

    def __init__(
        self, link: Link, telling: Telling, kept: QSettings, now: Callable[[], datetime], parent: QWidget
    ) -> None:
        super().__init__(parent)
        columns = Columns(telling, now, self).all()
        self.table = Table("problems", self.tr("What belongs to it"), columns, kept, parent)
        self.model = Paged(columns, key, self)
        self.table.setModel(self.model)
        self.table.setFrameShape(Table.Shape.NoFrame)
        self.model.wanted.connect(self._fetch)
        self._link = link
        self._group: Row | None = None
        self._flow: str | None = None
        self._asked: Asked | None = None

    def show(self, group: Row | None, flow: str | None) -> None:
        """Of another group, or of the same one anew: what is chosen and how far it is scrolled stays then."""
        before, self._group, same_flow = self._group, group, flow == self._flow
        self._flow = flow
        if group is None:
            self._forget()
            self.model.clear()
        elif before is not None and same_flow and before["cause"] == group["cause"]:
            self._ask(0, min(max(PAGE, len(self.model.rows)), MOST), anew=True)
        else:
            self._forget()
            self.model.clear()
            self.model.add(group["examples"], more=group["problems"] > len(group["examples"]))
            self.changed.emit()

    def chosen(self) -> list[Row]:
        """Those that somebody has chosen."""
        return self.table.chosen()

    @Slot(int)
    def _fetch(self, after: int) -> None:
        self._ask(after, PAGE, anew=False)

    def _ask(self, after: int, many: int, *, anew: bool) -> None:
        if self._group is None:
            return
        self._forget()

        def come(told: Row) -> None:
            rows, more = told["members"] or [], len(told["members"] or []) == many
            if anew:
                self.model.renew(rows, more=more)
            else:
                self.model.add(rows, more=more)
            self.changed.emit()

        self._asked = self._link.ask(
            self, "problems", come, self._failed, name=self._group["group"], flow=self._flow, limit=many, after=after
        )

    def _forget(self) -> None:
        if self._asked is not None:
            self._asked.forget()
            self._asked = None

    def _failed(self, _: SyncError) -> None:
        """What is here stays; the page says what is wrong."""
        self.model.add((), more=False)
