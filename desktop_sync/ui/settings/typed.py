"""A table whose ``type`` decides its other options: chosen at its top, the form below is that of the type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_sync.ui.settings.choosing import ChoiceEditor
from desktop_sync.ui.settings.form import Around, Form
from desktop_sync.ui.settings.groups import Fields, Problem, Table
from desktop_sync.ui.settings.row import FormRow
from desktop_sync.ui.settings.tabbing import after
from desktop_sync.ui.settings.words import Field
from desktop_sync.ui.tokens import INSIDE


class TypedForm(Fields):
    """``head``: fields that every type has; ``types``: what is told of each."""

    def __init__(
        self,
        head: Sequence[Field],
        types: Mapping[str, Field],
        around: Around,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        chooser = next(field for field in head if field["name"] == "type")
        self._head = [field for field in head if field["name"] != "type"]
        self._types, self._around = types, around
        self._standard = str(chooser["default"] or next(iter(types)))
        choices = [{"value": name, "title": told["title"]} for name, told in types.items()]
        field = {**chooser, "kind": "choice", "choices": choices, "default": self._standard, "help": ""}
        self._choice = ChoiceEditor(field, self)
        self._row = FormRow(field, self._choice, self)
        self._row.setVisible(len(types) > 1)
        self._choice.changed.connect(self._chosen)
        self._forms: dict[str, Form] = {}
        self._read_only = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(INSIDE)
        self._column.addWidget(self._row)
        self._table: Table = {}

    @property
    def type(self) -> str:
        """That which is chosen; what stands there, though it will not do, is taken for the usual one."""
        found = str(self._table.get("type", self._standard))
        return found if found in self._types else self._standard

    @property
    def form(self) -> Form:
        """That of the type."""
        if self.type not in self._forms:
            form = Form([*self._head, *self._types[self.type]["fields"]], self._around, self)
            form.changed.connect(self.changed)
            form.set_read_only(on=self._read_only)
            self._forms[self.type] = form
            self._column.addWidget(form)
            after(self._choice.combo, form)
        return self._forms[self.type]

    def set_value(self, table: Table) -> None:
        self._table = dict(table)
        self._choice.set_value(table.get("type"))
        shown = self.form
        for form in self._forms.values():
            form.setVisible(form is shown)
        shown.set_value(table)

    def value(self) -> Table:
        return self.form.value()

    def begin(self) -> None:
        self.form.begin()

    def show_problems(self, found: Sequence[Problem]) -> None:
        mine = [one for one in found if one[0][:1] == ("type",)]
        self._row.show_problem(mine[0][1] if mine else "")
        self.form.show_problems([one for one in found if one not in mine])

    def set_read_only(self, *, on: bool) -> None:
        self._read_only = on
        self._choice.set_read_only(on=on)
        for form in self._forms.values():
            form.set_read_only(on=on)

    @Slot()
    def _chosen(self) -> None:
        """Options that the other type has too are kept."""
        former, chosen = self.form.value(), self._choice.value()
        known = {field["name"] for field in [*self._head, *self._types[chosen or self._standard]["fields"]]}
        kept = {name: value for name, value in former.items() if name in known}
        self.set_value({"type": chosen, **kept} if chosen else kept)
        self.changed.emit()
