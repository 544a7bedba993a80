"""A form drawn from fields that the engine describes: what is needed and most used first, the rest under *More*.

Its value is the table as it stands in the file; names that it has no field for are kept as they are.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_sync.ui.parts.bar import Bar
from desktop_sync.ui.settings.choosing import ChoiceEditor, ChoicesEditor, ConnectionEditor, SwitchEditor
from desktop_sync.ui.settings.chosen_group import ChosenGroupEditor
from desktop_sync.ui.settings.conditions import ConditionsEditor
from desktop_sync.ui.settings.editors import Editor, LineEditor, LinesEditor, PathEditor
from desktop_sync.ui.settings.field_choice import FieldEditor, Known
from desktop_sync.ui.settings.fold import Fold
from desktop_sync.ui.settings.groups import Fields, GroupEditor, GroupsEditor, Problem, Table
from desktop_sync.ui.settings.row import FormRow
from desktop_sync.ui.settings.secret import Safe, SecretEditor
from desktop_sync.ui.settings.structure_editor import StructureEditor
from desktop_sync.ui.settings.tabbing import after, before
from desktop_sync.ui.settings.tables import TablesEditor
from desktop_sync.ui.settings.tokens import TokensEditor
from desktop_sync.ui.settings.words import Field
from desktop_sync.ui.tokens import INSIDE

MOMENT = 0.012  # seconds that the screen may wait for rows of a form
Offered = Callable[[str], Sequence[tuple[str, str]]]
PLAIN: dict[str, type[Editor]] = {
    "switch": ChoiceEditor, "choice": ChoiceEditor, "choices": ChoicesEditor, "list": LinesEditor,
    "pairs": LinesEditor, "path": PathEditor, "structure": StructureEditor, "tokens": TokensEditor,
}  # fmt: skip
"""Kind of a field → its editor, where that needs the field alone; of all others it is a line."""
GROUPED: dict[str, type[GroupEditor | GroupsEditor | TablesEditor]] = {
    "group": GroupEditor, "groups": GroupsEditor, "tables": TablesEditor,
}  # fmt: skip
"""Those that make forms inside."""


class Around:
    """What editors need beside their field: secrets, connections, fields of the resource, and the name a secret gets
    (``prefix`` + field).
    """

    def __init__(self, safe: Safe, offered: Offered, known: Known = lambda _: ()) -> None:
        self.safe, self.offered, self.known, self.prefix = safe, offered, known, ""


class Form(Fields):
    """``changed``: a person edited a field. Its rows are made one after the other, so that nothing waits for them."""

    def __init__(self, fields: Sequence[Field], around: Around, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around = around
        self._table: Table = {}
        self._beside: Table = {}
        self._begins = False  # as soon as there is a field
        self._problems: Sequence[Problem] = ()
        self._read_only = False
        self._locked: frozenset[tuple[str, ...]] = frozenset()
        self.rows: dict[str, FormRow] = {}
        self._whole = Bar(self)
        self._more = Fold(self)
        self._more.hide()
        self._hidden: frozenset[str] = frozenset()
        self._last: QWidget = self._more.button  # where Tab ends here
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(INSIDE)
        self._column.addWidget(self._whole)
        self._column.addWidget(self._more)
        first = [field for field in fields if field["first"] or field["needed"]]
        self._waiting = first + [field for field in fields if field not in first]
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._grow)
        self._timer.start(0)

    @property
    def whole(self) -> bool:
        """Whether all rows are there."""
        return not self._waiting

    @property
    def last(self) -> QWidget:
        """Where Tab ends here."""
        return self._last

    def set_value(self, table: Table) -> None:
        """Without ``changed``."""
        self._table = dict(table)
        self._propose()
        for name, row in self.rows.items():
            row.editor.set_value(table.get(name))
        self._conditions()

    def begin(self) -> None:
        first = next((one for one in self.rows.values() if one.isVisibleTo(self)), None)
        self._begins = first is None
        if first is not None:
            first.editor.setFocus(Qt.FocusReason.TabFocusReason)  # what stands there is replaced

    def put(self, name: str, value: object) -> None:
        """One value alone, without ``changed``; whoever types elsewhere goes on typing."""
        self._table[name] = value
        if name in self.rows:
            self.rows[name].editor.set_value(value)
        self._propose()

    def value(self) -> Table:
        """The table, in the order that it had; new names last."""
        edited = {name: row.editor.value() for name, row in self.rows.items()}
        whole = {**self._table, **edited}
        return {name: one for name, one in whole.items() if one is not None}

    def show_problems(self, found: Sequence[Problem]) -> None:
        """Each at its field; what is about the whole, or about no field here, above them."""
        self._problems = found
        inside: dict[str, list[Problem]] = {}
        whole: list[str] = []
        for path, what, error in found:
            name = str(path[0]) if path else ""
            if name in self.rows:
                inside.setdefault(name, []).append((path[1:], what, error))
            elif error and not self._waiting:
                whole.append(what)
        for name, row in self.rows.items():
            _tell(row, inside.get(name, []))
        if any(self.rows[name].is_wrong for name in inside if self._more.has(self.rows[name])):
            self._more.open()
        if whole:
            self._whole.say("stopped", " ".join(_sentence(one) for one in whole))
        else:
            self._whole.hide()

    def beside(self, table: Table) -> None:
        """Values that stand in other editors, and on which fields here depend."""
        self._beside = table
        self._conditions()

    def show_row(self, name: str, *, on: bool) -> None:
        """Whether a row is seen at all."""
        self._hidden = self._hidden - {name} if on else self._hidden | {name}
        if name in self.rows:
            self.rows[name].setVisible(self._matters(self.rows[name]))

    def set_read_only(self, *, on: bool) -> None:
        """It can be read, and nothing changed."""
        self._read_only = on
        for row in self.rows.values():
            self._allow(row)

    def lock(self, paths: Iterable[tuple[str, ...]]) -> None:
        """These fields were set by an administrator: they can be read, and not changed."""
        self._locked = frozenset(paths)
        for row in self.rows.values():
            self._allow(row)

    def _allow(self, row: FormRow) -> None:
        mine = frozenset(path[1:] for path in self._locked if path[:1] == (row.field["name"],))
        group = row.editor if isinstance(row.editor, GroupEditor) else None
        whole = bool(mine) and group is None
        row.editor.set_read_only(on=self._read_only or whole)
        row.show_lock(on=whole)
        if group is not None:
            group.lock(mine)

    def refresh_secrets(self) -> None:
        """What is stored may be another."""
        for row in self.rows.values():
            if isinstance(row.editor, SecretEditor):
                row.editor.refresh()

    @Slot()
    def _grow(self) -> None:
        """As many rows as fit into a moment."""
        until = time.perf_counter() + MOMENT
        while self._waiting and time.perf_counter() < until:
            self._add(self._waiting.pop(0))
        if self._waiting:
            return
        self._timer.stop()
        self._conditions()
        self.show_problems(self._problems)

    def _add(self, field: Field) -> None:
        name = field["name"]
        row = FormRow(field, self._editor(field), self)
        row.editor.changed.connect(self._changed)
        self.rows[name] = row
        self._propose()
        row.editor.set_value(self._table.get(name))
        self._allow(row)
        if field["first"] or field["needed"]:
            self._column.insertWidget(self._column.count() - 1, row)
            before(self._more.button, row)
        else:
            self._more.show()
            self._more.add(row)
            self._last = after(self._last, row)
        row.setVisible(self._matters(row))
        if self._begins:
            self.begin()

    def _propose(self) -> None:
        """Names for secrets that have none yet."""
        for name, row in self.rows.items():
            if isinstance(row.editor, SecretEditor):
                row.editor.propose(f"{self._around.prefix}/{name.replace('_', '-')}")

    def _editor(self, field: Field) -> Editor:
        kind, around = field["kind"], self._around
        if kind == "switch" and field["default"] is not None:
            return SwitchEditor(field, self)
        if kind == "group" and field.get("none"):
            return ChosenGroupEditor(field, self._form, self)
        if kind in GROUPED:
            return GROUPED[kind](field, self._form, self)
        helped: dict[str, Callable[[], Editor]] = {
            "secret": lambda: SecretEditor(field, around.safe, self),
            "connection": lambda: ConnectionEditor(field, around.offered, self),
            "connections": lambda: ConnectionEditor(field, around.offered, self),
            "conditions": lambda: ConditionsEditor(field, around.known, self),
            "field": lambda: FieldEditor(field, around.known, self),
        }
        return helped[kind]() if kind in helped else PLAIN.get(kind, LineEditor)(field, self)

    def _form(self, fields: Sequence[Field], parent: QWidget) -> Fields:
        return Form(fields, self._around, parent)

    @Slot()
    def _changed(self) -> None:
        self._conditions()
        self.changed.emit()

    def _conditions(self) -> None:
        for row in self.rows.values():
            if "when" in row.field:
                row.setVisible(self._matters(row))

    def _matters(self, row: FormRow) -> bool:
        """Some fields do only beside another's value; one that has a value itself is always shown."""
        if row.field["name"] in self._hidden:
            return False
        name, wanted = row.field.get("when", ("", ""))
        if name in self._beside:
            return bool(self._beside[name] == wanted) or row.editor.value() is not None
        if name not in self.rows or row.editor.value() is not None:
            return True
        other = self.rows[name]
        now = other.editor.value()
        return bool((other.field["default"] if now is None else now) == wanted)


def _tell(row: FormRow, found: Sequence[Problem]) -> None:
    if isinstance(row.editor, GroupEditor | GroupsEditor | ChosenGroupEditor | TablesEditor):
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
