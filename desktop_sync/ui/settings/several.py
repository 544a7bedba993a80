"""A list of tables as cards one below the other: each with its form and a button that removes it; one adds another.

What the forms are, and what a new one has, is told by what is made of this.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_sync.ui import icons
from desktop_sync.ui.editors.clocks import small
from desktop_sync.ui.parts.card import Card
from desktop_sync.ui.parts.labels import note, section
from desktop_sync.ui.settings.groups import Fields, Problem, Table
from desktop_sync.ui.settings.tabbing import before
from desktop_sync.ui.tokens import BETWEEN, GRID


class One(Card):
    """One of them. ``remove``: what the button says that removes it. Its form is given it by ``hold``."""

    gone = Signal()

    def __init__(self, title: str, remove: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.title, self.away = section(title, self), small("close", remove, self)
        self.away.clicked.connect(self.gone)
        row = QHBoxLayout()
        row.addWidget(self.title, 1)
        row.addWidget(self.away)
        self.body.addLayout(row)

    def hold(self, form: Fields) -> None:
        """Its form."""
        self.form = form
        self.body.addWidget(form)

    def show_table(self, table: Table) -> None:
        """Without ``changed``."""
        self.form.set_value(table)

    def set_read_only(self, *, on: bool) -> None:
        """It can be read, and nothing changed."""
        self.away.setEnabled(not on)
        self.form.set_read_only(on=on)


class Several(QWidget):
    """``changed``: a person edited one, added or removed one. ``words`` are seen while there is none."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ones: list[One] = []
        self._read_only = False
        self.words = note("", self)
        self.add = QPushButton(icons.action("plus"), "", self)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(GRID)
        self.buttons.addWidget(self.add)
        self.buttons.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(BETWEEN)
        self._column.addWidget(self.words)
        self._column.addLayout(self.buttons)

    def made(self) -> One:
        """One more, with its form."""
        raise NotImplementedError

    def value(self) -> Any:  # noqa: ANN401 - a JSON value
        """As it stands in the file; None: nothing does."""
        raise NotImplementedError

    def show_tables(self, tables: Sequence[Table]) -> None:
        """Without ``changed``."""
        while len(self.ones) > len(tables):
            self._drop(self.ones[-1])
        for number, table in enumerate(tables):
            one = self.ones[number] if number < len(self.ones) else self._new()
            one.show_table(table)
        self.words.setVisible(not self.ones)

    def tables(self) -> list[Table]:
        """As they stand in the file."""
        return [one.form.value() for one in self.ones]

    def put(self, table: Table) -> One:
        """One more, which a person wants."""
        one = self._new()
        one.show_table(table)
        self.words.hide()
        self.changed.emit()
        return one

    def show_problems(self, found: Sequence[Problem]) -> None:
        """Each at its field."""
        for number, one in enumerate(self.ones):
            one.form.show_problems([(path[1:], what, error) for path, what, error in found if path[:1] == (number,)])

    def set_read_only(self, *, on: bool) -> None:
        """It can be read, and nothing changed."""
        self._read_only = on
        self.add.setEnabled(not on)
        for one in self.ones:
            one.set_read_only(on=on)

    def _new(self) -> One:
        one = self.made()
        one.form.changed.connect(self.changed)
        one.gone.connect(self._gone)
        one.set_read_only(on=self._read_only)
        self.ones.append(one)
        self._column.insertWidget(self._column.count() - 1, one)
        before(self.add, one)
        return one

    def _drop(self, one: One) -> None:
        self.ones.remove(one)
        self._column.removeWidget(one)
        one.setParent(None)
        one.deleteLater()

    @Slot()
    def _gone(self) -> None:
        one = self.sender()
        if isinstance(one, One):
            self._drop(one)
            self.words.setVisible(not self.ones)
            self.changed.emit()
