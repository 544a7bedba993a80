"""What an export asks in the settings: the connection, and below it the form of what its kind of system is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_sync.ui.settings.form import Around, Form
from desktop_sync.ui.settings.groups import Fields, Problem, Table
from desktop_sync.ui.settings.tabbing import after
from desktop_sync.ui.settings.words import Field


class QueryForm(Fields):
    """``head``: fields of every query; ``types``: what is told of each, by type of connection; ``type_of``: that of a
    connection, by its id; ``connection``: which is asked at first.
    """

    def __init__(
        self,
        head: Sequence[Field],
        types: Mapping[str, Field],
        around: Around,
        type_of: Callable[[str], str],
        connection: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._head, self._types, self._around, self._type_of = head, types, around, type_of
        self._forms: dict[str, Form] = {}
        self._read_only = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._type = self._typed(connection)
        self._made()

    @property
    def form(self) -> Form:
        """That of the connection which is chosen."""
        return self._forms[self._type]

    def _made(self) -> None:
        form = Form([*self._head, *self._types[self._type]["fields"]], self._around, self)
        form.changed.connect(self._edited)
        form.set_read_only(on=self._read_only)
        self._column.addWidget(form)
        for other in self._forms.values():
            after(other.last, form)
        self._forms[self._type] = form

    def _typed(self, connection: object) -> str:
        """One that cannot be asked, or none yet: the usual one."""
        found = self._type_of(str(connection or ""))
        return found if found in self._types else next(iter(self._types))

    def set_value(self, table: Table) -> None:
        self._type = self._typed(table.get("connection"))
        if self._type not in self._forms:
            self._made()
        shown = self.form
        for form in self._forms.values():
            form.setVisible(form is shown)
        shown.set_value(table)

    def value(self) -> Table:
        return self.form.value()

    def begin(self) -> None:
        self.form.begin()

    def show_problems(self, found: Sequence[Problem]) -> None:
        self.form.show_problems(found)

    def set_read_only(self, *, on: bool) -> None:
        self._read_only = on
        for form in self._forms.values():
            form.set_read_only(on=on)

    def lock(self, paths: Iterable[tuple[str, ...]]) -> None:
        self.form.lock(paths)

    @Slot()
    def _edited(self) -> None:
        """With a connection of another kind, options that this has too are kept."""
        table = self.form.value()
        type_ = self._typed(table.get("connection"))
        if type_ != self._type:
            known = {field["name"] for field in [*self._head, *self._types[type_]["fields"]]}
            self.set_value({name: value for name, value in table.items() if name in known})
            self.begin()
        self.changed.emit()
