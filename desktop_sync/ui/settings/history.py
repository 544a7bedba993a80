"""*History*: former versions of the settings, each with what going back to it would change, and the way back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QCoreApplication, QSignalBlocker, QSize, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from desktop_sync.core.errors import SyncError
from desktop_sync.core.tables import changes
from desktop_sync.ui.link import Asked
from desktop_sync.ui.parts.bar import Bar
from desktop_sync.ui.parts.labels import note
from desktop_sync.ui.parts.sheet import Sheet
from desktop_sync.ui.settings.difference_list import DifferenceList
from desktop_sync.ui.settings.differences import differences, file_differences
from desktop_sync.ui.settings.draft import Draft
from desktop_sync.ui.settings.listing import WIDE, Framed
from desktop_sync.ui.settings.subjects import scrolling
from desktop_sync.ui.spoken import ago, moment
from desktop_sync.ui.tokens import GRID, MARGIN, ROW

Row = dict[str, Any]


class HistorySheet(Sheet):
    """Newest first; the first one is chosen when they are known."""

    def __init__(self, over: QWidget, draft: Draft) -> None:
        super().__init__(over, self._title())
        self._draft = draft
        self._asked: Asked | None = None
        self._number = -1
        self.bar = Bar(self)
        self.list = Framed(self)
        self.list.setFixedWidth(WIDE)
        self.list.setAccessibleName(self.tr("Former versions"))
        self.list.currentRowChanged.connect(self._choose)
        self.words = note("", self)
        self.differences = DifferenceList(self)
        self.back = QPushButton(self.tr("Go back to this"), self)
        self.back.setEnabled(False)
        self.back.clicked.connect(self._go_back)
        self.buttons.addWidget(self.back)
        right = QVBoxLayout()
        right.setSpacing(GRID)
        right.addWidget(self.words)
        right.addWidget(scrolling(self.differences), 1)
        row = QHBoxLayout()
        row.setSpacing(MARGIN)
        row.addWidget(self.list)
        row.addLayout(right, 1)
        self.body.addWidget(self.bar)
        self.body.addLayout(row, 1)
        draft.loaded.connect(self._look)
        self._look()

    @Slot()
    def _look(self) -> None:
        """Also while somebody reads: when others save there is one more, and going back would change something else."""
        if not self.busy:
            self._draft.link.ask(self, "settings_history", self._told, self.bar.show_error)

    def _title(self) -> str:
        return QCoreApplication.translate("HistorySheet", "History of the settings")

    def _told(self, versions: list[Row]) -> None:
        now = datetime.now(UTC).astimezone()
        with QSignalBlocker(self.list):
            self.list.clear()
            for one in versions:
                item = QListWidgetItem(self.tr("until {time}").format(time=ago(one["saved_over_at"], now)))
                item.setToolTip(moment(one["saved_over_at"]))
                item.setData(Qt.ItemDataRole.UserRole, one["number"])
                item.setSizeHint(QSize(0, ROW))
                self.list.addItem(item)
            numbers = [one["number"] for one in versions]
            self.list.setCurrentRow(numbers.index(self._number) if self._number in numbers else len(numbers[:1]) - 1)
        if versions:
            self._choose(self.list.currentRow())
        else:
            self.words.setText(self.tr("There is no former version yet: each save keeps the one before."))

    @Slot(int)
    def _choose(self, row: int) -> None:
        self.back.setEnabled(False)
        if row < 0:
            return
        if self._asked is not None:
            self._asked.forget()
        number = int(self.list.item(row).data(Qt.ItemDataRole.UserRole))
        self._asked = self._draft.link.ask(self, "settings_version", self._version, self.bar.show_error, number=number)

    def _version(self, told: Row) -> None:
        self._asked = None
        draft, tables = self._draft, told["tables"]
        self._number = int(told["number"])
        found = [] if tables is None else differences(changes(draft.settings, tables), draft.base, tables, draft.forms)
        found += file_differences(told["files"])
        self.words.setText(self.tr("What going back would change:") if found else "")
        nothing = self.tr("It says the same as the settings now; only its comments may differ.")
        self.differences.show_differences(found, self.tr("It is no TOML.") if tables is None else nothing)
        may = draft.link.may("roll_back")
        self.back.setEnabled(may and tables is not None)
        self.back.setToolTip(draft.link.why_not("roll_back"))

    @Slot()
    def _go_back(self) -> None:
        self.busy = True
        if self._asked is not None:
            self._asked.forget()
        self.list.setEnabled(False)
        self.back.setEnabled(False)
        self._draft.link.ask(self, "roll_back", self._done, self._failed, number=self._number)

    def _done(self, _: object) -> None:
        self.busy = False
        self._draft.refresh()
        self.close()

    def _failed(self, error: SyncError) -> None:
        self.busy = False
        self.list.setEnabled(True)
        self.bar.show_error(error, "stopped")
        self.back.setEnabled(True)
