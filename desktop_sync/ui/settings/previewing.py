"""What the report of an export would look like: its first rows as a table, and the file itself in the system's viewer.

Asked of the engine in the background, from the draft as it is; who goes on typing cancels what was asked before.
"""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QBoxLayout, QHBoxLayout, QPushButton, QTableView, QWidget

from desktop_sync.core.errors import SyncError
from desktop_sync.ui import icons, spoken
from desktop_sync.ui.link import Asked
from desktop_sync.ui.parts.bar import Bar
from desktop_sync.ui.parts.columns import Column
from desktop_sync.ui.parts.folded import Folded
from desktop_sync.ui.parts.labels import note
from desktop_sync.ui.parts.opened_file import OpenedFile
from desktop_sync.ui.parts.outside import said
from desktop_sync.ui.parts.rows import Rows
from desktop_sync.ui.settings.draft import Draft
from desktop_sync.ui.settings.export import NAME
from desktop_sync.ui.settings.subjects import Row
from desktop_sync.ui.tokens import GRID, ROW

PAUSE = 500  # ms without a change, after which the engine is asked
MOST = 50  # documents that are asked for
HIGH = 5 * ROW
WIDE = 132
RIGHT = frozenset({"number", "money", "percent"})
FREE = ("id", "enabled", "empty", "destinations", "schedule")
"""What changes nothing of a report's rows; but the zone of a schedule does."""


class Preview(Folded):
    """Of the export that ``use`` names. Nothing is asked while nobody sees it."""

    def __init__(self, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.button.setText(self.tr("Preview"))
        self._draft, self._export = draft, ""
        self._asked: Asked | None = None
        self._of: Row | None = None  # the tables that what shows was made of
        self._told: Row | None = None
        self._files = OpenedFile(self)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._ask)
        self.words = note("", self)
        self.refresh = QPushButton(icons.action("refresh"), self.tr("Make it again"), self)
        self.open_file = QPushButton(icons.action("open-in-new"), self.tr("Open the preview"), self)
        self.bar, self.table = Bar(self), QTableView(self)
        self._lay_out()
        self._files.failed.connect(self.bar.show_error)
        self.refresh.clicked.connect(self._anew)
        self.open_file.clicked.connect(self._open)
        self.button.clicked.connect(self._soon)
        draft.checked.connect(self._soon)
        draft.link.changed.connect(self._soon)
        self._buttons()

    @property
    def going(self) -> bool:
        """Whether one is being made."""
        return self._asked is not None

    def use(self, export: str) -> None:
        """The export of this id."""
        if export != self._export:
            self._export, self._of = export, None
            self._stop()
            self.bar.hide()
            self._show(None)
            self._soon()

    def stand(self, *, beside: bool) -> None:
        """Beside the form, or below it."""
        self._head.setDirection(QBoxLayout.Direction.TopToBottom if beside else QBoxLayout.Direction.LeftToRight)
        self._head.setStretchFactor(self.words, 0 if beside else 1)

    def open(self) -> None:
        super().open()
        self._soon()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._soon()

    def _lay_out(self) -> None:
        self.table.setAccessibleName(self.tr("First rows of the report"))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(False)
        self.table.setMinimumHeight(HIGH)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(ROW - GRID)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.refresh)
        buttons.addWidget(self.open_file)
        buttons.addStretch()
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(GRID)
        self._head.addWidget(self.words, 1)
        self._head.addLayout(buttons)
        self.inside.addLayout(self._head)
        self.inside.addWidget(self.bar)
        self.inside.addWidget(self.table, 1)
        self.inside.addStretch()
        self.stand(beside=False)

    @Slot()
    def _soon(self) -> None:
        """When nobody has typed for a moment, something else would come of it, and it is seen."""
        wanted = self._tables()
        if not self.body.isVisible() or wanted is None:
            return
        if wanted == self._of:
            if self._told is not None and not self.going:  # what shows is of it, whatever was written meanwhile
                self._pause.stop()
                self.words.setText(self._said(self._told))
            return
        self._stop()
        self.bar.hide()
        if self._told is None:
            self._of = None
        why = self._draft.link.why_not("preview_export")
        if why or self._wrong():
            self.words.setText(why or self.tr("It is made when the errors are corrected."))
            self._buttons()
            return
        self.words.setText(self.tr("It is being made…"))
        self._pause.start()

    def _tables(self) -> Row | None:
        """What the rows depend on: the query and the report, and the connection that is asked."""
        one = next((one for one in self._draft.listed(NAME) if one.get("id") == self._export), None)
        if one is None:
            return None
        rest = {name: value for name, value in one.items() if name not in FREE}
        schedule = one.get("schedule")
        zone = schedule.get("zone") if isinstance(schedule, dict) else None
        return {**rest, "zone": zone, "connections": self._draft.listed("connections")}

    def _wrong(self) -> bool:
        return bool(self._draft.errors) or self._draft.broken

    @Slot()
    def _anew(self) -> None:
        if self.going:
            self._stop()
            self.words.setText(self.tr("Cancelled."))
            return
        self._of = None
        self._soon()

    @Slot()
    def _ask(self) -> None:
        draft = self._draft
        self._of = deepcopy(self._tables())
        self.bar.hide()
        self._asked = draft.link.ask(
            self, "preview_export", self._made, self._failed,
            export=self._export, text=draft.text, tables=deepcopy(draft.own), most=MOST,
        )  # fmt: skip
        self._buttons()

    def _stop(self) -> None:
        self._pause.stop()
        asked, self._asked = self._asked, None
        if asked is not None:
            self._of = None
            asked.cancel()
            asked.forget()
        self._buttons()

    def _made(self, told: Row) -> None:
        self._asked = None
        self._show(told)

    def _failed(self, error: SyncError) -> None:
        self._asked = None
        self._show(None)
        self.words.setText(self.tr("There is no preview."))
        self.bar.show_error(error)

    def _show(self, told: Row | None) -> None:
        self._told = told
        columns = [_column(number, one) for number, one in enumerate(told["columns"])] if told is not None else []
        model = Rows(columns, self.table)
        former = self.table.model()
        self.table.setModel(model)
        if former is not None:
            former.deleteLater()
        model.show([{"cells": cells} for cells in told["rows"]] if told is not None else [])
        head = self.table.horizontalHeader()
        for number in range(len(columns)):
            wide = max(self.table.sizeHintForColumn(number), head.sectionSizeHint(number))
            self.table.setColumnWidth(number, min(wide + GRID, max(WIDE, head.sectionSizeHint(number))))
        self.table.setVisible(bool(columns))
        self.words.setText("" if told is None else self._said(told))
        self._buttons()

    def _said(self, told: Row) -> str:
        """How many documents of which days, and what the report tells of itself."""
        many = self.tr("%Ln document(s)", "", int(told["count"]))
        first = self.tr("the first {many}").format(many=many) if told["more"] else many
        if told["each"]:
            first = self.tr("{documents}, a file for each; the first one can be opened").format(documents=first)
        parts = " · ".join(one for one in (first, self._days(told)) if one)
        return " ".join([f"{parts}.", *map(said, told["notes"])])

    @staticmethod
    def _days(told: Row) -> str:
        first, last = (None if one is None else spoken.day(date.fromisoformat(one))
                       for one in (told["first_day"], told["last_day"]))  # fmt: skip
        return "" if last is None else spoken.period(first, last)

    def _buttons(self) -> None:
        self.refresh.setText(self.tr("Cancel") if self.going else self.tr("Make it again"))
        self.refresh.setEnabled(self.going or (bool(self._export) and self._draft.link.may("preview_export")))
        self.open_file.setEnabled(self._told is not None and not self.going)
        self.open_file.setToolTip("" if self._told is None else str(self._told["file"]))

    @Slot()
    def _open(self) -> None:
        if self._told is not None:
            self._files.show(str(self._told["file"]), [str(self._told["data"])])


def _column(number: int, told: dict[str, Any]) -> Column:
    return Column(str(number), said(str(told["name"])), lambda row: said(row["cells"][number]), WIDE,
                  right=told["kind"] in RIGHT)  # fmt: skip
