"""One field of a document in full: what it is, what came of it and why not, what feeds it and how it is converted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from desktop_sync.ui.editors.mapping_table import is_group
from desktop_sync.ui.editors.structure import Schema
from desktop_sync.ui.editors.structured import Structured
from desktop_sync.ui.parts.flowing import Flowing
from desktop_sync.ui.parts.labels import Elided, section
from desktop_sync.ui.tokens import GRID

SHOWN = 2  # things wrong with a field
FILLED: Mapping[str, dict[str, Any]] = {
    "constant": {"constant": ""},
    "position": {"position": True},
    "sum": {"sum": [""]},
    "count": {"count": "lines"},
}
"""How else than from the file a field is filled, and what its entry is then to begin with."""


class FieldPane(QWidget):
    """``changed``: its entry is another now, by ``entry()``; ``wanted``: a source is to be chosen for it."""

    changed = Signal()
    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = ""
        self._whole: Schema = {}
        self._kind = "text"
        self._title, self._help = section("", self), Elided("", self)
        self._help.setObjectName("secondary")
        self._wrong = [Elided("", self) for _ in range(SHOWN)]
        self._options = Structured(self.tr("Options of the field"), self)
        self._from = QPushButton(self.tr("From the fi&le…"), self)
        self._other = QPushButton(self.tr("Fill &otherwise"), self)
        self._convert = QPushButton(self.tr("Con&vert"), self)
        self._empty = QPushButton(self.tr("&Empty"), self)
        self._menus()
        self._lay_out()
        self._from.clicked.connect(self.wanted)
        self._empty.clicked.connect(self._emptied)
        self._options.changed.connect(self.changed)
        self.show_field("", {}, None, {})

    def show_field(self, field: str, row: Mapping[str, Any], entry: Any, whole: Schema) -> None:  # noqa: ANN401 - TOML
        """``row``: what the resource says of it; ``entry``: what the mapping says; ``whole``: the options there are."""
        self.field, self._whole, self._kind = field, whole, str(row.get("kind", "text"))
        self._title.setText(field.replace("[]", "").replace(".", " › ") or self.tr("Choose a field of the document"))
        said = [
            self._words(),
            self.tr("needed") if row.get("needed") else "",
            str(row.get("description", "")).replace("`", ""),
        ]
        if choices := row.get("choices"):
            said.append(self.tr("one of {choices}").format(choices=", ".join(choices)))
        self._help.setText(" · ".join(one for one in said if one) if field else "")
        usable = bool(field and whole)
        holds = self._kind in ("list", "object")
        self._from.setEnabled(usable)
        self._other.setEnabled(usable and not holds)
        self._convert.setEnabled(usable and isinstance(entry, Mapping) and "from" in entry)
        self._empty.setEnabled(usable and entry is not None)
        self._options.setEnabled(usable)
        if usable:
            self._options.show_value(whole, self._schema(entry), entry if isinstance(entry, Mapping) else {})

    def show_wrong(self, wrong: Sequence[str]) -> None:
        """All that is wrong with it, each in a sentence."""
        for number, line in enumerate(self._wrong):
            line.setText(wrong[number] if number < len(wrong) else "")
            line.setVisible(number < len(wrong))

    def entry(self) -> Any:  # noqa: ANN401 - a TOML value
        """None: the mapping says nothing of the field."""
        return self._options.value() or None

    def options(self) -> Structured:
        return self._options

    def wrong(self) -> str:
        """What stands there."""
        return "\n".join(line.text() for line in self._wrong if line.text())

    def _schema(self, entry: Any) -> Schema:  # noqa: ANN401 - TOML
        named = "Value"
        if isinstance(entry, Mapping) and is_group(entry):
            named = "Group"
        elif isinstance(entry, Mapping) and {"sum", "count"} & entry.keys():
            named = "Computed"
        elif not entry and self._kind in ("list", "object"):
            named = "Group"
        found = self._whole["$defs"][named]
        if named == "Group":  # its fields are rows of the tree above
            return {**found, "properties": {name: one for name, one in found["properties"].items() if name != "fields"}}
        return dict(found)

    def _words(self) -> str:
        words = {
            "text": self.tr("text"),
            "decimal": self.tr("decimal number"),
            "integer": self.tr("whole number"),
            "number": self.tr("number"),
            "date": self.tr("date"),
            "time": self.tr("point in time"),
            "boolean": self.tr("yes or no"),
            "list": self.tr("list"),
            "object": self.tr("several fields"),
        }
        return words.get(self._kind, self._kind)

    def _menus(self) -> None:
        ways = {
            "constant": self.tr("Always the same value"),
            "position": self.tr("The number of the entry"),
            "sum": self.tr("A sum of other fields"),
            "count": self.tr("How many entries a list has"),
        }
        other, convert = QMenu(self), QMenu(self)
        for name, word in ways.items():
            action = other.addAction(word)
            action.setData(name)
            action.triggered.connect(self._filled)
        converters = {
            "text": self.tr("Text: replace, trim, upper or lower case"),
            "regex": self.tr("What a pattern finds"),
            "split": self.tr("One part of it"),
            "decimal": self.tr("Decimal number"),
            "integer": self.tr("Whole number"),
            "boolean": self.tr("Yes or no"),
            "date": self.tr("Date"),
            "datetime": self.tr("Point in time"),
            "lookup": self.tr("What a table says"),
        }
        for name, word in converters.items():
            action = convert.addAction(word)
            action.setData(name)
            action.triggered.connect(self._converted)
        self._other.setMenu(other)
        self._convert.setMenu(convert)

    @Slot()
    def _filled(self) -> None:
        name = _of(self.sender())
        self._options.show_value(self._whole, self._schema(FILLED[name]), FILLED[name])
        self.changed.emit()
        self._options.setFocus()
        self._options.edit_row((name, 0) if name == "sum" else (name,))

    @Slot()
    def _converted(self) -> None:
        name = _of(self.sender())
        entry = dict(self.entry() or {})
        entry["convert"] = [*entry.get("convert", []), name]
        self._options.show_value(self._whole, self._schema(entry), entry)
        self.changed.emit()

    @Slot()
    def _emptied(self) -> None:
        self._options.show_value(self._whole, self._schema(None), {})
        self.changed.emit()

    def _lay_out(self) -> None:
        head, buttons = QHBoxLayout(), Flowing()
        head.setSpacing(GRID)
        head.addWidget(self._title)
        head.addWidget(self._help, 1)
        for one in (self._from, self._other, self._convert, self._empty):
            buttons.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID)
        column.addLayout(head)
        for line in self._wrong:
            column.addWidget(line)
        column.addLayout(buttons)
        column.addWidget(self._options, 1)


def _of(action: object) -> str:
    """What an entry of a menu stands for."""
    return str(action.data()) if isinstance(action, QAction) else ""
