"""What is expected of a flow: none, one or several forms; or one proposed from what has come so far."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop_sync.core.errors import SyncError
from desktop_sync.ui import icons
from desktop_sync.ui.link import Link
from desktop_sync.ui.parts.card import Card
from desktop_sync.ui.parts.labels import note, section
from desktop_sync.ui.settings.form import Around, Form
from desktop_sync.ui.settings.groups import Problem, Table
from desktop_sync.ui.settings.tabbing import before
from desktop_sync.ui.settings.words import Field
from desktop_sync.ui.tokens import BETWEEN, GRID


class ExpectationsEditor(QWidget):
    """The value is as the file has it: None, one table, or a list of them."""

    changed = Signal()

    def __init__(self, fields: Sequence[Field], around: Around, link: Link, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields, self._around, self._link = fields, around, link
        self._flow, self._read_only, self._listed = "", False, False
        self._ones: list[_Expectation] = []
        self._words = note(self.tr("Nothing is expected: nobody is told when nothing comes."), self)
        self.add = QPushButton(icons.action("plus"), self.tr("Add an expectation"), self)
        self.add.clicked.connect(self._added)
        self.suggest = QPushButton(self.tr("Propose from what has come"), self)
        self.suggest.clicked.connect(self._suggest)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.add)
        row.addWidget(self.suggest)
        row.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(BETWEEN)
        self._column.addWidget(self._words)
        self._column.addLayout(row)

    def set_flow(self, flow: str) -> None:
        """Of which something may have come; empty: it is not saved yet."""
        self._flow = flow
        self._may()

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - a JSON value
        """Without ``changed``."""
        self._listed = isinstance(value, list)
        tables = value if isinstance(value, list) else [] if value is None else [value]
        while len(self._ones) > len(tables):
            self._drop(self._ones[-1])
        for number, table in enumerate(tables):
            one = self._ones[number] if number < len(self._ones) else self._new()
            one.form.set_value(table if isinstance(table, dict) else {})
        self._said()

    def value(self) -> Any:  # noqa: ANN401 - a JSON value
        found = [one.form.value() for one in self._ones]
        return found[0] if len(found) == 1 and not self._listed else found or None

    def show_problems(self, found: Sequence[Problem]) -> None:
        """Each at its field."""
        for number, one in enumerate(self._ones):
            mine = [p for p in found if p[0][:1] == (number,)] if self._listed or len(self._ones) > 1 else list(found)
            one.form.show_problems([(path[1:] if path[:1] == (number,) else path, what, e) for path, what, e in mine])

    def set_read_only(self, *, on: bool) -> None:
        """It can be read, and nothing changed."""
        self._read_only = on
        self.add.setEnabled(not on)
        for one in self._ones:
            one.set_read_only(on=on)
        self._may()

    def _may(self) -> None:
        may = self._link.may("suggest_arrivals")
        self.suggest.setEnabled(bool(self._flow) and may and not self._read_only)
        why = "" if self._flow else self.tr("Save the flow first: nothing has come yet.")
        self.suggest.setToolTip(self._link.why_not("suggest_arrivals") or why)

    def _new(self) -> _Expectation:
        one = _Expectation(Form(self._fields, self._around, self), self)
        one.form.changed.connect(self.changed)
        one.gone.connect(self._gone)
        one.set_read_only(on=self._read_only)
        self._ones.append(one)
        self._column.insertWidget(self._column.count() - 1, one)
        before(self.add, one)
        return one

    def _drop(self, one: _Expectation) -> None:
        self._ones.remove(one)
        self._column.removeWidget(one)
        one.setParent(None)
        one.deleteLater()

    def _said(self) -> None:
        self._words.setVisible(not self._ones)

    @Slot()
    def _added(self) -> None:
        self._put({})

    def _put(self, table: Table) -> None:
        self._new().form.set_value(table)
        self._said()
        self.changed.emit()

    @Slot()
    def _gone(self) -> None:
        one = self.sender()
        if isinstance(one, _Expectation):
            self._drop(one)
            self._said()
            self.changed.emit()

    @Slot()
    def _suggest(self) -> None:
        self.suggest.setEnabled(False)
        self._link.ask(self, "suggest_arrivals", self._suggested, self._not_suggested, flow=self._flow)

    def _suggested(self, told: Any) -> None:  # noqa: ANN401 - plain JSON
        self._may()
        for one in told[0]["proposed"]:
            self._put(dict(one["options"]))
        if not told[0]["proposed"]:
            self._words.setText(str(told[0]["missing"]))
            self._words.setVisible(True)

    def _not_suggested(self, error: SyncError) -> None:
        self._may()
        self._link.failed.emit(error)


class _Expectation(Card):
    """One of them."""

    gone = Signal()

    def __init__(self, form: Form, parent: QWidget) -> None:
        super().__init__(parent)
        self.form = form
        self._remove = QToolButton(self)
        self._remove.setIcon(icons.action("close"))
        self._remove.setAutoRaise(True)
        self._remove.setToolTip(self.tr("Remove this expectation"))
        self._remove.setAccessibleName(self.tr("Remove this expectation"))
        self._remove.clicked.connect(self.gone)
        row = QHBoxLayout()
        row.addWidget(section(self.tr("Expected"), self), 1)
        row.addWidget(self._remove)
        self.body.addLayout(row)
        self.body.addWidget(form)

    def set_read_only(self, *, on: bool) -> None:
        """It can be read, and nothing changed."""
        self._remove.setEnabled(not on)
        self.form.set_read_only(on=on)
