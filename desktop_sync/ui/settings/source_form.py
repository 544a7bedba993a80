"""The source of a flow in the settings; where it is a database, its tables and columns can be looked at and chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop_sync.ui import icons
from desktop_sync.ui.settings.draft import Draft
from desktop_sync.ui.settings.form import Around, Form
from desktop_sync.ui.settings.groups import Table
from desktop_sync.ui.settings.typed import TypedForm
from desktop_sync.ui.settings.words import Field

DATABASES = frozenset({"mssql"})
"""Types of sources that have tables to choose from."""


class SourceForm(TypedForm):
    """``picker``: the sheet of tables while it is open."""

    def __init__(
        self, head: Sequence[Field], types: Mapping[str, Field], around: Around, draft: Draft, parent: QWidget
    ) -> None:
        super().__init__(head, types, around, parent)
        self._draft, self._fixed = draft, False
        self.look = QPushButton(icons.action("database-search-outline"), self.tr("&Look into the database…"), self)
        self.look.clicked.connect(self._look)
        row = QHBoxLayout()
        row.addWidget(self.look)
        row.addStretch(1)
        self._column.insertLayout(1, row)
        QWidget.setTabOrder(self._choice.combo, self.look)
        self._dress()

    @property
    def form(self) -> Form:
        """Its stops come after the button."""
        many = len(self._forms)
        found = super().form
        if len(self._forms) > many and hasattr(self, "look"):
            QWidget.setTabOrder(self._choice.combo, self.look)
        return found

    def set_value(self, table: Table) -> None:
        super().set_value(table)
        self._dress()

    def set_read_only(self, *, on: bool) -> None:
        super().set_read_only(on=on)
        self._fixed = on
        self._dress()

    @property
    def connection(self) -> str:
        """The first that is chosen; empty: none is yet."""
        told = self.value()
        several = told.get("connections")
        return str(told.get("connection") or (several[0] if isinstance(several, list) and several else ""))

    def _dress(self) -> None:
        why = self._draft.link.why_not("draft_tables")
        self.look.setVisible(self.type in DATABASES)
        self.look.setEnabled(not why and not self._fixed)
        self.look.setToolTip(why)

    @Slot()
    def _look(self) -> None:
        from desktop_sync.ui.settings.database_tables import TablesSheet

        sheet = TablesSheet(self.window(), self._draft, self.connection)
        sheet.chosen.connect(self._take)
        sheet.show()

    @Slot(dict)
    def _take(self, values: Table) -> None:
        """Options by name, as they were chosen; None: left out."""
        for name, value in values.items():
            self.form.put(name, value)
        self.form.changed.emit()
