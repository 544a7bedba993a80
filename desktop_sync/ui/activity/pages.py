"""The model of a long history: it asks how many rows there are, and has those that are being looked at.

What it is asked for is counted first (``history_blocks``, slice by slice) and read page by page as it is seen
(``history``). Other wishes replace what shows only when something of them is here. It must not know what a row means.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QTimer, Signal, Slot

from desktop_sync.core.errors import SyncError
from desktop_sync.ui.activity.blocks import FULL, Block, Blocks, Row
from desktop_sync.ui.activity.model import BlockModel
from desktop_sync.ui.link import Asked, Done, Link
from desktop_sync.ui.parts.columns import Column

SETTLED = 40  # ms in which a scroll bar that is being dragged is waited for
KEPT = 24  # blocks that stay, besides those that show
MOST_NEW = 1000  # rows that are put on top; with more it is looked at anew
MARGIN = 20  # rows around what shows that are read with it


class State(Enum):
    """How much is known."""

    LOOKING = "looking"  # for the first rows
    COUNTING = "counting"  # the older ones
    ALL = "all"
    FAILED = "failed"


class Pages(BlockModel):
    """``counted``: state or total are others; ``failed``: with why.

    ``above``: so many rows have come on top.
    """

    counted = Signal()
    above = Signal(int)
    failed = Signal(object)

    def __init__(self, link: Link, show: str, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(columns, parent)
        self.show = show
        self.state, self.cut = State.LOOKING, False
        self.wish: Mapping[str, Any] = {}
        self.looked = False
        self._link = link
        self._newest = 0
        self._older: int | None = None
        self._asked: list[Asked] = []  # of what is looked for now
        self._reading: Asked | None = None
        self._renewing = self._once_more = False
        self._seen = (0, -1)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SETTLED)
        self._soon.timeout.connect(self._read)

    def look(self, wish: Mapping[str, Any]) -> None:
        """Shows what is wished for as soon as the first of it is here; from then on it is ``looked``."""
        self.looked = True
        self.wish = {name: value for name, value in wish.items() if value not in (None, "", [])}
        for one in self._asked:
            one.forget()
            one.cancel()
        self._asked, self._reading = [], None
        self._renewing = self._once_more = False
        self.state = State.LOOKING
        self.counted.emit()
        self._find(Blocks(), None)

    def see(self, first: int, last: int) -> None:
        """These rows show: they are read when they still do in a moment."""
        self._seen = (first, last)
        if not self._soon.isActive():
            self._soon.start()

    def again(self) -> None:
        """Something has happened: new rows come on top, those that show are read anew."""
        if self.state is State.FAILED:
            self.look(self.wish)
        elif self._renewing:
            self._once_more = True
        elif self.state is not State.LOOKING:
            self._renewing = True
            self._blocks.outdated()
            self._ask("history_blocks", self._newer, show=self.show, after=self._newest, **self.wish)
            self._soon.start()

    # -- looking for the first, and counting the rest ---------------------------------------------

    def _find(self, blocks: Blocks, before: int | None) -> None:
        def found(told: Row) -> None:
            if before is None:
                self._newest = told["newest"]
            self.cut = told["cut"]
            blocks.append(told["blocks"])
            if not blocks.total and told["next"] is not None:
                self._find(blocks, told["next"])
            else:
                self._first(blocks, told["next"])

        self._ask("history_blocks", found, show=self.show, before=before, **self.wish)

    def _first(self, blocks: Blocks, older: int | None) -> None:
        """The first page, before anything of it shows."""

        def came(told: Row) -> None:
            self.beginResetModel()
            self._blocks, self._older = blocks, older
            if blocks.total:
                self._split(wanted, told[self.show], silent=True)
            self.state = State.ALL if older is None else State.COUNTING
            self.endResetModel()
            self.counted.emit()
            self._count()

        wanted = blocks.missing(0, min(FULL, blocks.total) - 1) or (0, 0)
        if blocks.total:
            first, last = blocks.all[wanted[0]], blocks.all[wanted[1]]
            self._page(first, last, came)
        else:
            came({self.show: []})

    def _count(self) -> None:
        """The next slice of the older ones."""

        def counted(told: Row) -> None:
            many = sum(one[2] for one in told["blocks"])
            self.cut = self.cut or told["cut"]
            if many:
                self.beginInsertRows(QModelIndex(), self.total, self.total + many - 1)
            self._blocks.append(told["blocks"])
            if many:
                self.endInsertRows()
            self._older = told["next"]
            self.state = State.ALL if self._older is None else State.COUNTING
            self.counted.emit()
            self._count()

        if self._older is not None:
            self._ask("history_blocks", counted, show=self.show, before=self._older, **self.wish)

    # -- reading what shows -----------------------------------------------------------------------

    @Slot()
    def _read(self) -> None:
        first, last = self._seen
        if self._reading is not None or self.state is State.LOOKING:
            return
        wanted = self._blocks.missing(first, min(last, self.total - 1)) or self._blocks.missing(
            max(0, first - MARGIN), min(last + MARGIN, self.total - 1)
        )
        if wanted is None:
            return
        blocks = self._blocks.all[wanted[0]], self._blocks.all[wanted[1]]
        high = blocks[0].high

        def came(told: Row) -> None:
            self._reading = None
            first, last = (self._blocks.all.index(one) for one in blocks)
            if blocks[0].high == high:  # nothing was put on top of it meanwhile
                self._split((first, last), told[self.show])
                self._blocks.forget(first, KEPT)
            self._read()

        self._reading = self._page(*blocks, came)

    def _page(self, first: Block, last: Block, came: Done) -> Asked:
        most = 10_000  # whatever has come to stand there since it was counted
        return self._ask(
            "history", came, show=[self.show], before=first.high + 1, after=last.low - 1, limit=most, **self.wish
        )

    # -- new ones ---------------------------------------------------------------------------------

    def _newer(self, told: Row) -> None:
        """Counted, what has come since: read, and put on top."""
        many = sum(one[2] for one in told["blocks"])
        if told["next"] is not None or many > MOST_NEW or told["newest"] < self._newest:
            self.look(self.wish)
            return
        top = Block(self._newest + 1, told["newest"], many)

        def came(told: Row) -> None:
            self._renewing = False
            self._on_top(top, told[self.show])
            if self._once_more:
                self._once_more = False
                self.again()

        if many:
            self._page(top, top, came)
        else:
            came({self.show: []})

    def _on_top(self, new: Block, rows: list[Row]) -> None:
        if rows:
            self.beginInsertRows(QModelIndex(), 0, len(rows) - 1)
        self._newest = max(new.high, self._newest)
        first = self._blocks.all[0] if self._blocks.all else None
        if first is not None and first.rows is not None and first.count < FULL:
            first.high, first.rows = self._newest, [*rows, *first.rows]
            first.count = len(first.rows)
        elif rows or first is None:
            self._blocks.all.insert(0, Block(new.low, self._newest, len(rows), list(rows)))
        elif first.rows is None:
            first.high = self._newest
        self._blocks.changed()
        if rows:
            self.endInsertRows()
            self.above.emit(len(rows))
            self.counted.emit()

    def _ask(self, method: str, done: Done, **values: object) -> Asked:
        self._asked = [one for one in self._asked if one.going]
        given = {name: value for name, value in values.items() if value is not None}
        asked = self._link.ask(self, method, done, self._broke, **given)
        self._asked.append(asked)
        return asked

    def _broke(self, error: SyncError) -> None:
        """What was here stays, as it was last known."""
        self._reading, self._renewing = None, False
        if self.state in {State.LOOKING, State.COUNTING}:
            self.state = State.FAILED
            self.counted.emit()
        self.failed.emit(error)
