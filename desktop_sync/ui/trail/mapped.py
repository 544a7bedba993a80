"""The record at the place of a document, and which rule gave which field: two tables beside the trail."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtCore import QSettings, Signal, Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop_sync.ui.parts.columns import Column, Row
from desktop_sync.ui.parts.labels import note, section
from desktop_sync.ui.parts.rows import Rows
from desktop_sync.ui.parts.table import Table
from desktop_sync.ui.spoken import number
from desktop_sync.ui.tokens import GRID


class Reading(QWidget):
    """A table of either. ``place_wanted``: a row, with its place, shall show in the file."""

    place_wanted = Signal(dict)

    def __init__(self, name: str, title: str, columns: list[Column], kept: QSettings, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.title, self.about = section(title, self), note("", self)
        self.table = Table(name, title, columns, kept, self)
        self.rows = Rows(columns, self)
        self.table.setModel(self.rows)
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.opened.connect(self._opened)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.title)
        column.addWidget(self.about)
        column.addWidget(self.table, 1)

    def show_rows(self, about: str, rows: list[Row]) -> None:
        """``about``: a sentence above the table."""
        self.about.setText(about)
        self.rows.show(rows)

    @Slot(dict)
    def _opened(self, row: Row) -> None:
        if row["line"] is not None:
            self.place_wanted.emit(row)


class Record(Reading):
    """What the format read."""

    def __init__(self, kept: QSettings, parent: QWidget | None = None) -> None:
        columns = [
            Column("path", self.tr("Path"), lambda row: str(row["path"]), 200),
            Column("text", self.tr("What stands there"), lambda row: str(row["text"]), 0),
            Column("line", self.tr("Line"), _line, 72, right=True),
        ]
        super().__init__("trail record", self.tr("What was read"), columns, kept, parent)

    def tell(self, told: Row) -> None:
        """As the facade's ``record`` tells."""
        about = self.tr("%n value(s). Open one to see it in the file.", "", len(told["values"]))
        if told["more"]:
            about = self.tr("The first %n value(s). Open one to see it in the file.", "", len(told["values"]))
        self.show_rows(about, told["values"])


class Mapped(Reading):
    """Which rule gave which field."""

    def __init__(self, kept: QSettings, parent: QWidget | None = None) -> None:
        columns = [
            Column("field", self.tr("Field"), lambda row: str(row["field"]), 132),
            Column("from", self.tr("From"), lambda row: ", ".join(row["sources"]), 112),
            Column("found", self.tr("In the file"), lambda row: str(row["found"]), 96),
            Column("how", self.tr("How"), self._how, 0, tip=_chain),
            Column("value", self.tr("In the document"), lambda row: value(row["value"]), 120),
            Column("line", self.tr("Line"), _line, 64, right=True, shown=False),
        ]
        super().__init__("trail mapping", self.tr("Which rule gave which field"), columns, kept, parent)

    def tell(self, told: Row, delivery: Row) -> None:
        """``told``: as the facade's ``record`` tells; ``delivery``: the version, as ``trail`` has it."""
        if told["then"]:
            about = self.tr("By mapping {mapping}, as it was used then.").format(mapping=delivery["mapping"])
        else:
            about = self.tr("Mapping {mapping}, which was used then, is not kept any more: this is by the present one.")
            about = about.format(mapping=delivery["mapping"])
        self.show_rows(
            "\n".join(one for one in (about, self._rule(told), self._same(told, delivery)) if one), told["fields"]
        )

    def _rule(self, told: Row) -> str:
        if not told["rule"]:
            return self.tr("No mapping takes such a record any more.")
        which, said = told["rule"]
        if not which:
            return ""
        return self.tr("Rule {number} decided: {operation}.").format(number=number(which), operation=said)

    def _same(self, told: Row, delivery: Row) -> str:
        if told["same"]:
            return ""
        if delivery["unedited"]:
            return self.tr("A person has edited this version: the file says something else.")
        return self.tr("Read again now, the file gives another content than what was sent.")

    def _how(self, row: Row) -> str:
        match row["how"]:
            case "constant":
                return self.tr("the same in every document")
            case "position":
                return self.tr("number of the entry")
            case "default":
                return self.tr("nothing there, so the default")
            case "empty":
                return self.tr("nothing there")
        steps = " → ".join(str(step["converter"]) for step in row["steps"])
        return steps or self.tr("taken as it is")


def value(what: Any) -> str:  # noqa: ANN401 - a JSON value
    """As a person reads it."""
    if what is None:
        return ""
    return what if isinstance(what, str) else json.dumps(what, ensure_ascii=False)


def _chain(row: Row) -> str:
    """Each converter with what it gave."""
    return "\n".join(f"{step['converter']} → {value(step['gave'])}" for step in row["steps"])


def _line(row: Row) -> str:
    """Of a workbook the cell."""
    return str(row["cell"]) if "cell" in row else "" if row["line"] is None else number(row["line"])
