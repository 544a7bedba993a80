"""Tables inside a table: one that is there or not, or several by names that a person chooses.

Their forms are made by whoever makes the form around them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop_sync.ui import icons
from desktop_sync.ui.settings.editors import Editor
from desktop_sync.ui.settings.row import CAPTION
from desktop_sync.ui.settings.words import Field
from desktop_sync.ui.tokens import BETWEEN, INSIDE

Table = dict[str, Any]
Problem = tuple[tuple[str | int, ...], str, bool]
"""The rest of a place, what is wrong there, and whether it is an error."""


class Fields(QWidget):
    """A form, as its groups know it. ``changed``: a person edited a field."""

    changed = Signal()

    def set_value(self, table: Table) -> None:
        """Without ``changed``."""
        raise NotImplementedError

    def value(self) -> Table:
        """The table as it shall stand in the file."""
        raise NotImplementedError

    def begin(self) -> None:
        """Its first field is typed into."""
        raise NotImplementedError

    def beside(self, table: Table) -> None:
        """Values that stand elsewhere, and on which fields here depend."""

    def show_problems(self, found: Sequence[Problem]) -> None:
        """Each at its field."""
        raise NotImplementedError

    def set_read_only(self, *, on: bool) -> None:
        """It can be read, and nothing changed."""
        raise NotImplementedError

    def lock(self, paths: Iterable[tuple[str, ...]]) -> None:
        """These fields were set by an administrator."""
        raise NotImplementedError


Make = Callable[[Sequence[Field], QWidget], Fields]


class GroupEditor(Editor):
    """A table in the table. One that may be left out whole has a switch."""

    def __init__(self, field: Field, make: Make, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._read_only, self._locked = False, frozenset[tuple[str, ...]]()
        self._optional = any(one["needed"] for one in field["of"])
        self.box = QCheckBox(self.tr("Set this up"), self)
        self.box.setVisible(self._optional)
        self.form = make(field["of"], self)
        self.form.changed.connect(self.changed)
        self.box.clicked.connect(self._switched)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(INSIDE)
        column.addWidget(self.box)
        column.addWidget(self.form)
        if self._optional:
            self.setFocusProxy(self.box)

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - a JSON value
        table = value if isinstance(value, dict) else {}
        self.box.setChecked(isinstance(value, dict))
        self.form.set_value(table)
        self.form.setVisible(not self._optional or self.box.isChecked())

    def value(self) -> Any:  # noqa: ANN401 - a JSON value
        if self._optional:
            return self.form.value() if self.box.isChecked() else None
        return self.form.value() or None

    def show_problems(self, found: Sequence[Problem]) -> None:
        """Each at its field."""
        self.form.show_problems(found)

    def set_read_only(self, *, on: bool) -> None:
        self._read_only = on
        self.box.setEnabled(not on and not self._locked)
        self.form.set_read_only(on=on)

    def lock(self, paths: Iterable[tuple[str, ...]]) -> None:
        """These fields in it were set by an administrator, so it cannot be left out either."""
        self._locked = frozenset(paths)
        self.box.setEnabled(not self._read_only and not self._locked)
        self.form.lock(self._locked)

    def name_it(self, name: str, help_: str) -> None:
        self.box.setAccessibleName(name)
        self.setAccessibleDescription(help_)

    @Slot()
    def _switched(self) -> None:
        self.form.setVisible(self.box.isChecked())
        self.changed.emit()


class GroupsEditor(Editor):
    """Tables by names that a person chooses."""

    def __init__(self, field: Field, make: Make, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._make = make
        self._ones: list[_Named] = []
        self.add = QPushButton(icons.action("plus"), self.tr("Add"), self)
        self.add.clicked.connect(self._added)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(BETWEEN)
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addStretch(1)
        self._column.addLayout(row)
        self.setFocusProxy(self.add)

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - a JSON value
        for one in list(self._ones):
            self._drop(one)
        for name, table in value.items() if isinstance(value, dict) else ():
            self._new(name, table if isinstance(table, dict) else {})

    def value(self) -> Any:  # noqa: ANN401 - a JSON value
        return {one.line.text().strip(): one.form.value() for one in self._ones} or None

    def show_problems(self, found: Sequence[Problem]) -> None:
        """Each at its field."""
        for one in self._ones:
            name = one.line.text().strip()
            one.form.show_problems([(path[1:], what, error) for path, what, error in found if path[:1] == (name,)])

    def set_read_only(self, *, on: bool) -> None:
        self.add.setEnabled(not on)
        for one in self._ones:
            one.set_read_only(on=on)

    def name_it(self, name: str, help_: str) -> None:
        self.add.setAccessibleName(self.tr("Add: {name}").format(name=name))
        self.setToolTip(help_)

    def _new(self, name: str, table: Table) -> _Named:
        one = _Named(self._make(self.field["of"], self), self)
        one.line.setText(name)
        one.form.set_value(table)
        one.changed.connect(self.changed)
        one.gone.connect(self._gone)
        self._ones.append(one)
        self._column.insertWidget(self._column.count() - 1, one)
        return one

    def _drop(self, one: _Named) -> None:
        self._ones.remove(one)
        self._column.removeWidget(one)
        one.setParent(None)
        one.deleteLater()

    @Slot()
    def _added(self) -> None:
        self._new("", {}).line.setFocus()

    @Slot()
    def _gone(self) -> None:
        one = self.sender()
        if isinstance(one, _Named):
            self._drop(one)
            self.changed.emit()


class _Named(QWidget):
    """One of them."""

    changed = Signal()
    gone = Signal()

    def __init__(self, form: Fields, parent: QWidget) -> None:
        super().__init__(parent)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(self.tr("Name"))
        self.line.setAccessibleName(self.tr("Name"))
        self.line.setMaximumWidth(CAPTION)
        self.line.textEdited.connect(self.changed)
        self._remove = QToolButton(self)
        self._remove.setIcon(icons.action("close"))
        self._remove.setAutoRaise(True)
        self._remove.setToolTip(self.tr("Remove"))
        self._remove.setAccessibleName(self.tr("Remove"))
        self._remove.clicked.connect(self.gone)
        self.form = form
        self.form.changed.connect(self.changed)
        head = QHBoxLayout()
        head.addWidget(self.line)
        head.addWidget(self._remove)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(INSIDE)
        column.addLayout(head)
        column.addWidget(self.form)

    def set_read_only(self, *, on: bool) -> None:
        self.line.setReadOnly(on)
        self._remove.setEnabled(not on)
        self.form.set_read_only(on=on)
