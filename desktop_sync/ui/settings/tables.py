"""Tables one below the other, such as the columns of a report: a list of them, and the form of the one that is chosen.

What they are is told by their form alone. An entry that may be written as a text (``-date``) stays one until somebody
changes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QListWidgetItem, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop_sync.ui import icons
from desktop_sync.ui.parts.cells import tip
from desktop_sync.ui.settings.editors import Editor
from desktop_sync.ui.settings.groups import Make, Problem, Table
from desktop_sync.ui.settings.listing import Framed
from desktop_sync.ui.settings.words import Field, said, value_words
from desktop_sync.ui.tokens import GRID, INSIDE, ROW

LEAST, MOST = 2, 7  # rows that are seen
PICTURE = 16
WORDS = 3  # values of an entry that its row says


class TablesEditor(Editor):
    """Its value is the list as it stands in the file; None: left out."""

    wide = True

    def __init__(self, field: Field, make: Make, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._entries: list[Any] = []
        self._current, self._read_only = -1, False
        self._problems: Sequence[Problem] = ()
        self.list = Framed(self)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.currentRowChanged.connect(self._turned)
        self.add = QPushButton(icons.action("plus"), self.tr("Add"), self)
        self.add.clicked.connect(self._added)
        self.up = self._tool("arrow-up", self.tr("Further up"))
        self.up.clicked.connect(self._up)
        self.down = self._tool("arrow-down", self.tr("Further down"))
        self.down.clicked.connect(self._down)
        self.remove = self._tool("delete-outline", self.tr("Remove"))
        self.remove.clicked.connect(self._removed)
        self._lay_out()
        self.form = make(field["of"], self)
        self.form.changed.connect(self._edited)
        self._column.addWidget(self.form)
        self.setFocusProxy(self.add)

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - a JSON value
        same = self._current
        self._entries = deepcopy(value) if isinstance(value, list) else []
        self._show(min(max(same, 0), len(self._entries) - 1))

    def value(self) -> Any:  # noqa: ANN401 - a JSON value
        return deepcopy(self._entries) or None

    def show_problems(self, found: Sequence[Problem]) -> None:
        """Each at its field, and a mark at its entry."""
        self._problems = found
        self._draw()
        mine = [(path[1:], what, error) for path, what, error in found if path[:1] == (self._current,)]
        self.form.show_problems(mine)

    def set_read_only(self, *, on: bool) -> None:
        self._read_only = on
        self.form.set_read_only(on=on)
        self._may()

    def name_it(self, name: str, help_: str) -> None:
        self.list.setAccessibleName(name)
        self.list.setAccessibleDescription(help_)
        for button in (self.add, self.up, self.down, self.remove):
            words = button.text() or button.toolTip()
            button.setAccessibleName(self.tr("{what}: {name}").format(what=words, name=name))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(INSIDE)
        for button in (self.add, self.up, self.down, self.remove):
            row.addWidget(button)
        row.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID)
        self._column.addWidget(self.list)
        self._column.addLayout(row)

    def _tool(self, icon: str, words: str) -> QToolButton:
        tool = QToolButton(self)
        tool.setIcon(icons.action(icon))
        tool.setAutoRaise(True)
        tool.setToolTip(words)
        return tool

    def _table(self, entry: Any) -> Table:  # noqa: ANN401 - a JSON value
        """What an entry means; one that is written as a text names the field, and ``-`` before it the order."""
        if isinstance(entry, str) and self.field["short"]:
            return {"from": entry.removeprefix("-")} | ({"descending": True} if entry.startswith("-") else {})
        return dict(entry) if isinstance(entry, dict) else {}

    def _show(self, current: int) -> None:
        self._current = current
        with QSignalBlocker(self.list):
            self.list.clear()
            for _ in self._entries:
                item = QListWidgetItem(self.list)
                item.setSizeHint(QSize(0, ROW - GRID))
            self.list.setCurrentRow(current)
        seen = min(max(len(self._entries), LEAST), MOST)
        self.list.setFixedHeight(seen * (ROW - GRID) + GRID)
        self.list.setVisible(bool(self._entries))
        self.form.setVisible(current >= 0)
        self._fill()
        self.show_problems(self._problems)

    def _fill(self) -> None:
        if self._current >= 0:
            self.form.set_value(self._table(self._entries[self._current]))
        self._may()

    def _draw(self) -> None:
        for number, entry in enumerate(self._entries):
            item, words = self.list.item(number), self._words(entry)
            wrong = any(error for path, _, error in self._problems if path[:1] == (number,))
            item.setText(words)
            item.setToolTip(tip(words))
            item.setIcon(icons.state_of_row("stopped", PICTURE) if wrong else QIcon())
            heard = [words, self.tr("has an error")] if wrong else [words]
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(heard))

    def _words(self, entry: Any) -> str:  # noqa: ANN401 - a JSON value
        """Its name and where it is from, in the order of the form."""
        table = self._table(entry)
        fields = [one for one in self.field["of"] if table.get(one["name"]) not in (None, "", False)]
        found = [
            said(one["title"]) if table[one["name"]] is True else value_words(table[one["name"]], one) for one in fields
        ]
        return " · ".join(found[:WORDS]) or self.tr("new")

    def _may(self) -> None:
        can, last = not self._read_only, len(self._entries) - 1
        self.add.setEnabled(can)
        self.up.setEnabled(can and self._current > 0)
        self.down.setEnabled(can and 0 <= self._current < last)
        self.remove.setEnabled(can and self._current >= 0)

    @Slot(int)
    def _turned(self, number: int) -> None:
        self._current = number
        self._fill()
        self.show_problems(self._problems)

    @Slot()
    def _edited(self) -> None:
        now, former = self.form.value(), self._entries[self._current]
        if now == self._table(former):
            return
        self._entries[self._current] = now
        self._draw()
        self.changed.emit()

    @Slot()
    def _added(self) -> None:
        at = self._current + 1
        self._entries.insert(at, {})
        self._changed(at)
        self.form.begin()

    @Slot()
    def _removed(self) -> None:
        del self._entries[self._current]
        self._changed(min(self._current, len(self._entries) - 1))

    @Slot()
    def _up(self) -> None:
        self._move(-1)

    @Slot()
    def _down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        at = self._current
        self._entries[at], self._entries[at + by] = self._entries[at + by], self._entries[at]
        self._changed(at + by)

    def _changed(self, current: int) -> None:
        """What was found of another order speaks of other entries."""
        self._problems = ()
        self._show(current)
        self.changed.emit()
