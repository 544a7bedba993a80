"""The tables of a database to choose from: of each its columns, with a few rows, and the database's clock beside ours.

The engine looks, as the account that will read; nothing waits for it, and ``stop`` ends the look. What was seen is kept
nowhere. It must not know what becomes of what is chosen.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_sync.core.errors import SyncError
from desktop_sync.ui import spoken
from desktop_sync.ui.link import Asked
from desktop_sync.ui.parts.bar import Bar
from desktop_sync.ui.parts.flowing import Flowing
from desktop_sync.ui.parts.labels import note, section
from desktop_sync.ui.parts.outside import said
from desktop_sync.ui.settings.column_table import ColumnTable
from desktop_sync.ui.settings.draft import Draft
from desktop_sync.ui.tokens import BETWEEN, GRID

Row = dict[str, Any]
WIDE = 240  # px, of the list


class TablesPicker(QWidget):
    """``chosen``: options of the source, by name. ``cancel`` has no place yet: who shows this says where it stands."""

    chosen = Signal(dict)

    def __init__(self, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft, self._connection = draft, ""
        self._asked: Asked | None = None
        self._table: Row | None = None
        self.cancel = QPushButton(self.tr("&Cancel"), self)
        self.cancel.clicked.connect(self._cancelled)
        self.bar, self.clock = Bar(self), note("", self)
        self.search, self.list = QLineEdit(self), QListWidget(self)
        self.search.setPlaceholderText(self.tr("Find a table"))
        self.search.setAccessibleName(self.tr("Find a table"))
        self.list.setAccessibleName(self.tr("Tables and views"))
        self.search.textEdited.connect(self._filter)
        self.list.currentItemChanged.connect(self._turned)
        self.name, self.key = section("", self), note("", self)
        self.columns = ColumnTable(draft.link.say, self)
        self.columns.itemChanged.connect(self._dress)
        self.columns.itemSelectionChanged.connect(self._dress)
        self.use = QPushButton(self.tr("Use as the &table"), self)
        self.lines = QPushButton(self.tr("Use for the l&ines"), self)
        self.version = QPushButton(self.tr("This column tells chan&ges"), self)
        self._foot = Flowing()
        self.use.clicked.connect(self._use)
        self.lines.clicked.connect(self._use_for_lines)
        self.version.clicked.connect(self._tells)
        self._lay_out()

    def look(self, connection: str) -> None:
        """At the tables of this connection of the draft."""
        self._connection, self._table = connection, None
        with QSignalBlocker(self.list):
            self.list.clear()
        self.clock.setText("")
        self.name.setText("")
        self.columns.show_table([], [])
        self._ask(None)

    def keep_cancel(self) -> None:
        """It stands here, beside the others."""
        self._foot.addWidget(self.cancel)

    @property
    def there(self) -> bool:
        """Whether there are tables to choose from."""
        return self.list.count() > 0

    @property
    def told(self) -> Row:
        """What the engine tells of the table that shows; empty: none does."""
        return self._table or {}

    # -- what is asked ------------------------------------------------------------------------

    def _ask(self, table: str | None) -> None:
        self.stop()
        self.bar.hide()
        self._asked = self._draft.link.ask(
            self, "draft_tables", self._all if table is None else self._one, self._failed,
            connection=self._connection, table=table, **self._draft.lent(),
        )  # fmt: skip
        self.key.setText(self.tr("Looking…"))
        self._dress()

    def stop(self) -> None:
        """A look that goes on is ended."""
        asked, self._asked = self._asked, None
        if asked is not None:
            asked.cancel()
            asked.forget()

    @Slot()
    def _cancelled(self) -> None:
        self.stop()
        self.key.setText(self.tr("Cancelled."))
        self._dress()

    def _failed(self, error: SyncError) -> None:
        self._asked = None
        self.key.setText("")
        self.bar.show_error(error)
        self._dress()

    def _all(self, told: Row) -> None:
        self._asked = None
        local, utc = (spoken.wall(datetime.fromisoformat(told["clock"][one])) for one in ("local", "utc"))
        here = spoken.wall(datetime.now(UTC).astimezone())
        self.clock.setText(
            self.tr("The database's clock: {local}, {utc} in UTC. Here it is {here}.").format(
                local=local, utc=utc, here=here
            )
        )
        for one in told["tables"]:
            item = QListWidgetItem(said(one["name"]), self.list)
            item.setData(Qt.ItemDataRole.UserRole, one["name"])
            if one["view"]:
                item.setText(self.tr("{name} (view)").format(name=said(one["name"])))
        many = len(told["tables"])
        self.key.setText(self.tr("Choose one at the left.") if many else self.tr("The login can see no table."))
        self._dress()

    def _one(self, told: Row) -> None:
        self._asked, self._table = None, told
        self.name.setText(said(told["table"]))
        key = ", ".join(told["key"]) or self.tr("none")
        tracked = self.tr("with change tracking") if told["change_tracking"] else self.tr("no change tracking")
        self.key.setText(self.tr("Key: {key}; {tracked}").format(key=said(key), tracked=tracked))
        self.columns.show_table(told["columns"], told["rows"])
        self._dress()

    # -- what shows ---------------------------------------------------------------------------

    @Slot(str)
    def _filter(self, words: str) -> None:
        for number in range(self.list.count()):
            item = self.list.item(number)
            item.setHidden(words.casefold() not in item.text().casefold())

    @Slot()
    def _turned(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self._table = None
            self.name.setText(item.text())
            self.columns.show_table([], [])
            self._ask(str(item.data(Qt.ItemDataRole.UserRole)))

    @Slot()
    def _dress(self) -> None:
        """The buttons, by what can be done now."""
        here = self._table is not None
        for one in (self.search, self.list):
            one.setEnabled(self.list.count() > 0)
        self.columns.setEnabled(here)
        self.cancel.setEnabled(self._asked is not None)
        self.use.setEnabled(here and self.columns.wanted != [])
        self.lines.setEnabled(here and self.columns.wanted != [])
        self.version.setEnabled(here and self.columns.current != "")

    # -- what is chosen -----------------------------------------------------------------------

    @Slot()
    def _use(self) -> None:
        self._choose({"table": self._name, "columns": self.columns.wanted})

    @Slot()
    def _use_for_lines(self) -> None:
        self._choose({"lines_table": self._name, "lines_columns": self.columns.wanted})

    @Slot()
    def _tells(self) -> None:
        self._choose({"version": self.columns.current})

    @property
    def _name(self) -> str:
        return str(self._table["table"]) if self._table is not None else ""

    def _choose(self, values: Row) -> None:
        chosen = ", ".join(str(one) for one in values.values() if isinstance(one, str))
        self.bar.say("well", self.tr("{what} is taken. Nothing is saved yet.").format(what=said(chosen)))
        self.chosen.emit(values)

    def _lay_out(self) -> None:
        self.list.setFixedWidth(WIDE)
        self.search.setFixedWidth(WIDE)
        left, right, both = QVBoxLayout(), QVBoxLayout(), QHBoxLayout()
        for column in (left, right):
            column.setSpacing(GRID)
        left.addWidget(self.search)
        left.addWidget(self.list, 1)
        for one in (self.use, self.lines, self.version):
            self._foot.addWidget(one)
        for label in (self.name, self.key):
            right.addWidget(label)
        right.addWidget(self.columns, 1)
        right.addLayout(self._foot)
        both.setSpacing(BETWEEN)
        both.addLayout(left)
        both.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(BETWEEN)
        column.addWidget(self.bar)
        column.addWidget(self.clock)
        column.addLayout(both, 1)
