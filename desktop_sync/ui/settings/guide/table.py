"""The page of the table: looked for in the database, with what is proposed for it, and the options of such a source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_sync.ui.parts.outside import said
from desktop_sync.ui.settings.form import Around, Form
from desktop_sync.ui.settings.guide.page import EditorPage
from desktop_sync.ui.settings.guide.plan import Plan
from desktop_sync.ui.settings.subjects import scrolling
from desktop_sync.ui.settings.tables_picker import TablesPicker
from desktop_sync.ui.tokens import BETWEEN

HIGH = 264  # px, the least of tables and columns
LATER = frozenset({"first_run"})
"""Options that the guide asks at its end."""
OF_TABLE = ("mode", "version", "key", "table", "columns")
"""Options that another table makes anew."""


class TablePage(EditorPage):
    """One row of the table is one order; its lines may stand in a second one."""

    def __init__(self, plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.headed(
            self.tr("Which table has the orders"),
            self.tr("Choose the table with one row for each order. Its lines may stand in a table of their own."),
        )
        self._plan = plan
        self._looked: dict[str, Any] = {}
        self._keyless = False
        self.picker: TablesPicker | None = None
        self.form: Form | None = None
        plan.draft.checked.connect(self._checked)

    def prepare(self) -> Iterator[None]:
        self._inside = inside = QWidget(self)
        inside.hide()  # it has no place yet
        self.picker = picker = TablesPicker(self._plan.draft, inside)
        picker.setMinimumHeight(HIGH)
        picker.keep_cancel()
        picker.chosen.connect(self._take)
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(BETWEEN)
        self._column.addWidget(picker)
        yield

    def make(self) -> QWidget:
        draft = self._plan.draft
        fields = draft.forms["sources"][self._plan.source["type"]]["fields"]
        shown = [one for one in fields if one["name"] not in LATER]
        self.form = form = Form(shown, Around(draft, lambda _: ()), self._inside)
        form.changed.connect(self._edited)
        self._column.addWidget(form)
        return self._inside

    def framed(self, made: QWidget) -> QWidget:
        area = scrolling(made)
        made.show()
        return area

    def fill(self) -> None:
        if self.form is None or self.picker is None:
            return
        self.form.set_value(self._plan.source)
        place = dict(self._plan.place)
        if place != self._looked or not self.picker.there:
            self._looked = place
            self.picker.look(str(place["id"]))
        self._plan.draft.check()

    def missing(self) -> str:
        source, at = self._plan.source, ("flows", self._plan.flow_number, "source")
        if source.get("mode") not in {"procedure", "query"} and not source.get("table"):
            return self.tr("Choose the table of the orders.")
        if self._keyless and not source.get("key"):
            return self.tr("This table has no key of its own: write its columns under More, Key.")
        if not self._plan.draft.current:
            return ""  # what was wrong before says nothing, and one cannot go on yet anyway
        wrong = [what for _, what, error in self._plan.draft.problems(at) if error]
        return self.tr("Not complete yet: {what}").format(what=wrong[0]) if wrong else ""

    @Slot(dict)
    def _take(self, values: dict[str, Any]) -> None:
        """Of another table what is proposed for it comes along; None: left out."""
        if self.form is None or self.picker is None:
            return
        if "table" in values:
            told = self.picker.told
            self._keyless = not told["key"]
            values = {**dict.fromkeys(OF_TABLE), **told["proposed"], **values}
            self._tell(told)
        whole = {**self.form.value(), **values}
        self.form.set_value({name: value for name, value in whole.items() if value is not None})
        self._edited()

    def _tell(self, told: dict[str, Any]) -> None:
        """How changes of the table would be told, and how sure that is."""
        if self.picker is None:
            return
        mode, table = told["proposed"].get("mode", ""), said(told["table"])
        words = {
            "rowversion": self.tr("{table}: its row version tells every change; nothing is missed."),
            "change_tracking": self.tr("{table}: the server tells every change, deletions too; nothing is missed."),
            "timestamp": self.tr("{table}: the column {version} tells when a row was changed."),
            "increasing_key": self.tr("{table}: new rows are seen by their growing key, changes of rows are not."),
        }.get(mode, self.tr("{table}: nothing in it tells changes for sure. Say below how they are told."))
        sure = mode in {"rowversion", "change_tracking"}
        key = self.tr("Its key: {key}.").format(key=said(", ".join(told["key"]))) if told["key"] else ""
        better = "" if sure else self.tr("A column of the type rowversion would be surest.")
        version = said(str(told["proposed"].get("version", "")))
        self.picker.bar.say(
            "well" if sure else "attention", words.format(table=table, version=version), f"{key} {better}".strip()
        )

    @Slot()
    def _edited(self) -> None:
        if self.form is not None:
            self._plan.flow["source"] = self.form.value()
            self._plan.draft.touched()
            self.changed.emit()

    @Slot()
    def _checked(self) -> None:
        if self.form is not None and self._plan.source.get("table"):  # what is not chosen yet is not wrong
            self.form.show_problems(self._plan.draft.problems(("flows", self._plan.flow_number, "source")))
        self.changed.emit()
