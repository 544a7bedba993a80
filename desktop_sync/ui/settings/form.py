"""A form drawn from fields that the engine describes: what is needed and most used first, the rest under *More*.

Its value is the table as it stands in the file; names that it has no field for are kept as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_sync.ui.parts.bar import Bar
from desktop_sync.ui.settings.choosing import ChoiceEditor, ChoicesEditor, ConnectionEditor, SwitchEditor
from desktop_sync.ui.settings.editors import Editor, LineEditor, LinesEditor, PathEditor
from desktop_sync.ui.settings.fold import Fold
from desktop_sync.ui.settings.groups import Fields, GroupEditor, GroupsEditor, Problem, Table
from desktop_sync.ui.settings.row import FormRow
from desktop_sync.ui.settings.secret import Safe, SecretEditor
from desktop_sync.ui.settings.words import Field
from desktop_sync.ui.tokens import INSIDE

Offered = Callable[[str], Sequence[tuple[str, str]]]


class Around:
    """What editors need beside their field: secrets, connections, and the name a secret gets (``prefix`` + field)."""

    def __init__(self, safe: Safe, offered: Offered) -> None:
        self.safe, self.offered, self.prefix = safe, offered, ""


class Form(Fields):
    """``changed``: a person edited a field."""

    def __init__(self, fields: Sequence[Field], around: Around, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around = around
        self._table: Table = {}
        self.rows: dict[str, FormRow] = {}
        self._whole = Bar(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(INSIDE)
        column.addWidget(self._whole)
        first = [field for field in fields if field["first"] or field["needed"]]
        for field in first:
            column.addWidget(self._row(field))
        self._more = Fold(self)  # in the order in which Tab goes
        for field in fields:
            if field not in first:
                self._more.add(self._row(field))
        column.addWidget(self._more)
        self._more.setVisible(self._more.many > 0)

    def _row(self, field: Field) -> FormRow:
        row = FormRow(field, self._editor(field), self)
        row.editor.changed.connect(self._changed)
        self.rows[field["name"]] = row
        return row

    def set_value(self, table: Table) -> None:
        """Without ``changed``."""
        self._table = dict(table)
        self._propose()
        for name, row in self.rows.items():
            row.editor.set_value(table.get(name))
        self._conditions()

    def put(self, name: str, value: object) -> None:
        """One value alone, without ``changed``; whoever types elsewhere goes on typing."""
        self.rows[name].editor.set_value(value)
        self._propose()

    def _propose(self) -> None:
        """Names for secrets that have none yet."""
        for name, row in self.rows.items():
            if isinstance(row.editor, SecretEditor):
                row.editor.propose(f"{self._around.prefix}/{name.replace('_', '-')}")

    def value(self) -> Table:
        """The table, in the order that it had; new names last."""
        edited = {name: row.editor.value() for name, row in self.rows.items()}
        whole = {**self._table, **edited}
        return {name: one for name, one in whole.items() if one is not None}

    def show_problems(self, found: Sequence[Problem]) -> None:
        """Each at its field; what is about the whole, or about no field here, above them."""
        inside: dict[str, list[Problem]] = {}
        whole: list[str] = []
        for path, what, error in found:
            name = str(path[0]) if path else ""
            if name in self.rows:
                inside.setdefault(name, []).append((path[1:], what, error))
            elif error:
                whole.append(what)
        for name, row in self.rows.items():
            _tell(row, inside.get(name, []))
        if any(self.rows[name].is_wrong for name in inside if self._more.has(self.rows[name])):
            self._more.open()
        if whole:
            self._whole.say("stopped", " ".join(_sentence(one) for one in whole))
        else:
            self._whole.hide()

    def set_read_only(self, *, on: bool) -> None:
        """It can be read, and nothing changed."""
        for row in self.rows.values():
            row.editor.set_read_only(on=on)

    def refresh_secrets(self) -> None:
        """What is stored may be another."""
        for row in self.rows.values():
            if isinstance(row.editor, SecretEditor):
                row.editor.refresh()

    def _editor(self, field: Field) -> Editor:
        kind = field["kind"]
        if kind == "secret":
            return SecretEditor(field, self._around.safe, self)
        if kind in {"connection", "connections"}:
            return ConnectionEditor(field, self._around.offered, self)
        if kind == "switch" and field["default"] is not None:
            return SwitchEditor(field, self)
        if kind == "group":
            return GroupEditor(field, self._form, self)
        if kind == "groups":
            return GroupsEditor(field, self._form, self)
        plain: dict[str, type[Editor]] = {
            "switch": ChoiceEditor, "choice": ChoiceEditor, "choices": ChoicesEditor, "list": LinesEditor,
            "pairs": LinesEditor, "path": PathEditor,
        }  # fmt: skip
        return plain.get(kind, LineEditor)(field, self)

    def _form(self, fields: Sequence[Field], parent: QWidget) -> Fields:
        return Form(fields, self._around, parent)

    @Slot()
    def _changed(self) -> None:
        self._conditions()
        self.changed.emit()

    def _conditions(self) -> None:
        """Fields that matter only beside another's value; one that has a value itself is always shown."""
        for row in self.rows.values():
            if "when" not in row.field:
                continue
            name, wanted = row.field["when"]
            other = self.rows[name]
            now = other.editor.value()
            now = other.field["default"] if now is None else now
            row.setVisible(now == wanted or row.editor.value() is not None)


def _tell(row: FormRow, found: Sequence[Problem]) -> None:
    if isinstance(row.editor, GroupEditor | GroupsEditor):
        row.editor.show_problems([one for one in found if one[0]])
        found = [one for one in found if not one[0]]
    if not found:
        row.show_problem("")
        return
    errors = [what for _, what, error in found if error]
    row.show_problem(_sentence((errors or [found[0][1]])[0]), error=bool(errors))


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."
