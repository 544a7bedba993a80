"""A look at what a flow holds: document by document, what it would do and whence it comes; then the one button."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSettings, Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_sync.core.errors import SyncError
from desktop_sync.ui import spoken
from desktop_sync.ui.link import Link
from desktop_sync.ui.overview.steering import Steering
from desktop_sync.ui.overview.tall import tall
from desktop_sync.ui.overview.words import Words
from desktop_sync.ui.parts.columns import Column
from desktop_sync.ui.parts.labels import text
from desktop_sync.ui.parts.rows import Rows
from desktop_sync.ui.parts.sheet import Sheet
from desktop_sync.ui.parts.table import Table

Row = dict[str, Any]
MOST = 1000  # rows that are looked at


class Look(Sheet):
    """``trail_wanted``: the trail of one of them (reference, resource)."""

    trail_wanted = Signal(str, str)

    def __init__(self, over: QWidget, link: Link, steering: Steering, kept: QSettings, flow: Row) -> None:
        super().__init__(over, "")
        title = self.tr("{flow}: what waits for your word").format(flow=flow["title"])
        self.title.setText(title)
        self.setAccessibleName(title)
        self._link, self._steering, self._words, self._flow = link, steering, Words(self), flow
        self._many = 0
        columns = self._columns()
        self.about, self.send = text("", self), tall(QPushButton(self))
        self.table = Table("held", self.tr("Documents that are held"), columns, kept, self)
        self.model = Rows(columns, self)
        self.table.setModel(self.model)
        self.table.opened.connect(self._open)
        self.send.clicked.connect(self._send)
        steering.changed.connect(self._buttons)
        self.buttons.addWidget(self.send)
        self.body.addWidget(self.about)
        self.body.addWidget(self.table, 1)
        self._buttons()
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Asks anew."""
        self._link.ask(self, "held", self._show, self._failed, flow=self._flow["flow"], limit=MOST)

    def _columns(self) -> list[Column]:
        return [
            Column("document", self.tr("Document"), lambda row: str(row["reference"]), 160),
            Column("would", self.tr("Would be"), self._would, 112),
            Column("file", self.tr("File"), lambda row: str(row["path"]), 0),
            Column("record", self.tr("Record"), lambda row: spoken.number(row["record"]), 104, right=True),
            Column("noticed", self.tr("Noticed"), lambda row: spoken.moment(row["noticed_at"]), 184),
        ]

    def _would(self, row: Row) -> str:
        said = {
            "create": self.tr("created"),
            "update": self.tr("updated"),
            "unchanged": self.tr("unchanged"),
        }
        return said[row["would"]]

    def _show(self, told: Row) -> None:
        if told["rows"] != self.model.rows:
            self.model.show(told["rows"])
        self._many = told["documents"]
        self.about.setText(self._in_words(told))
        self._buttons()

    def _in_words(self, told: Row) -> str:
        documents, shown = told["documents"], len(told["rows"])
        if not documents:
            return self.tr("Nothing is held any more.")
        many = self._words.counted(documents, self._flow["writes"])
        updates = spoken.number(told["updates"])
        if shown == documents and not told["updates"]:
            return self.tr("{documents}, none of which changes what Acme holds. Nothing was sent.").format(
                documents=many
            )
        if shown == documents:
            return self.tr("{documents}, {updates} of them change what Acme holds. Nothing was sent.").format(
                documents=many, updates=updates
            )
        return self.tr(
            "{documents}, {updates} of them change what Acme holds. Nothing was sent. The first {shown} are shown."
        ).format(documents=many, updates=updates, shown=spoken.number(shown))

    def _failed(self, error: SyncError) -> None:
        self.about.setText(str(error))

    @Slot()
    def _buttons(self) -> None:
        may, busy = self._steering.may("run"), self._steering.busy("run", self._flow["flow"])
        self.send.setText(self._words.send(self._many, self._flow["writes"]))
        self.send.setEnabled(may and not busy and self._many > 0)
        self.send.setToolTip(self._steering.why_not("run"))

    @Slot()
    def _send(self) -> None:
        self._steering.approve(self._flow["flow"], self._many, self._others, self.close)

    def _others(self, _: Row) -> None:
        """It is another number than the button said."""
        self.refresh()

    @Slot(dict)
    def _open(self, row: Row) -> None:
        self.trail_wanted.emit(row["reference"], row["resource"])
