"""Conditions, all of which must hold, one a row: a field, a comparison, a value. What is written in another way, with
conditions inside, is shown as it stands, kept, and removed only by a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_sync.ui import icons
from desktop_sync.ui.editors.clocks import small
from desktop_sync.ui.editors.kept import Kept
from desktop_sync.ui.settings.editors import Editor
from desktop_sync.ui.settings.field_choice import BETWEEN, FieldBox, Known
from desktop_sync.ui.settings.tabbing import before
from desktop_sync.ui.settings.words import Field
from desktop_sync.ui.tokens import GRID, INSIDE

TESTS: dict[str, object] = {
    "is": QT_TRANSLATE_NOOP("Conditions", "is"),
    "is_not": QT_TRANSLATE_NOOP("Conditions", "is not"),
    "at_least": QT_TRANSLATE_NOOP("Conditions", "is at least"),
    "at_most": QT_TRANSLATE_NOOP("Conditions", "is at most"),
    "above": QT_TRANSLATE_NOOP("Conditions", "is above"),
    "below": QT_TRANSLATE_NOOP("Conditions", "is below"),
    "matches": QT_TRANSLATE_NOOP("Conditions", "has the form"),
    "full": QT_TRANSLATE_NOOP("Conditions", "is filled in"),
    "empty": QT_TRANSLATE_NOOP("Conditions", "is empty"),
}
BARE = frozenset({"full", "empty"})
LISTED = frozenset({"is", "is_not"})
TEST_WIDE = 132


class ConditionsEditor(Editor):
    """Its value is the list as it stands in the file; None: left out."""

    wide = True

    def __init__(self, field: Field, known: Known, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._known, self._name, self._read_only = known, "", False
        self._entries: list[_Condition | Any] = []
        self._kept = Kept(self)
        self._kept.removed.connect(self._drop_kept)
        self.add = QPushButton(icons.action("plus"), self.tr("Add a condition"), self)
        self.add.clicked.connect(self._added)
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(INSIDE)
        self._column.addWidget(self._kept)
        self._column.addLayout(row)
        self.setFocusProxy(self.add)

    @property
    def rows(self) -> list[_Condition]:
        """Those that can be edited."""
        return [one for one in self._entries if isinstance(one, _Condition)]

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - a JSON value
        for one in self.rows:
            self._forget(one)
        self._entries = []
        for table in value if isinstance(value, list) else ():
            self._entries.append(self._new(table) if simple(table) else table)
        self._show_kept()

    def value(self) -> Any:  # noqa: ANN401 - a JSON value
        return [one.value() if isinstance(one, _Condition) else one for one in self._entries] or None

    def set_read_only(self, *, on: bool) -> None:
        self._read_only = on
        for one in (self.add, self._kept, *self.rows):
            one.setEnabled(not on)

    def name_it(self, name: str, help_: str) -> None:
        self._name = name
        self.add.setAccessibleDescription(help_)
        self.add.setToolTip(help_)

    def _new(self, table: Any) -> _Condition:  # noqa: ANN401 - a JSON value
        row = _Condition(table, self._known, self)
        row.changed.connect(self.changed)
        row.gone.connect(self._gone)
        row.setEnabled(not self._read_only)
        self._column.insertWidget(self._column.count() - 2, row)
        before(self.add, row)
        return row

    def _forget(self, row: _Condition) -> None:
        self._column.removeWidget(row)
        row.setParent(None)
        row.deleteLater()

    def _show_kept(self) -> None:
        self._kept.show_values(
            [((f"where[{n}]",), one) for n, one in enumerate(self._entries) if not isinstance(one, _Condition)]
        )
        before(self.add, self._kept)

    @Slot()
    def _added(self) -> None:
        row = self._new({"from": "", "is": ""})
        self._entries.append(row)
        row.field.setFocus()
        self.changed.emit()

    @Slot()
    def _gone(self) -> None:
        row = self.sender()
        if isinstance(row, _Condition):
            self._entries.remove(row)
            self._forget(row)
            self._show_kept()
            self.changed.emit()

    @Slot(tuple)
    def _drop_kept(self, at: tuple[str, ...]) -> None:
        del self._entries[int(at[0].removeprefix("where[").removesuffix("]"))]
        self._show_kept()
        self.changed.emit()


def simple(table: object) -> bool:
    """Whether it is one field, compared in one way with values that can stand in a row."""
    if not isinstance(table, dict) or len(table) != len(("from", "test")) or "from" not in table:
        return False
    name, value = next((name, one) for name, one in table.items() if name != "from")
    if name == "empty":
        return isinstance(value, bool)
    if name not in TESTS:
        return False
    texts = value if isinstance(value, list) and name in LISTED else [value]
    return all(isinstance(one, str | int) and not isinstance(one, bool) for one in texts) and not (
        name in LISTED and any(BETWEEN.strip() in str(one) for one in texts)
    )


class _Condition(QWidget):
    """One row. What a person did not touch stays as it was written."""

    changed = Signal()
    gone = Signal()

    def __init__(self, table: dict[str, Any], known: Known, parent: QWidget) -> None:
        super().__init__(parent)
        self._known, self._table = known, table
        test = next((name for name in table if name != "from"), "is")
        value = table.get(test)
        if test == "empty" and value is False:
            test = "full"
        self.field, self.test = FieldBox(self._fields, self), QComboBox(self)
        self.line = FieldBox(self._values, self)
        for name, words in TESTS.items():
            self.test.addItem(QCoreApplication.translate("Conditions", str(words)), name)
        self.test.setCurrentIndex(self.test.findData(test))
        self.test.setMinimumWidth(TEST_WIDE)
        self.field.setEditText(str(table["from"]))
        shown = "" if isinstance(value, bool) else BETWEEN.join(map(str, value)) if isinstance(value, list) else value
        self.line.setEditText(str(shown))
        self.away = small("close", self.tr("Remove this condition"), self)
        self._was = self._said()
        self._name()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        for one, stretch in ((self.field, 3), (self.test, 0), (self.line, 3), (self.away, 0)):
            row.addWidget(one, stretch)
        self._fit()
        for box in (self.field, self.line):
            box.editTextChanged.connect(self._edited)
        self.test.activated.connect(self._edited)
        self.away.clicked.connect(self.gone)

    def value(self) -> dict[str, Any]:
        """As it stands in the file."""
        if self._said() == self._was:
            return self._table
        name, test, words = self._said()
        if test in BARE:
            return {"from": name, "empty": test == "empty"}
        texts = [one for one in (part.strip() for part in words.split(BETWEEN.strip())) if one]
        return {"from": name, test: texts if test in LISTED and len(texts) > 1 else words.strip()}

    def _said(self) -> tuple[str, str, str]:
        return self.field.currentText().strip(), str(self.test.currentData()), self.line.currentText()

    def _name(self) -> None:
        self.field.setAccessibleName(self.tr("Field"))
        self.test.setAccessibleName(self.tr("Comparison"))
        self.line.setAccessibleName(self.tr("Value"))
        line = self.line.lineEdit()
        if isinstance(line, QLineEdit):
            line.setPlaceholderText(self.tr("several: a, b"))

    def _fields(self) -> Sequence[str]:
        """What the resource has."""
        return [str(one["path"]) for one in self._known("one")]

    def _values(self) -> Sequence[str]:
        """Those that the field can have."""
        name = self.field.currentText().strip()
        chosen = next((one for one in self._known("one") if one["path"] == name), None)
        return [] if chosen is None else [str(one) for one in chosen["choices"]]

    def _fit(self) -> None:
        self.line.setVisible(self.test.currentData() not in BARE)

    @Slot()
    def _edited(self) -> None:
        self._fit()
        self.changed.emit()
